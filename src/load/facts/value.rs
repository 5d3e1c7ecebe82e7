//! Single values: a scalar, `none`, or a mapping with `value` and what qualifies it.

use std::sync::Arc;

use crate::model::dates::Dates;
use crate::model::dictionary::ValueType;
use crate::model::facts::{Content, FactId, Scalar};
use crate::model::number::{Decimal, Number};
use crate::model::problem::Code;

use super::super::decode::{Fields, what};
use super::super::nearest::quote;
use super::super::yaml::{Kind, Node};
use super::beside::{BESIDE, Beside};
use super::{FactReader, NONE, Slot, is_none};

/// The keys that qualify a value.
const VALUE: &[&str] = &["value", "at_least", "at_most", "about", "planned", NONE];

impl<'t> FactReader<'_, 't, '_> {
    pub(super) fn value(&mut self, slot: Slot<'t>, kind: &ValueType, beside: &Beside) -> FactId {
        let Some(node) = slot.stated() else {
            return self.add(&slot, None, Content::Missing, &Beside::default(), false);
        };
        if !matches!(node.kind, Kind::Mapping(_)) {
            let content = self.plain_value(node, kind);
            let place = Some(self.decoder.place(node.spot)).filter(|_| !matches!(content, Content::Missing));
            return self.add(&slot, place, content, beside, false);
        }
        let own = self.beside(node).or(beside);
        let keys: Vec<&str> = VALUE.iter().chain(BESIDE).copied().collect();
        let Some(fields) = self.decoder.fields(node, &keys) else {
            return self.add(&slot, None, Content::Missing, &own, false);
        };
        if self.says_none(node, false) {
            self.only_beside(node);
            let place = Some(self.decoder.place(node.label));
            return self.add(&slot, place, Content::Absence, &own, false);
        }
        let planned = self.planned(&fields, kind);
        let (content, at) = self.qualified(node, &fields, kind);
        let place = Some(self.decoder.place(at.spot)).filter(|_| !matches!(content, Content::Missing));
        self.add(&slot, place, content, &own, planned)
    }

    fn planned(&mut self, fields: &Fields<'t>, kind: &ValueType) -> bool {
        let planned = self.decoder.flag(fields, "planned");
        if let Some(spot) = fields.key_spot("planned").filter(|_| *kind != ValueType::Event) {
            self.decoder.fault(
                Code::UnknownKey,
                spot,
                "`planned` stands on what is no event; only an event can be a plan",
            );
        }
        planned
    }

    /// A value with its bounds, and the node that gives it.
    fn qualified(&mut self, node: &'t Node, fields: &Fields<'t>, kind: &ValueType) -> (Content, &'t Node) {
        let bounds: Vec<&str> =
            ["at_least", "at_most", "about"].into_iter().filter(|key| fields.get(key).is_some()).collect();
        if let Some(spot) = bounds.first().and_then(|key| fields.key_spot(key))
            && !matches!(kind, ValueType::Count | ValueType::Number)
        {
            let message = format!("`{}` stands on what is no number", bounds.first().unwrap_or(&""));
            self.decoder.fault(Code::UnknownKey, spot, message);
            return (Content::Missing, node);
        }
        if let [_, second, ..] = *bounds.as_slice()
            && let Some(spot) = fields.key_spot(second)
        {
            let message =
                format!("`{second}` stands beside another bound; a value has one of `at_least`, `at_most` and `about`");
            self.decoder.fault(Code::UnknownKey, spot, message);
            return (Content::Missing, node);
        }
        if let Some(about) = fields.get("about") {
            return (self.about(about, fields, kind), about);
        }
        // An empty `value` is one that is not stated; no `value` at all is a slip.
        let Some(value) = self.decoder.tree.get(node, "value") else {
            self.decoder.required(fields, "value");
            return (Content::Missing, node);
        };
        if value.is_blank() {
            return (Content::Missing, value);
        }
        let content = self.plain_value(value, kind);
        let (at_least, at_most) = (self.decoder.flag(fields, "at_least"), self.decoder.flag(fields, "at_most"));
        let content = match content {
            Content::Value(Scalar::Number(Number { low: Some(number), .. })) if at_least => {
                Content::Value(Scalar::Number(Number::at_least(number)))
            }
            // A count is never less than nought.
            Content::Value(Scalar::Number(Number { low: Some(number), .. }))
                if at_most && *kind == ValueType::Count =>
            {
                Content::Value(Scalar::Number(Number { low: Some(Decimal::ZERO), high: Some(number) }))
            }
            Content::Value(Scalar::Number(Number { low: Some(number), .. })) if at_most => {
                Content::Value(Scalar::Number(Number::at_most(number)))
            }
            other => other,
        };
        (content, value)
    }

