//! Departures, as facts first and then as decisions: the duty, requirements and subjects that each names must exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dates::Dates;
use crate::model::facts::{Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::{DepartureId, DutyId, Holder, RequirementId, SubjectId};
use crate::model::law::{Duty, Law};
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};
use crate::model::profile::Departure;

use super::nearest::{Suggestions, quote};
use super::rule_set::DEPARTURES;

/// Reads the departures out of the facts.
///
/// `lenient` says that a rule set is not loaded or not sound, so that a duty which nobody knows may be one of its own.
pub(crate) fn departures(
    facts: &Facts,
    node: FactId,
    law: &Law,
    force: &str,
    lenient: bool,
    problems: &mut Vec<Problem>,
) -> BTreeMap<DepartureId, Departure> {
    let mut found = BTreeMap::new();
    let Some(Content::Entries { entries, .. }) = facts.get(node).map(|fact| &fact.content) else { return found };
    let duties = law.rule_sets.values().flat_map(|set| &set.duties).map(|(id, duty)| (id.as_str(), duty)).collect();
    let mut checker = Checker { law, duties, force, lenient, suggestions: Suggestions::new(), problems: Vec::new() };
    for (key, &id) in entries {
        let Some(entry) = facts.get(id) else { continue };
        // Named in `complete` only, or empty.
        let Some(place) = entry.place else { continue };
        let reader = Reader { facts, entry };
        let Some((duty, duty_place)) = reader.text("duty") else {
            if let Content::Record(_) = entry.content {
                checker
                    .problems
                    .push(Problem::at(Code::MissingKey, place, "the key `duty` is missing").wide(key.chars().count()));
            }
            continue;
        };
        let departure = Departure {
            id: DepartureId::from(&**key),
            duty: DutyId::from(duty),
            requirements: reader.list("requirements").into_iter().map(|(text, _)| RequirementId::from(text)).collect(),
            subjects: reader.list("subjects").into_iter().map(|(text, _)| SubjectId::from(text)).collect(),
            decided_by: reader.list("decided_by").into_iter().map(|(text, _)| Holder::from(text)).collect(),
            decided_on: reader.dates("decided_on"),
            reason: reader.text("reason").map(|(text, _)| text.to_owned()),
            until: reader.dates("until"),
            cites: entry.cites.clone(),
            place,
        };
        checker.check(&reader, duty, duty_place);
        found.insert(departure.id.clone(), departure);
    }
    problems.append(&mut checker.problems);
    found
}

struct Reader<'f> {
    facts: &'f Facts,
    entry: &'f Fact,
}

impl<'f> Reader<'f> {
    fn get(&self, step: &str) -> Option<&'f Fact> {
        match &self.entry.content {
            Content::Record(children) => children.get(step).and_then(|&id| self.facts.get(id)),
            _ => None,
        }
    }

    fn text(&self, step: &str) -> Option<(&'f str, Place)> {
        text_of(self.get(step)?)
    }

    fn dates(&self, step: &str) -> Option<Dates> {
        match self.get(step)?.content {
            Content::Value(Scalar::Dates(dates)) => Some(dates),
            _ => None,
        }
    }

    fn list(&self, step: &str) -> Vec<(&'f str, Place)> {
        match self.get(step).map(|fact| &fact.content) {
            Some(Content::List { items, .. }) => items.iter().filter_map(|&id| text_of(self.facts.get(id)?)).collect(),
            _ => Vec::new(),
        }
    }
}

fn text_of(fact: &Fact) -> Option<(&str, Place)> {
    match &fact.content {
        Content::Value(Scalar::Text(text)) => Some((text, fact.place?)),
        _ => None,
    }
}

struct Checker<'l> {
    law: &'l Law,
    duties: BTreeMap<&'l str, &'l Duty>,
    force: &'l str,
    lenient: bool,
    suggestions: Suggestions,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    /// Reports what a departure names that does not exist.
    fn check(&mut self, reader: &Reader<'_>, duty: &str, place: Place) {
        let Some(&known) = self.duties.get(duty) else {
            if !self.lenient {
                let names: Vec<&str> = self.duties.keys().copied().collect();
                self.unknown(place, format!("no rule set has a duty {}", quote(duty)), duty, names);
            }
            return;
        };
        let requirements: BTreeSet<&str> =
            known.requirements.iter().map(|requirement| requirement.id.as_str()).collect();
        let named = reader.list("requirements");
        for &(name, place) in &named {
            if !requirements.contains(name) {
                let message = format!("duty `{duty}` has no requirement {}", quote(name));
                self.unknown(place, message, name, requirements.iter().copied());
            }
        }
        let named: BTreeSet<&str> = named.into_iter().map(|(name, _)| name).collect();
        let sets: BTreeSet<&str> = known
            .requirements
            .iter()
            .filter(|requirement| named.is_empty() || named.contains(requirement.id.as_str()))
            .filter_map(|requirement| requirement.for_each.as_ref().map(|set| set.as_str()))
            .collect();
        let given = reader.list("subjects");
        if given.is_empty() {
            return;
        }
        let Some(subjects) = subjects(&sets, self.law, self.force, reader.facts) else { return };
        for (name, place) in given.into_iter().filter(|(name, _)| !subjects.contains(name)) {
            let message = if sets.is_empty() {
                format!("{} is named as a subject; duty `{duty}` is not judged for subjects there", quote(name))
            } else {
                format!("{} is no subject for which duty `{duty}` is judged", quote(name))
            };
            self.unknown(place, message, name, subjects.iter().copied());
        }
    }

    fn unknown<'n>(&mut self, place: Place, message: String, wrong: &str, known: impl IntoIterator<Item = &'n str>) {
        let problem = Problem::at(Code::UnknownDeparture, place, message).wide(wrong.chars().count());
        self.problems.push(match self.suggestions.nearest(wrong, known) {
            Some(name) => problem.help(format!("did you mean `{name}`?")),
            None => problem,
        });
    }
}

/// The subjects in these sets; `None` where a set is not closed, so that any name may be one.
fn subjects<'l>(sets: &BTreeSet<&str>, law: &'l Law, force: &str, facts: &'l Facts) -> Option<BTreeSet<&'l str>> {
    let mut found = BTreeSet::new();
    for &set in sets {
        if set == DEPARTURES {
            return None;
        }
        if let Some(set) = law.sets.get(set) {
            let mut statements =
                set.closed.iter().filter(|closed| closed.force.as_deref().is_none_or(|of| of == force)).peekable();
            statements.peek()?;
            found.extend(statements.flat_map(|closed| &closed.members).map(SubjectId::as_str));
        } else if let Some(Content::Entries { entries, .. }) =
            facts.find(set).and_then(|id| facts.get(id)).map(|fact| &fact.content)
        {
            found.extend(entries.keys().map(|key| &**key));
        } else {
            return None;
        }
    }
    Some(found)
}
