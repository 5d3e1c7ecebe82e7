//! What is ready to use on a build server, tried as far as it can be tried here: the action, the templates, the hook, the demonstration
//! repository, and the walk through.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod action;
mod demo;
mod templates;

use std::fs;
use std::path::Path;

use serde_yaml::Value;

use demo::{Demo, git, script, shell};

/// A file of the project.
fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|_| panic!("no {path}"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_demonstration_repository_is_the_same_wherever_it_is_made() {
    let (one, other) = (Demo::new("main"), Demo::new("main"));
    let heads = |demo: &Demo| git(&demo.path(), &["for-each-ref", "--format=%(refname:short) %(objectname)"]);
    assert_eq!(heads(&one), heads(&other));
    let branches: Vec<String> = heads(&one).lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    let wanted = [
        "accepts-it-later",
        "accepts-what-it-edits",
        "drops-a-threat",
        "edits-a-cited-section",
        "lets-a-review-date-pass",
        "main",
        "mends-a-comment",
        "renames-a-heading",
    ];
    assert_eq!(branches, wanted);
    assert_eq!(git(&one.path(), &["status", "--porcelain"]), "");
    let authors = git(&one.path(), &["log", "--all", "--format=%an %ae %cn %ce"]);
    for author in authors.lines() {
        assert!(author.contains("Exampleshire") && author.contains("office@exampleshire.invalid"), "{author}");
    }
}

#[test]
fn a_folder_that_is_there_is_not_made_a_demonstration_repository() {
    let folder = tempfile::tempdir().unwrap();
    let made = script(folder.path());
    assert_eq!(made.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&made.stderr).contains("is there already"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_good_state_of_the_demonstration_is_shown_by_evidence() {
    let demo = Demo::new("main");
    let output = shell("sprcheck", &demo.path())
        .args(["audit", "profile.yaml", "--as-of", demo::DAY, "--format", "json"])
        .output()
        .unwrap();
    let audit: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for duty in ["statute.plan_regard", "prevent.training_strategy"] {
        let found = audit["duties"].as_array().unwrap().iter().find(|one| one["id"] == duty).unwrap();
        assert_eq!(found["standing"], "satisfied", "{duty}: {}", found["reason"]);
    }
}

#[test]
fn the_baseline_of_the_page_loads() {
    let page = file("docs/ci.md");
    let baseline = page.split("\n## The baseline\n").nth(1).unwrap().split("```yaml\n").nth(1).unwrap();
    let baseline = baseline.split("```").next().unwrap();
    let demo = Demo::new("mends-a-comment");
    fs::write(demo.path().join("accepted.yaml"), baseline).unwrap();
    let asked = ["gate", "--base", "main", "--as-of", "2021-06-30", "--baseline", "accepted.yaml", "profile.yaml"];
    let output = shell("sprcheck", &demo.path()).args(asked).args(["--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let kinds: Vec<&str> =
        said["findings"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["baseline-unmatched"], "the demonstration has no such duty open");
}

/// The commands of the walk through, in their order.
fn walk() -> Vec<String> {
    let page = file("docs/ci.md");
    page.split("```sh walk\n").skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_walk_through_ends_as_the_page_says() {
    let demo = Demo::new("main");
    let ends = [
        (1, "profile.yaml:17:5"),
        (1, "profile.yaml:34:19"),
        (2, "plan-2021#national-threats"),
        (0, "the revision passes"),
        (1, "evidence/decision-2021-4.md:3:1"),
        (1, "profile.yaml:56:9"),
        (0, "mended: the police and crime plan is made with regard to the spr"),
    ];
    let walk = walk();
    assert_eq!(walk.len(), ends.len());
    for (command, (status, says)) in walk.iter().zip(ends) {
        let output = shell("sh", &demo.path()).args(["-c", command]).output().unwrap();
        let all = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{command}\n{all}");
        assert!(all.to_lowercase().contains(says), "{command}\n{all}");
    }
}

#[test]
fn what_the_first_page_shows_of_the_gate_is_what_it_prints() {
    let page = file("README.md");
    let block = page.split("```console gate\n$ ").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
    let (command, shown) = block.split_once('\n').unwrap();
    let output = shell("sh", &Demo::new("main").path()).args(["-c", command]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).unwrap();
    let parts: Vec<&str> = shown.split("\n…").map(str::trim).filter(|part| !part.is_empty()).collect();
    assert_eq!(parts.len(), 2, "{shown}");
    for part in parts {
        assert!(printed.contains(part), "{part}\nis not in\n{printed}");
    }
}

#[test]
fn the_acceptance_in_the_demonstration_is_what_review_writes() {
    let demo = Demo::new("edits-a-cited-section");
    let section = "decision-2021-4#regard-to-the-strategic-policing-requirement";
    let by = ["--accept", "--by", "chief executive of the office of the PCC", "--on", "2021-06-14"];
    let output = shell("sprcheck", &demo.path())
        .args(["review", "profile.yaml", section, "--as-of", demo::DAY])
        .args(by)
        .args(["--because", "the minute of 16 February has it so"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(git(&demo.path(), &["diff", "accepts-it-later", "--", "profile.yaml"]), "");
    assert_ne!(git(&demo.path(), &["status", "--porcelain"]), "");
}

#[test]
fn an_acceptance_of_its_own_revision_passes_only_where_it_is_let() {
    let demo = Demo::new("main");
    let gate = |more: &[&str]| {
        let mut command = shell("sprcheck", &demo.path());
        command.args(["gate", "--base", "main", "--head", "accepts-what-it-edits", "--as-of", demo::DAY]);
        command.args(more).arg("profile.yaml").output().unwrap().status.code()
    };
    assert_eq!((gate(&[]), gate(&["--allow-self-review"])), (Some(1), Some(0)));
}

#[test]
fn the_page_explains_every_format_and_every_status() {
    let page = file("docs/ci.md");
    let help = shell("sprcheck", Path::new(".")).args(["gate", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for format in ["text", "markdown", "json", "sarif", "junit", "github", "gitlab", "azure"] {
        assert!(page.contains(&format!("| `{format}` |")), "{format}");
        assert!(help.contains(&format!("- {format}:")), "`gate --help` has no {format}:\n{help}");
    }
    for status in 0..=3 {
        assert!(page.contains(&format!("\n| {status} | ")), "{status}");
    }
}
