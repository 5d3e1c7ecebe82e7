//! Changes of one fact, then of two.
//!
//! What keeps a duty from its goal comes out as it did unless something is otherwise of what was read for it. So a change of one fact has to
//! be of a fact that was read for all of it, and of two the one has to be of a fact that was read for the first of it, and the other of one that
//! was read for all that is then left. Nothing else is tried, and nothing that does is missed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::facts::FactId;

use super::bench::{Bench, Goal, Look};
use super::change::To;
use super::values::Seen;

/// How many ways of two facts are enough.
const ENOUGH: usize = 20;

/// The changes of one or two facts that do.
#[derive(Debug, Default)]
pub(super) struct Few {
    /// By the facts that they are of, in the order in which they were found; all of the same number of facts.
    pub(super) ways: BTreeMap<Vec<FactId>, Vec<Vec<usize>>>,
    /// How many facts have to be otherwise at least.
    pub(super) at_least: usize,
    /// Whether the search was cut.
    pub(super) cut: bool,
}

impl Few {
    fn found(&mut self, bench: &Bench<'_, '_>, changes: Vec<usize>) {
        let fact = |index: &usize| bench.changes.get(*index).map(|change| change.fact);
        let mut facts: Vec<FactId> = changes.iter().filter_map(fact).collect();
        facts.sort();
        self.ways.entry(facts).or_default().push(changes);
    }
}

/// Looks for changes of at least `from` facts and at most two.
pub(super) fn few(bench: &mut Bench<'_, '_>, goal: Goal, seen: &Seen, from: usize) -> Few {
    let start = bench.look(&[], goal);
    let needs: Vec<BTreeSet<FactId>> = start.needs.iter().map(|need| can_change(bench, need, seen)).collect();
    let mut found = Few { at_least: from.max(apart(&needs)), ..Few::default() };
    if found.at_least > 2 || needs.iter().any(BTreeSet::is_empty) {
        return found;
    }
    let common = common(&needs);
    if found.at_least <= 1 {
        one(bench, goal, seen, (&common, 1), &mut found);
        if found.cut || !found.ways.is_empty() {
            return found;
        }
        found.at_least = 2;
    }
    // An entry of which two facts are stated is of two facts by itself.
    one(bench, goal, seen, (&common, 2), &mut found);
    if let Some(first) = needs.iter().min_by_key(|need| need.len()) {
        two(bench, goal, seen, first, &mut found);
    }
    if found.ways.is_empty() && !found.cut {
        found.at_least = 3;
    }
    found
}

/// Those of some facts of which a change is worth a trial. Nothing may be taken.
pub(super) fn can_change(bench: &mut Bench<'_, '_>, facts: &BTreeSet<FactId>, seen: &Seen) -> BTreeSet<FactId> {
    bench.take(&[]);
    facts.iter().copied().filter(|id| !bench.think_of(*id, seen).is_empty()).collect()
}

/// How many of the needs have nothing in common, so that so many facts have to be otherwise at least.
pub(super) fn apart(needs: &[BTreeSet<FactId>]) -> usize {
    let mut by_size: Vec<&BTreeSet<FactId>> = needs.iter().collect();
    by_size.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut used: BTreeSet<FactId> = BTreeSet::new();
    let mut count = 0;
    for need in by_size {
        if need.is_disjoint(&used) {
            used.extend(need);
            count += 1;
        }
    }
    count
}

fn common(needs: &[BTreeSet<FactId>]) -> BTreeSet<FactId> {
    let mut needs = needs.iter();
    let first = needs.next().cloned().unwrap_or_default();
    needs.fold(first, |common, need| common.intersection(need).copied().collect())
}

/// Tries every change of one of these facts that counts for so many.
fn one(
    bench: &mut Bench<'_, '_>,
    goal: Goal,
    seen: &Seen,
    (facts, number): (&BTreeSet<FactId>, usize),
    found: &mut Few,
) {
    for id in facts {
        for index in of_number(bench, *id, seen, number) {
            if bench.is_spent() {
                found.cut = true;
                return;
            }
            *(if number == 1 { &mut bench.work.ones } else { &mut bench.work.twos }) += 1;
            if bench.look(&[index], goal).reached {
                found.found(bench, vec![index]);
            }
        }
    }
}

/// The changes of a fact that count for so many. Afterwards nothing is taken.
fn of_number(bench: &mut Bench<'_, '_>, id: FactId, seen: &Seen, number: usize) -> Vec<usize> {
    bench.take(&[]);
    let all = bench.think_of(id, seen);
    all.into_iter().filter(|index| bench.number(&[*index]) == number).collect()
}

/// Tries changes of two facts of which one was read for `first`.
fn two(bench: &mut Bench<'_, '_>, goal: Goal, seen: &Seen, first: &BTreeSet<FactId>, found: &mut Few) {
    // Values of which the same comes mostly do the same with a second one: one of each first, the others if none of these did.
    let mut later: Vec<(FactId, usize, Look)> = Vec::new();
    for id in first {
        let mut told: Vec<Look> = Vec::new();
        for index in of_number(bench, *id, seen, 1) {
            if bench.is_spent() {
                found.cut = true;
                return;
            }
            bench.work.others += 1;
            let look = bench.look(&[index], goal);
            if told.contains(&look) {
                later.push((*id, index, look));
                continue;
            }
            if !second(bench, goal, seen, (*id, index, &look), first, found) {
                return;
            }
            told.push(look);
        }
    }
    for (id, index, look) in later {
        if !found.ways.is_empty() || !second(bench, goal, seen, (id, index, &look), first, found) {
            return;
        }
    }
}

/// Tries a second change with a first; whether to go on.
fn second(
    bench: &mut Bench<'_, '_>,
    goal: Goal,
    seen: &Seen,
    (id, index, look): (FactId, usize, &Look),
    first: &BTreeSet<FactId>,
    found: &mut Few,
) -> bool {
    let left = common(&look.needs);
    // Where both were read for the first need, the two are met in the other order too.
    let others: Vec<FactId> = left.into_iter().filter(|other| !(first.contains(other) && *other < id)).collect();
    for other in others {
        for second in of_number(bench, other, seen, 1) {
            if other == id && !completes(bench, index, second) {
                continue;
            }
            if bench.is_spent() {
                found.cut = true;
                return false;
            }
            let both = bench.fit(vec![index, second]);
            if bench.number(&both) != 2 {
                continue;
            }
            bench.work.twos += 1;
            if bench.look(&both, goal).reached {
                found.found(bench, both);
            }
        }
        if found.ways.len() >= ENOUGH {
            return false;
        }
    }
    true
}

/// Whether the one is a new entry of a collection that the other says to be complete.
pub(super) fn completes(bench: &Bench<'_, '_>, entry: usize, closure: usize) -> bool {
    let to = |index: usize| bench.changes.get(index).map(|change| &change.to);
    matches!((to(entry), to(closure)), (Some(To::Entry(_)), Some(To::Complete(_))))
}
