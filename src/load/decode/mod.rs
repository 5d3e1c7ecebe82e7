//! Reads typed values out of YAML nodes and collects every mistake: whoever decodes asks on after one and never stops at the first.

mod forms;
mod names;

pub(crate) use names::Case;

use crate::model::dates::{Dates, Day, Period};
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::nearest::{Suggestions, quote};
use super::yaml::{Kind, Node, Spot, Tree};

/// The most names that are compared with a wrong one.
const COMPARED: usize = 50_000;
/// The most names that a message lists where none is near.
pub(crate) const LISTED: usize = 16;

/// A file being decoded, and the mistakes found in it so far.
pub(crate) struct Decoder<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) problems: Vec<Problem>,
    pub(crate) suggestions: Suggestions,
}

/// A mapping of which the keys are known to be allowed.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'t> {
    tree: &'t Tree,
    pub(crate) node: &'t Node,
}

impl<'t> Fields<'t> {
    /// The value under a key; null counts as not there.
    pub(crate) fn get(&self, key: &str) -> Option<&'t Node> {
        self.tree.get(self.node, key).filter(|node| !matches!(node.kind, Kind::Null))
    }

    /// The first of these keys that is there, with its spot.
    pub(crate) fn key_spot(&self, key: &str) -> Option<Spot> {
        self.node.entries().iter().find(|entry| &*entry.key == key).map(|entry| entry.spot)
    }
}

