//! The answer: everything that an audit found, ready to be shown. A reporter reads it and adds nothing.
//!
//! Its serialisation is the published JSON contract (`docs/schema/assessment.schema.json`); a change of shape moves [`SCHEMA_VERSION`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::dates::{Dates, Day, Period};
use super::ids::{
    DepartureId, DutyId, EvidenceId, Holder, InstrumentId, KindId, RequirementId, RuleSetName, SubjectId,
};
use super::law::{InForce, LookBack, Parameter, Source, Weight};
use super::overlay::Overlaid;
use super::place::{Place, Sources};
use super::words::{Assurance, Binding, Marking, Outcome, Standing, Support, Verdict};

/// The version of the JSON contract.
pub const SCHEMA_VERSION: &str = "1.3";

/// The remedy of a pair that was met too late: nothing can close the gap any more.
pub const RECORD_ONLY: &str = "none: record only";

/// The value of a fact that is an entry of a collection or a record: that it is there.
pub const IS_THERE: &str = "an entry that is there";

/// Everything that an audit found.
#[derive(Clone, Debug, Serialize)]
pub struct Assessment {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The tool that made it.
    pub tool: Tool,
    /// The date the question is asked for.
    pub as_of: Day,
    /// When the profile's facts were stated.
    pub stated_on: StatedOn,
    /// The force.
    pub force: ForceInfo,
    /// The highest marking of the profile and of anything in it; of a partial assessment, the marking up to which it tells.
    pub marking: Marking,
    /// That something is withheld: what is left cannot be replayed. Absent from a whole assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial: Option<Partial>,
    /// The rule sets that judged.
    pub rule_sets: Vec<RuleSetInfo>,
    /// Every file that was read.
    pub inputs: Vec<Input>,
    /// The instruments catalogued, and whether each was in force.
    pub instruments: Vec<InstrumentInfo>,
    /// Assurance for each rule set.
    pub assurance: Vec<RuleSetAssurance>,
    /// Every duty, by id.
    pub duties: Vec<DutyResult>,
    /// Every piece of evidence, by id.
    pub evidence: Vec<EvidenceResult>,
    /// Every departure, by id.
    pub departures: Vec<DepartureResult>,
    /// Everything that was not assessed, and why.
    pub not_assessed: Vec<NotAssessed>,
    /// The counts.
    pub summary: Summary,
}

/// The tool.
#[derive(Clone, Debug, Serialize)]
pub struct Tool {
    /// `sprcheck`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// That an assessment tells only what its marking lets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Partial {
    /// How many duties are withheld, because what they read is marked higher: whatever came of them.
    pub withheld: usize,
}

/// When the facts were stated.
#[derive(Clone, Debug, Serialize)]
pub struct StatedOn {
    /// The date.
    pub value: Dates,
    /// Why that date, where the source does not give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
}

/// The force.
#[derive(Clone, Debug, Serialize)]
pub struct ForceInfo {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who held which duty-bearing office on the as-of date.
    pub holders: Vec<Holder>,
}

/// A rule set that judged.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSetInfo {
    /// Its name.
    pub name: RuleSetName,
    /// Its version.
    pub version: String,
    /// Who answers for it.
    pub owner: String,
    /// The digest over its files; empty where it is withheld.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// The rule sets that it extends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<RuleSetName>,
    /// The duties of those that it leaves out, each with why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOutInfo>,
    /// The mistakes in it, because of which its duties are `error`; empty for a sound one.
    pub problems: Vec<RuleSetProblem>,
}

/// A duty that an overlay leaves out.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOutInfo {
    /// The duty, by its id in the base.
    pub duty: DutyId,
    /// Why.
    pub because: String,
    /// Where the overlay says so.
    #[serde(flatten)]
    pub at: At,
}

/// What a duty of an overlay was made from, and what is other about it.
#[derive(Clone, Debug, Serialize)]
pub struct TailoredFrom {
    /// The duty of the base.
    pub duty: DutyId,
    /// The base.
    pub rule_set: RuleSetName,
    /// Where the base states it.
    #[serde(flatten)]
    pub at: At,
    /// Every value that is not the base's own.
    pub changes: Vec<TailoredValue>,
}

impl At {
    /// A place as it is shown: the path relative to its root, line, column. Withheld where the file is not among the sources.
    #[must_use]
    pub fn of(sources: &Sources, place: Place) -> Self {
        if sources.path(place).is_empty() {
            return Self::withheld();
        }
        Self { file: sources.path(place).to_owned(), line: place.line, column: place.column }
    }
}

