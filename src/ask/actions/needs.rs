//! What a duty needs to be settled: for each pair that keeps it where it stands, what a witness states and what is still to be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::actions::Ask;
use crate::model::assessment::{At, DutyResult, FactRead, PairResult};
use crate::model::facts::Fact;
use crate::model::ids::{DutyId, EvidenceId, KindId};
use crate::model::law::Law;
use crate::model::profile::Profile;
use crate::model::words::{Standing, Support};

use super::super::inquiry::Inquiry;
use super::super::witness::{Witness, Witnesses};
use super::pairs::{
    Leaving, Obstacle, PairKey, comes_out, everything, is_proven, is_settled, is_unmet, keeping, keeps, key,
    may_be_shown, of_pair, only_does_not_arise, words,
};
use super::place::{Key, key_of, owner_of};
use super::steps::{Proposal, Shown, Steps};
use super::trial::{Results, Trial};

/// How often it is looked again at what is still to be shown, or has come up: what is shown may lead a rule to read more.
const ROUNDS: usize = 6;
/// How often witnesses are looked for in a profile in which steps are taken: each time the whole of it is copied.
const FURTHER: usize = 200;

/// Witnesses by pair.
type Found = BTreeMap<(DutyId, PairKey), Vec<Witness>>;

/// What a duty needs.
#[derive(Clone, Default)]
pub(super) struct Need {
    /// The steps for each pair.
    pub(super) pairs: BTreeMap<PairKey, BTreeSet<usize>>,
    /// The pairs that only come up once steps are taken: there is an entry more, or there may be others.
    pub(super) further: BTreeMap<PairKey, PairResult>,
    /// The steps of the duties that it rests on.
    pub(super) rests: BTreeSet<usize>,
}

impl Need {
    pub(super) fn steps(&self) -> BTreeSet<usize> {
        self.pairs.values().flatten().chain(&self.rests).copied().collect()
    }
}

/// Finds what duties need.
pub(super) struct Needs<'i, 'c> {
    pub(super) trial: Trial<'i, 'c>,
    pub(super) steps: Steps,
    witnesses: Found,
    /// How often witnesses may still be looked for in a profile in which steps are taken.
    further: usize,
    /// The open pairs that would only not arise with a witness taken, and who is to be asked whether they do.
    would_not_arise: BTreeMap<(DutyId, PairKey), String>,
    made: BTreeMap<(DutyId, Leaving), Result<Need, Obstacle>>,
}

impl<'i, 'c> Needs<'i, 'c> {
    /// Looks for witnesses of whatever the targets need.
    pub(super) fn of(inquiry: &'i Inquiry<'c>, targets: &[&DutyResult], leaving: &Leaving) -> Self {
        let case = inquiry.case();
        let found = Witnesses::of(case, inquiry.as_of());
        let mut witnesses = Found::new();
        let engine = case.rules().engine();
        let mut next: Vec<&DutyId> = targets.iter().map(|duty| &duty.id).collect();
        let mut seen: BTreeSet<&DutyId> = BTreeSet::new();
        while let Some(id) = next.pop() {
            let Some(duty) = inquiry.duty(id).filter(|_| seen.insert(id)) else { continue };
            let is_target = targets.iter().any(|target| target.id == *id);
            let wanted = if is_target && engine.rests_on(id).is_empty() { leaving.clone() } else { everything() };
            for pair in duty.requirements.iter().filter(|pair| is_unmet(pair) && keeps(pair, &wanted)) {
                let key = (id.clone(), key(pair));
                witnesses.insert(key, found.find(id, &pair.id, pair.subject.as_ref()));
            }
            next.extend(engine.rests_on(id).iter().map(|(other, _)| other));
        }
        let mut trial = Trial::of(inquiry, found.facts());
        let steps = Steps::new(&mut trial.profile, case.rules().law(), inquiry.as_of());
        Self { trial, steps, witnesses, further: FURTHER, would_not_arise: BTreeMap::new(), made: BTreeMap::new() }
    }

