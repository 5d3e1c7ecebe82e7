//! Judging a duty: the pairs that must be judged, the runs, and what comes of each pair.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rhai::AST;

use crate::model::dates::{Dates, Day};
use crate::model::facts::{Content, FactId};
use crate::model::ids::{DutyId, RequirementId, SetId, SubjectId};
use crate::model::law::{Duty, Law, LookBack, Requirement};
use crate::model::place::Place;
use crate::model::profile::Profile;
use crate::model::words::{DutyStatus, Outcome};

use super::attention::{Dependence, Turned};
use super::clock::Clock;
use super::compile::Rule;
use super::engine::Engine;
use super::frame::Frame;
use super::require::{Judged, Judging};
use super::run::{Doubt, Read, Run, World};
use super::sandbox::{PAIR_STEPS, STEP_BYTES, describe, failed_on_missing, position};
use super::subjects::{self, Closure, Subject, Subjects};
use super::turning::first_otherwise;
use super::variant::Variant;
use super::view::View;

/// The rules, put to one profile on one date.
pub(crate) struct Judge<'a> {
    pub(super) engine: &'a Engine,
    pub(super) law: &'a Law,
    pub(super) profile: &'a Profile,
    pub(super) world: Rc<World>,
    pub(super) clock: Clock,
    pub(super) traced: bool,
    /// The only subject to be judged, if it is only one: that member of a set, or what concerns none.
    pub(super) only: Option<Option<&'a SubjectId>>,
    /// What stands in for the duty's own rule.
    pub(super) variant: Option<&'a Variant>,
}

/// A pair of requirement and subject, judged.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// The number of the requirement in its duty.
    pub(crate) requirement: usize,
    pub(crate) subject: Option<Subject>,
    /// What a subject is called, where the requirement is judged for each.
    pub(crate) each: Option<String>,
    pub(crate) closure: Option<Closure>,
    pub(crate) outcome: Outcome,
    pub(crate) why: Why,
    /// Whether it fell due before the look-back.
    pub(crate) history: bool,
    pub(crate) by: Option<Dates>,
    /// Whether it has a deadline that cannot be told, so that it may be history.
    pub(crate) undated: bool,
    pub(crate) reads: Vec<Read>,
    pub(crate) doubts: Vec<Doubt>,
    /// Where the rule judges it.
    pub(crate) rule: Option<Place>,
}

/// Why a pair came out as it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The rule said so.
    Judged,
    /// Its condition decided.
    Condition,
    /// The duty was not in force, or nobody owed it, on the day that counts.
    OutOfScope(String),
    /// Whether it was in force or owed on that day cannot be told.
    ScopeUnknown(String),
    /// The set is closed and empty.
    NoSubjects,
    /// The set is not closed: there may be others.
    Others(Option<Dates>),
    /// The run never came to it.
    NotJudged,
    /// It would come out so even if no fact were stated.
    RestsOnNothing,
    /// The rule failed.
    Failed(String),
}

impl<'a> Judge<'a> {
    pub(super) fn new(engine: &'a Engine, law: &'a Law, profile: &'a Profile, world: World) -> Self {
        let clock = world.clock;
        Self { engine, law, profile, world: Rc::new(world), clock, traced: true, only: None, variant: None }
    }

    /// The same, without a trace of what is read: only to measure what the trace costs.
    pub(crate) fn untraced(self) -> Self {
        Self { traced: false, ..self }
    }

    fn rule(&self, duty: &Duty) -> Option<&Rule> {
        self.variant.and_then(Variant::rule).or_else(|| self.engine.rules.get(&duty.id))
    }

    /// Tells the rules that follow whether a duty is satisfied, has a gap, or cannot be told.
    pub(crate) fn settle(&self, duty: &DutyId, met: Option<bool>) {
        self.world.duties.borrow_mut().insert(duty.clone(), met);
    }

    /// Forgets what was asked for so far, and attends to what is asked for from now on.
    pub(crate) fn attend(&self) {
        self.world.attention.begin(self.profile.facts.len());
    }

    /// What all that was judged since [`Self::attend`], in whatever view, depended on; nothing if that was never called.
    pub(crate) fn attended(&self) -> Dependence {
        self.world.attention.collected()
    }

