//! Section 6.

use super::harness::*;

fn fact(facts: &str, as_of: &str) -> String {
    rule("require a: facts.n == 1;").bare(facts).on(as_of).outcome()
}

#[test]
fn a_facts_stated_on_is_its_own_else_the_profiles() {
    assert_eq!(fact("n: { value: 1, cites: [doc] }", "2021-01-31"), "met");
    assert_eq!(fact("n: { value: 1, cites: [doc] }", "2021-01-30"), "unknown");
    assert_eq!(fact("n: { value: 1, stated_on: 2020-06-01, cites: [doc] }", "2020-06-01"), "met");
    assert_eq!(fact("n: { value: 1, stated_on: 2020-06-01, cites: [doc] }", "2020-05-31"), "unknown");
    assert_eq!(fact("n: { value: 1, stated_on: 2022-06-01, cites: [doc] }", "2021-01-31"), "unknown");
}

#[test]
fn a_partial_stated_on_counts_from_its_last_day() {
    assert_eq!(fact("n: { value: 1, stated_on: 2020-06, cites: [doc] }", "2020-06-29"), "unknown");
    assert_eq!(fact("n: { value: 1, stated_on: 2020-06, cites: [doc] }", "2020-06-30"), "met");
}

#[test]
fn evidence_never_moves_stated_on() {
    let evidence = "old: { title: Old, kind: minutes, dated: 2015-01-01, owner: the secretary, held_at: { custodian: c, reference: r } }";
    let audit = rule("require a: facts.n == 1;").bare("n: { value: 1, cites: [old] }").evidence(evidence);
    assert_eq!(audit.on("2020-12-31").outcome(), "unknown");
}

#[test]
fn as_of_an_earlier_date_a_fact_is_missing_unless_it_says_since() {
    assert_eq!(fact("n: { value: 1, since: 2019-05-01, cites: [doc] }", "2019-05-01"), "met");
    assert_eq!(fact("n: { value: 1, since: 2019-05-01, cites: [doc] }", "2019-04-30"), "unknown");
    assert_eq!(fact("n: { value: 1, since: 2019-05, cites: [doc] }", "2019-05-30"), "unknown");
    let found = rule("require a: facts.n == 1;").bare("n: { value: 1, cites: [doc] }").on("2020-01-01").found();
    assert_eq!(found.pair("a").missing, ["n"]);
    assert!(found.reason("a").contains("stated only on 2021-01-31"), "{}", found.reason("a"));
}

#[test]
fn what_was_stated_later_never_decides_anything() {
    for facts in ["n: { value: 2, cites: [doc] }", "n: { none: true, cites: [doc] }"] {
        assert_eq!(fact(facts, "2020-01-01"), "unknown", "{facts}");
    }
    let audit =
        rule("require a: facts.words.contains(\"z\");").bare("words: { complete: { members: [a], cites: [doc] } }");
    assert_eq!(audit.clone().outcome(), "not-met");
    assert_eq!(audit.on("2020-01-01").outcome(), "unknown");
    let audit = rules(&requirement("a", "for_each: things"), "require a: facts.things[subject].n == 1;")
        .bare("things: { complete: { members: [], cites: [doc] } }");
    assert_eq!(audit.clone().found().verdict(), "not-applicable");
    assert_eq!(audit.on("2020-01-01").found().verdict(), "not-stated");
}

#[test]
fn a_state_may_be_relied_on_for_as_long_as_the_dictionary_says() {
    let audit = rule("require a: facts.state == 1;").bare("state: { value: 1, stated_on: 2020-01-31, cites: [doc] }");
    for (as_of, support) in [("2021-01-31", "evidenced"), ("2021-02-01", "stale")] {
        let found = audit.clone().on(as_of).found();
        assert_eq!((found.outcome("a"), found.support("a")), ("met".into(), support.to_owned()), "{as_of}");
    }
    // From the first day that a partial date could mean.
    let audit = rule("require a: facts.state == 1;").bare("state: { value: 1, stated_on: 2020-01, cites: [doc] }");
    assert_eq!(audit.clone().on("2021-01-01").found().support("a"), "evidenced");
    assert_eq!(audit.on("2021-01-02").found().support("a"), "stale");
}

#[test]
fn an_event_once_it_happened_holds() {
    let audit =
        rule("require a: facts.d <= as_of;").bare("d: { value: 2000-01-01, stated_on: 2001-01-01, cites: [doc] }");
    assert_eq!(audit.on("2040-01-01").found().support("a"), "evidenced");
}
