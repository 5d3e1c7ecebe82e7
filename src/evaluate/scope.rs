//! Whether a duty reaches the force at all: in force, and owed by somebody that the force has, on the day that counts.

use std::rc::Rc;

use crate::model::dates::{Dates, Day};
use crate::model::facts::{Content, FactId, Scalar};
use crate::model::law::{Duty, Instrument};
use crate::model::profile::Profile;
use crate::model::words::Outcome;

use super::attention::Turned;
use super::judge::{Judge, Why};
use super::run::Run;
use super::subjects::{EventDate, Subject};
use super::turning::{edges, first_edge};
use super::value::happened;

impl Judge<'_> {
    /// Whether a duty reaches a pair at all: `None` if it does, else what becomes of the pair.
    ///
    /// Where the subject is an event, the law on the event's day decides; otherwise the law on the as-of date.
    pub(super) fn scope(&self, duty: &Duty, subject: Option<&Subject>, run: &Rc<Run>) -> Option<(Outcome, Why)> {
        let day = match subject.and_then(|subject| subject.event.as_ref()) {
            None => return self.scope_today(duty),
            Some(EventDate::Law(dates)) => *dates,
            Some(EventDate::Fact(id)) => match self.event_date(*id, run) {
                Some(dates) => dates,
                None => {
                    return Some((Outcome::Unknown, Why::ScopeUnknown("the date of the event is not known".into())));
                }
            },
        };
        let name = format!("on {day}, the date of the event");
        on(duty, self.instrument(duty), self.profile, day, &name)
    }

    /// Whether a duty reaches the force at all on the as-of date.
    pub(crate) fn scope_today(&self, duty: &Duty) -> Option<(Outcome, Why)> {
        let today = self.clock.law;
        if self.world.attention.asks_scope(&duty.id) {
            self.attend_scope(duty, today);
        }
        on(duty, self.instrument(duty), self.profile, Dates::on(today), &format!("on {today}"))
    }

    /// Tells on which later day the duty begins or ceases to reach the force, and by what.
    fn attend_scope(&self, duty: &Duty, today: Day) {
        let instrument = self.instrument(duty);
        let bodies = self.profile.force.policing_bodies.iter().map(|body| body.in_force);
        let stretches = bodies.chain([duty.in_force]).chain(instrument.map(|instrument| instrument.in_force));
        let scope = |day: Day| on(duty, instrument, self.profile, Dates::on(day), "");
        let Some(day) = first_edge(today, stretches.flat_map(edges), scope) else { return };
        let turns = |cause: Turned| self.world.attention.turns(day, || cause);
        let differs = |test: &dyn Fn(Dates) -> Option<bool>| test(Dates::on(today)) != test(Dates::on(day));
        if differs(&|when| duty.in_force.covers(when)) {
            turns(Turned::DutyInForce);
        }
        if let Some(instrument) = instrument.filter(|own| differs(&|when| own.in_force.covers(when))) {
            turns(Turned::InstrumentInForce(instrument.id.clone()));
        }
        if duty.owed_by.iter().any(|holder| differs(&|when| self.profile.force.has(holder, when))) {
            turns(Turned::Holders);
        }
    }

    /// Whether a duty only begins after the as-of date, so that no event until then can have set it off.
    pub(super) fn is_to_come(&self, duty: &Duty) -> bool {
        let today = self.clock.law;
        let own = (duty.in_force, Turned::DutyInForce);
        let instrument = self.instrument(duty);
        let instrument = instrument.map(|own| (own.in_force, Turned::InstrumentInForce(own.id.clone())));
        let begins = [Some(own), instrument].into_iter().flatten();
        let begins = begins.filter_map(|(in_force, cause)| Some((in_force.from?.first(), cause)));
        // The last of those that lie ahead decides.
        let last = begins.filter(|(first, _)| *first > today).max();
        let is_to_come = last.is_some();
        if let Some((day, cause)) = last {
            self.world.attention.turns(day, || cause);
        }
        is_to_come
    }

    fn event_date(&self, id: FactId, run: &Rc<Run>) -> Option<Dates> {
        let fact = self.profile.facts.get(id)?;
        if !run.states(id, fact) {
            return None;
        }
        match &fact.content {
            Content::Value(Scalar::Dates(dates)) => {
                let when = happened(id, fact, *dates);
                when.planned.is_none_or(|planned| !run.has_come(planned, Some(id))).then_some(when.dates)
            }
            _ => None,
        }
    }

    fn instrument(&self, duty: &Duty) -> Option<&Instrument> {
        duty.source.instrument.as_ref().and_then(|id| self.law.instruments.get(id))
    }
}

/// `None` if the duty reaches the force on that day, else what becomes of its pairs; `name` says which day it is.
fn on(
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
