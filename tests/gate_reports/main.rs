//! The gate's formats: each tells the same, each is valid, and in none is a text of a profile more than text.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod logs;
mod sample;
mod xml;
mod xsd;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use sprcheck::model::gate::{Gate, State};
use sprcheck::report::gate::{MOST_BYTES, azure, github, gitlab, json, junit, markdown, sarif, text};

type Format = fn(&Gate) -> String;

/// Every format, by its name.
fn formats() -> Vec<(&'static str, Format)> {
    vec![
        ("text", |gate| text(gate, 100)),
        ("markdown", markdown),
        ("json", json),
        ("sarif", |gate| sarif(gate, "1.2.3")),
        ("junit", junit),
        ("github", github),
        ("gitlab", gitlab),
        ("azure", azure),
    ]
}

fn log(gate: &Gate) -> Value {
    serde_json::from_str(&sarif(gate, "1.2.3")).unwrap()
}

#[test]
fn the_text() {
    insta::assert_snapshot!(text(&sample::gate(), 100));
}

#[test]
fn the_summary() {
    insta::assert_snapshot!(markdown(&sample::gate()));
}

#[test]
fn the_annotations_of_github() {
    insta::assert_snapshot!(github(&sample::gate()));
}

#[test]
fn the_logging_commands_of_azure() {
    insta::assert_snapshot!(azure(&sample::gate()));
}

#[test]
fn the_code_quality_of_gitlab() {
    insta::assert_snapshot!(gitlab(&sample::gate()));
}

#[test]
fn the_junit_report() {
    insta::assert_snapshot!(junit(&sample::gate()));
}

#[test]
fn a_gate_that_found_nothing_says_so_in_every_format() {
    let gate = sample::nothing();
    insta::assert_snapshot!(text(&gate, 100));
    assert!(markdown(&gate).starts_with("## ✓ the revision passes"), "{}", markdown(&gate));
    assert_eq!(github(&gate), "");
    assert_eq!(gitlab(&gate), "[]\n");
    assert_eq!(
        azure(&gate),
        "sprcheck gate: the revision passes: nothing was found that fails it; nothing was found\n"
    );
    assert_eq!(log(&gate)["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(xml::faults(&xml::read(&junit(&gate)).unwrap()), Vec::<String>::new());
}

#[test]
fn the_sarif_log_is_valid_whatever_a_profile_says() {
    // The schema has a bracket in the pattern of a language that opens nowhere, which the validator does not take.
    let schema = include_str!("../lints/sarif-2.1.0.schema.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}?$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    for gate in [sample::gate(), sample::hostile(), sample::nothing(), sample::many(30)] {
        let log = log(&gate);
        let faults: Vec<String> =
            validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let mut wrong = log(&sample::gate());
    wrong["runs"][0]["results"][0]["baselineState"] = "old".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn sarif_has_rules_with_help_levels_causes_fingerprints_states_and_what_is_set_aside() {
    let gate = sample::gate();
    let log = log(&gate);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().len() > 80, "{rule}");
        assert!(result["partialFingerprints"]["sprcheck/v1"].as_str().unwrap().starts_with("sha256:"));
        assert_eq!(result["locations"].as_array().unwrap().len(), 1, "{result}");
        let fails = result["properties"].get("fails").is_some();
        assert_eq!(result["level"] == "error", fails, "what fails is an error and nothing else is: {result}");
    }
    let of = |id: &str| results.iter().find(|result| result["ruleId"] == id).unwrap();
    let breach = of("new-breach");
    let place = &breach["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "facts/plan.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&14.into(), &7.into()));
    assert_eq!(breach["relatedLocations"].as_array().unwrap().len(), 2);
    assert_eq!(breach["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"], "plan.md");
    assert_eq!(breach["baselineState"], "new");
    assert!(breach.get("suppressions").is_none());
    let accepted = results.iter().find(|result| result["properties"]["duty"] == "prevent.spocs").unwrap();
    assert_eq!(accepted["suppressions"][0]["kind"], "external");
    assert_eq!(accepted["suppressions"][0]["justification"], "accepted until 2021-09-30: the course is booked");
    assert_eq!(of("changed")["suppressions"][0]["justification"], "departed from: a reason");
}

#[test]
fn a_departure_that_fails_the_revision_is_not_hidden_as_suppressed() {
    let mut gate = sample::gate();
    let departed = gate.findings.iter_mut().find(|one| one.title == "Prevent ambassadors").unwrap();
    departed.fails = Some(sprcheck::model::gate::FailsOn::Worse);
    let log = log(&gate);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let departed = results.iter().find(|one| one["properties"]["duty"] == "contest.prevent_ambassadors").unwrap();
    assert!(departed.get("suppressions").is_none(), "{departed}");
}

#[test]
fn what_has_no_place_is_told_of_the_run_and_gets_no_line() {
    let gate = sample::gate();
    let placeless = gate.findings.iter().filter(|finding| finding.at.is_none()).count();
    assert!(placeless > 1);
    let log = log(&gate);
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().clone();
    assert_eq!(told.len(), placeless);
    assert_eq!(told[0]["associatedRule"]["id"], "standing");
    assert!(told[0].get("locations").is_none());
    let results = log["runs"][0]["results"].as_array().unwrap().len();
    assert_eq!(results + told.len(), gate.findings.len());
}

#[test]
fn the_junit_report_is_valid_and_its_numbers_add_up_whatever_a_profile_says() {
    for gate in [sample::gate(), sample::hostile(), sample::nothing(), sample::many(30)] {
        let out = junit(&gate);
        let document = xml::read(&out).unwrap_or_else(|fault| panic!("{fault}:\n{out}"));
        assert_eq!(xml::faults(&document), Vec::<String>::new());
        assert_eq!(xsd::faults(&out), Vec::<String>::new(), "{out}");
    }
    for wrong in [
        "<testsuites><testcase name=\"a\"/></testsuites>",
        "<testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\"/>",
    ] {
        let document = xml::read(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{wrong}")).unwrap();
        assert!(!xml::faults(&document).is_empty(), "{wrong}");
    }
    assert!(xml::read("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b></a>").is_err());
}

#[test]
fn junit_has_a_case_for_each_duty_failed_where_it_fails_and_skipped_where_it_cannot_be_told() {
    let document = xml::read(&junit(&sample::gate())).unwrap();
    let cases: Vec<&xml::Element> = document.children.iter().flat_map(|suite| &suite.children).collect();
    let of = |start: &str| cases.iter().find(|case| case.attributes["name"].starts_with(start)).unwrap();
    let breach = &of("example.plan_threats").children[0];
    assert_eq!(breach.name, "failure");
    assert!(breach.text.contains("facts/plan.yaml:14:7"), "{}", breach.text);
    assert_eq!(of("contingencies.business_continuity").children[0].name, "skipped");
    assert_eq!(
        of("prevent.spocs").children[0].attributes["message"],
        "accepted until 2021-09-30: the course is booked"
    );
    assert!(of("prevent.strategic_lead").children.is_empty());
    let mut names: Vec<&String> = cases.iter().map(|case| &case.attributes["name"]).collect();
    let before = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), before, "one case for each duty");
}

