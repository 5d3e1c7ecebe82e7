//! Closed sets of subjects: their members, with data that scripts may read, and who belongs when.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dates::Dates;
use crate::model::dictionary::TermKind;
use crate::model::ids::{SetId, SubjectId};
use crate::model::law::{Attribute, Closed, Law, Member, SubjectSet};
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::Loaded;
use super::decode::{Case, Decoder, whole_number};
use super::instruments::{in_force, source};
use super::limits::{Counted, Tally};
use super::nearest::quote;
use super::rule_set::Reference;
use super::yaml::Node;

/// The most members that a set may have: every rule is run for each of them, and scripts see them all.
const MAX_MEMBERS: usize = 2000;
/// The most attributes that the members of a set may have between them: what only some have, all others lack by name.
const MAX_ATTRIBUTES: usize = 16;

/// Takes out of the law each set that has the name of a collection of facts which another rule set defines: whatever is judged for
/// each entry of that collection would be judged for the members of the set.
pub(crate) fn drop_clashing(law: &mut Law, loaded: &mut Loaded) {
    let (dictionary, sources) = (&law.dictionary, &loaded.sources);
    let owner = |place: Option<Place>| place.and_then(|place| sources.get(place.file)).map(|file| &file.origin);
    let mut problems = Vec::new();
    law.sets.retain(|id, set| {
        let term = dictionary.find(id.as_str()).map(|term| dictionary.term(term));
        let clash = term.filter(|term| {
            matches!(term.kind, TermKind::Collection { .. }) && owner(term.place) != owner(Some(set.place))
        });
        let Some(term) = clash else { return true };
        let message = format!("the set `{id}` has the name of a collection of facts of another rule set");
        let problem = Problem::at(Code::DefinedTwice, set.place, message).wide(id.as_str().chars().count());
        problems.push(match term.place {
            Some(place) => problem.related(place, "first here"),
            None => problem,
        });
        false
    });
    loaded.problems.append(&mut problems);
}

/// Reads the mapping `sets`.
pub(crate) fn sets<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    tally: &mut Tally,
    references: &mut Vec<Reference>,
) -> Vec<SubjectSet> {
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
            .filter(|node| tally.admits(Counted::Members, decoder, node))
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
    if node.entries().len() > MAX_MEMBERS {
        let message = format!("the set has {} members; the limit is {MAX_MEMBERS}", node.entries().len());
        decoder.fault(Code::OutOfBounds, node.label, message);
        return found;
    }
    let mut names = BTreeSet::new();
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
            if names.len() >= MAX_ATTRIBUTES && !names.contains(&datum.key) {
                let message = format!("the members have more than {MAX_ATTRIBUTES} attributes between them");
                decoder.fault(Code::OutOfBounds, datum.spot, message);
                return found;
            }
            names.insert(&datum.key);
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
