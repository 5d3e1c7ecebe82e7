//! What once broke the promise, each as small as it gets.

use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::dates::Day;
use sprcheck::model::place::Origin;
use std::collections::BTreeMap;

use super::compare::improvements;
use super::script::RuleSet;

fn profile(text: &str) -> InputTree {
    let head = "uses: [sprcheck]\nforce: { id: elsewhere, name: A force, policing_bodies: [] }\nstated_on: 2021-03-15\nevidence:\n  good: { title: Good, owner: An office, kind: minutes, dated: 2021-03-01, held_at: { custodian: An office, reference: R 1 } }\n  poor: { title: Poor, owner: An office, kind: board-paper, dated: 2021-03-01, held_at: { custodian: An office, reference: R 2 } }\n";
    let bytes = format!("{head}{text}").into_bytes();
    let file = InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes };
    InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() }
}

/// Asserts that under a duty with the requirement `first`, and a script, the second profile shows nothing that the first does not.
fn nothing_gained(requirements: &str, script: &str, before: &str, after: &str) {
    let rules = Rules::load(&[RuleSet::of(requirements, script).tree(false)], true);
    let assess = |text: &str| match rules.hold(&profile(text), &BTreeMap::new()) {
        Ok(case) => case.audit(Day::new(2021, 3, 15).unwrap()).assessment,
        Err(refusal) => panic!("{:?}", refusal.problems),
    };
    let (before, after) = (assess(before), assess(after));
    assert_eq!(improvements(&before, &after), Vec::<String>::new());
}

const FIRST: &str = "first: { states: it is so, remedy: make it so, shown_by: [minutes] }";
const DUE: &str = "first: { states: it is so, remedy: make it so, shown_by: [minutes], look_back: { period: 2 years, set_by: nobody, because: it is } }";

#[test]
fn an_entry_that_does_not_exist_spoils_no_question() {
    nothing_gained(
        FIRST,
        "require first: facts.things.any(|thing| thing.flag);",
        "facts: { things: { west: { flag: true }, east: { none: true, cites: [good] } } }",
        "facts: { things: { west: { flag: true } } }",
    );
}

#[test]
fn a_member_that_there_is_not_is_missing_and_no_error() {
    nothing_gained(
        FIRST,
        "require first: facts.flag || sets.zones[facts.zone].size > 2;",
        "facts: { flag: true, zone: nowhere }",
        "facts: { flag: true }",
    );
    nothing_gained(
        FIRST,
        "require first: facts.flag || sets.zones[facts.zone].size == \"large\";",
        "facts: { flag: true, zone: east }",
        "facts: { flag: true }",
    );
}

#[test]
fn no_fact_names_a_set_or_a_parameter() {
    for wrong in
        ["sets[facts.word][\"east\"].size == \"large\"", "params[facts.word] == \"large\"", "force[facts.word] > 3"]
    {
        for word in ["zones", "limit", "name"] {
            nothing_gained(
                FIRST,
                &format!("require first: facts.flag || {wrong};"),
                &format!("facts: {{ flag: true, word: {word} }}"),
                "facts: { flag: true }",
            );
        }
    }
}

#[test]
fn a_condition_that_is_none_is_found_out_even_without_an_element() {
    nothing_gained(
        FIRST,
        "let found = filter(facts.items, |item| facts.tags);\nrequire first: facts.flag;",
        "facts: { flag: true, items: { west: {} } }",
        "facts: { flag: true }",
    );
}

#[test]
fn what_a_stated_list_decides_rests_on_that_list() {
    nothing_gained(
        FIRST,
        "require first: facts.flag || facts.tags.len() >= 0;",
        "facts: { flag: true, tags: [something] }",
        "facts: { flag: true }",
    );
}

#[test]
fn the_lesser_of_a_count_and_a_number_may_be_negative() {
    nothing_gained(
        FIRST,
        "require first: facts.flag && sum(map(facts.things, |thing| min(thing.n, facts.q))) >= 0;",
        "facts: { flag: true, q: -5, things: { west: { n: 3 } } }",
        "facts: { flag: true, q: -5 }",
    );
}

#[test]
fn a_closed_collection_has_no_members_that_only_another_names() {
    nothing_gained(
        FIRST,
        "require first: facts.keyed.all(|it| it.flag);",
        "facts: { zones: { west: { n: 1 } }, keyed: { complete: { members: [north], cites: [good] }, north: { flag: true } } }",
        "facts: { keyed: { complete: { members: [north], cites: [good] }, north: { flag: true } } }",
    );
}

const LATE: &str = "require first by date(\"2021-01-31\"): facts.day <= date(\"2020-12-31\") && facts.n >= 3;";
const DEPARTED: &str = "departures: { d: { duty: test.one, requirements: [first], decided_by: [chief-officer], decided_on: 2021-01-01, reason: a reason, until: 2022-01-01, cites: [good] } }";

