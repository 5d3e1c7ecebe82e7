//! The built-in rule set, as it travels inside the binary.

use crate::model::ids::RuleSetName;
use crate::model::place::Origin;

use super::{InputFile, InputTree};

/// The name of the built-in rule set: the only one that may define facts anywhere.
pub(crate) const NAME: &str = "sprcheck";

/// How the paths of its files are shown: they cannot be opened.
pub(crate) const BUILT_IN: &str = "builtin:";

// `BUILTIN`: the path, text, digest and YAML events of each file under `policies/` and `rules/`, sorted by path.
include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The files of the built-in rule set.
#[must_use]
pub fn builtin() -> InputTree {
    let files = BUILTIN
        .iter()
        .map(|(path, text, ..)| InputFile {
            path: (*path).into(),
            shown: format!("{BUILT_IN}{path}"),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    InputTree { origin: Origin::RuleSet(RuleSetName::from(NAME)), files, faults: Vec::new() }
}

/// What was found out about a file when the program was built: its digest, and the events of its YAML.
pub(super) struct Known {
    pub(super) digest: &'static str,
    /// None of a file that is no YAML, or whose YAML was not scanned.
    pub(super) events: Option<&'static [u8]>,
}

/// What is known of a file, if it is one of the built-in rule set and was not changed since.
pub(super) fn known(file: &InputFile) -> Option<Known> {
    let index = BUILTIN.binary_search_by(|(path, ..)| (*path).cmp(&file.path)).ok()?;
    let (_, text, digest, events) = BUILTIN.get(index)?;
    (file.bytes == text.as_bytes()).then(|| Known { digest, events: Some(*events).filter(|events| !events.is_empty()) })
}
