//! The operators, in three values: whatever is missing stays missing, `none` orders before nothing, and types that differ are an error.
//!
//! INVARIANT: an operation on values that are absent fails exactly where it would fail on values of the same types. What depends on a
//! value (a division by nought, a date out of range) is missing, never an error. Otherwise taking a fact away could turn a failure
//! into something met.

use rhai::{Dynamic, EvalAltResult, Position};

use crate::model::dates::{Dates, Period, Unit};
use crate::model::number::{Decimal, Number};

use super::moved::{self, Moved};
use super::run::{Doubt, Run};
use super::value::{Kind, Plain, Value, When, absent, missing, number, when, yes_no};

pub(super) type Answer = Result<Dynamic, Box<EvalAltResult>>;

pub(super) fn fault(message: impl Into<String>) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(Dynamic::from(message.into()), Position::NONE).into()
}

/// What a comparison asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    fn is_equality(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal)
    }
}

/// Compares two values.
pub(super) fn compare(run: &Run, how: Comparison, left: &Dynamic, right: &Dynamic) -> Answer {
    let (left, right) = (Plain::of(left), Plain::of(right));
    let with_none = matches!(&left, Plain::Other(Value::Absent(_))) || matches!(&right, Plain::Other(Value::Absent(_)));
    comparable(how, left.kind(), right.kind(), with_none)?;
    let answer = match (&left, &right) {
        (Plain::Missing(_), _) | (_, Plain::Missing(_)) => None,
        (Plain::Other(Value::Absent(_)), Plain::Other(Value::Absent(_))) => Some(how == Comparison::Equal),
        (Plain::Other(Value::Fact(..)), _) | (_, Plain::Other(Value::Fact(..))) => None,
        (Plain::Other(Value::Absent(_)), _) | (_, Plain::Other(Value::Absent(_))) => Some(how == Comparison::Unequal),
        (Plain::YesNo(a), Plain::YesNo(b)) => Some((a == b) == (how == Comparison::Equal)),
        (Plain::Text(a), Plain::Text(b)) => Some((a == b) == (how == Comparison::Equal)),
        (Plain::Number(a), Plain::Number(b)) => {
            let answer = compare_intervals(how, (a.low, a.high), (b.low, b.high));
            if answer.is_none() {
                run.doubt(Doubt::Bounds(*a, *b));
            }
            answer
        }
        (Plain::Other(Value::When(a)), Plain::Other(Value::When(b))) => compare_dates(run, how, a, b),
        _ => return Err(fault(format!("cannot compare {} with {}", left.kind().title(), right.kind().title()))),
    };
    Ok(yes_no(answer))
}

/// Whether values of these kinds may be compared so, one of them being `none` or not.
///
/// # Errors
/// They may not; says why.
pub(super) fn comparable(how: Comparison, left: Kind, right: Kind, with_none: bool) -> Result<(), Box<EvalAltResult>> {
    if !left.agrees(right) {
        return Err(fault(format!("cannot compare {} with {}", left.title(), right.title())));
    }
    let kind = if left == Kind::Any { right } else { left };
    let orders = matches!(kind, Kind::Count | Kind::Number | Kind::Date | Kind::Any);
    let equates = orders || matches!(kind, Kind::YesNo | Kind::Text);
    if how.is_equality() && !equates && !(with_none && matches!(kind, Kind::Shape(_) | Kind::Any)) {
        return Err(fault(format!("cannot compare {} for equality", kind.title())));
    }
    if !how.is_equality() && !orders {
        return Err(fault(format!("cannot order {}", kind.title())));
    }
    Ok(())
}

fn compare_dates(run: &Run, how: Comparison, a: &When, b: &When) -> Option<bool> {
    for when in [a, b] {
        if let Some(planned) = when.planned.filter(|planned| run.has_come(*planned, when.origin)) {
            run.doubt(Doubt::Planned(planned));
            return None;
        }
    }
    let ends = |dates: Dates| (Some(dates.first()), Some(dates.last()));
    let compare = |a: Dates, b: Dates| compare_intervals(how, ends(a), ends(b));
    moved::attend(run, a, b, compare);
    let answer = compare(a.dates, b.dates);
    if answer.is_none() {
        run.doubt(Doubt::Dates(a.dates, b.dates));
    }
    answer
}

