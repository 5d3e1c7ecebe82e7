//! Section 10.

use super::harness::*;

const GOOD: &str = "duty: t.d, requirements: [a], decided_by: [chief-officer], decided_on: 2020-05-01, reason: so, until: 2021-12-31, cites: [doc]";

/// `a` and `b` of no set, with a departure `d1`.
fn two(facts: &str, departure: &str) -> Audit {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    rules(&both, "require a: facts.n == 1;\nrequire b: facts.m == 1;")
        .bare(facts)
        .departures(&format!("d1: {{ {departure} }}"))
}

fn one(departure: &str) -> Audit {
    rule("require a: facts.n == 1;").facts("n: 2").departures(&format!("d1: {{ {departure} }}"))
}

#[test]
fn a_departure_in_force_and_complete_sets_aside_what_it_names() {
    for binding in ["expected", "standard", "recommendation"] {
        let found = one(GOOD).duty(|duty| duty.binding = binding).found();
        assert_eq!(
            (found.outcome("a"), found.verdict(), found.standing()),
            ("not-met".into(), "not-met".into(), "departed".into()),
            "{binding}"
        );
        assert!(found.departure("d1").in_effect);
        assert_eq!(found.pair("a").set_aside_by.as_ref().map(|id| id.as_str()), Some("d1"));
    }
}

#[test]
fn on_a_must_or_a_regard_duty_it_is_reported_as_invalid() {
    for binding in ["must", "due-regard", "have-regard"] {
        let found = one(GOOD).duty(|duty| duty.binding = binding).found();
        assert_eq!(found.standing(), "gap", "{binding}");
        assert!(
            !found.departure("d1").in_effect && found.departure("d1").state.starts_with("invalid"),
            "{}",
            found.departure("d1").state
        );
    }
}

#[test]
fn an_incomplete_one_is_reported_and_sets_nothing_aside() {
    for part in [
        "requirements: [a]",
        "decided_by: [chief-officer]",
        "decided_on: 2020-05-01",
        "reason: so",
        "until: 2021-12-31",
        "cites: [doc]",
    ] {
        let rest: Vec<&str> = [
            "duty: t.d",
            "requirements: [a]",
            "decided_by: [chief-officer]",
            "decided_on: 2020-05-01",
            "reason: so",
            "until: 2021-12-31",
            "cites: [doc]",
        ]
        .into_iter()
        .filter(|it| *it != part)
        .collect();
        let found = one(&rest.join(", ")).found();
        assert_eq!(found.standing(), "gap", "without {part}");
        assert!(
            found.departure("d1").state.starts_with("incomplete"),
            "without {part}: {}",
            found.departure("d1").state
        );
    }
}

#[test]
fn every_office_that_owes_the_duty_must_have_decided_it() {
    let audit = one(GOOD).duty(|duty| duty.owed_by = "chief-officer, pcc");
    let found = audit.found();
    assert_eq!(found.standing(), "gap");
    assert!(found.departure("d1").state.contains("`pcc`"), "{}", found.departure("d1").state);
    let both = GOOD.replace("[chief-officer]", "[chief-officer, pcc]");
    assert_eq!(one(&both).duty(|duty| duty.owed_by = "chief-officer, pcc").found().standing(), "departed");
    // An office that the force does not have decides nothing.
    assert_eq!(one(GOOD).duty(|duty| duty.owed_by = "chief-officer, mayor").found().standing(), "departed");
}

#[test]
fn it_holds_until_the_whole_of_its_last_day() {
    let audit = one(GOOD).bare("n: { value: 2, cites: [doc], since: 2000-01-01 }");
    for (as_of, standing) in [("2021-12-31", "departed"), ("2022-01-01", "gap")] {
        let found = audit.clone().on(as_of).found();
        assert_eq!(found.standing(), standing, "{as_of}");
        assert_eq!(found.departure("d1").state.starts_with("expired"), standing == "gap");
    }
    let by_month = GOOD.replace("2021-12-31", "2021-11");
    assert_eq!(one(&by_month).on("2021-11-30").found().standing(), "departed");
    assert_eq!(one(&by_month).on("2021-12-01").found().standing(), "gap");
}

