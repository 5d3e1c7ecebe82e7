//! Further revisions of the profile, each over a repository of its own.

use super::repository::{Repository, Said, gate};

const PROFILE: &str = "plan/profile.yaml";
const ADDRESSED: &str =
    "list: [terrorism, serious-and-organised-crime, public-disorder, civil-emergencies, child-sexual-abuse]";
const DROPPED: &str = "list: [terrorism, public-disorder, civil-emergencies, child-sexual-abuse]";
/// An answer to an inspection, on the last of its 56 days.
const ANSWERED: &str = "        published: 2021-01-04\n";
const LATE: &str = "        published: 2021-01-05\n";

fn failing(said: &Said) -> Vec<String> {
    said.told().into_iter().filter(|told| told.starts_with('!')).collect()
}

/// Takes a part of the profile out, from one text up to another, and hands it over.
fn cut(repository: &Repository, from: &str, to: &str) -> String {
    let text = repository.read(PROFILE);
    let (before, rest) = text.split_once(from).unwrap();
    let (part, after) = rest.split_once(to).unwrap();
    repository.write(PROFILE, &format!("{before}{to}{after}"));
    format!("{from}{part}")
}

#[test]
fn a_departure_that_is_added_for_a_gap_is_told_on_its_line_and_passes() {
    let repository = Repository::new();
    let whole = repository.read(PROFILE);
    let line = whole.split("  cyber-exercise-2021:\n").next().unwrap().matches('\n').count() + 1;
    let end = "    cites: [cyber-exercise-decision-2021#2]\n";
    cut(&repository, "  cyber-exercise-2021:\n", end);
    repository.replace(PROFILE, end, "");
    repository.replace(PROFILE, "complete: { members: [cyber-exercise-2021],", "complete: { members: [],");
    repository.commit();
    repository.write(PROFILE, &whole);
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!((said.code, failing(&said)), (0, Vec::new()), "{}", said.error);
    said.has(&format!("departure-added spr.connectivity {PROFILE}:{line}"));
    said.has(&format!("better spr.connectivity {PROFILE}:{line}"));
}

#[test]
fn a_block_that_is_moved_changes_neither_verdict_nor_fingerprint() {
    let (from, to) = ("  # The Policing Protocol of 2011.", "  # What the two offices publish,");
    let later = "  # Inspections. The register";
    let repository = Repository::new();
    let part = cut(&repository, from, to);
    repository.replace(PROFILE, later, &format!("{part}{later}"));
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!((said.code, said.told()), (0, Vec::new()), "{}", said.error);
    // And with a threat dropped, the same is found with the block in its place and out of it.
    repository.replace(PROFILE, ADDRESSED, DROPPED);
    repository.commit();
    let dropped = repository.gate(&[]);
    let part = cut(&repository, from, later);
    repository.replace(PROFILE, to, &format!("{part}{to}"));
    repository.git(&["commit", "-qa", "--amend", "-m", "and a block moved"]);
    let moved = repository.gate(&[]);
    assert_eq!((dropped.code, moved.code), (1, 1), "{}{}", dropped.error, moved.error);
    assert_eq!(dropped.fingerprints(), moved.fingerprints());
}

#[test]
fn a_gap_that_could_not_be_told_before_is_shown_and_fails_only_where_that_is_asked() {
    let repository = Repository::new();
    let line = repository.replace(PROFILE, "      appointed: 2019-09-02\n", "");
    repository.commit();
    repository.replace(
        PROFILE,
        "      rank: Detective Superintendent\n",
        "      rank: Detective Superintendent\n      appointed: 2020-09-02\n",
    );
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!((said.code, failing(&said)), (0, Vec::new()), "{}", said.error);
    said.has(&format!("revealed pilot.lead_named {PROFILE}:{line}"));
    let asked = repository.gate(&["--fail-on", "revealed"]);
    assert_eq!(asked.code, 1);
    assert_eq!(failing(&asked), [format!("!revealed pilot.lead_named {PROFILE}:{line}")]);
}

