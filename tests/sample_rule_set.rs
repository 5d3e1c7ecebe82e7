//! The sample inspector's rule set: its cases come out as they say, and its README tells what an audit finds.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use sprcheck::audit::Rules;
use sprcheck::load::{self, InputTree, files, snippet};
use sprcheck::model::assessment::{Assessment, DutyResult};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::law::{ParameterValue, RuleSet};
use sprcheck::model::words::{Binding, Outcome, Standing, Verified};

const FOLDER: &str = "tests/rulesets/prevent-inspection-2019";
const NAME: &str = "prevent-inspection-2019";

fn tree() -> InputTree {
    files::rule_set(Path::new(FOLDER)).unwrap()
}

/// The built-in rule set and the sample.
fn rules() -> Rules {
    Rules::load(&[load::builtin(), tree()], true)
}

fn sample(rules: &Rules) -> &RuleSet {
    rules.law().rule_sets.values().find(|set| set.name.as_str() == NAME).unwrap()
}

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn audit(profile: &InputTree, as_of: &str) -> Assessment {
    let rules = rules();
    let case = rules.hold(profile, &BTreeMap::new()).unwrap();
    assert_eq!(case.rule_set_problems().count(), 0);
    case.audit(day(as_of)).assessment
}

/// The audit of the README.
fn answer() -> &'static Assessment {
    static ANSWER: OnceLock<Assessment> = OnceLock::new();
    ANSWER.get_or_init(|| audit(&files::profile(&Path::new(FOLDER).join("profile")).unwrap(), "2019-12-31"))
}

fn of_the_sample(assessment: &Assessment) -> impl Iterator<Item = &DutyResult> {
    assessment.duties.iter().filter(|duty| duty.rule_set.as_str() == NAME)
}

fn readme() -> String {
    fs::read_to_string(Path::new(FOLDER).join("README.md")).unwrap()
}

/// The rows of the README's tables that have so many cells and begin with a word in backticks.
fn rows<const CELLS: usize>() -> BTreeSet<[String; CELLS]> {
    let readme = readme();
    let rows = readme.lines().filter(|line| line.starts_with("| `")).filter_map(|line| {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        cells.try_into().ok()
    });
    rows.collect()
}

/// The commands of the README, without `cargo run -q --`, that begin so.
fn command(begin: &str) -> Vec<String> {
    let readme = readme();
    let mut commands = readme.lines().filter_map(|line| line.strip_prefix("cargo run -q -- "));
    commands.find(|line| line.starts_with(begin)).unwrap().split(' ').map(String::from).collect()
}

/// Runs the program and returns what it prints; it must end well and complain of nothing.
fn output(arguments: &[String]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap();
    let (printed, complained) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert_eq!(run.status.code(), Some(0), "{printed}{complained}");
    printed.into_owned()
}

#[test]
fn the_rule_set_loads_without_a_problem_and_needs_nothing_but_the_vocabulary() {
    for built_in_duties in [true, false] {
        let rules = Rules::load(&[load::builtin(), tree()], built_in_duties);
        let loaded = rules.loaded();
        assert!(loaded.problems.is_empty(), "{}", snippet::render(&loaded.problems, &loaded.sources));
    }
}

#[test]
fn every_case_comes_out_as_it_says_and_nothing_is_left_untried() {
    let mut arguments = command("rules test ");
    arguments.extend(["--format".into(), "json".into()]);
    let told: serde_json::Value = serde_json::from_str(&output(&arguments)).unwrap();
    let summary = &told["summary"];
    assert_eq!(told["duties"].as_array().unwrap().len(), 6);
    assert!(summary["cases"].as_u64().unwrap() > 200, "{summary}");
    assert_eq!((&summary["failed"], &summary["empty"]), (&0.into(), &0.into()), "{summary}");
    for what in ["outcomes", "branches", "facts"] {
        let covered = &summary["coverage"][what];
        assert_eq!(covered["tried"], covered["of"], "{what}");
        assert_ne!(covered["of"], 0, "{what}");
    }
    assert_eq!(
        (&summary["mutants"]["survived"], &summary["mutants"]["explained"]),
        (&0.into(), &0.into()),
        "{summary}"
    );
}

