//! What makes it known that there are no others: a closure that names the members that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::Dates;
use crate::model::facts::{Content, Fact, FactId, Facts};
use crate::model::law::{Duty, Requirement};

use super::moved::stated_entries;
use super::{Witness, Witnesses};

/// The set of the departures that the profile records.
const DEPARTURES: &str = "departures";

impl Witnesses<'_> {
    /// Closes the set of a requirement's subjects; `None` where it is no collection of facts.
    pub(super) fn closing(&self, duty: &Duty, requirement: &Requirement) -> Option<Witness> {
        let profile = self.case.profile();
        let set = requirement.for_each.as_ref()?;
        let collection = match set.as_str() {
            DEPARTURES => profile.departures_node,
            path => profile.facts.find(path)?,
        };
        let Some(Content::Entries { closure, .. }) = profile.facts.get(collection).map(|fact| &fact.content) else {
            return None;
        };
        let known = match closure.and_then(|id| profile.facts.get(id)).map(|fact| &fact.content) {
            Some(Content::Closure { members, .. }) => members.clone(),
            _ => Vec::new(),
        };
        let members: BTreeSet<Arc<str>> = stated_entries(&profile.facts, collection).into_iter().chain(known).collect();
        // It has to go back as far as the furthest look-back for these subjects does.
        let of_set = duty.requirements.iter().filter(|one| one.for_each.as_ref() == Some(set));
        let starts = of_set.filter_map(|one| self.as_of.plus(one.look_back.as_ref()?.period.back()));
        let from = starts.min().map(Dates::on);
        let few = self.with_closure(collection, Content::Closure { members: members.into_iter().collect(), from })?;
        Some(self.laid(&few, BTreeMap::new()))
    }

    /// A closure of a collection, and what it stands in.
    fn with_closure(&self, collection: FactId, content: Content) -> Option<Facts> {
        let profile = self.case.profile();
        let mut above = Vec::new();
        let mut next = Some(collection);
        while let Some(fact) = next.and_then(|id| profile.facts.get(id)) {
            above.push(fact);
            next = fact.parent;
        }
        let mut few = Facts::default();
        let mut parent = None;
        for fact in above.into_iter().rev() {
            let content = match &fact.content {
                Content::Entries { .. } => {
                    Content::Entries { entries: BTreeMap::new(), closure: None, phantom: few.root() }
                }
                _ => Content::Record(BTreeMap::new()),
            };
            parent = Some(few.add(Fact { parent, content, cites: Vec::new(), ..fact.clone() }));
        }
        let held = few.get(parent?)?.clone();
        few.add(Fact {
            path: format!("{}.complete", held.path),
            place: Some(profile.place),
            parent,
            content,
            stated_on: Dates::on(self.as_of),
            since: None,
            note: None,
            ..held
        });
        Some(few)
    }
}
