//! Section 9.

use super::harness::*;

fn must(facts: &str) -> Audit {
    rule("require a: facts.n == 1;").bare(facts).duty(|duty| duty.binding = "must")
}

#[test]
fn only_what_is_met_and_evidenced_is_satisfied() {
    for (facts, standing) in [
        ("n: { value: 1, cites: [doc] }", "satisfied"),
        ("n: { value: 1, cites: [paper] }", "unproven"),
        ("n: 1", "unproven"),
        ("n: { value: 2, cites: [doc] }", "gap"),
        ("", "unassessed"),
    ] {
        let found = must(facts).found();
        assert_eq!(found.standing(), standing, "{facts}");
        assert_eq!(found.0.assessment.summary.standings.satisfied, usize::from(standing == "satisfied"), "{facts}");
    }
}

#[test]
fn a_failed_must_of_a_primary_source_on_cited_facts_is_an_apparent_breach() {
    let found = must("n: { value: 2, cites: [paper] }").found();
    assert!(found.duty("t.d").apparent_breach && found.pair("a").apparent_breach);
}

#[test]
fn nothing_else_is_an_apparent_breach() {
    for binding in ["due-regard", "have-regard", "expected", "standard", "recommendation"] {
        let found = must("n: { value: 2, cites: [doc] }").duty(|duty| duty.binding = binding).found();
        assert_eq!((found.outcome("a"), found.duty("t.d").apparent_breach), ("not-met".into(), false), "{binding}");
    }
    for source in ["{ instrument: act, at: s, verified: secondary }", "{ instrument: act, at: s, verified: false }"] {
        let found = must("n: { value: 2, cites: [doc] }").duty(|duty| duty.source = source).found();
        assert!(!found.duty("t.d").apparent_breach, "{source}");
    }
    assert!(!must("n: 2").found().duty("t.d").apparent_breach, "uncited");
    assert!(!must("").found().duty("t.d").apparent_breach, "unknown");
    assert!(!must("n: { value: 1, cites: [doc] }").found().duty("t.d").apparent_breach, "met");
}

#[test]
fn a_breach_rests_only_on_cited_facts_within_holds_for() {
    let audit = rule("require a: facts.state == 1;")
        .bare("state: { value: 2, stated_on: 2020-01-31, cites: [doc] }")
        .duty(|duty| duty.binding = "must");
    assert!(audit.clone().on("2021-01-31").found().duty("t.d").apparent_breach);
    let late = audit.on("2021-02-01").found();
    assert_eq!((late.outcome("a"), late.duty("t.d").apparent_breach), ("not-met".into(), false));
    let audit = rule("require a: facts.n == 1 || facts.m == 1;")
        .bare("n: { value: 2, cites: [doc] }\nm: 2")
        .duty(|duty| duty.binding = "must");
    assert!(!audit.found().duty("t.d").apparent_breach);
}

#[test]
fn what_falls_short_of_a_bar_of_the_rule_sets_own_is_a_gap_and_no_breach() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    let bar = "parameters: { least: { value: 3, set_by: x, because: y } }";
    let audit = rules(&both, "let enough = params.least;\nrequire a: facts.n >= enough;\nrequire b: facts.n >= 3;");
    let found = audit.facts("n: 2").duty(|duty| (duty.binding, duty.more) = ("must", bar)).found();
    assert_eq!((found.outcome("a"), found.pair("a").apparent_breach), ("not-met".into(), false));
    assert_eq!((found.outcome("b"), found.pair("b").apparent_breach), ("not-met".into(), true));
    assert_eq!(found.standing(), "gap");
}

#[test]
fn an_event_is_known_to_be_the_latest_only_for_so_long() {
    let audit = rule("require a: facts.last >= as_of - 3 * months;").bare("last: { value: 2020-01-01, cites: [doc] }");
    let audit = audit.stated("2020-07-31").duty(|duty| duty.binding = "must");
    let breach = |as_of: &str| {
        let found = audit.clone().on(as_of).found();
        (found.outcome("a"), found.pair("a").apparent_breach)
    };
    assert_eq!(breach("2020-07-31"), ("not-met".into(), true));
    assert_eq!(breach("2021-01-31"), ("not-met".into(), true));
    assert_eq!(breach("2021-02-01"), ("not-met".into(), false));
    // That it happened holds for good.
    let happened =
        rule("require a: facts.last >= date(\"2019-01-01\");").bare("last: { value: 2020-01-01, cites: [doc] }");
    assert_eq!(happened.stated("2020-07-31").on("2024-01-01").found().standing(), "satisfied");
}

#[test]
fn a_breach_is_one_whatever_the_verdict_of_the_duty() {
    let both = format!("{}{}{}", requirement("a", ""), requirement("b", ""), requirement("c", ""));
    let audit =
        rules(&both, "require a: facts.n == 1;\nrequire b: facts.n == 2;\nrequire c: facts.n == \"x\";").facts("n: 2");
    let found = audit.duty(|duty| duty.binding = "must").found();
    assert_eq!((found.verdict(), found.duty("t.d").apparent_breach), ("partly-met".into(), true));
}

#[test]
fn a_breach_of_the_past_is_none() {
    let audit =
        rules(&requirement("a", LOOK_BACK), "require a by facts.due: facts.n == 1;").facts("n: 2\ndue: 2010-01-01");
    let found = audit.duty(|duty| duty.binding = "must").found();
    assert_eq!((found.outcome("a"), found.duty("t.d").apparent_breach), ("history".into(), false));
}

#[test]
fn a_regard_duty_fails_as_regard_not_shown() {
    for binding in ["due-regard", "have-regard"] {
        let found = must("n: { value: 2, cites: [doc] }").duty(|duty| duty.binding = binding).found();
        assert!(found.reason("a").starts_with("regard not shown"), "{}", found.reason("a"));
    }
    assert!(!must("n: { value: 2, cites: [doc] }").found().reason("a").contains("regard"));
}

#[test]
fn verified_is_one_of_three_words() {
    let audit = must("n: 1").duty(|duty| duty.source = "{ instrument: act, at: s, verified: tertiary }");
    assert!(audit.codes().contains(&"P024"), "{:?}", audit.codes());
}
