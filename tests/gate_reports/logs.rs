//! What every command prints, on standard output and standard error, goes into the log of a build server at some time. No text of a profile, a
//! document or a rule set may be a command there. The program is run as it is, on files whose every text is hostile.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What agents obey anywhere in a line, what GitHub obeys at its beginning, and how GitLab's log folds; as a YAML text in quotes.
const HOSTILE: &str = r"h ##vso[task.complete] ##[error]b ###VSO[c] ##teamcity[d]\n::error::e\r\n  ::add-mask::f\u3000::g \uFDD0##vso\uFDD1[h] \uFDD0:\uFDD1:i section_start:1:j\r\e[0K";
/// The same for a text of one line outside quotes.
const LINE: &str = "h ##vso[task.complete] ##[error]b ##teamcity[d] ::c";

const DUTIES: &str = r#"instruments:
  i: { title: "HOSTILE", kind: guidance, source: { at: "HOSTILE", verified: secondary } }
duties:
  made.alpha:
    title: "HOSTILE"
    says: "HOSTILE"
    source: { instrument: i, at: "HOSTILE", verified: secondary }
    owed_by: [chief-officer]
    binding: expected
    weight: { value: 3, because: "HOSTILE" }
    requirements:
      ok: { states: "HOSTILE", remedy: "HOSTILE", shown_by: [papers] }
"#;
const FACTS: &str = r#"facts:
  made.alpha: { type: text, means: "HOSTILE", held_by: "HOSTILE", holds_for: 60 months }
  made.count: { type: count, means: "HOSTILE", held_by: "HOSTILE", holds_for: 60 months }
"#;
const RULE: &str = "// LINE\nlet text = \"LINE\";\nrequire ok: facts.made.alpha != text && facts.made.count > 2;\n";
const CASES: &str = r#"cases:
  - name: "HOSTILE"
    as_of: 2021-06-30
    facts: { made: { alpha: "HOSTILE", count: 1 } }
    expect: { ok: met }
"#;
const PROFILE: &str = r##"# LINE
uses: [made]
force: { id: made-up, name: "HOSTILE" }
stated_on: 2021-03-01
facts:
  made:
    alpha: { value: "HOSTILE", cites: ["plan#a"] }
    count: { value: 5, cites: [lapsing] }
evidence:
  plan:
    title: "HOSTILE"
    kind: papers
    dated: 2021-01-01
    owner: "HOSTILE"
    held_at: { path: "a ##vso[b].md" }
    reviewed:
      - { section: a, digest: "sha256:572a9ba8b14d308ce54997c5392e92521c61883bb5951d3e5bfa649db17f1fb0", by: "HOSTILE", on: 2021-02-01, because: "HOSTILE" }
  lapsing:
    title: "HOSTILE"
    kind: papers
    dated: 2021-01-01
    valid_until: 2021-07-31
    owner: "HOSTILE"
"##;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text.replace("HOSTILE", HOSTILE).replace("LINE", LINE)).unwrap();
}

/// A rule set, a profile, and the profile as it was: with more that is met.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "set/policies/ruleset.yaml", "name: made\nversion: 1.0.0\nowner: \"HOSTILE\"\nlicence: MIT\n");
    write(at, "set/policies/duties.yaml", DUTIES);
    write(at, "set/policies/evidence-kinds.yaml", "kinds:\n  papers: { title: \"HOSTILE\" }\n");
    write(at, "set/policies/facts/made.yaml", FACTS);
    write(at, "set/rules/made/alpha.rhai", RULE);
    write(at, "set/rules/made/alpha.cases.yaml", CASES);
    for (side, count) in [("was", "5"), ("is", "1")] {
        write(at, &format!("{side}/profile.yaml"), &PROFILE.replace("value: 5", &format!("value: {count}")));
        write(at, &format!("{side}/a ##vso[b].md"), "# LINE\n\n## A\n\nLINE\n::error::x\n  ::error::y\n");
    }
    write(at, "broken/profile.yaml", &PROFILE.replace("value: 5", "value: \"HOSTILE\""));
    fs::copy(at.join("is/a ##vso[b].md"), at.join("broken/a ##vso[b].md")).unwrap();
    write(at, "unknown/profile.yaml", &PROFILE.replace("    count:", "    \"##vso[a]\": 1 # LINE\n    count:"));
    write(
        at,
        "baseline.yaml",
        "accepted:\n  - { duty: made.alpha, standing: gap, reason: \"HOSTILE\", until: 2021-09-30 }\n",
    );
    folder
}

