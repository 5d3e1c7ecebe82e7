//! An assessment as far as its marking lets it be told.
//!
//! What comes in was judged of a profile from which everything was taken out that is marked higher (`within`), so that it cannot hang on that.
//! But a duty that asked for any of it was judged without it: what came of that is nobody's answer, and is withheld here.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Links;
use crate::model::assessment::{
    Assessment, At, DutyResult, EvidenceResult, OutcomeCounts, PairResult, Partial, Summary,
};
use crate::model::ids::{DutyId, SubjectId};
use crate::model::law::Law;
use crate::model::place::Sources;
use crate::model::profile::{HeldAt, Profile};
use crate::model::words::{Standing, Verdict};

use super::listing::{counts, unreadable_duties};
use super::within::Within;
use super::{assurance, linking};

/// Why a duty is withheld.
const WITHHELD: &str = "something that it was judged by is marked higher than this report";

/// What stands for the place of a file beside the profile.
const BESIDE: &str = "a file beside the profile";

/// Withholds what asked for anything that was taken out, and every digest. Places are withheld already: the sources of what comes in are empty.
pub(crate) fn withhold(judged: &Assessment, within: &Within, law: &Law) -> Assessment {
    let withheld = withheld(judged, within);
    let is_told = |id: &DutyId| !withheld.contains(id);
    let duties: Vec<DutyResult> =
        judged.duties.iter().map(|duty| if is_told(&duty.id) { told(duty, &is_told) } else { blank(duty) }).collect();
    let evidence: Vec<EvidenceResult> =
        judged.evidence.iter().map(|evidence| shown(evidence, within, &is_told)).collect();
    let mut it = judged.clone();
    it.marking = within.marking;
    it.partial = Some(Partial { withheld: withheld.len() });
    for set in &mut it.rule_sets {
        set.digest.clear();
        for problem in &mut set.problems {
            problem.at = None;
        }
    }
    it.inputs.clear();
    it.departures.retain(|departure| is_told(&departure.duty));
    it.not_assessed.retain(|entry| {
        let duty = entry.id.split('/').next().unwrap_or_default();
        !(matches!(entry.what, "duty" | "pair") && withheld.contains(duty))
    });
    for entry in &mut it.not_assessed {
        entry.at = None;
    }
    for set in &mut it.assurance {
        let threats: Vec<(SubjectId, String)> =
            set.by_threat.iter().map(|row| (SubjectId::from(row.id.as_str()), row.title.clone())).collect();
        *set = assurance::roll_up(&set.rule_set, &duties, law, &threats);
    }
    // Which facts no rule reads cannot be told without those of the duties that are withheld.
    it.summary = Summary {
        facts_stated: judged.summary.facts_stated,
        ..counts(&duties, &evidence, judged.as_of, unreadable_duties(judged))
    };
    it.duties = duties;
    it.evidence = evidence;
    it
}

/// The links that duties were drawn from, as far as they are told: without places.
pub(crate) fn links_of(duties: &[DutyResult], law: &Law, profile: &Profile) -> Links {
    linking::draw(duties, law, profile, &Sources::default())
}

/// The duties that asked for something marked higher, or rest on one that did.
fn withheld(judged: &Assessment, within: &Within) -> BTreeSet<DutyId> {
    let is_above = |duty: &&DutyResult| duty.marking > within.marking || within.departed.contains(&duty.id);
    let mut found: BTreeSet<DutyId> = judged.duties.iter().filter(is_above).map(|duty| duty.id.clone()).collect();
    loop {
        let rests_on_one = |duty: &&DutyResult| {
            !found.contains(&duty.id)
                && duty.rests_on.iter().chain(&duty.follows_from).any(|other| found.contains(other))
        };
        let further: Vec<DutyId> = judged.duties.iter().filter(rests_on_one).map(|duty| duty.id.clone()).collect();
        if further.is_empty() {
            return found;
        }
        found.extend(further);
    }
}

/// What the law says of a duty, and nothing else.
fn blank(duty: &DutyResult) -> DutyResult {
    DutyResult {
        parameters: BTreeMap::new(),
        verdict: Verdict::Withheld,
        reason: WITHHELD.into(),
        outcomes: OutcomeCounts::default(),
        support: None,
        standing: Standing::Withheld,
        apparent_breach: false,
        standing_by_threat: BTreeMap::new(),
        follows_from: Vec::new(),
        departures: Vec::new(),
        requirements: Vec::new(),
        at: At::withheld(),
        ..duty.clone()
    }
}

/// A duty that is told.
fn told(duty: &DutyResult, is_told: &dyn Fn(&DutyId) -> bool) -> DutyResult {
    let mut duty = duty.clone();
    duty.follows_from.retain(is_told);
    for pair in &mut duty.requirements {
        *pair = PairResult { rule: None, ..pair.clone() };
    }
    duty
}

/// Evidence without what it is for in duties that are withheld.
fn shown(evidence: &EvidenceResult, within: &Within, is_told: &dyn Fn(&DutyId) -> bool) -> EvidenceResult {
    let mut evidence = evidence.clone();
    evidence.duties.retain(is_told);
    evidence.supports.retain(is_told);
    let held_at = within.profile.evidence.get(&evidence.id).and_then(|own| own.held_at.as_ref());
    if matches!(held_at, Some(HeldAt::Path { .. })) {
        evidence.held_at = Some(BESIDE.into());
    }
    evidence
}
