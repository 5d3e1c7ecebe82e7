//! Two sets of facts over one arena, so that what differs between them can be taken over and put back, one difference at a time.
//!
//! The facts that were there first keep their numbers and, as long as nothing is taken, come out as they would on their own: what only the
//! others have is added as nodes that nothing leads to.

mod difference;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::Day;
use super::facts::{Citation, Content, Fact, FactId, Facts};

use difference::{difference, same_content};

/// The facts of one side, and how those of the other side differ.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The facts of the first side, with unstated nodes for what only the other has.
    pub facts: Facts,
    /// How the other side differs, by path.
    pub differences: Vec<Difference>,
}

/// What can be taken over on its own: a value, a `none`, a list with all that is in it, a closure, or that an entry is there.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The path.
    pub path: String,
    /// What becomes of it when it is taken.
    pub is: Change,
    /// The nodes as the side that is not in the arena has them; the first is that of the path.
    pub other: Vec<(FactId, Fact)>,
    /// What hangs in a collection, or does not, on the side that is not in the arena.
    hung: Vec<Hung>,
}

/// What becomes of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the other side states it.
    Added,
    /// Only the first side states it.
    Removed,
    /// Both state it, otherwise.
    Changed,
}

/// An entry or a closure of a collection: the node that hangs there, if one does.
#[derive(Clone, Debug)]
struct Hung {
    collection: FactId,
    at: Hook,
    node: Option<FactId>,
}

#[derive(Clone, Debug)]
enum Hook {
    Entry(Arc<str>),
    Closure,
}

impl Merged {
    /// Lays `b` over `a`. Both were read with the same dictionary. `rename` gives the path in `a` for a path in `b`.
    ///
    /// The facts are as `a` has them; the differences say how `b` has them. What `b` has no path for, it does not state.
    pub fn of(a: &Facts, b: &Facts, rename: &dyn Fn(&str) -> String) -> Self {
        let mut facts = a.clone();
        let joined = join(&mut facts, b, rename);
        let mut differences: Vec<Difference> =
            facts.iter().filter_map(|(id, _)| difference(&facts, b, &joined, id)).collect();
        differences.sort_by(|one, other| one.path.cmp(&other.path));
        Self { facts, differences }
    }

    /// Takes a difference over; a second time, puts it back.
    ///
    /// The differences of one merger may be taken and put back in any order. Where several were laid over the same facts, the last one taken
    /// is the first to be put back.
    pub fn take(facts: &mut Facts, difference: &mut Difference) {
        for (id, fact) in &mut difference.other {
            if let Some(own) = facts.get_mut(*id) {
                std::mem::swap(own, fact);
            }
        }
        for hung in &mut difference.hung {
            let Some(Content::Entries { entries, closure, .. }) =
                facts.get_mut(hung.collection).map(|fact| &mut fact.content)
            else {
                continue;
            };
            match &hung.at {
                Hook::Closure => std::mem::swap(closure, &mut hung.node),
                Hook::Entry(key) => {
                    let before = match hung.node {
                        Some(node) => entries.insert(Arc::clone(key), node),
                        None => entries.remove(key),
                    };
                    hung.node = before;
                }
            }
        }
    }
}

/// Lays `b` over facts and tells how it differs from them where it has nodes: of all else it says nothing.
pub(crate) fn lay_over(facts: &mut Facts, b: &Facts) -> Vec<Difference> {
    let joined = join(facts, b, &str::to_owned);
    joined.theirs.keys().filter_map(|id| difference(facts, b, &joined, *id)).collect()
}

impl Difference {
    /// Every node that is otherwise when this is taken, among them the collections in which something hangs that did not.
    pub fn touches(&self) -> impl Iterator<Item = FactId> {
        let collections = self.hung.iter().map(|hung| hung.collection);
        self.other.iter().map(|(id, _)| *id).chain(collections)
    }

    /// Whether the facts, before this is taken, say the same and can be relied on for it on that day: only who shows it, and when, differs.
    pub(crate) fn says_the_same(&self, facts: &Facts, day: Day) -> bool {
        self.other.iter().all(|(id, other)| {
            facts.get(*id).is_some_and(|own| {
                let relied_on = own.place.is_none() || (own.is_stated() && own.is_of_its_time(day));
                let as_stated = own.place.is_some() == other.place.is_some() && own.planned == other.planned;
                relied_on && as_stated && same_content(&own.content, &other.content)
            })
        })
    }

