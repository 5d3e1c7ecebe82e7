//! Reports are written whole or not at all, and what prevents it is told: a reader who leaves, a full disk, a folder that may not be
//! written to, two runs at once.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROFILE: &str = "./seeds/example-force/variants/vacant-lead";
const BEFORE: &str = "./seeds/example-force/variants/old-register";

/// A question whose answer is much longer than a pipe holds, and how it ends.
struct Asked {
    arguments: Vec<&'static str>,
    ends_with: i32,
}

fn audit() -> Asked {
    Asked { arguments: vec!["audit", PROFILE, "--as-of", "2021-06-30", "--format", "json"], ends_with: 0 }
}

fn gate() -> Asked {
    let arguments =
        vec!["gate", "--base", BEFORE, "--head", PROFILE, "--as-of", "2021-06-30", "--format", "json", PROFILE];
    Asked { arguments, ends_with: 1 }
}

impl Asked {
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
        command.args(&self.arguments);
        command
    }

    fn answer(&self) -> String {
        let output = self.command().output().unwrap();
        assert_eq!(output.status.code(), Some(self.ends_with), "{}", complaint(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is in a folder, drafts too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn a_reader_who_leaves(asked: &Asked) {
    let mut child = asked.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(asked.ends_with));
    assert_eq!(complaint(&output), "");
}

fn a_full_disk(asked: &Asked) {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = asked.command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(complaint(&output), "error: standard output cannot be written: the disk is full\n");

    let output = asked.command().args(["--output", "/dev/full"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(complaint(&output), "error: `/dev/full` cannot be written: the disk is full\n");
}

/// A file may not grow beyond a block: the draft breaks off, as it does where the disk runs full.
fn a_disk_that_runs_full(asked: &Asked) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    fs::write(&report, "the report of last week\n").unwrap();
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_sprcheck")])
        .args(&asked.arguments)
        .arg("--output")
        .arg(&report)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", complaint(&output));
    assert!(complaint(&output).starts_with(&format!("error: `{}` cannot be written: ", report.display())));
    assert_eq!(fs::read_to_string(&report).unwrap(), "the report of last week\n");
    assert_eq!(names(folder.path()), ["report.json"]);
}

fn a_folder_that_may_not_be_written_to(asked: &Asked) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mut places = vec!["/sys/report.json".to_owned(), "/proc/report.json".to_owned()];
    places.retain(|place| Path::new(place).parent().is_some_and(Path::is_dir));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The permissions of a folder hold nobody back who may do everything.
    if fs::write(folder.path().join("tried"), "").is_err() {
        places.push(folder.path().join("report.json").display().to_string());
    }
    assert!(!places.is_empty());
    for place in places {
        let output = asked.command().args(["--output", &place]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let complaint = complaint(&output);
        assert!(complaint.starts_with(&format!("error: `{place}` cannot be written: ")), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(output.stdout.is_empty());
        assert!(!Path::new(&place).exists());
    }
}

fn runs_at_once(asked: &Asked) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let whole = asked.answer();
    let mut running: Vec<_> =
        (0..6).map(|_| asked.command().arg("--output").arg(&report).stderr(Stdio::null()).spawn().unwrap()).collect();
    // Whoever looks while they write sees nothing or all of it.
    while running.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        if let Ok(seen) = fs::read_to_string(&report) {
            assert!(seen == whole, "half of a report was seen: {} of {} bytes", seen.len(), whole.len());
        }
    }
    for mut child in running {
        assert_eq!(child.wait().unwrap().code(), Some(asked.ends_with));
    }
    assert_eq!(fs::read_to_string(&report).unwrap(), whole);
    assert_eq!(names(folder.path()), ["report.json"]);
}

#[test]
fn an_audit_whose_reader_leaves_is_no_error() {
    a_reader_who_leaves(&audit());
}

#[test]
fn an_audit_says_that_the_disk_is_full() {
    a_full_disk(&audit());
}

#[test]
fn an_audit_that_breaks_off_leaves_the_old_report_whole() {
    a_disk_that_runs_full(&audit());
}

#[test]
fn an_audit_says_that_a_folder_may_not_be_written_to() {
    a_folder_that_may_not_be_written_to(&audit());
}

#[test]
fn audits_that_write_one_file_at_once_leave_it_whole() {
    runs_at_once(&audit());
}

#[test]
fn a_gate_whose_reader_leaves_is_no_error() {
    a_reader_who_leaves(&gate());
}

#[test]
fn a_gate_says_that_the_disk_is_full() {
    a_full_disk(&gate());
}

#[test]
fn a_gate_that_breaks_off_leaves_the_old_report_whole() {
    a_disk_that_runs_full(&gate());
}

#[test]
fn a_gate_says_that_a_folder_may_not_be_written_to() {
    a_folder_that_may_not_be_written_to(&gate());
}

#[test]
fn gates_that_write_one_file_at_once_leave_it_whole() {
    runs_at_once(&gate());
}
