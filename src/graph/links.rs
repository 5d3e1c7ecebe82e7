//! The links from instrument to duty, requirement, fact, evidence and owner, each with the place in the file that made it.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::assessment::At;

/// Something that is linked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An instrument, by id.
    Instrument(String),
    /// A duty, by id.
    Duty(String),
    /// A requirement of a duty, for a subject if it is judged for each: `duty/requirement` or `duty/requirement/subject`.
    Requirement(String),
    /// A fact, by path.
    Fact(String),
    /// A piece of evidence, by id.
    Evidence(String),
    /// A departure, by id.
    Departure(String),
    /// Who answers for a piece of evidence.
    Owner(String),
}

impl Node {
    /// What kind of thing it is, in a word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Instrument(_) => "instrument",
            Self::Duty(_) => "duty",
            Self::Requirement(_) => "requirement",
            Self::Fact(_) => "fact",
            Self::Evidence(_) => "evidence",
            Self::Departure(_) => "departure",
            Self::Owner(_) => "owner",
        }
    }

    /// Its name among its kind.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Instrument(name)
            | Self::Duty(name)
            | Self::Requirement(name)
            | Self::Fact(name)
            | Self::Evidence(name)
            | Self::Departure(name)
            | Self::Owner(name) => name,
        }
    }
}

/// How one thing is linked to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// An instrument lays down a duty.
    LaysDown,
    /// A duty asks for a requirement.
    AsksFor,
    /// A duty's rule reads whether another is satisfied.
    RestsOn,
    /// A requirement read a fact.
    Read,
    /// A fact cites evidence.
    Cites,
    /// Evidence supports a fact for a requirement: drawn from requirement to evidence.
    ShownBy,
    /// Evidence is answered for by an owner.
    OwnedBy,
    /// A departure departs from a duty.
    DepartsFrom,
}

impl Relation {
    /// The relation as reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LaysDown => "lays-down",
            Self::AsksFor => "asks-for",
            Self::RestsOn => "rests-on",
            Self::Read => "read",
            Self::Cites => "cites",
            Self::ShownBy => "shown-by",
            Self::OwnedBy => "owned-by",
            Self::DepartsFrom => "departs-from",
        }
    }
}

/// One link, as seen from outside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// From what.
    pub from: Node,
    /// To what.
    pub to: Node,
    /// How.
    pub relation: Relation,
    /// The place in the file that made the link.
    pub at: Option<At>,
}

/// All links of one audit.
#[derive(Clone, Debug, Default)]
pub struct Links {
    graph: DiGraph<Node, (Relation, Option<At>)>,
    nodes: BTreeMap<Node, NodeIndex>,
}

impl Links {
    /// Adds a node, if it is not there yet.
    pub fn add(&mut self, node: Node) {
        self.index(node);
    }

    /// Adds a link, and its ends.
    pub fn link(&mut self, from: Node, relation: Relation, to: Node, at: Option<At>) {
        let (from, to) = (self.index(from), self.index(to));
        let known = self.graph.edges_connecting(from, to).any(|edge| edge.weight().0 == relation);
        if !known {
            self.graph.add_edge(from, to, (relation, at));
        }
    }

    fn index(&mut self, node: Node) -> NodeIndex {
        if let Some(&index) = self.nodes.get(&node) {
            return index;
        }
        let index = self.graph.add_node(node.clone());
        self.nodes.insert(node, index);
        index
    }

    /// Every node, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.keys()
    }

    /// Every link, in order.
    #[must_use]
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges: Vec<Edge> = self
            .graph
            .edge_references()
            .filter_map(|edge| {
                let (relation, at) = edge.weight();
                Some(Edge {
                    from: self.graph.node_weight(edge.source())?.clone(),
                    to: self.graph.node_weight(edge.target())?.clone(),
                    relation: *relation,
                    at: at.clone(),
                })
            })
            .collect();
        edges.sort();
        edges
    }

    /// What links by `relation` to a node, in order.
    #[must_use]
    pub fn into(&self, node: &Node, relation: Relation) -> Vec<&Node> {
        self.neighbours(node, relation, petgraph::Direction::Incoming)
    }

    /// What a node links to by `relation`, in order.
    #[must_use]
    pub fn from(&self, node: &Node, relation: Relation) -> Vec<&Node> {
        self.neighbours(node, relation, petgraph::Direction::Outgoing)
    }

    fn neighbours(&self, node: &Node, relation: Relation, direction: petgraph::Direction) -> Vec<&Node> {
        let Some(&index) = self.nodes.get(node) else { return Vec::new() };
        let mut found: Vec<&Node> = self
            .graph
            .edges_directed(index, direction)
            .filter(|edge| edge.weight().0 == relation)
            .filter_map(|edge| {
                let other = if direction == petgraph::Direction::Incoming { edge.source() } else { edge.target() };
                self.graph.node_weight(other)
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }
}
