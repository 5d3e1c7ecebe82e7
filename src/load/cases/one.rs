//! A case as it stands in its file: one with its own facts, or several that share facts and differ in rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::{Dates, Day, Period};
use crate::model::facts::Citation;
use crate::model::ids::{DutyId, EvidenceId, Holder, KindId, RequirementId, SubjectId};
use crate::model::law::{Duty, InForce, Law, ParameterValue};
use crate::model::place::Place;
use crate::model::problem::Code;
use crate::model::profile::{Evidence, Force, PolicingBody, Profile};
use crate::model::words::Marking;

use super::super::decode::{Case as Spelling, Decoder, Fields, whole_number};
use super::super::departures::departures;
use super::super::facts::{Support, facts};
use super::super::nearest::quote;
use super::super::profile::{departures_node, force};
use super::super::yaml::{Change, Kind, Node, Refused, Spot, Tree, With};
use super::asked::with_stated;
use super::boundary::{self, Point};
use super::{Case, Expected, Generated, MOST, MOST_NODES};

/// What a row may say otherwise than its case.
const ROW: &[&str] =
    &["name", "as_of", "subject", "stated_on", "params", "duties", "set", "expect", "missing", "reads", "boundary"];
const CASE: &[&str] = &[
    "name",
    "as_of",
    "subject",
    "force",
    "stated_on",
    "params",
    "duties",
    "facts",
    "departures",
    "expect",
    "missing",
    "reads",
    "boundary",
    "rows",
];

/// What of a case becomes its profile.
const PARTS: &[&str] = &["facts", "departures"];

/// What the cases of one file are read with.
pub(super) struct Reader<'l> {
    pub(super) law: &'l Law,
    pub(super) duty: &'l Duty,
    /// Where the facts lie that the rule can read, if its text tells.
    pub(super) asked: Option<BTreeSet<String>>,
    /// How many nodes may still be made for the facts of cases.
    pub(super) left: usize,
    /// How many cases were made.
    pub(super) made: usize,
}

/// A case, or a row of one: what the row does not say, the case says.
#[derive(Clone, Copy)]
pub(super) struct Spec<'t> {
    case: Fields<'t>,
    row: Option<Fields<'t>>,
}

impl<'t> Spec<'t> {
    pub(super) fn get(&self, key: &str) -> Option<&'t Node> {
        self.row.and_then(|row| row.get(key)).or_else(|| self.case.get(key))
    }

    /// Where it stands.
    fn spot(&self) -> Spot {
        self.row.unwrap_or(self.case).node.spot
    }
}

