//! What the baseline accepts: an entry of the duty, standing where it says, whose time is not over. It never changes a standing.

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::{DutyResult, PairResult};
use crate::model::baseline::Entry;
use crate::model::dates::Day;
use crate::model::gate::{Accepted, Caused, Finding, FindingKind, WhoseRules};
use crate::model::words::{Outcome, Support};

use super::pairs::worsened;
use super::{Finder, fingerprint, plain};

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

/// Whether an entry is of the whole duty.
fn is_whole(entry: &Entry) -> bool {
    entry.requirement.is_none() && entry.subject.is_none()
}

/// Whether an entry is of a duty as it stands.
fn fits(entry: &Entry, duty: &DutyResult) -> bool {
    entry.duty == duty.id
        && entry.standing == duty.standing
        && (is_whole(entry) || duty.requirements.iter().any(|pair| is_open(pair) && names(entry, pair)))
}

/// The entries that accept a duty as it stands: one of the whole duty, or those that together name all that is open. None where it is
/// not accepted. Where the base, given `was`, stands as an entry of the whole duty says, that entry accepts what is open there, and what
/// comes on top only if it is named.
fn acceptance<'e>(entries: &'e [Entry], was: Option<&DutyResult>, duty: &DutyResult, as_of: Day) -> Vec<&'e Entry> {
    let good: Vec<&Entry> = entries.iter().filter(|entry| entry.until >= as_of && fits(entry, duty)).collect();
    if let Some(whole) = good.iter().find(|entry| is_whole(entry)) {
        let known = was.filter(|was| fits(whole, was));
        let on_top = known.map(|was| worsened(Some(was), duty)).unwrap_or_default();
        let is_named = |pair: &&PairResult| good.iter().any(|entry| !is_whole(entry) && names(entry, pair));
        return if on_top.iter().all(is_named) { vec![whole] } else { Vec::new() };
    }
    let mut open = duty.requirements.iter().filter(|pair| is_open(pair)).peekable();
    let all = open.peek().is_some() && open.all(|pair| good.iter().any(|entry| names(entry, pair)));
    if all { good } else { Vec::new() }
}

/// Whether one entry accepts what another does.
fn accepts_the_same(one: &Entry, other: &Entry) -> bool {
    let what = |entry: &Entry| (entry.duty.clone(), entry.requirement.clone(), entry.subject.clone(), entry.standing);
    what(one) == what(other)
}

impl<'c> Finder<'_, 'c> {
    /// Lets the baseline accept what would fail. What accepts something that this same revision makes counts only where that is allowed:
    /// no entry of the base accepts it, and the base, given `before`, has nothing that the entry could accept.
    pub(super) fn accept(&mut self, finding: &mut Finding, before: Option<&Inquiry<'c>>, after: &Inquiry<'c>) {
        let (asked, as_of) = (self.asked, after.as_of());
        let Some(duty) = finding.duty.as_ref().filter(|_| finding.fails.is_some()).and_then(|id| after.duty(id)) else {
            return;
        };
        let was = before.and_then(|before| before.duty(&duty.id));
        let entries = acceptance(asked.baseline, was, duty, as_of);
        let Some(first) = entries.first() else {
            if !acceptance(asked.baseline, None, duty, as_of).is_empty() {
                finding.message.push_str("; the baseline accepts of the duty what the base has too, and not this");
            }
            return;
        };
        let was_open = |before: &Inquiry<'c>| {
            let was = before.duty(&duty.id).filter(|_| finding.kind != FindingKind::NewBreach);
            was.is_some_and(|was| !acceptance(asked.baseline, None, was, as_of).is_empty())
        };
        let own = before
            .is_some_and(|before| acceptance(asked.baseline_before, was, duty, as_of).is_empty() && !was_open(before));
        if own {
            let known = |entry: &Entry| asked.baseline_before.iter().any(|old| accepts_the_same(old, entry));
            let entry = entries.iter().find(|entry| !known(entry)).unwrap_or(first);
            finding.message.push_str("; accepted in this same revision");
            let says = format!("the baseline accepts `{}`: {}", entry.name(), entry.reason);
            finding.causes.push(Caused { says, at: Some(self.baseline_place(entry)) });
            if !self.own_entries.contains(entry) {
                self.own_entries.push(entry);
            }
            if !asked.allow_own {
                finding.message.push_str(", which counts only with --allow-self-review");
                return;
            }
        }
        finding.fails = None;
        finding.accepted =
            Some(Accepted { reason: first.reason.clone(), until: first.until, at: self.baseline_place(first) });
    }

    /// The entries that accept what this same revision makes.
    pub(super) fn own_entries(&mut self) {
        for entry in std::mem::take(&mut self.own_entries) {
            let duty = self.judged.head.duty(&entry.duty);
            let message =
                format!("the baseline accepts `{}` in the same revision that makes it: {}", entry.name(), entry.reason);
            let title = duty.map_or_else(|| entry.name(), |duty| duty.title.clone());
            let mut finding = Finding {
                duty: Some(entry.duty.clone()),
                weight: duty.map_or(0, |duty| duty.weight.value),
                at: Some(self.baseline_place(entry)),
                ..plain(FindingKind::SelfAccepted, WhoseRules::Base, &title, message)
            };
            finding.fingerprint = fingerprint(&finding, vec![entry.name()]);
            self.found.push(finding);
        }
    }
}

/// Whether an entry matches anything on any of these sides.
pub(super) fn matches(entry: &Entry, sides: &[&Inquiry<'_>]) -> bool {
    sides.iter().any(|side| side.duty(&entry.duty).is_some_and(|duty| fits(entry, duty)))
}
