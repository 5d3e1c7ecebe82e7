//! Facts that no dictionary knows: mistakes, or facts of a rule set that is not loaded.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::dictionary::TermId;
use crate::model::ids::RuleSetName;
use crate::model::problem::Code;
use crate::model::profile::UnreadFact;
use crate::model::words::Marking;

use super::super::dictionary::RESERVED;
use super::super::nearest::quote;
use super::super::rule_set::DEPARTURES;
use super::super::yaml::{Node, Spot};
use super::beside::{BESIDE, marking};
use super::{FactReader, NONE, join};

impl<'t> FactReader<'_, 't, '_> {
    /// `beside` is the marking of the mapping itself.
    pub(super) fn report_unknown(
        &mut self,
        node: &'t Node,
        path: &str,
        children: &BTreeMap<Arc<str>, TermId>,
        beside: Option<Marking>,
    ) {
        for entry in node.entries() {
            let key = &*entry.key;
            let is_root = path.is_empty();
            if is_root && key == DEPARTURES {
                let problem =
                    self.decoder.problem(Code::UnknownFact, entry.spot, "`departures` stands among the facts");
                self.decoder.report(problem.help("departures stand at the top of the profile, beside `facts`"));
                continue;
            }
            if BESIDE.contains(&key) || (key == NONE && !is_root) || children.contains_key(key) {
                continue;
            }
            let full = join(path, key);
            let namespace = full.split('.').next().unwrap_or_default();
            if let Some(name) = self.unloaded.iter().find(|name| name.namespace() == namespace).cloned() {
                self.note_unread((full, entry.spot, self.decoder.tree.node(entry.value)), beside, &name);
                continue;
            }
            let message = format!("no dictionary knows the fact {}", quote(&full));
            let siblings = children.keys().map(|step| &**step);
            let dotted = key.contains('.');
            let known = if dotted { None } else { self.decoder.suggestions.nearest(key, siblings) };
            let known = known.map(|step| join(path, step));
            let mut others = Vec::new();
            if known.is_none() && !dotted {
                others = self.law.dictionary.iter().map(|(_, term)| term.path.as_str()).collect();
            }
            match known {
                Some(known) => {
                    let problem = self.decoder.problem(Code::UnknownFact, entry.spot, message);
                    self.decoder.report(problem.help(format!("did you mean `{known}`?")));
                }
                None if dotted => {
                    let problem = self.decoder.problem(Code::UnknownFact, entry.spot, message);
                    self.decoder.report(problem.help(nested(key)));
                }
                None => {
                    self.decoder.unknown(Code::UnknownFact, entry.spot, message, &full, others);
                    if let Some(problem) = self.decoder.problems.last_mut().filter(|problem| problem.help.is_none()) {
                        problem.help = Some("`sprcheck rules facts` lists every fact".into());
                    }
                }
            }
        }
    }

    /// Notes the facts below a path that nothing loaded can read, each with its marking.
    fn note_unread(&mut self, first: (String, Spot, &'t Node), beside: Option<Marking>, rule_set: &RuleSetName) {
        let mut open = vec![(first, beside)];
        while let Some(((path, spot, node), beside)) = open.pop() {
            let own = self.decoder.tree.get(node, "marking").filter(|own| !own.is_blank());
            let own = own.and_then(|own| marking(self.decoder, own)).max(beside);
            let inner: Vec<_> = node.entries().iter().filter(|entry| !RESERVED.contains(&&*entry.key)).collect();
            let is_value = node.entries().iter().any(|entry| matches!(&*entry.key, "value" | "list" | "about" | NONE));
            if inner.is_empty() || is_value {
                let place = self.decoder.place(spot);
                self.unread.push(UnreadFact { path, rule_set: rule_set.clone(), marking: own, place });
                continue;
            }
            for entry in inner.into_iter().rev() {
                open.push(((join(&path, &entry.key), entry.spot, self.decoder.tree.node(entry.value)), own));
            }
        }
    }
}

/// How a path that stands as one key is to be written, each step in the one before.
pub(super) fn nested(key: &str) -> String {
    const STEPS: usize = 8;
    let steps: Vec<&str> = key.split('.').take(STEPS).collect();
    let open = steps.join(": { ");
    let close = " }".repeat(steps.len().saturating_sub(1));
    let written = quote(&format!("{open}: …{close}"));
    format!("write it nested: {written}")
}