impl Reader<'_> {
    /// The cases that one entry of a file comes to.
    pub(super) fn case<'t>(&mut self, decoder: &mut Decoder<'t>, node: &'t Node) -> Vec<Case> {
        let Some(case) = decoder.fields(node, CASE) else { return Vec::new() };
        let Some(rows) = case.get("rows") else { return self.spec(decoder, Spec { case, row: None }, None) };
        let items = decoder.items(rows);
        let mut found = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            if let Some(row) = decoder.fields(item, ROW) {
                found.extend(self.spec(decoder, Spec { case, row: Some(row) }, Some(index + 1)));
            }
        }
        found
    }

    /// A case or row: itself, if it expects anything or has no boundary, and those of its boundaries.
    fn spec<'t>(&mut self, decoder: &mut Decoder<'t>, spec: Spec<'t>, row: Option<usize>) -> Vec<Case> {
        let name = name(decoder, spec, row);
        let as_of = match spec.get("as_of") {
            Some(node) => decoder.day(node),
            None => decoder.required(&spec.case, "as_of").and(None),
        };
        // The rest is read all the same, so that all its mistakes are told at once.
        let sound = name.is_some() && as_of.is_some();
        let (name, as_of) = (name.unwrap_or_default(), as_of.or(Day::new(2000, 1, 1)));
        let Some(as_of) = as_of else { return Vec::new() };
        let changes = changes(decoder, spec);
        let boundary = spec.get("boundary");
        let mut found = Vec::new();
        if boundary.is_none() || spec.get("expect").is_some() {
            let expect = spec.get("expect").map(|node| expected(decoder, node, self.duty)).unwrap_or_default();
            let given = Given { name: name.clone(), as_of, days: 0, moved: None, expect, generated: None };
            found.extend(self.made(decoder, spec, &changes, given));
        }
        let Some(boundary) = boundary else {
            found.retain(|_| sound);
            return found;
        };
        let facts = spec.case.get("facts");
        for point in boundary::points(decoder, boundary, (facts, &changes), as_of, self.duty) {
            let Point { as_of, days, moved, expect, generated } = point;
            let name = boundary::name(&name, &generated);
            let spot = boundary.spot;
            let given = Given {
                name,
                as_of,
                days,
                moved: moved.map(|(path, text)| (path, text, spot)),
                expect,
                generated: Some(generated),
            };
            found.extend(self.made(decoder, spec, &changes, given));
        }
        found.retain(|_| sound);
        found
    }

    fn made<'t>(
        &mut self,
        decoder: &mut Decoder<'t>,
        spec: Spec<'t>,
        changes: &[(&'t str, &'t Node)],
        given: Given,
    ) -> Option<Case> {
        self.made += 1;
        if self.made > MOST {
            if self.made == MOST + 1 {
                let message = format!("the file comes to more than {MOST} cases");
                decoder.fault(Code::TooManyNodes, spec.spot(), message);
            }
            return None;
        }
        let place = decoder.place(spec.spot());
        let subject = spec.get("subject").and_then(|node| decoder.name(node, Spelling::Kebab)).map(SubjectId::from);
        let force = match spec.get("force") {
            Some(node) if matches!(node.kind, Kind::Mapping(_)) => force(decoder, node),
            Some(node) => decoder.name(node, Spelling::Kebab).map(|id| sample(id, place)),
            None => Some(sample("sample", place)),
        }?;
        let stated_on = match spec.get("stated_on") {
            Some(node) => moved_dates(decoder.date(node)?, given.days),
            None => Dates::on(given.as_of),
        };
        let (duty, law) = (self.duty, self.law);
        let missing = spec.get("missing").map(|node| paths(decoder, node, duty)).unwrap_or_default();
        let reads = spec.get("reads").map(|node| paths(decoder, node, duty)).unwrap_or_default();
        let parameters = spec.get("params").map(|node| parameters(decoder, node, duty)).unwrap_or_default();
        let duties = spec.get("duties").map(|node| settled(decoder, node, law)).unwrap_or_default();
        let tree = self.facts(decoder, spec, changes, &given)?;
        let only = self.asked.as_ref().map(|asked| with_stated(asked, &tree));
        let profile = profile(decoder, &tree, law, force, stated_on, place, only.as_ref());
        Some(Case {
            duty: self.duty.id.clone(),
            name: given.name,
            place,
            as_of: given.as_of,
            subject,
            profile,
            parameters,
            duties,
            expect: given.expect,
            missing,
            reads,
            generated: given.generated,
        })
    }

    /// The facts of a case: those that it shares, with what is other in it.
    fn facts<'t>(
        &mut self,
        decoder: &mut Decoder<'t>,
        spec: Spec<'t>,
        changes: &[(&'t str, &'t Node)],
        given: &Given,
    ) -> Option<Tree> {
        let beneath = |path: &str| format!("facts.{path}");
        let own: Vec<(String, &Node)> = changes.iter().map(|(path, node)| (beneath(path), *node)).collect();
        let moved = given.moved.as_ref().map(|(path, text, spot)| (beneath(path), text, *spot));
        let mut all: Vec<Change<'_>> = own.iter().map(|(path, node)| Change { path, with: With::Node(node) }).collect();
        if let Some((path, text, spot)) = &moved {
            all.push(Change { path, with: With::Text(text, *spot) });
        }
        let parts: Vec<(&str, &Node)> = PARTS.iter().filter_map(|part| Some((*part, spec.case.get(part)?))).collect();
        let days = given.days;
        let edit = |text: &str| match Dates::parse(text).ok().and_then(Dates::day) {
            Some(day) if days != 0 => boundary::moved(day, days).map(|day| day.to_string()),
            _ => None,
        };
        match decoder.tree.grafted(&parts, &all, &edit, &mut self.left) {
            Ok(tree) => Some(tree),
            Err(Refused::Through(path)) => {
                let spot = spec.get("set").map_or(spec.spot(), |node| node.spot);
                let path = path.strip_prefix("facts.").unwrap_or(&path);
                let message = format!("{} has a value, so no path leads through it", quote(path));
                decoder.fault(Code::BadCase, spot, message);
                None
            }
            Err(Refused::TooLarge) => {
                let message = format!("the cases of the file are made of more than {MOST_NODES} values");
                decoder.fault(Code::TooManyNodes, spec.spot(), message);
                None
            }
        }
    }
}

