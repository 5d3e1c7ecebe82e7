//! The baseline of the gate: what is known not to be met and accepted for a time.

use crate::model::baseline::Entry;
use crate::model::place::Origin;
use crate::model::words::Standing;

use super::decode::{Case, Decoder, Fields};
use super::yaml::Node;
use super::{InputFile, Loaded};

const FIELDS: &[&str] = &["duty", "requirement", "subject", "standing", "reason", "until"];
/// Where a duty may stand that is accepted: what stands well needs no acceptance.
const OPEN: &[Standing] =
    &[Standing::Gap, Standing::Unproven, Standing::Unassessed, Standing::Departed, Standing::NotYetDue];

/// Reads the list `accepted` of a baseline. Whether a duty of that name is there, and stands so, is found out by the gate.
pub fn baseline(file: &InputFile, loaded: &mut Loaded) -> Vec<Entry> {
    let yaml = loaded.take_yaml(file, &Origin::Profile);
    let mut decoder = Decoder::new(&yaml);
    let mut entries = Vec::new();
    if let Some(fields) = yaml.root().and_then(|root| decoder.fields(root, &["accepted"])) {
        let items = decoder.required(&fields, "accepted").map(|node| decoder.items(node)).unwrap_or_default();
        entries.extend(items.into_iter().filter_map(|item| entry(&mut decoder, item)));
    }
    loaded.problems.append(&mut decoder.problems);
    entries
}

fn entry<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Entry> {
    let fields: Fields<'t> = decoder.fields(node, FIELDS)?;
    let duty = decoder.required_text(&fields, "duty");
    let requirement = fields.get("requirement").and_then(|node| decoder.name(node, Case::Snake));
    let subject = fields.get("subject").and_then(|node| decoder.name(node, Case::Kebab));
    let standing = decoder.required(&fields, "standing").and_then(|node| decoder.word(node, OPEN, Standing::as_str));
    let reason = decoder.required(&fields, "reason");
    let worded = decoder.has_word(reason);
    let reason = reason.and_then(|node| decoder.text(node)).filter(|_| worded);
    let until = decoder.required(&fields, "until").and_then(|node| decoder.day(node));
    Some(Entry {
        duty: duty?.as_str().into(),
        requirement: requirement.map(Into::into),
        subject: subject.map(Into::into),
        standing: standing?,
        reason: reason?.into(),
        until: until?,
        place: decoder.place(node.spot),
    })
}
