//! Which sections that are cited, of documents beside the profile, await a review, and which duties rest on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::inquiry::Inquiry;
use crate::load::document::{digest_of, digest_of_file, normal};
use crate::model::assessment::At;
use crate::model::dates::Dates;
use crate::model::document::{Document, Found, Reading};
use crate::model::facts::FactId;
use crate::model::ids::EvidenceId;
use crate::model::place::Place;
use crate::model::profile::{self, Evidence, HeldAt};
use crate::model::review::{REVIEW_SCHEMA_VERSION, Resting, ReviewState, Reviewed, Reviews, ToReview};

/// Every section that is cited, and every document that is cited and reviewed as a whole, or not read and at hand.
#[must_use]
pub fn reviews(inquiry: &Inquiry<'_>) -> Reviews {
    let profile = inquiry.case().profile();
    let mut sections = Vec::new();
    let mut uncited = Vec::new();
    for own in profile.evidence.values() {
        let Some(HeldAt::Path { path, digest_now }) = &own.held_at else { continue };
        let document = match profile.documents.get(path) {
            Some(Reading::Document(document)) => Some(document),
            _ => None,
        };
        let look = Look { inquiry, own, path, document, digest_now: digest_now.as_ref() };
        let cited = look.cited();
        let mut found = look.sections(&cited);
        found.sort_by_key(|one| (one.line, one.section.clone()));
        sections.append(&mut found);
        if let Some(profile::Reviewed::Sections(reviews)) = &own.reviewed {
            let is_uncited = |review: &&profile::SectionReview| !cited.contains_key(&Some(review.section.as_str()));
            uncited.extend(reviews.iter().filter(is_uncited).map(|review| format!("{}#{}", own.id, review.section)));
        }
    }
    Reviews {
        schema_version: REVIEW_SCHEMA_VERSION,
        force: profile.force.name.clone(),
        as_of: inquiry.as_of(),
        recorded: None,
        sections,
        uncited,
    }
}

/// Evidence in a file, and who cites what of it.
struct Look<'q> {
    inquiry: &'q Inquiry<'q>,
    own: &'q Evidence,
    path: &'q str,
    document: Option<&'q Document>,
    digest_now: Option<&'q String>,
}

/// By the anchor that is cited: the facts that cite it, and the places, those of departures included.
type Cited<'q> = BTreeMap<Option<&'q str>, (BTreeSet<FactId>, BTreeSet<Place>)>;