/// What is already settled of a case.
struct Given {
    name: String,
    as_of: Day,
    /// By how many days all dates of its facts are moved.
    days: i64,
    /// A fact that is set, with the place that is answerable.
    moved: Option<(String, String, Spot)>,
    expect: Vec<(RequirementId, Expected, Place)>,
    generated: Option<Generated>,
}

fn name<'t>(decoder: &mut Decoder<'t>, spec: Spec<'t>, row: Option<usize>) -> Option<String> {
    let shared = decoder.required_text(&spec.case, "name")?;
    let own = spec.row.and_then(|row| decoder.optional_text(&row, "name"));
    Some(match (own, row) {
        (Some(own), _) => format!("{shared}: {own}"),
        (None, Some(row)) => format!("{shared}: row {row}"),
        (None, None) => shared,
    })
}

/// The facts that a row sets, each by its path.
fn changes<'t>(decoder: &mut Decoder<'t>, spec: Spec<'t>) -> Vec<(&'t str, &'t Node)> {
    let Some(node) = spec.row.and_then(|row| row.get("set")).filter(|node| decoder.mapping(node).is_some()) else {
        return Vec::new();
    };
    let tree = decoder.tree;
    node.entries().iter().map(|entry| (&*entry.key, tree.node(entry.value))).collect()
}

fn moved_dates(dates: Dates, days: i64) -> Dates {
    let moved = |day| boundary::moved(day, days).unwrap_or(day);
    Dates::between(moved(dates.first()), moved(dates.last())).unwrap_or(dates)
}

/// A force with a chief officer and, since November 2012, a commissioner.
fn sample(id: &str, place: Place) -> Force {
    let in_force = InForce { from: Dates::parse("2012-11").ok(), until: None };
    let name = id.replace('-', " ");
    Force { id: id.into(), name, policing_bodies: vec![PolicingBody { kind: Holder::from("pcc"), in_force, place }] }
}

fn profile(
    decoder: &mut Decoder<'_>,
    tree: &Tree,
    law: &Law,
    force: Force,
    stated_on: Dates,
    place: Place,
    only: Option<&BTreeSet<String>>,
) -> Profile {
    let id = EvidenceId::from("case");
    let cites = Citation { evidence: id.clone(), anchor: Some("1".into()), place };
    let mut own = Decoder::new(tree);
    std::mem::swap(&mut own.suggestions, &mut decoder.suggestions);
    let fields = tree.root().and_then(|root| own.fields(root, PARTS));
    let departed = fields.as_ref().and_then(|fields| departures_node(&mut own, fields));
    let stated = fields.as_ref().and_then(|fields| fields.get("facts"));
    let support = Support::Implied { cites, only };
    let read = facts(&mut own, (stated, departed), law, &force.id, stated_on, support, Vec::new());
    std::mem::swap(&mut own.suggestions, &mut decoder.suggestions);
    let mut problems = own.problems;
    if decoder.problems.len() < 1000 {
        // What is shared by several cases is told once.
        problems.retain(|problem| !decoder.problems.contains(problem));
    }
    decoder.problems.append(&mut problems);
    let departures = departures(&read.facts, read.departures, law, &force.id, true, &mut decoder.problems);
    Profile {
        uses: law.rule_sets.keys().cloned().collect(),
        force,
        stated_on,
        stated_on_inferred: None,
        marking: Marking::Official,
        facts: Arc::new(read.facts),
        departures_node: read.departures,
        evidence: Arc::new(BTreeMap::from([(id.clone(), evidence(id, place))])),
        documents: Arc::default(),
        departures,
        unread: read.unread,
        place,
    }
}

