//! What can be stated together: a collection that is said to be complete names every entry that is stated of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::facts::{Content, FactId, Facts};
use crate::model::merge::{Difference, lay_over};

use super::bench::Bench;
use super::change::{Change, To};

impl Bench<'_, '_> {
    /// Changes that can be stated together: what is complete names the entries that come with them, and no others that are not there.
    /// Where they add an entry to what the profile says to be complete, that becomes a change too.
    pub(super) fn fit(&mut self, changes: Vec<usize>) -> Vec<usize> {
        let added: BTreeSet<FactId> = self.all_of(&changes).flat_map(|one| &one.adds).map(|(id, _)| *id).collect();
        let is_apart = |one: &Change| matches!(one.to, To::Complete(_)) && one.is_fitted;
        if added.is_empty() && !self.all_of(&changes).any(is_apart) {
            return changes;
        }
        self.take(&[]);
        let mut fitted = Vec::new();
        let mut closed = BTreeSet::new();
        for index in &changes {
            let Some(change) = self.changes.get(*index) else { continue };
            let (id, is_closure) = (change.fact, self.is_closure(change));
            let is_whole = matches!(change.to, To::Complete(_)) || added.contains(&id);
            if is_closure && is_whole {
                closed.insert(id);
                fitted.extend(self.complete(id, &changes));
            } else {
                fitted.push(*index);
            }
        }
        for id in added.difference(&closed) {
            if closure_of(&self.profile.facts, *id).is_some() {
                fitted.extend(self.complete(*id, &changes));
            }
        }
        fitted
    }

    fn all_of<'b>(&'b self, changes: &'b [usize]) -> impl Iterator<Item = &'b Change> + 'b {
        changes.iter().filter_map(|index| self.changes.get(*index))
    }

    /// Whether a change is of a collection being complete.
    fn is_closure(&self, change: &Change) -> bool {
        let of = self.profile.facts.get(change.fact).map(|fact| &fact.content);
        !matches!(change.to, To::Entry(_)) && matches!(of, Some(Content::Entries { .. }))
    }

    /// That a collection is complete with what is there and what some changes add; nothing may be taken.
    fn complete(&mut self, id: FactId, changes: &[usize]) -> Option<usize> {
        let there = self.members_there(id);
        let added = self.all_of(changes).flat_map(|one| &one.adds).filter(|(of, _)| *of == id);
        let members: BTreeSet<Arc<str>> = there.iter().cloned().chain(added.map(|(_, key)| Arc::clone(key))).collect();
        if members.len() == there.len() {
            return self.think(id, To::Complete(there));
        }
        let to = To::Complete(members.into_iter().collect());
        if let Some(known) = self.changes.iter().position(|known| known.fact == id && known.to == to) {
            return Some(known);
        }
        let few = self.few(id, &to)?;
        let differences = lay_over(Arc::make_mut(&mut self.profile.facts), &few);
        // It is none of the ways of the collection alone.
        self.changes.push(Change { fact: id, to, differences, adds: Vec::new(), is_fitted: true });
        self.changes.len().checked_sub(1)
    }

    /// The entries that a change states and that are not there without it; nothing may be taken.
    pub(super) fn added(&self, differences: &[Difference]) -> Vec<(FactId, Arc<str>)> {
        let facts = &self.profile.facts;
        let entry = |(id, fact): &(FactId, crate::model::facts::Fact)| {
            let own = facts.get(*id)?;
            let parent = own.parent?;
            let above = facts.get(parent)?;
            let is_entry = matches!(above.content, Content::Entries { .. }) && above.term != own.term;
            let is_new = fact.place.is_some() && own.place.is_none();
            let key = own.path.rsplit('.').next()?;
            (is_entry && is_new).then(|| (parent, Arc::from(key)))
        };
        differences.iter().flat_map(|one| &one.other).filter_map(entry).collect()
    }

    /// Whether what is taken could be stated: nothing that is said to be complete has an entry that is not named there.
    pub(super) fn is_statable(&self) -> bool {
        let facts = &self.profile.facts;
        let touched = self.all_of(self.taken()).flat_map(|one| one.adds.iter().map(|(id, _)| *id).chain([one.fact]));
        touched.collect::<BTreeSet<FactId>>().into_iter().all(|id| {
            let Some(Content::Entries { entries, .. }) = facts.get(id).map(|fact| &fact.content) else { return true };
            let Some(members) = closure_of(facts, id) else { return true };
            let is_there = |id: &FactId| facts.get(*id).is_some_and(|fact| fact.place.is_some());
            entries.iter().filter(|(_, id)| is_there(id)).all(|(key, _)| members.contains(key))
        })
    }
}

/// The members with which a collection is said to be complete; `None` if it is not.
fn closure_of(facts: &Facts, id: FactId) -> Option<&[Arc<str>]> {
    let Content::Entries { closure, .. } = &facts.get(id)?.content else { return None };
    let closure = facts.get((*closure)?).filter(|closure| closure.place.is_some())?;
    match &closure.content {
        Content::Closure { members, .. } => Some(members),
        _ => None,
    }
}
