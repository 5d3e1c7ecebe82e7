//! How a paper says what the report says, for readers who have never seen the profile.

use crate::model::assessment::{Assessment, DutyResult, InstrumentInfo, PairResult, StandingCounts};
use crate::model::dates::{Dates, Day};
use crate::model::words::{Binding, Outcome, Standing, Support, Verdict};

use super::super::phrases::{self, count, written};

/// A day as a paper writes it: "31 January 2021".
pub(crate) fn day(day: Day) -> String {
    written(&day.to_string())
}

/// A date that may be partial: "January 2021", "2020".
pub(crate) fn date(dates: Dates) -> String {
    written(&dates.to_string())
}

/// A date with the preposition that it takes: "on 31 January 2021", "in January 2021", "in 2020".
pub(crate) fn when(dates: Dates) -> String {
    let text = dates.to_string();
    let preposition = if text.split('-').count() == 3 { "on" } else { "in" };
    format!("{preposition} {}", written(&text))
}

/// A reason with the paths in it as words: of `` `a.b.plans.kept` is 18, `a.b.plans.reviewed` is 9 `` "plans kept is 18, plans reviewed is 9".
/// What all of its paths begin with says nothing to a reader.
pub(crate) fn reason(text: &str) -> String {
    let paths: Vec<Vec<&str>> =
        quoted(text).filter(|name| is_path(name)).map(|path| path.split('.').collect()).collect();
    let shared = paths.first().map_or(0, |first| {
        let ends = paths.iter().map(Vec::len).min().unwrap_or(0).saturating_sub(1);
        (0..ends).take_while(|at| paths.iter().all(|path| path.get(*at) == first.get(*at))).count()
    });
    let skip = shared.saturating_sub(1);
    let mut plain = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 && is_path(piece) {
            let steps: Vec<&str> = piece.split('.').skip(skip).collect();
            plain.push_str(&steps.join(" ").replace('_', " "));
        } else {
            plain.push_str(piece);
        }
    }
    plain
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_path(name: &str) -> bool {
    name.contains('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-[]*".contains(&byte))
}

/// What a duty's word is in a table, with its shape.
pub(crate) fn standing(standing: Standing) -> String {
    let told = match standing {
        Standing::Unassessed => "not assessed".to_owned(),
        other => phrases::word(other.as_str()),
    };
    let shape = phrases::standing(standing);
    format!("{} {told}", shape.split(' ').next().unwrap_or_default())
}

/// How duties that are gaps fail, in the order in which it is told.
pub(crate) const FAILURES: [&str; 5] = [
    "Not met",
    "Said to be met in part, not in all",
    "Met in part, not in all",
    "Regard not shown",
    "Regard not shown in all that is asked",
];

/// How a duty fails that is a gap, by its pairs: what only asks for regard is not said to be unmet, nor what is met in part, and a part is
/// said to be met only where evidence shows it.
pub(crate) fn failure<'p>(binding: Binding, pairs: impl Iterator<Item = &'p PairResult>) -> &'static str {
    let met = pairs.filter(|pair| !pair.history && pair.outcome == Outcome::Met);
    let best = met.map(|pair| pair.support == Some(Support::Evidenced)).max();
    match (binding.is_regard(), best) {
        (false, None) => "Not met",
        (false, Some(false)) => "Said to be met in part, not in all",
        (false, Some(true)) => "Met in part, not in all",
        (true, None) => "Regard not shown",
        (true, Some(_)) => "Regard not shown in all that is asked",
    }
}

/// Where a duty stands, with its shape; of one whose text is not to be had, that.
pub(crate) fn stands(duty: &DutyResult) -> String {
    match duty.verdict {
        Verdict::Unpublished | Verdict::Unread => phrases::stands(duty),
        _ => standing(duty.standing),
    }
}

/// Counts in words: "0 of 112 duties that apply are satisfied, that is met and shown by evidence; 6 are gaps, 105 are not assessed".
pub(crate) fn counts(standings: StandingCounts) -> String {
    told(standings, ", that is, met and shown by evidence")
}

/// The same where it was said before what satisfied means.
pub(crate) fn counts_again(standings: StandingCounts) -> String {
    told(standings, "")
}