impl<'q> Look<'q> {
    fn cited(&self) -> Cited<'q> {
        let profile = self.inquiry.case().profile();
        let mut cited = Cited::new();
        for id in self.inquiry.citing(&self.own.id) {
            let Some(fact) = profile.facts.get(*id).filter(|fact| fact.place.is_some()) else { continue };
            for citation in fact.cites.iter().filter(|citation| citation.evidence == self.own.id) {
                let (facts, places) = cited.entry(citation.anchor.as_deref()).or_default();
                facts.insert(*id);
                places.insert(citation.place);
            }
        }
        cited
    }

    fn sections(&self, cited: &Cited<'q>) -> Vec<ToReview> {
        let all = || {
            let facts = cited.values().flat_map(|(facts, _)| facts.iter().copied()).collect();
            (facts, cited.values().flat_map(|(_, places)| places.iter().copied()).collect())
        };
        match (&self.own.reviewed, self.document) {
            _ if cited.is_empty() => Vec::new(),
            (Some(profile::Reviewed::Whole(review)), _) => {
                let state = match self.digest_now {
                    None => ReviewState::Gone,
                    Some(now) if *now == review.digest => self.holds(review.on),
                    Some(_) => ReviewState::Changed,
                };
                let whole = self.whole(state, Some(self.of_whole(review)), &all());
                let document = self.document.filter(|_| state == ReviewState::Changed);
                vec![ToReview { now: document.map(|document| normal(document.whole())), ..whole }]
            }
            (None, None) => match self.digest_now {
                Some(_) => vec![self.whole(ReviewState::NeverReviewed, None, &all())],
                None => Vec::new(),
            },
            _ => cited.iter().filter_map(|(anchor, by)| self.section(*anchor, by)).collect(),
        }
    }

    /// Of a text that is as it was accepted: an acceptance counts from its day on.
    fn holds(&self, on: Option<Dates>) -> ReviewState {
        let is_later = on.is_some_and(|on| on.last() > self.inquiry.as_of());
        if is_later { ReviewState::AcceptedLater } else { ReviewState::Holds }
    }

    /// A section that is cited, or the whole.
    fn section(&self, anchor: Option<&str>, by: &(BTreeSet<FactId>, BTreeSet<Place>)) -> Option<ToReview> {
        let reviews = match &self.own.reviewed {
            Some(profile::Reviewed::Sections(reviews)) => Some(reviews),
            _ => None,
        };
        let Some(anchor) = anchor else {
            let never = || self.digest_now.map(|_| self.whole(ReviewState::NeverReviewed, None, by));
            return reviews.map_or_else(never, |_| Some(self.whole(ReviewState::CitedWhole, None, by)));
        };
        let review = reviews.and_then(|reviews| reviews.iter().find(|review| review.section == anchor));
        let part = self.document.and_then(|document| Some((document, document.find(anchor)?)));
        let now = part.map(|(document, part)| document.text(part.extent()));
        let state = match (review, now) {
            (_, None) => ReviewState::Gone,
            (Some(review), _) if review.holds() => self.holds(Some(review.on)),
            (Some(_), _) => ReviewState::Changed,
            (None, _) if reviews.is_some() => ReviewState::NotReviewed,
            (None, _) => ReviewState::NeverReviewed,
        };
        let of_section = |review: &profile::SectionReview| Reviewed {
            by: Some(review.by.clone()),
            on: Some(review.on.to_string()),
            because: Some(review.because.clone()),
            digest: review.digest.clone(),
            at: self.at(review.place),
        };
        Some(ToReview {
            section: Some(anchor.to_owned()),
            heading: match part {
                Some((_, Found::Section(section))) => Some(section.heading.clone()),
                _ => None,
            },
            line: part.map(|(_, part)| part.line()),
            digest_now: now.map(digest_of),
            now: now.map(normal),
            ..self.whole(state, review.map(of_section), by)
        })
    }

    fn whole(
        &self,
        state: ReviewState,
        reviewed: Option<Reviewed>,
        (facts, places): &(BTreeSet<FactId>, BTreeSet<Place>),
    ) -> ToReview {
        ToReview {
            evidence: self.own.id.clone(),
            title: self.own.title.clone(),
            section: None,
            heading: None,
            file: self.path.to_owned(),
            line: None,
            state,
            reviewed,
            digest_now: self.digest_now.cloned(),
            before: None,
            now: None,
            cited_at: places.iter().map(|place| self.at(*place)).collect(),
            duties: self.resting(facts),
        }
    }

    /// The duties that asked for one of the facts and for which the kind of the evidence counts.
    fn resting(&self, facts: &BTreeSet<FactId>) -> Vec<Resting> {
        let law = self.inquiry.case().rules().law();
        let counts = |id: &str| {
            let requirements = law.duty(id).map(|duty| duty.requirements.as_slice()).unwrap_or_default();
            requirements.iter().any(|own| own.shown_by.contains(&self.own.kind))
        };
        let ids: BTreeSet<_> = facts.iter().flat_map(|fact| self.inquiry.readers(*fact)).collect();
        let duties = ids.into_iter().filter(|id| counts(id.as_str())).filter_map(|id| self.inquiry.duty(id));
        duties
            .map(|duty| Resting {
                id: duty.id.clone(),
                title: duty.title.clone(),
                standing: duty.standing,
                support: duty.support,
            })
            .collect()
    }

    fn of_whole(&self, review: &profile::Review) -> Reviewed {
        Reviewed {
            by: review.by.clone(),
            on: review.on.map(|on| on.to_string()),
            because: review.because.clone(),
            digest: review.digest.clone(),
            at: self.at(review.place),
        }
    }

    fn at(&self, place: Place) -> At {
        At::of(self.inquiry.case().sources(), place)
    }
}

/// The text of a section, or of the whole, in another revision of a document, if its digest is the one that was reviewed.
#[must_use]
pub fn text_of(path: &str, bytes: &[u8], section: Option<&str>, digest: &str) -> Option<String> {
    if section.is_none() && digest_of_file(bytes) != digest {
        return None;
    }
    let Reading::Document(document) = crate::load::document::read(path, bytes) else { return None };
    let Some(section) = section else { return Some(normal(document.whole())) };
    let text = document.text(document.find(section)?.extent());
    (digest_of(text) == digest).then(|| normal(text))
}

/// What a name of the command line means: evidence, and perhaps a section of it.
#[must_use]
pub fn named(name: &str) -> (EvidenceId, Option<&str>) {
    match name.split_once('#') {
        Some((evidence, section)) => (EvidenceId::from(evidence), Some(section)),
        None => (EvidenceId::from(name), None),
    }
}
