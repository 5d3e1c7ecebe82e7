//! The fictional force and its variants: its README is run as it is written, and its tables must be the answer.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use sprcheck::audit::Rules;
use sprcheck::load::{self, files, held_paths};
use sprcheck::model::assessment::{Assessment, DutyResult};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::words::{Assurance, Outcome, Standing, Support, Verdict};

const FOLDER: &str = "seeds/example-force";

/// One story of the README.
#[derive(Default)]
struct Story {
    name: String,
    command: String,
    /// Duty, verdict, support, standing.
    duties: Vec<[String; 4]>,
    /// Holder, threat or instrument, and its assurance.
    roll_ups: Vec<[String; 2]>,
}

impl Story {
    fn after(&self, word: &str) -> Option<&str> {
        self.command.split_whitespace().skip_while(|found| *found != word).nth(1)
    }

    fn profile(&self) -> &Path {
        Path::new(self.after("audit").unwrap())
    }

    fn as_of(&self) -> Day {
        day(self.after("--as-of").unwrap())
    }

    fn audit(&self, as_of: Day) -> Assessment {
        let mut rule_sets = vec![load::builtin()];
        rule_sets.extend(self.after("--rules").map(|folder| files::rule_set(Path::new(folder)).unwrap()));
        let rules = Rules::load(&rule_sets, true);
        let tree = files::profile(self.profile()).unwrap();
        let digests = files::digests(self.profile(), &held_paths(&tree));
        let case = rules.hold(&tree, &digests).unwrap();
        assert_eq!(case.rule_set_problems().count(), 0, "{}", self.name);
        case.audit(as_of).assessment
    }
}

fn readme() -> String {
    fs::read_to_string(Path::new(FOLDER).join("README.md")).unwrap()
}

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn stories() -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    for line in readme().lines() {
        if let Some(name) = line.strip_prefix("## `") {
            stories.push(Story { name: name.trim_end_matches('`').into(), ..Story::default() });
        } else if let Some(story) = stories.last_mut() {
            let cells: Vec<String> =
                line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
            if line.starts_with("cargo run") {
                story.command = line.into();
            } else if let (true, Ok(cells)) = (line.starts_with("| `"), <[String; 4]>::try_from(cells.clone())) {
                story.duties.push(cells);
            } else if let (true, Ok(cells)) = (line.starts_with("| `"), <[String; 2]>::try_from(cells)) {
                story.roll_ups.push(cells);
            }
        }
    }
    stories
}

/// Every story with its answer, by name.
fn answers() -> &'static BTreeMap<String, (Story, Assessment)> {
    static ANSWERS: OnceLock<BTreeMap<String, (Story, Assessment)>> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let told = stories().into_iter().map(|story| {
            let answer = story.audit(story.as_of());
            (story.name.clone(), (story, answer))
        });
        told.collect()
    })
}

fn answer(name: &str) -> &'static Assessment {
    &answers()[name].1
}

fn duty<'a>(assessment: &'a Assessment, id: &str) -> &'a DutyResult {
    assessment.duties.iter().find(|duty| duty.id.as_str() == id).unwrap()
}

/// Whether the profile states anything that the duty reads.
fn is_spoken_of(duty: &DutyResult) -> bool {
    duty.requirements.iter().any(|pair| !pair.facts.is_empty())
}

fn row(duty: &DutyResult) -> [String; 4] {
    let support = duty.support.map_or("none", Support::as_str);
    [duty.id.as_str(), duty.verdict.as_str(), support, duty.standing.as_str()].map(String::from)
}

fn roll_ups(assessment: &Assessment) -> impl Iterator<Item = (&str, Assurance)> {
    let rows = assessment
        .assurance
        .iter()
        .flat_map(|set| set.by_holder.iter().chain(&set.by_threat).chain(&set.by_instrument));
    rows.map(|row| (row.id.as_str(), row.assurance))
}

#[test]
fn every_story_finds_what_its_readme_claims_and_nothing_else() {
    for (name, (story, answer)) in answers() {
        let mut claimed = story.duties.clone();
        claimed.sort();
        let mut found: Vec<_> = answer.duties.iter().filter(|duty| is_spoken_of(duty)).map(row).collect();
        found.sort();
        assert_eq!(found, claimed, "{name}");
    }
}

