//! Evidence that does nothing: that nobody cites, or that only facts cite which no rule reads.

use std::collections::BTreeSet;

use crate::model::assessment::EvidenceResult;
use crate::model::bearing::Idle;
use crate::model::ids::EvidenceId;

use super::super::inquiry::Inquiry;

/// Evidence that no fact and no departure cites.
pub(super) fn uncited(inquiry: &Inquiry<'_>) -> Vec<Idle> {
    let departed = by_departures(inquiry);
    let is_idle =
        |evidence: &&EvidenceResult| inquiry.citing(&evidence.id).is_empty() && !departed.contains(&evidence.id);
    inquiry.assessment().evidence.iter().filter(is_idle).map(idle).collect()
}

/// Evidence that facts cite, but no fact that any rule reads, and no departure.
pub(super) fn unread(inquiry: &Inquiry<'_>) -> Vec<Idle> {
    let departed = by_departures(inquiry);
    let is_idle = |evidence: &&EvidenceResult| {
        let citing = inquiry.citing(&evidence.id);
        let is_read = || citing.iter().any(|id| inquiry.readers(*id).next().is_some());
        !citing.is_empty() && !departed.contains(&evidence.id) && !is_read()
    };
    inquiry.assessment().evidence.iter().filter(is_idle).map(idle).collect()
}

fn by_departures<'i>(inquiry: &'i Inquiry<'_>) -> BTreeSet<&'i EvidenceId> {
    let departures = inquiry.case().profile().departures.values();
    departures.flat_map(|departure| &departure.cites).map(|citation| &citation.evidence).collect()
}

fn idle(evidence: &EvidenceResult) -> Idle {
    Idle {
        id: evidence.id.clone(),
        title: evidence.title.clone(),
        owner: evidence.owner.clone(),
        cited_by: evidence.cited_by.clone(),
        at: evidence.at.clone(),
    }
}
