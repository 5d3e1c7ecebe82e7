//! What a piece of evidence is worth on a date, and what it shows of a fact.

use std::collections::BTreeMap;

use crate::model::dates::{Dates, Day, Period};
use crate::model::facts::{Fact, FactId};
use crate::model::ids::{EvidenceId, KindId};
use crate::model::law::{Law, Requirement};
use crate::model::profile::{Draft, Evidence, HeldAt, Profile};

/// How strongly a fact is shown for a requirement, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// Not at all.
    Not,
    /// By evidence, or a statement, that has lapsed.
    Lapsed,
    /// By evidence whose text has changed since it was reviewed.
    Changed,
    /// By current evidence.
    Current,
}

/// What a piece of evidence is on the as-of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Narrative,
    NotHeld,
    Undated,
    LaterThan(Dates),
    Draft,
    Withdrawn(Dates),
    Superseded(Dates, Option<EvidenceId>),
    Expired(Dates),
    Changed,
    NotThere,
    Current,
}

impl State {
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Narrative => "the body's own account, which never supports".into(),
            Self::NotHeld => "not said where it is held".into(),
            Self::Undated => "not dated".into(),
            Self::LaterThan(dates) => format!("dated {dates}, not shown to be by the as-of date"),
            Self::Draft => "a draft".into(),
            Self::Withdrawn(dates) => format!("withdrawn {dates}"),
            Self::Superseded(dates, Some(by)) => format!("superseded {dates} by `{by}`"),
            Self::Superseded(dates, None) => format!("superseded {dates}"),
            Self::Expired(dates) => format!("valid until {dates}, lapsed"),
            Self::Changed => "changed since it was reviewed".into(),
            Self::NotThere => "no file is there, or none within the profile's folder".into(),
            Self::Current => "current".into(),
        }
    }
}

/// All evidence of a profile, weighed on a date.
pub(super) struct Register<'a> {
    profile: &'a Profile,
    law: &'a Law,
    as_of: Day,
    states: BTreeMap<&'a EvidenceId, State>,
    /// Which facts evidence of each kind shows, and how strongly, where the kind counts.
    by_kind: BTreeMap<&'a KindId, Vec<(FactId, Shown)>>,
}

impl<'a> Register<'a> {
    pub(super) fn weigh(law: &'a Law, profile: &'a Profile, as_of: Day) -> Self {
        let states = profile.evidence.iter().map(|(id, evidence)| (id, state(evidence, law, as_of))).collect();
        let mut register = Self { profile, law, as_of, states, by_kind: BTreeMap::new() };
        for (id, fact) in profile.facts.iter().filter(|(_, fact)| !fact.cites.is_empty()) {
            for (kind, shown) in register.kinds_of(fact) {
                register.by_kind.entry(kind).or_default().push((id, shown));
            }
        }
        register
    }

    pub(super) fn state(&self, id: &EvidenceId) -> Option<&State> {
        self.states.get(id)
    }

    /// How strongly every fact is shown for a requirement, by [`FactId::index`].
    pub(super) fn shown_for(&self, requirement: &Requirement) -> Vec<Shown> {
        let mut shown = vec![Shown::Not; self.profile.facts.len()];
        for (id, by_kind) in requirement.shown_by.iter().filter_map(|kind| self.by_kind.get(kind)).flatten() {
            if let Some(slot) = shown.get_mut(id.index()) {
                *slot = *by_kind.max(slot);
            }
        }
        shown
    }

    /// How strongly one fact is shown for a requirement.
    pub(super) fn shown_of(&self, id: FactId, requirement: &Requirement) -> Shown {
        let kinds = self.profile.facts.get(id).map(|fact| self.kinds_of(fact)).unwrap_or_default();
        let counted = kinds.into_iter().filter(|(kind, _)| requirement.shown_by.contains(*kind));
        counted.map(|(_, shown)| shown).max().unwrap_or(Shown::Not)
    }

    /// The kind of each piece of evidence that a fact cites, and how strongly it shows the fact where the kind counts.
    fn kinds_of(&self, fact: &Fact) -> Vec<(&'a KindId, Shown)> {
        let most = if self.holds(fact) { Shown::Current } else { Shown::Lapsed };
        let cited = fact.cites.iter().filter_map(|citation| self.profile.evidence.get(&citation.evidence));
        cited.map(|evidence| (&evidence.kind, self.shows(evidence, fact).min(most))).collect()
    }

