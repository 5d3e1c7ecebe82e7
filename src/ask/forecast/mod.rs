//! What lies ahead if nobody acts: every day on which something may turn is looked at, and only what may turn on it is judged again.

pub(super) mod causes;
pub(super) mod naming;

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assembler, Cause as Turning, EvidenceTurn, Judgement, Markings, Rests, Times, judging_order, met};
use crate::audit::Case;
use crate::model::assessment::{AssuranceRow, DutyResult, PairResult, RuleSetAssurance, StandingCounts};
use crate::model::dates::Day;
use crate::model::forecast::{
    Change, Course, DutyAhead, EvidenceMove, FORECAST_SCHEMA_VERSION, Forecast, Interval, JudgedBy, PairState, RollUp,
    RollUpMove, State, Turn, Work,
};
use crate::model::ids::{DutyId, EvidenceId, Holder};
use crate::model::law::Duty;
use crate::model::words::{Marking, Verdict};

use super::inquiry::{Inquiry, is_same};
use causes::Replayed;
use naming::Naming;

/// Looks from the day of an inquiry to a later one, that day included.
#[must_use]
pub fn forecast(inquiry: &Inquiry<'_>, until: Day) -> Forecast {
    let mut ahead = Ahead::from(inquiry);
    let start = ahead.start(until);
    ahead.go(until, start)
}

/// A duty in the order of judging.
pub(super) struct Slot<'c> {
    pub(super) duty: &'c Duty,
    /// Where its result stands among the duties, which go by id.
    place: usize,
    /// The slots of the duties that its rule reads.
    pub(super) rests_on: Vec<usize>,
    /// The slots of the duties whose rules read it: all of them later ones.
    read_by: Vec<usize>,
    rests: Rests,
}

/// All that is known of a day, from which the next is made.
pub(super) struct Ahead<'c> {
    pub(super) case: &'c Case<'c>,
    as_of: Day,
    pub(super) slots: Vec<Slot<'c>>,
    results: Vec<DutyResult>,
    /// On which day which slots may turn.
    queue: BTreeMap<Day, BTreeSet<usize>>,
    /// The days on which the law may name other threats: everything is judged again on them.
    threats: BTreeSet<Day>,
    /// What becomes of evidence, by day.
    evidence: BTreeMap<Day, Vec<(EvidenceId, EvidenceTurn)>>,
    current: BTreeSet<EvidenceId>,
    /// How many facts and departures cite each piece of evidence.
    cited: BTreeMap<EvidenceId, usize>,
    assurance: Vec<RollUp>,
    /// How high what is asked for is marked.
    markings: Markings,
    work: Work,
}

/// A duty that came out otherwise on a day.
pub(super) struct Changed {
    pub(super) slot: usize,
    /// How it came out before.
    pub(super) before: DutyResult,
    /// What was foreseen to turn on that day.
    pub(super) foreseen: Vec<Turning>,
}

