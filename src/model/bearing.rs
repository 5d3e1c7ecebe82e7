//! What bears the load: which evidence and which posts duties rest on alone, and how much could go before anything falls.

use serde::Serialize;

use super::assessment::At;
use super::dates::{Dates, Day};
use super::ids::{DutyId, EvidenceId};
use super::words::{Binding, Standing};

/// The version of the JSON of `impact --all`.
pub const BEARING_SCHEMA_VERSION: &str = "1.0";

/// What bears the load of one profile.
#[derive(Clone, Debug, Serialize)]
pub struct Bearing {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force.
    pub force: String,
    /// The date the question was asked for.
    pub as_of: Day,
    /// How many duties there are.
    pub duties: usize,
    /// How many pieces of evidence there are.
    pub evidence_held: usize,
    /// Every piece of evidence that shows something a duty read, by what rests on it alone.
    pub evidence: Vec<Bears>,
    /// The posts that answer for those, by what rests on them alone.
    pub owners: Vec<OwnerBears>,
    /// Every satisfied or departed duty, with how much could go before that changes; those that hang by least first.
    pub redundancy: Vec<Redundancy>,
    /// Evidence that no fact and no departure cites.
    pub uncited: Vec<Idle>,
    /// Evidence that only facts cite which no rule reads.
    pub unread: Vec<Idle>,
    /// Citations whose anchor is not in the document, which is at hand.
    pub broken_citations: Vec<Broken>,
    /// How many anchors were looked up in documents at hand.
    pub anchors_checked: usize,
    /// What was done to find this.
    pub trials: Trials,
}

/// A document, under the one id or the several under which the profile describes it.
#[derive(Clone, Debug, Serialize)]
pub struct Bears {
    /// Its ids: more than one where they are held under the same place and reference.
    pub ids: Vec<EvidenceId>,
    /// Its title.
    pub title: String,
    /// What its kind is called.
    pub kind_title: String,
    /// Who answers for it.
    pub owner: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<Dates>,
    /// How many days old it is at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_days: Option<i64>,
    /// The last day on which it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Dates>,
    /// The last day on which it shows a state without being renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due: Option<Day>,
    /// How many duties it supports, alone or with others.
    pub supports: usize,
    /// The weight of what rests on it alone.
    pub weight: u32,
    /// The duties whose standing falls if it alone goes, by weight, binding and id.
    pub alone: Vec<Fallen>,
    /// Where the profile describes it.
    #[serde(flatten)]
    pub at: At,
}

/// A duty whose standing would fall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fallen {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// How much a gap weighs.
    pub weight: u8,
    /// Where it stands.
    pub from: Standing,
    /// Where it would stand.
    pub to: Standing,
}

/// A post.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerBears {
    /// The post, as it is first named.
    pub owner: String,
    /// The evidence of it that shows something a duty read.
    pub evidence: Vec<EvidenceId>,
    /// The weight of what rests on it alone.
    pub weight: u32,
    /// The duties whose standing falls if all its evidence goes, by weight, binding and id.
    pub alone: Vec<Fallen>,
}

/// How much evidence could go before a duty's standing changes.
#[derive(Clone, Debug, Serialize)]
pub struct Redundancy {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// How much a gap weighs.
    pub weight: u8,
    /// Where it stands.
    pub standing: Standing,
    /// How many documents could go, whichever they are, and leave it standing: 0, 1 or 2; or 3, which stands for 3 or more.
    pub could_go: u8,
    /// Whether that is certain; if not, the search was cut short and at least so many could go.
    pub exact: bool,
    /// Sets of documents whose going changes it, each document by its first id: every one that is enough alone, or else the first set of
    /// two or three that was found.
    pub hangs_by: Vec<Vec<EvidenceId>>,
}

/// Evidence that does nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Idle {
    /// Its id.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// The facts that cite it; none of them is read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cited_by: Vec<String>,
    /// Where the profile describes it.
    #[serde(flatten)]
    pub at: At,
}

/// A citation that leads nowhere.
#[derive(Clone, Debug, Serialize)]
pub struct Broken {
    /// What cites: the path of a fact, or `departure ID`.
    pub citing: String,
    /// The citation.
    pub citation: String,
    /// The path of the document.
    pub document: String,
    /// The anchor that was likely meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// Where the profile cites it.
    #[serde(flatten)]
    pub at: At,
}

/// What was done to find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trials {
    /// How many times something was taken away.
    pub trials: usize,
    /// How many times a duty was judged again for that.
    pub judgings: usize,
}
