//! Case files of rules: each case is a small profile with the outcomes that the rule must come to. Running them is left to `author`.
//!
//! What stands in a file as one case may be several: `one` reads a case with its rows, `boundary` makes those on each side of a limit.

mod asked;
mod boundary;
mod one;

use std::collections::BTreeMap;

use crate::model::dates::Day;
use crate::model::ids::{DutyId, RequirementId, SubjectId};
use crate::model::law::{Law, ParameterValue};
use crate::model::place::{Origin, Place};
use crate::model::problem::Code;
use crate::model::profile::Profile;
use crate::model::words::Outcome;

use super::decode::Decoder;
use super::files::CASES;
use super::nearest::quote;
use super::yaml::{Node, Spot};
use super::{InputFile, Loaded};

/// The most cases that one file may come to.
const MOST: usize = 20_000;
/// The most nodes that the cases of one file together may be made of.
const MOST_NODES: usize = 4_000_000;

/// One case of a rule.
#[derive(Clone, Debug)]
pub struct Case {
    /// The duty whose rule it tries.
    pub duty: DutyId,
    /// What it shows, a sentence.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The as-of date.
    pub as_of: Day,
    /// The subject for which the requirements are judged.
    pub subject: Option<SubjectId>,
    /// The force with the facts; each stated fact cites the evidence `case`, which is of the kind `none`. Paths that neither the rule nor the
    /// file names are not among the facts.
    pub profile: Profile,
    /// Parameters that have another value than the policy gives them.
    pub parameters: BTreeMap<String, ParameterValue>,
    /// Of other duties: whether each is satisfied (`true`) or has a gap (`false`).
    pub duties: BTreeMap<DutyId, bool>,
    /// What must come of each requirement.
    pub expect: Vec<(RequirementId, Expected, Place)>,
    /// The paths that must be reported missing, by requirement.
    pub missing: BTreeMap<RequirementId, Vec<(String, Place)>>,
    /// The paths that must be among those read, by requirement.
    pub reads: BTreeMap<RequirementId, Vec<(String, Place)>>,
    /// How it was made, if it does not stand in the file as it is.
    pub generated: Option<Generated>,
}

/// Where a generated case lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// What was moved over the limit: a path of a fact, or `as_of`.
    pub moved: String,
    /// To which day.
    pub to: Day,
    /// The limit.
    pub limit: Day,
    /// The day from which the limit was reckoned, if it was.
    pub from: Option<Day>,
    /// Where the boundary stands.
    pub place: Place,
}

/// What must come of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// That outcome.
    Outcome(Outcome),
    /// It is set aside as history, whatever its outcome.
    History,
}

impl Expected {
    const ALL: [Self; 7] = [
        Self::Outcome(Outcome::Met),
        Self::Outcome(Outcome::NotMet),
        Self::Outcome(Outcome::Unknown),
        Self::Outcome(Outcome::NotApplicable),
        Self::Outcome(Outcome::NotYetDue),
        Self::Outcome(Outcome::Error),
        Self::History,
    ];

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.as_str(),
            Self::History => "history",
        }
    }
}

/// A mutant of a rule of which the author says that it judges as the rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalent {
    /// What was changed into what, as the list of survivors says it.
    pub at: String,
    /// Why no case can tell them apart.
    pub because: String,
    /// Where that stands.
    pub place: Place,
}

/// What stands in a case file.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The duty whose rule it tries; `None` if no policy defines it.
    pub duty: Option<DutyId>,
    /// The first character of the file, or the key `cases`.
    pub place: Place,
    /// Its cases, those that were generated among them.
    pub cases: Vec<Case>,
    /// The mutants that it explains.
    pub equivalents: Vec<Equivalent>,
}

/// Reads the cases of a case file, `rules/family/name.cases.yaml`; see [`case_file`].
pub fn cases(file: &InputFile, origin: &Origin, law: &Law, loaded: &mut Loaded) -> Vec<Case> {
    case_file(file, origin, law, loaded).cases
}

/// Reads a case file against the law; a case that cannot be read is left out, its problems reported.
pub fn case_file(file: &InputFile, origin: &Origin, law: &Law, loaded: &mut Loaded) -> CaseFile {
    let yaml = loaded.take_yaml(file, origin);
    let mut decoder = Decoder::new(&yaml);
    let id = file.path.trim_start_matches("rules/").trim_end_matches(CASES).replace('/', ".");
    let duty = law.rule_sets.values().find_map(|set| set.duties.get(id.as_str()));
    let mut found = CaseFile {
        duty: duty.map(|duty| duty.id.clone()),
        place: yaml.place(Spot::START),
        cases: Vec::new(),
        equivalents: Vec::new(),
    };
    if let Some(fields) = yaml.root().and_then(|root| decoder.fields(root, &["cases", "equivalent"])) {
        if duty.is_none() {
            decoder.fault(
                Code::BadCase,
                fields.node.spot,
                format!("no policy defines the duty {} of these cases", quote(&id)),
            );
        }
        if let (Some(node), Some(duty)) = (decoder.required(&fields, "cases"), duty) {
            found.place = yaml.place(node.label);
            let mut reader = one::Reader { law, duty, asked: asked::of_the_rule(duty), left: MOST_NODES, made: 0 };
            for item in decoder.items(node) {
                found.cases.extend(reader.case(&mut decoder, item));
            }
        }
        if let Some(node) = fields.get("equivalent") {
            for item in decoder.items(node) {
                found.equivalents.extend(equivalent(&mut decoder, item));
            }
        }
    }
    loaded.problems.append(&mut decoder.problems);
    found
}

fn equivalent<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Equivalent> {
    let fields = decoder.fields(node, &["at", "because"])?;
    let place = fields.get("at").map_or(node.spot, |at| at.spot);
    let (at, because) = (decoder.required_text(&fields, "at"), decoder.required_text(&fields, "because"));
    Some(Equivalent { at: at?, because: because?, place: decoder.place(place) })
}
