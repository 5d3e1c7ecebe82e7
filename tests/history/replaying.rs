//! `verify`: the same bytes from the recorded inputs, wherever they are found.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, PAPER, PROFILE};

fn outcome(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    let said = desk.run(&[&["verify"], arguments, &["--format", "json"]].concat());
    let json = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.error));
    (said.code, json)
}

#[test]
fn a_history_and_each_of_its_files_is_reproduced() {
    let desk = Desk::new();
    let first = desk.record("2021-01-31");
    let second = desk.record("2021-02-28");
    let (code, all) = outcome(&desk, &["plan/history"]);
    assert_eq!(code, 0, "{all}");
    assert_eq!(all["chain"]["heads"], serde_json::json!([second]));
    assert_eq!((all["chain"]["sound"].as_u64(), all["reports"].as_array().unwrap().len()), (Some(2), 2));
    let (code, one) = outcome(&desk, &[&format!("plan/history/{first}")]);
    assert_eq!((code, one["reports"].as_array().unwrap().len()), (0, 1));
    assert_eq!((one["reports"][0]["outcome"].as_str(), one["chain"]["sound"].as_u64()), (Some("reproduced"), Some(2)));
}

#[test]
fn a_report_is_reproduced_whole_or_filtered_from_anywhere() {
    let desk = Desk::new();
    for more in [&[][..], &["--only", "standing=gap"]] {
        let out = ["audit", "plan", "--as-of", "2021-01-31", "--format", "json", "--output", "out/report.json"];
        fs::create_dir_all(desk.path("out")).unwrap();
        assert_eq!(desk.run(&[&out[..], more].concat()).code, 0);
        let (code, said) = outcome(&desk, &["out/report.json", "--profile", "plan"]);
        assert_eq!(code, 0, "{said}");
        let (code, said) = outcome(&desk, &["out/report.json", "--profile", "plan/profile.yaml"]);
        assert_eq!(code, 0, "{said}");
    }
    let (code, said) = outcome(&desk, &["out/report.json"]);
    assert_eq!((code, said["reports"][0]["outcome"].as_str()), (2, Some("cannot-be-replayed")));
    assert!(said["reports"][0]["why"].as_str().unwrap().contains("`profile.yaml`"), "{said}");
}

