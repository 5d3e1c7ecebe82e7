//! The action plan: a row for each action and duty that it serves, and one for each open duty that no action was found for, so that nothing
//! open is missing.

use std::collections::BTreeSet;

use crate::model::actions::{Action, Actions, By, Place, Served};
use crate::model::assessment::{Assessment, DutyResult, PairResult};
use crate::model::brief::{Brief, DAYS_AHEAD};
use crate::model::dates::{Day, Period, Unit};
use crate::model::ids::DutyId;
use crate::model::words::{Outcome, Standing, Support, Verdict};
use crate::report::actions::by;
use crate::report::phrases;

use super::sheet::{Cell, Column, Entry, Sheet};

/// Where an action may stand, as its owner sees it.
pub(super) const STATES: &[&str] = &["to be agreed", "agreed", "in hand", "done", "will not be done"];

const COLUMNS: [Column; 19] = [
    Column::told("Action", 8),
    Column::told("What is open", 28),
    Column::told("Duty", 22),
    Column::told("Stands", 14),
    Column::told("To be true", 36),
    Column::told("What to do", 36),
    Column::told("Evidence needed", 26),
    Column::told("To be asked", 20),
    Column::told("Due on", 12),
    Column::told("Urgency", 13),
    Column::told("Weight", 9),
    Column::open("Status", 14, Entry::OneOf(STATES)),
    Column::open("Agreed owner", 18, Entry::Any),
    Column::open("Agreed date", 14, Entry::Date),
    Column::open("Notes", 24, Entry::Any),
    Column::told("Due, in words", 30),
    Column::told("Binding", 14),
    Column::told("Source", 36),
    Column::told("Where", 30),
];
/// How many of them are printed: the rest says where each comes from.
const PRINTED: u16 = 15;

/// The sheet.
pub(super) fn sheet(brief: &Brief) -> Sheet {
    let assessment = &brief.assessment;
    let mut rows = Vec::new();
    let mut served: BTreeSet<&DutyId> = BTreeSet::new();
    if let Some(actions) = &brief.actions {
        for action in &actions.actions {
            for duty in &action.serves {
                served.insert(&duty.id);
                let rank = (rank(duty.standing), std::cmp::Reverse(duty.weight), action.number);
                rows.push((rank, of_action(actions, action, duty, assessment)));
            }
        }
    }
    let rest = open(assessment).into_iter().filter(|duty| !served.contains(&duty.id));
    let last = |duty: &DutyResult| (rank(duty.standing), std::cmp::Reverse(duty.weight.value), usize::MAX);
    rows.extend(rest.map(|duty| (last(duty), of_duty(duty, brief))));
    rows.sort_by_key(|(rank, _)| *rank);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let about = format!(
        "Action plan of {} as of {}. A row for each action and each duty that it serves: gaps first, the \
         heaviest first. The numbers of the actions give the order in which they settle most. Fill in status, \
         agreed owner, agreed date and notes; the rest is what the audit found. What to do is what the rules ask for: nobody has agreed to it yet.",
        assessment.force.name, assessment.as_of
    );
    Sheet { name: "Action plan", about, columns: COLUMNS.to_vec(), printed: PRINTED, rows }
}

/// The open duties that count, heaviest first.
fn open(assessment: &Assessment) -> Vec<&DutyResult> {
    let is_open = |duty: &&DutyResult| {
        !duty.context
            && !matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread)
            && matches!(duty.standing, Standing::Gap | Standing::Unproven | Standing::Unassessed)
    };
    let mut open: Vec<&DutyResult> = assessment.duties.iter().filter(is_open).collect();
    open.sort_by_key(|duty| (rank(duty.standing), std::cmp::Reverse(duty.weight.value), duty.binding, duty.id.clone()));
    open
}

fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Gap => 0,
        Standing::Unproven => 1,
        _ => 2,
    }
}

fn of_action(actions: &Actions, action: &Action, duty: &Served, assessment: &Assessment) -> Vec<Cell> {
    let wanted = || action.wanted.iter().filter(|wanted| wanted.duty == duty.id);
    let states = wanted().map(|wanted| match wanted.subjects.as_slice() {
        [] | [_] => wanted.states.clone(),
        several => format!("{} (for {})", wanted.states, several.join(", ")),
    });
    let own = format!("{}/", duty.id);
    let shows = action.evidence.iter().filter(|shows| shows.requirements.iter().any(|one| one.starts_with(&own)));
    let at = match &action.place {
        Place::Record(path) => path.clone(),
        Place::Evidence(id) => id.to_string(),
    };
    let places = action.facts.iter().map(|fact| fact.at.to_string());
    let result = assessment.duties.iter().find(|result| result.id == duty.id);
    let day = match action.by {
        By::OverdueSince(day) | By::Due(day) | By::Lapses(day) => Some(day),
        By::NoDate => None,
    };
    let due = Due { day, says: by(action.by, actions.as_of) };
    let gap = Gap { title: &duty.title, id: &duty.id, standing: duty.standing, weight: duty.weight };
    row(
        Cell::count(action.number),
        &gap,
        [
            once(states),
            once(wanted().map(|wanted| phrases::remedy(&wanted.remedy))),
            once(shows.map(|shows| shows.any_of.join(" or "))),
            action.owner.clone(),
        ],
        &due,
        assessment.as_of,
        [phrases::word(duty.binding.as_str()), source(result, assessment), once(std::iter::once(at).chain(places))],
    )
}

