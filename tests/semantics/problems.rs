//! Section 13.

use super::harness::*;

fn sound() -> Audit {
    let duties =
        vec![Duty::plain("t.a", "require a: duties[\"t.b\"].met;"), Duty::plain("t.b", "require a: facts.n == 1;")];
    audit(duties).facts("n: 1")
}

#[test]
fn all_mistakes_are_collected_and_nothing_is_assessed() {
    let audit = audit(vec![
        Duty::plain("t.a", "require a: facts.no_such == 1;\nrequire b: 1 == 1;"),
        Duty::plain("t.b", "require a: ;"),
    ])
    .bare("n: many\nno_such: 1\nd: soon");
    let mut codes = audit.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["P022", "P023", "P030", "P042", "P046", "P048"]);
}

#[test]
fn a_mistake_in_the_profile_or_the_dictionary_stops_everything() {
    assert_eq!(sound().bare("n: many").codes(), ["P022"]);
    assert_eq!(sound().bare("n: { value: 1, cites: [no-such] }").codes(), ["P032"]);
    let dictionary = "facts: { own.n: { type: cuont, means: m, held_by: h } }";
    assert!(sound().file("policies/facts/more.yaml", dictionary).codes().contains(&"P024"));
}

/// The ways in which a stranger's rule set may be broken.
fn broken() -> Vec<(&'static str, Vec<Duty>, &'static str)> {
    let one = |script: &str| vec![Duty::plain("other.d", script), Duty::plain("other.e", "require a: facts.n == 1;")];
    vec![
        ("does not compile", one("require a: ;"), ""),
        ("judges what is not there", one("require a: facts.n == 1;\nrequire z: facts.n == 1;"), ""),
        ("shadows", one("let facts = 1;\nrequire a: facts == 1;"), ""),
        ("has no rule", one(""), ""),
        ("reads what is not there", one("require a: facts.no_such == 1;"), ""),
        ("rests on itself", one("require a: duties[\"other.d\"].met;"), ""),
        (
            "goes round in a circle",
            vec![
                Duty::plain("other.d", "require a: duties[\"other.e\"].met;"),
                Duty::plain("other.e", "require a: duties[\"other.d\"].met;"),
            ],
            "",
        ),
        (
            "takes a duty's name",
            vec![Duty::plain("t.b", "require a: facts.n == 2;"), Duty::plain("other.e", "require a: facts.n == 1;")],
            "",
        ),
        (
            "defines facts outside its namespace",
            one("require a: facts.n == 1;"),
            "facts: { mine.n: { type: count, unit: people, means: m, held_by: h } }",
        ),
        ("has broken yaml", one("require a: facts.n == 1;"), "facts: { other.n: { type: count"),
        ("is too long", one(&format!("require a: facts.n == 1;{}", " ".repeat(64 * 1024))), ""),
    ]
}

#[test]
fn a_mistake_inside_a_strangers_rule_set_makes_its_duties_error_and_leaves_the_rest() {
    for (what, duties, dictionary) in broken() {
        let found = sound().stranger("other", duties, dictionary).found();
        assert_eq!(
            (found.standing_of("t.a"), found.standing_of("t.b")),
            ("satisfied".into(), "satisfied".into()),
            "{what}"
        );
        let own: Vec<_> = found.0.assessment.duties.iter().filter(|duty| duty.rule_set.as_str() == "other").collect();
        assert!(!own.is_empty() && own.iter().all(|duty| duty.verdict.as_str() == "error"), "{what}");
        let set = found.0.assessment.rule_sets.iter().find(|set| set.name.as_str() == "other").unwrap();
        assert!(!set.problems.is_empty(), "{what}");
        assert!(found.0.assessment.summary.errors >= own.len(), "{what}");
    }
}

#[test]
fn two_strangers_in_one_circle_leave_the_rest() {
    let found = sound()
        .stranger("one", vec![Duty::plain("one.d", "require a: duties[\"two.d\"].met;")], "")
        .stranger("two", vec![Duty::plain("two.d", "require a: duties[\"one.d\"].met;")], "")
        .found();
    assert_eq!((found.standing_of("t.a"), found.standing_of("t.b")), ("satisfied".into(), "satisfied".into()));
    for duty in ["one.d", "two.d"] {
        assert_ne!(found.standing_of(duty), "satisfied");
    }
}

#[test]
fn a_strangers_broken_rule_set_leaves_another_stranger_alone() {
    let found = sound()
        .stranger("bad", vec![Duty::plain("bad.d", "require a: ;")], "")
        .stranger("good", vec![Duty::plain("good.d", "require a: facts.n == 1;")], "")
        .found();
    assert_eq!((found.standing_of("good.d"), found.duty("bad.d").verdict.as_str()), ("satisfied".into(), "error"));
}

#[test]
fn a_sound_stranger_changes_nothing_of_the_built_in_assurance() {
    let stranger = vec![Duty { binding: "must", ..Duty::plain("other.d", "require a: facts.n == 2;") }];
    let (alone, together) = (sound().found(), sound().stranger("other", stranger, "").found());
    for by in ["holder", "threat", "instrument"] {
        let rows = |found: &Found| {
            found
                .rows("sprcheck", by)
                .iter()
                .map(|row| (row.id.clone(), row.assurance, row.standings))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&alone), rows(&together), "{by}");
    }
}

#[test]
fn a_mistake_in_the_built_in_rule_set_stops_everything() {
    assert_eq!(audit(vec![Duty::plain("t.a", "require a: ;")]).codes(), ["P046"]);
}
