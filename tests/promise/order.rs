//! The order in which things are written changes nothing but where they stand.

use proptest::test_runner::{TestCaseError, TestError};
use serde_json::Value;
use serde_yaml::Value as Yaml;
use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree, builtin};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;

use super::chance::Chance;
use super::profile::{Node, Profile};
use super::real::{World, assess};
use super::{runner, seeds, tried};

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

/// A rule set as if its files had been written otherwise: keys in another order, instruments and duties in files of their own, and the
/// files handed over in another order. The requirements of a duty keep theirs, which is the order in which they are reported.
fn rewritten(tree: &InputTree, chance: &mut Chance<'_>) -> InputTree {
    let mut files = Vec::new();
    for file in &tree.files {
        let is_policy = file.path.ends_with(".yaml") && !file.path.ends_with(".cases.yaml");
        let mut value: Yaml = match is_policy {
            true => serde_yaml::from_slice(&file.bytes).unwrap(),
            false => {
                files.push(file.clone());
                continue;
            }
        };
        reorder(&mut value, chance);
        let top = value.as_mapping().unwrap().clone();
        for (part, (key, inner)) in top.iter().enumerate() {
            let inner: Vec<(Yaml, Yaml)> = match (key.as_str(), inner.as_mapping()) {
                (Some("duties" | "instruments" | "facts" | "collections"), Some(inner)) => {
                    inner.clone().into_iter().collect()
                }
                _ => Vec::new(),
            };
            let (first, second) = inner.split_at(inner.len() / 2);
            for (half, entries) in [first, second].into_iter().enumerate().filter(|(_, entries)| !entries.is_empty()) {
                let entries: serde_yaml::Mapping = entries.iter().cloned().collect();
                let text =
                    serde_yaml::to_string(&serde_yaml::Mapping::from_iter([(key.clone(), Yaml::Mapping(entries))]))
                        .unwrap();
                let path = file.path.replace(".yaml", &format!("-{part}-{half}.yaml"));
                files.push(InputFile { path: path.clone(), shown: path, bytes: text.into_bytes() });
            }
        }
        if !top.keys().any(|key| matches!(key.as_str(), Some("duties" | "instruments" | "facts" | "collections"))) {
            files.push(InputFile { bytes: serde_yaml::to_string(&value).unwrap().into_bytes(), ..file.clone() });
        }
    }
    chance.shuffle(&mut files);
    InputTree { origin: tree.origin.clone(), files, faults: Vec::new() }
}

fn reorder(value: &mut Yaml, chance: &mut Chance<'_>) {
    match value {
        Yaml::Mapping(mapping) => {
            let mut entries: Vec<(Yaml, Yaml)> = std::mem::take(mapping).into_iter().collect();
            let keeps = |(key, _): &(Yaml, Yaml)| key.as_str() == Some("requirements");
            chance.shuffle(&mut entries);
            for entry in &mut entries {
                if !keeps(entry) {
                    reorder(&mut entry.1, chance);
                }
            }
            mapping.extend(entries);
        }
        Yaml::Sequence(values) => values.iter_mut().for_each(|value| reorder(value, chance)),
        _ => {}
    }
}

/// A second rule set, so that there are two to be given in either order.
fn stranger() -> InputTree {
    let file =
        |path: &str, text: &str| InputFile { path: path.into(), shown: path.into(), bytes: text.as_bytes().to_vec() };
    let duties = "
duties:
  visit.lead:
    title: A lead
    says: it says
    source: { at: page 1, verified: secondary }
    owed_by: [chief-officer]
    binding: recommendation
    weight: { value: 3, because: it is }
    requirements:
      there: { states: there is a lead, remedy: appoint one, shown_by: [minutes, appointment-record] }
      sure: { for_each: threats, states: the lead knows, remedy: tell them, shown_by: [minutes] }
";
    let script = "require there: facts.prevent.strategic_lead.appointed <= as_of && !duties[\"prevent.spocs\"].met;\nrequire sure: subject in facts.plan.threats_addressed;\n";
    InputTree {
        origin: Origin::RuleSet(RuleSetName::from("visit")),
        files: vec![
            file("policies/duties.yaml", duties),
            file("policies/ruleset.yaml", "name: visit\nversion: 1.0.0\nowner: nobody\nlicence: none\n"),
            file("rules/visit/lead.rhai", script),
        ],
        faults: Vec::new(),
    }
}

/// Where files were cut up, their names and what they have in common say nothing either.
fn fileless(assessment: &Assessment) -> Value {
    let mut value = placeless(assessment);
    strip(&mut value, &["file", "inputs"]);
    value
}

#[test]
fn the_order_of_facts_evidence_duties_files_and_rule_sets_changes_nothing() {
    let world = World::new();
    let sound = [builtin(), stranger()];
    let rules = Rules::load(&sound, true);
    let result = runner(tried(6)).run(&seeds(), |seed| {
        let mut chance = Chance::seed(seed);
        let (profile, as_of) = world.profile(&mut chance);
        let before = assess(&rules, &profile, as_of).map_err(TestCaseError::fail)?;
        assert!(before.duties.iter().any(|duty| duty.id.as_str() == "visit.lead"));
        let moved = assess(&rules, &shuffled(&profile, &mut chance), as_of).map_err(TestCaseError::fail)?;
        if let Some(apart) = difference(&placeless(&before), &placeless(&moved), "") {
            return Err(TestCaseError::fail(format!("the profile's order tells: {apart}\n{}", profile.yaml())));
        }
        let mut trees = [rewritten(&sound[0], &mut chance), rewritten(&sound[1], &mut chance)];
        chance.shuffle(&mut trees);
        let other = assess(&Rules::load(&trees, true), &profile, as_of).map_err(TestCaseError::fail)?;
        match difference(&fileless(&before), &fileless(&other), "") {
            Some(apart) => Err(TestCaseError::fail(format!("the rule sets' order tells: {apart}"))),
            None => Ok(()),
        }
    });
    if let Err(TestError::Fail(why, seed)) = result {
        panic!("seed {seed}: {why}");
    }
}
