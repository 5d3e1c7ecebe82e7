//! The least that would make a duty met: facts that would have to be so, and the evidence that would have to show them.

use serde::Serialize;

use super::assessment::{Assessment, At, DepartureResult, DutyResult, EvidenceResult, ForceInfo, StatedOn, Tool};
use super::dates::Day;
use super::ids::{DutyId, KindId, RequirementId};
use super::words::{Standing, Support, Verdict};

/// The version of the JSON of `explain`.
pub const EXPLANATION_SCHEMA_VERSION: &str = "1.0";

/// One duty's part of an assessment, and the least that would make it met.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The tool that made it.
    pub tool: Tool,
    /// The force.
    pub force: ForceInfo,
    /// The date the question was asked for.
    pub as_of: Day,
    /// When the profile's facts were stated.
    pub stated_on: StatedOn,
    /// The duty, as the audit has it.
    pub duty: DutyResult,
    /// The evidence that the facts read for it cite.
    pub evidence: Vec<EvidenceResult>,
    /// The departures from it.
    pub departures: Vec<DepartureResult>,
    /// The least that would make it met; null where it is satisfied, does not arise or is not judged.
    pub least: Option<Counterfactual>,
}

/// The least that would make a duty met, found by search and verified by judging again.
#[derive(Clone, Debug, Serialize)]
pub struct Counterfactual {
    /// The least that would make its verdict `met`.
    pub met: Least,
    /// The least that would make it satisfied: met, and shown by evidence.
    pub satisfied: Least,
    /// The duties that its rule reads and that are not satisfied: they were taken as they are.
    pub rests_on: Vec<DutyId>,
    /// What was done to find this.
    pub work: Work,
}

/// The least change that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Least {
    /// How it ended.
    pub found: Found,
    /// How many facts have to be so at least, as far as that is known: of the values that were tried, no fewer do.
    pub at_least: usize,
    /// The ways that do; of `least` all of the same number of facts, at most five.
    pub ways: Vec<Way>,
    /// How many more ways of the same number of facts were found.
    pub further: usize,
    /// The requirements that no fact which the profile could state makes met.
    pub blocked: Vec<RequirementId>,
    /// Whether the search was cut at its bound, so that there may be less.
    pub cut: bool,
}

/// How a search for the least change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// It is so already.
    Already,
    /// One or two facts do, and no fewer.
    Least,
    /// No one or two facts do; these together do. It is the smallest set that was found, which need not be the least.
    Together,
    /// No one or two facts do, and nothing else was found.
    None,
}

/// Facts that together bring it about.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// What would have to be so.
    pub facts: Vec<ToBe>,
    /// How many facts that is: an entry counts for as many as are stated of it.
    pub number: usize,
    /// Whether each of them was left out in turn and the rest did not do, whichever values of the ranges that are told were tried. A smaller
    /// set of other facts may do.
    pub none_left_out: bool,
    /// The verdict then.
    pub verdict: Verdict,
    /// What that rests on then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Where the duty stands then.
    pub standing: Standing,
    /// How many duties were judged again to verify this: all that read any of these facts.
    pub judged_again: usize,
    /// Which others come out otherwise then.
    pub also: Vec<DutyId>,
}

/// One fact that would have to be so.
#[derive(Clone, Debug, Serialize)]
pub struct ToBe {
    /// Its path; of an entry that the profile does not have with `*` for its key.
    pub path: String,
    /// What it means.
    pub means: String,
    /// Who usually holds it; empty where the dictionary does not say.
    pub held_by: String,
    /// What the profile says now; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// What it would have to be.
    #[serde(flatten)]
    pub what: What,
    /// The kinds of evidence that would have to show it: one kind of each list.
    pub shown_by: Vec<Vec<Kind>>,
    /// Where the rule asks for it.
    pub asked: Vec<Asked>,
    /// Where the profile states it, or the nearest place that would hold it.
    #[serde(flatten)]
    pub at: At,
}

