//! What shows of a rule without running it: which facts, parameters and names it reads and where, of what type each expression is, and
//! what each requirement rests on.
//!
//! A rule is walked once, with types and paths in the place of values. Where that cannot tell, it says nothing: what is reported here
//! is so in every profile. Whether a rule may be run at all is left to [`super::compile`].

mod calls;
mod given;
mod reads;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dates::Period;
use crate::model::dictionary::TermId;
use crate::model::ids::{DutyId, RequirementId};
use crate::model::law::Law;
use crate::model::place::Place;

use super::engine::Engine;

/// What shows of one rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The requirements that it judges, in the order of the script.
    pub(crate) rulings: Vec<Ruling>,
    /// Every fact, list and collection that it can read, each with the first place where it does.
    pub(crate) reads: BTreeMap<TermId, Place>,
    /// The groups of facts that it holds against `none` as a whole.
    pub(crate) wholes: BTreeSet<TermId>,
    /// The names of what it reads of things whose type does not show.
    pub(crate) loose: BTreeSet<String>,
    /// The parameters that it reads.
    pub(crate) parameters: BTreeSet<String>,
    /// The sets of the law that it reads.
    pub(crate) sets: BTreeSet<String>,
    /// The names that it gives: values and helper functions.
    pub(crate) names: Vec<Name>,
    /// The numbers and dates that stand in it as such.
    pub(crate) figures: Vec<Figure>,
    /// What is wrong in every profile.
    pub(crate) slips: Vec<Slip>,
}

/// One `require`.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    pub(crate) id: RequirementId,
    /// Where its name stands.
    pub(crate) place: Place,
    pub(crate) when: Option<Clause>,
    pub(crate) by: Option<Clause>,
    pub(crate) says: Clause,
    /// Whether the condition and the expression exclude each other.
    pub(crate) at_odds: bool,
}

/// One part of a `require`.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) place: Place,
    /// The same for two clauses exactly if they say the same, whatever names they use for it.
    pub(crate) spelt: String,
    /// Whether what comes of it can differ from profile to profile, date to date or subject to subject.
    pub(crate) varies: bool,
    /// Whether it rests on a fact or a duty.
    pub(crate) rests: bool,
    /// Whether it reads `subject`, with the place where it does.
    pub(crate) subject: Option<Place>,
    /// What it comes to in every profile, where that shows; `false` also of what can be false or missing, and never true.
    pub(crate) always: Option<bool>,
    /// The comparisons of a fact with the as-of date.
    pub(crate) bounds: Vec<Bound>,
}

/// A comparison of the date of a fact with the as-of date, or with a day a period away from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) place: Place,
    /// The fact.
    pub(crate) term: TermId,
    /// How far the day that it is compared with lies from the as-of date.
    pub(crate) offset: Option<Period>,
    /// Whether the fact's date must be that day or later; if not, that day or earlier. Of a strict comparison the day is its last or first.
    pub(crate) later: bool,
    /// Whether the day itself is outside.
    pub(crate) strict: bool,
}

/// A name that a rule gives.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) is_function: bool,
    pub(crate) used: bool,
}

/// A number or a date that stands in a rule as such.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) place: Place,
    /// As it is written.
    pub(crate) text: String,
    /// Whether it is a factor of a number, not of a period.
    pub(crate) is_factor: bool,
}

/// What is wrong in every profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) kind: SlipKind,
    pub(crate) place: Place,
    /// How many characters are at fault.
    pub(crate) width: usize,
    pub(crate) message: String,
    /// The nearest known name.
    pub(crate) near: Option<String>,
}

/// The kinds of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SlipKind {
    /// No dictionary knows the fact.
    UnknownFact,
    /// The types do not go together.
    Types,
    /// A word that can never stand there.
    Word,
    /// The same stands on both sides of an operator.
    Same,
    /// An entry of a collection is named with a dot.
    Dotted,
}

impl Engine {
    /// What shows of the rule of a duty; `None` where it has none that can be run.
    pub(crate) fn outline(&self, law: &Law, duty: &DutyId) -> Option<Outline> {
        let rule = self.rules.get(duty)?;
        let duty = law.duty(duty.as_str())?;
        Some(walk::outline(&rule.ast, law, duty, duty.script.as_ref()?))
    }

    /// What shows of the rule of a requirement that an overlay has added to a duty.
    pub(crate) fn outline_of_added(&self, law: &Law, duty: &DutyId, requirement: &RequirementId) -> Option<Outline> {
        let ast = self.additions.get(&(duty.clone(), requirement.clone()))?;
        let duty = law.duty(duty.as_str())?;
        Some(walk::outline(ast, law, duty, duty.script_of(requirement)?))
    }
}
