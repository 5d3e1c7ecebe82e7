//! The composite action: what it declares is used, what it uses is declared, and its steps run as a build server would run them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_yaml::Value;

use super::demo::{DAY, Demo, git, shell};
use super::{file, yaml};

const ACTION: &str = ".github/actions/sprcheck/action.yml";

fn steps(action: &Value) -> &Vec<Value> {
    action["runs"]["steps"].as_sequence().unwrap()
}

/// The expressions in a text.
fn expressions(text: &str) -> Vec<String> {
    text.split("${{").skip(1).map(|rest| rest.split("}}").next().unwrap().trim().to_owned()).collect()
}

#[test]
fn every_input_is_declared_used_and_explained() {
    let action = yaml(ACTION);
    let declared: BTreeSet<String> =
        action["inputs"].as_mapping().unwrap().keys().map(|name| name.as_str().unwrap().to_owned()).collect();
    let used: BTreeSet<String> = expressions(&file(ACTION))
        .iter()
        .flat_map(|expression| expression.split("||"))
        .filter_map(|term| term.trim().strip_prefix("inputs.").map(str::to_owned))
        .collect();
    assert_eq!(used, declared);
    let page = file("docs/ci.md");
    for input in &declared {
        assert!(page.contains(&format!("| `{input}` |")), "docs/ci.md says nothing of `{input}`");
        assert!(action["inputs"][input.as_str()]["description"].is_string());
        assert!(action["inputs"][input.as_str()]["default"].is_string());
    }
}

#[test]
fn every_step_is_known_to_the_step_that_reads_of_it() {
    let action = yaml(ACTION);
    let mut before = BTreeSet::new();
    for step in steps(&action) {
        for (_, value) in step["env"].as_mapping().unwrap() {
            for expression in expressions(value.as_str().unwrap()) {
                if let Some(rest) = expression.strip_prefix("steps.") {
                    assert!(before.contains(rest.split('.').next().unwrap()), "{expression}");
                }
            }
        }
        before.insert(step["id"].as_str().unwrap());
    }
}

#[test]
fn nothing_of_strangers_is_used_and_no_input_becomes_a_part_of_a_script() {
    for step in steps(&yaml(ACTION)) {
        assert!(step.get("uses").is_none(), "a foreign action would have to be pinned to a commit: {step:?}");
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an expression is put into the script before the shell reads it: {script}");
        assert_eq!(step["shell"].as_str(), Some("bash"));
    }
}

/// What came of the steps.
struct Ran {
    status: i32,
    out: String,
    summary: String,
    outputs: BTreeMap<String, String>,
}

/// Runs the steps in a repository, with those inputs in the place of their defaults.
fn run(demo: &Demo, repository: &Path, inputs: &[(&str, &str)], event: &[(&str, &str)]) -> Ran {
    let action = yaml(ACTION);
    let aside = demo.aside();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        known.insert(format!("inputs.{}", name.as_str().unwrap()), input["default"].as_str().unwrap().to_owned());
    }
    known.insert("inputs.program".into(), env!("CARGO_BIN_EXE_sprcheck").into());
    known.insert("inputs.as-of".into(), DAY.into());
    known.extend(inputs.iter().map(|(name, value)| (format!("inputs.{name}"), (*value).to_owned())));
    known.extend(event.iter().map(|(name, value)| (format!("github.event.{name}"), (*value).to_owned())));
    let mut ran = Ran { status: 0, out: String::new(), summary: String::new(), outputs: BTreeMap::new() };
    for step in steps(&action) {
        let id = step["id"].as_str().unwrap();
        let output = aside.join(format!("output-{id}"));
        fs::write(&output, "").unwrap();
        let mut command = shell("bash", repository);
        // As the runner calls a step whose shell is bash.
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"].as_str().unwrap()]);
        command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", aside.join("summary.md"));
        command.env("RUNNER_TEMP", &aside).env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"));
        for (name, value) in step["env"].as_mapping().unwrap() {
            command.env(name.as_str().unwrap(), evaluated(value.as_str().unwrap(), &known));
        }
        let done = command.output().unwrap();
        ran.out.push_str(&String::from_utf8_lossy(&done.stdout));
        ran.out.push_str(&String::from_utf8_lossy(&done.stderr));
        for line in fs::read_to_string(&output).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            known.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            ran.outputs.insert(name.to_owned(), value.to_owned());
        }
        ran.status = done.status.code().unwrap();
        if ran.status != 0 {
            break;
        }
    }
    ran.summary = fs::read_to_string(aside.join("summary.md")).unwrap_or_default();
    ran
}

/// A value with its one expression worked out: the first of its terms that is not empty.
fn evaluated(value: &str, known: &BTreeMap<String, String>) -> String {
    let [expression] = expressions(value).try_into().unwrap_or_else(|all| panic!("not one expression: {all:?}"));
    let mut terms = expression.split("||").map(|term| known.get(term.trim()).cloned().unwrap_or_default());
    terms.find(|term| !term.is_empty()).unwrap_or_default()
}

