//! Duties and their requirements, as the policies state them. Their scripts are joined to them in [`super::rule_set`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::dates::Period;
use crate::model::ids::{DutyId, Holder, KindId, RequirementId, RuleSetName, SetId, SubjectId};
use crate::model::law::{Duty, LookBack, Parameter, ParameterValue, Requirement, Weight};
use crate::model::place::Place;
use crate::model::problem::Code;
use crate::model::words::{Binding, DutyStatus};

use super::decode::{Case, Decoder, Fields, whole_number};
use super::instruments::{in_force_of, source};
use super::nearest::{nearest, quote};
use super::rule_set::{Known, Reference};
use super::yaml::{Kind, Node, Spot};

const DUTY: &[&str] = &[
    "title",
    "says",
    "source",
    "owed_by",
    "binding",
    "threats",
    "in_force",
    "weight",
    "status",
    "because",
    "parameters",
    "requirements",
];

/// The most requirements, and the most parameters, that a duty may have, and the most names in one of its lists.
const MOST: usize = 200;
/// How often a text may name its subject.
const SUBJECT_NAMED: usize = 3;

/// The duties of one file.
#[derive(Default)]
pub(crate) struct Found {
    /// Those that could be read.
    pub(crate) duties: Vec<Duty>,
    /// The ids of those that could not, whose problems are reported.
    pub(crate) unreadable: Vec<(DutyId, Place)>,
}

/// Reads the mapping `duties`; a duty that lacks a part which all need cannot be read.
pub(crate) fn duties<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    rule_set: &RuleSetName,
    references: &mut Vec<Reference>,
) -> Found {
    let mut found = Found::default();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let named = is_duty_id(decoder, &entry.key, entry.spot);
        let value = decoder.tree.node(entry.value);
        match duty(decoder, &entry.key, entry.spot, value, rule_set, references).filter(|_| named) {
            Some(duty) => found.duties.push(duty),
            None => found.unreadable.push((DutyId::from(&*entry.key), decoder.place(entry.spot))),
        }
    }
    found
}

fn is_duty_id(decoder: &mut Decoder<'_>, id: &str, spot: Spot) -> bool {
    let fits = id.split_once('.').is_some_and(|(family, name)| Case::Snake.fits(family) && Case::Snake.fits(name));
    if !fits {
        decoder.fault(
            Code::BadName,
            spot,
            format!("{} is no name of a duty; it takes `family.name_with_underscores`", quote(id)),
        );
    }
    fits
}

fn duty<'t>(
    decoder: &mut Decoder<'t>,
    id: &str,
    spot: Spot,
    node: &'t Node,
    rule_set: &RuleSetName,
    references: &mut Vec<Reference>,
) -> Option<Duty> {
    let fields = decoder.fields(node, DUTY)?;
    let title = decoder.required_text(&fields, "title");
    let says = decoder.required_text(&fields, "says");
    let source = decoder.required(&fields, "source").and_then(|node| {
        let source = source(decoder, node, references)?;
        if source.instrument.is_none() && decoder.tree.get(node, "instrument").is_none() {
            decoder.fault(
                Code::MissingKey,
                node.label,
                "the key `instrument` is missing; a duty stands in an instrument",
            );
        }
        Some(source)
    });
    let owed_by = decoder.required(&fields, "owed_by").map(|node| holders(decoder, node));
    let binding =
        decoder.required(&fields, "binding").and_then(|node| decoder.word(node, Binding::ALL, Binding::as_str));
    let threats = fields.get("threats").map(|node| threats(decoder, node, references)).unwrap_or_default();
    let in_force = fields.get("in_force").map(|node| in_force_of(decoder, node)).unwrap_or_default();
    let weight = decoder.required(&fields, "weight").and_then(|node| weight(decoder, node));
    let status = match fields.get("status") {
        Some(node) => decoder.word(node, DutyStatus::ALL, DutyStatus::as_str),
        None => Some(DutyStatus::Judged),
    };
    let because = decoder.optional_text(&fields, "because");
    let parameters = fields.get("parameters").map(|node| parameters(decoder, node)).unwrap_or_default();
    let requirements = fields.get("requirements").map(|node| requirements(decoder, node, &parameters, references));
    if let Some(status) = status {
        check_status(decoder, &fields, status, because.is_some());
    }
    Some(Duty {
        id: DutyId::from(id),
        rule_set: rule_set.clone(),
        title: title?,
        says: says?,
        source: source?,
        owed_by: owed_by?,
        binding: binding?,
        threats,
        in_force,
        weight: weight?,
        status: status?,
        because,
        parameters,
        requirements: requirements.unwrap_or_default(),
        script: None,
        overlaid: None,
        place: decoder.place(spot),
        keys: keys(decoder, &fields, DUTY),
    })
}

