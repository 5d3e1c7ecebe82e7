//! The order in which things are written changes nothing but where they stand.

use serde_json::Value;
use sprcheck::model::assessment::Assessment;

use super::chance::Chance;
use super::profile::{Node, Profile};

/// An assessment as JSON, without places and digests. Its `inputs` stand in the order in which they were handed over, which whoever
/// reads folders has sorted.
pub(crate) fn placeless(assessment: &Assessment) -> Value {
    let mut value = serde_json::to_value(assessment).unwrap();
    strip(&mut value, &["line", "column", "digest"]);
    if let Some(inputs) = value.get_mut("inputs").and_then(Value::as_array_mut) {
        inputs.sort_by_key(Value::to_string);
    }
    value
}

/// Where two values differ first, and how.
pub(crate) fn difference(left: &Value, right: &Value, path: &str) -> Option<String> {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys());
            keys.into_iter().find_map(|key| {
                difference(
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                    &format!("{path}.{key}"),
                )
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| difference(a, b, &format!("{path}[{at}]")))
        }
        _ => (left != right).then(|| format!("{path}: {left} / {right}")),
    }
}

pub(crate) fn strip(value: &mut Value, keys: &[&str]) {
    match value {
        Value::Object(map) => {
            keys.iter().for_each(|key| drop(map.remove(*key)));
            map.values_mut().for_each(|value| strip(value, keys));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| strip(value, keys)),
        _ => {}
    }
}

/// The profile with its keys in another order.
pub(crate) fn shuffled(profile: &Profile, chance: &mut Chance<'_>) -> Profile {
    let mut moved = profile.clone();
    shuffle(&mut moved.facts, chance);
    shuffle(&mut moved.departures, chance);
    chance.shuffle(&mut moved.evidence);
    for (_, evidence) in &mut moved.evidence {
        chance.shuffle(evidence);
    }
    moved
}

fn shuffle(node: &mut Node, chance: &mut Chance<'_>) {
    if let Node::Record { children, .. } | Node::Collection { entries: children, .. } = node {
        chance.shuffle(children);
        children.iter_mut().for_each(|(_, child)| shuffle(child, chance));
    }
}
