//! What the report is made of: pairs told together, values in words, wrapped lines.

use std::fmt::{Display, Write as _};

use super::case::Read;
use super::facts::Value;
use super::judge::Pair;
use super::verdict::{Standing, Support};

const WIDTH: usize = 80;

/// A duty's pairs that read alike, told once for all their subjects.
pub(crate) struct Group<'p, 'a> {
    pub(crate) first: &'p Pair<'a>,
    pub(crate) subjects: Vec<&'p str>,
}

pub(crate) fn groups<'p, 'a>(pairs: &'p [Pair<'a>], test: fn(&Pair<'_>) -> bool) -> Vec<Group<'p, 'a>> {
    let mut groups: Vec<Group<'p, 'a>> = Vec::new();
    for pair in pairs.iter().filter(|pair| test(pair)) {
        let same = |read: &(&Read<'_>, &Read<'_>)| {
            read.0.pattern == read.1.pattern
                && read.0.fact.map(|fact| &fact.value) == read.1.fact.map(|fact| &fact.value)
        };
        let alike = |group: &&mut Group<'p, 'a>| {
            let (a, b) = (&group.first.reads, &pair.reads);
            group.first.id == pair.id
                && group.first.why == pair.why
                && group.first.support == pair.support
                && a.len() == b.len()
                && a.iter().zip(b).all(|read| same(&read))
        };
        let subject = pair.title.as_deref().or(pair.subject.as_deref());
        match groups.iter_mut().find(alike) {
            Some(group) => group.subjects.extend(subject),
            None => groups.push(Group { first: pair, subjects: subject.into_iter().collect() }),
        }
    }
    groups
}

pub(crate) fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Satisfied => "satisfied",
        Standing::Departed => "departed",
        Standing::Unproven => "unproven",
        Standing::Gap => "gap",
        Standing::Unassessed => "unassessed",
        Standing::NotApplicable => "not applicable",
        Standing::NotYetDue => "not yet due",
    }
}

pub(crate) fn support(support: Option<Support>) -> String {
    support.map(|support| format!(", {support:?}").to_lowercase()).unwrap_or_default()
}

pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Absent => "none".into(),
        Value::Number(Some(low), Some(high)) if low == high => low.to_string(),
        Value::Number(low, high) => format!("{low:?} to {high:?}"),
        Value::Text(text) => text.clone(),
        Value::Date(dates) => dates.to_string(),
        Value::List { items, .. } => items.iter().map(self::value).collect::<Vec<_>>().join("; "),
        Value::Closure { members, .. } => format!("complete: {}", members.join(", ")),
    }
}

pub(crate) fn field(out: &mut String, indent: usize, name: &str, text: &(impl Display + ?Sized)) {
    line(out, indent, &format!("{name:<13} {text}"));
}

/// A paragraph, wrapped.
pub(crate) fn line(out: &mut String, indent: usize, text: &str) {
    let mut column = indent;
    let _ = write!(out, "{:indent$}", "");
    for (index, word) in text.split(' ').enumerate() {
        let width = word.chars().count();
        if index > 0 && column + 1 + width > WIDTH {
            column = indent + 4;
            let _ = write!(out, "\n{:column$}", "");
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}
