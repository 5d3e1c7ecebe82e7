//! What a piece of evidence is worth on a date, and what it shows of a fact.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::model::dates::{Dates, Day, Period};
use crate::model::dictionary::Dictionary;
use crate::model::facts::{Citation, Fact, FactId, Facts};
use crate::model::ids::{EvidenceId, KindId};
use crate::model::law::{EvidenceKind, Law, Requirement};
use crate::model::profile::{Draft, Evidence, HeldAt, Profile, Reviewed};

use super::times::Times;
use super::turns::EvidenceTurn;

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
    AcceptedLater(Dates),
    NotReviewed,
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
            Self::AcceptedLater(dates) => format!("accepted on {dates}, not shown to be by the as-of date"),
            Self::NotReviewed => "not reviewed, where other sections of it are".into(),
            Self::NotThere => "no file is there, or none within the profile's folder".into(),
            Self::Current => "current".into(),
        }
    }
}

/// All evidence of a profile, weighed when it is asked for. Cheap to clone: what it holds is shared.
#[derive(Clone, Debug)]
pub(super) struct Register(Rc<Shelf>);

#[derive(Debug)]
struct Shelf {
    facts: Arc<Facts>,
    evidence: Arc<BTreeMap<EvidenceId, Evidence>>,
    dictionary: Arc<Dictionary>,
    kinds: BTreeMap<KindId, Kind>,
    times: Times,
}

/// What counts of a kind of evidence.
#[derive(Clone, Copy, Debug)]
struct Kind {
    narrative: bool,
    review_every: Option<Period>,
}

impl Register {
    pub(super) fn new(law: &Law, profile: &Profile, times: &Times) -> Self {
        let kind = |kind: &EvidenceKind| Kind { narrative: kind.narrative, review_every: kind.review_every };
        Self(Rc::new(Shelf {
            facts: Arc::clone(&profile.facts),
            evidence: Arc::clone(&profile.evidence),
            dictionary: Arc::clone(&law.dictionary),
            kinds: law.kinds.iter().map(|(id, own)| (id.clone(), kind(own))).collect(),
            times: times.clone(),
        }))
    }

    /// What a piece of evidence is; where its sections are reviewed one by one, whatever these are.
    pub(super) fn state(&self, evidence: &Evidence) -> State {
        state(evidence, self.kind(evidence), self.0.times.of_evidence(&evidence.id))
    }

    /// What a piece of evidence is where it is cited.
    pub(super) fn state_at(&self, evidence: &Evidence, anchor: Option<&str>) -> State {
        match self.state(evidence) {
            State::Current => section(evidence, anchor, self.0.times.of_evidence(&evidence.id)),
            other => other,
        }
    }

    /// How strongly a fact is shown by evidence of some kinds.
    pub(super) fn shown_by(&self, id: FactId, kinds: &BTreeSet<KindId>) -> Shown {
        let Some(fact) = self.0.facts.get(id) else { return Shown::Not };
        let cited = self.cited(fact, kinds);
        let shown = cited.map(|(cites, evidence)| self.shows(cites, evidence, fact)).max().unwrap_or(Shown::Not);
        if shown > Shown::Lapsed && !self.holds(id, fact) { Shown::Lapsed } else { shown }
    }

    /// The evidence that supports a fact for a requirement now.
    pub(super) fn supporting(&self, id: FactId, fact: &Fact, requirement: &Requirement) -> Vec<EvidenceId> {
        if !self.holds(id, fact) {
            return Vec::new();
        }
        let cited = self.cited(fact, &requirement.shown_by);
        let current = cited.filter(|(cites, evidence)| self.shows(cites, evidence, fact) == Shown::Current);
        let found: BTreeSet<EvidenceId> = current.map(|(_, evidence)| evidence.id.clone()).collect();
        found.into_iter().collect()
    }

