//! What somebody who knows the tool would try, to learn what is marked higher from a report that must not tell it: one way after the other,
//! in a small profile with a rule set of its own. Each is a pair of profiles that differ only in what is marked higher.

use sprcheck::audit::Rules;
use sprcheck::load::{self, InputFile, InputTree};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;
use sprcheck::model::words::{Standing, Verdict};

use super::world::{World, same};

const FACTS: &str = "
collections:
  probe.places: { each: a place, means: the places, held_by: the clerk }
facts:
  probe.open: { type: count, means: how many there are, held_by: the clerk }
  probe.other: { type: count, means: how many others there are, held_by: the clerk }
  probe.secret: { type: count, unit: people, means: how many nobody may know, held_by: the clerk }
  probe.shown: { type: yes-no, means: whether it is shown, held_by: the clerk }
  probe.room.name: { type: text, means: what the room is called, held_by: the clerk }
  probe.room.locked: { type: yes-no, means: whether it is locked, held_by: the clerk }
  probe.places.*.name: { type: text, means: what it is called, held_by: the clerk }
  probe.places.*.safe: { type: yes-no, means: whether it is safe, held_by: the clerk }
";

/// Every duty of the rule set, with its rule.
const RULES: &[(&str, &str)] = &[
    ("open", "require it: facts.probe.open >= 3;\n"),
    ("secret", "require it: facts.probe.secret >= 3;\n"),
    ("after", "require it: duties[\"probe.secret\"].met && facts.probe.open >= 4;\n"),
    ("either", "require it: facts.probe.open >= 3 || facts.probe.secret >= 3;\n"),
    (
        "errs",
        "let word = if facts.probe.secret >= 3 { facts.probe.room.name } else { facts.probe.open };\nrequire it: word == 3;\n",
    ),
    ("places", "require it: facts.probe.places.any(|place| place.safe);\n"),
    ("each", "require it: facts.probe.places[subject].safe;\n"),
    ("shown", "require it: facts.probe.shown;\n"),
    ("room", "require it: facts.probe.room.locked;\n"),
    ("other", "require it: facts.probe.other >= 3;\n"),
];

fn file(path: &str, text: &str) -> InputFile {
    InputFile { shown: path.into(), path: path.into(), bytes: text.into() }
}

