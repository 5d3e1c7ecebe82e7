//! Every rule of the loaded rule sets, compiled once into one engine.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rhai::{AST, Dynamic};

use crate::model::dictionary::Dictionary;
use crate::model::ids::{DutyId, RequirementId, RuleSetName};
use crate::model::law::{Duty, Law, Script};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::problem::{Code, MOST_LISTED, Problem, not_listed};
use crate::model::profile::Profile;

use super::attention::Attention;
use super::budget::Budget;
use super::clock::Clock;
use super::compile::{Rule, compile};
use super::frame::{Frame, data_of_sets};
use super::judge::Judge;
use super::run::World;
use super::sandbox::{self, Slot};
use super::subjects;

/// Every rule of the loaded rule sets, compiled once.
pub struct Engine {
    pub(super) engine: rhai::Engine,
    pub(super) slot: Rc<Slot>,
    pub(super) rules: BTreeMap<DutyId, Rule>,
    /// The rules of requirements that an overlay has added to a duty: each is run apart from the duty's own rule, so that neither can
    /// touch the other.
    pub(super) additions: BTreeMap<(DutyId, RequirementId), AST>,
    /// The closed sets and the data of their members, as scripts see them.
    pub(super) sets: Dynamic,
}

impl Engine {
    /// Compiles every rule. Mistakes that show without running are added to `problems`.
    #[must_use]
    pub fn new(law: &Law, problems: &mut Vec<Problem>) -> Self {
        let slot = Rc::new(Slot::default());
        let mut names = property_names(&law.dictionary);
        names.extend(data_names(law));
        let engine = sandbox::build(&slot, &names);
        let scope = Frame::outline().scope();
        let mut rules = BTreeMap::new();
        let mut additions = BTreeMap::new();
        let known: BTreeSet<&str> =
            law.rule_sets.values().flat_map(|set| set.duties.keys().map(DutyId::as_str)).collect();
        let mut found: BTreeMap<&RuleSetName, usize> = BTreeMap::new();
        for duty in law.duties() {
            let before = problems.len();
            let told = found.entry(&duty.rule_set).or_default();
            // What comes after so many problems would not be listed, and none of the duties beside it is judged.
            if *told > MOST_LISTED {
                continue;
            }
            let mut compiled = |duty: &Duty, script: &Script| {
                let rule = compile(&engine, &scope, duty, script, &law.dictionary, problems)?;
                problems.extend(unknown_duties(&known, &rule, problems.len() < SUGGESTED));
                Some(rule)
            };
            let added = duty.overlaid.as_ref().map(|overlaid| &overlaid.additions).filter(|added| !added.is_empty());
            let rule = match (&duty.script, added) {
                (None, _) => None,
                (Some(script), None) => compiled(duty, script),
                (Some(script), Some(added)) => {
                    let mut rule = compiled(&part(duty, |id| !added.contains_key(id)), script);
                    for (id, script) in added {
                        let Some(more) = compiled(&part(duty, |own| own == id), script) else { continue };
                        additions.insert((duty.id.clone(), id.clone()), more.ast);
                        if let Some(rule) = &mut rule {
                            rule.places.extend(more.places);
                            rule.rests_on.extend(more.rests_on);
                        }
                    }
                    rule
                }
            };
            if let Some(rule) = rule {
                rules.insert(duty.id.clone(), rule);
            }
            let most = before + MOST_LISTED.saturating_sub(*told);
            *told += problems.len() - before;
            if let Some(place) = problems.get(most).map(|first| first.place.unwrap_or(duty.place)) {
                let left_out = problems.len() - most;
                problems.truncate(most);
                problems.push(not_listed(place, left_out));
            }
        }
        Self { engine, slot, rules, additions, sets: data_of_sets(law) }
    }

    /// The duties that a duty's rule reads, each with the place where it does.
    pub(crate) fn rests_on(&self, duty: &DutyId) -> &[(DutyId, Place)] {
        self.rules.get(duty).map_or(&[], |rule| &rule.rests_on)
    }

    /// Puts the rules to a profile on a date.
    pub(crate) fn judge<'a>(&'a self, law: &'a Law, profile: &'a Profile, clock: Clock) -> Judge<'a> {
        let world = World {
            facts: Arc::clone(&profile.facts),
            dictionary: Arc::clone(&law.dictionary),
            clock,
            by_law: subjects::by_law(law, &profile.force.id, clock.law),
            budget: Budget::default(),
            duties: RefCell::default(),
            overlaid: RefCell::default(),
            attention: Attention::default(),
        };
        Judge::new(self, law, profile, world)
    }
}

/// A duty with those of its requirements alone that one script judges.
fn part(duty: &Duty, is_judged: impl Fn(&RequirementId) -> bool) -> Duty {
    let mut part = duty.clone();
    part.requirements.retain(|requirement| is_judged(&requirement.id));
    part
}

/// After how many problems no nearest name is looked for any more: it takes long, and nobody reads on.
pub(super) const SUGGESTED: usize = 100;

/// A rule may rest only on duties that some rule set catalogues.
fn unknown_duties(known: &BTreeSet<&str>, rule: &Rule, suggest: bool) -> Vec<Problem> {
    let unknown = rule.rests_on.iter().filter(|(id, _)| !known.contains(id.as_str()));
    let problem = |(index, (id, place)): (usize, &(DutyId, Place))| {
        let problem = Problem::at(Code::UnknownReference, *place, format!("no rule set has a duty `{id}`"));
        let near = if suggest && index < 3 { nearest(id.as_str(), known.iter().copied()) } else { None };
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        }
    };
    unknown.enumerate().map(problem).collect()
}

fn property_names(dictionary: &Dictionary) -> BTreeSet<&str> {
    dictionary
        .iter()
        .map(|(_, term)| term.path.rsplit('.').next().unwrap_or_default())
        .filter(|step| *step != "*" && !step.is_empty())
        .collect()
}

fn data_names(law: &Law) -> BTreeSet<&str> {
    let attributes = law.sets.values().flat_map(|set| {
        let members = set.members.values().flat_map(|member| member.attributes.keys().map(String::as_str));
        std::iter::once(set.id.as_str()).chain(members)
    });
    let parameters = law.duties().flat_map(|duty| duty.parameters.keys().map(String::as_str));
    attributes.chain(parameters).chain(["met", "id", "name", "title"]).collect()
}
