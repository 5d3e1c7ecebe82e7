//! Comply or explain: which departures are good, and what they set aside.

use crate::model::dates::Day;
use crate::model::facts::Facts;
use crate::model::ids::{Holder, RequirementId, SubjectId};
use crate::model::law::Duty;
use crate::model::profile::Departure;
use crate::model::words::Outcome;

/// Why a departure sets nothing aside; `None` if it may.
///
/// `holders` are the offices that owe the duty and that the force has.
pub(super) fn fault(
    departure: &Departure,
    duty: &Duty,
    holders: &[Holder],
    facts: &Facts,
    as_of: Day,
) -> Option<String> {
    if !duty.binding.admits_departure() {
        return Some(format!("invalid: what binds as `{}` admits no departure", duty.binding));
    }
    let absent = absent(departure, duty);
    if !absent.is_empty() {
        return Some(format!("incomplete: it does not say {}", absent.join(", ")));
    }
    let silent: Vec<String> = holders
        .iter()
        .filter(|holder| !departure.decided_by.contains(holder))
        .map(|holder| format!("`{holder}`"))
        .collect();
    if !silent.is_empty() {
        return Some(format!("incomplete: {} owes the duty and did not decide it", silent.join(" and ")));
    }
    // A departure is a fact: it has its time, and a decision that was only planned when it was stated was not taken.
    let decision = facts.find(&format!("departures.{}.decided_on", departure.id)).and_then(|id| facts.get(id));
    if let Some(decision) = decision.filter(|decision| !decision.is_of_its_time(as_of)) {
        return Some(format!("not in force: stated only on {}", decision.stated_on));
    }
    if let Some((decision, decided_on)) = decision.zip(departure.decided_on)
        && (decision.planned || decided_on.first() > decision.stated_on.last())
    {
        return Some(format!("not in force: its decision was planned for {decided_on}, not confirmed"));
    }
    if let Some(decided_on) = departure.decided_on.filter(|decided_on| decided_on.last() > as_of) {
        return Some(format!("not in force: decided on {decided_on}"));
    }
    if let Some(until) = departure.until.filter(|until| as_of > until.last()) {
        return Some(format!("expired: it held until {until}"));
    }
    None
}

fn absent(departure: &Departure, duty: &Duty) -> Vec<&'static str> {
    // Without subjects it still sets aside what is judged once; naming less must not complete it.
    let mut named =
        duty.requirements.iter().filter(|requirement| departure.requirements.contains(&requirement.id)).peekable();
    let for_each = named.peek().is_some() && named.all(|requirement| requirement.for_each.is_some());
    [
        (departure.requirements.is_empty(), "from which requirements"),
        (for_each && departure.subjects.is_empty(), "for which subjects"),
        (departure.decided_by.is_empty(), "who decided it"),
        (departure.decided_on.is_none(), "when it was decided"),
        (departure.reason.is_none(), "why"),
        (departure.until.is_none(), "until when it holds"),
        (departure.cites.is_empty(), "where the decision is recorded"),
    ]
    .into_iter()
    .filter_map(|(absent, what)| absent.then_some(what))
    .collect()
}

/// Whether a departure names a pair that is not met, so that it sets it aside.
pub(super) fn names(
    departure: &Departure,
    requirement: &RequirementId,
    subject: Option<&SubjectId>,
    outcome: Outcome,
) -> bool {
    outcome == Outcome::NotMet
        && departure.requirements.contains(requirement)
        && subject.is_none_or(|subject| departure.subjects.contains(subject))
}