    fn law(&self) -> &'c Law {
        self.trial.inquiry.case().rules().law()
    }

    /// What a duty needs to leave where it stands.
    pub(super) fn plan(&mut self, id: &DutyId, leaving: &Leaving) -> Result<Need, Obstacle> {
        let known = (id.clone(), leaving.clone());
        if let Some(made) = self.made.get(&known) {
            return made.clone();
        }
        let made = self.find(id, leaving);
        self.made.insert(known, made.clone());
        made
    }

    fn find(&mut self, id: &DutyId, leaving: &Leaving) -> Result<Need, Obstacle> {
        let inquiry = self.trial.inquiry;
        let Some(duty) = inquiry.duty(id) else {
            return Err(Obstacle { why: "it is not judged".into(), at: nowhere(inquiry) });
        };
        let pairs = keeping(duty, leaving)?;
        let ids = self.trial.with_rests(id);
        let mut need = Need::default();
        let mut came = self.first(duty, &pairs, &mut need, &ids)?;
        for pair in pairs.iter().copied().filter(|pair| is_unmet(pair)) {
            if !comes_out(came.get(id), pair) {
                came = self.try_each(duty, pair, &mut need, &ids)?;
            }
        }
        for _ in 0..ROUNDS {
            let Some(now) = came.get(id).filter(|now| !is_settled(now, &pairs, leaving)) else { break };
            if self.show(now, &pairs, leaving, &mut need)? {
                came = self.trial.came(&mut self.steps, &need.steps(), &ids);
            } else if let Some(next) = self.go_further(now, &pairs, leaving, &mut need, &ids)? {
                came = next;
            } else {
                break;
            }
        }
        let Some(last) = came.get(id).filter(|came| !is_settled(came, &pairs, leaving)) else {
            self.leave_out(id, &pairs, leaving, &mut need, &ids);
            return Ok(need);
        };
        let open = pairs.iter().find(|pair| !is_proven(Some(last), pair));
        let why = match open {
            Some(pair) if comes_out(Some(last), pair) => format!("{} could be met, but not shown", of_pair(pair)),
            Some(pair) => self
                .why_not_arising(id, pair)
                .unwrap_or_else(|| format!("what would make the others met leaves {} open", of_pair(pair))),
            None => format!("it would then be {}: {}", words(last.standing), last.reason),
        };
        Err(Obstacle { why, at: open.map_or_else(|| duty.at.clone(), |pair| pair.at.clone()) })
    }

    /// Takes the first witness of every pair, all together.
    fn first(
        &mut self,
        duty: &DutyResult,
        pairs: &[&PairResult],
        need: &mut Need,
        ids: &[DutyId],
    ) -> Result<Results, Obstacle> {
        let mut proposals = Vec::new();
        for pair in pairs.iter().copied().filter(|pair| is_unmet(pair)) {
            let kind = self.kind(pair)?;
            let witness = self.witnesses.get(&(duty.id.clone(), key(pair))).and_then(|found| found.first()).cloned();
            if let Some(witness) = witness {
                let proposal = self.steps.propose(&witness, &kind);
                need.pairs.insert(key(pair), proposal.steps.clone());
                proposals.push((pair, proposal));
            }
        }
        if proposals.is_empty() {
            return Ok(Results::from([(duty.id.clone(), duty.clone())]));
        }
        let came = self.trial.came(&mut self.steps, &need.steps(), ids);
        // What did not make its pair met is forgotten, unless another needs it too.
        for (pair, _) in proposals.iter().filter(|(pair, _)| !comes_out(came.get(&duty.id), pair)) {
            need.pairs.remove(&key(pair));
        }
        let kept = need.steps();
        for (_, proposal) in proposals.iter().filter(|(_, proposal)| proposal.steps.is_disjoint(&kept)) {
            self.steps.withdraw(proposal);
        }
        Ok(came)
    }

    /// Tries the witnesses of a pair one after the other.
    fn try_each(
        &mut self,
        duty: &DutyResult,
        pair: &PairResult,
        need: &mut Need,
        ids: &[DutyId],
    ) -> Result<Results, Obstacle> {
        let kind = self.kind(pair)?;
        let found = self.witnesses.get(&(duty.id.clone(), key(pair))).cloned().unwrap_or_default();
        if let Some(came) = self.try_with(duty, pair, need, ids, (&found, &kind)) {
            return Ok(came);
        }
        // It may be that a duty on which it rests has to be satisfied first.
        let inquiry = self.trial.inquiry;
        for other in ids.iter().filter(|other| **other != duty.id) {
            let is_open = inquiry.duty(other).is_some_and(|other| other.standing != Standing::Satisfied);
            if is_open && pair.rests_on.contains(other) {
                let steps = self.plan(other, &everything()).map_err(|obstacle| Obstacle {
                    why: format!("it rests on `{other}`, which nothing settles: {}", obstacle.why),
                    at: obstacle.at,
                })?;
                need.rests.extend(steps.steps());
            }
        }
        if !need.rests.is_empty() {
            let came = self.trial.came(&mut self.steps, &need.steps(), ids);
            if comes_out(came.get(&duty.id), pair) {
                return Ok(came);
            }
            if let Some(came) = self.try_with(duty, pair, need, ids, (&found, &kind)) {
                return Ok(came);
            }
        }
        let own = of_pair(pair);
        let why = match self.why_not_arising(&duty.id, pair) {
            Some(why) => why,
            None if found.is_empty() => format!("no case of its rule set shows how {own} would be met"),
            None => format!(
                "the ways in which {own} is met in the cases of its rule set were tried, and none does for this force"
            ),
        };
        Err(Obstacle { why, at: pair.at.clone() })
    }

    /// What is said of a pair that would only not arise.
    fn why_not_arising(&self, id: &DutyId, pair: &PairResult) -> Option<String> {
        let post = self.would_not_arise.get(&(id.clone(), key(pair)))?;
        Some(format!("{} would only not arise: whether it does is to be found out, from {post}", of_pair(pair)))
    }

    fn try_with(
        &mut self,
        duty: &DutyResult,
        pair: &PairResult,
        need: &mut Need,
        ids: &[DutyId],
        (found, kind): (&[Witness], &KindId),
    ) -> Option<Results> {
        let mut contradicts: Vec<&Witness> = Vec::new();
        for witness in found {
            let proposal = self.steps.propose(witness, kind);
            if let Some(came) = self.works(duty, pair, need, ids, &proposal) {
                return Some(came);
            }
            if proposal.contradicts {
                contradicts.push(witness);
            }
            self.steps.withdraw(&proposal);
        }
        // What others need a fact to be does not do here; perhaps a list may hold both, or what this one needs does for the others.
        for (witness, united) in contradicts.into_iter().flat_map(|witness| [(witness, true), (witness, false)]) {
            let proposal = self.steps.propose(witness, kind);
            let before = if united {
                self.steps.unite(witness, Arc::make_mut(&mut self.trial.profile.facts))
            } else {
                self.steps.change(witness)
            };
            let changed: BTreeSet<usize> = before.iter().map(|(step, ..)| *step).collect();
            if !changed.is_empty() {
                let works = self.works(duty, pair, need, ids, &proposal);
                if let Some(came) = works.filter(|_| self.do_still(&changed)) {
                    return Some(came);
                }
            }
            need.pairs.remove(&key(pair));
            self.steps.change_back(before);
            self.steps.withdraw(&proposal);
        }
        None
    }

    /// Whether a pair is met with a proposal taken too, and those before it still are.
    fn works(
        &mut self,
        duty: &DutyResult,
        pair: &PairResult,
        need: &mut Need,
        ids: &[DutyId],
        proposal: &Proposal,
    ) -> Option<Results> {
        need.pairs.insert(key(pair), proposal.steps.clone());
        let came = self.trial.came(&mut self.steps, &need.steps(), ids);
        let own = duty.requirements.iter().filter(|own| need.pairs.contains_key(&key(own)));
        let mut all = own.chain(need.further.values()).chain([pair]);
        if all.all(|one| comes_out(came.get(&duty.id), one)) {
            return Some(came);
        }
        if only_does_not_arise(came.get(&duty.id), pair) {
            let step = proposal.steps.first().and_then(|step| self.steps.get(*step));
            if let Some(step) = step {
                let post = owner_of(step, &self.trial.profile, self.law());
                self.would_not_arise.entry((duty.id.clone(), key(pair))).or_insert(post);
            }
        }
        need.pairs.remove(&key(pair));
        None
    }

    /// Looks for witnesses of the pairs that have come up; `None` if there are none such, or they cannot be met.
    fn go_further(
        &mut self,
        now: &DutyResult,
        pairs: &[&PairResult],
        leaving: &Leaving,
        need: &mut Need,
        ids: &[DutyId],
    ) -> Result<Option<Results>, Obstacle> {
        let is_new = |pair: &&PairResult| !pairs.iter().any(|own| key(own) == key(pair));
        let open: Vec<PairResult> = now
            .requirements
            .iter()
            .filter(|pair| is_unmet(pair) && keeps(pair, leaving))
            .filter(is_new)
            .cloned()
            .collect();
        let Some(left) = self.further.checked_sub(1).filter(|_| !open.is_empty()) else { return Ok(None) };
        self.further = left;
        let found = self.look_again(&now.id, &open, &need.steps());
        let mut last = None;
        for (pair, found) in open.iter().zip(found) {
            if comes_out(last.as_ref().and_then(|came: &Results| came.get(&now.id)), pair) {
                continue;
            }
            let kind = self.kind(pair)?;
            let Some(came) = self.try_with(now, pair, need, ids, (&found, &kind)) else { return Ok(None) };
            need.further.insert(key(pair), pair.clone());
            last = Some(came);
        }
        Ok(last)
    }

    /// Witnesses in the profile as it is with steps taken.
    fn look_again(&mut self, id: &DutyId, pairs: &[PairResult], taken: &BTreeSet<usize>) -> Vec<Vec<Witness>> {
        let before = self.steps.take(Arc::make_mut(&mut self.trial.profile.facts), taken);
        let inquiry = self.trial.inquiry;
        let case = inquiry.case().with_facts(Arc::clone(&self.trial.profile.facts));
        let witnesses = Witnesses::of(&case, inquiry.as_of());
        let found = pairs.iter().map(|pair| witnesses.find(id, &pair.id, pair.subject.as_ref())).collect();
        self.trial.profile.facts = Arc::new(witnesses.facts());
        self.steps.put_back(Arc::make_mut(&mut self.trial.profile.facts), before);
        found
    }

    /// Whether all that needs one of these steps, as they were, is settled with them as they are.
    fn do_still(&mut self, changed: &BTreeSet<usize>) -> bool {
        let users: Vec<(DutyId, Leaving, BTreeSet<usize>)> = self
            .made
            .iter()
            .filter_map(|((id, leaving), made)| Some((id.clone(), leaving.clone(), made.as_ref().ok()?.steps())))
            .filter(|(.., steps)| !steps.is_disjoint(changed))
            .collect();
        users.into_iter().all(|(id, leaving, steps)| {
            let ids = self.trial.with_rests(&id);
            let came = self.trial.came(&mut self.steps, &steps, &ids);
            let pairs = self.trial.inquiry.duty(&id).and_then(|duty| keeping(duty, &leaving).ok()).unwrap_or_default();
            came.get(&id).is_some_and(|came| is_settled(came, &pairs, &leaving))
        })
    }

    /// Adds what would show the facts of pairs that are met and not yet shown; `false` if there is nothing to add.
    fn show(
        &mut self,
        came: &DutyResult,
        pairs: &[&PairResult],
        leaving: &Leaving,
        need: &mut Need,
    ) -> Result<bool, Obstacle> {
        let before = need.steps();
        let whole = leaving.contains(&Standing::Unproven);
        let counts = |pair: &&PairResult| whole || pairs.iter().any(|own| key(own) == key(pair));
        let is_open = |pair: &&PairResult| !pair.history && may_be_shown(pair);
        let unshown = |pair: &&PairResult| pair.support != Some(Support::Evidenced);
        let open: Vec<&PairResult> = came.requirements.iter().filter(counts).filter(is_open).collect();
        let of_pairs = open.iter().any(unshown);
        for pair in open {
            let kind = self.kind(pair)?;
            // Once every pair is shown, it is who says that a list is complete.
            let wanted = |read: &&FactRead| {
                read.supported_by.is_empty() && if of_pairs { unshown(&pair) } else { read.path.ends_with(".complete") }
            };
            for read in pair.facts.iter().filter(wanted) {
                let shown = shown(&self.trial.profile, self.law(), read, pair, self.trial.inquiry);
                if let Some(shown) = shown {
                    let step = self.steps.show(shown, &kind, &need.steps());
                    need.pairs.entry(key(pair)).or_default().insert(step);
                }
            }
        }
        Ok(need.steps() != before)
    }

    /// Leaves out every action without which the duty is settled too.
    fn leave_out(&mut self, id: &DutyId, pairs: &[&PairResult], leaving: &Leaving, need: &mut Need, ids: &[DutyId]) {
        let mut by_action: BTreeMap<Key, BTreeSet<usize>> = BTreeMap::new();
        for step in need.steps() {
            if let Some(own) = self.steps.get(step) {
                let key = key_of(own, &self.trial.profile, self.law());
                by_action.entry(key).or_default().insert(step);
            }
        }
        if by_action.len() < 2 {
            return;
        }
        for steps in by_action.values() {
            let fewer: BTreeSet<usize> = need.steps().difference(steps).copied().collect();
            let came = self.trial.came(&mut self.steps, &fewer, ids);
            if came.get(id).is_some_and(|came| is_settled(came, pairs, leaving)) {
                need.rests.retain(|step| !steps.contains(step));
                for own in need.pairs.values_mut() {
                    own.retain(|step| !steps.contains(step));
                }
            }
        }
    }

    fn kind(&self, pair: &PairResult) -> Result<KindId, Obstacle> {
        self.steps.kind_of(&pair.shown_by).ok_or_else(|| Obstacle {
            why: format!("no kind of evidence that could count shows {}", of_pair(pair)),
            at: pair.at.clone(),
        })
    }
}

