//! The ranges of values as they are told: what does with any value of a range, and what is claimed of it, has to be so for all of it.

use crate::model::counterfactual::{ToBe, What};
use crate::model::facts::{FactId, Scalar};
use crate::model::number::{Decimal, Number};

use super::bench::{Bench, Goal};
use super::change::To;
use super::values::Seen;

/// Up to how many changes all values are tried, and not those at the ends of a range alone.
const FEW: usize = 6;

/// The values at the ends of the range of one of some changes, as far out as was tried.
pub(super) struct Ends {
    /// Which of the changes.
    pub(super) place: usize,
    pub(super) first: Scalar,
    pub(super) last: Scalar,
}

/// Changes with the ranges of their values.
pub(super) struct Ranges<'r> {
    pub(super) changes: &'r [usize],
    pub(super) goal: Goal,
    pub(super) ends: &'r [Ends],
}

impl Ranges<'_> {
    /// Whether the changes do with the ends of all ranges together, each at its first or its last while all others are at the other side.
    pub(super) fn hold_together(&self, bench: &mut Bench<'_, '_>) -> bool {
        if self.ends.len() < 2 {
            return true;
        }
        let number = self.ends.len();
        let apart = (0..number).flat_map(|one| [(one, true), (one, false)]);
        // The place past the last stands for none: all are at the same side.
        let all = [(number, true), (number, false)].into_iter().chain(apart);
        for (one, is_first) in all {
            let mut changes = self.changes.to_vec();
            for (index, ends) in self.ends.iter().enumerate() {
                let value = if (index == one) == is_first { &ends.first } else { &ends.last };
                put(bench, &mut changes, ends.place, value);
            }
            if !does(bench, changes, self.goal) {
                return false;
            }
        }
        true
    }

    /// Whether, with the ends of each range and with whatever else is worth a trial within it, none of the other changes can be left out.
    pub(super) fn need_all(&self, bench: &mut Bench<'_, '_>, seen: &Seen) -> bool {
        for ends in self.ends {
            let mut values = vec![ends.first.clone(), ends.last.clone()];
            bench.take(&[]);
            let fact = self.changes.get(ends.place).and_then(|index| bench.changes.get(*index)).map(|own| own.fact);
            let fact = fact.filter(|_| self.changes.len() <= FEW);
            for index in fact.map(|fact| bench.think_of(fact, seen)).unwrap_or_default() {
                if let Some(To::Value(value)) = bench.changes.get(index).map(|own| &own.to) {
                    values.push(value.clone());
                }
            }
            for value in values {
                let mut with = self.changes.to_vec();
                put(bench, &mut with, ends.place, &value);
                if !does(bench, with.clone(), self.goal) {
                    continue;
                }
                for other in (0..with.len()).filter(|other| *other != ends.place) {
                    let mut fewer = with.clone();
                    fewer.remove(other);
                    if bench.is_spent() || does(bench, fewer, self.goal) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

/// Puts another value of the same fact in place of a change.
fn put(bench: &mut Bench<'_, '_>, changes: &mut [usize], place: usize, value: &Scalar) {
    bench.take(&[]);
    let Some(own) = changes.get_mut(place) else { return };
    let Some(fact) = bench.changes.get(*own).map(|change| change.fact) else { return };
    if let Some(other) = bench.think(fact, To::Value(value.clone())) {
        *own = other;
    }
}

/// Whether a bound of one of some changes follows the number of another fact: it is one more where that says one more.
pub(super) fn follows(
    bench: &mut Bench<'_, '_>,
    (changes, place): (&[usize], usize),
    (other, number): (FactId, Decimal),
    is_least: bool,
    goal: Goal,
) -> bool {
    let Some(more) = number.plus(Decimal::whole(1)) else { return false };
    bench.take(&[]);
    let Some(raised) = bench.think(other, To::Value(Scalar::Number(Number::exactly(more)))) else { return false };
    let mut with = |value: Decimal| {
        let mut with = changes.to_vec();
        put(bench, &mut with, place, &Scalar::Number(Number::exactly(value)));
        with.push(raised);
        does(bench, with, goal)
    };
    with(more) && !(is_least && with(number))
}

fn does(bench: &mut Bench<'_, '_>, changes: Vec<usize>, goal: Goal) -> bool {
    let changes = bench.fit(changes);
    bench.work.others += 1;
    bench.look(&changes, goal).reached
}

/// Makes examples of ranges.
pub(super) fn loosen(facts: &mut [ToBe]) {
    for fact in facts {
        match &mut fact.what {
            What::Date { earliest, latest, bounded, .. } => (*earliest, *latest, *bounded) = (None, None, false),
            What::Number { least, most, bounded, no_less_than, no_more_than, .. } => {
                (*least, *most, *bounded) = (None, None, false);
                (*no_less_than, *no_more_than) = (None, None);
            }
            _ => {}
        }
    }
}
