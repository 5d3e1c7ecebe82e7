//! Lists, open or closed, and the closures of lists and collections.

use std::sync::Arc;

use crate::model::dictionary::ValueType;
use crate::model::facts::{Content, FactId};
use crate::model::problem::Code;

use super::super::yaml::{Kind, Node};
use super::beside::{BESIDE, Beside};
use super::{FactReader, NONE, Slot, is_none, join};

impl<'t> FactReader<'_, 't, '_> {
    pub(super) fn list(&mut self, slot: Slot<'t>, kind: &ValueType, beside: &Beside) -> FactId {
        let Some(node) = slot.stated() else {
            return self.add(&slot, None, Content::Missing, &Beside::default(), false);
        };
        let place = Some(self.decoder.place(node.label));
        if is_none(node) {
            return self.add(&slot, place, Content::Absence, beside, false);
        }
        let (mut own, mut values, mut complete) = (beside.clone(), None, None);
        if matches!(node.kind, Kind::Mapping(_)) {
            own = self.beside(node).or(beside);
            let keys: Vec<&str> =
                ["list", "value", "complete", NONE].into_iter().chain(BESIDE.iter().copied()).collect();
            let Some(fields) = self.decoder.fields(node, &keys) else {
                return self.add(&slot, None, Content::Missing, &Beside::default(), false);
            };
            if self.says_none(node, false) {
                self.only_beside(node);
                return self.add(&slot, place, Content::Absence, &own, false);
            }
            values = fields.get("list");
            if let Some(value) = fields.get("value").or(values).filter(|value| is_none(value)) {
                let place = Some(self.decoder.place(value.spot));
                return self.add(&slot, place, Content::Absence, &own, false);
            }
            if let Some(spot) = fields.key_spot("value") {
                let problem = self.decoder.problem(
                    Code::UnknownKey,
                    spot,
                    "`value` stands on a list; it can only be `none` there",
                );
                self.decoder.report(problem.help("write `list: […]`"));
                return self.add(&slot, None, Content::Missing, &Beside::default(), false);
            }
            complete = fields.get("complete");
            match (values, complete) {
                (None, None) => {
                    self.decoder.fault(Code::MissingKey, node.label, "neither `list` nor `complete` stands here")
                }
                (Some(_), Some(node)) => {
                    self.decoder.fault(
                        Code::UnknownKey,
                        node.label,
                        "`complete` stands beside `list`; a list is the one or the other",
                    );
                }
                _ => {}
            }
        } else {
            values = values.or(Some(node));
        }
        let id = self.add(&slot, place, Content::Missing, &own, false);
        let mut closure = None;
        if let Some(complete) = complete {
            let members = match self.decoder.tree.get(complete, "members").map(|node| &node.kind) {
                Some(Kind::Sequence(items)) => {
                    items.iter().filter_map(|item| self.decoder.tree.node(*item).text()).map(Arc::from).collect()
                }
                _ => Vec::new(),
            };
            let closure_id = self.closure(&slot, id, complete, members, &own);
            closure = Some(closure_id);
            values = self.decoder.tree.get(complete, "members");
            own = self.facts.get(closure_id).map_or(own, Beside::of);
        }
        let nodes = match values.map(|node| &node.kind) {
            // Reported where the closure itself is read.
            Some(Kind::Null | Kind::Scalar { .. } | Kind::Mapping(_)) if closure.is_some() => Vec::new(),
            _ => values.map(|node| self.decoder.items(node)).unwrap_or_default(),
        };
        let nodes = self.unrepeated(kind, nodes);
        let mut items = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            if self.full {
                break;
            }
            let item =
                Slot { term: slot.term, path: format!("{}[{index}]", slot.path), parent: Some(id), node: Some(node) };
            let content = self.item(node, kind);
            let place = Some(self.decoder.place(node.spot)).filter(|_| !matches!(content, Content::Missing));
            items.push(self.add(&item, place, content, &own, false));
        }
        if let Some(fact) = self.facts.get_mut(id) {
            fact.content = Content::List { items, closure };
        }
        id
    }

    /// The keys that `complete` names; that its `members` are no list is reported where the closure itself is read.
    pub(super) fn closed_keys(&mut self, node: &'t Node, keyed_by: Option<&str>) -> Vec<Arc<str>> {
        let mut found = Vec::new();
        let Some(members) = self.decoder.tree.get(node, "members") else { return found };
        if !matches!(members.kind, Kind::Sequence(_)) {
            return found;
        }
        let items = self.decoder.items(members);
        for item in self.unrepeated(&ValueType::Text, items) {
            if let Some(key) = self.decoder.text(item)
                && self.is_key(key, item.spot, keyed_by)
            {
                found.push(Arc::from(key));
            }
        }
        found
    }

    pub(super) fn closure(
        &mut self,
        slot: &Slot<'t>,
        parent: FactId,
        node: &'t Node,
        members: Vec<Arc<str>>,
        beside: &Beside,
    ) -> FactId {
        let mut own = beside.clone();
        let mut from = None;
        let keys: Vec<&str> = ["members", "from"].into_iter().chain(BESIDE.iter().copied()).collect();
        if let Some(fields) = self.decoder.fields(node, &keys) {
            own = self.beside(node).or(beside);
            from = self.decoder.optional_date(&fields, "from");
            if let Some(members) = self.decoder.required(&fields, "members")
                && !matches!(members.kind, Kind::Sequence(_))
            {
                self.decoder.wrong_type(members, "a list in `[` and `]`");
            }
        }
        let place = Some(self.decoder.place(node.label));
        let slot = Slot { term: slot.term, path: join(&slot.path, "complete"), parent: Some(parent), node: Some(node) };
        self.add(&slot, place, Content::Closure { members, from }, &own, false)
    }
}
