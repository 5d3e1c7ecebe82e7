//! Section 3.

use super::harness::*;

fn due(script: &str) -> Audit {
    rules(&requirement("a", LOOK_BACK), script)
}

#[test]
fn a_when_that_is_false_makes_it_not_applicable_with_the_facts_read() {
    let found = rule("require a when facts.yes: facts.n == 1;").facts("yes: false").found();
    assert_eq!(found.outcomes(), ["a=not-applicable"]);
    let read: Vec<&str> = found.pair("a").facts.iter().map(|fact| fact.path.as_str()).collect();
    assert_eq!(read, ["yes"]);
}

#[test]
fn a_when_that_is_missing_makes_it_unknown() {
    let found = rule("require a when facts.yes: facts.n == 1;").facts("n: 1").found();
    assert_eq!(found.outcomes(), ["a=unknown"]);
    assert_eq!(found.pair("a").missing, ["yes"]);
}

#[test]
fn after_a_when_that_is_false_or_missing_the_rest_is_not_evaluated() {
    // What follows would be an error.
    for (facts, outcome) in [("yes: false", "not-applicable"), ("", "unknown")] {
        let audit = due("require a when facts.yes by 1 + \"x\": 1 == \"x\";").facts(facts);
        assert_eq!(audit.outcome(), outcome);
    }
    assert_eq!(due("require a when facts.yes by 1 + \"x\": 1 == \"x\";").facts("yes: true").outcome(), "error");
}

#[test]
fn an_expression_that_is_true_is_met_whatever_by_is() {
    for by in ["due: 2000-01-01", "due: 2099-01-01", "due: none", ""] {
        let audit = due("require a by facts.due: facts.n == 1;").facts(&format!("n: 1\n{by}"));
        assert_eq!(audit.outcome(), if by == "due: 2000-01-01" { "history" } else { "met" }, "{by}");
    }
}

#[test]
fn an_expression_that_is_missing_is_unknown_whatever_by_is() {
    for by in ["due: 2020-01-01", "due: 2099-01-01", "due: none", ""] {
        assert_eq!(due("require a by facts.due: facts.n == 1;").facts(by).outcome(), "unknown", "{by}");
    }
}

#[test]
fn false_and_by_missing_is_unknown() {
    assert_eq!(due("require a by facts.due: facts.n == 1;").facts("n: 2").outcome(), "unknown");
    assert_eq!(due("require a by facts.due: facts.n == 1;").facts("n: 2\ndue: none").outcome(), "unknown");
}

#[test]
fn false_is_not_yet_due_until_the_last_day_of_by_has_passed() {
    let audit = due("require a by facts.due: facts.n == 1;");
    for (by, as_of, outcome) in [
        ("2021-02-10", "2021-02-09", "not-yet-due"),
        ("2021-02-10", "2021-02-10", "not-yet-due"),
        ("2021-02-10", "2021-02-11", "not-met"),
        ("2021-02", "2021-02-28", "not-yet-due"),
        ("2021-02", "2021-03-01", "not-met"),
        ("2021", "2021-12-31", "not-yet-due"),
        ("2021", "2022-01-01", "not-met"),
    ] {
        let audit = audit.clone().facts(&format!("n: 2\ndue: {by}")).on(as_of);
        assert_eq!(audit.outcome(), outcome, "{by} as of {as_of}");
    }
}

#[test]
fn false_without_by_is_not_met() {
    assert_eq!(rule("require a: facts.n == 1;").facts("n: 2").outcome(), "not-met");
}

#[test]
fn a_requirement_with_by_and_no_look_back_is_a_problem() {
    assert_eq!(rule("require a by facts.due: facts.n == 1;").codes(), ["P049"]);
    assert_eq!(due("require a: facts.n == 1;").codes(), ["P049"]);
}

#[test]
fn a_look_back_says_who_set_it_and_why() {
    for look_back in ["{ period: 3 years }", "{ period: 3 years, set_by: us }", "{ period: 3 years, because: so }"] {
        let audit =
            rules(&requirement("a", &format!("look_back: {look_back}")), "require a by facts.due: facts.n == 1;");
        assert!(audit.codes().contains(&"P021"), "{look_back}");
    }
}