impl<'c> Ahead<'c> {
    fn from(inquiry: &Inquiry<'c>) -> Self {
        let case = inquiry.case();
        let as_of = inquiry.as_of();
        let (question, answer) = (case.question(case.profile(), as_of), inquiry.answer());
        let results = answer.assessment.duties.clone();
        let order = judging_order(question.law, question.engine, question.broken).unwrap_or_default();
        let known: BTreeSet<&DutyId> = order.iter().collect();
        // The duties of broken rule sets are not judged, and still held by somebody.
        let others = results.iter().map(|duty| &duty.id).filter(|id| !known.contains(id)).cloned();
        let places: BTreeMap<&DutyId, usize> =
            results.iter().enumerate().map(|(place, duty)| (&duty.id, place)).collect();
        let law: BTreeMap<&DutyId, &Duty> = question.law.duties().map(|duty| (&duty.id, duty)).collect();
        let is_there = |id: &DutyId| law.contains_key(id) && places.contains_key(id) && answer.rests.contains_key(id);
        let ids: Vec<DutyId> = order.iter().cloned().chain(others).filter(is_there).collect();
        let slot_of: BTreeMap<&DutyId, usize> = ids.iter().enumerate().map(|(slot, id)| (id, slot)).collect();
        let mut slots: Vec<Slot<'c>> = Vec::new();
        let mut queue: BTreeMap<Day, BTreeSet<usize>> = BTreeMap::new();
        for id in &ids {
            let (Some(duty), Some(place), Some(rests)) = (law.get(id), places.get(id), answer.rests.get(id)) else {
                continue;
            };
            let rests_on = question.engine.rests_on(id).iter().filter_map(|(other, _)| slot_of.get(other).copied());
            let slot = slots.len();
            if let Some(turn) = &rests.turn {
                queue.entry(turn.day).or_default().insert(slot);
            }
            slots.push(Slot {
                duty,
                place: *place,
                rests_on: rests_on.collect(),
                read_by: Vec::new(),
                rests: rests.clone(),
            });
        }
        for slot in 0..slots.len() {
            for other in slots.get(slot).map(|own| own.rests_on.clone()).unwrap_or_default() {
                if let Some(other) = slots.get_mut(other).filter(|other| !other.read_by.contains(&slot)) {
                    other.read_by.push(slot);
                }
            }
        }
        let mut cited: BTreeMap<EvidenceId, usize> = BTreeMap::new();
        let facts = case.profile().facts.iter().filter(|(_, fact)| fact.place.is_some()).map(|(_, fact)| &fact.cites);
        let departures = case.profile().departures.values().map(|departure| &departure.cites);
        for citation in facts.chain(departures).flatten() {
            *cited.entry(citation.evidence.clone()).or_default() += 1;
        }
        Self {
            case,
            as_of,
            slots,
            results,
            queue,
            threats: BTreeSet::new(),
            evidence: BTreeMap::new(),
            current: BTreeSet::new(),
            cited,
            assurance: rows(&answer.assessment.assurance),
            markings: answer.markings.clone(),
            work: Work::default(),
        }
    }

    /// Everything as it is on the first day.
    fn start(&mut self, until: Day) -> Forecast {
        let profile = self.case.profile();
        let question = self.case.question(profile, self.as_of);
        let assembler = Assembler::new(&question, Times::on(self.as_of));
        self.threats = assembler.threat_turns();
        for evidence in profile.evidence.values() {
            if assembler.is_current(evidence) {
                self.current.insert(evidence.id.clone());
            }
            for (day, turn) in assembler.evidence_turns(evidence) {
                self.evidence.entry(day).or_default().push((evidence.id.clone(), turn));
            }
        }
        Forecast {
            schema_version: FORECAST_SCHEMA_VERSION,
            force: profile.force.id.clone(),
            force_name: profile.force.name.clone(),
            marking: self.markings.highest(),
            as_of: self.as_of,
            until,
            rule_sets: question.law.rule_sets.values().map(judged_by).collect(),
            duties: self.results.iter().map(duty_ahead).collect(),
            assurance: self.assurance.clone(),
            current_evidence: self.current.iter().cloned().collect(),
            intervals: Vec::new(),
            dates: Vec::new(),
            work: Work::default(),
        }
    }

    fn go(&mut self, until: Day, start: Forecast) -> Forecast {
        let mut forecast = start;
        let mut interval = Interval { from: self.as_of, until, standings: self.standings() };
        while let Some(day) = self.next().filter(|day| *day <= until) {
            let turn = self.look_at(day);
            self.work.days_looked_at += 1;
            if turn.changes.is_empty() && turn.assurance.is_empty() && turn.evidence.is_empty() {
                self.work.days_without_change += 1;
                continue;
            }
            if let Some(yesterday) = day.yesterday().filter(|_| !turn.changes.is_empty()) {
                forecast.intervals.push(Interval { until: yesterday, ..interval });
                interval = Interval { from: day, until, standings: self.standings() };
            }
            forecast.dates.push(turn);
        }
        forecast.intervals.push(interval);
        forecast.work = self.work;
        forecast
    }

    /// The next day on which anything may turn; no day comes twice.
    fn next(&self) -> Option<Day> {
        let queued = self.queue.keys().next();
        let evidence = self.evidence.keys().next();
        [queued, evidence, self.threats.first()].into_iter().flatten().min().copied()
    }

    fn look_at(&mut self, day: Day) -> Turn {
        let case = self.case;
        let question = case.question(case.profile(), day);
        let assembler = Assembler::new(&question, Times::on(day));
        let mut due = self.queue.remove(&day).unwrap_or_default();
        if self.threats.remove(&day) {
            due = (0..self.slots.len()).collect();
        }
        let changed = self.judge(&assembler, due, day);
        let assurance = self.roll_up(&assembler);
        let mut replayed = Replayed::new(self, &question, &changed);
        let mut changes: Vec<Change> = changed.iter().map(|one| self.change(one, &mut replayed)).collect();
        changes.sort_by(|a, b| a.duty.cmp(&b.duty));
        self.work.judged_for_causes += replayed.judged();
        let evidence = self.evidence(&assembler, day, &changes);
        Turn { date: day, changes, assurance, evidence }
    }

