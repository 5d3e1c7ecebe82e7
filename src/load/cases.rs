//! Case files of rules: each case is a small profile with the outcomes that the rule must come to. Running them is left to `author`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::dates::{Dates, Day};
use crate::model::facts::{Citation, Facts};
use crate::model::ids::{DutyId, EvidenceId, Holder, KindId, RequirementId, SubjectId};
use crate::model::law::{Duty, InForce, Law};
use crate::model::place::{Origin, Place};
use crate::model::problem::Code;
use crate::model::profile::{Evidence, Force, PolicingBody, Profile};
use crate::model::words::{Marking, Outcome};

use super::decode::{Case as Spelling, Decoder, Fields};
use super::departures::departures;
use super::facts::{Support, facts};
use super::files::CASES;
use super::nearest::quote;
use super::profile::{departures_node, force};
use super::yaml::{Kind, Node, Tree};
use super::{InputFile, Loaded};

const CASE: &[&str] = &["name", "as_of", "subject", "force", "stated_on", "facts", "departures", "expect", "missing"];

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
    /// The force with the facts; each stated fact cites the evidence `case`, which is of the kind `none`.
    pub profile: Profile,
    /// What must come of each requirement.
    pub expect: Vec<(RequirementId, Expected, Place)>,
    /// The paths that must be reported missing, by requirement.
    pub missing: BTreeMap<RequirementId, Vec<String>>,
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

    fn as_str(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.as_str(),
            Self::History => "history",
        }
    }
}

/// Reads a case file, `rules/family/name.cases.yaml`, against the law; a case that cannot be read is left out, its problems reported.
pub fn cases(file: &InputFile, origin: &Origin, law: &Law, loaded: &mut Loaded) -> Vec<Case> {
    let yaml = loaded.take_yaml(file, origin);
    let mut decoder = Decoder::new(&yaml);
    let id = file.path.trim_start_matches("rules/").trim_end_matches(CASES).replace('/', ".");
    let duty = law.rule_sets.values().find_map(|set| set.duties.get(id.as_str()));
    let mut found = Vec::new();
    if let Some(fields) = yaml.root().and_then(|root| decoder.fields(root, &["cases"])) {
        if duty.is_none() {
            decoder.fault(
                Code::BadCase,
                fields.node.spot,
                format!("no policy defines the duty {} of these cases", quote(&id)),
            );
        }
        if let (Some(node), Some(duty)) = (decoder.required(&fields, "cases"), duty) {
            for item in decoder.items(node) {
                found.extend(case(&mut decoder, item, duty, law));
            }
        }
    }
    loaded.problems.append(&mut decoder.problems);
    found
}

fn case<'t>(decoder: &mut Decoder<'t>, node: &'t Node, duty: &Duty, law: &Law) -> Option<Case> {
    let fields = decoder.fields(node, CASE)?;
    let place = decoder.place(node.spot);
    let name = decoder.required_text(&fields, "name");
    let as_of = decoder.required(&fields, "as_of").and_then(|node| decoder.day(node));
    let subject = fields.get("subject").and_then(|node| decoder.name(node, Spelling::Kebab)).map(SubjectId::from);
    let force = match fields.get("force") {
        Some(node) if matches!(node.kind, Kind::Mapping(_)) => force(decoder, node),
        Some(node) => decoder.name(node, Spelling::Kebab).map(|id| sample(id, place)),
        None => Some(sample("sample", place)),
    };
    let stated_on = decoder.optional_date(&fields, "stated_on").or(as_of.map(Dates::on));
    let expect = expected(decoder, &fields, duty);
    let missing = missing(decoder, &fields, duty);
    let profile = profile(decoder, &fields, law, force?, stated_on?, place);
    Some(Case { duty: duty.id.clone(), name: name?, place, as_of: as_of?, subject, profile, expect, missing })
}

/// A force with a chief officer and, since November 2012, a commissioner.
fn sample(id: &str, place: Place) -> Force {
    let in_force = InForce { from: Dates::parse("2012-11").ok(), until: None };
    let name = id.replace('-', " ");
    Force { id: id.into(), name, policing_bodies: vec![PolicingBody { kind: Holder::from("pcc"), in_force, place }] }
}

