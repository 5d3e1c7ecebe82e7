//! What of the evidence that lies beside the profile awaits a review, and what was accepted.

use serde::Serialize;

use super::assessment::At;
use super::dates::Day;
use super::ids::{DutyId, EvidenceId};
use super::words::{Standing, Support};

/// The version of the JSON of `review`.
pub const REVIEW_SCHEMA_VERSION: &str = "1.1";

/// What of the evidence that lies beside the profile awaits a review.
#[derive(Clone, Debug, Serialize)]
pub struct Reviews {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force, by its name.
    pub force: String,
    /// The date for which the duties were judged.
    pub as_of: Day,
    /// What was accepted just now and recorded in the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
    /// Each section, or whole document, that is cited, by evidence and place in the document.
    pub sections: Vec<ToReview>,
    /// Reviews in the profile of sections that nothing cites, as `evidence#section`.
    pub uncited: Vec<String>,
}

/// An acceptance that was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// By which office.
    pub by: String,
    /// When.
    pub on: Day,
    /// Why.
    pub because: String,
    /// What was accepted, as `evidence#section`, or `evidence` for the whole.
    pub accepted: Vec<String>,
    /// What counted while nothing of its document was reviewed, and is suspect now that something is; by the same names.
    pub now_suspect: Vec<String>,
}

/// A section that is cited, or a document that is reviewed as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct ToReview {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its title.
    pub title: String,
    /// The anchor; absent for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The heading, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The path of the document, as the profile gives it.
    pub file: String,
    /// The first line of the section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Whether it is as it was reviewed.
    pub state: ReviewState,
    /// The review that the profile records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Reviewed>,
    /// `sha256:` and the digest of the text as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_now: Option<String>,
    /// The text as it was reviewed, if a revision has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// The text as it is now, of a section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Where the profile cites it.
    pub cited_at: Vec<At>,
    /// The duties that read a fact which cites it, and for which its kind counts.
    pub duties: Vec<Resting>,
}

/// Whether a text is as it was reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// It changed since.
    Changed,
    /// It is as it was accepted, on a day that is after the one for which the duties were judged.
    AcceptedLater,
    /// It was not reviewed, where other sections of the document were: what rests on it is suspect.
    NotReviewed,
    /// Nothing of the document was reviewed: nothing is asked of it until something is.
    NeverReviewed,
    /// There is no such section any more, or the document is not at hand.
    Gone,
    /// The whole is cited of a document of which only sections are reviewed: no review can mend that.
    CitedWhole,
    /// It is as it was reviewed.
    Holds,
}

impl ReviewState {
    /// Whether what rests on a text in this state is suspect.
    #[must_use]
    pub fn awaits(self) -> bool {
        matches!(self, Self::Changed | Self::AcceptedLater | Self::NotReviewed | Self::CitedWhole)
    }
}

/// A review that the profile records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// By which office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Of which text.
    pub digest: String,
    /// Where.
    pub at: At,
}

/// A text in a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Before {
    /// The commit, in full.
    pub commit: String,
    /// The text.
    pub text: String,
}

/// A duty that rests on a section.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Resting {
    /// The duty.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub standing: Standing,
    /// Its support, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
}

impl ToReview {
    /// What it is called: `evidence#section`, or `evidence`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.section {
            Some(section) => format!("{}#{section}", self.evidence),
            None => self.evidence.to_string(),
        }
    }
}
