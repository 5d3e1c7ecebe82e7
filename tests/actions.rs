//! `sprcheck actions` from outside: what it says of the seeds, and of a profile whose every gap is known.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped or is not there fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const WEST_MIDLANDS: [&str; 3] = ["seeds/west-midlands-2021", "--as-of", "2021-01-31"];
const EVERYTHING: [&str; 2] = ["--for", "gap,unproven,unassessed"];

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const FACTS: &str = "facts:
  pilot.day.done: { type: event, means: the day it was done, held_by: the clerk }
  pilot.count.number: { type: count, unit: things, means: how many there are, held_by: The Registrar, holds_for: 12 months }
  pilot.filing.filed: { type: event, means: the day it was filed, held_by: the archivist }
  pilot.filing.due: { type: limit, means: the last day to file it, held_by: the archivist }
  pilot.visit.made: { type: event, means: the day of the visit, held_by: the clerk }
  pilot.visit.due: { type: limit, means: the last day for the visit, held_by: the clerk }
  pilot.kept.on: { type: event, means: the day it was kept, held_by: the registrar }
";
const RULES: [(&str, u8, &str, &str); 8] = [
    ("one", 3, "require it: facts.pilot.day.done <= as_of;\n", "pilot: { day: { done: 2020-06-01 } }"),
    ("two", 5, "require it: facts.pilot.count.number >= 3;\n", "pilot: { count: { number: 77 } }"),
    (
        "three",
        2,
        "require it: facts.pilot.day.done <= as_of && facts.pilot.count.number >= 2;\n",
        "pilot: { day: { done: 2019-06-01 }, count: { number: 88 } }",
    ),
    ("four", 4, "require it: duties[\"pilot.two\"].met && facts.pilot.day.done <= as_of;\n", ""),
    (
        "late",
        1,
        "require it by facts.pilot.filing.due: facts.pilot.filing.filed <= facts.pilot.filing.due;\n",
        "pilot: { filing: { due: 2021-01-15, filed: 2021-01-10 } }",
    ),
    (
        "visited",
        1,
        "require it by facts.pilot.visit.due: facts.pilot.visit.made <= as_of;\n",
        "pilot: { visit: { due: 2020-12-31, made: 2020-12-30 } }",
    ),
    ("kept", 2, "require it: facts.pilot.kept.on <= as_of;\n", "pilot: { kept: { on: 2020-06-01 } }"),
    ("wild", 1, "require it: facts.pilot.day.done > as_of;\n", ""),
];
const PROFILE: &str = "uses: [pilot]
force: { id: west-midlands, name: A force, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot:
    day: { done: { value: none, cites: [a] } }
    count: { number: { value: 1, cites: [a] } }
    filing: { due: { value: 2020-12-31, cites: [a] }, filed: { value: 2021-01-05, cites: [a] } }
    visit: { due: { value: 2020-12-31, cites: [a] }, made: { value: none, cites: [a], stated_on: 2021-01-10 } }
    kept: { on: { value: 2020-06-01, cites: [b] } }
evidence:
  a: { title: A, kind: minutes, dated: 2021-01-05, owner: The Clerk, held_at: { custodian: C, reference: R1 } }
  b: { title: B, kind: minutes, dated: 2020-06-05, owner: the keeper, held_at: { custodian: C, reference: R2 }, valid_until: 2020-12-24 }
";

fn sprcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What it says; wrapped lines are joined, so that a sentence can be looked for.
fn told(arguments: &[&str]) -> String {
    let output = sprcheck(&[&["actions"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(arguments: &[&str]) -> Value {
    let output = sprcheck(&[&["actions"], arguments, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Texts at a field of each element.
fn each<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap()).collect()
}

/// The made-up force in a folder of its own.
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
        let mut policy =
            "instruments:\n  pilot-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, \
                          source: { verified: false } }\nduties:\n"
                .to_owned();
        for (name, weight, rule, case) in RULES {
            let look_back = if rule.contains(" by ") {
                ", look_back: { period: 3 years, set_by: the tests, because: they say so }"
            } else {
                ""
            };
            policy.push_str(&format!(
                "  pilot.{name}:\n    title: Title of {name}\n    says: S\n    \
                 source: {{ instrument: pilot-standards, verified: false }}\n    owed_by: [chief-officer]\n    \
                 binding: standard\n    weight: {{ value: {weight}, because: b }}\n    requirements:\n      \
                 it: {{ states: {name} is so, remedy: see to {name}, shown_by: [minutes, register]{look_back} }}\n"
            ));
            write(&format!("set/rules/pilot/{name}.rhai"), rule);
            let met = match name {
                "wild" => continue,
                "four" => {
                    "    duties: { pilot.two: true }\n    facts: { pilot: { day: { done: 2018-06-01 } } }\n".to_owned()
                }
                _ => format!("    facts: {{ {case} }}\n"),
            };
            let cases = format!("cases:\n  - name: it is met\n    as_of: 2021-02-01\n{met}    expect: {{ it: met }}\n");
            write(&format!("set/rules/pilot/{name}.cases.yaml"), &cases);
        }
        write("set/policies/pilot.yaml", &policy);
        write("profile.yaml", profile);
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        Path::new(self.0.path()).join(name).display().to_string()
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let (profile, set) = (self.path("profile.yaml"), self.path("set"));
        let own = [profile.as_str(), "--rules", &set, "--no-builtin", "--as-of", "2021-02-01"];
        own.iter().chain(more).map(|argument| (*argument).to_owned()).collect()
    }

    fn ask(&self, more: &[&str]) -> Value {
        let arguments = self.arguments(more);
        json(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn told(&self, more: &[&str]) -> String {
        let arguments = self.arguments(more);
        told(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

#[test]
fn a_fact_that_several_duties_need_is_one_action() {
    let answer = Pilot::new(PROFILE).ask(&[]);
    // The day serves `one`, `three` and `four`; the number serves `two`, `three` and, through `two`, `four`.
    let actions = answer["actions"].as_array().unwrap();
    assert_eq!(each(&answer["actions"], "owner"), ["The Registrar", "the clerk", "the clerk"]);
    assert_eq!(actions[0]["place"]["name"], "pilot.count");
    assert_eq!(actions[1]["place"]["name"], "pilot.day");
    assert_eq!(actions[2]["place"]["name"], "pilot.visit");
    assert_eq!(each(&actions[0]["serves"], "id"), ["pilot.two", "pilot.four", "pilot.three"]);
    assert_eq!(each(&actions[1]["serves"], "id"), ["pilot.four", "pilot.one", "pilot.three"]);
    let settles: Vec<u64> =
        answer["curve"].as_array().unwrap().iter().map(|point| point["settles"].as_u64().unwrap()).collect();
    assert_eq!(settles, [5, 14, 15]);
    assert_eq!((&answer["exact"], &answer["every_beginning_is_best"]), (&Value::from(true), &Value::from(true)));
    assert!(each(&answer["comes_to"], "to").iter().all(|to| *to == "satisfied"), "{answer}");
}

#[test]
fn what_no_action_settles_is_listed_with_why() {
    let answer = Pilot::new(PROFILE).ask(&[]);
    assert_eq!(each(&answer["not_settled"], "id"), ["pilot.late", "pilot.wild"]);
    let why = each(&answer["not_settled"], "why");
    assert!(why[0].contains("was due by 2020-12-31 and done late: it can only be recorded"), "{why:?}");
    assert!(why[1].contains("no case of its rule set shows how `it` would be met"), "{why:?}");
}

#[test]
fn it_says_by_when_and_what_would_show_it_and_never_what_to_state() {
    let pilot = Pilot::new(PROFILE);
    let answer = pilot.ask(&[]);
    assert_eq!(answer["actions"][2]["by"]["by"], "overdue-since");
    assert_eq!(answer["actions"][2]["by"]["date"], "2020-12-31");
    assert_eq!(answer["actions"][1]["by"]["by"], "no-date");
    // The day on which a bad statement lapses is no day by which to close the gap.
    assert_eq!(answer["actions"][0]["by"]["by"], "no-date");
    let kinds = answer["actions"][1]["evidence"][0]["any_of"].as_array().unwrap();
    assert_eq!(kinds.len(), 2);
    let told = pilot.told(&[]);
    assert!(told.contains("three is so; remedy: see to three"), "{told}");
    assert!(told.contains("the day it was done"), "{told}");
    assert!(told.contains("overdue since 2020-12-31"), "{told}");
    // The values of the cases from which it was found.
    for value in ["77", "88", "2018-06-01", "2019-06-01", "2020-06-01", "2020-12-30"] {
        assert!(!told.contains(value) && !answer.to_string().contains(value), "{value}: {told}");
    }
}

#[test]
fn so_many_actions_are_the_best_so_many_and_the_rest_is_left() {
    let answer = Pilot::new(PROFILE).ask(&["--most", "2"]);
    assert_eq!(answer["actions"].as_array().unwrap().len(), 2);
    assert_eq!(answer["settled"]["weight"], 14);
    assert_eq!(each(&answer["left"], "id"), ["pilot.visited"]);
    assert_eq!(answer["left"][0]["further_actions"], 1);
    let none = sprcheck(&["actions", WEST_MIDLANDS[0], "--most", "0"]);
    assert_eq!((none.status.code(), none.stdout.len()), (Some(2), 0));
}

#[test]
fn evidence_that_lapsed_is_to_be_renewed_by_its_owner() {
    let answer = Pilot::new(PROFILE).ask(&["--for", "unproven"]);
    assert_eq!(each(&answer["actions"], "owner"), ["the keeper"]);
    assert_eq!(answer["actions"][0]["place"]["kind"], "evidence");
    assert_eq!(answer["actions"][0]["place"]["name"], "b");
    assert_eq!(answer["actions"][0]["by"]["date"], "2020-12-24");
    assert_eq!(answer["actions"][0]["facts"][0]["ask"], "show");
    assert_eq!(answer["comes_to"][0]["to"], "satisfied");
}

#[test]
fn a_duty_that_would_come_out_worse_is_shown() {
    // That it is done brings `wild`, of which it could not be told, to a gap.
    let profile = PROFILE.replace("done: { value: none, cites: [a] }", "done: { value: none }");
    let answer = Pilot::new(&profile).ask(&["--for", "unassessed"]);
    assert_eq!(each(&answer["not_settled"], "id"), ["pilot.wild"], "{answer}");
    assert_eq!(each(&answer["worse"], "id"), ["pilot.wild"]);
    assert_eq!((&answer["worse"][0]["from"], &answer["worse"][0]["to"]), (&"unassessed".into(), &"gap".into()));
}

#[test]
fn a_profile_with_nothing_open_needs_no_action() {
    let told = told(&["seeds/example-force", "--as-of", "2021-06-30"]);
    assert!(told.contains("No duty that this force owes stands at gap."), "{told}");
}

#[test]
fn the_sheet_has_a_row_for_each_action_and_duty_and_no_formula() {
    let profile = PROFILE.replace("owner: the keeper", "owner: '=HYPERLINK(\"x\")'");
    let pilot = Pilot::new(&profile);
    let sheet = |more: &[&str]| {
        let arguments = pilot.arguments(&[more, &["--format", "csv"]].concat());
        let arguments: Vec<&str> = ["actions"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
        text(&sprcheck(&arguments).stdout)
    };
    assert_eq!(sheet(&[]).lines().count(), 1 + 3 + 3 + 1);
    let unproven = sheet(&["--for", "unproven"]);
    assert!(unproven.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{unproven}");
}

#[test]
fn what_the_west_midlands_can_do_about_its_gaps() {
    let told = told(&WEST_MIDLANDS);
    assert!(told.contains("6 duties stand at gap, of weight 13."), "{told}");
    assert!(told.contains("1. force contingency planning manager: spr.capability.terrorism"), "{told}");
    assert!(told.contains("To be settled is not to comply"), "{told}");
    let answer = json(&WEST_MIDLANDS);
    assert_eq!(answer["curve"][0]["settles"], 9);
    assert_eq!(answer["exact"], true);
}

#[test]
fn everything_open_in_the_west_midlands_is_settled_or_said_why_not() {
    let answer = json(&[&WEST_MIDLANDS[..], &EVERYTHING].concat());
    let count = |list: &str| answer[list].as_array().unwrap().len();
    assert_eq!(answer["targets"]["duties"], count("comes_to") + count("left") + count("not_settled"));
    assert_eq!(answer["settled"]["duties"], count("comes_to"));
    assert_eq!(count("left"), 0);
    let to: BTreeSet<&str> = each(&answer["comes_to"], "to").into_iter().collect();
    assert_eq!(to, BTreeSet::from(["satisfied"]));
    let mut before = 0;
    for point in answer["curve"].as_array().unwrap() {
        let (settles, at_most) = (point["settles"].as_u64().unwrap(), point["at_most"].as_u64().unwrap());
        assert!(before <= settles && settles <= at_most, "{point}");
        before = settles;
    }
    assert_eq!(answer["settled"]["weight"], before);
    // Every action serves something, has somebody to be asked, and says what would have to be true.
    for action in answer["actions"].as_array().unwrap() {
        assert!(!action["serves"].as_array().unwrap().is_empty(), "{action}");
        assert!(!action["owner"].as_str().unwrap().is_empty(), "{action}");
        assert!(!action["wanted"].as_array().unwrap().is_empty(), "{action}");
        assert!(!action["facts"].as_array().unwrap().is_empty(), "{action}");
    }
}

/// Why no action was found for a duty of the West Midlands.
fn why_none(answer: &Value, duty: &str) -> String {
    let listed = answer["not_settled"].as_array().unwrap().iter().find(|one| one["id"] == duty);
    listed.unwrap_or(&Value::Null)["why"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn to_suppose_that_there_are_none_settles_nothing() {
    let answer = json(&[&WEST_MIDLANDS[..], &EVERYTHING].concat());
    for duty in ["plan.issued_in_time", "publication.budget", "panel.attendance"] {
        let why = why_none(&answer, duty);
        assert!(why.contains("would only not arise: whether it does is to be found out, from "), "{duty}: {why}");
    }
    // A collection that has members may be closed with them.
    let wanted = answer["actions"].as_array().unwrap().iter().flat_map(|one| one["wanted"].as_array().unwrap());
    assert!(wanted.clone().any(|one| one["remedy"].as_str().unwrap().starts_with("name all that there are")));
    let told = told(&[&WEST_MIDLANDS[..], &EVERYTHING].concat());
    assert!(told.contains("NO ACTION FOUND Only the ways that the cases of the rule sets show were tried"), "{told}");
}

#[test]
fn a_date_on_which_a_duty_would_not_arise_settles_nothing() {
    let answer = json(&[&WEST_MIDLANDS[..], &EVERYTHING].concat());
    for duty in ["statute.plan_review", "inspection.comments_before_2017"] {
        let why = why_none(&answer, duty);
        assert!(why.contains("would only not arise: whether it does is to be found out, from "), "{duty}: {why}");
    }
}

#[test]
fn it_says_what_gave_way_and_where_more_would_have_been_possible() {
    let asked = [&[WEST_MIDLANDS[0], "--as-of", "2023-06-30"], &EVERYTHING[..]].concat();
    let answer = json(&asked);
    let gave_way = answer["proof"]["not_reproduced"].as_u64().unwrap();
    let mut together = each(&answer["not_settled"], "why");
    together.retain(|why| why.contains("does not together"));
    assert!(gave_way > 0 && together.len() as u64 == gave_way, "{gave_way}: {together:?}");
    assert!(together.iter().all(|why| why.contains("want different entries of `")), "{together:?}");
    let told = told(&asked);
    assert!(told.contains(&format!(" {gave_way} dut")) && told.contains("left out before"), "{told}");
    for point in answer["curve"].as_array().unwrap() {
        let (settles, most) = (&point["settles"], &point["at_most"]);
        let row = format!(" {} {settles} so many settle at most {most}", point["actions"]);
        assert_eq!(told.contains(&row), settles != most, "{row}");
    }
}

#[test]
fn an_unknown_standing_is_refused() {
    let output = sprcheck(&["actions", WEST_MIDLANDS[0], "--for", "satisfied"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn a_rule_that_errs_ends_it_with_3() {
    let pilot = Pilot::new(PROFILE);
    fs::write(pilot.path("set/rules/pilot/one.rhai"), "require it: facts.pilot.count.number == \"x\";\n").unwrap();
    let arguments = pilot.arguments(&[]);
    let arguments: Vec<&str> = ["actions"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
    assert_eq!(sprcheck(&arguments).status.code(), Some(3));
}
