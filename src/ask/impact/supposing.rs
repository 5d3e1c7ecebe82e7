//! Profiles in which something is supposed to be gone.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assess::{Ageing, Times};
use crate::model::dates::{Dates, Day};
use crate::model::dictionary::Dictionary;
use crate::model::facts::{Content, Fact, FactId, Facts};
use crate::model::ids::{DepartureId, EvidenceId};
use crate::model::profile::{Evidence, Profile};

use super::super::inquiry::{Inquiry, Otherwise};
use super::target::{beneath, is_statement};

/// A profile in which something is supposed, with what is otherwise in it.
pub(super) struct Supposing {
    pub(super) profile: Profile,
    pub(super) otherwise: Otherwise,
    pub(super) times: Times,
    /// How many facts had lapsed anyway.
    pub(super) lapsed_already: usize,
}

impl Supposing {
    /// Nothing yet.
    pub(super) fn of(inquiry: &Inquiry<'_>) -> Self {
        Self {
            profile: inquiry.case().profile().clone(),
            otherwise: Otherwise::default(),
            times: Times::on(inquiry.as_of()),
            lapsed_already: 0,
        }
    }

    /// These pieces of evidence were valid until the day before `as_of`.
    pub(super) fn lapse(mut self, ids: &[EvidenceId], as_of: Day) -> Self {
        let lapsed = as_of.yesterday().map(Dates::on);
        self.change(ids, |evidence| {
            if evidence.valid_until.is_none_or(|until| until.first() >= as_of) {
                evidence.valid_until = lapsed;
            }
        });
        self
    }

    /// These pieces of evidence are withdrawn as of `as_of`.
    pub(super) fn withdraw(mut self, ids: &[EvidenceId], as_of: Day) -> Self {
        self.change(ids, |evidence| withdraw(evidence, as_of));
        self
    }

    fn change(&mut self, ids: &[EvidenceId], mut change: impl FnMut(&mut Evidence)) {
        let evidence = Arc::make_mut(&mut self.profile.evidence);
        for id in ids {
            if let Some(evidence) = evidence.get_mut(id) {
                change(evidence);
                self.otherwise.evidence.insert(id.clone());
            }
        }
    }

    /// Those of these facts that are states may no longer be relied on.
    pub(super) fn age(mut self, ids: &[FactId], dictionary: &Dictionary, as_of: Day) -> Self {
        for id in ids {
            let Some(fact) = self.profile.facts.get(*id).filter(|fact| fact.is_stated()) else { continue };
            // The states in a list are those of the list.
            let Some(until) = holds_until(fact, dictionary) else { continue };
            let Some(after) = until.tomorrow() else { continue };
            if until < as_of {
                self.lapsed_already += usize::from(is_statement(&self.profile.facts, fact));
                continue;
            }
            self.times = self.times.but(Ageing::Fact(*id), after);
            self.otherwise.facts.insert(*id);
        }
        self
    }

    /// These nodes read as if they had never been stated; all that stands beneath one of them is named too.
    pub(super) fn unstate(mut self, ids: &BTreeSet<FactId>) -> Self {
        let facts = Arc::make_mut(&mut self.profile.facts);
        for id in ids {
            let parent = facts.get(*id).and_then(|fact| fact.parent);
            if let Some(fact) = facts.get_mut(*id) {
                blank(fact);
                self.otherwise.facts.insert(*id);
            }
            // What holds it reads otherwise too: a list without a value, a collection without a closure.
            if let Some(parent) = parent
                && let Some(Content::Entries { closure, .. } | Content::List { closure, .. }) =
                    facts.get_mut(parent).map(|fact| &mut fact.content)
            {
                *closure = closure.filter(|closure| closure != id);
                self.otherwise.facts.insert(parent);
            }
        }
        self.forget_departures();
        self
    }

