//! The sheet: one row for each action and duty that it serves, as CSV (RFC 4180).

use crate::model::actions::{Action, Actions, Place, Served};
use crate::report::csv::line;

use super::blocks;

const COLUMNS: [&str; 17] = [
    "action",
    "owner",
    "place",
    "to_be_true",
    "remedy",
    "facts",
    "evidence",
    "by_when",
    "duty",
    "title",
    "binding",
    "weight",
    "standing",
    "settled_with_action",
    "weight_settled_so_far",
    "policy_place",
    "profile_places",
];

/// The sheet with its heading.
pub(super) fn of(actions: &Actions) -> String {
    let heading = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    let rows =
        actions.actions.iter().flat_map(|action| action.serves.iter().map(move |duty| row(actions, action, duty)));
    std::iter::once(heading).chain(rows).map(line).collect()
}

fn row(actions: &Actions, action: &Action, duty: &Served) -> Vec<String> {
    let wanted = || action.wanted.iter().filter(|wanted| wanted.duty == duty.id);
    let joined = |texts: Vec<String>| {
        let mut once: Vec<String> = Vec::new();
        for text in texts {
            if !once.contains(&text) {
                once.push(text);
            }
        }
        once.join("; ")
    };
    let states = wanted().map(|wanted| match wanted.subjects.as_slice() {
        [] | [_] => wanted.states.clone(),
        several => format!("{} (for {})", wanted.states, several.join(", ")),
    });
    let own = format!("{}/", duty.id);
    let evidence = action.evidence.iter().filter(|shows| shows.requirements.iter().any(|one| one.starts_with(&own)));
    let settled = actions.curve.get(action.number.saturating_sub(1)).map(|point| point.settles.to_string());
    vec![
        action.number.to_string(),
        action.owner.clone(),
        match &action.place {
            Place::Record(path) => path.clone(),
            Place::Evidence(id) => id.to_string(),
        },
        joined(states.collect()),
        joined(wanted().map(|wanted| wanted.remedy.clone()).collect()),
        joined(action.facts.iter().map(|fact| fact.path.clone()).collect()),
        joined(evidence.map(|shows| shows.any_of.join(" or ")).collect()),
        blocks::by(action.by, actions.as_of),
        duty.id.to_string(),
        duty.title.clone(),
        duty.binding.to_string(),
        duty.weight.to_string(),
        duty.standing.to_string(),
        duty.settled_with.to_string(),
        settled.unwrap_or_default(),
        duty.at.to_string(),
        joined(action.facts.iter().map(|fact| fact.at.to_string()).collect()),
    ]
}