/// Where each of the keys stands that are there.
fn keys(decoder: &Decoder<'_>, fields: &Fields<'_>, names: &[&'static str]) -> BTreeMap<&'static str, Place> {
    names.iter().filter_map(|name| Some((*name, decoder.place(fields.key_spot(name)?)))).collect()
}

/// A judged duty has requirements; any other says why it is not judged, and has none.
fn check_status(decoder: &mut Decoder<'_>, fields: &Fields<'_>, status: DutyStatus, because: bool) {
    if status == DutyStatus::Judged {
        if fields.get("requirements").is_none() {
            decoder.fault(
                Code::MissingKey,
                fields.node.label,
                "the key `requirements` is missing; a duty that is judged has some",
            );
        }
        if let Some(spot) = fields.key_spot("because") {
            decoder.fault(Code::UnknownKey, spot, "`because` stands on a duty that is judged; it says why one is not");
        }
        return;
    }
    if !because {
        decoder.fault(
            Code::MissingKey,
            fields.node.label,
            format!("the key `because` is missing; a duty that is `{status}` says why"),
        );
    }
    for key in ["requirements", "parameters"] {
        if let Some(spot) = fields.key_spot(key) {
            decoder.fault(
                Code::UnknownKey,
                spot,
                format!("`{key}` stands on a duty that is `{status}`; only a duty that is judged has them"),
            );
        }
    }
}

/// Any body may owe a duty, so a name is refused only if it looks like a slip for one of the force's own offices.
fn holders<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Vec<Holder> {
    let own: Vec<&str> = [Holder::CHIEF_OFFICER].into_iter().chain(Holder::POLICING_BODIES).collect();
    let before = decoder.problems.len();
    let names = few_names(decoder, node);
    for problem in decoder.problems.iter_mut().skip(before).filter(|problem| problem.code == Code::BadName) {
        let better = problem.help.take().map(|help| format!("; {help}")).unwrap_or_default();
        problem.help = Some(format!("the force's own offices are {}{better}", own.join(", ")));
    }
    if names.is_empty() && decoder.problems.len() == before {
        decoder.fault(Code::MissingKey, node.spot, "the list names nobody; somebody owes each duty");
    }
    for (name, spot) in &names {
        if !own.contains(name) && nearest(name, own.iter().copied()).is_some() {
            decoder.unknown(
                Code::UnknownWord,
                *spot,
                format!("{} is no known office", quote(name)),
                name,
                own.iter().copied(),
            );
        }
    }
    names.into_iter().map(|(name, _)| Holder::from(name)).collect()
}

fn threats<'t>(decoder: &mut Decoder<'t>, node: &'t Node, references: &mut Vec<Reference>) -> Vec<SubjectId> {
    let names = few_names(decoder, node);
    references.extend(names.iter().map(|(name, spot)| Reference::new(decoder, Known::Threat, name, *spot)));
    names.into_iter().map(|(name, _)| SubjectId::from(name)).collect()
}

pub(super) fn weight<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Weight> {
    let fields = decoder.fields(node, &["value", "because"])?;
    let value = decoder.required(&fields, "value").and_then(|node| {
        let value = decoder.whole(node)?;
        let weight = u8::try_from(value).ok().filter(|value| (1..=5).contains(value));
        if weight.is_none() {
            decoder.fault(Code::OutOfBounds, node.spot, format!("the weight is `{value}`; weights run from 1 to 5"));
        }
        weight
    });
    let because = decoder.required_text(&fields, "because");
    Some(Weight { value: value?, because: because? })
}

fn parameters<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> BTreeMap<String, Parameter> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() || !is_few(decoder, node, "parameters") {
        return found;
    }
    for entry in node.entries() {
        let named = decoder.is_name(&entry.key, entry.spot, Case::Snake);
        if let Some(parameter) = parameter(decoder, decoder.tree.node(entry.value)).filter(|_| named) {
            found.insert(entry.key.to_string(), parameter);
        }
    }
    found
}

/// A threshold with who set it and why.
pub(super) fn parameter<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Parameter> {
    let fields = decoder.fields(node, &["value", "set_by", "because"])?;
    let value = decoder.required(&fields, "value").and_then(|node| {
        let text = decoder.text(node)?;
        let place = decoder.place(node.spot);
        let value = match (Period::parse(text), node.plain().and_then(whole_number)) {
            (Some(period), _) => ParameterValue::Period(period),
            (None, Some(number)) => ParameterValue::Whole(number),
            (None, None) => ParameterValue::Text(text.into()),
        };
        Some((value, place))
    });
    let set_by = decoder.required_text(&fields, "set_by");
    let because = decoder.required_text(&fields, "because");
    let (value, place) = value?;
    Some(Parameter { value, set_by: set_by?, because: because?, place })
}

