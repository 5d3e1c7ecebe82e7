//! Two rule sets over one profile: where they judge otherwise, and the first thing at which they part.

use serde::Serialize;

use super::assessment::At;
use super::dates::Day;
use super::ids::{DutyId, RequirementId, SubjectId};
use super::words::{Outcome, Standing, Support, Verdict};

/// The version of the JSON of `rules contrast`.
pub const CONTRAST_SCHEMA_VERSION: &str = "1.0";

/// A thing of each side: of A and of B.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    /// That of A.
    pub a: T,
    /// That of B.
    pub b: T,
}

/// What two rule sets make of one profile.
#[derive(Clone, Debug, Serialize)]
pub struct Contrast {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force.
    pub force: String,
    /// The date the question was asked for.
    pub as_of: Day,
    /// The rule sets, each with its version and digest.
    pub rule_sets: Both<SideInfo>,
    /// The duties of both that are judged otherwise, or stated on other terms, by the id in A.
    pub duties: Vec<DutyContrast>,
    /// How many duties of both are judged alike and stated on the same terms.
    pub alike: usize,
    /// The duties that only one of them has.
    pub only: Both<Vec<DutyId>>,
}

/// One of the rule sets.
#[derive(Clone, Debug, Serialize)]
pub struct SideInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest over its files.
    pub digest: String,
}

/// One duty that both have.
#[derive(Clone, Debug, Serialize)]
pub struct DutyContrast {
    /// Its id in each.
    pub id: Both<DutyId>,
    /// Its title in each.
    pub title: Both<String>,
    /// Its verdict in each.
    pub verdict: Both<Verdict>,
    /// Where it stands in each.
    pub standing: Both<Standing>,
    /// Where the policy of each states it.
    pub at: Both<At>,
    /// What the policies state otherwise.
    pub terms: Vec<Term>,
    /// The pairs of requirement and subject that come out otherwise.
    pub pairs: Vec<PairContrast>,
}

/// Something that two policies state otherwise of one duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// What: `binding`, `weight`, `in force`, `owed by`, `status`, `parameter review_months`, `look_back of published` and so on.
    pub what: String,
    /// What each says; absent where it says nothing.
    pub says: Both<Option<String>>,
}

/// One pair of requirement and subject.
#[derive(Clone, Debug, Serialize)]
pub struct PairContrast {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// What came of it in each; absent where there is no such pair.
    pub outcome: Both<Option<Outcome>>,
    /// What that rests on.
    pub support: Both<Option<Support>>,
    /// Why, in a sentence.
    pub reason: Both<Option<String>>,
    /// Where the rule of each judges it.
    pub rule: Both<Option<At>>,
    /// Where the two part.
    pub parting: Parting,
}

/// The first thing at which two rules part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Parting {
    /// Only one of them has the requirement, or the subject.
    NoSuchPair {
        /// `a` or `b`: the one that has it.
        only_in: &'static str,
    },
    /// The duty reaches the force, or the event, in one only.
    Scope {
        /// What each says of that.
        told: Both<String>,
    },
    /// The rules are the same, and a threshold that they read is not.
    Parameter {
        /// Its name.
        name: String,
        /// Its value in each; absent where there is none.
        value: Both<Option<String>>,
    },
    /// One reads a fact where the other reads another or none; all that was read before is the same.
    Fact {
        /// How many reads came before, the same in both.
        after: usize,
        /// What each reads next; absent where it reads no more.
        reads: Both<Option<FactSeen>>,
    },
    /// One rests on another duty, and that stands otherwise.
    Duty {
        /// That duty in each.
        duty: Both<DutyId>,
    },
    /// Both read the same facts so far, and one compares them otherwise.
    Comparison {
        /// Which part of the requirement differs: `when`, `expression` or `by`.
        part: &'static str,
        /// The fact that is compared otherwise, as the rule spells it, where that can be told.
        #[serde(skip_serializing_if = "Option::is_none")]
        fact: Option<String>,
        /// The rule's statement in each.
        says: Both<String>,
        /// Where that part stands.
        at: Both<At>,
    },
    /// The rules agree; what counts as evidence differs.
    Evidence {
        /// The kinds of evidence that show it in each.
        shown_by: Both<Vec<String>>,
    },
    /// Nothing of the above; what differs lies outside of the requirement.
    Elsewhere,
}

/// A fact at which rules part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactSeen {
    /// Its path.
    pub path: String,
    /// Its value, as text; absent where the profile does not state it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where the rule reads it; absent where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<At>,
}

impl<T> Both<T> {
    /// The same of both, each changed.
    pub fn map<U>(&self, change: impl Fn(&T) -> U) -> Both<U> {
        Both { a: change(&self.a), b: change(&self.b) }
    }
}

impl<T: PartialEq> Both<T> {
    /// Whether the two are the same.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.a == self.b
    }
}
