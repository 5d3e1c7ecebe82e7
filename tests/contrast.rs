//! Two rule sets side by side over one profile: what is told of where they part, and that nothing is told where they do not.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what cannot be unwrapped or is not there fails the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const WEST_MIDLANDS: &str = "seeds/west-midlands-2021";
const STRICT: &str = "tests/sharing/sets/strict";

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const FACTS: &str = "facts:
  pilot.done: { type: event, means: m, held_by: h }
  pilot.seen: { type: event, means: m, held_by: h }
  pilot.number: { type: count, unit: things, means: m, held_by: h }
";
const POLICY: &str = "instruments:
  pilot-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, source: { verified: false } }
duties:
  pilot.one:
    title: One
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: standard
    weight: { value: 1, because: b }
    parameters: { least: { value: 3, set_by: s, because: b } }
    requirements:
      done: { states: it is done, remedy: do it, shown_by: [minutes] }
";
const RULE: &str = "let done = facts.pilot.done;\nrequire done: done <= as_of && facts.pilot.number >= params.least;\n";
const PROFILE: &str = "uses: [pilot]
force: { id: west-midlands, name: A force, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot: { done: 2020-06-01, number: 5, cites: [m] }
evidence:
  m: { title: M, kind: minutes, dated: 2021-01-05, owner: O, held_at: { custodian: C, reference: R } }
";

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

type Files = BTreeMap<&'static str, String>;

fn pilot() -> Files {
    BTreeMap::from([
        ("policies/ruleset.yaml", MANIFEST.to_owned()),
        ("policies/facts/facts.yaml", FACTS.to_owned()),
        ("policies/duties.yaml", POLICY.to_owned()),
        ("rules/pilot/one.rhai", RULE.to_owned()),
    ])
}

fn write(folder: &Path, files: &Files) {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// Contrasts the pilot with a changed version of it.
fn contrast(change: impl Fn(&mut Files), format: &str) -> String {
    let place = tempfile::tempdir().unwrap();
    let (a, b, profile) = (place.path().join("a"), place.path().join("b"), place.path().join("profile.yaml"));
    write(&a, &pilot());
    let mut changed = pilot();
    change(&mut changed);
    write(&b, &changed);
    fs::write(&profile, PROFILE).unwrap();
    let path = |path: &Path| path.display().to_string();
    let output = sprcheck(&[
        "rules",
        "contrast",
        &path(&a),
        &path(&b),
        &path(&profile),
        "--as-of",
        "2021-01-31",
        "--format",
        format,
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn answer(change: impl Fn(&mut Files)) -> Value {
    let answers: Value = serde_json::from_str(&contrast(change, "json")).unwrap();
    held_to_schema(&answers);
    answers[0].clone()
}

fn held_to_schema(answers: &Value) {
    let schema: Value = serde_json::from_str(include_str!("../docs/schema/contrast.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(answers).map(|error| error.to_string()).collect();
    assert_eq!(faults, [""; 0], "{answers:#}");
}

fn edit(file: &'static str, old: &'static str, new: &'static str) -> impl Fn(&mut Files) {
    move |files| {
        let text = files.get_mut(file).unwrap();
        assert!(text.contains(old), "{file} holds no {old}");
        *text = text.replace(old, new);
    }
}

/// The parting of the only pair that came out otherwise.
fn parting(change: impl Fn(&mut Files)) -> Value {
    let answer = answer(change);
    let pairs = answer["duties"][0]["pairs"].as_array().unwrap().clone();
    assert_eq!(pairs.len(), 1, "{answer:#}");
    pairs[0]["parting"].clone()
}

#[test]
fn a_rule_set_does_not_part_from_itself() {
    let output = sprcheck(&[
        "rules",
        "contrast",
        "builtin",
        "builtin",
        WEST_MIDLANDS,
        "--as-of",
        "2021-01-31",
        "--format",
        "json",
    ]);
    let answers: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers[0]["duties"], json!([]));
    assert!(answers[0]["alike"].as_u64().unwrap() > 50);
    assert_eq!(answers[0]["only"], json!({ "a": [], "b": [] }));
    let text = contrast(|_| {}, "text");
    assert!(text.contains("Both judge every duty that they have in common alike"), "{text}");
}

#[test]
fn a_threshold_at_which_they_part_is_named_with_both_values() {
    let change = edit("policies/duties.yaml", "value: 3", "value: 6");
    assert_eq!(parting(&change), json!({ "kind": "parameter", "name": "least", "value": { "a": "3", "b": "6" } }));
    let answer = answer(&change);
    let duty = &answer["duties"][0];
    assert_eq!(duty["verdict"], json!({ "a": "met", "b": "not-met" }));
    assert_eq!(duty["terms"], json!([{ "what": "parameter least", "says": { "a": "3", "b": "6" } }]));
}

#[test]
fn the_first_fact_that_only_one_reads_is_named_with_its_place_in_each_rule() {
    let change = edit(
        "rules/pilot/one.rhai",
        "facts.pilot.number >= params.least",
        "facts.pilot.seen <= as_of && facts.pilot.number >= params.least",
    );
    let parting = parting(change);
    assert_eq!((&parting["kind"], &parting["after"]), (&json!("fact"), &json!(1)));
    assert_eq!(parting["reads"]["a"]["path"], "pilot.number");
    assert_eq!(parting["reads"]["a"]["value"], "5");
    assert_eq!(parting["reads"]["a"]["read_at"]["line"], 2);
    assert_eq!(parting["reads"]["b"]["path"], "pilot.seen");
    assert!(parting["reads"]["b"].get("value").is_none(), "it is not stated");
    assert_eq!(parting["reads"]["b"]["read_at"]["file"], "rules/pilot/one.rhai");
}

#[test]
fn one_that_reads_on_parts_at_what_it_reads_next() {
    let change = edit(
        "rules/pilot/one.rhai",
        "facts.pilot.number >= params.least;",
        "facts.pilot.number >= params.least && facts.pilot.seen <= as_of;",
    );
    let parting = parting(change);
    assert_eq!((&parting["after"], &parting["reads"]["a"]), (&json!(2), &Value::Null));
    assert_eq!(parting["reads"]["b"]["path"], "pilot.seen");
}

#[test]
fn the_same_facts_compared_otherwise_show_both_statements_and_places() {
    let change =
        edit("rules/pilot/one.rhai", "facts.pilot.number >= params.least", "facts.pilot.number < params.least");
    let parting = parting(change);
    assert_eq!(parting["kind"], "comparison");
    assert_eq!(parting["part"], "expression");
    assert_eq!(parting["fact"], "pilot.number");
    assert!(parting["says"]["a"].as_str().unwrap().contains("facts.pilot.number >= params.least"), "{parting:#}");
    assert!(parting["says"]["b"].as_str().unwrap().contains("facts.pilot.number < params.least"), "{parting:#}");
    assert_eq!((&parting["at"]["a"]["line"], &parting["at"]["b"]["line"]), (&json!(2), &json!(2)));
}

#[test]
fn what_is_compared_otherwise_first_is_told_even_where_later_reads_differ() {
    let change = |files: &mut Files| {
        edit("rules/pilot/one.rhai", "done <= as_of", "done > as_of")(files);
        edit("rules/pilot/one.rhai", "facts.pilot.number >= params.least", "facts.pilot.seen <= as_of")(files);
    };
    let parting = parting(change);
    assert_eq!((&parting["kind"], &parting["fact"]), (&json!("comparison"), &json!("pilot.done")));
}

#[test]
fn scope_and_evidence_and_what_only_one_has_are_told_apart() {
    let scope = edit("policies/duties.yaml", "binding: standard", "in_force: { from: 2022 }\n    binding: standard");
    let found = parting(scope);
    assert_eq!(found["kind"], "scope");
    assert!(found["told"]["b"].as_str().unwrap().contains("2021-01-31"), "{found:#}");
    let evidence = edit("policies/duties.yaml", "shown_by: [minutes]", "shown_by: [certificate]");
    let found = parting(evidence);
    assert_eq!(found, json!({ "kind": "evidence", "shown_by": { "a": ["minutes"], "b": ["certificate"] } }));
    let more = |files: &mut Files| {
        edit(
            "policies/duties.yaml",
            "    requirements:\n",
            "    requirements:\n      more: { states: s, remedy: r, shown_by: [minutes] }\n",
        )(files);
        edit("rules/pilot/one.rhai", "require done", "require more: done <= as_of;\nrequire done")(files);
    };
    assert_eq!(parting(more), json!({ "kind": "no-such-pair", "only_in": "b" }));
}

#[test]
fn what_is_stated_otherwise_and_judged_alike_is_told_as_terms() {
    let answer = answer(edit("policies/duties.yaml", "weight: { value: 1", "weight: { value: 4"));
    assert_eq!(answer["duties"][0]["pairs"], json!([]));
    assert_eq!(answer["duties"][0]["terms"], json!([{ "what": "weight", "says": { "a": "1", "b": "4" } }]));
}

#[test]
fn a_duty_of_an_overlay_is_held_against_what_it_was_made_from() {
    let arguments =
        ["rules", "contrast", "builtin", STRICT, WEST_MIDLANDS, "--as-of", "2021-01-31", "--format", "json"];
    let answers: Value = serde_json::from_slice(&sprcheck(&arguments).stdout).unwrap();
    let duty = &answers[0]["duties"][0];
    assert_eq!(duty["id"], json!({ "a": "prevent.strategic_lead", "b": "strict.prevent_strategic_lead" }));
    assert_eq!(duty["pairs"][0]["parting"], json!({ "kind": "no-such-pair", "only_in": "b" }));
}

#[test]
fn what_a_rule_set_says_is_text_on_a_terminal() {
    let change = edit("policies/duties.yaml", "title: One", "title: \"One \\e[31m\\u202e\"");
    let shown = contrast(
        |files| {
            change(files);
            edit("policies/duties.yaml", "value: 3", "value: 6")(files);
        },
        "text",
    );
    assert!(shown.contains("They part") && shown.contains("\\u{1b}"), "{shown}");
    assert!(shown.chars().all(|letter| letter == '\n' || !(letter.is_control() || letter == '\u{202e}')));
}

#[test]
fn a_rule_set_with_mistakes_and_one_that_is_not_there_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let mut broken = pilot();
    edit("rules/pilot/one.rhai", "facts.pilot.done", "facts.pilot.dne")(&mut broken);
    write(place.path(), &broken);
    let path = place.path().display().to_string();
    let refused = |set: &str| {
        let output = sprcheck(&["rules", "contrast", "builtin", set, WEST_MIDLANDS, "--as-of", "2021-01-31"]);
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    assert!(refused(&path).contains("did you mean `done`?"));
    assert!(refused("nowhere").contains("is not there"));
}
