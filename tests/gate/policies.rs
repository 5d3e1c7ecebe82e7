//! Revisions of a rule set: thresholds and other terms of a policy, each told on the line where the policy states it.

use super::repository::{Repository, SOUND, Said, gate};

const POLICY: &str = "pilot/policies/pilot.yaml";
const RULE: &str = "pilot/rules/pilot/lead_prepared.rhai";
const DEVELOPED: &str = "require in_time: facts.prevent.strategic_lead.cpd.last_activity >= as_of - params.within;\n";

/// A repository whose pilot has a threshold, of half a year.
fn with_threshold() -> Repository {
    let repository = Repository::new();
    let text = repository.read(POLICY);
    let (first, last) = text.rsplit_once("    requirements:\n").unwrap();
    let parameter =
        "      within:\n        set_by: the inspectorate\n        value: 6 months\n        because: it is a pilot\n";
    repository.write(POLICY, &format!("{first}    parameters:\n{parameter}    requirements:\n{last}"));
    repository.write(RULE, &format!("{}\n{DEVELOPED}", SOUND.split('\n').next().unwrap()));
    repository.commit();
    repository
}

/// One finding, told so, that names what is otherwise.
fn only(said: &Said, told: &str, names: &str) {
    assert_eq!(said.told(), [told], "{}", said.error);
    assert!(said.findings[0]["message"].as_str().unwrap().contains(names), "{:#?}", said.findings);
}

#[test]
fn a_threshold_that_the_base_does_not_reach_fails_on_the_line_of_its_value() {
    let repository = with_threshold();
    let line = repository.replace(POLICY, "value: 6 months", "value: 1 month");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    only(&said, &format!("!rule-changed pilot.lead_prepared {POLICY}:{line}"), "within: 1 month, was 6 months");
    let cause = &said.findings[0]["causes"][0]["at"];
    assert_eq!((cause["file"].as_str(), cause["line"].as_u64()), (Some(POLICY), Some(line)));
}

#[test]
fn a_threshold_that_the_base_reaches_all_the_same_is_told_on_the_line_of_its_value_and_passes() {
    let repository = with_threshold();
    let line = repository.replace(POLICY, "value: 6 months", "value: 5 months");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 0, "{:#?}\n{}", said.told(), said.error);
    only(&said, &format!("rule-changed pilot.lead_prepared {POLICY}:{line}"), "within: 5 months, was 6 months");
}

#[test]
fn each_other_term_of_a_policy_is_told_on_the_line_of_its_key() {
    let duty = "  pilot.lead_prepared:\n";
    for (old, new, names) in [
        ("    weight: { value: 1,", "    weight: { value: 3,", "weight: 3, was 1"),
        ("    binding: recommendation", "    binding: standard", "binding: standard, was recommendation"),
        ("    threats: [terrorism]", "    threats: [public-disorder]", "threats: public-disorder, was terrorism"),
        ("        states: the lead had", "        states: each lead had", "states of in_time: each lead had"),
        (
            "        shown_by: [training-record]",
            "        shown_by: [training-record, briefing-log]",
            "shown_by of in_time",
        ),
    ] {
        let repository = Repository::new();
        let text = repository.read(POLICY);
        let (first, last) = text.split_once(duty).unwrap();
        let (before, after) = last.split_once(old).unwrap();
        let whole = format!("{first}{duty}{before}");
        let line = whole.matches('\n').count() + 1;
        repository.write(POLICY, &format!("{whole}{new}{after}"));
        repository.commit();
        let said = repository.gate(&[]);
        assert_eq!(said.code, 0, "{:#?}\n{}", said.told(), said.error);
        only(&said, &format!("rule-changed pilot.lead_prepared {POLICY}:{line}"), names);
    }
}

#[test]
fn what_an_overlay_sets_is_told_on_its_line_of_the_overlay() {
    const MANIFEST: &str = "name: local\nversion: 1.0.0\nowner: a made-up office\nlicence: CC0-1.0\n\
        because: the force asks more of its lead\nextends:\n  - { builtin: true, version: \">=0.1\" }\n";
    const SETS: &str = "duties:\n  prevent.strategic_lead:\n    weight: { value: 5, because: all else hangs on it }\n    parameters:\n      \
        cpd_within:\n        value: 6 months\n        set_by: a made-up office\n        because: the role changed twice\n";
    let overlay = "local/policies/overlay.yaml";
    for (old, new) in [("value: 6 months", "value: 5 months"), ("value: 5,", "value: 4,")] {
        let repository = Repository::new();
        repository.write("local/policies/ruleset.yaml", MANIFEST);
        repository.write(overlay, SETS);
        repository.replace("plan/profile.yaml", "uses: [sprcheck, example-pilot]", "uses: [sprcheck, local]");
        repository.commit();
        let line = repository.replace(overlay, old, new);
        repository.commit();
        let said = gate(repository.path(), &["--base", "HEAD~1", "plan/profile.yaml", "--rules", "local"]);
        assert_eq!(
            said.told(),
            [format!("rule-changed local.prevent_strategic_lead {overlay}:{line}")],
            "{}",
            said.error
        );
    }
}
