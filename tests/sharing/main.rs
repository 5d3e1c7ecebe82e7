//! Rule sets that are shared and tailored: what an overlay makes of its base, archives, locks, signatures. From outside, through the
//! program, and through the library where only bytes can show it.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod archives;
mod bases;
mod overlays;
mod signed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sprcheck::audit::Rules;
use sprcheck::load::{self, InputFile, InputTree, files, snippet};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;
use sprcheck::model::problem::Problem;

const STRICT: &str = "tests/sharing/sets/strict";
const WEST_MIDLANDS: &str = "seeds/west-midlands-2021";
const AS_OF: [&str; 2] = ["--as-of", "2021-01-31"];

/// A rule set in memory, and the folder that it was given as.
type Files = BTreeMap<String, String>;

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The files of the sample rule set by path, to be changed.
fn strict() -> Files {
    let tree = files::rule_set(Path::new(STRICT)).unwrap();
    tree.files.into_iter().map(|file| (file.path, text(&file.bytes))).collect()
}

fn manifest(name: &str, more: &str) -> String {
    format!("name: {name}\nversion: 1.0.0\nowner: a test\n{more}")
}

fn tree(folder: &str, files: &Files) -> InputTree {
    let file = |(path, text): (&String, &String)| InputFile {
        path: path.clone(),
        shown: format!("{folder}/{path}"),
        bytes: text.clone().into_bytes(),
    };
    InputTree {
        origin: Origin::RuleSet(RuleSetName::from(folder)),
        files: files.iter().map(file).collect(),
        faults: Vec::new(),
    }
}

/// Loads rule sets beside the built-in one; bases are there only because others extend them.
fn load(given: &[(&str, &Files)], bases: &[(&str, &Files)]) -> Rules {
    let built_in = std::iter::once(load::builtin());
    let given: Vec<InputTree> = built_in.chain(given.iter().map(|(folder, files)| tree(folder, files))).collect();
    let bases: Vec<InputTree> = bases.iter().map(|(folder, files)| tree(folder, files)).collect();
    Rules::load_with_bases(&given, &bases, &load::Links::default(), true)
}

fn problems(rules: &Rules) -> &[Problem] {
    &rules.loaded().problems
}

fn told(rules: &Rules) -> String {
    snippet::render(problems(rules), &rules.loaded().sources)
}

/// The only problem, as a reader sees it; its first line is the message.
fn only_problem(rules: &Rules) -> String {
    assert_eq!(problems(rules).len(), 1, "{}", told(rules));
    told(rules)
}

fn write(folder: &Path, files: &Files) {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn within(folder: &tempfile::TempDir, name: &str) -> PathBuf {
    folder.path().join(name)
}
