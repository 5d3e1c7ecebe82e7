//! What the baseline accepts: an entry of the duty, standing where it says, whose time is not over. It never changes a standing.

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::{DutyResult, PairResult};
use crate::model::baseline::Entry;
use crate::model::dates::Day;
use crate::model::words::{Outcome, Support};

/// Whether a pair keeps its duty from standing well.
pub(super) fn is_open(pair: &PairResult) -> bool {
    let weak = pair.outcome == Outcome::Met && pair.support.is_some_and(|support| support != Support::Evidenced);
    !pair.history
        && pair.set_aside_by.is_none()
        && (weak || matches!(pair.outcome, Outcome::NotMet | Outcome::Unknown | Outcome::Error))
}

/// Whether an entry names a pair.
fn names(entry: &Entry, pair: &PairResult) -> bool {
    entry.requirement.as_ref().is_none_or(|requirement| *requirement == pair.id)
        && entry.subject.as_ref().is_none_or(|subject| Some(subject) == pair.subject.as_ref())
}

/// Whether an entry is of a duty as it stands.
fn fits(entry: &Entry, duty: &DutyResult) -> bool {
    let whole = entry.requirement.is_none() && entry.subject.is_none();
    entry.duty == duty.id
        && entry.standing == duty.standing
        && (whole || duty.requirements.iter().any(|pair| is_open(pair) && names(entry, pair)))
}

/// The entry that accepts a duty as it stands: one of the whole duty, or the first of those that together name all that is open.
pub(super) fn acceptance<'e>(entries: &'e [Entry], duty: &DutyResult, as_of: Day) -> Option<&'e Entry> {
    let good: Vec<&Entry> = entries.iter().filter(|entry| entry.until >= as_of && fits(entry, duty)).collect();
    let mut open = duty.requirements.iter().filter(|pair| is_open(pair)).peekable();
    if let Some(whole) = good.iter().find(|entry| entry.requirement.is_none() && entry.subject.is_none()) {
        return Some(whole);
    }
    open.peek()?;
    open.all(|pair| good.iter().any(|entry| names(entry, pair))).then(|| good.first().copied()).flatten()
}

/// Whether an entry matches anything on any of these sides.
pub(super) fn matches(entry: &Entry, sides: &[&Inquiry<'_>]) -> bool {
    sides.iter().any(|side| side.duty(&entry.duty).is_some_and(|duty| fits(entry, duty)))
}
