//! The evidence that a profile describes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::{EvidenceId, KindId};
use crate::model::law::Law;
use crate::model::problem::Code;
use crate::model::profile::{Draft, Evidence, HeldAt};

use super::decode::{Case, Decoder, Fields};
use super::facts::marking;
use super::files::stays_inside;
use super::nearest::quote;
use super::reviews::reviewed;
use super::yaml::Node;

const EVIDENCE: &[&str] = &[
    "title",
    "kind",
    "dated",
    "owner",
    "held_at",
    "valid_until",
    "review_every",
    "draft",
    "withdrawn",
    "superseded",
    "superseded_by",
    "marking",
    "reviewed",
    "note",
];

/// Reads the mapping `evidence`.
///
/// `lenient` says that a rule set is not loaded or not sound, so that a kind which nobody knows may be one of its own.
pub(crate) fn evidence<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    law: &Law,
    digests: &BTreeMap<String, String>,
    lenient: bool,
) -> BTreeMap<EvidenceId, Evidence> {
    let mut found = BTreeMap::new();
    if decoder.mapping(node).is_none() {
        return found;
    }
    let ids: BTreeSet<&str> = node.entries().iter().map(|entry| &*entry.key).collect();
    for entry in node.entries() {
        decoder.is_name(&entry.key, entry.spot, Case::Kebab);
        let id = EvidenceId::from(&*entry.key);
        let Some(fields) = decoder.fields(decoder.tree.node(entry.value), EVIDENCE) else { continue };
        let title = decoder.required_text(&fields, "title").unwrap_or_default();
        let kind = decoder.required(&fields, "kind").and_then(|node| kind(decoder, node, law, lenient));
        let dated = decoder.optional_date(&fields, "dated");
        let owner = decoder.required_text(&fields, "owner").unwrap_or_default();
        let held_at = fields.get("held_at").and_then(|node| held_at(decoder, node, digests));
        let valid_until = decoder.optional_date(&fields, "valid_until");
        let review_every = decoder.optional_period(&fields, "review_every");
        let draft = fields.get("draft").and_then(|node| draft(decoder, node));
        let withdrawn = decoder.optional_date(&fields, "withdrawn");
        let superseded = decoder.optional_date(&fields, "superseded");
        let superseded_by = fields.get("superseded_by").and_then(|node| {
            let text = decoder.text(node)?;
            if !ids.contains(text) {
                let message = format!("the profile describes no evidence {}", quote(text));
                decoder.unknown(Code::UnknownEvidence, node.spot, message, text, ids.iter().copied());
            }
            Some(EvidenceId::from(text))
        });
        if superseded_by.is_some() && superseded.is_none() && fields.get("superseded").is_none() {
            decoder.fault(
                Code::MissingKey,
                entry.spot,
                "the key `superseded` is missing; `superseded_by` needs the date beside it",
            );
        }
        let marking = fields.get("marking").and_then(|node| marking(decoder, node));
        let reviewed = fields.get("reviewed").and_then(|node| reviewed(decoder, node, held_at.as_ref()));
        let note = decoder.optional_text(&fields, "note");
        found.insert(
            id.clone(),
            Evidence {
                id,
                title,
                kind: kind.unwrap_or_else(|| KindId::from("")),
                dated,
                owner,
                held_at,
                valid_until,
                review_every,
                draft,
                withdrawn,
                superseded,
                superseded_by,
                marking,
                reviewed,
                note,
                place: decoder.place(entry.spot),
            },
        );
    }
    found
}

fn kind<'t>(decoder: &mut Decoder<'t>, node: &'t Node, law: &Law, lenient: bool) -> Option<KindId> {
    let text = decoder.name(node, Case::Kebab)?;
    if !lenient && !law.kinds.contains_key(text) {
        let message = format!("no rule set knows the kind of evidence {}", quote(text));
        decoder.unknown(Code::UnknownKind, node.spot, message, text, law.kinds.keys().map(KindId::as_str));
    }
    Some(KindId::from(text))
}

/// Reads `{ url }`, `{ path }` or `{ custodian, reference }`.
fn held_at<'t>(decoder: &mut Decoder<'t>, node: &'t Node, digests: &BTreeMap<String, String>) -> Option<HeldAt> {
    let fields = decoder.fields(node, &["url", "path", "custodian", "reference"])?;
    let ways: Vec<&str> = ["url", "path", "custodian"].into_iter().filter(|key| fields.get(key).is_some()).collect();
    match *ways.as_slice() {
        [] => {
            decoder.fault(
                Code::MissingKey,
                node.label,
                "none of the keys `url`, `path` and `custodian` stands here; one is needed",
            );
            None
        }
        [way] => {
            if way != "custodian"
                && let Some(spot) = fields.key_spot("reference")
            {
                decoder.fault(Code::UnknownKey, spot, "`reference` stands without `custodian`, whose reference it is");
            }
            one_way(decoder, &fields, way, digests)
        }
        [_, second, ..] => {
            if let Some(spot) = fields.key_spot(second) {
                decoder.fault(
                    Code::UnknownKey,
                    spot,
                    format!("`{second}` stands beside another place; evidence is held at one"),
                );
            }
            None
        }
    }
}

fn one_way<'t>(
    decoder: &mut Decoder<'t>,
    fields: &Fields<'t>,
    way: &str,
    digests: &BTreeMap<String, String>,
) -> Option<HeldAt> {
    let node = fields.get(way)?;
    let text = decoder.text(node)?;
    match way {
        "url" => {
            if !["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) {
                let message =
                    format!("{} is no address at which a document is held; it begins with `https://`", quote(text));
                decoder.fault(Code::WrongType, node.spot, message);
                return None;
            }
            Some(HeldAt::Url(text.into()))
        }
        "path" if stays_inside(text) => {
            Some(HeldAt::Path { path: text.into(), digest_now: digests.get(text).cloned() })
        }
        "path" => {
            decoder.fault(
                Code::BadName,
                node.spot,
                format!("the path {} leaves the profile's folder; it stays inside", quote(text)),
            );
            None
        }
        _ => {
            let reference = decoder.required_text(fields, "reference")?;
            Some(HeldAt::Custodian { custodian: text.into(), reference })
        }
    }
}

fn draft<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Draft> {
    match node.plain() {
        Some("true") => Some(Draft::Still),
        Some("false") => None,
        _ => decoder.date(node).map(Draft::Until),
    }
}
