//! The only door to `petgraph`: the order in which duties are judged, the links from instrument to evidence, and what others rest on alone.

mod dominators;
mod links;
mod order;

pub(crate) use dominators::dominators;
pub use links::{Edge, Links, Node, Relation};
pub(crate) use order::{Circle, order};
