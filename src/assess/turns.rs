//! What a judged duty rests on, and the first later day on which anything of that may come out otherwise by the passing of time alone.

use std::collections::BTreeSet;

use crate::evaluate::{Dependence, Turned};
use crate::model::dates::{Dates, Day};
use crate::model::facts::{Citation, Fact, FactId};
use crate::model::ids::{DepartureId, DutyId, EvidenceId, KindId};
use crate::model::law::Duty;

use super::assemble::Assembler;

/// What a duty rests on.
#[derive(Clone, Debug)]
pub(crate) struct Rests {
    /// Every fact that was asked for, stated or not; sorted.
    pub(crate) facts: Vec<FactId>,
    /// The duties that its rule read.
    pub(crate) duties: Vec<DutyId>,
    /// The next day on which something may turn; `None` if nothing ever does.
    pub(crate) turn: Option<Turning>,
}

/// A day on which something may turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turning {
    /// The first day on which it is otherwise.
    pub(crate) day: Day,
    /// What turns on it; sorted, at least one.
    pub(crate) causes: Vec<Cause>,
}

/// Something that turns by the passing of time alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// A test of the rule, or of whether the duty reaches the force.
    Judging(Turned),
    /// A piece of evidence.
    Evidence(EvidenceId, EvidenceTurn),
    /// A statement may no longer be relied on.
    Age(FactId),
    /// An event may no longer be taken for the latest of its kind.
    Latest(FactId),
    /// A departure takes effect.
    DepartureBegins(DepartureId),
    /// A departure expires.
    DepartureEnds(DepartureId),
    /// The force has another policing body.
    Holders,
}

/// What becomes of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EvidenceTurn {
    /// It is there: its date has come.
    Dated,
    /// It is no draft any more.
    Settled,
    /// It is withdrawn.
    Withdrawn,
    /// It is superseded.
    Superseded,
    /// It was valid until the day before.
    Expired,
    /// It was due for review the day before and no longer shows a state.
    ReviewDue,
    /// The day of an acceptance has come.
    Accepted(Dates),
}

/// The earliest of the days that are told, with all that turns on it.
struct Earliest {
    after: Day,
    found: Option<(Day, BTreeSet<Cause>)>,
}

impl Earliest {
    fn tell(&mut self, day: Option<Day>, cause: impl FnOnce() -> Cause) {
        let Some(day) = day.filter(|day| *day > self.after) else { return };
        match &mut self.found {
            Some((first, causes)) if *first == day => {
                causes.insert(cause());
            }
            Some((first, _)) if *first < day => {}
            found => *found = Some((day, BTreeSet::from([cause()]))),
        }
    }

    /// Both edges of a date, and the days after them: where a partial date begins and ceases to tell.
    fn edges(&mut self, dates: Option<Dates>, cause: impl Fn() -> Cause) {
        let Some(dates) = dates else { return };
        for day in [Some(dates.first()), dates.first().tomorrow(), Some(dates.last()), dates.last().tomorrow()] {
            self.tell(day, &cause);
        }
    }
}

/// What a duty rests on, from what its runs asked for.
pub(super) fn rests(assembler: &Assembler<'_>, duty: &Duty, dependence: Dependence) -> Rests {
    let profile = assembler.question.profile;
    let mut earliest = Earliest { after: assembler.times.clock.scripts, found: None };
    if let Some(turn) = &dependence.turn {
        for cause in &turn.causes {
            earliest.tell(Some(turn.day), || Cause::Judging(cause.clone()));
        }
    }
    let kinds: BTreeSet<&KindId> = duty.requirements.iter().flat_map(|own| own.shown_by.iter()).collect();
    let mut cited = BTreeSet::new();
    for (id, fact) in dependence.facts.iter().filter_map(|id| Some((*id, profile.facts.get(*id)?))) {
        ages(assembler, &mut earliest, id, fact);
        cited.extend(fact.cites.iter().map(|citation: &Citation| &citation.evidence));
    }
    for evidence in cited.into_iter().filter_map(|id| profile.evidence.get(id)) {
        if kinds.contains(&evidence.kind) {
            for (day, turn) in assembler.register.turns(evidence) {
                earliest.tell(day, || Cause::Evidence(evidence.id.clone(), turn));
            }
        }
    }
    for departure in profile.departures.values().filter(|departure| departure.duty == duty.id) {
        let id = &departure.id;
        earliest.tell(departure.decided_on.map(Dates::last), || Cause::DepartureBegins(id.clone()));
        let stated = profile.facts.find(&format!("departures.{id}.decided_on")).and_then(|id| profile.facts.get(id));
        earliest.tell(stated.map(|fact| fact.stated_on.last()), || Cause::DepartureBegins(id.clone()));
        earliest.tell(stated.and_then(|fact| fact.since).map(Dates::last), || Cause::DepartureBegins(id.clone()));
        earliest.tell(departure.until.and_then(|until| until.last().tomorrow()), || Cause::DepartureEnds(id.clone()));
    }
    for body in &profile.force.policing_bodies {
        earliest.edges(body.in_force.from, || Cause::Holders);
        earliest.edges(body.in_force.until, || Cause::Holders);
    }
    let turn = earliest.found.map(|(day, causes)| Turning { day, causes: causes.into_iter().collect() });
    Rests { facts: dependence.facts, duties: dependence.duties, turn }
}

fn ages(assembler: &Assembler<'_>, earliest: &mut Earliest, id: FactId, fact: &Fact) {
    if fact.place.is_none() {
        return;
    }
    let after = |last: Option<Day>| last.and_then(Day::tomorrow);
    earliest.tell(after(assembler.register.holds_until(fact)), || Cause::Age(id));
    earliest.tell(after(assembler.register.latest_until(fact)), || Cause::Latest(id));
}
