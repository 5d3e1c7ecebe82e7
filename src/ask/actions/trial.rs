//! A profile in memory in which steps are taken, and judged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assess::{Answer, Assembler, Judgement, Times, assess, judging_order, met};
use crate::model::assessment::DutyResult;
use crate::model::facts::{FactId, Facts};
use crate::model::ids::DutyId;
use crate::model::profile::Profile;

use super::super::inquiry::Inquiry;
use super::steps::{Steps, Taken};

/// The duties as they were found, by id.
pub(super) type Results = BTreeMap<DutyId, DutyResult>;

/// A copy of a profile.
pub(super) struct Trial<'i, 'c> {
    pub(super) inquiry: &'i Inquiry<'c>,
    pub(super) profile: Profile,
    /// When each duty is judged: after those that it rests on.
    rank: BTreeMap<DutyId, usize>,
    /// How often a duty was judged.
    pub(super) judged: usize,
}

/// How the duties stand as steps are taken, one after the other.
pub(super) struct Followed {
    /// Those that were judged again.
    pub(super) results: Results,
    /// The facts that these read when they were last judged.
    reads: BTreeMap<DutyId, Vec<FactId>>,
    taken: Vec<Taken>,
}

impl<'i, 'c> Trial<'i, 'c> {
    /// A copy with other facts: those of the profile, with nodes for what it does not state.
    pub(super) fn of(inquiry: &'i Inquiry<'c>, facts: Facts) -> Self {
        let case = inquiry.case();
        let profile = Profile { facts: Arc::new(facts), ..case.profile().clone() };
        let question = case.question(case.profile(), inquiry.as_of());
        let order = judging_order(question.law, question.engine, question.broken).unwrap_or_default();
        let rank = order.into_iter().enumerate().map(|(rank, id)| (id, rank)).collect();
        Self { inquiry, profile, rank, judged: 0 }
    }

    /// A duty and all that it rests on, in the order in which they are judged.
    pub(super) fn with_rests(&self, id: &DutyId) -> Vec<DutyId> {
        let engine = self.inquiry.case().rules().engine();
        let mut found = BTreeSet::new();
        let mut next = vec![id.clone()];
        while let Some(id) = next.pop() {
            if found.insert(id.clone()) {
                next.extend(engine.rests_on(&id).iter().map(|(other, _)| other.clone()));
            }
        }
        self.in_order(found)
    }

    fn in_order(&self, ids: BTreeSet<DutyId>) -> Vec<DutyId> {
        let mut ids: Vec<DutyId> = ids.into_iter().filter(|id| self.rank.contains_key(id)).collect();
        ids.sort_by_key(|id| self.rank.get(id).copied());
        ids
    }

    /// How these duties come out with steps taken, each named after those that it rests on; the steps are put back.
    pub(super) fn came(&mut self, steps: &mut Steps, taken: &BTreeSet<usize>, ids: &[DutyId]) -> Results {
        let before = steps.take(Arc::make_mut(&mut self.profile.facts), taken);
        let mut heard = Results::new();
        for judgement in self.hear(ids, |_, _| true, &Results::new()) {
            heard.insert(judgement.result.id.clone(), judgement.result);
        }
        steps.put_back(Arc::make_mut(&mut self.profile.facts), before);
        heard
    }

    /// Judges those of some duties, in their order, of which `is_due` says so, given what was judged before and which duties came out
    /// otherwise than before.
    fn hear(
        &mut self,
        ids: &[DutyId],
        is_due: impl Fn(&DutyId, &BTreeSet<DutyId>) -> bool,
        before: &Results,
    ) -> Vec<Judgement> {
        let inquiry = self.inquiry;
        let question = inquiry.case().question(&self.profile, inquiry.as_of());
        let assembler = Assembler::new(&question, Times::on(inquiry.as_of()));
        let mut heard: Vec<Judgement> = Vec::new();
        let mut moved = BTreeSet::new();
        for id in ids {
            if !is_due(id, &moved) {
                continue;
            }
            let Some(duty) = question.law.duty(id.as_str()) else { continue };
            for (other, _) in question.engine.rests_on(id) {
                let now = heard.iter().find(|one| one.result.id == *other).map(|one| &one.result);
                let seen = now.or_else(|| before.get(other)).or_else(|| inquiry.duty(other));
                assembler.settle(other, seen.and_then(met));
            }
            let judgement = assembler.hear(duty);
            let was = before.get(id).or_else(|| inquiry.duty(id));
            if was.and_then(met) != met(&judgement.result) {
                moved.insert(id.clone());
            }
            heard.push(judgement);
        }
        self.judged += heard.len();
        heard
    }

    /// Nothing taken yet.
    pub(super) fn follow() -> Followed {
        Followed { results: Results::new(), reads: BTreeMap::new(), taken: Vec::new() }
    }

    /// Takes further steps, and judges again what reads anything that they touch; returns which duties that were.
    pub(super) fn go_on(
        &mut self,
        steps: &mut Steps,
        further: &BTreeSet<usize>,
        so_far: &mut Followed,
    ) -> BTreeSet<DutyId> {
        so_far.taken.push(steps.take(Arc::make_mut(&mut self.profile.facts), further));
        let touched = steps.touched(further);
        let mut reached: BTreeSet<DutyId> =
            touched.iter().flat_map(|fact| self.inquiry.readers(*fact)).cloned().collect();
        let again = so_far.reads.iter().filter(|(_, reads)| reads.iter().any(|fact| touched.contains(fact)));
        reached.extend(again.map(|(id, _)| id.clone()));
        let engine = self.inquiry.case().rules().engine();
        let rests: BTreeSet<DutyId> = self.rank.keys().filter(|id| !engine.rests_on(id).is_empty()).cloned().collect();
        let ids = self.in_order(reached.union(&rests).cloned().collect());
        let is_due = |id: &DutyId, moved: &BTreeSet<DutyId>| {
            reached.contains(id) || engine.rests_on(id).iter().any(|(other, _)| moved.contains(other))
        };
        let mut judged = BTreeSet::new();
        for judgement in self.hear(&ids, is_due, &so_far.results) {
            let id = judgement.result.id.clone();
            judged.insert(id.clone());
            so_far.reads.insert(id.clone(), judgement.rests.facts);
            so_far.results.insert(id, judgement.result);
        }
        judged
    }

    /// Everything, judged again in full as the profile is now.
    pub(super) fn in_full(&self) -> Answer {
        assess(&self.inquiry.case().question(&self.profile, self.inquiry.as_of()))
    }

    /// Puts back all that was taken.
    pub(super) fn back(&mut self, steps: &mut Steps, so_far: Followed) {
        for taken in so_far.taken.into_iter().rev() {
            steps.put_back(Arc::make_mut(&mut self.profile.facts), taken);
        }
    }
}
