//! On which later day a test on the date first comes out otherwise.

use crate::model::dates::{Day, Period, Unit};
use crate::model::law::InForce;

/// The days on which a stretch of time may begin or cease to cover the day that it is.
pub(super) fn edges(stretch: InForce) -> impl Iterator<Item = Day> {
    let begins = stretch.from.into_iter().flat_map(|from| [Some(from.first()), Some(from.last())]);
    let ends = stretch.until.into_iter().flat_map(|until| [until.first().tomorrow(), until.last().tomorrow()]);
    begins.chain(ends).flatten()
}

/// The first of these days after `now` on which the test says something else than it says now.
pub(super) fn first_edge<T: PartialEq>(
    now: Day,
    edges: impl IntoIterator<Item = Day>,
    test: impl Fn(Day) -> T,
) -> Option<Day> {
    let mut later: Vec<Day> = edges.into_iter().filter(|day| *day > now).collect();
    if later.is_empty() {
        return None;
    }
    later.sort();
    let today = test(now);
    later.into_iter().find(|day| test(*day) != today)
}

/// The first day after `now`, no later than `limit`, on which the test says something else than it says now. What it once said it must
/// never say again, once it has said something else.
pub(super) fn first_otherwise<T: PartialEq>(now: Day, limit: Option<Day>, test: impl Fn(Day) -> T) -> Option<Day> {
    let end = limit.or(Day::new(9999, 12, 31)).filter(|end| *end > now)?;
    let today = test(now);
    if test(end) == today {
        return None;
    }
    // Turns lie near more often than far: ever longer strides, then halves.
    let (mut same, mut other, mut stride) = (now, end, 1);
    while let Some(day) = days_after(now, stride).filter(|day| *day < end) {
        if test(day) != today {
            other = day;
            break;
        }
        same = day;
        stride *= 2;
    }
    while let Some(middle) = days_after(same, same.days_until(other) / 2).filter(|day| *day > same) {
        if test(middle) == today {
            same = middle;
        } else {
            other = middle;
        }
    }
    Some(other)
}

fn days_after(day: Day, count: i64) -> Option<Day> {
    day.plus(Period { count, unit: Unit::Days })
}
