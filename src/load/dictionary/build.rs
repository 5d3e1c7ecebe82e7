//! Definitions become the terms of one dictionary; those that differ, or that cannot stand beside each other, are reported.

use std::collections::BTreeMap;

use crate::model::dictionary::{Dictionary, Term, TermId, TermKind, ValueType};
use crate::model::ids::RuleSetName;
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::super::builtin::NAME;
use super::super::rule_set::{DEPARTURES, Reference};
use super::{Definition, Partial};

/// Builds the dictionary; names of sets that it relies on are added to the references.
pub(crate) fn build(
    definitions: Vec<Definition>,
    references: &mut Vec<Reference>,
    problems: &mut Vec<Problem>,
) -> Dictionary {
    let mut builder = Builder { dictionary: Dictionary::empty(), owners: BTreeMap::new(), problems };
    builder.add_departures();
    let mut definitions = definitions;
    // The built-in dictionary comes first, so that whoever clashes with it is at fault; then what holds others.
    definitions.sort_by_key(|definition| {
        let is_collection = matches!(definition.partial.term, TermKind::Collection { .. });
        let depth = if is_collection { definition.path.split('.').count() } else { 0 };
        (definition.rule_set.as_str() != NAME, !is_collection, depth)
    });
    let mut events = Vec::new();
    for mut definition in definitions {
        references.extend(definition.partial.set.take());
        if let TermKind::Collection { event: Some(event), .. } = &definition.partial.term {
            events.push((format!("{}.*.{event}", definition.path), definition.place, width(&definition.path)));
        }
        builder.define(definition);
    }
    builder.fill_entries();
    for (path, place, width) in events {
        let term = builder.dictionary.find(&path).map(|id| &builder.dictionary.term(id).kind);
        if !matches!(term, Some(TermKind::Value(ValueType::Event))) {
            let message = format!("`{path}`, which is to date each entry, is no fact of the type `event`");
            builder.problems.push(Problem::at(Code::UnknownReference, place, message).wide(width as usize));
        }
    }
    builder.dictionary
}

struct Builder<'p> {
    dictionary: Dictionary,
    /// Which rule set defined a path.
    owners: BTreeMap<String, RuleSetName>,
    problems: &'p mut Vec<Problem>,
}

