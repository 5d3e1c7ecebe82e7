//! What happens within a duty that stands badly already, pair by pair.

use super::repository::{Repository, Said};

const P: &str = "plan/profile.yaml";
const DUTY: &str = "statute.inspection_response";
/// The answer to one inspection, in time and late.
const FIRST: (&str, &str) = ("        published: 2021-01-04\n", "        published: 2021-01-05\n");
/// The answer to another.
const SECOND: (&str, &str) = ("        published: 2019-11-12\n", "        published: 2020-02-12\n");
fn message<'s>(said: &'s Said, kind: &str) -> &'s str {
    said.findings.iter().find(|finding| finding["kind"] == kind).unwrap()["message"].as_str().unwrap()
}

#[test]
fn a_second_apparent_breach_in_a_duty_that_has_one_is_a_new_breach() {
    let repository = Repository::new();
    repository.replace(P, FIRST.0, FIRST.1);
    repository.commit();
    let line = repository.replace(P, SECOND.0, SECOND.1);
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{:#?}\n{}", said.told(), said.error);
    said.has(&format!("!new-breach {DUTY} {P}:{line}"));
    assert!(message(&said, "new-breach").contains("effectiveness-2019"), "{}", message(&said, "new-breach"));
    assert!(!message(&said, "new-breach").contains("national-threats-2020"), "{}", message(&said, "new-breach"));
    // What both have is no new breach.
    repository.commit();
    let same = repository.gate(&[]);
    assert_eq!((same.code, same.told()), (0, Vec::new()), "{}", same.error);
}

#[test]
fn what_fails_on_top_of_a_gap_is_told_as_that_and_no_entry_of_the_whole_duty_accepts_it() {
    let entry = |rest: &str| {
        format!("  - {{ duty: {DUTY}, {rest}standing: gap, reason: the office is to blame, until: 2021-12-31 }}\n")
    };
    let whole = format!("accepted:\n{}", entry(""));
    let named = entry("requirement: published_in_time, subject: effectiveness-2019, ");
    let strict = ["--fail-on", "breach,gap", "--baseline", "accepted.yaml"];
    let of_duty = |said: &Said| -> Vec<String> { said.told().into_iter().filter(|told| told.contains(DUTY)).collect() };
    for (accepted, mark) in [(whole.clone(), "!"), (format!("{whole}{named}"), "")] {
        let repository = Repository::new();
        repository.replace(P, FIRST.0, FIRST.1);
        repository.write("accepted.yaml", &accepted);
        repository.commit();
        repository.commit();
        let known = repository.gate(&strict);
        assert!(of_duty(&known)[0].starts_with("standing "), "{:#?}", known.told());
        let line = repository.replace(P, SECOND.0, SECOND.1);
        repository.commit();
        let said = repository.gate(&strict);
        said.has(&format!("{mark}new-breach {DUTY} {P}:{line}"));
        said.has(&format!("{mark}further-not-met {DUTY} {P}:{line}"));
        let message = message(&said, "further-not-met");
        assert!(
            message.starts_with("further not met: `published_in_time` for effectiveness-2019; stays gap"),
            "{message}"
        );
        assert_eq!(
            message.contains("the baseline accepts of the duty what the base has too"),
            mark == "!",
            "{message}"
        );
    }
}

#[test]
fn what_only_counts_as_history_is_no_cause() {
    let repository = Repository::new();
    // The answer of 2017 is history.
    let text = repository.read(P);
    let includes = "includes: [policing-body-comments, chief-officer-comments]";
    assert_eq!(text.matches(includes).count(), 3);
    repository.write(P, &text.replace(includes, "includes: [policing-body-comments]"));
    repository.commit();
    let said = repository.gate(&[]);
    let worse = said.findings.iter().find(|finding| finding["kind"] == "worse" && finding["duty"] == DUTY).unwrap();
    let causes: Vec<&str> =
        worse["causes"].as_array().unwrap().iter().map(|cause| cause["says"].as_str().unwrap()).collect();
    assert!(causes.iter().any(|cause| cause.contains("effectiveness-2019")), "{causes:#?}");
    assert!(!causes.iter().any(|cause| cause.contains("integrated-inspection-2017")), "{causes:#?}");
}