impl<'t> Decoder<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, problems: Vec::new(), suggestions: Suggestions::new() }
    }

    /// A problem over a spot of this file; `report` adds it.
    pub(crate) fn problem(&self, code: Code, spot: Spot, message: impl Into<String>) -> Problem {
        Problem::at(code, self.tree.place(spot), message).wide(spot.width as usize)
    }

    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds a problem over a spot.
    pub(crate) fn fault(&mut self, code: Code, spot: Spot, message: impl Into<String>) {
        let problem = self.problem(code, spot, message);
        self.report(problem);
    }

    /// Adds a problem with the nearest known name as the way out.
    pub(crate) fn unknown<'n>(
        &mut self,
        code: Code,
        spot: Spot,
        message: String,
        wrong: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.into_iter().take(COMPARED).collect();
        let problem = self.problem(code, spot, message);
        let problem = match self.suggestions.nearest(wrong, known.iter().copied()) {
            Some(name) => problem.help(format!("did you mean `{name}`?")),
            None if (1..=LISTED).contains(&known.len()) => problem.help(format!("known here: {}", known.join(", "))),
            None => problem,
        };
        self.report(problem);
    }

    pub(crate) fn place(&self, spot: Spot) -> Place {
        self.tree.place(spot)
    }

    /// The node as a mapping in which only these keys may stand.
    pub(crate) fn fields(&mut self, node: &'t Node, keys: &[&str]) -> Option<Fields<'t>> {
        if !matches!(node.kind, Kind::Mapping(_)) {
            self.wrong_type(node, "a mapping");
            if let (Some(problem), Some(form)) = (self.problems.last_mut(), forms::form(keys)) {
                problem.help = Some(form);
            }
            return None;
        }
        let fields = Fields { tree: self.tree, node };
        for entry in node.entries() {
            if !keys.contains(&&*entry.key) {
                let message = format!("unknown key {}", quote(&entry.key));
                let before = self.problems.len();
                self.unknown(Code::UnknownKey, entry.spot, message, &entry.key, keys.iter().copied());
                if let Some(problem) = self.problems.get_mut(before).filter(|problem| problem.help.is_none()) {
                    problem.help = Some(format!("known here: {}", keys.join(", ")));
                }
            }
        }
        Some(fields)
    }

    /// The node as a mapping with any keys.
    pub(crate) fn mapping(&mut self, node: &'t Node) -> Option<Fields<'t>> {
        if matches!(node.kind, Kind::Mapping(_)) {
            return Some(Fields { tree: self.tree, node });
        }
        self.wrong_type(node, "a mapping");
        None
    }

    /// The node as a sequence.
    pub(crate) fn items(&mut self, node: &'t Node) -> Vec<&'t Node> {
        match &node.kind {
            Kind::Sequence(items) => items.iter().map(|item| self.tree.node(*item)).collect(),
            _ => {
                self.wrong_type(node, "a list in `[` and `]`");
                Vec::new()
            }
        }
    }

    /// The value under a key that must be there.
    pub(crate) fn required(&mut self, fields: &Fields<'t>, key: &str) -> Option<&'t Node> {
        let found = fields.get(key);
        if found.is_none() {
            let problem = self.problem(Code::MissingKey, fields.node.label, format!("the key `{key}` is missing"));
            self.report(match forms::belongs(key) {
                Some(belongs) => problem.help(belongs),
                None => problem,
            });
        }
        found
    }

    /// The text under a key that must be there.
    pub(crate) fn required_text(&mut self, fields: &Fields<'t>, key: &str) -> Option<String> {
        self.required(fields, key).and_then(|node| self.text(node)).map(Into::into)
    }

    /// The reason under `because`, which must be there and hold a word.
    pub(crate) fn reason(&mut self, fields: &Fields<'t>) -> Option<String> {
        let node = self.required(fields, "because")?;
        self.has_word(Some(node)).then(|| self.text(node)).flatten().map(Into::into)
    }

    /// Whether a reason holds a word of at least three letters; one that is written without is reported.
    pub(crate) fn has_word(&mut self, node: Option<&'t Node>) -> bool {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else { return true };
        let worded = text.trim().is_empty()
            || text.split(|one: char| !one.is_alphabetic()).any(|word| word.chars().nth(2).is_some());
        if !worded {
            let problem = self.problem(Code::WrongType, node.spot, format!("{} is no reason", quote(text)));
            self.report(problem.help("say why, in a sentence that a reader can weigh"));
        }
        worded
    }

    /// The text under a key that may be there.
    pub(crate) fn optional_text(&mut self, fields: &Fields<'t>, key: &str) -> Option<String> {
        fields.get(key).and_then(|node| self.text(node)).map(Into::into)
    }

    /// The date under a key that may be there.
    pub(crate) fn optional_date(&mut self, fields: &Fields<'t>, key: &str) -> Option<Dates> {
        fields.get(key).and_then(|node| self.date(node))
    }

    /// The period under a key that may be there.
    pub(crate) fn optional_period(&mut self, fields: &Fields<'t>, key: &str) -> Option<Period> {
        fields.get(key).and_then(|node| self.period(node))
    }

    /// Whether a key is there and says `true`.
    pub(crate) fn flag(&mut self, fields: &Fields<'t>, key: &str) -> bool {
        fields.get(key).and_then(|node| self.yes_no(node)).unwrap_or(false)
    }

    /// Words that are not empty.
    pub(crate) fn text(&mut self, node: &'t Node) -> Option<&'t str> {
        match node.text() {
            Some(text) if !text.trim().is_empty() => Some(text),
            Some(_) => {
                self.fault(Code::WrongType, node.spot, "an empty text stands here; text is expected");
                None
            }
            None => {
                self.wrong_type(node, "text");
                None
            }
        }
    }

    /// A date, perhaps partial.
    pub(crate) fn date(&mut self, node: &'t Node) -> Option<Dates> {
        let Some(text) = node.text() else {
            self.wrong_type(node, "a date");
            return None;
        };
        match Dates::parse(text) {
            Ok(dates) => Some(dates),
            Err(fault) => {
                self.fault(Code::BadDate, node.spot, format!("{} {fault}", quote(text)));
                None
            }
        }
    }

    /// One day.
    pub(crate) fn day(&mut self, node: &'t Node) -> Option<Day> {
        let dates = self.date(node)?;
        if dates.day().is_none() {
            self.fault(Code::BadDate, node.spot, format!("`{dates}` is not one day; write it like `2020-11-05`"));
        }
        dates.day()
    }

    /// `56 days`, `12 months`.
    pub(crate) fn period(&mut self, node: &'t Node) -> Option<Period> {
        let Some(text) = node.text() else {
            self.wrong_type(node, "a period");
            return None;
        };
        let period = Period::parse(text);
        if period.is_none() {
            self.fault(
                Code::WrongType,
                node.spot,
                format!("{} is not a period; write it like `56 days` or `12 months`", quote(text)),
            );
        }
        period
    }

    /// `true` or `false`, without quotes.
    pub(crate) fn yes_no(&mut self, node: &'t Node) -> Option<bool> {
        match node.plain() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.wrong_type(node, "`true` or `false`");
                None
            }
        }
    }

    /// A whole number, without quotes.
    pub(crate) fn whole(&mut self, node: &'t Node) -> Option<i64> {
        let found = node.plain().and_then(whole_number);
        if found.is_none() {
            self.wrong_type(node, "a whole number");
        }
        found
    }

    /// Reports that something else was expected here.
    pub(crate) fn wrong_type(&mut self, node: &Node, expected: &str) {
        let message = format!("{} stands here; {expected} is expected", what(node));
        self.fault(Code::WrongType, node.spot, message);
    }
}

/// A whole number as YAML's core schema writes it in decimals, without a leading nought.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (digits == "0" || !digits.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

/// What a node is, for a message.
pub(crate) fn what(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "nothing".into(),
        Kind::Scalar { text, .. } if text.is_empty() => "an empty text".into(),
        Kind::Scalar { text, style: super::yaml::Style::Quoted } => format!("the text {}", quote(text)),
        Kind::Scalar { text, .. } => quote(text),
        Kind::Sequence(_) => "a list".into(),
        Kind::Mapping(_) => "a mapping".into(),
    }
}