/// Compares two intervals, each end of which may be open: decided only if every pair of their values agrees.
fn compare_intervals<T: Ord + Copy>(
    how: Comparison,
    a: (Option<T>, Option<T>),
    b: (Option<T>, Option<T>),
) -> Option<bool> {
    let below = |high: Option<T>, low: Option<T>| high.zip(low).is_some_and(|(high, low)| high < low);
    let up_to = |high: Option<T>, low: Option<T>| high.zip(low).is_some_and(|(high, low)| high <= low);
    let decide = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
    match how {
        Comparison::Less => decide(below(a.1, b.0), up_to(b.1, a.0)),
        Comparison::LessOrEqual => decide(up_to(a.1, b.0), below(b.1, a.0)),
        Comparison::Greater => decide(below(b.1, a.0), up_to(a.1, b.0)),
        Comparison::GreaterOrEqual => decide(up_to(b.1, a.0), below(a.1, b.0)),
        Comparison::Equal | Comparison::Unequal => {
            let same = a.0.is_some() && a.0 == a.1 && b.0 == b.1 && a.0 == b.0;
            let apart = below(a.1, b.0) || below(b.1, a.0);
            decide(same, apart).map(|equal| equal == (how == Comparison::Equal))
        }
    }
}

/// What an arithmetic operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

/// Reckons with two values: numbers with numbers, a date and a period, a number times a period. Without a run only kinds are asked for.
pub(super) fn reckon(run: Option<&Run>, how: Arithmetic, left: &Dynamic, right: &Dynamic) -> Answer {
    let (left, right) = (Plain::of(left), Plain::of(right));
    let kind = kind_of_result(how, left.kind(), right.kind())
        .ok_or_else(|| fault(format!("cannot reckon with {} and {}", left.kind().title(), right.kind().title())))?;
    let result = match (&left, &right) {
        (Plain::Missing(_), _) | (_, Plain::Missing(_)) => None,
        (Plain::Other(Value::Absent(_)), _) | (_, Plain::Other(Value::Absent(_))) => return Ok(absent(kind)),
        (Plain::Number(a), Plain::Number(b)) => reckon_numbers(how, *a, *b).map(number),
        (Plain::Number(count), Plain::Other(Value::Span(many, unit)))
        | (Plain::Other(Value::Span(many, unit)), Plain::Number(count)) => count
            .exact()
            .and_then(Decimal::as_whole)
            .and_then(|count| count.checked_mul(*many))
            .map(|many| Dynamic::from(Value::Span(many, *unit))),
        (Plain::Other(Value::When(date)), Plain::Other(Value::Span(many, unit)))
        | (Plain::Other(Value::Span(many, unit)), Plain::Other(Value::When(date))) => {
            let period = Period { count: *many, unit: *unit };
            let period = if how == Arithmetic::Minus { period.back() } else { period };
            later(run, date, period).map(when)
        }
        (Plain::Other(Value::Span(a, unit)), Plain::Other(Value::Span(b, other))) if unit == other => {
            let many = if how == Arithmetic::Minus { a.checked_sub(*b) } else { a.checked_add(*b) };
            many.map(|many| Dynamic::from(Value::Span(many, *unit)))
        }
        (Plain::Other(Value::Span(..)), Plain::Other(Value::Span(..))) => None,
        _ => return Err(fault(format!("cannot reckon with {} and {}", left.kind().title(), right.kind().title()))),
    };
    Ok(result.unwrap_or_else(|| missing(kind)))
}

/// A date, so much later; `None` out of range.
fn later(run: Option<&Run>, date: &When, period: Period) -> Option<When> {
    let later = date.plus(period);
    if let Some(run) = run.filter(|_| later.is_none() && date.moved.is_some()) {
        run.turns_unclear();
    }
    later
}

