//! Why, in a sentence: of a pair and of a duty.

use crate::evaluate::{Doubt, Pair, Why};
use crate::model::assessment::{FactRead, OutcomeCounts};
use crate::model::dates::Day;
use crate::model::law::{Duty, Requirement};
use crate::model::words::{Outcome, Verdict};

/// Why a pair came out as it did.
pub(super) fn of_pair(pair: &Pair, requirement: &Requirement, facts: &[FactRead], missing: &[String]) -> String {
    match &pair.why {
        Why::OutOfScope(why) | Why::ScopeUnknown(why) => why.clone(),
        Why::NoSubjects => "there are none, and the list is closed".into(),
        Why::Others(Some(from)) => format!("the list is complete only from {from}, later than the look-back begins"),
        Why::Others(None) => "the list is not said to be complete, so there may be others".into(),
        Why::NotJudged => "not judged: the rule never came to it".into(),
        Why::RestsOnNothing => "rests on nothing: it would come out the same if no fact were stated".into(),
        Why::Failed(error) if pair.outcome == Outcome::Error => format!("the rule failed: {error}"),
        Why::Failed(_) => unknown(pair, missing),
        Why::Condition if pair.outcome == Outcome::NotApplicable => {
            if facts.is_empty() {
                "it does not arise".into()
            } else {
                format!("it does not arise: {}", list(facts))
            }
        }
        Why::Condition => format!("whether it arises is not known: {}", unknown(pair, missing)),
        Why::Judged => judged(pair, requirement, facts, missing),
    }
}

fn judged(pair: &Pair, requirement: &Requirement, facts: &[FactRead], missing: &[String]) -> String {
    let due = pair.by.map(|by| by.last());
    match pair.outcome {
        Outcome::Met => list(facts),
        Outcome::NotMet if pair.history => {
            let period =
                requirement.look_back.as_ref().map_or_else(String::new, |look_back| look_back.period.to_string());
            format!("fell due {}, more than {period} ago: {}", day(due), list(facts))
        }
        Outcome::NotMet => match due {
            Some(due) => format!("was due by {due}: {}", list(facts)),
            None => list(facts),
        },
        Outcome::NotYetDue => format!("due by {}: {}", day(due), list(facts)),
        _ => unknown(pair, missing),
    }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "on an unknown day".into(), |day| day.to_string())
}

fn list(facts: &[FactRead]) -> String {
    const MOST: usize = 4;
    let mut parts: Vec<String> =
        facts.iter().take(MOST).map(|fact| format!("`{}` is {}", fact.path, fact.value)).collect();
    if facts.len() > MOST {
        parts.push(format!("and {} more", facts.len() - MOST));
    }
    if parts.is_empty() { "nothing that was stated".into() } else { parts.join(", ") }
}

fn unknown(pair: &Pair, missing: &[String]) -> String {
    let mut parts: Vec<String> = pair.doubts.iter().map(doubt).collect();
    parts.dedup();
    if !missing.is_empty() {
        parts.insert(0, format!("not stated: {}", quoted(missing)));
    }
    if let (true, Why::Failed(error)) = (parts.is_empty(), &pair.why) {
        parts.push(error.clone());
    }
    if parts.is_empty() { "the facts do not tell".into() } else { parts.join("; ") }
}

fn quoted(paths: &[String]) -> String {
    const MOST: usize = 4;
    let mut parts: Vec<String> = paths.iter().take(MOST).map(|path| format!("`{path}`")).collect();
    if paths.len() > MOST {
        parts.push(format!("and {} more", paths.len() - MOST));
    }
    parts.join(", ")
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Planned(day) => format!("planned for {day}, not confirmed"),
        Doubt::Dates(a, b) if a == b => format!("two dates are both {a}, and which comes first cannot be told"),
        Doubt::Dates(a, b) => format!("{a} and {b} overlap, so which comes first cannot be told"),
        Doubt::Bounds(a, b) => format!("{a} against {b} cannot be told"),
        Doubt::StatedLater(path, on) => format!("`{path}` was stated only on {on}"),
        Doubt::UncitedNone(path) => format!("`{path}` is `none` without a citation"),
        Doubt::Open(path) => format!("`{path}` is not said to be complete"),
        Doubt::NoneBeforeDeadline(on) => format!("last stated {on}, before the deadline"),
    }
}

/// Why a duty has its verdict.
pub(super) fn of_duty(duty: &Duty, verdict: Verdict, counts: &OutcomeCounts, first: Option<&str>) -> String {
    match verdict {
        Verdict::Unpublished | Verdict::Unread => {
            duty.because.clone().unwrap_or_else(|| "its text could not be read".into())
        }
        Verdict::NotApplicable => match first {
            Some(first) => first.to_owned(),
            None => "it does not arise".into(),
        },
        _ if duty.requirements.is_empty() => "it has no requirements, so nothing can be met".into(),
        _ => tally(counts),
    }
}

fn tally(counts: &OutcomeCounts) -> String {
    let parts: Vec<String> = [
        (counts.not_met, "not met"),
        (counts.error, "in error"),
        (counts.met, "met"),
        (counts.unknown, "unknown"),
        (counts.not_yet_due, "not yet due"),
        (counts.not_applicable, "not applicable"),
        (counts.history, "set aside as history"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    parts.join(", ")
}
