//! The plan, and any other document beside the profile, as a revision changes it: which cited sections are otherwise, which of them were
//! accepted in the same revision, and which threats the plan never mentions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::audit::Case;
use crate::load::document::normal;
use crate::model::assessment::At;
use crate::model::dates::{Dates, Day};
use crate::model::document::{Document, Found, Reading};
use crate::model::facts::Citation;
use crate::model::ids::{EvidenceId, SubjectId};
use crate::model::place::Place;
use crate::model::profile::{Evidence, HeldAt, Profile, Review, Reviewed, SectionReview};

use super::promise::counterpart;

/// The kind of evidence that is a police and crime plan.
const PLAN: &str = "police-and-crime-plan";
/// The closed set of the threats.
const THREATS: &str = "threats";

/// A line of a document beside the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDocument {
    /// The path as the profile gives it, relative to its folder.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// A section that is cited and has another text than in the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChange {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its title.
    pub title: String,
    /// The anchor.
    pub section: String,
    /// The heading as it is now, or was where it is gone; empty for a numbered paragraph.
    pub heading: String,
    /// Where it stood in the base; `None` if it was not there.
    pub before: Option<InDocument>,
    /// Where it stands in the head; `None` if it is gone.
    pub now: Option<InDocument>,
    /// Where the innermost section stands that is cited, changed, and a part of this one; its own place where there is none.
    pub innermost: Option<InDocument>,
    /// Where the head cites it.
    pub cited: Vec<Place>,
    /// Whether it awaits a review, so that what rests on it is suspect. A document of which nothing is reviewed awaits none.
    pub awaits_review: bool,
    /// Whether nothing of its document is reviewed, so that no change of it makes anything suspect.
    pub unreviewed: bool,
}

/// A review that was recorded in the same revision as the text that it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfAccepted {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its title.
    pub title: String,
    /// The anchor; `None` where the whole document was accepted.
    pub section: Option<String>,
    /// Which office accepted.
    pub by: String,
    /// Where the head records it.
    pub place: Place,
    /// Where the text stands in the head; `None` for a whole document.
    pub now: Option<InDocument>,
}

/// A threat that no plan mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreatNotMentioned {
    /// The threat.
    pub threat: SubjectId,
    /// What it is called.
    pub title: String,
    /// The plan; of several the first by id.
    pub evidence: EvidenceId,
    /// Where the profile describes the plan.
    pub at: At,
    /// The plan's first heading, if it has one.
    pub heading: Option<InDocument>,
}

/// The sections that the head cites of evidence which both sides have, and whose text is otherwise; by evidence and anchor.
#[must_use]
pub fn sections_changed(base: &Profile, head: &Profile) -> Vec<SectionChange> {
    let mut changes = Vec::new();
    let mut parts: Vec<Option<Part<'_>>> = Vec::new();
    for ((id, anchor), cited) in cited(head) {
        let Some(own) = head.evidence.get(id) else { continue };
        let Some((other, _)) = counterpart(base, id, own) else { continue };
        let (was, is) = (part(base, other, anchor), part(head, id, anchor));
        if was.is_none() && is.is_none() || text(was) == text(is) {
            continue;
        }
        let heading = [is, was].into_iter().flatten().find_map(|part| heading(&part)).unwrap_or_default();
        changes.push(SectionChange {
            evidence: id.clone(),
            title: own.title.clone(),
            section: anchor.to_owned(),
            heading,
            before: was.map(|part| part.place()),
            now: is.map(|part| part.place()),
            innermost: None,
            cited,
            awaits_review: awaits_review(own, anchor),
            unreviewed: own.reviewed.is_none(),
        });
        parts.push(is);
    }
    for (change, own) in changes.iter_mut().zip(&parts) {
        change.innermost = own.as_ref().map(|own| innermost(own, parts.iter().flatten()).place());
    }
    changes
}

/// The first of the parts within a part, itself among them, that has none of the others within it.
fn innermost<'q, 'p: 'q>(own: &'q Part<'p>, parts: impl Iterator<Item = &'q Part<'p>> + Clone) -> &'q Part<'p> {
    let is_within = |outer: &Part<'p>, inner: &Part<'p>| {
        let (outer_bytes, inner_bytes) = (&outer.found.extent().bytes, &inner.found.extent().bytes);
        outer.path == inner.path
            && outer_bytes != inner_bytes
            && outer_bytes.start <= inner_bytes.start
            && inner_bytes.end <= outer_bytes.end
    };
    let within = parts.clone().filter(|one| is_within(own, one));
    let leaves = within.filter(|one| !parts.clone().any(|other| is_within(one, other)));
    leaves.min_by_key(|one| one.found.extent().bytes.start).unwrap_or(own)
}