#[test]
fn gitlab_gets_what_it_asks_for_and_every_fingerprint_once() {
    let mut gate = sample::hostile();
    let again = gate.findings[0].clone();
    gate.findings.push(again);
    let issues: Value = serde_json::from_str(&gitlab(&gate)).unwrap();
    let issues = issues.as_array().unwrap();
    assert!(issues.len() > 5);
    let mut prints = std::collections::BTreeSet::new();
    for issue in issues {
        let keys: Vec<&String> = issue.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["check_name", "description", "fingerprint", "location", "severity"]);
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(!issue["location"]["path"].as_str().unwrap().is_empty());
        assert!(prints.insert(issue["fingerprint"].as_str().unwrap().to_owned()), "{issue}");
    }
}

#[test]
fn json_holds_everything_as_it_is() {
    let gate = sample::hostile();
    let read: Value = serde_json::from_str(&json(&gate)).unwrap();
    assert_eq!(read, serde_json::to_value(&gate).unwrap());
}

#[test]
fn no_text_is_a_command_of_a_build_server_in_any_format() {
    let gate = sample::hostile();
    for (name, format) in formats() {
        let out = format(&gate);
        for line in out.lines() {
            let own = match name {
                "github" => {
                    line.strip_prefix("::error ").or(line.strip_prefix("::warning ")).or(line.strip_prefix("::notice "))
                }
                "azure" => line.strip_prefix("##vso[task.logissue type="),
                _ => None,
            };
            let rest = own.unwrap_or(line);
            assert!(!rest.trim_start().starts_with("::"), "{name}: {line}");
            assert!(!rest.to_lowercase().contains("##vso["), "{name}: {line}");
            assert!(!rest.contains("##teamcity["), "{name}: {line}");
            assert!(!rest.contains("##["), "{name}: {line}");
        }
    }
}

