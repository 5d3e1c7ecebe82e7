//! The evidence graph as DOT and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::graph::{Links, Node};
use crate::model::assessment::{Assessment, At};

use super::json::safe;
use super::sanitize::sanitize;

/// The graph in the DOT language: one shape for each kind of node, a duty's standing in words.
#[must_use]
pub fn dot(assessment: &Assessment, links: &Links) -> String {
    let mut text = String::from("digraph evidence {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    for node in links.nodes() {
        let label = label(assessment, node);
        let _ = writeln!(text, "  {} [label={}, shape={}];", quoted(&id(node)), quoted(&label), shape(node));
    }
    for edge in links.edges() {
        let place = edge.at.map(|at| at.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            "  {} -> {} [label={}, tooltip={}];",
            quoted(&id(&edge.from)),
            quoted(&id(&edge.to)),
            quoted(edge.relation.as_str()),
            quoted(&place)
        );
    }
    text.push_str("}\n");
    text
}

fn id(node: &Node) -> String {
    format!("{}:{}", node.kind(), node.name())
}

fn label(assessment: &Assessment, node: &Node) -> String {
    match node {
        Node::Duty(name) => match assessment.duties.iter().find(|duty| duty.id.as_str() == name) {
            Some(duty) => format!("{name}\n{}", duty.standing),
            None => name.clone(),
        },
        Node::Evidence(name) => match assessment.evidence.iter().find(|evidence| evidence.id.as_str() == name) {
            Some(evidence) => format!("{name}\n{}", evidence.state),
            None => name.clone(),
        },
        other => other.name().to_owned(),
    }
}

fn shape(node: &Node) -> &'static str {
    match node {
        Node::Instrument(_) => "folder",
        Node::Duty(_) => "box",
        Node::Requirement(_) => "ellipse",
        Node::Fact(_) => "plaintext",
        Node::Evidence(_) => "note",
        Node::Departure(_) => "diamond",
        Node::Owner(_) => "house",
    }
}

/// A quoted string of DOT: what stands in it is text and nothing else.
fn quoted(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| sanitize(line).replace('\\', "\\\\").replace('"', "\\\"")).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[derive(Serialize)]
struct Graph<'a> {
    nodes: Vec<JsonNode<'a>>,
    edges: Vec<JsonEdge<'a>>,
}

#[derive(Serialize)]
struct JsonNode<'a> {
    kind: &'static str,
    id: &'a str,
}

#[derive(Serialize)]
struct JsonEdge<'a> {
    from: JsonNode<'a>,
    relation: &'static str,
    to: JsonNode<'a>,
    #[serde(flatten)]
    at: Option<&'a At>,
}

fn node(node: &Node) -> JsonNode<'_> {
    JsonNode { kind: node.kind(), id: node.name() }
}

/// The graph as JSON: `nodes` with kind and id, `edges` with from, relation, to and the place that made them.
#[must_use]
pub fn json(links: &Links) -> String {
    let edges = links.edges();
    let graph = Graph {
        nodes: links.nodes().map(node).collect(),
        edges: edges
            .iter()
            .map(|edge| JsonEdge {
                from: node(&edge.from),
                relation: edge.relation.as_str(),
                to: node(&edge.to),
                at: edge.at.as_ref(),
            })
            .collect(),
    };
    safe(&graph)
}
