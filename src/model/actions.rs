//! What to do first: the fewest actions that settle the most weight of what is open, each with who is to be asked and what would show it.

use serde::Serialize;

use super::assessment::At;
use super::dates::Day;
use super::ids::{DutyId, EvidenceId, RequirementId};
use super::words::{Binding, Standing, Verdict};

/// The version of the JSON of `actions`.
pub const ACTIONS_SCHEMA_VERSION: &str = "1.0";

/// The actions, what they settle, and that for which none was found.
#[derive(Clone, Debug, Serialize)]
pub struct Actions {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force.
    pub force: String,
    /// The date the question was asked for.
    pub as_of: Day,
    /// The standings that are to be left.
    pub leaving: Vec<Standing>,
    /// How many actions were asked for at most; absent where all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// How many duties there are.
    pub duties: usize,
    /// The duties that stand there and that the force owes.
    pub targets: Sum,
    /// Those of them that the actions below settle.
    pub settled: Sum,
    /// Whether the bounds of `curve` are reached by some set of so many actions, each: nothing was left unsearched.
    pub exact: bool,
    /// Whether no other set of so many actions settles more than the first so many here, for every number.
    pub every_beginning_is_best: bool,
    /// After each action: what is settled, and more than which so many actions cannot settle.
    pub curve: Vec<Point>,
    /// The actions in the order in which to take them.
    pub actions: Vec<Action>,
    /// Who is to be asked, those on whom the most weight depends first.
    pub posts: Vec<Post>,
    /// What becomes of each duty that the actions settle, by the action with which it is.
    pub comes_to: Vec<ComesTo>,
    /// What can be settled, but not with so many actions.
    pub left: Vec<Left>,
    /// What no action was found for, with why.
    pub not_settled: Vec<NotSettled>,
    /// The duties that stand there and that only other bodies owe.
    pub of_others: Vec<DutyId>,
    /// The duties that would stand lower than now, once all the actions are taken.
    pub worse: Vec<Worse>,
    /// How it was verified.
    pub proof: Proof,
}

/// How many duties, and what they weigh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many.
    pub duties: usize,
    /// Their weight.
    pub weight: u32,
}

/// What so many actions settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The number of actions.
    pub actions: usize,
    /// The weight that the first so many settle: judged again, and found so.
    pub settles: u32,
    /// More than which no so many of the actions that were found settle, as reckoned.
    pub at_most: u32,
}

/// What one post does at one place.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its number, from 1.
    pub number: usize,
    /// Who is to be asked.
    pub owner: String,
    /// Where: the record, collection or entry, or the evidence that is to be renewed.
    pub place: Place,
    /// What would have to be true, as the requirements put it.
    pub wanted: Vec<Wanted>,
    /// The facts that this is read from.
    pub facts: Vec<Asked>,
    /// What would show it: each a choice of kinds of evidence.
    pub evidence: Vec<Shows>,
    /// By when.
    pub by: By,
    /// The duties that it serves, by weight.
    pub serves: Vec<Served>,
}

/// Where an action is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "kebab-case")]
pub enum Place {
    /// A record, a collection or an entry of it, by its path.
    Record(String),
    /// A piece of evidence.
    Evidence(EvidenceId),
}

/// What would have to be true for a requirement.
#[derive(Clone, Debug, Serialize)]
pub struct Wanted {
    /// The duty.
    pub duty: DutyId,
    /// Its requirement.
    pub requirement: RequirementId,
    /// What it states.
    pub states: String,
    /// What would close the gap.
    pub remedy: String,
    /// Of which subjects, by their titles; empty if it is judged for none.
    pub subjects: Vec<String>,
    /// Where the policy states it.
    #[serde(flatten)]
    pub at: At,
}

/// What is asked of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// To make it so, if it is not, and to say so.
    MakeTrue,
    /// To say again that it is so: the statement is past its time.
    Confirm,
    /// To show what is stated.
    Show,
}

/// A fact, and what is asked of it. What to state is nowhere said: that is for whoever knows.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// Its path.
    pub path: String,
    /// Its path in the dictionary, with `*` for an entry.
    pub term: String,
    /// What it means; empty where the dictionary does not say.
    pub means: String,
    /// What is asked.
    pub ask: Ask,
    /// The nearest place in the profile that holds it, or would.
    #[serde(flatten)]
    pub at: At,
}

/// Kinds of evidence, any of which shows what some requirements ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Shows {
    /// The titles of the kinds.
    pub any_of: Vec<String>,
    /// The requirements, `duty/requirement`.
    pub requirements: Vec<String>,
}

/// By when something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "by", content = "date", rename_all = "kebab-case")]
pub enum By {
    /// Its last day has passed.
    OverdueSince(Day),
    /// Its last day is still to come.
    Due(Day),
    /// It is only to be shown, and what is stated or shown now lapses after that day.
    Lapses(Day),
    /// Its source sets no date.
    NoDate,
}

/// A duty that an action serves.
#[derive(Clone, Debug, Serialize)]
pub struct Served {
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
    /// The number of the action with which it is settled.
    pub settled_with: usize,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// A post that is to be asked.
#[derive(Clone, Debug, Serialize)]
pub struct Post {
    /// Its name.
    pub owner: String,
    /// The numbers of its actions.
    pub actions: Vec<usize>,
    /// The duties that need at least one of them.
    pub serves: Sum,
}

/// What becomes of a duty that the actions settle.
#[derive(Clone, Debug, Serialize)]
pub struct ComesTo {
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
    /// Where it would stand once all the actions are taken.
    pub to: Standing,
    /// Its verdict then.
    pub verdict: Verdict,
    /// Why it would not be satisfied, in a sentence; empty if it would.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The actions that it needs, by number.
    pub actions: Vec<usize>,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// A duty that could be settled with further actions.
#[derive(Clone, Debug, Serialize)]
pub struct Left {
    /// Its id.
    pub id: DutyId,
    /// How much a gap weighs.
    pub weight: u8,
    /// How many more actions it would take.
    pub further_actions: usize,
}

/// A duty that no action was found for.
#[derive(Clone, Debug, Serialize)]
pub struct NotSettled {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How much a gap weighs.
    pub weight: u8,
    /// Where it stands.
    pub standing: Standing,
    /// Why not, in a sentence.
    pub why: String,
    /// Where the policy stands: the requirement that stays open, or the duty.
    #[serde(flatten)]
    pub at: At,
}

/// A duty that would stand lower.
#[derive(Clone, Debug, Serialize)]
pub struct Worse {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub from: Standing,
    /// Where it would.
    pub to: Standing,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// How the answer was verified.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Proof {
    /// How often a duty was judged to find what settles what.
    pub judgings_to_find: usize,
    /// How often one was judged to follow the order of the actions.
    pub judgings_to_follow: usize,
    /// How many duties were judged again with all the actions taken.
    pub judged_in_full: usize,
    /// How many that were reckoned to be settled were not, when judged, and are listed among what is not.
    pub not_reproduced: usize,
}
