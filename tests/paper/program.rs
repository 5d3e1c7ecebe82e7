//! From outside: the program, its files, its exit codes.

use std::fs;
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::package::{W, part, shown, template};

const PROFILE: &str = "./seeds/west-midlands-2021";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

/// The paper on West Midlands, made once.
pub(crate) fn paper() -> Vec<u8> {
    static PAPER: OnceLock<Vec<u8>> = OnceLock::new();
    PAPER.get_or_init(|| west_midlands("docx")).clone()
}

/// The report on West Midlands in a format.
pub(crate) fn west_midlands(format: &str) -> Vec<u8> {
    let output = run(&["audit", PROFILE, "--as-of", "2021-01-31", "--format", format]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_paper_is_written_on_the_template_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (mine, out) = (folder.path().join("office.docx"), folder.path().join("paper.docx"));
    fs::write(&mine, template(&[("word/header1.xml", "{{ marking }}", "Office of the PCC: {{ marking }}")])).unwrap();
    let (mine, out) = (mine.to_str().unwrap(), out.to_str().unwrap());
    let base = ["audit", PROFILE, "--as-of", "2021-01-31", "--template", mine];
    let output = run(&[base.as_slice(), &["--format", "docx", "--output", out]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(out).unwrap();
    assert_eq!(shown(&part(&bytes, "word/header1.xml")), ["Office of the PCC: OFFICIAL"]);

    let output = run(&[base.as_slice(), &["--format", "json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("`--template` goes with `--format docx`"), "{told}");
}

#[test]
fn a_template_that_cannot_be_used_ends_with_2_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mine, out) = (folder.path().join("office.docx"), folder.path().join("paper.docx"));
    let base = ["audit", PROFILE, "--as-of", "2021-01-31", "--format", "docx", "--output", out.to_str().unwrap()];
    for (bytes, why) in [
        (b"no archive".to_vec(), "it is no zip archive"),
        (template(&[("word/styles.xml", "\"List Number\"", "\"Other\"")]), "lacks the style `List Number`"),
    ] {
        fs::write(&mine, bytes).unwrap();
        let output = run(&[base.as_slice(), &["--template", mine.to_str().unwrap()]].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{told}");
        assert!(!out.exists());
    }
    let output = run(&[base.as_slice(), &["--template", "no-such-file.docx"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the template `no-such-file.docx` cannot be read"));
}

#[test]
fn the_statement_of_west_midlands_claims_nothing() {
    let text = String::from_utf8(west_midlands("statement")).unwrap();
    assert!(text.starts_with("OFFICIAL\n") && text.trim_end().ends_with("OFFICIAL"), "{text}");
    assert!(!text.contains("Shown by evidence"), "{text}");
    for told in [
        "The edition in force on 31 January 2021 was the Strategic Policing Requirement, March 2015.",
        "The Strategic Policing Requirement, February 2023 did not apply on that date, and this statement is not about it.",
        "0 of 112 duties that apply are satisfied",
        "Said to be met in part, not in all: “The capabilities against each threat are maintained” [1] (at most 30 days old).",
        "[Author: who approves this statement, and when]",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(text.lines().all(|line| !line.starts_with(['#', '*', '-', '|'])), "no Markdown");
}

#[test]
fn the_statement_is_of_the_edition_of_2023_where_that_is_in_force() {
    let output = run(&["audit", PROFILE, "--as-of", "2024-01-31", "--format", "statement"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("The edition in force on 31 January 2024 was the Strategic Policing Requirement, February 2023."),
        "{text}"
    );
    assert!(text.contains("Violence against women and girls"), "{text}");
    assert!(!text.contains("did not apply"), "{text}");
}

#[test]
fn the_statement_as_a_document_says_the_same() {
    let text = String::from_utf8(west_midlands("statement")).unwrap();
    let document = part(&west_midlands("statement-docx"), "word/document.xml");
    assert!(document.contains(W));
    let mut lines = text.lines().filter(|line| !line.is_empty() && *line != "OFFICIAL");
    assert!(lines.all(|line| shown(&document).iter().any(|other| other.trim() == line)), "{text}");
}