impl TailoredFrom {
    /// What an overlay made of a duty, with the place of each change.
    #[must_use]
    pub fn of(overlaid: &Overlaid, sources: &Sources) -> Self {
        let at = |place| At::of(sources, place);
        let changes = overlaid.changes.iter().map(|change| TailoredValue {
            what: change.what.kind(),
            name: change.what.name().map(str::to_owned),
            was: change.was.clone(),
            is: change.is.clone(),
            set_by: change.set_by.clone(),
            because: change.because.clone(),
            rule_set: change.by.clone(),
            at: at(change.place),
        });
        Self {
            duty: overlaid.duty.clone(),
            rule_set: overlaid.rule_set.clone(),
            at: at(overlaid.place),
            changes: changes.collect(),
        }
    }
}

/// A value that an overlay has set or added.
#[derive(Clone, Debug, Serialize)]
pub struct TailoredValue {
    /// `weight`, `binding`, `parameter`, `added-parameter`, `requirement`.
    pub what: &'static str,
    /// Which parameter or requirement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the base says; absent where it has no such thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What the overlay says.
    pub is: String,
    /// Who set it, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
    /// Why.
    pub because: String,
    /// The rule set whose overlay says so.
    pub rule_set: RuleSetName,
    /// Where it does.
    #[serde(flatten)]
    pub at: At,
}

/// A mistake inside a rule set that is not the built-in one.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSetProblem {
    /// Its code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub at: Option<At>,
}

/// A file that was read.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// `profile`, or the rule set's name.
    pub root: String,
    /// The path relative to that root, with `/`.
    pub path: String,
    /// `sha256:` and the digest.
    pub digest: String,
}

/// An instrument.
#[derive(Clone, Debug, Serialize)]
pub struct InstrumentInfo {
    /// Its id.
    pub id: InstrumentId,
    /// The rule set that catalogues it.
    pub rule_set: RuleSetName,
    /// Its title.
    pub title: String,
    /// What kind of instrument it is.
    pub kind: String,
    /// When it is in force.
    pub in_force: InForce,
    /// Whether it was on the as-of date; absent where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied: Option<bool>,
    /// Where that was read.
    pub source: Source,
}

/// Assurance within one rule set.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSetAssurance {
    /// The rule set.
    pub rule_set: RuleSetName,
    /// One row for each duty-holder.
    pub by_holder: Vec<AssuranceRow>,
    /// One row for each threat.
    pub by_threat: Vec<AssuranceRow>,
    /// One row for each instrument.
    pub by_instrument: Vec<AssuranceRow>,
}

/// One roll-up.
#[derive(Clone, Debug, Serialize)]
pub struct AssuranceRow {
    /// The holder, threat or instrument.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The assurance.
    pub assurance: Assurance,
    /// Why, in a sentence.
    pub reason: String,
    /// How many duties stand where, of those that enter.
    pub standings: StandingCounts,
    /// How many duties could not be read: unpublished or unread.
    pub could_not_be_read: usize,
}

/// How many duties stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StandingCounts {
    /// Met and evidenced.
    pub satisfied: usize,
    /// Departed from, validly.
    pub departed: usize,
    /// Met on weaker support.
    pub unproven: usize,
    /// Partly met or not met.
    pub gap: usize,
    /// Not judged.
    pub unassessed: usize,
    /// Do not arise.
    pub not_applicable: usize,
    /// Not yet due.
    pub not_yet_due: usize,
    /// Withheld from this report.
    pub withheld: usize,
}

impl StandingCounts {
    /// Counts one more.
    pub fn add(&mut self, standing: Standing) {
        *self.count_of(standing) += 1;
    }

    /// How many stand there, to be set.
    pub(crate) fn count_of(&mut self, standing: Standing) -> &mut usize {
        match standing {
            Standing::Satisfied => &mut self.satisfied,
            Standing::Departed => &mut self.departed,
            Standing::Unproven => &mut self.unproven,
            Standing::Gap => &mut self.gap,
            Standing::Unassessed => &mut self.unassessed,
            Standing::NotApplicable => &mut self.not_applicable,
            Standing::NotYetDue => &mut self.not_yet_due,
            Standing::Withheld => &mut self.withheld,
        }
    }

    /// How many stand there.
    #[must_use]
    pub fn of(self, standing: Standing) -> usize {
        match standing {
            Standing::Satisfied => self.satisfied,
            Standing::Departed => self.departed,
            Standing::Unproven => self.unproven,
            Standing::Gap => self.gap,
            Standing::Unassessed => self.unassessed,
            Standing::NotApplicable => self.not_applicable,
            Standing::NotYetDue => self.not_yet_due,
            Standing::Withheld => self.withheld,
        }
    }
}

/// How many pairs came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutcomeCounts {
    /// Met.
    pub met: usize,
    /// Not met.
    pub not_met: usize,
    /// Unknown.
    pub unknown: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Not yet due.
    pub not_yet_due: usize,
    /// In error.
    pub error: usize,
    /// Set aside as history.
    pub history: usize,
}

