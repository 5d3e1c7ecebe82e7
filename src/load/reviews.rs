//! What was reviewed of a document, as the profile records it, held against the document as it is; and citations that lead nowhere in one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::document::Reading;
use crate::model::facts::Citation;
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};
use crate::model::profile::{Evidence, HeldAt, Profile, Review, Reviewed, SectionReview};

use super::decode::Decoder;
use super::document::digest_of;
use super::nearest::quote;
use super::yaml::{Kind, Node};

/// For how many anchors the nearest one is looked for; each is held against every anchor of its document.
const SOUGHT: usize = 200;

/// Reads `{ on, by, because, digest }` for the whole of a document, or a list of the same with `section`.
pub(super) fn reviewed<'t>(decoder: &mut Decoder<'t>, node: &'t Node, held_at: Option<&HeldAt>) -> Option<Reviewed> {
    if !matches!(node.kind, Kind::Sequence(_)) {
        return whole(decoder, node).map(Reviewed::Whole);
    }
    if !matches!(held_at, Some(HeldAt::Path { .. })) {
        let message = "sections are reviewed of a file beside the profile; `held_at: { path: … }` says which";
        decoder.fault(Code::MissingKey, node.label, message);
    }
    let mut found: Vec<SectionReview> = Vec::new();
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    for item in decoder.items(node) {
        let Some(review) = section(decoder, item) else { continue };
        if let Some(first) = places.get(&review.section) {
            let message = format!("the section {} stands twice", quote(&review.section));
            let problem = decoder.problem(Code::DuplicateKey, item.spot, message).related(*first, "first here");
            decoder.report(problem);
            continue;
        }
        places.insert(review.section.clone(), review.place);
        found.push(review);
    }
    Some(Reviewed::Sections(found))
}

fn whole<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Review> {
    let fields = decoder.fields(node, &["on", "by", "because", "digest"])?;
    let on = decoder.optional_date(&fields, "on");
    let by = decoder.optional_text(&fields, "by");
    let because = decoder.optional_text(&fields, "because");
    let digest = decoder.required(&fields, "digest").and_then(|node| digest(decoder, node))?;
    Some(Review { on, by, because, digest, place: decoder.place(node.spot) })
}

fn section<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<SectionReview> {
    let fields = decoder.fields(node, &["section", "digest", "by", "on", "because"])?;
    let section = decoder.required(&fields, "section").and_then(|node| anchor(decoder, node));
    let digest = decoder.required(&fields, "digest").and_then(|node| digest(decoder, node));
    let by = decoder.required_text(&fields, "by");
    let on = decoder.required(&fields, "on").and_then(|node| decoder.date(node));
    let because = decoder.reason(&fields);
    let place = decoder.place(node.spot);
    Some(SectionReview {
        section: section?,
        on: on?,
        by: by?,
        because: because?,
        digest: digest?,
        digest_now: None,
        place,
    })
}

fn anchor<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<String> {
    let text = decoder.text(node)?;
    if text.starts_with('#') {
        let message = format!("{} is written with `#`; the anchor stands without it", quote(text));
        decoder.fault(Code::BadName, node.spot, message);
        return None;
    }
    Some(text.into())
}

fn digest<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<String> {
    let text = decoder.text(node)?;
    let hexadecimal =
        |text: &str| text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !text.strip_prefix("sha256:").is_some_and(hexadecimal) {
        let message = format!("{} is no digest; it takes `sha256:` and 64 hexadecimal digits", quote(text));
        decoder.fault(Code::WrongType, node.spot, message);
        return None;
    }
    Some(text.into())
}

