//! How high each thing in a profile is marked, and how high what a duty was judged by.
//!
//! Generous: a fact is as high as what it cites, a part as what it is a part of, a list as its highest value. A collection is as high as the
//! highest entry whose key is no word of the law's, for how many entries there are, and which, shows in whatever goes through it. What does
//! not show in any judging is no reason: a record of the dictionary is there whatever the profile states in it.
//!
//! INVARIANT: the marking of a thing hangs on markings, citations and the shape of the profile, never on a value.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dictionary::TermKind;
use crate::model::facts::{Content, Fact, FactId, Facts};
use crate::model::ids::{DepartureId, DutyId, EvidenceId, Holder};
use crate::model::law::{Duty, Law};
use crate::model::profile::Profile;
use crate::model::words::Marking;

use super::assemble::Judgement;
use super::turns::Rests;

/// The least marking that there is.
const LEAST: Marking = Marking::Official;

/// How high everything in one profile is marked.
#[derive(Clone, Debug)]
pub(crate) struct Markings {
    profile: Marking,
    /// By [`FactId::index`]; empty where nothing is marked above the least.
    facts: Vec<Marking>,
    /// Of what holds facts, the least marking of any that is stated in it: from that on it shows that it is there. By [`FactId::index`].
    shows: Vec<Option<Marking>>,
    /// The entries that the law names.
    by_law: BTreeSet<FactId>,
    evidence: BTreeMap<EvidenceId, Marking>,
    departures: BTreeMap<DepartureId, (DutyId, Marking)>,
    highest: Marking,
}

impl Markings {
    /// Looks at every fact, piece of evidence and departure of a profile.
    pub(crate) fn of(profile: &Profile, law: &Law) -> Self {
        let base = profile.marking;
        let evidence: BTreeMap<EvidenceId, Marking> =
            profile.evidence.values().map(|own| (own.id.clone(), own.marking.unwrap_or(base))).collect();
        let stated = profile.facts.iter().filter_map(|(_, fact)| fact.marking);
        let unread = profile.unread.iter().filter_map(|fact| fact.marking);
        let highest = evidence.values().copied().chain(stated).chain(unread).fold(base, Marking::max);
        if highest == LEAST {
            let (facts, shows, by_law, departures) = Default::default();
            return Self { profile: base, facts, shows, by_law, evidence, departures, highest };
        }
        let table = Table::of(profile, law, &evidence);
        let departed = |id: &DepartureId| table.departure(profile, id);
        let departures = profile.departures.values();
        let departures = departures.map(|one| (one.id.clone(), (one.duty.clone(), departed(&one.id)))).collect();
        let by_law = table.by_law();
        let Table { levels: facts, shows, .. } = table;
        Self { profile: base, facts, shows, by_law, evidence, departures, highest }
    }

    /// The marking of a fact.
    pub(crate) fn fact(&self, id: FactId) -> Marking {
        self.facts.get(id.index()).copied().unwrap_or(self.profile)
    }

    /// From which marking on it shows that a fact is there.
    pub(super) fn shows(&self, id: FactId) -> Marking {
        self.shows.get(id.index()).copied().flatten().unwrap_or(self.fact(id))
    }

    /// Whether an entry is there because the law names it.
    pub(super) fn is_by_law(&self, id: FactId) -> bool {
        self.by_law.contains(&id)
    }

    /// The marking of a piece of evidence.
    pub(crate) fn evidence(&self, id: &EvidenceId) -> Marking {
        self.evidence.get(id).copied().unwrap_or(self.profile)
    }

    /// The marking of a departure.
    pub(crate) fn departure(&self, id: &DepartureId) -> Marking {
        self.departures.get(id).map_or(self.profile, |(_, marking)| *marking)
    }

    /// The highest marking of the profile and of anything in it.
    pub(crate) fn highest(&self) -> Marking {
        self.highest
    }

    /// The duties that a departure marked above that names.
    pub(crate) fn departed_above(&self, marking: Marking) -> BTreeSet<DutyId> {
        let above = self.departures.values().filter(|(_, own)| *own > marking);
        above.map(|(duty, _)| duty.clone()).collect()
    }

    /// The highest marking of what a duty itself was judged by, those that it rests on left aside.
    pub(crate) fn of_duty(&self, duty: &Duty, rests: &Rests) -> Marking {
        // With a chief officer there always is one; who else there is, the profile says.
        let is_scoped = |holder: &Holder| holder.is_of_the_force() && holder.as_str() != Holder::CHIEF_OFFICER;
        let scope = duty.owed_by.iter().any(is_scoped).then_some(self.profile);
        let departures = self.departures.values().filter(|(named, _)| *named == duty.id).map(|(_, marking)| *marking);
        let facts = rests.facts.iter().map(|id| self.fact(*id));
        facts.chain(departures).chain(scope).fold(LEAST, Marking::max)
    }

