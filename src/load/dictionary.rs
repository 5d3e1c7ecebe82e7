//! The fact dictionaries of all rule sets become one; it always holds the terms of `departures`.

use std::collections::BTreeMap;

use crate::model::dates::Period;
use crate::model::dictionary::{Dictionary, Term, TermId, TermKind, ValueType};
use crate::model::ids::{RuleSetName, SetId};
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::builtin::NAME;
use super::decode::{Case, Decoder, Fields};
use super::nearest::quote;
use super::rule_set::{DEPARTURES, Known, Reference};
use super::yaml::{Node, Spot};

/// The most steps of a path.
const MAX_STEPS: usize = 16;

/// What may not be a step of a path: what a profile or a script means something else by.
pub(crate) const RESERVED: &[&str] = &[
    "cites", "stated_on", "since", "planned", "marking", "value", "list", "complete", "none", "note", "at_least", "at_most",
    "about", "any", "all", "filter", "map", "len", "sum", "contains", "min", "max", "date", "last_day_of",
];

const TYPES: &[&str] = &["yes-no", "count", "number", "text", "choice", "event", "limit", "list"];

/// One entry of a dictionary file.
pub(crate) struct Definition {
    rule_set: RuleSetName,
    path: String,
    place: Place,
    term: TermKind,
    means: String,
    held_by: String,
    unit: Option<String>,
    holds_for: Option<Period>,
}

/// Reads a dictionary file.
pub(crate) fn definitions(decoder: &mut Decoder<'_>, rule_set: &RuleSetName) -> Vec<Definition> {
    let mut found = Vec::new();
    let Some(root) = decoder.tree.root() else { return found };
    let Some(fields) = decoder.fields(root, &["collections", "facts"]) else { return found };
    for (key, read) in [("collections", collection as Reader), ("facts", fact as Reader)] {
        let Some(node) = fields.get(key) else { continue };
        if decoder.mapping(node).is_none() {
            continue;
        }
        for entry in node.entries() {
            if !is_path(decoder, &entry.key, entry.spot, rule_set) {
                continue;
            }
            let Some(partial) = read(decoder, decoder.tree.node(entry.value)) else { continue };
            found.push(Definition {
                rule_set: rule_set.clone(),
                path: entry.key.to_string(),
                place: decoder.place(entry.spot),
                term: partial.term,
                means: partial.means,
                held_by: partial.held_by,
                unit: partial.unit,
                holds_for: partial.holds_for,
            });
        }
    }
    found
}

type Reader = for<'t> fn(&mut Decoder<'t>, &'t Node) -> Option<Partial>;

struct Partial {
    term: TermKind,
    means: String,
    held_by: String,
    unit: Option<String>,
    holds_for: Option<Period>,
}

/// Whether a path may be defined by that rule set; reported if not.
fn is_path(decoder: &mut Decoder<'_>, path: &str, spot: Spot, rule_set: &RuleSetName) -> bool {
    let steps: Vec<&str> = path.split('.').collect();
    if steps.len() > MAX_STEPS {
        decoder.fault(Code::BadName, spot, format!("the path has {} steps; the limit is {MAX_STEPS}", steps.len()));
        return false;
    }
    for (index, step) in steps.iter().enumerate() {
        if *step == "*" && index > 0 {
            continue;
        }
        if !Case::Snake.fits(step) {
            decoder.fault(Code::BadName, spot, format!("{} is no step of a fact's path; steps are snake_case, joined by `.`", quote(step)));
            return false;
        }
        if RESERVED.contains(step) {
            decoder.fault(Code::BadName, spot, format!("`{step}` may not be a step of a fact's path; the word has a meaning of its own"));
            return false;
        }
    }
    let first = steps.first().copied().unwrap_or_default();
    if rule_set.as_str() != NAME && first != rule_set.namespace() {
        let message = format!("fact {} is outside the namespace of rule set `{rule_set}`", quote(path));
        let problem = decoder.problem(Code::OutsideNamespace, spot, message);
        decoder.report(problem.help(format!("its facts begin with `{}.`", rule_set.namespace())));
        return false;
    }
    true
}

fn collection<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Partial> {
    let fields = decoder.fields(node, &["each", "keyed_by", "event", "means", "held_by", "holds_for"])?;
    let each = decoder.required_text(&fields, "each").unwrap_or_default();
    let keyed_by = fields.get("keyed_by").and_then(|node| decoder.text(node)).map(SetId::from);
    let event = fields.get("event").and_then(|node| decoder.text(node)).map(str::to_owned);
    let term = TermKind::Collection { each, entry: Dictionary::ROOT, keyed_by, event };
    Some(partial(decoder, &fields, term))
}

