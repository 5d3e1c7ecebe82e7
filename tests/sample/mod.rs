//! A made-up assessment in which every optional field stands somewhere, and some text is hostile. It was judged by nobody.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "the dates of the sample are written here")]

mod duties;
mod evidence;
mod parts;

use std::collections::BTreeMap;

use sprcheck::model::assessment::*;
use sprcheck::model::dates::{Dates, Day, Period};
use sprcheck::model::ids::{Holder, SubjectId};
use sprcheck::model::law::{InForce, Source};
use sprcheck::model::words::{Assurance, Marking, Standing, Verified};

/// The whole sample, as of 31 January 2021.
pub(crate) fn assessment() -> Assessment {
    let duties = duties::all();
    let (evidence, departures) = (evidence::all(), evidence::departures());
    let mut summary =
        Summary { duties: duties.len(), evidence: evidence.len(), evidence_usable: 1, ..Summary::default() };
    (summary.facts_stated, summary.facts_unread) = (41, 3);
    summary.coverage = Coverage {
        pairs: 9,
        pairs_told: 6,
        pairs_evidenced: 2,
        facts_read: 12,
        facts_unsupported: 4,
        facts_past: 1,
        facts_missing: 3,
        evidence: 3,
        evidence_current: 1,
        evidence_oldest_days: Some(77),
    };
    summary.unread_facts = ["plan.title", "plan.aims[0]", "plan.aims[1]"].map(Into::into).into();
    for duty in &duties {
        *summary.verdicts.entry(duty.verdict).or_default() += 1;
        let unread = matches!(duty.verdict.as_str(), "unpublished" | "unread");
        summary.could_not_be_read += usize::from(unread);
        summary.context += usize::from(duty.context);
        summary.apparent_breaches += usize::from(duty.apparent_breach);
        summary.errors += usize::from(duty.verdict.as_str() == "error");
        if !unread && !duty.context {
            summary.standings.add(duty.standing);
        }
    }
    Assessment {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: "sprcheck", version: "0.0.0" },
        as_of: day("2021-01-31"),
        stated_on: StatedOn {
            value: dates("2021-01"),
            inferred: Some("the latest date in the paper is 1 January 2021 and it expects a January meeting".into()),
        },
        force: ForceInfo {
            id: "midshire".into(),
            name: "Midshire Police".into(),
            holders: vec![Holder::from("chief-officer"), Holder::from("pcc")],
        },
        marking: Marking::Official,
        partial: None,
        rule_sets: rule_sets(),
        inputs: [
            ("profile", "profile.yaml", 'a'),
            ("profile", "facts/prevent.yaml", 'b'),
            ("sprcheck", "policies/statute.yaml", 'c'),
            ("inspectorate", "policies/pilot.yaml", 'd'),
        ]
        .map(|(root, path, digit)| Input { root: root.into(), path: path.into(), digest: digest(digit) })
        .into(),
        instruments: instruments(),
        assurance: vec![assurance()],
        duties,
        evidence,
        departures,
        not_assessed: not_assessed(),
        summary,
    }
}

fn rule_sets() -> Vec<RuleSetInfo> {
    let problem = |at| RuleSetProblem {
        code: "P046".into(),
        message: "the script does not compile: `require` has no `:`".into(),
        at,
    };
    vec![
        RuleSetInfo {
            name: "inspectorate".into(),
            version: "2.1.0".into(),
            owner: "an inspector".into(),
            digest: digest('d'),
            extends: vec!["sprcheck".into()],
            left_out: vec![LeftOutInfo {
                duty: "prevent.spocs".into(),
                because: "not this\nyear".into(),
                at: at("policies/overlay.yaml", 3),
            }],
            problems: vec![problem(Some(at("rules/pilot/records.rhai", 3))), problem(None)],
        },
        RuleSetInfo {
            name: "sprcheck".into(),
            version: "0.1.0".into(),
            owner: "the sprcheck maintainers".into(),
            digest: digest('e'),
            extends: Vec::new(),
            left_out: Vec::new(),
            problems: Vec::new(),
        },
    ]
}

