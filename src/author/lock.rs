//! A lock: which files each rule set had, by their digests, so that a later run on anything else is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::load::{InputTree, digest};

/// The first line of a lock.
const FORMAT: &str = "sprcheck-lock 1";
/// How the line of a rule set begins.
const RULE_SET: &str = "rule-set";

/// A lock as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock(BTreeMap<String, RuleSetFiles>);

/// One rule set: its version, and the digest of each file by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct RuleSetFiles {
    version: String,
    files: BTreeMap<String, String>,
}

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockFault {
    /// The text is no lock, or of another format.
    #[error("line {line} is not that of a lock: {why}")]
    Unreadable {
        /// The line, from 1.
        line: usize,
        /// What was expected.
        why: &'static str,
    },
    /// A rule set gives no name, or holds files that could not be read.
    #[error("the rule set in `{folder}` cannot be locked or signed: {why}")]
    Incomplete {
        /// The folder.
        folder: String,
        /// What is missing.
        why: String,
    },
}

/// Writes a lock: the same rule sets give the same text, in whatever order they come.
///
/// # Errors
/// A rule set has no name, or a file of it could not be read: what is locked would not be what is there.
pub fn lock<'t>(trees: impl IntoIterator<Item = &'t InputTree>) -> Result<String, LockFault> {
    let mut parts = trees.into_iter().map(inventory).collect::<Result<Vec<String>, LockFault>>()?;
    parts.sort();
    let mut text = format!("{FORMAT}\n# written by `sprcheck rules lock`; `--locked` refuses what differs\n");
    for part in parts {
        let _ = write!(text, "\n{part}");
    }
    Ok(text)
}

/// One rule set with all its files: a line with name and version, then one for each file, sorted by path.
///
/// # Errors
/// It has no name, or a file of it could not be read.
pub fn inventory(tree: &InputTree) -> Result<String, LockFault> {
    let folder = || match &tree.origin {
        crate::model::place::Origin::RuleSet(folder) => folder.to_string(),
        crate::model::place::Origin::Profile => "a profile".to_owned(),
    };
    let incomplete = |why: String| LockFault::Incomplete { folder: folder(), why };
    if let Some(fault) = tree.faults.first() {
        return Err(incomplete(format!("`{}`: {}", fault.path, fault.message)));
    }
    let name = tree.name().ok_or_else(|| incomplete("its manifest gives no name".into()))?;
    let version = tree.version();
    if version.is_empty() || version.contains(char::is_whitespace) {
        return Err(incomplete("its manifest gives no version".into()));
    }
    let mut text = format!("{RULE_SET} {name} {version}\n");
    let files: BTreeMap<&str, String> =
        tree.signed_files().map(|file| (file.path.as_str(), digest(&file.bytes))).collect();
    for (path, digest) in files {
        if path.contains(char::is_control) {
            return Err(incomplete("the name of a file holds a control character".into()));
        }
        let _ = writeln!(text, "{digest} {path}");
    }
    Ok(text)
}

/// Reads a lock.
///
/// # Errors
/// The text is none.
pub fn parse(text: &str) -> Result<Lock, LockFault> {
    let mut sets: BTreeMap<String, RuleSetFiles> = BTreeMap::new();
    let mut current: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        let fault = |why| LockFault::Unreadable { line: index + 1, why };
        if index == 0 {
            if line != FORMAT {
                return Err(fault("it begins with `sprcheck-lock 1`"));
            }
        } else if line.is_empty() || line.starts_with('#') {
        } else if let Some(rest) = line.strip_prefix(RULE_SET) {
            let (name, version) =
                rest.trim_start().split_once(' ').ok_or_else(|| fault("a name and a version follow"))?;
            let set = RuleSetFiles { version: version.into(), files: BTreeMap::new() };
            if sets.insert(name.into(), set).is_some() {
                return Err(fault("a rule set stands in it once"));
            }
            current = Some(name.into());
        } else {
            let (digest, path) = line.split_once(' ').ok_or_else(|| fault("a digest and a path are expected"))?;
            let hex = digest.strip_prefix("sha256:").ok_or_else(|| fault("a digest begins with `sha256:`"))?;
            if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(fault("a digest has 64 hexadecimal digits"));
            }
            let set = current.as_ref().and_then(|name| sets.get_mut(name));
            let set = set.ok_or_else(|| fault("a file belongs to a rule set"))?;
            if set.files.insert(path.into(), digest.into()).is_some() {
                return Err(fault("a file stands in it once"));
            }
        }
    }
    if sets.is_empty() {
        return Err(LockFault::Unreadable {
            line: text.lines().count().max(1),
            why: "at least one rule set is expected",
        });
    }
    Ok(Lock(sets))
}

/// Everything in which rule sets differ from a lock, a line each: what was expected, and what is there.
///
/// # Errors
/// A rule set cannot be told as a lock tells it.
pub fn differences<'t>(lock: &Lock, trees: impl IntoIterator<Item = &'t InputTree>) -> Result<Vec<String>, LockFault> {
    let found = parse(&self::lock(trees)?)?;
    let names: BTreeSet<&String> = lock.0.keys().chain(found.0.keys()).collect();
    let mut told = Vec::new();
    for name in names {
        match (lock.0.get(name), found.0.get(name)) {
            (Some(expected), Some(found)) => differ(name, expected, found, &mut told),
            (Some(_), None) => told.push(format!("rule set `{name}` is locked and not loaded")),
            (None, _) => told.push(format!("rule set `{name}` is loaded and not locked")),
        }
    }
    Ok(told)
}

fn differ(name: &str, expected: &RuleSetFiles, found: &RuleSetFiles, told: &mut Vec<String>) {
    if expected.version != found.version {
        told.push(format!("rule set `{name}`: expected version {}, found {}", expected.version, found.version));
    }
    let paths: BTreeSet<&String> = expected.files.keys().chain(found.files.keys()).collect();
    for path in paths {
        match (expected.files.get(path), found.files.get(path)) {
            (Some(expected), Some(found)) if expected != found => {
                told.push(format!("rule set `{name}`, `{path}`: expected {expected}, found {found}"));
            }
            (Some(expected), None) => {
                told.push(format!("rule set `{name}`, `{path}`: expected {expected}, found no such file"))
            }
            (None, Some(found)) => {
                told.push(format!("rule set `{name}`, `{path}`: expected no such file, found {found}"))
            }
            _ => {}
        }
    }
}
