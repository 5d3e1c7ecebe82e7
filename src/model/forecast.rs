//! What lies ahead of a profile if nobody acts: how each duty stands at the start, every later date on which something is otherwise, and why.

mod course;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::assessment::{AssuranceRow, At, StandingCounts};
use super::dates::{Dates, Day};
use super::ids::{DepartureId, DutyId, EvidenceId, RequirementId, RuleSetName, SubjectId};
use super::words::{Binding, Marking, Outcome, Standing, Support, Verdict};

pub use course::Course;

/// The version of the JSON of `forecast`.
pub const FORECAST_SCHEMA_VERSION: &str = "1.0";

/// What lies ahead of one profile.
#[derive(Clone, Debug, Serialize)]
pub struct Forecast {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The force, by its id.
    pub force: String,
    /// Its name.
    pub force_name: String,
    /// The profile's marking.
    pub marking: Marking,
    /// The first day.
    pub as_of: Day,
    /// The last day.
    pub until: Day,
    /// The rule sets that judged.
    pub rule_sets: Vec<JudgedBy>,
    /// Every duty, by id, as it stands on the first day.
    pub duties: Vec<DutyAhead>,
    /// The roll-ups of the first day.
    pub assurance: Vec<RollUp>,
    /// The evidence that is current on the first day.
    pub current_evidence: Vec<EvidenceId>,
    /// The stretches between the dates on which the judging of a duty changes, with how many duties stand where.
    pub intervals: Vec<Interval>,
    /// Every date on which something is otherwise than on the day before.
    pub dates: Vec<Turn>,
    /// What it took.
    pub work: Work,
}

/// A rule set that judged.
#[derive(Clone, Debug, Serialize)]
pub struct JudgedBy {
    /// Its name.
    pub name: RuleSetName,
    /// Its version.
    pub version: String,
    /// The digest over its files.
    pub digest: String,
}

/// A duty, and how it stands on the first day.
#[derive(Clone, Debug, Serialize)]
pub struct DutyAhead {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// How much a gap weighs, from 1 to 5.
    pub weight: u8,
    /// Who owes it: of those that there are for this force, if there is any.
    pub owed_by: Vec<String>,
    /// Whether only other bodies owe it, so that it enters no roll-up.
    pub context: bool,
    /// How it stands.
    pub state: State,
    /// Where the policy stands.
    #[serde(flatten)]
    pub at: At,
}

/// How a duty stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// Its standing.
    pub standing: Standing,
    /// Its verdict.
    pub verdict: Verdict,
    /// What that rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Whether a pair of it is an apparent breach.
    pub apparent_breach: bool,
    /// Every pair of requirement and subject.
    pub pairs: Vec<PairState>,
}

/// What came of a pair of requirement and subject on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairState {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// What came of it.
    pub outcome: Outcome,
    /// What that rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Whether it is history and counts for nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The departure that sets it aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside_by: Option<DepartureId>,
}

/// A row of assurance.
#[derive(Clone, Debug, Serialize)]
pub struct RollUp {
    /// The rule set.
    pub rule_set: RuleSetName,
    /// What is rolled up: the duties of a `holder`, about a `threat`, under an `instrument`.
    pub by: &'static str,
    /// What came of it.
    #[serde(flatten)]
    pub row: AssuranceRow,
}

/// Some days on end on which no duty is judged otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// The first of them.
    pub from: Day,
    /// The last of them.
    pub until: Day,
    /// How many duties stand where, counted as an audit counts them.
    pub standings: StandingCounts,
}

/// A date on which something is otherwise than on the day before.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The date.
    pub date: Day,
    /// The duties that are judged otherwise, by id.
    pub changes: Vec<Change>,
    /// The roll-ups that are otherwise.
    pub assurance: Vec<RollUpMove>,
    /// The evidence that begins or ceases to count.
    pub evidence: Vec<EvidenceMove>,
}

/// A duty that is judged otherwise from a date on.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The duty.
    pub duty: DutyId,
    /// Which way it goes.
    pub course: Course,
    /// How it stood on the day before.
    pub from: State,
    /// How it stands from that date on.
    pub to: State,
    /// What the pairs that come out otherwise state, each once.
    pub states: Vec<String>,
    /// Without any one of these it would have come out otherwise than it does; with `together`, only without all of them.
    pub causes: Vec<Cause>,
    /// Whether none of the causes matters alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub together: bool,
    /// The highest marking of what it is judged by, on the day before or from that date on.
    #[serde(skip)]
    pub marking: Marking,
}

