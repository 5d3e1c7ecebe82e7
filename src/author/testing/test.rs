//! All cases of rule sets, duty by duty.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::Engine;
use crate::load::{CaseFile, InputTree, Loaded, case_file};
use crate::model::ids::DutyId;
use crate::model::law::{Duty, Law};
use crate::model::words::DutyStatus;

use super::coverage::Counter;
use super::mutants::trial;
use super::run::Ready;
use super::watch::{Text, Watched, trace};
use super::{CaseTested, DutyTested, Empty, Failure, Tested};

/// What is to be done besides running the cases.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these duties; none named means all.
    pub duties: BTreeSet<DutyId>,
    /// Measure what the cases try of the rules.
    pub coverage: bool,
    /// Change the rules and see whether a case notices.
    pub mutants: bool,
}

/// Runs the case files of rule sets. Mistakes in the files are added to `loaded`.
#[must_use]
pub fn test<'i>(
    law: &Law,
    engine: &Engine,
    trees: impl IntoIterator<Item = &'i InputTree>,
    options: &Options,
    loaded: &mut Loaded,
) -> Tested {
    let is_wanted = |duty: &DutyId| options.duties.is_empty() || options.duties.contains(duty);
    let mut tested = Tested::default();
    let mut with_cases = BTreeSet::new();
    for tree in trees {
        for file in tree.case_files() {
            let read = case_file(file, &tree.origin, law, loaded);
            let Some(duty) = read.duty.as_ref().and_then(|id| law.duty(id.as_str())).filter(|duty| is_wanted(&duty.id))
            else {
                continue;
            };
            with_cases.insert(duty.id.clone());
            tested.empty.extend(empties(&read));
            tested.duties.push(of_duty(law, engine, duty, &read, options));
        }
    }
    for duty in law.duties().filter(|duty| is_wanted(&duty.id) && duty.status == DutyStatus::Judged) {
        if !with_cases.contains(&duty.id) {
            let message = format!("duty `{}` has no case file", duty.id);
            tested.empty.push(Empty { place: duty.place, message });
        }
    }
    tested.duties.sort_by(|a, b| a.duty.cmp(&b.duty));
    tested
}

fn empties(read: &CaseFile) -> Vec<Empty> {
    if read.cases.is_empty() {
        return vec![Empty { place: read.place, message: "the file has no cases".into() }];
    }
    let silent = read.cases.iter().filter(|case| case.expect.is_empty());
    silent
        .map(|case| Empty { place: case.place, message: format!("the case expects nothing: {}", case.name) })
        .collect()
}

fn of_duty(law: &Law, engine: &Engine, duty: &Duty, read: &CaseFile, options: &Options) -> DutyTested {
    let text = Text::of(law, duty);
    let watched = text.as_ref().filter(|_| options.coverage).and_then(|text| Watched::of(engine, text));
    let mut counter = Counter::new();
    let mut cases = Vec::new();
    let mut good = Vec::new();
    for case in &read.cases {
        let ready = Ready::of(law, engine, duty, case);
        let pairs = ready.judged(None);
        let mut failures = ready.failures(&pairs);
        if failures.is_empty() {
            if options.coverage {
                let told = watched.as_ref().map(|watched| watched.run(&ready).1).unwrap_or_default();
                counter.count(&ready, &pairs, &told);
            }
            if options.mutants && !case.expect.is_empty() {
                good.push(ready);
            }
        } else if let Some(text) = &text {
            explain(engine, text, &ready, &mut failures);
        }
        cases.push(CaseTested {
            name: case.name.clone(),
            place: case.place,
            as_of: case.as_of,
            generated: case.generated.clone(),
            expected: case.expect.iter().map(|(id, expected, _)| (id.clone(), expected.as_str())).collect(),
            failures,
        });
    }
    let all_good = cases.iter().all(|case| case.failures.is_empty());
    let coverage = text
        .as_ref()
        .filter(|_| options.coverage)
        .map(|text| counter.coverage(law, text, watched.as_ref().map(|watched| &watched.anchors)));
    let mutants = text
        .as_ref()
        .filter(|_| options.mutants && all_good)
        .map(|text| trial(engine, duty, text, &good, &read.equivalents));
    DutyTested { duty: duty.id.clone(), cases, coverage, mutants }
}

/// Gives each failure the lines that it comes from; each requirement is looked at once.
fn explain(engine: &Engine, text: &Text<'_>, ready: &Ready<'_>, failures: &mut [Failure]) {
    let Some(watched) = Watched::of(engine, text) else { return };
    let mut told = BTreeMap::new();
    for failure in failures {
        if let Some(requirement) = &failure.requirement {
            let trace = told.entry(requirement.clone()).or_insert_with(|| trace(text, &watched, ready, requirement));
            failure.trace.clone_from(trace);
        }
    }
}
