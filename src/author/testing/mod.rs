//! Running the cases of rules, measuring what they try of the rules, and changing the rules to see whether a case notices.
//!
//! ```text
//!  case file ──run──▶ failures ──trace──▶ the expression with the value of each part
//!        │
//!        ├──coverage──▶ outcomes, branches and facts that no case tries
//!        └──mutants───▶ changes of the rule that no case notices
//! ```

mod coverage;
mod mutants;
mod run;
mod script;
mod test;
mod watch;

use crate::load::{Case, Generated};
use crate::model::dates::Day;
use crate::model::ids::{DutyId, RequirementId};
use crate::model::place::Place;

pub use coverage::{Coverage, Covered, What};
pub use mutants::{Family, Mutant, Tried, Unmatched};
pub use run::run;
pub use test::{Options, test};

/// What testing rule sets came to.
#[derive(Clone, Debug, Default)]
pub struct Tested {
    /// Every duty that has cases, by id.
    pub duties: Vec<DutyTested>,
    /// Cases that expect nothing, files without cases, duties without cases.
    pub empty: Vec<Empty>,
    /// How many duties overlays have taken over so that the cases of the base try all of them.
    pub left_to_bases: usize,
}

/// What testing one duty came to.
#[derive(Clone, Debug)]
pub struct DutyTested {
    /// The duty.
    pub duty: DutyId,
    /// Its cases in the order of the file.
    pub cases: Vec<CaseTested>,
    /// What the cases try of the rule, if that was asked.
    pub coverage: Option<Coverage>,
    /// What became of its mutants, if that was asked and no case failed.
    pub mutants: Option<Tried>,
}

/// What became of one case.
#[derive(Clone, Debug)]
pub struct CaseTested {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Its as-of date.
    pub as_of: Day,
    /// How it was made, if it does not stand in the file as it is.
    pub generated: Option<Generated>,
    /// What it expects of each requirement.
    pub expected: Vec<(RequirementId, &'static str)>,
    /// What came out otherwise.
    pub failures: Vec<Failure>,
}

/// An expectation that came out otherwise than the case says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of the case.
    pub case: String,
    /// Where it says what it expects.
    pub place: Place,
    /// The requirement that it is about.
    pub requirement: Option<RequirementId>,
    /// The outcome that was expected, if one was.
    pub expected: Option<&'static str>,
    /// The outcome that came instead.
    pub came: Option<String>,
    /// What is otherwise, in a line.
    pub message: String,
    /// Why it came out so, as far as the engine says.
    pub because: Vec<String>,
    /// The lines of the rule that it comes from, each with the values of its parts.
    pub trace: Vec<TracedLine>,
}

/// A line of a rule and what its parts came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedLine {
    /// Where the line begins.
    pub place: Place,
    /// The line.
    pub text: String,
    /// The column of a part, from 0 and in characters, with its values in the order in which they came.
    pub values: Vec<(usize, Vec<String>)>,
}

/// Something that is there to test and tests nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Empty {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub message: String,
}

impl Failure {
    /// A failure of a case as a whole.
    fn of_the_case(case: &Case, message: String) -> Self {
        Self {
            case: case.name.clone(),
            place: case.place,
            requirement: None,
            expected: None,
            came: None,
            message,
            because: Vec::new(),
            trace: Vec::new(),
        }
    }
}

impl Tested {
    /// How many cases were run that expect anything.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.duties.iter().flat_map(|duty| &duty.cases).filter(|case| !case.expected.is_empty()).count()
    }

    /// How many of them failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.duties.iter().flat_map(|duty| &duty.cases).filter(|case| !case.failures.is_empty()).count()
    }

    /// How many mutants no case noticed and nobody explained.
    #[must_use]
    pub fn survivors(&self) -> usize {
        self.duties.iter().filter_map(|duty| duty.mutants.as_ref()).map(|tried| tried.survivors.len()).sum()
    }
}
