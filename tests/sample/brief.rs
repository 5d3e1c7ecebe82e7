//! The sample with what lies around it in time.

use sprcheck::ask::brief::heaviest;
use sprcheck::model::assessment::{Assessment, StandingCounts};
use sprcheck::model::brief::{Ahead, Brief, Falls, Lapse, Moved, Moves, Recorded, Since, Stood, Way};
use sprcheck::model::forecast::{Cause, CauseKind};
use sprcheck::model::words::{Binding, Marking, Standing, Verdict};

use crate::sample::{at, dates, day, digest};

/// An assessment with a lapse, and an audit before it.
pub(crate) fn brief(assessment: Assessment) -> Brief {
    Brief {
        heaviest: heaviest(&assessment),
        ahead: ahead(),
        since: Since::Last(Box::new(moves())),
        history: vec![recorded()],
        actions: None,
        assessment,
    }
}

fn ahead() -> Ahead {
    let cause = Cause {
        kind: CauseKind::EvidenceExpired,
        name: "training-strategy".into(),
        title: "Prevent training strategy <b>bold</b> =1+1".into(),
        carries: Some(dates("2021-03-31")),
        owner: "head of learning and development".into(),
        at: at("profile.yaml", 210),
        uid: "0123456789abcdef0123456789abcdef".into(),
    };
    let falls = Falls {
        id: "prevent.training_strategy".into(),
        title: "Training strategy".into(),
        from: Standing::Satisfied,
        to: Standing::Unproven,
    };
    Ahead { until: day("2021-05-01"), lapses: vec![Lapse { date: day("2021-04-01"), cause, duties: vec![falls] }] }
}

fn moves() -> Moves {
    let moved = |id: &str, way, from, to| Moved { id: id.into(), title: format!("The duty {id}"), way, from, to };
    Moves {
        last: recorded(),
        unchanged: 3,
        moved: vec![
            moved("prevent.strategic_lead", Way::Worse, Some(Standing::Satisfied), Some(Standing::Gap)),
            moved("spr.capability", Way::Better, Some(Standing::Gap), Some(Standing::Unproven)),
            moved("pilot.new", Way::Other, None, Some(Standing::Unassessed)),
        ],
        other_rules: true,
    }
}

fn recorded() -> Recorded {
    Recorded {
        as_of: day("2020-10-31"),
        digest: digest('e'),
        predecessors: Vec::new(),
        force: "exampleshire".into(),
        force_name: "Exampleshire Police".into(),
        marking: Marking::Official,
        standings: StandingCounts { satisfied: 2, gap: 1, ..StandingCounts::default() },
        apparent_breaches: 0,
        rule_sets: vec![("sprcheck".into(), digest('f'))],
        duties: vec![Stood {
            id: "prevent.strategic_lead".into(),
            title: "Force PREVENT Strategic Lead".into(),
            binding: Binding::Standard,
            weight: 4,
            context: false,
            in_scope: true,
            verdict: Verdict::Met,
            standing: Standing::Satisfied,
        }],
    }
}
