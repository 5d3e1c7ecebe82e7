//! What came of a supposition: what falls, what can no longer be told, what stands all the same and why, which roll-ups move.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assembler, Times};
use crate::model::assessment::{AssuranceRow, DutyResult, EvidenceResult, PairResult, RuleSetAssurance};
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::impact::{Because, FromTo, Move, PairMove, RollUpMove, Stands};
use crate::model::words::Standing;

use super::super::inquiry::{Inquiry, Replay, is_same};

/// The moves of a replay, sorted by what they mean.
#[derive(Default)]
pub(super) struct Moves {
    pub(super) falls: Vec<Move>,
    pub(super) untold: Vec<Move>,
    pub(super) weaker: Vec<Move>,
    pub(super) otherwise: Vec<Move>,
}

/// What comes out otherwise in a replay; `reached` read what was supposed.
pub(super) fn moves(inquiry: &Inquiry<'_>, replay: &Replay, reached: &BTreeSet<DutyId>) -> Moves {
    let mut moves = Moves::default();
    let changed = |id: &DutyId| {
        let before = inquiry.duty(id);
        replay.results.get(id).zip(before).is_some_and(|(after, before)| !is_same(before, after))
    };
    for (id, after) in &replay.results {
        let Some(before) = inquiry.duty(id).filter(|before| !is_same(before, after)) else { continue };
        let mut found = a_move(before, after);
        if !reached.contains(id) {
            let rests = inquiry.rests(id).map(|rests| rests.duties.as_slice()).unwrap_or_default();
            found.through = rests.iter().filter(|other| changed(other)).cloned().collect();
        }
        let list = match kind_of(before.standing, after.standing) {
            Kind::Falls => &mut moves.falls,
            Kind::Untold => &mut moves.untold,
            Kind::Weaker => &mut moves.weaker,
            Kind::Otherwise => &mut moves.otherwise,
        };
        list.push(found);
    }
    for list in [&mut moves.falls, &mut moves.untold, &mut moves.weaker, &mut moves.otherwise] {
        list.sort_by(|a, b| (b.weight, a.binding, &a.id).cmp(&(a.weight, b.binding, &b.id)));
    }
    moves
}

/// What a change of standing means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Falls,
    Untold,
    Weaker,
    Otherwise,
}

fn kind_of(from: Standing, to: Standing) -> Kind {
    if from == to {
        Kind::Weaker
    } else if rank(to) < rank(from) {
        Kind::Falls
    } else if (from, to) == (Standing::Gap, Standing::Unassessed) {
        Kind::Untold
    } else {
        Kind::Otherwise
    }
}

/// How well a duty stands there. A gap is no worse than what cannot be told: the one must not pass for a way out of the other.
pub(crate) fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Satisfied => 4,
        Standing::Departed => 3,
        Standing::NotApplicable | Standing::NotYetDue => 2,
        Standing::Unproven => 1,
        Standing::Gap | Standing::Unassessed | Standing::Withheld => 0,
    }
}

fn a_move(before: &DutyResult, after: &DutyResult) -> Move {
    let pairs = pairs(before, after);
    Move {
        id: before.id.clone(),
        title: before.title.clone(),
        binding: before.binding,
        weight: before.weight.value,
        context: before.context,
        standing: FromTo { from: before.standing, to: after.standing },
        verdict: FromTo { from: before.verdict, to: after.verdict },
        support: FromTo { from: before.support, to: after.support },
        through: Vec::new(),
        // A duty's support is the weakest of its pairs and of its closures.
        by_closure: pairs.is_empty() && before.support != after.support,
        pairs,
        at: before.at.clone(),
    }
}

/// The pairs that come out otherwise, in the order in which the duty had them; then those that it had not.
fn pairs(before: &DutyResult, after: &DutyResult) -> Vec<PairMove> {
    let key = |pair: &PairResult| (pair.id.clone(), pair.subject.clone());
    let find = |duty: &DutyResult| -> BTreeMap<_, usize> {
        duty.requirements.iter().enumerate().map(|(index, pair)| (key(pair), index)).collect()
    };
    let (old, new) = (find(before), find(after));
    let of = |pair: &PairResult, from: Option<&PairResult>, to: Option<&PairResult>| PairMove {
        requirement: pair.id.clone(),
        subject: pair.subject.clone(),
        subject_title: pair.subject_title.clone(),
        states: pair.states.clone(),
        outcome: FromTo { from: from.map(|pair| pair.outcome), to: to.map(|pair| pair.outcome) },
        support: FromTo { from: from.and_then(|pair| pair.support), to: to.and_then(|pair| pair.support) },
    };
    let differs = |one: &PairMove| one.outcome.from != one.outcome.to || one.support.from != one.support.to;
    let kept = before.requirements.iter().map(|pair| {
        let to = new.get(&key(pair)).and_then(|index| after.requirements.get(*index));
        of(pair, Some(pair), to)
    });
    let added = after.requirements.iter().filter(|pair| !old.contains_key(&key(pair)));
    kept.chain(added.map(|pair| of(pair, None, Some(pair)))).filter(differs).collect()
}

