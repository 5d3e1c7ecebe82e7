//! Section 5.

use super::harness::*;

#[track_caller]
fn table(facts: &str, rows: &[(&str, &str)]) {
    let expressions: Vec<String> = rows.iter().map(|(expression, _)| (*expression).to_owned()).collect();
    for ((expression, outcome), came) in rows.iter().zip(came_each(&expressions, facts)) {
        assert_eq!(came, *outcome, "{expression} with {facts}");
    }
}

#[test]
fn a_comparison_that_the_ends_of_intervals_decide_differently_is_unknown() {
    // As of 2021-01-31; limits, so that nothing is clipped and nothing is a plan.
    table(
        "l: { value: 2020-11, cites: [doc] }\ndue: { value: 2020, cites: [doc] }",
        &[
            ("facts.l <= as_of", "met"),
            ("facts.l < date(\"2020-11-15\")", "unknown"),
            ("facts.l < date(\"2020-12-01\")", "met"),
            ("facts.l < date(\"2020-11-30\")", "unknown"),
            ("facts.l <= date(\"2020-11-30\")", "met"),
            ("facts.l <= date(\"2020-11-29\")", "unknown"),
            ("facts.l >= date(\"2020-11-01\")", "met"),
            ("facts.l > date(\"2020-11-01\")", "unknown"),
            ("facts.l > date(\"2020-10-31\")", "met"),
            ("facts.l < date(\"2020-11-01\")", "not-met"),
            ("facts.l > date(\"2020-11-30\")", "not-met"),
            ("facts.due < facts.l", "unknown"),
            ("facts.l < facts.due", "unknown"),
            ("facts.due <= date(\"2020\")", "unknown"),
            ("facts.due < date(\"2021\")", "met"),
            ("date(\"2020-11\") == date(\"2020-11\") && facts.due < as_of", "unknown"),
        ],
    );
}

#[test]
fn equality_is_unknown_unless_both_are_days_or_the_intervals_are_apart() {
    table(
        "l: { value: 2020-11, cites: [doc] }\ndue: { value: 2020-11-05, cites: [doc] }",
        &[
            ("facts.l == facts.l", "unknown"),
            ("facts.l != facts.l", "unknown"),
            ("facts.l == facts.due", "unknown"),
            ("facts.l != facts.due", "unknown"),
            ("facts.due == facts.l", "unknown"),
            ("facts.l == date(\"2020-12\")", "not-met"),
            ("facts.l != date(\"2020-12\")", "met"),
            ("facts.l == date(\"2020-10-31\")", "not-met"),
            ("facts.due == date(\"2020-11-05\")", "met"),
            ("facts.due != date(\"2020-11-05\")", "not-met"),
            ("facts.due == date(\"2020-11-06\")", "not-met"),
            ("[facts.l].contains(date(\"2020-11-05\"))", "unknown"),
        ],
    );
}

#[test]
fn months_clamp_and_durations_move_both_ends() {
    table(
        "l: { value: 2020-01-31, cites: [doc] }\ndue: { value: 2020-11, cites: [doc] }",
        &[
            ("facts.l + 1 * months == date(\"2020-02-29\")", "met"),
            ("facts.l + 13 * months == date(\"2021-02-28\")", "met"),
            ("facts.l - 2 * months == date(\"2019-11-30\")", "met"),
            ("facts.l + 4 * weeks == date(\"2020-02-28\")", "met"),
            ("facts.l + 1 * years == date(\"2021-01-31\")", "met"),
            ("facts.due + 10 * days >= date(\"2020-11-11\")", "met"),
            ("facts.due + 10 * days <= date(\"2020-12-10\")", "met"),
            ("facts.due + 10 * days > date(\"2020-11-11\")", "unknown"),
            ("facts.due + 10 * days < date(\"2020-12-10\")", "unknown"),
            ("facts.due - 1 * months >= date(\"2020-10-01\")", "met"),
        ],
    );
}