fn instruments() -> Vec<InstrumentInfo> {
    let one = |id: &str, title: &str, kind: &str, from: Option<&str>, until: Option<&str>, applied| InstrumentInfo {
        id: id.into(),
        rule_set: "sprcheck".into(),
        title: title.into(),
        kind: kind.into(),
        in_force: InForce { from: from.map(dates), until: until.map(dates) },
        applied,
        source: source(None, Verified::Secondary),
    };
    vec![
        one("pa-1996", "Police Act 1996", "act", Some("1996-08-22"), None, Some(true)),
        one("pilot", "A pilot of the inspectorate", "guidance", Some("2021-01"), None, None),
        one("prevent-standards", "PREVENT minimum standards", "standards", Some("2020"), None, Some(true)),
        one(
            "spr-2015",
            "Strategic Policing Requirement, March 2015",
            "spr-edition",
            Some("2015-03"),
            Some("2023-02-19"),
            Some(true),
        ),
        one(
            "spr-2023",
            "Strategic Policing Requirement, February 2023",
            "spr-edition",
            Some("2023-02-20"),
            None,
            Some(false),
        ),
    ]
}

fn assurance() -> RuleSetAssurance {
    let row = |id: &str, title: &str, assurance, reason: &str, could_not_be_read| AssuranceRow {
        id: id.into(),
        title: title.into(),
        assurance,
        reason: reason.into(),
        standings: match assurance {
            Assurance::NoneGiven => StandingCounts::default(),
            _ => StandingCounts { satisfied: 1, gap: 1, ..StandingCounts::default() },
        },
        could_not_be_read,
    };
    RuleSetAssurance {
        rule_set: "sprcheck".into(),
        by_holder: vec![
            row(
                "chief-officer",
                "Chief officer",
                Assurance::PartlyAssured,
                "1 duty of 6 is satisfied; 1 gap, not on a must",
                3,
            ),
            row(
                "pcc",
                "Police and crime commissioner",
                Assurance::NotAssured,
                "a gap on a must: statute.inspection_response",
                0,
            ),
        ],
        by_threat: vec![row("terrorism", "terrorism", Assurance::PartlyAssured, "1 duty of 5 is satisfied", 3)],
        by_instrument: vec![
            row("pa-1996", "Police Act 1996", Assurance::NotAssured, "a gap on a must: statute.inspection_response", 0),
            row(
                "spr-2015",
                "Strategic Policing Requirement, March 2015",
                Assurance::NoneGiven,
                "no duty of it could be read",
                1,
            ),
            row(
                "prevent-standards",
                "PREVENT minimum standards",
                Assurance::PartlyAssured,
                "1 duty of 5 is satisfied",
                2,
            ),
        ],
    }
}

fn not_assessed() -> Vec<NotAssessed> {
    let one = |what, id: &str, reason: &str, at| NotAssessed { what, id: id.into(), reason: reason.into(), at };
    vec![
        one("duty", "prevent.standard_8", "its text is not public", Some(at("policies/prevent.yaml", 90))),
        one("pair", "prevent.spocs/made_ready", "`prevent.spocs.trained` is not stated", None),
        one(
            "fact",
            "regional.pilot.started",
            "no rule set that reads `regional` is loaded",
            Some(at("profile.yaml", 12)),
        ),
        one("rule-set", "regional", "the profile uses it and it is not loaded", None),
    ]
}

pub(crate) fn day(text: &str) -> Day {
    dates(text).day().expect("a whole date")
}

pub(crate) fn dates(text: &str) -> Dates {
    Dates::parse(text).expect("a date")
}

pub(crate) fn period(text: &str) -> Period {
    Period::parse(text).expect("a period")
}

pub(crate) fn at(file: &str, line: u32) -> At {
    At { file: file.into(), line, column: 5 }
}

pub(crate) fn source(instrument: Option<(&str, &str)>, verified: Verified) -> Source {
    Source {
        instrument: instrument.map(|(id, _)| id.into()),
        at: instrument.map(|(_, at)| at.into()),
        read_in: (verified == Verified::Secondary).then(|| "board-paper-2021".into()),
        url: (verified == Verified::Primary).then(|| "https://www.legislation.gov.uk/ukpga/1996/16".into()),
        verified,
        checked: (verified != Verified::Unverified).then(|| day("2026-11-24")),
        note: (verified == Verified::Primary).then(|| "56 days begin with the day of publication".into()),
    }
}

pub(crate) fn standings(of: &[(&str, Standing)]) -> BTreeMap<SubjectId, Standing> {
    of.iter().map(|(threat, standing)| (SubjectId::from(*threat), *standing)).collect()
}

pub(crate) fn digest(digit: char) -> String {
    format!("sha256:{}", digit.to_string().repeat(64))
}
