//! One kind of cause after another: what it is called, what it says, where it stands.

use serde_json::{Value, json};
use sprcheck::ask::diff::diff;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::report::diff as report;

use super::mutate::{Seed, builtin, day};

const AS_OF: &str = "2021-06-30";

/// What is told of the fictional force and of a version of it, as programs read it.
fn answer(changes: &[(&str, &str)], from: &str, until: &str) -> Value {
    let rules = builtin();
    let seed = Seed::read("example-force");
    let (a, b) = (seed.hold(&rules).unwrap(), seed.edited(changes).hold(&rules).unwrap());
    let found = diff(&Inquiry::open(&a, day(from)), None, &Inquiry::open(&b, day(until)));
    serde_json::from_str(&report::json(&found)).unwrap()
}

fn change<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let changes = answer["changes"].as_array().unwrap();
    changes.iter().find(|change| change["id"] == id).unwrap_or_else(|| panic!("{id} did not change: {answer:#}"))
}

fn causes<'a>(answer: &'a Value, id: &str) -> &'a Vec<Value> {
    change(answer, id)["causes"].as_array().unwrap()
}

/// The only cause of a change.
fn cause<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let causes = causes(answer, id);
    assert_eq!(causes.len(), 1, "{causes:#?}");
    &causes[0]
}

/// What of a value is asked for.
fn of(value: &Value, fields: &[&str]) -> Value {
    Value::Array(fields.iter().map(|field| value[field].clone()).collect())
}

/// Line and column of a text in the version of the profile.
fn place(changes: &[(&str, &str)], text: &str) -> (usize, usize) {
    let version = Seed::read("example-force").edited(changes).text();
    let (line, found) = version.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    (line + 1, found.find(text).unwrap() + 1)
}

const LEAD: &str = "appointed: 2019-09-02\n      cites: [prevent-lead-appointment, prevent-lead-cpd#role]";
const THREATS: &str =
    "list: [terrorism, serious-and-organised-crime, public-disorder, civil-emergencies, child-sexual-abuse]";

#[test]
fn a_fact_that_says_something_else_is_told_with_both_values_and_its_place() {
    let edits = [
        ("\nfacts:\n", "\n# moved\n\nfacts:\n"),
        (THREATS, "list: [terrorism, serious-and-organised-crime, civil-emergencies, child-sexual-abuse]"),
    ];
    let answer = answer(&edits, AS_OF, AS_OF);
    let cause = cause(&answer, "statute.plan_regard");
    assert_eq!(of(cause, &["by", "kind", "name"]), json!(["profile", "fact-changed", "plan.threats_addressed"]));
    let values = [
        "terrorism, serious-and-organised-crime, public-disorder, civil-emergencies, child-sexual-abuse",
        "terrorism, serious-and-organised-crime, civil-emergencies, child-sexual-abuse",
    ];
    assert_eq!(cause["says"], json!([{ "what": "value", "from": values[0], "to": values[1] }]));
    let (line, column) = place(&edits, "threats_addressed:");
    assert_eq!(of(cause, &["file", "line", "column"]), json!(["profile.yaml", line, column]));
    assert_eq!(cause["was_at"]["line"], json!(line - 2));
    assert_eq!(change(&answer, "statute.plan_regard")["direction"], "worse");
}

#[test]
fn a_citation_that_is_gone_is_told_as_such() {
    let edits = [(LEAD, "appointed: 2019-09-02\n      cites: [prevent-lead-cpd#role]")];
    let answer = answer(&edits, AS_OF, AS_OF);
    let cause = cause(&answer, "prevent.strategic_lead");
    assert_eq!(of(cause, &["kind", "name"]), json!(["citation-changed", "prevent.strategic_lead.rank"]));
    let moved = of(change(&answer, "prevent.strategic_lead"), &["direction", "replayed", "smallest"]);
    assert_eq!(moved, json!(["worse", true, true]));
    // The other fact that lost the citation moved nothing.
    let idle: Vec<&Value> =
        answer["edits"].as_array().unwrap().iter().filter(|edit| edit["duties"] == json!([])).collect();
    assert_eq!(idle.iter().map(|edit| &edit["name"]).collect::<Vec<_>>(), ["prevent.strategic_lead.appointed"]);
}

