//! Sections of a document beside the profile: what their reviews are worth, and recording them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;

use sprcheck::ask::plan::{sections_changed, self_accepted, threats_not_mentioned, without};
use sprcheck::audit::{Case, Rules};
use sprcheck::load::document::{digest_of, read};
use sprcheck::load::{InputFile, InputTree, files, held_paths};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::document::Reading;
use sprcheck::model::place::Origin;
use sprcheck::model::words::Support;

const SECTIONS: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

fn day() -> Day {
    Dates::parse("2021-06-30").unwrap().day().unwrap()
}

/// A rule set with a duty for each section, of which each reads one fact.
fn rules() -> Rules {
    let file = |path: &str, text: String| InputFile { path: path.into(), shown: path.into(), bytes: text.into_bytes() };
    let mut duties = String::from(
        "instruments:\n  i: { title: I, kind: guidance, source: { at: page 1, verified: secondary } }\nduties:\n",
    );
    let mut facts = String::from("facts:\n");
    let mut inputs =
        vec![file("policies/ruleset.yaml", "name: made\nversion: 1.0.0\nowner: the makers\nlicence: MIT\n".into())];
    for name in SECTIONS {
        duties.push_str(&format!(
            "  made.{name}:\n    title: The {name}\n    says: There is an {name}.\n    source: {{ instrument: i, at: page 2, verified: secondary }}\n    owed_by: [chief-officer]\n    binding: expected\n    weight: {{ value: 3, because: it is one of four }}\n    requirements:\n      ok: {{ states: it is so, remedy: make it so, shown_by: [minutes] }}\n"
        ));
        facts.push_str(&format!("  made.{name}: {{ type: yes-no, means: whether there is {name}, held_by: the office, holds_for: 60 months }}\n"));
        inputs.push(file(&format!("rules/made/{name}.rhai"), format!("require ok: facts.made.{name};\n")));
    }
    inputs.push(file("policies/duties.yaml", duties));
    inputs.push(file("policies/evidence-kinds.yaml", "kinds:\n  minutes: { title: minutes }\n".into()));
    inputs.push(file("policies/facts/made.yaml", facts));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let tree = InputTree { origin: Origin::RuleSet("made".into()), files: inputs, faults: Vec::new() };
    Rules::load(&[tree], true)
}

