//! Taking evidence away, judging again, and putting it back.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assess::Times;
use crate::model::bearing::Trials;
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::profile::{Evidence, Profile};

use super::super::impact::withdraw;
use super::super::inquiry::{Inquiry, Replay};

/// A copy of the profile from which evidence is taken and to which it is put back.
pub(super) struct Bench<'i, 'c> {
    inquiry: &'i Inquiry<'c>,
    profile: Profile,
    /// What was done so far.
    pub(super) trials: Trials,
}

impl<'i, 'c> Bench<'i, 'c> {
    pub(super) fn of(inquiry: &'i Inquiry<'c>) -> Self {
        Self { inquiry, profile: inquiry.case().profile().clone(), trials: Trials::default() }
    }

    /// What comes of the duties `reached`, and of those that rest on what changes, if evidence is withdrawn.
    pub(super) fn without(&mut self, gone: &[EvidenceId], reached: &BTreeSet<DutyId>) -> Replay {
        let as_of = self.inquiry.as_of();
        // Copied once: between trials nobody else holds it.
        let evidence = Arc::make_mut(&mut self.profile.evidence);
        let mut kept: Vec<Evidence> = Vec::new();
        for id in gone {
            if let Some(evidence) = evidence.get_mut(id) {
                kept.push(evidence.clone());
                withdraw(evidence, as_of);
            }
        }
        let replay = self.inquiry.replay(&self.profile, reached, Times::on(as_of));
        let evidence = Arc::make_mut(&mut self.profile.evidence);
        for one in kept {
            evidence.insert(one.id.clone(), one);
        }
        self.trials.trials += 1;
        self.trials.judgings += replay.count();
        replay
    }
}