/// One duty, judged.
#[derive(Clone, Debug, Serialize)]
pub struct DutyResult {
    /// Its id.
    pub id: DutyId,
    /// Its rule set.
    pub rule_set: RuleSetName,
    /// Its title.
    pub title: String,
    /// What the source asks, paraphrased.
    pub says: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// Who owes it.
    pub owed_by: Vec<Holder>,
    /// Which of those there are for this force on the as-of date: the roll-ups it enters.
    pub held_by: Vec<Holder>,
    /// Whether only other bodies owe it, so that it enters no roll-up.
    pub context: bool,
    /// The threats it is about.
    pub threats: Vec<SubjectId>,
    /// Its source.
    pub source: Source,
    /// The dates of its own, within those of its instrument.
    pub in_force: InForce,
    /// How much a gap weighs.
    pub weight: Weight,
    /// The highest marking of what it was judged by: of the facts that its rule asked for and of the evidence behind them.
    pub marking: Marking,
    /// The thresholds that the rule set put in.
    pub parameters: BTreeMap<String, Parameter>,
    /// What it was made from, where an overlay has taken it over from another rule set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tailored: Option<TailoredFrom>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
    /// How many pairs came to what.
    pub outcomes: OutcomeCounts,
    /// What the verdict rests on; absent where nothing is met or not applicable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Where the duty stands.
    pub standing: Standing,
    /// Whether a pair of it is an apparent breach.
    pub apparent_breach: bool,
    /// For each threat that it was judged for apart, where it stands for that threat alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub standing_by_threat: BTreeMap<SubjectId, Standing>,
    /// The duties that its rule reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<DutyId>,
    /// Of a gap, or of what was not assessed: the duties of which the same is true and that alone keep it from being closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follows_from: Vec<DutyId>,
    /// The departures that name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departures: Vec<DepartureId>,
    /// Every pair of requirement and subject.
    pub requirements: Vec<PairResult>,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// One pair of requirement and subject, judged.
#[derive(Clone, Debug, Serialize)]
pub struct PairResult {
    /// The requirement.
    pub id: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// The subject's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_title: Option<String>,
    /// What a subject is, without an article: `local authority`, `published inspection report`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_kind: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether it is history: it fell due before the look-back and counts for nothing.
    pub history: bool,
    /// Why, in a sentence.
    pub reason: String,
    /// What the outcome rests on; only of `met` and `not-applicable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// What it states, of this subject.
    pub states: String,
    /// What would close the gap; `none: record only` where nothing can any more.
    pub remedy: String,
    /// The kinds of evidence that show it.
    pub shown_by: Vec<KindId>,
    /// The last day for it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// How far back a deadline still matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look_back: Option<LookBack>,
    /// Whether it is an apparent breach.
    pub apparent_breach: bool,
    /// The departure that sets it aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside_by: Option<DepartureId>,
    /// The names of the rule set's own thresholds, among the duty's `parameters`, that the rule reads for it.
    pub thresholds: Vec<String>,
    /// The duties that the rule read for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<DutyId>,
    /// The facts that were read and stated.
    pub facts: Vec<FactRead>,
    /// The paths that were read and not stated.
    pub missing: Vec<String>,
    /// More about each of those, in the same order.
    pub sought: Vec<Sought>,
    /// Where the policy states the requirement.
    #[serde(flatten)]
    pub at: At,
    /// Where the rule judges it; absent where it never came to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<At>,
}

/// A place, for readers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct At {
    /// The path relative to its root, with `/`; empty where the place is withheld.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// From 1.
    #[serde(skip_serializing_if = "is_nowhere")]
    pub line: u32,
    /// In characters, from 1.
    #[serde(skip_serializing_if = "is_nowhere")]
    pub column: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_nowhere(number: &u32) -> bool {
    *number == 0
}

impl At {
    /// A place that a partial report does not tell.
    #[must_use]
    pub fn withheld() -> Self {
        Self { file: String::new(), line: 0, column: 0 }
    }

