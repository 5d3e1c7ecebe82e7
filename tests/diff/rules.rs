//! Other rules over the same profile: a threshold, a script, a duty that is new, gone, or rests on another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const FACTS: &str = "facts:
  pilot.done: { type: event, means: m, held_by: h }
  pilot.number: { type: count, unit: things, means: the number, held_by: h }
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
  pilot.two:
    title: Two
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: standard
    weight: { value: 1, because: b }
    requirements:
      too: { states: the other is satisfied, remedy: see to it, shown_by: [minutes] }
";
const ONE: &str = "let done = facts.pilot.done;\nrequire done: done <= as_of && facts.pilot.number >= params.least;\n";
const TWO: &str = "require too: duties[\"pilot.one\"].met;\n";
const PROFILE: &str = "uses: [pilot]
force: { id: west-midlands, name: A force, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot: { done: 2020-06-01, number: 5, cites: [m] }
evidence:
  m: { title: M, kind: minutes, dated: 2021-01-05, owner: O, held_at: { custodian: C, reference: R } }
";

type Files = BTreeMap<&'static str, String>;

fn pilot() -> Files {
    BTreeMap::from([
        ("policies/ruleset.yaml", MANIFEST.to_owned()),
        ("policies/facts/facts.yaml", FACTS.to_owned()),
        ("policies/duties.yaml", POLICY.to_owned()),
        ("rules/pilot/one.rhai", ONE.to_owned()),
        ("rules/pilot/two.rhai", TWO.to_owned()),
    ])
}

fn edited(file: &'static str, old: &str, new: &str) -> Files {
    let mut files = pilot();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} holds no {old}");
    *text = text.replacen(old, new, 1);
    files
}

fn write(folder: &Path, files: &Files) -> String {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder.display().to_string()
}

/// Sets one profile under the pilot beside another under other rules.
fn answer(before: &Files, after: &Files, profile: (&str, &str)) -> Value {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (write(&place.path().join("old"), before), write(&place.path().join("new"), after));
    let (a, b) = (place.path().join("a.yaml"), place.path().join("b.yaml"));
    fs::write(&a, profile.0).unwrap();
    fs::write(&b, profile.1).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .arg("diff")
        .args([&a, &b])
        .args(["--as-of", "2021-01-31", "--format", "json", "--no-builtin", "--rules-before", &old, "--rules", &new])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn change<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let changes = answer["changes"].as_array().unwrap();
    changes.iter().find(|change| change["id"] == id).unwrap_or_else(|| panic!("{id} did not change: {answer:#}"))
}

#[test]
fn the_same_rules_in_another_folder_change_nothing() {
    assert_eq!(answer(&pilot(), &pilot(), (PROFILE, PROFILE))["changes"], json!([]));
}

#[test]
fn a_threshold_is_told_with_both_values_and_what_rests_on_it_too() {
    let after = edited("policies/duties.yaml", "value: 3", "value: 9");
    let answer = answer(&pilot(), &after, (PROFILE, PROFILE));
    let one = change(&answer, "pilot.one");
    let cause = &one["causes"][0];
    assert_eq!(one["causes"].as_array().unwrap().len(), 1);
    assert_eq!(cause["by"], "rules");
    assert_eq!(cause["terms"], json!([{ "what": "parameter least", "says": { "a": "3", "b": "9" } }]));
    assert_eq!(cause["partings"][0]["parting"]["kind"], "parameter");
    assert_eq!((&cause["file"], &cause["line"]), (&json!("policies/duties.yaml"), &json!(4)));
    assert_eq!(one["direction"], "worse");
    let two = change(&answer, "pilot.two");
    assert_eq!(two["causes"][0]["partings"][0]["parting"]["kind"], "duty", "{two:#}");
}

#[test]
fn a_script_is_told_with_the_place_at_which_it_judges() {
    let after = edited("rules/pilot/one.rhai", "require done: done <= as_of && ", "\n\nrequire done: done > as_of && ");
    let answer = answer(&pilot(), &after, (PROFILE, PROFILE));
    let parting = &change(&answer, "pilot.one")["causes"][0]["partings"][0];
    assert_eq!(parting["parting"]["kind"], "comparison");
    assert_eq!((&parting["rule"]["file"], &parting["rule"]["line"]), (&json!("rules/pilot/one.rhai"), &json!(4)));
}

