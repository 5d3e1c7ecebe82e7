//! Running one case: the pairs that the rule comes to, and what of them is not as the case says.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Clock, Doubt, Engine, Judge, Pair, Read, Variant, Why};
use crate::load::{Case, Expected};
use crate::model::ids::{RequirementId, SetId};
use crate::model::law::{Duty, Law, ParameterValue};
use crate::model::nearest::nearest;

use super::Failure;

/// How many names are listed at most.
const LISTED: usize = 8;

/// Runs one case; returns every expectation that failed, or that names nothing which was judged.
#[must_use]
pub fn run(law: &Law, engine: &Engine, case: &Case) -> Vec<Failure> {
    let Some(duty) = law.duty(case.duty.as_str()) else {
        return vec![Failure::of_the_case(case, format!("there is no duty `{}`", case.duty))];
    };
    if case.expect.is_empty() {
        return vec![Failure::of_the_case(case, "the case expects nothing".into())];
    }
    let ready = Ready::of(law, engine, duty, case);
    ready.failures(&ready.judged(None))
}

/// A case made ready to be run, over and over.
pub(super) struct Ready<'a> {
    law: &'a Law,
    pub(super) case: &'a Case,
    pub(super) judge: Judge<'a>,
    /// The duty, with the parameters that the case gives it.
    pub(super) duty: Cow<'a, Duty>,
}

impl<'a> Ready<'a> {
    pub(super) fn of(law: &'a Law, engine: &'a Engine, duty: &'a Duty, case: &'a Case) -> Self {
        let judge = engine.judge(law, &case.profile, Clock::on(case.as_of));
        for (id, met) in &case.duties {
            judge.settle(id, Some(*met));
        }
        let duty = match case.parameters.is_empty() {
            true => Cow::Borrowed(duty),
            false => Cow::Owned(with_parameters(duty, &case.parameters)),
        };
        Self { law, case, judge, duty }
    }

    /// The pairs that the case may speak of; under another rule, if one is given.
    pub(super) fn judged(&self, variant: Option<&Variant>) -> Vec<Pair> {
        self.judge.judge_one(&self.duty, self.case.subject.as_ref(), variant)
    }

    /// The same with another value of a parameter, unless the case gives it one of its own.
    pub(super) fn judged_with(&self, name: &str, value: &ParameterValue) -> Vec<Pair> {
        if self.case.parameters.contains_key(name) {
            return self.judged(None);
        }
        let duty = with_parameters(&self.duty, &BTreeMap::from([(name.to_owned(), value.clone())]));
        self.judge.judge_one(&duty, self.case.subject.as_ref(), None)
    }

    /// Whether the case speaks of a requirement.
    pub(super) fn concerns(&self, requirement: &RequirementId) -> bool {
        self.case.expect.iter().any(|(id, ..)| id == requirement)
            || self.case.missing.contains_key(requirement)
            || self.case.reads.contains_key(requirement)
    }

