//! Section 7.

use super::harness::*;

/// A duty with these outcomes, in this order.
fn with(outcomes: &[&str]) -> Found {
    let (mut requirements, mut script) = (String::new(), String::new());
    for (index, outcome) in outcomes.iter().enumerate() {
        let (more, judged) = match *outcome {
            "met" => ("", ": facts.n == 1"),
            "not-met" => ("", ": facts.n == 2"),
            "unknown" => ("", ": facts.m == 1"),
            "error" => ("", ": facts.n == \"x\""),
            "not-applicable" => ("", " when facts.n == 2: facts.n == 1"),
            "not-yet-due" => (LOOK_BACK, " by facts.due: facts.n == 2"),
            "history" => (LOOK_BACK, " by facts.l: facts.n == 2"),
            other => panic!("{other}"),
        };
        requirements.push_str(&requirement(&format!("r{index}"), more));
        script.push_str(&format!("require r{index}{judged};\n"));
    }
    rules(&requirements, &script).facts("n: 1\ndue: 2022-01-01\nl: 2010-01-01").found()
}

#[test]
fn outcomes_add_up_to_the_verdict() {
    for (outcomes, verdict, standing) in [
        (&["met"][..], "met", "satisfied"),
        (&["met", "met"], "met", "satisfied"),
        (&["met", "not-applicable", "history"], "met", "satisfied"),
        (&["met", "not-yet-due"], "met", "satisfied"),
        (&["not-met"], "not-met", "gap"),
        (&["not-met", "unknown"], "not-met", "gap"),
        (&["not-met", "error"], "not-met", "gap"),
        (&["error", "unknown", "not-met", "not-yet-due", "not-applicable", "history"], "not-met", "gap"),
        (&["met", "not-met"], "partly-met", "gap"),
        (&["met", "not-met", "error", "unknown"], "partly-met", "gap"),
        (&["met", "error"], "error", "unassessed"),
        (&["unknown", "error"], "error", "unassessed"),
        (&["error", "not-yet-due"], "error", "unassessed"),
        (&["met", "unknown"], "insufficient-detail", "unassessed"),
        (&["unknown"], "not-stated", "unassessed"),
        (&["unknown", "not-applicable", "history", "not-yet-due"], "not-stated", "unassessed"),
        (&["not-applicable"], "not-applicable", "not-applicable"),
        (&["history"], "not-applicable", "not-applicable"),
        (&["history", "not-applicable"], "not-applicable", "not-applicable"),
        (&["not-yet-due"], "not-yet-due", "not-yet-due"),
        (&["not-yet-due", "not-applicable", "history"], "not-yet-due", "not-yet-due"),
    ] {
        let found = with(outcomes);
        let came: Vec<String> = (0..outcomes.len()).map(|index| found.outcome(&format!("r{index}"))).collect();
        assert_eq!(came, outcomes, "the outcomes themselves");
        assert_eq!((found.verdict(), found.standing()), (verdict.to_owned(), standing.to_owned()), "{outcomes:?}");
    }
}

#[test]
fn a_duty_that_is_not_yet_due_is_listed_with_its_date_and_in_no_roll_up() {
    let found = with(&["not-yet-due"]);
    assert_eq!(found.pair("r0").due, Some(day("2022-01-01")));
    let row = found.row("holder", "chief-officer").unwrap();
    assert_eq!((row.assurance.as_str(), row.standings.not_yet_due), ("none-given", 0));
}

#[test]
fn an_unpublished_or_unread_duty_is_not_judged() {
    for status in ["status: unpublished\nbecause: nobody may see it", "status: unread\nbecause: nobody has seen it"] {
        let duty = Duty {
            more: if status.contains("unread") {
                "status: unread\nbecause: nobody has seen it"
            } else {
                "status: unpublished\nbecause: nobody may see it"
            },
            ..Duty::new("t.d", "", "")
        };
        let found = audit(vec![duty]).found();
        assert!(status.contains(&found.verdict()));
        assert_eq!(found.standing(), "unassessed");
        assert!(found.outcomes().is_empty());
    }
}

#[test]
fn each_verdict_carries_the_counts_of_all_outcomes() {
    let found = with(&["met", "not-met", "unknown", "error", "not-applicable", "not-yet-due", "history", "met"]);
    let counts = found.duty("t.d").outcomes;
    let all = [
        counts.met,
        counts.not_met,
        counts.unknown,
        counts.error,
        counts.not_applicable,
        counts.not_yet_due,
        counts.history,
    ];
    assert_eq!(all, [2, 1, 1, 1, 1, 1, 1]);
}
