//! Where in the policies something stands, by the keys that lead to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::yaml::{Kind, Node, Spot, Tree, parse};
use crate::model::place::{FileId, Origin, Place, Sources};

/// The YAML of the rule sets that are looked at: policies and case files.
pub(super) struct Policies {
    trees: BTreeMap<FileId, Tree>,
}

/// A place, and how many characters are meant from there on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spotted {
    pub(super) place: Place,
    pub(super) width: usize,
}

impl Policies {
    pub(super) fn of(sources: &Sources, origins: &BTreeSet<Origin>) -> Self {
        let ours = sources.iter().filter(|(_, file)| origins.contains(&file.origin) && file.path.ends_with(".yaml"));
        // What is wrong with them as YAML was found when they were loaded.
        let trees = ours.map(|(id, file)| (id, parse(&file.text, id, &mut Vec::new()))).collect();
        Self { trees }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (FileId, &Tree)> {
        self.trees.iter().map(|(id, tree)| (*id, tree))
    }

    /// The value to which keys lead.
    pub(super) fn node(&self, file: FileId, keys: &[&str]) -> Option<(&Tree, &Node)> {
        let tree = self.trees.get(&file)?;
        let mut node = tree.root()?;
        for key in keys {
            node = tree.get(node, key)?;
        }
        Some((tree, node))
    }

    /// The value to which keys lead, as a place.
    pub(super) fn value(&self, file: FileId, keys: &[&str]) -> Option<Spotted> {
        let (tree, node) = self.node(file, keys)?;
        Some(spotted(tree, node.spot))
    }

    /// The last of the keys, as a place.
    pub(super) fn key(&self, file: FileId, keys: &[&str]) -> Option<Spotted> {
        let (last, before) = keys.split_last()?;
        let (tree, node) = self.node(file, before)?;
        let entry = node.entries().iter().find(|entry| &*entry.key == *last)?;
        Some(spotted(tree, entry.spot))
    }

    /// The keys that lead to what stands at a place.
    pub(super) fn route(&self, place: Place) -> Option<String> {
        let tree = self.trees.get(&place.file)?;
        let mut keys = Vec::new();
        let at = (place.line, place.column);
        (lead(tree, tree.root()?, at, &mut keys)).then(|| keys.join("/"))
    }
}

pub(super) fn spotted(tree: &Tree, spot: Spot) -> Spotted {
    Spotted { place: tree.place(spot), width: spot.width as usize }
}

/// Goes down to the value or key that begins at a line and column, and gathers the keys on the way.
fn lead(tree: &Tree, node: &Node, at: (u32, u32), keys: &mut Vec<String>) -> bool {
    let begins = |spot: Spot| (spot.line, spot.column) == at;
    match &node.kind {
        Kind::Mapping(entries) => {
            for entry in entries {
                let value = tree.node(entry.value);
                keys.push(entry.key.to_string());
                if begins(entry.spot) || lead(tree, value, at, keys) {
                    return true;
                }
                keys.pop();
            }
            begins(node.spot)
        }
        Kind::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                let item = tree.node(*item);
                let name = tree.get(item, "name").and_then(Node::text).or(item.text());
                keys.push(name.map_or_else(|| index.to_string(), str::to_owned));
                if lead(tree, item, at, keys) {
                    return true;
                }
                keys.pop();
            }
            begins(node.spot)
        }
        _ => begins(node.spot),
    }
}
