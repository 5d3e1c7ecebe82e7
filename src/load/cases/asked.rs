//! Which facts a case needs: those that its rule can read and those that it states. A case that held the whole dictionary would take longer
//! to build than to judge.

use std::collections::BTreeSet;

use crate::model::law::Duty;

use super::super::rule_set::DEPARTURES;
use super::super::yaml::{Kind, Node, Tree};

/// Where the facts that a rule can read lie, each as a path of one or two steps; `None` if its text does not tell.
pub(super) fn of_the_rule(duty: &Duty) -> Option<BTreeSet<String>> {
    if duty.overlaid.is_some() {
        return None;
    }
    let mut asked = BTreeSet::from([DEPARTURES.to_owned()]);
    asked.extend(
        duty.requirements.iter().filter_map(|requirement| requirement.for_each.as_ref()).map(ToString::to_string),
    );
    let script = duty.script.as_ref()?;
    for line in script.text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("facts") {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let after = line.get(at + "facts".len()..).unwrap_or_default();
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            if before.is_some_and(is_part) || after.starts_with(is_part) {
                continue;
            }
            // Anything but a plain path may lead anywhere.
            asked.insert(path(after)?);
        }
    }
    Some(asked)
}

/// The first steps of a path that goes on with `.a.b`.
fn path(text: &str) -> Option<String> {
    let mut rest = text;
    let mut steps = Vec::new();
    while let Some(after) = rest.strip_prefix('.').filter(|_| steps.len() < 2) {
        let end = after.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(after.len());
        let (step, further) = after.split_at(end);
        if further.starts_with('(') {
            break;
        }
        steps.push(step);
        rest = further;
    }
    (!steps.is_empty() && steps.iter().all(|step| !step.is_empty())).then(|| steps.join("."))
}

/// The same with what facts state.
pub(super) fn with_stated(asked: &BTreeSet<String>, tree: &Tree) -> BTreeSet<String> {
    let mut asked = asked.clone();
    let Some(root) = tree.root() else { return asked };
    for entry in root.entries() {
        let inner: &Node = tree.node(entry.value);
        if matches!(inner.kind, Kind::Mapping(_)) && !inner.entries().is_empty() {
            asked.extend(inner.entries().iter().map(|step| format!("{}.{}", entry.key, step.key)));
        } else {
            asked.insert(entry.key.to_string());
        }
    }
    asked
}
