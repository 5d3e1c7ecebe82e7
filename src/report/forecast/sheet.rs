//! The sheet: one row for each duty and change, as CSV (RFC 4180).

use crate::model::dates::Day;
use crate::model::forecast::{Cause, Change, Forecast, State};
use crate::report::csv::line;

use super::words;

const COLUMNS: [&str; 19] = [
    "date",
    "course",
    "duty",
    "title",
    "binding",
    "weight",
    "owed_by",
    "from_standing",
    "to_standing",
    "from_verdict",
    "to_verdict",
    "from_support",
    "to_support",
    "becomes_apparent_breach",
    "requirements",
    "causes",
    "to_act",
    "cause_places",
    "policy_place",
];

/// The sheet with its heading.
pub(super) fn of(forecast: &Forecast) -> String {
    let rows = forecast.changes().map(|(date, change)| row(forecast, date, change));
    let heading = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(heading).chain(rows).map(line).collect()
}

fn row(forecast: &Forecast, date: Day, change: &Change) -> Vec<String> {
    let duty = forecast.duty(&change.duty);
    let of_duty = |what: &dyn Fn(&crate::model::forecast::DutyAhead) -> String| duty.map(what).unwrap_or_default();
    let support = |state: &State| state.support.map(|support| support.to_string()).unwrap_or_default();
    let each = |told: &dyn Fn(&Cause) -> String| {
        let mut all: Vec<String> = Vec::new();
        for one in change.causes.iter().map(told) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all.join("; ")
    };
    let breach = change.to.apparent_breach && !change.from.apparent_breach;
    vec![
        date.to_string(),
        change.course.as_str().into(),
        change.duty.to_string(),
        of_duty(&|duty| duty.title.clone()),
        of_duty(&|duty| duty.binding.to_string()),
        of_duty(&|duty| duty.weight.to_string()),
        of_duty(&|duty| duty.owed_by.join("; ")),
        change.from.standing.to_string(),
        change.to.standing.to_string(),
        change.from.verdict.to_string(),
        change.to.verdict.to_string(),
        support(&change.from),
        support(&change.to),
        if breach { "yes" } else { "no" }.into(),
        change.states.join("; "),
        each(&|cause| words::bare_cause(cause, date)),
        each(&|cause| words::owner(cause)),
        each(&|cause| cause.at.to_string()),
        of_duty(&|duty| duty.at.to_string()),
    ]
}
