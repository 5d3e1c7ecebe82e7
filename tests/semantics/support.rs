//! Section 8.

use super::harness::*;

const DIGEST: &str = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const OTHER: &str = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// `facts.n == 1`, cited from a piece of evidence with these keys.
fn shown_by(keys: &str) -> Audit {
    let evidence = format!("ev: {{ title: Ev, owner: the secretary, {keys} }}");
    rule("require a: facts.n == 1;").bare("n: { value: 1, cites: [ev], since: 2000-01-01 }").evidence(&evidence)
}

const HELD: &str = "held_at: { custodian: c, reference: r }";

fn support(audit: &Audit) -> String {
    audit.found().support("a")
}

#[test]
fn current_evidence_of_a_kind_that_shows_it_and_that_is_held_supports() {
    let found = shown_by(&format!("kind: minutes, dated: 2020-01-01, {HELD}")).found();
    assert_eq!((found.support("a"), found.standing()), ("evidenced".into(), "satisfied".into()));
    let fact = &found.pair("a").facts[0];
    assert_eq!(fact.supported_by.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["ev"]);
}

#[test]
fn each_way_of_holding_counts_and_none_does_not() {
    for (held, expected) in [
        ("held_at: { url: \"https://example.org\" }", "evidenced"),
        ("held_at: { path: minutes.pdf }", "evidenced"),
        ("held_at: { path: not-there.pdf }", "asserted"),
        (HELD, "evidenced"),
        ("note: somewhere", "asserted"),
    ] {
        let mut audit = shown_by(&format!("kind: minutes, dated: 2020-01-01, {held}"));
        audit.digests.insert("minutes.pdf".into(), DIGEST.into());
        assert_eq!(support(&audit), expected, "{held}");
    }
}

#[test]
fn evidence_of_another_kind_does_not_support() {
    let audit = rules("a: { states: s, remedy: r, shown_by: [register] }\n", "require a: facts.n == 1;").facts("n: 1");
    assert_eq!(support(&audit), "asserted");
}

#[test]
fn the_bodys_own_narrative_never_supports_even_where_it_is_named() {
    let audit = rules("a: { states: s, remedy: r, shown_by: [board-paper, minutes] }\n", "require a: facts.n == 1;")
        .bare("n: { value: 1, cites: [paper] }");
    let found = audit.found();
    assert_eq!((found.support("a"), found.standing()), ("asserted".into(), "unproven".into()));
}

#[test]
fn a_fact_that_cites_nothing_is_asserted() {
    assert_eq!(support(&rule("require a: facts.n == 1;").bare("n: 1")), "asserted");
}

#[test]
fn one_good_citation_among_bad_ones_supports() {
    assert_eq!(
        support(&rule("require a: facts.n == 1;").bare("n: { value: 1, cites: [paper, \"doc#3\"] }")),
        "evidenced"
    );
}

#[test]
fn an_outcome_is_evidenced_if_it_stays_the_same_without_what_is_not_shown() {
    for (expression, facts, expected) in [
        // Either alone is enough, and one is shown.
        ("facts.n == 1 || facts.m == 1", "n: { value: 1, cites: [doc] }\nm: 1", "evidenced"),
        ("facts.n == 1 && facts.m == 1", "n: { value: 1, cites: [doc] }\nm: 1", "asserted"),
        // What is shown to be otherwise does not undo it.
        ("facts.n == 1 || facts.m == 2", "n: { value: 1, cites: [doc] }\nm: 1", "evidenced"),
        // It rests on a closure that nobody shows.
        ("facts.words.all(|w| w == \"a\")", "words: { complete: { members: [a], cites: [paper] } }", "asserted"),
        ("facts.words.all(|w| w == \"a\")", "words: { complete: { members: [a], cites: [doc] } }", "evidenced"),
        ("facts.words.contains(\"a\")", "words: { list: [a], cites: [doc] }", "evidenced"),
        ("!facts.words.contains(\"b\")", "words: { complete: { members: [a], cites: [paper] } }", "asserted"),
        (
            "facts.things.all(|x| x.n == 1)",
            "things: { complete: { members: [one], cites: [doc] }, one: { n: 1, cites: [paper] } }",
            "asserted",
        ),
        (
            "facts.things.all(|x| x.n == 1)",
            "things: { complete: { members: [one], cites: [paper] }, one: { n: 1, cites: [doc] } }",
            "asserted",
        ),
        (
            "facts.things.any(|x| x.n == 1)",
            "things: { complete: { members: [one], cites: [paper] }, one: { n: 1, cites: [doc] } }",
            "evidenced",
        ),
        ("facts.n == none", "n: { none: true, cites: [paper] }", "asserted"),
        ("facts.n == none", "n: { none: true, cites: [doc] }", "evidenced"),
    ] {
        let audit = rule(&format!("require a: {expression};")).bare(facts);
        assert_eq!(
            (audit.outcome(), support(&audit)),
            ("met".into(), expected.to_owned()),
            "{expression} with {facts}"
        );
    }
}

