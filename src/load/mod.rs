//! Text becomes model: the only door for YAML and for files. Every mistake is collected as a [`Problem`] with its place;
//! what the facts mean for a duty is left to `evaluate`.
//!
//! [`files`] reads folders into [`InputTree`]s; all else here is pure and takes bytes.

pub mod cases;
pub mod files;
pub mod ledger;
pub mod snippet;
pub mod yaml;

mod builtin;
mod decode;
mod departures;
mod dictionary;
mod duties;
mod evidence;
mod facts;
mod instruments;
mod nearest;
mod profile;
mod rule_set;
mod sources;
mod subjects;
#[cfg(test)]
mod tests;

pub use builtin::builtin;
pub use cases::{Case, Expected, cases};
pub use profile::{held_paths, profile};
pub use rule_set::rule_sets;

use crate::model::place::{Origin, Sources};
use crate::model::problem::Problem;

/// The files that were read and the mistakes that were found, over all calls of one run.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Every file, in the order in which it was read.
    pub sources: Sources,
    /// Every mistake, in the order in which it was found.
    pub problems: Vec<Problem>,
}

/// The files of one rule set or profile, as bytes.
#[derive(Clone, Debug)]
pub struct InputTree {
    /// Whose files they are; a rule set goes by its folder until its name is known.
    pub origin: Origin,
    /// The files, sorted by path.
    pub files: Vec<InputFile>,
    /// Files that are there but were not read, sorted by path.
    pub faults: Vec<FileFault>,
}

/// One file, as bytes.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// The path relative to the root, with `/`.
    pub path: String,
    /// The path as the user can open it.
    pub shown: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that is there but was not read.
#[derive(Clone, Debug)]
pub struct FileFault {
    /// The path relative to the root, with `/`.
    pub path: String,
    /// The path as the user can open it.
    pub shown: String,
    /// Which kind of problem that is.
    pub code: crate::model::problem::Code,
    /// Why it was not read.
    pub message: String,
}

impl InputTree {
    /// The case files of a rule set, for the test runner.
    pub fn case_files(&self) -> impl Iterator<Item = &InputFile> {
        self.files.iter().filter(|file| file.path.ends_with(files::CASES))
    }
}
