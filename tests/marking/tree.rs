//! A profile as a tree, written down again as YAML: in another order, with other lines.

use std::fmt::Write as _;

use serde_yaml::{Mapping, Value};

use super::chance::Chance;

/// Where something stands: the keys that lead there.
pub(crate) type Path = Vec<String>;

/// Keys that are no fact, no entry and no piece of evidence.
pub(crate) const BESIDE: &[&str] = &[
    "cites",
    "stated_on",
    "since",
    "marking",
    "note",
    "planned",
    "at_least",
    "at_most",
    "about",
    "members",
    "from",
    "kind",
    "path",
    "duty",
    "requirements",
    "subjects",
    "decided_by",
];

/// What stands at a path.
pub(crate) fn at<'v>(tree: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(tree, |value, key| value.get(key.as_str()))
}

/// The mapping at a path.
pub(crate) fn mapping<'v>(tree: &'v mut Value, path: &[String]) -> Option<&'v mut Mapping> {
    path.iter().try_fold(tree, |value, key| value.get_mut(key.as_str()))?.as_mapping_mut()
}

/// Puts something at a path whose mapping is there.
pub(crate) fn put(tree: &mut Value, path: &[String], value: Value) {
    if let Some((key, above)) = path.split_last()
        && let Some(mapping) = mapping(tree, above)
    {
        mapping.insert(key.as_str().into(), value);
    }
}

/// Takes away what stands at a path.
pub(crate) fn take(tree: &mut Value, path: &[String]) {
    if let Some((key, above)) = path.split_last()
        && let Some(mapping) = mapping(tree, above)
    {
        mapping.remove(key.as_str());
    }
}

/// Every path beneath one, itself not among them.
pub(crate) fn beneath(tree: &Value, path: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    let Some(Value::Mapping(entries)) = at(tree, path) else { return found };
    for key in entries.keys().filter_map(Value::as_str).filter(|key| !BESIDE.contains(key)) {
        let inner: Path = path.iter().cloned().chain([key.to_owned()]).collect();
        found.extend(beneath(tree, &inner));
        found.push(inner);
    }
    found
}

/// The tree as YAML. With chance the keys come in another order, with comments and empty lines between them.
pub(crate) fn written(tree: &Value, chance: Option<&mut Chance>) -> String {
    let mut text = String::new();
    let mut chance = chance;
    write(&mut text, tree, 0, &mut chance);
    text
}

fn write(text: &mut String, value: &Value, depth: usize, chance: &mut Option<&mut Chance>) {
    let Value::Mapping(entries) = value else { return };
    let mut entries: Vec<(&Value, &Value)> = entries.iter().collect();
    if let Some(chance) = chance {
        let middle = chance.below(entries.len() + 1);
        entries.rotate_left(middle);
        if chance.percent(50) {
            entries.reverse();
        }
    }
    for (key, value) in entries {
        let margin = "  ".repeat(depth);
        if let Some(chance) = chance {
            for number in 0..chance.below(3) {
                let _ = writeln!(text, "{margin}{}", if number == 0 { "# moved" } else { "" });
            }
        }
        let key = key.as_str().unwrap_or_default();
        match value {
            Value::Mapping(inner) if !inner.is_empty() => {
                let _ = writeln!(text, "{margin}{key}:");
                write(text, value, depth + 1, chance);
            }
            _ => {
                let _ = writeln!(text, "{margin}{key}: {}", flow(value));
            }
        }
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if text == "none" => text.clone(),
        Value::String(text) => serde_json::to_string(text).unwrap(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let inner =
                entries.iter().map(|(key, value)| format!("{}: {}", key.as_str().unwrap_or_default(), flow(value)));
            format!("{{ {} }}", inner.collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => "null".into(),
    }
}