/// An open duty that no action was found for: what is open of it, what would close that, and why nothing more can be said.
fn of_duty(duty: &DutyResult, brief: &Brief) -> Vec<Cell> {
    let assessment = &brief.assessment;
    let open: Vec<&PairResult> = duty.requirements.iter().filter(|pair| is_open(pair)).collect();
    let kinds = open.iter().map(|pair| phrases::kinds(&pair.shown_by, assessment));
    let asked = open.iter().flat_map(|pair| &pair.sought).map(|sought| sought.held_by.clone());
    let asked = once(asked);
    let asked = if asked.is_empty() { phrases::owed_by(duty) } else { asked };
    let why = brief.actions.iter().flat_map(|actions| &actions.not_settled).find(|one| one.id == duty.id);
    let remedies = once(open.iter().map(|pair| phrases::remedy(&pair.remedy)));
    let to_do = match why {
        Some(why) => format!("{remedies} (no action was found that settles it: {})", why.why),
        None if remedies.is_empty() => duty.reason.clone(),
        None => remedies,
    };
    let day = open.iter().filter_map(|pair| pair.due).min();
    let says = match day {
        Some(day) if day < assessment.as_of => format!("overdue since {day}"),
        Some(day) => format!("by {day}"),
        None => "no date is set by its source".into(),
    };
    let gap = Gap { title: &duty.title, id: &duty.id, standing: duty.standing, weight: duty.weight.value };
    row(
        Cell::text("none found"),
        &gap,
        [once(open.iter().map(|pair| pair.states.clone())), to_do, once(kinds), asked],
        &Due { day, says },
        assessment.as_of,
        [
            phrases::word(duty.binding.as_str()),
            source(Some(duty), assessment),
            once(std::iter::once(duty.at.to_string()).chain(open.iter().map(|pair| pair.at.to_string()))),
        ],
    )
}

fn is_open(pair: &PairResult) -> bool {
    !pair.history
        && pair.set_aside_by.is_none()
        && match pair.outcome {
            Outcome::NotMet | Outcome::Unknown | Outcome::Error => true,
            Outcome::Met => pair.support.is_some_and(|support| support != Support::Evidenced),
            Outcome::NotApplicable | Outcome::NotYetDue => false,
        }
}

struct Gap<'a> {
    title: &'a str,
    id: &'a DutyId,
    standing: Standing,
    weight: u8,
}

struct Due {
    day: Option<Day>,
    says: String,
}

fn row(
    number: Cell,
    gap: &Gap<'_>,
    [states, remedy, evidence, asked]: [String; 4],
    due: &Due,
    as_of: Day,
    [binding, source, places]: [String; 3],
) -> Vec<Cell> {
    vec![
        number,
        Cell::text(gap.title),
        Cell::text(gap.id.to_string()),
        Cell::text(phrases::standing(gap.standing)),
        Cell::text(states),
        Cell::text(remedy),
        Cell::text(evidence),
        Cell::text(asked),
        due.day.map_or_else(|| Cell::text("no date"), Cell::Date),
        Cell::text(urgency(due.day, as_of)),
        Cell::Number(i64::from(gap.weight)),
        Cell::text("to be agreed"),
        Cell::Open,
        Cell::Open,
        Cell::Open,
        Cell::text(&due.says),
        Cell::text(binding),
        Cell::text(source),
        Cell::text(places),
    ]
}

/// How a last day lies to the as-of date.
fn urgency(day: Option<Day>, as_of: Day) -> String {
    let soon = as_of.plus(Period { count: DAYS_AHEAD, unit: Unit::Days });
    match day {
        None => "no date set".into(),
        Some(day) if day < as_of => "overdue".into(),
        Some(day) if soon.is_some_and(|soon| day <= soon) => format!("within {DAYS_AHEAD} days"),
        Some(_) => "later".into(),
    }
}

fn source(duty: Option<&DutyResult>, assessment: &Assessment) -> String {
    let Some(duty) = duty else { return String::new() };
    let (law, verified) = (phrases::law(&duty.source, assessment), phrases::verified(&duty.source));
    if law.is_empty() { verified } else { format!("{law}; {verified}") }
}

/// Texts, each once, in their order.
pub(super) fn once(texts: impl Iterator<Item = String>) -> String {
    let mut told: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told.join("; ")
}
