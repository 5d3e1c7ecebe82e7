//! Revisions one after the other.

use super::repository::Repository;

const PROFILE: &str = "plan/profile.yaml";
const ADDRESSED: &str = "      list: [terrorism, serious-and-organised-crime, public-disorder, civil-emergencies, child-sexual-abuse]\n      cites: [plan-2017#objective-5]";
const DROPPED: &str = "      list: [terrorism, public-disorder, civil-emergencies, child-sexual-abuse]\n      cites: [plan-2017#objective-5]";
const PILOT: &str = "pilot/rules/pilot/lead_named.rhai";

#[test]
fn a_repository_goes_through_its_revisions() {
    let repository = Repository::new();
    let revision = |what: &str, code: i32, finds: &[&str], change: &mut dyn FnMut(&Repository), arguments: &[&str]| {
        change(&repository);
        repository.commit();
        let said = repository.gate(arguments);
        assert_eq!(said.code, code, "{what}: {:#?}\n{}", said.told(), said.error);
        for find in finds {
            said.has(find);
        }
        if finds.is_empty() {
            assert_eq!(said.told(), Vec::<String>::new(), "{what}");
        }
    };
    revision("nothing at all", 0, &[], &mut |_| {}, &[]);
    revision(
        "a comment",
        0,
        &[],
        &mut |own| {
            own.write(PROFILE, &format!("# A comment.\n{}", own.read(PROFILE)));
        },
        &[],
    );
    revision("another paper", 0, &[], &mut |own| own.write("plan/other.md", "# Something else\n"), &[]);
    revision(
        "a threat dropped",
        1,
        &["!worse statute.plan_regard plan/profile.yaml:54"],
        &mut |own| {
            own.replace(PROFILE, ADDRESSED, DROPPED);
        },
        &[],
    );
    revision(
        "the threat is back",
        0,
        &["better statute.plan_regard plan/profile.yaml:54"],
        &mut |own| {
            own.replace(PROFILE, DROPPED, ADDRESSED);
        },
        &[],
    );
    revision(
        "a comment in a rule",
        0,
        &[],
        &mut |own| {
            own.write(PILOT, &own.read(PILOT).replace("// Judged", "// It is judged"));
        },
        &[],
    );
    revision(
        "a rule that errs",
        3,
        &["erred pilot.lead_prepared pilot/rules/pilot/lead_prepared.rhai:2"],
        &mut |own| {
            own.replace("pilot/rules/pilot/lead_prepared.rhai", "date(\"2020-01-01\")", "\"2020-01-01\"");
        },
        &[],
    );
    revision(
        "the rule is sound again",
        0,
        &["rule-changed pilot.lead_prepared pilot/rules/pilot/lead_prepared.rhai:2"],
        &mut |own| {
            own.write("pilot/rules/pilot/lead_prepared.rhai", super::repository::SOUND);
        },
        &[],
    );
}

#[test]
fn an_unrelated_edit_changes_neither_verdict_nor_fingerprint() {
    let repository = Repository::new();
    repository.replace(PROFILE, ADDRESSED, DROPPED);
    repository.commit();
    let before = repository.gate(&[]);
    assert_eq!(before.code, 1);
    repository.write(PROFILE, &format!("# A comment.\n\n{}", repository.read(PROFILE)));
    repository.write("plan/other.md", "# Something else\n");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--amend", "-m", "the same with more"]);
    let after = repository.gate(&[]);
    assert_eq!(after.code, 1);
    assert_eq!(before.fingerprints(), after.fingerprints());
    assert_ne!(before.told(), after.told(), "the lines have moved");
}

#[test]
fn the_baseline_accepts_until_its_end_and_fails_where_it_matches_nothing() {
    let repository = Repository::new();
    repository.replace(PROFILE, ADDRESSED, DROPPED);
    let entry = |until: &str, duty: &str| {
        format!("  - {{ duty: {duty}, standing: unassessed, reason: the plan is being revised, until: {until} }}\n")
    };
    let both = |until: &str| {
        format!("accepted:\n{}{}", entry(until, "statute.plan_regard"), entry(until, "spr.joint_planning"))
    };
    repository.write("baseline.yaml", &both("2021-12-31"));
    repository.commit();
    let plain = repository.gate(&[]);
    assert_eq!(plain.code, 1, "{:#?}", plain.told());
    let accepted = repository.gate(&["--baseline", "baseline.yaml", "--allow-self-review"]);
    let open: Vec<String> = accepted.told().into_iter().filter(|told| told.starts_with('!')).collect();
    assert!(!open.iter().any(|told| told.starts_with("!worse statute.plan_regard")), "{open:#?}");
    repository.write("baseline.yaml", &both("2021-06-29"));
    let ended = repository.gate(&["--baseline", "baseline.yaml"]);
    assert_eq!(ended.code, 1);
    ended.has("!baseline-ended statute.plan_regard baseline.yaml:2");
    repository.write("baseline.yaml", &format!("accepted:\n{}", entry("2021-12-31", "statute.no_such")));
    let unmatched = repository.gate(&["--baseline", "baseline.yaml"]);
    assert_eq!(unmatched.code, 1);
    unmatched.has("!baseline-unmatched - baseline.yaml:2");
}

#[test]
fn evidence_that_lapses_or_goes_and_a_fact_that_goes_are_told_on_their_lines() {
    let repository = Repository::new();
    let line = repository.replace(PROFILE, "valid_until: 2024-11-30", "valid_until: 2021-06-01");
    repository.commit();
    let lapsed = repository.gate(&[]);
    lapsed.has(&format!("evidence-lapsed - plan/profile.yaml:{line}"));
    assert_eq!(lapsed.code, 1, "{:#?}", lapsed.told());
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let back = repository.gate(&[]);
    assert_eq!(back.code, 0, "{:#?}", back.told());
    assert!(back.told().iter().all(|told| told.starts_with("better ")), "{:#?}", back.told());
    let line = repository.replace(
        PROFILE,
        "    runs_until: { value: 2022-03-31, cites: [plan-variation-2020#1, decision-plan-variation-2020#2] }\n",
        "",
    );
    repository.commit();
    let gone = repository.gate(&[]);
    assert_eq!(gone.code, 1, "{:#?}", gone.told());
    assert!(gone.told().iter().any(|told| told.starts_with("!worse ")), "{:#?}", gone.told());
    assert!(line > 1);
}

#[test]
fn a_rule_that_is_stricter_is_told_on_its_line_and_fails_where_the_base_falls_by_it() {
    let repository = Repository::new();
    repository.replace(PILOT, "2020-01-01\")", "1990-01-01\")");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}", said.told());
    said.has("!rule-changed pilot.lead_named pilot/rules/pilot/lead_named.rhai:2");
}

#[test]
fn a_departure_that_lapses_is_told_on_its_line_and_the_duty_falls() {
    let repository = Repository::new();
    let text = repository.read(PROFILE);
    let key = "  cyber-exercise-2021:\n";
    let line = text.split(key).next().unwrap().matches('\n').count() + 1;
    let until = text.split(key).nth(1).unwrap().split("until: ").nth(1).unwrap().split('\n').next().unwrap().to_owned();
    repository.write(PROFILE, &text.replace(&format!("    until: {until}\n"), "    until: 2021-06-01\n"));
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}", said.told());
    said.has(&format!("departure-lapsed spr.connectivity {PROFILE}:{line}"));
    said.has(&format!("departure-changed spr.connectivity {PROFILE}:{line}"));
    said.has(&format!("!worse spr.connectivity {PROFILE}:{line}"));
}
