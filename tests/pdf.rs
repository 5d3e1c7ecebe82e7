//! `--format pdf`: tagged, in English, with its marking, the same bytes each time; and what a build without it says.
//!
//! These tests look into the bytes by themselves. They do not replace a validator of PDF/UA: typst's own checks are what is claimed.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

#[cfg(feature = "pdf")]
#[path = "sample/brief.rs"]
mod briefed;
#[cfg(feature = "pdf")]
#[path = "pdf/written.rs"]
mod written;
#[cfg(feature = "pdf")]
mod sample;

use std::process::{Command, Output};

fn audit(profile: &str, as_of: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
    command.args(["audit", profile, "--as-of", as_of, "--format", "pdf"]).output().unwrap()
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_it_says_so_and_what_to_do() {
    let answer = audit("seeds/west-midlands-2021", "2021-01-31");
    assert_eq!(answer.status.code(), Some(2));
    assert!(answer.stdout.is_empty());
    let told = String::from_utf8(answer.stderr).unwrap();
    for way in ["this build writes no PDF", "`--features pdf`", "`--format html`", "`--format docx`"] {
        assert!(told.contains(way), "{told}");
    }
}
