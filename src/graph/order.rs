//! In which order duties are judged: each after those that its rule reads.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::ids::DutyId;
use crate::model::place::Place;

/// Duties that rest on each other in a circle: each with the next one and the place where its rule reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Circle(pub(crate) Vec<(DutyId, DutyId, Place)>);

/// The duties in an order in which each stands after those that it rests on; or every circle among them.
///
/// `rests_on` gives, for a duty, the duties that its rule reads and where. A duty that is read and not among `duties` is passed over.
pub(crate) fn order<'a>(
    duties: &[DutyId],
    rests_on: impl Fn(&DutyId) -> &'a [(DutyId, Place)],
) -> Result<Vec<DutyId>, Vec<Circle>> {
    let mut graph: DiGraph<DutyId, Place> = DiGraph::new();
    let nodes: BTreeMap<&DutyId, NodeIndex> = duties.iter().map(|duty| (duty, graph.add_node(duty.clone()))).collect();
    for (duty, &node) in &nodes {
        for (other, place) in rests_on(duty) {
            if let Some(&other) = nodes.get(other) {
                graph.add_edge(other, node, *place);
            }
        }
    }
    if let Ok(order) = toposort(&graph, None) {
        return Ok(order.into_iter().filter_map(|node| graph.node_weight(node).cloned()).collect());
    }
    let mut circles: Vec<Circle> = tarjan_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1 || component.iter().any(|node| graph.contains_edge(*node, *node)))
        .map(|component| {
            let component: BTreeSet<NodeIndex> = component.into_iter().collect();
            let mut edges: Vec<(DutyId, DutyId, Place)> = graph
                .edge_indices()
                .filter_map(|edge| {
                    let (from, to) = graph.edge_endpoints(edge)?;
                    let inside = component.contains(&from) && component.contains(&to);
                    // An edge runs from what is read to what reads it; a reader asks the other way.
                    let names = (graph.node_weight(to)?.clone(), graph.node_weight(from)?.clone());
                    inside.then(|| (names.0, names.1, graph.edge_weight(edge).copied()))
                })
                .filter_map(|(reader, read, place)| Some((reader, read, place?)))
                .collect();
            edges.sort();
            Circle(edges)
        })
        .collect();
    circles.sort_by(|a, b| a.0.cmp(&b.0));
    Err(circles)
}
