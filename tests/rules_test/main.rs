//! `sprcheck rules test` from outside, on rule sets that are written here.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod cases;
mod mutants;
mod overlays;
mod subjects;
mod set;
#[path = "../gate_reports/xsd.rs"]
mod xsd;

use set::{REPLY, Run, Set};

#[test]
fn cases_that_come_out_as_they_say_end_with_0() {
    let run = Set::reply(REPLY).test(&[]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    assert!(run.out.contains("all came out as they say"), "{}", run.out);
    assert_eq!(run.err, "");
}

#[test]
fn a_case_that_fails_says_where_what_was_expected_and_what_each_part_came_to() {
    let wrong = "
  - name: in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-12 } }
    expect: { sent: met }
";
    let run = Set::reply(wrong).test(&[]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    let expected = [
        "probe.reply: 1 of 1 case failed",
        "rules/probe/reply.cases.yaml:5:15: `sent` is not-met, expected met",
        "the deadline is 2021-04-10",
        "require sent when facts.probe.needed by due:",
        "true",
        "2021-04-12",
        "false",
        "let due = asked + params.within;",
        "1 month",
    ];
    for part in expected {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
    for debug in ["Some(", "None", "FactId", "Outcome", "RequirementId", "Dates("] {
        assert!(!run.out.contains(debug), "{debug} is in\n{}", run.out);
    }
}

#[test]
fn a_value_hangs_beneath_the_part_that_came_to_it() {
    let wrong = "
  - name: in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10 } }
    expect: { sent: met }
";
    let run = Set::reply(wrong).test(&[]);
    let lines: Vec<&str> = run.out.lines().collect();
    let line = lines.iter().position(|line| line.contains("facts.probe.sent <= due")).unwrap();
    let column = lines[line].find("facts.probe.sent").unwrap();
    let beneath =
        lines[line + 1..].iter().find(|line| line.get(column..).is_some_and(|rest| rest.starts_with("missing")));
    assert!(beneath.is_some(), "{}", run.out);
}

#[test]
fn what_tests_nothing_is_told_and_fails_only_if_asked_to() {
    let silent = "
  - name: nothing is expected
    as_of: 2021-06-30
    facts: {}
";
    for (cases, told) in [(silent, "the case expects nothing: nothing is expected"), ("", "the file has no cases")] {
        let set = Set::reply(cases);
        let run = set.test(&[]);
        assert_eq!(run.code, Some(0), "{}", run.all());
        assert!(run.out.contains(told) && run.out.contains("no case was run"), "{told} is not in\n{}", run.out);
        assert_eq!(set.test(&["--fail-on-empty"]).code, Some(1));
    }
    let set = Set::reply(REPLY);
    set.remove("rules/probe/reply.cases.yaml");
    let run = set.test(&[]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.contains("policies/probe.yaml:4:3: duty `probe.reply` has no case file"), "{}", run.out);
    assert!(run.out.contains("no case was run"), "{}", run.out);
    assert_eq!(set.test(&["--fail-on-empty"]).code, Some(1));
}

