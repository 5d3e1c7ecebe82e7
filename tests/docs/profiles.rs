//! `docs/profile.md` works: its profile and every snippet of it load, and what it calls refused is refused.

use std::collections::BTreeMap;

use sprcheck::audit::{Refusal, Rules};
use sprcheck::load::{InputFile, InputTree, builtin, snippet};
use sprcheck::model::place::Origin;

use super::blocks::{blocks, read};

const PAGE: &str = "docs/profile.md";

#[test]
fn every_example_of_the_page_on_profiles_loads_or_is_refused_as_it_says() {
    let rules = Rules::load(&[builtin()], true);
    let mut tried = 0;
    for block in blocks(&read(PAGE)) {
        let Some(purpose) = block.info.strip_prefix("yaml") else { continue };
        let at = format!("{PAGE}:{}", block.line);
        let (profile, loads) = match purpose.trim() {
            "profile" => (block.text.clone(), true),
            "facts" => (within("facts", &block.text), true),
            "evidence" => (within("evidence", &block.text), true),
            "departures" => (within("departures", &block.text), true),
            "refused" => (within("facts", &block.text), false),
            _ => panic!(
                "{at}: an example is marked `profile`, `facts`, `evidence`, `departures` or `refused`, so that it is tried"
            ),
        };
        tried += 1;
        match (hold(&rules, &profile), loads) {
            (Ok(()), true) | (Err(_), false) => {}
            (Ok(()), false) => panic!("{at}: nothing is wrong with it"),
            (Err(refusal), true) => panic!("{at}:\n{}", snippet::render(&refusal.problems, &refusal.sources)),
        }
    }
    assert!(tried > 10, "only {tried} examples were found");
}

fn hold(rules: &Rules, profile: &str) -> Result<(), Box<Refusal>> {
    let file =
        InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes: profile.as_bytes().to_vec() };
    let tree = InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() };
    rules.hold(&tree, &BTreeMap::new()).map(|_| ())
}

/// A profile around a part of one.
fn within(part: &str, text: &str) -> String {
    let indented: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    let indented = indented.join("\n");
    let evidence = "  minutes-2025-03: { title: Minutes of the board, kind: minutes, dated: 2025-03-14, owner: secretary, held_at: { url: \"https://example.org/minutes\" } }";
    let mut profile = String::from(
        "uses: [sprcheck]\nforce: { id: sample, name: Sample Police, policing_bodies: [{ kind: pcc, from: 2012-11 }] }\nstated_on: 2025-03-31\n",
    );
    profile.push_str(&format!("{part}:\n{indented}\n"));
    if part == "evidence" {
        profile.push_str(evidence);
        profile.push('\n');
    } else {
        profile.push_str(&format!("evidence:\n{evidence}\n"));
    }
    profile
}
