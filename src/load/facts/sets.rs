//! Which keys a collection has whose entries belong to a set: those that the law closes for the force, else the profile's own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::law::Law;

use super::super::decode::Case;
use super::super::yaml::{Node, Tree};

/// The members of each set, for one force.
pub(super) struct Sets<'l> {
    /// By set: the members of all its closed statements that are for the force, at any date; none if there is no such.
    closed: BTreeMap<&'l str, BTreeSet<Arc<str>>>,
    /// By set that the law does not close: what the profile's collection of that name names.
    own: BTreeMap<String, Vec<Arc<str>>>,
}

impl<'l> Sets<'l> {
    pub(super) fn new(law: &'l Law, force: &str, tree: &Tree, facts: Option<&Node>) -> Self {
        let mut closed = BTreeMap::new();
        let mut own = BTreeMap::new();
        for set in law.sets.values() {
            let statements: Vec<_> =
                set.closed.iter().filter(|closed| closed.force.as_deref().is_none_or(|of| of == force)).collect();
            if statements.is_empty() {
                own.insert(set.id.as_str().to_owned(), profile_members(tree, facts, set.id.as_str()));
            } else {
                let members: BTreeSet<&str> =
                    statements.iter().flat_map(|closed| &closed.members).map(|id| id.as_str()).collect();
                closed.insert(set.id.as_str(), members.into_iter().map(Arc::from).collect());
            }
        }
        Self { closed, own }
    }

    /// The members that the law closes the set to; `None` if it does not for this force.
    pub(super) fn closed(&self, set: &str) -> Option<&BTreeSet<Arc<str>>> {
        self.closed.get(set)
    }

    /// The members that are known of.
    pub(super) fn members(&self, set: &str) -> Vec<Arc<str>> {
        match self.closed.get(set) {
            Some(members) => members.iter().cloned().collect(),
            None => self.own.get(set).cloned().unwrap_or_default(),
        }
    }
}

/// The keys of the profile's own collection, and the members that it closes it to.
fn profile_members(tree: &Tree, facts: Option<&Node>, set: &str) -> Vec<Arc<str>> {
    let Some(collection) = facts.and_then(|facts| tree.get(facts, set)) else { return Vec::new() };
    let keys = collection.entries().iter().map(|entry| &*entry.key);
    let closure = tree.get(collection, "complete").and_then(|complete| tree.get(complete, "members"));
    let members = match closure.map(|node| &node.kind) {
        Some(super::super::yaml::Kind::Sequence(items)) => {
            items.iter().filter_map(|item| tree.node(*item).text()).collect()
        }
        _ => Vec::new(),
    };
    let found: BTreeSet<&str> = keys.chain(members).filter(|key| *key != "complete" && Case::Kebab.fits(key)).collect();
    found.into_iter().map(Arc::from).collect()
}
