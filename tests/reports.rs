//! What people read, held by snapshots, and what every format has to keep to.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

#[path = "sample/least.rs"]
mod least;
#[path = "sample/brief.rs"]
mod briefed;
mod sample;

use briefed::brief;
use sprcheck::model::assessment::{Assessment, InstrumentInfo};
use sprcheck::model::counterfactual::Explanation;
use sprcheck::model::ids::DutyId;
use sprcheck::report::{self, Filter, sanitize};

fn all() -> Filter {
    Filter::default()
}

fn only(text: &str) -> Filter {
    let filter = Filter::parse([text]).unwrap();
    filter.check(&sample::assessment()).unwrap();
    filter
}

#[test]
fn the_text_report() {
    insta::assert_snapshot!(report::text(&brief(sample::assessment()), &all(), false, 80));
}

#[test]
fn the_text_report_with_everything() {
    insta::assert_snapshot!(report::text(&brief(sample::assessment()), &all(), true, 80));
}

#[test]
fn the_text_report_through_a_filter() {
    insta::assert_snapshot!(report::text(&brief(sample::assessment()), &only("binding=must"), false, 80));
}

#[test]
fn the_markdown_report() {
    insta::assert_snapshot!(report::markdown(&brief(sample::assessment()), &all(), false));
}

#[test]
fn the_story_of_a_gap() {
    insta::assert_snapshot!(explain("statute.inspection_response"));
}

#[test]
fn the_story_of_a_duty_judged_for_each_council() {
    insta::assert_snapshot!(explain("prevent.local_profiles"));
}

#[test]
fn the_story_of_a_gap_ends_with_the_least_that_would_make_it_met() {
    let (assessment, duty) = (sample::assessment(), DutyId::from("statute.inspection_response"));
    let story = report::explain(&assessment, &duty, Some(&least::least()), 80).unwrap();
    let (_, least) = story.split_once("THE LEAST").unwrap();
    insta::assert_snapshot!(least);
}

#[test]
fn the_story_of_a_satisfied_duty_says_what_would_end_it() {
    assert!(explain("prevent.contest_boards").contains("is to be relied on until 2021-11-12"));
}

#[test]
fn there_is_no_story_of_a_duty_that_is_not_there() {
    assert_eq!(report::explain(&sample::assessment(), &DutyId::from("prevent.nothing"), None, 80), None);
}

#[test]
fn no_format_lets_a_control_character_through() {
    let assessment = sample::assessment();
    let least = least::least();
    let stories = assessment.duties.iter().filter_map(|duty| report::explain(&assessment, &duty.id, Some(&least), 80));
    let explained = Explanation::of(&assessment, &assessment.duties[0].id, Some(least.clone())).unwrap();
    let reports = [
        report::text(&brief(assessment.clone()), &all(), true, 80),
        report::markdown(&brief(assessment.clone()), &all(), true),
        report::json(&assessment, &all()),
        report::explain_json(&explained),
        report::explain_markdown(&assessment, &assessment.duties[0].id, Some(&least)).unwrap(),
    ];
    for report in reports.into_iter().chain(stories) {
        assert_eq!(report.chars().find(|character| *character != '\n' && sanitize::is_hidden(*character)), None);
    }
}

#[test]
fn no_line_is_wider_than_asked_but_for_a_word_that_is() {
    for width in [60, 80, 120] {
        for line in report::text(&brief(sample::assessment()), &all(), true, width).lines() {
            let longest = line.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            assert!(line.chars().count() <= width || longest > width / 3, "at {width}: {line}");
        }
    }
}

#[test]
fn a_filter_hides_duties_and_never_moves_a_count() {
    let assessment = sample::assessment();
    let (whole, some) = (report::json(&assessment, &all()), report::json(&assessment, &only("standing=gap")));
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (mut whole, mut some) = (read(&whole), read(&some));
    assert_eq!(some["duties"].as_array().unwrap().len(), 4);
    whole["duties"].take();
    some["duties"].take();
    assert_eq!(whole, some);

    let counts = |text: String| {
        text.lines().skip_while(|line| !line.contains("Which means")).take(8).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        counts(report::text(&brief(assessment.clone()), &all(), false, 80)),
        counts(report::text(&brief(assessment.clone()), &only("standing=gap"), false, 80))
    );
}

#[test]
fn each_key_of_a_filter_picks_what_it_names() {
    let assessment = sample::assessment();
    let shown = |text: &str| assessment.duties.iter().filter(|duty| only(text).shows(duty)).count();
    for (text, number) in [
        ("duty=prevent.*", 9),
        ("duty=prevent.spocs,spr.capacity", 2),
        ("standing=gap,departed", 5),
        ("verdict=unpublished", 2),
        ("binding=have-regard", 1),
        ("holder=pcc", 2),
        ("threat=terrorism", 15),
        ("instrument=pa-1996", 1),
        ("support=asserted", 2),
        ("rule-set=inspectorate", 1),
    ] {
        assert_eq!(shown(text), number, "{text}");
    }
}

