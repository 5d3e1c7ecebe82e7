//! The same from outside, through the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Two profiles that differ only in what is marked higher, each in a folder of its own.
fn folders(name: &str) -> [PathBuf; 2] {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("marking-{name}"));
    let text = std::fs::read_to_string("seeds/west-midlands-2021/profile.yaml").unwrap();
    let lead = "    strategic_lead:\n";
    assert!(text.contains(lead));
    let marked = text.replace(lead, &format!("{lead}      marking: OFFICIAL-SENSITIVE\n"));
    let other = marked
        .replace("facts:\n", "# a comment\n\n\nfacts:\n")
        .replace("      appointed: 2020\n", "      # said otherwise\n      appointed: 2011-03-04\n");
    assert!(other.contains("2011-03-04"), "the sample says otherwise since when there is a lead");
    [("one", marked), ("other", other)].map(|(name, text)| {
        let folder = root.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("profile.yaml"), text).unwrap();
        folder
    })
}

fn audit(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
    command.arg("audit").arg(folder).args(["--as-of", "2021-01-31"]).args(more);
    command.output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_program_writes_the_same_bytes_whatever_is_marked_higher() {
    let [one, other] = folders("same");
    for format in ["text", "markdown", "json", "html", "statement"] {
        let more = ["--marking", "OFFICIAL", "--format", format];
        let (a, b) = (audit(&one, &more), audit(&other, &more));
        assert!(a.status.success() && b.status.success(), "{format}: {}", String::from_utf8_lossy(&a.stderr));
        assert!(a.stdout == b.stdout, "{format}");
        assert_eq!(String::from_utf8_lossy(&a.stderr), "", "{format}");
        assert_eq!(a.stderr, b.stderr, "{format}");
        if format == "json" {
            assert_ne!(told(&audit(&one, &more[2..])), told(&audit(&other, &more[2..])), "the whole tells them apart");
        }
    }
}

#[test]
fn a_partial_report_says_so_near_its_head_and_tells_no_place_and_no_digest() {
    let [one, _] = folders("head");
    let text = told(&audit(&one, &["--marking", "OFFICIAL", "--verbose"]));
    let head: String = text.lines().take(12).collect::<Vec<_>>().join(" ");
    let says = head.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        says.contains(
            "PARTIAL: 1 duty rests on something marked higher and is withheld; this report cannot be replayed"
        ),
        "{head}"
    );
    assert!(!text.contains("profile.yaml") && !text.contains(".rhai:") && !text.contains("sha256:"), "{text}");
    assert!(text.contains("■ withheld"));
    let json: Value =
        serde_json::from_str(&told(&audit(&one, &["--marking", "OFFICIAL", "--format", "json"]))).unwrap();
    assert_eq!(json["marking"], "OFFICIAL");
    let withheld = json["duties"].as_array().unwrap().iter().filter(|duty| duty["verdict"] == "withheld").count();
    assert!(withheld > 0);
    assert_eq!(json["partial"]["withheld"], withheld);
    assert_eq!(json["summary"]["verdicts"]["withheld"], withheld);
    let schema: Value = serde_json::from_str(include_str!("../../docs/schema/assessment.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn up_to_the_marking_of_what_is_in_it_all_is_told_under_that_marking() {
    let [one, _] = folders("whole");
    let plain = told(&audit(&one, &["--format", "json"]));
    assert_eq!(plain, told(&audit(&one, &["--format", "json", "--marking", "OFFICIAL-SENSITIVE"])));
    let json: Value = serde_json::from_str(&plain).unwrap();
    assert_eq!(json["marking"], "OFFICIAL-SENSITIVE", "the profile is no lower than what is in it");
    assert!(json.get("partial").is_none());
    let seed = Path::new("seeds/west-midlands-2021");
    let raised = told(&audit(seed, &["--marking", "OFFICIAL-SENSITIVE"]));
    assert!(raised.contains("OFFICIAL-SENSITIVE") && !raised.contains("PARTIAL"));
    assert_eq!(told(&audit(seed, &["--marking", "OFFICIAL"])), told(&audit(seed, &[])));
}

#[test]
fn a_filter_finds_a_withheld_duty_by_nothing_that_came_of_it() {
    let [one, other] = folders("filter");
    for only in ["duty=prevent.strategic_lead", "verdict=insufficient-detail", "support=asserted", "standing=withheld"]
    {
        let more = ["--marking", "OFFICIAL", "--verbose", "--only", only];
        assert_eq!(told(&audit(&one, &more)), told(&audit(&other, &more)), "{only}");
        if only.starts_with("verdict") || only.starts_with("support") {
            let more = ["--marking", "OFFICIAL", "--format", "json", "--only", only];
            assert!(!told(&audit(&one, &more)).contains("\"id\": \"prevent.strategic_lead\","), "{only}");
        }
    }
}

#[test]
fn the_exit_code_stays_that_of_the_whole() {
    let [one, _] = folders("exit");
    for fail_on in ["gap", "unassessed", "breach", "error"] {
        let whole = audit(&one, &["--fail-on", fail_on]).status.code();
        assert_eq!(whole, audit(&one, &["--fail-on", fail_on, "--marking", "OFFICIAL"]).status.code(), "{fail_on}");
    }
}

#[test]
fn a_marking_that_there_is_not_is_refused_with_the_nearest_that_there_is() {
    let [one, _] = folders("unknown");
    for (word, help) in [
        ("official-sensitive", "did you mean `OFFICIAL-SENSITIVE`?"),
        ("OFICIAL", "did you mean `OFFICIAL`?"),
        ("SECRET", "nothing above OFFICIAL-SENSITIVE may be processed here"),
        ("TOP SECRET", "nothing above OFFICIAL-SENSITIVE may be processed here"),
    ] {
        let output = audit(&one, &["--marking", word]);
        assert_eq!(output.status.code(), Some(2), "{word}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains(help), "{word}");
    }
}

#[test]
fn a_marking_above_official_sensitive_is_refused_wherever_it_stands() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("marking-too-high");
    std::fs::create_dir_all(&root).unwrap();
    let seed = std::fs::read_to_string("seeds/example-force/profile.yaml").unwrap();
    let put = |before: &str, after: &str| {
        assert!(seed.contains(before), "{before}");
        seed.replacen(before, after, 1)
    };
    let places = [
        ("the profile", put("marking: OFFICIAL\n", "marking: SECRET\n")),
        ("a record", put("    draft:\n", "    draft:\n      marking: TOP SECRET\n")),
        ("a value", put("title: Safer Exampleshire 2017 to 2021", "title: { value: Safer, marking: SECRET }")),
        ("an entry", put("    election-2016:\n", "    election-2016:\n      marking: Secret\n")),
        (
            "a list of members",
            put(
                "members: [election-2016, election-2021],",
                "members: [election-2016, election-2021], marking: SECRET,",
            ),
        ),
        ("a departure", put("    duty: spr.connectivity\n", "    duty: spr.connectivity\n    marking: UK SECRET\n")),
        (
            "evidence",
            put("evidence:\n", "evidence:\n  hidden: { title: T, kind: minutes, owner: o, marking: SECRET }\n"),
        ),
        (
            "a fact that nothing loaded reads",
            put("uses: [sprcheck]", "uses: [sprcheck, elsewhere]").replacen(
                "facts:\n",
                "facts:\n  elsewhere: { x: { value: 1, marking: SECRET } }\n",
                1,
            ),
        ),
    ];
    for (what, text) in places {
        let file = root.join("profile.yaml");
        std::fs::write(&file, text).unwrap();
        let output = audit(&file, &[]);
        let says = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{what}: {says}");
        assert!(says.contains("P035"), "{what}: {says}");
    }
}
