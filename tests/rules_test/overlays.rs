//! Overlays: what an author adds or sets otherwise is tried, and what a base has written is the base's to try.

use super::set::{Run, Set};

const MANIFEST: &str = "name: strict
version: 1.2.0
owner: an inspectorate
licence: MIT
because: the inspection asks more of the lead than the minimum standards do
extends:
  - { builtin: true, version: \">=0.1\" }
";

const FACTS: &str = "facts:
  strict.lead.vetted_on: { type: event, means: the day on which the lead was vetted, held_by: head of vetting }
";

const ADDS: &str = "select: [prevent.spocs]
duties:
  prevent.strategic_lead:
    weight: { value: 5, because: all else failed where the lead was away }
    adds:
      parameters:
        vetted_within: { value: 3 years, set_by: an inspectorate, because: vetting is renewed in that time }
      requirements:
        vetted:
          because: the inspection found leads without vetting
          states: the lead holds vetting for the role
          remedy: have the lead vetted and keep the certificate
          shown_by: [certificate]
";

const RULE: &str = "// Judged: the lead was vetted lately.
let vetted_on = facts.strict.lead.vetted_on;
require vetted: as_of - params.vetted_within <= vetted_on && vetted_on <= as_of;
";

const CASES: &str = "cases:
  - name: vetted on
    as_of: 2025-06-30
    facts: { strict: { lead: { vetted_on: 2024-06-30 } } }
    rows:
      - { name: the day itself, set: { strict.lead.vetted_on: 2025-06-30 }, expect: { vetted: met } }
      - { name: the day after, set: { strict.lead.vetted_on: 2025-07-01 }, expect: { vetted: not-met } }
      - { name: the last day that counts, set: { strict.lead.vetted_on: 2022-06-30 }, expect: { vetted: met } }
      - { name: the day before that, set: { strict.lead.vetted_on: 2022-06-29 }, expect: { vetted: not-met } }
      - { name: a day that nobody tells, set: { strict.lead.vetted_on: ~ }, expect: { vetted: unknown } }
";

/// An overlay of the built-in rule set.
fn strict(overlay: &str, cases: &str) -> Set {
    let set = Set::empty();
    set.write("policies/ruleset.yaml", MANIFEST);
    set.write("policies/facts/strict.yaml", FACTS);
    set.write("policies/overlay.yaml", overlay);
    set.write("rules/prevent/strategic_lead+vetted.rhai", RULE);
    set.write("rules/strict/prevent_strategic_lead.cases.yaml", cases);
    set
}

fn tailored() -> String {
    ADDS.replace(
        "    adds:\n",
        "    parameters:
      cpd_within: { value: 6 months, set_by: an inspectorate, because: the role changed twice in a year }
    adds:\n",
    )
}

fn lint(set: &Set) -> Run {
    set.rules(&["lint"])
}

#[test]
fn nothing_is_found_in_an_overlay_that_tries_what_it_adds() {
    let run = lint(&strict(ADDS, CASES));
    assert_eq!(run.out.trim(), "strict: 0 errors, 0 warnings, 0 pieces of advice", "{}", run.all());
}

#[test]
fn the_script_of_an_added_requirement_is_linted() {
    let set = strict(ADDS, CASES);
    set.write(
        "rules/prevent/strategic_lead+vetted.rhai",
        &RULE.replace("let", "let spare = 1;\nlet").replace("// Judged", "let other = 2; //"),
    );
    let run = lint(&set);
    for part in ["`spare` is never used", "no-opening-comment", "rules/prevent/strategic_lead+vetted.rhai:1"] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.all());
    }
    set.write("rules/prevent/strategic_lead+vetted.rhai", &RULE.replace("params.vetted_within", "3 * years"));
    let run = lint(&set);
    assert!(run.out.contains("the rule never reads parameter `vetted_within`"), "{}", run.all());
    assert!(run.out.contains("policies/overlay.yaml:7:9"), "{}", run.all());
    assert!(!run.out.contains("builtin:"), "{}", run.out);
}

#[test]
fn cases_that_an_added_requirement_lacks_are_asked_for_under_the_overlays_own_id() {
    let few =
        CASES.lines().take(5).collect::<Vec<_>>().join("\n") + "\n      - { name: a day, expect: { vetted: met } }\n";
    let run = lint(&strict(ADDS, &few));
    assert!(run.out.contains("`vetted` has no case in which it is `not-met` or `unknown`"), "{}", run.all());
    assert!(run.out.contains("add one to `rules/strict/prevent_strategic_lead.cases.yaml`"), "{}", run.all());
    assert!(!run.out.contains("in_post") && !run.out.contains("builtin:"), "{}", run.out);
}

