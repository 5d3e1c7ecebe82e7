//! A working copy of a profile in which things are otherwise, for one duty: changed in place, judged, and put back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assess::{Assembler, Times, met};
use crate::evaluate::{Clock, Closure, Doubt, Outline, Pair, Read};
use crate::model::assessment::DutyResult;
use crate::model::counterfactual::Work;
use crate::model::dates::{Dates, Day};
use crate::model::facts::{Citation, Content, FactId, Facts};
use crate::model::ids::{EvidenceId, KindId, SubjectId};
use crate::model::law::Duty;
use crate::model::merge::Merged;
use crate::model::profile::{Evidence, HeldAt, Profile};
use crate::model::words::{Outcome, Standing, Support};

use super::super::inquiry::Inquiry;
use super::change::Change;
use super::values::Seen;

/// The most trials for one duty.
const MOST_TRIALS: usize = 20_000;
/// The most pairs that are judged for each part of a search: of a duty with many subjects, fewer trials are made.
const MOST_PAIRS: usize = 30_000;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The verdict is `met`.
    Met,
    /// The duty is satisfied.
    Satisfied,
}

/// What came of judging the duty as things stand on the bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) reached: bool,
    /// Of everything that keeps it from being reached, what of the facts it read: one of each has to be otherwise.
    pub(super) needs: Vec<BTreeSet<FactId>>,
    /// What each pair came to.
    pub(super) came: Vec<(Outcome, Option<Support>)>,
}

/// A duty on a working copy of its profile.
pub(super) struct Bench<'i, 'c> {
    pub(super) inquiry: &'i Inquiry<'c>,
    pub(super) duty: &'c Duty,
    pub(super) profile: Profile,
    /// What whatever is otherwise cites: evidence of every kind that may show a requirement of the duty.
    pub(super) cites: Vec<Citation>,
    /// Every change that was thought of so far.
    pub(super) changes: Vec<Change>,
    /// Those of each fact, where they were thought of.
    pub(super) of_fact: BTreeMap<FactId, Vec<usize>>,
    /// The facts of which all changes were thought of.
    pub(super) thought: BTreeSet<FactId>,
    /// What is taken, in this order.
    taken: Vec<usize>,
    pub(super) work: Work,
    /// How many pairs may have been judged when the part of the search in hand is cut.
    bound: usize,
}

impl<'i, 'c> Bench<'i, 'c> {
    /// A bench with other facts than the profile's: the same, with nodes for what it does not state.
    pub(super) fn of(inquiry: &'i Inquiry<'c>, duty: &'c Duty, facts: Facts) -> Self {
        let mut profile = inquiry.case().profile().clone();
        profile.facts = Arc::new(facts);
        let kinds = kinds_of(inquiry, duty);
        let mut evidence = BTreeMap::clone(&profile.evidence);
        evidence.extend(
            kinds.iter().map(|kind| supposed(kind, inquiry.as_of(), &profile)).map(|one| (one.id.clone(), one)),
        );
        profile.evidence = Arc::new(evidence);
        let cite = |kind: &KindId| Citation { evidence: id_of(kind), anchor: None, place: profile.place };
        Self {
            cites: kinds.iter().map(cite).collect(),
            work: Work { duties: inquiry.assessment().duties.len(), ..Work::default() },
            inquiry,
            duty,
            profile,
            changes: Vec::new(),
            of_fact: BTreeMap::new(),
            thought: BTreeSet::new(),
            taken: Vec::new(),
            bound: MOST_PAIRS,
        }
    }

    /// What pairs of the duty read as things stand, and what its rule has of its own.
    pub(super) fn seen(&self, pairs: &[Pair]) -> Seen {
        let rules = self.inquiry.case().rules();
        let (law, engine) = (rules.law(), rules.engine());
        let added = self.duty.overlaid.iter().flat_map(|overlaid| overlaid.additions.keys());
        let added = added.filter_map(|requirement| engine.outline_of_added(law, &self.duty.id, requirement));
        let outlines: Vec<Outline> = engine.outline(law, &self.duty.id).into_iter().chain(added).collect();
        Seen::of(pairs, &self.profile.facts, self.duty, &outlines, &law.dictionary, self.as_of())
    }

