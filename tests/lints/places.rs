//! Where findings stand, and what the walk over a rule can and cannot tell.

use super::{Files, base, changed, look, told};

const LEAD: &str = "rules/example/lead.rhai";

/// The base with another rule for the lead.
fn lead(script: &str) -> Files {
    let mut files = base();
    files.insert(LEAD.into(), format!("// Judged: as the test says.\n{script}"));
    files
}

/// What is found in a rule for the lead, but for what the change leaves unread.
fn found(script: &str) -> Vec<String> {
    let beside = ["unused-fact", "unused-parameter", "missing-bound-case"];
    told(&look(&lead(script))).into_iter().filter(|one| !beside.iter().any(|id| one.starts_with(id))).collect()
}

#[test]
fn a_slip_of_types_stands_at_the_operator() {
    let rest = "require trained: facts.example.lead.trained <= as_of;";
    // `§` stands before the place that is meant.
    for marked in [
        "facts.example.lead.appointed §< 1",
        "facts.example.lead.rank §<= \"inspector\"",
        "facts.example.lead.appointed §+ as_of != none",
        "§facts.example.lead.trained && true",
        "true || !§facts.example.lead.trained",
        "facts.example.visits.§sum() > 1",
        "facts.example.lead.§any(|x| x == none) || facts.example.lead.trained <= as_of",
        "facts.example.visits.all(§|v| v.made)",
        "§max(facts.example.lead.rank, 1) == 1",
        "(if §facts.example.lead.appointed { 1 } else { 0 }) == 1",
        "facts.example.visits[§as_of].made != none",
    ] {
        let line = format!("require in_post: {marked};");
        let column = line.chars().position(|letter| letter == '§').unwrap() + 1;
        let found = found(&format!("{}\n{rest}", line.replace('§', "")));
        assert_eq!(found, [format!("types-differ {LEAD}:2:{column}")], "{marked}");
    }
}

#[test]
fn names_closures_and_helpers_are_followed() {
    for (script, expected) in [
        (
            "let lead = facts.example.lead;\nrequire in_post: lead.apointed <= as_of;",
            "unknown-fact rules/example/lead.rhai:3:23",
        ),
        (
            "require in_post: facts.example.visits.any(|v| v.mode <= as_of);",
            "unknown-fact rules/example/lead.rhai:2:49",
        ),
        (
            "fn day(who) { who.apointed }\nrequire in_post: day(facts.example.lead) <= as_of;",
            "unknown-fact rules/example/lead.rhai:2:19",
        ),
        (
            "let since = as_of - params.trained_within;\nrequire in_post: facts.example.visits.filter(|v| since <= v.made).len() == \"x\";",
            "types-differ rules/example/lead.rhai:3:73",
        ),
    ] {
        let found = found(&format!("{script}\nrequire trained: facts.example.lead.trained <= as_of;"));
        assert_eq!(found, [expected], "{script}");
    }
}

#[test]
fn what_a_closure_takes_from_around_it_is_used() {
    let script = "let since = as_of - params.trained_within;\n\
         require in_post: facts.example.visits.any(|v| since <= v.made);\n\
         require trained: facts.example.lead.trained <= as_of;";
    assert_eq!(found(script), Vec::<String>::new());
}

#[test]
fn a_helper_that_calls_itself_ends_the_walk_and_is_found_nothing_for() {
    let script = "fn down(n) { if n == 0 { 1 } else { down(n - 1) + down(n - 2) } }\n\
         require in_post: facts.example.visits.len() >= down(1);\n\
         require trained: facts.example.lead.trained <= as_of;";
    let found = found(script);
    assert!(found.iter().all(|one| one.starts_with("bare-threshold")), "{found:?}");
}

#[test]
fn conditions_that_exclude_each_other_are_seen_whichever_way_round_they_are_written() {
    for (when, expected) in [
        ("facts.example.lead.appointed < as_of && as_of < facts.example.lead.appointed", true),
        ("facts.example.lead.appointed <= as_of && facts.example.lead.appointed > as_of", true),
        ("facts.example.plan.needed && !facts.example.plan.needed", false),
        ("facts.example.lead.rank == \"inspector\" && \"superintendent\" == facts.example.lead.rank", true),
        ("facts.example.lead.rank == \"inspector\" && facts.example.lead.rank != none", false),
        ("facts.example.lead.appointed <= as_of && as_of <= facts.example.lead.appointed", false),
    ] {
        let script = format!(
            "require in_post: facts.example.lead.appointed <= as_of;\nrequire trained when {when}: facts.example.lead.trained <= as_of;"
        );
        let hit = found(&script).iter().any(|one| one.starts_with("never-applies"));
        // A yes or no by itself is no comparison; that it and its negation exclude each other is not seen.
        assert_eq!(hit, expected, "{when}");
    }
}

#[test]
fn a_number_is_the_sources_if_the_duty_says_so_in_digits_or_words() {
    let visits = "rules/example/visits.rhai";
    let thirty = changed(visits, "28 * days", "30 * days");
    assert!(told(&look(&thirty)).contains(&format!("bare-threshold {visits}:3:28")), "{:?}", told(&look(&thirty)));
    let mut told_in_words = changed(visits, "28 * days", "9 * days");
    let policy = told_in_words.get_mut("policies/example.yaml").unwrap();
    *policy = policy.replace("within 28 days", "within nine days");
    assert!(!told(&look(&told_in_words)).iter().any(|one| one.starts_with("bare-threshold")));
}

#[test]
fn a_finding_in_a_policy_stands_at_the_value_that_is_meant() {
    let policy = "policies/example.yaml";
    for (from, to, expected) in [
        ("title: A lead who is trained", "title: a lead", "title-form policies/example.yaml:9:12"),
        ("states: a lead is in post", "states: a lead is in post.", "clause-form policies/example.yaml:19:17"),
        ("at: paragraph 1, ", "", "no-section policies/example.yaml:11:5"),
        ("[appointment-record]", "[board-paper]", "never-proven policies/example.yaml:21:19"),
        ("because: the lead answers for the rest", "because: because", "thin-reason policies/example.yaml:14:34"),
    ] {
        assert_eq!(told(&look(&changed(policy, from, to))), [expected], "{to}");
    }
}

#[test]
fn what_loading_refuses_is_found_as_an_error_and_not_twice() {
    let found = told(&look(&changed(LEAD, "lead.rank", "facts.example.lead.rnk")));
    assert!(found.contains(&format!("P048 {LEAD}:3:64")), "{found:?}");
    assert!(!found.iter().any(|one| one.starts_with("unknown-fact")), "{found:?}");
}

#[test]
fn what_a_case_file_gets_wrong_is_found() {
    let path = "rules/example/plan.cases.yaml";
    let found = told(&look(&changed(path, "agreed: unknown", "agred: unknown")));
    assert!(found.iter().any(|one| one.starts_with(&format!("P060 {path}"))), "{found:?}");
}

#[test]
fn a_rule_that_does_not_compile_makes_no_fact_unused() {
    let found = told(&look(&changed(LEAD, "require in_post:", "require in_post")));
    assert!(!found.iter().any(|one| one.starts_with("unused-fact")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("P046")), "{found:?}");
}
