//! `policies/overlay.yaml`: which duties a rule set takes over from those that it extends, what it leaves out, sets and adds. What comes
//! of that is left to [`super::extension`].

use std::collections::BTreeMap;

use crate::model::ids::DutyId;
use crate::model::law::{Parameter, Requirement, Weight};
use crate::model::overlay::LeftOut;
use crate::model::place::Place;
use crate::model::problem::Code;
use crate::model::words::Binding;

use super::decode::{Case, Decoder};
use super::duties::{REQUIREMENT, parameter, placeholders, requirement, weight};
use super::nearest::quote;
use super::rule_set::Reference;
use super::yaml::{Node, Spot};

/// The path of the overlay within a rule set.
pub(super) const OVERLAY: &str = "policies/overlay.yaml";

/// What an overlay says, as far as it could be read.
#[derive(Debug)]
pub(super) struct Overlay {
    /// Ids of duties, families as `family.*`, or `*` for every duty.
    pub(super) select: Vec<(String, Mark)>,
    pub(super) leave_out: Vec<(LeftOut, u32)>,
    pub(super) changes: BTreeMap<DutyId, Change>,
    /// Where the file begins.
    pub(super) place: Place,
}

/// A place with the width of what stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) place: Place,
    pub(super) width: u32,
}

/// What is to be other about one duty.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) mark: Mark,
    /// The id that the duty is to have, if not the usual one.
    pub(super) id: Option<(DutyId, Mark)>,
    pub(super) weight: Option<(Weight, Mark)>,
    pub(super) binding: Option<(Binding, String, Mark)>,
    pub(super) parameters: Vec<(String, Parameter, Mark)>,
    pub(super) added_parameters: Vec<(String, Parameter, Mark)>,
    pub(super) added: Vec<(Requirement, String, Mark)>,
}

/// Reads an overlay.
pub(super) fn overlay(decoder: &mut Decoder<'_>, references: &mut Vec<Reference>) -> Option<Overlay> {
    let root = decoder.tree.root()?;
    let place = decoder.place(Spot::START);
    let fields = decoder.fields(root, &["select", "leave_out", "duties"])?;
    let mut select = Vec::new();
    if let Some(node) = fields.get("select") {
        let items = decoder.items(node);
        let words: Vec<(&str, Spot)> =
            items.into_iter().filter_map(|item| decoder.text(item).map(|text| (text, item.spot))).collect();
        for (word, spot) in decoder.without_repeats(words) {
            select.push((word.to_owned(), mark(decoder, spot)));
        }
    }
    let mut leave_out = Vec::new();
    if let Some(node) = fields.get("leave_out").filter(|node| decoder.mapping(node).is_some()) {
        for entry in node.entries() {
            let Some(fields) = decoder.fields(decoder.tree.node(entry.value), &["because"]) else { continue };
            if let Some(because) = decoder.reason(&fields) {
                let place = decoder.place(entry.spot);
                leave_out.push((LeftOut { duty: DutyId::from(&*entry.key), because, place }, entry.spot.width));
            }
        }
    }
    let mut changes = BTreeMap::new();
    if let Some(node) = fields.get("duties").filter(|node| decoder.mapping(node).is_some()) {
        for entry in node.entries() {
            if let Some(change) = change(decoder, entry.spot, decoder.tree.node(entry.value), references) {
                changes.insert(DutyId::from(&*entry.key), change);
            }
        }
    }
    if select.is_empty() && changes.is_empty() {
        let message = "the overlay takes over no duty; `select` names them, as `family.name`, `family.*` or `*`";
        decoder.fault(Code::MissingKey, root.label, message);
    }
    Some(Overlay { select, leave_out, changes, place })
}

fn mark(decoder: &Decoder<'_>, spot: Spot) -> Mark {
    Mark { place: decoder.place(spot), width: spot.width }
}

fn change<'t>(
    decoder: &mut Decoder<'t>,
    spot: Spot,
    node: &'t Node,
    references: &mut Vec<Reference>,
) -> Option<Change> {
    let fields = decoder.fields(node, &["id", "weight", "binding", "parameters", "adds"])?;
    let id = fields.get("id").and_then(|node| {
        let text = decoder.text(node)?;
        let fits =
            text.split_once('.').is_some_and(|(family, name)| Case::Snake.fits(family) && Case::Snake.fits(name));
        if !fits {
            let message = format!("{} is no name of a duty; it takes `family.name_with_underscores`", quote(text));
            decoder.fault(Code::BadName, node.spot, message);
        }
        fits.then(|| (DutyId::from(text), mark(decoder, node.spot)))
    });
    let weight = fields.get("weight").and_then(|node| {
        decoder.has_word(decoder.tree.get(node, "because"));
        Some((weight(decoder, node)?, mark(decoder, node.label)))
    });
    let binding = fields.get("binding").and_then(|node| {
        let fields = decoder.fields(node, &["value", "because"])?;
        let value =
            decoder.required(&fields, "value").and_then(|node| decoder.word(node, Binding::ALL, Binding::as_str));
        let because = decoder.reason(&fields);
        Some((value?, because?, mark(decoder, node.label)))
    });
    let parameters = fields.get("parameters").map(|node| thresholds(decoder, node)).unwrap_or_default();
    let (mut added_parameters, mut added) = (Vec::new(), Vec::new());
    if let Some(fields) = fields.get("adds").and_then(|node| decoder.fields(node, &["parameters", "requirements"])) {
        added_parameters = fields.get("parameters").map(|node| thresholds(decoder, node)).unwrap_or_default();
        let own = parameters.iter().chain(&added_parameters).map(|(name, value, _)| (name.clone(), value.clone()));
        let own = own.collect::<BTreeMap<String, Parameter>>();
        added =
            fields.get("requirements").map(|node| requirements(decoder, node, &own, references)).unwrap_or_default();
    }
    Some(Change { mark: mark(decoder, spot), id, weight, binding, parameters, added_parameters, added })
}

fn thresholds<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Vec<(String, Parameter, Mark)> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let named = decoder.is_name(&entry.key, entry.spot, Case::Snake);
        let value = decoder.tree.node(entry.value);
        decoder.has_word(decoder.tree.get(value, "because"));
        if let Some(parameter) = parameter(decoder, value).filter(|_| named) {
            found.push((entry.key.to_string(), parameter, mark(decoder, entry.spot)));
        }
    }
    found
}

/// Requirements that are added, each with why.
fn requirements<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    parameters: &BTreeMap<String, Parameter>,
    references: &mut Vec<Reference>,
) -> Vec<(Requirement, String, Mark)> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    let keys = [REQUIREMENT, &["because"]].concat();
    for entry in node.entries() {
        let named = decoder.is_name(&entry.key, entry.spot, Case::Snake);
        let Some(fields) = decoder.fields(decoder.tree.node(entry.value), &keys) else { continue };
        let requirement = requirement(decoder, &entry.key, entry.spot, &fields, references);
        for node in ["states", "remedy"].into_iter().filter_map(|key| fields.get(key)) {
            placeholders(decoder, node, parameters);
        }
        let because = decoder.reason(&fields);
        if let (true, Some(because)) = (named, because) {
            found.push((requirement, because, mark(decoder, entry.spot)));
        }
    }
    found
}