#[test]
fn a_report_that_was_changed_differs_at_the_place_of_the_change() {
    let desk = Desk::new();
    let report = ["audit", "plan", "--as-of", "2021-01-31", "--format", "json", "--output", "plan/report.json"];
    assert_eq!(desk.run(&report).code, 0);
    let text = desk.read("plan/report.json");
    let lead = text.find("\"id\": \"prevent.strategic_lead\"").unwrap();
    let (before, after) = text.split_at(lead);
    desk.write("plan/report.json", &format!("{before}{}", after.replacen("\"verdict\": \"", "\"verdict\": \"un", 1)));
    let said = desk.run(&["verify", "plan/report.json"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.error.contains("is no verdict"), "a word that is none: {}", said.error);
    desk.write("plan/report.json", &format!("{before}{}", after.replacen("\"title\": \"", "\"title\": \"Not ", 1)));
    let (code, said) = outcome(&desk, &["plan/report.json"]);
    let report = &said["reports"][0];
    assert_eq!(
        (code, report["outcome"].as_str(), report["duty"].as_str()),
        (1, Some("differs"), Some("prevent.strategic_lead"))
    );
    assert!(report["path"].as_str().unwrap().ends_with("].title"), "{report}");
    assert!(report["was"].as_str().unwrap().contains("Not "), "{report}");
    let line = usize::try_from(report["line"].as_u64().unwrap()).unwrap();
    assert!(desk.read("plan/report.json").lines().nth(line - 1).unwrap().contains("\"title\": \"Not "));
}

#[test]
fn inputs_that_were_changed_are_found_in_the_repository() {
    let desk = Desk::new();
    desk.git(&["init", "-q", "-b", "main", "."]);
    let then = desk.commit();
    desk.record("2021-01-31");
    desk.write("plan/profile.yaml", &PROFILE.replace("rank: Chief Superintendent", "rank: Superintendent"));
    desk.write("plan/papers/chart.md", &PAPER.replace("head of Prevent", "head of counter-terrorism"));
    desk.commit();
    let (code, said) = outcome(&desk, &["plan/history"]);
    assert_eq!(code, 0, "{said}");
    let from = said["reports"][0]["from_commits"].as_array().unwrap();
    let expected = ["profile.yaml", "papers/chart.md"].map(|path| format!("`{path}` as of commit {}", &then[..12]));
    assert_eq!(from.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>(), expected);
    // On another branch alone, and with the file gone.
    desk.git(&["checkout", "-q", "--orphan", "anew"]);
    fs::remove_file(desk.path("plan/papers/chart.md")).unwrap();
    desk.write(
        "plan/profile.yaml",
        &PROFILE
            .replace("evidence:\n", "evidence: {}\nignored:\n")
            .split("ignored:")
            .next()
            .unwrap()
            .replace("      cites: [chart]\n", ""),
    );
    desk.commit();
    let (code, said) = outcome(&desk, &["plan/history"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn an_input_that_nobody_has_is_named() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.write("plan/papers/chart.md", "# Another chart\n");
    let (code, said) = outcome(&desk, &["plan/history"]);
    let why = said["reports"][0]["why"].as_str().unwrap();
    assert_eq!(code, 2);
    assert!(why.contains("`papers/chart.md` (sha256:") && why.contains("is another file now"), "{why}");
    fs::remove_file(desk.path("plan/papers/chart.md")).unwrap();
    let why = outcome(&desk, &["plan/history"]).1["reports"][0]["why"].as_str().unwrap().to_owned();
    assert!(why.contains("is not there"), "{why}");
}

#[test]
fn a_paper_that_came_later_takes_no_part() {
    let desk = Desk::new();
    fs::remove_file(desk.path("plan/papers/chart.md")).unwrap();
    desk.record("2021-01-31");
    desk.write("plan/papers/chart.md", PAPER);
    let (code, said) = outcome(&desk, &["plan/history"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn rule_sets_are_asked_for_by_name_and_found_in_the_repository() {
    let desk = Desk::new();
    desk.git(&["init", "-q", "-b", "main", "."]);
    desk.write("own/policies/ruleset.yaml", "name: own-rules\nversion: 0.1.0\nowner: tests\nlicence: CC0-1.0\n");
    desk.write("own/policies/own.yaml", "duties: {}\n");
    let then = desk.commit();
    let said = desk.run(&["record", "plan", "--as-of", "2021-01-31", "--rules", "own"]);
    assert_eq!(said.code, 0, "{}", said.error);
    desk.record("2021-02-28");
    let (code, said) = outcome(&desk, &["plan/history"]);
    assert_eq!(code, 2);
    let (with, without) = (&said["reports"][0], &said["reports"][1]);
    assert!(with["why"].as_str().unwrap().contains("`own-rules` 0.1.0"), "{with}");
    assert_eq!(without["outcome"], "reproduced");
    assert_eq!(outcome(&desk, &["plan/history", "--rules", "own"]).0, 0);
    desk.write("own/policies/ruleset.yaml", "name: own-rules\nversion: 0.2.0\nowner: tests\nlicence: CC0-1.0\n");
    desk.commit();
    let (code, said) = outcome(&desk, &["plan/history", "--rules", "own"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(said["reports"][0]["from_commits"][0], format!("rule sets as of commit {}", &then[..12]));
}

#[test]
fn a_report_of_another_version_is_left_to_that_version() {
    let desk = Desk::new();
    let report = ["audit", "plan", "--as-of", "2021-01-31", "--format", "json", "--output", "plan/report.json"];
    assert_eq!(desk.run(&report).code, 0);
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let text = desk.read("plan/report.json");
    desk.write("plan/report.json", &text.replacen(&version, "\"version\": \"0.0.9\"", 1));
    let (code, said) = outcome(&desk, &["plan/report.json"]);
    assert_eq!(code, 2);
    assert!(said["reports"][0]["why"].as_str().unwrap().contains("made by sprcheck 0.0.9"), "{said}");
    let record: Value = serde_json::from_str(&text).unwrap();
    let built_in = record["rule_sets"][0]["digest"].as_str().unwrap();
    desk.write("plan/report.json", &text.replacen(built_in, &format!("sha256:{}", "0".repeat(64)), 1));
    let (code, said) = outcome(&desk, &["plan/report.json"]);
    assert_eq!(code, 2);
    assert!(said["reports"][0]["why"].as_str().unwrap().contains("the built-in rule set was another"), "{said}");
}

#[test]
fn a_report_names_no_file_outside_the_folder_of_the_profile() {
    let desk = Desk::new();
    let report = ["audit", "plan", "--as-of", "2021-01-31", "--format", "json", "--output", "plan/report.json"];
    assert_eq!(desk.run(&report).code, 0);
    let text = desk.read("plan/report.json");
    desk.write("plan/report.json", &text.replacen("\"path\": \"papers/chart.md\"", "\"path\": \"../../chart.md\"", 1));
    let (code, said) = outcome(&desk, &["plan/report.json"]);
    assert_eq!(code, 2);
    assert!(said["reports"][0]["why"].as_str().unwrap().contains("no path within a folder"), "{said}");
}

#[test]
fn what_is_no_report_is_told_with_its_place() {
    let desk = Desk::new();
    desk.write("plan/x.json", "{\n  \"as_of\": 7\n}\n");
    let said = desk.run(&["verify", "plan/x.json"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.error.contains("plan/x.json:2:"), "{}", said.error);
    fs::create_dir(desk.path("empty")).unwrap();
    let said = desk.run(&["verify", "empty"]);
    assert!(said.code == 2 && said.error.contains("holds no record"), "{}", said.error);
}

#[test]
fn a_report_lists_the_papers_that_were_read() {
    let desk = Desk::new();
    let report: Value =
        serde_json::from_str(&desk.run(&["audit", "plan", "--as-of", "2021-01-31", "--format", "json"]).out).unwrap();
    let own: Vec<&str> = report["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|input| input["root"] == "profile")
        .map(|input| input["path"].as_str().unwrap())
        .collect();
    assert_eq!(own, ["profile.yaml", "papers/chart.md"]);
}