    /// Writes into every duty how high what it was judged by is marked, with what the duties were judged by that it rests on.
    pub(super) fn mark(&self, judgements: &mut BTreeMap<DutyId, Judgement>, law: &Law, order: &[DutyId]) {
        for judgement in judgements.values_mut() {
            let duty = law.duty(judgement.result.id.as_str());
            judgement.result.marking = duty.map_or(self.profile, |duty| self.of_duty(duty, &judgement.rests));
        }
        for id in order {
            let read = judgements.get(id).map(|one| one.result.rests_on.clone()).unwrap_or_default();
            let highest = read.iter().filter_map(|other| judgements.get(other)).map(|one| one.result.marking).max();
            if let (Some(own), Some(highest)) = (judgements.get_mut(id), highest) {
                own.result.marking = own.result.marking.max(highest);
            }
        }
    }
}

/// The markings of the facts, as far as they are found out.
struct Table<'p> {
    facts: &'p Facts,
    law: &'p Law,
    force: &'p str,
    base: Marking,
    levels: Vec<Marking>,
    /// Of what holds facts, the least marking of any that is stated in it: from that on it shows that it is there.
    shows: Vec<Option<Marking>>,
}

impl<'p> Table<'p> {
    fn of(profile: &'p Profile, law: &'p Law, evidence: &BTreeMap<EvidenceId, Marking>) -> Self {
        let facts = &*profile.facts;
        let (base, force) = (profile.marking, profile.force.id.as_str());
        let mut table =
            Self { facts, law, force, base, levels: vec![base; facts.len()], shows: vec![None; facts.len()] };
        let entries = table.entries();
        for (id, fact) in facts.iter() {
            table.set(id, table.own(fact, entries.contains(&id), evidence));
        }
        table.lists();
        table.show();
        table.named_entries(profile.departures_node);
        table.collections();
        table.within();
        table
    }

    fn level(&self, id: FactId) -> Marking {
        self.levels.get(id.index()).copied().unwrap_or(self.base)
    }

    fn set(&mut self, id: FactId, marking: Marking) {
        if let Some(level) = self.levels.get_mut(id.index()) {
            *level = marking;
        }
    }

    fn raise(&mut self, id: FactId, marking: Marking) {
        self.set(id, self.level(id).max(marking));
    }

    /// What holds a fact, nearest first.
    fn above(&self, fact: &'p Fact) -> impl Iterator<Item = (FactId, &'p Fact)> {
        let facts = self.facts;
        let step = move |id: Option<FactId>| id.and_then(|id| Some((id, facts.get(id)?)));
        std::iter::successors(step(fact.parent), move |(_, fact)| step(fact.parent))
    }