    /// Judges every pair of a duty.
    pub(crate) fn judge(&self, duty: &Duty) -> Vec<Pair> {
        if duty.status != DutyStatus::Judged {
            return Vec::new();
        }
        // One pair alone, or a variant of a rule, is tried by its author and takes nothing from the others.
        if self.only.is_some() {
            self.world.budget.begin_apart();
        } else {
            self.world.budget.begin(&duty.rule_set);
        }
        let mut pairs = Vec::new();
        for set in sets_of(duty) {
            match set {
                None if matches!(self.only, Some(Some(_))) => {}
                None => self.judge_run(duty, None, None, None, &mut pairs),
                Some(set) => self.judge_set(duty, &set, &mut pairs),
            }
        }
        pairs.sort_by_key(|pair| pair.requirement);
        pairs
    }

    /// Whether a fact says that a list or collection is complete.
    pub(crate) fn is_closure(&self, id: FactId) -> bool {
        self.profile.facts.get(id).is_some_and(|fact| matches!(fact.content, Content::Closure { .. }))
    }

    /// The outcome that a pair would have if a run saw only some of the facts.
    pub(crate) fn rejudge(&self, duty: &Duty, pair: &Pair, view: View) -> Outcome {
        let Some(requirement) = duty.requirements.get(pair.requirement) else { return Outcome::Unknown };
        match &pair.why {
            Why::NoSubjects => {
                let shows = match (&pair.closure, &view) {
                    (Some(Closure::Law), _) | (_, View::Everything) => true,
                    (Some(Closure::Profile(id, _)), View::Only(_)) => view.shows(*id),
                    _ => false,
                };
                if shows { pair.outcome } else { Outcome::Unknown }
            }
            Why::Others(_) => pair.outcome,
            _ => {
                let run = self.run(view);
                if let Some(scope) = self.scope(duty, pair.subject.as_ref(), &run) {
                    return scope.0;
                }
                let subject = pair.subject.as_ref().map(|subject| &subject.id);
                let wanted = BTreeSet::from([requirement.id.clone()]);
                let (mut judged, failure) = self.execute(duty, subject, wanted, &run);
                match (judged.remove(&requirement.id), failure) {
                    (Some(judged), _) => judged.outcome,
                    (None, Some((outcome, _))) => outcome,
                    (None, None) => Outcome::Unknown,
                }
            }
        }
    }

    fn run(&self, view: View) -> Rc<Run> {
        Rc::new(Run::new(Rc::clone(&self.world), view, self.traced))
    }

    fn judge_set(&self, duty: &Duty, set: &SetId, pairs: &mut Vec<Pair>) {
        let run = self.run(View::Everything);
        let subjects = subjects::of(set, self.law, self.profile, &run);
        let first = pairs.len();
        let scope = if subjects.of_events && !self.is_to_come(duty) { None } else { self.scope(duty, None, &run) };
        if let Some((outcome, why)) = scope {
            // Where the duty does not reach the force, or may not, no subject and no closure of the set says more.
            pairs.extend(of_set(duty, Some(set)).map(|(index, _)| Pair::blank(index, outcome, why.clone())));
            return;
        }
        let wanted = |subject: &&Subject| self.only.is_none_or(|only| only == Some(&subject.id));
        let texts: usize = of_set(duty, Some(set)).map(|(_, one)| one.states.len() + one.remedy.len()).sum();
        let count = of_set(duty, Some(set)).count();
        for (index, subject) in subjects.members.iter().enumerate().filter(|(_, subject)| wanted(subject)) {
            let repeated = u64::try_from(texts + 2 * count * subject.title.len()).unwrap_or(u64::MAX);
            let asked = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(PAIR_STEPS);
            if !run.takes_of_duty(asked.saturating_add(repeated / STEP_BYTES)) {
                // What is left would be as long a list as the rule set likes: it is told in one.
                let left = subjects.members.len() - index;
                let why = Why::Failed(format!("it took too many steps; {left} were not judged"));
                pairs.extend(of_set(duty, Some(set)).map(|(index, _)| Pair::blank(index, Outcome::Error, why.clone())));
                break;
            }
            self.judge_run(duty, Some(set), Some(subject), Some(&subjects), pairs);
        }
        for (index, requirement) in of_set(duty, Some(set)) {
            match &subjects.closure {
                Closure::Open(_) => pairs.push(Self::others(index, &subjects, None)),
                Closure::Profile(id, from) => {
                    if let Some(look_back) = &requirement.look_back
                        && !self.reaches_back(look_back, *id, *from)
                    {
                        pairs.push(Self::others(index, &subjects, *from));
                        continue;
                    }
                    if subjects.members.is_empty() {
                        pairs.push(Self::none_of_them(index, &subjects));
                    }
                }
                Closure::Law => {
                    if subjects.members.is_empty() {
                        pairs.push(Self::none_of_them(index, &subjects));
                    }
                }
            }
        }
        for pair in pairs.iter_mut().skip(first) {
            pair.each = Some(subjects.each.clone());
        }
    }