    /// The pair of a requirement with the case's subject.
    pub(super) fn find<'p>(&self, pairs: &'p [Pair], requirement: &RequirementId) -> Option<&'p Pair> {
        pairs.iter().find(|pair| {
            let same = self.duty.requirements.get(pair.requirement).is_some_and(|known| known.id == *requirement);
            same && pair.subject.as_ref().map(|subject| &subject.id) == self.case.subject.as_ref()
        })
    }

    /// What is not as the case says.
    pub(super) fn failures(&self, pairs: &[Pair]) -> Vec<Failure> {
        let case = self.case;
        let mut found = Vec::new();
        for (requirement, expected, place) in &case.expect {
            let failure = |came: Option<String>, message: String, because| Failure {
                case: case.name.clone(),
                place: *place,
                requirement: Some(requirement.clone()),
                expected: Some(expected.as_str()),
                came,
                message,
                because,
                trace: Vec::new(),
            };
            match self.find(pairs, requirement) {
                None => {
                    let subject = match &case.subject {
                        Some(subject) => format!("for `{subject}`"),
                        None => "without a subject".into(),
                    };
                    let help = vec![self.why_not_judged(requirement)];
                    found.push(failure(None, format!("`{requirement}` was not judged {subject}"), help));
                }
                Some(pair) if !is(pair, *expected) => {
                    let came = came(pair);
                    let message = format!("`{requirement}` is {came}, expected {}", expected.as_str());
                    found.push(failure(Some(came), message, because(pair)));
                }
                Some(_) => {}
            }
        }
        let paths = case.missing.iter().map(|(id, paths)| (id, paths, true));
        for (requirement, wanted, missing) in paths.chain(case.reads.iter().map(|(id, paths)| (id, paths, false))) {
            let known = self.find(pairs, requirement).map(|pair| self.read(pair, missing)).unwrap_or_default();
            for (path, place) in wanted.iter().filter(|(path, _)| !known.contains(path)) {
                let (does, list) = match missing {
                    true => ("does not report", "it reports as missing"),
                    false => ("does not read", "it reads"),
                };
                let end = if missing { " missing" } else { "" };
                let others: Vec<String> = known.iter().map(|path| format!("`{path}`")).collect();
                let others = if others.is_empty() { "nothing".into() } else { others.join(", ") };
                found.push(Failure {
                    place: *place,
                    requirement: Some(requirement.clone()),
                    because: vec![format!("{list} {others}")],
                    ..Failure::of_the_case(case, format!("`{requirement}` {does} `{path}`{end}"))
                });
            }
        }
        found
    }

    /// What to do about a requirement that was not judged for the subject of the case.
    fn why_not_judged(&self, id: &RequirementId) -> String {
        let case = self.case;
        let requirement = self.duty.requirements.iter().position(|known| known.id == *id);
        let set =
            requirement.and_then(|index| self.duty.requirements.get(index)).and_then(|known| known.for_each.as_ref());
        let Some(set) = set else {
            return match &case.subject {
                Some(_) => format!(
                    "this requirement is judged once, for no subject: `for_each` is missing in the policy, or take `subject:` out of the case, or `{id}` out of what it expects"
                ),
                None => format!("the duty judges no `{id}`"),
            };
        };
        let pairs = self.judge.judge(&self.duty);
        let is_member = |pair: &&Pair| !matches!(pair.why, Why::Others(_) | Why::NoSubjects);
        let judged = pairs.iter().filter(|pair| Some(pair.requirement) == requirement).filter(is_member);
        let members: BTreeSet<&str> =
            judged.filter_map(|pair| pair.subject.as_ref()).map(|subject| subject.id.as_str()).collect();
        let listed = || {
            let shown: Vec<String> = members.iter().take(LISTED).map(|member| format!("`{member}`")).collect();
            let more = if members.len() > LISTED { ", …" } else { "" };
            format!("{}{more}", shown.join(", "))
        };
        let force = self.nearest_force(set);
        match &case.subject {
            _ if members.is_empty() => match force {
                Some(force) => force,
                None => format!(
                    "`{set}` has no member in this case: state them under `facts:`, or name a force that has some in `force:`"
                ),
            },
            None => format!("this requirement is judged for each of `{set}`; add `subject:`, one of {}", listed()),
            Some(subject) => match nearest(subject.as_str(), members.iter().copied()) {
                Some(near) => format!("`{set}` has no member `{subject}` here; did you mean `{near}`?"),
                None => format!("`{set}` has no member `{subject}` here; it has {}", listed()),
            },
        }
    }

    /// What to do where a set has members for some forces and not for that of the case.
    fn nearest_force(&self, set: &SetId) -> Option<String> {
        let own = self.case.profile.force.id.as_str();
        let forces: BTreeSet<&str> =
            self.law.sets.get(set)?.closed.iter().filter_map(|closed| closed.force.as_deref()).collect();
        if forces.is_empty() || forces.contains(own) {
            return None;
        }
        let known: Vec<String> = forces.iter().take(LISTED).map(|force| format!("`{force}`")).collect();
        let help = match nearest(own, forces.iter().copied()) {
            Some(near) => format!("did you mean `force: {near}`?"),
            None => format!("it has for {}: name one of them in `force:`", known.join(", ")),
        };
        Some(format!("`{set}` has no members for the force `{own}`; {help}"))
    }

    /// The paths that a pair read; only those that are missing, if so asked.
    fn read(&self, pair: &Pair, only_missing: bool) -> Vec<String> {
        let facts = &self.case.profile.facts;
        let read = pair.reads.iter().filter_map(|read| match read {
            Read::Fact(id) => facts.get(*id),
            Read::Duty(_) => None,
        });
        let mut found: Vec<String> = read
            .filter(|fact| !only_missing || !fact.is_stated() || !fact.is_of_its_time(self.case.as_of))
            .map(|fact| fact.path.clone())
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

fn with_parameters(duty: &Duty, values: &BTreeMap<String, ParameterValue>) -> Duty {
    let mut duty = duty.clone();
    for (name, value) in values {
        if let Some(parameter) = duty.parameters.get_mut(name) {
            parameter.value = value.clone();
        }
    }
    duty
}

fn is(pair: &Pair, expected: Expected) -> bool {
    match expected {
        Expected::History => pair.history,
        Expected::Outcome(outcome) => pair.outcome == outcome && !pair.history,
    }
}

fn came(pair: &Pair) -> String {
    if pair.history { format!("history ({})", pair.outcome) } else { pair.outcome.to_string() }
}

/// Why a pair came out as it did, in words.
fn because(pair: &Pair) -> Vec<String> {
    let why = match &pair.why {
        Why::Judged => None,
        Why::Condition => Some("its `when` decided".to_owned()),
        Why::OutOfScope(why) | Why::ScopeUnknown(why) | Why::Failed(why) => Some(why.clone()),
        Why::NoSubjects => Some("the set is closed and has no member".into()),
        Why::Others(_) => Some("the set is not closed, so there may be others".into()),
        Why::NotJudged => Some("the rule never came to it".into()),
        Why::RestsOnNothing => Some("it would come out so even if no fact were stated".into()),
    };
    let doubts = pair.doubts.iter().map(|doubt| match doubt {
        Doubt::Planned(day) => format!("planned for {day}, and nobody says that it happened"),
        Doubt::Dates(a, b) => format!("{a} and {b} overlap, so which comes first cannot be told"),
        Doubt::Bounds(a, b) => format!("{a} and {b} overlap, so which is more cannot be told"),
        Doubt::StatedLater(path, on) => format!("`{path}` was stated on {on}, after the as-of date"),
        Doubt::UncitedNone(path) => format!("`{path}` is none and cites nothing"),
        Doubt::Open(path) => format!("`{path}` is not known to be complete"),
        Doubt::NoneBeforeDeadline(on) => format!("the `none` was last stated on {on}, before the deadline ended"),
    });
    let by = pair.by.map(|by| format!("the deadline is {by}"));
    why.into_iter().chain(by).chain(doubts).collect()
}
