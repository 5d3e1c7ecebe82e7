//! What the base promises to review: no revision gets round it, whatever it calls the document and wherever it says that it is held.

use super::repository::{Repository, Said};
use super::telling::{begin, review};

const P: &str = "plan/profile.yaml";
const PLAN: &str = "plan/plan.md";
const HELD: &str = "held_at: { path: plan.md }";
const WORSE: &str = "!worse statute.plan_regard ";

/// Takes out of the profile what was reviewed of the plan.
fn drop_reviews(repository: &Repository) {
    let text = repository.read(P);
    let held = text.find(HELD).unwrap();
    let start = held + text[held..].find(", reviewed: ").unwrap();
    let end = start + text[start..].find("}]").unwrap() + 2;
    repository.write(P, &format!("{}{}", &text[..start], &text[end..]));
    assert!(!repository.read(P).contains("section: objective-5"));
}

fn reword(repository: &Repository) {
    repository.replace(PLAN, "Terrorism, serious", "Terrorism and serious");
}

fn falls(said: &Said) -> bool {
    said.code == 1 && said.told().iter().any(|told| told.starts_with(WORSE))
}

#[test]
fn reviews_that_are_taken_out_leave_nothing_reviewed() {
    for with_text in [true, false] {
        let repository = begin();
        if with_text {
            reword(&repository);
        }
        drop_reviews(&repository);
        repository.commit();
        let said = repository.gate(&[]);
        assert!(falls(&said), "{:#?}\n{}", said.told(), said.error);
        assert!(
            said.told().iter().any(|told| told.starts_with(&format!("review-removed - {P}:"))),
            "{:#?}",
            said.told()
        );
        assert!(falls(&repository.gate(&["--allow-self-review"])), "nobody reviewed it");
    }
}

#[test]
fn the_same_file_under_another_name_or_elsewhere_is_held_to_the_reviews() {
    let other =
        "  plan-now: { title: The plan, kind: police-and-crime-plan, dated: 2017-03-30, owner: head of policy, ";
    for held in [HELD, "held_at: { path: ./plan.md }"] {
        let repository = begin();
        reword(&repository);
        let text = repository.read(P).replace("[plan-2017#objective-5]", "[plan-now#objective-5]");
        repository.write(P, &text.replacen("\nevidence:\n", &format!("\nevidence:\n{other}{held} }}\n"), 1));
        repository.commit();
        let said = repository.gate(&[]);
        assert!(falls(&said), "{held}: {:#?}\n{}", said.told(), said.error);
    }
    let repository = begin();
    reword(&repository);
    drop_reviews(&repository);
    repository.replace(P, HELD, "held_at: { custodian: Office of the PCC, reference: OPCC/PLAN/2017 }");
    repository.commit();
    let said = repository.gate(&[]);
    assert!(falls(&said), "{:#?}\n{}", said.told(), said.error);
}

#[test]
fn evidence_that_goes_by_another_id_keeps_its_reviews() {
    let repository = begin();
    let text = repository.read(P);
    repository.write(P, &text.replace("[plan-2017#", "[plan-17#").replace("\n  plan-2017:", "\n  plan-17:"));
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 0, "{:#?}\n{}", said.told(), said.error);
    assert!(!said.told().iter().any(|told| told.starts_with("self-accepted")), "{:#?}", said.told());
}

#[test]
fn a_document_that_can_be_read_no_more_ends_with_2_at_its_citation() {
    let repository = begin();
    let line = repository.read(P).split("plan-2017#").next().unwrap().matches('\n').count() + 1;
    let text = repository.read(PLAN);
    let large = format!("{text}\n<!--\n{}-->\n", "x\n".repeat(600_000));
    let why: [(&[u8], &str); 2] = [(b"# Caf\xe9\n", "it is not UTF-8"), (large.as_bytes(), "more than 1 MiB")];
    for (bytes, why) in why {
        std::fs::write(repository.file(PLAN), bytes).unwrap();
        repository.commit();
        let said = repository.gate(&[]);
        assert_eq!(said.code, 2, "{:#?}", said.told());
        assert!(said.error.contains("P061") && said.error.contains(why), "{}", said.error);
        assert!(said.error.contains(&format!("{P}:{line}:")), "{}", said.error);
        repository.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
    // Of a kind that is not read at all, only the base tells that it could be.
    repository.git(&["mv", PLAN, "plan/plan.mdx"]);
    repository.replace(P, HELD, "held_at: { path: plan.mdx }");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    assert!(said.error.contains("P061") && said.error.contains("could be read in the base"), "{}", said.error);
}

#[test]
fn where_nothing_is_reviewed_a_cited_section_that_changes_is_a_note() {
    let repository = Repository::new();
    repository.replace(P, "held_at: { custodian: Office of the PCC, reference: OPCC/PLAN/2017 }", HELD);
    repository.write(PLAN, "## Cover\n\nA.\n\n## Contents\n\nB.\n\n## Objective 5\n\nC.\n");
    repository.commit();
    repository.replace(PLAN, "\n\nC.\n", "\n");
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 0, "{:#?}\n{}", said.told(), said.error);
    said.has(&format!("text-changed - {PLAN}:9"));
}

#[test]
fn a_change_is_told_at_the_innermost_section_that_is_cited_and_in_words_that_a_reader_can_use() {
    let repository = begin();
    repository.replace(P, "      cites: [decision-plan-2017#4]\n", "      cites: [plan-2017#safer-exampleshire]\n");
    review(&repository, "2021-06-02");
    repository.commit();
    reword(&repository);
    repository.commit();
    let said = repository.gate(&[]);
    assert!(falls(&said), "{:#?}\n{}", said.told(), said.error);
    said.has(&format!("{WORSE}{PLAN}:11"));
    assert!(!said.told().iter().any(|told| told.ends_with(&format!("{PLAN}:1"))), "{:#?}", said.told());
    let causes: Vec<&str> = said
        .findings
        .iter()
        .flat_map(|finding| finding["causes"].as_array().unwrap())
        .map(|cause| cause["says"].as_str().unwrap())
        .collect();
    assert!(causes.contains(&"the evidence `plan-2017` is changed: text of the file is another"), "{causes:#?}");
}

#[test]
fn what_the_file_states_once_for_all_is_told_on_its_own_line() {
    let repository = Repository::new();
    let line = repository.replace(P, "\nstated_on: 2021-06-30", "\nstated_on: 2021-07-15") + 1;
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{}", said.error);
    said.has(&format!("!worse contest.protect_governance {P}:{line}"));
}

#[test]
fn citations_that_are_shared_are_told_on_their_own_line() {
    let repository = Repository::new();
    let line = repository.replace(P, "      cites: [prevent-performance-framework]\n", "      cites: []\n");
    repository.commit();
    let said = repository.gate(&[]);
    said.has(&format!("!worse prevent.performance_measures {P}:{line}"));
}
