//! `docs/rules/` is what the built-in rule set says: a page for each duty, and an index. `UPDATE_DOCS=1` writes it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what is not there fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sprcheck::audit::Rules;
use sprcheck::load::{Case, Expected, Loaded, builtin, cases};
use sprcheck::model::ids::DutyId;
use sprcheck::model::words::Outcome;
use sprcheck::report::reference::{Example, page};

const FOLDER: &str = "docs/rules";

/// The cases of each duty, each with its lines in the file.
fn examples(rules: &Rules) -> BTreeMap<DutyId, Vec<(Case, String)>> {
    let tree = builtin();
    let mut loaded = Loaded::default();
    let mut found: BTreeMap<DutyId, Vec<(Case, String)>> = BTreeMap::new();
    for file in tree.case_files() {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let read = cases(file, &tree.origin, rules.law(), &mut loaded);
        let starts: Vec<usize> = read.iter().map(|case| case.place.line as usize - 1).collect();
        for (index, case) in read.into_iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(lines.len());
            let own: Vec<&str> =
                lines[starts[index]..end].iter().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
            found.entry(case.duty.clone()).or_default().push((case, own.join("\n")));
        }
    }
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    found
}

fn pages() -> BTreeMap<PathBuf, String> {
    let rules = Rules::load(&[builtin()], true);
    let examples = examples(&rules);
    let mut pages = BTreeMap::new();
    let mut index = String::from(
        "# The duties of the built-in rule set\n\nMade from the rule set; a test holds each page to it.\n",
    );
    let mut family = "";
    for duty in rules.law().duties() {
        let own = examples.get(&duty.id).map(Vec::as_slice).unwrap_or_default();
        let comes_to = |case: &Case, wanted: Outcome| {
            case.expect.iter().any(|(_, expected, _)| *expected == Expected::Outcome(wanted))
        };
        let example = |(case, lines): &(Case, String)| Example { name: case.name.clone(), lines: lines.clone() };
        let only_met =
            |case: &Case| case.expect.iter().all(|(_, expected, _)| *expected == Expected::Outcome(Outcome::Met));
        let meets = own.iter().find(|(case, _)| only_met(case)).map(example);
        let fails = own.iter().find(|(case, _)| comes_to(case, Outcome::NotMet)).map(example);
        let path = format!("{}.md", duty.id.as_str().replace('.', "/"));
        pages.insert(Path::new(FOLDER).join(&path), page(rules.law(), duty, meets.as_ref(), fails.as_ref()));
        let of = duty.id.as_str().split('.').next().unwrap();
        if of != family {
            family = of;
            index.push_str(&format!("\n## {of}\n\n"));
        }
        index.push_str(&format!("- [{}]({path}): {}\n", duty.id, duty.title));
    }
    pages.insert(Path::new(FOLDER).join("README.md"), index);
    pages
}

fn on_disk(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            on_disk(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn every_duty_has_its_page_and_every_page_its_duty() {
    let pages = pages();
    assert!(pages.len() > 30);
    let mut found = BTreeSet::new();
    on_disk(Path::new(FOLDER), &mut found);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        for path in found.iter().filter(|path| !pages.contains_key(*path)) {
            fs::remove_file(path).unwrap();
        }
        for (path, text) in &pages {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return;
    }
    assert_eq!(
        found.iter().collect::<Vec<_>>(),
        pages.keys().collect::<Vec<_>>(),
        "run UPDATE_DOCS=1 cargo test --test reference"
    );
    for (path, text) in &pages {
        assert_eq!(
            &fs::read_to_string(path).unwrap(),
            text,
            "{}: run UPDATE_DOCS=1 cargo test --test reference",
            path.display()
        );
    }
}

#[test]
fn every_judged_duty_has_an_example_that_meets_it_and_one_that_does_not() {
    for (path, text) in pages() {
        if text.contains("## What is judged\n\n- ") {
            assert!(text.contains("## An example that meets it"), "{}", path.display());
            assert!(text.contains("## An example that does not"), "{}", path.display());
        }
    }
}
