//! What a revision does to the duties: the findings of the gate, whether each fails, and where it stands in the revision.

use serde::Serialize;

use super::dates::Day;
use super::diff::{Counts, Direction, Stood};
use super::forecast::JudgedBy;
use super::ids::{DutyId, RequirementId, SubjectId};
use super::impact::FromTo;

/// The version of the JSON of `gate`.
pub const GATE_SCHEMA_VERSION: &str = "1.0";

/// What a revision does to the duties.
#[derive(Clone, Debug, Serialize)]
pub struct Gate {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force, by its name.
    pub force: String,
    /// The date for which both sides were judged.
    pub as_of: Day,
    /// What is compared; the base is null on a first run.
    pub sides: FromTo<Option<GateSide>>,
    /// By whose rules both sides were judged: the base's, and the head's where those are others.
    pub judged: Vec<JudgedSides>,
    /// Everything that was found, what fails first, then by weight.
    pub findings: Vec<Finding>,
    /// What fails the revision, in the words of `--fail-on`; empty where it passes.
    pub failed_on: Vec<FailsOn>,
}

/// One side of a gate.
#[derive(Clone, Debug, Serialize)]
pub struct GateSide {
    /// As it was asked for: a name of git, or a folder.
    pub name: String,
    /// The commit that this was, in full; absent for a folder or what is not committed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The path of the profile's file, relative to the root of the repository, or to the folder.
    pub profile: String,
    /// `sha256:` and the digest of that file.
    pub digest: String,
    /// The rule sets of that side.
    pub rule_sets: Vec<JudgedBy>,
}

/// Both sides by one side's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct JudgedSides {
    /// Whose rules.
    pub rules: WhoseRules,
    /// How many duties go which way.
    pub counts: Counts,
}

/// Whose rules judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoseRules {
    /// Those of the base.
    Base,
    /// Those of the head.
    Head,
    /// Either: it comes out so by both.
    Both,
}

/// What `--fail-on` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailsOn {
    /// An apparent breach that the base did not have.
    Breach,
    /// A duty that got worse, a baseline entry that no longer matches or has ended.
    Worse,
    /// A gap that could not be told before.
    Revealed,
    /// Any gap.
    Gap,
    /// Anything unproven.
    Unproven,
    /// Anything unassessed.
    Unassessed,
    /// A rule that erred.
    Error,
}

/// What kind of thing was found; each is one rule of SARIF, with a page of its own in `docs/ci.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// An apparent breach that the base did not have.
    NewBreach,
    /// A duty got worse.
    Worse,
    /// A gap shows that could not be told before.
    Revealed,
    /// A duty that is a gap in both fails in further respects.
    FurtherNotMet,
    /// A duty got better.
    Better,
    /// Something within a duty is otherwise, neither better nor worse.
    Changed,
    /// A standing gap, unproven or unassessed duty that `--fail-on` names, the same in the base.
    Standing,
    /// A departure appeared.
    DepartureAdded,
    /// A departure was changed.
    DepartureChanged,
    /// A departure was taken out.
    DepartureRemoved,
    /// A departure that is in both has lapsed.
    DepartureLapsed,
    /// A piece of evidence was taken out.
    EvidenceRemoved,
    /// A piece of evidence that is in both has lapsed.
    EvidenceLapsed,
    /// A rule, a policy or a threshold is otherwise and judges a duty otherwise.
    RuleChanged,
    /// A section of the plan that is cited was changed and not reviewed since.
    SectionChanged,
    /// A section of a document that is cited was changed; nothing of the document is reviewed.
    TextChanged,
    /// What was reviewed of a document is recorded no more.
    ReviewRemoved,
    /// A review was recorded in the same revision as the text that it accepts.
    SelfAccepted,
    /// A threat of the SPR that the plan does not mention.
    ThreatNotMentioned,
    /// An entry of the baseline that matches nothing any more.
    BaselineUnmatched,
    /// An entry of the baseline whose time is over.
    BaselineEnded,
    /// A rule erred.
    Erred,
}

/// Something that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// The duty that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty: Option<DutyId>,
    /// The requirement and subject, where it is about one pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<(RequirementId, Option<SubjectId>)>,
    /// What it is called: the duty's title, the evidence's, the heading of the section.
    pub title: String,
    /// What was found, in a sentence: from what to what, and why.
    pub message: String,
    /// How the duty stood and stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stood: Option<FromTo<Option<Stood>>>,
    /// Which way the duty goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// By whose rules it was found; the base's where they are the same.
    pub by: WhoseRules,
    /// How much it weighs, from 1 to 5; 0 where it is about no duty.
    pub weight: u8,
    /// For what it fails, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails: Option<FailsOn>,
    /// The reason for which the baseline accepts it, and until when, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// Where the revision made it: the cause that comes first, else the nearest real place. Never made up: absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<InRepository>,
    /// Every cause, with its place.
    pub causes: Vec<Caused>,
    /// The same for the same finding in later revisions, whatever unrelated lines move: a digest of kind, duty, pair and cause names.
    pub fingerprint: String,
    /// Whether the base has it too.
    pub state: State,
}

/// That the baseline accepts a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Day,
    /// Where the baseline says so.
    pub at: InRepository,
}

/// A cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caused {
    /// What it is, in a sentence.
    pub says: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<InRepository>,
}

/// A place in the revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InRepository {
    /// The path with `/`, relative to the root of the repository (or to the folder where there is none).
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Whether the base has a finding too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The base does not have it.
    New,
    /// It has it just so.
    Unchanged,
    /// It has it otherwise.
    Updated,
    /// Only the base has it: it is mended.
    Absent,
}

impl Gate {
    /// Whether the revision passes.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.failed_on.is_empty()
    }
}
