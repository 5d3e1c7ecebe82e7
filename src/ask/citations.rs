//! Citations that lead nowhere: their document is at hand and has no such anchor.

use std::collections::BTreeMap;

use crate::audit::Case;
use crate::model::assessment::At;
use crate::model::document::{Document, Reading};
use crate::model::facts::Citation;
use crate::model::ids::EvidenceId;
use crate::model::place::Place;
use crate::model::profile::{HeldAt, Profile};

/// For how many anchors the nearest one is looked for; each is held against every anchor of its document.
const SOUGHT: usize = 200;

/// What became of the citations of evidence that is held in a file beside the profile. Each counts once for each place at which it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    /// Those whose anchor does not exist in the document, in the order in which they stand in the profile.
    pub broken: Vec<BrokenCitation>,
    /// How many anchors were looked for in a document, those of the broken ones included.
    pub checked: usize,
    /// Evidence that is cited with an anchor and whose file was not read, by its id, and why.
    pub not_read: Vec<(EvidenceId, String)>,
    /// How many citations name no anchor.
    pub without_anchor: usize,
}

/// A citation whose anchor does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenCitation {
    /// What cites: the path of a fact, or `departure ID`. Where several values share a citation, what holds them.
    pub citing: String,
    /// The citation, `evidence-id#anchor`.
    pub citation: String,
    /// The path of the document.
    pub document: String,
    /// The anchor that was likely meant, without `#`; `None` if none is near, and for all after the first two hundred anchors.
    pub nearest: Option<String>,
    /// Where the profile cites it.
    pub at: At,
}

/// Holds every citation against the document that it leads to.
#[must_use]
pub fn broken(case: &Case<'_>) -> Citations {
    let profile = case.profile();
    let mut answer = Citations::default();
    let mut not_read = BTreeMap::new();
    let mut sought = Sought::default();
    for (place, (citing, citation)) in cited(profile) {
        let held_at = profile.evidence.get(&citation.evidence).and_then(|evidence| evidence.held_at.as_ref());
        let Some(HeldAt::Path { path, digest_now }) = held_at else { continue };
        let Some(anchor) = &citation.anchor else {
            answer.without_anchor += 1;
            continue;
        };
        let document = match profile.documents.get(path) {
            Some(Reading::Document(document)) => document,
            Some(Reading::NotRead(why)) => {
                not_read.insert(citation.evidence.clone(), (*why).to_owned());
                continue;
            }
            None => {
                let why = if digest_now.is_some() { "its text was not given" } else { "the file is not at hand" };
                not_read.insert(citation.evidence.clone(), why.to_owned());
                continue;
            }
        };
        answer.checked += 1;
        if document.find(anchor).is_none() {
            answer.broken.push(BrokenCitation {
                citing,
                citation: citation.to_string(),
                document: path.clone(),
                nearest: sought.nearest(document, path, anchor),
                at: At::of(case.sources(), place),
            });
        }
    }
    answer.not_read = not_read.into_iter().collect();
    answer
}

/// Every citation by its place, with what cites: a departure before its facts, what holds values before these.
fn cited(profile: &Profile) -> BTreeMap<Place, (String, &Citation)> {
    let mut found = BTreeMap::new();
    for (id, departure) in &profile.departures {
        for citation in &departure.cites {
            found.entry(citation.place).or_insert_with(|| (format!("departure {id}"), citation));
        }
    }
    for (_, fact) in profile.facts.iter().filter(|(_, fact)| fact.place.is_some()) {
        for citation in &fact.cites {
            found.entry(citation.place).or_insert_with(|| (fact.path.clone(), citation));
        }
    }
    found
}

/// The nearest anchors that were looked for, by document and anchor.
#[derive(Default)]
struct Sought<'p> {
    found: BTreeMap<(&'p str, &'p str), Option<&'p str>>,
}

impl<'p> Sought<'p> {
    fn nearest(&mut self, document: &'p Document, path: &'p str, anchor: &'p str) -> Option<String> {
        if !self.found.contains_key(&(path, anchor)) && self.found.len() < SOUGHT {
            self.found.insert((path, anchor), document.nearest(anchor));
        }
        self.found.get(&(path, anchor)).copied().flatten().map(str::to_owned)
    }
}