#[test]
fn a_pair_whose_by_ended_before_the_look_back_is_history_listed_and_set_aside() {
    let audit = due("require a by facts.due: facts.n == 1;");
    // Three years before 2021-01-31.
    for (by, n, outcome, verdict) in [
        ("2018-01-31", 2, "not-met", "not-met"),
        ("2018-01-30", 2, "history", "not-applicable"),
        ("2018-01-30", 1, "history", "not-applicable"),
        ("2018-01", 2, "not-met", "not-met"),
        ("2017-12", 2, "history", "not-applicable"),
    ] {
        let found = audit.clone().facts(&format!("n: {n}\ndue: {by}")).found();
        assert_eq!((found.outcome("a"), found.verdict()), (outcome.to_owned(), verdict.to_owned()), "{by} {n}");
        assert_eq!(found.duty("t.d").outcomes.history, usize::from(outcome == "history"));
    }
}

#[test]
fn one_met_late_within_the_look_back_is_a_gap_to_be_recorded_only() {
    let found = due("require a by facts.due: facts.d <= facts.due;").facts("d: 2020-06-01\ndue: 2020-05-01").found();
    assert_eq!((found.outcome("a"), found.standing()), ("not-met".into(), "gap".into()));
    assert_eq!(found.pair("a").remedy, "none: record only");
}

#[test]
fn one_that_is_not_met_to_this_day_keeps_its_remedy() {
    let found = due("require a by facts.due: facts.d <= facts.due;").facts("d: 2021-06-01\ndue: 2020-05-01").found();
    assert_eq!((found.outcome("a"), found.pair("a").remedy.as_str()), ("not-met".into(), "mend a"));
}

#[test]
fn another_date_that_passed_since_does_not_make_it_met_late() {
    // `e` is a date of something else; `n` is what was due, and it is not done.
    let found = due("require a by facts.due: facts.n == 1 && facts.e <= as_of;")
        .facts("n: 0\ne: 2020-06-01\ndue: 2020-05-01")
        .found();
    assert_eq!(found.outcome("a"), "not-met");
    assert_eq!(found.pair("a").remedy, "mend a");
}

#[test]
fn a_none_stated_before_the_deadline_ended_leaves_it_unknown() {
    let audit = due("require a by facts.due: facts.d <= facts.due;");
    for (stated, outcome) in
        [("2020-05-01", "unknown"), ("2020-05-02", "not-met"), ("2020-04-30", "unknown"), ("2020-05", "unknown")]
    {
        let found = audit
            .clone()
            .bare(&format!(
                "due: {{ value: 2020-05-01, cites: [doc] }}\nd: {{ none: true, stated_on: {stated}, cites: [doc] }}"
            ))
            .found();
        assert_eq!(found.outcome("a"), outcome, "{stated}");
        if outcome == "unknown" {
            assert_eq!(found.reason("a"), format!("last stated {stated}, before the deadline"));
        }
    }
}

#[test]
fn a_none_of_a_whole_record_stated_before_the_deadline_leaves_it_unknown() {
    let audit = due("require a by facts.due: facts.r.d <= facts.due;");
    let found = audit
        .bare("due: { value: 2020-05-01, cites: [doc] }\nr: { none: true, stated_on: 2020-04-01, cites: [doc] }")
        .found();
    assert_eq!(found.outcome("a"), "unknown");
}

#[test]
fn a_none_read_outside_the_requirement_counts_too() {
    let audit = due("let done = facts.d;\nrequire a by facts.due: done <= facts.due;");
    let found = audit
        .bare("due: { value: 2020-05-01, cites: [doc] }\nd: { none: true, stated_on: 2020-04-01, cites: [doc] }")
        .found();
    assert_eq!(found.outcome("a"), "unknown");
}