impl Builder<'_> {
    fn define(&mut self, definition: Definition) {
        let mut parent = Dictionary::ROOT;
        let mut path = String::new();
        let steps: Vec<&str> = definition.path.split('.').collect();
        let Some((last, groups)) = steps.split_last() else { return };
        for step in groups {
            if !self.may_hold(parent, step, &definition) {
                return;
            }
            path = join(&path, step);
            parent = match self.dictionary.find(&path) {
                Some(id) => id,
                None => self.dictionary.add(parent, step, plain(&path, parent)),
            };
        }
        if !self.may_hold(parent, last, &definition) {
            return;
        }
        match self.dictionary.find(&definition.path) {
            Some(id) => self.compare(id, &definition),
            None => {
                self.owners.insert(definition.path.clone(), definition.rule_set.clone());
                let term = Term {
                    path: definition.path.clone(),
                    parent: Some(parent),
                    kind: definition.partial.term,
                    means: definition.partial.means,
                    held_by: definition.partial.held_by,
                    unit: definition.partial.unit,
                    holds_for: definition.partial.holds_for,
                    latest_for: definition.partial.latest_for,
                    place: Some(definition.place),
                };
                self.dictionary.add(parent, last, term);
            }
        }
    }

    /// Whether a step may follow on a term: `*` on a collection and on nothing else, and nothing on a fact.
    fn may_hold(&mut self, parent: TermId, step: &str, definition: &Definition) -> bool {
        let term = self.dictionary.term(parent);
        let path = &term.path;
        let (code, message) = match (&term.kind, step) {
            (TermKind::Record(_), "*") => {
                (Code::UnknownReference, format!("`{path}` is no collection, so `*` may not follow it"))
            }
            (TermKind::Record(_), _) | (TermKind::Collection { .. }, "*") => return true,
            (TermKind::Collection { .. }, _) => (
                Code::UnknownReference,
                format!("`{path}` is a collection; a fact of its entries is written `{path}.*.{step}`"),
            ),
            (TermKind::Value(_) | TermKind::List(_), _) => {
                (self.clash_code(path, definition), format!("`{path}` is a fact, so it may not lead to others"))
            }
        };
        let related = term.place;
        self.fault(code, definition, message, related);
        false
    }

    fn compare(&mut self, id: TermId, definition: &Definition) {
        let term = self.dictionary.term(id);
        let related = term.place;
        let message = if matches!(term.kind, TermKind::Record(_)) {
            format!("`{}` leads to other facts, so it may not be one itself", definition.path)
        } else if related.is_none() {
            format!("`{}` is defined by the tool itself", definition.path)
        } else if self.owners.get(&definition.path) == Some(&definition.rule_set) {
            format!("fact `{}` is defined twice", definition.path)
        } else if same(term, &definition.partial) {
            return;
        } else {
            format!("fact `{}` is defined otherwise by rule set `{}`", definition.path, self.owner(&definition.path))
        };
        self.fault(self.clash_code(&definition.path, definition), definition, message, related);
    }

    /// Two rule sets are at odds; one rule set says a thing twice.
    fn clash_code(&self, path: &str, definition: &Definition) -> Code {
        match self.owners.get(path) {
            Some(owner) if *owner != definition.rule_set => Code::DictionariesAtOdds,
            _ => Code::DefinedTwice,
        }
    }

    fn owner(&self, path: &str) -> &str {
        self.owners.get(path).map_or("", |name| name.as_str())
    }

    fn fault(&mut self, code: Code, definition: &Definition, message: String, related: Option<Place>) {
        let mut problem = Problem::at(code, definition.place, message).wide(width(&definition.path) as usize);
        if let Some(place) = related {
            problem = problem.related(place, "defined here");
        }
        self.problems.push(problem);
    }

    /// Gives each collection without facts an entry without facts.
    fn fill_entries(&mut self) {
        let empty: Vec<(TermId, String)> = self
            .dictionary
            .iter()
            .filter(|(_, term)| matches!(term.kind, TermKind::Collection { .. }))
            .map(|(id, term)| (id, join(&term.path, "*")))
            .filter(|(_, path)| self.dictionary.find(path).is_none())
            .collect();
        for (id, path) in empty {
            self.dictionary.add(id, "*", plain(&path, id));
        }
    }

    fn add_departures(&mut self) {
        let term = |path: &str, parent, kind, means: &str| Term {
            means: means.into(),
            held_by: "whoever owes the duty".into(),
            kind,
            ..plain(path, parent)
        };
        let kind = TermKind::Collection {
            each: "a recorded departure".into(),
            entry: Dictionary::ROOT,
            keyed_by: None,
            event: None,
        };
        let means = "the decisions, for good reason, not to follow something";
        let departures =
            self.dictionary.add(Dictionary::ROOT, DEPARTURES, term(DEPARTURES, Dictionary::ROOT, kind, means));
        let path = join(DEPARTURES, "*");
        let entry = self.dictionary.add(departures, "*", plain(&path, departures));
        for (step, kind, means) in [
            ("duty", TermKind::Value(ValueType::Text), "the duty that is not followed"),
            ("requirements", TermKind::List(ValueType::Text), "its requirements that are not followed"),
            ("subjects", TermKind::List(ValueType::Text), "the subjects for which they are not"),
            ("decided_by", TermKind::List(ValueType::Text), "the offices that decided it"),
            ("decided_on", TermKind::Value(ValueType::Event), "the day on which it was decided"),
            ("reason", TermKind::Value(ValueType::Text), "the reason that was recorded"),
            ("until", TermKind::Value(ValueType::Limit), "the last day on which it holds"),
        ] {
            self.dictionary.add(entry, step, term(&join(&path, step), entry, kind, means));
        }
    }
}

/// A step of a path that is defined by what stands below it.
fn plain(path: &str, parent: TermId) -> Term {
    Term {
        path: path.into(),
        parent: Some(parent),
        kind: TermKind::Record(BTreeMap::new()),
        means: String::new(),
        held_by: String::new(),
        unit: None,
        holds_for: None,
        latest_for: None,
        place: None,
    }
}

fn same(term: &Term, definition: &Partial) -> bool {
    let kinds = match (&term.kind, &definition.term) {
        (
            TermKind::Collection { each, keyed_by, event, .. },
            TermKind::Collection { each: other_each, keyed_by: other_keyed, event: other_event, .. },
        ) => each == other_each && keyed_by == other_keyed && event == other_event,
        (kind, other) => kind == other,
    };
    kinds
        && term.means == definition.means
        && term.unit == definition.unit
        && term.holds_for == definition.holds_for
        && term.latest_for == definition.latest_for
}

fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn width(path: &str) -> u32 {
    u32::try_from(path.chars().count()).unwrap_or(1)
}
