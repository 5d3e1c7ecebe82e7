//! Which steps make one action: what one post does at one record or collection of the dictionary, or to one piece of
//! evidence.

use crate::model::actions::Place;
use crate::model::dictionary::{Dictionary, Term, TermId, TermKind};
use crate::model::law::Law;
use crate::model::profile::Profile;

use super::super::impact::fold;
use super::steps::Step;

/// Who is asked where none is named.
const NOBODY: &str = "a post that the dictionary does not name";

/// What makes steps one action: the post, in whatever spelling, and the place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    folded: String,
    pub(super) place: Place,
}

/// The action of a step.
pub(super) fn key_of(step: &Step, profile: &Profile, law: &Law) -> Key {
    let place = match &step.renews {
        Some(evidence) => Place::Evidence(evidence.clone()),
        None => Place::Record(record_of(step, profile, &law.dictionary)),
    };
    Key { folded: fold(&owner_of(step, profile, law)), place }
}

/// Who is to be asked for a step.
pub(super) fn owner_of(step: &Step, profile: &Profile, law: &Law) -> String {
    let evidence = step.renews.as_ref().and_then(|id| profile.evidence.get(id));
    let named = match evidence {
        Some(evidence) => Some(evidence.owner.clone()),
        None => term_of(step, profile).and_then(|term| held_by(term, &law.dictionary)),
    };
    named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| NOBODY.into())
}

/// What the dictionary says that a step is about.
pub(super) fn term_of(step: &Step, profile: &Profile) -> Option<TermId> {
    profile.facts.get(step.fact).map(|fact| fact.term)
}

/// Who holds a term: whoever the nearest term says that has a say, above it or, of a record, beneath.
fn held_by(term: TermId, dictionary: &Dictionary) -> Option<String> {
    let own = dictionary.term(term);
    if !own.held_by.is_empty() {
        return Some(own.held_by.clone());
    }
    let beneath = match &own.kind {
        TermKind::Record(children) => children.values().map(|child| &dictionary.term(*child).held_by).next(),
        _ => None,
    };
    match beneath.filter(|held| !held.is_empty()) {
        Some(held) => Some(held.clone()),
        None => held_by(own.parent?, dictionary),
    }
}

/// The collection that a value stands in, the outermost one; else the record.
fn record_of(step: &Step, profile: &Profile, dictionary: &Dictionary) -> String {
    let Some(id) = term_of(step, profile) else { return step.path.clone() };
    let above = std::iter::successors(Some(id), |id| dictionary.term(*id).parent).map(|id| dictionary.term(id));
    let is_collection = |term: &&Term| matches!(term.kind, TermKind::Collection { .. });
    let is_record = |term: &&Term| matches!(term.kind, TermKind::Record(_)) && !term.path.is_empty();
    let record = above.clone().filter(is_collection).last().or_else(|| above.clone().find(is_record));
    record.map_or_else(|| step.path.clone(), |record| record.path.clone())
}
