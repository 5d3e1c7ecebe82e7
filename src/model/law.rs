//! What a rule set says: instruments, duties with their requirements, closed sets, kinds of evidence, scripts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::dates::{Dates, Day, Period};
use super::dictionary::Dictionary;
use super::ids::{DutyId, Holder, InstrumentId, KindId, RequirementId, RuleSetName, SetId, SubjectId};
use super::overlay::{Extends, LeftOut, Overlaid};
use super::place::{FileId, Place};
use super::words::{Binding, DutyStatus, Verified};

/// A rule set as loaded: its own duties and what it adds to the shared vocabulary.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// Its name.
    pub name: RuleSetName,
    /// Its semantic version.
    pub version: String,
    /// Who answers for it.
    pub owner: String,
    /// The licence under which it may be used.
    pub licence: String,
    /// `sha256:` and the digest over the paths and digests of all its files.
    pub digest: String,
    /// Its duties.
    pub duties: BTreeMap<DutyId, Duty>,
    /// What should be duties and cannot be read, by the id that can: an entry of a policy, or a rule without one.
    pub unreadable: BTreeMap<DutyId, Place>,
    /// Whether its duties are left out and only its vocabulary is used: `--no-builtin`, or a base that nobody asked for by itself.
    pub vocabulary_only: bool,
    /// The rule sets that it extends, in the order of its manifest.
    pub extends: Vec<Extends>,
    /// The duties of those that it leaves out.
    pub left_out: Vec<LeftOut>,
}

/// Everything that the loaded rule sets say together.
#[derive(Clone, Debug)]
pub struct Law {
    /// The rule sets, in the order of their names.
    pub rule_sets: BTreeMap<RuleSetName, RuleSet>,
    /// Every instrument.
    pub instruments: BTreeMap<InstrumentId, Instrument>,
    /// Every closed set.
    pub sets: BTreeMap<SetId, SubjectSet>,
    /// Every kind of evidence.
    pub kinds: BTreeMap<KindId, EvidenceKind>,
    /// The dictionary of all rule sets together.
    pub dictionary: Arc<Dictionary>,
}

/// An Act, an order, an SPR edition, guidance, a set of standards.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Its id.
    pub id: InstrumentId,
    /// The rule set that catalogues it.
    pub rule_set: RuleSetName,
    /// Its title.
    pub title: String,
    /// `act`, `order`, `spr-edition`, `guidance`, `standards`.
    pub kind: String,
    /// When it is in force.
    pub in_force: InForce,
    /// Where that was read.
    pub source: Source,
    /// Where the policy stands.
    pub place: Place,
}

/// A stretch of time during which something is law: open where an end is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InForce {
    /// The first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Dates>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Dates>,
}

impl InForce {
    /// Whether it covers a date: `None` where partial dates leave it open.
    #[must_use]
    pub fn covers(self, when: Dates) -> Option<bool> {
        let begun = self.from.map_or(Some(true), |from| not_after(from, when));
        let ended = self.until.map_or(Some(false), |until| not_after(when, until).map(|within| !within));
        match (begun, ended) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }

    /// Whether it covers one day.
    #[must_use]
    pub fn covers_day(self, day: Day) -> Option<bool> {
        self.covers(Dates::on(day))
    }
}

/// Whether `a` is on or before `b`; `None` if they overlap so that it cannot be told.
fn not_after(a: Dates, b: Dates) -> Option<bool> {
    if a.last() <= b.first() {
        Some(true)
    } else if a.first() > b.last() {
        Some(false)
    } else {
        None
    }
}

/// Where something was read, and how far that was checked.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// The instrument that it stands in; absent for an instrument's own source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<InstrumentId>,
    /// The section, paragraph or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The text in which it was read, if not the instrument itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_in: Option<String>,
    /// Where that text is to be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How far it was checked.
    pub verified: Verified,
    /// On which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Day>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One obligation in an instrument.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// The rule set that catalogues it.
    pub rule_set: RuleSetName,
    /// Its title.
    pub title: String,
    /// What the source asks, paraphrased.
    pub says: String,
    /// Its source; names the instrument.
    pub source: Source,
    /// Who owes it.
    pub owed_by: Vec<Holder>,
    /// How strongly it binds.
    pub binding: Binding,
    /// The threats that it is about, where it does not say so by `for_each`.
    pub threats: Vec<SubjectId>,
    /// The dates of its own.
    pub in_force: InForce,
    /// How much a gap weighs, with the reason.
    pub weight: Weight,
    /// Whether it can be judged.
    pub status: DutyStatus,
    /// Why it cannot be, if it cannot.
    pub because: Option<String>,
    /// Thresholds that the source does not state.
    pub parameters: BTreeMap<String, Parameter>,
    /// What is judged, in the order of the policy.
    pub requirements: Vec<Requirement>,
    /// The rule; `None` where the duty is not judged.
    pub script: Option<Script>,
    /// What it was made from, where an overlay has taken it over from another rule set.
    pub overlaid: Option<Arc<Overlaid>>,
    /// Where the policy stands.
    pub place: Place,
    /// Where each of its keys stands.
    pub keys: BTreeMap<&'static str, Place>,
}

