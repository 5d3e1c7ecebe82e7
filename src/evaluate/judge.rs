//! Judging a duty: the pairs that must be judged, the runs, and what comes of each pair.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rhai::{Dynamic, ImmutableString, Scope};

use crate::model::dates::{Dates, Day, Unit};
use crate::model::dictionary::Dictionary;
use crate::model::facts::{Content, FactId, Scalar};
use crate::model::ids::{DutyId, RequirementId, SetId, SubjectId};
use crate::model::law::{Attribute, Duty, Instrument, Law, ParameterValue, Requirement};
use crate::model::place::Place;
use crate::model::problem::Problem;
use crate::model::profile::Profile;
use crate::model::words::{DutyStatus, Outcome};

use super::compile::{Rule, compile};
use super::require::{Judged, Judging};
use super::run::{Doubt, Read, Run, View, World, happened};
use super::sandbox::{self, Slot, describe, failed_on_missing, position};
use super::subjects::{self, Closure, EventDate, Subject, Subjects};
use super::value::{Data, Kind, Value, missing, when};

/// Every rule of the loaded rule sets, compiled once.
pub struct Engine {
    engine: rhai::Engine,
    slot: Rc<Slot>,
    rules: BTreeMap<DutyId, Rule>,
    sets: Dynamic,
}

impl Engine {
    /// Compiles every rule. Mistakes that show without running are added to `problems`.
    #[must_use]
    pub fn new(law: &Law, problems: &mut Vec<Problem>) -> Self {
        let slot = Rc::new(Slot::default());
        let mut names = property_names(&law.dictionary);
        names.extend(data_names(law));
        let engine = sandbox::build(&slot, &names);
        let scope = Frame::outline().scope();
        let mut rules = BTreeMap::new();
        for duty in law.duties() {
            if let Some(script) = &duty.script
                && let Some(rule) = compile(&engine, &scope, duty, script, &law.dictionary, problems)
            {
                rules.insert(duty.id.clone(), rule);
            }
        }
        Self { engine, slot, rules, sets: data_of_sets(law) }
    }

    /// The duties that a duty's rule reads, each with the place where it does.
    pub(crate) fn rests_on(&self, duty: &DutyId) -> &[(DutyId, Place)] {
        self.rules.get(duty).map_or(&[], |rule| &rule.rests_on)
    }

    /// Puts the rules to a profile on a date.
    pub(crate) fn judge<'a>(&'a self, law: &'a Law, profile: &'a Profile, as_of: Day) -> Judge<'a> {
        let world = World {
            facts: Arc::clone(&profile.facts),
            dictionary: Arc::clone(&law.dictionary),
            as_of,
            closed: subjects::closed_by_law(law, &profile.force.id, as_of),
            duties: RefCell::default(),
        };
        Judge { engine: self, law, profile, world: Rc::new(world), as_of }
    }
}

fn property_names(dictionary: &Dictionary) -> BTreeSet<&str> {
    dictionary.iter().map(|(_, term)| term.path.rsplit('.').next().unwrap_or_default()).filter(|step| *step != "*" && !step.is_empty()).collect()
}

fn data_names(law: &Law) -> BTreeSet<&str> {
    let attributes = law.sets.values().flat_map(|set| {
        let members = set.members.values().flat_map(|member| member.attributes.keys().map(String::as_str));
        std::iter::once(set.id.as_str()).chain(members)
    });
    let parameters = law.duties().flat_map(|duty| duty.parameters.keys().map(String::as_str));
    attributes.chain(parameters).chain(["met", "id", "name", "title"]).collect()
}

fn data_of_sets(law: &Law) -> Dynamic {
    let sets = law.sets.values().map(|set| {
        let members = set.members.iter().map(|(id, member)| {
            let mut data: Data = member
                .attributes
                .iter()
                .map(|(name, attribute)| {
                    let value = match attribute {
                        Attribute::Dates(dates) => when(*dates, None),
                        Attribute::Whole(whole) => Dynamic::from(*whole),
                        Attribute::Text(text) => text_of(text),
                    };
                    (name.clone(), value)
                })
                .collect();
            data.insert("title".into(), text_of(&member.title));
            (id.to_string(), data_value(data))
        });
        (set.id.to_string(), data_value(members.collect()))
    });
    data_value(sets.collect())
}

