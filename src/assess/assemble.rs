//! Putting the assessment together, duty by duty.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Judge, Pair, Read, View, Why};
use crate::graph::{Links, Node, Relation};
use crate::model::assessment::{
    Assessment, DepartureResult, DutyResult, EvidenceResult, FactRead, ForceInfo, Input, InstrumentInfo, NotAssessed, PairResult,
    RuleSetInfo, RuleSetProblem, SCHEMA_VERSION, Sought, StatedOn, Summary, Tool,
};
use crate::model::dates::Dates;
use crate::model::facts::{Content, Fact, FactId, Scalar};
use crate::model::ids::{DepartureId, DutyId, Holder, SetId, SubjectId};
use crate::model::law::{Duty, Requirement};
use crate::model::place::Origin;
use crate::model::profile::{Departure, Evidence, HeldAt};
use crate::model::words::{Binding, Outcome, Standing, Verdict, Verified};

use super::evidence::{Register, Shown, State};
use super::places::{at, of_fact};
use super::verdict::{Counted, add_up, count};
use super::{Answer, Question, assurance, departures, judging_order, linking, reasons, support, verdict};

pub(super) fn assemble(question: &Question<'_>) -> Answer {
    let assembler = Assembler::new(question);
    let duties = assembler.duties();
    let links = linking::draw(&duties, question.law, question.profile, question.sources);
    let assessment = assembler.assessment(duties, &links);
    Answer { assessment, links }
}

struct Assembler<'a> {
    question: &'a Question<'a>,
    judge: Judge<'a>,
    register: Register<'a>,
    holders: Vec<Holder>,
}

/// A pair with all that was found out about it.
struct Weighed {
    pair: Pair,
    counted: Counted,
    set_aside_by: Option<DepartureId>,
    apparent_breach: bool,
}

impl<'a> Assembler<'a> {
    fn new(question: &'a Question<'a>) -> Self {
        let Question { law, engine, profile, as_of, .. } = *question;
        let today = Dates::on(as_of);
        let kinds = std::iter::once(Holder::CHIEF_OFFICER).chain(Holder::POLICING_BODIES);
        let holders = kinds.map(Holder::from).filter(|holder| profile.force.has(holder, today) == Some(true)).collect();
        Self { question, judge: engine.judge(law, profile, as_of), register: Register::weigh(law, profile, as_of), holders }
    }

    /// Judges every duty, each after those that it rests on; returns them by id.
    fn duties(&self) -> Vec<DutyResult> {
        let Question { law, engine, broken, .. } = *self.question;
        // A circle is a problem of its rule set, so there is none among the duties of the sound ones.
        let order = judging_order(law, engine, broken).unwrap_or_else(|_| law.duties().map(|duty| duty.id.clone()).collect());
        let not_judged = law.duties().filter(|duty| broken.contains_key(&duty.rule_set)).map(|duty| duty.id.clone());
        let mut results: BTreeMap<DutyId, DutyResult> = BTreeMap::new();
        for id in order.into_iter().chain(not_judged) {
            if let Some(duty) = law.duty(id.as_str()) {
                let result = self.duty(duty);
                self.judge.settle(&id, met(&result));
                results.insert(id, result);
            }
        }
        results.into_values().collect()
    }

