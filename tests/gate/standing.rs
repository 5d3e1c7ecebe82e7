//! What stands badly in both sides: on which line and column it is told, and what the baseline may accept of it.

use super::repository::{Repository, Said};
use super::telling::{begin, review};

const P: &str = "plan/profile.yaml";
const STRATEGY: &str = "approved: 2020-03-10, review_due: 2022-03-31,";
const LATE: &str = "approved: 2020-03-10, review_due: 2021-05-31,";
const DUTY: &str = "prevent.training_strategy";
const ENTRY: &str =
    "  - { duty: prevent.training_strategy, standing: gap, reason: the board meets in July, until: 2021-07-31 }\n";

/// `file:line:column` of the standing finding about a duty.
fn place(said: &Said, duty: &str) -> String {
    let of = |finding: &&serde_json::Value| finding["kind"] == "standing" && finding["duty"] == duty;
    let found = said.findings.iter().find(of);
    assert!(found.is_some(), "{:#?}\n{}", said.told(), said.error);
    let at = &found.unwrap()["at"];
    format!("{}:{}:{}", at["file"].as_str().unwrap(), at["line"], at["column"])
}

/// The place of a text that stands in a file just once, after what it begins with.
fn spot(repository: &Repository, file: &str, before: &str, text: &str) -> String {
    let whole = repository.read(file);
    let start = whole.find(&format!("{before}{text}")).unwrap() + before.len();
    let line_start = whole[..start].rfind('\n').map_or(0, |end| end + 1);
    format!("{file}:{}:{}", whole[..start].matches('\n').count() + 1, whole[line_start..start].chars().count() + 1)
}

/// The standing findings of the last commit held against itself.
fn standing(repository: &Repository) -> Said {
    repository.commit();
    repository.commit();
    repository.gate(&["--fail-on", "gap,unproven,unassessed"])
}

#[test]
fn a_gap_is_told_at_the_fact_that_the_rule_compares_and_not_at_its_condition() {
    let repository = Repository::new();
    repository.replace(P, STRATEGY, LATE);
    let said = standing(&repository);
    assert_eq!(place(&said, DUTY), spot(&repository, P, "approved: 2020-03-10, review_due: ", "2021-05-31"));
}

#[test]
fn what_cannot_be_told_is_told_at_the_place_that_would_hold_what_is_missing() {
    let repository = Repository::new();
    repository.replace(P, STRATEGY, "approved: 2020-03-10,");
    let said = standing(&repository);
    assert_eq!(place(&said, DUTY), spot(&repository, P, "    ", "training_strategy: { approved"));
}

#[test]
fn what_is_met_and_not_shown_is_told_at_the_first_fact_that_nothing_supports() {
    let repository = Repository::new();
    repository.replace(P, STRATEGY, "approved: 2020-03-10, review_due: { value: 2022-03-31, cites: [] },");
    let said = standing(&repository);
    assert_eq!(place(&said, DUTY), spot(&repository, P, "approved: 2020-03-10, review_due: { value: ", "2022-03-31"));
}

#[test]
fn what_is_suspect_is_told_at_the_heading_of_the_section_that_waits_for_a_review() {
    let repository = begin();
    repository.replace("plan/plan.md", "Welcome.", "Welcome to all.");
    repository.replace("plan/plan.md", "Six parts.", "Six parts and no more.");
    let said = standing(&repository);
    assert_eq!(place(&said, "plan.contents"), spot(&repository, "plan/plan.md", "", "## Contents"));
    review(&repository, "2021-06-20");
    let after = standing(&repository);
    assert!(!after.told().iter().any(|told| told.contains("plan.contents")), "{:#?}", after.told());
}

#[test]
fn a_baseline_accepts_what_the_same_revision_makes_only_from_outside_the_revision() {
    let repository = Repository::new();
    let line = repository.replace(P, STRATEGY, LATE);
    repository.write("accepted.yaml", &format!("accepted:\n{ENTRY}"));
    repository.commit();
    let fails = [format!("!worse {DUTY} {P}:{line}"), format!("self-accepted {DUTY} accepted.yaml:2")];
    let own = repository.gate(&["--baseline", "accepted.yaml"]);
    assert_eq!((own.code, own.told()), (1, fails.to_vec()), "{}", own.error);
    assert!(own.findings[0]["accepted"].is_null());
    assert!(
        own.findings[0]["message"].as_str().unwrap().contains("; accepted in this same revision, which counts only")
    );
    // What is kept elsewhere is no part of the revision.
    let aside = tempfile::tempdir().unwrap();
    let file = aside.path().join("accepted.yaml");
    std::fs::write(&file, format!("accepted:\n{ENTRY}")).unwrap();
    let elsewhere = repository.gate(&["--baseline", file.to_str().unwrap()]);
    assert_eq!(
        (elsewhere.code, elsewhere.told()),
        (0, vec![format!("worse {DUTY} {P}:{line}")]),
        "{}",
        elsewhere.error
    );
    // An entry that the base has, however its reason is worded, is none of this revision's.
    repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repository.write("accepted.yaml", &format!("accepted:\n{ENTRY}"));
    repository.commit();
    repository.replace(P, STRATEGY, LATE);
    repository.replace("accepted.yaml", "the board meets in July", "the board meets on 6 July");
    repository.commit();
    let known = repository.gate(&["--baseline", "accepted.yaml"]);
    assert_eq!((known.code, known.told()), (0, vec![format!("worse {DUTY} {P}:{line}")]), "{}", known.error);
}
