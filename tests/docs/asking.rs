//! What pages show of a question's answer is what the program prints.

use std::path::Path;
use std::process::Command;

use super::blocks::{Block, blocks};
use super::pages;

/// What stands for lines that a page leaves out.
const LEFT_OUT: &str = "…";

#[test]
fn every_answer_that_a_page_shows_is_what_the_program_prints() {
    let mut shown = 0;
    for path in pages().iter().filter(|path| path.starts_with("docs/asking") || path.ends_with("README.md")) {
        for block in blocks(&std::fs::read_to_string(path).unwrap()) {
            if block.info == "console" {
                held(path, &block);
                shown += 1;
            }
        }
    }
    assert!(shown >= 6, "only {shown} answers are shown");
}

/// Holds each stretch of a block between what is left out to the answer, in order.
fn held(path: &Path, block: &Block) {
    let place = format!("{}:{}", path.display(), block.line);
    let (command, shown) = block.text.split_once('\n').unwrap();
    let arguments = command.strip_prefix("$ sprcheck ").unwrap_or_else(|| panic!("{place}: no command"));
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments.split(' ')).output().unwrap();
    assert!(output.status.success(), "{place}: {}", String::from_utf8_lossy(&output.stderr));
    let answer = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = answer.lines().map(str::trim_end).collect();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let mut from = 0;
    for part in shown.split(|line| line.trim() == LEFT_OUT).filter(|part| !part.is_empty()) {
        let found = (from..=lines.len().saturating_sub(part.len()))
            .find(|at| lines.get(*at..).is_some_and(|rest| rest.starts_with(part)));
        let at = found.unwrap_or_else(|| {
            panic!("{place}: `{arguments}` does not print, after its line {from}:\n{}", part.join("\n"))
        });
        from = at + part.len();
    }
    assert!(from > 0, "{place}: nothing is shown");
}