/// Notes beside each review of a section what the digest of its text is now.
pub fn compare_reviews(profile: &mut Profile) {
    let by_section = |evidence: &Evidence| matches!(evidence.reviewed, Some(Reviewed::Sections(_)));
    if !profile.evidence.values().any(by_section) {
        return;
    }
    // Many anchors may lead to one long text.
    let mut digests: BTreeMap<(String, usize, usize), String> = BTreeMap::new();
    let documents = Arc::clone(&profile.documents);
    for evidence in Arc::make_mut(&mut profile.evidence).values_mut() {
        let Some(HeldAt::Path { path, .. }) = &evidence.held_at else { continue };
        let (Some(Reading::Document(document)), Some(Reviewed::Sections(reviews))) =
            (documents.get(path), &mut evidence.reviewed)
        else {
            continue;
        };
        for review in reviews {
            review.digest_now = document.find(&review.section).map(|found| {
                let Range { start, end } = found.extent().bytes.clone();
                let digest = || digest_of(document.text(found.extent()));
                digests.entry((path.clone(), start, end)).or_insert_with(digest).clone()
            });
        }
    }
}

/// Citations of a section that the Markdown document at hand does not have, each a problem at its place.
#[must_use]
pub fn lost_citations(profile: &Profile) -> Vec<Problem> {
    let mut lost: BTreeMap<Place, Problem> = BTreeMap::new();
    let mut nearest: BTreeMap<(&str, &str), Option<&str>> = BTreeMap::new();
    let departures = profile.departures.values().flat_map(|departure| &departure.cites);
    let stated = profile.facts.iter().filter(|(_, fact)| fact.place.is_some());
    for citation in departures.chain(stated.flat_map(|(_, fact)| &fact.cites)) {
        if lost.contains_key(&citation.place) {
            continue;
        }
        let Some((reading, path, anchor)) = followed(profile, citation) else { continue };
        let document = match reading {
            Reading::Document(document) if document.find(anchor).is_none() => document,
            Reading::Document(_) => continue,
            Reading::NotRead(why) => {
                lost.insert(citation.place, unread_citation(citation, path, why));
                continue;
            }
        };
        if !nearest.contains_key(&(path, anchor)) && nearest.len() < SOUGHT {
            nearest.insert((path, anchor), document.nearest(anchor));
        }
        let near = nearest.get(&(path, anchor)).copied().flatten();
        lost.insert(citation.place, lost_citation(citation, path, near));
    }
    lost.into_values().collect()
}

/// The Markdown document that a citation leads into, its path, and the anchor; or a text file that cannot be read.
fn followed<'p>(profile: &'p Profile, citation: &'p Citation) -> Option<(&'p Reading, &'p str, &'p str)> {
    let anchor = citation.anchor.as_deref()?;
    let Some(HeldAt::Path { path, .. }) = &profile.evidence.get(&citation.evidence)?.held_at else { return None };
    let reading = profile.documents.get(path)?;
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let is_held = match ending.as_str() {
        "md" | "markdown" => true,
        // A heading is looked for in Markdown alone; that nothing can be looked for is told of plain text too.
        "txt" => matches!(reading, Reading::NotRead(_)),
        _ => false,
    };
    is_held.then_some((reading, path.as_str(), anchor))
}

fn unread_citation(citation: &Citation, path: &str, why: &str) -> Problem {
    let shown = citation.to_string();
    let message = format!(
        "{} leads to a section that cannot be looked for: {} cannot be read, {why}",
        quote(&shown),
        quote(path)
    );
    let help = "mend the file, or cite it without a section";
    Problem::at(Code::UnknownSection, citation.place, message).wide(shown.chars().count()).help(help)
}

fn lost_citation(citation: &Citation, path: &str, nearest: Option<&str>) -> Problem {
    let shown = citation.to_string();
    let message = format!("{} leads nowhere: {} has no such heading", quote(&shown), quote(path));
    let help = match nearest {
        Some(near) => format!("did you mean {}?", quote(&format!("{}#{near}", citation.evidence))),
        None => "cite the anchor of a heading that it has, or the number of a paragraph".into(),
    };
    Problem::at(Code::UnknownSection, citation.place, message).wide(shown.chars().count()).help(help)
}