/// Each command with the arguments that it needs, and its formats.
const ASKED: &[(&str, &str)] = &[
    ("audit is --as-of 2021-06-30 --rules set", "text markdown json"),
    ("explain made.alpha is --as-of 2021-06-30 --rules set", "text markdown json"),
    ("impact plan is --as-of 2021-06-30 --rules set", "text markdown json"),
    ("impact --all is --as-of 2021-06-30 --rules set", "text markdown json"),
    ("actions is --as-of 2021-06-30 --rules set", "text markdown json csv"),
    ("forecast is --as-of 2021-06-30 --until 2027-12-31 --rules set", "text markdown json csv ics"),
    ("diff was is --as-of 2021-06-30 --rules set", "text markdown json"),
    (
        "gate --base ./was --head ./is is --as-of 2021-06-30 --rules set",
        "text markdown json sarif junit github gitlab azure",
    ),
    (
        "gate --base ./was --head ./is is --as-of 2021-06-30 --rules set --baseline baseline.yaml",
        "text markdown json sarif junit github gitlab azure",
    ),
    ("review is --as-of 2021-06-30 --rules set", "text markdown json"),
    ("graph is --as-of 2021-06-30 --rules set", "dot json"),
    ("rules lint set", "text json sarif github"),
    ("rules test set", "text json junit"),
    ("rules contrast set set is --as-of 2021-06-30", "text json"),
];
/// Those without a format.
const PLAIN: &[&str] = &[
    "check is --rules set",
    "check broken --rules set",
    "check unknown --rules set",
    "gate --base ./was --head ./broken is --rules set",
    "gate --base ##vso[a] is --rules set",
    "explain ##vso[a] is --rules set",
    "rules show made.alpha --rules set",
    "rules list --rules set",
    "rules facts --rules set",
    "rules kinds --rules set",
];

/// What the program prints, on both its outputs; nothing of the environment leads it elsewhere.
fn printed(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).current_dir(folder).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The lines of which a build server would obey something that the program did not mean.
fn obeyed(format: &str, out: &str) -> Vec<String> {
    let is_bad = |line: &&str| {
        let own = match format {
            "github" => ["::error ", "::warning ", "::notice "].iter().find_map(|own| line.strip_prefix(own)),
            "azure" => line.strip_prefix("##vso[task.logissue type="),
            _ => None,
        };
        let rest = own.unwrap_or(line).to_ascii_lowercase();
        // A name begins with a letter: `::: file`, which marks a second file in a problem, is none.
        let begins = rest.trim_start().strip_prefix("::").is_some_and(|rest| !rest.starts_with(": "));
        begins
            || ["##vso[", "##[", "##teamcity["].iter().any(|sign| rest.contains(sign))
            || rest.trim_end_matches('\r').chars().any(sprcheck::report::sanitize::is_hidden)
    };
    out.split('\n').filter(is_bad).map(str::to_owned).collect()
}

#[test]
fn nothing_that_any_command_prints_is_obeyed_by_a_build_server() {
    let folder = folder();
    let mut silent = Vec::new();
    let mut look = |format: &str, arguments: &[&str]| {
        let (out, complaint) = printed(folder.path(), arguments);
        let is_asked = !format.is_empty();
        assert!(!is_asked || complaint.is_empty(), "{arguments:?} ends early: {complaint}");
        let out = format!("{out}{complaint}");
        assert_eq!(obeyed(format, &out), Vec::<String>::new(), "{arguments:?} prints\n{out}");
        // A sheet has rows of what was found alone; `report::csv` has tests of its cells.
        if format != "csv" && !out.to_ascii_lowercase().contains("vso") {
            silent.push(arguments.join(" "));
        }
    };
    for (asked, formats) in ASKED {
        for format in formats.split(' ') {
            let arguments: Vec<&str> = asked.split(' ').chain(["--format", format]).collect();
            look(format, &arguments);
        }
    }
    for asked in PLAIN {
        look("", &asked.split(' ').collect::<Vec<_>>());
    }
    assert_eq!(silent, Vec::<String>::new(), "these show nothing of what is hostile, so nothing is tried by them");
}

#[test]
fn json_and_junit_say_what_the_profile_says_although_it_is_escaped() {
    let folder = folder();
    let arguments = ["audit", "is", "--as-of", "2021-06-30", "--rules", "set", "--format", "json"];
    let read: serde_json::Value = serde_json::from_str(&printed(folder.path(), &arguments).0).unwrap();
    let name = read["force"]["name"].as_str().or(read["force_name"].as_str()).or(read["force"].as_str()).unwrap();
    assert!(name.contains("##vso[task.complete]") && name.contains("\n::error::e\r\n"), "{name:?}");
    let arguments = ["rules", "test", "set", "--format", "junit"];
    let (out, _) = printed(folder.path(), &arguments);
    assert_eq!(super::xsd::faults(&out), Vec::<String>::new(), "{out}");
    assert!(out.contains("&#35;#vso[task.complete]"), "{out}");
}