#[test]
fn rules_and_profile_are_told_apart() {
    // Under the new rules it was a gap; the new profile closes it again.
    let after = edited("policies/duties.yaml", "value: 3", "value: 9");
    let more = PROFILE.replace("number: 5", "number: 9");
    let answer = answer(&pilot(), &after, (PROFILE, &more));
    assert_eq!(answer["changes"], json!([]), "both were satisfied and are");
    assert_eq!(answer["there_and_back"], json!(["pilot.one", "pilot.two"]));
    let less = PROFILE.replace(", number: 5", "");
    let answer = self::answer(&pilot(), &after, (PROFILE, &less));
    let one = change(&answer, "pilot.one");
    let causes: Vec<&Value> = one["causes"].as_array().unwrap().iter().map(|cause| &cause["by"]).collect();
    assert_eq!(causes, ["rules", "profile"]);
    assert_eq!(one["by_new_rules"]["standing"], "gap");
    assert_eq!((&one["to"]["standing"], &one["replayed"]), (&json!("unassessed"), &json!(true)));
}

#[test]
fn a_duty_that_rests_on_another_names_it() {
    let less = PROFILE.replace("number: 5", "number: 1");
    let answer = answer(&pilot(), &pilot(), (PROFILE, &less));
    let one = &change(&answer, "pilot.one")["causes"];
    assert_eq!(one[0]["name"], "pilot.number");
    let two = change(&answer, "pilot.two");
    assert_eq!(two["causes"][0]["by"], "duty");
    assert_eq!(two["causes"][0]["duty"], "pilot.one");
    assert_eq!(two["causes"][0]["standing"], json!({ "from": "satisfied", "to": "gap" }));
    assert_eq!((two["causes"].as_array().unwrap().len(), &two["replayed"]), (1, &json!(true)));
}

#[test]
fn a_duty_that_is_new_or_gone_is_told() {
    let mut fewer = pilot();
    let policy = fewer.get_mut("policies/duties.yaml").unwrap();
    *policy = policy[..policy.find("  pilot.two:").unwrap()].to_owned();
    fewer.remove("rules/pilot/two.rhai");
    let gone = answer(&pilot(), &fewer, (PROFILE, PROFILE));
    let two = change(&gone, "pilot.two");
    assert_eq!((&two["to"], &two["direction"], &two["causes"][0]["to"]), (&Value::Null, &json!("worse"), &Value::Null));
    let new = answer(&fewer, &pilot(), (PROFILE, PROFILE));
    let two = change(&new, "pilot.two");
    assert_eq!((&two["from"], &two["direction"]), (&Value::Null, &json!("other")));
    assert_eq!(two["causes"][0]["to"], "pilot 1.0.0");
    // Of one that is new, what the profile changes under it is told too.
    let less = PROFILE.replace("number: 5", "number: 1");
    let new = answer(&fewer, &pilot(), (PROFILE, &less));
    let two = change(&new, "pilot.two");
    assert_eq!((&two["direction"], two["causes"].as_array().unwrap().len()), (&json!("worse"), 2), "{two:#}");
}

#[test]
fn a_folder_can_stand_in_the_place_of_the_built_in_rule_set() {
    let place = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::new();
    let mut read = BTreeMap::new();
    gather(root, Path::new("policies"), &mut read);
    gather(root, Path::new("rules"), &mut read);
    let policy = "policies/prevent-minimum-standards.yaml";
    let text = read.get_mut(policy).unwrap();
    *text = text.replacen("value: 12 months", "value: 1 month", 2);
    for (path, text) in read {
        files.insert(Box::leak(path.into_boxed_str()), text);
    }
    let old = write(place.path(), &files);
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(["diff", "seeds/example-force", "--as-of", "2021-06-30", "--format", "json", "--rules-before", &old])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let spocs = change(&answer, "prevent.spocs");
    assert_eq!(spocs["direction"], "better");
    assert_eq!(spocs["causes"][0]["terms"][0]["what"], "parameter development_within");
    assert_eq!(answer["counts"]["worse"], 0);
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = folder.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            gather(root, &path, files);
        } else {
            files.insert(path.display().to_string(), fs::read_to_string(entry.path()).unwrap());
        }
    }
}
