//! Text becomes model: the only door for YAML and for files. Every mistake is collected as a [`Problem`] with its place;
//! what the facts mean for a duty is left to `evaluate`.
//!
//! [`files`] reads folders into [`InputTree`]s; all else here is pure and takes bytes.

pub mod cases;
pub mod document;
pub mod files;
pub mod history;
pub mod ledger;
pub mod shelf;
pub mod snippet;
pub mod yaml;

mod archive;
mod baseline;
mod builtin;
mod decode;
mod departures;
mod dictionary;
mod duties;
mod evidence;
mod extension;
mod facts;
mod follow_ons;
mod instruments;
mod limits;
mod manifest;
mod nearest;
mod overlay;
mod profile;
mod reviews;
mod rule_set;
mod sources;
mod subjects;
mod tailor;
#[cfg(test)]
mod tests;

pub use archive::unpack;
pub use baseline::baseline;
pub use builtin::builtin;
pub use cases::{Case, CaseFile, Equivalent, Expected, Generated, case_file, cases};
pub use extension::{Links, spoil};
pub use follow_ons::leave_out_follow_ons;
pub use profile::{held_paths, profile};
pub use reviews::{compare_reviews, lost_citations};
pub use rule_set::{rule_sets, rule_sets_with_bases};
pub(crate) use sources::digest;

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

/// The rule sets of a run, and those that they extend.
#[derive(Clone, Debug, Default)]
pub struct RuleSetTrees {
    /// Those that were asked for.
    pub given: Vec<InputTree>,
    /// Those that are there only because another extends them.
    pub bases: Vec<InputTree>,
    /// How the paths of bases lead to them.
    pub links: Links,
}

impl RuleSetTrees {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &InputTree> {
        self.given.iter().chain(&self.bases)
    }
}

impl InputTree {
    /// The name in the manifest of a rule set, if one can be read.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        manifest::name_of(self)
    }

    /// The version in the manifest of a rule set, as it is written; empty if there is none.
    #[must_use]
    pub fn version(&self) -> String {
        manifest::version_of(self).unwrap_or_default()
    }

    /// `sha256:` and the digest over all files of a rule set but its signature.
    #[must_use]
    pub fn digest(&self) -> String {
        rule_set::digest_of(self)
    }

    /// The signature of a rule set, as it is written.
    #[must_use]
    pub fn signature(&self) -> Option<&[u8]> {
        self.files.iter().find(|file| file.path == files::SIGNATURE).map(|file| file.bytes.as_slice())
    }

    /// The files that make up a rule set: all but its signature.
    pub fn signed_files(&self) -> impl Iterator<Item = &InputFile> {
        self.files.iter().filter(|file| file.path != files::SIGNATURE)
    }

    /// The case files of a rule set, for the test runner.
    pub fn case_files(&self) -> impl Iterator<Item = &InputFile> {
        self.files.iter().filter(|file| file.path.ends_with(files::CASES))
    }
}
