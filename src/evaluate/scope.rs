//! Whether a duty reaches the force at all: in force, and owed by somebody that the force has, on the day that counts.

use crate::model::dates::Dates;
use crate::model::law::{Duty, Instrument};
use crate::model::profile::Profile;
use crate::model::words::Outcome;

use super::judge::Why;

/// `None` if the duty reaches the force on that day, else what becomes of its pairs; `name` says which day it is.
pub(super) fn on(
    duty: &Duty,
    instrument: Option<&Instrument>,
    profile: &Profile,
    day: Dates,
    name: &str,
) -> Option<(Outcome, Why)> {
    let outside = |why: String| Some((Outcome::NotApplicable, Why::OutOfScope(why)));
    let unknown = |why: String| Some((Outcome::Unknown, Why::ScopeUnknown(why)));
    let by_instrument = instrument.map_or(Some(true), |instrument| instrument.in_force.covers(day));
    match (by_instrument, duty.in_force.covers(day)) {
        (Some(false), _) => {
            return outside(format!(
                "{} was not in force {name}",
                instrument.map_or("its instrument", |i| i.title.as_str())
            ));
        }
        (_, Some(false)) => return outside(format!("the duty was not in force {name}")),
        (Some(true), Some(true)) => {}
        _ => return unknown(format!("whether the duty was in force {name} cannot be told from partial dates")),
    }
    if !duty.owed_by.iter().any(|holder| holder.is_of_the_force()) {
        return None;
    }
    let held: Vec<Option<bool>> = duty.owed_by.iter().map(|holder| profile.force.has(holder, day)).collect();
    if held.contains(&Some(true)) {
        None
    } else if held.iter().all(|held| *held == Some(false)) {
        outside(format!("the force had none of those who owe it {name}"))
    } else {
        unknown(format!("whether the force had one of those who owe it {name} is not stated"))
    }
}