#[test]
fn a_fact_that_is_gone_is_told_with_the_place_that_would_hold_it() {
    let gone = "      role_approved: { value: 2020-06-15, cites: [spoc-role-description] }\n";
    let edits = [(gone, "")];
    let told = answer(&edits, AS_OF, AS_OF);
    let cause = cause(&told, "prevent.spocs");
    assert_eq!(of(cause, &["kind", "name"]), json!(["fact-removed", "prevent.spocs.role_approved"]));
    assert_eq!(cause["line"], json!(place(&edits, "    spocs:").0));
    assert_eq!(cause["was_at"]["line"], json!(place(&[], "role_approved: { value: 2020-06-15").0));
    assert_eq!(cause["says"][0], json!({ "what": "value", "from": "2020-06-15", "to": null }));
    // Seen from the other side it is a fact that is stated.
    let rules = builtin();
    let seed = Seed::read("example-force");
    let (a, b) = (seed.edited(&edits).hold(&rules).unwrap(), seed.hold(&rules).unwrap());
    let found = diff(&Inquiry::open(&a, day(AS_OF)), None, &Inquiry::open(&b, day(AS_OF)));
    let back: Value = serde_json::from_str(&report::json(&found)).unwrap();
    assert_eq!(
        of(&causes(&back, "prevent.spocs")[0], &["kind", "line"]),
        json!(["fact-added", place(&[], "role_approved").0])
    );
    assert_eq!(change(&back, "prevent.spocs")["direction"], "better");
}

#[test]
fn evidence_that_is_described_otherwise_is_told_with_what_is_other_about_it() {
    let answer = answer(
        &[("  prevent-lead-cpd:", "  moved-down: { title: T, kind: minutes, owner: O }\n  prevent-lead-cpd:")],
        AS_OF,
        AS_OF,
    );
    assert_eq!(answer["changes"], json!([]));
    assert_eq!(of(&answer["edits"][0], &["kind", "name", "duties"]), json!(["evidence-added", "moved-down", []]));
    let edits =
        [("  decision-plan-2017:           { title", "  decision-plan-2017:           { withdrawn: 2021-06-01, title")];
    let answer = self::answer(&edits, AS_OF, AS_OF);
    let cause = cause(&answer, "plan.consulted");
    assert_eq!(of(cause, &["kind", "name"]), json!(["evidence-changed", "decision-plan-2017"]));
    assert_eq!(cause["says"], json!([{ "what": "withdrawn", "from": null, "to": "2021-06-01" }]));
    assert_eq!(cause["line"], json!(place(&edits, "decision-plan-2017:  ").0));
    assert_eq!(cause["owner"], "chief executive of the office of the PCC");
}

#[test]
fn a_departure_is_one_thing_with_all_its_facts() {
    let edits = [(
        "until: 2021-12-31\n    cites: [cyber-exercise-decision",
        "until: 2021-05-31\n    cites: [cyber-exercise-decision",
    )];
    let answer = answer(&edits, AS_OF, AS_OF);
    assert_eq!(answer["edits"].as_array().unwrap().len(), 1, "{answer:#}");
    for duty in ["spr.connectivity", "spr.departures"] {
        let cause = cause(&answer, duty);
        assert_eq!(of(cause, &["kind", "name"]), json!(["departure-changed", "cyber-exercise-2021"]));
        assert_eq!(cause["says"], json!([{ "what": "until", "from": "2021-12-31", "to": "2021-05-31" }]));
    }
    let moved = change(&answer, "spr.connectivity");
    assert_eq!((&moved["from"]["standing"], &moved["to"]["standing"]), (&json!("departed"), &json!("gap")));
}

