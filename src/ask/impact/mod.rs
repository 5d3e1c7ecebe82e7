//! What falls, and from what to what, if a piece of evidence, a fact or a post went: supposed in the profile, and judged again.

mod moves;
mod supposing;
mod target;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::model::assessment::{At, EvidenceResult};
use crate::model::facts::{Fact, FactId};
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::impact::{
    EvidenceSubject, FactSubject, IMPACT_SCHEMA_VERSION, Impact, OwnerSubject, Subject, Supposed, Supposition,
};
use crate::model::profile::HeldAt;

use super::inquiry::{Inquiry, Otherwise};
use supposing::Supposing;
use target::{beneath, is_statement};

pub(crate) use moves::rank;
pub(crate) use supposing::withdraw;
pub use target::{Target, Unclear};
pub(crate) use target::{answered_for, fold};

/// What rests on one thing.
#[must_use]
pub fn impact(inquiry: &Inquiry<'_>, target: &Target) -> Impact {
    let (of, read_by, suppositions) = match target {
        Target::Evidence(id) => evidence(inquiry, id),
        Target::Fact(id) => fact(inquiry, *id),
        Target::Owner(owner) => post(inquiry, owner),
    };
    let assessment = inquiry.assessment();
    Impact {
        schema_version: IMPACT_SCHEMA_VERSION,
        force: assessment.force.name.clone(),
        as_of: inquiry.as_of(),
        of,
        read_by: read_by.into_iter().collect(),
        duties: assessment.duties.len(),
        suppositions,
    }
}

type Found = (Subject, BTreeSet<DutyId>, Vec<Supposition>);

fn evidence(inquiry: &Inquiry<'_>, id: &EvidenceId) -> Found {
    let gone = [id.clone()];
    let as_of = inquiry.as_of();
    let facts = &inquiry.case().profile().facts;
    let alone = supposing::alone_stated(facts, inquiry.citing(id), &BTreeSet::from(gone.clone()));
    let withdrawn = || Supposing::of(inquiry).withdraw(&gone, as_of);
    let suppositions = vec![
        suppose(inquiry, Supposed::Lapses, Supposing::of(inquiry).lapse(&gone, as_of)),
        suppose(inquiry, Supposed::Withdrawn, withdrawn()),
        suppose(inquiry, Supposed::WithdrawnWithFacts, withdrawn().unstate(&alone)),
    ];
    let read_by = inquiry.reached(&Otherwise { evidence: BTreeSet::from(gone), ..Otherwise::default() });
    (Subject::Evidence(evidence_subject(inquiry, id)), read_by, suppositions)
}

fn fact(inquiry: &Inquiry<'_>, id: FactId) -> Found {
    let law = inquiry.case().rules().law();
    let facts = &inquiry.case().profile().facts;
    let all = supposing::all_beneath(facts, id);
    let ids: Vec<FactId> = all.iter().copied().collect();
    let aged = Supposing::of(inquiry).age(&ids, &law.dictionary, inquiry.as_of());
    let withdrawn = Supposing::of(inquiry).unstate(&all);
    let read_by = inquiry.reached(&withdrawn.otherwise);
    let suppositions = vec![suppose(inquiry, Supposed::Lapses, aged), suppose(inquiry, Supposed::Withdrawn, withdrawn)];
    (Subject::Fact(fact_subject(inquiry, id)), read_by, suppositions)
}

fn post(inquiry: &Inquiry<'_>, owner: &str) -> Found {
    let as_of = inquiry.as_of();
    let case = inquiry.case();
    let dictionary = &case.rules().law().dictionary;
    let facts = &case.profile().facts;
    let is_held = |fact: &Fact| fold(&dictionary.term(fact.term).held_by) == owner;
    let held: Vec<FactId> =
        facts.iter().filter(|(_, fact)| fact.place.is_some() && is_held(fact)).map(|(id, _)| id).collect();
    let evidence = answered_for(case.profile(), owner);
    let vacant = Supposing::of(inquiry).lapse(&evidence, as_of).age(&held, dictionary, as_of);
    let mut suppositions = vec![suppose(inquiry, Supposed::Vacant, vacant)];
    if !evidence.is_empty() {
        let withdrawn = Supposing::of(inquiry).withdraw(&evidence, as_of);
        suppositions.push(suppose(inquiry, Supposed::VacantWithdrawn, withdrawn));
    }
    let names: BTreeSet<String> = target::owners(case).filter(|name| fold(name) == owner).map(str::to_owned).collect();
    let stated = held.iter().filter_map(|id| facts.get(*id)).filter(|fact| is_statement(facts, fact)).count();
    let read_by = inquiry.reached(&Otherwise {
        facts: held.into_iter().collect(),
        evidence: evidence.iter().cloned().collect(),
        ..Otherwise::default()
    });
    let subject = OwnerSubject { names: names.into_iter().collect(), evidence, facts: stated };
    (Subject::Owner(subject), read_by, suppositions)
}

