//! `sprcheck review --accept`: from which day an acceptance counts, what it refuses, and what is left where several accept at once.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PLAN: &str = "# Plan\n\nThe plan.\n\n## Alpha\n\nOf alpha.\n\n## Beta\n\nOf beta.\n";
const ACCEPT: [&str; 5] = ["--accept", "--by", "head of policy", "--because", "read and agreed"];

/// A profile whose board cites that; nothing is reviewed.
fn folder(cites: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "uses: [sprcheck]\nforce: {{ id: made-up, name: Made-up Police }}\nstated_on: 2021-03-01\nfacts:\n  prevent:\n    contest_boards:\n      strategic: {{ name: A board, cites: [{cites}] }}\nevidence:\n  plan:\n    title: Plan\n    kind: minutes\n    dated: 2021-01-10\n    owner: the office\n    held_at: {{ path: plan.md }}\n"
    );
    fs::write(folder.path().join("profile.yaml"), text).unwrap();
    fs::write(folder.path().join("plan.md"), PLAN).unwrap();
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
    command.current_dir(folder).args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// The answer of a review that succeeds, on one line.
fn review(folder: &Path, arguments: &[&str]) -> String {
    let run = run(folder, &[&["review", ".", "--as-of", "2021-06-30"], arguments].concat());
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a review is refused; nothing may be written then.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let before = profile(folder);
    let run = run(folder, &[&["review", ".", "--as-of", "2021-06-30"], arguments].concat());
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stdout));
    assert_eq!(profile(folder), before);
    String::from_utf8(run.stderr).unwrap()
}

fn profile(folder: &Path) -> String {
    fs::read_to_string(folder.join("profile.yaml")).unwrap()
}

/// What the evidence is as of a day.
fn state(folder: &Path, day: &str) -> String {
    let run = run(folder, &["audit", ".", "--as-of", day, "--format", "json"]);
    let audit: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    audit.pointer("/evidence/0/state").unwrap().as_str().unwrap().to_owned()
}

#[test]
fn an_acceptance_counts_from_its_day_on() {
    for cites in ["plan#alpha", "plan"] {
        let folder = folder(cites);
        let at = folder.path();
        review(at, &[&ACCEPT[..], &["--on", "2021-06-01"]].concat());
        let early = profile(at);
        assert_eq!(state(at, "2021-06-01"), "current", "{cites}");
        assert_ne!(state(at, "2021-05-31"), "current", "{cites}");
        fs::write(at.join("profile.yaml"), early.replace("2021-06-01", "2021-07-01")).unwrap();
        assert_ne!(state(at, "2021-06-30"), "current", "{cites}");
        let shown = review(at, &[]);
        assert!(shown.contains("as it was accepted, but on a later day"), "{shown}");
    }
}

#[test]
fn a_forecast_knows_the_day_from_which_an_acceptance_counts() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    let made = Command::new("sh").arg("seeds/demo-repository.sh").arg(&demo).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let text = profile(&demo).replacen("on: 2021-03-30, because", "on: 2021-07-10, because", 1);
    fs::write(demo.join("profile.yaml"), text).unwrap();
    let ahead = run(&demo, &["forecast", ".", "--as-of", "2021-06-30", "--until", "2021-08-01", "--format", "json"]);
    let ahead: serde_json::Value = serde_json::from_slice(&ahead.stdout).unwrap();
    let dates = ahead["dates"].as_array().unwrap();
    let told = dates.iter().find(|date| date["date"] == "2021-07-10").unwrap().to_string();
    assert!(told.contains("evidence-accepted") && told.contains("statute.plan_regard"), "{told}");
}

#[test]
fn an_acceptance_that_nobody_can_have_made_is_refused_and_a_later_one_is_told() {
    let folder = folder("plan#alpha");
    let at = folder.path();
    let future = refused(at, &[&ACCEPT[..], &["--on", "2999-01-01"]].concat());
    assert!(future.contains("`--on 2999-01-01` is still to come"), "{future}");
    let past = refused(at, &[&ACCEPT[..], &["--on", "2021-01-09"]].concat());
    assert!(past.contains("`plan#alpha` is dated 2021-01-10"), "{past}");
    let later = review(at, &[&ACCEPT[..], &["--on", "2021-07-01"]].concat());
    assert!(later.contains("as of 2021-06-30 this one does not count yet, and from 2021-07-01 on it does"), "{later}");
}

