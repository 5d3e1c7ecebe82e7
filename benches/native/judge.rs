//! From facts to the assessment: pairs, support, verdicts, standings, assurance.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::case::{Case, Judged, Outcome, Read, is_of_its_time};
use super::dates::Dates;
use super::facts::{Fact, Profile, Value};
use super::policy::{Binding, Duty, Law, Requirement};
use super::rules;
use super::verdict::{Standing, Support, Verdict, add_up, standing};
use super::weigh::{Shown, State, state};

pub(crate) struct Pair<'a> {
    pub(crate) id: &'a str,
    pub(crate) requirement: &'a Requirement,
    pub(crate) subject: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) judged: Judged,
    pub(crate) reads: Vec<Read<'a>>,
    pub(crate) why: Option<String>,
    pub(crate) history: bool,
    pub(crate) support: Option<Support>,
    pub(crate) set_aside: bool,
    pub(crate) breach: bool,
    closure: Option<&'a Fact>,
}

pub(crate) struct DutyResult<'a> {
    pub(crate) id: &'a str,
    pub(crate) duty: &'a Duty,
    pub(crate) held_by: Vec<&'a str>,
    pub(crate) pairs: Vec<Pair<'a>>,
    pub(crate) verdict: Verdict,
    pub(crate) support: Option<Support>,
    pub(crate) standing: Standing,
    pub(crate) by_threat: BTreeMap<String, Standing>,
    pub(crate) out_of_scope: Option<String>,
}

pub(crate) struct Judge<'a> {
    pub(crate) law: &'a Law,
    pub(crate) profile: &'a Profile,
    pub(crate) as_of: Date,
    pub(crate) states: BTreeMap<&'a str, State>,
}

struct Subject {
    id: String,
    title: String,
    event: Option<Event>,
}

enum Event {
    Law(Dates),
    Fact(String),
}

enum Closure {
    Law,
    Profile(String, Option<Dates>),
    Open(String),
}

impl<'a> Judge<'a> {
    pub(crate) fn new(law: &'a Law, profile: &'a Profile, as_of: Date) -> Self {
        let states = profile.evidence.iter().map(|(id, evidence)| (id.as_str(), state(evidence, law, as_of))).collect();
        Self { law, profile, as_of, states }
    }

