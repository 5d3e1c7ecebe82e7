//! Judging duty by duty: pairs, their support, departures, standing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Judge, Pair, Read, Why};
use crate::model::assessment::{DutyResult, PairResult};
use crate::model::dates::Dates;
use crate::model::dictionary::TermKind;
use crate::model::ids::{DepartureId, DutyId, Holder, RequirementId, SetId, SubjectId};
use crate::model::law::{Duty, Requirement};
use crate::model::profile::Departure;
use crate::model::words::{Binding, Outcome, Standing, Verdict, Verified};

use super::evidence::Register;
use super::marking::Markings;
use super::places::at;
use super::reading::counts_as_stated;
use super::times::Times;
use super::turns::{self, Rests};
use super::verdict::{Counted, add_up, count};
use super::{Answer, Question, assurance, counted, departures, judging_order, linking, reasons, support, verdict};

pub(super) fn assemble(question: &Question<'_>) -> Answer {
    let assembler = Assembler::new(question, Times::on(question.as_of));
    let markings = Markings::of(question.profile, question.law);
    let judgements = assembler.judgements(&markings);
    let mut rests = BTreeMap::new();
    let mut duties = Vec::new();
    for judgement in judgements {
        rests.insert(judgement.result.id.clone(), judgement.rests);
        duties.push(judgement.result);
    }
    let links = linking::draw(&duties, question.law, question.profile, question.sources);
    let mut assessment = assembler.assessment(duties, &links);
    assessment.marking = markings.highest();
    Answer { assessment, links, rests, markings }
}

/// Judges the duties of one question.
pub(crate) struct Assembler<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) times: Times,
    pub(super) judge: Judge<'a>,
    pub(super) register: Register,
    pub(super) holders: Vec<Holder>,
    /// The thresholds by which each requirement of a duty is judged, as far as they were looked up.
    pub(super) thresholds: RefCell<BTreeMap<DutyId, BTreeMap<RequirementId, Vec<String>>>>,
}

/// A duty, judged, and all that this rests on.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) result: DutyResult,
    pub(crate) rests: Rests,
}

/// A pair with all that was found out about it.
pub(super) struct Weighed {
    pub(super) pair: Pair,
    pub(super) counted: Counted,
    pub(super) set_aside_by: Option<DepartureId>,
    pub(super) apparent_breach: bool,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(question: &'a Question<'a>, times: Times) -> Self {
        let Question { law, engine, profile, .. } = *question;
        let today = Dates::on(times.clock.law);
        let kinds = std::iter::once(Holder::CHIEF_OFFICER).chain(Holder::POLICING_BODIES);
        let holders = kinds.map(Holder::from).filter(|holder| profile.force.has(holder, today) == Some(true)).collect();
        Self {
            question,
            judge: engine.judge(law, profile, times.clock),
            register: Register::new(law, profile, &times),
            times,
            holders,
            thresholds: RefCell::default(),
        }
    }

    /// Judges every duty, each after those that it rests on; returns them by id.
    fn judgements(&self, markings: &Markings) -> Vec<Judgement> {
        let Question { law, engine, broken, .. } = *self.question;
        // A circle is a problem of its rule set, so there is none among the duties of the sound ones.
        let order =
            judging_order(law, engine, broken).unwrap_or_else(|_| law.duties().map(|duty| duty.id.clone()).collect());
        let not_judged = law.duties().filter(|duty| broken.contains_key(&duty.rule_set)).map(|duty| duty.id.clone());
        let mut results: BTreeMap<DutyId, Judgement> = BTreeMap::new();
        for id in order.iter().cloned().chain(not_judged) {
            if let Some(duty) = law.duty(id.as_str()) {
                let judgement = self.hear(duty);
                self.settle(&id, met(&judgement.result));
                results.insert(id, judgement);
            }
        }
        self.trace_roots(&mut results);
        markings.mark(&mut results, law, &order);
        results.into_values().collect()
    }

    /// Tells the rules that follow whether a duty is satisfied, has a gap, or cannot be told.
    pub(crate) fn settle(&self, duty: &DutyId, met: Option<bool>) {
        self.judge.settle(duty, met);
    }

    /// Judges one duty; those that it rests on must be settled.
    pub(crate) fn hear(&self, duty: &Duty) -> Judgement {
        self.judge.attend();
        let result = self.duty(duty);
        let rests = turns::rests(self, duty, self.judge.attended());
        Judgement { result, rests }
    }

