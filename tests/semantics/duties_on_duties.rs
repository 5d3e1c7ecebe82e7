//! Section 12.

use super::harness::*;

/// `t.a` rests on `t.z`, which is judged by this script.
fn on(script: &str, facts: &str) -> Found {
    audit(vec![Duty::plain("t.d", "require a: duties[\"t.z\"].met;"), Duty::plain("t.z", script)]).bare(facts).found()
}

#[test]
fn met_is_true_of_a_satisfied_duty_false_of_a_gap_and_else_missing() {
    for (script, facts, other, outcome) in [
        ("require a: facts.n == 1;", "n: { value: 1, cites: [doc] }", "satisfied", "met"),
        ("require a: facts.n == 1;", "n: { value: 1, cites: [paper] }", "unproven", "unknown"),
        ("require a: facts.n == 1;", "n: { value: 2, cites: [doc] }", "gap", "not-met"),
        ("require a: facts.n == 1;", "", "unassessed", "unknown"),
        ("require a: facts.n == \"x\";", "n: { value: 2, cites: [doc] }", "unassessed", "unknown"),
        ("require a when facts.n == 2: facts.n == 1;", "n: { value: 1, cites: [doc] }", "not-applicable", "unknown"),
    ] {
        let found = on(script, facts);
        assert_eq!(
            (found.standing_of("t.z"), found.outcome("a")),
            (other.to_owned(), outcome.to_owned()),
            "{script} {facts}"
        );
    }
}

#[test]
fn a_departed_duty_is_not_met_all_the_same() {
    let duties =
        vec![Duty::plain("t.d", "require a: duties[\"t.z\"].met;"), Duty::plain("t.z", "require a: facts.n == 1;")];
    let departure = "d1: { duty: t.z, requirements: [a], decided_by: [chief-officer], decided_on: 2020-05-01, reason: so, until: 2021-12-31, cites: [doc] }";
    let found = audit(duties).facts("n: 2").departures(departure).found();
    assert_eq!((found.standing_of("t.z"), found.outcome("a")), ("departed".into(), "not-met".into()));
}

#[test]
fn what_rests_on_a_satisfied_duty_is_evidenced() {
    let found = on("require a: facts.n == 1;", "n: { value: 1, cites: [doc] }");
    assert_eq!((found.support("a"), found.standing()), ("evidenced".into(), "satisfied".into()));
}

#[test]
fn a_gap_elsewhere_is_no_evidence() {
    let duties =
        vec![Duty::plain("t.d", "require a: !duties[\"t.z\"].met;"), Duty::plain("t.z", "require a: facts.n == 1;")];
    let found = audit(duties).bare("n: { value: 2, cites: [paper] }").found();
    assert_eq!((found.outcome("a"), found.support("a")), ("met".into(), "asserted".into()));
}

#[test]
fn the_id_is_a_literal() {
    for script in [
        "require a: duties[facts.t].met;",
        "let id = \"t.z\";\nrequire a: duties[id].met;",
        "require a: duties[\"t.\" + \"z\"].met;",
        "require a: [\"t.z\"].all(|id| duties[id].met);",
        "let all = duties;\nrequire a: all[\"t.z\"].met;",
        "fn own(all) { all[\"t.z\"].met }\nrequire a: own(duties);",
        "require a: [duties].all(|all| all[\"t.z\"].met);",
        "require a: (duties)[\"t.z\"].met;",
        "require a: if facts.yes { duties } else { duties }[\"t.z\"].met;",
    ] {
        let audit = audit(vec![Duty::plain("t.d", script), Duty::plain("t.z", "require a: facts.n == 1;")])
            .facts("n: 1\nt: t.z");
        match audit.ask() {
            Err(problems) => assert!(problems.iter().all(|problem| problem.line > 0)),
            // Where it is let through, the edge must be known.
            Ok(found) => assert!(found.duty("t.d").rests_on.iter().any(|id| id.as_str() == "t.z"), "{script}"),
        }
    }
}

