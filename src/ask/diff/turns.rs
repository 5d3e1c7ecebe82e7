//! What turns between the two dates: what may matter to a duty, and on which days it did.

use std::collections::BTreeMap;

use crate::ask::forecast::causes::concerning;
use crate::ask::forecast::naming::Naming;
use crate::ask::inquiry::is_same;
use crate::assess::{Ageing, Assembler, Cause as Turning, Judgement, Times, met};
use crate::evaluate::{Clock, Turned};
use crate::model::assessment::DutyResult;
use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::diff::Turn;
use crate::model::facts::FactId;
use crate::model::ids::{DepartureId, DutyId, EvidenceId};

use super::replaying::{Atom, Part, Replaying};

/// How many days on which something turns are looked at one by one; of more, the first that matters is searched for.
const MOST_DAYS: usize = 200;

/// On which days something turns, and what does on each.
type Days = BTreeMap<Day, Vec<Turning>>;

impl Replaying<'_, '_> {
    /// The first day and the last of the stretch between the two dates, whichever way it is gone through.
    fn stretch(&self) -> (Day, Day) {
        let (from, until) = (self.base.as_of(), self.end.as_of());
        (from.min(until), from.max(until))
    }

    /// All that may turn for a duty between the dates: the clocks, and what ages by itself and comes to another age.
    pub(super) fn ageing(&self, id: &DutyId) -> Vec<Atom> {
        let (first, last) = self.stretch();
        if first == last {
            return Vec::new();
        }
        let profile = self.end.case().profile();
        let question = self.end.case().question(profile, first);
        let assembler = Assembler::new(&question, Times::on(first));
        let read = self.end.rests(id).map(|rests| rests.facts.as_slice()).unwrap_or_default();
        let mut atoms: Vec<Atom> = [Part::Scripts, Part::Statements, Part::Law].map(Atom::Clock).to_vec();
        for (there, fact) in read.iter().filter_map(|id| Some((*id, profile.facts.get(*id)?))) {
            if let Some(own) = self.own(there).filter(|_| !self.days_of_fact(there).is_empty()) {
                atoms.push(Atom::Ageing(Ageing::Fact(own)));
            }
            let cited = fact.cites.iter().map(|cite| &cite.evidence);
            let turns = cited.filter(|cited| !self.days_of_evidence(&assembler, cited).is_empty());
            atoms.extend(turns.map(|cited| Atom::Ageing(Ageing::Evidence(cited.clone()))));
        }
        let departures = profile.departures.values().filter(|departure| departure.duty == *id);
        let turns = departures.filter(|departure| !self.days_of_departure(&departure.id).is_empty());
        atoms.extend(turns.map(|departure| Atom::Ageing(Ageing::Departure(departure.id.clone()))));
        atoms
    }

    fn days_of_evidence(&self, assembler: &Assembler<'_>, id: &EvidenceId) -> Days {
        let evidence = self.end.case().profile().evidence.get(id);
        let turns = evidence.map(|evidence| assembler.evidence_turns(evidence)).unwrap_or_default();
        self.between(turns.into_iter().map(|(day, turn)| (Some(day), Turning::Evidence(id.clone(), turn))))
    }

    /// A fact by its number on the other side.
    fn days_of_fact(&self, id: FactId) -> Days {
        let Some(fact) = self.end.case().profile().facts.get(id).filter(|fact| fact.place.is_some()) else {
            return Days::new();
        };
        let term = self.end.case().rules().law().dictionary.term(fact.term);
        let after = |period: Option<Period>| fact.stated_on.first().plus(period?)?.tomorrow();
        self.between([(after(term.holds_for), Turning::Age(id)), (after(term.latest_for), Turning::Latest(id))])
    }

    fn days_of_departure(&self, id: &DepartureId) -> Days {
        let profile = self.end.case().profile();
        let Some(departure) = profile.departures.get(id) else { return Days::new() };
        let decided = profile.facts.find(&format!("departures.{id}.decided_on")).and_then(|id| profile.facts.get(id));
        let begins = [
            departure.decided_on.map(Dates::last),
            decided.map(|fact| fact.stated_on.last()),
            decided.and_then(|fact| fact.since).map(Dates::last),
        ];
        let begins = begins.map(|day| (day, Turning::DepartureBegins(id.clone())));
        let ends = departure.until.and_then(|until| until.last().tomorrow());
        self.between(begins.into_iter().chain([(ends, Turning::DepartureEnds(id.clone()))]))
    }

    /// Those of the days that lie between the dates.
    fn between(&self, turns: impl IntoIterator<Item = (Option<Day>, Turning)>) -> Days {
        let (first, last) = self.stretch();
        let mut days = Days::new();
        for (day, turning) in turns {
            if let Some(day) = day.filter(|day| *day > first && *day <= last) {
                days.entry(day).or_default().push(turning);
            }
        }
        days
    }

    /// What turned, and when, among the causes of a change.
    pub(super) fn turns(&mut self, id: &DutyId, atoms: &[Atom]) -> Vec<Turn> {
        let mut clocks = None;
        let mut turns = Vec::new();
        for (index, atom) in atoms.iter().enumerate() {
            let days = match atom {
                Atom::Clock(part) => {
                    let days: &Days = clocks.get_or_insert_with(|| self.days_of_clocks(id));
                    days_of_part(days, *part)
                }
                Atom::Ageing(what) => self.days_of_ageing(what),
                Atom::Duty(_) | Atom::Edit(_) => continue,
            };
            let told = self.told(id, (atoms, index), &days);
            turns.extend(told);
        }
        self.put_back();
        turns.sort();
        turns.dedup();
        turns
    }