/// The kind that an operation gives for operands of these kinds; `None` if it has no meaning.
fn kind_of_result(how: Arithmetic, left: Kind, right: Kind) -> Option<Kind> {
    use Kind::{Any, Count, Date, Number, Span};
    match (left, right) {
        (Any, Any) => Some(Any),
        (Count, Count) if matches!(how, Arithmetic::Plus | Arithmetic::Times) => Some(Count),
        (Count | Number | Any, Count | Number) | (Count | Number, Any) => match (how, left, right) {
            (Arithmetic::Times | Arithmetic::Plus | Arithmetic::Minus, Any, _)
            | (Arithmetic::Times | Arithmetic::Plus | Arithmetic::Minus, _, Any) => Some(Any),
            _ => Some(Number),
        },
        (Date, Span | Any) if matches!(how, Arithmetic::Plus | Arithmetic::Minus) => Some(Date),
        (Span | Any, Date) if how == Arithmetic::Plus => Some(Date),
        (Count | Number | Any, Span) | (Span, Count | Number | Any) if how == Arithmetic::Times => Some(Span),
        (Span, Span | Any) | (Any, Span) if matches!(how, Arithmetic::Plus | Arithmetic::Minus) => Some(Span),
        _ => None,
    }
}

fn reckon_numbers(how: Arithmetic, a: Number, b: Number) -> Option<Number> {
    // A bound may be lost, never invented: an end that cannot be reckoned makes the whole missing.
    let ends = |low: Option<Option<Decimal>>, high: Option<Option<Decimal>>| {
        let number = Number { low: flat(low)?, high: flat(high)? };
        (number.low.is_some() || number.high.is_some()).then_some(number)
    };
    match how {
        Arithmetic::Plus => ends(a.low.zip(b.low).map(|(a, b)| a.plus(b)), a.high.zip(b.high).map(|(a, b)| a.plus(b))),
        Arithmetic::Minus => ends(
            a.low.zip(b.high).map(|(a, b)| a.plus(b.negated())),
            a.high.zip(b.low).map(|(a, b)| a.plus(b.negated())),
        ),
        Arithmetic::Times => exactly(a, b, Decimal::times),
        Arithmetic::Over => exactly(a, b, Decimal::over),
        Arithmetic::Rest => exactly(a, b, Decimal::rest_of),
    }
}

/// An end that is open stays open; one that is out of range makes the whole fail.
fn flat(end: Option<Option<Decimal>>) -> Option<Option<Decimal>> {
    match end {
        Some(Some(end)) => Some(Some(end)),
        Some(None) => None,
        None => Some(None),
    }
}

fn exactly(a: Number, b: Number, how: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Number> {
    a.exact().zip(b.exact()).and_then(|(a, b)| how(a, b)).map(Number::exactly)
}

/// `-x`.
pub(super) fn negate(value: &Dynamic) -> Answer {
    let value = Plain::of(value);
    match (&value, value.kind()) {
        (Plain::Number(n), _) => {
            Ok(number(Number { low: n.high.map(Decimal::negated), high: n.low.map(Decimal::negated) }))
        }
        (Plain::Other(Value::Span(many, unit)), _) => Ok(Dynamic::from(Value::Span(many.saturating_neg(), *unit))),
        (Plain::Missing(_), Kind::Count | Kind::Number) => Ok(missing(Kind::Number)),
        (Plain::Missing(_), kind @ (Kind::Span | Kind::Any)) => Ok(missing(kind)),
        (Plain::Other(Value::Absent(_)), kind @ (Kind::Count | Kind::Number | Kind::Span | Kind::Any)) => {
            Ok(absent(kind))
        }
        (_, kind) => Err(fault(format!("cannot take the negative of {}", kind.title()))),
    }
}

/// A condition in three values. `none` is not so, whatever it is asked.
pub(super) fn truth(value: &Dynamic) -> Result<Option<bool>, Box<EvalAltResult>> {
    let value = Plain::of(value);
    if !value.kind().agrees(Kind::YesNo) {
        return Err(fault(format!("a condition is true or false, not {}", value.kind().title())));
    }
    Ok(match value {
        Plain::YesNo(yes) => Some(yes),
        Plain::Other(Value::Absent(_)) => Some(false),
        _ => None,
    })
}

/// Kleene's and.
pub(super) fn and(left: &Dynamic, right: &Dynamic) -> Answer {
    Ok(yes_no(match (truth(left)?, truth(right)?) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }))
}