    /// What a fact cites that is of one of some kinds.
    fn cited<'s>(
        &'s self,
        fact: &'s Fact,
        kinds: &'s BTreeSet<KindId>,
    ) -> impl Iterator<Item = (&'s Citation, &'s Evidence)> {
        let cited = fact.cites.iter().filter_map(|citation| Some((citation, self.0.evidence.get(&citation.evidence)?)));
        cited.filter(|(_, evidence)| kinds.contains(&evidence.kind))
    }

    /// Whether a statement may still be relied on.
    pub(super) fn holds(&self, id: FactId, fact: &Fact) -> bool {
        self.holds_until(fact).is_none_or(|last| self.0.times.of_fact(id) <= last)
    }

    /// The last day on which a statement may be relied on; `None` if it holds for good.
    pub(super) fn holds_until(&self, fact: &Fact) -> Option<Day> {
        fact.stated_on.first().plus(self.holds_for(fact)?)
    }

    /// Whether an event may still be taken for the latest of its kind.
    pub(super) fn is_latest(&self, id: FactId, fact: &Fact) -> bool {
        self.latest_until(fact).is_none_or(|last| self.0.times.of_fact(id) <= last)
    }

    /// The last day on which an event may be taken for the latest of its kind; `None` if it never was.
    pub(super) fn latest_until(&self, fact: &Fact) -> Option<Day> {
        fact.stated_on.first().plus(self.0.dictionary.term(fact.term).latest_for?)
    }

    fn holds_for(&self, fact: &Fact) -> Option<Period> {
        self.0.dictionary.term(fact.term).holds_for
    }

    /// How strongly evidence, where it is cited, shows a fact for a requirement for which its kind counts.
    fn shows(&self, cites: &Citation, evidence: &Evidence, fact: &Fact) -> Shown {
        let lapsed_for_state = || self.holds_for(fact).is_some() && self.review_lapsed(evidence);
        match self.state_at(evidence, cites.anchor.as_deref()) {
            State::Current if lapsed_for_state() => Shown::Lapsed,
            State::Current => Shown::Current,
            State::Changed | State::AcceptedLater(_) | State::NotReviewed if lapsed_for_state() => Shown::Lapsed,
            State::Changed | State::AcceptedLater(_) | State::NotReviewed => Shown::Changed,
            State::Expired(_) => Shown::Lapsed,
            _ => Shown::Not,
        }
    }

    /// Whether it is past the day by which evidence of its kind must be renewed to show a state.
    pub(super) fn review_lapsed(&self, evidence: &Evidence) -> bool {
        let day = self.0.times.of_evidence(&evidence.id);
        self.reviewed_until(evidence).is_some_and(|last| day > last)
    }

    /// The last day on which evidence shows a state without being renewed.
    pub(super) fn reviewed_until(&self, evidence: &Evidence) -> Option<Day> {
        evidence.dated?.first().plus(self.review_every(evidence)?)
    }

    /// The days on which something becomes of a piece of evidence, past and to come.
    pub(super) fn turns(&self, evidence: &Evidence) -> Vec<(Option<Day>, EvidenceTurn)> {
        let after = |last: Option<Day>| last.and_then(Day::tomorrow);
        let settled = match evidence.draft {
            Some(Draft::Until(until)) => after(Some(until.last())),
            _ => None,
        };
        let accepted: Vec<Dates> = match &evidence.reviewed {
            Some(Reviewed::Whole(review)) => review.on.into_iter().collect(),
            Some(Reviewed::Sections(reviews)) => reviews.iter().map(|review| review.on).collect(),
            None => Vec::new(),
        };
        let accepted = accepted.into_iter().map(|on| (Some(on.last()), EvidenceTurn::Accepted(on)));
        let turns = [
            (evidence.dated.map(Dates::last), EvidenceTurn::Dated),
            (settled, EvidenceTurn::Settled),
            (evidence.withdrawn.map(Dates::first), EvidenceTurn::Withdrawn),
            (evidence.superseded.map(Dates::first), EvidenceTurn::Superseded),
            (after(evidence.valid_until.map(Dates::first)), EvidenceTurn::Expired),
            (after(self.reviewed_until(evidence)), EvidenceTurn::ReviewDue),
        ];
        turns.into_iter().chain(accepted).collect()
    }

    pub(super) fn review_every(&self, evidence: &Evidence) -> Option<Period> {
        evidence.review_every.or_else(|| self.kind(evidence)?.review_every)
    }

    fn kind(&self, evidence: &Evidence) -> Option<Kind> {
        self.0.kinds.get(&evidence.kind).copied()
    }
}

fn state(evidence: &Evidence, kind: Option<Kind>, as_of: Day) -> State {
    if kind.is_none_or(|kind| kind.narrative) {
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
        (Some(Reviewed::Whole(review)), HeldAt::Path { digest_now, .. })
            if digest_now.as_ref() != Some(&review.digest) =>
        {
            State::Changed
        }
        (Some(Reviewed::Whole(review)), _) => accepted(review.on, as_of),
        _ => State::Current,
    }
}

/// What the section is that a citation of current evidence leads to. Who cites the whole cites more than was reviewed.
fn section(evidence: &Evidence, anchor: Option<&str>, as_of: Day) -> State {
    let Some(Reviewed::Sections(reviews)) = &evidence.reviewed else { return State::Current };
    match reviews.iter().find(|review| Some(review.section.as_str()) == anchor) {
        Some(review) if review.holds() => accepted(Some(review.on), as_of),
        Some(_) => State::Changed,
        None => State::NotReviewed,
    }
}

/// What a text is that is as it was reviewed: an acceptance counts from its day on.
fn accepted(on: Option<Dates>, as_of: Day) -> State {
    on.filter(|on| on.last() > as_of).map_or(State::Current, State::AcceptedLater)
}