#[test]
fn an_old_none_that_decides_nothing_hides_no_gap() {
    nothing_gained(
        DUE,
        LATE,
        &format!("facts: {{ n: 1, day: {{ none: true, cites: [good], stated_on: 2020-06-01 }} }}\n{DEPARTED}"),
        &format!("facts: {{ n: 1 }}\n{DEPARTED}"),
    );
}

#[test]
fn a_departure_is_not_completed_by_what_is_struck_from_it() {
    let requirements = "first: { states: it is so, remedy: make it so, shown_by: [minutes] }\n      second: { for_each: changes, states: it is so, remedy: make it so, shown_by: [minutes] }";
    let script = "require first: facts.n >= 3;\nrequire second: facts.flag;";
    let departure =
        |requirements: &str| DEPARTED.replace("requirements: [first]", &format!("requirements: [{requirements}]"));
    nothing_gained(
        requirements,
        script,
        &format!("facts: {{ cites: [good], n: 1, flag: true }}\n{}", departure("first, second")),
        &format!("facts: {{ cites: [good], n: 1, flag: true }}\n{}", departure("first")),
    );
}

#[test]
fn a_citation_taken_from_a_value_does_not_give_it_better_ones() {
    nothing_gained(
        FIRST,
        "require first: facts.rec.flag;",
        "facts: { rec: { cites: [good], flag: { value: true, cites: [poor] } } }",
        "facts: { rec: { cites: [good], flag: { value: true, cites: [] } } }",
    );
}

#[test]
fn an_entry_of_which_nothing_is_stated_spoils_no_more_than_one_that_is_not_there() {
    nothing_gained(
        FIRST,
        "let some = filter(facts.items, |item| if item.flag { facts.flag } else { item.flag });\nrequire first: facts.flag;",
        "facts: { flag: true, items: { north: {}, south: { flag: true } } }",
        "facts: { flag: true, items: { south: { flag: true } } }",
    );
}

#[test]
fn what_a_closure_does_not_show_its_entries_may() {
    nothing_gained(
        FIRST,
        "require first: any(facts.things, |thing| true);",
        "facts: { things: { complete: { members: [west], cites: [poor] }, west: { cites: [good], flag: true } } }",
        "facts: { things: { complete: { members: [west], cites: [] }, west: { cites: [good], flag: true } } }",
    );
}

#[test]
fn a_sum_of_what_cannot_be_added_is_found_out_even_without_a_list() {
    nothing_gained(
        FIRST,
        "let wrong = sum(facts.tags);\nrequire first: facts.flag;",
        "facts: { flag: true, tags: [something] }",
        "facts: { flag: true }",
    );
}

/// Taking such an entry away would leave a closure that holds, and so a better answer than before; so there is no answer before.
#[test]
fn an_entry_that_its_closure_does_not_name_is_refused() {
    let rules = Rules::load(&[RuleSet::of(FIRST, "require first: facts.flag;").tree(false)], true);
    let text =
        "facts: { things: { complete: { members: [north], cites: [good] }, north: { flag: true }, west: { n: 1 } } }";
    assert!(rules.hold(&profile(text), &BTreeMap::new()).is_err());
}

#[test]
fn the_last_day_of_a_departure_stands_on_either_side_of_an_operator() {
    let requirement = "first: { for_each: departures, states: it is so, remedy: make it so, shown_by: [minutes] }";
    for sum in [
        "departures[subject].until - 3 * months",
        "3 * months + departures[subject].until",
        "departures[subject].until + days",
    ] {
        let script = format!("require first: {sum} <= as_of;");
        let rules = Rules::load(&[RuleSet::of(requirement, &script).tree(false)], true);
        assert!(rules.loaded().problems.is_empty(), "{script}: {:?}", rules.loaded().problems);
    }
}

#[test]
fn an_if_on_what_an_element_says_fails_no_less_where_there_is_no_element() {
    nothing_gained(
        DUE,
        "require first by date(\"2018-01-31\"): all(filter(facts.things, |it| !facts.other), |it| if it.flag { facts.flag } else { facts.flag });",
        "facts: { other: true, things: { complete: { members: [west], from: 2019-01-05, cites: [good] }, west: { flag: true } } }",
        "facts: { things: { complete: { members: [west], from: 2019-01-05, cites: [good] }, west: { flag: true } } }",
    );
}

#[test]
fn what_is_made_of_no_element_rests_on_what_it_is_made_of() {
    let made = "let other = map(facts.items, |it| facts.word);\nrequire first: facts.flag && sum(map(facts.things, |it| sum(facts.nums))) >= 0;";
    let facts =
        |items: &str| format!("facts: {{ {items} nums: [3], word: red, flag: {{ value: true, cites: [good] }} }}");
    nothing_gained(FIRST, made, &facts("items: { west: {} },"), &facts(""));
}
