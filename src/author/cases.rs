//! Running the cases of rules: each case is a small profile, and the outcomes that the rule must come to.

use crate::evaluate::{Engine, Pair, Read};
use crate::load::{Case, Expected};
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Law};
use crate::model::place::Place;
use crate::model::words::Outcome;

/// A case that came out otherwise than it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of the case.
    pub case: String,
    /// Where it says what it expects.
    pub place: Place,
    /// What came instead.
    pub message: String,
}

/// Runs one case; returns every expectation that failed, or that names nothing which was judged.
#[must_use]
pub fn run(law: &Law, engine: &Engine, case: &Case) -> Vec<Failure> {
    let failure = |place: Place, message: String| Failure { case: case.name.clone(), place, message };
    let Some(duty) = law.duty(case.duty.as_str()) else {
        return vec![failure(case.place, format!("there is no duty `{}`", case.duty))];
    };
    if case.expect.is_empty() {
        return vec![failure(case.place, "the case expects nothing".into())];
    }
    let pairs = engine.judge(law, &case.profile, case.as_of).judge(duty);
    let mut failures = Vec::new();
    for (requirement, expected, place) in &case.expect {
        match find(duty, &pairs, requirement, case) {
            None => failures.push(failure(*place, format!("`{requirement}` was not judged for this subject"))),
            Some(pair) if !is(pair, *expected) => {
                failures.push(failure(
                    *place,
                    format!(
                        "`{requirement}` is {}, expected {}: {:?} {:?}",
                        came(pair),
                        spelt(*expected),
                        pair.why,
                        pair.doubts
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    for (requirement, paths) in &case.missing {
        let missing = find(duty, &pairs, requirement, case).map(|pair| missing(pair, case)).unwrap_or_default();
        for path in paths.iter().filter(|path| !missing.contains(path)) {
            failures.push(failure(
                case.place,
                format!("`{requirement}` does not report `{path}` missing; it reports {missing:?}"),
            ));
        }
    }
    failures
}

fn find<'p>(duty: &Duty, pairs: &'p [Pair], requirement: &RequirementId, case: &Case) -> Option<&'p Pair> {
    pairs.iter().find(|pair| {
        let same = duty.requirements.get(pair.requirement).is_some_and(|known| known.id == *requirement);
        same && pair.subject.as_ref().map(|subject| &subject.id) == case.subject.as_ref()
    })
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

fn spelt(expected: Expected) -> &'static str {
    match expected {
        Expected::History => "history",
        Expected::Outcome(outcome) => Outcome::as_str(outcome),
    }
}

fn missing(pair: &Pair, case: &Case) -> Vec<String> {
    let facts = &case.profile.facts;
    let read = pair.reads.iter().filter_map(|read| match read {
        Read::Fact(id) => facts.get(*id),
        Read::Duty(_) => None,
    });
    read.filter(|fact| !fact.is_stated() || !fact.is_of_its_time(case.as_of)).map(|fact| fact.path.clone()).collect()
}
