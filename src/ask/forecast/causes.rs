//! Why a duty comes out otherwise on a day: what was foreseen to turn is held back, one thing at a time, and the duty judged once more.

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::inquiry::is_same;
use crate::assess::{Ageing, Assembler, Cause as Turning, Question, Times, met};
use crate::evaluate::Turned;
use crate::model::assessment::DutyResult;
use crate::model::facts::{FactId, Facts};
use crate::model::forecast::Cause;

use super::naming::Naming;
use super::{Ahead, Changed, moved};

/// What can be held back while all else goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    /// What rules see as the day that it is.
    Scripts,
    /// When facts were stated.
    Statements,
    /// Which law there is, and who owes it.
    Law,
    /// Something that ages by itself.
    Ageing(Ageing),
    /// What a rule sees of another duty, by its slot.
    Duty(usize),
}

impl Held {
    fn of(turning: &Turning) -> Self {
        match turning {
            Turning::Evidence(id, _) => Self::Ageing(Ageing::Evidence(id.clone())),
            Turning::Age(id) | Turning::Latest(id) => Self::Ageing(Ageing::Fact(*id)),
            Turning::DepartureBegins(id) | Turning::DepartureEnds(id) => Self::Ageing(Ageing::Departure(id.clone())),
            Turning::Judging(Turned::Stated(_)) => Self::Statements,
            Turning::Holders
            | Turning::Judging(Turned::DutyInForce | Turned::InstrumentInForce(_) | Turned::Holders | Turned::Set(_)) => {
                Self::Law
            }
            Turning::Judging(_) => Self::Scripts,
        }
    }
}

/// The changes of one day, judged once more.
pub(super) struct Replayed<'q> {
    ahead: &'q Ahead<'q>,
    question: &'q Question<'q>,
    /// What rules saw, the day before, of the duties that changed.
    seen: BTreeMap<usize, Option<bool>>,
    naming: Naming<'q>,
    assemblers: BTreeMap<Held, Assembler<'q>>,
    judged: usize,
}

impl<'q> Replayed<'q> {
    pub(super) fn new(ahead: &'q Ahead<'q>, question: &'q Question<'q>, changed: &[Changed]) -> Self {
        let seen = changed.iter().map(|one| (one.slot, met(&one.before))).collect();
        let naming = Naming::new(ahead.case, question.as_of);
        Self { ahead, question, seen, naming, assemblers: BTreeMap::new(), judged: 0 }
    }

    /// How many times a duty was judged.
    pub(super) fn judged(&self) -> usize {
        self.judged
    }

    /// Without any one of these causes the duty would come out otherwise than it does; if it would not whichever is held back alone,
    /// all of them, and that only together they matter.
    pub(super) fn causes(&mut self, changed: &Changed) -> (Vec<Cause>, bool) {
        let Some(now) = self.ahead.result(changed.slot) else { return (Vec::new(), false) };
        let mut groups: BTreeMap<Held, Vec<&Turning>> = BTreeMap::new();
        for turning in &changed.foreseen {
            groups.entry(Held::of(turning)).or_default().push(turning);
        }
        let rests_on = self.ahead.slots.get(changed.slot).map(|slot| slot.rests_on.clone()).unwrap_or_default();
        for other in rests_on {
            let sees = self.ahead.result(other).and_then(met);
            if self.seen.get(&other).is_some_and(|seen| *seen != sees) {
                groups.entry(Held::Duty(other)).or_default();
            }
        }
        let alone: Vec<Held> = groups.keys().filter(|held| self.matters(held, changed.slot, now)).cloned().collect();
        let together = alone.is_empty() && groups.len() > 1;
        let mut causes = BTreeSet::new();
        for (held, turnings) in groups.iter().filter(|(held, _)| alone.is_empty() || alone.contains(held)) {
            match held {
                Held::Duty(other) => causes.extend(self.ahead.result(*other).map(|other| self.naming.of_duty(other))),
                _ => causes.extend(self.named(turnings, changed, now)),
            }
        }
        (causes.into_iter().collect(), together)
    }

    /// Whether the duty comes out otherwise than it does with that held back.
    fn matters(&mut self, held: &Held, slot: usize, now: &DutyResult) -> bool {
        let Some(own) = self.ahead.slots.get(slot) else { return false };
        let (question, times) = (self.question, self.times(held));
        let assembler = self.assemblers.entry(held.clone()).or_insert_with(|| Assembler::new(question, times));
        for other in &own.rests_on {
            let Some((duty, result)) = self.ahead.slots.get(*other).zip(self.ahead.result(*other)) else { continue };
            let before = self.seen.get(other).copied().filter(|_| *held == Held::Duty(*other));
            assembler.settle(&duty.duty.id, before.unwrap_or(met(result)));
        }
        self.judged += 1;
        !is_same(&assembler.hear(own.duty).result, now)
    }

    /// The day that it is, with the day before for what is held back.
    fn times(&self, held: &Held) -> Times {
        let day = self.question.as_of;
        let before = day.yesterday().unwrap_or(day);
        let mut times = Times::on(day);
        match held {
            Held::Scripts => times.clock.scripts = before,
            Held::Statements => times.clock.statements = before,
            Held::Law => times.clock.law = before,
            Held::Ageing(what) => times = times.but(what.clone(), before),
            Held::Duty(_) => {}
        }
        times
    }

    /// The causes by name: of those that are held back together, the ones that concern a pair which comes out otherwise.
    fn named(&self, turnings: &[&Turning], changed: &Changed, now: &DutyResult) -> Vec<Cause> {
        let kept = concerning(turnings, &changed.before, now, &self.question.profile.facts);
        kept.into_iter().flat_map(|turning| self.naming.of(turning, now)).collect()
    }
}

/// Of what turned, that which concerns a pair that comes out otherwise; all of it, if nothing does.
pub(in crate::ask) fn concerning<'t>(
    turnings: &[&'t Turning],
    before: &DutyResult,
    now: &DutyResult,
    facts: &Facts,
) -> Vec<&'t Turning> {
    let pairs = moved(before, now);
    let reads = |id: &FactId| {
        let path = facts.get(*id).map(|fact| &fact.path);
        path.is_some_and(|path| {
            let before = before.requirements.iter();
            let own = before.filter(|pair| pairs.iter().any(|one| one.id == pair.id && one.subject == pair.subject));
            own.chain(pairs.iter().copied())
                .any(|pair| pair.facts.iter().any(|fact| fact.path == *path) || pair.missing.contains(path))
        })
    };
    let concerns = |turning: &&&Turning| match turning {
        Turning::Judging(Turned::Deadline { requirement, subject, .. } | Turned::LookBack { requirement, subject }) => {
            pairs.iter().any(|pair| pair.id == *requirement && pair.subject == *subject)
        }
        Turning::Judging(Turned::Compared { facts }) if !facts.is_empty() => facts.iter().any(reads),
        Turning::Judging(Turned::Planned { fact: Some(fact), .. } | Turned::Stated(fact)) => reads(fact),
        _ => true,
    };
    let kept: Vec<&'t Turning> = turnings.iter().filter(concerns).copied().collect();
    if kept.is_empty() { turnings.to_vec() } else { kept }
}