    fn duty(&self, duty: &Duty) -> DutyResult {
        let Question { sources, broken, .. } = *self.question;
        let pairs = if broken.contains_key(&duty.rule_set) { Vec::new() } else { self.judge.judge(duty) };
        let held_by: Vec<Holder> = duty.owed_by.iter().filter(|holder| self.holders.contains(holder)).cloned().collect();
        let mut weighed = self.weigh(duty, pairs);
        let own_departures = self.depart(duty, &held_by, &mut weighed);
        let counted: Vec<Counted> = weighed.iter().map(|pair| pair.counted).collect();
        let sum = add_up(&counted);
        let counts = count(&counted);
        let verdict = self.verdict(duty, sum.verdict);
        let standing = if verdict == sum.verdict {
            departed_standing(&weighed, sum.standing)
        } else {
            verdict::standing(verdict, None)
        };
        let why_not = if weighed.is_empty() { self.out_of_scope(duty) } else { why_nothing_arises(&weighed) };
        let reason = match broken.get(&duty.rule_set) {
            Some(problems) => format!("its rule set has {}", counted_problems(problems.len())),
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
            parameters: duty.parameters.clone(),
            verdict,
            reason,
            outcomes: counts,
            support: if verdict == sum.verdict { sum.support } else { None },
            standing,
            apparent_breach: weighed.iter().any(|pair| pair.apparent_breach),
            standing_by_threat: by_threat(duty, &weighed, self.question),
            rests_on: self.rests_on(duty),
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

    fn threats(&self) -> Vec<(SubjectId, String)> {
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
        let names: BTreeSet<DutyId> = self.question.engine.rests_on(&duty.id).iter().map(|(id, _)| id.clone()).collect();
        names.into_iter().collect()
    }

    fn weigh(&self, duty: &Duty, pairs: Vec<Pair>) -> Vec<Weighed> {
        let mut shown: BTreeMap<usize, Vec<Shown>> = BTreeMap::new();
        pairs
            .into_iter()
            .map(|pair| {
                let shown = shown.entry(pair.requirement).or_insert_with(|| {
                    duty.requirements.get(pair.requirement).map(|requirement| self.register.shown_for(requirement)).unwrap_or_default()
                });
                let support = support::of(&self.judge, duty, &pair, shown);
                let counted = Counted { outcome: pair.outcome, history: pair.history, undated: pair.undated, support };
                let apparent_breach = self.is_breach(duty, &pair);
                Weighed { pair, counted, set_aside_by: None, apparent_breach }
            })
            .collect()
    }

    /// A `must`, read in its source, that is not met on facts that are cited and still hold.
    fn is_breach(&self, duty: &Duty, pair: &Pair) -> bool {
        let bound = duty.binding == Binding::Must && duty.source.verified == Verified::Primary;
        if !bound || pair.outcome != Outcome::NotMet || pair.history {
            return false;
        }
        let facts = &self.question.profile.facts;
        let mut stated = 0;
        pair.reads.iter().all(|read| match read {
            Read::Duty(_) => false,
            Read::Fact(id) => match facts.get(*id).filter(|fact| counts_as_stated(fact)) {
                Some(fact) => {
                    stated += 1;
                    !fact.cites.is_empty() && self.register.holds(fact)
                }
                None => true,
            },
        }) && stated > 0
    }

    /// Applies the departures that name the duty; returns their ids.
    fn depart(&self, duty: &Duty, holders: &[Holder], weighed: &mut [Weighed]) -> Vec<DepartureId> {
        let own: Vec<&Departure> = self.question.profile.departures.values().filter(|departure| departure.duty == duty.id).collect();
        for departure in &own {
            if departures::fault(departure, duty, holders, &self.question.profile.facts, self.question.as_of).is_some() {
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

    fn pair(&self, duty: &Duty, weighed: &Weighed) -> Option<PairResult> {
        let sources = self.question.sources;
        let pair = &weighed.pair;
        let requirement = duty.requirements.get(pair.requirement)?;
        let (facts, sought) = self.reads(pair, requirement);
        let missing: Vec<String> = sought.iter().map(|sought| sought.path.clone()).collect();
        let mut reason = reasons::of_pair(pair, requirement, &facts, &missing);
        if pair.outcome == Outcome::NotMet && duty.binding.is_regard() && !pair.history {
            reason = format!("regard not shown: {reason}");
        }
        let title = pair.subject.as_ref().map(|subject| subject.title.clone());
        let fill = |text: &str| text.replace("{subject}", title.as_deref().unwrap_or("each"));
        let late = pair.outcome == Outcome::NotMet && pair.by.is_some();
        Some(PairResult {
            id: requirement.id.clone(),
            subject: pair.subject.as_ref().map(|subject| subject.id.clone()),
            states: fill(&requirement.states),
            remedy: if late && self.was_met_late(duty, pair) { "none: record only".into() } else { fill(&requirement.remedy) },
            subject_title: title.clone(),
            subject_kind: pair.each.clone(),
            outcome: pair.outcome,
            history: pair.history,
            reason,
            support: weighed.counted.support,
            shown_by: requirement.shown_by.iter().cloned().collect(),
            due: pair.by.map(|by| by.last()),
            look_back: requirement.look_back.clone(),
            apparent_breach: weighed.apparent_breach,
            set_aside_by: weighed.set_aside_by.clone(),
            facts,
            missing,
            sought,
            at: at(sources, requirement.place),
            rule: pair.rule.map(|place| at(sources, place)),
        })
    }

    /// Whether what was due has been done since: it would be met if what happened after the deadline had happened on it.
    fn was_met_late(&self, duty: &Duty, pair: &Pair) -> bool {
        pair.by.is_some_and(|by| self.judge.rejudge(duty, pair, View::AsIfBy(by.last())) == Outcome::Met)
    }

    fn reads(&self, pair: &Pair, requirement: &Requirement) -> (Vec<FactRead>, Vec<Sought>) {
        let Question { law, profile, sources, as_of, .. } = *self.question;
        let mut seen = BTreeSet::new();
        let (mut stated, mut sought) = (Vec::new(), Vec::new());
        for read in &pair.reads {
            let Read::Fact(id) = read else { continue };
            let Some(fact) = profile.facts.get(*id).filter(|_| seen.insert(*id)) else { continue };
            let term = law.dictionary.term(fact.term);
            let place = of_fact(sources, &profile.facts, *id, profile.place);
            if counts_as_stated(fact) && fact.is_of_its_time(as_of) {
                stated.push(FactRead {
                    path: fact.path.clone(),
                    value: self.value(*id, fact),
                    at: place,
                    cites: fact.cites.iter().map(ToString::to_string).collect(),
                    supported_by: self.register.supporting(fact, requirement),
                    stated_on: fact.stated_on,
                    holds_until: self.register.holds_until(fact),
                    held_by: term.held_by.clone(),
                    marking: fact.marking,
                });
            } else {
                sought.push(Sought { path: fact.path.clone(), means: term.means.clone(), held_by: term.held_by.clone(), at: place });
            }
        }
        let specific = |sought: &Sought| !sought.path.contains(".*");
        if sought.iter().any(specific) || pair.subject.is_none() {
            sought.retain(specific);
        }
        (stated, sought)
    }

    fn value(&self, id: FactId, fact: &Fact) -> String {
        let facts = &self.question.profile.facts;
        match &fact.content {
            Content::Value(Scalar::YesNo(yes)) => yes.to_string(),
            Content::Value(Scalar::Number(number)) => number.to_string(),
            Content::Value(Scalar::Text(text)) => text.to_string(),
            Content::Value(Scalar::Dates(dates)) if fact.planned || dates.first() > fact.stated_on.last() => {
                format!("{dates} (planned when stated)")
            }
            Content::Value(Scalar::Dates(dates)) => dates.to_string(),
            Content::Absence => "none".into(),
            Content::Closure { members, .. } if members.is_empty() => "complete: there are none".into(),
            Content::Closure { members, .. } => format!("complete: {}", members.join(", ")),
            Content::List { items, .. } => {
                let values = items.iter().filter_map(|item| facts.get(*item).map(|fact| self.value(*item, fact)));
                values.collect::<Vec<_>>().join(", ")
            }
            Content::Record(_) | Content::Entries { .. } => {
                format!("an entry ({})", facts.get(id).map_or("", |fact| fact.path.as_str()))
            }
            Content::Missing => "not stated".into(),
        }
    }

    fn assessment(&self, duties: Vec<DutyResult>, links: &Links) -> Assessment {
        let Question { law, profile, sources, as_of, broken, .. } = *self.question;
        let threats = self.threats();
        let assurance = law
            .rule_sets
            .values()
            .filter(|set| !set.vocabulary_only)
            .map(|set| assurance::roll_up(&set.name, &duties, law, &threats))
            .collect();
        let evidence: Vec<EvidenceResult> = profile.evidence.values().map(|evidence| self.evidence(evidence, &duties, links)).collect();
        let departures = profile.departures.values().map(|departure| self.departure(departure, &duties)).collect();
        let not_assessed = self.not_assessed(&duties);
        let summary = self.summary(&duties, &evidence);
        let rule_sets = law
            .rule_sets
            .values()
            .map(|set| RuleSetInfo {
                name: set.name.clone(),
                version: set.version.clone(),
                owner: set.owner.clone(),
                digest: set.digest.clone(),
                problems: broken.get(&set.name).map(Vec::as_slice).unwrap_or_default().iter().map(|problem| self.problem(problem)).collect(),
            })
            .collect();
        let inputs = sources
            .iter()
            .map(|(_, file)| Input {
                root: match &file.origin {
                    Origin::Profile => "profile".into(),
                    Origin::RuleSet(name) => name.to_string(),
                },
                path: file.path.clone(),
                digest: file.digest.clone(),
            })
            .collect();
        Assessment {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: "sprcheck", version: env!("CARGO_PKG_VERSION") },
            as_of,
            stated_on: StatedOn { value: profile.stated_on, inferred: profile.stated_on_inferred.clone() },
            force: ForceInfo { id: profile.force.id.clone(), name: profile.force.name.clone(), holders: self.holders.clone() },
            marking: profile.marking,
            rule_sets,
            inputs,
            instruments: law
                .instruments
                .values()
                .map(|instrument| InstrumentInfo {
                    id: instrument.id.clone(),
                    rule_set: instrument.rule_set.clone(),
                    title: instrument.title.clone(),
                    kind: instrument.kind.clone(),
                    in_force: instrument.in_force,
                    applied: instrument.in_force.covers_day(as_of),
                    source: instrument.source.clone(),
                })
                .collect(),
            assurance,
            duties,
            evidence,
            departures,
            not_assessed,
            summary,
        }
    }

    fn problem(&self, problem: &crate::model::problem::Problem) -> RuleSetProblem {
        RuleSetProblem {
            code: problem.code.to_string(),
            message: problem.message.clone(),
            at: problem.place.map(|place| at(self.question.sources, place)),
        }
    }

    fn evidence(&self, evidence: &Evidence, duties: &[DutyResult], links: &Links) -> EvidenceResult {
        let Question { law, as_of, sources, .. } = *self.question;
        let state = self.register.state(&evidence.id).cloned().unwrap_or(State::NotHeld);
        let review_lapsed = state == State::Current && self.register.review_lapsed(evidence);
        let kind = law.kinds.get(&evidence.kind);
        let node = Node::Evidence(evidence.id.to_string());
        let cited_by: Vec<String> = links.into(&node, Relation::Cites).iter().filter(|node| matches!(node, Node::Fact(_))).map(|node| node.name().to_owned()).collect();
        let reads = |duty: &DutyResult| {
            duty.requirements.iter().flat_map(|pair| &pair.facts).any(|fact| cited_by.contains(&fact.path))
        };
        let supports = |duty: &DutyResult| {
            duty.requirements.iter().flat_map(|pair| &pair.facts).any(|fact| fact.supported_by.contains(&evidence.id))
        };
        EvidenceResult {
            id: evidence.id.clone(),
            title: evidence.title.clone(),
            kind: evidence.kind.clone(),
            kind_title: kind.map_or_else(|| evidence.kind.to_string(), |kind| kind.title.clone()),
            narrative: kind.is_some_and(|kind| kind.narrative),
            dated: evidence.dated,
            age_days: evidence.dated.map(|dated| dated.last().days_until(as_of)),
            owner: evidence.owner.clone(),
            held_at: evidence.held_at.as_ref().map(held_at),
            valid_until: evidence.valid_until,
            review_every: self.register.review_every(evidence),
            current: state == State::Current,
            state: if review_lapsed { "current; past its review, so it no longer shows a state".into() } else { state.in_words() },
            marking: evidence.marking,
            duties: duties.iter().filter(|duty| reads(duty)).map(|duty| duty.id.clone()).collect(),
            supports: duties.iter().filter(|duty| supports(duty)).map(|duty| duty.id.clone()).collect(),
            cited_by,
            at: at(sources, evidence.place),
        }
    }

    fn departure(&self, departure: &Departure, duties: &[DutyResult]) -> DepartureResult {
        let Question { law, profile, as_of, sources, .. } = *self.question;
        let result = duties.iter().find(|duty| duty.id == departure.duty);
        let fault = match (law.duty(departure.duty.as_str()), result) {
            (Some(duty), Some(result)) => departures::fault(departure, duty, &result.held_by, &profile.facts, as_of),
            _ => Some(format!("the duty `{}` is not among those that were judged", departure.duty)),
        };
        let sets_aside = result.map_or(0, |duty| {
            duty.requirements.iter().filter(|pair| pair.set_aside_by.as_ref() == Some(&departure.id)).count()
        });
        let in_effect = fault.is_none() && sets_aside > 0;
        DepartureResult {
            id: departure.id.clone(),
            duty: departure.duty.clone(),
            requirements: departure.requirements.clone(),
            subjects: departure.subjects.clone(),
            decided_by: departure.decided_by.clone(),
            decided_on: departure.decided_on,
            reason: departure.reason.clone(),
            until: departure.until,
            cites: departure.cites.iter().map(ToString::to_string).collect(),
            in_effect,
            state: match fault {
                Some(fault) => fault,
                None if in_effect => "in force".into(),
                None => "not needed: it names nothing that is not met".into(),
            },
            sets_aside,
            at: at(sources, departure.place),
        }
    }

    fn not_assessed(&self, duties: &[DutyResult]) -> Vec<NotAssessed> {
        let Question { profile, sources, broken, .. } = *self.question;
        let mut found = Vec::new();
        for (name, problems) in broken {
            let at = problems.iter().find_map(|problem| problem.place).map(|place| at(sources, place));
            let reason = format!("it has {}, so its duties are in error", counted_problems(problems.len()));
            found.push(NotAssessed { what: "rule-set", id: name.to_string(), reason, at });
        }
        for duty in duties {
            if duty.standing == Standing::Unassessed {
                let id = duty.id.to_string();
                found.push(NotAssessed { what: "duty", id, reason: duty.reason.clone(), at: Some(duty.at.clone()) });
            }
            for pair in &duty.requirements {
                if pair.history || !matches!(pair.outcome, Outcome::Unknown | Outcome::Error) {
                    continue;
                }
                let id = match &pair.subject {
                    Some(subject) => format!("{}/{}/{subject}", duty.id, pair.id),
                    None => format!("{}/{}", duty.id, pair.id),
                };
                found.push(NotAssessed { what: "pair", id, reason: pair.reason.clone(), at: Some(pair.at.clone()) });
            }
        }
        for fact in &profile.unread {
            let reason = format!("it is for the rule set `{}`, which is not loaded", fact.rule_set);
            found.push(NotAssessed { what: "fact", id: fact.path.clone(), reason, at: Some(at(sources, fact.place)) });
        }
        found
    }

    fn summary(&self, duties: &[DutyResult], evidence: &[EvidenceResult]) -> Summary {
        let profile = self.question.profile;
        let unreadable = |duty: &&DutyResult| matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread);
        let mut summary = Summary {
            duties: duties.len(),
            could_not_be_read: duties.iter().filter(unreadable).count(),
            context: duties.iter().filter(|duty| duty.context).count(),
            apparent_breaches: duties.iter().filter(|duty| duty.apparent_breach).count(),
            errors: duties.iter().filter(|duty| duty.outcomes.error > 0 || duty.verdict == Verdict::Error).count(),
            evidence: evidence.len(),
            evidence_usable: evidence.iter().filter(|evidence| evidence.current).count(),
            ..Summary::default()
        };
        for duty in duties {
            *summary.verdicts.entry(duty.verdict).or_default() += 1;
            if !duty.context && !unreadable(&duty) {
                summary.standings.add(duty.standing);
            }
        }
        let read: BTreeSet<&str> = duties.iter().flat_map(|duty| &duty.requirements).flat_map(|pair| &pair.facts).map(|fact| fact.path.as_str()).collect();
        for (_, fact) in profile.facts.iter() {
            if matches!(fact.content, Content::Value(_) | Content::Absence) && fact.place.is_some() && !fact.path.starts_with("departures.") {
                summary.facts_stated += 1;
                if !read.contains(fact.path.as_str()) {
                    summary.facts_unread += 1;
                }
            }
        }
        summary
    }
}

/// Whether a node is something that the profile states, as opposed to a place that leads to facts.
fn counts_as_stated(fact: &Fact) -> bool {
    fact.place.is_some() && fact.is_stated()
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
    use crate::model::dictionary::TermKind;
    if set.as_str() == "threats" {
        return true;
    }
    let term = question.law.dictionary.find(set.as_str()).map(|id| &question.law.dictionary.term(id).kind);
    matches!(term, Some(TermKind::Collection { keyed_by: Some(set), .. }) if set.as_str() == "threats")
}

fn by_threat(duty: &Duty, weighed: &[Weighed], question: &Question<'_>) -> BTreeMap<SubjectId, Standing> {
    let mut threats: BTreeMap<SubjectId, Vec<&Weighed>> = BTreeMap::new();
    for pair in weighed {
        let for_threats = duty.requirements.get(pair.pair.requirement).is_some_and(|requirement| is_threats(requirement, question));
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
fn met(duty: &DutyResult) -> Option<bool> {
    match (duty.standing, duty.verdict) {
        (Standing::Satisfied, _) => Some(true),
        (_, Verdict::NotMet | Verdict::PartlyMet) => Some(false),
        _ => None,
    }
}

fn held_at(held_at: &HeldAt) -> String {
    match held_at {
        HeldAt::Path { path, .. } => path.clone(),
        HeldAt::Url(url) => url.clone(),
        HeldAt::Custodian { custodian, reference } => format!("{custodian}: {reference}"),
    }
}

fn counted_problems(count: usize) -> String {
    format!("{count} problem{}", if count == 1 { "" } else { "s" })
}
