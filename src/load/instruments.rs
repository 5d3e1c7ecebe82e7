//! Instruments, kinds of evidence, and what several policies share: sources and stretches of time.

use crate::model::ids::{InstrumentId, KindId, RuleSetName};
use crate::model::law::{EvidenceKind, InForce, Instrument, Source};
use crate::model::problem::Code;
use crate::model::words::Verified;

use super::decode::{Case, Decoder, Fields};
use super::rule_set::{Known, Reference};
use super::yaml::Node;

const INSTRUMENT_KINDS: &[&str] = &["act", "order", "spr-edition", "guidance", "standards", "own-checks"];

/// Reads the mapping `instruments`.
pub(crate) fn instruments<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    rule_set: &RuleSetName,
    references: &mut Vec<Reference>,
) -> Vec<Instrument> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let value = decoder.tree.node(entry.value);
        if !decoder.is_name(&entry.key, entry.spot, Case::Kebab) {
            continue;
        }
        let Some(fields) = decoder.fields(value, &["title", "kind", "in_force", "source"]) else { continue };
        let title = decoder.required_text(&fields, "title");
        let kind = decoder.required(&fields, "kind").and_then(|node| decoder.word(node, INSTRUMENT_KINDS, |word| word));
        let in_force = fields.get("in_force").map(|node| in_force_of(decoder, node)).unwrap_or_default();
        let source = decoder.required(&fields, "source").and_then(|node| source(decoder, node, references));
        if let (Some(title), Some(kind), Some(source)) = (title, kind, source) {
            found.push(Instrument {
                id: InstrumentId::from(&*entry.key),
                rule_set: rule_set.clone(),
                title,
                kind: kind.into(),
                in_force,
                source,
                place: decoder.place(entry.spot),
            });
        }
    }
    found
}

/// Reads the mapping `kinds`.
pub(crate) fn kinds<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Vec<EvidenceKind> {
    let mut found = Vec::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    for entry in node.entries() {
        let value = decoder.tree.node(entry.value);
        if !decoder.is_name(&entry.key, entry.spot, Case::Kebab) {
            continue;
        }
        let Some(fields) = decoder.fields(value, &["title", "narrative", "review_every"]) else { continue };
        let title = decoder.required_text(&fields, "title");
        let narrative = decoder.flag(&fields, "narrative");
        let review_every = decoder.optional_period(&fields, "review_every");
        found.push(EvidenceKind {
            id: KindId::from(&*entry.key),
            title: title.unwrap_or_default(),
            narrative,
            review_every,
            place: decoder.place(entry.spot),
        });
    }
    found
}

/// Reads a source; `None` if it does not say how far it was checked.
pub(crate) fn source<'t>(decoder: &mut Decoder<'t>, node: &'t Node, references: &mut Vec<Reference>) -> Option<Source> {
    let fields = decoder.fields(node, &["instrument", "at", "read_in", "url", "verified", "checked", "note"])?;
    let instrument =
        fields.get("instrument").and_then(|node| decoder.name(node, Case::Kebab).map(|name| (name, node.spot)));
    if let Some((name, spot)) = instrument {
        references.push(Reference::new(decoder, Known::Instrument, name, spot));
    }
    let at = decoder.optional_text(&fields, "at");
    let read_in = decoder.optional_text(&fields, "read_in");
    let url = decoder.optional_text(&fields, "url");
    let verified =
        decoder.required(&fields, "verified").and_then(|node| decoder.word(node, Verified::ALL, Verified::as_str));
    let checked = fields.get("checked").and_then(|node| decoder.day(node));
    let note = decoder.optional_text(&fields, "note");
    Some(Source {
        instrument: instrument.map(|(name, _)| InstrumentId::from(name)),
        at,
        read_in,
        url,
        verified: verified?,
        checked,
        note,
    })
}

/// Reads `{ from, until }`.
pub(crate) fn in_force_of<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> InForce {
    decoder.fields(node, &["from", "until"]).map(|fields| in_force(decoder, &fields)).unwrap_or_default()
}

/// Reads `from` and `until` out of a mapping.
pub(crate) fn in_force<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>) -> InForce {
    let from = decoder.optional_date(fields, "from");
    let until = decoder.optional_date(fields, "until");
    if let (Some(from), Some(until), Some(node)) = (from, until, fields.get("until"))
        && until.last() < from.first()
    {
        decoder.fault(
            Code::OutOfBounds,
            node.spot,
            format!("`{until}` is before `from`, which is `{from}`; `until` is the last day"),
        );
    }
    InForce { from, until }
}