    /// Begins a part of the search that may take as much as each of the others.
    pub(super) fn begin(&mut self) {
        self.bound = self.work.pairs + MOST_PAIRS;
    }

    pub(super) fn as_of(&self) -> Day {
        self.inquiry.as_of()
    }

    /// Whether the bound of the search is reached.
    pub(super) fn is_spent(&self) -> bool {
        self.work.ones + self.work.twos + self.work.others >= MOST_TRIALS || self.work.pairs >= self.bound
    }

    /// How many facts changes are of.
    pub(super) fn number(&self, changes: &[usize]) -> usize {
        let changes = changes.iter().filter_map(|index| self.changes.get(*index));
        changes.flat_map(Change::stated).collect::<BTreeSet<&str>>().len()
    }

    /// Lets exactly these changes be taken.
    pub(super) fn take(&mut self, changes: &[usize]) {
        let same = self.taken.iter().zip(changes).take_while(|(own, other)| own == other).count();
        let facts = Arc::make_mut(&mut self.profile.facts);
        // The last one taken is the first to be put back.
        for index in self.taken.drain(same..).rev() {
            if let Some(change) = self.changes.get_mut(index) {
                change.differences.iter_mut().rev().for_each(|difference| Merged::take(facts, difference));
            }
        }
        for index in changes.iter().skip(same) {
            if let Some(change) = self.changes.get_mut(*index) {
                change.differences.iter_mut().for_each(|difference| Merged::take(facts, difference));
                self.taken.push(*index);
            }
        }
    }

    /// The changes that are taken.
    pub(super) fn taken(&self) -> &[usize] {
        &self.taken
    }

    /// Judges the pairs of the duty; of one subject alone, if one is named.
    pub(super) fn pairs(&mut self, only: Option<&SubjectId>) -> Vec<Pair> {
        let question = self.inquiry.case().question(&self.profile, self.as_of());
        let judge = question.engine.judge(question.law, &self.profile, Clock::on(self.as_of()));
        for (other, _) in question.engine.rests_on(&self.duty.id) {
            judge.settle(other, self.inquiry.duty(other).and_then(met));
        }
        let pairs = match only {
            Some(subject) => judge.judge_one(self.duty, Some(subject), None),
            None => judge.judge(self.duty),
        };
        self.work.judgings += 1;
        self.work.pairs += pairs.len().max(1);
        pairs
    }

    /// Judges the duty with its support and all that is told of it.
    pub(super) fn heard(&mut self) -> DutyResult {
        let question = self.inquiry.case().question(&self.profile, self.as_of());
        let assembler = Assembler::new(&question, Times::on(self.as_of()));
        for (other, _) in question.engine.rests_on(&self.duty.id) {
            assembler.settle(other, self.inquiry.duty(other).and_then(met));
        }
        let result = assembler.hear(self.duty).result;
        self.work.judgings += 1;
        // To find what it rests on, each pair is judged more than once.
        self.work.pairs += 3 * result.requirements.len().max(1);
        result
    }

    /// How far the goal is with these changes.
    pub(super) fn look(&mut self, changes: &[usize], goal: Goal) -> Look {
        self.take(changes);
        self.look_now(goal)
    }

