//! `sprcheck impact` from outside: what it says of the seeds, and of a profile in which everything hangs by a thread.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const WEST_MIDLANDS: [&str; 3] = ["seeds/west-midlands-2021", "--as-of", "2021-01-31"];
const EXAMPLESHIRE: [&str; 3] = ["seeds/example-force", "--as-of", "2021-06-30"];

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const FACTS: &str = "facts:
  pilot.done: { type: event, means: the day it was done, held_by: the clerk }
  pilot.seen: { type: event, means: the day it was seen, held_by: the clerk }
  pilot.number: { type: count, unit: things, means: how many there are, held_by: the clerk, holds_for: 12 months }
  pilot.spare: { type: count, unit: things, means: nothing asks for it, held_by: the clerk }
";
const POLICY: &str = "instruments:
  pilot-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, source: { verified: false } }
duties:
  pilot.one:
    title: One
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: standard
    weight: { value: 3, because: b }
    requirements:
      done: { states: it is done, remedy: do it, shown_by: [minutes] }
  pilot.two:
    title: Two
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: expected
    weight: { value: 5, because: b }
    requirements:
      enough: { states: there are enough, remedy: get more, shown_by: [minutes] }
  pilot.three:
    title: Three
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: standard
    weight: { value: 2, because: b }
    requirements:
      seen: { states: it is seen, remedy: see it, shown_by: [minutes] }
  pilot.four:
    title: Four
    says: S
    source: { instrument: pilot-standards, verified: false }
    owed_by: [chief-officer]
    binding: standard
    weight: { value: 1, because: b }
    requirements:
      both: { states: one and two are, remedy: mend them, shown_by: [minutes] }
