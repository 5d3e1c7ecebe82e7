//! A profile as far as a marking lets it be told: what is marked higher is taken out before anything is judged, so that nothing that is told
//! can hang on it.
//!
//! Where something was taken out, the path keeps its marking; by that, whatever asks for it is found and withheld. Every place in the
//! profile becomes the same one.
//!
//! INVARIANT: two profiles that differ only in what is marked higher (its values, how many there are of them beneath a path that stays
//! marked, where they stand) become the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::facts::{Citation, Content, Fact, FactId, Facts};
use crate::model::ids::{DepartureId, DutyId, EvidenceId};
use crate::model::law::Law;
use crate::model::place::Place;
use crate::model::profile::{Departure, Evidence, Force, PolicingBody, Profile, UnreadFact};
use crate::model::words::Marking;

use super::marking::Markings;

/// What of a profile a marking lets be told.
#[derive(Clone, Debug)]
pub(crate) struct Within {
    /// The marking.
    pub(crate) marking: Marking,
    /// The rest of the profile.
    pub(crate) profile: Profile,
    /// The duties from which a departure was recorded that is marked higher.
    pub(crate) departed: BTreeSet<DutyId>,
}

/// Takes out of a profile what is marked above a marking.
pub(crate) fn within(profile: &Profile, law: &Law, marking: Marking) -> Within {
    let markings = Markings::of(profile, law);
    let nowhere = Place { file: profile.place.file, line: 1, column: 1 };
    let cut = Cut { profile, markings: &markings, marking, nowhere };
    let (facts, departures_node) = cut.facts();
    let told = Profile {
        uses: profile.uses.clone(),
        force: cut.force(),
        stated_on: profile.stated_on,
        stated_on_inferred: profile.stated_on_inferred.clone().filter(|_| profile.marking <= marking),
        marking: profile.marking,
        facts: Arc::new(facts),
        departures_node,
        evidence: Arc::new(cut.evidence()),
        documents: Arc::default(),
        departures: cut.departures(),
        unread: cut.unread(),
        place: nowhere,
    };
    Within { marking, profile: told, departed: markings.departed_above(marking) }
}

struct Cut<'a> {
    profile: &'a Profile,
    markings: &'a Markings,
    marking: Marking,
    nowhere: Place,
}

impl Cut<'_> {
    fn is_told(&self, id: FactId) -> bool {
        self.markings.fact(id) <= self.marking
    }

    /// Who has what office, where that may be told.
    fn force(&self) -> Force {
        let force = &self.profile.force;
        let bodies = force.policing_bodies.iter().filter(|_| self.profile.marking <= self.marking);
        let body = |body: &PolicingBody| PolicingBody { place: self.nowhere, ..body.clone() };
        Force { policing_bodies: bodies.map(body).collect(), ..force.clone() }
    }

    fn evidence(&self) -> BTreeMap<EvidenceId, Evidence> {
        let is_told = |id: &EvidenceId| self.markings.evidence(id) <= self.marking;
        let told = self.profile.evidence.iter().filter(|(id, _)| is_told(id));
        told.map(|(id, own)| {
            let superseded_by = own.superseded_by.clone().filter(is_told);
            (id.clone(), Evidence { superseded_by, place: self.nowhere, ..own.clone() })
        })
        .collect()
    }

    fn departures(&self) -> BTreeMap<DepartureId, Departure> {
        let told = self.profile.departures.iter().filter(|(id, _)| self.markings.departure(id) <= self.marking);
        told.map(|(id, own)| {
            (id.clone(), Departure { cites: self.cites(&own.cites), place: self.nowhere, ..own.clone() })
        })
        .collect()
    }

    fn unread(&self) -> Vec<UnreadFact> {
        let told = self.profile.unread.iter();
        let told = told.filter(|fact| fact.marking.unwrap_or(self.profile.marking) <= self.marking);
        let mut told: Vec<UnreadFact> = told.map(|fact| UnreadFact { place: self.nowhere, ..fact.clone() }).collect();
        // As the profile has them, they tell what stands before what.
        told.sort_by(|a, b| a.path.cmp(&b.path));
        told
    }

    fn cites(&self, cites: &[Citation]) -> Vec<Citation> {
        let told = cites.iter().filter(|cited| self.markings.evidence(&cited.evidence) <= self.marking);
        told.map(|cited| Citation { place: self.nowhere, ..cited.clone() }).collect()
    }

    /// The facts that are left, and the node of `departures` among them.
    fn facts(&self) -> (Facts, FactId) {
        let old = &*self.profile.facts;
        let mut beneath: Vec<Vec<FactId>> = vec![Vec::new(); old.len()];
        for (id, fact) in old.iter() {
            if let Some(children) = fact.parent.and_then(|parent| beneath.get_mut(parent.index())) {
                children.push(id);
            }
        }
        let mut copy = Copying { cut: self, beneath, facts: Facts::default(), new: vec![None; old.len()] };
        copy.copy(old.root(), None);
        let departures = copy.new_of(self.profile.departures_node).unwrap_or(copy.facts.root());
        (copy.facts, departures)
    }
}

