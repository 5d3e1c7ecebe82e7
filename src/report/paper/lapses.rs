//! What lapses, as a board is told it: what only came along is left out, and what reads the same is one row.

use crate::model::brief::{Ahead, Falls, Lapse};
use crate::model::dates::Day;
use crate::model::forecast::CauseKind;

use super::super::forecast::words::bare_cause;
use super::wording;

/// A row of the table.
pub(super) struct Row<'a> {
    /// The first day on which it does not hold any more.
    pub(super) date: Day,
    /// What lapses, with the date that it carries.
    pub(super) what: String,
    /// Who sees to it.
    pub(super) owner: &'a str,
    /// The duties that fall with it, each once.
    pub(super) falls: Vec<&'a Falls>,
}

/// The rows, in the order of their dates.
pub(super) fn rows(ahead: &Ahead) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for lapse in ahead.lapses.iter().filter(|lapse| !only_came_along(lapse, ahead)) {
        let (what, owner) = (what(lapse), lapse.cause.owner.as_str());
        let same = rows.iter_mut().find(|row| row.date == lapse.date && row.what == what && row.owner == owner);
        match same {
            Some(row) => {
                let new = |falls: &&Falls| !row.falls.iter().any(|other| other.id == falls.id);
                let new: Vec<&Falls> = lapse.duties.iter().filter(new).collect();
                row.falls.extend(new);
            }
            None => rows.push(Row { date: lapse.date, what, owner, falls: lapse.duties.iter().collect() }),
        }
    }
    rows
}

/// Whether its own date is still to come on the day, and what falls with it falls with something else that has come.
fn only_came_along(lapse: &Lapse, ahead: &Ahead) -> bool {
    let others = || ahead.lapses.iter().filter(|other| other.date == lapse.date && !is_to_come(other));
    let falls_with_another = |falls: &Falls| others().any(|other| other.duties.iter().any(|one| one.id == falls.id));
    is_to_come(lapse) && lapse.duties.iter().all(falls_with_another)
}

fn is_to_come(lapse: &Lapse) -> bool {
    lapse.cause.kind == CauseKind::DatePassed && lapse.cause.carries.is_some_and(|dates| dates.first() > lapse.date)
}

fn what(lapse: &Lapse) -> String {
    let cause = &lapse.cause;
    let what = if cause.title.is_empty() { bare_cause(cause, lapse.date) } else { cause.title.clone() };
    let to_come = if is_to_come(lapse) { ", still to come" } else { "" };
    cause.carries.map_or_else(|| what.clone(), |date| format!("{what} ({}{to_come})", wording::date(date)))
}
