//! Whether an edited text says what it was to say, and all else as before.

use crate::load::yaml::{Kind, Node, Tree};

use super::{Acceptance, entry, tree_of};

/// Whether the second text differs from the first in exactly the review that was to be recorded.
pub(super) fn holds(before: &str, after: &str, one: &Acceptance) -> bool {
    let (Some(old), Some(new)) = (tree_of(before), tree_of(after)) else { return false };
    let (Some(old_root), Some(new_root)) = (old.root(), new.root()) else { return false };
    let path = ["evidence", one.evidence.as_str(), "reviewed"];
    let (Some(was), Some(is)) = (at(&old, old_root, &path), at(&new, new_root, &path)) else { return false };
    same_but(Side(&old, old_root), Side(&new, new_root), &path) && is_recorded(&old, was, (&new, is), one)
}

/// A node and its tree.
#[derive(Clone, Copy)]
struct Side<'t>(&'t Tree, &'t Node);

/// The node at a path; `Some(None)` where only the last step leads nowhere.
fn at<'t>(tree: &'t Tree, root: &'t Node, path: &[&str]) -> Option<Option<&'t Node>> {
    let (last, holders) = path.split_last()?;
    let holder = holders.iter().try_fold(root, |node, key| tree.get(node, key))?;
    Some(tree.get(holder, last))
}

/// Whether two values are the same, order of keys included, but for what stands at a path.
fn same_but(old: Side<'_>, new: Side<'_>, path: &[&str]) -> bool {
    match (&old.1.kind, &new.1.kind) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Scalar { text: a, style: a_style }, Kind::Scalar { text: b, style: b_style }) => {
            a == b && a_style == b_style
        }
        (Kind::Sequence(a), Kind::Sequence(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| same_but(Side(old.0, old.0.node(*a)), Side(new.0, new.0.node(*b)), &[]))
        }
        (Kind::Mapping(a), Kind::Mapping(b)) => {
            let excepted = |key: &str| matches!(path, [last] if *last == key);
            let a: Vec<_> = a.iter().filter(|entry| !excepted(&entry.key)).collect();
            let b: Vec<_> = b.iter().filter(|entry| !excepted(&entry.key)).collect();
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| {
                    let rest = match path {
                        [first, rest @ ..] if **first == *a.key => rest,
                        _ => &[],
                    };
                    let sides = (Side(old.0, old.0.node(a.value)), Side(new.0, new.0.node(b.value)));
                    a.key == b.key && same_but(sides.0, sides.1, rest)
                })
        }
        _ => false,
    }
}

/// Whether the review is there, and every other review of the evidence as before and in the same order.
fn is_recorded(old: &Tree, was: Option<&Node>, (new, is): (&Tree, Option<&Node>), one: &Acceptance) -> bool {
    let Some(is) = is else { return false };
    let says = |node: &Node| {
        let own = |(key, value): (&str, &str)| new.get(node, key).and_then(Node::text) == Some(value);
        one.fields().into_iter().all(own) && node.entries().len() == one.fields().len()
    };
    let Some(section) = &one.section else { return says(is) };
    let Kind::Sequence(items) = &is.kind else { return false };
    let is_it = |tree: &Tree, node: &Node| tree.get(node, "section").and_then(Node::text) == Some(section);
    let items: Vec<&Node> = items.iter().map(|item| new.node(*item)).collect();
    let others: Vec<&Node> = items.iter().copied().filter(|item| !is_it(new, item)).collect();
    let before: Vec<&Node> = match was.map(|was| &was.kind) {
        Some(Kind::Sequence(items)) => {
            items.iter().map(|item| old.node(*item)).filter(|item| !is_it(old, item)).collect()
        }
        Some(_) => return false,
        None => Vec::new(),
    };
    let mine: Vec<&&Node> = items.iter().filter(|item| is_it(new, item)).collect();
    let same = |(a, b): (&&Node, &&Node)| same_but(Side(old, a), Side(new, b), &[]);
    matches!(mine.as_slice(), [mine] if says(mine) && entry(mine, "section").is_some())
        && others.len() == before.len()
        && before.iter().zip(&others).all(same)
}
