//! Revisions of the plan itself, a document beside the profile: sections that wait for a review, reviews of one's own, threats left out.

use std::process::Command;

use super::repository::Repository;

const PROFILE: &str = "plan/profile.yaml";
const PLAN: &str = "plan/plan.md";
const TEXT: &str = "# Safer Exampleshire\n\n## Cover\n\nIssued.\n\n## Contents\n\nSix parts.\n\n## Objective 5\n\n\
    Terrorism, serious and organised crime, public disorder, civil emergencies, child sexual abuse\nand a national cyber \
    security incident.\n\n## Foreword\n\nWelcome.\n";
/// The line of the section that is revised here.
const OBJECTIVE: u64 = 11;

/// Records that an office accepts the plan as it is.
fn review(repository: &Repository, day: &str) {
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .current_dir(repository.path())
        .args(["review", PROFILE, "plan-2017", "--rules", "pilot", "--accept", "--by", "the office"])
        .args(["--because", "it is as agreed", "--on", day])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository in which the plan lies beside the profile and is reviewed.
fn reviewed() -> Repository {
    let repository = Repository::new();
    repository.replace(
        PROFILE,
        "held_at: { custodian: Office of the PCC, reference: OPCC/PLAN/2017 }",
        "held_at: { path: plan.md }",
    );
    repository.write(PLAN, TEXT);
    review(&repository, "2021-06-01");
    repository.commit();
    repository
}

#[test]
fn another_section_of_the_plan_changes_nothing() {
    let repository = reviewed();
    repository.replace(PLAN, "Welcome.", "Welcome to all.");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!((said.code, said.told()), (0, Vec::new()), "{}", said.error);
}

#[test]
fn a_cited_section_that_is_changed_makes_what_rests_on_it_suspect_until_it_is_reviewed() {
    let repository = reviewed();
    repository.replace(PLAN, "Terrorism, serious", "Terrorism and serious");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    said.has(&format!("section-changed - {PLAN}:{OBJECTIVE}"));
    assert!(said.told().iter().any(|told| told.starts_with("!worse statute.plan_regard ")), "{:#?}", said.told());
    // The review comes with a revision of its own.
    review(&repository, "2021-06-20");
    repository.commit();
    let after = repository.gate(&[]);
    assert_eq!(after.code, 0, "{:#?}\n{}", after.told(), after.error);
    assert!(after.told().iter().any(|told| told.starts_with("better statute.plan_regard ")), "{:#?}", after.told());
}

#[test]
fn a_review_in_the_revision_of_the_text_counts_only_where_that_is_allowed() {
    let repository = reviewed();
    repository.replace(PLAN, "Terrorism, serious", "Terrorism and serious");
    review(&repository, "2021-06-20");
    repository.commit();
    let text = repository.read(PROFILE);
    let line = text.split("{ section: objective-5,").next().unwrap().matches('\n').count() + 1;
    let own = format!("self-accepted - {PROFILE}:{line}");
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    said.has(&own);
    let allowed = repository.gate(&["--allow-self-review"]);
    assert_eq!(allowed.code, 0, "{:#?}\n{}", allowed.told(), allowed.error);
    allowed.has(&own);
    assert!(!allowed.told().iter().any(|told| told.starts_with("section-changed")), "{:#?}", allowed.told());
}

#[test]
fn a_threat_that_the_plan_leaves_out_is_shown() {
    let repository = reviewed();
    repository.replace(PLAN, " public disorder,", "");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    said.has(&format!("threat-not-mentioned - {PLAN}:1"));
    said.has(&format!("section-changed - {PLAN}:{OBJECTIVE}"));
    assert!(said.findings.iter().any(|finding| {
        finding["kind"] == "threat-not-mentioned" && finding["message"].as_str().unwrap().ends_with("`public-disorder`")
    }));
}
