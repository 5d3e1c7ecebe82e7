//! The command as somebody runs it.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::calendar;

const EXAMPLE: &str = "seeds/example-force";
const WEST_MIDLANDS: &str = "seeds/west-midlands-2021";

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = sprcheck(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn ahead(profile: &str, as_of: &str, until: &str, format: &str) -> String {
    told(&["forecast", profile, "--as-of", as_of, "--until", until, "--format", format])
}

/// A profile of the built-in rule set with one piece of evidence and one departure, in a folder of its own.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(format!("{EXAMPLE}/profile.yaml")).unwrap();
    let named = "owner: head of performance";
    assert!(text.contains(named));
    let name = "name: Exampleshire Police (a fictional force)";
    assert!(text.contains(name));
    let text =
        text.replace(named, "owner: \"=cmd|' /C calc'!A0\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT, a;b\\\\n \\e[31m\\u202e\"");
    let text = text.replace(name, "name: \"@SUM(A1) <b>x</b> \\r\\nEND:VCALENDAR\"");
    fs::write(folder.path().join("profile.yaml"), text).unwrap();
    let papers = folder.path().join("papers");
    fs::create_dir(&papers).unwrap();
    for paper in fs::read_dir(format!("{EXAMPLE}/papers")).unwrap().map(Result::unwrap) {
        fs::copy(paper.path(), papers.join(paper.file_name())).unwrap();
    }
    folder
}

#[test]
fn the_answer_comes_first_and_names_the_first_date() {
    let text = ahead(WEST_MIDLANDS, "2021-01-31", "2022-01-31", "text");
    let answer: String = text.lines().skip(2).take(3).collect::<Vec<_>>().join(" ");
    assert!(
        answer.starts_with("1 duty falls between 2021-01-31 and 2022-01-31 if nobody acts; the first on 2021-06-06."),
        "{answer}"
    );
    assert!(text.contains("head of the regional counter-terrorism unit"), "{text}");
}

#[test]
fn a_lapse_is_told_with_cause_place_and_owner() {
    let text = ahead(EXAMPLE, "2021-06-30", "2021-09-30", "text");
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "prevent-performance-framework (Measures of the force's contribution to Prevent) is due for review by 2021-09-22",
        "To act head of performance",
        "✓ satisfied to ◐ unproven: PREVENT performance measures (prevent.performance_measures; standard, weight 3)",
    ] {
        assert!(words.contains(part), "{part}:\n{text}");
    }
    let profile = fs::read_to_string(format!("{EXAMPLE}/profile.yaml")).unwrap();
    let line =
        profile.lines().position(|line| line.trim_start().starts_with("prevent-performance-framework:")).unwrap();
    assert!(words.contains(&format!("(profile.yaml:{}:3)", line + 1)), "{text}");
}

#[test]
fn with_nothing_ahead_it_says_so() {
    let text = ahead(WEST_MIDLANDS, "2021-01-31", "2021-01-31", "text");
    assert!(text.contains("No duty falls between 2021-01-31 and 2021-01-31"), "{text}");
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("no duty was judged again"), "{text}");
}

