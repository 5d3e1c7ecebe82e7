//! What is promised of reviews: who records what was reviewed of a document promises to review it again. A revision may not drop that by
//! taking the reviews out, by describing the same file under another name, or by holding it elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::load::document::name_of_kind_is_text;
use crate::model::document::Reading;
use crate::model::ids::EvidenceId;
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};
use crate::model::profile::{Evidence, HeldAt, Profile, Reviewed};

/// Evidence by its id.
type Register = Arc<BTreeMap<EvidenceId, Evidence>>;

/// Reviews that the base records and the head does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRemoved {
    /// The evidence in the head.
    pub evidence: EvidenceId,
    /// Its title.
    pub title: String,
    /// Where the head describes it.
    pub place: Place,
}

/// The evidence of a profile, in which what describes a file without reviews shares those that other evidence records of that file. For
/// [`crate::audit::Case::with_evidence`].
#[must_use]
pub fn shared(profile: &Profile) -> Register {
    let mut evidence = Arc::clone(&profile.evidence);
    for (id, own) in profile.evidence.iter().filter(|(_, own)| own.reviewed.is_none()) {
        let others = profile.evidence.values().filter(|other| other.reviewed.is_some());
        let Some(other) = others.into_iter().find(|other| is_same_file(own, other, true)) else { continue };
        if let Some(slot) = Arc::make_mut(&mut evidence).get_mut(id) {
            slot.reviewed.clone_from(&other.reviewed);
        }
    }
    evidence
}

/// The head's evidence as [`shared`] gives it, in which nothing counts as reviewed of what the base promises to review and the head no
/// longer does. The base as [`shared`] gives it.
#[must_use]
pub fn bound(base: &Profile, head: &Profile) -> Register {
    let mut evidence = shared(head);
    for removed in removed(base, head) {
        if let Some(own) = Arc::make_mut(&mut evidence).get_mut(&removed.evidence) {
            own.reviewed = Some(Reviewed::Sections(Vec::new()));
        }
    }
    evidence
}

/// What the base promises to review and the head does not any more, by evidence of the head. The base as [`shared`] gives it.
#[must_use]
pub fn removed(base: &Profile, head: &Profile) -> Vec<ReviewRemoved> {
    let evidence = shared(head);
    let is_kept = |own: &Evidence| own.reviewed.is_some() && matches!(own.held_at, Some(HeldAt::Path { .. }));
    let dropped = evidence.iter().filter(|(_, own)| !is_kept(own)).filter(|(id, own)| {
        let by_id = base.evidence.get(*id).is_some_and(is_kept);
        by_id || base.evidence.values().any(|other| is_kept(other) && is_same_file(own, other, false))
    });
    let told = |(id, own): (&EvidenceId, &Evidence)| ReviewRemoved {
        evidence: id.clone(),
        title: own.title.clone(),
        place: own.place,
    };
    dropped.map(told).collect()
}

/// The evidence of another side that is the same: of that id, else of the same file.
pub(crate) fn counterpart<'p>(
    other: &'p Profile,
    id: &EvidenceId,
    own: &Evidence,
) -> Option<(&'p EvidenceId, &'p Evidence)> {
    other.evidence.get_key_value(id).or_else(|| other.evidence.iter().find(|(_, one)| is_same_file(own, one, false)))
}

/// Documents that the base could read and the head cannot, and those that are cited by section and cannot be read any more: whether a
/// citation still leads anywhere nobody could tell. Each at its first citation, else where it is described.
#[must_use]
pub fn unread(base: &Profile, head: &Profile) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, own) in head.evidence.iter() {
        let Some(HeldAt::Path { path, .. }) = &own.held_at else { continue };
        let Some(Reading::NotRead(why)) = head.documents.get(path) else { continue };
        let was_read = counterpart(base, id, own).is_some_and(|(_, other)| match &other.held_at {
            Some(HeldAt::Path { path, .. }) => matches!(base.documents.get(path), Some(Reading::Document(_))),
            _ => false,
        });
        let cited = first_citation(head, id);
        if !was_read || (cited.is_none() && !name_of_kind_is_text(path)) {
            continue;
        }
        let message = format!("`{path}` could be read in the base and cannot be any more: {why}");
        let help = "keep it as Markdown in UTF-8 of at most 1 MiB, so that its sections can be told";
        problems.push(Problem::at(Code::UnknownSection, cited.unwrap_or(own.place), message).help(help));
    }
    problems
}

/// Where a section of a document is cited first.
fn first_citation(profile: &Profile, id: &EvidenceId) -> Option<Place> {
    let departures = profile.departures.values().flat_map(|departure| &departure.cites);
    let stated = profile.facts.iter().filter(|(_, fact)| fact.place.is_some()).flat_map(|(_, fact)| &fact.cites);
    let cites = departures.chain(stated).filter(|cite| cite.evidence == *id && cite.anchor.is_some());
    cites.map(|cite| cite.place).min()
}

/// Whether two pieces of evidence are held in one file; `by_text` says that the same bytes under another path are the same file.
fn is_same_file(one: &Evidence, other: &Evidence, by_text: bool) -> bool {
    let (Some(HeldAt::Path { path: a, digest_now: own }), Some(HeldAt::Path { path: b, digest_now: theirs })) =
        (&one.held_at, &other.held_at)
    else {
        return false;
    };
    steps(a) == steps(b) || (by_text && own.is_some() && own == theirs)
}

/// The steps of a path, without those that lead nowhere.
fn steps(path: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    for step in path.split('/').filter(|step| !matches!(*step, "" | ".")) {
        if step == ".." { _ = steps.pop() } else { steps.push(step) }
    }
    steps
}
