//! The lints: what each finds and where, how it is told, what may be allowed, and the files of a new duty.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod allowances;
mod builtin;
mod formats;
mod pages;
mod places;
mod scaffold;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sprcheck::audit::Rules;
use sprcheck::author::lint::{Answer, Question, lint};
use sprcheck::load::{InputFile, InputTree, builtin};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;

/// The files of a rule set by path.
pub(crate) type Files = BTreeMap<String, String>;

/// The rule set in which nothing is found.
pub(crate) fn base() -> Files {
    let mut files = Files::new();
    gather(Path::new("tests/lints/base"), "", &mut files);
    files
}

fn gather(folder: &Path, before: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{before}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

pub(crate) fn tree(files: &Files) -> InputTree {
    let files = files.iter().map(|(path, text)| InputFile {
        path: path.clone(),
        shown: format!("example/{path}"),
        bytes: text.clone().into_bytes(),
    });
    InputTree { origin: Origin::RuleSet(RuleSetName::from("example")), files: files.collect(), faults: Vec::new() }
}

/// So much of the built-in rule set that a rule set beside it can be looked at quickly.
fn some_of_the_built_in_rules() -> InputTree {
    let kept = [
        "policies/ruleset.yaml",
        "policies/evidence-kinds.yaml",
        "policies/subjects/",
        "policies/facts/prevent.yaml",
        "policies/prevent-minimum-standards.yaml",
        "rules/prevent/",
    ];
    let mut tree = builtin();
    tree.files.retain(|file| kept.iter().any(|path| file.path.starts_with(path)));
    tree
}

/// What is found in a rule set beside the built-in one.
pub(crate) fn look(files: &Files) -> Answer {
    let trees = [tree(files)];
    let rules = Rules::load(&[some_of_the_built_in_rules(), trees[0].clone()], true);
    lint(&Question { law: rules.law(), engine: rules.engine(), loaded: rules.loaded(), trees: &trees })
}

/// The base with one file changed.
pub(crate) fn changed(path: &str, from: &str, to: &str) -> Files {
    let mut files = base();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains(from), "{path} does not hold `{from}`");
    *text = text.replacen(from, to, 1);
    files
}

/// The findings as `id file:line:column`.
pub(crate) fn told(answer: &Answer) -> Vec<String> {
    let tell = |finding: &sprcheck::author::lint::Finding| {
        let place = finding.place.map_or_else(String::new, |place| {
            format!(" {}:{}:{}", answer.sources.path(place), place.line, place.column)
        });
        format!("{}{place}", finding.what.as_str())
    };
    answer.findings.iter().map(tell).collect()
}