    fn days_of_ageing(&self, what: &Ageing) -> Days {
        match what {
            Ageing::Evidence(id) => {
                let (first, _) = self.stretch();
                let question = self.end.case().question(self.end.case().profile(), first);
                self.days_of_evidence(&Assembler::new(&question, Times::on(first)), id)
            }
            Ageing::Fact(own) => {
                let path = self.edits.profile.facts.get(*own).map(|fact| fact.path.as_str());
                let there = path.and_then(|path| self.end.case().profile().facts.find(path));
                there.map(|id| self.days_of_fact(id)).unwrap_or_default()
            }
            Ageing::Departure(id) => self.days_of_departure(id),
        }
    }

    /// The days on which a test on the date turns for a duty of the other side, found by following the clocks from one to the next.
    fn days_of_clocks(&self, id: &DutyId) -> Days {
        let (first, last) = self.stretch();
        let question = self.end.case().question(self.end.case().profile(), last);
        let Some(duty) = question.law.duty(id.as_str()) else { return Days::new() };
        let mut days = Days::new();
        let mut day = first;
        while days.len() <= MOST_DAYS {
            let mut times = Times::on(last);
            times.clock = Clock::on(day);
            let assembler = Assembler::new(&question, times);
            for (other, _) in question.engine.rests_on(id) {
                assembler.settle(other, self.end.duty(other).and_then(met));
            }
            let Judgement { rests, .. } = assembler.hear(duty);
            let Some(turn) = rests.turn.filter(|turn| turn.day <= last) else { break };
            day = turn.day;
            days.insert(day, turn.causes);
        }
        days
    }

    /// On which days the duty comes out otherwise while one of its causes goes from the one date to the other and all others stay where
    /// they are on the other side.
    fn told(&mut self, id: &DutyId, (atoms, index): (&[Atom], usize), days: &Days) -> Vec<Turn> {
        let keep = vec![true; atoms.len()];
        let (first, _) = self.stretch();
        let mut on = |day: Day| self.judge(id, atoms, &keep, Some((index, day)));
        let mut found: Vec<(Day, DutyResult, DutyResult)> = Vec::new();
        let mut before = on(first);
        for day in days.keys().take(MOST_DAYS) {
            let now = on(*day);
            if let Some((was, is)) = before.as_ref().zip(now.as_ref()).filter(|(was, is)| !is_same(was, is)) {
                found.push((*day, was.clone(), is.clone()));
            }
            before = now;
        }
        if found.is_empty() {
            found.extend(self.search(id, (atoms, index)));
        }
        let unclear = [Turning::Judging(Turned::Unclear)];
        found
            .into_iter()
            .flat_map(|(day, was, is)| self.named(day, days.get(&day).map_or(&unclear[..], Vec::as_slice), &was, &is))
            .collect()
    }

    /// A day on which the duty comes out otherwise than on the day before, found by halving the stretch between the dates.
    fn search(&mut self, id: &DutyId, (atoms, index): (&[Atom], usize)) -> Option<(Day, DutyResult, DutyResult)> {
        let keep = vec![true; atoms.len()];
        let (mut same, mut other) = self.stretch();
        let mut was = self.judge(id, atoms, &keep, Some((index, same)))?;
        let mut is = self.judge(id, atoms, &keep, Some((index, other)))?;
        while let Some(middle) = middle(same, other) {
            let now = self.judge(id, atoms, &keep, Some((index, middle)))?;
            if is_same(&now, &was) {
                (same, was) = (middle, now);
            } else {
                (other, is) = (middle, now);
            }
        }
        (!is_same(&was, &is)).then_some((other, was, is))
    }

    fn named(&self, day: Day, turnings: &[Turning], was: &DutyResult, is: &DutyResult) -> Vec<Turn> {
        let case = self.end.case();
        let naming = Naming::new(case, day);
        let all: Vec<&Turning> = turnings.iter().collect();
        let kept = concerning(&all, was, is, &case.profile().facts);
        kept.into_iter().flat_map(|one| naming.of(one, is)).map(|turned| Turn { on: day, turned }).collect()
    }
}

/// Of what turns for rules, that which goes by one of the clocks.
fn days_of_part(days: &Days, part: Part) -> Days {
    let goes_by = |turning: &Turning| match turning {
        Turning::Judging(Turned::Stated(_)) => part == Part::Statements,
        Turning::Holders => part == Part::Law,
        Turning::Judging(Turned::DutyInForce | Turned::InstrumentInForce(_) | Turned::Holders | Turned::Set(_)) => {
            part == Part::Law
        }
        Turning::Judging(_) => part == Part::Scripts,
        _ => false,
    };
    let own = days.iter().map(|(day, turnings)| {
        let own: Vec<Turning> = turnings.iter().filter(|turning| goes_by(turning)).cloned().collect();
        (*day, own)
    });
    own.filter(|(_, turnings)| !turnings.is_empty()).collect()
}

/// A day between two, if there is one.
fn middle(first: Day, last: Day) -> Option<Day> {
    let half = first.days_until(last) / 2;
    first.plus(Period { count: half, unit: Unit::Days }).filter(|day| *day > first && *day < last)
}