    fn look_now(&mut self, goal: Goal) -> Look {
        let pairs = self.pairs(None);
        let heard = (goal == Goal::Satisfied).then(|| self.heard());
        let support = |index: usize| heard.as_ref()?.requirements.get(index)?.support;
        let came: Vec<_> = pairs.iter().enumerate().map(|(index, pair)| (pair.outcome, support(index))).collect();
        let is_in_the_way = |index: usize, pair: &Pair| {
            is_open(pair) || (!pair.history && support(index).is_some_and(|support| support != Support::Evidenced))
        };
        let in_the_way = pairs.iter().enumerate().filter(|(index, pair)| is_in_the_way(*index, pair));
        let mut needs: Vec<BTreeSet<FactId>> = in_the_way.map(|(_, pair)| self.facts_of(pair)).collect();
        let reached = match &heard {
            Some(heard) => heard.standing == Standing::Satisfied,
            None => is_met(&pairs),
        };
        if !reached && needs.is_empty() {
            let closures = pairs.iter().filter_map(|pair| match pair.closure {
                Some(Closure::Profile(id, _)) if goal == Goal::Satisfied => self.fact_of(id),
                _ => None,
            });
            let closures: BTreeSet<FactId> = closures.collect();
            // Nothing is open, and yet nothing is met: anything that was read may change that.
            let all = || pairs.iter().flat_map(|pair| self.facts_of(pair)).collect();
            needs.push(if closures.is_empty() { all() } else { closures });
        }
        needs.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        needs.dedup();
        let reached = reached && self.is_statable();
        Look { reached, needs, came }
    }

    /// What a pair read and what could be otherwise: each fact by the node that is stated as one.
    pub(super) fn facts_of(&self, pair: &Pair) -> BTreeSet<FactId> {
        let reads = pair.reads.iter().filter_map(|read| match read {
            Read::Fact(id) => self.fact_of(*id),
            Read::Duty(_) => None,
        });
        // Of an open list nothing may have been read but that it is open.
        let open = pair.doubts.iter().filter_map(|doubt| match doubt {
            Doubt::Open(path) => self.fact_of(self.profile.facts.find(path)?),
            _ => None,
        });
        reads.chain(open).collect()
    }

    /// The node that is stated as one with this: a list for its values, a collection for its closure and for an entry that is not there.
    pub(super) fn fact_of(&self, id: FactId) -> Option<FactId> {
        let facts = &self.profile.facts;
        let fact = facts.get(id)?;
        if fact.path.split('.').any(|step| step == "*") {
            let mut next = fact.parent;
            while let Some(above) = next.and_then(|id| facts.get(id)) {
                let is_there = !above.path.split('.').any(|step| step == "*");
                if is_there && matches!(above.content, Content::Entries { .. }) {
                    return next;
                }
                next = above.parent;
            }
            return None;
        }
        let holds = |above: &FactId| facts.get(*above).is_some_and(|above| above.term == fact.term);
        Some(fact.parent.filter(holds).unwrap_or(id))
    }
}

/// Whether a pair keeps the verdict from being `met`.
pub(super) fn is_open(pair: &Pair) -> bool {
    !pair.history && matches!(pair.outcome, Outcome::NotMet | Outcome::Unknown | Outcome::Error)
}

/// Whether pairs add up to the verdict `met`.
fn is_met(pairs: &[Pair]) -> bool {
    let sure = |pair: &Pair| pair.outcome == Outcome::Met && !pair.history && !pair.undated;
    !pairs.iter().any(is_open) && pairs.iter().any(sure)
}

/// The kinds of evidence that may show a requirement of the duty.
fn kinds_of(inquiry: &Inquiry<'_>, duty: &Duty) -> BTreeSet<KindId> {
    let law = inquiry.case().rules().law();
    let shows = |kind: &&KindId| law.kinds.get(*kind).is_some_and(|kind| !kind.narrative);
    duty.requirements.iter().flat_map(|own| own.shown_by.iter()).filter(shows).cloned().collect()
}

/// No name in a file has a blank in it, so that this is none of the profile's.
pub(super) fn id_of(kind: &KindId) -> EvidenceId {
    EvidenceId::from(format!("supposed {kind}").as_str())
}

/// Current evidence of a kind, made on the as-of date.
fn supposed(kind: &KindId, as_of: Day, profile: &Profile) -> Evidence {
    Evidence {
        id: id_of(kind),
        title: String::new(),
        kind: kind.clone(),
        dated: Some(Dates::on(as_of)),
        owner: String::new(),
        held_at: Some(HeldAt::Custodian { custodian: String::new(), reference: String::new() }),
        valid_until: None,
        review_every: None,
        draft: None,
        withdrawn: None,
        superseded: None,
        superseded_by: None,
        marking: None,
        reviewed: None,
        note: None,
        place: profile.place,
    }
}