/// The reviews of the head that hold and that the base does not have so, where the text is not that of the base either: a text that is
/// new in the head counts as changed.
#[must_use]
pub fn self_accepted(base: &Profile, head: &Profile) -> Vec<SelfAccepted> {
    let mut found = Vec::new();
    for (id, own) in head.evidence.iter() {
        let other = counterpart(base, id, own);
        let accepted = |section, by: Option<&String>, place, now| SelfAccepted {
            evidence: id.clone(),
            title: own.title.clone(),
            section,
            by: by.cloned().unwrap_or_default(),
            place,
            now,
        };
        match &own.reviewed {
            Some(Reviewed::Whole(review)) => {
                let changed = other.and_then(|(_, other)| digest_now(other)) != digest_now(own);
                let holds = digest_now(own) == Some(&review.digest);
                if changed && holds && !has_whole(base, review) {
                    found.push(accepted(None, review.by.as_ref(), review.place, None));
                }
            }
            Some(Reviewed::Sections(reviews)) => {
                for review in reviews.iter().filter(|review| review.holds() && !has_section(base, review)) {
                    let is = part(head, id, &review.section);
                    let was = other.and_then(|(other, _)| part(base, other, &review.section));
                    if text(was) != text(is) {
                        let now = is.map(|part| part.place());
                        found.push(accepted(Some(review.section.clone()), Some(&review.by), review.place, now));
                    }
                }
            }
            None => {}
        }
    }
    found
}

/// The head's evidence in which those reviews do not count: what rests on them is suspect. For [`Case::with_evidence`].
#[must_use]
pub fn without(head: &Profile, accepted: &[SelfAccepted]) -> Arc<BTreeMap<EvidenceId, Evidence>> {
    let mut evidence = Arc::clone(&head.evidence);
    for one in accepted {
        let own = Arc::make_mut(&mut evidence).get_mut(&one.evidence).and_then(|own| own.reviewed.as_mut());
        match (own, &one.section) {
            (Some(Reviewed::Whole(review)), None) => review.digest.clear(),
            (Some(Reviewed::Sections(reviews)), Some(section)) => {
                for review in reviews.iter_mut().filter(|review| review.section == *section) {
                    review.digest_now = None;
                }
            }
            _ => {}
        }
    }
    evidence
}

/// The threats of the edition in force on a date that no plan of that date mentions, by their title or by the words of their id. Without
/// a plan that can be read there is nothing to tell.
#[must_use]
pub fn threats_not_mentioned(case: &Case<'_>, as_of: Day) -> Vec<ThreatNotMentioned> {
    let (profile, law) = (case.profile(), case.rules().law());
    let plans: Vec<(&Evidence, &str, &Document)> =
        profile.evidence.values().filter(|own| is_plan(own, as_of)).filter_map(|own| document(profile, own)).collect();
    let (Some((first, path, document)), Some(set)) = (plans.first(), law.sets.get(THREATS)) else { return Vec::new() };
    let mut closed = set.closed.iter().filter(|one| one.force.as_deref().is_none_or(|force| force == profile.force.id));
    let closed = closed.find(|closed| closed.in_force.covers_day(as_of) == Some(true));
    let texts: Vec<String> = plans.iter().map(|(_, _, document)| words(&without_comments(document.whole()))).collect();
    let is_mentioned = |name: &str| {
        let name = words(name);
        texts.iter().any(|text| text.contains(&name))
    };
    let place = |line| InDocument { file: (*path).to_owned(), line };
    let mut found = Vec::new();
    for threat in closed.map(|closed| closed.members.as_slice()).unwrap_or_default() {
        let title = set.members.get(threat).map_or_else(|| threat.to_string(), |member| member.title.clone());
        if !is_mentioned(&title) && !is_mentioned(threat.as_str()) {
            found.push(ThreatNotMentioned {
                threat: threat.clone(),
                title,
                evidence: first.id.clone(),
                at: At::of(case.sources(), first.place),
                heading: document.sections().first().map(|section| place(section.extent.first)),
            });
        }
    }
    found
}