/// Something that turns on a date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cause {
    /// What kind of thing turns.
    pub kind: CauseKind,
    /// What turns: the id of the evidence, the path of the fact, `duty/requirement/subject`, and so on.
    pub name: String,
    /// What a reader calls it.
    pub title: String,
    /// The date that it carries: valid until, due by, stated on, decided until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carries: Option<Dates>,
    /// Who is to see to it.
    pub owner: String,
    /// Where it stands.
    #[serde(flatten)]
    pub at: At,
    /// What stays the same for this cause on this date of this force, whatever else is in the forecast: 32 hexadecimal digits.
    pub uid: String,
}

/// The kinds of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseKind {
    /// Evidence was valid until the day before.
    EvidenceExpired,
    /// Evidence was due for review the day before.
    EvidenceReviewDue,
    /// Evidence is withdrawn.
    EvidenceWithdrawn,
    /// Evidence is superseded.
    EvidenceSuperseded,
    /// The date of evidence has come.
    EvidenceDated,
    /// Evidence is no draft any more.
    EvidenceSettled,
    /// The day on which the text of evidence was accepted has come.
    EvidenceAccepted,
    /// A statement can no longer be relied on.
    StatementAged,
    /// An event can no longer be taken for the latest of its kind.
    LatestAged,
    /// A statement begins to count.
    StatementBegins,
    /// A deadline has passed.
    Deadline,
    /// A deadline that was missed lies before the look-back.
    LookBack,
    /// A planned day has come, and nobody said that it happened.
    PlanCome,
    /// A date compares otherwise with what the rule counts from the day that it is.
    DatePassed,
    /// A list begins to be complete.
    ClosureBegins,
    /// A departure takes effect.
    DepartureBegins,
    /// A departure ends.
    DepartureEnds,
    /// The duty begins or ceases to be in force.
    DutyInForce,
    /// Its instrument does.
    InstrumentInForce,
    /// The law names other members of a set.
    SetChanged,
    /// The force has another policing body.
    HolderChanged,
    /// A duty on which it rests is judged otherwise.
    RestsOn,
    /// The rule looks at the day itself in a way that cannot be told.
    Unclear,
}

/// A roll-up that is otherwise from a date on.
#[derive(Clone, Debug, Serialize)]
pub struct RollUpMove {
    /// How it was; absent if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<RollUp>,
    /// How it is; absent if there is none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<RollUp>,
}

/// A piece of evidence of which something becomes on a date.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceMove {
    /// The evidence.
    pub evidence: EvidenceId,
    /// What becomes of it.
    #[serde(flatten)]
    pub cause: Cause,
    /// What kind of evidence it is.
    pub evidence_kind: String,
    /// Whether it was current the day before.
    pub was_current: bool,
    /// Whether it is current from that date on.
    pub is_current: bool,
    /// How many facts and departures cite it.
    pub cited_by: usize,
    /// Whether a duty changes on that date because of it.
    pub matters: bool,
}

/// What a forecast took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// On how many days something could change, so that they were looked at.
    pub days_looked_at: usize,
    /// On how many of them nothing did.
    pub days_without_change: usize,
    /// How often a duty was judged, the first day left out.
    pub judged: usize,
    /// How often a duty was judged once more to tell causes apart.
    pub judged_for_causes: usize,
}

/// Everything that a forecast says of one day.
#[derive(Clone, Debug)]
pub struct Outlook<'f> {
    /// How every duty stands.
    pub duties: BTreeMap<&'f DutyId, &'f State>,
    /// The roll-ups, by rule set, what is rolled up, and id.
    pub assurance: BTreeMap<(&'f str, &'static str, &'f str), &'f AssuranceRow>,
    /// The departures that set something aside.
    pub departures: BTreeSet<&'f DepartureId>,
    /// The evidence that is current.
    pub evidence: BTreeSet<&'f EvidenceId>,
}