/// Judges what is supposed, and tells what comes of it.
fn suppose(inquiry: &Inquiry<'_>, what: Supposed, supposing: Supposing) -> Supposition {
    let Supposing { profile, otherwise, times, lapsed_already } = supposing;
    let reached = inquiry.reached(&otherwise);
    let replay = inquiry.replay(&profile, &reached, times);
    let facts = &inquiry.case().profile().facts;
    let stated = otherwise.facts.iter().filter_map(|id| facts.get(*id)).filter(|fact| is_statement(facts, fact));
    let is_gone = |fact: &Fact| {
        let now = profile.facts.find(&fact.path).and_then(|id| profile.facts.get(id));
        matches!(what, Supposed::Lapses | Supposed::Vacant) || now.is_some_and(|now| now.place.is_none())
    };
    let moves = moves::moves(inquiry, &replay, &reached);
    let weight = moves.falls.iter().filter(|one| !one.context).map(|one| u32::from(one.weight)).sum();
    Supposition {
        what,
        facts: stated.filter(|fact| is_gone(fact)).map(|fact| fact.path.clone()).collect(),
        evidence: otherwise.evidence.iter().cloned().collect(),
        lapsed_already,
        judged_again: replay.count(),
        weight,
        falls: moves.falls,
        untold: moves.untold,
        weaker: moves.weaker,
        otherwise: moves.otherwise,
        assurance: moves::assurance(inquiry, &replay),
        stands: moves::stands(inquiry, &replay, &reached, &otherwise.evidence),
    }
}

fn evidence_subject(inquiry: &Inquiry<'_>, id: &EvidenceId) -> EvidenceSubject {
    let profile = inquiry.case().profile();
    let told: Option<&EvidenceResult> = inquiry.assessment().evidence.iter().find(|evidence| evidence.id == *id);
    let held = |id: &EvidenceId| profile.evidence.get(id).and_then(|evidence| evidence.held_at.as_ref());
    let same = held(id).map(|at| {
        let others = profile.evidence.values().filter(|other| other.id != *id);
        others.filter(|other| other.held_at.as_ref().is_some_and(|other| same_document(at, other)))
    });
    EvidenceSubject {
        id: id.clone(),
        title: told.map(|told| told.title.clone()).unwrap_or_default(),
        evidence_kind: told.map_or_else(|| "".into(), |told| told.kind.clone()),
        kind_title: told.map(|told| told.kind_title.clone()).unwrap_or_default(),
        dated: told.and_then(|told| told.dated),
        owner: told.map(|told| told.owner.clone()).unwrap_or_default(),
        state: told.map(|told| told.state.clone()).unwrap_or_default(),
        current: told.is_some_and(|told| told.current),
        cited_by: told.map_or(0, |told| told.cited_by.len()),
        supports: told.map_or(0, |told| told.supports.len()),
        same_document: same.into_iter().flatten().map(|other| other.id.clone()).collect(),
        at: told.map_or_else(|| At::of(inquiry.case().sources(), profile.place), |told| told.at.clone()),
    }
}

/// Whether two pieces of evidence are held under the same place and reference, and are one document.
pub(crate) fn same_document(a: &HeldAt, b: &HeldAt) -> bool {
    match (a, b) {
        (HeldAt::Path { path: a, .. }, HeldAt::Path { path: b, .. }) => a == b,
        _ => a == b,
    }
}

fn fact_subject(inquiry: &Inquiry<'_>, id: FactId) -> FactSubject {
    let case = inquiry.case();
    let facts = &case.profile().facts;
    let dictionary = &case.rules().law().dictionary;
    let all = beneath(facts, id).into_iter().filter_map(|id| facts.get(id));
    let stated: Vec<&Fact> = all.filter(|fact| is_statement(facts, fact)).collect();
    let term = facts.get(id).map(|fact| dictionary.term(fact.term));
    let holders = term.into_iter().chain(stated.iter().map(|fact| dictionary.term(fact.term)));
    let held_by: BTreeSet<&str> = holders.map(|term| term.held_by.as_str()).filter(|held| !held.is_empty()).collect();
    let place = facts.nearest_place(id).unwrap_or(case.profile().place);
    FactSubject {
        path: facts.get(id).map(|fact| fact.path.clone()).unwrap_or_default(),
        means: term.map(|term| term.means.clone()).unwrap_or_default(),
        held_by: held_by.into_iter().map(str::to_owned).collect(),
        facts: stated.len().max(1),
        at: At::of(case.sources(), place),
    }
}
