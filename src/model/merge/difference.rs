//! Where two sides differ at a node: what differs as one, and what of it counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::facts::{Content, Fact, FactId, Facts};
use super::{Change, Difference, Hook, Hung, Joined, unstated};

/// What a node is in that which holds it.
enum Role {
    /// A path of its own, or the root.
    Own,
    /// An entry of a collection, or the phantom of one.
    Entry(FactId, Arc<str>),
    /// The closure of a collection.
    Closure(FactId),
    /// A value of a list, or its closure: it goes with the list.
    Part,
}

/// How the other side differs at a node and in what goes with it; `None` if it does not, or if the node goes with another.
pub(super) fn difference(facts: &Facts, b: &Facts, joined: &Joined, id: FactId) -> Option<Difference> {
    let own = facts.get(id)?;
    let role = role(facts, own);
    if matches!(role, Role::Part) || matches!(own.content, Content::Entries { .. }) {
        return None;
    }
    let head = version(facts, b, joined, id)?;
    let is_plain = matches!(role, Role::Own);
    if is_plain && matches!((&own.content, &head.content), (Content::Record(_), Content::Record(_))) {
        return None;
    }
    let is = match (own.place, head.place) {
        (None, None) => return None,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (Some(_), Some(_)) => Change::Changed,
    };
    let parts = parts(&own.content).into_iter().chain(parts(&head.content));
    let mut nodes: BTreeMap<FactId, Fact> =
        parts.filter_map(|part| Some((part, version(facts, b, joined, part)?))).collect();
    nodes.remove(&id);
    let other: Vec<(FactId, Fact)> = std::iter::once((id, head)).chain(nodes).collect();
    let differs = other.iter().any(|(id, other)| facts.get(*id).is_some_and(|own| !same(own, other)));
    let hung = match &role {
        Role::Entry(collection, key) => entry(facts, joined, *collection, key, id).into_iter().collect(),
        Role::Closure(collection) => closure(facts, b, joined, *collection, id),
        Role::Own | Role::Part => Vec::new(),
    };
    (differs || !hung.is_empty()).then(|| Difference { path: own.path.clone(), is, other, hung })
}

fn role(facts: &Facts, own: &Fact) -> Role {
    let Some((parent, above)) = own.parent.and_then(|parent| Some((parent, facts.get(parent)?))) else {
        return Role::Own;
    };
    match (&above.content, above.term == own.term) {
        (Content::Entries { .. }, true) => Role::Closure(parent),
        (Content::Entries { .. }, false) => Role::Entry(parent, Arc::from(step(&own.path))),
        // What stands in a list has its term.
        (_, true) => Role::Part,
        (_, false) => Role::Own,
    }
}

