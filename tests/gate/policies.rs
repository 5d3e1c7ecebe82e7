//! Revisions of a rule set: a threshold of a policy. A parameter has no place of its own yet, so of the line nothing is held here.

use super::repository::{Repository, SOUND, Said};

const POLICY: &str = "pilot/policies/pilot.yaml";
const RULE: &str = "pilot/rules/pilot/lead_prepared.rhai";
const DEVELOPED: &str = "require in_time: facts.prevent.strategic_lead.cpd.last_activity >= as_of - params.within;\n";

/// A repository whose pilot has a threshold, of half a year.
fn with_threshold() -> Repository {
    let repository = Repository::new();
    let text = repository.read(POLICY);
    let (first, last) = text.rsplit_once("    requirements:\n").unwrap();
    let parameter = "      within: { value: 6 months, set_by: the inspectorate, because: it is a pilot }\n";
    repository.write(POLICY, &format!("{first}    parameters:\n{parameter}    requirements:\n{last}"));
    repository.write(RULE, &format!("{}\n{DEVELOPED}", SOUND.split('\n').next().unwrap()));
    repository.commit();
    repository
}

/// One finding, that begins so, in the rule set, and names the threshold.
fn only(said: &Said, begins: &str, names: &str) {
    let told = said.told();
    assert!(told.len() == 1 && told[0].starts_with(begins), "{told:#?}");
    assert!(said.findings[0]["message"].as_str().unwrap().contains(names), "{:#?}", said.findings);
}

#[test]
fn a_threshold_that_the_base_does_not_reach_fails() {
    let repository = with_threshold();
    repository.replace(POLICY, "value: 6 months", "value: 1 month");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    only(&said, "!rule-changed pilot.lead_prepared pilot/", "within: 1 month, was 6 months");
}

#[test]
fn a_threshold_that_the_base_reaches_all_the_same_is_told_and_passes() {
    let repository = with_threshold();
    repository.replace(POLICY, "value: 6 months", "value: 5 months");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 0, "{:#?}\n{}", said.told(), said.error);
    only(&said, "rule-changed pilot.lead_prepared pilot/", "within: 5 months, was 6 months");
}