fn evidence(id: EvidenceId, place: Place) -> Evidence {
    Evidence {
        id,
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
    }
}

fn outcome<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Expected> {
    decoder.word(node, &Expected::ALL, Expected::as_str)
}

fn expected<'t>(decoder: &mut Decoder<'t>, node: &'t Node, duty: &Duty) -> Vec<(RequirementId, Expected, Place)> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let known = is_requirement(decoder, &entry.key, entry.spot, duty);
        let word = outcome(decoder, decoder.tree.node(entry.value));
        if let (true, Some(word)) = (known, word) {
            found.push((RequirementId::from(&*entry.key), word, decoder.place(entry.spot)));
        }
    }
    found
}

/// The outcomes before, on and after a limit, for each requirement.
pub(super) fn expected_around<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    duty: &Duty,
) -> Vec<(RequirementId, [Expected; 3], Place)> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let known = is_requirement(decoder, &entry.key, entry.spot, duty);
        let value = decoder.tree.node(entry.value);
        let words: Vec<Expected> = decoder.items(value).into_iter().filter_map(|item| outcome(decoder, item)).collect();
        match <[Expected; 3]>::try_from(words) {
            Ok(words) if known => found.push((RequirementId::from(&*entry.key), words, decoder.place(entry.spot))),
            Ok(_) => {}
            Err(words) => {
                let message = format!(
                    "{} outcomes stand here; a boundary expects three: the day before, the day, the day after",
                    words.len()
                );
                decoder.fault(Code::BadCase, value.spot, message);
            }
        }
    }
    found
}

fn paths<'t>(decoder: &mut Decoder<'t>, node: &'t Node, duty: &Duty) -> BTreeMap<RequirementId, Vec<(String, Place)>> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let known = is_requirement(decoder, &entry.key, entry.spot, duty);
        let items = decoder.items(decoder.tree.node(entry.value));
        let paths = items
            .into_iter()
            .filter_map(|item| Some((decoder.text(item)?.to_owned(), decoder.place(item.spot))))
            .collect();
        if known {
            found.insert(RequirementId::from(&*entry.key), paths);
        }
    }
    found
}

fn parameters<'t>(decoder: &mut Decoder<'t>, node: &'t Node, duty: &Duty) -> BTreeMap<String, ParameterValue> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let Some(parameter) = duty.parameters.get(&*entry.key) else {
            let message = format!("duty `{}` has no parameter {}", duty.id, quote(&entry.key));
            let known = duty.parameters.keys().map(String::as_str);
            decoder.unknown(Code::BadCase, entry.spot, message, &entry.key, known);
            continue;
        };
        let value = decoder.tree.node(entry.value);
        let Some(text) = decoder.text(value) else { continue };
        let read = match &parameter.value {
            ParameterValue::Whole(_) => value.plain().and_then(whole_number).map(ParameterValue::Whole),
            ParameterValue::Period(_) => Period::parse(text).map(ParameterValue::Period),
            ParameterValue::Text(_) => Some(ParameterValue::Text(text.into())),
        };
        match read {
            Some(read) => drop(found.insert(entry.key.to_string(), read)),
            None => {
                let wanted = match &parameter.value {
                    ParameterValue::Period(_) => "a period",
                    _ => "a whole number",
                };
                decoder.wrong_type(value, wanted);
            }
        }
    }
    found
}

fn settled<'t>(decoder: &mut Decoder<'t>, node: &'t Node, law: &Law) -> BTreeMap<DutyId, bool> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let known = || law.rule_sets.values().flat_map(|set| set.duties.keys().map(DutyId::as_str));
        if !known().any(|id| id == &*entry.key) {
            let message = format!("no rule set has a duty {}", quote(&entry.key));
            decoder.unknown(Code::UnknownReference, entry.spot, message, &entry.key, known());
            continue;
        }
        if let Some(met) = decoder.yes_no(decoder.tree.node(entry.value)) {
            found.insert(DutyId::from(&*entry.key), met);
        }
    }
    found
}

fn is_requirement(decoder: &mut Decoder<'_>, name: &str, spot: Spot, duty: &Duty) -> bool {
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