    fn duty(&self, duty: &Duty) -> DutyResult {
        let Question { sources, broken, .. } = *self.question;
        let pairs = if broken.contains_key(&duty.rule_set) { Vec::new() } else { self.judge.judge(duty) };
        let held_by: Vec<Holder> =
            duty.owed_by.iter().filter(|holder| self.holders.contains(holder)).cloned().collect();
        let mut weighed = self.weigh(duty, pairs);
        let own_departures = self.depart(duty, &held_by, &mut weighed);
        let countable: Vec<Counted> = weighed.iter().map(|pair| pair.counted).collect();
        let sum = add_up(&countable);
        let counts = count(&countable);
        let verdict = self.verdict(duty, sum.verdict);
        let standing = if verdict == sum.verdict {
            departed_standing(&weighed, sum.standing)
        } else {
            verdict::standing(verdict, None)
        };
        let why_not = if weighed.is_empty() { self.out_of_scope(duty) } else { why_nothing_arises(&weighed) };
        let reason = match broken.get(&duty.rule_set) {
            Some(problems) => format!("its rule set has {}", counted(problems.len(), "problem", "problems")),
            None => reasons::of_duty(duty, verdict, &counts, why_not.as_deref()),
        };
        let requirements: Vec<PairResult> = weighed.iter().filter_map(|pair| self.pair(duty, pair)).collect();
        DutyResult {
            id: duty.id.clone(),
            rule_set: duty.rule_set.clone(),
            title: duty.title.clone(),
            says: duty.says.clone(),
            binding: duty.binding,
            owed_by: duty.owed_by.clone(),
            held_by,
            context: !duty.owed_by.iter().any(Holder::is_of_the_force),
            threats: self.threats_of(duty),
            in_force: duty.in_force,
            source: duty.source.clone(),
            weight: duty.weight.clone(),
            marking: self.question.profile.marking,
            parameters: duty.parameters.clone(),
            tailored: duty.overlaid.as_ref().map(|overlaid| self.tailored(overlaid)),
            verdict,
            reason,
            outcomes: counts,
            support: if verdict == sum.verdict { sum.support } else { None },
            standing,
            apparent_breach: weighed.iter().any(|pair| pair.apparent_breach),
            standing_by_threat: by_threat(duty, &weighed, self.question),
            rests_on: self.rests_on(duty),
            follows_from: Vec::new(),
            departures: own_departures,
            requirements,
            at: at(sources, duty.place),
        }
    }

    fn verdict(&self, duty: &Duty, judged: Verdict) -> Verdict {
        if self.question.broken.contains_key(&duty.rule_set) {
            return Verdict::Error;
        }
        match assurance::verdict_of_status(duty.status) {
            None => judged,
            Some(unread) => match self.judge.scope_today(duty) {
                Some((Outcome::NotApplicable, _)) => Verdict::NotApplicable,
                _ => unread,
            },
        }
    }

    /// Why a duty that is not judged does not reach the force, or may not.
    fn out_of_scope(&self, duty: &Duty) -> Option<String> {
        match self.judge.scope_today(duty)?.1 {
            Why::OutOfScope(why) | Why::ScopeUnknown(why) => Some(why),
            _ => None,
        }
    }

    fn threats_of(&self, duty: &Duty) -> Vec<SubjectId> {
        let mut threats: BTreeSet<SubjectId> = duty.threats.iter().cloned().collect();
        if duty.requirements.iter().any(|requirement| is_threats(requirement, self.question)) {
            threats.extend(self.threats().into_iter().map(|(id, _)| id));
        }
        threats.into_iter().collect()
    }

    pub(super) fn threats(&self) -> Vec<(SubjectId, String)> {
        let Question { law, profile, as_of, .. } = *self.question;
        let Some(set) = law.sets.get("threats") else { return Vec::new() };
        let members = set
            .closed
            .iter()
            .filter(|closed| closed.force.as_deref().is_none_or(|force| force == profile.force.id))
            .find(|closed| closed.in_force.covers_day(as_of) == Some(true))
            .map_or(&[][..], |closed| &closed.members);
        members
            .iter()
            .map(|id| (id.clone(), set.members.get(id).map_or_else(|| id.to_string(), |member| member.title.clone())))
            .collect()
    }

    fn rests_on(&self, duty: &Duty) -> Vec<DutyId> {
        let names: BTreeSet<DutyId> =
            self.question.engine.rests_on(&duty.id).iter().map(|(id, _)| id.clone()).collect();
        names.into_iter().collect()
    }

