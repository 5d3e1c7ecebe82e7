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
    assert_eq!(branches, ["drops-a-threat", "lets-a-review-date-pass", "main", "mends-a-comment", "renames-a-heading"]);
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
