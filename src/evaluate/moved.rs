//! Dates that follow from the as-of date: how, and from which day on they compare otherwise.

use std::rc::Rc;

use crate::model::dates::{Dates, Day, Period};

use super::attention::Turned;
use super::run::Run;
use super::turning::first_otherwise;
use super::value::When;

/// How many steps from the as-of date to a value are followed; honest rules take one or two.
const FOLLOWED: usize = 8;

/// How a date follows from the as-of date.
///
/// INVARIANT: the later the as-of date, the later, or the same, are both ends.
#[derive(Debug)]
pub(super) enum Moved {
    AsOf,
    Later(Rc<Self>, Period),
    Extreme {
        largest: bool,
        sides: [Side; 2],
    },
    /// It took too many steps to be followed.
    Lost,
}

/// What an extreme is taken of.
#[derive(Clone, Debug)]
pub(super) enum Side {
    Fixed(Dates),
    Moved(Rc<Moved>),
}

impl Moved {
    /// That date, so much later.
    pub(super) fn later(from: &Rc<Self>, period: Period) -> Rc<Self> {
        Self::of(Self::Later(Rc::clone(from), period))
    }

    /// What comes first or last of two dates; `None` if neither moves.
    pub(super) fn extreme(largest: bool, a: &When, b: &When) -> Option<Rc<Self>> {
        let is_moved = a.moved.is_some() || b.moved.is_some();
        is_moved.then(|| Self::of(Self::Extreme { largest, sides: [a.side(), b.side()] }))
    }

    fn of(moved: Self) -> Rc<Self> {
        Rc::new(if moved.steps().is_some_and(|steps| steps <= FOLLOWED) { moved } else { Self::Lost })
    }

    /// How many steps it takes, those of both sides together; `None` if it cannot be followed.
    fn steps(&self) -> Option<usize> {
        match self {
            Self::AsOf => Some(0),
            Self::Later(from, _) => Some(from.steps()? + 1),
            Self::Extreme { sides: [a, b], .. } => Some(a.steps()? + b.steps()? + 1),
            Self::Lost => None,
        }
    }

    /// What it would be on another day; `None` if it would be missing.
    fn on(&self, day: Day) -> Option<Dates> {
        match self {
            Self::AsOf => Some(Dates::on(day)),
            Self::Later(from, period) => from.on(day)?.plus(*period),
            Self::Extreme { largest, sides: [a, b] } => extreme(*largest, a.on(day)?, b.on(day)?),
            Self::Lost => None,
        }
    }

    /// The first day on which it is another date; to be asked only of what can be followed.
    fn changes(&self, run: &Run) -> Option<Day> {
        first_otherwise(run.as_of(), run.limit(), |day| self.on(day))
    }

    fn is_lost(&self) -> bool {
        matches!(self, Self::Lost)
    }
}

impl Side {
    fn steps(&self) -> Option<usize> {
        match self {
            Self::Fixed(_) => Some(0),
            Self::Moved(moved) => moved.steps(),
        }
    }

    fn on(&self, day: Day) -> Option<Dates> {
        match self {
            Self::Fixed(dates) => Some(*dates),
            Self::Moved(moved) => moved.on(day),
        }
    }
}

/// The first or the last of two dates, end by end.
pub(super) fn extreme(largest: bool, a: Dates, b: Dates) -> Option<Dates> {
    let pick = |a: Day, b: Day| if largest { a.max(b) } else { a.min(b) };
    Dates::between(pick(a.first(), b.first()), pick(a.last(), b.last()))
}

/// Tells from which day on two dates compare otherwise; `answer` is what the comparison says of two dates.
pub(super) fn attend(run: &Run, a: &When, b: &When, answer: impl Fn(Dates, Dates) -> Option<bool>) {
    if (a.moved.is_none() && b.moved.is_none()) || !run.is_attended() {
        return;
    }
    let lost = [a, b].iter().any(|when| when.moved.as_ref().is_some_and(|moved| moved.is_lost()));
    if lost || (a.moved.is_some() && b.moved.is_some()) {
        run.turns_unclear();
        return;
    }
    let (left, right) = (a.side(), b.side());
    let both = |day: Day| left.on(day).zip(right.on(day));
    // How the ends lie to each other decides every comparison, and moves one way as long as only one side does.
    let state = |day: Day| both(day).map(|(a, b)| (a.last().cmp(&b.first()), a.first().cmp(&b.last())));
    let answer = |day: Day| both(day).map(|(a, b)| answer(a, b));
    // Once a planned day has come nothing is compared any more.
    let planned = [a.planned, b.planned].into_iter().flatten().min();
    let today = answer(run.as_of());
    let mut day = run.as_of();
    while let Some(next) =
        first_otherwise(day, run.limit(), state).filter(|day| planned.is_none_or(|planned| *day < planned))
    {
        if answer(next) != today {
            run.turns(next, || {
                let mut facts: Vec<_> = [a.origin, b.origin].into_iter().flatten().collect();
                facts.sort();
                facts.dedup();
                Turned::Compared { facts }
            });
            return;
        }
        day = next;
    }
}

/// Tells from which day on a date is another one.
pub(super) fn attend_itself(run: &Run, when: &When) {
    let Some(moved) = when.moved.as_ref().filter(|_| run.is_attended()) else { return };
    if moved.is_lost() {
        run.turns_unclear();
    } else if let Some(day) = moved.changes(run) {
        run.turns(day, || Turned::Unclear);
    }
}
