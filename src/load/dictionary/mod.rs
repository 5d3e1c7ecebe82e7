//! The fact dictionaries of all rule sets become one; it always holds the terms of `departures`.

mod build;

pub(crate) use build::build;

use crate::model::dates::Period;
use crate::model::dictionary::{Dictionary, TermKind, ValueType};
use crate::model::ids::{RuleSetName, SetId};
use crate::model::place::Place;
use crate::model::problem::Code;

use super::builtin::NAME;
use super::decode::{Case, Decoder, Fields};
use super::limits::{Counted, Tally};
use super::nearest::quote;
use super::rule_set::{Known, Reference};
use super::yaml::{Node, Spot};

/// The most steps of a path.
const MAX_STEPS: usize = 16;

/// Words of the profile, which may be neither a step of a path nor the key of an entry.
pub(crate) const RESERVED: &[&str] = &[
    "cites",
    "stated_on",
    "since",
    "planned",
    "marking",
    "value",
    "list",
    "complete",
    "none",
    "note",
    "at_least",
    "at_most",
    "about",
];

/// Words of the rules, which may not be a step of a path.
const OF_RULES: &[&str] = &[
    "any",
    "all",
    "filter",
    "map",
    "len",
    "sum",
    "contains",
    "min",
    "max",
    "date",
    "last_day_of",
    "days",
    "weeks",
    "months",
    "years",
    "let",
    "fn",
    "if",
    "else",
    "in",
    "and",
    "or",
    "require",
    "when",
    "by",
    "true",
    "false",
];

const TYPES: &[&str] = &["yes-no", "count", "number", "text", "choice", "event", "limit", "list"];

/// One entry of a dictionary file.
pub(crate) struct Definition {
    rule_set: RuleSetName,
    path: String,
    place: Place,
    partial: Partial,
}

/// What an entry says of its path.
struct Partial {
    term: TermKind,
    means: String,
    held_by: String,
    unit: Option<String>,
    holds_for: Option<Period>,
    latest_for: Option<Period>,
    /// The set that it relies on.
    set: Option<Reference>,
}

/// Reads a dictionary file.
pub(crate) fn definitions(decoder: &mut Decoder<'_>, rule_set: &RuleSetName, tally: &mut Tally) -> Vec<Definition> {
    let mut found = Vec::new();
    let Some(root) = decoder.tree.root() else { return found };
    let Some(fields) = decoder.fields(root, &["collections", "facts"]) else { return found };
    for (key, read) in [("collections", collection as Reader), ("facts", fact as Reader)] {
        let Some(node) = fields.get(key) else { continue };
        if decoder.mapping(node).is_none() || !tally.admits(Counted::Facts, decoder, node) {
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
                partial,
            });
        }
    }
    found
}

type Reader = for<'t> fn(&mut Decoder<'t>, &'t Node) -> Option<Partial>;

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
            decoder.fault(
                Code::BadName,
                spot,
                format!("{} is no step of a fact's path; steps are snake_case, joined by `.`", quote(step)),
            );
            return false;
        }
        if RESERVED.contains(step) || OF_RULES.contains(step) {
            decoder.fault(
                Code::BadName,
                spot,
                format!("`{step}` may not be a step of a fact's path; the word has a meaning of its own"),
            );
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
    Some(partial(decoder, &fields, term, "keyed_by"))
}

fn fact<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Partial> {
    let fields =
        decoder.fields(node, &["type", "of", "choices", "unit", "means", "held_by", "holds_for", "latest_for"])?;
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
        decoder.fault(
            Code::UnknownKey,
            spot,
            format!("`holds_for` stands on an {kind}; only a state lapses").replace("an limit", "a limit"),
        );
    }
    if !matches!(term, TermKind::Value(ValueType::Event))
        && let Some(spot) = fields.key_spot("latest_for")
    {
        decoder.fault(Code::UnknownKey, spot, format!("`latest_for` stands on a {kind}; only an event is the latest"));
    }
    if matches!(value_type, Some(ValueType::Number)) {
        decoder.required(&fields, "unit");
    }
    Some(partial(decoder, &fields, term, "of"))
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

/// The parts that facts and collections share; `key` is where the name of a set would stand.
fn partial<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, term: TermKind, key: &str) -> Partial {
    let set = match &term {
        TermKind::Collection { keyed_by: Some(set), .. } | TermKind::List(ValueType::Member(set)) => Some(set.as_str()),
        _ => None,
    };
    let set = set.zip(fields.get(key)).map(|(set, node)| Reference::new(decoder, Known::Set, set, node.spot));
    Partial {
        set,
        term,
        means: decoder.required_text(fields, "means").unwrap_or_default(),
        held_by: decoder.required_text(fields, "held_by").unwrap_or_default(),
        unit: decoder.optional_text(fields, "unit"),
        holds_for: decoder.optional_period(fields, "holds_for"),
        latest_for: decoder.optional_period(fields, "latest_for"),
    }
}