#[test]
fn another_policing_body_takes_duties_out_of_the_scope_of_the_force() {
    let answer = answer(&[("{ kind: pcc, from: 2012-11 }", "{ kind: common-council, from: 2012-11 }")], AS_OF, AS_OF);
    let left: Vec<&Value> = answer["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["from"]["in_scope"] == true && change["to"]["in_scope"] == false)
        .collect();
    assert!(left.len() > 20, "{answer:#}");
    for change in left {
        assert_eq!(change["direction"], "worse", "{change:#}");
        assert_eq!(of(&change["causes"][0], &["kind", "name"]), json!(["force-changed", "force"]));
    }
}

#[test]
fn what_the_date_turns_is_told_with_its_day() {
    let answer = answer(&[], AS_OF, "2022-06-30");
    let departure = causes(&answer, "spr.connectivity").iter().find(|cause| cause["kind"] == "departure-ends").unwrap();
    assert_eq!(of(departure, &["by", "on", "name"]), json!(["date", "2022-01-01", "cyber-exercise-2021"]));
    let emergency = causes(&answer, "contingencies.emergency_plans");
    let told: Vec<Value> = emergency.iter().map(|cause| of(cause, &["on", "kind", "name"])).collect();
    let expected = [
        json!(["2022-04-14", "evidence-review-due", "emergency-plan-2021"]),
        json!(["2022-04-14", "date-passed", "contingencies.emergency_plans.last_reviewed"]),
    ];
    assert_eq!(told, expected);
    let aged =
        causes(&answer, "account.force_maintained").iter().find(|cause| cause["kind"] == "statement-aged").unwrap();
    assert_eq!(
        of(aged, &["on", "name", "line"]),
        json!(["2021-12-31", "maintenance.concerns.open", place(&[], "open: ").0])
    );
    let kinds: Vec<&Value> = answer["changes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|change| change["causes"].as_array().unwrap())
        .map(|cause| &cause["kind"])
        .collect();
    for kind in ["deadline", "look-back", "plan-come", "set-changed", "duty-in-force"] {
        assert!(kinds.contains(&&json!(kind)), "{kind} is no cause of any change");
    }
}

#[test]
fn evidence_that_lapses_between_the_dates_is_told() {
    let rules = builtin();
    let seed = Seed::read("example-force").edited(&[(
        "kind: appointment-record, dated: 2019-09-02",
        "kind: appointment-record, valid_until: 2021-08-31, dated: 2019-09-02",
    )]);
    let case = seed.hold(&rules).unwrap();
    let found = diff(&Inquiry::open(&case, day(AS_OF)), None, &Inquiry::open(&case, day("2021-09-30")));
    let answer: Value = serde_json::from_str(&report::json(&found)).unwrap();
    let causes: Vec<&Value> =
        answer["changes"].as_array().unwrap().iter().flat_map(|change| change["causes"].as_array().unwrap()).collect();
    let expired =
        causes.iter().find(|cause| cause["kind"] == "evidence-expired").unwrap_or_else(|| panic!("{answer:#}"));
    assert_eq!(of(expired, &["on", "carries"]), json!(["2021-09-01", "2021-08-31"]));
}

#[test]
fn time_can_be_gone_through_the_other_way() {
    let forth = answer(&[], AS_OF, "2021-12-31");
    let back = answer(&[], "2021-12-31", AS_OF);
    let ids = |answer: &Value| {
        let mut ids: Vec<String> =
            answer["changes"].as_array().unwrap().iter().map(|change| change["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert!(ids(&forth).len() > 20);
    assert_eq!(ids(&forth), ids(&back));
    for change in back["changes"].as_array().unwrap() {
        assert_eq!(of(change, &["replayed", "smallest"]), json!([true, true]), "{change:#}");
    }
}
