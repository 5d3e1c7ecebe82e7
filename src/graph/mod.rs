//! The only door to `petgraph`: the order in which duties are judged, and the links from instrument to evidence.

mod links;
mod order;

pub use links::{Edge, Links, Node, Relation};
pub(crate) use order::{Circle, order};
