//! What the rule sets say on a date, and what changed between two: instruments, the members of closed sets, duties.

use std::collections::BTreeMap;

use crate::model::dates::{Dates, Day};
use crate::model::ids::{DutyId, InstrumentId, SetId, SubjectId};
use crate::model::law::{Duty, Instrument, Law, SubjectSet};

/// The law as the rule sets have it on one date.
#[derive(Clone, Debug)]
pub struct Catalogue<'l> {
    /// The date.
    pub on: Day,
    /// Every instrument, and whether it was in force; `None` where partial dates leave that open.
    pub instruments: Vec<(&'l Instrument, Option<bool>)>,
    /// Every set that is closed for all forces, with its members on that date.
    pub sets: Vec<(&'l SubjectSet, &'l [SubjectId])>,
    /// Every set that is closed for one force on that date, with the force and its members.
    pub by_force: Vec<(&'l SubjectSet, &'l str, &'l [SubjectId])>,
    /// Every set that no rule set closes on that date.
    pub open: Vec<&'l SubjectSet>,
    /// Every duty, and whether it was in force.
    pub duties: Vec<(&'l Duty, Option<bool>)>,
}

/// What the rule sets say on a date.
#[must_use]
pub fn on(law: &Law, day: Day) -> Catalogue<'_> {
    let sets: Vec<(&SubjectSet, &[SubjectId])> =
        law.sets.values().filter_map(|set| Some((set, members(set, day)?))).collect();
    let by_force: Vec<(&SubjectSet, &str, &[SubjectId])> = law.sets.values().flat_map(|set| forces(set, day)).collect();
    let closed =
        |id: &SetId| sets.iter().any(|(set, _)| set.id == *id) || by_force.iter().any(|(set, ..)| set.id == *id);
    let open = law.sets.values().filter(|set| !closed(&set.id)).collect();
    Catalogue {
        on: day,
        instruments: law.instruments.values().map(|one| (one, one.in_force.covers_day(day))).collect(),
        sets,
        by_force,
        open,
        duties: law.duties().map(|duty| (duty, in_force(law, duty, day))).collect(),
    }
}

/// Whether a duty was in force: its instrument and, by its own dates, itself.
fn in_force(law: &Law, duty: &Duty, day: Day) -> Option<bool> {
    let instrument = duty.source.instrument.as_ref().and_then(|id| law.instruments.get(id));
    let by_instrument = instrument.map_or(Some(true), |instrument| instrument.in_force.covers_day(day));
    match (by_instrument, duty.in_force.covers(Dates::on(day))) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn members(set: &SubjectSet, day: Day) -> Option<&[SubjectId]> {
    let closed = set.closed.iter().filter(|closed| closed.force.is_none());
    closed
        .into_iter()
        .find(|closed| closed.in_force.covers_day(day) == Some(true))
        .map(|closed| closed.members.as_slice())
}

fn forces(set: &SubjectSet, day: Day) -> impl Iterator<Item = (&SubjectSet, &str, &[SubjectId])> {
    let closed = set.closed.iter().filter(move |closed| closed.in_force.covers_day(day) == Some(true));
    closed.filter_map(move |closed| Some((set, closed.force.as_deref()?, closed.members.as_slice())))
}

/// Something that is otherwise on a later date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'l> {
    /// An instrument came into force, or went out of it, or it cannot be told any more, or now can.
    Instrument(&'l InstrumentId, Option<bool>, Option<bool>),
    /// A member came into a closed set (`true`), or left it.
    Member(&'l SetId, &'l SubjectId, bool),
    /// A duty came into force, or went out of it, or it cannot be told any more, or now can.
    Duty(&'l DutyId, Option<bool>, Option<bool>),
}

/// What changed from one date to another, in the order instruments, sets, duties, each by id.
#[must_use]
pub fn changes(law: &Law, from: Day, to: Day) -> Vec<Change<'_>> {
    let (before, after) = (on(law, from), on(law, to));
    let mut found = Vec::new();
    for ((instrument, was), (_, is)) in before.instruments.iter().zip(&after.instruments) {
        if was != is {
            found.push(Change::Instrument(&instrument.id, *was, *is));
        }
    }
    let earlier: BTreeMap<&SetId, &[SubjectId]> =
        before.sets.iter().map(|(set, members)| (&set.id, *members)).collect();
    let later: BTreeMap<&SetId, &[SubjectId]> = after.sets.iter().map(|(set, members)| (&set.id, *members)).collect();
    for set in law.sets.keys() {
        let was = earlier.get(set).copied().unwrap_or_default();
        let is = later.get(set).copied().unwrap_or_default();
        found.extend(is.iter().filter(|member| !was.contains(member)).map(|member| Change::Member(set, member, true)));
        found.extend(was.iter().filter(|member| !is.contains(member)).map(|member| Change::Member(set, member, false)));
    }
    for ((duty, was), (_, is)) in before.duties.iter().zip(&after.duties) {
        if was != is {
            found.push(Change::Duty(&duty.id, *was, *is));
        }
    }
    found
}