    /// Whether a closure reaches back to the start of a look-back.
    fn reaches_back(&self, look_back: &LookBack, closure: FactId, from: Option<Dates>) -> bool {
        let Some(from) = from else { return false };
        let reaches = |start: Day| from.last() <= start;
        self.begun(look_back, reaches, || Turned::Closure(closure))
    }

    /// Whether the start of a look-back has come to a day of which `test` says so; of all later ones it must say so too.
    fn begun(&self, look_back: &LookBack, test: impl Fn(Day) -> bool, cause: impl FnOnce() -> Turned) -> bool {
        let test = |day: Day| day.plus(look_back.period.back()).is_some_and(&test);
        let begun = test(self.clock.scripts);
        if !begun && self.world.attention.is_on() {
            let limit = self.world.attention.limit();
            if let Some(day) = first_otherwise(self.clock.scripts, limit, test) {
                self.world.attention.turns(day, cause);
            }
        }
        begun
    }

    fn others(requirement: usize, subjects: &Subjects, from: Option<Dates>) -> Pair {
        let read = match &subjects.closure {
            Closure::Open(Some(id)) | Closure::Profile(id, _) => vec![Read::Fact(*id)],
            _ => Vec::new(),
        };
        let each = ["a ", "an ", "the "]
            .iter()
            .find_map(|article| subjects.each.strip_prefix(article))
            .unwrap_or(&subjects.each);
        let title = format!("any other {each}");
        let subject = Subject { id: SubjectId::from("others"), title, event: None };
        Pair { subject: Some(subject), reads: read, ..Pair::blank(requirement, Outcome::Unknown, Why::Others(from)) }
    }

    fn none_of_them(requirement: usize, subjects: &Subjects) -> Pair {
        let reads = match &subjects.closure {
            Closure::Profile(id, _) => vec![Read::Fact(*id)],
            _ => Vec::new(),
        };
        let closure = Some(subjects.closure.clone());
        Pair { reads, closure, ..Pair::blank(requirement, Outcome::NotApplicable, Why::NoSubjects) }
    }

