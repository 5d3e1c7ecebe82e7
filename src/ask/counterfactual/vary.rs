//! Whether facts that together do are fewer with other values: some make it that a part of the duty does not arise.

use std::collections::BTreeSet;

use crate::model::facts::{FactId, Scalar};

use super::bench::{Bench, Goal};
use super::change::To;
use super::values::Seen;
use super::whole::{Whole, least};

/// Up to how many facts each is left out in turn with every other value; of more, those that are then no longer read.
const SMALL: usize = 8;

/// The smallest set that is found by giving its choices, its yes and no and its dates every other value that is worth a trial.
pub(super) fn vary(bench: &mut Bench<'_, '_>, goal: Goal, seen: &Seen, mut best: Whole) -> Whole {
    let mut done: BTreeSet<FactId> = BTreeSet::new();
    while let Some(id) = next(bench, &best.changes, &done) {
        done.insert(id);
        if bench.is_spent() {
            return best;
        }
        if let Some(smaller) = other_values(bench, goal, seen, &best, id) {
            best = smaller;
            // What does now may be fewer yet with other values of the rest.
            done = BTreeSet::from([id]);
        }
    }
    best
}

/// The next of the facts that has a value to be varied: choices, yes and no first, as they have fewest.
fn next(bench: &Bench<'_, '_>, changes: &[usize], done: &BTreeSet<FactId>) -> Option<FactId> {
    let of = |dates: bool| {
        let changes = changes.iter().filter_map(|index| bench.changes.get(*index));
        let fits = changes.filter(move |change| match &change.to {
            To::Value(Scalar::Dates(_)) => dates,
            To::Value(Scalar::YesNo(_) | Scalar::Text(_)) => !dates,
            _ => false,
        });
        fits.map(|change| change.fact)
    };
    of(false).chain(of(true)).find(|id| !done.contains(id))
}

fn other_values(bench: &mut Bench<'_, '_>, goal: Goal, seen: &Seen, best: &Whole, id: FactId) -> Option<Whole> {
    let place = best.changes.iter().position(|index| bench.changes.get(*index).is_some_and(|own| own.fact == id))?;
    let own = *best.changes.get(place)?;
    bench.take(&[]);
    let number = bench.number(&best.changes);
    let before = unread(bench, &best.changes);
    bench.take(&[]);
    for other in bench.think_of(id, seen) {
        let is_value = bench.changes.get(other).is_some_and(|change| matches!(change.to, To::Value(_)));
        if other == own || !is_value {
            continue;
        }
        if bench.is_spent() {
            return None;
        }
        let mut changes = best.changes.clone();
        if let Some(own) = changes.get_mut(place) {
            *own = other;
        }
        bench.work.others += 1;
        let is_worth_it = changes.len() <= SMALL || unread(bench, &changes) > before;
        if !is_worth_it || !bench.look(&changes, goal).reached {
            continue;
        }
        let smaller = least(bench, goal, changes);
        if bench.number(&smaller.changes) < number {
            return Some(smaller);
        }
    }
    None
}

/// How many of some changes are of facts that are not read once they are taken.
fn unread(bench: &mut Bench<'_, '_>, changes: &[usize]) -> usize {
    bench.take(changes);
    let pairs = bench.pairs(None);
    let read: BTreeSet<FactId> = pairs.iter().flat_map(|pair| bench.facts_of(pair)).collect();
    let is_unread = |index: &&usize| bench.changes.get(**index).is_some_and(|change| !read.contains(&change.fact));
    changes.iter().filter(is_unread).count()
}