#[test]
fn a_pair_that_is_not_applicable_has_support_too() {
    for (cites, expected, standing) in [("doc", "evidenced", "not-applicable"), ("paper", "asserted", "not-applicable")]
    {
        let found = rule("require a when facts.yes: facts.n == 1;")
            .bare(&format!("yes: {{ value: false, cites: [{cites}] }}"))
            .found();
        assert_eq!(
            (found.outcome("a"), found.support("a"), found.standing()),
            ("not-applicable".into(), expected.into(), standing.into())
        );
    }
}

#[test]
fn the_citations_of_a_record_are_for_what_stands_directly_in_it() {
    assert_eq!(support(&rule("require a: facts.r.n == 1;").bare("r: { cites: [doc], n: 1 }")), "evidenced");
    assert_eq!(
        support(&rule("require a: facts.r.inner.n == 1;").bare("r: { cites: [doc], inner: { n: 1 } }")),
        "asserted"
    );
}

#[test]
fn evidence_is_current_from_the_last_day_that_its_date_could_mean() {
    for (dated, as_of, expected) in [
        ("2020-06-10", "2020-06-09", "asserted"),
        ("2020-06-10", "2020-06-10", "evidenced"),
        ("2020-06", "2020-06-29", "asserted"),
        ("2020-06", "2020-06-30", "evidenced"),
    ] {
        let audit = shown_by(&format!("kind: minutes, dated: {dated}, {HELD}")).on(as_of);
        assert_eq!(support(&audit), expected, "{dated} as of {as_of}");
    }
    assert_eq!(support(&shown_by(&format!("kind: minutes, {HELD}"))), "asserted");
}

#[test]
fn a_draft_and_what_is_withdrawn_or_superseded_on_that_date_does_not_support() {
    for (keys, as_of, expected) in [
        ("draft: true", "2021-01-31", "asserted"),
        ("draft: 2020-06-10", "2020-06-10", "asserted"),
        ("draft: 2020-06-10", "2020-06-11", "evidenced"),
        ("draft: 2020-06", "2020-06-30", "asserted"),
        ("withdrawn: 2020-06-10", "2020-06-09", "evidenced"),
        ("withdrawn: 2020-06-10", "2020-06-10", "asserted"),
        ("withdrawn: 2020-06", "2020-06-01", "asserted"),
        ("superseded: 2020-06-10", "2020-06-09", "evidenced"),
        ("superseded: 2020-06-10, superseded_by: doc", "2020-06-10", "asserted"),
        ("superseded: 2020", "2020-01-01", "asserted"),
    ] {
        let audit = shown_by(&format!("kind: minutes, dated: 2019-01-01, {HELD}, {keys}")).on(as_of);
        assert_eq!(support(&audit), expected, "{keys} as of {as_of}");
    }
}

#[test]
fn lapsed_evidence_makes_it_stale_from_the_earliest_day_that_valid_until_could_mean() {
    for (until, as_of, expected) in [
        ("2020-06-10", "2020-06-10", "evidenced"),
        ("2020-06-10", "2020-06-11", "stale"),
        ("2020-06", "2020-06-01", "evidenced"),
        ("2020-06", "2020-06-02", "stale"),
    ] {
        let audit = shown_by(&format!("kind: minutes, dated: 2019-01-01, {HELD}, valid_until: {until}")).on(as_of);
        assert_eq!(support(&audit), expected, "{until} as of {as_of}");
    }
}