#[test]
fn it_holds_from_the_day_on_which_it_was_decided() {
    let audit = one(&GOOD.replace("2020-05-01", "2021-01-20")).bare("n: { value: 2, cites: [doc], since: 2000-01-01 }");
    assert_eq!(audit.clone().on("2021-01-31").found().standing(), "departed");
    let audit = audit.stated("2021-01-31");
    assert_eq!(audit.on("2021-01-19").found().standing(), "gap");
}

#[test]
fn a_decision_that_was_only_planned_sets_nothing_aside() {
    let audit = one(&GOOD.replace("2020-05-01", "2021-03-01"));
    assert_eq!(audit.on("2021-06-01").found().standing(), "gap");
    let planned = GOOD.replace("decided_on: 2020-05-01", "decided_on: { value: 2020-05-01, planned: true }");
    assert_eq!(one(&planned).found().standing(), "gap");
}

#[test]
fn a_departure_stated_after_the_as_of_date_sets_nothing_aside() {
    let audit = one(GOOD).bare("n: { value: 2, cites: [doc], since: 2000-01-01 }");
    assert_eq!(audit.on("2020-12-31").found().standing(), "gap");
}

#[test]
fn one_that_is_not_needed_is_reported() {
    let found = one(GOOD).facts("n: 1").found();
    assert_eq!(found.standing(), "satisfied");
    assert!(
        !found.departure("d1").in_effect && found.departure("d1").state.starts_with("not needed"),
        "{}",
        found.departure("d1").state
    );
}

#[test]
fn the_duty_has_the_standing_that_the_remaining_pairs_alone_would_give() {
    for (m, verdict, standing) in [
        ("{ value: 1, cites: [doc] }", "partly-met", "departed"),
        ("{ value: 1, cites: [paper] }", "partly-met", "unproven"),
        ("{ value: 2, cites: [doc] }", "not-met", "gap"),
        ("", "not-met", "unassessed"),
    ] {
        let found = two(&format!("n: {{ value: 2, cites: [doc] }}\nm: {m}"), GOOD).found();
        assert_eq!((found.verdict(), found.standing()), (verdict.to_owned(), standing.to_owned()), "m: {m}");
    }
}

#[test]
fn it_never_touches_what_is_unproven_or_unassessed() {
    for (facts, standing) in [
        ("n: { value: 1, cites: [paper] }\nm: { value: 1, cites: [doc] }", "unproven"),
        ("m: { value: 1, cites: [doc] }", "unassessed"),
        ("", "unassessed"),
    ] {
        assert_eq!(two(facts, GOOD).found().standing(), standing, "{facts}");
    }
}

#[test]
fn it_sets_aside_only_the_subjects_that_it_names() {
    let each = rules(&requirement("a", "for_each: councils"), "require a: facts.n == 1;").facts("n: 2");
    let of = |subjects: &str| each.clone().departures(&format!("d1: {{ {GOOD}{subjects} }}")).found();
    assert_eq!(of(", subjects: [north, south]").standing(), "departed");
    let half = of(", subjects: [north]");
    assert_eq!((half.standing(), half.departure("d1").sets_aside), ("gap".into(), 1));
    assert_eq!(of("").standing(), "gap");
    assert!(of("").departure("d1").state.contains("which subjects"));
}

#[test]
fn what_a_departure_names_must_exist() {
    for departure in [GOOD.replace("t.d", "t.e"), GOOD.replace("[a]", "[z]"), format!("{GOOD}, subjects: [north]")] {
        assert!(one(&departure).codes().contains(&"P034"), "{departure}");
    }
}

#[test]
fn history_is_not_set_aside() {
    let audit = rules(&requirement("a", LOOK_BACK), "require a by facts.due: facts.n == 1;")
        .facts("n: 2\ndue: 2010-01-01")
        .departures(&format!("d1: {{ {GOOD} }}"));
    assert!(audit.found().departure("d1").state.starts_with("not needed"));
}

#[test]
fn scripts_read_departures_as_facts() {
    let audit = audit(vec![
        Duty::plain("t.d", "require a: facts.n == 1;"),
        Duty::plain(
            "t.e",
            "require a: departures.any(|d| d.duty == \"t.d\" && d.decided_by.contains(\"chief-officer\"));",
        ),
    ]);
    let found = audit.facts("n: 2").departures(&format!("d1: {{ {GOOD} }}")).found();
    let pair = found.pair_of("t.e", "a");
    assert_eq!(pair.outcome.as_str(), "met");
    assert!(pair.facts.iter().any(|fact| fact.path == "departures.d1.duty"));
}