#[test]
fn last_day_of_counts_its_date_as_day_one() {
    table(
        "l: { value: 2020-03-09, cites: [doc] }\ndue: { value: 2020-03, cites: [doc] }",
        &[
            ("last_day_of(56 * days, facts.l) == date(\"2020-05-03\")", "met"),
            ("last_day_of(1 * days, facts.l) == facts.l", "met"),
            ("last_day_of(1 * months, facts.l) == date(\"2020-04-08\")", "met"),
            ("last_day_of(1 * years, facts.l) == date(\"2021-03-08\")", "met"),
            ("last_day_of(1 * weeks, facts.l) == date(\"2020-03-15\")", "met"),
            ("last_day_of(56 * days, facts.due) >= date(\"2020-04-25\")", "met"),
            ("last_day_of(56 * days, facts.due) <= date(\"2020-05-25\")", "met"),
            ("last_day_of(56 * days, facts.due) > date(\"2020-04-25\")", "unknown"),
        ],
    );
}

#[test]
fn every_bound_includes_its_whole_last_day() {
    let audit = rules(&requirement("a", LOOK_BACK), "require a by last_day_of(56 * days, facts.l): facts.n == 1;");
    let audit = audit.bare("l: { value: 2020-12-01, cites: [doc] }\nn: { value: 2, cites: [doc] , since: 2000-01-01 }");
    assert_eq!(audit.clone().on("2021-01-25").stated("2020-12-01").outcome(), "not-yet-due");
    assert_eq!(audit.on("2021-01-26").stated("2020-12-01").outcome(), "not-met");
}

fn event(facts: &str, as_of: &str) -> Audit {
    rule("require a: facts.d <= as_of;").bare(facts).on(as_of)
}

#[test]
fn an_event_later_than_its_facts_stated_on_is_a_plan() {
    let facts = "d: { value: 2021-03-01, cites: [doc] }";
    // Until its day it compares as a date; from its day on it is not confirmed.
    assert_eq!(event(facts, "2021-02-28").outcome(), "not-met");
    let found = event(facts, "2021-03-01").found();
    assert_eq!((found.outcome("a"), found.reason("a")), ("unknown".into(), "planned for 2021-03-01, not confirmed"));
    assert_eq!(event(facts, "2025-01-01").outcome(), "unknown");
    // Stated on or after its day, it has happened.
    assert_eq!(event("d: { value: 2021-03-01, stated_on: 2021-03-01, cites: [doc] }", "2021-03-01").outcome(), "met");
    assert_eq!(
        event("d: { value: 2021-03-01, stated_on: 2021-02-28, cites: [doc] }", "2021-03-01").outcome(),
        "unknown"
    );
}

#[test]
fn a_partial_plan_is_a_plan_from_its_first_day_on() {
    let facts = "d: { value: 2021-03, cites: [doc] }";
    assert_eq!(event(facts, "2021-02-28").outcome(), "not-met");
    assert_eq!(event(facts, "2021-03-01").outcome(), "unknown");
    assert_eq!(event(facts, "2021-04-01").outcome(), "unknown");
}

#[test]
fn a_limit_later_than_its_facts_stated_on_is_no_plan() {
    let audit = rule("require a: facts.l >= as_of;").bare("l: { value: 2021-03-01, cites: [doc] }");
    assert_eq!(audit.clone().on("2021-03-01").outcome(), "met");
    assert_eq!(audit.on("2021-03-02").outcome(), "not-met");
}

#[test]
fn the_mark_of_a_plan_is_carried_through_arithmetic() {
    for expression in [
        "facts.d - 1 * years <= as_of",
        "facts.d + 1 * days >= as_of",
        "1 * days + facts.d >= as_of",
        "last_day_of(56 * days, facts.d) >= as_of",
        "min(facts.d, as_of) <= as_of",
        "max(facts.d, date(\"2000-01-01\")) <= as_of",
        "[facts.d].any(|x| x <= as_of)",
        "[facts.d].map(|x| x - 1 * years).all(|x| x <= as_of)",
        "facts.d == date(\"2021-03-01\")",
        "facts.d != date(\"1999-01-01\")",
        "!(facts.d > as_of)",
    ] {
        let audit =
            rule(&format!("require a: {expression};")).bare("d: { value: 2021-03-01, cites: [doc] }").on("2021-06-01");
        assert_eq!(audit.outcome(), "unknown", "{expression}");
    }
}