fn data_value(data: Data) -> Dynamic {
    Dynamic::from(Value::Data(Rc::new(data)))
}

fn text_of(text: &str) -> Dynamic {
    Dynamic::from(ImmutableString::from(text))
}

/// What the scope of a run holds, always in the same order: the engine finds names by their number.
struct Frame {
    facts: Dynamic,
    force: Dynamic,
    as_of: Dynamic,
    subject: Dynamic,
    sets: Dynamic,
    params: Dynamic,
    duties: Dynamic,
    departures: Dynamic,
}

impl Frame {
    /// A frame that only serves to compile against.
    fn outline() -> Self {
        let nothing = || missing(Kind::Any);
        Self {
            facts: nothing(),
            force: nothing(),
            as_of: nothing(),
            subject: nothing(),
            sets: nothing(),
            params: nothing(),
            duties: nothing(),
            departures: nothing(),
        }
    }

    fn scope(self) -> Scope<'static> {
        let mut scope = Scope::new();
        scope
            .push_constant_dynamic("facts", self.facts)
            .push_constant_dynamic("force", self.force)
            .push_constant_dynamic("as_of", self.as_of)
            .push_constant_dynamic("subject", self.subject)
            .push_constant_dynamic("sets", self.sets)
            .push_constant_dynamic("params", self.params)
            .push_constant_dynamic("duties", self.duties)
            .push_constant_dynamic("departures", self.departures)
            .push_constant_dynamic("none", super::value::absent(Kind::Any));
        for (name, unit) in [("days", Unit::Days), ("weeks", Unit::Weeks), ("months", Unit::Months), ("years", Unit::Years)] {
            scope.push_constant_dynamic(name, Dynamic::from(Value::Span(1, unit)));
        }
        scope
    }
}

/// The rules, put to one profile on one date.
pub(crate) struct Judge<'a> {
    engine: &'a Engine,
    law: &'a Law,
    profile: &'a Profile,
    world: Rc<World>,
    as_of: Day,
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

