//! The evidence and the departures of the sample.

use sprcheck::model::assessment::{DepartureResult, EvidenceResult};
use sprcheck::model::words::Marking;

use super::{at, dates, period};

pub(crate) fn all() -> Vec<EvidenceResult> {
    let narrative = EvidenceResult {
        id: "board-paper-2021".into(),
        title: "Strategic Policing Requirement: report to the board".into(),
        kind: "board-paper".into(),
        kind_title: "paper to a board".into(),
        narrative: true,
        dated: Some(dates("2021-01")),
        age_days: Some(30),
        owner: "ACC Security".into(),
        held_at: Some("https://midshire.example/board/2021-01.pdf".into()),
        valid_until: None,
        review_every: Some(period("12 months")),
        current: true,
        state: "narrative".into(),
        marking: None,
        cited_by: vec!["prevent.strategic_lead.appointed".into(), "prevent.strategic_lead.cpd.available".into()],
        duties: vec!["prevent.strategic_lead".into(), "prevent.local_profiles".into()],
        supports: vec![],
        at: at("profile.yaml", 30),
    };
    let minutes = EvidenceResult {
        id: "contest-minutes".into(),
        title: "Minutes of the | CONTEST\u{1b}[31m boards".into(),
        kind: "minutes".into(),
        kind_title: "minutes of a meeting".into(),
        narrative: false,
        dated: Some(dates("2020-11-12")),
        age_days: Some(80),
        owner: "Secretariat".into(),
        held_at: Some("records/contest-2020-11.pdf".into()),
        review_every: None,
        state: "current".into(),
        marking: Some(Marking::OfficialSensitive),
        cited_by: vec!["prevent.contest.strategic_met".into()],
        duties: vec!["prevent.contest_boards".into()],
        supports: vec!["prevent.contest_boards".into()],
        at: at("profile.yaml", 36),
        ..narrative.clone()
    };
    let certificate = EvidenceResult {
        id: "cpd-certificate".into(),
        title: "Certificate of professional development".into(),
        kind: "certificate".into(),
        kind_title: "certificate or accreditation".into(),
        dated: None,
        age_days: None,
        owner: "Learning and development".into(),
        held_at: None,
        valid_until: Some(dates("2020-06")),
        current: false,
        state: "lapsed on 2020-06-01".into(),
        marking: None,
        cited_by: vec!["prevent.strategic_lead.cpd.available".into()],
        duties: vec!["prevent.strategic_lead".into()],
        supports: vec![],
        at: at("profile.yaml", 42),
        ..minutes.clone()
    };
    vec![narrative, certificate, minutes]
}

pub(crate) fn departures() -> Vec<DepartureResult> {
    let holds = DepartureResult {
        id: "one-plan".into(),
        duty: "prevent.communications_plan".into(),
        requirements: vec!["has_plan".into()],
        subjects: vec!["northton".into(), "southton".into()],
        decided_by: vec!["chief-officer".into()],
        decided_on: Some(dates("2020-09-01")),
        reason: Some("two areas share one partnership, and its plan covers both".into()),
        until: Some(dates("2021-08-31")),
        cites: vec!["contest-minutes#4".into()],
        in_effect: true,
        state: "in force and complete".into(),
        sets_aside: 2,
        at: at("profile.yaml", 50),
    };
    let invalid = DepartureResult {
        id: "late-comments".into(),
        duty: "statute.inspection_response".into(),
        requirements: vec![],
        subjects: vec![],
        decided_by: vec![],
        decided_on: None,
        reason: None,
        until: None,
        cites: vec![],
        in_effect: false,
        state: "a must admits no departure".into(),
        sets_aside: 0,
        at: at("profile.yaml", 58),
    };
    vec![invalid, holds]
}
