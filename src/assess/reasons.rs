//! Why, in a sentence: of a pair and of a duty.

use std::collections::BTreeMap;

use crate::evaluate::{Doubt, Pair, Read, Why};
use crate::model::assessment::{DutyResult, FactRead, OutcomeCounts, PairResult};
use crate::model::dates::{Dates, Day};
use crate::model::ids::DutyId;
use crate::model::law::{Duty, Requirement};
use crate::model::words::{Outcome, Standing, Verdict};

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
        Why::Failed(_) => unknown(pair, facts, missing),
        Why::Condition if pair.outcome == Outcome::NotApplicable => {
            if facts.is_empty() && duties_of(pair).is_empty() {
                "it does not arise".into()
            } else {
                format!("it does not arise: {}", list(facts, pair))
            }
        }
        Why::Condition => format!("whether it arises is not known: {}", unknown(pair, facts, missing)),
        Why::Judged => judged(pair, requirement, facts, missing),
    }
}

fn judged(pair: &Pair, requirement: &Requirement, facts: &[FactRead], missing: &[String]) -> String {
    let due = pair.by.map(|by| by.last());
    match pair.outcome {
        Outcome::Met => list(facts, pair),
        Outcome::NotMet if pair.history => {
            let period =
                requirement.look_back.as_ref().map_or_else(String::new, |look_back| look_back.period.to_string());
            format!("fell due {}, more than {period} ago: {}", day(due), list(facts, pair))
        }
        Outcome::NotMet => match due {
            Some(due) => format!("was due by {due}: {}", list(facts, pair)),
            None => list(facts, pair),
        },
        Outcome::NotYetDue => format!("due by {}: {}", day(due), list(facts, pair)),
        _ => unknown(pair, facts, missing),
    }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "on an unknown day".into(), |day| day.to_string())
}

fn list(facts: &[FactRead], pair: &Pair) -> String {
    const MOST: usize = 4;
    let mut parts: Vec<String> =
        facts.iter().take(MOST).map(|fact| format!("`{}` is {}", fact.path, fact.value)).collect();
    if facts.len() > MOST {
        parts.push(format!("and {} more", facts.len() - MOST));
    }
    parts.extend(duties_of(pair).iter().map(the_duty));
    if parts.is_empty() { "nothing that was stated".into() } else { parts.join(", ") }
}

/// The duties that a pair read, each once.
pub(super) fn duties_of(pair: &Pair) -> Vec<DutyId> {
    let mut duties: Vec<DutyId> = Vec::new();
    for read in &pair.reads {
        match read {
            Read::Duty(duty) if !duties.contains(duty) => duties.push(duty.clone()),
            _ => {}
        }
    }
    duties
}

fn the_duty(duty: &DutyId) -> String {
    format!("the duty `{duty}`")
}

/// Adds to each reason that names another duty where that duty stands, once all are judged.
pub(super) fn tell_standings(duties: &mut [DutyResult]) {
    let standings: BTreeMap<DutyId, Standing> = duties.iter().map(|duty| (duty.id.clone(), duty.standing)).collect();
    for PairResult { reason, rests_on, .. } in duties.iter_mut().flat_map(|duty| &mut duty.requirements) {
        for (duty, standing) in rests_on.iter().filter_map(|duty| standings.get_key_value(duty)) {
            let named = the_duty(duty);
            *reason = reason.replace(&named, &format!("{named} ({})", standing.as_str().replace('-', " ")));
        }
    }
}