#[test]
fn a_revision_that_drops_a_threat_fails_with_its_line_a_summary_and_a_log() {
    let demo = Demo::new("drops-a-threat");
    let base = demo.commit("main");
    let ran = run(&demo, &demo.path(), &[], &[("pull_request.base.sha", &base)]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.lines().any(|line| line.starts_with("::error file=profile.yaml,line=17,")), "{}", ran.out);
    assert!(ran.summary.starts_with("## ✗ the revision fails"), "{}", ran.summary);
    assert_eq!(ran.outputs["status"], "1");
    let log: serde_json::Value = serde_json::from_str(&fs::read_to_string(&ran.outputs["sarif"]).unwrap()).unwrap();
    assert_eq!(log["version"], "2.1.0");
}

#[test]
fn a_revision_that_changes_nothing_passes() {
    let demo = Demo::new("mends-a-comment");
    let ran = run(&demo, &demo.path(), &[("base", "main"), ("profile", "profile.yaml")], &[]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.summary.starts_with("## ✓ the revision passes"), "{}", ran.summary);
}

#[test]
fn a_base_that_is_not_in_the_clone_is_fetched() {
    let demo = Demo::new("main");
    let clone = demo.shallow("lets-a-review-date-pass");
    let ran = run(&demo, &clone, &[], &[("pull_request.base.sha", &demo.commit("main"))]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("::error file=profile.yaml"), "{}", ran.out);
}

#[test]
fn a_base_that_is_nowhere_fails_before_anything_is_judged() {
    let demo = Demo::new("main");
    let ran = run(&demo, &demo.path(), &[("base", "no-such-branch")], &[]);
    assert_ne!(ran.status, 0);
    assert!(!ran.outputs.contains_key("sarif"), "{}", ran.out);
    let ran = run(&demo, &demo.path(), &[("base", "--upload-pack=touch pwned")], &[]);
    assert_eq!(ran.status, 2, "{}", ran.out);
}

#[test]
fn mistakes_in_the_head_end_with_2_and_are_shown_on_their_lines() {
    let demo = Demo::new("renames-a-heading");
    let ran = run(&demo, &demo.path(), &[("base", "main")], &[]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.out.contains("plan-2021#national-threats"), "{}", ran.out);
    let shown = |line: &str| line.starts_with("::error file=profile.yaml,line=") && line.contains("P061");
    assert!(ran.out.lines().any(shown), "{}", ran.out);
    let log: serde_json::Value = serde_json::from_str(&fs::read_to_string(&ran.outputs["sarif"]).unwrap()).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "P061");
    // What was left by a run before is not taken for this one's.
    let ran = run(&demo, &demo.path(), &[("base", "nowhere/at/all"), ("first-run", "false")], &[]);
    assert!(ran.status != 0 && !ran.outputs.contains_key("sarif"), "{}", ran.out);
}

#[test]
fn the_first_push_of_a_branch_is_compared_with_the_default_branch() {
    let demo = Demo::new("main");
    let clone = demo.shallow("drops-a-threat");
    let zeros = "0".repeat(40);
    let pushed = |branch| [("before", zeros.as_str()), ("ref", branch), ("repository.default_branch", "main")];
    let ran = run(&demo, &clone, &[], &pushed("refs/heads/drops-a-threat"));
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("::error file=profile.yaml"), "{}", ran.out);
    let first = run(&demo, &demo.path(), &[], &pushed("refs/heads/main"));
    assert_eq!(first.status, 2, "{}", first.out);
    assert!(first.out.contains("`--first-run` judges it alone"), "{}", first.out);
}

#[test]
fn a_clone_that_is_whole_stays_so() {
    let demo = Demo::new("main");
    let from = format!("file://{}", demo.path().display());
    let clone = demo.aside().join("whole");
    git(&demo.path(), &["clone", "--quiet", "--branch", "drops-a-threat", &from, clone.to_str().unwrap()]);
    git(&demo.path(), &["commit", "--quiet", "--allow-empty", "-m", "a newer one"]);
    let ran = run(&demo, &clone, &[], &[("pull_request.base.sha", &demo.commit("main"))]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert_eq!(git(&clone, &["rev-parse", "--is-shallow-repository"]).trim(), "false");
}

#[test]
fn no_input_is_run_as_a_command() {
    let demo = Demo::new("main");
    let hostile = "x'; touch pwned; $(touch pwned) `touch pwned` \"";
    for input in ["profile", "fail-on", "baseline", "rules", "as-of", "base"] {
        let mut inputs = vec![("first-run", "true"), (input, hostile)];
        if input == "base" {
            inputs.remove(0);
        }
        let ran = run(&demo, &demo.path(), &inputs, &[]);
        assert_ne!(ran.status, 0, "{input}");
        assert!(!demo.path().join("pwned").exists(), "{input} was run");
    }
}

#[test]
fn a_first_run_needs_no_base() {
    let demo = Demo::new("main");
    let ran = run(&demo, &demo.path(), &[("first-run", "true")], &[]);
    assert!(ran.outputs.contains_key("sarif"), "{}", ran.out);
    assert!(ran.out.contains("a first run"), "{}", ran.out);
}