/// How much a gap weighs.
#[derive(Clone, Debug, Serialize)]
pub struct Weight {
    /// 1 (least) to 5 (most).
    pub value: u8,
    /// Why.
    pub because: String,
}

/// A threshold that the source does not state.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its value.
    pub value: ParameterValue,
    /// Who set it.
    pub set_by: String,
    /// Why.
    pub because: String,
    /// Where its value stands.
    #[serde(skip)]
    pub place: Place,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// A whole number.
    Whole(i64),
    /// A period.
    Period(Period),
    /// Words.
    Text(String),
}

impl Duty {
    /// Which duty the rule means by a name: a duty of its own, where an overlay has taken over the one of that name.
    #[must_use]
    pub fn means(&self, name: &str) -> DutyId {
        let own = self.overlaid.as_ref().and_then(|overlaid| overlaid.names.get(name));
        own.cloned().unwrap_or_else(|| DutyId::from(name))
    }

    /// A text of a requirement with the values of the parameters that it names in braces.
    #[must_use]
    pub fn with_parameters(&self, text: &str) -> String {
        self.parameters.iter().fold(text.to_owned(), |text, (name, parameter)| {
            text.replace(&format!("{{{name}}}"), &parameter.value.to_string())
        })
    }

    /// A text of a requirement as it reads of any subject.
    #[must_use]
    pub fn of_any_subject(&self, text: &str) -> String {
        self.with_parameters(text).replace("{subject}", "the subject")
    }

    /// The script that judges a requirement.
    #[must_use]
    pub fn script_of(&self, requirement: &RequirementId) -> Option<&Script> {
        let added = self.overlaid.as_ref().and_then(|overlaid| overlaid.additions.get(requirement));
        added.or(self.script.as_ref())
    }
}

impl std::fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Period(period) => write!(f, "{period}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// One checkable part of a duty.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its id within the duty.
    pub id: RequirementId,
    /// The set of subjects for each of which it is judged.
    pub for_each: Option<SetId>,
    /// What it states; `{subject}` stands for the subject's title, the name of a parameter in braces for its value.
    pub states: String,
    /// What would close a gap.
    pub remedy: String,
    /// The kinds of evidence that show it.
    pub shown_by: Arc<BTreeSet<KindId>>,
    /// How far back a `by` that ended still matters.
    pub look_back: Option<LookBack>,
    /// Where the policy stands.
    pub place: Place,
    /// Where each of its keys stands.
    pub keys: BTreeMap<&'static str, Place>,
}

/// How far back a `by` that ended still matters.
#[derive(Clone, Debug, Serialize)]
pub struct LookBack {
    /// How long.
    pub period: Period,
    /// Who set it.
    pub set_by: String,
    /// Why.
    pub because: String,
}

/// The text of a rule.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its file.
    pub file: FileId,
    /// Its text.
    pub text: Arc<str>,
}

/// A set of subjects that is data of the law.
#[derive(Clone, Debug)]
pub struct SubjectSet {
    /// Its id.
    pub id: SetId,
    /// What a member is: "national threat".
    pub title: String,
    /// The attribute that dates a member which is an event.
    pub event: Option<String>,
    /// Every member that ever was.
    pub members: BTreeMap<SubjectId, Member>,
    /// Which members there are, when and for whom.
    pub closed: Vec<Closed>,
    /// Where the policy stands.
    pub place: Place,
}

/// A member of a [`SubjectSet`].
#[derive(Clone, Debug)]
pub struct Member {
    /// What a reader calls it.
    pub title: String,
    /// Further data: dates, texts, whole numbers.
    pub attributes: BTreeMap<String, Attribute>,
    /// Where the policy stands.
    pub place: Place,
}

/// A datum of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A date.
    Dates(Dates),
    /// A whole number.
    Whole(i64),
    /// Words.
    Text(String),
}

/// One statement that a set has exactly these members.
#[derive(Clone, Debug)]
pub struct Closed {
    /// When that is so.
    pub in_force: InForce,
    /// The force for which it is so; `None` for every force.
    pub force: Option<String>,
    /// The members, in the order of the policy.
    pub members: Vec<SubjectId>,
    /// Where that was read.
    pub source: Option<Source>,
    /// Where the policy stands.
    pub place: Place,
}

/// A kind of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceKind {
    /// Its id.
    pub id: KindId,
    /// What a reader calls it.
    pub title: String,
    /// Whether it is the body's own account of itself, which never supports.
    pub narrative: bool,
    /// How long after its date it still supports a state, unless the evidence says otherwise.
    pub review_every: Option<Period>,
    /// Where the policy stands.
    pub place: Place,
}

impl Law {
    /// Every duty that is in play, by id.
    pub fn duties(&self) -> impl Iterator<Item = &Duty> {
        let mut duties: Vec<&Duty> =
            self.rule_sets.values().filter(|set| !set.vocabulary_only).flat_map(|set| set.duties.values()).collect();
        duties.sort_by(|a, b| a.id.cmp(&b.id));
        duties.into_iter()
    }

    /// The duty with that id, if it is in play.
    #[must_use]
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.rule_sets.values().filter(|set| !set.vocabulary_only).find_map(|set| set.duties.get(id))
    }
}