/// The facts, as far as they are copied.
struct Copying<'c, 'a> {
    cut: &'c Cut<'a>,
    /// What stands directly in each, by [`FactId::index`].
    beneath: Vec<Vec<FactId>>,
    facts: Facts,
    /// The number that each has now.
    new: Vec<Option<FactId>>,
}

impl Copying<'_, '_> {
    fn new_of(&self, old: FactId) -> Option<FactId> {
        self.new.get(old.index()).copied().flatten()
    }

    fn copy(&mut self, id: FactId, parent: Option<FactId>) {
        let cut = self.cut;
        let Some(fact) = cut.profile.facts.get(id) else { return };
        let told = cut.is_told(id);
        let children = self.beneath.get(id.index()).cloned().unwrap_or_default();
        let kept: Vec<FactId> = children.into_iter().filter(|child| self.is_kept(fact, *child, told)).collect();
        let copied = self.facts.add(self.bare(id, fact, parent));
        if let Some(new) = self.new.get_mut(id.index()) {
            *new = Some(copied);
        }
        for child in &kept {
            self.copy(*child, Some(copied));
        }
        let content = self.content(fact, &kept, told);
        if let Some(fact) = self.facts.get_mut(copied) {
            fact.content = content;
        }
    }

    /// Whether a path is left: that of the dictionary, and that of an entry that may be told.
    fn is_kept(&self, holder: &Fact, child: FactId, holder_is_told: bool) -> bool {
        match &holder.content {
            Content::Entries { phantom, .. } if *phantom == child => true,
            Content::Entries { closure, .. } if *closure == Some(child) => holder_is_told,
            Content::Entries { .. } => self.cut.markings.is_by_law(child) || self.cut.is_told(child),
            Content::List { .. } => holder_is_told,
            _ => true,
        }
    }

    /// A fact without what is in it; one that may not be told keeps its path and its marking alone.
    fn bare(&self, id: FactId, fact: &Fact, parent: Option<FactId>) -> Fact {
        let cut = self.cut;
        let blank = Fact {
            path: fact.path.clone(),
            term: fact.term,
            parent,
            place: None,
            content: Content::Missing,
            cites: Vec::new(),
            stated_on: cut.profile.stated_on,
            since: None,
            planned: false,
            marking: Some(cut.markings.fact(id)),
            note: None,
        };
        if !cut.is_told(id) {
            return blank;
        }
        let shows = cut.markings.shows(id) <= cut.marking;
        Fact {
            place: fact.place.filter(|_| shows).map(|_| cut.nowhere),
            cites: cut.cites(&fact.cites),
            stated_on: fact.stated_on,
            since: fact.since,
            planned: fact.planned,
            marking: fact.marking,
            note: fact.note.clone(),
            ..blank
        }
    }

    fn content(&self, fact: &Fact, kept: &[FactId], told: bool) -> Content {
        let new = |id: &FactId| self.new_of(*id);
        let named = || {
            let step = |id: &FactId| {
                let path = &self.cut.profile.facts.get(*id)?.path;
                Some((Arc::from(path.rsplit('.').next()?), new(id)?))
            };
            kept.iter().filter_map(step).collect::<BTreeMap<Arc<str>, FactId>>()
        };
        match &fact.content {
            Content::Entries { entries, closure, phantom } => Content::Entries {
                entries: entries.iter().filter_map(|(key, id)| Some((Arc::clone(key), new(id)?))).collect(),
                closure: closure.as_ref().and_then(new),
                phantom: new(phantom).unwrap_or(self.facts.root()),
            },
            Content::Record(children) => {
                Content::Record(children.iter().filter_map(|(step, id)| Some((Arc::clone(step), new(id)?))).collect())
            }
            // What was said not to exist leaves what it would be.
            Content::Absence if !told && !kept.is_empty() => Content::Record(named()),
            _ if !told => Content::Missing,
            Content::List { items, closure } => {
                Content::List { items: items.iter().filter_map(new).collect(), closure: closure.as_ref().and_then(new) }
            }
            other => other.clone(),
        }
    }
}
