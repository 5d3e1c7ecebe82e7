//! `record`: what is written, and what is refused.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, PROFILE};

#[test]
fn a_record_holds_the_report_as_the_audit_gives_it() {
    let desk = Desk::new();
    let name = desk.record("2021-01-31");
    let record: Value = serde_json::from_str(&desk.read(&format!("plan/history/{name}"))).unwrap();
    let audit = desk.run(&["audit", "plan", "--as-of", "2021-01-31", "--format", "json"]);
    assert_eq!(record["report"], serde_json::from_str::<Value>(&audit.out).unwrap());
    assert_eq!(record["predecessors"], serde_json::json!([]));
    assert!(desk.read(&format!("plan/history/{name}")).contains(audit.out.trim_end()), "byte for byte");
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/schema/record.schema.json").unwrap()).unwrap();
    jsonschema::validate(&schema, &record).unwrap();
    let digest = record["digest"].as_str().unwrap();
    assert_eq!(name, format!("2021-01-31-{}.json", &digest["sha256:".len()..][..12]));
}

#[test]
fn what_is_on_record_is_not_recorded_again_even_after_others() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.record("2021-02-28");
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31"]);
    assert_eq!((said.code, desk.records().len()), (0, 2), "{}", said.error);
    assert!(said.out.contains("is on record already"), "{}", said.out);
}

#[test]
fn each_record_follows_those_before_and_a_merge_follows_both() {
    let desk = Desk::new();
    let first = desk.record("2021-01-31");
    let one = desk.record("2021-02-28");
    // Another branch that had the first record only.
    let elsewhere = Desk::new();
    fs::create_dir_all(elsewhere.path("plan/history")).unwrap();
    elsewhere.write(&format!("plan/history/{first}"), &desk.read(&format!("plan/history/{first}")));
    elsewhere.write("plan/profile.yaml", &PROFILE.replace("rank: Chief Superintendent", "rank: Superintendent"));
    let other = elsewhere.record("2021-02-28");
    assert_ne!(one, other);
    desk.write(&format!("plan/history/{other}"), &elsewhere.read(&format!("plan/history/{other}")));
    let said = desk.run(&["record", "plan", "--as-of", "2021-03-31"]);
    assert_eq!(said.code, 0, "{}", said.error);
    assert!(said.out.contains(&one) && said.out.contains(&other), "{}", said.out);
    let merged = desk.records().into_iter().find(|name| name.starts_with("2021-03-31")).unwrap();
    let record: Value = serde_json::from_str(&desk.read(&format!("plan/history/{merged}"))).unwrap();
    assert_eq!(record["predecessors"].as_array().unwrap().len(), 2);
    let said = desk.run(&["trend", "plan"]);
    assert!(said.code == 0 && said.out.contains("4 on record"), "{}{}", said.out, said.error);
}

#[test]
fn a_folder_that_is_named_is_made_and_nothing_else_is_written() {
    let desk = Desk::new();
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31", "--history", "kept/of/us"]);
    assert_eq!(said.code, 0, "{}", said.error);
    assert_eq!(crate::desk::names(&desk.path("kept/of/us")).len(), 1);
    assert!(desk.records().is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_and_left_as_it_was() {
    let desk = Desk::new();
    desk.write("history", "a file, no folder\n");
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31", "--history", "history"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.error.contains("`history`"), "{}", said.error);
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31", "--history", "history/within"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.error.contains("nothing was written"), "{}", said.error);
    assert_eq!(desk.read("history"), "a file, no folder\n");
}

#[test]
fn the_history_of_another_force_is_refused() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.write("plan/profile.yaml", &PROFILE.replace("id: made-up", "id: made-up-too"));
    for command in ["record", "audit"] {
        let said = desk.run(&[command, "plan", "--as-of", "2021-02-28"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{command}");
        assert!(said.error.contains("not of one force"), "{command}: {}", said.error);
    }
    assert_eq!(desk.records().len(), 1);
}

#[test]
fn a_profile_that_is_refused_leaves_no_record_and_no_folder() {
    let desk = Desk::new();
    desk.write("plan/profile.yaml", "uses: [sprcheck]\n");
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31"]);
    assert_eq!(said.code, 2);
    assert!(!desk.path("plan/history").exists());
}