/// Whether evidence is a plan that stands on a date.
fn is_plan(own: &Evidence, as_of: Day) -> bool {
    let over = |dates: Option<Dates>| dates.is_some_and(|dates| as_of >= dates.first());
    own.kind.as_str() == PLAN && !over(own.withdrawn) && !over(own.superseded)
}

/// A text without its comments: what no reader sees mentions nothing.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + " " + part.split_once("-->").map_or("", |(_, rest)| rest))
}

/// Letters and digits in small letters, with one blank between words and around them.
fn words(text: &str) -> String {
    let small = text.to_lowercase();
    let found = small.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    found.fold(String::from(" "), |all, word| all + word + " ")
}

/// What an anchor leads to in a document of a profile.
#[derive(Clone, Copy)]
struct Part<'p> {
    path: &'p str,
    document: &'p Document,
    found: Found<'p>,
}

impl Part<'_> {
    fn place(&self) -> InDocument {
        InDocument { file: self.path.to_owned(), line: self.found.line() }
    }
}

/// Every anchor that is cited of evidence, with the places.
fn cited(profile: &Profile) -> BTreeMap<(&EvidenceId, &str), Vec<Place>> {
    let mut found: BTreeMap<(&EvidenceId, &str), BTreeSet<Place>> = BTreeMap::new();
    let departures = profile.departures.values().flat_map(|departure| &departure.cites);
    let stated = profile.facts.iter().filter(|(_, fact)| fact.place.is_some()).flat_map(|(_, fact)| &fact.cites);
    for Citation { evidence, anchor, place } in departures.chain(stated) {
        if let Some(anchor) = anchor {
            found.entry((evidence, anchor)).or_default().insert(*place);
        }
    }
    found.into_iter().map(|(what, places)| (what, places.into_iter().collect())).collect()
}

fn document<'p>(profile: &'p Profile, own: &'p Evidence) -> Option<(&'p Evidence, &'p str, &'p Document)> {
    let Some(HeldAt::Path { path, .. }) = &own.held_at else { return None };
    match profile.documents.get(path)? {
        Reading::Document(document) => Some((own, path, document)),
        Reading::NotRead(_) => None,
    }
}

fn part<'p>(profile: &'p Profile, id: &EvidenceId, anchor: &str) -> Option<Part<'p>> {
    let (_, path, document) = document(profile, profile.evidence.get(id)?)?;
    Some(Part { path, document, found: document.find(anchor)? })
}

/// The text of a part, but for what no reader sees.
fn text(part: Option<Part<'_>>) -> Option<String> {
    part.map(|part| normal(part.document.text(part.found.extent())))
}

fn heading(part: &Part<'_>) -> Option<String> {
    match part.found {
        Found::Section(section) => Some(section.heading.clone()),
        Found::Passage(_) => None,
    }
}

/// Whether a section of a document waits for a review.
pub(crate) fn awaits_review(own: &Evidence, anchor: &str) -> bool {
    match &own.reviewed {
        None => false,
        Some(Reviewed::Whole(review)) => digest_now(own) != Some(&review.digest),
        Some(Reviewed::Sections(reviews)) => !reviews.iter().any(|review| review.section == anchor && review.holds()),
    }
}

fn digest_now(own: &Evidence) -> Option<&String> {
    match &own.held_at {
        Some(HeldAt::Path { digest_now, .. }) => digest_now.as_ref(),
        _ => None,
    }
}

/// Whether a profile records that review, under whatever name the document goes in it.
fn has_whole(base: &Profile, review: &Review) -> bool {
    let key = |one: &Review| (one.digest.clone(), one.by.clone(), one.on, one.because.clone());
    base.evidence.values().any(|own| matches!(&own.reviewed, Some(Reviewed::Whole(old)) if key(old) == key(review)))
}

/// The same of a section.
fn has_section(base: &Profile, review: &SectionReview) -> bool {
    let key =
        |one: &SectionReview| (one.section.clone(), one.digest.clone(), one.by.clone(), one.on, one.because.clone());
    base.evidence.values().any(|own| match &own.reviewed {
        Some(Reviewed::Sections(old)) => old.iter().any(|old| key(old) == key(review)),
        _ => false,
    })
}
