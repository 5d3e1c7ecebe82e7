//! Which changes of a rule a case must notice, and what is told of those that none does.

use super::set::{REPLY, Set};

const WEAK: &str = "
  - name: in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-01 } }
    expect: { sent: met }
";

#[test]
fn a_change_that_no_case_notices_is_listed_with_its_place_and_fails() {
    let run = Set::reply(WEAK).test(&["--mutants"]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    for part in [
        "reply.rhai:6:22  comparison",
        "facts.probe.sent <= due => facts.probe.sent < due",
        "facts.probe.sent <= due => facts.probe.sent <= due + 1 day",
        "without && facts.probe.sent <= as_of",
        "&& facts.probe.sent <= as_of => || facts.probe.sent <= as_of",
        "without when facts.probe.needed",
        "without by due",
        "by due => by due + 1 day",
        "params.within: 1 month => 2 months",
        "survivors by kind: by 1, ",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
    assert!(!run.out.contains("facts.probe.needed => missing"), "a met case notices that\n{}", run.out);
}

#[test]
fn cases_on_every_side_leave_no_mutant_alive() {
    let run = Set::reply(REPLY).test(&["--mutants"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    assert!(run.out.contains("0 explained, 0 survived"), "{}", run.out);
}

#[test]
fn a_survivor_may_be_explained_and_an_explanation_of_none_is_told() {
    let requirements = "    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
";
    let rule = "require sent: facts.probe.count >= 1 && facts.probe.count != 0;\n";
    let cases = "
  - name: counted
    as_of: 2021-06-30
    rows:
      - { set: { probe.count: 0 }, expect: { sent: not-met } }
      - { set: { probe.count: 1 }, expect: { sent: met } }
      - { set: { probe.count: 2 }, expect: { sent: met } }
      - { set: { probe.count: ~ }, expect: { sent: unknown } }
";
    let run = Set::of(requirements, rule, cases).test(&["--mutants"]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    let survivors: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.starts_with("      "))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert!(survivors.contains(&"without && facts.probe.count != 0"), "{survivors:?}\n{}", run.out);
    let mut explained = String::from("equivalent:\n");
    for survivor in &survivors {
        explained.push_str(&format!("  - {{ at: '{survivor}', because: a count of one or more is not nought }}\n"));
    }
    let set = Set::of(requirements, rule, &format!("{cases}{explained}"));
    let run = set.test(&["--mutants"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    assert!(run.out.contains(&format!("{} explained, 0 survived", survivors.len())), "{}", run.out);
    let stale = format!("{cases}{explained}  - {{ at: without nothing, because: it is not there }}\n");
    let run = Set::of(requirements, rule, &stale).test(&["--mutants"]);
    assert!(run.out.contains("no mutant of `probe.reply` survives as this explains: without nothing"), "{}", run.out);
}

#[test]
fn every_kind_of_change_is_made() {
    let requirements = "    parameters:
      enough: { value: 3, set_by: the tests, because: made up for a test }
      word: { value: yes, set_by: the tests, because: made up for a test }
    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
      counted: { states: replies are counted, remedy: count them, shown_by: [minutes] }
      listed: { states: words are listed, remedy: list them, shown_by: [minutes] }
";
    let rule = "require sent when !(facts.probe.needed == false): max(facts.probe.asked, date(\"2020-01-01\")) + 2 * weeks >= facts.probe.sent;
require counted: facts.probe.count + 1 > params.enough || facts.probe.word == params.word;
require listed: facts.probe.words.all(|word| word in [\"a\", \"b\"]);
";
    let cases = "
  - name: nothing
    as_of: 2021-06-30
    expect: { sent: unknown }
";
    let run = Set::of(requirements, rule, cases).test(&["--mutants"]);
    for part in [
        "!(facts.probe.needed == false) => (facts.probe.needed == false)",
        "facts.probe.needed == false => facts.probe.needed != false",
        "max(facts.probe.asked, date(\"2020-01-01\")) => min(facts.probe.asked, date(\"2020-01-01\"))",
        "2 * weeks => 3 * weeks",
        "2 * weeks => 1 * weeks",
        "facts.probe.count + 1 => facts.probe.count + 2",
        "|| facts.probe.word == params.word => && facts.probe.word == params.word",
        "without || facts.probe.word == params.word",
        "[\"a\", \"b\"] => []",
        "facts.probe.words.all(|word| word in [\"a\", \"b\"]) => facts.probe.words.any(|word| word in [\"a\", \"b\"])",
        "facts.probe.words => missing",
        "params.enough: 3 => 4",
        "params.enough: 3 => 2",
        "params.word: \"yes\" => \"not yes\"",
        "facts.probe.sent - 1 day",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.all());
    }
    for kind in [
        "comparison",
        "duration",
        "extreme",
        "fact",
        "limit",
        "list",
        "logic",
        "negation",
        "number",
        "operand",
        "parameter",
        "quantifier",
        "when",
    ] {
        assert!(run.out.contains(&format!("{kind} ")), "{kind} is not in\n{}", run.out);
    }
}

#[test]
fn the_mutants_of_a_duty_with_a_failing_case_wait_until_it_is_mended() {
    let wrong = WEAK.replace("sent: met", "sent: not-met");
    let run = Set::reply(&wrong).test(&["--mutants"]);
    assert_eq!(run.code, Some(1));
    assert!(!run.out.contains("MUTANTS"), "{}", run.out);
}

#[test]
fn a_fact_that_is_taken_away_is_missing_and_no_error() {
    let requirements = "    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
";
    let rule = "require sent: facts.probe.needed
    || facts.probe.word == \"x\" || facts.probe.words.any(|word| word == \"x\") || facts.probe.sent <= as_of;
";
    let cases = "
  - name: needed, and all else says no
    as_of: 2021-06-30
    facts: { probe: { needed: true, word: y, words: { complete: { members: [y] } }, sent: 2022-01-01 } }
    expect: { sent: met }
";
    let run = Set::of(requirements, rule, cases).test(&["--mutants"]);
    for fact in ["word", "words", "sent"] {
        let survivor = format!("facts.probe.{fact} => missing");
        assert!(run.out.contains(&survivor), "{survivor} is not in\n{}", run.all());
    }
    assert!(!run.out.contains("facts.probe.needed => missing"), "{}", run.out);
}

#[test]
fn helpers_and_choices_are_changed_and_watched_too() {
    let requirements = "    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
";
    let rule = "fn reached(day, last) {
    if day > last { false } else { day <= last }
}
require sent: reached(facts.probe.sent, as_of);
";
    let cases = "
  - name: sent
    as_of: 2021-06-30
    facts: { probe: { sent: 2021-06-30 } }
    expect: { sent: met }
  - name: not sent
    as_of: 2021-06-30
    facts: { probe: { sent: none } }
    expect: { sent: not-met }
  - name: not sent yet
    as_of: 2021-06-30
    facts: { probe: { sent: 2021-07-01 } }
    expect: { sent: not-met }
";
    let set = Set::of(requirements, rule, cases);
    let run = set.test(&["--mutants", "--coverage"]);
    assert!(run.out.contains("branches 2 of 2,"), "{}", run.out);
    assert!(run.out.contains("day <= last => day <= last + 1 day"), "{}", run.out);
    assert!(!run.out.contains("day > last => day >= last"), "{}", run.out);
    let wrong = cases.replace("sent: met", "sent: not-met");
    let run = Set::of(requirements, rule, &wrong).test(&[]);
    assert!(run.out.contains("if day > last { false } else { day <= last }"), "{}", run.out);
    assert!(run.out.contains("require sent: reached(facts.probe.sent, as_of);"), "{}", run.out);
}

#[test]
fn no_rule_may_use_what_only_mutants_are_made_with() {
    let requirements = "    requirements:
      sent: { states: a reply is sent, remedy: send a reply, shown_by: [minutes] }
";
    for (name, rule) in [
        ("__gone", "require sent: __gone(facts.probe.needed) || facts.probe.needed;"),
        ("__seen", "require sent: __seen(1, facts.probe.needed);"),
        ("__later", "require sent: facts.probe.words.any(|word| __later(facts.probe.sent, 1) <= as_of);"),
        ("__seen", "fn __seen(part, value) { true }\nrequire sent: __seen(1, facts.probe.needed);"),
    ] {
        let run = Set::of(requirements, &format!("{rule}\n"), "").test(&["--mutants"]);
        assert_eq!(run.code, Some(2), "{rule}: {}", run.all());
        assert!(run.err.contains(&format!("`{name}`")), "{rule}: {}", run.err);
    }
}