#[test]
fn every_roll_up_is_what_its_readme_claims() {
    for (name, (story, answer)) in answers() {
        assert!(!story.roll_ups.is_empty(), "{name}");
        for [id, claimed] in &story.roll_ups {
            let found: Vec<&str> =
                roll_ups(answer).filter(|(row, _)| row == id).map(|(_, assurance)| assurance.as_str()).collect();
            // Where two rule sets roll up the same holder, the README names neither row.
            assert_eq!(found, [claimed.as_str()], "{name}: {id}");
        }
    }
}

#[test]
fn what_a_story_does_not_speak_of_is_met_by_nothing() {
    for (name, (_, answer)) in answers() {
        for duty in answer.duties.iter().filter(|duty| !is_spoken_of(duty)) {
            let standing = duty.standing;
            assert!(
                matches!(standing, Standing::Unassessed | Standing::NotApplicable),
                "{name}: {}: {standing}",
                duty.id
            );
        }
    }
}

#[test]
fn the_stories_together_show_every_word() {
    let answers = || answers().values().map(|(_, answer)| answer);
    let duties = || answers().flat_map(|answer| &answer.duties);
    let verdicts: BTreeSet<Verdict> = duties().map(|duty| duty.verdict).collect();
    let supports: BTreeSet<Support> = duties().filter_map(|duty| duty.support).collect();
    let standings: BTreeSet<Standing> = duties().map(|duty| duty.standing).collect();
    let assurances: BTreeSet<Assurance> = answers().flat_map(roll_ups).map(|(_, assurance)| assurance).collect();
    // What is withheld is a word of partial reports alone: tests/marking.
    let judged = |word: &Verdict| *word != Verdict::Withheld;
    assert_eq!(verdicts, Verdict::ALL.iter().copied().filter(judged).collect());
    assert_eq!(supports, Support::ALL.iter().copied().collect());
    assert_eq!(standings, Standing::ALL.iter().copied().filter(|word| *word != Standing::Withheld).collect());
    assert_eq!(assurances, Assurance::ALL.iter().copied().filter(|word| *word != Assurance::Withheld).collect());
}

#[test]
fn every_variant_has_its_story() {
    let folders = fs::read_dir(Path::new(FOLDER).join("variants")).unwrap();
    let mut expected: BTreeSet<String> =
        folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    expected.insert("example-force".into());
    assert_eq!(answers().keys().cloned().collect::<BTreeSet<_>>(), expected);
    for (name, (story, _)) in answers() {
        assert!(story.profile().ends_with(name), "{name}");
    }
}

#[test]
fn every_profile_says_that_the_force_is_fictional() {
    for (name, (story, answer)) in answers() {
        assert_eq!(answer.force.name, "Exampleshire Police (a fictional force)", "{name}");
        let text = fs::read_to_string(story.profile().join("profile.yaml")).unwrap();
        assert!(text.lines().next().is_some_and(|line| line.contains("FICTIONAL")), "{name}");
    }
}

#[test]
fn most_duties_of_the_force_are_satisfied_and_all_its_evidence_can_be_used() {
    let answer = answer("example-force");
    let summary = &answer.summary;
    assert_eq!((summary.standings.satisfied, summary.standings.departed), (110, 1));
    assert_eq!((summary.standings.gap, summary.standings.unproven, summary.standings.unassessed), (0, 0, 0));
    assert_eq!(summary.could_not_be_read, 13);
    let idle: Vec<_> = answer
        .evidence
        .iter()
        .filter(|evidence| !evidence.current || evidence.supports.is_empty())
        .map(|evidence| &evidence.id)
        .collect();
    assert_eq!(idle, Vec::<&sprcheck::model::ids::EvidenceId>::new());
}

#[test]
fn the_force_is_silent_only_on_what_others_owe_of_documents_that_are_real() {
    let silent: Vec<(&str, bool)> = answer("example-force")
        .duties
        .iter()
        .filter(|duty| duty.standing == Standing::Unassessed && duty.verdict == Verdict::NotStated)
        .map(|duty| (duty.id.as_str(), duty.context))
        .collect();
    assert_eq!(silent, [("inspection.annual_assessment", true), ("police_act.spr_issued", true)]);
}

