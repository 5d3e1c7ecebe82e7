//! Section 2.

use super::harness::*;

#[test]
fn what_the_script_never_comes_to_is_unknown_and_not_judged() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    // A failing operation with a missing operand ends the run before `b`.
    let found =
        rules(&both, "require a: facts.n == 1;\nlet x = if facts.yes { 1 } else { 2 };\nrequire b: facts.n == x;")
            .facts("n: 1")
            .found();
    assert_eq!(found.outcomes(), ["a=met", "b=unknown"]);
    assert_ne!(found.standing(), "satisfied");
}

#[test]
fn the_script_runs_once_for_each_subject_of_each_set_and_once_without() {
    let all = format!(
        "{}{}{}",
        requirement("a", ""),
        requirement("b", "for_each: councils"),
        requirement("c", "for_each: threats")
    );
    let script = "require a: facts.n == 1;\nrequire b: facts.n == 1 && sets.councils[subject].size > 6;\nrequire c: facts.plans[subject].agreed <= as_of;";
    let found = rules(&all, script)
        .bare("n: { value: 1, cites: [doc] }\nplans: { terrorism: { agreed: 2020-05, cites: [doc] } }")
        .found();
    assert_eq!(
        found.outcomes(),
        ["a=met", "b/north=met", "b/south=met", "c/terrorism=met", "c/flooding=unknown"].map(String::from)
    );
}

#[test]
fn subject_is_in_the_scope_from_the_start() {
    let script = "let own = facts.plans[subject];\nrequire a: own.agreed < date(\"2020-06-01\") && (subject == \"terrorism\" || own.agreed == date(\"1999-01-01\"));";
    let found = rules(&requirement("a", "for_each: threats"), script)
        .bare("plans: { terrorism: { agreed: 2020-05, cites: [doc] }, flooding: { agreed: 2020-05, cites: [doc] } }")
        .found();
    assert_eq!(found.outcomes(), ["a/terrorism=met", "a/flooding=not-met"]);
}

#[test]
fn in_each_run_only_the_requirements_of_that_set_are_judged() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", "for_each: councils"));
    // In the run without subject `b` is not judged, so its text cannot come out there; nor can `a` for a council.
    let found = rules(&both, "require b: facts.n == sets.councils[subject].size;\nrequire a: facts.n == 7;")
        .facts("n: 7")
        .found();
    assert_eq!(found.outcomes(), ["a=met", "b/north=met", "b/south=not-met"]);
}

#[test]
fn each_name_of_the_host_is_refused_as_a_name_of_the_script() {
    let names = [
        "facts",
        "force",
        "as_of",
        "subject",
        "sets",
        "params",
        "duties",
        "departures",
        "none",
        "days",
        "weeks",
        "months",
        "years",
        "any",
        "all",
        "filter",
        "map",
        "len",
        "sum",
        "contains",
        "min",
        "max",
        "date",
        "last_day_of",
    ];
    for name in names {
        for script in [
            format!("let {name} = 1;\nrequire a: facts.n == 1;"),
            format!("fn {name}(x) {{ x }}\nrequire a: facts.n == 1;"),
            format!("fn own({name}) {{ 1 }}\nrequire a: facts.n == 1;"),
            format!("require a: facts.n == 1 && facts.things.all(|{name}| true);"),
            format!("require a: facts.n == 1 && facts.things.all(|x| {{ let {name} = true; {name} }});"),
            format!("fn own(x) {{ let {name} = 1; {name} }}\nrequire a: facts.n == own(1);"),
            format!("if true {{ let {name} = 1; }}\nrequire a: facts.n == 1;"),
            format!("const {name} = 1;\nrequire a: facts.n == 1;"),
            format!("let z = 2;\nrequire a: facts.n == 1 && facts.things.all(|{name}| z == 2);"),
            format!("{name} = 1;\nrequire a: facts.n == 1;"),
        ] {
            let audit = rule(&script).facts("n: 1");
            assert_eq!(audit.came(), "refused", "{script}");
        }
    }
}

#[test]
fn judging_a_pair_twice_is_a_problem() {
    assert_eq!(rule("require a: facts.n == 1;\nrequire a: facts.n == 1;").codes(), ["P044"]);
    let branches = rule("if facts.n == 1 { require a: facts.n == 1; } else { require a: true; }").codes();
    assert!(branches.contains(&"P045"), "{branches:?}");
}

#[test]
fn an_id_that_the_duty_lacks_is_a_problem() {
    assert_eq!(rule("require a: facts.n == 1;\nrequire b: facts.n == 1;").codes(), ["P042"]);
}

#[test]
fn a_requirement_that_the_script_never_judges_is_a_problem() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    assert_eq!(rules(&both, "require a: facts.n == 1;").codes(), ["P043"]);
}

