//! What evidence is worth, and what it shows of a fact.

use jiff::civil::Date;

use super::dates::Dates;
use super::facts::{Fact, evidence_id};
use super::judge::Judge;
use super::policy::{Law, Requirement};
use super::profile::{Draft, Evidence};

/// How strongly a fact is shown, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    Not,
    Lapsed,
    Changed,
    Current,
}

/// What a piece of evidence is on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Useless(&'static str),
    Lapsed,
    Changed,
    Current,
}

impl Judge<'_> {
    pub(crate) fn shown(&self, fact: &Fact, requirement: &Requirement) -> Shown {
        let best =
            fact.cites.iter().map(|cite| self.shows(evidence_id(cite), fact, requirement)).max().unwrap_or(Shown::Not);
        if self.holds(fact) { best } else { best.min(Shown::Lapsed) }
    }

    /// The evidence that shows a fact for a requirement now.
    pub(crate) fn supporting<'f>(&self, fact: &'f Fact, requirement: &Requirement) -> Vec<&'f str> {
        let ids = fact.cites.iter().map(|cite| evidence_id(cite));
        ids.filter(|id| self.holds(fact) && self.shows(id, fact, requirement) == Shown::Current).collect()
    }

    pub(crate) fn holds(&self, fact: &Fact) -> bool {
        let until = fact.holds_for.as_ref().and_then(|period| fact.stated_on.first.checked_add(period.span).ok());
        until.is_none_or(|until| self.as_of <= until)
    }

    fn shows(&self, id: &str, fact: &Fact, requirement: &Requirement) -> Shown {
        let Some((evidence, state)) = self.profile.evidence.get(id).zip(self.states.get(id)) else { return Shown::Not };
        if !requirement.shown_by.contains(&evidence.kind) {
            return Shown::Not;
        }
        let every =
            evidence.review_every.as_ref().or_else(|| self.law.kinds.get(&evidence.kind)?.review_every.as_ref());
        let renew_by = every.zip(evidence.dated).and_then(|(every, dated)| dated.first.checked_add(every.span).ok());
        let overdue = fact.holds_for.is_some() && renew_by.is_some_and(|last| self.as_of > last);
        match state {
            State::Useless(_) => Shown::Not,
            State::Lapsed => Shown::Lapsed,
            State::Changed | State::Current if overdue => Shown::Lapsed,
            State::Changed => Shown::Changed,
            State::Current => Shown::Current,
        }
    }
}

/// What a piece of evidence is worth on a day.
pub(crate) fn state(evidence: &Evidence, law: &Law, as_of: Date) -> State {
    let passed = |dates: Option<Dates>| dates.is_some_and(|dates| as_of >= dates.first);
    let draft = match &evidence.draft {
        Some(Draft::Still(still)) => *still,
        Some(Draft::Until(until)) => as_of <= until.last,
        None => false,
    };
    let Some(held_at) = &evidence.held_at else {
        let narrative = law.kinds.get(&evidence.kind).is_some_and(|kind| kind.narrative);
        return State::Useless(if narrative {
            "the body's own account, which never supports"
        } else {
            "not said where it is held"
        });
    };
    match evidence.dated {
        _ if law.kinds.get(&evidence.kind).is_none_or(|kind| kind.narrative) => {
            State::Useless("the body's own account, which never supports")
        }
        None => State::Useless("not dated"),
        Some(dated) if dated.last > as_of => State::Useless("not shown to be dated by the as-of date"),
        _ if draft => State::Useless("a draft"),
        _ if passed(evidence.withdrawn) => State::Useless("withdrawn"),
        _ if passed(evidence.superseded) => State::Useless("superseded"),
        _ if evidence.valid_until.is_some_and(|until| as_of > until.first) => State::Lapsed,
        _ => match &evidence.reviewed {
            Some(reviewed) if held_at.path.is_some() && evidence.digest_now.as_ref() != Some(&reviewed.digest) => {
                State::Changed
            }
            _ => State::Current,
        },
    }
}
