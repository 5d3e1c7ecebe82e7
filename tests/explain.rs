//! The least that would make a duty met, as `sprcheck explain` tells it from outside, of a force and rules that are made up.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what cannot be unwrapped or is not there fails the test"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const FACTS: &str = "collections:
  pilot.talks: { each: a talk, event: held, means: the talks, held_by: the clerk, holds_for: 12 months }
facts:
  pilot.done: { type: event, means: the day it was done, held_by: the clerk }
  pilot.seen: { type: event, means: the day it was seen, held_by: the registrar }
  pilot.taken: { type: event, means: the day the post was taken up, held_by: the clerk }
  pilot.number: { type: count, unit: things, means: how many there are, held_by: the clerk, holds_for: 12 months }
  pilot.way: { type: choice, choices: [alone, together, apart], means: how it is held, held_by: the clerk, holds_for: 12 months }
  pilot.agreed: { type: yes-no, means: whether it is agreed, held_by: the clerk, holds_for: 12 months }
  pilot.vetted: { type: yes-no, means: whether it is vetted, held_by: the clerk, holds_for: 12 months }
  pilot.talks.*.held: { type: event, means: the day of the talk, held_by: the clerk }
";
const HEAD: &str = "instruments:
  pilot-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, source: { verified: false } }
duties:
";
/// Each duty with its requirements and its rule.
const DUTIES: [(&str, &str, &str); 8] = [
    (
        "one",
        "done: { states: it is done, remedy: do it, shown_by: [minutes] }",
        "require done: facts.pilot.done <= as_of;",
    ),
    (
        "two",
        "enough: { states: there are enough, remedy: get more, shown_by: [minutes, training-record] }
      agreed: { states: it is agreed, remedy: agree, shown_by: [training-record] }",
        "require enough: facts.pilot.number >= 3;\nrequire agreed: facts.pilot.agreed && facts.pilot.number <= 40;",
    ),
    (
        "three",
        "all: { states: all is so, remedy: see to it, shown_by: [minutes] }",
        "require all: facts.pilot.agreed && facts.pilot.vetted && facts.pilot.seen <= as_of && facts.pilot.number >= 3;",
    ),
    (
        "four",
        "rest: { states: one is, remedy: mend it, shown_by: [minutes] }",
        "require rest: duties[\"pilot.one\"].met;",
    ),
    (
        "five",
        "held: { states: it is held with others, remedy: share it, shown_by: [minutes] }",
        "require held: facts.pilot.way == \"together\" || facts.pilot.way == \"apart\";",
    ),
    (
        "six",
        "never: { states: it is so, remedy: none, shown_by: [minutes] }",
        "require never: facts.pilot.number > 5 && facts.pilot.number < 5;",
    ),
    (
        "seven",
        "talked: { states: somebody talked of late, remedy: talk, shown_by: [minutes] }",
        "require talked: facts.pilot.talks.any(|talk| talk.held <= as_of && talk.held >= as_of - 12 * months);",
    ),
    (
        "eight",
        "filled: { states: the post is filled, remedy: fill it, shown_by: [minutes] }
      placed: { states: there is a place, remedy: give one, shown_by: [minutes] }
      current: { states: it was used of late, remedy: use it, shown_by: [minutes] }",
        "require filled: facts.pilot.taken <= as_of && facts.pilot.agreed;
require placed: facts.pilot.seen <= as_of;
require current when facts.pilot.taken <= as_of - 12 * months:
    as_of - 12 * months <= facts.pilot.done && facts.pilot.done <= as_of;",
    ),
];
const TALKS: &str = "cases:
  - name: a talk within the year will do
    as_of: 2020-06-30
    facts: { pilot: { talks: { spring: { held: 2020-03-01 } } } }
    expect: { talked: met }
";
const POST: &str = "cases:
  - name: met when the post is filled for long and all is done
    as_of: 2020-06-30
    facts: { pilot: { taken: 2018-06-30, agreed: true, seen: 2018-07-30, done: 2020-05-30 } }
    expect: { filled: met, placed: met, current: met }
";

