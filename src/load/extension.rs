//! Rule sets that extend others: each base is found, and what the overlay says of its duties becomes duties of the overlay's own.
//!
//! A base is read, never written: whoever loads it by itself finds it as its owner made it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::RuleSetName;
use crate::model::law::{Law, Script};
use crate::model::overlay::Extends;
use crate::model::place::{Origin, Place};
use crate::model::problem::{Code, Problem};

use super::Loaded;
use super::builtin::NAME;
use super::manifest::{Base, Extension, satisfied};
use super::nearest::quote;
use super::overlay::Overlay;
use super::tailor::tailor;

/// What of a rule set can only be made something of once all are read.
pub(super) struct Pending {
    pub(super) name: RuleSetName,
    /// The folder that it was given as: what its paths are relative to.
    pub(super) folder: String,
    pub(super) extends: Vec<Extension>,
    pub(super) overlay: Option<Overlay>,
    /// Scripts of requirements that are added, by path.
    pub(super) added: BTreeMap<String, Script>,
}

/// Which folders are the same, and which could not be read and why; found out by whoever reads folders.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Another name of a folder, and the name under which it was read.
    pub aliases: BTreeMap<String, String>,
    /// A base that was not read, and why.
    pub unread: BTreeMap<String, String>,
}

/// Finds every base and makes the duties of every overlay, bases first.
pub(super) fn extend(law: &mut Law, pending: Vec<Pending>, links: &Links, problems: &mut Vec<Problem>) {
    let folders: BTreeMap<&str, &RuleSetName> = pending.iter().map(|one| (one.folder.as_str(), &one.name)).collect();
    let mut found = BTreeMap::new();
    for one in &pending {
        found.insert(one.name.clone(), bases_of(one, law, &folders, links, problems));
    }
    for (name, circle) in circles(&found) {
        let Some(own) = circle.first() else { continue };
        let way = if circle.len() == 1 { "" } else { ", by way of what it extends" };
        let message = format!("rule set `{name}` extends itself{way}");
        let problem = Problem::at(Code::BadExtension, own.place, message).help("take one of the extensions out");
        let more = circle.iter().skip(1);
        problems.push(
            more.fold(problem, |problem, step| {
                problem.related(step.place, format!("which extends `{}`", step.rule_set))
            }),
        );
        found.insert(name, Vec::new());
    }
    for (name, bases) in &found {
        if let Some(rule_set) = law.rule_sets.get_mut(name) {
            rule_set.extends.clone_from(bases);
        }
    }
    let mut pending: BTreeMap<RuleSetName, Pending> = pending.into_iter().map(|one| (one.name.clone(), one)).collect();
    // What extends nothing that is still to be made comes first; there is no circle any more.
    while let Some(next) = pending.keys().find(|name| is_ready(name, &found, &pending)).cloned() {
        if let Some(one) = pending.remove(&next) {
            tailor(law, one, problems);
        }
    }
}

fn is_ready(
    name: &RuleSetName,
    found: &BTreeMap<RuleSetName, Vec<Extends>>,
    pending: &BTreeMap<RuleSetName, Pending>,
) -> bool {
    found.get(name).into_iter().flatten().all(|base| !pending.contains_key(&base.rule_set))
}

/// The bases of a rule set that are there, none of them twice.
fn bases_of(
    one: &Pending,
    law: &Law,
    folders: &BTreeMap<&str, &RuleSetName>,
    links: &Links,
    problems: &mut Vec<Problem>,
) -> Vec<Extends> {
    let mut bases: Vec<Extends> = Vec::new();
    for extension in &one.extends {
        let problem =
            |code, message: String| Problem::at(code, extension.place, message).wide(extension.width as usize);
        let name = match find(one, extension, law, folders, links) {
            Ok(name) => name,
            Err((why, help)) => {
                let problem = problem(Code::BadExtension, why);
                problems.push(if help.is_empty() { problem } else { problem.help(help) });
                continue;
            }
        };
        if let Some(first) = bases.iter().find(|base| base.rule_set == name) {
            let message = format!("rule set `{name}` is extended twice");
            problems.push(problem(Code::BadExtension, message).related(first.place, "first here"));
            continue;
        }
        let version = law.rule_sets.get(&name).map_or("", |base| base.version.as_str());
        if let Some(wanted) = extension.version.as_ref().filter(|wanted| !satisfied(wanted, version)) {
            let message = format!("rule set `{name}` is version {version}; `{wanted}` is wanted");
            problems.push(problem(Code::VersionNotSatisfied, message));
        }
        bases.push(Extends { rule_set: name, place: extension.place });
    }
    bases
}