#[test]
fn a_require_anywhere_but_at_the_top_is_a_problem() {
    for script in [
        "if facts.yes { require a: facts.n == 1; }",
        "if facts.yes { } else { require a: facts.n == 1; }",
        "{ require a: facts.n == 1; }",
        "let x = require a: facts.n == 1;",
        "let x = [require a: facts.n == 1];",
        "fn own(facts2) { require a: facts2.n == 1; }\nown(facts);",
        "fn own() { require a: true; }",
        "facts.things.all(|x| { require a: x.n == 1; });",
        "let f = |x| { require a: x.n == 1; };",
        "let f = || require a: 1 == 1;",
        "facts.words.any(|w| require a: w == \"b\");",
    ] {
        let codes = rule(script).codes();
        assert!(codes.contains(&"P045") || codes.contains(&"P046"), "{script}: {codes:?}");
    }
}

#[test]
fn a_set_is_closed_by_the_rule_set_by_edition() {
    let audit = rules(&requirement("a", "for_each: threats"), "require a: facts.plans[subject].agreed <= as_of;");
    assert_eq!(audit.clone().on("2019-12-31").found().outcomes(), ["a/terrorism=unknown", "a/cyber=unknown"]);
    assert_eq!(audit.on("2020-01-01").found().outcomes(), ["a/terrorism=unknown", "a/flooding=unknown"]);
}

#[test]
fn a_set_is_closed_by_the_rule_set_by_force() {
    let audit = rules(&requirement("a", "for_each: councils"), "require a: facts.n == 1;").facts("n: 1");
    assert_eq!(audit.found().outcomes(), ["a/north=met", "a/south=met"]);
    let elsewhere = audit.force("{ id: otherwhere, name: Otherwhere }").found();
    assert_eq!(elsewhere.outcomes(), ["a/others=unknown"]);
}

const EACH: &str = "require a: facts.things[subject].n == 1;";

fn things(facts: &str) -> Found {
    rules(&requirement("a", "for_each: things"), EACH).bare(facts).found()
}

#[test]
fn a_set_is_closed_by_the_profile() {
    let found =
        things("things: { complete: { members: [one], from: 2020-01, cites: [doc] }, one: { n: 1, cites: [doc] } }");
    assert_eq!((found.outcomes(), found.standing()), (vec!["a/one=met".into()], "satisfied".into()));
}

#[test]
fn a_closure_without_a_citation_closes_nothing() {
    let found = things("things: { complete: { members: [one] }, one: { n: 1, cites: [doc] } }");
    assert_eq!(found.outcomes(), ["a/one=met", "a/others=unknown"]);
}

#[test]
fn a_closure_from_a_later_day_closes_nothing_yet() {
    let found =
        things("things: { complete: { members: [one], from: 2021-02-01, cites: [doc] }, one: { n: 1, cites: [doc] } }");
    assert_eq!(found.outcomes(), ["a/one=met", "a/others=unknown"]);
}

#[test]
fn a_member_without_an_entry_is_a_subject_whose_facts_are_missing() {
    let found = things("things: { complete: { members: [one, two], cites: [doc] }, one: { n: 1, cites: [doc] } }");
    assert_eq!(found.outcomes(), ["a/one=met", "a/two=unknown"]);
    assert_eq!(found.pair("a/two").missing, ["things.two.n"]);
}

#[test]
fn an_entry_that_the_closure_does_not_name_is_not_dropped_in_silence() {
    let audit = rules(&requirement("a", "for_each: things"), EACH)
        .bare("things: { complete: { members: [one], cites: [doc] }, one: { n: 1, cites: [doc] }, two: { n: 2, cites: [doc] } }");
    // Either the profile is refused for contradicting itself, or the entry is judged.
    match audit.ask() {
        Err(problems) => assert!(problems.iter().all(|problem| problem.line > 0)),
        Ok(found) => assert_ne!(found.standing(), "satisfied"),
    }
}

#[test]
fn every_pair_of_a_set_closed_by_the_profile_reads_the_closure() {
    let found = things("things: { complete: { members: [one, two], cites: [doc] }, one: { n: 1, cites: [doc] } }");
    for pair in ["a/one", "a/two"] {
        assert!(found.pair(pair).facts.iter().any(|fact| fact.path == "things.complete"), "{pair}");
    }
    // What rests on a closure that nothing supports is not evidenced.
    let found = things("things: { complete: { members: [one], cites: [paper] }, one: { n: 1, cites: [doc] } }");
    assert_eq!((found.duty_support(), found.standing()), ("asserted".into(), "unproven".into()));
}

#[test]
fn a_closure_holds_for_as_long_as_the_dictionary_says() {
    let audit = rules(
        &requirement("a", "for_each: inspections"),
        "require a: facts.inspections[subject].recommendations == 1;",
    )
    .bare(
        "inspections:
  complete: { members: [one], cites: [doc], stated_on: 2020-01-31 }
  one: { published: 2020-01-31, recommendations: 1, cites: [doc], stated_on: 2020-01-31 }",
    );
    assert_eq!(audit.clone().on("2021-01-31").found().duty_support(), "evidenced");
    assert_eq!(audit.on("2021-02-01").found().duty_support(), "stale");
}