#[test]
fn a_last_day_before_the_first_is_refused() {
    for (until, why) in [
        ("2021-01-30", "is before the as-of date, 2021-01-31"),
        ("2021-06", "is not one day"),
        ("12m", "is not a date"),
        ("2051-02-01", "is more than 30 years after the as-of date"),
    ] {
        let output = sprcheck(&["forecast", WEST_MIDLANDS, "--as-of", "2021-01-31", "--until", until]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{until}: {told}");
        assert!(told.contains(why), "{until}: {told}");
    }
    let without = sprcheck(&["forecast", WEST_MIDLANDS, "--as-of", "2021-01-31"]);
    assert_eq!(without.status.code(), Some(2));
}

#[test]
fn a_rule_that_errs_is_exit_3() {
    let profile = format!("{EXAMPLE}/variants/erring-rule");
    let rules = "tests/rulesets/example-pilot";
    let output = sprcheck(&["forecast", &profile, "--rules", rules, "--as-of", "2021-06-30", "--until", "2021-07-31"]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_format_tells_the_same_changes() {
    let (from, until) = ("2021-06-30", "2021-12-31");
    let json: Value = serde_json::from_str(&ahead(EXAMPLE, from, until, "json")).unwrap();
    let dates = json["dates"].as_array().unwrap();
    let changes: Vec<(&str, &Value)> = dates
        .iter()
        .flat_map(|turn| {
            let date = turn["date"].as_str().unwrap();
            turn["changes"].as_array().unwrap().iter().map(move |change| (date, change))
        })
        .collect();
    let csv = ahead(EXAMPLE, from, until, "csv");
    let rows: Vec<&str> = csv.split("\r\n").skip(1).filter(|row| !row.is_empty()).collect();
    assert_eq!(rows.len(), changes.len());
    for (row, (date, change)) in rows.iter().zip(&changes) {
        let start = format!("{date},{},{},", change["course"].as_str().unwrap(), change["duty"].as_str().unwrap());
        assert!(row.starts_with(&start), "{row}: {start}");
    }
    let falls: std::collections::BTreeSet<&str> = changes
        .iter()
        .filter(|(_, change)| change["course"] == "falls")
        .map(|(_, change)| change["duty"].as_str().unwrap())
        .collect();
    let markdown = ahead(EXAMPLE, from, until, "markdown");
    assert!(falls.len() > 20, "{falls:?}");
    assert!(markdown.contains(&format!("{} duties fall between", falls.len())), "{markdown}");
    // Each cause of a lapse has its event, and each event a cause or a piece of evidence.
    let uids: std::collections::BTreeSet<String> = changes
        .iter()
        .filter(|(_, change)| ["falls", "begins"].contains(&change["course"].as_str().unwrap()))
        .flat_map(|(_, change)| change["causes"].as_array().unwrap())
        .map(|cause| format!("{}@sprcheck.invalid", cause["uid"].as_str().unwrap()))
        .collect();
    let events = calendar::events(&ahead(EXAMPLE, from, until, "ics"));
    let found: std::collections::BTreeSet<String> = events.iter().map(|event| event.get("UID").to_owned()).collect();
    assert!(uids.is_subset(&found), "{:?}", uids.difference(&found));
    let idle =
        dates.iter().flat_map(|turn| turn["evidence"].as_array().unwrap()).filter(|moved| moved["matters"] == false);
    assert_eq!(found.len(), uids.len() + idle.filter(|moved| moved["was_current"] == true).count());
}

#[test]
fn the_state_on_a_date_follows_from_the_json() {
    let json: Value = serde_json::from_str(&ahead(EXAMPLE, "2021-06-30", "2021-12-31", "json")).unwrap();
    let mut standings: std::collections::BTreeMap<&str, &str> = std::collections::BTreeMap::new();
    for duty in json["duties"].as_array().unwrap() {
        standings.insert(duty["id"].as_str().unwrap(), duty["state"]["standing"].as_str().unwrap());
    }
    for turn in json["dates"].as_array().unwrap() {
        for change in turn["changes"].as_array().unwrap() {
            let duty = change["duty"].as_str().unwrap();
            assert_eq!(standings[duty], change["from"]["standing"].as_str().unwrap(), "{duty}");
            standings.insert(duty, change["to"]["standing"].as_str().unwrap());
        }
    }
    let audit: Value =
        serde_json::from_str(&told(&["audit", EXAMPLE, "--as-of", "2021-12-31", "--format", "json"])).unwrap();
    for duty in audit["duties"].as_array().unwrap() {
        assert_eq!(standings[duty["id"].as_str().unwrap()], duty["standing"].as_str().unwrap(), "{}", duty["id"]);
    }
    let last = json["intervals"].as_array().unwrap().last().unwrap();
    assert_eq!(last["standings"], audit["summary"]["standings"]);
    assert_eq!(last["until"], "2021-12-31");
}

#[test]
fn the_calendar_is_the_same_each_time_and_an_event_keeps_its_name() {
    let once = ahead(EXAMPLE, "2021-06-30", "2021-12-31", "ics");
    assert_eq!(once, ahead(EXAMPLE, "2021-06-30", "2021-12-31", "ics"));
    // The same things lapse whether one looks a little later or a little less far.
    let uids = |text: &str| -> std::collections::BTreeSet<String> {
        calendar::events(text).iter().map(|event| event.get("UID").to_owned()).collect()
    };
    let later = ahead(EXAMPLE, "2021-07-05", "2021-10-31", "ics");
    assert!(uids(&later).is_subset(&uids(&once)));
    assert!(uids(&later).len() > 5);
    let events = calendar::events(&once);
    let review = events.iter().find(|event| event.get("SUMMARY").contains("prevent-performance-framework")).unwrap();
    assert_eq!(review.get("DTSTART;VALUE=DATE"), "20210923");
    assert_eq!(review.get("DTSTAMP"), "20210630T000000Z");
    assert!(review.get("DESCRIPTION").contains("To act: head of performance"), "{review:?}");
}

#[test]
fn what_a_profile_says_stays_text_in_every_format() {
    let folder = hostile();
    let path = folder.path().to_str().unwrap();
    let asked = |format| ahead(path, "2021-06-30", "2021-12-31", format);
    let events = calendar::events(&asked("ics"));
    let own = events.iter().find(|event| event.get("SUMMARY").contains("=cmd")).unwrap();
    assert!(own.get("SUMMARY").contains("a;b"), "{own:?}");
    for format in ["text", "markdown", "json", "csv", "ics"] {
        let text = asked(format);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}");
        assert!(!text.lines().any(|line| line.trim_end() == "END:VEVENT") || format == "ics", "{format}");
    }
    let csv = asked("csv");
    let cells = csv.split(['\n', ',']).map(|cell| cell.trim_start_matches('"'));
    assert!(!cells.into_iter().any(|cell| cell.starts_with("=cmd")), "{csv}");
    assert!(csv.contains("'=cmd"), "{csv}");
    assert!(!asked("markdown").contains("<b>"));
}