    /// Every collection with its entries.
    fn all_entries(&self) -> impl Iterator<Item = (FactId, &'p Fact, Entries<'p>)> + use<'p> {
        self.facts.iter().filter_map(|(id, fact)| Some((id, fact, Entries::of(fact)?)))
    }

    fn entries(&self) -> BTreeSet<FactId> {
        self.all_entries().flat_map(|(.., own)| own.entries.values().copied()).collect()
    }

    /// A fact's own marking, or the highest of what it is a part of, else the profile's; or that of what it cites.
    fn own(&self, fact: &'p Fact, is_entry: bool, evidence: &BTreeMap<EvidenceId, Marking>) -> Marking {
        let holders = self.above(fact).map(|(_, fact)| fact);
        // A collection is marked for its entries, each of which has a marking of its own.
        let parts = holders.filter(|fact| !matches!(fact.content, Content::Entries { .. }));
        let stated = parts.chain([fact]).filter_map(|fact| fact.marking).max();
        if matches!(fact.content, Content::Record(_)) && !is_entry {
            return stated.unwrap_or(LEAST);
        }
        let cited = fact.cites.iter().filter_map(|cited| evidence.get(&cited.evidence)).copied();
        cited.fold(stated.unwrap_or(self.base), Marking::max)
    }

    /// A list is one thing: it is as high as the highest of its values.
    fn lists(&mut self) {
        for (id, fact) in self.facts.iter() {
            if let Content::List { items, closure } = &fact.content {
                let parts = || items.iter().chain(closure);
                let highest = parts().map(|part| self.level(*part)).fold(self.level(id), Marking::max);
                for part in parts().chain([&id]) {
                    self.set(*part, highest);
                }
            }
        }
    }

    /// Finds from which marking on it shows that what holds facts is there.
    fn show(&mut self) {
        let states = |content: &Content| !matches!(content, Content::Record(_) | Content::Entries { .. });
        for (id, fact) in self.facts.iter().filter(|(_, fact)| fact.place.is_some() && states(&fact.content)) {
            let level = self.level(id);
            let holders: Vec<FactId> = self.above(fact).map(|(holder, _)| holder).collect();
            for holder in holders {
                if let Some(least) = self.shows.get_mut(holder.index()) {
                    *least = Some(least.map_or(level, |least| least.min(level)));
                }
            }
        }
    }

    /// An entry is there by its own marking, and by the least of what is stated in it; a departure is one thing, as a list is.
    fn named_entries(&mut self, departures: FactId) {
        for (id, fact) in self.facts.iter().filter(|(_, fact)| fact.place.is_some()) {
            let level = self.level(id);
            let holders = self.above(fact).collect::<Vec<_>>();
            for (holder, _) in holders.into_iter().filter(|(_, fact)| fact.parent == Some(departures)) {
                self.raise(holder, level);
            }
        }
        for (.., own) in self.all_entries() {
            for id in own.entries.values() {
                if let Some(shows) = self.shows.get(id.index()).copied().flatten() {
                    self.raise(*id, shows);
                }
            }
        }
    }

    fn collections(&mut self) {
        let found: Vec<_> = self.all_entries().collect();
        // What only a list of members names, here or in the collection after whose entries these are called, is as high as that.
        for (_, fact, own) in &found {
            let like = self.called_after(fact);
            let unstated: Vec<_> = own.entries.iter().filter(|(_, id)| !self.is_stated(**id)).collect();
            for (key, id) in unstated {
                let named = own.closure.map(|closure| self.level(closure));
                let other = like.as_ref().and_then(|like| {
                    let entry = like.entries.get(key).copied().filter(|entry| self.is_stated(*entry));
                    entry.or(like.closure).map(|id| self.level(id))
                });
                self.raise(*id, named.into_iter().chain(other).fold(self.base, Marking::max));
            }
        }
        for (id, fact, own) in &found {
            let by_law = self.is_by_law(fact);
            let entries = own.entries.values().filter(|_| !by_law).chain(own.closure.as_ref());
            let highest = entries.map(|id| self.level(*id)).chain(fact.marking).fold(self.level(*id), Marking::max);
            for part in [Some(*id), own.closure, Some(own.phantom)].into_iter().flatten() {
                self.raise(part, highest);
            }
        }
    }

    /// Everything in an entry is at least as high as the entry.
    fn within(&mut self) {
        let mut holding: BTreeSet<FactId> = self.entries();
        holding.extend(self.all_entries().map(|(.., own)| own.phantom));
        for (id, fact) in self.facts.iter() {
            let highest = self.above(fact).filter(|(holder, _)| holding.contains(holder));
            let highest = highest.map(|(holder, _)| self.level(holder)).max();
            if let Some(highest) = highest {
                self.raise(id, highest);
            }
        }
    }

    fn is_stated(&self, id: FactId) -> bool {
        self.facts.get(id).is_some_and(|fact| fact.place.is_some())
    }

    fn keyed_by(&self, fact: &Fact) -> Option<&'p str> {
        match &self.law.dictionary.term(fact.term).kind {
            TermKind::Collection { keyed_by: Some(set), .. } => Some(set.as_str()),
            _ => None,
        }
    }

    /// Whether the keys of a collection are words of the law's, at whatever date.
    fn is_by_law(&self, fact: &Fact) -> bool {
        let set = self.keyed_by(fact).and_then(|set| self.law.sets.get(set));
        let is_for = |of: Option<&str>| of.is_none_or(|of| of == self.force);
        set.is_some_and(|set| set.closed.iter().any(|closed| is_for(closed.force.as_deref())))
    }

    fn by_law(&self) -> BTreeSet<FactId> {
        let named = self.all_entries().filter(|(_, fact, _)| self.is_by_law(fact));
        named.flat_map(|(.., own)| own.entries.values().copied()).collect()
    }

    /// The profile's own collection after whose entries those of another are called.
    fn called_after(&self, fact: &Fact) -> Option<Entries<'p>> {
        let set = self.keyed_by(fact).filter(|_| !self.is_by_law(fact))?;
        Entries::of(self.facts.get(self.facts.find(set)?)?)
    }

    fn departure(&self, profile: &Profile, id: &DepartureId) -> Marking {
        let all = self.facts.get(profile.departures_node).and_then(Entries::of);
        let entry = all.and_then(|all| all.entries.get(id.as_str()).copied());
        entry.map_or(self.base, |entry| self.level(entry))
    }
}

/// The parts of a collection.
struct Entries<'p> {
    entries: &'p BTreeMap<std::sync::Arc<str>, FactId>,
    closure: Option<FactId>,
    phantom: FactId,
}

impl<'p> Entries<'p> {
    fn of(fact: &'p Fact) -> Option<Self> {
        match &fact.content {
            Content::Entries { entries, closure, phantom } => {
                Some(Self { entries, closure: *closure, phantom: *phantom })
            }
            _ => None,
        }
    }
}