#[test]
fn changed_text_makes_it_suspect() {
    let audit = shown_by(&format!(
        "kind: minutes, dated: 2019-01-01, held_at: {{ path: minutes.pdf }}, reviewed: {{ on: 2020-01-01, by: the secretary, digest: \"{DIGEST}\" }}"
    ));
    let with = |digest: &str| {
        let mut audit = audit.clone();
        audit.digests.insert("minutes.pdf".into(), digest.into());
        audit.found()
    };
    assert_eq!(with(DIGEST).support("a"), "evidenced");
    let changed = with(OTHER);
    assert_eq!((changed.support("a"), changed.standing()), ("suspect".into(), "unproven".into()));
    assert_eq!(audit.found().support("a"), "suspect");
}

#[test]
fn what_is_both_changed_and_lapsed_is_stale() {
    let mut audit = shown_by(&format!(
        "kind: minutes, dated: 2019-01-01, valid_until: 2020-01-01, held_at: {{ path: minutes.pdf }}, reviewed: {{ on: 2020-01-01, by: x, digest: \"{DIGEST}\" }}"
    ));
    audit.digests.insert("minutes.pdf".into(), OTHER.into());
    assert_eq!(support(&audit), "stale");
}

#[test]
fn review_every_lapses_support_only_for_facts_that_hold_for_a_time() {
    let evidence = format!(
        "reg: {{ title: Register, kind: register, owner: o, dated: 2019-12-01, {HELD} }}\nown: {{ title: Own, kind: minutes, owner: o, dated: 2019-12-01, review_every: 1 year, {HELD} }}"
    );
    for cites in ["reg", "own"] {
        let state = rule("require a: facts.state == 1;")
            .bare(&format!("state: {{ value: 1, since: 2019-12-01, cites: [{cites}] }}"))
            .evidence(&evidence);
        assert_eq!(support(&state.clone().on("2020-12-01")), "evidenced", "{cites}");
        assert_eq!(support(&state.on("2020-12-02")), "stale", "{cites}");
        let event = rule("require a: facts.d <= as_of;")
            .bare(&format!("d: {{ value: 2019-11-01, cites: [{cites}] }}"))
            .evidence(&evidence);
        assert_eq!(support(&event.on("2022-01-01")), "evidenced", "{cites}");
    }
}

#[test]
fn a_duty_has_the_weakest_support_of_its_met_and_not_applicable_pairs() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    let script = "require a: facts.n == 1;\nrequire b: facts.m == 1;";
    for (m, support, standing) in [
        ("{ value: 1, cites: [doc] }", Some("evidenced"), "satisfied"),
        ("{ value: 1, cites: [paper] }", Some("asserted"), "unproven"),
        // A pair that is not met has no support to weaken it.
        ("{ value: 2, cites: [paper] }", Some("evidenced"), "gap"),
    ] {
        let found = rules(&both, script).bare(&format!("n: {{ value: 1, cites: [doc] }}\nm: {m}")).found();
        assert_eq!(
            (found.duty("t.d").support.map(|support| support.as_str()), found.standing().as_str()),
            (support, standing),
            "{m}"
        );
    }
    let found = rules(&both, "require a: facts.n == 1;\nrequire b when facts.yes: facts.m == 1;")
        .bare("n: { value: 1, cites: [doc] }\nyes: false")
        .found();
    assert_eq!((found.verdict(), found.standing()), ("met".into(), "unproven".into()));
}

#[test]
fn a_not_met_or_unknown_pair_has_no_support() {
    assert_eq!(support(&rule("require a: facts.n == 1;").facts("n: 2")), "-");
    assert_eq!(support(&rule("require a: facts.n == 1;")), "-");
}

#[test]
fn the_date_of_an_event_that_decides_scope_must_be_shown_too() {
    let audit = rules(&requirement("a", "for_each: inspections"), "require a: facts.n == 1;")
        .duty(|duty| duty.more = "in_force: { from: 2015-03-01 }");
    let audit = audit.bare("n: { value: 1, cites: [doc] }\ninspections:\n  complete: { members: [one], cites: [doc] }\n  one: { published: 2018-05-01, cites: [paper] }");
    assert_eq!(audit.found().support("a/one"), "asserted");
}

#[test]
fn the_link_from_requirement_to_evidence_is_derived_from_what_was_read() {
    let found = rule("require a: facts.n == 1;").facts("n: 1\nm: 1").found();
    let dot = format!("{:?}", found.0.links);
    assert!(dot.contains("t.d/a") && dot.contains("doc"), "{dot}");
    assert!(found.pair("a").facts.iter().all(|fact| fact.path != "m"));
}