/// What a fact would have to be. A value is an example unless it is said to be a bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// As it is stated, shown by evidence.
    AsItIs,
    /// As it is stated, stated on the as-of date and shown by evidence.
    Confirmed,
    /// One of these values; of an open vocabulary they are examples.
    OneOf {
        /// The values that did.
        values: Vec<String>,
        /// Whether all values that it can have were tried.
        all: bool,
    },
    /// A date.
    Date {
        /// The first that does; null where any earlier one did that was tried, or none was.
        earliest: Option<Day>,
        /// The last that does.
        latest: Option<Day>,
        /// Whether the bounds were looked for.
        bounded: bool,
        /// One that did.
        example: String,
    },
    /// A number.
    Number {
        /// The least that does; null where any lower one did that was tried.
        least: Option<String>,
        /// The most that does.
        most: Option<String>,
        /// Whether the bounds were looked for.
        bounded: bool,
        /// The path of the fact of the profile whose number is the least that does; `least` is null then.
        #[serde(skip_serializing_if = "Option::is_none")]
        no_less_than: Option<String>,
        /// The path of the fact of the profile whose number is the most that does; `most` is null then.
        #[serde(skip_serializing_if = "Option::is_none")]
        no_more_than: Option<String>,
        /// One that did.
        example: String,
        /// What it counts or measures.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// Another number than is stated, which only the document or the record itself can tell.
    OtherNumber,
    /// Other words than are stated.
    OtherWords,
    /// Said not to exist.
    Absent,
    /// Said to be complete with the members that are there then; with none of either kind, that there are none.
    Complete {
        /// Those that the profile has.
        members: Vec<String>,
        /// How many entries besides that come with this way.
        new: usize,
    },
    /// A list, complete with these values, which are an example.
    List {
        /// The values.
        values: Vec<String>,
    },
    /// An entry that the profile does not have.
    Entry {
        /// What would be stated of it, each with an example.
        parts: Vec<Part>,
    },
}

/// One fact of an entry that the profile does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its path.
    pub path: String,
    /// What it means.
    pub means: String,
    /// A value that did.
    pub example: String,
}

/// A kind of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Its id.
    pub id: KindId,
    /// What a reader calls it.
    pub title: String,
}

/// Where a rule asks for a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// For which requirement.
    pub requirement: RequirementId,
    /// What of the rule it has to pass, where that is one comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passes: Option<String>,
    /// Where the rule judges that requirement.
    #[serde(flatten)]
    pub at: At,
}

/// What was done to find an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// How many changes of one fact were tried.
    pub ones: usize,
    /// How many of two facts.
    pub twos: usize,
    /// How many other trials there were: of more facts, and to find the bounds of values.
    pub others: usize,
    /// How many times the duty was judged.
    pub judgings: usize,
    /// How many pairs of requirement and subject that were.
    pub pairs: usize,
    /// How many duties there are.
    pub duties: usize,
}

impl Explanation {
    /// What an assessment says of a duty, with the least that would make it met; `None` if it has no such duty.
    #[must_use]
    pub fn of(assessment: &Assessment, duty: &DutyId, least: Option<Counterfactual>) -> Option<Self> {
        let duty = assessment.duties.iter().find(|other| other.id == *duty)?;
        let cites = || duty.requirements.iter().flat_map(|pair| &pair.facts).flat_map(|fact| &fact.cites);
        let cited = |id: &str| cites().any(|cite| cite.split('#').next() == Some(id));
        Some(Self {
            schema_version: EXPLANATION_SCHEMA_VERSION,
            tool: assessment.tool.clone(),
            force: assessment.force.clone(),
            as_of: assessment.as_of,
            stated_on: assessment.stated_on.clone(),
            evidence: assessment.evidence.iter().filter(|one| cited(one.id.as_str())).cloned().collect(),
            departures: assessment.departures.iter().filter(|one| one.duty == duty.id).cloned().collect(),
            duty: duty.clone(),
            least,
        })
    }
}
