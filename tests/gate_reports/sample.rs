//! A gate with something of everything in it, for a force that is made up; and one whose every text is hostile.

use sprcheck::model::dates::Day;
use sprcheck::model::diff::{Counts, Direction, Stood};
use sprcheck::model::forecast::JudgedBy;
use sprcheck::model::gate::{
    Accepted, Caused, FailsOn, Finding, FindingKind, GATE_SCHEMA_VERSION, Gate, GateSide, InRepository, JudgedSides,
    State, WhoseRules,
};
use sprcheck::model::ids::{DutyId, RequirementId, RuleSetName, SubjectId};
use sprcheck::model::impact::FromTo;
use sprcheck::model::words::{Standing, Support, Verdict};

pub(crate) const HOSTILE: &str = "a <b>&\"'`|]]>;x=1,y:2 @name [l](http://e.example)\n::error file=x::y\r\n##vso[task.complete \
                                  result=Succeeded]##[error]z%0A::stop-commands::t\u{1b}[2J\u{202e}\u{fdd0}##vso\u{fdd1}[a] ##teamcity[b] \u{a0}::c -->\n## h\n</details>";

pub(crate) fn day(text: &str) -> Day {
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().unwrap()).collect();
    Day::new(parts[0], i8::try_from(parts[1]).unwrap(), i8::try_from(parts[2]).unwrap()).unwrap()
}

pub(crate) fn at(file: &str, line: u32, column: u32) -> InRepository {
    InRepository { file: file.into(), line, column }
}

fn side(name: &str, commit: Option<&str>) -> GateSide {
    GateSide {
        name: name.into(),
        commit: commit.map(str::to_owned),
        profile: "profile.yaml".into(),
        digest: "sha256:00".into(),
        rule_sets: vec![JudgedBy {
            name: RuleSetName::from("sprcheck"),
            version: "1.0.0".into(),
            digest: "sha256:11".into(),
        }],
    }
}

fn stood(standing: Standing, verdict: Verdict, apparent_breach: bool) -> Stood {
    let support = matches!(verdict, Verdict::Met | Verdict::PartlyMet).then_some(Support::Evidenced);
    Stood { standing, verdict, support, apparent_breach, in_scope: true, reason: "a reason".into() }
}

/// A finding of a kind, about nothing in particular.
pub(crate) fn finding(kind: FindingKind, title: &str, message: &str) -> Finding {
    let id = serde_json::to_value(kind).unwrap();
    Finding {
        kind,
        duty: None,
        pair: None,
        title: title.into(),
        message: message.into(),
        stood: None,
        direction: None,
        by: WhoseRules::Base,
        weight: 0,
        fails: None,
        accepted: None,
        at: None,
        causes: Vec::new(),
        fingerprint: format!("sha256:{}-{title}", id.as_str().unwrap()),
        state: State::New,
    }
}

fn of_duty(mut finding: Finding, duty: &str, from: Option<Stood>, to: Option<Stood>) -> Finding {
    finding.direction = Some(Direction::of(from.as_ref(), to.as_ref()));
    finding.duty = Some(DutyId::from(duty));
    finding.stood = Some(FromTo { from, to });
    finding.weight = 4;
    finding
}

pub(crate) fn gate_of(findings: Vec<Finding>) -> Gate {
    let mut failed_on: Vec<FailsOn> = findings.iter().filter_map(|finding| finding.fails).collect();
    failed_on.sort();
    failed_on.dedup();
    Gate {
        schema_version: GATE_SCHEMA_VERSION,
        force: "Exampleshire Police".into(),
        as_of: day("2021-06-30"),
        sides: FromTo {
            from: Some(side("origin/main", Some("0123456789abcdef0123456789abcdef01234567"))),
            to: Some(side("the working tree", None)),
        },
        judged: vec![JudgedSides {
            rules: WhoseRules::Base,
            counts: Counts { worse: 2, better: 1, revealed: 1, other: 1, unchanged: 160 },
        }],
        findings,
        failed_on,
    }
}