    /// Runs the script once, for one subject or for none, and adds the pairs of that run.
    fn judge_run(
        &self,
        duty: &Duty,
        set: Option<&SetId>,
        subject: Option<&Subject>,
        subjects: Option<&Subjects>,
        pairs: &mut Vec<Pair>,
    ) {
        let requirements: Vec<(usize, &Requirement)> = of_set(duty, set).collect();
        let wanted: BTreeSet<RequirementId> =
            requirements.iter().map(|(_, requirement)| requirement.id.clone()).collect();
        let closure = subjects.map(|subjects| subjects.closure.clone());
        let closure_read = match &closure {
            Some(Closure::Profile(id, _)) => Some(Read::Fact(*id)),
            _ => None,
        };
        let run = self.run(View::Everything);
        let scope = self.scope(duty, subject, &run);
        let scope_reads = run.since((0, 0)).0;
        if let Some((outcome, why)) = scope {
            for (index, _) in requirements {
                let blank = Pair::blank(index, outcome, why.clone());
                let reads = scope_reads.iter().chain(&closure_read).cloned().collect();
                pairs.push(Pair { subject: subject.cloned(), closure: closure.clone(), reads, ..blank });
            }
            return;
        }
        let run = self.run(View::Everything);
        let id = subject.map(|subject| &subject.id);
        let (mut judged, failure) = self.execute(duty, id, wanted.clone(), &run);
        for (requirement, judged) in &mut judged {
            self.doubt_old_nones(duty, id, requirement, judged);
        }
        // What comes out the same with no fact stated rests on nothing; only a definite outcome can.
        let definite = judged.values().any(|judged| matches!(judged.outcome, Outcome::Met | Outcome::NotMet));
        let nothing =
            if definite { self.execute(duty, id, wanted, &self.run(View::Nothing)).0 } else { BTreeMap::new() };
        for (index, requirement) in requirements {
            let mut pair = match judged.remove(&requirement.id) {
                Some(judged) => {
                    let rootless = nothing
                        .get(&requirement.id)
                        .is_some_and(|nothing| matches!(nothing.outcome, Outcome::Met | Outcome::NotMet));
                    self.pair_of(index, (requirement, id), judged, rootless)
                }
                None => {
                    let (outcome, why) = failure.clone().unwrap_or((Outcome::Unknown, Why::NotJudged));
                    let (reads, doubts) = run.since((0, 0));
                    Pair { reads, doubts, ..Pair::blank(index, outcome, why) }
                }
            };
            pair.reads.extend(scope_reads.iter().chain(&closure_read).cloned());
            pair.subject = subject.cloned();
            pair.closure.clone_from(&closure);
            pair.rule = self.rule(duty).and_then(|rule| rule.places.get(&requirement.id).copied());
            pairs.push(pair);
        }
    }

    /// A `none` that was stated before the deadline ended may have been put right since: what is late only by it cannot be told.
    fn doubt_old_nones(
        &self,
        duty: &Duty,
        subject: Option<&SubjectId>,
        requirement: &RequirementId,
        judged: &mut Judged,
    ) {
        let Some(by) = judged.by.filter(|_| judged.outcome == Outcome::NotMet) else { return };
        let old = judged.reads.iter().find_map(|read| {
            let Read::Fact(id) = read else { return None };
            let fact = self.profile.facts.get(*id)?;
            let is_old = fact.is_stated() && fact.stated_on.first() <= by.last();
            (matches!(fact.content, Content::Absence) && is_old).then_some(fact.stated_on)
        });
        let Some(stated_on) = old else { return };
        let run = self.run(View::WithoutNones(by.last()));
        let without = self.execute(duty, subject, BTreeSet::from([requirement.clone()]), &run).0;
        if without.get(requirement).is_none_or(|without| without.outcome != Outcome::NotMet) {
            judged.outcome = Outcome::Unknown;
            judged.doubts.push(Doubt::NoneBeforeDeadline(stated_on));
        }
    }

    fn pair_of(
        &self,
        index: usize,
        (requirement, subject): (&Requirement, Option<&SubjectId>),
        judged: Judged,
        rootless: bool,
    ) -> Pair {
        let why = match judged.error {
            Some(error) => Why::Failed(error),
            None if rootless && matches!(judged.outcome, Outcome::Met | Outcome::NotMet) => Why::RestsOnNothing,
            None if judged.by_condition => Why::Condition,
            None => Why::Judged,
        };
        let outcome = if why == Why::RestsOnNothing { Outcome::Error } else { judged.outcome };
        let history = judged.by.zip(requirement.look_back.as_ref()).is_some_and(|(by, look_back)| {
            self.begun(
                look_back,
                |start| by.last() < start,
                || Turned::LookBack { requirement: requirement.id.clone(), subject: subject.cloned() },
            )
        });
        Pair {
            history,
            by: judged.by,
            undated: judged.undated && requirement.look_back.is_some(),
            reads: judged.reads,
            doubts: judged.doubts,
            ..Pair::blank(index, outcome, why)
        }
    }

