//! The only door for YAML: text becomes an arena of nodes, each with its place. What a node means is left to the decoders.
//!
//! Scalars stay text until somebody asks: `no`, `yes`, `on` and `010` are words. Only a plain `true` or `false` is a yes-no
//! value, and only `~`, `null` and an empty plain scalar are null.

mod advice;
mod build;
mod graft;
mod prepared;
#[cfg(test)]
mod tests;

pub use build::parse;
pub(crate) use build::parse_prepared;
pub(crate) use graft::{Change, Refused, With};

use crate::model::place::{FileId, Place};

/// The most bytes that a YAML file may have.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most levels of nesting.
pub const MAX_DEPTH: usize = 64;
/// The most nodes in one file.
pub const MAX_NODES: usize = 2_000_000;
/// The most bytes that one text may have.
pub const MAX_TEXT: usize = 16 * 1024;
/// The most nodes that all aliases of a file together may stand for; a text counts for one more with every `TEXT_NODE` bytes.
pub const MAX_UNFOLDED: usize = 100_000;

/// How many bytes of text weigh as much as a node.
const TEXT_NODE: usize = 64;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// Where a token stands: line and column from 1, columns and width in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// How many characters it takes on that line; at least 1.
    pub width: u32,
}

impl Spot {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1, width: 1 };

    /// The place of that spot in a file.
    #[must_use]
    pub fn place(self, file: FileId) -> Place {
        Place { file, line: self.line, column: self.column }
    }
}

/// A value, with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub spot: Spot,
    /// Where the key stands under which it stands; its own spot in a sequence and at the root.
    pub label: Spot,
    /// The node that holds it; the first one, if aliases put it in several.
    pub parent: Option<NodeId>,
}

/// The shapes of a node.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `~`, `null`, or nothing at all.
    Null,
    /// One value as it is written, quotes and escapes undone.
    Scalar {
        /// The text.
        text: Box<str>,
        /// How it is written.
        style: Style,
    },
    /// Values in their order.
    Sequence(Vec<NodeId>),
    /// Values by key, in the order of the file; no key twice.
    Mapping(Vec<Entry>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In quotes or as a block: always text.
    Quoted,
}

/// One key of a mapping and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key stands.
    pub spot: Spot,
    /// The value.
    pub value: NodeId,
}

/// All nodes of one file.
#[derive(Clone, Debug)]
pub struct Tree {
    file: FileId,
    nodes: Vec<Node>,
    root: Option<NodeId>,
    nothing: Node,
}

impl Tree {
    /// A tree of a file of which nothing could be made.
    pub(crate) fn empty(file: FileId) -> Self {
        Self::of(file, Vec::new(), None)
    }

    fn of(file: FileId, nodes: Vec<Node>, root: Option<NodeId>) -> Self {
        let nothing = Node { kind: Kind::Null, spot: Spot::START, label: Spot::START, parent: None };
        Self { file, nodes, root, nothing }
    }

    /// The file that this was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The outermost value; `None` if the file could not be parsed.
    #[must_use]
    pub fn root(&self) -> Option<&Node> {
        self.root.map(|id| self.node(id))
    }

    /// The node with that number; one of another tree reads as null.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&self.nothing)
    }

    /// The value under a key; `None` if there is no such key, or if the node is no mapping.
    #[must_use]
    pub fn get<'t>(&'t self, node: &'t Node, key: &str) -> Option<&'t Node> {
        node.entries().iter().find(|entry| &*entry.key == key).map(|entry| self.node(entry.value))
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The place of a spot in this file.
    #[must_use]
    pub fn place(&self, spot: Spot) -> Place {
        spot.place(self.file)
    }
}

impl Node {
    /// The entries of a mapping; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar without quotes.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, style: Style::Plain } => Some(text),
            _ => None,
        }
    }

    /// Whether it is null or an empty text: nothing is stated by it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match &self.kind {
            Kind::Null => true,
            Kind::Scalar { text, .. } => text.is_empty(),
            _ => false,
        }
    }
}
