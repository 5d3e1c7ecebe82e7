//! What the audit could not tell, and why: facts that are missing, texts that are not to be had, facts that no rule reads.

use crate::model::assessment::DutyResult;
use crate::model::words::{Outcome, Standing};

use super::super::block::{Block, Fields};
use super::super::phrases::{self, code, codes};
use super::super::view::{DutyStory, Group, View};
use super::pair;

/// How many reasons are told of a duty in short.
const MOST_REASONS: usize = 2;

/// What could not be assessed and why, and whom to ask for what.
pub(super) fn unassessed(view: View<'_>) -> Vec<Block> {
    let stories = view.unassessed();
    if stories.is_empty() {
        return Vec::new();
    }
    let section = |title: &str, body| Block::Section(title.into(), body);
    if view.verbose {
        let told = "Where no reason is given, the facts under \"Ask\" are not in the profile; each is named with who usually holds it.";
        let body = [Block::Text(told.into())].into_iter().chain(stories.iter().map(story)).collect();
        return vec![section("What could not be assessed", body)];
    }
    let told = "With --verbose, and with sprcheck explain, every requirement is told with its reason and what each missing fact means.";
    let body = vec![Block::Text(told.into()), Block::List(stories.iter().map(in_short).collect())];
    let holders = pair::asks_by_holder(&stories);
    let asks = (!holders.is_empty()).then(|| section("Whom to ask", holders));
    [section("What could not be assessed", body)].into_iter().chain(asks).collect()
}

/// A duty in a few lines: where it stands, whose it is, and why it cannot be told.
fn in_short(story: &DutyStory<'_>) -> String {
    let duty = story.duty;
    let mut reasons: Vec<String> = Vec::new();
    for group in story.groups.iter().filter(|group| group.first.sought.is_empty()) {
        let reason = group.says(&group.first.reason);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.len() > MOST_REASONS {
        let rest = reasons.split_off(MOST_REASONS).len();
        reasons.push(format!("and {} more", phrases::count(rest, "reason", "reasons")));
    }
    let (status, owed_by) = (pair::status(duty), phrases::owed_by(duty));
    let all: Vec<String> =
        [duty.reason.clone()].into_iter().chain(reasons.into_iter().filter(|why| *why != duty.reason)).collect();
    let follows = match duty.follows_from.as_slice() {
        [] => String::new(),
        causes => format!("; it follows from {}", codes(causes)),
    };
    format!("{}: {status}; {owed_by}: {}{follows}", pair::title(duty), all.join("; "))
}

fn story(story: &DutyStory<'_>) -> Block {
    let duty = story.duty;
    let mut lines = Vec::new();
    let subjects = subjects(&story.groups);
    for line in story.groups.iter().map(|group| not_told(group, subjects.is_empty())) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let fields = Fields::new()
        .with("Status", pair::status(duty))
        .with("Owed by", phrases::owed_by(duty))
        .with("Why", if story.groups.is_empty() { duty.reason.clone() } else { String::new() })
        .with("Follows from", codes(&duty.follows_from))
        .with("For", subjects)
        .with_all("Not told", lines)
        .with_all("Ask", pair::asks(&story.groups));
    Block::Item(pair::title(duty), vec![fields.block()])
}

/// What cannot be told and why, with the names of its subjects or only their number; where facts are missing, those that
/// are asked for say why.
fn not_told(group: &Group<'_>, by_name: bool) -> String {
    let first = group.first;
    let (states, reason) = (group.says(&first.states), group.says(&first.reason));
    if first.outcome == Outcome::Error {
        return format!("error: {states}: {reason}");
    }
    // Whatever the requirement, an open set leaves it open of the same.
    if group.is_of_others() {
        return format!("{}: {reason}", first.subject_title.as_deref().unwrap_or("any other"));
    }
    let kind = phrases::many(first.subject_kind.as_deref().unwrap_or("subject"));
    let each = match group.pairs.len() {
        1 => String::new(),
        _ if by_name => format!(" ({})", pair::subjects(group)),
        number => format!(" ({})", phrases::count(number, "", &kind)),
    };
    if first.sought.is_empty() { format!("{states}{each}: {reason}") } else { format!("{states}{each}") }
}

/// The subjects of all groups that have several, if they are the same for all of them.
fn subjects(groups: &[Group<'_>]) -> String {
    let mut lists = groups.iter().filter(|group| group.pairs.len() > 1).map(pair::subjects);
    let first = lists.next().unwrap_or_default();
    if lists.all(|list| list == first) { first } else { String::new() }
}

/// What does not arise, and what is not yet due, those together that share their reason; nothing if there is nothing of the kind.
pub(super) fn not_arising(view: View<'_>) -> Option<Block> {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    let aside =
        |duty: &&DutyResult| !duty.context && matches!(duty.standing, Standing::NotApplicable | Standing::NotYetDue);
    for duty in view.duties().into_iter().filter(aside) {
        let why = format!("{}: {}", phrases::word(duty.standing.as_str()), duty.reason);
        let named = format!("{} ({}){}", duty.title, code(&duty.id), phrases::unverified(duty));
        match alike.iter_mut().find(|(other, _)| *other == why) {
            Some((_, duties)) => duties.push(named),
            None => alike.push((why, vec![named])),
        }
    }
    let points: Vec<String> = alike.into_iter().map(|(why, duties)| format!("{why}: {}", duties.join("; "))).collect();
    (!points.is_empty()).then(|| Block::Section("Not applicable, or not yet due".into(), vec![Block::List(points)]))
}

/// What only other bodies owe, each with where it stands; nothing if there is nothing of the kind.
pub(super) fn context(view: View<'_>) -> Option<Block> {
    let point = |duty: &DutyResult| {
        let (owed_by, verdict) = (phrases::owed_by(duty), phrases::word(duty.verdict.as_str()));
        format!("{}: owed by {owed_by}; {verdict}: {}", pair::title(duty), duty.reason)
    };
    let points: Vec<String> = view.context().into_iter().map(point).collect();
    (!points.is_empty()).then(|| Block::Section("Owed by other bodies only".into(), vec![Block::List(points)]))
}

/// What is not judged: texts that are unpublished or unread, facts that no rule set reads, rule sets at fault.
pub(in crate::report) fn not_judged(view: View<'_>) -> Option<Block> {
    let duties = view.not_judged().into_iter().filter_map(|group| {
        let first = *group.first()?;
        let names: Vec<String> = group
            .iter()
            .map(|duty| format!("{}{}", code(&duty.id), phrases::unverified(duty).replace("; ", ", ")))
            .collect();
        Some(format!("{}: {}: {}", phrases::word(first.verdict.as_str()), names.join(", "), first.reason))
    });
    let rest = view.not_read().into_iter().map(|entry| {
        let place = entry.at.as_ref().map_or_else(String::new, |at| phrases::in_brackets(&phrases::places(&[at])));
        format!("{} {}{place}: {}", phrases::word(entry.what), code(&entry.id), entry.reason)
    });
    let problems = view.assessment.rule_sets.iter().flat_map(|set| {
        set.problems.iter().map(move |problem| {
            let place = problem.at.as_ref().map_or_else(String::new, |at| format!(" at {}", code(at)));
            format!("rule set {}: {} {}{place}", set.name, problem.code, problem.message)
        })
    });
    let points: Vec<String> = duties.chain(rest).chain(problems).collect();
    (!points.is_empty()).then(|| Block::Section("What is not judged".into(), vec![Block::List(points)]))
}
