//! Changes of a rule, one at a time: each must make a case of its duty fail, or nobody would notice the mistake.

mod make;
mod tried;

use crate::model::ids::RequirementId;
use crate::model::law::ParameterValue;
use crate::model::place::Place;

pub(super) use tried::trial;

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// `<` for `<=`, `==` for `!=`.
    Comparison,
    /// A limit a day later or earlier.
    Limit,
    /// An operand of `&&` or `||` left out.
    Operand,
    /// `&&` for `||`.
    Logic,
    /// `!` left out.
    Negation,
    /// A number one more or less.
    Number,
    /// A period one unit longer or shorter.
    Duration,
    /// A list emptied.
    List,
    /// `any` for `all`.
    Quantifier,
    /// `min` for `max`.
    Extreme,
    /// A fact that reads as missing.
    Fact,
    /// A `when` left out.
    When,
    /// A `by` left out.
    By,
    /// A parameter with another value.
    Parameter,
}

impl Family {
    /// The kind in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Limit => "limit",
            Self::Operand => "operand",
            Self::Logic => "logic",
            Self::Negation => "negation",
            Self::Number => "number",
            Self::Duration => "duration",
            Self::List => "list",
            Self::Quantifier => "quantifier",
            Self::Extreme => "extreme",
            Self::Fact => "fact",
            Self::When => "when",
            Self::By => "by",
            Self::Parameter => "parameter",
        }
    }
}

/// A change of a rule.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Of which kind.
    pub family: Family,
    /// The requirement that it stands in; `None` where several may rest on it.
    pub requirement: Option<RequirementId>,
    /// Where it stands.
    pub place: Place,
    /// What was changed into what: `a < b => a <= b`.
    pub text: String,
    how: How,
}

/// How a change is made.
#[derive(Clone, Debug)]
enum How {
    /// By this text of the rule.
    Text(String),
    /// By this value of a parameter.
    Parameter(String, ParameterValue),
}

/// What became of the mutants of a duty.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// How many there were.
    pub made: usize,
    /// Those that no case noticed and nobody explained.
    pub survivors: Vec<Mutant>,
    /// Those that no case noticed, each with the reason why none can.
    pub explained: Vec<(Mutant, String)>,
    /// Explanations that are of no survivor.
    pub unmatched: Vec<Unmatched>,
}

/// An explanation that is of no survivor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Where it stands.
    pub place: Place,
    /// What it says was changed.
    pub at: String,
}