    /// Gives all that the side which is not in the arena states here the same citations.
    pub fn cite(&mut self, cites: &[Citation]) {
        for (_, fact) in self.other.iter_mut().filter(|(_, fact)| fact.place.is_some()) {
            fact.cites = cites.to_vec();
        }
    }
}

/// Which node of the arena is which node of the facts that were laid over it.
struct Joined {
    /// By node of the other side.
    own: BTreeMap<FactId, FactId>,
    /// By node of the arena.
    theirs: BTreeMap<FactId, FactId>,
}

/// Gives every path of `b` a node among the facts.
fn join(facts: &mut Facts, b: &Facts, rename: &dyn Fn(&str) -> String) -> Joined {
    let mut joined = Joined { own: BTreeMap::new(), theirs: BTreeMap::new() };
    for (other, fact) in b.iter() {
        let path = rename(&fact.path);
        let parent = fact.parent.and_then(|parent| joined.own.get(&parent)).copied();
        let id = facts.find(&path).unwrap_or_else(|| add(facts, fact, path, parent));
        joined.own.insert(other, id);
        joined.theirs.insert(id, other);
    }
    joined
}

/// Adds a node that states nothing, with all that may stand beneath it.
fn add(facts: &mut Facts, fact: &Fact, path: String, parent: Option<FactId>) -> FactId {
    let above = parent.and_then(|parent| facts.get(parent));
    if let Some(Content::Entries { phantom, .. }) = above.map(|above| &above.content)
        && facts.get(*phantom).is_some_and(|phantom| phantom.term == fact.term)
    {
        // An entry is like the one of which nothing is stated.
        return copy(facts, *phantom, path, parent);
    }
    let content = match &fact.content {
        Content::Record(_) => Content::Record(BTreeMap::new()),
        Content::Entries { .. } => Content::Entries { entries: BTreeMap::new(), closure: None, phantom: facts.root() },
        _ => Content::Missing,
    };
    let step: Option<Arc<str>> = path.rsplit('.').next().map(Arc::from);
    let is_phantom = step.as_deref() == Some("*");
    let id = facts.add(Fact { path, parent, ..unstated(fact, content) });
    match (step, parent.and_then(|parent| facts.get_mut(parent)).map(|fact| &mut fact.content)) {
        (Some(step), Some(Content::Record(children))) => drop(children.insert(step, id)),
        (_, Some(Content::Entries { phantom, .. })) if is_phantom => *phantom = id,
        _ => {}
    }
    id
}

/// Copies a node of which nothing is stated, and all beneath it, to another path.
fn copy(facts: &mut Facts, from: FactId, path: String, parent: Option<FactId>) -> FactId {
    let Some(model) = facts.get(from).cloned() else { return from };
    let beneath = |of: FactId, facts: &Facts| {
        let step = facts.get(of).and_then(|fact| fact.path.strip_prefix(model.path.as_str())).unwrap_or_default();
        format!("{path}{step}")
    };
    let content = model.content.clone();
    let id = facts.add(Fact { path: path.clone(), parent, ..model.clone() });
    let content = match content {
        Content::Record(children) => {
            let mut copied = BTreeMap::new();
            for (step, child) in children {
                let path = beneath(child, facts);
                copied.insert(step, copy(facts, child, path, Some(id)));
            }
            Content::Record(copied)
        }
        Content::Entries { phantom, .. } => {
            let path = beneath(phantom, facts);
            let phantom = copy(facts, phantom, path, Some(id));
            Content::Entries { entries: BTreeMap::new(), closure: None, phantom }
        }
        _ => Content::Missing,
    };
    if let Some(fact) = facts.get_mut(id) {
        fact.content = content;
    }
    id
}

/// A node that states nothing and is otherwise like another.
fn unstated(like: &Fact, content: Content) -> Fact {
    Fact {
        path: like.path.clone(),
        term: like.term,
        parent: like.parent,
        place: None,
        content,
        cites: Vec::new(),
        stated_on: like.stated_on,
        since: None,
        planned: false,
        marking: None,
        note: None,
    }
}