";
const RULES: [(&str, &str); 4] = [
    ("one", "require done: facts.pilot.done <= as_of;\n"),
    ("two", "require enough: facts.pilot.number >= 3;\n"),
    ("three", "require seen: facts.pilot.seen <= as_of;\n"),
    ("four", "require both: duties[\"pilot.two\"].met && facts.pilot.done <= as_of;\n"),
];
const PROFILE: &str = "uses: [pilot]
force: { id: west-midlands, name: A force, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot:
    done: { value: 2020-06-01, cites: [a, b] }
    number: { value: 5, cites: [c] }
    seen: { value: 2020-07-01, cites: [d, e] }
    spare: { value: 1, cites: [f] }
evidence:
  a: { title: A, kind: minutes, dated: 2021-01-05, owner: The Clerk, held_at: { custodian: C, reference: R1 } }
  b: { title: B, kind: minutes, dated: 2021-01-05, owner: the registrar, held_at: { custodian: C, reference: R2 } }
  c: { title: C, kind: minutes, dated: 2021-01-05, owner: the clerk, held_at: { custodian: C, reference: R3 } }
  d: { title: D, kind: minutes, dated: 2021-01-05, owner: the registrar, held_at: { custodian: C, reference: R4 } }
  e: { title: E, kind: minutes, dated: 2021-01-05, owner: the registrar, held_at: { custodian: C, reference: R4 } }
  f: { title: F, kind: minutes, dated: 2021-01-05, owner: the registrar, held_at: { custodian: C, reference: R5 } }
  g: { title: G, kind: minutes, dated: 2021-01-05, owner: the registrar, held_at: { custodian: C, reference: R6 } }
";

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn told(what: &str, of: &[&str]) -> String {
    let output = sprcheck(&[&["impact", what], of].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    // Wrapped lines are joined, so that a sentence can be looked for.
    text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(what: &str, of: &[&str]) -> Value {
    let output = sprcheck(&[&["impact", what], of, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(what: &str, of: &[&str]) -> String {
    let output = sprcheck(&[&["impact", what], of].concat());
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    text(&output.stderr)
}

/// The made-up force in a folder of its own, and the arguments that name it.
struct Pilot(tempfile::TempDir);

impl Pilot {
    fn new(profile: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("set/policies/ruleset.yaml", MANIFEST);
        write("set/policies/facts/pilot.yaml", FACTS);
        write("set/policies/pilot.yaml", POLICY);
        for (name, rule) in RULES {
            write(&format!("set/rules/pilot/{name}.rhai"), rule);
        }
        write("profile.yaml", profile);
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        Path::new(self.0.path()).join(name).display().to_string()
    }

    fn ask(&self, what: &str) -> Value {
        let (profile, set) = (self.path("profile.yaml"), self.path("set"));
        json(what, &[&profile, "--rules", &set, "--no-builtin", "--as-of", "2021-02-01"])
    }

    fn told(&self, what: &str) -> String {
        let (profile, set) = (self.path("profile.yaml"), self.path("set"));
        told(what, &[&profile, "--rules", &set, "--no-builtin", "--as-of", "2021-02-01"])
    }

    fn refused(&self, what: &str) -> String {
        let (profile, set) = (self.path("profile.yaml"), self.path("set"));
        refused(what, &[&profile, "--rules", &set, "--no-builtin", "--as-of", "2021-02-01"])
    }
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn supposition<'v>(answer: &'v Value, what: &str) -> &'v Value {
    answer["suppositions"].as_array().unwrap().iter().find(|one| one["what"] == what).unwrap()
}

#[test]
fn what_rests_on_one_piece_of_evidence_falls_with_it_and_so_does_what_rests_on_that() {
    let answer = Pilot::new(PROFILE).ask("c");
    let withdrawn = supposition(&answer, "withdrawn");
    assert_eq!(ids(&withdrawn["falls"]), ["pilot.two", "pilot.four"], "{withdrawn:#}");
    assert_eq!((&withdrawn["weight"], &withdrawn["judged_again"]), (&6.into(), &2.into()));
    let two = &withdrawn["falls"][0];
    assert_eq!((&two["standing"]["from"], &two["standing"]["to"]), (&"satisfied".into(), &"unproven".into()));
    assert_eq!((&two["support"]["from"], &two["support"]["to"]), (&"evidenced".into(), &"asserted".into()));
    assert_eq!(withdrawn["falls"][1]["through"], serde_json::json!(["pilot.two"]));
    let lapsed = supposition(&answer, "lapses");
    assert_eq!(lapsed["falls"][0]["support"]["to"], "stale");
    let whole = supposition(&answer, "withdrawn-with-facts");
    assert_eq!(whole["facts"], serde_json::json!(["pilot.number"]));
    assert_eq!(whole["falls"][0]["standing"]["to"], "unassessed");
    assert_eq!(
        withdrawn["assurance"][0]["assurance"],
        serde_json::json!({ "from": "assured", "to": "partly-assured" })
    );
}

#[test]
fn what_other_evidence_shows_too_stands_and_the_answer_names_it() {
    let answer = Pilot::new(PROFILE).ask("a");
    let withdrawn = supposition(&answer, "withdrawn");
    assert!(ids(&withdrawn["falls"]).is_empty());
    assert_eq!(ids(&withdrawn["stands"]), ["pilot.one", "pilot.four"]);
    assert_eq!(withdrawn["stands"][0]["because"], serde_json::json!({ "why": "shown-too", "by": ["b"] }));
    // What other evidence states too is still stated.
    assert_eq!(supposition(&answer, "withdrawn-with-facts")["facts"], serde_json::json!([]));
}

#[test]
fn a_state_lapses_and_an_event_does_not() {
    let pilot = Pilot::new(PROFILE);
    let state = pilot.ask("pilot.number");
    assert_eq!(supposition(&state, "lapses")["falls"][0]["support"]["to"], "stale");
    assert_eq!(supposition(&state, "withdrawn")["falls"][0]["standing"]["to"], "unassessed");
    let event = pilot.ask("pilot.seen");
    assert!(ids(&supposition(&event, "lapses")["falls"]).is_empty());
    assert!(pilot.told("pilot.seen").contains("nothing falls, because nothing of it is a state that ages"));
    let group = pilot.ask("pilot");
    assert_eq!(group["of"]["facts"], 4);
    assert_eq!(supposition(&group, "withdrawn")["falls"].as_array().unwrap().len(), 4);
}

#[test]
fn with_a_post_go_its_evidence_and_the_states_that_it_holds() {
    let answer = Pilot::new(PROFILE).ask("THE  clerk");
    assert_eq!(answer["of"]["names"], serde_json::json!(["The Clerk", "the clerk"]));
    assert_eq!((&answer["of"]["evidence"], &answer["of"]["facts"]), (&serde_json::json!(["a", "c"]), &4.into()));
    let vacant = supposition(&answer, "vacant");
    assert_eq!(vacant["facts"], serde_json::json!(["pilot.number"]));
    assert_eq!(ids(&vacant["falls"]), ["pilot.two", "pilot.four"]);
    assert_eq!(vacant["falls"][0]["support"]["to"], "stale");
    assert_eq!(supposition(&answer, "vacant-withdrawn")["falls"][0]["support"]["to"], "asserted");
}

#[test]
fn an_unclear_name_is_refused_with_a_way_out() {
    let profile = PROFILE.replace("owner: The Clerk", "owner: c");
    let pilot = Pilot::new(&profile);
    assert!(pilot.refused("c").contains("write `evidence:c` or `owner:c`"), "{}", pilot.refused("c"));
    assert_eq!(pilot.ask("evidence:c")["of"]["kind"], "evidence");
    assert_eq!(pilot.ask("owner:c")["of"]["kind"], "owner");
    assert!(pilot.refused("pilot.numbr").contains("did you mean `pilot.number`?"));
    assert!(pilot.refused("owner:pilot.number").contains("no evidence, fact or owner"));
    let unstated = Pilot::new(&PROFILE.replace("    spare: { value: 1, cites: [f] }\n", ""));
    assert!(unstated.refused("pilot.spare").contains("the profile states nothing at `pilot.spare`"));
}

#[test]
fn what_bears_the_load_is_told_by_document_and_post() {
    let answer = Pilot::new(PROFILE).ask("--all");
    let evidence = answer["evidence"].as_array().unwrap();
    assert_eq!(evidence[0]["ids"], serde_json::json!(["c"]));
    assert_eq!((ids(&evidence[0]["alone"]), &evidence[0]["weight"]), (vec!["pilot.two", "pilot.four"], &6.into()));
    // Two ids, one place and reference: one document.
    assert_eq!(
        (&evidence[1]["ids"], ids(&evidence[1]["alone"])),
        (&serde_json::json!(["d", "e"]), vec!["pilot.three"])
    );
    assert!(evidence[2..].iter().all(|one| ids(&one["alone"]).is_empty()));
    let owners: Vec<_> =
        answer["owners"].as_array().unwrap().iter().map(|one| (&one["owner"], &one["weight"])).collect();
    assert_eq!(owners, [(&"The Clerk".into(), &6.into()), (&"the registrar".into(), &2.into())]);
    let hangs: Vec<_> = answer["redundancy"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), &one["could_go"]))
        .collect();
    let zero = Value::from(0);
    assert_eq!(hangs, [("pilot.two", &zero), ("pilot.three", &zero), ("pilot.four", &zero), ("pilot.one", &1.into())]);
    assert_eq!(answer["redundancy"][3]["hangs_by"], serde_json::json!([["a", "b"]]));
    assert_eq!((ids(&answer["uncited"]), ids(&answer["unread"])), (vec!["g"], vec!["f"]));
}

#[test]
fn the_board_paper_of_the_west_midlands_never_supported_anything() {
    let told = told("board-paper-2021", &WEST_MIDLANDS);
    let never = "because it never supported anything (the body's own account, which never supports)";
    assert!(told.contains(&format!("If it lapses: nothing falls, {never}")), "{told}");
    assert!(told.contains(&format!("If it is withdrawn: nothing falls, {never}")), "{told}");
    let answer = json("board-paper-2021", &WEST_MIDLANDS);
    let whole = supposition(&answer, "withdrawn-with-facts");
    assert!(!ids(&whole["falls"]).is_empty() && !ids(&whole["untold"]).is_empty(), "{whole:#}");
    assert!(ids(&whole["otherwise"]).is_empty(), "taking away improves nothing: {whole:#}");
    let all = self::told("--all", &WEST_MIDLANDS);
    assert!(all.contains("No duty is satisfied or departed, so no standing rests on evidence yet"), "{all}");
}

#[test]
fn every_piece_of_evidence_of_the_example_force_answers_as_all_of_them_do() {
    let all = json("--all", &EXAMPLESHIRE);
    let first = &all["evidence"][0];
    let id = first["ids"][0].as_str().unwrap();
    let one = json(id, &EXAMPLESHIRE);
    assert_eq!(ids(&first["alone"]), ids(&supposition(&one, "withdrawn")["falls"]));
    assert!(ids(&first["alone"]).len() > 2, "{first:#}");
}

#[test]
fn all_takes_a_profile_and_no_name() {
    assert_eq!(sprcheck(&["impact"]).status.code(), Some(2));
    let refused = refused("--all", &["seeds/west-midlands-2021", "seeds/example-force"]);
    assert!(refused.contains("one profile is asked about"), "{refused}");
}

#[test]
fn what_a_profile_says_stays_text() {
    let pilot = Pilot::new(&PROFILE.replace("title: C,", "title: \"\\e[2J<b>|`x`\","));
    let (profile, set) = (pilot.path("profile.yaml"), pilot.path("set"));
    let of = [profile.as_str(), "--rules", &set, "--no-builtin", "--as-of", "2021-02-01"];
    for what in ["c", "--all"] {
        for format in ["text", "markdown", "json"] {
            let output = sprcheck(&[&["impact", what], &of[..], &["--format", format]].concat());
            assert!(!output.stdout.contains(&0x1b), "{format}");
            assert!(format != "markdown" || !text(&output.stdout).contains("<b>"), "{}", text(&output.stdout));
        }
    }
}
