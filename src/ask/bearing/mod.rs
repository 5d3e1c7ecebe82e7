//! What bears the load: which evidence and which posts duties rest on alone, and how much could go before anything falls.
//!
//! The graph from evidence to what it shows proposes what may fall; taking it away and judging again says what does.

mod bench;
mod idle;
mod redundancy;
mod shows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{DutyResult, EvidenceResult};
use crate::model::bearing::{BEARING_SCHEMA_VERSION, Bearing, Bears, Broken, Fallen, OwnerBears};
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::words::Standing;

use super::citations;
use super::impact::{fold, rank};
use super::inquiry::Inquiry;
use bench::Bench;
use shows::{Document, Shows};

/// What bears the load of a profile.
#[must_use]
pub fn bearing(inquiry: &Inquiry<'_>) -> Bearing {
    let shows = Shows::of(inquiry);
    let mut bench = Bench::of(inquiry);
    let alone = documents(inquiry, &shows, &mut bench);
    let owners = owners(inquiry, &shows, &mut bench);
    let redundancy = redundancy::of(inquiry, &shows, &alone, &mut bench);
    let mut evidence: Vec<Bears> =
        shows.documents.iter().zip(alone).filter_map(|(document, alone)| bears(inquiry, document, alone)).collect();
    evidence.sort_by(|a, b| (b.weight, b.alone.len(), &a.ids).cmp(&(a.weight, a.alone.len(), &b.ids)));
    let citations = citations::broken(inquiry.case());
    let assessment = inquiry.assessment();
    Bearing {
        schema_version: BEARING_SCHEMA_VERSION,
        force: assessment.force.name.clone(),
        as_of: inquiry.as_of(),
        duties: assessment.duties.len(),
        evidence_held: assessment.evidence.len(),
        evidence,
        owners,
        redundancy,
        uncited: idle::uncited(inquiry),
        unread: idle::unread(inquiry),
        anchors_checked: citations.checked,
        broken_citations: citations
            .broken
            .into_iter()
            .map(|broken| Broken {
                citing: broken.citing,
                citation: broken.citation,
                document: broken.document,
                nearest: broken.nearest,
                at: broken.at,
            })
            .collect(),
        trials: bench.trials,
    }
}

/// Whether a duty stands on what is shown, so that it may fall when that goes.
fn is_standing(duty: &DutyResult) -> bool {
    matches!(duty.standing, Standing::Satisfied | Standing::Departed)
}

/// For each document, the duties that fall if it alone goes.
fn documents(inquiry: &Inquiry<'_>, shows: &Shows, bench: &mut Bench<'_, '_>) -> Vec<Vec<Fallen>> {
    let proposed = shows.resting_alone();
    let none = BTreeSet::new();
    let mut alone = Vec::new();
    for (number, document) in shows.documents.iter().enumerate() {
        let reached = proposed.get(&number).unwrap_or(&none);
        alone.push(fallen(inquiry, bench, &document.ids, reached));
    }
    alone
}

/// The posts, each with the duties that fall if all its evidence goes.
fn owners(inquiry: &Inquiry<'_>, shows: &Shows, bench: &mut Bench<'_, '_>) -> Vec<OwnerBears> {
    let profile = inquiry.case().profile();
    let mut posts: BTreeMap<String, (String, Vec<EvidenceId>)> = BTreeMap::new();
    for id in shows.documents.iter().flat_map(|document| &document.ids) {
        let Some(evidence) = profile.evidence.get(id) else { continue };
        let post = posts.entry(fold(&evidence.owner)).or_insert_with(|| (evidence.owner.clone(), Vec::new()));
        post.1.push(id.clone());
    }
    let proposed = shows.resting_on_posts(profile);
    let none = BTreeSet::new();
    let mut found: Vec<OwnerBears> = Vec::new();
    for (folded, (owner, evidence)) in posts {
        let alone = fallen(inquiry, bench, &evidence, proposed.get(&folded).unwrap_or(&none));
        found.push(OwnerBears { owner, evidence, weight: weight(inquiry, &alone), alone });
    }
    found.sort_by(|a, b| (b.weight, b.alone.len(), &a.owner).cmp(&(a.weight, a.alone.len(), &b.owner)));
    found
}

/// The satisfied and departed duties that fall if evidence goes; `reached` are those that may.
fn fallen(
    inquiry: &Inquiry<'_>,
    bench: &mut Bench<'_, '_>,
    gone: &[EvidenceId],
    reached: &BTreeSet<DutyId>,
) -> Vec<Fallen> {
    if reached.is_empty() {
        return Vec::new();
    }
    let replay = bench.without(gone, reached);
    let falls = replay.results.values().filter_map(|after| {
        // What was not shown before stood on nothing that could go.
        let before = inquiry.duty(&after.id).filter(|duty| is_standing(duty))?;
        (rank(after.standing) < rank(before.standing)).then(|| Fallen {
            id: before.id.clone(),
            title: before.title.clone(),
            binding: before.binding,
            weight: before.weight.value,
            from: before.standing,
            to: after.standing,
        })
    });
    let mut falls: Vec<Fallen> = falls.collect();
    falls.sort_by(|a, b| (b.weight, a.binding, &a.id).cmp(&(a.weight, b.binding, &b.id)));
    falls
}

/// The weight of what falls; what only other bodies owe weighs nothing.
fn weight(inquiry: &Inquiry<'_>, fallen: &[Fallen]) -> u32 {
    let own = fallen.iter().filter(|one| inquiry.duty(&one.id).is_some_and(|duty| !duty.context));
    own.map(|one| u32::from(one.weight)).sum()
}

fn bears(inquiry: &Inquiry<'_>, document: &Document, alone: Vec<Fallen>) -> Option<Bears> {
    let told = |id: &EvidenceId| -> Option<&EvidenceResult> {
        let evidence = &inquiry.assessment().evidence;
        evidence.binary_search_by(|other| other.id.cmp(id)).ok().and_then(|index| evidence.get(index))
    };
    let first = told(document.ids.first()?)?;
    let supports: BTreeSet<&DutyId> =
        document.ids.iter().filter_map(told).flat_map(|evidence| &evidence.supports).collect();
    Some(Bears {
        ids: document.ids.clone(),
        title: first.title.clone(),
        kind_title: first.kind_title.clone(),
        owner: first.owner.clone(),
        dated: first.dated,
        age_days: first.age_days,
        valid_until: first.valid_until,
        review_due: document.review_due,
        supports: supports.len(),
        weight: weight(inquiry, &alone),
        alone,
        at: first.at.clone(),
    })
}