/// The duties that read what was supposed and come out the same, with why; by binding, weight and id of what they are.
pub(super) fn stands(
    inquiry: &Inquiry<'_>,
    replay: &Replay,
    reached: &BTreeSet<DutyId>,
    gone: &BTreeSet<EvidenceId>,
) -> Vec<Stands> {
    let same = reached.iter().filter_map(|id| {
        let before = inquiry.duty(id)?;
        replay.results.get(id).filter(|after| is_same(before, after))?;
        Some(before)
    });
    let mut same: Vec<&DutyResult> = same.collect();
    same.sort_by(|a, b| (b.weight.value, a.binding, &a.id).cmp(&(a.weight.value, b.binding, &b.id)));
    let because = |duty: &DutyResult| because(inquiry, duty, gone);
    same.into_iter()
        .map(|duty| Stands {
            id: duty.id.clone(),
            title: duty.title.clone(),
            standing: duty.standing,
            because: because(duty),
        })
        .collect()
}

fn because(inquiry: &Inquiry<'_>, duty: &DutyResult, gone: &BTreeSet<EvidenceId>) -> Because {
    if !matches!(duty.standing, Standing::Satisfied | Standing::Departed) {
        return Because::NotSatisfiedBefore;
    }
    let facts = || duty.requirements.iter().flat_map(|pair| &pair.facts);
    let mut others: BTreeSet<&EvidenceId> = BTreeSet::new();
    let (mut supported, mut all_shown) = (false, true);
    for fact in facts().filter(|fact| fact.supported_by.iter().any(|id| gone.contains(id))) {
        let too: Vec<&EvidenceId> = fact.supported_by.iter().filter(|id| !gone.contains(*id)).collect();
        supported = true;
        all_shown &= !too.is_empty();
        others.extend(too);
    }
    if supported && all_shown {
        return Because::ShownToo { by: others.into_iter().cloned().collect() };
    }
    let cited = |id: &EvidenceId| facts().flat_map(|fact| &fact.cites).any(|cite| names(cite, id));
    match one_of(inquiry, gone).filter(|evidence| !supported && cited(&evidence.id)) {
        Some(evidence) if evidence.narrative || !evidence.current => {
            Because::NeverSupported { state: evidence.state.clone() }
        }
        Some(evidence) if duty.requirements.iter().all(|pair| !pair.shown_by.contains(&evidence.kind)) => {
            Because::OtherKind { kind: evidence.kind_title.clone() }
        }
        _ => Because::NotNeeded,
    }
}

fn names(cite: &str, id: &EvidenceId) -> bool {
    cite.split('#').next() == Some(id.as_str())
}

/// The piece of evidence that is gone, if it is one.
fn one_of<'i>(inquiry: &'i Inquiry<'_>, gone: &BTreeSet<EvidenceId>) -> Option<&'i EvidenceResult> {
    let id = gone.first().filter(|_| gone.len() == 1)?;
    inquiry.assessment().evidence.iter().find(|evidence| evidence.id == *id)
}

/// The roll-ups that come out otherwise with the duties that were judged again in the place of those that they were.
pub(super) fn assurance(inquiry: &Inquiry<'_>, replay: &Replay) -> Vec<RollUpMove> {
    let before = &inquiry.assessment().assurance;
    let stands = |id: &DutyId| inquiry.duty(id).map(|duty| (duty.standing, &duty.standing_by_threat));
    if replay.results.iter().all(|(id, duty)| stands(id) == Some((duty.standing, &duty.standing_by_threat))) {
        return Vec::new();
    }
    let duties: Vec<DutyResult> =
        inquiry.assessment().duties.iter().map(|duty| replay.results.get(&duty.id).unwrap_or(duty).clone()).collect();
    let question = inquiry.case().question(inquiry.case().profile(), inquiry.as_of());
    let after = Assembler::new(&question, Times::on(inquiry.as_of())).roll_ups(&duties);
    before.iter().zip(&after).flat_map(|(before, after)| rows(before, after)).collect()
}

fn rows(before: &RuleSetAssurance, after: &RuleSetAssurance) -> Vec<RollUpMove> {
    let kinds = [
        ("holder", &before.by_holder, &after.by_holder),
        ("threat", &before.by_threat, &after.by_threat),
        ("instrument", &before.by_instrument, &after.by_instrument),
    ];
    let mut moves = Vec::new();
    for (by, before, after_rows) in kinds {
        for row in before {
            let other: Option<&AssuranceRow> = after_rows.iter().find(|other| other.id == row.id);
            if let Some(other) = other.filter(|other| other.assurance != row.assurance) {
                moves.push(RollUpMove {
                    rule_set: after.rule_set.clone(),
                    by,
                    id: row.id.clone(),
                    title: row.title.clone(),
                    assurance: FromTo { from: row.assurance, to: other.assurance },
                    reason: other.reason.clone(),
                });
            }
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_that_can_no_longer_be_told_is_no_improvement_and_no_fall() {
        assert_eq!(kind_of(Standing::Gap, Standing::Unassessed), Kind::Untold);
        assert_eq!(kind_of(Standing::Satisfied, Standing::Unassessed), Kind::Falls);
        assert_eq!(kind_of(Standing::NotApplicable, Standing::Unassessed), Kind::Falls);
        assert_eq!(kind_of(Standing::Departed, Standing::Gap), Kind::Falls);
        assert_eq!(kind_of(Standing::Unproven, Standing::Unproven), Kind::Weaker);
        assert_eq!(kind_of(Standing::Unassessed, Standing::Gap), Kind::Otherwise);
    }
}