fn step(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The nodes that go with a list.
fn parts(content: &Content) -> Vec<FactId> {
    match content {
        Content::List { items, closure } => items.iter().chain(closure).copied().collect(),
        _ => Vec::new(),
    }
}

/// A node as the other side has it; one that states nothing, if it has none.
fn version(facts: &Facts, b: &Facts, joined: &Joined, id: FactId) -> Option<Fact> {
    let own = facts.get(id)?;
    let children = || match &own.content {
        Content::Record(children) => children.clone(),
        _ => beneath(facts, id),
    };
    let Some(other) = joined.theirs.get(&id).and_then(|other| b.get(*other)) else {
        let is_record = matches!(own.content, Content::Record(_) | Content::Absence);
        let children = if is_record { children() } else { BTreeMap::new() };
        let content = if children.is_empty() { Content::Missing } else { Content::Record(children) };
        return Some(unstated(own, content));
    };
    let here = |id: &FactId| joined.own.get(id).copied();
    let content = match &other.content {
        Content::Record(_) => Content::Record(children()),
        Content::List { items, closure } => {
            Content::List { items: items.iter().filter_map(here).collect(), closure: closure.as_ref().and_then(here) }
        }
        content => content.clone(),
    };
    Some(Fact { path: own.path.clone(), term: own.term, parent: own.parent, content, ..other.clone() })
}

/// What may stand in a record that is stated not to exist.
fn beneath(facts: &Facts, id: FactId) -> BTreeMap<Arc<str>, FactId> {
    let Some(term) = facts.get(id).map(|fact| fact.term) else { return BTreeMap::new() };
    let children = facts.iter().filter(|(_, fact)| fact.parent == Some(id) && fact.term != term);
    children.map(|(child, fact)| (Arc::from(step(&fact.path)), child)).collect()
}

/// Whether two nodes of one arena say the same of the same: places do not count.
fn same(own: &Fact, other: &Fact) -> bool {
    if own.place.is_none() && other.place.is_none() {
        return true;
    }
    let cites = |fact: &Fact| -> Vec<String> { fact.cites.iter().map(ToString::to_string).collect() };
    own.place.is_some() == other.place.is_some()
        && same_content(&own.content, &other.content)
        && (own.stated_on, own.since, own.planned) == (other.stated_on, other.since, other.planned)
        && (own.marking, &own.note) == (other.marking, &other.note)
        && cites(own) == cites(other)
}

/// Whether two contents are the same, as far as that can be told without those that stand in them.
pub(super) fn same_content(own: &Content, other: &Content) -> bool {
    match (own, other) {
        (Content::Missing, Content::Missing)
        | (Content::Absence, Content::Absence)
        | (Content::Record(_), Content::Record(_))
        | (Content::Entries { .. }, Content::Entries { .. }) => true,
        (Content::Value(own), Content::Value(other)) => own == other,
        (Content::List { items, closure }, Content::List { items: others, closure: other }) => {
            items == others && closure == other
        }
        (Content::Closure { members, from }, Content::Closure { members: others, from: other }) => {
            members == others && from == other
        }
        _ => false,
    }
}

/// What hangs in a collection on this side, and which node: an entry by its key.
fn hangs(facts: &Facts, collection: FactId, key: &str) -> Option<FactId> {
    match &facts.get(collection)?.content {
        Content::Entries { entries, .. } => entries.get(key).copied(),
        _ => None,
    }
}

fn entry(facts: &Facts, joined: &Joined, collection: FactId, key: &Arc<str>, id: FactId) -> Option<Hung> {
    let here = hangs(facts, collection, key).is_some();
    let there = joined.theirs.contains_key(&id);
    (here != there).then(|| Hung { collection, at: Hook::Entry(Arc::clone(key)), node: there.then_some(id) })
}

/// The closure itself, and the entries that are there only because it names them.
fn closure(facts: &Facts, b: &Facts, joined: &Joined, collection: FactId, id: FactId) -> Vec<Hung> {
    let here = match facts.get(collection).map(|fact| &fact.content) {
        Some(Content::Entries { closure, .. }) => closure.is_some(),
        _ => false,
    };
    let there = joined.theirs.contains_key(&id);
    let mut hung = Vec::new();
    if here != there {
        hung.push(Hung { collection, at: Hook::Closure, node: there.then_some(id) });
    }
    let path = facts.get(collection).map(|fact| fact.path.as_str()).unwrap_or_default();
    let theirs = joined.theirs.get(&id).and_then(|other| b.get(*other));
    let named = facts.get(id).into_iter().chain(theirs).flat_map(|fact| match &fact.content {
        Content::Closure { members, .. } => members.clone(),
        _ => Vec::new(),
    });
    let keys: BTreeMap<Arc<str>, FactId> =
        named.filter_map(|key| Some((Arc::clone(&key), facts.find(&format!("{path}.{key}"))?))).collect();
    for (key, id) in keys {
        let is_there = |fact: Option<&Fact>| fact.is_some_and(|fact| fact.place.is_some());
        let other = joined.theirs.get(&id).and_then(|other| b.get(*other));
        // One that either side states is a difference of its own.
        if !is_there(facts.get(id)) && !is_there(other) {
            hung.extend(entry(facts, joined, collection, &key, id));
        }
    }
    hung
}