fn told(standings: StandingCounts, means: &str) -> String {
    // Of what is withheld it is not told whether it applies.
    let applies =
        |standing: &&Standing| !matches!(standing, Standing::NotApplicable | Standing::NotYetDue | Standing::Withheld);
    let apply: usize = Standing::ALL.iter().filter(applies).map(|standing| standings.of(*standing)).sum();
    if apply == 0 && standings.withheld > 0 {
        return format!("no duty that is told applies; {}", count(standings.withheld, "is withheld", "are withheld"));
    }
    if apply == 0 {
        return "no duty that could be judged applies".to_owned();
    }
    let satisfied = standings.satisfied;
    let rest = [Standing::Departed, Standing::Gap, Standing::Unproven, Standing::Unassessed, Standing::Withheld];
    let rest: Vec<String> = rest
        .into_iter()
        .filter(|standing| standings.of(*standing) > 0)
        .map(|standing| {
            let number = standings.of(standing);
            match standing {
                Standing::Gap => count(number, "is a gap", "are gaps"),
                Standing::Unproven => {
                    count(number, "is said to be met but not shown", "are said to be met but not shown")
                }
                Standing::Unassessed => count(number, "could not be assessed", "could not be assessed"),
                Standing::Departed => {
                    count(number, "is departed from for a recorded reason", "are departed from for recorded reasons")
                }
                _ => count(number, "is withheld", "are withheld"),
            }
        })
        .collect();
    let is = if satisfied == 1 { "is" } else { "are" };
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", phrases::list(&rest, "and")) };
    format!("{satisfied} of {} {is} satisfied{means}{rest}", count(apply, "duty that applies", "duties that apply"))
}

/// The editions of the SPR that were in force, the latest first; usually one.
pub(crate) fn editions(assessment: &Assessment) -> Vec<&InstrumentInfo> {
    let mut editions: Vec<&InstrumentInfo> =
        every_edition(assessment).filter(|one| one.applied == Some(true)).collect();
    editions.sort_by_key(|one| std::cmp::Reverse(one.in_force.from.map(Dates::first)));
    editions
}

/// The edition that was issued last, in force on the date or not.
pub(crate) fn latest_edition(assessment: &Assessment) -> Option<&InstrumentInfo> {
    every_edition(assessment).max_by_key(|one| one.in_force.from.map(Dates::first))
}

fn every_edition(assessment: &Assessment) -> impl Iterator<Item = &InstrumentInfo> {
    assessment.instruments.iter().filter(|one| one.kind == "spr-edition")
}

/// The title of the instrument that a duty stands in.
pub(crate) fn instrument(duty: &DutyResult, assessment: &Assessment) -> String {
    let Some(id) = &duty.source.instrument else { return "no instrument".to_owned() };
    let known = assessment.instruments.iter().find(|one| one.id == *id);
    known.map_or_else(|| id.to_string(), |one| one.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_as_words_without_what_they_share() {
        for (text, told) in [
            ("`a.b.plans.kept` is 18, `a.b.plans.reviewed` is 9", "plans kept is 18, plans reviewed is 9"),
            ("`a.b.strategic_lead.appointed` is 2020", "strategic lead appointed is 2020"),
            ("`a.b.x.one` is `none`, `a.b.y.two` is 3", "b x one is none, b y two is 3"),
            ("nothing is quoted", "nothing is quoted"),
            ("an `odd quote", "an odd quote"),
        ] {
            assert_eq!(reason(text), told);
        }
    }

    #[test]
    fn what_is_withheld_is_not_said_to_apply() {
        let mut standings = StandingCounts { gap: 2, withheld: 3, ..StandingCounts::default() };
        assert_eq!(counts_again(standings), "0 of 2 duties that apply are satisfied; 2 are gaps and 3 are withheld");
        standings.gap = 0;
        assert_eq!(counts_again(standings), "no duty that is told applies; 3 are withheld");
    }

    #[test]
    fn a_partial_date_takes_another_preposition() {
        for (text, told) in [("2021-01-31", "on 31 January 2021"), ("2021-01", "in January 2021"), ("2020", "in 2020")]
        {
            assert_eq!(when(Dates::parse(text).unwrap()), told);
        }
    }

    #[test]
    fn dates_are_written_out() {
        for (text, told) in
            [("2021-01-31", "31 January 2021"), ("2021-01", "January 2021"), ("2020", "2020"), ("x-y", "x-y")]
        {
            assert_eq!(written(text), told);
        }
    }
}