#[test]
fn a_deadline_that_was_only_planned_is_unknown_once_it_has_come() {
    let audit = rules(&requirement("a", LOOK_BACK), "require a by facts.d: facts.n == 1;")
        .bare("d: { value: 2021-03-01, cites: [doc] }\nn: { value: 2, cites: [doc] }");
    assert_eq!(audit.clone().on("2021-02-28").outcome(), "not-yet-due");
    assert_eq!(audit.clone().on("2021-03-01").outcome(), "unknown");
    assert_eq!(audit.on("2021-03-02").outcome(), "unknown");
}

#[test]
fn an_element_of_a_list_of_events_may_be_a_plan() {
    let audit = rule("require a: facts.events.any(|e| e >= date(\"2021-01-01\"));")
        .bare("events: { list: [2020-01-01, 2021-03-01], cites: [doc] }");
    assert_eq!(audit.on("2021-04-01").outcome(), "unknown");
}

#[test]
fn a_partial_event_that_contains_its_stated_on_ends_there_unless_planned() {
    let facts = "d: { value: 2021, cites: [doc] }";
    assert_eq!(event(facts, "2021-01-31").outcome(), "met");
    let audit = rule("require a: facts.d <= date(\"2021-01-31\");");
    assert_eq!(audit.clone().bare(facts).on("2021-06-01").outcome(), "met");
    assert_eq!(
        audit.clone().bare("d: { value: 2021, planned: true, cites: [doc] }").on("2021-06-01").outcome(),
        "unknown"
    );
    // A limit does not end there.
    assert_eq!(rule("require a: facts.l <= as_of;").bare("l: { value: 2021, cites: [doc] }").outcome(), "unknown");
    // Nor does an event that does not contain it.
    assert_eq!(audit.bare("d: { value: 2020, cites: [doc] }").outcome(), "met");
}

#[test]
fn a_computed_date_is_never_compared_with_stated_on() {
    // 2021-01-20 and 56 days lie beyond the day on which all was stated; that makes no plan of it.
    let audit = rule("require a: facts.d + 56 * days <= as_of;").bare("d: { value: 2021-01-20, cites: [doc] }");
    assert_eq!(audit.clone().on("2021-03-17").outcome(), "met");
    assert_eq!(audit.clone().on("2021-03-16").outcome(), "not-met");
    // Nor is the end of a partial one clipped after it was moved.
    let audit =
        rule("require a: facts.d + 1 * years <= date(\"2021-12-30\");").bare("d: { value: 2020, cites: [doc] }");
    assert_eq!(audit.outcome(), "unknown");
}

#[test]
fn data_of_the_law_is_no_plan() {
    let audit = rules(
        &requirement("a", "for_each: changes"),
        "require a: sets.changes[subject].issued <= as_of && facts.n == 1;",
    );
    let audit = audit.bare("n: { value: 1, cites: [doc], since: 2000-01-01 }").stated("2009-01-01").on("2019-01-01");
    assert_eq!(audit.found().outcomes(), ["a/early=met", "a/late=met", "a/vague=met"]);
}

#[test]
fn a_date_in_the_profile_that_is_none_is_a_problem() {
    for date in ["2021-02-29", "2020-13", "31/01/2020", "soon", "2020-1-1", "20200101"] {
        let audit = rule("require a: facts.d <= as_of;").bare(&format!("d: {{ value: {date}, cites: [doc] }}"));
        assert!(audit.codes().contains(&"P023"), "{date}: {:?}", audit.codes());
    }
}