struct Pilot(tempfile::TempDir);

impl Pilot {
    fn stating(facts: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let mut policy = HEAD.to_owned();
        for (name, requirements, rule) in DUTIES {
            policy.push_str(&format!(
                "  pilot.{name}:
    title: {name}
    says: S
    source: {{ instrument: pilot-standards, verified: false }}
    owed_by: [chief-officer]
    binding: standard
    weight: {{ value: 3, because: b }}
    requirements:
      {requirements}
"
            ));
            write(&format!("set/rules/pilot/{name}.rhai"), &format!("{rule}\n"));
        }
        write("set/policies/ruleset.yaml", MANIFEST);
        write("set/policies/facts/pilot.yaml", FACTS);
        write("set/policies/pilot.yaml", &policy);
        write("set/rules/pilot/seven.cases.yaml", TALKS);
        write("set/rules/pilot/eight.cases.yaml", POST);
        write(
            "profile.yaml",
            &format!(
                "uses: [pilot]
force: {{ id: west-midlands, name: A force, policing_bodies: [{{ kind: pcc, from: 2012-11 }}] }}
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot: {facts}
evidence:
  a: {{ title: A, kind: minutes, dated: 2021-01-05, owner: the clerk, held_at: {{ custodian: C, reference: R1 }} }}
"
            ),
        );
        Self(folder)
    }