    /// Whether a statement may still be relied on.
    pub(super) fn holds(&self, fact: &Fact) -> bool {
        self.holds_until(fact).is_none_or(|last| self.as_of <= last)
    }

    /// The last day on which a statement may be relied on; `None` if it holds for good.
    pub(super) fn holds_until(&self, fact: &Fact) -> Option<Day> {
        let period = self.holds_for(fact)?;
        fact.stated_on.first().plus(period)
    }

    /// The last day on which an event may be taken for the latest of its kind; `None` if it never was.
    pub(super) fn latest_until(&self, fact: &Fact) -> Option<Day> {
        fact.stated_on.first().plus(self.law.dictionary.term(fact.term).latest_for?)
    }

    fn holds_for(&self, fact: &Fact) -> Option<Period> {
        self.law.dictionary.term(fact.term).holds_for
    }

    /// The evidence that supports a fact for a requirement now.
    pub(super) fn supporting(&self, fact: &Fact, requirement: &Requirement) -> Vec<EvidenceId> {
        let mut found: Vec<EvidenceId> = fact
            .cites
            .iter()
            .filter_map(|citation| self.profile.evidence.get(&citation.evidence))
            .filter(|evidence| requirement.shown_by.contains(&evidence.kind))
            .filter(|evidence| self.shows(evidence, fact) == Shown::Current)
            .map(|evidence| evidence.id.clone())
            .collect();
        found.sort();
        found.dedup();
        if self.holds(fact) { found } else { Vec::new() }
    }

    /// How strongly evidence shows a fact for a requirement for which its kind counts.
    fn shows(&self, evidence: &Evidence, fact: &Fact) -> Shown {
        let lapsed_for_state = self.holds_for(fact).is_some() && self.review_lapsed(evidence);
        match self.states.get(&evidence.id) {
            Some(State::Current) if lapsed_for_state => Shown::Lapsed,
            Some(State::Current) => Shown::Current,
            Some(State::Changed) if lapsed_for_state => Shown::Lapsed,
            Some(State::Changed) => Shown::Changed,
            Some(State::Expired(_)) => Shown::Lapsed,
            _ => Shown::Not,
        }
    }

    /// Whether it is past the day by which evidence of its kind must be renewed to show a state.
    pub(super) fn review_lapsed(&self, evidence: &Evidence) -> bool {
        let last = self.review_every(evidence).zip(evidence.dated).and_then(|(every, dated)| dated.first().plus(every));
        last.is_some_and(|last| self.as_of > last)
    }

    pub(super) fn review_every(&self, evidence: &Evidence) -> Option<Period> {
        evidence.review_every.or_else(|| kind(self.law, &evidence.kind).and_then(|kind| kind.review_every))
    }
}

fn kind<'l>(law: &'l Law, id: &KindId) -> Option<&'l crate::model::law::EvidenceKind> {
    law.kinds.get(id)
}

fn state(evidence: &Evidence, law: &Law, as_of: Day) -> State {
    if kind(law, &evidence.kind).is_none_or(|kind| kind.narrative) {
        return State::Narrative;
    }
    let Some(held_at) = &evidence.held_at else { return State::NotHeld };
    if matches!(held_at, HeldAt::Path { digest_now: None, .. }) && evidence.reviewed.is_none() {
        return State::NotThere;
    }
    let Some(dated) = evidence.dated else { return State::Undated };
    if dated.last() > as_of {
        return State::LaterThan(dated);
    }
    let draft = match evidence.draft {
        Some(Draft::Still) => true,
        Some(Draft::Until(until)) => as_of <= until.last(),
        None => false,
    };
    if draft {
        return State::Draft;
    }
    if let Some(withdrawn) = evidence.withdrawn.filter(|withdrawn| as_of >= withdrawn.first()) {
        return State::Withdrawn(withdrawn);
    }
    if let Some(superseded) = evidence.superseded.filter(|superseded| as_of >= superseded.first()) {
        return State::Superseded(superseded, evidence.superseded_by.clone());
    }
    if let Some(until) = evidence.valid_until.filter(|until| as_of > until.first()) {
        return State::Expired(until);
    }
    match (&evidence.reviewed, held_at) {
        // A text that was reviewed and is gone has changed as well.
        (Some(review), HeldAt::Path { digest_now, .. }) if digest_now.as_ref() != Some(&review.digest) => {
            State::Changed
        }
        _ => State::Current,
    }
}