    pub(crate) fn duties(&self) -> Vec<DutyResult<'a>> {
        self.law.duties.iter().map(|(id, duty)| self.duty(id, duty)).collect()
    }

    fn duty(&self, id: &'a str, duty: &'a Duty) -> DutyResult<'a> {
        let today = Dates::on(self.as_of);
        let held_by: Vec<&str> = duty
            .owed_by
            .iter()
            .map(String::as_str)
            .filter(|holder| self.profile.force.has(holder, today) == Some(true))
            .collect();
        let out_of_scope =
            self.scope(duty, today).filter(|(outcome, _)| *outcome == Outcome::NotApplicable).map(|(_, why)| why);
        let mut pairs: Vec<Pair<'a>> = Vec::new();
        if duty.status.is_none() {
            for (requirement_id, requirement) in &duty.requirements {
                self.pairs(id, duty, requirement_id, requirement, &mut pairs);
            }
        }
        for pair in &mut pairs {
            pair.support = self.support(id, duty, pair);
            pair.breach = self.is_breach(duty, pair);
        }
        self.depart(id, duty, &held_by, &mut pairs);
        let (mut verdict, mut support) = add_up(pairs.iter());
        let mut stands = standing(pairs.iter());
        if let Some(status) = &duty.status {
            support = None;
            (verdict, stands) = match &out_of_scope {
                Some(_) => (Verdict::NotApplicable, Standing::NotApplicable),
                None if status == "unpublished" => (Verdict::Unpublished, Standing::Unassessed),
                None => (Verdict::Unread, Standing::Unassessed),
            };
        }
        let mut threats: BTreeMap<String, Vec<&Pair<'a>>> = BTreeMap::new();
        for pair in pairs.iter().filter(|pair| pair.requirement.for_each.as_deref() == Some("threats")) {
            threats.entry(pair.subject.clone().unwrap_or_default()).or_default().push(pair);
        }
        let by_threat = threats.into_iter().map(|(threat, pairs)| (threat, standing(pairs.into_iter()))).collect();
        DutyResult { id, duty, held_by, pairs, verdict, support, standing: stands, by_threat, out_of_scope }
    }

    fn case<'c>(&'c self, duty: &'c Duty, subject: &'c str, view: Option<&'c dyn Fn(&Fact) -> bool>) -> Case<'c> {
        Case { law: self.law, profile: self.profile, duty, as_of: self.as_of, subject, view, reads: RefCell::default() }
    }

    fn pairs(
        &self,
        id: &str,
        duty: &'a Duty,
        requirement_id: &'a str,
        requirement: &'a Requirement,
        pairs: &mut Vec<Pair<'a>>,
    ) {
        let blank = |outcome, why: Option<String>| Pair {
            id: requirement_id,
            requirement,
            subject: None,
            title: None,
            judged: Judged { outcome, by: None, undated: false },
            reads: Vec::new(),
            why,
            history: false,
            support: None,
            set_aside: false,
            breach: false,
            closure: None,
        };
        let start =
            requirement.look_back.as_ref().and_then(|look_back| self.as_of.checked_sub(look_back.period.span).ok());
        let judge = |subject: Option<&Subject>, closure: Option<&'a Fact>| {
            let of = |pair: Pair<'a>| Pair {
                subject: subject.map(|s| s.id.clone()),
                title: subject.map(|s| s.title.clone()),
                closure,
                ..pair
            };
            if let Some((outcome, why)) = self.scope_of(duty, subject) {
                return of(blank(outcome, Some(why)));
            }
            let case = Case {
                law: self.law,
                profile: self.profile,
                duty,
                as_of: self.as_of,
                subject: subject.map_or("", |s| &s.id),
                view: None,
                reads: RefCell::default(),
            };
            let judged = rules::judge(id, &case, requirement_id);
            let history = judged.by.zip(start).is_some_and(|(by, start)| by.last < start);
            let reads = case
                .reads
                .into_inner()
                .into_iter()
                .map(|read| Read { fact: self.profile.facts.get(&read.path), ..read })
                .collect();
            of(Pair { judged, history, reads, ..blank(Outcome::Unknown, None) })
        };
        let Some(set) = &requirement.for_each else { return pairs.push(judge(None, None)) };
        let (subjects, closure) = self.subjects(set);
        let fact = match &closure {
            Closure::Profile(path, _) => self.profile.facts.get(path),
            _ => None,
        };
        // Where the duty does not reach the force, or may not, no subject and no closure of the set says more; but what an event sets
        // off is judged by the law of its day.
        let of_events = self.law.sets.get(set).is_some_and(|set| set.event.is_some())
            || self.law.collections.get(set).is_some_and(|collection| collection.event.is_some());
        let reach = self.scope(duty, Dates::on(self.as_of));
        if let Some((outcome, why)) = reach.filter(|_| !of_events || self.is_to_come(duty)) {
            return pairs.push(blank(outcome, Some(why)));
        }
        pairs.extend(subjects.iter().map(|subject| judge(Some(subject), fact)));
        let others = |path: &str, why: &str| {
            let fact = self.profile.facts.get(path);
            let reads = vec![Read { path: path.to_owned(), pattern: path.to_owned(), fact }];
            Pair { subject: Some("others".into()), reads, ..blank(Outcome::Unknown, Some(why.into())) }
        };
        match closure {
            Closure::Open(path) => {
                pairs.push(others(&path, "the list is not said to be complete, so there may be others"))
            }
            Closure::Profile(path, from) if start.is_some_and(|start| from.is_none_or(|from| from.last > start)) => {
                pairs.push(others(&path, "the list is complete only from later than the look-back begins"));
            }
            _ if subjects.is_empty() => {
                let none = blank(Outcome::NotApplicable, Some("there are none, and the list is closed".into()));
                pairs.push(Pair { closure: fact, ..none });
            }
            _ => {}
        }
    }

    fn subjects(&self, set: &str) -> (Vec<Subject>, Closure) {
        let known = self.law.sets.get(set);
        let title =
            |id: &str| known.and_then(|known| known.members.get(id)).map_or(id, |member| &member.title).to_owned();
        if let Some((known, members)) =
            known.and_then(|known| Some((known, known.members_on(&self.profile.force.id, self.as_of)?)))
        {
            let dated = known.event.is_some();
            let event =
                |id: &str| known.members.get(id).and_then(|member| member.issued).filter(|_| dated).map(Event::Law);
            let subjects = members.iter().map(|id| Subject { id: id.clone(), title: title(id), event: event(id) });
            return (subjects.collect(), Closure::Law);
        }
        let event = self.law.collections.get(set).and_then(|collection| collection.event.as_ref());
        let subject = |id: &str| Subject {
            id: id.to_owned(),
            title: title(id),
            event: event.map(|event| Event::Fact(format!("{set}.{id}.{event}"))),
        };
        let path = format!("{set}.complete");
        let closed =
            self.profile.facts.get(&path).filter(|fact| !fact.cites.is_empty() && is_of_its_time(fact, self.as_of));
        let entries = self.profile.entries.get(set).into_iter().flatten();
        match closed.map(|fact| &fact.value) {
            Some(Value::Closure { members, from }) if from.is_none_or(|from| from.last <= self.as_of) => {
                let ids: BTreeSet<&String> = members.iter().chain(entries).collect();
                (ids.into_iter().map(|id| subject(id)).collect(), Closure::Profile(path, *from))
            }
            _ => (entries.map(|id| subject(id)).collect(), Closure::Open(set.to_owned())),
        }
    }

    fn scope_of(&self, duty: &Duty, subject: Option<&Subject>) -> Option<(Outcome, String)> {
        let day = match subject.and_then(|subject| subject.event.as_ref()) {
            None => Dates::on(self.as_of),
            Some(Event::Law(dates)) => *dates,
            Some(Event::Fact(path)) => match self.profile.facts.get(path) {
                Some(Fact { value: Value::Date(dates), .. })
                    if dates.planned.is_none_or(|planned| self.as_of < planned) =>
                {
                    *dates
                }
                _ => return Some((Outcome::Unknown, "the date of the event is not known".into())),
            },
        };
        self.scope(duty, day)
    }

    /// Whether a duty only begins after the as-of date, so that no event until then can have set it off.
    fn is_to_come(&self, duty: &Duty) -> bool {
        let instrument = duty.source.instrument.as_ref().and_then(|id| self.law.instruments.get(id));
        let begins = [Some(duty.in_force), instrument.map(|instrument| instrument.in_force)];
        begins.into_iter().flatten().filter_map(|in_force| in_force.from).any(|from| from.first > self.as_of)
    }

    /// What becomes of a pair that the duty does not reach on a date, or may not.
    fn scope(&self, duty: &Duty, day: Dates) -> Option<(Outcome, String)> {
        let instrument = duty.source.instrument.as_ref().and_then(|id| self.law.instruments.get(id));
        let covers =
            [instrument.map_or(Some(true), |instrument| instrument.in_force.covers(day)), duty.in_force.covers(day)];
        if covers.contains(&Some(false)) {
            let what = instrument.map_or("its instrument", |instrument| &instrument.title);
            return Some((Outcome::NotApplicable, format!("{what} was not in force on {day}")));
        }
        if covers.contains(&None) {
            return Some((Outcome::Unknown, format!("whether the duty was in force on {day} cannot be told")));
        }
        let held: Vec<Option<bool>> = duty.owed_by.iter().map(|holder| self.profile.force.has(holder, day)).collect();
        if held.contains(&Some(true)) {
            None
        } else if held.contains(&None) {
            Some((Outcome::Unknown, format!("whether the force had one of those who owe it on {day} is not stated")))
        } else {
            Some((Outcome::NotApplicable, format!("the force had none of those who owe it on {day}")))
        }
    }

    fn support(&self, id: &str, duty: &Duty, pair: &Pair<'_>) -> Option<Support> {
        if !matches!(pair.judged.outcome, Outcome::Met | Outcome::NotApplicable) {
            return None;
        }
        let levels =
            [(Support::Evidenced, Shown::Current), (Support::Suspect, Shown::Changed), (Support::Stale, Shown::Lapsed)];
        let stands = |least: Shown| {
            let is_shown = |fact: &Fact| self.shown(fact, pair.requirement) >= least;
            if pair.closure.is_some_and(|closure| !is_shown(closure)) {
                return false;
            }
            if pair.why.is_some() || pair.reads.iter().all(|read| read.fact.is_some_and(is_shown)) {
                return true;
            }
            let case = self.case(duty, pair.subject.as_deref().unwrap_or_default(), Some(&is_shown));
            rules::judge(id, &case, pair.id).outcome == pair.judged.outcome
        };
        Some(levels.into_iter().find(|(_, least)| stands(*least)).map_or(Support::Asserted, |(support, _)| support))
    }

    fn is_breach(&self, duty: &Duty, pair: &Pair<'_>) -> bool {
        let facts = || pair.reads.iter().filter_map(|read| read.fact);
        duty.binding == Binding::Must
            && duty.source.verified == "primary"
            && pair.judged.outcome == Outcome::NotMet
            && !pair.history
            && facts().next().is_some()
            && facts().all(|fact| !fact.cites.is_empty() && self.holds(fact))
    }

    /// Sets aside what a departure in force names.
    fn depart(&self, id: &str, duty: &Duty, held_by: &[&str], pairs: &mut [Pair<'_>]) {
        if duty.binding < Binding::Expected {
            return;
        }
        for key in self.profile.entries.get("departures").into_iter().flatten() {
            let value = |step: &str| self.profile.facts.get(&format!("departures.{key}.{step}"));
            let words = |step: &str| -> Vec<&str> {
                let Some(Value::List { items, .. }) = value(step).map(|fact| &fact.value) else { return Vec::new() };
                items
                    .iter()
                    .filter_map(|item| if let Value::Text(text) = item { Some(text.as_str()) } else { None })
                    .collect()
            };
            let date = |step: &str| {
                if let Some(Value::Date(dates)) = value(step).map(|fact| &fact.value) { Some(*dates) } else { None }
            };
            let (requirements, subjects, deciders) = (words("requirements"), words("subjects"), words("decided_by"));
            let names_duty =
                value("duty").is_some_and(|fact| fact.value == Value::Text(id.to_owned()) && !fact.cites.is_empty());
            let decided = date("decided_on").is_some_and(|on| on.last <= self.as_of)
                && held_by.iter().all(|holder| deciders.contains(holder));
            let in_force = date("until").is_some_and(|until| self.as_of <= until.last) && value("reason").is_some();
            if !(names_duty && decided && in_force) {
                continue;
            }
            for pair in pairs.iter_mut().filter(|pair| !pair.history && pair.judged.outcome == Outcome::NotMet) {
                let named = requirements.contains(&pair.id)
                    && pair.subject.as_deref().is_none_or(|subject| subjects.contains(&subject));
                pair.set_aside |= named;
            }
        }
    }
}