#[test]
fn no_format_lets_a_character_through_that_hides_or_moves() {
    for (name, format) in formats() {
        let out = format(&sample::hostile());
        let bad = out.chars().find(|letter| *letter != '\n' && sprcheck::report::sanitize::is_hidden(*letter));
        assert_eq!(bad, None, "{name}");
    }
}

#[test]
fn a_command_is_one_line_and_its_properties_end_where_they_should() {
    let gate = sample::hostile();
    for line in github(&gate).lines() {
        let (command, message) = line.trim_start_matches(':').split_once("::").unwrap();
        assert!(["error ", "warning ", "notice "].iter().any(|word| command.starts_with(word)), "{line}");
        let names: Vec<&str> =
            command.split_once(' ').unwrap().1.split(',').map(|one| one.split_once('=').unwrap().0).collect();
        assert!(names == ["file", "line", "col", "title"] || names == ["title"], "{names:?}");
        assert!(!message.is_empty());
    }
    let out = azure(&gate);
    let commands: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("##vso[task.logissue ")).collect();
    assert!(commands.len() > 5);
    for command in commands {
        let (properties, _) = command.split_once(']').unwrap();
        let names: Vec<&str> = properties.split(';').map(|one| one.split_once('=').unwrap().0).collect();
        let all = ["type", "sourcepath", "linenumber", "columnnumber", "code"];
        assert!(names == all || names == ["type", "code"], "{names:?}");
    }
}

#[test]
fn markdown_is_made_of_nothing_but_its_own_markup() {
    let out = markdown(&sample::hostile());
    let (mut folds, mut headings) = (0, 0);
    for event in Parser::new_ext(&out, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(tags) | Event::InlineHtml(tags) => {
                let rest = tags.replace("<details>", "").replace("</details>", "");
                let heading = rest.trim().strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
                assert!(rest.trim().is_empty() || heading.is_some_and(|text| !text.contains('<')), "{tags}");
                folds += tags.matches("<details>").count();
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough | Tag::CodeBlock(_)) => {
                panic!("{event:?}")
            }
            Event::Start(Tag::Heading { .. }) => headings += 1,
            _ => {}
        }
    }
    assert_eq!((folds, headings), (5, 1), "{out}");
}

#[test]
fn the_summary_keeps_within_what_github_takes_and_counts_what_it_leaves_out() {
    for number in [1, 40, 300, 3_000] {
        let gate = sample::many(number);
        let out = markdown(&gate);
        assert!(out.len() <= MOST_BYTES, "{number}: {} bytes", out.len());
        let told = out.lines().filter(|line| line.starts_with("- **")).count();
        let left = out
            .lines()
            .find_map(|line| line.split_once(" more finding").filter(|(_, rest)| rest.contains("left out here")));
        let left: usize = left.map_or(0, |(number, _)| number.parse().unwrap());
        assert_eq!(told + left, number as usize);
        assert_eq!(left > 0, number > 300 || left > 0);
        assert_eq!(out.matches("<details>").count(), out.matches("</details>").count());
    }
    let mut long = sample::gate();
    for finding in &mut long.findings {
        finding.message = "**`<x> ".repeat(40_000);
        finding.title = "| [".repeat(40_000);
    }
    assert!(markdown(&long).len() <= MOST_BYTES);
}

#[test]
fn github_is_given_ten_annotations_of_a_level_and_the_number_of_the_rest() {
    let out = github(&sample::many(37));
    assert_eq!(out.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert_eq!(
        out.lines().last(),
        Some("::notice title=sprcheck gate::27 more findings are not annotated; the summary and the log have them")
    );
}

#[test]
fn every_format_that_shows_all_tells_of_every_finding() {
    let gate = sample::gate();
    let (text, markdown) = (text(&gate, 4_000), markdown(&gate));
    for finding in &gate.findings {
        assert!(text.contains(&finding.message), "{}", finding.message);
        assert!(markdown.replace('\\', "").contains(&finding.message), "{}", finding.message);
    }
    let shown = gate.findings.iter().filter(|one| one.state != State::Absent).count();
    let document = xml::read(&junit(&gate)).unwrap();
    assert!(document.children.iter().map(|suite| suite.children.len()).sum::<usize>() >= shown - 1);
}