    /// Whether the place is withheld.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.file.is_empty()
    }
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_withheld() {
            return f.write_str("place withheld");
        }
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A fact that was read.
#[derive(Clone, Debug, Serialize)]
pub struct FactRead {
    /// Its path.
    pub path: String,
    /// Its value, as text.
    pub value: String,
    /// Where the profile states it.
    #[serde(flatten)]
    pub at: At,
    /// What it cites, `evidence-id#anchor`.
    pub cites: Vec<String>,
    /// What of that supports it for this requirement.
    pub supported_by: Vec<EvidenceId>,
    /// When it was stated.
    pub stated_on: Dates,
    /// The last day on which it may be relied on, if it is a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<Day>,
    /// Who usually holds it.
    pub held_by: String,
    /// Its marking, if it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marking: Option<Marking>,
    /// What the profile notes of it, or of the record that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A fact that was asked for and is not stated.
#[derive(Clone, Debug, Serialize)]
pub struct Sought {
    /// Its path.
    pub path: String,
    /// What it means.
    pub means: String,
    /// Who usually holds it.
    pub held_by: String,
    /// The nearest place in the profile that would hold it.
    #[serde(flatten)]
    pub at: At,
}

/// A piece of evidence, looked at on the as-of date.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceResult {
    /// Its id.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: KindId,
    /// What that kind is called.
    pub kind_title: String,
    /// Whether it is the body's own account, which never supports.
    pub narrative: bool,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<Dates>,
    /// How many days old it was at most: counted from the first day that its date could mean; negative if that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_days: Option<i64>,
    /// Who answers for it.
    pub owner: String,
    /// Where it is held, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_at: Option<String>,
    /// The last day on which it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Dates>,
    /// How often it must be renewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_every: Option<Period>,
    /// Whether it was current.
    pub current: bool,
    /// What it was, in words: `current`, `narrative`, `a draft`, `lapsed on …`.
    pub state: String,
    /// Its marking, if it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marking: Option<Marking>,
    /// The facts that cite it.
    pub cited_by: Vec<String>,
    /// The duties that read a fact which cites it.
    pub duties: Vec<DutyId>,
    /// The duties that it supports.
    pub supports: Vec<DutyId>,
    /// Where the profile describes it.
    #[serde(flatten)]
    pub at: At,
}

/// A departure, looked at on the as-of date.
#[derive(Clone, Debug, Serialize)]
pub struct DepartureResult {
    /// Its id.
    pub id: DepartureId,
    /// From which duty.
    pub duty: DutyId,
    /// From which requirements; empty for all.
    pub requirements: Vec<RequirementId>,
    /// For which subjects; empty for all.
    pub subjects: Vec<SubjectId>,
    /// Who decided it.
    pub decided_by: Vec<Holder>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<Dates>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The last day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Dates>,
    /// Where the decision is recorded.
    pub cites: Vec<String>,
    /// Whether it set anything aside.
    pub in_effect: bool,
    /// Why, or why not.
    pub state: String,
    /// How many pairs it set aside.
    pub sets_aside: usize,
    /// Where the profile records it.
    #[serde(flatten)]
    pub at: At,
}

/// Something that was not assessed.
#[derive(Clone, Debug, Serialize)]
pub struct NotAssessed {
    /// `duty`, `pair`, `fact`, `rule-set`.
    pub what: &'static str,
    /// Its name: a duty, `duty/requirement/subject`, a fact path, a rule set.
    pub id: String,
    /// Why it was not.
    pub reason: String,
    /// Where it stands, if it stands somewhere.
    #[serde(flatten)]
    pub at: Option<At>,
}

/// The counts of an assessment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// How many duties were looked at.
    pub duties: usize,
    /// How many stand where; context duties and those that could not be read are counted apart.
    pub standings: StandingCounts,
    /// How many came to which verdict, every duty counted.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// How many duties could not be read: unpublished or unread.
    pub could_not_be_read: usize,
    /// How many only other bodies owe.
    pub context: usize,
    /// How many duties have an apparent breach.
    pub apparent_breaches: usize,
    /// How many duties are in error, those that are so broken that only their name could be read among them.
    pub errors: usize,
    /// How many pieces of evidence were looked at.
    pub evidence: usize,
    /// How many of them were current and can support.
    pub evidence_usable: usize,
    /// How many facts the profile states.
    pub facts_stated: usize,
    /// How many of them no rule read.
    pub facts_unread: usize,
    /// The paths of those.
    pub unread_facts: Vec<String>,
    /// How complete the facts are, and how fresh.
    pub coverage: Coverage,
}

/// How complete what was to be judged is, and how fresh what it was judged by. Duties of other bodies, duties whose text could not be read
/// and history are left aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// How many pairs of requirement and subject arise, or may: all but those that do not apply or are not yet due.
    pub pairs: usize,
    /// How many of them could be told: they came to `met` or `not-met`.
    pub pairs_told: usize,
    /// How many of the met ones are shown by evidence.
    pub pairs_evidenced: usize,
    /// How many different facts were read for pairs and stated.
    pub facts_read: usize,
    /// How many of those no evidence supports that may.
    pub facts_unsupported: usize,
    /// How many of those were past the last day on which they may be relied on.
    pub facts_past: usize,
    /// How many different paths were sought for pairs and not stated.
    pub facts_missing: usize,
    /// How many pieces of evidence could support, if they were current: all but the body's own narrative.
    pub evidence: usize,
    /// How many of them were current.
    pub evidence_current: usize,
    /// The age of the oldest current one in days, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_oldest_days: Option<i64>,
}