    fn run(&self, duty: &str, more: &[&str]) -> Output {
        let path = |name: &str| Path::new(self.0.path()).join(name).display().to_string();
        let (profile, set) = (path("profile.yaml"), path("set"));
        let arguments = ["explain", duty, &profile, "--no-builtin", "--rules", &set, "--as-of", "2021-01-31"];
        Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).args(more).output().unwrap()
    }

    fn json(&self, duty: &str) -> Value {
        let output = self.run(duty, &["--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stderr), text(&output.stdout));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn least(&self, duty: &str) -> Value {
        self.json(duty)["least"].clone()
    }

    /// The story on one line.
    fn told(&self, duty: &str) -> String {
        let output = self.run(duty, &[]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The least for a duty of the rule sets that come with the tool, of a force that is not made up.
fn west_midlands(duty: &str) -> (Value, String) {
    let run = |more: &[&str]| {
        let arguments = ["explain", duty, "seeds/west-midlands-2021", "--as-of", "2021-01-31"];
        let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).args(more).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let json: Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    (json["least"].clone(), run(&[]).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn facts(least: &Value) -> Vec<&str> {
    least["ways"][0]["facts"].as_array().unwrap().iter().map(|fact| fact["path"].as_str().unwrap()).collect()
}

#[test]
fn one_fact_that_makes_it_satisfied_is_told_with_its_bounds_and_its_place() {
    let pilot = Pilot::stating("{ seen: 2020-01-01 }");
    let least = pilot.least("pilot.one");
    assert_eq!((&least["met"]["found"], &least["met"]["at_least"]), (&"least".into(), &1.into()));
    let way = &least["met"]["ways"][0];
    assert_eq!((&way["standing"], &way["facts"][0]["latest"]), (&"satisfied".into(), &"2021-01-31".into()));
    assert_eq!(least["satisfied"]["ways"], least["met"]["ways"]);
    let told = pilot.told("pilot.one");
    for words in [
        "One fact would make it met: pilot.done: a date on or before 2021-01-31",
        "Means the day it was done Now not stated",
        "done: facts.pilot.done <= as_of (rules/pilot/one.rhai:1:9)",
        "Shown by minutes of a meeting",
        "Held by the clerk Would stand profile.yaml:6:3",
        "Then ✓ satisfied (met, evidenced)",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("makes it satisfied"), "{told}");
}

#[test]
fn two_facts_are_told_where_no_one_does() {
    let pilot = Pilot::stating("{ number: 50, done: 2020-01-01 }");
    let least = pilot.least("pilot.two");
    assert_eq!((&least["met"]["found"], &least["met"]["at_least"]), (&"least".into(), &2.into()));
    assert_eq!(facts(&least["met"]), ["pilot.agreed", "pilot.number"]);
    let number = &least["met"]["ways"][0]["facts"][1];
    assert_eq!((&number["least"], &number["most"], &number["now"]), (&"3".into(), &"40".into(), &"50".into()));
    // One kind shows both requirements for which the number is read.
    let kinds: Vec<&str> = number["shown_by"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|kinds| kinds.as_array().unwrap())
        .map(|kind| kind["id"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["training-record"]);
    assert!(least["work"]["twos"].as_u64().unwrap() > 0);
    assert!(pilot.told("pilot.two").contains("Two together would make it met"));
}

#[test]
fn none_of_one_or_two_facts_is_an_answer_and_what_does_together_is_told() {
    let pilot = Pilot::stating("{ done: 2020-01-01 }");
    let never = pilot.least("pilot.six");
    assert_eq!((&never["met"]["found"], &never["satisfied"]["found"]), (&"none".into(), &"none".into()));
    let told = pilot.told("pilot.six");
    assert!(
        told.contains(
            "No change of one or two facts makes it met. Nothing was found that could be stated to settle never."
        ),
        "{told}"
    );
    assert_eq!(never["met"]["ways"].as_array().unwrap().len(), 0);
}

#[test]
fn words_of_a_closed_list_are_all_told_that_do() {
    let pilot = Pilot::stating("{ way: { value: alone, cites: [a] } }");
    let fact = pilot.least("pilot.five")["met"]["ways"][0]["facts"][0].clone();
    assert_eq!((&fact["what"], &fact["values"]), (&"one-of".into(), &serde_json::json!(["together", "apart"])));
    assert!(pilot.told("pilot.five").contains("pilot.way: together or apart"));
}

#[test]
fn a_duty_that_rests_on_another_says_so() {
    let pilot = Pilot::stating("{ number: 1 }");
    let least = pilot.least("pilot.four");
    assert_eq!((&least["met"]["found"], &least["rests_on"]), (&"none".into(), &serde_json::json!(["pilot.one"])));
    let told = pilot.told("pilot.four");
    assert!(told.contains("It also rests on pilot.one, which is not satisfied. Nothing was sought there."), "{told}");
}

#[test]
fn what_is_met_by_assertion_needs_evidence_for_what_it_says() {
    let pilot = Pilot::stating("{ done: 2020-06-01 }");
    let least = pilot.least("pilot.one");
    assert_eq!((&least["met"]["found"], &least["satisfied"]["found"]), (&"already".into(), &"least".into()));
    let fact = &least["satisfied"]["ways"][0]["facts"][0];
    assert_eq!(
        (&fact["path"], &fact["what"], &fact["now"]),
        (&"pilot.done".into(), &"as-it-is".into(), &"2020-06-01".into())
    );
    assert!(pilot.told("pilot.one").contains("It is met already, by what the profile says. What it lacks is proof."));
}

#[test]
fn an_entry_is_told_without_a_key_that_somebody_could_copy() {
    let pilot = Pilot::stating("{ number: 1 }");
    let least = pilot.least("pilot.seven");
    assert_eq!(facts(&least["met"]), ["pilot.talks.*"]);
    let part = &least["met"]["ways"][0]["facts"][0]["parts"][0];
    assert_eq!((&part["path"], &part["example"]), (&"pilot.talks.*.held".into(), &"2020-10-02".into()));
    assert!(!pilot.told("pilot.seven").contains("spring"));
}

#[test]
fn an_entry_never_comes_with_there_being_none() {
    let (least, told) = west_midlands("statute.chief_officer_regard");
    let facts = least["met"]["ways"][0]["facts"].as_array().unwrap();
    let of = |what: &str| facts.iter().find(|fact| fact["what"] == what).unwrap();
    assert_eq!((&of("complete")["members"], &of("complete")["new"]), (&serde_json::json!([]), &1.into()));
    // What is stated of the new entry stands where the collection would, under no key that somebody could copy.
    let places: Vec<_> = facts.iter().map(|fact| &fact["line"]).collect();
    assert!(places.iter().all(|line| **line == of("entry")["line"]), "{places:?}");
    assert_ne!(places[0].as_u64(), Some(1));
    assert!(told.contains("regard.decisions: complete, with no others than the new entry"), "{told}");
    assert!(!told.contains("there are none") && !told.contains("workforce-plan.reasons"), "{told}");
}

#[test]
fn other_values_are_tried_before_a_set_is_told_and_no_more_is_claimed_than_holds() {
    let pilot = Pilot::stating("{ number: 1 }");
    let least = pilot.least("pilot.eight");
    // With a post that was taken up within the year nothing need have been done yet.
    assert_eq!(facts(&least["met"]), ["pilot.agreed", "pilot.seen", "pilot.taken"]);
    let taken = &least["met"]["ways"][0]["facts"][2];
    assert_eq!((&taken["earliest"], &taken["latest"]), (&"2020-02-01".into(), &"2021-01-31".into()));
    assert!(pilot.told("pilot.eight").contains("3 facts together would make it met, and no fewer do"));
    let (least, told) = west_midlands("prevent.strategic_lead");
    assert_eq!((&least["met"]["at_least"], &least["met"]["ways"][0]["number"]), (&2.into(), &2.into()));
    assert_eq!(least["satisfied"]["ways"][0]["number"], 3);
    assert!(told.contains("THE LEAST THAT WAS FOUND TO MAKE IT MET") && !told.contains("can be left out"), "{told}");
    let (least, told) = west_midlands("spr.capability");
    let number = least["met"]["ways"][0]["number"].as_u64().unwrap();
    assert!(number > least["met"]["at_least"].as_u64().unwrap(), "{number}");
    let claim = format!(
        "One set of {number} facts would make it met; no single one of them can be left out; a smaller one may exist"
    );
    assert!(told.contains(&claim), "{told}");
}

#[test]
fn no_figure_is_named_that_would_have_to_be_written_instead_of_what_is_stated() {
    let (least, told) = west_midlands("figures.breakdowns");
    let ways = least["met"]["ways"].as_array().unwrap();
    let figures: Vec<_> = ways.iter().flat_map(|way| way["facts"].as_array().unwrap()).collect();
    let figures: Vec<_> = figures.into_iter().filter(|fact| fact["path"] != "figures.breakdowns").collect();
    assert!(figures.len() == 5 && figures.iter().all(|fact| fact["what"] == "other-number"), "{figures:?}");
    assert!(figures.iter().all(|fact| fact.get("example").is_none()), "{figures:?}");
    assert!(told.contains("led.figure: another number than stated: what the document itself prints"), "{told}");
    let own = told.split("THE LEAST").last().unwrap();
    assert!(own.contains("Now 691") && !own.contains("690"), "{own}");
    // What another fact of the profile says is a bound, and is told by its path.
    let (_, told) = west_midlands("figures.portions");
    assert!(
        told.contains(
            "whole: no less than what figures.portions.venetic-in-all-class-b.parts.venetic-cannabis.figure says"
        ),
        "{told}"
    );
}

#[test]
fn what_is_satisfied_has_no_such_part() {
    let pilot = Pilot::stating("{ done: { value: 2020-06-01, cites: [a] } }");
    let story = pilot.json("pilot.one");
    assert_eq!((&story["duty"]["standing"], &story["least"]), (&"satisfied".into(), &Value::Null));
    assert_eq!((&story["schema_version"], &story["evidence"][0]["id"]), (&"1.0".into(), &"a".into()));
    assert!(!pilot.told("pilot.one").contains("THE LEAST"));
}

#[test]
fn every_form_can_be_written_to_a_file_and_a_wrong_name_is_refused() {
    let pilot = Pilot::stating("{ number: 1 }");
    let file = pilot.0.path().join("story.md");
    let output = pilot.run("pilot.one", &["--format", "markdown", "--output", file.to_str().unwrap()]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert!(fs::read_to_string(&file).unwrap().contains("## The least that was found to make it met"));
    let refused = pilot.run("pilot.on", &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("did you mean `pilot.one`?"));
}
