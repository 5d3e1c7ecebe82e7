//! From outcomes to the assessment: support, departures, standing, assurance, and the words that go with them.

mod ahead;
mod assemble;
mod assurance;
mod coverage;
mod departures;
mod evidence;
mod follows;
mod linking;
mod listing;
mod marking;
mod places;
mod reading;
mod reasons;
mod sections;
mod shown;
mod support;
mod times;
mod turns;
mod verdict;
mod within;
mod withhold;

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::Engine;
use crate::graph::{Circle, Links, order};
use crate::model::assessment::Assessment;
use crate::model::dates::Day;
use crate::model::ids::{DutyId, RuleSetName};
use crate::model::law::Law;
use crate::model::place::{Origin, Sources};
use crate::model::problem::{Code, Problem};
use crate::model::profile::Profile;

pub(crate) use assemble::{Assembler, Judgement, met};
pub(crate) use marking::Markings;
pub(crate) use times::{Ageing, Times};
pub(crate) use turns::{Cause, EvidenceTurn, Rests};
pub(crate) use withhold::{links_of, withhold};
pub(crate) use within::{Within, within};

/// What an audit is asked.
pub struct Question<'a> {
    /// The loaded rule sets.
    pub law: &'a Law,
    /// Their rules, compiled.
    pub engine: &'a Engine,
    /// The profile.
    pub profile: &'a Profile,
    /// Every file that was read.
    pub sources: &'a Sources,
    /// The date the question is asked for.
    pub as_of: Day,
    /// The mistakes in rule sets other than the built-in one: the duties of those sets are `error`.
    pub broken: &'a BTreeMap<RuleSetName, Vec<Problem>>,
}

/// What an audit answers: the assessment, and the links that it was drawn from.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Everything that was found.
    pub assessment: Assessment,
    /// The links from instrument to evidence.
    pub links: Links,
    /// What each duty rests on.
    pub(crate) rests: BTreeMap<DutyId, Rests>,
    /// How high everything in the profile is marked.
    pub(crate) markings: Markings,
}

/// Judges every duty and draws up the assessment.
#[must_use]
pub fn assess(question: &Question<'_>) -> Answer {
    assemble::assemble(question)
}

/// Every circle of duties that rest on each other, as problems that show every edge's place.
#[must_use]
pub fn circles(law: &Law, engine: &Engine) -> Vec<Problem> {
    judging_order(law, engine, &BTreeMap::new())
        .err()
        .unwrap_or_default()
        .into_iter()
        .flat_map(|circle| problems_of(&circle, law))
        .collect()
}

/// The order in which duties are judged; those of broken rule sets, which are not judged at all, have no place in it.
pub(crate) fn judging_order(
    law: &Law,
    engine: &Engine,
    broken: &BTreeMap<RuleSetName, Vec<Problem>>,
) -> Result<Vec<DutyId>, Vec<Circle>> {
    let sound = law.duties().filter(|duty| !broken.contains_key(&duty.rule_set));
    let duties: Vec<DutyId> = sound.map(|duty| duty.id.clone()).collect();
    order(&duties, |duty| engine.rests_on(duty))
}

/// How many further links of a circle a problem shows: nobody follows more.
const LINKS_SHOWN: usize = 50;

/// A circle is a mistake of every rule set that has a part in it.
fn problems_of(circle: &Circle, law: &Law) -> Vec<Problem> {
    let names: BTreeSet<String> = circle.0.iter().map(|(duty, ..)| format!("`{duty}`")).collect();
    let message = format!("{} rest on each other in a circle", names.into_iter().collect::<Vec<_>>().join(", "));
    let mut told = BTreeSet::new();
    let first_of_each =
        circle.0.iter().filter(|(duty, ..)| told.insert(law.duty(duty.as_str()).map(|duty| &duty.rule_set)));
    first_of_each
        .map(|own @ (reader, read, place)| {
            let problem = Problem::at(Code::CycleOfDuties, *place, message.clone())
                .help(format!("`{reader}` reads `{read}` here; take one of the links out"));
            let others = circle.0.iter().filter(|other| *other != own).take(LINKS_SHOWN);
            others.fold(problem, |problem, (from, to, place)| problem.related(*place, format!("`{from}` reads `{to}`")))
        })
        .collect()
}

/// Sorts problems into those of which nothing can be assessed, and those of single rule sets.
///
/// A mistake in the profile, the dictionary or the built-in rule set stops everything; one inside another rule set spoils that set alone.
#[must_use]
pub fn sort_out(
    problems: Vec<Problem>,
    sources: &Sources,
    built_in: &str,
) -> (Vec<Problem>, BTreeMap<RuleSetName, Vec<Problem>>) {
    let mut fatal = Vec::new();
    let mut broken: BTreeMap<RuleSetName, Vec<Problem>> = BTreeMap::new();
    for problem in problems {
        match problem.origin(sources).cloned() {
            Some(Origin::RuleSet(name)) if name.as_str() != built_in => broken.entry(name).or_default().push(problem),
            _ => fatal.push(problem),
        }
    }
    (fatal, broken)
}

/// A count with its noun.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