fn profile<'t>(
    decoder: &mut Decoder<'t>,
    fields: &Fields<'t>,
    law: &Law,
    force: Force,
    stated_on: Dates,
    place: Place,
) -> Profile {
    let id = EvidenceId::from("case");
    let citation = Citation { evidence: id.clone(), anchor: Some("1".into()), place };
    let nodes = (fields.get("facts"), departures_node(decoder, fields));
    let read = facts(decoder, nodes, law, &force.id, stated_on, Support::Implied(citation), Vec::new());
    let departures = departures(&read.facts, read.departures, law, &force.id, true, &mut decoder.problems);
    let evidence = Evidence {
        id: id.clone(),
        title: "what the case states".into(),
        kind: KindId::from("none"),
        dated: None,
        owner: String::new(),
        held_at: None,
        valid_until: None,
        review_every: None,
        draft: None,
        withdrawn: None,
        superseded: None,
        superseded_by: None,
        marking: None,
        reviewed: None,
        note: None,
        place,
    };
    Profile {
        uses: law.rule_sets.keys().cloned().collect(),
        force,
        stated_on,
        stated_on_inferred: None,
        marking: Marking::Official,
        facts: Arc::new(read.facts),
        departures_node: read.departures,
        evidence: BTreeMap::from([(id, evidence)]),
        departures,
        unread: read.unread,
        place,
    }
}

fn expected<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, duty: &Duty) -> Vec<(RequirementId, Expected, Place)> {
    let mut found = Vec::new();
    let Some(node) = decoder.required(fields, "expect").filter(|node| decoder.mapping(node).is_some()) else {
        return found;
    };
    if node.entries().is_empty() {
        decoder.fault(Code::BadCase, node.spot, "the case expects nothing");
    }
    for entry in node.entries() {
        let known = is_requirement(decoder, &entry.key, entry.spot, duty);
        let word = decoder.word(decoder.tree.node(entry.value), &Expected::ALL, Expected::as_str);
        if let (true, Some(word)) = (known, word) {
            found.push((RequirementId::from(&*entry.key), word, decoder.place(entry.spot)));
        }
    }
    found
}

fn missing<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, duty: &Duty) -> BTreeMap<RequirementId, Vec<String>> {
    let mut found = BTreeMap::new();
    let Some(node) = fields.get("missing").filter(|node| decoder.mapping(node).is_some()) else { return found };
    for entry in node.entries() {
        let known = is_requirement(decoder, &entry.key, entry.spot, duty);
        let items = decoder.items(decoder.tree.node(entry.value));
        let paths = items.into_iter().filter_map(|item| decoder.text(item)).map(str::to_owned).collect();
        if known {
            found.insert(RequirementId::from(&*entry.key), paths);
        }
    }
    found
}

fn is_requirement(decoder: &mut Decoder<'_>, name: &str, spot: super::yaml::Spot, duty: &Duty) -> bool {
    let known = duty.requirements.iter().any(|requirement| requirement.id.as_str() == name);
    if !known {
        let message = format!("duty `{}` has no requirement {}", duty.id, quote(name));
        decoder.unknown(
            Code::BadCase,
            spot,
            message,
            name,
            duty.requirements.iter().map(|requirement| requirement.id.as_str()),
        );
    }
    known
}

/// Reads facts alone, each stated one citing `case#1`.
pub fn case_facts<'t>(
    node: &'t Node,
    tree: &'t Tree,
    law: &Law,
    force: &str,
    stated_on: Dates,
    loaded: &mut Loaded,
) -> Facts {
    let mut decoder = Decoder::new(tree);
    let citation =
        Citation { evidence: EvidenceId::from("case"), anchor: Some("1".into()), place: tree.place(node.spot) };
    let read = facts(&mut decoder, (Some(node), None), law, force, stated_on, Support::Implied(citation), Vec::new());
    loaded.problems.append(&mut decoder.problems);
    read.facts
}
