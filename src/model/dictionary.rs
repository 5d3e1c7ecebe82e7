//! The fact dictionary: which facts may be asked, of what type and unit, what each means, who holds it, how long it holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::Period;
use super::ids::SetId;
use super::place::Place;

/// One entry of a [`Dictionary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

/// What one path of the dictionary stands for.
#[derive(Clone, Debug)]
pub struct Term {
    /// The path, with `*` for an entry of a collection: `inspections.*.published`.
    pub path: String,
    /// The term that holds this one; `None` at the root.
    pub parent: Option<TermId>,
    /// What it is.
    pub kind: TermKind,
    /// What it means; empty for a plain step of a path.
    pub means: String,
    /// Who usually holds it.
    pub held_by: String,
    /// What a number counts or measures.
    pub unit: Option<String>,
    /// How long a state may be relied on after it was stated; `None` for events and limits.
    pub holds_for: Option<Period>,
    /// How long it may be relied on, after it was stated, that there was no later event of its kind; `None` for all but such events.
    pub latest_for: Option<Period>,
    /// Where the dictionary defines it; `None` for the root, plain steps and what is built in.
    pub place: Option<Place>,
}

/// The shapes of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A group of named facts; children by name.
    Record(BTreeMap<Arc<str>, TermId>),
    /// Entries by key, each of the shape of `entry`.
    Collection {
        /// What one entry is, in words: "an inspection report".
        each: String,
        /// The term of an entry.
        entry: TermId,
        /// The set whose members are the only keys; `None` if keys are free.
        keyed_by: Option<SetId>,
        /// The fact of an entry that dates it, so that the law on that day governs it.
        event: Option<String>,
    },
    /// One value.
    Value(ValueType),
    /// Several values.
    List(ValueType),
}

/// The types of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// `true` or `false`.
    YesNo,
    /// A whole number, nought or more.
    Count,
    /// A decimal number.
    Number,
    /// Words.
    Text,
    /// One of a few words.
    Choice(Vec<String>),
    /// The date of something that happened or is planned.
    Event,
    /// An expiry, a term, a deadline.
    Limit,
    /// A member of a set.
    Member(SetId),
}

impl ValueType {
    /// The type as a reader knows it.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::YesNo => "`true` or `false`".into(),
            Self::Count => "a whole number".into(),
            Self::Number => "a number".into(),
            Self::Text => "text".into(),
            Self::Choice(choices) => format!("one of {}", choices.join(", ")),
            Self::Event => "the date of an event".into(),
            Self::Limit => "a date".into(),
            Self::Member(set) => format!("a member of `{set}`"),
        }
    }
}

/// Every term, by path.
#[derive(Clone, Debug)]
pub struct Dictionary {
    terms: Vec<Term>,
    by_path: BTreeMap<String, TermId>,
}

impl Dictionary {
    /// The root of all paths: a record whose path is empty.
    pub const ROOT: TermId = TermId(0);

    /// A dictionary that holds nothing but the root.
    #[must_use]
    pub fn empty() -> Self {
        let root = Term {
            path: String::new(),
            parent: None,
            kind: TermKind::Record(BTreeMap::new()),
            means: String::new(),
            held_by: String::new(),
            unit: None,
            holds_for: None,
            latest_for: None,
            place: None,
        };
        Self { terms: vec![root], by_path: BTreeMap::from([(String::new(), Self::ROOT)]) }
    }

    /// The term with that number.
    ///
    /// A number from another dictionary reads as the root.
    #[must_use]
    pub fn term(&self, id: TermId) -> &Term {
        #[expect(clippy::indexing_slicing, reason = "the root is there from the start")]
        self.terms.get(id.0 as usize).unwrap_or(&self.terms[0])
    }

    /// The term at a path (`inspections.*.published`).
    #[must_use]
    pub fn find(&self, path: &str) -> Option<TermId> {
        self.by_path.get(path).copied()
    }

    /// Every term with its number, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.terms.iter().enumerate().map(|(index, term)| (TermId(u32::try_from(index).unwrap_or(u32::MAX)), term))
    }

    /// Adds a term under its parent, or replaces a plain record's description; returns its number.
    ///
    /// INVARIANT: a parent stands before its children, and a record lists each child once.
    pub fn add(&mut self, parent: TermId, step: &str, term: Term) -> TermId {
        if let Some(&id) = self.by_path.get(&term.path) {
            return id;
        }
        let id = TermId(u32::try_from(self.terms.len()).unwrap_or(u32::MAX));
        self.by_path.insert(term.path.clone(), id);
        self.terms.push(term);
        match self.terms.get_mut(parent.0 as usize).map(|term| &mut term.kind) {
            Some(TermKind::Record(children)) => {
                children.insert(Arc::from(step), id);
            }
            Some(TermKind::Collection { entry, .. }) => *entry = id,
            _ => {}
        }
        id
    }

    /// The name by which a term's holder knows it: the last step of its path.
    #[must_use]
    pub fn step(&self, id: TermId) -> &str {
        self.term(id).path.rsplit('.').next().unwrap_or_default()
    }
}
