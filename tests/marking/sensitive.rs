//! Puts markings on a profile, and changes what stands beneath them.

use serde_yaml::Value;

use super::chance::Chance;
use super::tree::{Path, at, beneath, mapping, put, take, written};
use super::world::World;

/// How many values beneath one marking are changed.
const MOST: usize = 8;

pub(crate) const HIGH: &str = "OFFICIAL-SENSITIVE";

/// Whether a tree is a profile that can be judged.
fn fits(world: &World, tree: &Value) -> bool {
    world.case(&written(tree, None)).is_ok()
}

/// Does something to a tree, unless that makes it no profile.
fn attempt(world: &World, tree: &mut Value, work: impl FnOnce(&mut Value)) -> bool {
    let mut other = tree.clone();
    work(&mut other);
    let done = other != *tree && fits(world, &other);
    if done {
        *tree = other;
    }
    done
}

/// Marks what stands at a path: a record, an entry, a list of members, a value, a piece of evidence, a departure.
fn mark(tree: &mut Value, path: &[String]) {
    let Some(value) = at(tree, path).cloned() else { return };
    match value {
        Value::Mapping(_) => {
            if let Some(own) = mapping(tree, path) {
                own.insert("marking".into(), HIGH.into());
            }
        }
        other => {
            let key = if matches!(other, Value::Sequence(_)) { "list" } else { "value" };
            let mut own = serde_yaml::Mapping::new();
            own.insert(key.into(), other);
            own.insert("marking".into(), HIGH.into());
            put(tree, path, Value::Mapping(own));
        }
    }
}

/// Marks up to so many things at random; returns where.
pub(crate) fn marked(world: &World, tree: &mut Value, many: usize, chance: &mut Chance) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    for _ in 0..many * 4 {
        if found.len() >= many {
            break;
        }
        let part = ["facts", "facts", "facts", "evidence", "departures"][chance.below(5)];
        let paths = beneath(tree, &[part.to_owned()]);
        let Some(path) = chance.pick(&paths).cloned() else { continue };
        let deep = if part == "facts" { path.len() > 2 } else { path.len() == 2 };
        let again = found.iter().any(|other| path.starts_with(other) || other.starts_with(&path));
        if deep && !again && attempt(world, tree, |tree| mark(tree, &path)) {
            found.push(path);
        }
    }
    found
}

/// Changes what stands beneath markings: values, how many there are, and their keys.
pub(crate) fn changed(world: &World, tree: &Value, paths: &[Path], chance: &mut Chance) -> (Value, usize) {
    let mut tree = tree.clone();
    let mut done = 0;
    for path in paths {
        let mut leaves = beneath(&tree, path);
        if chance.percent(50) {
            leaves.reverse();
        }
        for leaf in leaves.into_iter().take(MOST) {
            let Some(old) = at(&tree, &leaf).cloned() else { continue };
            if chance.percent(60) {
                let new = other_value(&old, chance);
                done += usize::from(attempt(world, &mut tree, |tree| put(tree, &leaf, new)));
            } else if chance.percent(40) {
                done += usize::from(attempt(world, &mut tree, |tree| take(tree, &leaf)));
            }
        }
        done += usize::from(attempt(world, &mut tree, |tree| more(tree, path, "another-entry")));
        if chance.percent(50) {
            done += usize::from(attempt(world, &mut tree, |tree| {
                more(tree, path, "an-entry-called-otherwise");
                fewer(tree, path);
            }));
        }
    }
    (tree, done)
}

fn other_value(old: &Value, chance: &mut Chance) -> Value {
    match old {
        Value::Bool(yes) => Value::Bool(!yes),
        Value::Number(number) if number.as_i64().is_some_and(|number| (1990..2100).contains(&number)) => 2019.into(),
        Value::Number(_) => i64::try_from(chance.below(900)).unwrap().into(),
        Value::String(text) if text.starts_with("20") => {
            ["2018-02-03", "2020-11-30", "2021", "2035-01-01"][chance.below(4)].into()
        }
        Value::String(text) => format!("{text}, changed").into(),
        other => other.clone(),
    }
}

/// One more of what stands at a path, under another key, named among the members where these are all.
fn more(tree: &mut Value, path: &[String], key: &str) {
    let (Some(value), Some((_, above))) = (at(tree, path).cloned(), path.split_last()) else { return };
    let other: Path = above.iter().cloned().chain([key.to_owned()]).collect();
    put(tree, &other, value);
    members(tree, above, |members| members.push(key.into()));
}

/// One fewer.
fn fewer(tree: &mut Value, path: &[String]) {
    let Some((key, above)) = path.split_last() else { return };
    take(tree, path);
    members(tree, above, |members| members.retain(|member| member.as_str() != Some(key)));
}

fn members(tree: &mut Value, above: &[String], work: impl FnOnce(&mut Vec<Value>)) {
    let complete: Path = above.iter().cloned().chain(["complete".to_owned()]).collect();
    if let Some(Value::Sequence(members)) = mapping(tree, &complete).and_then(|own| own.get_mut("members")) {
        work(members);
    }
}