#[test]
fn every_read_is_recorded_with_path_value_file_line_and_column() {
    let found = rule("require a: facts.n == 1 && facts.r.d <= as_of && facts.words.contains(\"b\");")
        .facts("n: 1\nr:\n  cites: [doc]\n  d: 2020-05\nwords: [a, b]")
        .found();
    let read: Vec<(String, String, String, u32, u32)> = found
        .pair("a")
        .facts
        .iter()
        .map(|fact| (fact.path.clone(), fact.value.clone(), fact.at.file.clone(), fact.at.line, fact.at.column))
        .collect();
    let at = |path: &str, value: &str, line, column| {
        (path.to_owned(), value.to_owned(), "profile.yaml".to_owned(), line, column)
    };
    assert_eq!(
        read,
        [at("n", "1", 6, 6), at("r.d", "2020-05", 9, 8), at("words[0]", "a", 10, 11), at("words[1]", "b", 10, 14)]
    );
}

#[test]
fn a_fact_read_outside_any_require_counts_for_every_requirement_later_in_its_block() {
    let both = format!("{}{}{}", requirement("a", ""), requirement("b", ""), requirement("c", ""));
    let script = "require a: facts.m == 1;\nlet n = facts.n;\nrequire b: n == 1;\nrequire c: facts.m == 1;";
    let found = rules(&both, script).facts("n: 1\nm: 1").found();
    let read = |name: &str| found.pair(name).facts.iter().map(|fact| fact.path.clone()).collect::<Vec<_>>();
    assert_eq!(read("a"), ["m"]);
    assert_eq!(read("b"), ["n"]);
    assert_eq!(read("c"), ["n", "m"]);
}

#[test]
fn after_an_abort_what_was_not_judged_is_unknown_or_an_error_by_what_was_missing() {
    let two = format!("{}{}", requirement("a", ""), requirement("b", ""));
    let script = "require a: facts.n == 1;\nlet x = if facts.yes { 1 } else { 2 };\nrequire b: facts.n == x;";
    assert_eq!(rules(&two, script).facts("n: 1").found().outcomes(), ["a=met", "b=unknown"]);
    let script = "require a: facts.n == 1;\nlet x = facts.n + \"text\";\nrequire b: facts.n == x;";
    assert_eq!(rules(&two, script).facts("n: 1").found().outcomes(), ["a=met", "b=error"]);
}

#[test]
fn what_is_met_or_not_met_without_any_fact_rests_on_nothing() {
    for expression in [
        "true",
        "false",
        "1 == 1",
        "as_of > date(\"2020-01-01\")",
        "force.id == \"midshire\"",
        "force.id == \"elsewhere\"",
        "facts.n == 1 || true",
        "facts.n == 1 && false",
        "facts.plans.len() == 2",
        "facts.plans.len() == 3",
        "sets.councils.north.size == 7",
        "days * 2 == days * 2",
        "[1, 2].contains(1)",
        "[facts.n].len() <= 1",
        "[].any(|x| true)",
    ] {
        let found = rule(&format!("require a: {expression};")).facts("n: 1").found();
        assert_eq!(found.outcome("a"), "error", "{expression}");
    }
    let found = rule("require a: true;").found();
    assert!(found.reason("a").starts_with("rests on nothing"), "{}", found.reason("a"));
}

#[test]
fn reading_a_duty_is_reading_a_fact() {
    let duties =
        vec![Duty::plain("t.d", "require a: duties[\"t.e\"].met;"), Duty::plain("t.e", "require a: facts.n == 1;")];
    assert_eq!(audit(duties).facts("n: 1").found().outcomes(), ["a=met"]);
}

#[test]
fn reading_departures_is_reading_a_fact() {
    let audit = rule("require a: departures.all(|d| d.until >= as_of);");
    let found = audit.departures("complete: { members: [], cites: [doc] }").found();
    assert_eq!((found.outcomes(), found.standing()), (vec!["a=met".into()], "satisfied".into()));
}

#[test]
fn a_met_pair_whose_deadline_cannot_be_told_makes_no_duty_met_alone() {
    let found = due("require a by facts.due: facts.n == 1;").facts("n: 1").found();
    assert_eq!((found.outcome("a"), found.standing()), ("met".into(), "unassessed".into()));
}