fn rules() -> Rules {
    let mut policy = String::from(
        "instruments:\n  probe-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, source: { verified: false } }\nduties:\n",
    );
    for (name, _) in RULES {
        let each = if *name == "each" { "        for_each: probe.places\n" } else { "" };
        policy.push_str(&format!(
            "  probe.{name}:\n    title: Title of {name}\n    says: it is so\n    source: {{ instrument: probe-standards, verified: false }}\n    \
             owed_by: [chief-officer]\n    binding: expected\n    threats: [terrorism]\n    weight: {{ value: 2, because: b }}\n    requirements:\n      \
             it:\n{each}        states: it is so\n        remedy: see to it\n        shown_by: [minutes, certificate]\n"
        ));
    }
    let mut files = vec![
        file("policies/ruleset.yaml", "name: probe\nversion: 1.0.0\nowner: a test\n"),
        file("policies/probe.yaml", &policy),
        file("policies/facts/probe.yaml", FACTS),
    ];
    files.extend(RULES.iter().map(|(name, text)| file(&format!("rules/probe/{name}.rhai"), text)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let tree = InputTree { origin: Origin::RuleSet(RuleSetName::from("probe")), files, faults: Vec::new() };
    Rules::load(&[load::builtin(), tree], false)
}

/// What a profile says; each part can be put otherwise.
#[derive(Clone)]
struct Says {
    marking: &'static str,
    inferred: &'static str,
    facts: &'static str,
    more: &'static str,
    evidence: &'static str,
    departures: &'static str,
}

const SAYS: Says = Says {
    marking: "OFFICIAL",
    inferred: "2024-01-10",
    facts: "open: { value: 2, cites: [a] }",
    more: "",
    evidence: "",
    departures: "",
};

fn world() -> World {
    World::of(rules(), "2024-03-01")
}

fn text(says: &Says) -> String {
    format!(
        "uses: [probe]\nforce: {{ id: sample, name: A force, policing_bodies: [{{ kind: pcc, from: 2012-11 }}] }}\n\
         stated_on: {}\nmarking: {}\nfacts:\n  probe:\n    {}\n    {}\nevidence:\n  \
         a: {{ title: A, kind: minutes, dated: 2024-01-01, owner: the clerk, valid_until: 2024-04-01, held_at: {{ custodian: C, reference: R }} }}\n  \
         {}\ndepartures:\n  {}\n",
        says.inferred, says.marking, says.facts, says.more, says.evidence, says.departures
    )
}

/// Every report of each of these is the same; returns what is told.
fn alike(all: &[Says]) -> Assessment {
    let world = world();
    let first = text(all.first().unwrap());
    let reports = world.reports(&first, true);
    for (number, other) in all.iter().enumerate().skip(1) {
        same(&format!("profile {number}"), &reports, &world.reports(&text(other), true));
    }
    world.told(&first, false).0.assessment
}

fn withheld(told: &Assessment) -> Vec<&str> {
    let held = told.duties.iter().filter(|duty| duty.verdict == Verdict::Withheld);
    held.map(|duty| duty.id.as_str().trim_start_matches("probe.")).collect()
}

#[test]
fn the_value_of_a_fact_shows_in_nothing_that_rests_on_it_nor_in_what_errs_by_it() {
    let of = |facts| Says { facts, ..SAYS };
    let told = alike(&[
        of("open: { value: 2, cites: [a] }\n    secret: { value: 1, marking: OFFICIAL-SENSITIVE, cites: [a] }"),
        of(
            "open: { value: 2, cites: [a] }\n\n    # moved\n    secret: { value: 9, marking: OFFICIAL-SENSITIVE, note: n, stated_on: 2023-01-01 }",
        ),
        of("open: { value: 2, cites: [a] }\n    secret: { about: [1, 9], marking: OFFICIAL-SENSITIVE, cites: [a] }"),
        of("secret: { none: true, marking: OFFICIAL-SENSITIVE, cites: [a] }\n    open: { value: 2, cites: [a] }"),
        of("secret: { value: , marking: OFFICIAL-SENSITIVE, cites: [a] }\n    open: { value: 2, cites: [a] }"),
    ]);
    assert_eq!(withheld(&told), ["after", "either", "errs", "secret"]);
    assert_eq!(told.summary.standings.withheld, 4);
    assert_eq!(told.summary.errors, 0, "what errs by a fact that is not told is not counted");
}

#[test]
fn what_is_decided_before_it_comes_to_the_fact_is_told() {
    let told = alike(&[Says {
        facts: "open: { value: 5, cites: [a] }\n    secret: { value: 1, marking: OFFICIAL-SENSITIVE, cites: [a] }",
        ..SAYS
    }]);
    let either = told.duties.iter().find(|duty| duty.id.as_str() == "probe.either").unwrap();
    let whole = world().whole(&text(&Says {
        facts: "open: { value: 5, cites: [a] }\n    secret: { value: 1, marking: OFFICIAL-SENSITIVE, cites: [a] }",
        ..SAYS
    }));
    let read = whole.duties.iter().find(|duty| duty.id.as_str() == "probe.either").unwrap();
    assert_eq!(either.verdict == Verdict::Withheld, read.marking.as_str() == "OFFICIAL-SENSITIVE");
}

#[test]
fn how_many_entries_there_are_and_what_they_are_called_does_not_show() {
    let of = |more| Says { more, ..SAYS };
    let told = alike(&[
        of(
            "places:\n      complete: { members: [hall, yard], cites: [a] }\n      hall: { safe: true, cites: [a] }\n      \
            yard: { safe: false, marking: OFFICIAL-SENSITIVE, cites: [a] }",
        ),
        of("places:\n      complete: { members: [hall, annex, attic], from: 2020-01-01, cites: [a] }\n      \
            annex: { safe: true, name: x, marking: OFFICIAL-SENSITIVE }\n      attic: { name: y, marking: OFFICIAL-SENSITIVE }\n      \
            hall: { safe: true, cites: [a] }"),
        of(
            "places:\n      hall: { safe: true, cites: [a] }\n      zoo: { none: true, marking: OFFICIAL-SENSITIVE, cites: [a] }",
        ),
        of(
            "places:\n      hall: { safe: true, cites: [a] }\n      zoo: { safe: { value: true, marking: OFFICIAL-SENSITIVE }, cites: [a] }",
        ),
    ]);
    assert_eq!(withheld(&told), ["each", "places"]);
}

#[test]
fn who_says_that_these_are_all_does_not_show() {
    let of = |more| Says { more, ..SAYS };
    let told = alike(&[
        of(
            "places:\n      complete: { members: [hall], cites: [a], marking: OFFICIAL-SENSITIVE }\n      hall: { safe: true, cites: [a] }",
        ),
        of(
            "places:\n      complete: { members: [hall], from: 2024-01-01, marking: OFFICIAL-SENSITIVE }\n      hall: { safe: true, cites: [a] }",
        ),
        of(
            "places:\n      complete: { members: [hall, yard, zoo], marking: OFFICIAL-SENSITIVE }\n      hall: { safe: true, cites: [a] }",
        ),
    ]);
    assert_eq!(withheld(&told), ["each", "places"]);
}

#[test]
fn a_record_hides_what_is_in_it_and_what_it_says_of_it() {
    let of = |more| Says { more, ..SAYS };
    let told = alike(&[
        of("room: { name: x, locked: true, marking: OFFICIAL-SENSITIVE, cites: [a], note: a note }"),
        of("room: { locked: false, marking: OFFICIAL-SENSITIVE, stated_on: 2020-01-01, since: 2019-01-01 }"),
        of("room: { marking: OFFICIAL-SENSITIVE }"),
        of("room: { none: true, marking: OFFICIAL-SENSITIVE, cites: [a] }"),
        // No part is marked lower than the whole: it has its note and its citations.
        of(
            "room: { locked: { value: true, marking: OFFICIAL }, marking: OFFICIAL-SENSITIVE, cites: [a], note: of the record }",
        ),
    ]);
    assert!(withheld(&told).contains(&"room"), "{:?}", withheld(&told));
}

#[test]
fn evidence_that_is_marked_does_not_show_in_evidence_that_is_not() {
    let of = |evidence| Says { evidence, more: "shown: { value: true, cites: [b] }", ..SAYS };
    let told = alike(&[
        of(
            "b: { title: B, kind: minutes, dated: 2023-01-01, owner: the clerk, superseded: 2024-02-01, superseded_by: x, held_at: { custodian: C, reference: R } }\n  \
            x: { title: X, kind: minutes, dated: 2024-02-01, owner: O, marking: OFFICIAL-SENSITIVE, held_at: { custodian: C, reference: R } }",
        ),
        of(
            "b: { title: B, kind: minutes, dated: 2023-01-01, owner: the clerk, superseded: 2024-02-01, superseded_by: y, held_at: { custodian: C, reference: R } }\n  \
            y: { title: Y, kind: certificate, dated: 2022, owner: P, valid_until: 2024-03-20, marking: OFFICIAL-SENSITIVE, held_at: { url: \"https://example.invalid\" } }\n  \
            x: { title: X, kind: minutes, owner: O, draft: true, superseded: 2024-03-10, superseded_by: a, marking: OFFICIAL-SENSITIVE }",
        ),
    ]);
    assert!(withheld(&told).is_empty());
    assert_eq!(told.partial.map(|partial| partial.withheld), Some(0));
    assert_eq!(told.evidence.len(), 2);
    assert_eq!(told.summary.evidence, 2);
}

#[test]
fn what_cites_evidence_that_is_marked_is_as_high() {
    let of = |evidence| Says { evidence, more: "shown: { value: true, cites: [a, x] }", ..SAYS };
    let told = alike(&[
        of(
            "x: { title: X, kind: minutes, dated: 2024-02-01, owner: O, marking: OFFICIAL-SENSITIVE, held_at: { custodian: C, reference: R } }",
        ),
        of(
            "x: { title: X2, kind: certificate, dated: 2020, owner: P, withdrawn: 2024-01-01, marking: OFFICIAL-SENSITIVE }",
        ),
    ]);
    assert_eq!(withheld(&told), ["shown"]);
    assert_eq!(told.evidence.first().map(|a| a.cited_by.len()), Some(1), "only what is told cites it");
}

#[test]
fn a_departure_that_is_marked_hides_what_it_departs_from() {
    let of = |departures| Says { departures, ..SAYS };
    let told = alike(&[
        of(
            "one: { duty: probe.open, requirements: [it], decided_by: [chief-officer], decided_on: 2023-12-01, reason: r, until: 2025-01-01, cites: [a], marking: OFFICIAL-SENSITIVE }",
        ),
        of(
            "one: { duty: probe.open, requirements: [it], decided_by: [chief-officer], decided_on: 2023-12-01, reason: { value: s, marking: OFFICIAL-SENSITIVE }, until: 2024-03-10, cites: [a] }",
        ),
        of(
            "two: { duty: probe.open, marking: OFFICIAL-SENSITIVE }\n  three: { duty: probe.open, reason: q, until: 2024-02, marking: OFFICIAL-SENSITIVE }",
        ),
    ]);
    assert_eq!(withheld(&told), ["open"]);
    assert!(told.departures.is_empty());
}

#[test]
fn what_no_rule_set_that_is_loaded_can_read_has_its_marking_too() {
    let world = world();
    let text = |fact: &str| {
        text(&SAYS)
            .replace("uses: [probe]", "uses: [probe, elsewhere]")
            .replace("  probe:\n", &format!("  elsewhere:\n    {fact}\n    told: 1\n  probe:\n"))
    };
    let one = text("hidden: { value: 3, marking: OFFICIAL-SENSITIVE }");
    let reports = world.reports(&one, false);
    same(
        "unread",
        &reports,
        &world.reports(&text("group: { marking: OFFICIAL-SENSITIVE, x: 1, y: { value: 2 } }"), false),
    );
    let (brief, _) = world.told(&one, false);
    let facts: Vec<&str> =
        brief.assessment.not_assessed.iter().filter(|one| one.what == "fact").map(|one| one.id.as_str()).collect();
    assert_eq!(facts, ["elsewhere.told"]);
    assert_eq!(world.whole(&one).marking.as_str(), "OFFICIAL-SENSITIVE");
}

#[test]
fn of_a_profile_that_is_marked_only_what_is_marked_lower_is_told() {
    let of = |inferred, facts, more| Says { marking: "OFFICIAL-SENSITIVE", inferred, facts, more, ..SAYS };
    let evidence = "b: { title: B, kind: minutes, dated: 2024-01-01, owner: O, marking: OFFICIAL, held_at: { custodian: C, reference: R } }";
    let told = alike(&[
        Says { evidence, ..of("2024-01-10", "open: { value: 2, cites: [b], marking: OFFICIAL }", "other: 3") },
        Says {
            evidence,
            ..of(
                "{ value: 2024-01-10, inferred: because of what is written on page 9 }",
                "open: { value: 2, cites: [b], marking: OFFICIAL }",
                "other: { value: 8, cites: [a] }",
            )
        },
    ]);
    let telling: Vec<&str> =
        told.duties.iter().filter(|duty| duty.standing != Standing::Withheld).map(|duty| duty.id.as_str()).collect();
    assert_eq!(telling, ["probe.open"]);
    assert_eq!(told.evidence.len(), 1);
}