impl Judge<'_> {
    /// Tells the rules that follow whether a duty is satisfied, has a gap, or cannot be told.
    pub(crate) fn settle(&self, duty: &DutyId, met: Option<bool>) {
        self.world.duties.borrow_mut().insert(duty.clone(), met);
    }

    /// Judges every pair of a duty.
    pub(crate) fn judge(&self, duty: &Duty) -> Vec<Pair> {
        if duty.status != DutyStatus::Judged {
            return Vec::new();
        }
        let mut pairs = Vec::new();
        for set in sets_of(duty) {
            match set {
                None => self.judge_run(duty, None, None, None, &mut pairs),
                Some(set) => self.judge_set(duty, &set, &mut pairs),
            }
        }
        pairs.sort_by_key(|pair| pair.requirement);
        pairs
    }

    /// The outcome that a pair would have if a run saw only some of the facts.
    pub(crate) fn rejudge(&self, duty: &Duty, pair: &Pair, view: View) -> Outcome {
        let Some(requirement) = duty.requirements.get(pair.requirement) else { return Outcome::Unknown };
        match &pair.why {
            Why::NoSubjects => {
                let shows = match (&pair.closure, &view) {
                    (Some(Closure::Law), _) | (_, View::Everything) => true,
                    (Some(Closure::Profile(id, _)), View::Only(flags)) => flags.get(id.index()).copied().unwrap_or(false),
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
        Rc::new(Run::new(Rc::clone(&self.world), view))
    }

    fn judge_set(&self, duty: &Duty, set: &SetId, pairs: &mut Vec<Pair>) {
        let run = self.run(View::Everything);
        let subjects = subjects::of(set, self.law, self.profile, &self.world.closed, self.as_of, |id| run.closes(id));
        let first = pairs.len();
        for subject in &subjects.members {
            self.judge_run(duty, Some(set), Some(subject), Some(&subjects), pairs);
        }
        let scope = if subjects.of_events { None } else { self.scope(duty, None, &run) };
        for (index, requirement) in of_set(duty, Some(set)) {
            // Where the duty does not reach the force, or may not, no closure of the set says more.
            if let Some((outcome, why)) = &scope {
                if subjects.members.is_empty() {
                    pairs.push(Pair::blank(index, *outcome, why.clone()));
                }
                continue;
            }
            match &subjects.closure {
                Closure::Open(_) => pairs.push(Self::others(index, &subjects, None)),
                Closure::Profile(_, from) => {
                    if let Some(look_back) = &requirement.look_back {
                        let start = self.as_of.plus(look_back.period.back());
                        if !from.zip(start).is_some_and(|(from, start)| from.last() <= start) {
                            pairs.push(Self::others(index, &subjects, *from));
                            continue;
                        }
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

    fn others(requirement: usize, subjects: &Subjects, from: Option<Dates>) -> Pair {
        let read = match &subjects.closure {
            Closure::Open(Some(id)) | Closure::Profile(id, _) => vec![Read::Fact(*id)],
            _ => Vec::new(),
        };
        let each = ["a ", "an ", "the "].iter().find_map(|article| subjects.each.strip_prefix(article)).unwrap_or(&subjects.each);
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
        let wanted: BTreeSet<RequirementId> = requirements.iter().map(|(_, requirement)| requirement.id.clone()).collect();
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
        // What comes out the same with no fact stated rests on nothing; only a definite outcome can.
        let definite = judged.values().any(|judged| matches!(judged.outcome, Outcome::Met | Outcome::NotMet));
        let nothing = if definite { self.execute(duty, id, wanted, &self.run(View::Nothing)).0 } else { BTreeMap::new() };
        for (index, requirement) in requirements {
            let mut pair = match judged.remove(&requirement.id) {
                Some(judged) => {
                    let rootless = nothing
                        .get(&requirement.id)
                        .is_some_and(|nothing| matches!(nothing.outcome, Outcome::Met | Outcome::NotMet));
                    self.pair_of(index, requirement, judged, rootless)
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
            pair.rule = self.engine.rules.get(&duty.id).and_then(|rule| rule.places.get(&requirement.id).copied());
            pairs.push(pair);
        }
    }

    fn pair_of(&self, index: usize, requirement: &Requirement, judged: Judged, rootless: bool) -> Pair {
        let why = match judged.error {
            Some(error) => Why::Failed(error),
            None if rootless && matches!(judged.outcome, Outcome::Met | Outcome::NotMet) => Why::RestsOnNothing,
            None if judged.by_condition => Why::Condition,
            None => Why::Judged,
        };
        let outcome = if why == Why::RestsOnNothing { Outcome::Error } else { judged.outcome };
        let start = requirement.look_back.as_ref().and_then(|look_back| self.as_of.plus(look_back.period.back()));
        let history = judged.by.zip(start).is_some_and(|(by, start)| by.last() < start);
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
        let Some(rule) = self.engine.rules.get(&duty.id) else {
            return (BTreeMap::new(), Some((Outcome::Error, Why::Failed("the rule does not compile".into()))));
        };
        let judging = Rc::new(Judging::of(wanted));
        self.engine.slot.put(Some((Rc::clone(run), Rc::clone(&judging))));
        let mut scope = self.frame(duty, subject, run).scope();
        let result = self.engine.engine.run_ast_with_scope(&mut scope, &rule.ast);
        self.engine.slot.put(None);
        let failure = result.err().map(|error| {
            let at = position(&error).map(|(line, column)| format!(" (line {line}, column {column})")).unwrap_or_default();
            let why = Why::Failed(format!("{}{at}", describe(&error)));
            (if failed_on_missing(&error) { Outcome::Unknown } else { Outcome::Error }, why)
        });
        (judging.take(), failure)
    }

    fn frame(&self, duty: &Duty, subject: Option<&SubjectId>, run: &Rc<Run>) -> Frame {
        let facts = &self.profile.facts;
        let force = Data::from([
            ("id".to_owned(), text_of(&self.profile.force.id)),
            ("name".to_owned(), text_of(&self.profile.force.name)),
        ]);
        let params = duty.parameters.iter().map(|(name, parameter)| {
            let value = match &parameter.value {
                ParameterValue::Whole(whole) => Dynamic::from(*whole),
                ParameterValue::Period(period) => Dynamic::from(Value::Span(period.count, period.unit)),
                ParameterValue::Text(text) => text_of(text),
            };
            (name.clone(), value)
        });
        Frame {
            facts: Dynamic::from(Value::Fact(Rc::clone(run), facts.root())),
            force: data_value(force),
            as_of: when(Dates::on(self.as_of), None),
            subject: subject.map_or_else(|| missing(Kind::Text), |subject| text_of(subject.as_str())),
            sets: self.engine.sets.clone(),
            params: data_value(params.collect()),
            duties: Dynamic::from(Value::Duties(Rc::clone(run))),
            departures: Dynamic::from(Value::Fact(Rc::clone(run), self.profile.departures_node)),
        }
    }

    /// Whether a duty reaches a pair at all: `None` if it does, else what becomes of the pair.
    ///
    /// Where the subject is an event, the law on the event's day decides; otherwise the law on the as-of date.
    fn scope(&self, duty: &Duty, subject: Option<&Subject>, run: &Rc<Run>) -> Option<(Outcome, Why)> {
        let (day, name) = match subject.and_then(|subject| subject.event.as_ref()) {
            None => (Dates::on(self.as_of), format!("on {}", self.as_of)),
            Some(EventDate::Law(dates)) => (*dates, format!("on {dates}, the date of the event")),
            Some(EventDate::Fact(id)) => match self.event_date(*id, run) {
                Some(dates) => (dates, format!("on {dates}, the date of the event")),
                None => return Some((Outcome::Unknown, Why::ScopeUnknown("the date of the event is not known".into()))),
            },
        };
        scope_on(duty, self.instrument(duty), self.profile, day, &name)
    }

    fn event_date(&self, id: FactId, run: &Rc<Run>) -> Option<Dates> {
        let fact = self.profile.facts.get(id)?;
        if !run.states(id, fact) {
            return None;
        }
        match &fact.content {
            Content::Value(Scalar::Dates(dates)) => {
                let when = happened(fact, *dates);
                when.planned.is_none_or(|planned| self.as_of < planned).then_some(when.dates)
            }
            _ => None,
        }
    }

    fn instrument(&self, duty: &Duty) -> Option<&Instrument> {
        duty.source.instrument.as_ref().and_then(|id| self.law.instruments.get(id))
    }

    /// Whether a duty reaches the force at all on the as-of date, for duties that are not judged.
    pub(crate) fn scope_today(&self, duty: &Duty) -> Option<(Outcome, Why)> {
        let name = format!("on {}", self.as_of);
        scope_on(duty, self.instrument(duty), self.profile, Dates::on(self.as_of), &name)
    }
}

fn scope_on(duty: &Duty, instrument: Option<&Instrument>, profile: &Profile, day: Dates, name: &str) -> Option<(Outcome, Why)> {
    let outside = |why: String| Some((Outcome::NotApplicable, Why::OutOfScope(why)));
    let unknown = |why: String| Some((Outcome::Unknown, Why::ScopeUnknown(why)));
    let by_instrument = instrument.map_or(Some(true), |instrument| instrument.in_force.covers(day));
    match (by_instrument, duty.in_force.covers(day)) {
        (Some(false), _) => {
            return outside(format!("{} was not in force {name}", instrument.map_or("its instrument", |i| i.title.as_str())));
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

/// The sets that a duty's requirements name, each once; `None` stands for requirements without one.
fn sets_of(duty: &Duty) -> Vec<Option<SetId>> {
    let sets: BTreeSet<Option<SetId>> = duty.requirements.iter().map(|requirement| requirement.for_each.clone()).collect();
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