fn heading(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// A plan with a section for each name, in that order, with that text.
fn plan(sections: &[(&str, String)]) -> String {
    sections.iter().fold("# Plan\n\nThe plan.\n".to_owned(), |all, (name, text)| {
        format!("{all}\n## {}\n\n{text}\n", heading(name))
    })
}

fn digest(plan: &str, section: &str) -> String {
    let Reading::Document(document) = read("plan.md", plan.as_bytes()) else { return String::new() };
    digest_of(document.text(document.find(section).unwrap().extent()))
}

/// A profile whose facts cite the sections, of which those named are reviewed as they are in `reviewed`.
fn profile(reviews: &[&str], reviewed: &str) -> String {
    let mut text =
        "uses: [made]\nforce: { id: made-up, name: Made-up Police }\nstated_on: 2021-03-01\n\nfacts:\n  made:\n"
            .to_owned();
    for name in SECTIONS {
        text.push_str(&format!("    {name}: {{ value: true, cites: [plan#{name}] }}   # of {name}\n"));
    }
    text.push_str("\n# What it rests on\nevidence:\n  plan:\n    title: Plan\n    kind: minutes\n    dated: 2021-01-01\n    owner: the office\n    held_at: { path: plan.md }\n");
    if !reviews.is_empty() {
        text.push_str("    reviewed:   # section by section\n");
    }
    for name in reviews {
        let digest = digest(reviewed, name);
        text.push_str(&format!("      - {{ section: {name}, digest: \"{digest}\", by: the office, on: 2021-02-01, because: it is as agreed }} # {name}\n"));
    }
    text
}

fn with_case<T>(rules: &Rules, profile: &str, plan: &str, ask: impl FnOnce(&Case<'_>) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.md"), plan).unwrap();
    fs::write(folder.path().join("profile.yaml"), profile).unwrap();
    let tree = files::profile(folder.path()).unwrap();
    let held = files::held(folder.path(), &held_paths(&tree));
    let case = rules.hold_with(&tree, &held).map_err(|refusal| refusal.problems).unwrap();
    assert_eq!(case.rule_set_problems().next(), None);
    ask(&case)
}

/// Each duty's support, by the section that it rests on.
fn supports(case: &Case<'_>) -> BTreeMap<String, Option<Support>> {
    let duties = case.audit(day()).assessment.duties;
    duties.into_iter().map(|duty| (duty.id.to_string().replace("made.", ""), duty.support)).collect()
}

fn suspects(rules: &Rules, profile: &str, plan: &str) -> BTreeSet<String> {
    let found = with_case(rules, profile, plan, supports);
    assert!(found.values().all(|support| matches!(support, Some(Support::Evidenced | Support::Suspect))), "{found:?}");
    found.into_iter().filter(|(_, support)| *support == Some(Support::Suspect)).map(|(name, _)| name).collect()
}

fn usual() -> Vec<(&'static str, String)> {
    SECTIONS.map(|name| (name, format!("What is said of {name}.\n\n### More of {name}\n\nAnd more."))).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_section_that_is_edited_makes_exactly_what_rests_on_it_suspect(
        edited in prop::sample::subsequence(SECTIONS.to_vec(), 0..=4),
        order in Just(usual()).prop_shuffle(),
        blanks in 0usize..4,
        comment in "[ a-z]{0,12}",
        dos in any::<bool>(),
    ) {
        let rules = rules();
        let before = plan(&usual());
        let mut sections = order;
        for (name, text) in &mut sections {
            if edited.contains(name) {
                text.push_str(" And yet more.");
            }
            text.push_str(&" ".repeat(blanks));
            text.push_str(&"\n".repeat(blanks));
        }
        let mut after = plan(&sections).replace("The plan.", "The plan, with another beginning.");
        if dos {
            after = after.replace('\n', "\r\n");
        }
        let own = profile(&SECTIONS, &before).replace("# What it rests on", &format!("# {comment}"));
        let wanted: BTreeSet<String> = edited.iter().map(|name| (*name).to_owned()).collect();
        prop_assert_eq!(suspects(&rules, &own, &after), wanted);
    }
}

#[test]
fn a_section_below_the_cited_one_is_part_of_it() {
    let before = plan(&usual());
    let after = before.replace("More of beta\n\nAnd more.", "More of beta\n\nAnd less.");
    assert_ne!(before, after);
    assert_eq!(suspects(&rules(), &profile(&SECTIONS, &before), &after), BTreeSet::from(["beta".to_owned()]));
}

#[test]
fn a_section_that_is_not_in_the_list_is_suspect_and_without_a_list_none_is() {
    let plan = plan(&usual());
    let wanted = BTreeSet::from(["delta".to_owned(), "gamma".to_owned()]);
    assert_eq!(suspects(&rules(), &profile(&["alpha", "beta"], &plan), &plan), wanted);
    assert_eq!(suspects(&rules(), &profile(&[], &plan), &plan), BTreeSet::new());
    let whole = profile(&SECTIONS, &plan).replace("cites: [plan#beta]", "cites: [plan]");
    assert_eq!(suspects(&rules(), &whole, &plan), BTreeSet::from(["beta".to_owned()]), "the whole was never reviewed");
}

#[test]
fn a_review_in_the_revision_of_its_text_is_self_accepted_and_counts_only_if_it_is_let() {
    let (rules, old) = (rules(), plan(&usual()));
    let new = old.replace("said of beta", "now said of beta").replace("said of gamma", "now said of gamma");
    let head =
        profile(&SECTIONS, &new).replace("because: it is as agreed } # gamma", "because: it was agreed } # gamma");
    let base = profile(&SECTIONS, &old);
    with_case(&rules, &base, &old, |base| {
        with_case(&rules, &head, &new, |head| {
            let changed = sections_changed(base.profile(), head.profile());
            let told: Vec<_> = changed
                .iter()
                .map(|one| {
                    (one.section.as_str(), one.heading.as_str(), one.now.as_ref().unwrap().line, one.awaits_review)
                })
                .collect();
            assert_eq!(told, [("beta", "Beta", 13, false), ("gamma", "Gamma", 21, false)]);
            let accepted = self_accepted(base.profile(), head.profile());
            let names: Vec<_> = accepted.iter().map(|one| one.section.as_deref().unwrap()).collect();
            assert_eq!(names, ["beta", "gamma"]);
            assert!(accepted.iter().all(|one| one.by == "the office" && one.place.line > 20), "{accepted:?}");
            let strict = supports(&head.with_evidence(without(head.profile(), &accepted)));
            let suspect: Vec<&String> =
                strict.iter().filter(|(_, one)| **one == Some(Support::Suspect)).map(|(id, _)| id).collect();
            assert_eq!(suspect, ["beta", "gamma"]);
            assert!(supports(head).values().all(|one| *one == Some(Support::Evidenced)));
        });
        with_case(&rules, &base_with_more(&old), &old, |head| {
            assert_eq!(self_accepted(base.profile(), head.profile()), [], "its text is the base's");
        });
    });
}

fn base_with_more(plan: &str) -> String {
    profile(&SECTIONS, plan).replace("because: it is as agreed } # beta", "because: it was looked at again } # beta")
}

#[test]
fn threats_that_the_plan_never_mentions_are_told_with_the_plan() {
    let rules = Rules::load(&[sprcheck::load::builtin()], true);
    let profile = "uses: [sprcheck]\nforce: { id: made-up, name: Made-up Police }\nstated_on: 2021-03-01\nevidence:\n  plan: { title: Plan, kind: police-and-crime-plan, owner: the office, held_at: { path: plan.md } }\n";
    let plan = "# Plan\n\nTERRORISM, and serious and\norganised crime.\n\n<!-- Nothing of public\ndisorder. -->\n";
    let found = with_case(&rules, profile, plan, |case| threats_not_mentioned(case, day()));
    let ids: Vec<&str> = found.iter().map(|one| one.threat.as_str()).collect();
    assert!(!ids.is_empty() && !ids.contains(&"terrorism") && !ids.contains(&"serious-and-organised-crime"), "{ids:?}");
    assert!(ids.contains(&"public-disorder"), "a comment mentions nothing: {ids:?}");
    assert!(found.iter().all(|one| one.heading.as_ref().unwrap().line == 1 && one.at.line == 5), "{found:?}");
}

fn git(folder: &Path, arguments: &[&str]) {
    let run = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=office", "-c", "user.email=office@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn sprcheck(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sprcheck")).current_dir(folder).args(arguments).output().unwrap()
}

/// The same in the built-in rule set's words, so that the program can judge it.
fn folder_in_git() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let before = plan(&usual());
    let text = format!(
        "# The profile\nuses: [sprcheck]   # built in\nforce: {{ id: made-up, name: Made-up Police }}\nstated_on: 2021-03-01\nfacts:\n  prevent:\n    contest_boards:\n      strategic: {{ name: A board, cites: [plan#alpha, plan#beta] }}   # two\nevidence:\n  plan:\n    title: Plan\n    kind: minutes\n    dated: 2021-01-01\n    owner: the office\n    held_at: {{ path: plan.md }}\n    reviewed:\n      - {{ section: alpha, digest: \"{}\", by: the office, on: 2021-02-01, because: it is as agreed }} # first\n",
        digest(&before, "alpha")
    );
    fs::write(folder.path().join("plan.md"), &before).unwrap();
    fs::write(folder.path().join("profile.yaml"), &text).unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    let after = before.replace("What is said of alpha.", "\u{1b}[2J::error::hostile said of alpha.");
    fs::write(folder.path().join("plan.md"), after).unwrap();
    (folder, text)
}

#[test]
fn review_shows_what_a_section_was_and_is_with_nothing_that_a_terminal_would_act_on() {
    let (folder, text) = folder_in_git();
    let run = sprcheck(folder.path(), &["review", ".", "--as-of", "2021-06-30"]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("2 sections of 2 cited of documents beside the profile await a review"), "{said}");
    assert!(said.contains("was  What is said of alpha."), "{said}");
    assert!(said.contains("\\u{1b}[2J"), "{said}");
    assert!(said.chars().all(|letter| letter == '\n' || !letter.is_control()), "{said:?}");
    assert!(!said.lines().any(|line| line.trim_start().starts_with("::")), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("profile.yaml")).unwrap(), text, "nothing is written");
}

#[test]
fn an_acceptance_changes_the_review_and_no_other_byte_of_the_profile() {
    let (folder, text) = folder_in_git();
    let accept = ["--accept", "--by", "head of policy", "--because", "the wording alone changed", "--on", "2021-06-01"];
    let run = sprcheck(folder.path(), &[&["review", ".", "plan#alpha", "--as-of", "2021-06-30"], &accept[..]].concat());
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let after = fs::read_to_string(folder.path().join("profile.yaml")).unwrap();
    let now = digest(&fs::read_to_string(folder.path().join("plan.md")).unwrap(), "alpha");
    let was = digest(&plan(&usual()), "alpha");
    let wanted = text.replace(&was, &now).replace(
        "by: the office, on: 2021-02-01, because: it is as agreed",
        "by: head of policy, on: 2021-06-01, because: the wording alone changed",
    );
    assert_eq!(after, wanted);
    assert!(said.contains("1 section of 2 cited"), "{said}");
    let run = sprcheck(folder.path(), &[&["review", ".", "--as-of", "2021-06-30"], &accept[..]].concat());
    assert!(run.status.success());
    let last = fs::read_to_string(folder.path().join("profile.yaml")).unwrap();
    assert!(last.starts_with(&after) && last.lines().count() == after.lines().count() + 1, "{last}");
}

#[test]
fn an_acceptance_that_would_be_a_mistake_writes_nothing() {
    let (folder, text) = folder_in_git();
    for arguments in [
        vec!["plan#alfa", "--accept", "--by", "office", "--because", "it is as agreed"],
        vec!["plan#alpha", "--accept", "--by", "office", "--because", "ok"],
        vec!["plan#alpha", "--accept", "--by", " ", "--because", "it is as agreed"],
        vec!["plan#alpha", "--accept", "--by", "office"],
        vec!["plan#alpha", "--accept", "--by", "office", "--because", "it is as agreed", "--on", "soon"],
    ] {
        let run = sprcheck(folder.path(), &[&["review", ".", "--as-of", "2021-06-30"], &arguments[..]].concat());
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert_eq!(fs::read_to_string(folder.path().join("profile.yaml")).unwrap(), text, "{arguments:?}");
    }
}

#[test]
fn a_heading_that_was_renamed_is_a_problem_that_names_the_nearest_anchor() {
    let (folder, _) = folder_in_git();
    fs::write(folder.path().join("plan.md"), plan(&usual()).replace("## Beta", "## Betas")).unwrap();
    let run = sprcheck(folder.path(), &["check", "."]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("P061") && said.contains("profile.yaml:8:55") && said.contains("did you mean `plan#betas`?"),
        "{said}"
    );
    let run = sprcheck(folder.path(), &["impact", ".", "--all", "--as-of", "2021-06-30"]);
    assert!(String::from_utf8_lossy(&run.stdout).contains("plan#beta"), "it is still told among all");
}

/// The answer of `review` on a folder, on one line.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let run = sprcheck(folder, &[&["review", ".", "--as-of", "2021-06-30"], arguments].concat());
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_text_before_is_found_where_the_document_had_another_name() {
    let (folder, text) = folder_in_git();
    let at = folder.path();
    let now = fs::read_to_string(at.join("plan.md")).unwrap();
    git(at, &["checkout", "-q", "--", "plan.md"]);
    fs::create_dir(at.join("plans")).unwrap();
    git(at, &["mv", "plan.md", "plans/the plan é.md"]);
    fs::write(at.join("profile.yaml"), text.replace("path: plan.md", "path: plans/the plan é.md")).unwrap();
    fs::write(at.join("plans/the plan é.md"), &now).unwrap();
    let was = "was What is said of alpha.";
    assert!(said(at, &[]).contains(was), "the renaming is staged: {}", said(at, &[]));
    git(at, &["commit", "-q", "-a", "-m", "renamed"]);
    assert!(said(at, &[]).contains(was), "the renaming is a commit: {}", said(at, &[]));
    fs::write(at.join("plans/the plan é.md"), now.replace("said of beta", "now said of beta")).unwrap();
    git(at, &["commit", "-q", "-a", "-m", "changed after it was renamed"]);
    assert!(said(at, &[]).contains(was), "and a commit follows: {}", said(at, &[]));
}

#[test]
fn a_document_that_is_reviewed_as_a_whole_shows_what_it_was_and_is() {
    let (folder, text) = folder_in_git();
    let at = folder.path();
    let before = plan(&usual());
    let digest = sprcheck::load::files::digests(at, &["plan.md".to_owned()]).remove("plan.md").unwrap();
    let list = text.find("    reviewed:").unwrap();
    let whole = |digest: &str| format!("{}    reviewed: {{ digest: \"{digest}\" }}\n", &text[..list]);
    git(at, &["checkout", "-q", "--", "plan.md"]);
    let then = sprcheck::load::files::digests(at, &["plan.md".to_owned()]).remove("plan.md").unwrap();
    fs::write(at.join("profile.yaml"), whole(&then)).unwrap();
    assert!(said(at, &[]).contains("is as it was reviewed"), "{}", said(at, &[]));
    fs::write(at.join("plan.md"), before.replace("said of gamma.", "now said of gamma.")).unwrap();
    let shown = said(at, &[]);
    assert!(
        shown.contains("was What is said of gamma.") && shown.contains("now What is now said of gamma."),
        "{shown}"
    );
    assert!(!shown.contains("said of alpha"), "what is far from a change is not shown: {shown}");
    fs::write(at.join("profile.yaml"), whole(&digest)).unwrap();
    assert!(said(at, &[]).contains("no revision of the file that was looked at has it"), "{}", said(at, &[]));
}

#[test]
fn the_first_review_of_a_document_says_what_it_makes_suspect() {
    let (folder, text) = folder_in_git();
    let at = folder.path();
    fs::write(at.join("profile.yaml"), &text[..text.find("    reviewed:").unwrap()]).unwrap();
    assert!(said(at, &[]).contains("is suspect until it is reviewed too"), "{}", said(at, &[]));
    let accept = ["--accept", "--by", "head of policy", "--because", "read and agreed", "--on", "2021-06-01"];
    let first = said(at, &[&["plan#alpha"], &accept[..]].concat());
    assert!(first.contains("That was the first review of a document") && first.contains("too: plan#beta."), "{first}");
    let second = said(at, &[&["plan#beta"], &accept[..]].concat());
    assert!(!second.contains("That was the first review"), "{second}");
}
