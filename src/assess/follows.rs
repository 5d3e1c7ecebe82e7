//! Which gaps only follow from others: they would close by themselves if the duties that they rest on were satisfied.

use std::collections::BTreeMap;

use crate::model::ids::DutyId;
use crate::model::words::Standing;

use super::assemble::{Assembler, Judgement, met};

impl Assembler<'_> {
    /// Writes into every gap, and everything not assessed, from which other such duties it follows.
    ///
    /// Found by judging it again with those duties taken for satisfied; what would still be open does not follow from them.
    pub(super) fn trace_roots(&self, judgements: &mut BTreeMap<DutyId, Judgement>) {
        let resting = judgements.values().filter(|one| is_open(one) && !one.rests.duties.is_empty());
        let ids: Vec<DutyId> = resting.map(|one| one.result.id.clone()).collect();
        for id in ids {
            let causes = self.causes(&id, judgements);
            if let Some(judgement) = judgements.get_mut(&id) {
                judgement.result.follows_from = causes;
            }
        }
    }

    fn causes(&self, id: &DutyId, judgements: &BTreeMap<DutyId, Judgement>) -> Vec<DutyId> {
        let rests = judgements.get(id).map(|one| one.rests.duties.clone()).unwrap_or_default();
        let mut causes: Vec<DutyId> =
            rests.into_iter().filter(|other| judgements.get(other).is_some_and(is_open)).collect();
        if causes.is_empty() || !self.would_close(id, &causes, judgements) {
            return Vec::new();
        }
        // A duty that makes no difference is no cause.
        for other in causes.clone() {
            let fewer: Vec<DutyId> = causes.iter().filter(|cause| **cause != other).cloned().collect();
            if self.would_close(id, &fewer, judgements) {
                causes = fewer;
            }
        }
        causes
    }

    fn would_close(&self, id: &DutyId, satisfied: &[DutyId], judgements: &BTreeMap<DutyId, Judgement>) -> bool {
        let Some(duty) = self.question.law.duty(id.as_str()) else { return false };
        for other in satisfied {
            self.settle(other, Some(true));
        }
        let judgement = self.hear(duty);
        for other in satisfied {
            self.settle(other, judgements.get(other).and_then(|one| met(&one.result)));
        }
        !is_open(&judgement)
    }
}

/// Whether something is left to close or to find out.
fn is_open(judgement: &Judgement) -> bool {
    matches!(judgement.result.standing, Standing::Gap | Standing::Unassessed)
}
