//! What a rule set says that loads and yet is likely wrong: each lint with its level, its place, and what to do.
//!
//! Problems of loading are carried along as findings, so that one list says everything. What is found may be allowed where it stands,
//! with a reason (`allow`). Each lint has a page in `docs/lints/`.

mod allow;
mod cases;
mod duty;
mod finding;
mod ids;
mod policy;
mod prose;
mod script;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Engine, Outline};
use crate::load::{Case, InputTree, Loaded, cases as read_cases};
use crate::model::ids::{DutyId, RuleSetName};
use crate::model::law::{Duty, Law};
use crate::model::place::{FileId, Origin, Sources};
use crate::model::problem::Problem;

use super::own::{self, Part};

pub use finding::{Finding, What};
pub use ids::{Level, Lint};

use policy::Policies;

/// What is linted.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// What the rule sets say.
    pub law: &'q Law,
    /// Their rules.
    pub engine: &'q Engine,
    /// Their files and the mistakes in them.
    pub loaded: &'q Loaded,
    /// The rule sets of which findings are wanted, as they were loaded.
    pub trees: &'q [InputTree],
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The rule sets that were looked at.
    pub rule_sets: Vec<RuleSetName>,
    /// What was found, by file, line, column and id.
    pub findings: Vec<Finding>,
    /// What was found and is allowed, in the same order.
    pub allowed: Vec<Finding>,
    /// Every file that was read.
    pub sources: Sources,
}

/// Looks at rule sets.
#[must_use]
pub fn lint(question: &Question<'_>) -> Answer {
    let mut loaded = question.loaded.clone();
    let origins = origins(question, &loaded.sources);
    let cases = cases_of(question, &origins, &mut loaded);
    let policies = Policies::of(&loaded.sources, &origins);
    let outlines = question.law.duties().map(|duty| (duty.id.clone(), shown(question, duty))).collect();
    let scene = Scene {
        law: question.law,
        engine: question.engine,
        sources: &loaded.sources,
        origins: &origins,
        policies,
        outlines,
        cases,
    };
    let mut findings = Vec::new();
    for duty in scene.duties() {
        duty::look(&scene, duty, &mut findings);
        for shown in scene.shown(duty).filter(|shown| shown.part.is_own) {
            script::look(duty, shown, &mut findings);
        }
        script::stated_twice(&scene, duty, &mut findings);
        cases::look(&scene, duty, &mut findings);
    }
    prose::look(&scene, &mut findings);
    vocabulary::look(&scene, &mut findings);
    let problems = loaded.problems.iter().filter(|problem| of_these(problem, &loaded.sources, &origins));
    findings.extend(problems.map(Finding::of_problem));
    // A name that the loader refuses is not found wanting a second time.
    let refused: BTreeSet<_> =
        findings.iter().filter(|one| one.what.lint().is_none()).filter_map(|one| one.place).collect();
    findings.retain(|one| one.what.lint().is_none() || one.place.is_none_or(|place| !refused.contains(&place)));
    let allowances = allow::allowances(&loaded.sources, &origins);
    let (mut findings, mut allowed) = allow::sort(findings, allowances);
    finding::put_in_order(&mut findings, &scene);
    finding::put_in_order(&mut allowed, &scene);
    let rule_sets = origins.iter().filter_map(|origin| match origin {
        Origin::RuleSet(name) => Some(name.clone()),
        Origin::Profile => None,
    });
    let rule_sets = rule_sets.collect();
    drop(scene);
    Answer { rule_sets, findings, allowed, sources: loaded.sources }
}

/// All that a lint may look at.
struct Scene<'q> {
    law: &'q Law,
    engine: &'q Engine,
    sources: &'q Sources,
    /// Whose files are looked at.
    origins: &'q BTreeSet<Origin>,
    policies: Policies,
    /// What shows of the scripts of each duty, of other rule sets too.
    outlines: BTreeMap<DutyId, Vec<Shown<'q>>>,
    /// The cases of the rule sets looked at, by duty; each with the file that it is in.
    cases: BTreeMap<DutyId, Vec<Case>>,
}

/// One of the scripts of a duty, and what shows of it; nothing of one that cannot be run.
struct Shown<'q> {
    part: Part<'q>,
    outline: Option<Outline>,
}

fn shown<'q>(question: &Question<'q>, duty: &'q Duty) -> Vec<Shown<'q>> {
    let Question { law, engine, .. } = question;
    let shown = |part: Part<'q>| {
        let outline = match part.added {
            None => engine.outline(law, &duty.id),
            Some(requirement) => engine.outline_of_added(law, &duty.id, requirement),
        };
        Shown { part, outline }
    };
    own::scripts(duty).into_iter().map(shown).collect()
}

impl<'q> Scene<'q> {
    fn shown(&self, duty: &Duty) -> impl Iterator<Item = &Shown<'q>> {
        self.outlines.get(&duty.id).into_iter().flatten()
    }

    /// What shows of all scripts of all duties.
    fn all_outlines(&self) -> impl Iterator<Item = &Outline> {
        self.outlines.values().flatten().filter_map(|shown| shown.outline.as_ref())
    }

    /// The duties of the rule sets looked at.
    fn duties(&self) -> impl Iterator<Item = &Duty> {
        self.law.duties().filter(|duty| self.is_ours(duty.place.file))
    }

    fn is_ours(&self, file: FileId) -> bool {
        self.sources.get(file).is_some_and(|file| self.origins.contains(&file.origin))
    }
}

/// Whose files the trees are, by the names that loading gave them.
fn origins(question: &Question<'_>, sources: &Sources) -> BTreeSet<Origin> {
    let shown: BTreeSet<&str> =
        question.trees.iter().flat_map(|tree| &tree.files).map(|file| file.shown.as_str()).collect();
    let faulty = question.trees.iter().flat_map(|tree| &tree.faults).map(|fault| fault.shown.as_str());
    let shown: BTreeSet<&str> = shown.into_iter().chain(faulty).collect();
    let ours = sources.iter().filter(|(_, file)| shown.contains(file.shown.as_str()));
    ours.map(|(_, file)| file.origin.clone()).collect()
}

fn of_these(problem: &Problem, sources: &Sources, origins: &BTreeSet<Origin>) -> bool {
    problem.origin(sources).is_none_or(|origin| origins.contains(origin))
}

fn cases_of(question: &Question<'_>, origins: &BTreeSet<Origin>, loaded: &mut Loaded) -> BTreeMap<DutyId, Vec<Case>> {
    let mut found: BTreeMap<DutyId, Vec<Case>> = BTreeMap::new();
    for tree in question.trees {
        let first = tree.files.first().map(|file| file.shown.as_str());
        let origin = loaded.sources.iter().find(|(_, file)| Some(file.shown.as_str()) == first);
        let Some(origin) = origin.map(|(_, file)| file.origin.clone()).filter(|origin| origins.contains(origin)) else {
            continue;
        };
        for file in tree.case_files() {
            for case in read_cases(file, &origin, question.law, loaded) {
                found.entry(case.duty.clone()).or_default().push(case);
            }
        }
    }
    found
}
