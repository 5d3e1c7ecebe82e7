//! One profile on one date, judged; and judged again where something is supposed to be otherwise.
//!
//! Only the duties that read what is otherwise are judged again, and those that rest on them if that changes what they see.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Answer, Assembler, Judgement, Rests, Times, judging_order, met};
use crate::audit::Case;
use crate::model::assessment::{Assessment, DutyResult, PairResult};
use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::profile::Profile;

/// A profile, judged on a date, with an index of who reads what.
pub struct Inquiry<'c> {
    case: &'c Case<'c>,
    as_of: Day,
    answer: Answer,
    /// Where each duty stands in the assessment.
    place: BTreeMap<DutyId, usize>,
    /// The duties in the order in which they are judged.
    order: Vec<DutyId>,
    /// By [`FactId::index`], the numbers of the duties that asked for it.
    readers: Vec<Vec<u32>>,
    /// The facts that cite each piece of evidence.
    citing: BTreeMap<EvidenceId, Vec<FactId>>,
}

/// What is otherwise in a profile whose facts keep their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Otherwise {
    /// Facts that are added, removed or changed.
    pub(crate) facts: BTreeSet<FactId>,
    /// Evidence that is.
    pub(crate) evidence: BTreeSet<EvidenceId>,
    /// Duties from which departures are.
    pub(crate) departed: BTreeSet<DutyId>,
}

/// What came of judging again.
#[derive(Clone, Debug)]
pub(crate) struct Replay {
    /// Every duty that was judged again.
    pub(crate) results: BTreeMap<DutyId, DutyResult>,
}

impl<'c> Inquiry<'c> {
    /// Judges every duty of a case.
    #[must_use]
    pub fn open(case: &'c Case<'c>, as_of: Day) -> Self {
        let answer = case.audit(as_of);
        let law = case.rules().law();
        let duties = || answer.assessment.duties.iter().enumerate();
        let place: BTreeMap<DutyId, usize> = duties().map(|(index, duty)| (duty.id.clone(), index)).collect();
        let question = case.question(case.profile(), as_of);
        // A circle is a problem of its rule set, whose duties are not judged.
        let order = judging_order(law, case.rules().engine(), question.broken)
            .unwrap_or_else(|_| duties().map(|(_, duty)| duty.id.clone()).collect());
        let facts = &case.profile().facts;
        let mut readers = vec![Vec::new(); facts.len()];
        for (index, duty) in duties() {
            let read = answer.rests.get(&duty.id).map(|rests| rests.facts.as_slice()).unwrap_or_default();
            for id in read {
                if let Some(readers) = readers.get_mut(id.index()) {
                    readers.push(u32::try_from(index).unwrap_or(u32::MAX));
                }
            }
        }
        let mut citing: BTreeMap<EvidenceId, Vec<FactId>> = BTreeMap::new();
        for (id, fact) in facts.iter() {
            for citation in &fact.cites {
                citing.entry(citation.evidence.clone()).or_default().push(id);
            }
        }
        Self { case, as_of, answer, place, order, readers, citing }
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> &'c Case<'c> {
        self.case
    }

    /// The date the question is asked for.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// What the audit found.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.answer.assessment
    }

    /// The audit.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// A duty as the audit found it.
    pub(crate) fn duty(&self, id: &DutyId) -> Option<&DutyResult> {
        self.answer.assessment.duties.get(*self.place.get(id)?)
    }

    /// What a duty rests on.
    pub(crate) fn rests(&self, id: &DutyId) -> Option<&Rests> {
        self.answer.rests.get(id)
    }

    /// The facts that cite a piece of evidence.
    pub(crate) fn citing(&self, id: &EvidenceId) -> &[FactId] {
        self.citing.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The duties that asked for a fact.
    pub(crate) fn readers(&self, id: FactId) -> impl Iterator<Item = &DutyId> {
        let readers = self.readers.get(id.index()).into_iter().flatten();
        readers.filter_map(|index| self.answer.assessment.duties.get(*index as usize)).map(|duty| &duty.id)
    }

    /// The duties that read something that is otherwise.
    pub(crate) fn reached(&self, otherwise: &Otherwise) -> BTreeSet<DutyId> {
        let cited = otherwise.evidence.iter().flat_map(|id| self.citing(id));
        let facts: BTreeSet<FactId> = otherwise.facts.iter().chain(cited).copied().collect();
        let readers = facts.into_iter().flat_map(|id| self.readers(id));
        readers.chain(&otherwise.departed).cloned().collect()
    }

    /// Judges again the duties named, with each part of the question on its own day, and those that rest on what that changes.
    pub(crate) fn replay(&self, profile: &Profile, reached: &BTreeSet<DutyId>, times: Times) -> Replay {
        let question = self.case.question(profile, self.as_of);
        let assembler = Assembler::new(&question, times);
        let mut heard: BTreeMap<DutyId, DutyResult> = BTreeMap::new();
        let mut moved: BTreeSet<DutyId> = BTreeSet::new();
        for id in &self.order {
            let rests_on = question.engine.rests_on(id);
            if !reached.contains(id) && !rests_on.iter().any(|(other, _)| moved.contains(other)) {
                continue;
            }
            let Some(duty) = question.law.duty(id.as_str()) else { continue };
            for (other, _) in rests_on {
                let seen = heard.get(other).or_else(|| self.duty(other)).and_then(met);
                assembler.settle(other, seen);
            }
            let Judgement { result, .. } = assembler.hear(duty);
            if self.duty(id).and_then(met) != met(&result) {
                moved.insert(id.clone());
            }
            heard.insert(id.clone(), result);
        }
        Replay { results: heard }
    }
}

impl Replay {
    /// How many duties were judged again.
    pub(crate) fn count(&self) -> usize {
        self.results.len()
    }
}

/// Whether two judgings of a duty came to the same: its verdict, support and standing, and those of its pairs.
pub(crate) fn is_same(a: &DutyResult, b: &DutyResult) -> bool {
    let whole = |duty: &DutyResult| (duty.verdict, duty.support, duty.standing, duty.apparent_breach);
    let pair = |pair: &PairResult| {
        (pair.id.clone(), pair.subject.clone(), pair.outcome, pair.support, pair.history, pair.set_aside_by.clone())
    };
    whole(a) == whole(b)
        && a.requirements.len() == b.requirements.len()
        && a.requirements.iter().zip(&b.requirements).all(|(a, b)| pair(a) == pair(b))
}

#[cfg(test)]
mod tests;
