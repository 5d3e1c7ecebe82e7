//! The wording of what turns: what it is, and what it asks of whom.

use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::forecast::{Cause, CauseKind, Change, DutyAhead, EvidenceMove, State};
use crate::report::phrases::{self, code, word};

/// How many months back an anniversary is looked for.
const MONTHS: i64 = 120;

/// What turns on a date, with its place.
pub(super) fn cause(cause: &Cause, date: Day) -> String {
    format!("{} ({})", bare_cause(cause, date), code(&cause.at))
}

/// The same in as few words as can be, without what it means.
pub(super) fn short_cause(cause: &Cause, date: Day) -> String {
    let is_named = !matches!(cause.kind, CauseKind::Deadline | CauseKind::LookBack | CauseKind::InstrumentInForce);
    let short = Cause { title: if is_named { String::new() } else { cause.title.clone() }, ..cause.clone() };
    self::cause(&short, date)
}

/// What turns on a date.
pub(in crate::report) fn bare_cause(cause: &Cause, date: Day) -> String {
    use CauseKind::{
        ClosureBegins, DatePassed, Deadline, DepartureBegins, DepartureEnds, DutyInForce, EvidenceAccepted,
        EvidenceDated, EvidenceExpired, EvidenceReviewDue, EvidenceSettled, EvidenceSuperseded, EvidenceWithdrawn,
        HolderChanged, InstrumentInForce, LatestAged, LookBack, PlanCome, RestsOn, SetChanged, StatementAged,
        StatementBegins, Unclear,
    };
    let carries = cause.carries.map_or_else(|| "a date that is not stated".into(), |dates| dates.to_string());
    let named = named(cause);
    match cause.kind {
        EvidenceExpired => format!("{named} is valid until {carries}"),
        EvidenceReviewDue => format!("{named} is due for review by {carries}"),
        EvidenceWithdrawn => format!("{named} is withdrawn on {carries}"),
        EvidenceSuperseded => format!("{named} is superseded on {carries}"),
        EvidenceDated => format!("{named} is dated {carries}, which has come"),
        EvidenceSettled => format!("{named} is a draft until {carries}"),
        EvidenceAccepted => format!("{named} was accepted on {carries}, which has come"),
        StatementAged => format!("{named} is to be relied on until {carries}"),
        LatestAged => format!("{named} can be taken for the latest of its kind until {carries}"),
        StatementBegins => format!("{named} counts from {carries}, when it was stated"),
        Deadline => format!("due by {carries}: {}", cause.title),
        LookBack => format!("missed so long ago that it no longer counts: {}", cause.title),
        PlanCome => format!("{named} was planned for {carries}, and nothing says that it happened"),
        DatePassed => passed(cause, &named, date),
        ClosureBegins => format!("{named} is a complete list from {carries}"),
        DepartureBegins => format!("the departure {} takes effect on {date}", code(&cause.name)),
        DepartureEnds => format!("the departure {} holds until {carries}", code(&cause.name)),
        DutyInForce => format!("{named} {}", in_force(cause, date)),
        InstrumentInForce => format!("{} {}", cause.title, in_force(cause, date)),
        SetChanged => format!("the law names other members of {named} from {date}"),
        HolderChanged if cause.title.is_empty() => "the force has another policing body".into(),
        HolderChanged => format!("the force has another policing body: {} {}", cause.title, in_force(cause, date)),
        RestsOn => format!("it rests on {named}, which changes"),
        Unclear => "its rule looks at the day itself, in a way that does not tell what turned".into(),
    }
}

fn named(cause: &Cause) -> String {
    if cause.title.is_empty() { code(&cause.name) } else { format!("{} ({})", code(&cause.name), cause.title) }
}

fn in_force(cause: &Cause, date: Day) -> String {
    match cause.carries {
        Some(dates) if dates.last() < date => format!("was in force until {dates}"),
        Some(dates) => format!("is in force from {dates}"),
        None => "begins or ceases to be in force".into(),
    }
}

/// How a date lies to the day on which it passes a mark of the rule.
fn passed(cause: &Cause, named: &str, date: Day) -> String {
    let Some(carries) = cause.carries else { return format!("a date that the rule counts to has come: {named}") };
    format!("{named} is {carries}, {}", distance(carries, date))
}

/// How long ago a date lies, seen from a day: in whole months where that is exact, else in days.
fn distance(dates: Dates, day: Day) -> String {
    let (first, last) = (dates.first(), dates.last());
    if first > day {
        return "still to come".into();
    } else if last > day {
        return "which has begun".into();
    } else if last == day || last.tomorrow() == Some(day) {
        return "which has come".into();
    }
    for months in 1..=MONTHS {
        let period = Period { count: months, unit: Unit::Months };
        for end in [first, last] {
            let by_then = if end == last { "by then" } else { "which by then may be" };
            let Some(anniversary) = end.plus(period) else { continue };
            if anniversary.tomorrow() == Some(day) {
                return format!("{by_then} more than {} ago", span(months));
            }
            if anniversary == day {
                return format!("{by_then} {} ago", span(months));
            }
        }
    }
    format!("by then {} ago", phrases::count(usize::try_from(first.days_until(day)).unwrap_or(0), "day", "days"))
}

fn span(months: i64) -> String {
    let years = Period { count: months / 12, unit: Unit::Years };
    if months % 12 == 0 { years.to_string() } else { Period { count: months, unit: Unit::Months }.to_string() }
}

/// Who is to see to it; that nobody is named where nobody is.
pub(super) fn owner(cause: &Cause) -> String {
    if cause.owner.trim().is_empty() { "nobody is named".into() } else { cause.owner.clone() }
}

/// From what to what: standings where they differ, else verdict and support.
pub(super) fn course(change: &Change) -> String {
    let (from, to) = (&change.from, &change.to);
    let breach = if to.apparent_breach && !from.apparent_breach { ", an apparent breach" } else { "" };
    if from.standing != to.standing {
        return format!("{} to {}{breach}", phrases::standing(from.standing), phrases::standing(to.standing));
    }
    let told = |state: &State| {
        let support = state.support.map_or_else(String::new, |support| format!(", {support}"));
        format!("{}{support}", word(state.verdict.as_str()))
    };
    let (was, is) = (told(from), told(to));
    let within = if was == is { "another part of it changes".into() } else { format!("{was} to {is}") };
    format!("stays {} ({within}){breach}", phrases::standing(to.standing))
}

/// A duty by title and id, with how much it weighs.
pub(super) fn duty(duty: &DutyAhead) -> String {
    let context = if duty.context { ", owed by others" } else { "" };
    format!("{} ({}; {}, weight {}{context})", duty.title, code(&duty.id), word(duty.binding.as_str()), duty.weight)
}

/// A piece of evidence of which something becomes, with its owner and place.
pub(super) fn evidence(moved: &EvidenceMove, date: Day) -> String {
    let cited = match moved.cited_by {
        0 => "nothing cites it".into(),
        some => format!("cited {}", phrases::count(some, "time", "times")),
    };
    let told = bare_cause(&moved.cause, date);
    format!("{date}: {told}; {}; {cited} ({})", owner(&moved.cause), code(&moved.cause.at))
}