    /// Runs the script: what it judged, and what becomes of the rest if it was cut short.
    fn execute(
        &self,
        duty: &Duty,
        subject: Option<&SubjectId>,
        wanted: BTreeSet<RequirementId>,
        run: &Rc<Run>,
    ) -> (BTreeMap<RequirementId, Judged>, Option<(Outcome, Why)>) {
        let Some(rule) = self.rule(duty) else {
            return (BTreeMap::new(), Some((Outcome::Error, Why::Failed("the rule does not compile".into()))));
        };
        self.world.overlaid.replace(duty.overlaid.clone());
        let added = |id: &&RequirementId| duty.overlaid.as_ref().is_some_and(|from| from.additions.contains_key(*id));
        let apart: Vec<RequirementId> = wanted.iter().filter(added).cloned().collect();
        if apart.is_empty() {
            return self.run_script(duty, subject, wanted, run, &rule.ast);
        }
        let own: BTreeSet<RequirementId> = wanted.into_iter().filter(|id| !apart.contains(id)).collect();
        let (mut judged, failure) =
            if own.is_empty() { (BTreeMap::new(), None) } else { self.run_script(duty, subject, own, run, &rule.ast) };
        for id in apart {
            let other = self.variant.and_then(|variant| variant.rule_of(&id)).map(|rule| &rule.ast);
            let Some(ast) = other.or_else(|| self.engine.additions.get(&(duty.id.clone(), id.clone()))) else {
                judged.insert(id, Judged::failed(Outcome::Error, "the rule does not compile".into()));
                continue;
            };
            // Neither rule sees what the other reads.
            let apart = Rc::new(run.afresh());
            let (mut more, failure) = self.run_script(duty, subject, BTreeSet::from([id.clone()]), &apart, ast);
            let result = more.remove(&id).unwrap_or_else(|| {
                let (reads, doubts) = apart.since((0, 0));
                let failed = match failure {
                    Some((outcome, Why::Failed(why))) => Judged::failed(outcome, why),
                    _ => Judged::failed(Outcome::Unknown, "the rule never came to it".into()),
                };
                Judged { reads, doubts, ..failed }
            });
            judged.insert(id, result);
        }
        (judged, failure)
    }

    /// Runs one script of a duty.
    fn run_script(
        &self,
        duty: &Duty,
        subject: Option<&SubjectId>,
        wanted: BTreeSet<RequirementId>,
        run: &Rc<Run>,
        ast: &AST,
    ) -> (BTreeMap<RequirementId, Judged>, Option<(Outcome, Why)>) {
        let judging = Rc::new(Judging::of(subject, wanted));
        self.engine.slot.put(Some((Rc::clone(run), Rc::clone(&judging))));
        let mut scope = Frame::of(run, self.profile, duty, subject, &self.engine.sets).scope();
        // A fault of the engine itself spoils this duty and no other.
        let result = catch_unwind(AssertUnwindSafe(|| self.engine.engine.run_ast_with_scope(&mut scope, ast)));
        self.engine.slot.put(None);
        let Ok(result) = result else {
            return (judging.take(), Some((Outcome::Error, Why::Failed("the scripting engine failed".into()))));
        };
        let failure = result.err().map(|error| {
            let at =
                position(&error).map(|(line, column)| format!(" (line {line}, column {column})")).unwrap_or_default();
            let why = Why::Failed(format!("{}{at}", describe(&error)));
            (if failed_on_missing(&error) { Outcome::Unknown } else { Outcome::Error }, why)
        });
        (judging.take(), failure)
    }
}

/// The sets that a duty's requirements name, each once; `None` stands for requirements without one.
fn sets_of(duty: &Duty) -> Vec<Option<SetId>> {
    let sets: BTreeSet<Option<SetId>> =
        duty.requirements.iter().map(|requirement| requirement.for_each.clone()).collect();
    sets.into_iter().collect()
}

fn of_set<'d>(duty: &'d Duty, set: Option<&SetId>) -> impl Iterator<Item = (usize, &'d Requirement)> {
    duty.requirements.iter().enumerate().filter(move |(_, requirement)| requirement.for_each.as_ref() == set)
}

impl Pair {
    fn blank(requirement: usize, outcome: Outcome, why: Why) -> Self {
        Self {
            requirement,
            subject: None,
            each: None,
            closure: None,
            outcome,
            why,
            history: false,
            by: None,
            undated: false,
            reads: Vec::new(),
            doubts: Vec::new(),
            rule: None,
        }
    }
}