    /// Judges what may turn, and what rests on it if that changes what it sees; returns what came out otherwise.
    fn judge(&mut self, assembler: &Assembler<'_>, due: BTreeSet<usize>, day: Day) -> Vec<Changed> {
        let mut due = due;
        let mut changed = Vec::new();
        while let Some(slot) = due.pop_first() {
            let Some(own) = self.slots.get(slot) else { continue };
            for other in &own.rests_on {
                if let Some((other, result)) = self.slots.get(*other).zip(self.result(*other)) {
                    assembler.settle(&other.duty.id, met(result));
                }
            }
            let Judgement { mut result, rests } = assembler.hear(own.duty);
            let read = own.rests_on.iter().filter_map(|other| self.result(*other)).map(|other| other.marking);
            result.marking = read.fold(self.markings.of_duty(own.duty, &rests), Marking::max);
            self.work.judged += 1;
            let Some(before) = self.put(slot, result, rests, day) else { continue };
            let (Some(own), Some(now)) = (self.slots.get(slot), self.result(slot)) else { continue };
            if met(&before.before) != met(now) || before.before.marking != now.marking {
                due.extend(&own.read_by);
            }
            if !is_same(&before.before, now) {
                changed.push(before);
            }
        }
        changed
    }

    /// Puts in what a duty came to; returns what it came to before.
    fn put(&mut self, slot: usize, result: DutyResult, rests: Rests, day: Day) -> Option<Changed> {
        let own = self.slots.get_mut(slot)?;
        let before = std::mem::replace(self.results.get_mut(own.place)?, result);
        let old = std::mem::replace(&mut own.rests, rests).turn;
        let new = own.rests.turn.as_ref().map(|turn| turn.day);
        let foreseen = old.as_ref().filter(|turn| turn.day == day).map(|turn| turn.causes.clone());
        if let Some((day, queued)) = old.and_then(|turn| Some((turn.day, self.queue.get_mut(&turn.day)?))) {
            queued.remove(&slot);
            if queued.is_empty() {
                self.queue.remove(&day);
            }
        }
        if let Some(day) = new {
            self.queue.entry(day).or_default().insert(slot);
        }
        Some(Changed { slot, before, foreseen: foreseen.unwrap_or_default() })
    }

    /// What a duty comes to on the day that it is.
    pub(super) fn result(&self, slot: usize) -> Option<&DutyResult> {
        self.results.get(self.slots.get(slot)?.place)
    }

    fn change(&self, changed: &Changed, replayed: &mut Replayed<'_>) -> Change {
        let now = self.result(changed.slot).unwrap_or(&changed.before);
        let (from, to) = (state(&changed.before), state(now));
        let (causes, together) = replayed.causes(changed);
        Change {
            duty: now.id.clone(),
            course: Course::of(&from, &to),
            states: otherwise(&changed.before, now),
            from,
            to,
            causes,
            together,
            marking: changed.before.marking.max(now.marking),
        }
    }

    fn roll_up(&mut self, assembler: &Assembler<'_>) -> Vec<RollUpMove> {
        let now = rows(&assembler.roll_ups(&self.results));
        let was = std::mem::replace(&mut self.assurance, now);
        let before: BTreeMap<_, &RollUp> = was.iter().map(|one| (one.key(), one)).collect();
        let after: BTreeMap<_, &RollUp> = self.assurance.iter().map(|one| (one.key(), one)).collect();
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let moves = keys.into_iter().map(|key| (before.get(key).copied(), after.get(key).copied()));
        let moves = moves.filter(|(from, to)| !from.zip(*to).is_some_and(|(from, to)| from.says_what(to)));
        moves.map(|(from, to)| RollUpMove { from: from.cloned(), to: to.cloned() }).collect()
    }