fn fact<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Partial> {
    let fields = decoder.fields(node, &["type", "of", "choices", "unit", "means", "held_by", "holds_for"])?;
    let kind = decoder.required(&fields, "type").and_then(|node| decoder.word(node, TYPES, |word| word))?;
    let term = if kind == "list" {
        let of = decoder.required(&fields, "of").and_then(|node| decoder.text(node))?;
        TermKind::List(value_type(decoder, &fields, of)?)
    } else {
        if let Some(spot) = fields.key_spot("of") {
            decoder.fault(Code::UnknownKey, spot, format!("`of` stands on a {kind}; only a list has it"));
        }
        TermKind::Value(value_type(decoder, &fields, kind)?)
    };
    let value_type = match &term {
        TermKind::Value(value_type) | TermKind::List(value_type) => Some(value_type.clone()),
        _ => None,
    };
    if !matches!(value_type, Some(ValueType::Choice(_)))
        && let Some(spot) = fields.key_spot("choices")
    {
        decoder.fault(Code::UnknownKey, spot, "`choices` stands on what is no choice");
    }
    if matches!(term, TermKind::Value(ValueType::Event | ValueType::Limit))
        && let Some(spot) = fields.key_spot("holds_for")
    {
        decoder.fault(Code::UnknownKey, spot, format!("`holds_for` stands on an {kind}; only a state lapses").replace("an limit", "a limit"));
    }
    if matches!(value_type, Some(ValueType::Number)) {
        decoder.required(&fields, "unit");
    }
    Some(partial(decoder, &fields, term))
}

/// The type that a word of the dictionary stands for; of a list a word that is no type is the name of a set.
fn value_type<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, word: &str) -> Option<ValueType> {
    Some(match word {
        "yes-no" => ValueType::YesNo,
        "count" => ValueType::Count,
        "number" => ValueType::Number,
        "text" => ValueType::Text,
        "event" => ValueType::Event,
        "limit" => ValueType::Limit,
        "choice" => {
            let node = decoder.required(fields, "choices")?;
            let words = decoder.names(node, Case::Kebab);
            if words.len() < 2 {
                decoder.fault(Code::OutOfBounds, node.spot, "the choice has fewer than two words");
            }
            ValueType::Choice(words.into_iter().map(|(word, _)| word.to_owned()).collect())
        }
        set => ValueType::Member(SetId::from(set)),
    })
}

fn partial<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, term: TermKind) -> Partial {
    Partial {
        term,
        means: decoder.required_text(fields, "means").unwrap_or_default(),
        held_by: decoder.required_text(fields, "held_by").unwrap_or_default(),
        unit: decoder.optional_text(fields, "unit"),
        holds_for: decoder.optional_period(fields, "holds_for"),
    }
}

/// Builds the dictionary; names of sets that it relies on are added to the references.
pub(crate) fn build(
    definitions: Vec<Definition>,
    references: &mut Vec<Reference>,
    problems: &mut Vec<Problem>,
) -> Dictionary {
    let mut builder = Builder { dictionary: Dictionary::empty(), owners: BTreeMap::new(), problems };
    builder.add_departures();
    let (mut collections, facts): (Vec<_>, Vec<_>) =
        definitions.into_iter().partition(|definition| matches!(definition.term, TermKind::Collection { .. }));
    // What holds others comes first.
    collections.sort_by_key(|definition| definition.path.split('.').count());
    let mut events = Vec::new();
    for definition in collections.into_iter().chain(facts) {
        let set = match &definition.term {
            TermKind::Collection { keyed_by: Some(set), .. }
            | TermKind::List(ValueType::Member(set))
            | TermKind::Value(ValueType::Member(set)) => Some(set.as_str().to_owned()),
            _ => None,
        };
        if let Some(name) = set {
            let width = width(&definition.path);
            references.push(Reference { what: Known::Set, name, place: definition.place, width });
        }
        if let TermKind::Collection { event: Some(event), .. } = &definition.term {
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
                    kind: definition.term,
                    means: definition.means,
                    held_by: definition.held_by,
                    unit: definition.unit,
                    holds_for: definition.holds_for,
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
            (TermKind::Collection { .. }, _) => {
                (Code::UnknownReference, format!("`{path}` is a collection; a fact of its entries is written `{path}.*.{step}`"))
            }
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
        } else if same(term, definition) {
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
        let kind = TermKind::Collection { each: "a recorded departure".into(), entry: Dictionary::ROOT, keyed_by: None, event: None };
        let means = "the decisions, for good reason, not to follow something";
        let departures = self.dictionary.add(Dictionary::ROOT, DEPARTURES, term(DEPARTURES, Dictionary::ROOT, kind, means));
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
        place: None,
    }
}

fn same(term: &Term, definition: &Definition) -> bool {
    let kinds = match (&term.kind, &definition.term) {
        (
            TermKind::Collection { each, keyed_by, event, .. },
            TermKind::Collection { each: other_each, keyed_by: other_keyed, event: other_event, .. },
        ) => each == other_each && keyed_by == other_keyed && event == other_event,
        (kind, other) => kind == other,
    };
    kinds && term.means == definition.means && term.unit == definition.unit && term.holds_for == definition.holds_for
}

fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn width(path: &str) -> u32 {
    u32::try_from(path.chars().count()).unwrap_or(1)
}