#[test]
fn a_document_that_is_cited_whole_is_accepted_whole() {
    let folder = folder("plan, plan#alpha");
    let at = folder.path();
    let why = refused(at, &[&["plan#alpha"], &ACCEPT[..], &["--on", "2021-06-01"]].concat());
    assert!(why.contains("`plan` is cited whole as well") && why.contains("accept `plan`, or cite a section"), "{why}");
    let said = review(at, &[&["plan"], &ACCEPT[..], &["--on", "2021-06-01"]].concat());
    assert!(said.contains("Accepted plan "), "{said}");
    assert_eq!(state(at, "2021-06-30"), "current");
    fs::write(at.join("plan.md"), PLAN.replace("Of beta.", "Of beta, otherwise.")).unwrap();
    assert_eq!(state(at, "2021-06-30"), "changed since it was reviewed");
    review(at, &[&ACCEPT[..], &["--on", "2021-06-02"]].concat());
    assert_eq!(state(at, "2021-06-30"), "current");
}

#[test]
fn of_acceptances_at_once_none_is_lost_that_was_told_as_recorded() {
    let folder = folder("plan#alpha, plan#beta");
    let at = folder.path();
    let text = profile(at);
    for _ in 0..25 {
        fs::write(at.join("profile.yaml"), &text).unwrap();
        let running = ["plan#alpha", "plan#beta"].map(|section| {
            let arguments =
                [&["review", ".", section, "--as-of", "2021-06-30", "--on", "2021-06-01"], &ACCEPT[..]].concat();
            (section, command(at, &arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        });
        let mut recorded = 0;
        for (section, child) in running {
            let output = child.wait_with_output().unwrap();
            let anchor = section.trim_start_matches("plan#");
            if output.status.success() {
                recorded += 1;
                assert!(profile(at).contains(&format!("section: {anchor},")), "{section} is lost:\n{}", profile(at));
            } else {
                let why = String::from_utf8(output.stderr).unwrap();
                assert!(why.contains("changed by somebody else meanwhile"), "{why}");
            }
        }
        assert!(recorded > 0);
    }
}

#[test]
fn what_a_run_left_behind_that_was_ended_is_swept_up_and_permissions_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("plan#alpha");
    let at = folder.path();
    fs::write(at.join(".sprcheck-replacing-abc"), "half").unwrap();
    fs::set_permissions(at.join("profile.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    review(at, &[&ACCEPT[..], &["--on", "2021-06-01"]].concat());
    let mut names: Vec<String> =
        fs::read_dir(at).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["plan.md", "profile.yaml"]);
    assert_eq!(fs::metadata(at.join("profile.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_report_is_written_over_nothing_that_was_read_for_it() {
    let folder = folder("plan#alpha");
    let at = folder.path();
    fs::write(at.join("sprcheck.toml"), "fail-on = []\n").unwrap();
    std::os::unix::fs::symlink("plan.md", at.join("link")).unwrap();
    let before = (profile(at), PLAN.to_owned());
    for command in [
        &["audit", "."][..],
        &["gate", "--base", ".", "."],
        &["review", "."],
        &["explain", "prevent.contest_boards", "."],
        &["graph", "."],
        &["diff", ".", "profile.yaml"],
    ] {
        for output in ["profile.yaml", "./plan.md", "link", "sprcheck.toml"] {
            let run = run(at, &[command, &["--as-of", "2021-06-30", "--output", output]].concat());
            let error = String::from_utf8_lossy(&run.stderr).into_owned();
            assert_eq!(run.status.code(), Some(2), "{command:?} {output}: {error}");
            assert!(error.contains(&format!("`{output}` was read for this")), "{command:?} {output}: {error}");
        }
    }
    let now = (profile(at), fs::read_to_string(at.join("plan.md")).unwrap());
    assert_eq!(now, before);
    std::os::unix::fs::symlink("nowhere/report", at.join("dangling")).unwrap();
    let run = run(at, &["audit", ".", "--as-of", "2021-06-30", "--output", "dangling"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("it is a link that leads nowhere"));
    assert!(fs::symlink_metadata(at.join("dangling")).unwrap().is_symlink());
}

#[test]
fn a_base_of_git_without_git_says_that_it_is_not_at_hand() {
    let folder = folder("plan#alpha");
    let arguments = ["gate", "--base", "main", ".", "--as-of", "2021-06-30"];
    let run = command(folder.path(), &arguments).env("PATH", "/nowhere").output().unwrap();
    let error = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.code() == Some(2) && error.contains("the program `git` is not at hand"), "{error}");
}

#[test]
fn a_check_shows_no_command_of_a_build_server() {
    let folder = folder("plan#alpha");
    let text = profile(folder.path()).replace("name: Made-up Police", "name: \"##vso[task.complete]\"");
    fs::write(folder.path().join("profile.yaml"), text).unwrap();
    let run = run(folder.path(), &["check", "."]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("task.complete") && !said.contains("##vso["), "{said}");
}
