//! The facts of a profile as one arena: every path that the dictionary knows has its node, stated or not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::{Dates, Day};
use super::dictionary::TermId;
use super::ids::EvidenceId;
use super::number::Number;
use super::place::Place;
use super::words::Marking;

/// A node of [`Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(u32);

impl FactId {
    /// The number of the node, from 0, without holes: fit to index a table of flags.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One node: a value, a group of values, or a path of the dictionary that the profile does not state.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The path: `prevent.strategic_lead.appointed`, `inspections.prevent-2020.published`, `plan.threats_addressed[0]`.
    pub path: String,
    /// What the dictionary says of it.
    pub term: TermId,
    /// The node that holds this one; `None` for the root.
    pub parent: Option<FactId>,
    /// Where the profile states it; `None` if it does not.
    pub place: Option<Place>,
    /// What it is.
    pub content: Content,
    /// What it cites: its own citations, or those beside it in its record.
    pub cites: Vec<Citation>,
    /// When it was stated: its own date, its record's, or the profile's.
    pub stated_on: Dates,
    /// Since when it has been so.
    pub since: Option<Dates>,
    /// Whether the profile says that the date is a plan.
    pub planned: bool,
    /// Its marking, if it has one of its own or of its record's.
    pub marking: Option<Marking>,
    /// A note for readers.
    pub note: Option<String>,
}

/// The content of a node.
#[derive(Clone, Debug)]
pub enum Content {
    /// Not stated: an absent key, null, an empty text.
    Missing,
    /// `none`: the thing does not exist. Counts only if it is cited.
    Absence,
    /// One value.
    Value(Scalar),
    /// Named facts.
    Record(BTreeMap<Arc<str>, FactId>),
    /// Entries by key.
    Entries {
        /// The entries that the profile states or that a closed set names, by key.
        entries: BTreeMap<Arc<str>, FactId>,
        /// The node of `complete`, if the profile has one.
        closure: Option<FactId>,
        /// An entry of which nothing is stated: what any other key reads as.
        phantom: FactId,
    },
    /// Values in their order. With a closure these are its members.
    List {
        /// The node of each value.
        items: Vec<FactId>,
        /// The node of `complete`, if the profile has one.
        closure: Option<FactId>,
    },
    /// `complete`: the members named are all there are.
    Closure {
        /// The keys of the members; of a list, its values as text.
        members: Vec<Arc<str>>,
        /// The first day for which that is claimed; `None` if it is not said.
        from: Option<Dates>,
    },
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `true` or `false`.
    YesNo(bool),
    /// A number or a bound.
    Number(Number),
    /// Words, a choice, or a member of a set.
    Text(Arc<str>),
    /// An event or a limit.
    Dates(Dates),
}

/// `evidence-id#anchor`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Where in it: a paragraph number, a heading's anchor.
    pub anchor: Option<String>,
    /// Where the profile cites it.
    pub place: Place,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.anchor {
            Some(anchor) => write!(f, "{}#{anchor}", self.evidence),
            None => write!(f, "{}", self.evidence),
        }
    }
}

/// All facts of one profile.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    nodes: Vec<Fact>,
    by_path: BTreeMap<String, FactId>,
}

impl Facts {
    /// Adds a node and returns its number. The first one added is the root.
    pub fn add(&mut self, fact: Fact) -> FactId {
        let id = FactId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.by_path.insert(fact.path.clone(), id);
        self.nodes.push(fact);
        id
    }

    /// The node with that number; `None` if it belongs to other facts.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.nodes.get(id.index())
    }

    /// The node with that number, to be filled in.
    pub fn get_mut(&mut self, id: FactId) -> Option<&mut Fact> {
        self.nodes.get_mut(id.index())
    }

    /// The node at a path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FactId> {
        self.by_path.get(path).copied()
    }

    /// The root, whose content is a record.
    #[must_use]
    pub fn root(&self) -> FactId {
        FactId(0)
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is not even a root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every node with its number.
    pub fn iter(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.nodes.iter().enumerate().map(|(index, fact)| (FactId(u32::try_from(index).unwrap_or(u32::MAX)), fact))
    }

    /// The nearest place in the profile that holds, or would hold, a node: its own, or that of what it stands in.
    #[must_use]
    pub fn nearest_place(&self, id: FactId) -> Option<Place> {
        let mut next = Some(id);
        while let Some(fact) = next.and_then(|id| self.get(id)) {
            if fact.place.is_some() {
                return fact.place;
            }
            next = fact.parent;
        }
        None
    }
}

impl Fact {
    /// Whether the profile states something here that a rule can rely on: a value, a cited `none`, a cited closure.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        match self.content {
            Content::Value(_) => true,
            Content::Absence | Content::Closure { .. } => !self.cites.is_empty(),
            Content::Record(_) | Content::Entries { .. } | Content::List { .. } => self.place.is_some(),
            Content::Missing => false,
        }
    }
    /// Whether the fact may be relied on to have been so on a day: it was stated by then, or says since when it has been so.
    pub(crate) fn is_of_its_time(&self, day: Day) -> bool {
        day >= self.stated_on.last() || self.since.is_some_and(|since| day >= since.last())
    }
}