/// The name of a base, or why there is none and a way out.
fn find(
    one: &Pending,
    extension: &Extension,
    law: &Law,
    folders: &BTreeMap<&str, &RuleSetName>,
    links: &Links,
) -> Result<RuleSetName, (String, String)> {
    let shown = extension.base.shown();
    match &extension.base {
        Base::BuiltIn if law.rule_sets.contains_key(NAME) => Ok(RuleSetName::from(NAME)),
        Base::BuiltIn => Err((format!("{shown} is not loaded"), String::new())),
        Base::Path(path) => {
            let folder = beside(&one.folder, path);
            if let Some(why) = links.unread.get(&folder) {
                return Err((
                    format!("the base {shown} {why}"),
                    "see docs/sharing.md for where a base may stand".into(),
                ));
            }
            let folder = links.aliases.get(&folder).unwrap_or(&folder);
            match folders.get(folder.as_str()) {
                Some(name) => Ok((*name).clone()),
                None => {
                    let help =
                        format!("the path is relative to the rule set's own folder, so {} is meant", quote(folder));
                    Err((format!("the base {shown} is not there"), help))
                }
            }
        }
    }
}

/// Every rule set that extends itself, with the way that leads back to it.
fn circles(found: &BTreeMap<RuleSetName, Vec<Extends>>) -> Vec<(RuleSetName, Vec<Extends>)> {
    found.keys().filter_map(|name| Some((name.clone(), way_back(name, found)?))).collect()
}

/// The shortest way from a rule set back to itself.
fn way_back(name: &RuleSetName, found: &BTreeMap<RuleSetName, Vec<Extends>>) -> Option<Vec<Extends>> {
    let mut ways: Vec<Vec<Extends>> = found.get(name)?.iter().map(|base| vec![base.clone()]).collect();
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let Some(last) = way.last() else { continue };
            if last.rule_set == *name {
                return Some(way);
            }
            if seen.insert(last.rule_set.clone()) {
                let next = found.get(&last.rule_set).into_iter().flatten();
                longer.extend(next.map(|base| [way.clone(), vec![base.clone()]].concat()));
            }
        }
        ways = longer;
    }
    None
}

/// A path relative to a folder, as far as words go: `ext` and `../base` make `base`.
pub(super) fn beside(folder: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    let joined = steps.join("/");
    match (whole.starts_with('/'), joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".into(),
        (false, false) => joined,
    }
}

/// Makes it a problem of each rule set that what it extends has problems: nothing sound can be taken from that.
pub fn spoil(law: &Law, loaded: &mut Loaded) {
    let mut spoilt: BTreeSet<(&RuleSetName, &RuleSetName)> = BTreeSet::new();
    loop {
        let mut counts: BTreeMap<RuleSetName, usize> = BTreeMap::new();
        for problem in &loaded.problems {
            if let Some(Origin::RuleSet(name)) = problem.origin(&loaded.sources) {
                *counts.entry(name.clone()).or_default() += 1;
            }
        }
        let all = law.rule_sets.values().flat_map(|set| set.extends.iter().map(move |base| (&set.name, base)));
        let fresh: Vec<(&RuleSetName, &RuleSetName, Place, usize)> = all
            .filter_map(|(name, base)| Some((name, &base.rule_set, base.place, *counts.get(&base.rule_set)?)))
            .filter(|(name, base, ..)| spoilt.insert((name, base)))
            .collect();
        if fresh.is_empty() {
            return;
        }
        for (_, base, place, count) in fresh {
            let problems = if count == 1 { "problem" } else { "problems" };
            let message = format!("rule set `{base}` has {count} {problems}, so nothing can be taken from it");
            loaded.problems.push(Problem::at(Code::BadExtension, place, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_is_relative_to_the_folder_of_the_rule_set() {
        for (folder, path, meant) in [
            ("ext", "../base", "base"),
            ("sets/ext", "../base", "sets/base"),
            (".", "../base", "../base"),
            ("..", "../base", "../../base"),
            ("/a/ext", "../base", "/a/base"),
            ("dist/ext.tar.gz", "../base.zip", "dist/base.zip"),
            ("ext", "./inner/./base", "ext/inner/base"),
            ("a", "..", "."),
            (".", "/a/./ext/", "/a/ext"),
        ] {
            assert_eq!(beside(folder, path), meant, "{folder} {path}");
        }
    }
}