#[test]
fn an_edge_is_found_wherever_it_stands() {
    for script in [
        "let other = duties[\"t.z\"].met;\nrequire a: other;",
        "let other = duties[\"t.z\"];\nrequire a: other.met;",
        "require a: [1].all(|x| duties[\"t.z\"].met);",
        "require a when duties[\"t.z\"].met: facts.n == 1;",
        "require a: if facts.n == 1 { duties[\"t.z\"].met } else { false };",
    ] {
        let found = audit(vec![Duty::plain("t.d", script), Duty::plain("t.z", "require a: facts.n == 1;")])
            .facts("n: 1")
            .found();
        assert_eq!((found.outcome("a"), found.duty("t.d").rests_on.len()), ("met".into(), 1), "{script}");
    }
}

#[test]
fn duties_are_judged_in_the_order_of_their_edges() {
    // Against the order of their names, three deep.
    let duties = vec![
        Duty::plain("t.a", "require a: duties[\"t.b\"].met;"),
        Duty::plain("t.b", "require a: duties[\"t.c\"].met;"),
        Duty::plain("t.c", "require a: facts.n == 1;"),
    ];
    assert_eq!(audit(duties).facts("n: 1").found().standing_of("t.a"), "satisfied");
}

#[test]
fn a_cycle_is_a_problem_that_shows_every_edge() {
    let duties = vec![
        Duty::plain("t.a", "require a: duties[\"t.b\"].met;"),
        Duty::plain("t.b", "require a: duties[\"t.c\"].met;"),
        Duty::plain("t.c", "require a: duties[\"t.a\"].met || duties[\"t.b\"].met;"),
    ];
    let problems = audit(duties).ask().err().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!((problems[0].code, problems[0].related), ("P054", 3));
    let own = audit(vec![Duty::plain("t.a", "require a: duties[\"t.a\"].met;")]);
    assert_eq!(own.codes(), ["P054"]);
}

#[test]
fn a_duty_that_nobody_defines_never_decides() {
    let audit = audit(vec![Duty::plain("t.d", "require a: !duties[\"t.none-such\"].met;")]);
    match audit.ask() {
        Err(problems) => assert!(problems.iter().all(|problem| problem.line > 0)),
        Ok(found) => assert_eq!(found.outcome("a"), "unknown"),
    }
}

/// The duties from which each follows: `t.z` is a gap, or unassessed, by its own facts.
fn follows(script: &str, facts: &str) -> Vec<String> {
    let duties = vec![
        Duty::plain("t.d", script),
        Duty::plain("t.y", "require a: facts.yes;"),
        Duty::plain("t.z", "require a: facts.n == 1;"),
    ];
    let found = audit(duties).facts(facts).found();
    found.duty("t.d").follows_from.iter().map(ToString::to_string).collect()
}

#[test]
fn a_gap_follows_from_those_alone_that_keep_it_open() {
    let rests_on_z = "require a: duties[\"t.z\"].met;";
    let on_both = "require a: duties[\"t.z\"].met && duties[\"t.y\"].met;";
    for (script, facts, expected) in [
        (rests_on_z, "n: 2", vec!["t.z"]),
        (rests_on_z, "n: 1", vec![]),
        // Not assessed, because the other is not.
        (rests_on_z, "", vec!["t.z"]),
        // What is open for a reason of its own follows from nothing.
        ("require a: duties[\"t.z\"].met && facts.n == 3;", "n: 2", vec![]),
        (on_both, "n: 2\nyes: false", vec!["t.y", "t.z"]),
        (on_both, "n: 2\nyes: true", vec!["t.z"]),
        ("require a: duties[\"t.z\"].met || duties[\"t.y\"].met;", "n: 2\nyes: false", vec!["t.z"]),
    ] {
        assert_eq!(follows(script, facts), expected, "{script} {facts}");
    }
}

#[test]
fn tracing_where_a_gap_comes_from_leaves_every_other_judgement_as_it_was() {
    let duties = vec![
        Duty::plain("t.d", "require a: duties[\"t.z\"].met;"),
        Duty::plain("t.e", "require a: !duties[\"t.z\"].met;"),
        Duty::plain("t.z", "require a: facts.n == 1;"),
    ];
    let found = audit(duties).facts("n: 2").found();
    assert_eq!(
        (found.standing_of("t.d"), found.duty("t.e").verdict.to_string(), found.standing_of("t.z")),
        ("gap".into(), "met".into(), "gap".into())
    );
}