#[test]
fn a_date_past_its_deadline_is_a_new_apparent_breach_and_of_several_changes_each_has_its_line() {
    let repository = Repository::new();
    let late = repository.replace(PROFILE, ANSWERED, LATE);
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{}", said.error);
    let breach = [
        format!("!new-breach statute.inspection_response {PROFILE}:{late}"),
        format!("!worse statute.inspection_response {PROFILE}:{late}"),
    ];
    assert_eq!(said.told(), breach);
    // What `--fail-on` does not name does not fail.
    let only = repository.gate(&["--fail-on", "breach"]);
    assert_eq!((only.code, failing(&only)), (1, breach[..1].to_vec()));
    let none = repository.gate(&["--fail-on", "error"]);
    assert_eq!((none.code, failing(&none)), (0, Vec::new()));
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let dropped = repository.replace(PROFILE, ADDRESSED, DROPPED);
    repository.replace(PROFILE, ANSWERED, LATE);
    repository.commit();
    let several = repository.gate(&[]);
    assert_eq!(several.code, 1, "{}", several.error);
    several.has(&format!("!worse statute.plan_regard {PROFILE}:{}", dropped - 1));
    breach.iter().for_each(|told| several.has(told));
    assert_eq!(several.told().len(), 3, "{:#?}", several.told());
}

#[test]
fn a_fact_that_is_taken_out_is_told_on_the_line_of_what_held_it() {
    let repository = Repository::new();
    let line = repository.read(PROFILE).split("  plan:\n").next().unwrap().matches('\n').count() + 1;
    repository.replace(
        PROFILE,
        "    runs_until: { value: 2022-03-31, cites: [plan-variation-2020#1, decision-plan-variation-2020#2] }\n",
        "",
    );
    repository.commit();
    let said = repository.gate(&[]);
    assert_eq!(said.code, 1, "{}", said.error);
    assert_eq!(said.told(), [format!("!worse statute.plan_national_functions {PROFILE}:{line}")]);
}

#[test]
fn what_stands_badly_already_fails_where_that_is_asked() {
    let repository = Repository::new();
    repository.replace(PROFILE, ANSWERED, LATE);
    repository.replace(PROFILE, ADDRESSED, DROPPED);
    repository.replace(PROFILE, "valid_until: 2024-11-30", "valid_until: 2021-06-01");
    repository.commit();
    repository.commit();
    let plain = repository.gate(&[]);
    assert_eq!((plain.code, failing(&plain)), (0, Vec::new()), "{}", plain.error);
    let gap = format!("!standing statute.inspection_response {PROFILE}:");
    let unassessed = format!("!standing statute.plan_regard {PROFILE}:");
    let unproven = format!("!standing collaboration.parties {PROFILE}:");
    for (what, told, of) in [("gap", &gap, 1), ("unassessed", &unassessed, 1), ("unproven", &unproven, 8)] {
        let said = repository.gate(&["--fail-on", what]);
        assert_eq!((said.code, failing(&said).len()), (1, of), "{what}: {:#?}", said.told());
        assert!(failing(&said).iter().any(|one| one.starts_with(told)), "{what}: {:#?}", said.told());
    }
    let all = repository.gate(&["--fail-on", "gap,unproven,unassessed"]);
    assert_eq!((all.code, failing(&all).len()), (1, 10), "{:#?}", all.told());
}

#[test]
fn a_base_may_be_a_folder_and_the_head_a_worktree() {
    let repository = Repository::new();
    let copy = tempfile::tempdir().unwrap();
    let tree = copy.path().join("tree");
    repository.git(&["worktree", "add", "-q", "-b", "revised", tree.to_str().unwrap()]);
    let file = tree.join(PROFILE);
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.split(ADDRESSED).next().unwrap().matches('\n').count();
    std::fs::write(&file, text.replace(ADDRESSED, DROPPED)).unwrap();
    let folder = repository.path().to_str().unwrap();
    for base in ["main", folder] {
        let said = gate(&tree, &["--base", base, PROFILE, "--rules", "pilot"]);
        assert_eq!(said.code, 1, "{base}: {}", said.error);
        assert_eq!(said.told(), [format!("!worse statute.plan_regard {PROFILE}:{line}")], "{base}");
    }
}