#[test]
fn mistakes_in_a_case_file_have_places_and_run_nothing() {
    for (cases, told) in [
        (
            "  - { name: a, as_of: 2021-06-30, facts: { probe: { aksed: 2021 } }, expect: { sent: met } }",
            "did you mean `probe.asked`?",
        ),
        ("  - { name: a, as_of: 2021-06-30, facts: {}, expect: { snet: met } }", "did you mean `sent`?"),
        (
            "  - { name: a, as_of: 2021-06-30, params: { witin: 2 months }, expect: { sent: met } }",
            "did you mean `within`?",
        ),
        ("  - { name: a, as_of: 2021-06-30, params: { within: 3 }, expect: { sent: met } }", "a period is expected"),
        (
            "  - { name: a, as_of: 2021-06-30, duties: { probe.replly: true }, expect: { sent: met } }",
            "no rule set has a duty `probe.replly`",
        ),
        (
            "  - { name: a, as_of: 2021-06-30, rows: [{ set: { probe.asked.x: 1 } }], facts: { probe: { asked: 2021-01-01 } } }",
            "`probe.asked` has a value",
        ),
        (
            "  - { name: a, as_of: 2021-06-30, boundary: { fact: probe.sent, as_of: true, on: 2021-01-01, expect: { sent: [met, met, met] } } }",
            "either a `fact` or",
        ),
        (
            "  - { name: a, as_of: 2021-06-30, boundary: { fact: probe.sent, on: 2021-01-01, expect: { sent: [met, met] } } }",
            "2 outcomes stand here",
        ),
        (
            "  - { name: a, as_of: 2021-06-30, boundary: { fact: probe.sent, on: 2021-01-01, also: month-ends, expect: { sent: [met, met, met] } } }",
            "give it by `from`",
        ),
        (
            "  - { name: a, as_of: 2021-06-30, boundary: { fact: probe.sent, from: probe.asked, plus: 1 month, expect: { sent: [met, met, met] } } }",
            "the case states no day at `probe.asked`",
        ),
    ] {
        let run = Set::reply(&format!("\n{cases}\n")).test(&[]);
        assert_eq!(run.code, Some(2), "{told}: {}", run.all());
        assert!(run.err.contains(told), "{told} is not in\n{}", run.err);
        assert!(run.err.contains("reply.cases.yaml:2:"), "{}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn an_unknown_duty_has_its_nearest_name() {
    let run = Set::reply(REPLY).test(&["--duty", "probe.repli"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("did you mean `probe.reply`?"), "{}", run.err);
    assert_eq!(Set::reply(REPLY).test(&["--duty", "probe.reply"]).code, Some(0));
}

#[test]
fn coverage_tells_what_no_case_tries() {
    let weak = "
  - name: in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-10 } }
    expect: { sent: met }
";
    let run = Set::reply(weak).test(&["--coverage"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    for part in [
        "outcomes 1 of 5, branches 2 of 4, facts 3 of 6",
        "reply.rhai:5:9  requirement `sent`: never not-met or unknown or not-applicable or not-yet-due",
        "`facts.probe.sent <= due`: never false",
        "fact `probe.needed`: never missing",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
    let all = Set::reply(REPLY).test(&["--coverage"]);
    assert!(all.out.contains("outcomes 5 of 5, branches 4 of 4, facts 6 of 6"), "{}", all.out);
    assert!(!all.out.contains("never"), "{}", all.out);
}

#[test]
fn json_tells_the_same() {
    let run = Set::reply(REPLY).test(&["--format", "json", "--coverage", "--mutants"]);
    let whole: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(whole["summary"]["failed"], 0);
    assert_eq!(whole["summary"]["coverage"]["outcomes"]["tried"], 5);
    assert_eq!(whole["duties"][0]["duty"], "probe.reply");
    assert_eq!(whole["duties"][0]["cases"].as_array().unwrap().len(), whole["summary"]["cases"]);
    assert_eq!(
        whole["summary"]["mutants"]["survived"],
        whole["duties"][0]["mutants"]["survivors"].as_array().unwrap().len()
    );
    assert!(whole["summary"]["mutants"]["made"].as_u64().unwrap() > 15, "{}", whole["summary"]);
}

#[test]
fn junit_is_well_formed_whatever_a_case_is_called() {
    let cases = "
  - name: \"a <b> & \\\"c\\\" \\e[2J ]]>\"
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-12 } }
    expect: { sent: met }
";
    let run = Set::reply(cases).test(&["--format", "junit"]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    assert!(
        run.out.contains("<testsuites name=\"sprcheck rules test\" tests=\"1\" failures=\"1\" errors=\"0\">"),
        "{}",
        run.out
    );
    assert!(run.out.contains("a &lt;b&gt; &amp; &quot;c&quot; \\u{1b}[2J ]]&gt;"), "{}", run.out);
    assert!(run.out.chars().all(|letter| letter == '\n' || !letter.is_control()));
    let (opened, closed) = (run.out.matches("<testcase").count(), run.out.matches("</testcase>").count());
    assert_eq!((opened, closed), (1, 1), "{}", run.out);
    assert_eq!(xsd::faults(&run.out), Vec::<String>::new(), "{}", run.out);
}

#[test]
fn what_a_rule_set_says_cannot_write_to_the_terminal() {
    let cases = "
  - name: \"\\e[31mred\"
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-12 } }
    expect: { sent: met }
";
    let run: Run = Set::reply(cases).test(&[]);
    assert!(!run.out.contains('\u{1b}') && run.out.contains("\\u{1b}[31mred"), "{}", run.out);
}