/// Whether a duty has no more of something than it may; reported if it has.
fn is_few(decoder: &mut Decoder<'_>, node: &Node, what: &str) -> bool {
    let count = node.entries().len();
    if count > MOST {
        decoder.fault(Code::OutOfBounds, node.label, format!("the duty has {count} {what}; the limit is {MOST}"));
    }
    count <= MOST
}

/// Names in a list, unless there are so many that nobody can mean them.
fn few_names<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Vec<(&'t str, Spot)> {
    if let Kind::Sequence(items) = &node.kind
        && items.len() > MOST
    {
        decoder.fault(
            Code::OutOfBounds,
            node.label,
            format!("the list has {} names; the limit is {MOST}", items.len()),
        );
        return Vec::new();
    }
    decoder.names(node, Case::Kebab)
}

fn requirements<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    parameters: &BTreeMap<String, Parameter>,
    references: &mut Vec<Reference>,
) -> Vec<Requirement> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() || !is_few(decoder, node, "requirements") {
        return found;
    }
    if node.entries().is_empty() {
        decoder.fault(Code::MissingKey, node.label, "there is no requirement; a duty that is judged has some");
    }
    for entry in node.entries() {
        let named = decoder.is_name(&entry.key, entry.spot, Case::Snake);
        let Some(fields) = decoder.fields(decoder.tree.node(entry.value), REQUIREMENT) else { continue };
        let requirement = requirement(decoder, &entry.key, entry.spot, &fields, references);
        for node in ["states", "remedy"].into_iter().filter_map(|key| fields.get(key)) {
            placeholders(decoder, node, parameters);
        }
        if named {
            found.push(requirement);
        }
    }
    found
}

/// The keys of a requirement.
pub(super) const REQUIREMENT: &[&str] = &["for_each", "states", "remedy", "shown_by", "look_back"];

/// One requirement, from fields that are known to be allowed.
pub(super) fn requirement<'t>(
    decoder: &mut Decoder<'t>,
    id: &str,
    spot: Spot,
    fields: &Fields<'t>,
    references: &mut Vec<Reference>,
) -> Requirement {
    let for_each = fields.get("for_each").and_then(|node| {
        let name = decoder.text(node)?;
        references.push(Reference::new(decoder, Known::Set, name, node.spot));
        Some(SetId::from(name))
    });
    let states = decoder.required_text(fields, "states");
    let remedy = decoder.required_text(fields, "remedy");
    let shown_by = decoder.required(fields, "shown_by").map(|node| few_names(decoder, node)).unwrap_or_default();
    references.extend(shown_by.iter().map(|(name, spot)| Reference::new(decoder, Known::Kind, name, *spot)));
    let look_back = fields.get("look_back").and_then(|node| look_back(decoder, node));
    Requirement {
        id: RequirementId::from(id),
        for_each,
        states: states.unwrap_or_default(),
        remedy: remedy.unwrap_or_default(),
        shown_by: Arc::new(shown_by.into_iter().map(|(name, _)| KindId::from(name)).collect()),
        look_back,
        place: decoder.place(spot),
        keys: keys(decoder, fields, REQUIREMENT),
    }
}

fn look_back<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<LookBack> {
    let fields = decoder.fields(node, &["period", "set_by", "because"])?;
    let period = decoder.required(&fields, "period").and_then(|node| decoder.period(node));
    let set_by = decoder.required_text(&fields, "set_by");
    let because = decoder.required_text(&fields, "because");
    Some(LookBack { period: period?, set_by: set_by?, because: because? })
}

/// What stands in braces is filled in, and only `{subject}` and parameters of the duty can be.
pub(super) fn placeholders(decoder: &mut Decoder<'_>, node: &Node, parameters: &BTreeMap<String, Parameter>) {
    let text = node.text().unwrap_or_default();
    let named = text.matches("{subject}").count();
    if named > SUBJECT_NAMED {
        let message = format!("`{{subject}}` stands here {named} times; the limit is {SUBJECT_NAMED}");
        decoder.fault(Code::OutOfBounds, node.spot, message);
    }
    for part in text.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        if name != "subject" && !parameters.contains_key(name) {
            let wrong = quote(&format!("{{{name}}}"));
            let message =
                format!("nothing is filled in for {wrong}; only `{{subject}}` and parameters of the duty are");
            decoder.fault(Code::UnknownWord, node.spot, message);
        }
    }
}
