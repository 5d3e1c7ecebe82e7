//! The command: what it takes, how it ends, what a reader sees.

use std::fs;
use std::process::{Command, Output};

use super::mutate::Seed;

const FORCE: &str = "seeds/example-force";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).arg("diff").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The report without its line breaks.
fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_no_comparison_is_refused_with_the_way_out() {
    for (arguments, says) in [
        (vec![FORCE, "--as-of", "2021-06-30"], "give `--as-of` twice"),
        (vec![FORCE, "--as-of", "2021-06-30", "--as-of", "2021-07-30", "--as-of", "2022-01-01"], "two dates at most"),
        (vec![FORCE, FORCE, "--as-of", "2021-06"], "`--as-of 2021-06` is not one day"),
        (vec![FORCE, "seeds/none", "--as-of", "2021-06-30"], "seeds/none"),
        (vec![FORCE, "--as-of", "2021-06-30", "--rules-before", "seeds/none"], "seeds/none"),
        (vec!["--as-of", "2021-06-30", "--as-of", "2021-07-30"], "no profile is named"),
    ] {
        let output = run(&arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(says) && output.stdout.is_empty(), "{arguments:?}: {error}");
    }
}

#[test]
fn nothing_changed_is_an_answer() {
    let told = told(&[FORCE, FORCE, "--as-of", "2021-06-30"]);
    assert!(told.contains("As of 2021-06-30, none of 174 duties is judged otherwise."), "{told}");
}

#[test]
fn a_rule_that_errs_on_either_side_ends_with_3() {
    let erring = "seeds/example-force/variants/erring-rule";
    let output = run(&[erring, erring, "--as-of", "2021-06-30", "--rules", "tests/rulesets/example-pilot"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("judged otherwise"));
}

#[test]
fn two_dates_of_one_profile_are_told_answer_first() {
    let told = told(&["seeds/west-midlands-2021", "--as-of", "2021-01-31", "--as-of", "2022-01-31"]);
    let answer = "Between 2021-01-31 and 2022-01-31, 12 of 174 duties are judged otherwise: 6 worse, 2 gaps that could not be told \
        before and 4 neither better nor worse.";
    assert!(told.contains(answer), "{told}");
    assert!(told.contains("each comes out as in B when its causes alone are taken over into A"), "{told}");
    let cause = "2021-06-06: contest.pursue.period.ends (the last day of that period) is 2020-12-05, by then more than 6 months \
        ago (profile.yaml:218:43)";
    assert!(told.contains(cause), "{told}");
    assert!(!told.contains("Not explained"), "{told}");
}

#[test]
fn every_format_tells_the_same_counts() {
    let arguments =
        |format| ["seeds/west-midlands-2021", "--as-of", "2021-01-31", "--as-of", "2022-01-31", "--format", format];
    let markdown = told(&arguments("markdown"));
    assert!(markdown.contains("12 of 174 duties are judged otherwise: 6 worse, 2 gaps"), "{markdown}");
    let json: serde_json::Value = serde_json::from_slice(&run(&arguments("json")).stdout).unwrap();
    let counts = serde_json::json!({ "worse": 6, "better": 0, "revealed": 2, "other": 4, "unchanged": 162 });
    assert_eq!((&json["counts"], &json["duties"]), (&counts, &serde_json::json!(174)));
    assert_eq!(json["changes"].as_array().unwrap().len(), 12);
}

#[test]
fn what_changed_without_moving_a_duty_is_listed_and_what_a_profile_says_stays_text() {
    let place = tempfile::tempdir().unwrap();
    let (a, b) = (place.path().join("a.yaml"), place.path().join("b.yaml"));
    let seed = Seed::read("example-force");
    fs::write(&a, seed.text()).unwrap();
    let title = "title: \"*Safer* | <b>\\e[31mred</b>\"\n    issued";
    fs::write(&b, seed.edited(&[("title: Safer Exampleshire 2017 to 2021\n    issued", title)]).text()).unwrap();
    let (a, b) = (a.display().to_string(), b.display().to_string());
    let told = told(&[&a, &b, "--as-of", "2021-06-30"]);
    assert!(told.contains("The profiles have 1 difference, and no duty changed by that."), "{told}");
    assert!(told.contains("plan.title") && told.contains("was Safer Exampleshire 2017 to 2021"), "{told}");
    for format in ["text", "markdown", "json"] {
        let output = run(&[&a, &b, "--as-of", "2021-06-30", "--format", format]);
        assert!(!output.stdout.contains(&0x1b), "{format} lets a control character through");
    }
    let markdown = text(&run(&[&a, &b, "--as-of", "2021-06-30", "--format", "markdown"]).stdout);
    assert!(!markdown.contains("<b>") && !markdown.contains("*Safer*"), "{markdown}");
}

#[test]
fn the_answer_can_go_to_a_file() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("answer.md");
    let shown = file.display().to_string();
    let output = run(&[FORCE, FORCE, "--as-of", "2021-06-30", "--format", "markdown", "--output", &shown]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(fs::read_to_string(file).unwrap().starts_with("# "));
}