#[test]
fn a_parameter_that_is_set_otherwise_is_to_be_tried() {
    let set = strict(&tailored(), CASES);
    let run = lint(&set);
    assert!(
        run.out.contains("no case of `strict.prevent_strategic_lead` tries the duty with `cpd_within` at 6 months"),
        "{}",
        run.all()
    );
    let run = set.test(&["--coverage", "--mutants"]);
    assert!(run.out.contains("requirement `cpd_current`: never met"), "{}", run.all());
    assert!(run.out.contains("params.cpd_within: 6 months => 7 months"), "{}", run.all());
    for of_the_base in ["in_post", "lead.appointed", "without when"] {
        assert!(!run.out.contains(of_the_base), "{of_the_base} is in\n{}", run.out);
    }
}

#[test]
fn what_an_overlay_adds_is_measured_and_mutated_and_nothing_of_the_base() {
    let run = strict(ADDS, CASES).test(&["--coverage", "--mutants", "--fail-on-empty"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    assert!(run.out.contains("outcomes 3 of 3, branches 4 of 4, facts 2 of 2"), "{}", run.out);
    assert!(run.out.contains("10 mutants: 10 noticed"), "{}", run.out);
    assert!(!run.out.contains("NOTHING TESTED"), "{}", run.out);
    let weak: String =
        CASES.lines().filter(|line| !line.contains("the day after")).map(|line| format!("{line}\n")).collect();
    let run = strict(ADDS, &weak).test(&["--mutants"]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    assert!(run.out.contains("strategic_lead+vetted.rhai:3:62  operand"), "{}", run.out);
}

#[test]
fn a_failing_case_shows_the_script_of_the_added_requirement() {
    let run = strict(
        ADDS,
        &CASES.replace("2025-07-01 }, expect: { vetted: not-met }", "2025-07-01 }, expect: { vetted: met }"),
    )
    .test(&[]);
    assert_eq!(run.code, Some(1), "{}", run.all());
    for part in
        ["strategic_lead+vetted.rhai:3 judges it:", "require vetted: as_of - params.vetted_within", "2025-07-01"]
    {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
}

#[test]
fn a_duty_that_gets_a_requirement_and_no_cases_is_listed_and_one_taken_over_is_not() {
    let set = strict(ADDS, CASES);
    set.remove("rules/strict/prevent_strategic_lead.cases.yaml");
    let run = set.test(&[]);
    assert!(run.out.contains("duty `strict.prevent_strategic_lead` has no case file"), "{}", run.all());
    assert!(!run.out.contains("prevent_spocs"), "{}", run.out);
}

#[test]
fn an_overlay_that_changes_only_weights_needs_no_cases() {
    let set = Set::empty();
    set.write("policies/ruleset.yaml", MANIFEST);
    set.write("policies/overlay.yaml", ADDS.split_once("    adds:").unwrap().0);
    let run = set.test(&["--fail-on-empty"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    assert!(!run.out.contains("NOTHING TESTED"), "{}", run.out);
    assert!(lint(&set).out.contains("strict: 0 errors, 0 warnings, 0 pieces of advice"), "{}", lint(&set).all());
}

#[test]
fn a_tailored_duty_is_shown_with_what_it_was_made_from() {
    let set = strict(&tailored(), CASES);
    let run = set.rules(&["show", "strict.prevent_strategic_lead", "--rules"]);
    let page = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "prevent.strategic_lead of rule set sprcheck (policies/prevent-minimum-standards.yaml:",
        "weight: 5, where the base has 4; because: all else failed where the lead was away (policies/overlay.yaml:4:5 of rule set strict)",
        "parameter cpd_within: 6 months, where the base has 12 months; set by an inspectorate; because: the role changed twice in a year",
        "requirement vetted: the lead holds vetting for the role, which the base does not have",
        "THE RULE (rules/prevent/strategic_lead.rhai of rule set sprcheck)",
        "THE RULE OF `vetted` (rules/prevent/strategic_lead+vetted.rhai of rule set strict)",
        "require vetted: as_of - params.vetted_within",
    ] {
        assert!(page.contains(part), "{part} is not in\n{}", run.all());
    }
    assert!(!run.out.contains("prevent_strategic_lead.rhai"), "{}", run.out);
}
