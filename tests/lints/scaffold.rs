//! `rules new`, `rules show` and `rules lint` from outside: what they write and print, how they end.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use sprcheck::audit::Rules;
use sprcheck::author::lint::Lint;
use sprcheck::load::{Loaded, builtin, cases, files};
use sprcheck::model::problem::Code;

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).arg("rules").args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn new(duty: &str, folder: &Path) -> Output {
    sprcheck(&["new", duty, "--in", folder.to_str().unwrap()])
}

fn listed(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_new_duty_loads_and_its_cases_pass_as_they_stand() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("mutual-aid");
    // A second duty, of another family, joins the rule set that the first has made.
    for duty in ["mutual_aid/agreement", "mutual_aid/exercises", "neighbours/list_kept"] {
        let output = new(duty, &folder);
        assert_eq!(output.status.code(), Some(0), "{duty}: {}", err(&output));
    }
    assert_eq!(listed(&folder).len(), 13, "{:?}", listed(&folder));
    let tree = files::rule_set(&folder).unwrap();
    let rules = Rules::load(&[builtin(), tree.clone()], true);
    assert!(rules.loaded().problems.is_empty(), "{:?}", rules.loaded().problems);
    let mut loaded = Loaded::default();
    let mut tried = 0;
    for file in tree.case_files() {
        for case in cases(file, &tree.origin, rules.law(), &mut loaded) {
            let failures = sprcheck::author::testing::run(rules.law(), rules.engine(), &case);
            assert!(failures.is_empty(), "{failures:?}");
            tried += 1;
        }
    }
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!(tried, 15);
}

#[test]
fn what_only_the_author_can_write_is_found_and_nothing_else_but_that_the_source_is_not_verified() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("inspection-2026");
    assert_eq!(new("inspection_2026/question_1", &folder).status.code(), Some(0));
    let before = sprcheck(&["lint", folder.to_str().unwrap()]);
    assert_eq!(before.status.code(), Some(1));
    let found = out(&before);
    let todos: usize =
        listed(&folder).iter().map(|path| fs::read_to_string(folder.join(path)).unwrap().matches("TODO").count()).sum();
    assert_eq!(found.matches("error[placeholder]").count(), todos, "{found}");
    for path in listed(&folder) {
        let text = fs::read_to_string(folder.join(&path)).unwrap();
        let written = text
            .replace("title: TODO the title", "title: The title")
            .replace("title: TODO a heading", "title: A heading")
            .replace("says: TODO one", "says: One")
            .replace("TODO ", "");
        fs::write(folder.join(&path), written).unwrap();
    }
    let after = sprcheck(&["lint", folder.to_str().unwrap(), "--fail-on", "warning"]);
    assert_eq!(after.status.code(), Some(0), "{}", out(&after));
    assert!(out(&after).contains("0 errors, 0 warnings, 1 piece of advice"), "{}", out(&after));
}

#[test]
fn nothing_is_overwritten_and_nothing_is_written_by_halves() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("set");
    fs::create_dir_all(folder.join("rules/family")).unwrap();
    fs::write(folder.join("rules/family/rule.rhai"), "// mine\n").unwrap();
    let output = new("family/rule", &folder);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("rule.rhai` is there already; nothing was written"), "{}", err(&output));
    assert_eq!(listed(&folder), ["rules/family/rule.rhai"]);
    assert_eq!(fs::read_to_string(folder.join("rules/family/rule.rhai")).unwrap(), "// mine\n");
    assert!(!folder.join("policies").exists());
    // A file where a folder is needed is met only after some files have been written.
    let blocked = temporary.path().join("blocked");
    fs::create_dir_all(&blocked).unwrap();
    fs::write(blocked.join("rules"), "").unwrap();
    let output = new("family/rule", &blocked);
    assert_eq!(output.status.code(), Some(2), "{}", out(&output));
    assert_eq!(listed(&blocked), ["rules"]);
    assert!(!blocked.join("policies").exists());
}

#[test]
fn a_name_that_is_none_or_taken_is_refused_with_the_way_out() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("set");
    for (duty, told) in [
        ("Mutual-Aid/Agreement", "did you mean `mutual_aid/agreement`?"),
        ("agreement", "write it like `mutual_aid/agreement`"),
        ("../x/y", "write it like `mutual_aid/agreement`"),
        ("prevent/strategic_lead", "rule set `sprcheck` has a duty `prevent.strategic_lead` already"),
        ("family/none", "`none` may not be a step of a fact's path"),
    ] {
        let output = new(duty, &folder);
        assert_eq!(output.status.code(), Some(2), "{duty}");
        assert!(err(&output).contains(told), "{duty}: {}", err(&output));
        assert!(!folder.exists(), "{duty}");
    }
}

#[test]
fn a_duty_is_shown_with_its_law_its_rule_and_its_cases() {
    let output = sprcheck(&["show", "prevent.strategic_lead"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    for part in [
        "Force PREVENT Strategic Lead (prevent.strategic_lead)",
        "paragraph 36",
        "Chief officer",
        "in_post: a strategic lead is in post",
        "cpd_within = 12 months",
        "- unknown when nothing is stated",
        "require in_post: lead.appointed <= as_of && lead.rank != none;",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let output = sprcheck(&["show", "prevent.strategic_led"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("did you mean `prevent.strategic_lead`?"), "{}", err(&output));
}

#[test]
fn lint_ends_as_it_was_asked_to() {
    let base = "tests/lints/base";
    assert_eq!(sprcheck(&["lint", base, "--fail-on", "advice"]).status.code(), Some(0));
    assert_eq!(sprcheck(&["lint", "tests/lints/none"]).status.code(), Some(2));
    let broken = "tests/broken/P048-unknown-property";
    assert_eq!(sprcheck(&["lint", broken]).status.code(), Some(1));
    assert_eq!(sprcheck(&["lint", broken, "--fail-on", "never"]).status.code(), Some(0));
    for format in ["text", "json", "sarif", "github"] {
        let output = sprcheck(&["lint", broken, "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(out(&output).contains("P048"), "{format}");
    }
}

#[test]
fn a_lint_is_told_with_its_page() {
    for lint in Lint::ALL {
        let output = sprcheck(&["lint", "--explain", lint.as_str()]);
        assert_eq!(out(&output), lint.page());
    }
    for code in Code::ALL {
        let output = sprcheck(&["lint", "--explain", code.as_str()]);
        assert!(out(&output).starts_with(&format!("# {code}")), "{code}: {}", err(&output));
    }
    let output = sprcheck(&["lint", "--explain", "unused-nam"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("did you mean `unused-name`?"), "{}", err(&output));
}
