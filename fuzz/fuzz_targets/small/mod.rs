//! A small rule set and profile, so that a run takes microseconds, and what must hold of every answer.

use std::collections::BTreeMap;

use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;
use sprcheck::report::sanitize::is_hidden;
use sprcheck::report::{self, Filter};

/// The vocabulary: it stands for the built-in rule set.
const KINDS: &str = "kinds:\n  report: { title: report }\n  paper: { title: paper, narrative: true }\n";
const SETS: &str = "sets:\n  threats:\n    title: threat\n    members: { terrorism: { title: terrorism, since: 2000-01-01 }, disorder: { title: disorder } }\n    closed: [{ from: 2000, members: [terrorism, disorder] }]\n";
const FACTS: &str = "collections:\n  things: { each: a thing, event: held_on, means: x, held_by: x }\n  of_threats: { each: a plan, keyed_by: threats, means: x, held_by: x }\nfacts:\n  n: { type: count, means: x, held_by: x }\n  p: { type: number, unit: percent, means: x, held_by: x }\n  m: { type: count, means: x, held_by: x, holds_for: 12 months }\n  yes: { type: yes-no, means: x, held_by: x }\n  t: { type: text, means: x, held_by: x }\n  c: { type: choice, choices: [one, two], means: x, held_by: x }\n  d: { type: event, means: x, held_by: x }\n  due: { type: limit, means: x, held_by: x }\n  words: { type: list, of: text, means: x, held_by: x }\n  counts: { type: list, of: count, means: x, held_by: x }\n  r.inner.n: { type: count, means: x, held_by: x }\n  things.*.held_on: { type: event, means: x, held_by: x }\n  things.*.n: { type: count, means: x, held_by: x }\n  of_threats.*.d: { type: event, means: x, held_by: x }\n";
const LAW: &str = "instruments:\n  law: { title: The law, kind: act, in_force: { from: 2000 }, source: { at: page 1, verified: primary } }\n";

const HEAD: &str = "uses: [sprcheck]\nforce: { id: sample, name: Sample, policing_bodies: [{ kind: pcc, from: 2012-11 }] }\nstated_on: 2021-01-31\n";

/// A profile that states nothing.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub fn nothing() -> InputTree {
    profile(HEAD.as_bytes())
}

/// A profile that states something of everything.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub fn something() -> InputTree {
    let facts = "facts:\n  n: 1\n  p: 2.5\n  m: { value: 3, at_least: true }\n  yes: true\n  t: one\n  c: one\n  d: 2020\n  due: 2022-01-01\n  words: [a, b]\n  counts: { complete: { members: [1, 2], from: 2020-01-01, cites: [doc] } }\n  r: { inner: { n: none, cites: [doc] } }\n  cites: [doc]\n  things:\n    complete: { members: [one, two], from: 2020-01-01, cites: [doc] }\n    one: { held_on: 2020-03-01, n: 1, cites: [doc] }\n    two: { held_on: 2022-03-01, n: 2, cites: [doc] }\nevidence:\n  doc: { title: Doc, kind: report, dated: 2020-12-01, owner: office, held_at: { custodian: office, reference: R1 } }\n";
    profile(format!("{HEAD}{facts}").as_bytes())
}

pub fn profile(bytes: &[u8]) -> InputTree {
    tree(Origin::Profile, &[("profile.yaml", bytes)])
}

/// The vocabulary and one sound duty, `base.sound`.
#[allow(dead_code, reason = "each target uses its part of this module")]
pub fn base() -> InputTree {
    set(
        "sprcheck",
        &[
            ("policies/evidence-kinds.yaml", KINDS.as_bytes()),
            ("policies/facts/facts.yaml", FACTS.as_bytes()),
            ("policies/law.yaml", LAW.as_bytes()),
            (
                "policies/sound.yaml",
                duty("base.sound", "      a: { states: it is so, remedy: do it, shown_by: [report] }\n").as_bytes(),
            ),
            ("policies/subjects/sets.yaml", SETS.as_bytes()),
            ("rules/base/sound.rhai", b"require a: facts.n == 1;"),
        ],
    )
}

pub fn duty(id: &str, requirements: &str) -> String {
    format!(
        "duties:\n  {id}:\n    title: A duty\n    says: It is a duty.\n    source: {{ instrument: law, at: page 2, verified: primary }}\n    owed_by: [chief-officer]\n    binding: must\n    threats: [terrorism]\n    weight: {{ value: 1, because: so }}\n    parameters: {{ p: {{ value: 12 months, set_by: me, because: so }}, q: {{ value: 2, set_by: me, because: so }} }}\n    requirements:\n{requirements}"
    )
}

pub fn set(name: &str, files: &[(&str, &[u8])]) -> InputTree {
    let manifest = format!("name: {name}\nversion: 1.0.0\nowner: somebody\nlicence: MIT\n");
    let mut all: Vec<(&str, &[u8])> = files.to_vec();
    if !all.iter().any(|(path, _)| *path == "policies/ruleset.yaml") {
        all.push(("policies/ruleset.yaml", manifest.as_bytes()));
    }
    all.sort_unstable_by_key(|(path, _)| *path);
    tree(Origin::RuleSet(RuleSetName::from(name)), &all)
}

/// How the paths of a tree are shown; by this the built-in rule set is known.
fn root(origin: &Origin) -> &'static str {
    match origin {
        Origin::RuleSet(name) if name.as_str() == "sprcheck" => "builtin:",
        _ => "given/",
    }
}

fn tree(origin: Origin, files: &[(&str, &[u8])]) -> InputTree {
    let root = root(&origin);
    let file = |(path, bytes): &(&str, &[u8])| InputFile {
        path: (*path).into(),
        shown: format!("{root}{path}"),
        bytes: bytes.to_vec(),
    };
    InputTree { origin, files: files.iter().map(file).collect(), faults: Vec::new() }
}

pub fn day() -> Day {
    Dates::parse("2021-01-31").ok().and_then(|dates| dates.day()).unwrap()
}

/// Audits a profile; what was refused is rendered, for that must not fail either.
pub fn audit(rules: &Rules, profile: &InputTree) -> Option<Assessment> {
    match rules.hold(profile, &BTreeMap::new()) {
        Ok(case) => {
            let problems: Vec<_> = case.rule_set_problems().cloned().collect();
            clean(&sprcheck::load::snippet::render(&problems, case.sources()));
            Some(case.audit(day()).assessment)
        }
        Err(refusal) => {
            assert!(!refusal.problems.is_empty(), "refused without a word");
            clean(&sprcheck::load::snippet::render(&refusal.problems, &refusal.sources));
            None
        }
    }
}

/// Renders an assessment in every form.
pub fn render(assessment: &Assessment) {
    let filter = Filter::default();
    clean(&report::text(assessment, &filter, true, 80));
    clean(&report::markdown(assessment, &filter, true));
    clean(&report::json(assessment, &filter));
}

/// Nothing that a terminal would act on.
fn clean(text: &str) {
    let hidden = text.chars().find(|character| *character != '\n' && is_hidden(*character));
    assert!(hidden.is_none(), "a hidden character {hidden:?} in {text}");
}
