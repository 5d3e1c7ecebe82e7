//! What everything passes through: for each node, those without which no way leads to it.

use std::collections::BTreeMap;

use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex};

/// For each node that can be reached from `root`, the nodes through which every way to it leads, nearest first; neither the node itself nor
/// the root is among them. What cannot be reached has no entry.
pub(crate) fn dominators<N: Ord + Clone>(root: &N, edges: impl IntoIterator<Item = (N, N)>) -> BTreeMap<N, Vec<N>> {
    let mut graph: DiGraph<N, ()> = DiGraph::new();
    let mut nodes: BTreeMap<N, NodeIndex> = BTreeMap::new();
    let mut index = |graph: &mut DiGraph<N, ()>, node: N| -> NodeIndex {
        *nodes.entry(node).or_insert_with_key(|node| graph.add_node(node.clone()))
    };
    let start = index(&mut graph, root.clone());
    for (from, to) in edges {
        let (from, to) = (index(&mut graph, from), index(&mut graph, to));
        graph.update_edge(from, to, ());
    }
    let found = simple_fast(&graph, start);
    let name = |node: NodeIndex| graph.node_weight(node).cloned();
    let above = |node: NodeIndex| {
        let strict = found.strict_dominators(node)?;
        Some(strict.filter(|above| *above != start).filter_map(name).collect())
    };
    graph.node_indices().filter(|node| *node != start).filter_map(|node| Some((name(node)?, above(node)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_ways_lead_to_passes_through_neither_alone() {
        let edges = [("root", "a"), ("root", "b"), ("a", "x"), ("b", "x"), ("a", "y"), ("x", "z"), ("lost", "w")];
        let found = dominators(&"root", edges);
        assert_eq!(found.get("x"), Some(&vec![]));
        assert_eq!(found.get("y"), Some(&vec!["a"]));
        assert_eq!(found.get("z"), Some(&vec!["x"]));
        assert_eq!(found.get("w"), None);
        assert_eq!(found.get("root"), None);
    }
}
