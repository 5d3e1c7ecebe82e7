//! What a case file may say: rows, boundaries, parameters, reads.

use super::set::{REPLY, Set};

#[test]
fn a_boundary_is_tried_the_day_before_on_the_day_and_the_day_after_and_says_so() {
    let run = Set::reply(REPLY).test(&[]);
    for line in [
        "`probe.sent` at 2021-04-10, reckoned from 2021-03-10",
        "2021-04-09  sent met",
        "2021-04-10  sent met",
        "2021-04-11  sent not-met",
        "`as_of` at 2021-04-10",
        "2021-04-11  sent not-met",
    ] {
        assert!(run.out.contains(line), "{line} is not in\n{}", run.out);
    }
}

#[test]
fn month_ends_and_the_29th_of_february_are_generated() {
    let run = Set::reply(REPLY).test(&[]);
    for line in [
        "at 2020-03-29, reckoned from 2020-02-29",
        "at 2020-03-28, reckoned from 2020-02-28",
        "at 2021-02-28, reckoned from 2021-01-31",
        "at 2021-03-28, reckoned from 2021-02-28",
        "at 2021-05-30, reckoned from 2021-04-30",
        "at 2022-01-31, reckoned from 2021-12-31",
        "2021-03-01  sent not-met",
    ] {
        assert!(run.out.contains(line), "{line} is not in\n{}", run.out);
    }
}

#[test]
fn a_limit_that_the_file_contradicts_is_a_problem() {
    let cases = "
  - name: in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10 } }
    boundary: { fact: probe.sent, on: 2021-04-11, from: probe.asked, plus: 1 month, expect: { sent: [met, met, not-met] } }
";
    let run = Set::reply(cases).test(&[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("`on` is 2021-04-11, and the limit that is reckoned from 2021-03-10 is 2021-04-10"),
        "{}",
        run.err
    );
}

#[test]
fn a_rule_that_counts_days_for_a_month_is_caught_at_a_month_end() {
    let rule = "let due = facts.probe.asked + 30 * days;
require sent when facts.probe.needed by due: facts.probe.sent <= due;
";
    let set = Set::reply(REPLY);
    set.write("rules/probe/reply.rhai", rule);
    let cases = "
  - name: the reply comes in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-04-10 } }
    boundary: { fact: probe.sent, from: probe.asked, plus: 1 month, expect: { sent: [met, met, not-met] } }
";
    set.write("rules/probe/reply.cases.yaml", &format!("cases:{cases}"));
    assert_eq!(set.test(&[]).code, Some(0), "April has thirty days");
    let thorough = cases.replace("plus: 1 month", "plus: 1 month, also: month-ends");
    set.write("rules/probe/reply.cases.yaml", &format!("cases:{thorough}"));
    let run = set.test(&[]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    assert!(run.out.contains("reckoned from 2021-01-31"), "{}", run.out);
}

#[test]
fn the_name_of_a_row_says_which_it_is() {
    let cases = "
  - name: shared
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10 } }
    expect: { sent: met }
    rows:
      - { name: in time, set: { probe.sent: 2021-04-01 } }
      - { set: { probe.sent: 2021-05-01 } }
";
    let run = Set::reply(cases).test(&[]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("shared: row 2") && !run.out.contains("shared: in time"), "{}", run.out);
}

#[test]
fn reads_and_missing_that_are_not_so_fail_where_they_stand() {
    let cases = "
  - name: told
    as_of: 2021-06-30
    facts: { probe: { needed: false } }
    expect: { sent: not-applicable }
    reads: { sent: [probe.sent] }
    missing: { sent: [probe.needed] }
";
    let run = Set::reply(cases).test(&[]);
    assert_eq!(run.code, Some(1));
    for part in [
        "reply.cases.yaml:6:21: `sent` does not read `probe.sent`",
        "reply.cases.yaml:7:23: `sent` does not report `probe.needed` missing",
        "it reads `probe.asked`, `probe.needed`",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
}

#[test]
fn a_rule_that_rests_on_another_duty_is_told_how_that_one_stands() {
    let requirements = "    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
";
    let rule = "require sent: duties[\"prevent.strategic_lead\"].met && facts.probe.needed;\n";
    let cases = "
  - name: rests on the lead
    as_of: 2021-06-30
    facts: { probe: { needed: true } }
    rows:
      - { duties: { prevent.strategic_lead: true }, expect: { sent: met } }
      - { duties: { prevent.strategic_lead: false }, expect: { sent: not-met } }
      - { expect: { sent: unknown } }
";
    let run = Set::of(requirements, rule, cases).test(&["--mutants"]);
    assert!(run.out.contains("all came out as they say"), "{}", run.all());
    assert!(!run.out.contains("strategic_lead\"].met => missing"), "{}", run.out);
}

#[test]
fn dates_of_rows_and_departures_are_read_too() {
    let cases = "
  - name: by date
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: none } }
    departures: { d-1: { duty: probe.reply, decided_by: [chief-officer], decided_on: 2021-01-01, reason: a test, until: 2022-01-01 } }
    rows:
      - { as_of: 2021-04-10, expect: { sent: not-yet-due } }
      - { as_of: 2021-04-11, stated_on: 2021-04-11, expect: { sent: not-met } }
      - { as_of: 2021-04-11, stated_on: 2021-04-01, expect: { sent: unknown } }
";
    let run = Set::reply(cases).test(&[]);
    assert_eq!(run.code, Some(0), "{}", run.all());
}