    fn weigh(&self, duty: &Duty, pairs: Vec<Pair>) -> Vec<Weighed> {
        pairs
            .into_iter()
            .map(|pair| {
                let support = matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable)
                    .then(|| support::of(&self.judge, duty, &pair, &self.register));
                let closure = support::of_closure(duty, &pair, &self.register);
                let counted =
                    Counted { outcome: pair.outcome, history: pair.history, undated: pair.undated, support, closure };
                let apparent_breach = self.is_breach(duty, &pair);
                Weighed { pair, counted, set_aside_by: None, apparent_breach }
            })
            .collect()
    }

    /// A `must`, read in its source, that is not met on facts that are cited and still hold, by what the source itself asks.
    fn is_breach(&self, duty: &Duty, pair: &Pair) -> bool {
        // What an overlay makes binding, or adds, is no law, and failing it no breach of any.
        let tailored = duty.overlaid.as_ref().is_some_and(|overlaid| {
            let id = duty.requirements.get(pair.requirement).map(|requirement| &requirement.id);
            overlaid.binds_otherwise() || id.is_some_and(|id| overlaid.additions.contains_key(id))
        });
        let bound = duty.binding == Binding::Must && duty.source.verified == Verified::Primary && !tailored;
        if !bound || pair.outcome != Outcome::NotMet || pair.history {
            return false;
        }
        // What falls short of a threshold that the rule set put in breaks no law.
        let requirement = duty.requirements.get(pair.requirement);
        if requirement.is_none_or(|requirement| !self.thresholds(duty, &requirement.id).is_empty()) {
            return false;
        }
        let facts = &self.question.profile.facts;
        let holds = |id, fact| self.register.holds(id, fact) && self.register.is_latest(id, fact);
        let mut stated = 0;
        pair.reads.iter().all(|read| match read {
            Read::Duty(_) => false,
            Read::Fact(id) => match facts.get(*id).filter(|fact| counts_as_stated(fact)) {
                Some(fact) => {
                    stated += 1;
                    !fact.cites.is_empty() && holds(*id, fact)
                }
                None => true,
            },
        }) && stated > 0
    }

    /// Applies the departures that name the duty; returns their ids.
    fn depart(&self, duty: &Duty, holders: &[Holder], weighed: &mut [Weighed]) -> Vec<DepartureId> {
        let own: Vec<&Departure> =
            self.question.profile.departures.values().filter(|departure| departure.duty == duty.id).collect();
        for departure in &own {
            let as_of = self.times.of_departure(&departure.id);
            if departures::fault(departure, duty, holders, &self.question.profile.facts, as_of).is_some() {
                continue;
            }
            for pair in weighed.iter_mut().filter(|pair| pair.set_aside_by.is_none() && !pair.pair.history) {
                let Some(requirement) = duty.requirements.get(pair.pair.requirement) else { continue };
                let subject = pair.pair.subject.as_ref().map(|subject| &subject.id);
                if departures::names(departure, &requirement.id, subject, pair.pair.outcome) {
                    pair.set_aside_by = Some(departure.id.clone());
                }
            }
        }
        own.into_iter().map(|departure| departure.id.clone()).collect()
    }
}

/// Why none of the pairs arises: each reason once, if they do not all say the same.
fn why_nothing_arises(weighed: &[Weighed]) -> Option<String> {
    let mut reasons: Vec<String> = Vec::new();
    for pair in weighed {
        let subject = pair.pair.subject.as_ref().map_or_else(String::new, |subject| format!("{}: ", subject.title));
        let reason = match &pair.pair.why {
            Why::OutOfScope(why) => why.clone(),
            Why::NoSubjects => "there are none, and the list is closed".into(),
            _ => format!("{subject}it does not arise"),
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

fn is_threats(requirement: &Requirement, question: &Question<'_>) -> bool {
    requirement.for_each.as_ref().is_some_and(|set| keyed_by_threats(set, question))
}

fn keyed_by_threats(set: &SetId, question: &Question<'_>) -> bool {
    if set.as_str() == "threats" {
        return true;
    }
    let term = question.law.dictionary.find(set.as_str()).map(|id| &question.law.dictionary.term(id).kind);
    matches!(term, Some(TermKind::Collection { keyed_by: Some(set), .. }) if set.as_str() == "threats")
}

fn by_threat(duty: &Duty, weighed: &[Weighed], question: &Question<'_>) -> BTreeMap<SubjectId, Standing> {
    let mut threats: BTreeMap<SubjectId, Vec<&Weighed>> = BTreeMap::new();
    for pair in weighed {
        let for_threats =
            duty.requirements.get(pair.pair.requirement).is_some_and(|requirement| is_threats(requirement, question));
        if let (true, Some(subject)) = (for_threats, &pair.pair.subject) {
            threats.entry(subject.id.clone()).or_default().push(pair);
        }
    }
    threats.into_iter().map(|(threat, pairs)| (threat, standing_of(&pairs))).collect()
}

fn standing_of(pairs: &[&Weighed]) -> Standing {
    let counted: Vec<Counted> = pairs.iter().map(|pair| pair.counted).collect();
    departed(pairs, add_up(&counted).standing)
}

fn departed_standing(weighed: &[Weighed], judged: Standing) -> Standing {
    departed(&weighed.iter().collect::<Vec<_>>(), judged)
}

/// The standing once what departures set aside is set aside.
fn departed(pairs: &[&Weighed], judged: Standing) -> Standing {
    if judged != Standing::Gap || pairs.iter().all(|pair| pair.set_aside_by.is_none()) {
        return judged;
    }
    let rest: Vec<Counted> = pairs.iter().filter(|pair| pair.set_aside_by.is_none()).map(|pair| pair.counted).collect();
    let counts = count(&rest);
    let none_remain = counts.met + counts.not_met + counts.unknown + counts.error + counts.not_yet_due == 0;
    match add_up(&rest).standing {
        _ if none_remain => Standing::Departed,
        Standing::Satisfied => Standing::Departed,
        other => other,
    }
}

/// What a rule that rests on this duty sees: satisfied, a gap, or nothing that can be told.
pub(crate) fn met(duty: &DutyResult) -> Option<bool> {
    match (duty.standing, duty.verdict) {
        (Standing::Satisfied, _) => Some(true),
        (_, Verdict::NotMet | Verdict::PartlyMet) => Some(false),
        _ => None,
    }
}