#[test]
fn the_linter_has_nothing_but_the_advice_that_its_sources_are_not_verified() {
    let mut arguments = command("rules lint ");
    arguments.extend(["--format".into(), "json".into()]);
    let told: serde_json::Value = serde_json::from_str(&output(&arguments)).unwrap();
    let found: Vec<&str> =
        told["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert_eq!(found, ["unverified-source"; 6]);
}

#[test]
fn the_audit_finds_what_the_readme_says() {
    let found: BTreeSet<[String; 4]> = of_the_sample(answer())
        .map(|duty| {
            let support = duty.support.unwrap().as_str();
            [duty.id.as_str(), duty.verdict.as_str(), support, duty.standing.as_str()].map(String::from)
        })
        .collect();
    assert_eq!(found, rows::<4>());
    let standings: BTreeSet<Standing> = of_the_sample(answer()).map(|duty| duty.standing).collect();
    let wanted = [Standing::Satisfied, Standing::Gap, Standing::Unproven, Standing::Unassessed];
    assert_eq!(standings, BTreeSet::from(wanted));
}

#[test]
fn each_question_has_the_assurance_that_the_readme_says() {
    let set = answer().assurance.iter().find(|set| set.rule_set.as_str() == NAME).unwrap();
    let found: BTreeSet<[String; 2]> =
        set.by_instrument.iter().map(|row| [row.id.to_string(), row.assurance.as_str().to_owned()]).collect();
    assert_eq!(found.len(), 3);
    let told: BTreeSet<[String; 2]> = rows::<2>().into_iter().filter(|[id, _]| id.starts_with(NAME)).collect();
    assert_eq!(found, told);
}

#[test]
fn the_audit_of_the_readme_runs_without_a_problem() {
    assert!(output(&command("audit ")).contains("inspection_2019.training"));
}

#[test]
fn what_the_sample_asks_is_marked_as_its_own() {
    let rules = rules();
    let sample = sample(&rules);
    assert_eq!(sample.duties.len(), 6);
    for duty in sample.duties.values() {
        assert_eq!(duty.source.verified, Verified::Unverified, "{}", duty.id);
        assert_eq!(duty.binding, Binding::Recommendation, "{}", duty.id);
        assert!((1..=4).contains(&duty.requirements.len()), "{}", duty.id);
        let instrument = &rules.law().instruments[duty.source.instrument.as_ref().unwrap()];
        assert_eq!(instrument.kind.as_str(), "own-checks", "{}", duty.id);
        for (name, parameter) in &duty.parameters {
            assert!(parameter.set_by.contains("(fictional)"), "{} {name}", duty.id);
            assert!(!parameter.because.is_empty(), "{} {name}", duty.id);
        }
    }
    assert!(sample.owner.contains("(fictional)"));
}

/// A `states` that names its threshold would go stale if the parameter were changed, so the two must agree.
#[test]
fn a_sentence_that_names_a_threshold_names_that_of_the_parameter() {
    let rules = rules();
    let mut named = 0;
    for duty in sample(&rules).duties.values() {
        let values: BTreeSet<String> = duty
            .parameters
            .values()
            .map(|parameter| match &parameter.value {
                ParameterValue::Whole(number) => number.to_string(),
                ParameterValue::Period(period) => period.to_string(),
                ParameterValue::Text(text) => text.clone(),
            })
            .collect();
        for requirement in &duty.requirements {
            let states = &requirement.states;
            let numbers: Vec<&str> =
                states.split(' ').filter(|word| word.parse::<u32>().is_ok() && *word != "100").collect();
            for number in numbers {
                named += 1;
                let known = values.iter().any(|value| value.split(' ').next() == Some(number));
                assert!(known, "{} {}: {states}", duty.id, requirement.id);
            }
        }
    }
    assert!(named > 5, "only {named} thresholds are named");
}

#[test]
fn what_was_put_right_too_late_can_only_be_recorded() {
    let referrals = of_the_sample(answer()).find(|duty| duty.id.as_str() == "inspection_2019.referrals").unwrap();
    let late: Vec<&str> = referrals
        .requirements
        .iter()
        .filter(|pair| pair.outcome == Outcome::NotMet && pair.remedy == "none: record only")
        .filter_map(|pair| pair.subject.as_ref().map(|subject| subject.as_str()))
        .collect();
    assert_eq!(late, ["check-2019-04"]);
}

/// What comes of `lead_kept_up`, which rests on the built-in duty of the strategic lead, and that duty's standing.
fn lead_kept_up(profile: &InputTree, as_of: &str) -> (Standing, Outcome) {
    let answer = audit(profile, as_of);
    let find = |id: &str| answer.duties.iter().find(|duty| duty.id.as_str() == id).unwrap();
    let pairs = &find("inspection_2019.lead_and_contacts").requirements;
    let pair = pairs.iter().find(|pair| pair.id.as_str() == "lead_kept_up").unwrap();
    (find("prevent.strategic_lead").standing, pair.outcome)
}

#[test]
fn a_lead_who_satisfies_the_national_standard_need_show_no_more() {
    let mut profile = files::profile(Path::new("seeds/example-force")).unwrap();
    assert_eq!(lead_kept_up(&profile, "2021-06-30"), (Standing::Satisfied, Outcome::Met));
    let text = String::from_utf8(profile.files[0].bytes.clone()).unwrap();
    let given = "cpd: { access_given: 2019-10-01,";
    assert!(text.contains(given));
    let without = text.replace(given, "cpd: { access_given: none,");
    profile.files[0].bytes = without.into_bytes();
    // The standard has a gap then, and whether the development was reviewed instead nobody says.
    assert_eq!(lead_kept_up(&profile, "2021-06-30"), (Standing::Gap, Outcome::Unknown));
}

#[test]
fn a_lead_who_neither_satisfies_it_nor_was_reviewed_has_a_gap() {
    let mut profile = files::profile(&Path::new(FOLDER).join("profile")).unwrap();
    let text = String::from_utf8(profile.files[0].bytes.clone()).unwrap();
    let lead = "      rank: Chief Superintendent\n";
    assert!(text.contains(lead) && text.contains("stated_on: 2019-12-20"));
    let text = text
        .replace(lead, &format!("{lead}      cpd: {{ access_given: none, cites: [lead-training] }}\n"))
        .replace(
            "    lead_preparation:\n",
            "    lead_preparation:\n      reviewed: { value: none, cites: [lead-training] }\n",
        )
        .replace("stated_on: 2019-12-20", "stated_on: 2021-01-01");
    profile.files[0].bytes = text.into_bytes();
    assert_eq!(lead_kept_up(&profile, "2021-01-01"), (Standing::Gap, Outcome::NotMet));
}