    /// What becomes of evidence on a day.
    fn evidence(&mut self, assembler: &Assembler<'_>, day: Day, changes: &[Change]) -> Vec<EvidenceMove> {
        let profile = self.case.profile();
        let naming = Naming::new(self.case, day);
        let mut moves = Vec::new();
        for (id, turn) in self.evidence.remove(&day).unwrap_or_default() {
            let Some(evidence) = profile.evidence.get(&id) else { continue };
            let is_current = assembler.is_current(evidence);
            let was_current = self.current.contains(&id);
            if was_current == is_current && !(is_current && turn == EvidenceTurn::ReviewDue) {
                continue;
            }
            let cause = naming.of_evidence(evidence, turn);
            let matters = changes.iter().flat_map(|change| &change.causes).any(|other| *other == cause);
            let cited_by = self.cited.get(&id).copied().unwrap_or_default();
            let kind = self.case.rules().law().kinds.get(&evidence.kind);
            let evidence_kind = kind.map_or_else(|| evidence.kind.to_string(), |kind| kind.title.clone());
            moves.push(EvidenceMove { evidence: id, cause, evidence_kind, was_current, is_current, cited_by, matters });
        }
        for moved in &moves {
            if moved.is_current {
                self.current.insert(moved.evidence.clone());
            } else {
                self.current.remove(&moved.evidence);
            }
        }
        moves
    }

    /// How many duties stand where, counted as an audit counts them.
    fn standings(&self) -> StandingCounts {
        let mut counts = StandingCounts::default();
        let is_read = |duty: &&DutyResult| !matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread);
        for duty in self.results.iter().filter(is_read).filter(|duty| !duty.context) {
            counts.add(duty.standing);
        }
        counts
    }
}

fn judged_by(set: &crate::model::law::RuleSet) -> JudgedBy {
    JudgedBy { name: set.name.clone(), version: set.version.clone(), digest: set.digest.clone() }
}

fn duty_ahead(duty: &DutyResult) -> DutyAhead {
    DutyAhead {
        id: duty.id.clone(),
        title: duty.title.clone(),
        binding: duty.binding,
        weight: duty.weight.value,
        owed_by: owed_by(duty),
        context: duty.context,
        state: state(duty),
        at: duty.at.clone(),
    }
}

/// Who owes a duty, of those that there are for this force; all of them where there is none.
pub(super) fn owed_by(duty: &DutyResult) -> Vec<String> {
    let holders = if duty.held_by.is_empty() { &duty.owed_by } else { &duty.held_by };
    holders.iter().map(Holder::title).collect()
}

fn state(duty: &DutyResult) -> State {
    let pair = |pair: &PairResult| PairState {
        requirement: pair.id.clone(),
        subject: pair.subject.clone(),
        outcome: pair.outcome,
        support: pair.support,
        history: pair.history,
        set_aside_by: pair.set_aside_by.clone(),
    };
    State {
        standing: duty.standing,
        verdict: duty.verdict,
        support: duty.support,
        apparent_breach: duty.apparent_breach,
        pairs: duty.requirements.iter().map(pair).collect(),
    }
}

/// The pairs that come out otherwise, with what became of each.
pub(super) fn moved<'r>(before: &'r DutyResult, now: &'r DutyResult) -> Vec<&'r PairResult> {
    let said = |pair: &PairResult| (pair.outcome, pair.support, pair.history, pair.set_aside_by.clone());
    let like = |pair: &PairResult, other: &PairResult| pair.id == other.id && pair.subject == other.subject;
    let is_new =
        |pair: &&PairResult| !before.requirements.iter().any(|other| like(pair, other) && said(pair) == said(other));
    let gone = before.requirements.iter().filter(|pair| !now.requirements.iter().any(|other| like(pair, other)));
    now.requirements.iter().filter(is_new).chain(gone).collect()
}

fn otherwise(before: &DutyResult, now: &DutyResult) -> Vec<String> {
    let mut states: Vec<String> = Vec::new();
    for pair in moved(before, now) {
        if !states.contains(&pair.states) {
            states.push(pair.states.clone());
        }
    }
    states
}

fn rows(sets: &[RuleSetAssurance]) -> Vec<RollUp> {
    let row = |set: &RuleSetAssurance, by: &'static str, row: &AssuranceRow| RollUp {
        rule_set: set.rule_set.clone(),
        by,
        row: row.clone(),
    };
    sets.iter()
        .flat_map(|set| {
            let holders = set.by_holder.iter().map(move |one| row(set, "holder", one));
            let threats = set.by_threat.iter().map(move |one| row(set, "threat", one));
            let instruments = set.by_instrument.iter().map(move |one| row(set, "instrument", one));
            holders.chain(threats).chain(instruments)
        })
        .collect()
}
