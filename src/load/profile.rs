//! A profile becomes a [`Profile`]: the force, its facts, its evidence, its departures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::Dates;
use crate::model::ids::{Holder, RuleSetName};
use crate::model::law::Law;
use crate::model::place::Place;
use crate::model::problem::Code;
use crate::model::profile::{Force, PolicingBody, Profile};
use crate::model::words::Marking;

use super::decode::{Case, Decoder, Fields};
use super::departures::departures;
use super::evidence::evidence;
use super::facts::{Support, facts, marking};
use super::instruments::in_force;
use super::nearest::quote;
use super::yaml::{Kind, Node};
use super::{InputTree, Loaded};

const PROFILE: &[&str] = &["uses", "force", "stated_on", "marking", "facts", "evidence", "departures"];

/// Reads a profile against the law; `None` if too little of it can be read to be a profile.
///
/// `broken` names rule sets with problems: facts in their namespaces are noted as not read, and with one of them, or with one
/// that the profile uses and that is not loaded, kinds and duties that nobody knows pass for its own. `digests` gives the
/// digests of the files that evidence is held at, by path.
pub fn profile(
    tree: &InputTree,
    law: &Law,
    broken: &BTreeSet<RuleSetName>,
    digests: &BTreeMap<String, String>,
    loaded: &mut Loaded,
) -> Option<Profile> {
    for fault in &tree.faults {
        loaded.take_fault(fault, &tree.origin);
    }
    let yaml = loaded.take_yaml(tree.files.first()?, &tree.origin);
    let mut decoder = Decoder::new(&yaml);
    let profile = yaml.root().and_then(|root| read(&mut decoder, root, law, broken, digests));
    loaded.problems.append(&mut decoder.problems);
    profile
}

/// The paths of the files, relative to the profile's folder, at which its evidence is held; sorted.
#[must_use]
pub fn held_paths(tree: &InputTree) -> Vec<String> {
    let mut scratch = Loaded::default();
    let Some(file) = tree.files.first().filter(|file| file.bytes.windows(5).any(|window| window == b"path:")) else {
        return Vec::new();
    };
    let yaml = scratch.take_yaml(file, &tree.origin);
    let Some(evidence) = yaml.root().and_then(|root| yaml.get(root, "evidence")) else { return Vec::new() };
    let paths: BTreeSet<&str> = evidence
        .entries()
        .iter()
        .filter_map(|entry| yaml.get(yaml.get(yaml.node(entry.value), "held_at")?, "path")?.text())
        .collect();
    paths.into_iter().map(str::to_owned).collect()
}

fn read<'t>(
    decoder: &mut Decoder<'t>,
    root: &'t Node,
    law: &Law,
    broken: &BTreeSet<RuleSetName>,
    digests: &BTreeMap<String, String>,
) -> Option<Profile> {
    let fields = decoder.fields(root, PROFILE)?;
    let uses = decoder.required(&fields, "uses").map(|node| uses(decoder, node, law, broken)).unwrap_or_default();
    let force = decoder.required(&fields, "force").and_then(|node| force(decoder, node));
    let stated_on = decoder.required(&fields, "stated_on").and_then(|node| stated_on(decoder, node));
    let level = fields.get("marking").and_then(|node| marking(decoder, node));
    let unloaded: BTreeSet<&RuleSetName> =
        uses.iter().filter(|name| !law.rule_sets.contains_key(*name)).chain(broken).collect();
    let lenient = !unloaded.is_empty();
    let evidence =
        fields.get("evidence").map(|node| evidence(decoder, node, law, digests, lenient)).unwrap_or_default();
    let force_id = force.as_ref().map_or("", |force| force.id.as_str());
    // Facts are read even where their date is at fault, so that their own mistakes are found in the same run.
    let date = stated_on.as_ref().map(|(date, _)| *date).or_else(|| Dates::parse("9999").ok())?;
    let departed = departures_node(decoder, &fields);
    let nodes = (fields.get("facts"), departed);
    let unloaded = unloaded.into_iter().cloned().collect();
    let read = facts(decoder, nodes, law, force_id, date, Support::Described(&evidence), unloaded);
    let departures = departures(&read.facts, read.departures, law, force_id, lenient, &mut decoder.problems);
    let (stated_on, stated_on_inferred) = stated_on?;
    Some(Profile {
        uses,
        force: force?,
        stated_on,
        stated_on_inferred,
        marking: level.unwrap_or(Marking::Official),
        facts: Arc::new(read.facts),
        departures_node: read.departures,
        evidence: Arc::new(evidence),
        documents: Arc::default(),
        departures,
        unread: read.unread,
        place: Place { file: decoder.tree.file(), line: 1, column: 1 },
    })
}

/// The mapping `departures`; an empty list counts as none.
pub(crate) fn departures_node<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>) -> Option<&'t Node> {
    let node = fields.get("departures")?;
    match &node.kind {
        Kind::Sequence(items) if items.is_empty() => None,
        Kind::Mapping(_) => Some(node),
        _ => {
            decoder.wrong_type(node, "a mapping of departures by their ids");
            None
        }
    }
}

fn uses<'t>(decoder: &mut Decoder<'t>, node: &'t Node, law: &Law, broken: &BTreeSet<RuleSetName>) -> Vec<RuleSetName> {
    let names: Vec<RuleSetName> =
        decoder.names(node, Case::Kebab).into_iter().map(|(name, _)| RuleSetName::from(name)).collect();
    if !names.iter().any(|name| law.rule_sets.contains_key(name) || broken.contains(name)) {
        let loaded: Vec<String> = law.rule_sets.keys().map(|name| quote(name.as_str())).collect();
        let problem = decoder.problem(Code::NoRuleSet, node.spot, "the profile uses no rule set that is loaded");
        decoder.report(problem.help(match loaded.is_empty() {
            true => "no rule set is loaded".to_owned(),
            false => format!("loaded: {}", loaded.join(", ")),
        }));
    }
    names
}

/// Reads `{ id, name, policing_bodies }`.
pub(crate) fn force<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Force> {
    let fields = decoder.fields(node, &["id", "name", "policing_bodies"])?;
    let id = decoder.required(&fields, "id").and_then(|node| decoder.name(node, Case::Kebab));
    let name = decoder.required_text(&fields, "name");
    let mut policing_bodies = Vec::new();
    if let Some(node) = fields.get("policing_bodies") {
        for item in decoder.items(node) {
            policing_bodies.extend(policing_body(decoder, item));
        }
    }
    Some(Force { id: id?.into(), name: name?, policing_bodies })
}

fn policing_body<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<PolicingBody> {
    let fields = decoder.fields(node, &["kind", "from", "until"])?;
    let kind =
        decoder.required(&fields, "kind").and_then(|node| decoder.word(node, &Holder::POLICING_BODIES, |word| word));
    let in_force = in_force(decoder, &fields);
    Some(PolicingBody { kind: Holder::from(kind?), in_force, place: decoder.place(node.spot) })
}

/// Reads a date, or `{ value, inferred }`.
fn stated_on<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<(Dates, Option<String>)> {
    if !matches!(node.kind, Kind::Mapping(_)) {
        return decoder.date(node).map(|date| (date, None));
    }
    let fields = decoder.fields(node, &["value", "inferred"])?;
    let value = decoder.required(&fields, "value").and_then(|node| decoder.date(node));
    let inferred = decoder.required_text(&fields, "inferred");
    value.map(|value| (value, inferred))
}
