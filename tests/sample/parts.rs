//! What the duties of the sample are made of.

use std::collections::BTreeMap;

use sprcheck::model::assessment::{DutyResult, FactRead, OutcomeCounts, PairResult, Sought};
use sprcheck::model::ids::Holder;
use sprcheck::model::law::{InForce, Parameter, ParameterValue, Weight};
use sprcheck::model::place::{FileId, Place};
use sprcheck::model::words::{Binding, Marking, Outcome, Standing, Verdict, Verified};

use super::{at, dates, source};

pub(super) fn duty(
    id: &str,
    title: &str,
    binding: Binding,
    weight: u8,
    verdict: Verdict,
    standing: Standing,
    reason: &str,
) -> DutyResult {
    DutyResult {
        id: id.into(),
        rule_set: "sprcheck".into(),
        title: title.into(),
        says: format!("{title}: what the source asks, in other words."),
        binding,
        owed_by: vec![Holder::from("chief-officer")],
        held_by: vec![Holder::from("chief-officer")],
        context: false,
        threats: vec!["terrorism".into()],
        source: source(Some(("prevent-standards", "paragraph 36")), Verified::Secondary),
        in_force: InForce { from: Some(dates("2020")), until: None },
        marking: Marking::Official,
        weight: Weight { value: weight, because: "the others lean on it".into() },
        parameters: BTreeMap::new(),
        tailored: None,
        verdict,
        reason: reason.into(),
        outcomes: OutcomeCounts::default(),
        support: None,
        standing,
        apparent_breach: false,
        standing_by_threat: BTreeMap::new(),
        rests_on: vec![],
        follows_from: vec![],
        departures: vec![],
        requirements: vec![],
        at: at("policies/duties.yaml", 10),
    }
}

pub(super) fn pair(id: &str, states: &str, outcome: Outcome, reason: &str) -> PairResult {
    PairResult {
        id: id.into(),
        subject: None,
        subject_title: None,
        subject_kind: None,
        outcome,
        history: false,
        reason: reason.into(),
        support: None,
        states: states.into(),
        remedy: "do it and record it".into(),
        shown_by: vec!["decision-record".into(), "minutes".into()],
        due: None,
        look_back: None,
        apparent_breach: false,
        set_aside_by: None,
        thresholds: vec![],
        rests_on: vec![],
        facts: vec![],
        missing: vec![],
        sought: vec![],
        at: at("policies/duties.yaml", 20),
        rule: Some(at("rules/family/duty.rhai", 4)),
    }
}

pub(super) fn fact(path: &str, value: &str, line: u32, cites: &[&str]) -> FactRead {
    FactRead {
        path: path.into(),
        value: value.into(),
        at: at("profile.yaml", line),
        cites: cites.iter().map(|cite| (*cite).into()).collect(),
        supported_by: cites
            .iter()
            .filter(|cite| cite.starts_with("contest"))
            .map(|_| "contest-minutes".into())
            .collect(),
        stated_on: dates("2021-01"),
        holds_until: None,
        held_by: "Prevent lead".into(),
        marking: None,
        note: None,
    }
}

pub(super) fn sought(path: &str, means: &str, held_by: &str) -> Sought {
    Sought { path: path.into(), means: means.into(), held_by: held_by.into(), at: at("profile.yaml", 28) }
}

pub(super) fn parameter(value: ParameterValue) -> Parameter {
    let place = Place { file: FileId::default(), line: 1, column: 1 };
    Parameter { value, set_by: "the sprcheck maintainers".into(), because: "the source gives none".into(), place }
}

pub(super) fn count(pairs: &[PairResult]) -> OutcomeCounts {
    let mut counts = OutcomeCounts::default();
    for pair in pairs {
        *match (pair.history, pair.outcome) {
            (true, _) => &mut counts.history,
            (_, Outcome::Met) => &mut counts.met,
            (_, Outcome::NotMet) => &mut counts.not_met,
            (_, Outcome::Unknown) => &mut counts.unknown,
            (_, Outcome::NotApplicable) => &mut counts.not_applicable,
            (_, Outcome::NotYetDue) => &mut counts.not_yet_due,
            (_, Outcome::Error) => &mut counts.error,
        } += 1;
    }
    counts
}