impl Forecast {
    /// What is said of a day; `None` before the first day and after the last.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<Outlook<'_>> {
        if day < self.as_of || day > self.until {
            return None;
        }
        let mut duties: BTreeMap<&DutyId, &State> = self.duties.iter().map(|duty| (&duty.id, &duty.state)).collect();
        let mut assurance: BTreeMap<_, &AssuranceRow> =
            self.assurance.iter().map(|one| (one.key(), &one.row)).collect();
        let mut evidence: BTreeSet<&EvidenceId> = self.current_evidence.iter().collect();
        for turn in self.dates.iter().take_while(|turn| turn.date <= day) {
            duties.extend(turn.changes.iter().map(|change| (&change.duty, &change.to)));
            for moved in &turn.assurance {
                match (&moved.from, &moved.to) {
                    (_, Some(to)) => assurance.insert(to.key(), &to.row),
                    (Some(from), None) => assurance.remove(&from.key()),
                    (None, None) => None,
                };
            }
            for moved in &turn.evidence {
                if moved.is_current {
                    evidence.insert(&moved.evidence)
                } else {
                    evidence.remove(&moved.evidence)
                };
            }
        }
        let pairs = duties.values().flat_map(|state| &state.pairs);
        let departures = pairs.filter_map(|pair| pair.set_aside_by.as_ref()).collect();
        Some(Outlook { duties, assurance, departures, evidence })
    }

    /// A duty by its id.
    #[must_use]
    pub fn duty(&self, id: &DutyId) -> Option<&DutyAhead> {
        let place = self.duties.binary_search_by(|duty| duty.id.cmp(id)).ok()?;
        self.duties.get(place)
    }

    /// Every change of a duty, with its date, in their order.
    pub fn changes(&self) -> impl Iterator<Item = (Day, &Change)> {
        self.dates.iter().flat_map(|turn| turn.changes.iter().map(|change| (turn.date, change)))
    }

    /// Whether a rule comes to err on a later date.
    #[must_use]
    pub fn errs(&self) -> bool {
        let errs = |state: &State| {
            state.verdict == Verdict::Error || state.pairs.iter().any(|pair| pair.outcome == Outcome::Error)
        };
        self.changes().any(|(_, change)| errs(&change.to))
    }

    /// How many duties go a way at least once, and the first date on which one does.
    #[must_use]
    pub fn going(&self, course: Course) -> (usize, Option<Day>) {
        let going: Vec<(Day, &DutyId)> =
            self.changes().filter(|(_, one)| one.course == course).map(|(day, one)| (day, &one.duty)).collect();
        let duties: BTreeSet<&DutyId> = going.iter().map(|(_, duty)| *duty).collect();
        (duties.len(), going.first().map(|(day, _)| *day))
    }
}

impl RollUp {
    /// Which row it is: rule set, what is rolled up, id.
    #[must_use]
    pub fn key(&self) -> (&str, &'static str, &str) {
        (self.rule_set.as_str(), self.by, &self.row.id)
    }

    /// Whether another row says the same.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        let said = |one: &AssuranceRow| (one.title.clone(), one.assurance, one.reason.clone(), one.standings);
        self.row.could_not_be_read == other.row.could_not_be_read && said(&self.row) == said(&other.row)
    }
}

impl CauseKind {
    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EvidenceExpired => "evidence-expired",
            Self::EvidenceReviewDue => "evidence-review-due",
            Self::EvidenceWithdrawn => "evidence-withdrawn",
            Self::EvidenceSuperseded => "evidence-superseded",
            Self::EvidenceDated => "evidence-dated",
            Self::EvidenceSettled => "evidence-settled",
            Self::EvidenceAccepted => "evidence-accepted",
            Self::StatementAged => "statement-aged",
            Self::LatestAged => "latest-aged",
            Self::StatementBegins => "statement-begins",
            Self::Deadline => "deadline",
            Self::LookBack => "look-back",
            Self::PlanCome => "plan-come",
            Self::DatePassed => "date-passed",
            Self::ClosureBegins => "closure-begins",
            Self::DepartureBegins => "departure-begins",
            Self::DepartureEnds => "departure-ends",
            Self::DutyInForce => "duty-in-force",
            Self::InstrumentInForce => "instrument-in-force",
            Self::SetChanged => "set-changed",
            Self::HolderChanged => "holder-changed",
            Self::RestsOn => "rests-on",
            Self::Unclear => "unclear",
        }
    }
}