    /// `about: [lo, hi]`: the value lies between, both included.
    fn about(&mut self, node: &'t Node, fields: &Fields<'t>, kind: &ValueType) -> Content {
        let items = self.decoder.items(node);
        let numbers: Vec<Option<Decimal>> = items.iter().map(|item| self.number(item, kind)).collect();
        let [low, high] = *numbers.as_slice() else {
            if matches!(node.kind, Kind::Sequence(_)) {
                self.decoder.fault(Code::WrongType, node.label, "`about` takes two numbers, the least and the most");
            }
            return Content::Missing;
        };
        let (Some(low), Some(high)) = (low, high) else { return Content::Missing };
        if high < low {
            self.decoder.fault(
                Code::OutOfBounds,
                node.spot,
                format!("the least, `{low}`, is more than the most, `{high}`"),
            );
            return Content::Missing;
        }
        if let Some(value) = fields.get("value")
            && let Some(number) = self.number(value, kind)
            && !(low..=high).contains(&number)
        {
            self.decoder.fault(
                Code::OutOfBounds,
                value.spot,
                format!("`{number}` does not lie between `{low}` and `{high}`"),
            );
        }
        Content::Value(Scalar::Number(Number { low: Some(low), high: Some(high) }))
    }

    fn plain_value(&mut self, node: &'t Node, kind: &ValueType) -> Content {
        if is_none(node) {
            return Content::Absence;
        }
        self.scalar(node, kind).map_or(Content::Missing, Content::Value)
    }

    /// One value of a list.
    pub(super) fn item(&mut self, node: &'t Node, kind: &ValueType) -> Content {
        if node.is_blank() {
            return Content::Missing;
        }
        if is_none(node) {
            self.decoder.fault(Code::WrongType, node.spot, "`none` stands in a list; it may stand for the whole list");
            return Content::Missing;
        }
        self.scalar(node, kind).map_or(Content::Missing, Content::Value)
    }

    /// The nodes of a list without words that stand there twice, which are reported; dates and numbers may.
    pub(super) fn unrepeated(&mut self, kind: &ValueType, nodes: Vec<&'t Node>) -> Vec<&'t Node> {
        if !matches!(kind, ValueType::Text | ValueType::Choice(_) | ValueType::Member(_)) {
            return nodes;
        }
        let words =
            nodes.iter().filter(|node| !node.is_blank()).filter_map(|node| Some((node.text()?, node.spot))).collect();
        let before = self.decoder.problems.len();
        self.decoder.without_repeats(words);
        if self.decoder.problems.len() == before {
            return nodes;
        }
        let mut seen = std::collections::BTreeSet::new();
        nodes.into_iter().filter(|node| node.text().is_none_or(|text| seen.insert(text))).collect()
    }

    fn scalar(&mut self, node: &'t Node, kind: &ValueType) -> Option<Scalar> {
        let Some(text) = node.text() else {
            self.decoder.wrong_type(node, &kind.title());
            return None;
        };
        match kind {
            ValueType::YesNo => self.decoder.yes_no(node).map(Scalar::YesNo),
            ValueType::Count | ValueType::Number => {
                self.number(node, kind).map(|number| Scalar::Number(Number::exactly(number)))
            }
            ValueType::Text => Some(Scalar::Text(Arc::from(text))),
            ValueType::Choice(words) => {
                let known = words.iter().any(|word| word == text);
                if !known {
                    self.decoder.unknown_word(node.spot, text, words.iter().map(String::as_str));
                }
                known.then(|| Scalar::Text(Arc::from(text)))
            }
            ValueType::Event | ValueType::Limit => self.date(node).map(Scalar::Dates),
            ValueType::Member(set) => {
                self.is_key(text, node.spot, Some(set.as_str())).then(|| Scalar::Text(Arc::from(text)))
            }
        }
    }

    fn date(&mut self, node: &'t Node) -> Option<Dates> {
        self.decoder.date(node)
    }

    fn number(&mut self, node: &'t Node, kind: &ValueType) -> Option<Decimal> {
        let number = node.plain().and_then(Decimal::parse);
        let Some(number) = number else {
            let message = format!("{} stands here; {} is expected", what(node), kind.title());
            let mut problem = self.decoder.problem(Code::WrongType, node.spot, message);
            if node.plain().is_some_and(|text| text.contains([',', '_', '+', 'e', 'x', 'o'])) {
                problem = problem.help("write digits only, without separators");
            }
            self.decoder.report(problem);
            return None;
        };
        if *kind == ValueType::Count {
            if number.as_whole().is_none() {
                self.decoder.fault(
                    Code::WrongType,
                    node.spot,
                    format!("`{number}` stands here; a whole number is expected"),
                );
                return None;
            }
            if number < Decimal::ZERO {
                self.decoder.fault(
                    Code::OutOfBounds,
                    node.spot,
                    format!("the count is {}; it is nought or more", quote(&number.to_string())),
                );
                return None;
            }
        }
        Some(number)
    }
}
