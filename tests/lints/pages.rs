//! The pages of `docs/lints/`: what each calls to be avoided is found, by that lint and no other; what it prefers is clean.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_yaml::Value;
use sprcheck::author::lint::{Level, Lint};

use super::{Files, base, look, told};

const FOLDER: &str = "docs/lints";

/// The blocks under a heading of a page: the path in the rule set, and the text.
fn blocks(page: &str, heading: &str) -> Vec<(String, String)> {
    let section = page.split("\n## ").find_map(|section| section.strip_prefix(&format!("{heading}\n"))).unwrap_or("");
    let fences = section.split("```").skip(1).step_by(2);
    let block = |fence: &str| {
        let (info, text) = fence.split_once('\n').unwrap();
        let (_, path) = info.split_once(' ').unwrap();
        (path.to_owned(), text.to_owned())
    };
    fences.map(block).collect()
}

/// The base with blocks laid over it: a rule takes the place of the one that is there, YAML is merged key by key, lists are replaced.
fn laid_over(blocks: &[(String, String)]) -> Files {
    let mut files = base();
    for (path, text) in blocks {
        let there = files.get(path).cloned().unwrap_or_else(|| panic!("the base has no `{path}`"));
        let merged = if path.ends_with(".yaml") {
            let mut value: Value = serde_yaml::from_str(&there).unwrap();
            merge(&mut value, serde_yaml::from_str(text).unwrap());
            serde_yaml::to_string(&value).unwrap()
        } else {
            text.clone()
        };
        files.insert(path.clone(), merged);
    }
    files
}

fn merge(there: &mut Value, new: Value) {
    match (there, new) {
        (Value::Mapping(there), Value::Mapping(new)) => {
            for (key, value) in new {
                match there.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None => drop(there.insert(key, value)),
                }
            }
        }
        (there, new) => *there = new,
    }
}

#[test]
fn nothing_is_found_in_the_base() {
    assert_eq!(told(&look(&base())), Vec::<String>::new());
}

#[test]
fn what_a_page_avoids_is_found_by_its_lint_alone() {
    let mut faults = String::new();
    for lint in Lint::ALL {
        let avoid = blocks(lint.page(), "Avoid");
        assert!(!avoid.is_empty(), "{}: there is no example to avoid", lint.as_str());
        let answer = look(&laid_over(&avoid));
        let found: BTreeSet<&str> = answer.findings.iter().map(|finding| finding.what.as_str()).collect();
        if found != BTreeSet::from([lint.as_str()]) {
            let _ = writeln!(faults, "{}: {:?}", lint.as_str(), told(&answer));
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn what_a_page_prefers_is_clean() {
    let mut faults = String::new();
    for lint in Lint::ALL {
        let prefer = blocks(lint.page(), "Prefer");
        assert!(!prefer.is_empty(), "{}: there is no example to follow", lint.as_str());
        let answer = look(&laid_over(&prefer));
        if !answer.findings.is_empty() {
            let _ = writeln!(faults, "{}: {:?}", lint.as_str(), told(&answer));
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_page_says_what_its_lint_is_about_and_why() {
    for lint in Lint::ALL {
        let page = lint.page();
        let level = match lint.level() {
            Level::Error => "An error.",
            Level::Warning => "A warning.",
            Level::Advice => "Advice.",
        };
        let opening = format!("# {}\n\n{} {level}\n\n## Avoid\n", lint.as_str(), lint.summary());
        assert!(page.starts_with(&opening), "{}: the page begins otherwise than\n{opening}", lint.as_str());
        let why = page.split("## Why\n").nth(1).unwrap_or_default();
        assert!(why.split_whitespace().count() > 8, "{}: the page does not say why", lint.as_str());
    }
}

#[test]
fn the_index_lists_every_lint_and_there_is_no_page_without_one() {
    let mut index = String::from(
        "# Lints\n\nWhat `sprcheck rules lint` looks for, worst first. Every example on these pages is run by a test.\n\
         \nAn exception stands where it is made, with its reason: `# sprcheck: allow LINT because …` in a policy or case file,\n\
         `// sprcheck: allow LINT because …` in a rule, on the line itself or alone above the line or the statement. What loading refuses is found too,\n\
         as an error that cannot be allowed; its pages are in [problems](../problems).\n\n| lint | level | what is found |\n|---|---|---|\n",
    );
    let mut lints: Vec<&Lint> = Lint::ALL.iter().collect();
    lints.sort_by_key(|lint| std::cmp::Reverse(lint.level()));
    for lint in lints {
        let (id, level) = (lint.as_str(), lint.level().as_str());
        let _ = writeln!(index, "| [{id}]({id}.md) | {level} | {} |", lint.summary());
    }
    let path = format!("{FOLDER}/README.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &index).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), index, "run UPDATE_DOCS=1 cargo test --test lints");
    for entry in fs::read_dir(FOLDER).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let id = name.strip_suffix(".md").unwrap();
        assert!(id == "README" || Lint::parse(id).is_some(), "there is no lint for `{name}`");
    }
}
