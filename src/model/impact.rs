//! What falls, and what stands all the same, if a piece of evidence, a fact or a post went.

use serde::Serialize;

use super::assessment::At;
use super::dates::{Dates, Day};
use super::ids::{DutyId, EvidenceId, KindId, RequirementId, RuleSetName, SubjectId};
use super::words::{Assurance, Binding, Outcome, Standing, Support, Verdict};

/// The version of the JSON of `impact`.
pub const IMPACT_SCHEMA_VERSION: &str = "1.0";

/// What rests on one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Impact {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force.
    pub force: String,
    /// The date the question was asked for.
    pub as_of: Day,
    /// What was asked about.
    pub of: Subject,
    /// The duties that read any of it, by id.
    pub read_by: Vec<DutyId>,
    /// How many duties there are.
    pub duties: usize,
    /// What was supposed of it, each apart.
    pub suppositions: Vec<Supposition>,
}

/// What the question is about.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A piece of evidence.
    Evidence(EvidenceSubject),
    /// A fact, or all beneath a group, an entry or a list.
    Fact(FactSubject),
    /// A post that answers for evidence, or usually holds facts.
    Owner(OwnerSubject),
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceSubject {
    /// Its id.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub evidence_kind: KindId,
    /// What that kind is called.
    pub kind_title: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<Dates>,
    /// Who answers for it.
    pub owner: String,
    /// What it is on the as-of date, in words.
    pub state: String,
    /// Whether it can support anything on the as-of date.
    pub current: bool,
    /// The facts that cite it.
    pub cited_by: usize,
    /// How many duties it supports.
    pub supports: usize,
    /// What is held under the same place and reference: the same document under another name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_document: Vec<EvidenceId>,
    /// Where the profile describes it.
    #[serde(flatten)]
    pub at: At,
}

/// A fact, or all beneath it.
#[derive(Clone, Debug, Serialize)]
pub struct FactSubject {
    /// Its path.
    pub path: String,
    /// What it means; empty for a plain step of a path.
    pub means: String,
    /// Who usually holds it, or what stands beneath it; empty where the dictionary does not say.
    pub held_by: Vec<String>,
    /// How many facts that is: the fact itself, or all that the profile states beneath it.
    pub facts: usize,
    /// Where the profile states it.
    #[serde(flatten)]
    pub at: At,
}

/// A post.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerSubject {
    /// The post, in each spelling in which it is named.
    pub names: Vec<String>,
    /// The evidence that it answers for.
    pub evidence: Vec<EvidenceId>,
    /// How many stated facts the dictionary says it usually holds.
    pub facts: usize,
}

/// What is supposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Supposed {
    /// Nobody renews it: it was valid until the day before.
    Lapses,
    /// It is withdrawn and supports nothing; of a fact: it reads as if it had never been stated.
    Withdrawn,
    /// The evidence is withdrawn, and what cites nothing else reads as if it had never been stated.
    WithdrawnWithFacts,
    /// The post falls vacant: nobody renews anything of it.
    Vacant,
    /// All that the post answers for is withdrawn.
    VacantWithdrawn,
}

/// A supposition and what comes of it.
#[derive(Clone, Debug, Serialize)]
pub struct Supposition {
    /// What is supposed.
    pub what: Supposed,
    /// The evidence that is otherwise.
    pub evidence: Vec<EvidenceId>,
    /// The facts that are otherwise: that lapse, or read as if they had never been stated.
    pub facts: Vec<String>,
    /// How many of the facts that it is about had lapsed already.
    pub lapsed_already: usize,
    /// How many duties were judged again.
    pub judged_again: usize,
    /// The weight of what falls.
    pub weight: u32,
    /// The duties whose standing falls, by weight, binding and id.
    pub falls: Vec<Move>,
    /// The gaps that can no longer be told, which is no improvement.
    pub untold: Vec<Move>,
    /// The duties that stand where they stood, on less.
    pub weaker: Vec<Move>,
    /// Any other change.
    pub otherwise: Vec<Move>,
    /// The roll-ups that move.
    pub assurance: Vec<RollUpMove>,
    /// The duties that read it and stand exactly as they did.
    pub stands: Vec<Stands>,
}

/// Something before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FromTo<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

/// A duty that comes out otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// How much a gap weighs.
    pub weight: u8,
    /// Whether only other bodies owe it, so that it counts in no roll-up and no weight.
    pub context: bool,
    /// Where it stands.
    pub standing: FromTo<Standing>,
    /// Its verdict.
    pub verdict: FromTo<Verdict>,
    /// What that rests on; null where nothing is met.
    pub support: FromTo<Option<Support>>,
    /// The duties that it rests on and that come out otherwise too, where it does not itself read what is supposed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<DutyId>,
    /// Whether its support moves because of who says that a list of its subjects is complete, and not because of any pair.
    pub by_closure: bool,
    /// The pairs that come out otherwise.
    pub pairs: Vec<PairMove>,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// A pair of requirement and subject that comes out otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct PairMove {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// The subject's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_title: Option<String>,
    /// What it states.
    pub states: String,
    /// What came of it; null where there is no such pair.
    pub outcome: FromTo<Option<Outcome>>,
    /// What that rests on.
    pub support: FromTo<Option<Support>>,
}

/// A roll-up that comes out otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct RollUpMove {
    /// The rule set.
    pub rule_set: RuleSetName,
    /// `holder`, `threat` or `instrument`.
    pub by: &'static str,
    /// The holder, threat or instrument.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The assurance.
    pub assurance: FromTo<Assurance>,
    /// Why after, in a sentence.
    pub reason: String,
}

/// A duty that reads it and stands all the same.
#[derive(Clone, Debug, Serialize)]
pub struct Stands {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// Why it does not change.
    pub because: Because,
}

/// Why a duty does not change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Because {
    /// It was not satisfied before, and is no worse off.
    NotSatisfiedBefore,
    /// What it read of this is shown by other evidence too.
    ShownToo {
        /// That evidence.
        by: Vec<EvidenceId>,
    },
    /// The evidence that it read of supports nothing anyway.
    NeverSupported {
        /// What it is, in words.
        state: String,
    },
    /// The evidence is of no kind that shows what the duty asks.
    OtherKind {
        /// What its kind is called.
        kind: String,
    },
    /// The rule comes to the same without it.
    NotNeeded,
}