#[test]
fn the_force_closes_its_own_local_authorities_and_cites_who_says_so() {
    let profiles = duty(answer("example-force"), "prevent.local_profiles");
    let subjects: BTreeSet<&str> =
        profiles.requirements.iter().filter_map(|pair| Some(pair.subject.as_ref()?.as_str())).collect();
    assert_eq!(subjects, BTreeSet::from(["exampleton", "lower-exampleshire", "upper-exampleshire"]));
    for pair in &profiles.requirements {
        let closure = pair.facts.iter().find(|fact| fact.path == "local_authorities.complete").unwrap();
        assert!(!closure.supported_by.is_empty(), "{} {:?}", pair.id, pair.subject);
    }
}

#[test]
fn a_reply_that_was_late_long_ago_is_history() {
    let response = duty(answer("example-force"), "statute.inspection_response");
    let old: Vec<_> = response
        .requirements
        .iter()
        .filter(|pair| pair.history)
        .map(|pair| pair.subject.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(old, ["integrated-inspection-2017"; 3]);
    assert_eq!((response.outcomes.history, response.outcomes.not_met), (3, 0));
}

#[test]
fn a_reply_on_day_57_is_an_apparent_breach_that_only_the_record_remedies() {
    let response = duty(answer("late-reply"), "statute.inspection_response");
    assert!(response.apparent_breach);
    let breaches: Vec<_> = response
        .requirements
        .iter()
        .filter(|pair| pair.apparent_breach)
        .map(|pair| (pair.id.as_str(), pair.remedy == "none: record only"))
        .collect();
    assert_eq!(breaches, [("published_in_time", true), ("recommendations_answered", false)]);
}

#[test]
fn a_reply_falls_due_at_the_end_of_day_56() {
    let (story, _) = &answers()["within-56-days"];
    for (as_of, verdict) in
        [("2021-06-30", Verdict::NotYetDue), ("2021-07-12", Verdict::NotYetDue), ("2021-07-13", Verdict::NotStated)]
    {
        let answer = story.audit(day(as_of));
        assert_eq!(duty(&answer, "statute.inspection_response").verdict, verdict, "{as_of}");
    }
}

#[test]
fn a_planned_review_is_not_taken_for_one_that_was_held() {
    let (story, _) = &answers()["new-edition"];
    for (as_of, verdict) in
        [("2015-11-30", Verdict::NotYetDue), ("2015-12-01", Verdict::NotStated), ("2016-06-30", Verdict::NotStated)]
    {
        let answer = story.audit(day(as_of));
        assert_eq!(duty(&answer, "statute.plan_review").verdict, verdict, "{as_of}");
    }
}

#[test]
fn a_register_shows_how_things_stand_for_twelve_months() {
    let (story, _) = &answers()["old-register"];
    let mut tree = files::profile(story.profile()).unwrap();
    let text = String::from_utf8(tree.files[0].bytes.clone()).unwrap();
    for (kept, support) in [("2020-06-29", Support::Stale), ("2020-06-30", Support::Evidenced)] {
        tree.files[0].bytes = text.replace("2020-05-29", kept).into_bytes();
        let rules = Rules::load(&[load::builtin()], true);
        let answer = rules.hold(&tree, &BTreeMap::new()).unwrap().audit(story.as_of()).assessment;
        assert_eq!(duty(&answer, "prevent.spocs").support, Some(support), "{kept}");
    }
}

#[test]
fn minutes_that_are_as_they_were_reviewed_are_good_evidence_and_edited_ones_are_not() {
    for (name, state) in [("example-force", "current"), ("edited-minutes", "changed since it was reviewed")] {
        let minutes = answer(name)
            .evidence
            .iter()
            .find(|evidence| evidence.id.as_str() == "strategic-board-minutes-2021-05")
            .unwrap();
        assert_eq!(minutes.state, state, "{name}");
    }
}

#[test]
fn of_the_recorded_departures_one_holds_and_each_other_says_why_not() {
    let answer = answer("departures");
    let states: Vec<(&str, bool, &str)> = answer
        .departures
        .iter()
        .map(|departure| (departure.id.as_str(), departure.in_effect, departure.state.as_str()))
        .collect();
    assert_eq!(
        states,
        [
            ("expired", false, "expired: it held until 2021-05-31"),
            ("holds", true, "in force"),
            ("incomplete", false, "incomplete: it does not say why, until when it holds"),
            ("not-needed", false, "not needed: it names nothing that is not met"),
            ("not-yet-decided", false, "not in force: its decision was planned for 2021-07-20, not confirmed"),
            ("on-a-must", false, "invalid: what binds as `must` admits no departure"),
            ("on-a-regard-duty", false, "invalid: what binds as `have-regard` admits no departure"),
            ("one-office-short", false, "incomplete: `pcc` owes the duty and did not decide it"),
        ]
    );
    for departure in &answer.departures {
        assert_eq!(departure.sets_aside, usize::from(departure.in_effect), "{}", departure.id);
    }
}

#[test]
fn a_departure_that_ends_leaves_the_gap_that_it_explained() {
    let (story, _) = &answers()["departures"];
    for (as_of, standing) in [("2021-09-30", Standing::Departed), ("2021-10-01", Standing::Gap)] {
        let answer = story.audit(day(as_of));
        assert_eq!(duty(&answer, "prevent.spocs").standing, standing, "{as_of}");
    }
}

#[test]
fn a_rule_that_errs_harms_its_own_duty_alone() {
    let answer = answer("erring-rule");
    assert_eq!(answer.summary.errors, 1);
    let erred = duty(answer, "pilot.lead_prepared");
    assert_eq!(erred.requirements[0].reason, "the rule failed: cannot compare a date with text");
}

#[test]
fn the_west_midlands_profile_cites_only_the_paper_that_was_read() {
    let tree = files::profile(Path::new("seeds/west-midlands-2021")).unwrap();
    let rules = Rules::load(&[load::builtin()], true);
    let answer = rules.hold(&tree, &BTreeMap::new()).unwrap().audit(day("2021-01-31")).assessment;
    let evidence: Vec<&str> = answer.evidence.iter().map(|evidence| evidence.id.as_str()).collect();
    assert_eq!(evidence, ["board-paper-2021"]);
}

#[test]
fn a_report_that_came_after_its_time_is_a_gap_and_a_list_of_one_year_hides_no_other() {
    let (story, _) = &answers()["example-force"];
    let mut tree = files::profile(story.profile()).unwrap();
    let text = String::from_utf8(tree.files[0].bytes.clone()).unwrap();
    let whole = "members: [year-2018-19, year-2019-20, year-2020-21]";
    assert!(text.contains(whole) && text.contains("published: 2020-11-10\n      sent_to_panel"));
    let rules = Rules::load(&[load::builtin()], true);
    let mut report = |from: &str, to: &str| {
        tree.files[0].bytes = text.replace(from, to).into_bytes();
        let answer = rules.hold(&tree, &BTreeMap::new()).unwrap().audit(story.as_of()).assessment;
        let not_met: Vec<(String, bool)> = duty(&answer, "statute.annual_report")
            .requirements
            .iter()
            .filter(|pair| pair.outcome == Outcome::NotMet)
            .map(|pair| (pair.id.to_string(), pair.remedy == "none: record only"))
            .collect();
        not_met
    };
    let published = "published: 2020-11-10\n      sent_to_panel";
    assert_eq!(report(published, "published: 2021-03-31\n      sent_to_panel"), []);
    assert_eq!(report(published, "published: 2021-04-01\n      sent_to_panel"), [("published".into(), true)]);
    // The year 2019/20 is gone from the list and from the profile, and is missed all the same.
    let start = text.find("    year-2019-20:").unwrap();
    let end = text.find("    # The report on the year that has just ended").unwrap();
    let without = text.replace(&text[start..end], "").replace(whole, "members: [year-2018-19, year-2020-21]");
    assert_eq!(report(&text, &without), [("latest_published".into(), false)]);
}
