//! The findings as text, JSON, SARIF and workflow commands: valid, the same in all, and nothing in them but text.

use std::collections::BTreeSet;

use serde_json::Value;
use sprcheck::author::lint::Answer;
use sprcheck::report::lint::{github, json, sarif, text};

use super::{Files, changed, look};

const POLICY: &str = "policies/example.yaml";

/// Findings of each level, one of them allowed, one with a related place.
fn some() -> Files {
    let mut files = changed(POLICY, "title: A lead who is trained", "title: a lead.");
    let policy = files.get_mut(POLICY).unwrap();
    *policy = policy
        .replace("remedy: appoint a lead and record the day", "remedy: TODO")
        .replace(
            "states: the plan was agreed",
            "states: the plan was agreed. # sprcheck: allow clause-form because it ends so",
        )
        .replace("at: paragraph 2, read_in: example-report, verified: secondary", "at: paragraph 2, verified: false");
    let script = files.get_mut("rules/example/plan.rhai").unwrap();
    script.push_str("let plan = plan.needed;\n");
    files
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_str(&sarif(answer, "1.2.3")).unwrap()
}

#[test]
fn the_sarif_log_is_valid() {
    // The schema has a bracket in the pattern of a language that opens nowhere, which the validator does not take.
    let schema = include_str!("sarif-2.1.0.schema.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for files in [some(), super::base()] {
        let log = parsed(&look(&files));
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let mut wrong = parsed(&look(&some()));
    wrong["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn sarif_names_rule_level_place_help_and_what_is_allowed() {
    let log = parsed(&look(&some()));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Why"), "{}", rule["id"]);
        assert!(result["partialFingerprints"]["sprcheck/v1"].as_str().unwrap().starts_with("sha256:"));
    }
    let of = |id: &str| results.iter().find(|result| result["ruleId"] == id).unwrap();
    let title = of("title-form");
    assert_eq!(title["level"], "warning");
    let place = &title["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "example/policies/example.yaml");
    assert_eq!(place["region"]["startLine"], 9);
    assert_eq!(place["region"]["startColumn"], 12);
    assert_eq!(place["region"]["endColumn"], 19);
    assert_eq!(of("placeholder")["level"], "error");
    assert_eq!(of("unverified-source")["level"], "note");
    let allowed = of("clause-form");
    assert_eq!(allowed["suppressions"][0]["kind"], "inSource");
    assert_eq!(allowed["suppressions"][0]["justification"], "it ends so");
}

#[test]
fn a_fingerprint_stays_where_other_lines_change_and_differs_between_findings() {
    let prints = |files: &Files| -> BTreeSet<(String, String)> {
        let answer = look(files);
        assert!(answer.findings.len() > 3);
        let prints = answer.findings.iter().map(|one| (one.what.as_str().to_owned(), one.fingerprint.clone()));
        let prints: BTreeSet<_> = prints.collect();
        assert_eq!(prints.len(), answer.findings.len(), "two findings have one fingerprint");
        prints
    };
    let before = prints(&some());
    let mut moved = some();
    let policy = moved.get_mut(POLICY).unwrap();
    *policy = format!("# A comment\n\n{policy}").replace("weight: { value: 3,", "weight: { value:  4,");
    let script = moved.get_mut("rules/example/plan.rhai").unwrap();
    *script = format!("// One more line.\n{script}").replace("let plan = plan.needed;", "  let plan  = plan.needed;");
    assert_eq!(prints(&moved), before);
}

#[test]
fn every_format_tells_the_same_findings() {
    let answer = look(&some());
    let json: Value = serde_json::from_str(&json(&answer)).unwrap();
    let log = parsed(&answer);
    let count = answer.findings.len();
    assert_eq!(json["findings"].as_array().unwrap().len(), count);
    assert_eq!(json["allowed"].as_array().unwrap().len(), 1);
    assert_eq!(json["allowed"][0]["because"], "it ends so");
    let counts: u64 = json["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(usize::try_from(counts).unwrap(), count);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), count + 1);
    assert_eq!(github(&answer).lines().count(), count);
    let text = text(&answer);
    for finding in &answer.findings {
        assert!(text.contains(&format!("[{}]: {}", finding.what.as_str(), finding.message)), "{}", finding.message);
    }
    assert!(text.contains("; 1 allowed\n"), "{text}");
}

#[test]
fn a_finding_reads_so() {
    let answer = look(&changed(POLICY, "title: A lead who is trained", "title: a lead."));
    insta::assert_snapshot!(text(&answer), @r"
    warning[title-form]: the title `a lead.` ends with a full stop
      --> example/policies/example.yaml:9:12
      |
    9 |     title: a lead.
      |            ^^^^^^^
      = to do: write it as a heading: a capital, a few words, no full stop

    example: 0 errors, 1 warning, 0 pieces of advice
    `sprcheck rules lint --explain title-form` tells more of a lint
    ");
    insta::assert_snapshot!(github(&answer), @"::warning file=example/policies/example.yaml,line=9,col=12,endColumn=19,title=title-form::the title `a lead.` ends with a full stop; to do: write it as a heading: a capital, a few words, no full stop");
}

#[test]
fn what_a_rule_set_says_is_never_more_than_text() {
    let hostile = "\"a\\e[31m\\n::error title=x::met%0A\\u202e.\"";
    let answer = look(&changed(POLICY, "title: A lead who is trained", &format!("title: {hostile}")));
    assert!(!answer.findings.is_empty());
    for out in [text(&answer), github(&answer)] {
        assert!(out.chars().all(|letter| letter == '\n' || !letter.is_control()), "{out:?}");
        assert!(!out.contains('\u{202e}'));
    }
    let commands = github(&answer);
    assert!(commands.lines().all(|line| line.starts_with("::warning ") || line.starts_with("::notice ")), "{commands}");
    assert!(commands.contains("%250A"), "{commands}");
}
