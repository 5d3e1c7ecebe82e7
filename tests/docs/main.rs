//! The documentation says what is there: excerpts are what the program prints, examples load and run, links lead somewhere.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the generated parts anew; look at the difference before you keep it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod asking;
mod blocks;
mod lesson;
mod profiles;
mod rules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::CommandFactory as _;
use sprcheck::cli::Cli;
use sprcheck::model::words::{Assurance, Binding, Outcome, Standing, Support, Verdict, Verified};

use blocks::{blocks, read};

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let readme = read("README.md");
    let commands: Vec<String> =
        blocks(&readme).into_iter().filter(|block| block.info == "sh").flat_map(|block| block.lines()).collect();
    assert_eq!(
        commands.get(1).map(String::as_str),
        Some("cargo test"),
        "the second command of README.md runs the tests"
    );
    let arguments =
        commands[0].strip_prefix("cargo run --release -- ").expect("the first command of README.md runs the program");
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments.split(' ')).output().unwrap();
    assert!(
        output.status.success(),
        "`{}` ends with {}: {}",
        commands[0],
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let report = String::from_utf8(output.stdout).unwrap();
    let start = report.find("IN SHORT\n").expect("the report has its summary");
    let end = report.find("ASSURANCE\n").expect("the report goes on with assurance");
    held_to(Path::new("README.md"), &readme, "text report", report[start..end].trim_end());
}

#[test]
fn the_reference_of_the_commands_is_what_help_prints() {
    let mut whole = String::from(
        "# Commands\n\nWhat `--help` prints, of every command. A test writes and holds this page; see `tests/docs/main.rs`.\n",
    );
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut names = vec![Vec::<String>::new()];
    names.extend(
        command.get_subcommands().filter(|sub| sub.get_name() != "help").map(|sub| vec![sub.get_name().to_owned()]),
    );
    for name in names {
        let mut sub = &mut command;
        for step in &name {
            sub = sub.find_subcommand_mut(step).unwrap();
        }
        let title = std::iter::once("sprcheck".to_owned()).chain(name).collect::<Vec<_>>().join(" ");
        let help = sub.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        whole.push_str(&format!("\n## `{title}`\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    }
    let path = Path::new("docs/cli.md");
    if updating() {
        fs::write(path, &whole).unwrap();
    }
    assert!(
        read("docs/cli.md") == whole,
        "docs/cli.md is not what `--help` prints; run `UPDATE_DOCS=1 cargo test --test docs` and look at the difference"
    );
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let mut named = BTreeSet::new();
    for table in ["dependencies", "dev-dependencies"] {
        named.extend(manifest[table].as_table().unwrap().keys().cloned());
    }
    let page = read("docs/dependencies.md");
    let told: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(told, named, "docs/dependencies.md has one row for each dependency of Cargo.toml, and no other");
}

#[test]
fn every_word_of_a_verdict_is_told() {
    let page = read("docs/verdicts.md");
    let words = [
        Binding::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>(),
        Outcome::ALL.iter().map(|word| word.as_str()).collect(),
        Verdict::ALL.iter().map(|word| word.as_str()).collect(),
        Support::ALL.iter().map(|word| word.as_str()).collect(),
        Standing::ALL.iter().map(|word| word.as_str()).collect(),
        Assurance::ALL.iter().map(|word| word.as_str()).collect(),
        Verified::ALL.iter().map(|word| word.as_str()).collect(),
    ];
    for word in words.into_iter().flatten() {
        assert!(page.contains(&format!("`{word}`")), "docs/verdicts.md says nothing of `{word}`");
    }
}

#[test]
fn every_link_leads_to_a_file() {
    let mut dead = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let folder = path.parent().unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap();
            if !file.is_empty() && !target.contains("://") && !folder.join(file).exists() {
                dead.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "links that lead nowhere:\n{}", dead.join("\n"));
}

#[test]
fn every_function_that_a_page_names_exists() {
    let mut lost = Vec::new();
    let mut named = 0;
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        for token in
            text.split('`').skip(1).step_by(2).filter(|token| token.starts_with("src/") && token.contains(".rs"))
        {
            let (file, item) = token.split_once("::").unwrap_or((token, ""));
            let source = fs::read_to_string(file).unwrap_or_default();
            let name = item.rsplit("::").next().unwrap();
            let defined = ["fn ", "struct ", "enum ", "const ", "trait "].iter().any(|word| {
                source.match_indices(&format!("{word}{name}")).any(|(at, found)| {
                    !source[at + found.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
                })
            });
            named += 1;
            if source.is_empty() || !(item.is_empty() || defined) {
                lost.push(format!("{}: `{token}`", path.display()));
            }
        }
    }
    assert!(named > 10, "only {named} functions were found in the pages");
    assert!(lost.is_empty(), "pages name what is not there:\n{}", lost.join("\n"));
}

#[test]
fn every_decision_has_its_context_its_decision_and_its_consequences() {
    let index = read("docs/decisions/README.md");
    let mut numbers = Vec::new();
    for path in pages().iter().filter(|path| path.starts_with("docs/decisions") && !path.ends_with("README.md")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(path).unwrap();
        for part in ["\n## Context\n", "\n## Decision\n", "\n## Consequences\n"] {
            assert!(text.contains(part), "{name} lacks `{}`", part.trim());
        }
        assert!(index.contains(&format!("({name})")), "docs/decisions/README.md does not list {name}");
        numbers.push(name[..4].parse::<usize>().unwrap());
    }
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "decisions are numbered without holes");
}

/// All pages but those of the sample profiles.
fn pages() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].iter().map(PathBuf::from).collect();
    let mut open = vec![PathBuf::from("docs")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn updating() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

/// Holds the block of that kind in a page to a text, or writes it there.
fn held_to(path: &Path, page: &str, info: &str, text: &str) {
    let block = blocks(page)
        .into_iter()
        .find(|block| block.info == info)
        .unwrap_or_else(|| panic!("{} has no block `{info}`", path.display()));
    if updating() && block.text.trim_end() != text {
        fs::write(path, page.replacen(block.text.trim_end(), text, 1)).unwrap();
        return;
    }
    assert!(
        block.text.trim_end() == text,
        "{}:{}: the excerpt is not what the program prints; run `UPDATE_DOCS=1 cargo test --test docs` and look at the difference",
        path.display(),
        block.line,
    );
}
