//! Closed sets of subjects: their members, with data that scripts may read, and who belongs when.

use std::collections::BTreeMap;

use crate::model::dates::Dates;
use crate::model::ids::{SetId, SubjectId};
use crate::model::law::{Attribute, Closed, Member, SubjectSet};
use crate::model::problem::Code;

use super::decode::{Case, Decoder, whole_number};
use super::instruments::{in_force, source};
use super::nearest::quote;
use super::rule_set::Reference;
use super::yaml::Node;

/// Reads the mapping `sets`.
pub(crate) fn sets<'t>(decoder: &mut Decoder<'t>, node: &'t Node, references: &mut Vec<Reference>) -> Vec<SubjectSet> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let value = decoder.tree.node(entry.value);
        if !decoder.is_name(&entry.key, entry.spot, Case::Snake) {
            continue;
        }
        let Some(fields) = decoder.fields(value, &["title", "event", "members", "closed"]) else { continue };
        let title = decoder.required_text(&fields, "title").unwrap_or_default();
        let event = fields.get("event").and_then(|node| decoder.name(node, Case::Snake)).map(str::to_owned);
        let members = decoder
            .required(&fields, "members")
            .map(|node| members(decoder, node, event.as_deref()))
            .unwrap_or_default();
        let mut closed = Vec::new();
        if let Some(node) = fields.get("closed") {
            for item in decoder.items(node) {
                closed.extend(statement(decoder, item, &members, references));
            }
        }
        found.push(SubjectSet {
            id: SetId::from(&*entry.key),
            title,
            event,
            members,
            closed,
            place: decoder.place(entry.spot),
        });
    }
    found
}

fn members<'t>(decoder: &mut Decoder<'t>, node: &'t Node, event: Option<&str>) -> BTreeMap<SubjectId, Member> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let value = decoder.tree.node(entry.value);
        if !decoder.is_subject(&entry.key, entry.spot) {
            continue;
        }
        let Some(fields) = decoder.mapping(value) else { continue };
        let title = decoder.required_text(&fields, "title").unwrap_or_default();
        let mut attributes = BTreeMap::new();
        for datum in value.entries().iter().filter(|datum| &*datum.key != "title") {
            let node = decoder.tree.node(datum.value);
            if decoder.is_name(&datum.key, datum.spot, Case::Snake)
                && let Some(attribute) = attribute(decoder, node, event == Some(&*datum.key))
            {
                attributes.insert(datum.key.to_string(), attribute);
            }
        }
        if let Some(event) = event.filter(|event| fields.get(event).is_none()) {
            decoder.fault(
                Code::MissingKey,
                entry.spot,
                format!("the key `{event}` is missing; it dates each member of this set"),
            );
        }
        found.insert(SubjectId::from(&*entry.key), Member { title, attributes, place: decoder.place(entry.spot) });
    }
    found
}

/// A bare `2020-11` or `2020-11-05` is a date, a bare `2020` a whole number, unless it dates the member; all else is text.
fn attribute<'t>(decoder: &mut Decoder<'t>, node: &'t Node, is_event: bool) -> Option<Attribute> {
    if is_event {
        return decoder.date(node).map(Attribute::Dates);
    }
    let plain = node.plain();
    if let Some(dates) = plain.filter(|text| text.contains('-')).and_then(|text| Dates::parse(text).ok()) {
        return Some(Attribute::Dates(dates));
    }
    if let Some(number) = plain.and_then(whole_number) {
        return Some(Attribute::Whole(number));
    }
    decoder.text(node).map(|text| Attribute::Text(text.into()))
}

fn statement<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    members: &BTreeMap<SubjectId, Member>,
    references: &mut Vec<Reference>,
) -> Option<Closed> {
    let fields = decoder.fields(node, &["force", "from", "until", "members", "source"])?;
    let force = fields.get("force").and_then(|node| decoder.name(node, Case::Kebab)).map(str::to_owned);
    let in_force = in_force(decoder, &fields);
    let names = decoder.required(&fields, "members").map(|node| decoder.names(node, Case::Kebab))?;
    let mut known = Vec::new();
    for (name, spot) in names {
        if members.contains_key(name) {
            known.push(SubjectId::from(name));
        } else {
            let message = format!("{} is no member of this set", quote(name));
            decoder.unknown(Code::UnknownReference, spot, message, name, members.keys().map(SubjectId::as_str));
        }
    }
    let source = fields.get("source").and_then(|node| source(decoder, node, references));
    Some(Closed { in_force, force, members: known, source, place: decoder.place(node.spot) })
}