/// A fact that is to be shown, and what is asked of it.
fn shown<'a>(
    profile: &Profile,
    law: &Law,
    read: &'a FactRead,
    pair: &PairResult,
    inquiry: &Inquiry<'_>,
) -> Option<Shown<'a>> {
    let fact = profile.facts.find(&read.path)?;
    if read.holds_until.is_some_and(|until| until < inquiry.as_of()) {
        return Some(Shown { fact, path: &read.path, ask: Ask::Confirm, renews: None });
    }
    let own = inquiry.case().profile().facts.get(fact);
    let renews = own.and_then(|own| lapsed(own, profile, law, &pair.shown_by));
    Some(Shown { fact, path: &read.path, ask: Ask::Show, renews })
}

/// What a fact cites that would show it if it were renewed.
fn lapsed(fact: &Fact, profile: &Profile, law: &Law, kinds: &[KindId]) -> Option<EvidenceId> {
    let cited = fact.cites.iter().filter_map(|citation| profile.evidence.get(&citation.evidence));
    let would = |kind: &KindId| kinds.contains(kind) && law.kinds.get(kind).is_some_and(|kind| !kind.narrative);
    cited.filter(|evidence| would(&evidence.kind)).map(|evidence| evidence.id.clone()).min()
}

fn nowhere(inquiry: &Inquiry<'_>) -> At {
    At::of(inquiry.case().sources(), inquiry.case().profile().place)
}
