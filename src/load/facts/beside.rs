//! What may stand beside values: citations, when and since when they are stated, their marking, a note.

use crate::model::dates::Dates;
use crate::model::facts::{Citation, Fact};
use crate::model::ids::EvidenceId;
use crate::model::problem::Code;
use crate::model::words::Marking;

use super::super::decode::Decoder;
use super::super::nearest::quote;
use super::super::yaml::{Kind, Node};
use super::{FactReader, NONE, Support};

/// The keys that may stand beside values.
pub(super) const BESIDE: &[&str] = &["cites", "stated_on", "since", "marking", "note"];

/// What stands beside values.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// Its citations; an empty list cites nothing, and keeps those beside it out.
    pub(super) cites: Option<Vec<Citation>>,
    pub(super) stated_on: Option<Dates>,
    pub(super) since: Option<Dates>,
    pub(super) marking: Option<Marking>,
    pub(super) note: Option<String>,
}

impl Beside {
    /// This, and what it does not say as the other says it.
    pub(super) fn or(self, other: &Self) -> Self {
        Self {
            cites: self.cites.or_else(|| other.cites.clone()),
            stated_on: self.stated_on.or(other.stated_on),
            since: self.since.or(other.since),
            marking: self.marking.or(other.marking),
            note: self.note.or_else(|| other.note.clone()),
        }
    }

    /// What a node says, for those within it.
    pub(super) fn of(fact: &Fact) -> Self {
        Self {
            cites: Some(fact.cites.clone()),
            stated_on: Some(fact.stated_on),
            since: fact.since,
            marking: fact.marking,
            note: fact.note.clone(),
        }
    }
}

impl<'t> FactReader<'_, 't, '_> {
    /// Reads what stands beside the values of a mapping.
    pub(super) fn beside(&mut self, node: &'t Node) -> Beside {
        let tree = self.decoder.tree;
        let get = |key: &str| tree.get(node, key).filter(|node| !matches!(node.kind, Kind::Null));
        Beside {
            cites: get("cites").map(|node| self.citations(node)),
            stated_on: get("stated_on").and_then(|node| self.decoder.date(node)),
            since: get("since").and_then(|node| self.decoder.date(node)),
            marking: get("marking").and_then(|node| marking(self.decoder, node)),
            note: get("note").and_then(|node| self.decoder.text(node)).map(Into::into),
        }
    }

    fn citations(&mut self, node: &'t Node) -> Vec<Citation> {
        let mut found = Vec::new();
        for item in self.decoder.items(node) {
            let Some(text) = self.decoder.text(item) else { continue };
            let (evidence, anchor) = match text.split_once('#') {
                Some((evidence, anchor)) => (evidence, Some(anchor)),
                None => (text, None),
            };
            if evidence.is_empty() || anchor == Some("") {
                self.decoder.fault(
                    Code::WrongType,
                    item.spot,
                    format!("{} is no citation; write it like `evidence-id#anchor`", quote(text)),
                );
                continue;
            }
            if let Support::Described(known) = &self.support
                && !known.contains_key(evidence)
            {
                let message = format!("the profile describes no evidence {}", quote(evidence));
                self.decoder.unknown(
                    Code::UnknownEvidence,
                    item.spot,
                    message,
                    evidence,
                    known.keys().map(EvidenceId::as_str),
                );
                continue;
            }
            found.push(Citation {
                evidence: EvidenceId::from(evidence),
                anchor: anchor.map(Into::into),
                place: self.decoder.place(item.spot),
            });
        }
        found
    }

    /// Whether a mapping says `none: true`.
    pub(super) fn says_none(&mut self, node: &'t Node, is_root: bool) -> bool {
        match self.decoder.tree.get(node, NONE) {
            Some(none) if !is_root => self.decoder.yes_no(none).unwrap_or(false),
            _ => false,
        }
    }

    /// Reports what stands in a mapping that says `none: true` and can have nothing else.
    pub(super) fn only_beside(&mut self, node: &'t Node) {
        for entry in node.entries() {
            if &*entry.key != NONE && !BESIDE.contains(&&*entry.key) {
                let message = format!("{} stands in what is said not to exist", quote(&entry.key));
                self.decoder.fault(Code::UnknownKey, entry.spot, message);
            }
        }
    }
}

/// Reads a protective marking; one above OFFICIAL-SENSITIVE is refused.
pub(crate) fn marking<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Marking> {
    let text = decoder.text(node)?;
    let upper = text.to_uppercase();
    if upper.split(|letter: char| !letter.is_alphabetic()).any(|word| word == "SECRET") {
        let message = format!("the marking is {}; nothing above OFFICIAL-SENSITIVE may be processed here", quote(text));
        decoder.fault(Code::MarkingTooHigh, node.spot, message);
        return None;
    }
    decoder.word(node, Marking::ALL, Marking::as_str)
}