    /// A departure is what its facts say: what is not stated of it is not decided.
    fn forget_departures(&mut self) {
        let facts = &self.profile.facts;
        let is_gone = |path: String| {
            facts.find(&path).is_some_and(|id| self.otherwise.facts.contains(&id) && !is_there(facts, id))
        };
        let mut gone: Vec<DepartureId> = Vec::new();
        let mut changed = self.profile.departures.clone();
        for (id, departure) in &mut changed {
            let of = |field: &str| is_gone(format!("departures.{id}{field}"));
            if of("") || of(".duty") {
                gone.push(id.clone());
                self.otherwise.departed.insert(departure.duty.clone());
                continue;
            }
            let fields = [".requirements", ".subjects", ".decided_by", ".decided_on", ".reason", ".until"];
            let lost = fields.map(of);
            if lost.contains(&true) {
                let [requirements, subjects, decided_by, decided_on, reason, until] = lost;
                keep(&mut departure.requirements, requirements);
                keep(&mut departure.subjects, subjects);
                keep(&mut departure.decided_by, decided_by);
                departure.decided_on = departure.decided_on.filter(|_| !decided_on);
                departure.reason = departure.reason.take().filter(|_| !reason);
                departure.until = departure.until.filter(|_| !until);
                self.otherwise.departed.insert(departure.duty.clone());
            }
        }
        for id in gone {
            changed.remove(&id);
        }
        self.profile.departures = changed;
    }
}

fn keep<T>(named: &mut Vec<T>, lost: bool) {
    if lost {
        named.clear();
    }
}

fn is_there(facts: &Facts, id: FactId) -> bool {
    facts.get(id).is_some_and(|fact| fact.place.is_some())
}

/// Makes evidence support nothing from a day on.
pub(crate) fn withdraw(evidence: &mut Evidence, as_of: Day) {
    if evidence.withdrawn.is_none_or(|withdrawn| withdrawn.first() > as_of) {
        evidence.withdrawn = Some(Dates::on(as_of));
    }
}

/// The last day on which a stated state may be relied on; `None` of what is no state.
pub(super) fn holds_until(fact: &Fact, dictionary: &Dictionary) -> Option<Day> {
    fact.stated_on.first().plus(dictionary.term(fact.term).holds_for?)
}

/// A node as it is where nothing is stated.
fn blank(fact: &mut Fact) {
    if !matches!(fact.content, Content::Record(_) | Content::Entries { .. }) {
        fact.content = Content::Missing;
    }
    fact.place = None;
    fact.cites.clear();
    fact.since = None;
    fact.planned = false;
}

/// A node and all that is stated beneath it.
pub(super) fn all_beneath(facts: &Facts, id: FactId) -> BTreeSet<FactId> {
    let is_closure = facts.get(id).is_some_and(|fact| matches!(fact.content, Content::Closure { .. }));
    let list = facts.get(id).and_then(|fact| fact.parent).filter(|parent| {
        is_closure && facts.get(*parent).is_some_and(|parent| matches!(parent.content, Content::List { .. }))
    });
    // The closure of a list is the list.
    beneath(facts, list.unwrap_or(id)).into_iter().filter(|id| is_there(facts, *id)).collect()
}

/// All that these pieces of evidence alone state: what cites them and nothing else, and what holds nothing but that.
pub(super) fn alone_stated(facts: &Facts, citing: &[FactId], gone: &BTreeSet<EvidenceId>) -> BTreeSet<FactId> {
    let only = |fact: &Fact| fact.cites.iter().all(|citation| gone.contains(&citation.evidence));
    let mut found: BTreeSet<FactId> = BTreeSet::new();
    let mut held: BTreeSet<FactId> = BTreeSet::new();
    for id in citing {
        let Some(fact) = facts.get(*id).filter(|fact| fact.place.is_some() && only(fact)) else { continue };
        match fact.content {
            Content::Record(_) | Content::Entries { .. } => {
                held.insert(*id);
            }
            _ => found.extend(all_beneath(facts, *id)),
        }
    }
    // From what holds nothing that is still stated, innermost first, to what holds that.
    let mut above: BTreeSet<FactId> = found.iter().filter_map(|id| facts.get(*id)?.parent).chain(held).collect();
    while let Some(id) = above.pop_last() {
        let Some(fact) = facts.get(id) else { continue };
        let is_left = |other: &FactId| *other != id && !found.contains(other) && is_there(facts, *other);
        if id != facts.root() && fact.place.is_some() && only(fact) && !beneath(facts, id).iter().any(is_left) {
            found.insert(id);
            above.extend(fact.parent);
        }
    }
    found
}