/// Kleene's or.
pub(super) fn or(left: &Dynamic, right: &Dynamic) -> Answer {
    Ok(yes_no(match (truth(left)?, truth(right)?) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }))
}

/// Kleene's not. Of `none` it is `none`: what does not exist is neither so nor shown to be otherwise.
pub(super) fn not(value: &Dynamic) -> Answer {
    if let Plain::Other(Value::Absent(kind)) = Plain::of(value) {
        truth(value)?;
        return Ok(absent(kind));
    }
    Ok(yes_no(truth(value)?.map(|yes| !yes)))
}

/// Which of two values comes first or last.
pub(super) fn extreme(largest: bool, left: &Dynamic, right: &Dynamic) -> Answer {
    let (left, right) = (Plain::of(left), Plain::of(right));
    let name = if largest { "max" } else { "min" };
    let kinds = (left.kind(), right.kind());
    if !kinds.0.agrees(kinds.1)
        || ![kinds.0, kinds.1].iter().all(|kind| matches!(kind, Kind::Count | Kind::Number | Kind::Date | Kind::Any))
    {
        return Err(fault(format!(
            "`{name}` takes two numbers or two dates, not {} and {}",
            kinds.0.title(),
            kinds.1.title()
        )));
    }
    // Only if neither can be negative is the answer a count.
    let kind = match kinds {
        (Kind::Any, kind) | (_, kind @ Kind::Number) => kind,
        (kind, _) => kind,
    };
    Ok(match (&left, &right) {
        (Plain::Number(a), Plain::Number(b)) => {
            let (low, high) = if largest {
                (later_open(a.low, b.low), a.high.zip(b.high).map(|(a, b)| a.max(b)))
            } else {
                (a.low.zip(b.low).map(|(a, b)| a.min(b)), earlier_open(a.high, b.high))
            };
            number(Number { low, high })
        }
        (Plain::Other(Value::When(a)), Plain::Other(Value::When(b))) => {
            let planned = [a.planned, b.planned].into_iter().flatten().min();
            let moved = Moved::extreme(largest, a, b);
            moved::extreme(largest, a.dates, b.dates).map_or_else(
                || missing(kind),
                |dates| {
                    // The plan, if one of them is one; else the one that is taken.
                    let is_first = if planned.is_some() { a.planned == planned } else { a.dates == dates };
                    let origin = if is_first { a.origin.or(b.origin) } else { b.origin.or(a.origin) };
                    when(When { dates, planned, origin, moved })
                },
            )
        }
        (Plain::Missing(_), _) | (_, Plain::Missing(_)) => missing(kind),
        (Plain::Other(Value::Absent(_)), _) | (_, Plain::Other(Value::Absent(_))) => absent(kind),
        _ => missing(kind),
    })
}

fn later_open(a: Option<Decimal>, b: Option<Decimal>) -> Option<Decimal> {
    a.into_iter().chain(b).max()
}

fn earlier_open(a: Option<Decimal>, b: Option<Decimal>) -> Option<Decimal> {
    a.into_iter().chain(b).min()
}

/// `last_day_of(56 * days, d)`: the last day of a period of which `d` is day one.
pub(super) fn last_day_of(run: Option<&Run>, period: &Dynamic, start: &Dynamic) -> Answer {
    let (period, start) = (Plain::of(period), Plain::of(start));
    if !period.kind().agrees(Kind::Span) || !start.kind().agrees(Kind::Date) {
        return Err(fault(format!(
            "`last_day_of` takes a period and a date, not {} and {}",
            period.kind().title(),
            start.kind().title()
        )));
    }
    Ok(match (&period, &start) {
        (Plain::Other(Value::Span(many, unit)), Plain::Other(Value::When(date))) => {
            later(run, date, Period { count: *many, unit: *unit })
                .and_then(|date| later(run, &date, Period { count: -1, unit: Unit::Days }))
                .map_or_else(|| missing(Kind::Date), when)
        }
        (Plain::Missing(_), _) | (_, Plain::Missing(_)) => missing(Kind::Date),
        _ => absent(Kind::Date),
    })
}
