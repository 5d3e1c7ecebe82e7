//! Documents at hand, from a profile's folder to the citations of them that lead nowhere.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;

use sprcheck::ask::citations::{Citations, broken};
use sprcheck::audit::Rules;
use sprcheck::load::{self, files, held_paths};
use sprcheck::model::document::Reading;

const PLAN: &str = "\
---
title: Plan
---

# Police and crime plan

## Tackling serious violence

1. First
2. Second

## Terms <a id=\"terms-2020\"></a>
";

const PROFILE: &str = "\
uses: [sprcheck]
force: { id: made-up, name: Made-up Police }
stated_on: 2021-06-30
facts:
  prevent:
    contest_boards:
      strategic:
        name: Strategic CONTEST Board
        chair: Assistant Chief Constable
        cites: [plan#serious-violence, plan#tackling-serious-violence, plan]
        terms: { approved: 2020-02-18, cites: [plan#terms-2020, letter#4] }
        last_met: { value: 2021-05-11, cites: [plan#2, plan#3, minutes#1, minutes#2.1] }
        last_tactical_report: { value: 2021-05-11, cites: [plan#3, scan#1, lost#1, lost] }
      tactical: { name: Tactical CONTEST Board, cites: [plan#police-and-crime-plan] }
evidence:
  plan: { title: Plan, kind: minutes, owner: office, held_at: { path: papers/plan.md } }
  minutes: { title: Minutes, kind: minutes, owner: office, held_at: { path: papers/minutes.txt } }
  scan: { title: Scan, kind: minutes, owner: office, held_at: { path: papers/scan.pdf } }
  lost: { title: Lost, kind: minutes, owner: office, held_at: { path: papers/lost.md } }
  letter: { title: Letter, kind: letter, owner: office, held_at: { custodian: office, reference: L/1 } }
departures:
  complete: { members: [late], cites: [plan#terms-2021] }
  late:
    duty: sprcheck.spr.threats-assessed
    decided_by: [chief-officer]
    decided_on: 2021-01-04
    reason: the board did not meet
    until: 2021-12-31
    cites: [minutes#2]
";

/// The citations of a profile, with files of these names beside it.
fn citations(profile: &str, papers: &[(&str, &[u8])]) -> Citations {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    for (name, bytes) in papers {
        fs::write(folder.path().join("papers").join(name), bytes).unwrap();
    }
    fs::write(folder.path().join("profile.yaml"), profile).unwrap();
    of(folder.path())
}

fn of(profile: &Path) -> Citations {
    let tree = files::profile(profile).unwrap();
    let rules = Rules::load(&[load::builtin()], true);
    let held = files::held(profile, &held_paths(&tree));
    let case = rules.hold_with_lost(&tree, &held).map_err(|refusal| refusal.problems).unwrap();
    broken(&case)
}

/// The made-up profile, with a duty that the built-in rule set has.
fn profile() -> String {
    let rules = Rules::load(&[load::builtin()], true);
    let duty = rules.law().duties().next().unwrap().id.to_string();
    PROFILE.replace("sprcheck.spr.threats-assessed", &duty)
}

#[test]
fn each_citation_of_a_document_at_hand_is_followed() {
    let papers: [(&str, &[u8]); 3] = [
        ("plan.md", PLAN.as_bytes()),
        ("minutes.txt", b"1. First\n\n2. Second\n2.1 Under\n"),
        ("scan.pdf", b"%PDF-1.7"),
    ];
    let found = citations(&profile(), &papers);
    let told: Vec<_> = found
        .broken
        .iter()
        .map(|one| (one.citing.as_str(), one.citation.as_str(), one.nearest.as_deref(), one.at.to_string()))
        .collect();
    let at = |line: usize, citation: &str| {
        let column = PROFILE.lines().nth(line - 1).unwrap().find(citation).unwrap() + 1;
        format!("profile.yaml:{line}:{column}")
    };
    assert_eq!(
        told,
        [
            (
                "prevent.contest_boards.strategic",
                "plan#serious-violence",
                Some("tackling-serious-violence"),
                at(10, "plan#serious")
            ),
            ("prevent.contest_boards.strategic.last_met", "plan#3", None, at(12, "plan#3")),
            ("prevent.contest_boards.strategic.last_tactical_report", "plan#3", None, at(13, "plan#3")),
            ("departures.complete", "plan#terms-2021", Some("terms-2020"), at(22, "plan#terms-2021")),
        ]
    );
    assert!(found.broken.iter().all(|one| one.document == "papers/plan.md"));
    assert_eq!(found.checked, 11, "the four, and seven that lead somewhere");
    assert_eq!(found.without_anchor, 2, "of the plan and of the lost file");
    let not_read: Vec<_> = found.not_read.iter().map(|(id, why)| (id.as_str(), why.as_str())).collect();
    assert_eq!(not_read, [("lost", "the file is not at hand"), ("scan", "a PDF: its headings are not read")]);
}

#[test]
fn a_departure_is_named_by_its_id() {
    let papers: [(&str, &[u8]); 2] = [("plan.md", PLAN.as_bytes()), ("minutes.txt", b"1. First\n")];
    let found = citations(&profile(), &papers);
    let of_departure = found.broken.iter().find(|one| one.citation == "minutes#2").unwrap();
    assert_eq!(of_departure.citing, "departure late");
    assert_eq!(of_departure.document, "papers/minutes.txt");
}

#[test]
fn renaming_a_heading_breaks_what_cites_it_and_names_the_new_anchor() {
    let renamed = PLAN.replace("## Tackling serious violence", "## Preventing serious violence");
    let papers: [(&str, &[u8]); 1] = [("plan.md", renamed.as_bytes())];
    let found = citations(&profile(), &papers);
    let broken = found.broken.iter().find(|one| one.citation == "plan#tackling-serious-violence").unwrap();
    assert_eq!(broken.nearest.as_deref(), Some("preventing-serious-violence"));
}

#[test]
fn a_file_outside_the_folder_is_not_read() {
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("profile");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("plan.md"), "# Plan").unwrap();
    fs::write(outside.path().join("secret.md"), "# Secret").unwrap();
    let paths: Vec<String> = ["plan.md", "../secret.md", "missing.md"].map(String::from).to_vec();
    let held = files::held(&folder, &paths);
    assert_eq!(held.documents.keys().collect::<Vec<_>>(), ["plan.md"]);
    assert_eq!(held.digests, files::digests(&folder, &paths), "both read the same files");
    assert!(matches!(held.documents.get("plan.md"), Some(Reading::Document(plan)) if plan.find("plan").is_some()));
}

#[test]
fn every_citation_of_the_minutes_of_the_example_force_leads_somewhere() {
    let found = of(Path::new("seeds/example-force"));
    assert_eq!((found.broken, found.not_read), (Vec::new(), Vec::new()));
    assert!(found.checked >= 2, "{} were checked", found.checked);
    assert!(of(Path::new("seeds/west-midlands-2021")).checked == 0, "its paper is not at hand");
}

#[test]
fn without_the_text_of_its_documents_a_profile_says_so() {
    let profile = Path::new("seeds/example-force");
    let tree = files::profile(profile).unwrap();
    let rules = Rules::load(&[load::builtin()], true);
    let case = rules.hold(&tree, &files::digests(profile, &held_paths(&tree))).unwrap();
    let found = broken(&case);
    assert_eq!((found.checked, found.broken.len()), (0, 0));
    assert_eq!(found.not_read.len(), 1);
    assert_eq!(found.not_read[0].1, "its text was not given");
}
