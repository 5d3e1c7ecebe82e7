//! A copy of a part of a tree in which some values are others: what a case shares with others, with what it alone says.

use super::{Entry, Kind, Node, NodeId, Spot, Style, Tree};

/// What is to stand at a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change<'c> {
    /// The keys that lead there, joined by dots.
    pub(crate) path: &'c str,
    /// What stands there.
    pub(crate) with: With<'c>,
}

/// What a value is replaced with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum With<'c> {
    /// What stands elsewhere in the file.
    Node(&'c Node),
    /// A plain text, and the spot that is answerable for it.
    Text(&'c str, Spot),
}

/// Why a copy could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The path of a change leads through something that has no keys: up to there.
    Through(String),
    /// The copy would have more nodes than are left.
    TooLarge,
}

/// What becomes of each plain text; `None` leaves it as it is.
pub(crate) type Edit<'e> = &'e dyn Fn(&str) -> Option<String>;

impl Tree {
    /// A tree of these values, each under its key, with changes; of several at one path the last counts. `left` is how many nodes may still
    /// be made, and is counted down.
    ///
    /// # Errors
    /// A change leads nowhere, or the copy is too large.
    pub(crate) fn grafted(
        &self,
        parts: &[(&str, &Node)],
        changes: &[Change<'_>],
        edit: Edit<'_>,
        left: &mut usize,
    ) -> Result<Self, Refused> {
        let mut copy = Copy { of: self, nodes: Vec::new(), edit, left };
        let changes: Vec<Rest<'_>> =
            changes.iter().map(|change| Rest { steps: change.path, done: 0, change }).collect();
        let root = copy.put(Node { kind: Kind::Null, spot: Spot::START, label: Spot::START, parent: None })?;
        copy.fill(root, parts.iter().map(|(key, node)| (*key, node.label, *node)), &changes)?;
        let Copy { nodes, .. } = copy;
        Ok(Self::of(self.file(), nodes, Some(root)))
    }
}

/// A change, and the part of its path that is still to be gone.
#[derive(Clone, Copy)]
struct Rest<'c> {
    steps: &'c str,
    done: usize,
    change: &'c Change<'c>,
}

impl<'c> Rest<'c> {
    fn first(&self) -> &'c str {
        self.steps.split('.').next().unwrap_or_default()
    }

    fn further(&self) -> Self {
        let steps = self.steps.split_once('.').map_or("", |(_, rest)| rest);
        Self { steps, done: self.done + self.first().len() + 1, change: self.change }
    }

    fn spot(&self) -> Spot {
        match self.change.with {
            With::Node(node) => node.spot,
            With::Text(_, spot) => spot,
        }
    }
}

struct Copy<'c> {
    of: &'c Tree,
    nodes: Vec<Node>,
    edit: Edit<'c>,
    left: &'c mut usize,
}

impl Copy<'_> {
    fn put(&mut self, node: Node) -> Result<NodeId, Refused> {
        *self.left = self.left.checked_sub(1).ok_or(Refused::TooLarge)?;
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        Ok(id)
    }

    fn whole(&mut self, node: &Node, parent: Option<NodeId>, edited: bool) -> Result<NodeId, Refused> {
        let kind = match &node.kind {
            Kind::Scalar { text, style: Style::Plain } if edited => match (self.edit)(text) {
                Some(text) => Kind::Scalar { text: text.into(), style: Style::Plain },
                None => node.kind.clone(),
            },
            Kind::Null | Kind::Scalar { .. } => node.kind.clone(),
            Kind::Sequence(_) => Kind::Sequence(Vec::new()),
            Kind::Mapping(_) => Kind::Mapping(Vec::new()),
        };
        let id = self.put(Node { kind, parent, ..node.clone_shell() })?;
        let filled = match &node.kind {
            Kind::Sequence(items) => {
                let items: Result<Vec<_>, _> =
                    items.iter().map(|item| self.whole(self.of.node(*item), Some(id), edited)).collect();
                Kind::Sequence(items?)
            }
            Kind::Mapping(entries) => {
                let entries: Result<Vec<_>, _> = entries
                    .iter()
                    .map(|entry| {
                        let value = self.whole(self.of.node(entry.value), Some(id), edited)?;
                        Ok(Entry { key: entry.key.clone(), spot: entry.spot, value })
                    })
                    .collect();
                Kind::Mapping(entries?)
            }
            _ => return Ok(id),
        };
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.kind = filled;
        }
        Ok(id)
    }

    fn changed(
        &mut self,
        node: Option<&Node>,
        changes: &[Rest<'_>],
        parent: Option<NodeId>,
    ) -> Result<NodeId, Refused> {
        if let Some(last) = changes.iter().rev().find(|change| change.steps.is_empty()) {
            return match last.change.with {
                With::Node(with) => self.whole(with, parent, false),
                With::Text(text, spot) => {
                    let kind = Kind::Scalar { text: text.into(), style: Style::Plain };
                    self.put(Node { kind, spot, label: spot, parent })
                }
            };
        }
        let Some(first) = changes.first() else {
            return node.map_or(Err(Refused::TooLarge), |node| self.whole(node, parent, true));
        };
        let spot = node.map_or(first.spot(), |node| node.spot);
        let label = node.map_or(spot, |node| node.label);
        let old = match node.map(|node| &node.kind) {
            None | Some(Kind::Null) => &[][..],
            Some(Kind::Mapping(entries)) => entries.as_slice(),
            Some(_) => {
                let path = first.change.path.get(..first.done.saturating_sub(1)).unwrap_or_default();
                return Err(Refused::Through(path.into()));
            }
        };
        let id = self.put(Node { kind: Kind::Null, spot, label, parent })?;
        let of = self.of;
        self.fill(id, old.iter().map(|entry| (&*entry.key, entry.spot, of.node(entry.value))), changes)?;
        Ok(id)
    }

    /// Makes a node the mapping of what stood there, and of what the changes add.
    fn fill<'n>(
        &mut self,
        id: NodeId,
        old: impl Iterator<Item = (&'n str, Spot, &'n Node)>,
        changes: &[Rest<'_>],
    ) -> Result<(), Refused> {
        let mut entries: Vec<Entry> = Vec::new();
        let own = |key: &str| changes.iter().filter(|change| change.first() == key).map(Rest::further).collect();
        for (key, spot, node) in old {
            let own: Vec<Rest<'_>> = own(key);
            let value = self.changed(Some(node), &own, Some(id))?;
            entries.push(Entry { key: key.into(), spot, value });
        }
        for change in changes {
            let key = change.first();
            if entries.iter().any(|entry| &*entry.key == key) {
                continue;
            }
            let own: Vec<Rest<'_>> = own(key);
            let value = self.changed(None, &own, Some(id))?;
            entries.push(Entry { key: key.into(), spot: change.spot(), value });
        }
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.kind = Kind::Mapping(entries);
        }
        Ok(())
    }
}

impl Node {
    /// The node without what it holds.
    fn clone_shell(&self) -> Self {
        Self { kind: Kind::Null, spot: self.spot, label: self.label, parent: None }
    }
}
