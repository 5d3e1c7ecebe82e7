//! What is on record of earlier audits: how standing moved between them, and whether each still comes out as it was recorded.

use serde::Serialize;

use super::brief::{Moves, Recorded};
use super::dates::Day;

/// The version of a recorded file.
pub const RECORD_SCHEMA_VERSION: &str = "1.0";
/// The version of the JSON of `trend`.
pub const TREND_SCHEMA_VERSION: &str = "1.0";
/// The version of the JSON of `verify`.
pub const VERIFICATION_SCHEMA_VERSION: &str = "1.0";

/// How standing moved between recorded audits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The audits, earliest first.
    pub records: Vec<Recorded>,
    /// From each to those that follow it, by the later one.
    pub steps: Vec<Step>,
    /// The digests of the last ones, where several were recorded apart and neither follows the other; else empty.
    pub apart: Vec<String>,
}

/// From one recorded audit to one that follows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The date of the earlier one.
    pub from: Day,
    /// The date of the later one.
    pub to: Day,
    /// The digest of the earlier one.
    pub from_record: String,
    /// The digest of the later one.
    pub to_record: String,
    /// What moved, with the earlier one.
    #[serde(flatten)]
    pub moves: Moves,
    /// The rule sets that were others, by name; empty where all were the same.
    pub rule_sets: Vec<String>,
}

/// What came of verifying reports.
#[derive(Clone, Debug, Serialize)]
pub struct Verification {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The chain of the history; null where a report was verified that is not on record.
    pub chain: Option<Chain>,
    /// Every report that was run again, earliest first.
    pub reports: Vec<Verified>,
}

/// The chain of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// How many records are sound and joined to what they follow.
    pub sound: usize,
    /// The files that no other follows: one, unless branches recorded apart.
    pub heads: Vec<String>,
    /// What is wrong with it, each with its place; empty where it is whole.
    pub faults: Vec<String>,
}

/// A report that was run again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The file.
    pub file: String,
    /// The date that it was for; null where it cannot be read.
    pub as_of: Option<Day>,
    /// What came of it.
    #[serde(flatten)]
    pub replayed: Replayed,
}

/// What came of running a report again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Replayed {
    /// The same bytes came out.
    Reproduced {
        /// How many duties it shows.
        shown: usize,
        /// Of how many: more, where it was made with a filter.
        of: usize,
        /// The inputs that were found in the repository and not as they are now, each with its commit.
        from_commits: Vec<String>,
    },
    /// Other bytes came out.
    Differs(Difference),
    /// It could not be run again.
    CannotBeReplayed {
        /// Why: what is missing.
        why: String,
    },
}

/// Where two texts of JSON first differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The path of the value, `duties[3].standing`; empty for the whole.
    pub path: String,
    /// The duty in whose story it lies, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty: Option<String>,
    /// The line in the recorded report, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// That line as recorded; empty where the text ends before it.
    pub was: String,
    /// The same as it came out.
    pub is: String,
}

impl Verification {
    /// Whether something was found to be otherwise: a report that differs, a chain that is broken.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        self.chain.as_ref().is_some_and(|chain| !chain.faults.is_empty())
            || self.reports.iter().any(|report| matches!(report.replayed, Replayed::Differs(_)))
    }

    /// Whether something could not be told.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.reports.iter().any(|report| matches!(report.replayed, Replayed::CannotBeReplayed { .. }))
    }
}
