//! The line that shows that work goes on: on a terminal, and only there.

use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// What a terminal of a kind is shown on standard error while everything is taken away one after the other, and whether it went well.
fn shown(kind: &str) -> String {
    let here = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&here).unwrap();
    unlockpt(&here).unwrap();
    let name = ptsname(&here, Vec::new()).unwrap().into_string().unwrap();
    let there = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let reading = std::thread::spawn(move || {
        let mut all = Vec::new();
        let mut part = [0; 1024];
        let mut here = File::from(here);
        // When nobody holds the other end, reading ends or fails, as the system has it.
        while let Ok(count @ 1..) = here.read(&mut part) {
            all.extend_from_slice(&part[..count]);
        }
        String::from_utf8(all).unwrap()
    });
    let status = long_work(kind).stdout(Stdio::null()).stderr(there).status().unwrap();
    assert!(status.success());
    reading.join().unwrap()
}

/// Something that takes longer than the patience of the line: the whole calendar of many years.
fn long_work(kind: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
    command
        .args(["forecast", "seeds/example-force", "--as-of", "2021-06-30", "--until", "2051-06-29"])
        .env("TERM", kind)
        .env("NO_COLOR", "1");
    command
}

#[test]
fn a_terminal_is_shown_the_step_and_the_line_is_taken_back() {
    let shown = shown("xterm-256color");
    assert!(shown.contains("\rlooking ahead… 0 s"), "{shown:?}");
    assert!(shown.ends_with(" \r"), "erased: {shown:?}");
    assert!(!shown.contains('\u{1b}') && !shown.contains('\n'), "{shown:?}");
}

#[test]
fn a_terminal_that_cannot_take_a_line_back_is_shown_nothing() {
    assert_eq!(shown("dumb"), "");
}

#[test]
fn a_pipe_never_gets_it() {
    let output = long_work("xterm-256color").output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(!String::from_utf8(output.stdout).unwrap().contains('\r'));
}
