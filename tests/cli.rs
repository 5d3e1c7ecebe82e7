//! The program from outside: what it prints, what it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::fs;
use std::process::{Command, Output, Stdio};

const WEST_MIDLANDS: &str = "seeds/west-midlands-2021";
const AS_OF: [&str; 2] = ["--as-of", "2021-01-31"];

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn audit(profile: &str, more: &[&str]) -> Output {
    sprcheck(&[&["audit", profile], &AS_OF[..], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn an_audit_prints_its_report_and_ends_with_0() {
    let output = audit(WEST_MIDLANDS, &[]);
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    let report = text(&output.stdout);
    for part in [
        "West Midlands Police",
        "2021-01-31",
        "THE GAPS, WORST FIRST",
        "WHAT COULD NOT BE ASSESSED",
        "not legal advice",
    ] {
        assert!(report.contains(part), "{part}");
    }
    assert!(
        report.chars().all(|letter| letter == '\n' || !letter.is_control()),
        "a control character reached the terminal"
    );
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn the_same_question_gets_the_same_bytes() {
    for format in ["text", "markdown", "json"] {
        let first = audit(WEST_MIDLANDS, &["--format", format]).stdout;
        assert_eq!(first, audit(WEST_MIDLANDS, &["--format", format]).stdout, "{format}");
        assert!(!first.is_empty());
    }
}

#[test]
fn fail_on_decides_the_exit_code_whatever_the_format_and_the_filter() {
    for format in ["text", "markdown", "json"] {
        for (fail_on, expected) in [("gap", 1), ("unassessed", 1), ("breach", 0), ("breach,gap", 1), ("error", 0)] {
            let output =
                audit(WEST_MIDLANDS, &["--format", format, "--fail-on", fail_on, "--only", "standing=satisfied"]);
            assert_eq!(code(&output), Some(expected), "{format} {fail_on}");
        }
    }
}

#[test]
fn duties_that_could_not_be_read_do_not_fail_a_run_that_fails_on_the_unassessed() {
    let output = sprcheck(&[
        "audit",
        "seeds/example-force",
        "--as-of",
        "2021-06-30",
        "--fail-on",
        "unassessed",
        "--format",
        "json",
    ]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((code(&output), answer["summary"]["could_not_be_read"].as_u64()), (Some(0), Some(13)));
}

#[test]
fn a_rule_that_erred_ends_with_3_and_the_rest_is_judged() {
    let output = sprcheck(&[
        "audit",
        "seeds/example-force",
        "--as-of",
        "2021-06-30",
        "--rules",
        "tests/broken/P046-undefined-name",
        "--fail-on",
        "gap",
        "--format",
        "json",
    ]);
    assert_eq!(code(&output), Some(3), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let duties = answer["duties"].as_array().unwrap();
    let verdict = |id: &str| duties.iter().find(|duty| duty["id"] == id).map(|duty| duty["verdict"].clone());
    assert_eq!(verdict("other.duty"), Some("error".into()));
    assert_eq!(verdict("prevent.strategic_lead"), Some("met".into()));
    assert!(text(&output.stderr).contains("error[P046]"));
}

#[test]
fn bad_input_ends_with_2_and_says_why_on_standard_error_alone() {
    let cases: [(&[&str], &str); 9] = [
        (&["audit", "tests/broken/P030-unknown-fact"], "error[P030]"),
        (&["check", "tests/broken/P030-unknown-fact"], "error[P030]"),
        (&["audit", "nowhere"], "nowhere"),
        (&["audit"], "no profile is named"),
        (&["audit", WEST_MIDLANDS, "--as-of", "2021-02-30"], "no such day"),
        (&["audit", WEST_MIDLANDS, "--as-of", "2021"], "not one day"),
        (&["audit", WEST_MIDLANDS, "--only", "standing=satisfed"], "satisfied"),
        (&["audit", WEST_MIDLANDS, "--rules", "nowhere"], "nowhere"),
        (&["explain", "prevent.strategic_led", WEST_MIDLANDS], "prevent.strategic_lead"),
    ];
    for (arguments, reason) in cases {
        let output = sprcheck(arguments);
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        assert!(text(&output.stderr).contains(reason), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.md");
    fs::write(&file, "what was there before").unwrap();
    let name = file.to_str().unwrap();
    let failed = audit("tests/broken/P030-unknown-fact", &["--output", name]);
    assert_eq!(code(&failed), Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), "what was there before");
    let written = audit(WEST_MIDLANDS, &["--format", "markdown", "--output", name]);
    assert_eq!((code(&written), text(&written.stdout)), (Some(0), String::new()));
    assert_eq!(fs::read(&file).unwrap(), audit(WEST_MIDLANDS, &["--format", "markdown"]).stdout);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside the report");
    let nowhere = folder.path().join("no/such/report.md");
    let refused = audit(WEST_MIDLANDS, &["--output", nowhere.to_str().unwrap()]);
    assert_eq!(code(&refused), Some(2));
    assert!(text(&refused.stderr).contains("no such folder"), "{}", text(&refused.stderr));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(["audit", WEST_MIDLANDS, "--as-of", "2021-01-31", "--verbose"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn settings_beside_the_plan_stand_in_for_arguments_and_arguments_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let profile = fs::canonicalize(WEST_MIDLANDS).unwrap();
    let settings = format!("profile = {:?}\nfail-on = [\"gap\"]\n", profile.to_str().unwrap());
    fs::write(folder.path().join("sprcheck.toml"), settings).unwrap();
    let run = |more: &[&str]| {
        let arguments = [&["audit"], &AS_OF[..], more].concat();
        Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).current_dir(folder.path()).output().unwrap()
    };
    assert_eq!(code(&run(&[])), Some(1));
    assert_eq!(code(&run(&["--fail-on", "breach"])), Some(0));
    fs::write(folder.path().join("sprcheck.toml"), "profil = \"x\"\n").unwrap();
    let refused = run(&[]);
    assert_eq!(code(&refused), Some(2));
    assert!(text(&refused.stderr).contains("profil"), "{}", text(&refused.stderr));
}

#[test]
fn without_the_built_in_duties_only_the_strangers_are_judged() {
    let output =
        audit("seeds/example-force", &["--no-builtin", "--rules", "tests/rulesets/example-pilot", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let duties = answer["duties"].as_array().unwrap();
    assert!(!duties.is_empty());
    assert!(duties.iter().all(|duty| duty["rule_set"] != "sprcheck"), "{duties:?}");
}

#[test]
fn the_graph_names_only_what_is_there() {
    let output = sprcheck(&["graph", WEST_MIDLANDS, "--as-of", "2021-01-31", "--format", "json"]);
    let graph: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |node: &serde_json::Value| (node["kind"].clone(), node["id"].clone());
    let nodes: Vec<_> = graph["nodes"].as_array().unwrap().iter().map(name).collect();
    let edges = graph["edges"].as_array().unwrap();
    assert!(edges.len() > 100);
    for edge in edges {
        assert!(nodes.contains(&name(&edge["from"])) && nodes.contains(&name(&edge["to"])), "{edge}");
        assert!(edge["line"].as_u64().is_some_and(|line| line > 0), "{edge}");
    }
    let dot = text(&sprcheck(&["graph", WEST_MIDLANDS, "--as-of", "2021-01-31"]).stdout);
    assert!(dot.starts_with("digraph evidence {") && dot.ends_with("}\n"));
    assert_eq!(dot.matches(" -> ").count(), edges.len());
}

#[test]
fn a_duty_is_explained_from_the_law_to_the_line() {
    let output = sprcheck(&["explain", "prevent.strategic_lead", WEST_MIDLANDS, "--as-of", "2021-01-31"]);
    let story = text(&output.stdout);
    for part in
        ["paragraph 36", "rules/prevent/strategic_lead.rhai", "board-paper-2021#37", "profile.yaml:", "never supports"]
    {
        assert!(story.contains(part), "{part}:\n{story}");
    }
}

#[test]
fn help_names_every_exit_code() {
    let help = text(&sprcheck(&["--help"]).stdout);
    for part in ["2 if nothing was assessed", "3 if a rule erred", "1 if the assessment holds", "else with 0"] {
        assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part}:\n{help}");
    }
    assert!(text(&sprcheck(&["completions", "bash"]).stdout).contains("sprcheck"));
    assert!(text(&sprcheck(&["schema"]).stdout).contains("json-schema.org/draft/2020-12"));
}

#[test]
fn an_audit_of_nothing_is_refused() {
    let output = audit(WEST_MIDLANDS, &["--no-builtin"]);
    assert_eq!((code(&output), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("no rule set gives a duty"));
}

#[cfg(unix)]
#[test]
fn a_report_follows_a_link_keeps_permissions_and_goes_through_a_device() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("report.txt"), folder.path().join("link.txt"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&file, &link).unwrap();
    assert_eq!(code(&audit(WEST_MIDLANDS, &["--output", link.to_str().unwrap()])), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read(&file).unwrap(), audit(WEST_MIDLANDS, &[]).stdout);
    assert_eq!(code(&audit(WEST_MIDLANDS, &["--output", "/dev/null"])), Some(0));
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn duties_that_cannot_be_read_are_named_and_counted_as_errors() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("policies/ruleset.yaml", "name: other\nversion: 1.0.0\nowner: o\n");
    write("policies/duties.yaml", "duties:\n  other.one: { binding: should }\n");
    write("policies/facts/f.yaml", "facts:\n  other.day: { type: date, means: a day, held_by: o }\n");
    write("rules/other/two.rhai", "require a: facts.other.day <= as_of;");
    write(
        "profile.yaml",
        "uses: [sprcheck, other]\nforce: { id: f, name: F, policing_bodies: [] }\nstated_on: 2021-01-31\nfacts: { other: { day: 2020 } }\n",
    );
    let (profile, rules) = (folder.path().join("profile.yaml"), folder.path());
    let output = audit(profile.to_str().unwrap(), &["--rules", rules.to_str().unwrap(), "--format", "json"]);
    assert_eq!(code(&output), Some(3), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let named: Vec<&str> =
        answer["not_assessed"].as_array().unwrap().iter().filter_map(|entry| entry["id"].as_str()).collect();
    assert!(named.contains(&"other.one") && named.contains(&"other.two") && named.contains(&"other.day"), "{named:?}");
    assert_eq!(answer["summary"]["errors"], 2);
    assert!(text(&output.stderr).contains("P024"), "{}", text(&output.stderr));
}

#[test]
fn the_rule_sets_tell_what_they_say_on_a_date_and_between_two() {
    let list = |date: &str| text(&sprcheck(&["rules", "list", "--as-of", date]).stdout);
    for (date, threats) in [("2014-06-30", 5), ("2021-01-31", 6), ("2024-01-31", 7)] {
        assert!(list(date).contains(&format!("(set `threats`: {threats} members)")), "{date}");
    }
    for line in [
        "LOCAL AUTHORITY (set `local_authorities` for force `west-midlands`: 7 members)",
        "  -  Birmingham City Council (birmingham)",
    ] {
        assert!(list("2021-01-31").contains(line), "{line}");
    }
    assert!(list("1970-01-01").contains("(set `local_authorities`: not closed on this date; a profile may close it)"));
    let changes = text(&sprcheck(&["rules", "changes", "2021-01-31", "2024-01-31"]).stdout);
    for line in [
        "into `threats`: violence against women and girls",
        "instrument in force now: Strategic Policing Requirement, February 2023",
    ] {
        assert!(changes.contains(line), "{line}:\n{changes}");
    }
    assert!(text(&sprcheck(&["rules", "changes", "2021-01-31", "2021-02-01"]).stdout).contains("nothing"));
    let facts = text(&sprcheck(&["rules", "facts", "prevent.strategic_lead"]).stdout);
    assert!(facts.contains("prevent.strategic_lead.appointed\n    the date of an event"), "{facts}");
    assert_eq!(code(&sprcheck(&["rules", "facts", "prevent.strategic_led"])), Some(2));
}

#[test]
fn a_duty_of_a_rule_set_that_is_not_loaded_is_missed_with_the_way_to_load_it() {
    let output = sprcheck(&[
        "explain",
        "inspection_2019.training",
        "tests/rulesets/prevent-inspection-2019/profile",
        "--as-of",
        "2019-12-31",
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code(&output), Some(2));
    assert!(said.contains("`prevent-inspection-2019`, which is not loaded: name its folder with `--rules`"), "{said}");
}

#[test]
fn a_duty_is_shown_with_the_values_of_its_parameters_in_its_statements() {
    let output = sprcheck(&["rules", "show", "prevent.contest_boards"]);
    let said = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("the tactical board has met in the last 3 months"), "{said}");
    assert!(!said.contains("{tactical_within}"), "{said}");
}
