//! The lesson of `docs/writing-rules.md`, gone through as its reader would: files are written, commands run, and what the page says they
//! print is what they print.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::blocks::{blocks, read};

const PAGE: &str = "docs/writing-rules.md";

#[test]
fn the_lesson_goes_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (mut printed, mut commands) = (String::new(), 0);
    for block in blocks(&read(PAGE)) {
        let at = format!("{PAGE}:{}", block.line);
        match block.info.split_once(' ') {
            Some(("sh", "lesson")) => {
                printed = block.lines().iter().map(|line| run(line, folder.path())).collect();
                commands += 1;
            }
            Some(("text", "lesson")) => {
                assert!(printed.contains(block.text.trim_end()), "{at}: this is not printed, but\n{printed}");
            }
            Some((_, lesson)) => {
                let Some(path) = lesson.strip_prefix("lesson=") else { continue };
                let path = folder.path().join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, &block.text).unwrap();
            }
            None => {}
        }
    }
    assert!(commands > 5, "only {commands} commands were found");
}

/// What a command prints, on both streams.
fn run(line: &str, folder: &Path) -> String {
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("sprcheck"), "{line}");
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(words).current_dir(folder).output().unwrap();
    [output.stdout, output.stderr].iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}