#[test]
fn an_open_set_has_one_more_subject_that_is_unknown() {
    let found = things("things: { one: { n: 1, cites: [doc] } }");
    assert_eq!(
        (found.outcomes(), found.verdict()),
        (vec!["a/one=met".into(), "a/others=unknown".into()], "insufficient-detail".into())
    );
    assert_eq!(things("").outcomes(), ["a/others=unknown"]);
}

#[test]
fn a_closed_and_empty_set_makes_its_requirements_not_applicable() {
    let by_profile = things("things: { complete: { members: [], cites: [doc] } }");
    assert_eq!((by_profile.outcomes(), by_profile.support("a")), (vec!["a=not-applicable".into()], "evidenced".into()));
    let asserted = things("things: { complete: { members: [], cites: [paper] } }");
    assert_eq!((asserted.outcomes(), asserted.support("a")), (vec!["a=not-applicable".into()], "asserted".into()));
    let by_law = rules(&requirement("a", "for_each: boards"), "require a: facts.n == 1;").found();
    assert_eq!(by_law.outcomes(), ["a=not-applicable"]);
    assert_eq!(things("things: { complete: { members: [] } }").outcomes(), ["a/others=unknown"]);
}

#[test]
fn departures_are_such_a_set() {
    let duties = vec![
        Duty::new("t.d", &requirement("a", "for_each: departures"), "require a: departures[subject].until >= as_of;"),
        Duty::plain("t.other", "require a: facts.n == 1;"),
    ];
    let base = audit(duties).bare("n: { value: 2, cites: [doc] }");
    assert_eq!(base.found().outcomes(), ["a/others=unknown"]);
    let none = base.clone().departures("complete: { members: [], cites: [doc] }").found();
    assert_eq!(none.outcomes(), ["a=not-applicable"]);
    let one = "d1: { duty: t.other, requirements: [a], decided_by: [chief-officer], decided_on: 2020-05-01, reason: so, until: 2021-12-31, cites: [doc] }";
    let open = base.clone().departures(one).found();
    assert_eq!(open.outcomes(), ["a/d1=met", "a/others=unknown"]);
    let closed = base.departures(&format!("complete: {{ members: [d1], cites: [doc] }}\n{one}")).found();
    assert_eq!((closed.outcomes(), closed.standing()), (vec!["a/d1=met".into()], "satisfied".into()));
}

#[test]
fn a_duty_without_requirements_is_never_met() {
    let audit = audit(vec![Duty::new("t.d", "", "let x = facts.n;")]);
    match audit.ask() {
        Err(problems) => assert!(!problems.is_empty()),
        Ok(found) => assert_ne!(found.verdict(), "met"),
    }
}

#[test]
fn a_closure_that_begins_within_the_look_back_leaves_others() {
    let audit = rules(
        &requirement("a", &format!("for_each: inspections, {LOOK_BACK}")),
        "require a by last_day_of(56 * days, facts.inspections[subject].published): facts.inspections[subject].answered <= as_of;",
    );
    for (from, expected) in [
        ("from: 2018-01-31, ", vec!["a/one=met"]),
        ("from: 2018-02-01, ", vec!["a/one=met", "a/others=unknown"]),
        ("", vec!["a/one=met", "a/others=unknown"]),
    ] {
        let facts = format!(
            "inspections:\n  complete: {{ members: [one], {from}cites: [doc] }}\n  one: {{ published: 2020-05-01, answered: 2020-06-01, cites: [doc] }}"
        );
        assert_eq!(audit.clone().bare(&facts).found().outcomes(), expected, "{from}");
    }
}

#[test]
fn the_order_of_facts_duties_and_rule_sets_changes_nothing() {
    let duties = || {
        vec![
            Duty::plain("t.a", "require a: facts.n == 1 && duties[\"t.b\"].met;"),
            Duty::plain("t.b", "require a: facts.m == 2;"),
            Duty::plain("t.c", "require a: facts.n == 2;"),
        ]
    };
    let other = |id: &'static str| vec![Duty::plain(id, "require a: facts.n == 1;")];
    let one = audit(duties())
        .bare("n: { value: 1, cites: [doc] }\nm: { value: 2, cites: [doc] }")
        .stranger("one", other("one.d"), "")
        .stranger("two", other("two.d"), "");
    let mut turned = duties();
    turned.reverse();
    let two = audit(turned)
        .bare("m: { value: 2, cites: [doc] }\nn: { value: 1, cites: [doc] }")
        .stranger("two", other("two.d"), "")
        .stranger("one", other("one.d"), "");
    let told = |found: &Found| {
        let duties = found
            .0
            .assessment
            .duties
            .iter()
            .map(|duty| (duty.id.to_string(), duty.verdict, duty.support, duty.standing, duty.reason.clone()));
        (duties.collect::<Vec<_>>(), format!("{:?}", found.0.assessment.assurance))
    };
    assert_eq!(told(&one.found()), told(&two.found()));
}
