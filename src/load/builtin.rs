//! The built-in rule set, as it travels inside the binary.

use crate::model::ids::RuleSetName;
use crate::model::place::Origin;

use super::{InputFile, InputTree};

/// The name of the built-in rule set: the only one that may define facts anywhere.
pub(crate) const NAME: &str = "sprcheck";

/// How the paths of its files are shown: they cannot be opened.
pub(crate) const BUILT_IN: &str = "builtin:";

// `BUILTIN`: the paths and texts of the files under `policies/` and `rules/`, sorted by path.
include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The files of the built-in rule set.
#[must_use]
pub fn builtin() -> InputTree {
    let files = BUILTIN
        .iter()
        .map(|(path, text)| InputFile {
            path: (*path).into(),
            shown: format!("{BUILT_IN}{path}"),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    InputTree { origin: Origin::RuleSet(RuleSetName::from(NAME)), files, faults: Vec::new() }
}
