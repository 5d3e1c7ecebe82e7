//! The tests of rule sets as JUnit XML, which build servers show: a suite for each duty. A mutant that survived, an explanation of none and
//! what tests nothing are test cases that failed or were skipped.

use std::fmt::Write as _;

use crate::author::testing::{CaseTested, DutyTested, Tested};
use crate::model::place::Sources;
use crate::report::junit::{Body, Suite, document};

use super::at;
use super::values::hung;

/// What testing came to, as JUnit XML. `fail_on_empty` makes what tests nothing a failure, not something skipped.
#[must_use]
pub fn junit(tested: &Tested, sources: &Sources, fail_on_empty: bool) -> String {
    let mut suites: Vec<Suite> = tested.duties.iter().map(|duty| of_duty(duty, sources)).collect();
    if !tested.empty.is_empty() {
        let mut suite = Suite::new("nothing tested");
        for empty in &tested.empty {
            let place = at(sources, empty.place);
            let body = match fail_on_empty {
                true => Body::Failure(empty.message.clone(), String::new()),
                false => Body::Skipped(empty.message.clone()),
            };
            suite.cases.push((place, body));
        }
        suites.push(suite);
    }
    document("sprcheck rules test", &suites)
}

fn of_duty(duty: &DutyTested, sources: &Sources) -> Suite {
    let mut suite = Suite::new(duty.duty.as_str());
    // Those that expect nothing are told apart from the others.
    for case in duty.cases.iter().filter(|case| !case.expected.is_empty()) {
        suite.cases.push((case.name.clone(), body(case, sources)));
    }
    if let Some(tried) = &duty.mutants {
        for mutant in &tried.survivors {
            let place = at(sources, mutant.place);
            let message = format!("no case notices {}", mutant.text);
            suite.cases.push((format!("mutant at {place}: {}", mutant.text), Body::Failure(message, place)));
        }
        for (mutant, because) in &tried.explained {
            let name = format!("mutant at {}: {}", at(sources, mutant.place), mutant.text);
            suite.cases.push((name, Body::Skipped(because.clone())));
        }
        for unmatched in &tried.unmatched {
            let place = at(sources, unmatched.place);
            let message = format!("no mutant survives as this explains: {}", unmatched.at);
            suite.cases.push((format!("explanation at {place}"), Body::Failure(message, place)));
        }
    }
    suite
}

fn body(case: &CaseTested, sources: &Sources) -> Body {
    let Some(first) = case.failures.first() else { return Body::Passed };
    let mut text = String::new();
    for failure in &case.failures {
        let _ = writeln!(text, "{}: {}", at(sources, failure.place), failure.message);
        for reason in &failure.because {
            let _ = writeln!(text, "  {reason}");
        }
        for line in failure.trace.iter().flat_map(hung) {
            let _ = writeln!(text, "  {}", line.trim_end());
        }
    }
    Body::Failure(first.message.clone(), text)
}
