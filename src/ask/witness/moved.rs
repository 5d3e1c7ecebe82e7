//! The facts of a case, told of another subject and on another date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::dictionary::{Dictionary, TermId, TermKind, ValueType};
use crate::model::facts::{Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::{SetId, SubjectId};
use crate::model::place::Place;

/// By how much dates are moved: days by days, months by months, years by years, so that each stays as far off as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    days: i64,
    months: i64,
    years: i64,
}

impl Shift {
    pub(super) const NONE: Self = Self { days: 0, months: 0, years: 0 };

    pub(super) fn between(from: Day, to: Day) -> Self {
        let ((from_year, from_month), (to_year, to_month)) = (month_of(from), month_of(to));
        let years = to_year - from_year;
        Self { days: from.days_until(to), months: years * 12 + to_month - from_month, years }
    }

    /// A date moved; as it was, where the calendar ends.
    pub(super) fn of(self, dates: Dates) -> Dates {
        let by = |count, unit| Period { count, unit };
        // A partial date prints as it was written, so that its length tells what it is.
        let moved = match dates.to_string().len() {
            4 => dates.first().plus(by(self.years, Unit::Years)).and_then(|first| whole(first, by(1, Unit::Years))),
            7 => dates.first().plus(by(self.months, Unit::Months)).and_then(|first| whole(first, by(1, Unit::Months))),
            _ => dates.plus(by(self.days, Unit::Days)),
        };
        moved.unwrap_or(dates)
    }
}

/// The dates from a day on that make up a period.
fn whole(first: Day, period: Period) -> Option<Dates> {
    Dates::between(first, first.plus(period)?.yesterday()?)
}

fn month_of(day: Day) -> (i64, i64) {
    let text = day.to_string();
    let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or_default();
    let mut parts = text.split('-');
    (number(parts.next()), number(parts.next()))
}

/// How the facts of a case become those of the profile.
pub(super) struct Moved<'a> {
    pub(super) dictionary: &'a Dictionary,
    /// The facts of the profile.
    pub(super) profile: &'a Facts,
    /// What stands for the place of each.
    pub(super) place: Place,
    /// The set of the subjects.
    pub(super) set: Option<&'a SetId>,
    /// The subject of the case, and that of the profile.
    pub(super) subjects: Option<(&'a SubjectId, &'a SubjectId)>,
    pub(super) shift: Shift,
}

impl Moved<'_> {
    pub(super) fn facts(&self, few: &Facts) -> Facts {
        let mut moved = Facts::default();
        // Each node keeps its number; only paths, keys and values change.
        for (_, fact) in few.iter() {
            let above = fact.parent.and_then(|parent| few.get(parent).zip(moved.get(parent)));
            let path = match above {
                Some((before, after)) => format!("{}{}", after.path, self.step(before, fact)),
                None => fact.path.clone(),
            };
            let content = self.content(fact, above.map(|(before, _)| before), &path);
            moved.add(Fact {
                path,
                place: fact.place.map(|_| self.place),
                content,
                stated_on: self.shift.of(fact.stated_on),
                since: fact.since.map(|since| self.shift.of(since)),
                note: None,
                ..fact.clone()
            });
        }
        moved
    }

    /// What a path goes on with after that of its parent.
    fn step(&self, above: &Fact, fact: &Fact) -> String {
        let step = fact.path.strip_prefix(above.path.as_str()).unwrap_or(&fact.path);
        if !matches!(above.content, Content::Entries { .. }) || !self.names_subjects(above) {
            return step.to_owned();
        }
        let (dot, key) = step.strip_prefix('.').map_or(("", step), |key| (".", key));
        format!("{dot}{}", self.renamed(key))
    }

    fn content(&self, fact: &Fact, above: Option<&Fact>, path: &str) -> Content {
        match &fact.content {
            Content::Value(Scalar::Dates(dates)) => Content::Value(Scalar::Dates(self.shift.of(*dates))),
            Content::Value(Scalar::Text(text)) if self.is_member(fact.term) => {
                Content::Value(Scalar::Text(Arc::from(self.renamed(text))))
            }
            Content::Entries { entries, closure, phantom } if self.names_subjects(fact) => {
                let entries = entries.iter().map(|(key, id)| (Arc::from(self.renamed(key)), *id)).collect();
                Content::Entries { entries, closure: *closure, phantom: *phantom }
            }
            Content::Closure { members, from } => {
                let from = from.map(|from| self.shift.of(from));
                match above.map(|above| &above.content) {
                    Some(Content::Entries { entries, .. }) => {
                        Content::Closure { members: self.there(entries, above, path), from }
                    }
                    _ if self.is_member(fact.term) => {
                        let members = members.iter().map(|member| Arc::from(self.renamed(member))).collect();
                        Content::Closure { members, from }
                    }
                    _ => Content::Closure { members: members.clone(), from },
                }
            }
            content => content.clone(),
        }
    }

    /// The members that a closure names: the entries that were read, and those that the profile has.
    fn there(&self, entries: &BTreeMap<Arc<str>, FactId>, above: Option<&Fact>, path: &str) -> Vec<Arc<str>> {
        let is_named = above.is_some_and(|above| self.names_subjects(above));
        let read = entries.keys().map(|key| if is_named { Arc::from(self.renamed(key)) } else { Arc::clone(key) });
        let collection = path.rsplit_once('.').and_then(|(collection, _)| self.profile.find(collection));
        let own = collection.map(|id| stated_entries(self.profile, id)).unwrap_or_default();
        read.chain(own).collect::<BTreeSet<Arc<str>>>().into_iter().collect()
    }

    /// Whether the keys of a collection may be those of the subjects.
    fn names_subjects(&self, collection: &Fact) -> bool {
        let Some(set) = self.set else { return false };
        match &self.dictionary.term(collection.term).kind {
            TermKind::Collection { keyed_by: Some(by), .. } => by == set || collection.path == set.as_str(),
            TermKind::Collection { keyed_by: None, .. } => true,
            _ => false,
        }
    }

    /// Whether the values of a term are members of the set of the subjects.
    fn is_member(&self, term: TermId) -> bool {
        let kind = match &self.dictionary.term(term).kind {
            TermKind::Value(kind) | TermKind::List(kind) => kind,
            _ => return false,
        };
        matches!((kind, self.set), (ValueType::Member(of), Some(set)) if of == set)
    }

    /// The two subjects change places, so that nothing said of the one is said of both.
    fn renamed<'t>(&'t self, name: &'t str) -> &'t str {
        match self.subjects {
            Some((from, to)) if name == from.as_str() => to.as_str(),
            Some((from, to)) if name == to.as_str() => from.as_str(),
            _ => name,
        }
    }
}

/// The keys of the entries that are there.
pub(super) fn stated_entries(facts: &Facts, collection: FactId) -> Vec<Arc<str>> {
    let Some(Content::Entries { entries, .. }) = facts.get(collection).map(|fact| &fact.content) else {
        return Vec::new();
    };
    let is_there = |id: FactId| facts.get(id).is_some_and(|fact| fact.place.is_some());
    entries.iter().filter(|(_, id)| is_there(**id)).map(|(key, _)| Arc::clone(key)).collect()
}
