//! What one profile says otherwise than another, as things that can be taken over and put back one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::facts::FactId;
use crate::model::ids::{DepartureId, DutyId, EvidenceId};
use crate::model::merge::{Difference, Merged};
use crate::model::profile::{Departure, Evidence, Force, Profile};

use super::told;

/// Something that the other profile says otherwise; once taken over, what the first one says of it.
#[derive(Clone, Debug)]
pub(super) enum Otherwise {
    /// The force.
    Force(Box<Force>),
    /// A departure: the decision, and the facts that it consists of.
    Departure(DepartureId, Box<Option<Departure>>, Vec<Difference>),
    /// A piece of evidence.
    Evidence(EvidenceId, Box<Option<Evidence>>),
    /// A fact.
    Fact(Difference),
}

/// The first profile, and all that the other says otherwise.
pub(super) struct Edits {
    /// The first profile, with room for the facts of the other.
    pub(super) profile: Profile,
    /// What is otherwise: the force, departures and evidence by id, facts by path.
    pub(super) all: Vec<Otherwise>,
    /// By fact, what touches it.
    by_fact: BTreeMap<FactId, Vec<usize>>,
    /// By duty, the departures from it.
    by_duty: BTreeMap<DutyId, Vec<usize>>,
    by_evidence: BTreeMap<EvidenceId, usize>,
    force: Option<usize>,
}

impl Edits {
    /// Lays `after` over `before`.
    pub(super) fn of(before: &Profile, after: &Profile) -> Self {
        let merged = Merged::of(&before.facts, &after.facts, &str::to_owned);
        let facts = Arc::new(merged.facts);
        let departures_node = facts.find("departures").unwrap_or(facts.root());
        let profile = Profile { facts, departures_node, ..before.clone() };
        let mut all = Vec::new();
        if !told::force(&before.force, &after.force).is_empty() {
            all.push(Otherwise::Force(Box::new(after.force.clone())));
        }
        let (decided, facts): (Vec<Difference>, Vec<Difference>) =
            merged.differences.into_iter().partition(|one| departure_of(&one.path, before, after).is_some());
        all.extend(departures(before, after, decided));
        let ids: BTreeSet<&EvidenceId> = before.evidence.keys().chain(after.evidence.keys()).collect();
        for id in ids {
            let (own, other) = (before.evidence.get(id), after.evidence.get(id));
            if !told::evidence(own, other).is_empty() {
                all.push(Otherwise::Evidence(id.clone(), Box::new(other.cloned())));
            }
        }
        all.extend(facts.into_iter().map(Otherwise::Fact));
        Self::indexed(profile, all, after)
    }

    fn indexed(profile: Profile, all: Vec<Otherwise>, after: &Profile) -> Self {
        let mut by_fact: BTreeMap<FactId, Vec<usize>> = BTreeMap::new();
        let mut by_duty: BTreeMap<DutyId, Vec<usize>> = BTreeMap::new();
        let mut by_evidence = BTreeMap::new();
        let mut force = None;
        for (index, one) in all.iter().enumerate() {
            match one {
                Otherwise::Force(_) => force = Some(index),
                Otherwise::Evidence(id, _) => _ = by_evidence.insert(id.clone(), index),
                Otherwise::Departure(id, ..) => {
                    for departure in [&profile, after].into_iter().filter_map(|side| side.departures.get(id)) {
                        by_duty.entry(departure.duty.clone()).or_default().push(index);
                    }
                }
                Otherwise::Fact(_) => {}
            }
            for fact in one.facts().iter().flat_map(Difference::touches) {
                by_fact.entry(fact).or_default().push(index);
            }
        }
        Self { profile, all, by_fact, by_duty, by_evidence, force }
    }

    /// Takes something over; a second time, puts it back.
    pub(super) fn take(&mut self, index: usize) {
        if let Some(one) = self.all.get_mut(index) {
            one.swap(&mut self.profile);
        }
    }

    /// What concerns every duty.
    pub(super) fn of_the_force(&self) -> Option<usize> {
        self.force
    }

    /// What touches a fact.
    pub(super) fn at_fact(&self, id: FactId) -> &[usize] {
        self.by_fact.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is otherwise about a piece of evidence.
    pub(super) fn at_evidence(&self, id: &EvidenceId) -> Option<usize> {
        self.by_evidence.get(id).copied()
    }

    /// The departures from a duty that are otherwise.
    pub(super) fn of_duty(&self, id: &DutyId) -> &[usize] {
        self.by_duty.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Otherwise {
    /// The facts that are otherwise.
    pub(super) fn facts(&self) -> &[Difference] {
        match self {
            Self::Fact(one) => std::slice::from_ref(one),
            Self::Departure(_, _, facts) => facts,
            Self::Force(_) | Self::Evidence(..) => &[],
        }
    }

    fn swap(&mut self, profile: &mut Profile) {
        match self {
            Self::Force(force) => std::mem::swap(&mut profile.force, force),
            Self::Evidence(id, other) => swap_entry(Arc::make_mut(&mut profile.evidence), id, other),
            Self::Departure(id, other, facts) => {
                swap_entry(&mut profile.departures, id, other);
                for fact in facts {
                    Merged::take(Arc::make_mut(&mut profile.facts), fact);
                }
            }
            Self::Fact(fact) => Merged::take(Arc::make_mut(&mut profile.facts), fact),
        }
    }
}

fn swap_entry<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, key: &K, other: &mut Option<V>) {
    let own = match other.take() {
        Some(value) => map.insert(key.clone(), value),
        None => map.remove(key),
    };
    *other = own;
}

/// Of which departure a fact is a part.
fn departure_of(path: &str, before: &Profile, after: &Profile) -> Option<DepartureId> {
    let id = path.strip_prefix("departures.")?.split('.').next()?;
    let known = |profile: &Profile| profile.departures.contains_key(id);
    (known(before) || known(after)).then(|| DepartureId::from(id))
}

fn departures(before: &Profile, after: &Profile, facts: Vec<Difference>) -> Vec<Otherwise> {
    let mut parts: BTreeMap<DepartureId, Vec<Difference>> = BTreeMap::new();
    for fact in facts {
        if let Some(id) = departure_of(&fact.path, before, after) {
            parts.entry(id).or_default().push(fact);
        }
    }
    let ids: BTreeSet<&DepartureId> = before.departures.keys().chain(after.departures.keys()).collect();
    let mut found = Vec::new();
    for id in ids {
        let (own, other) = (before.departures.get(id), after.departures.get(id));
        let facts = parts.remove(id).unwrap_or_default();
        if !facts.is_empty() || !told::departure(own, other).is_empty() {
            found.push(Otherwise::Departure(id.clone(), Box::new(other.cloned()), facts));
        }
    }
    found
}
