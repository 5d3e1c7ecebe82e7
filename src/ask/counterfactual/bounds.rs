//! Between which bounds a value does, the other changes being as they are.

use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::facts::{FactId, Scalar};
use crate::model::number::{Decimal, Number};

use super::bench::{Bench, Goal};
use super::change::To;

/// The highest number that is tried.
const HIGHEST: i64 = 1_000_000_000;
/// How many years away the furthest day is that is tried.
const FURTHEST: i64 = 200;

/// The first and the last value that does; `None` on a side on which all do that were tried.
pub(super) struct Bounds<T> {
    pub(super) first: Option<T>,
    pub(super) last: Option<T>,
    /// The same, or as far as was tried.
    pub(super) ends: (T, T),
}

/// Changes, one of which is of a value to be moved.
pub(super) struct Held<'h> {
    pub(super) changes: &'h [usize],
    pub(super) place: usize,
    pub(super) fact: FactId,
    pub(super) goal: Goal,
}

impl Held<'_> {
    /// The days that do around one that does.
    pub(super) fn days(&self, bench: &mut Bench<'_, '_>, day: Day) -> Bounds<Day> {
        let mut does = |other: i64| {
            let other = day.plus(Period { count: other, unit: Unit::Days });
            other.is_some_and(|other| self.does(bench, Scalar::Dates(Dates::on(other))))
        };
        let far =
            |years: i64| day.plus(Period { count: years, unit: Unit::Years }).map_or(0, |far| day.days_until(far));
        let (first, last) = (edge(far(-FURTHEST), &mut does), edge(far(FURTHEST), &mut does));
        let day_of = |count: i64| day.plus(Period { count, unit: Unit::Days });
        let end = |edge: Option<i64>, years: i64| day_of(edge.unwrap_or(far(years))).unwrap_or(day);
        let ends = (end(first, -FURTHEST), end(last, FURTHEST));
        Bounds { first: first.and_then(day_of), last: last.and_then(day_of), ends }
    }

    /// The numbers that do around one that does, in steps of which so many make one.
    pub(super) fn numbers(&self, bench: &mut Bench<'_, '_>, number: Decimal, steps: i64) -> Bounds<Decimal> {
        let at = |count: i64| number.plus(Decimal::whole(count).over(Decimal::whole(steps))?);
        let mut does =
            |count: i64| at(count).is_some_and(|number| self.does(bench, Scalar::Number(Number::exactly(number))));
        let whole = floor(number).saturating_mul(steps);
        // Below nought there is nothing to look for.
        let first = edge(whole.saturating_neg(), &mut does);
        let last = edge(HIGHEST.saturating_mul(steps), &mut does);
        let (lowest, highest) = (whole.saturating_neg(), HIGHEST.saturating_mul(steps));
        let end = |edge: Option<i64>, far: i64| at(edge.unwrap_or(far)).unwrap_or(number);
        let ends = (end(first, lowest), end(last, highest));
        Bounds { first: first.and_then(at), last: last.and_then(at), ends }
    }

    fn does(&self, bench: &mut Bench<'_, '_>, value: Scalar) -> bool {
        bench.take(&[]);
        let Some(index) = bench.think(self.fact, To::Value(value)) else {
            // Nothing is otherwise then.
            return false;
        };
        let mut changes = self.changes.to_vec();
        if let Some(own) = changes.get_mut(self.place) {
            *own = index;
        }
        bench.work.others += 1;
        bench.look(&changes, self.goal).reached
    }
}

/// The whole number that a number is, without what is behind the point.
fn floor(number: Decimal) -> i64 {
    let rest = number.rest_of(Decimal::whole(1)).unwrap_or(Decimal::ZERO);
    number.plus(rest.negated()).and_then(Decimal::as_whole).unwrap_or(0)
}

/// How far one can go from nought, which does, towards `far` before it does no more; `None` if `far` still does.
fn edge(far: i64, does: &mut dyn FnMut(i64) -> bool) -> Option<i64> {
    if far == 0 || does(far) {
        return None;
    }
    let (mut good, mut bad) = (0, far);
    while (bad - good).abs() > 1 {
        let middle = good + (bad - good) / 2;
        if does(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_is_the_last_that_does() {
        let up_to = |last: i64| move |count: i64| count <= last;
        assert_eq!(edge(100, &mut up_to(37)), Some(37));
        assert_eq!(edge(100, &mut up_to(0)), Some(0));
        assert_eq!(edge(100, &mut up_to(100)), None);
        assert_eq!(edge(-100, &mut |count| count >= -5), Some(-5));
        assert_eq!(edge(0, &mut |_| false), None);
    }
}
