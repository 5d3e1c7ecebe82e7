//! All cases of rule sets, duty by duty.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::Engine;
use crate::load::{CaseFile, InputTree, Loaded, case_file};
use crate::model::ids::{DutyId, RequirementId};
use crate::model::law::{Duty, Law};
use crate::model::words::DutyStatus;

use super::super::own;
use super::coverage::{Counter, Coverage};
use super::mutants::trial;
use super::run::Ready;
use super::watch::{Text, Watched, resting_on, trace};
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
        if !own::needs_cases(duty) {
            tested.left_to_bases += 1;
        } else if !with_cases.contains(&duty.id) {
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

/// How much of a script the cases of a duty must try.
pub(super) enum Scope {
    /// All of it.
    Whole,
    /// The parameters that an overlay has set otherwise, each with the requirements that rest on it: the rest is for the base's cases.
    Parameters(BTreeMap<String, BTreeSet<RequirementId>>),
}

/// The scripts of a duty that are read here, each with how much of it is to be tried.
fn texts<'l>(law: &Law, duty: &'l Duty) -> Vec<(Text<'l>, Scope)> {
    let tailored = own::tailored_parameters(duty);
    let read = own::scripts(duty).into_iter().filter_map(|part| {
        let text = Text::of(law, duty, &part)?;
        let scope = match part.is_own {
            true => Scope::Whole,
            false if part.added.is_some() => Scope::Parameters(BTreeMap::new()),
            false => {
                let names = tailored.keys().map(|name| ((*name).to_owned(), resting_on(&text, name)));
                Scope::Parameters(names.collect())
            }
        };
        Some((text, scope))
    });
    read.collect()
}

fn of_duty(law: &Law, engine: &Engine, duty: &Duty, read: &CaseFile, options: &Options) -> DutyTested {
    let texts = texts(law, duty);
    let mut counters: Vec<(Counter, Option<Watched>)> = Vec::new();
    if options.coverage {
        counters.extend(texts.iter().map(|(text, _)| (Counter::new(text), Watched::of(engine, text))));
    }
    let mut cases = Vec::new();
    let mut good = Vec::new();
    for case in &read.cases {
        let ready = Ready::of(law, engine, duty, case);
        let pairs = ready.judged(None);
        let mut failures = ready.failures(&pairs);
        if failures.is_empty() {
            for (counter, watched) in &mut counters {
                let told = watched.as_ref().map(|watched| watched.run(&ready).1).unwrap_or_default();
                counter.count(&ready, &pairs, &told);
            }
            if options.mutants && !case.expect.is_empty() {
                good.push(ready);
            }
        } else {
            explain(engine, &texts, &ready, &mut failures);
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
    let coverage = (options.coverage && !texts.is_empty()).then(|| {
        let mut all = Coverage { covered: Vec::new(), watched: true };
        for ((text, scope), (counter, watched)) in texts.iter().zip(&counters) {
            let one = counter.coverage(law, (text, scope), watched.as_ref().map(|watched| &watched.anchors));
            all.covered.extend(one.covered);
            all.watched &= one.watched;
        }
        all
    });
    let mutants = (options.mutants && all_good && !texts.is_empty())
        .then(|| trial(engine, duty, &texts, &good, &read.equivalents));
    DutyTested { duty: duty.id.clone(), cases, coverage, mutants }
}

/// Gives each failure the lines that it comes from; each requirement is looked at once.
fn explain(engine: &Engine, texts: &[(Text<'_>, Scope)], ready: &Ready<'_>, failures: &mut [Failure]) {
    let mut told = BTreeMap::new();
    for failure in failures {
        let Some(id) = &failure.requirement else { continue };
        let Some((text, _)) = texts.iter().find(|(text, _)| text.script.requirements().any(|known| known.id == *id))
        else {
            continue;
        };
        let trace = told.entry(id.clone()).or_insert_with(|| {
            Watched::of(engine, text).map(|watched| trace(text, &watched, ready, id)).unwrap_or_default()
        });
        failure.trace.clone_from(trace);
    }
}