#[test]
fn a_name_that_the_assessment_does_not_have_is_refused() {
    let assessment = sample::assessment();
    let fault = |text| Filter::parse([text]).unwrap().check(&assessment).unwrap_err().to_string();
    assert_eq!(fault("duty=prevent.spoc"), "no duty is called `prevent.spoc`; did you mean `prevent.spocs`?");
    assert_eq!(fault("duty=prevnt.*"), "no duty is called `prevnt.*`; did you mean `prevent.*`?");
    assert!(fault("threat=terorism").contains("did you mean `terrorism`?"));
}

#[test]
fn many_instruments_are_told_with_assurance_and_not_at_the_head() {
    let mut assessment = sample::assessment();
    let applied: Vec<_> = assessment.instruments.iter().filter(|one| one.applied == Some(true)).cloned().collect();
    let named = assessment.duties[0].source.instrument.clone().unwrap();
    for one in applied.iter().cycle().take(9) {
        assessment.instruments.push(InstrumentInfo { id: named.clone(), kind: "act".into(), ..one.clone() });
    }
    let text = report::markdown(&brief(assessment.clone()), &all(), false);
    let (head, told) = text.split_once("## In short").unwrap();
    assert!(head.contains("other instruments, told with their dates under Assurance"), "{head}");
    assert!(
        told.contains("| Strategic Policing Requirement, March 2015, in force from 2015-03 until 2023-02-19"),
        "{told}"
    );
}

#[test]
fn every_format_for_readers_tells_of_every_duty() {
    let assessment = sample::assessment();
    for duty in &assessment.duties {
        for report in [
            report::text(&brief(assessment.clone()), &all(), false, 80),
            report::markdown(&brief(assessment.clone()), &all(), false),
        ] {
            assert!(report.contains(duty.id.as_str()), "{}", duty.id);
        }
    }
}

/// A text without its line breaks, so that what it says can be looked for.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_worst_gap_says_what_it_rests_on_and_whose_the_bar_is() {
    let mut assessment = sample::assessment();
    assessment.duties.retain(|duty| duty.id.as_str() == "prevent.local_profiles");
    let text = flowing(&report::text(&brief(assessment.clone()), &all(), false, 80));
    let (short, rest) = text.split_once("ASSURANCE").unwrap();
    let own_account = "by the force's own account: board-paper-2021#36, at most 30 days old";
    assert!(short.contains(&format!("Evidence {own_account}")), "{short}");
    assert!(
        short.contains("Bar profile_within = 12 months, set by the sprcheck maintainers, not by the source"),
        "{short}"
    );
    let gap = rest.split_once("MET, BUT NOT PROVEN").unwrap().0;
    assert!(gap.contains(own_account) && gap.contains("Note the paper gives the year for all of them"), "{gap}");
    // The other thresholds of the duty have no part in it.
    assert!(!gap.contains("priorities = 3"), "{gap}");
}

#[test]
fn the_table_the_list_and_the_lines_of_all_duties_count_the_same() {
    let assessment = sample::assessment();
    let text = report::text(&brief(assessment.clone()), &all(), false, 80);
    let lines = text.split_once("EVERY DUTY").unwrap().1.lines();
    let standing = lines.filter(|line| line.trim_start().starts_with("? unassessed")).count();
    assert_eq!(standing, assessment.summary.standings.unassessed);
    let list = flowing(&text);
    let list = list.split_once(" Unassessed ").unwrap().1.split_once(" Unassessed in part ").unwrap().0;
    assert_eq!(list.split(", ").count(), standing, "{list}");
}

#[test]
fn only_instruments_that_a_duty_names_are_said_to_have_applied() {
    let mut assessment = sample::assessment();
    let head = |assessment: &Assessment| {
        report::text(&brief(assessment.clone()), &all(), false, 80).split("IN SHORT").next().unwrap().to_owned()
    };
    assert!(head(&assessment).contains("Police Act 1996"));
    assessment.duties.retain(|duty| duty.source.instrument.as_ref().is_none_or(|id| id.as_str() != "pa-1996"));
    assert!(!head(&assessment).contains("Police Act 1996"));
}

#[test]
fn what_is_missing_of_several_subjects_is_told_once_with_every_place() {
    let story = flowing(&explain("prevent.local_profiles"));
    assert_eq!(story.matches("would stand at").count(), 1, "{story}");
    assert!(story.contains("would stand at profile.yaml:150, 160"), "{story}");
}

#[test]
fn a_pull_request_calls_nobody_and_has_its_paths_as_code() {
    let mut assessment = sample::assessment();
    assessment.evidence[0].owner = "@lead, lead@midshire.example".into();
    let text = report::markdown(&brief(assessment.clone()), &all(), true);
    assert!(text.contains("owner `@lead`, `lead@midshire.example`;"), "{text}");
    assert!(text.contains("`prevent.local_profiles.*.issued`"), "{text}");
    let outside: String = text.split('`').step_by(2).collect();
    assert!(!outside.contains('@'), "{outside}");
}

fn explain(duty: &str) -> String {
    let assessment: Assessment = sample::assessment();
    report::explain(&assessment, &DutyId::from(duty), None, 80).unwrap()
}