/// Something of every sort.
pub(crate) fn gate() -> Gate {
    let met = || Some(stood(Standing::Satisfied, Verdict::Met, false));
    let gap = |breach| Some(stood(Standing::Gap, Verdict::PartlyMet, breach));
    let open = || Some(stood(Standing::Unassessed, Verdict::NotStated, false));

    let mut breach = of_duty(
        finding(
            FindingKind::NewBreach,
            "The plan covers each national threat",
            "one of six threats is neither addressed nor explained any more",
        ),
        "example.plan_threats",
        met(),
        gap(true),
    );
    breach.pair = Some((RequirementId::from("threat_weighed"), Some(SubjectId::from("public-disorder"))));
    breach.fails = Some(FailsOn::Breach);
    breach.at = Some(at("facts/plan.yaml", 14, 7));
    breach.causes = vec![
        Caused {
            says: "`plan.threats_addressed` lists public-disorder no more".into(),
            at: Some(at("facts/plan.yaml", 14, 7)),
        },
        Caused { says: "the plan has no such heading".into(), at: Some(at("plan.md", 31, 1)) },
    ];

    let mut worse = of_duty(
        finding(
            FindingKind::Worse,
            "Training strategy",
            "the strategy's review was due on 2021-05-31, and 2021-06-30 is later",
        ),
        "prevent.training_strategy",
        met(),
        gap(false),
    );
    worse.fails = Some(FailsOn::Worse);
    worse.by = WhoseRules::Head;
    worse.at = Some(at("facts/prevent.yaml", 9, 5));

    let mut ended = finding(
        FindingKind::BaselineEnded,
        "contest.exercises",
        "the baseline accepts this until 2021-05-31, and 2021-06-30 is later",
    );
    ended.fails = Some(FailsOn::Worse);
    ended.at = Some(at("baseline.yaml", 3, 3));

    let mut accepted = of_duty(
        finding(FindingKind::Worse, "Single points of contact", "one of four has no training on record"),
        "prevent.spocs",
        met(),
        gap(false),
    );
    accepted.accepted = Some(Accepted {
        reason: "the course is booked".into(),
        until: day("2021-09-30"),
        at: at("baseline.yaml", 9, 3),
    });
    accepted.at = Some(at("facts/prevent.yaml", 21, 5));

    let mut departed = of_duty(
        finding(FindingKind::Changed, "Prevent ambassadors", "a departure explains the gap"),
        "contest.prevent_ambassadors",
        gap(false),
        Some(stood(Standing::Departed, Verdict::NotMet, false)),
    );
    departed.at = Some(at("departures.yaml", 2, 3));

    let mut revealed = of_duty(
        finding(FindingKind::Revealed, "Exercises", "no exercise is on record since 2019"),
        "contest.exercises",
        open(),
        gap(false),
    );
    revealed.at = Some(at("facts/contest.yaml", 3, 1));

    let standing = of_duty(
        finding(FindingKind::Standing, "Business continuity", "nothing is stated of it"),
        "contingencies.business_continuity",
        open(),
        open(),
    );

    let mut better = of_duty(
        finding(FindingKind::Better, "Strategic lead", "the lead has been appointed"),
        "prevent.strategic_lead",
        gap(false),
        met(),
    );
    better.at = Some(at("facts/prevent.yaml", 2, 5));

    let mut findings = vec![breach, worse, ended, accepted, departed, revealed, standing, better];
    let mut mended = finding(FindingKind::Standing, "Air support", "the base had it");
    mended.state = State::Absent;
    let mut threat =
        finding(FindingKind::ThreatNotMentioned, "Civil emergencies", "the plan mentions this threat nowhere");
    threat.at = Some(at("plan.md", 1, 1));
    findings.extend([mended, threat]);
    gate_of(findings)
}

/// The same with hostile text wherever text can stand.
pub(crate) fn hostile() -> Gate {
    let mut gate = gate();
    gate.force = HOSTILE.into();
    for side in [&mut gate.sides.from, &mut gate.sides.to].into_iter().flatten() {
        side.name = HOSTILE.into();
        side.commit = Some(HOSTILE.into());
        side.profile = HOSTILE.into();
    }
    for (number, finding) in gate.findings.iter_mut().enumerate() {
        finding.title = HOSTILE.into();
        finding.message = HOSTILE.into();
        finding.fingerprint = format!("{HOSTILE}{number}");
        if let Some(at) = &mut finding.at {
            at.file = HOSTILE.into();
        }
        for cause in &mut finding.causes {
            cause.says = HOSTILE.into();
        }
        if let Some(accepted) = &mut finding.accepted {
            accepted.reason = HOSTILE.into();
            accepted.at.file = HOSTILE.into();
        }
        if let Some(stood) = finding.stood.as_mut().and_then(|stood| stood.to.as_mut()) {
            stood.reason = HOSTILE.into();
        }
    }
    gate
}

/// A passing gate that found nothing.
pub(crate) fn nothing() -> Gate {
    gate_of(Vec::new())
}

/// So many failing findings, each of a duty of its own.
pub(crate) fn many(number: u32) -> Gate {
    let findings = (0..number).map(|count| {
        let message = format!("number {count}: {}", "long ".repeat(20));
        let mut one = finding(FindingKind::Worse, &format!("Duty {count}"), &message);
        one.duty = Some(DutyId::from(format!("example.duty_{count}").as_str()));
        one.fails = Some(FailsOn::Worse);
        one.at = Some(at("profile.yaml", count + 1, 1));
        one
    });
    gate_of(findings.collect())
}