fn unknown(pair: &Pair, facts: &[FactRead], missing: &[String]) -> String {
    let mut parts: Vec<String> = pair.doubts.iter().map(|one| doubt(one, facts)).collect();
    parts.dedup();
    if !missing.is_empty() {
        parts.insert(0, format!("not stated: {}", quoted(missing)));
    }
    parts.extend(duties_of(pair).iter().map(|duty| format!("it rests on {}", the_duty(duty))));
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

fn doubt(doubt: &Doubt, facts: &[FactRead]) -> String {
    match doubt {
        Doubt::Planned(day) => format!("planned for {day}, not confirmed"),
        Doubt::Dates(a, b) => overlap(*a, *b, facts),
        Doubt::Bounds(a, b) => format!("{a} against {b} cannot be told"),
        Doubt::StatedLater(path, on) => format!("`{path}` was stated only on {on}"),
        Doubt::UncitedNone(path) => format!("`{path}` is `none` without a citation"),
        Doubt::Open(path) => format!("`{path}` is not said to be complete"),
        Doubt::NoneBeforeDeadline(on) => format!("last stated {on}, before the deadline"),
    }
}

/// Two dates of which at least one is partial, named by the facts that state them as far as there is one of each.
fn overlap(a: Dates, b: Dates, facts: &[FactRead]) -> String {
    let (partial, other) = if a.day().is_some() { (b, a) } else { (a, b) };
    let stating = |dates: Dates| -> Vec<&str> {
        let value = dates.to_string();
        let mut paths: Vec<&str> =
            facts.iter().filter(|fact| fact.value == value).map(|fact| fact.path.as_str()).collect();
        paths.dedup();
        paths
    };
    let named = |path: &str, dates: Dates| format!("`{path}` ({dates})");
    let (first, second) = match (stating(partial).as_slice(), stating(other).as_slice()) {
        ([one, two], _) if partial == other => (named(one, partial), named(two, other)),
        ([one], _) if partial == other => (named(one, partial), other.to_string()),
        ([one], [two]) => (named(one, partial), named(two, other)),
        ([one], _) => (named(one, partial), other.to_string()),
        (_, [two]) => (partial.to_string(), named(two, other)),
        _ => (partial.to_string(), other.to_string()),
    };
    format!("{first} could be before or after {second}")
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

/// How many requirements came to what: "of 3 requirements 1 is met and 2 are not met".
fn tally(counts: &OutcomeCounts) -> String {
    let arising = [
        (counts.met, "met"),
        (counts.not_met, "not met"),
        (counts.unknown, "unknown"),
        (counts.error, "in error"),
        (counts.not_yet_due, "not yet due"),
    ];
    let all: usize = arising.iter().map(|(count, _)| count).sum();
    let told: Vec<(usize, &str)> = arising.into_iter().filter(|(count, _)| *count > 0).collect();
    let that_arise = if counts.not_applicable > 0 { " that arise" } else { "" };
    let first = match told.as_slice() {
        [] => "no requirement counts".to_owned(),
        [(1, "unknown")] => format!("the one requirement{} cannot be told", one_that_arises(that_arise)),
        [(1, what)] => format!("the one requirement{} is {what}", one_that_arises(that_arise)),
        [(_, "unknown")] => format!("none of {all} requirements{that_arise} can be told"),
        [(_, "not met")] => format!("none of {all} requirements{that_arise} is met"),
        [(_, what)] => format!("all {all} requirements{that_arise} are {what}"),
        [start @ .., last] => {
            let start: Vec<String> = start.iter().map(is).collect();
            format!("of {all} requirements{that_arise} {} and {}", start.join(", "), is(last))
        }
    };
    let aside = [(counts.not_applicable, "does not arise", "do not arise")];
    let history = [(counts.history, "is set aside as history", "are set aside as history")];
    let rest = aside.into_iter().chain(history).filter(|(count, ..)| *count > 0);
    let rest: String =
        rest.map(|(count, one, many)| format!("; {count} {}", if count == 1 { one } else { many })).collect();
    format!("{first}{rest}")
}

fn one_that_arises(that_arise: &str) -> &'static str {
    if that_arise.is_empty() { "" } else { " that arises" }
}

fn is((count, what): &(usize, &str)) -> String {
    format!("{count} {} {what}", if *count == 1 { "is" } else { "are" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_is_summed_up_in_a_sentence() {
        let counts = |met, not_met, unknown, not_applicable, history| OutcomeCounts {
            met,
            not_met,
            unknown,
            not_applicable,
            history,
            ..OutcomeCounts::default()
        };
        for (counts, sentence) in [
            (counts(1, 0, 1, 0, 0), "of 2 requirements 1 is met and 1 is unknown"),
            (counts(3, 1, 26, 0, 0), "of 30 requirements 3 are met, 1 is not met and 26 are unknown"),
            (counts(1, 1, 0, 2, 0), "of 2 requirements that arise 1 is met and 1 is not met; 2 do not arise"),
            (counts(0, 0, 5, 0, 0), "none of 5 requirements can be told"),
            (counts(0, 0, 1, 1, 0), "the one requirement that arises cannot be told; 1 does not arise"),
            (counts(0, 2, 0, 0, 1), "none of 2 requirements is met; 1 is set aside as history"),
            (counts(4, 0, 0, 0, 0), "all 4 requirements are met"),
            (counts(0, 1, 0, 0, 0), "the one requirement is not met"),
        ] {
            assert_eq!(tally(&counts), sentence);
        }
    }

    #[test]
    fn dates_that_overlap_are_named_by_the_facts_that_state_them() {
        let fact = |path: &str, value: &str| FactRead {
            path: path.into(),
            value: value.into(),
            at: crate::model::assessment::At { file: "profile.yaml".into(), line: 1, column: 1 },
            cites: vec![],
            supported_by: vec![],
            stated_on: Dates::parse("2021-01").unwrap(),
            holds_until: None,
            held_by: String::new(),
            marking: None,
            note: None,
        };
        let facts = [fact("lead.appointed", "2020"), fact("lead.left", "2021")];
        let overlap = |a: &str, b: &str| super::overlap(Dates::parse(a).unwrap(), Dates::parse(b).unwrap(), &facts);
        assert_eq!(overlap("2020", "2020-01-31"), "`lead.appointed` (2020) could be before or after 2020-01-31");
        assert_eq!(overlap("2020-01-31", "2020"), "`lead.appointed` (2020) could be before or after 2020-01-31");
        assert_eq!(overlap("2019", "2019-05"), "2019 could be before or after 2019-05");
    }
}
