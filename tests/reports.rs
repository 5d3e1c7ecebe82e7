//! What people read, held by snapshots, and what every format has to keep to.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod sample;

use sprcheck::model::assessment::Assessment;
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
    insta::assert_snapshot!(report::text(&sample::assessment(), &all(), false, 80));
}

#[test]
fn the_text_report_with_everything() {
    insta::assert_snapshot!(report::text(&sample::assessment(), &all(), true, 80));
}

#[test]
fn the_text_report_through_a_filter() {
    insta::assert_snapshot!(report::text(&sample::assessment(), &only("binding=must"), false, 80));
}

#[test]
fn the_markdown_report() {
    insta::assert_snapshot!(report::markdown(&sample::assessment(), &all(), false));
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
fn the_story_of_a_satisfied_duty_says_what_would_end_it() {
    assert!(explain("prevent.contest_boards").contains("is to be relied on until 2021-11-12"));
}

#[test]
fn there_is_no_story_of_a_duty_that_is_not_there() {
    assert_eq!(report::explain(&sample::assessment(), &DutyId::from("prevent.nothing"), 80), None);
}

#[test]
fn no_format_lets_a_control_character_through() {
    let assessment = sample::assessment();
    let stories = assessment.duties.iter().filter_map(|duty| report::explain(&assessment, &duty.id, 80));
    let reports = [
        report::text(&assessment, &all(), true, 80),
        report::markdown(&assessment, &all(), true),
        report::json(&assessment, &all()),
    ];
    for report in reports.into_iter().chain(stories) {
        assert_eq!(report.chars().find(|character| *character != '\n' && sanitize::is_hidden(*character)), None);
    }
}

#[test]
fn no_line_is_wider_than_asked_but_for_a_word_that_is() {
    for width in [60, 80, 120] {
        for line in report::text(&sample::assessment(), &all(), true, width).lines() {
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
    assert_eq!(some["duties"].as_array().unwrap().len(), 3);
    whole["duties"].take();
    some["duties"].take();
    assert_eq!(whole, some);

    let counts = |text: String| {
        text.lines().skip_while(|line| !line.contains("Which means")).take(8).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        counts(report::text(&assessment, &all(), false, 80)),
        counts(report::text(&assessment, &only("standing=gap"), false, 80))
    );
}

#[test]
fn each_key_of_a_filter_picks_what_it_names() {
    let assessment = sample::assessment();
    let shown = |text: &str| assessment.duties.iter().filter(|duty| only(text).shows(duty)).count();
    for (text, number) in [
        ("duty=prevent.*", 8),
        ("duty=prevent.spocs,spr.capacity", 2),
        ("standing=gap,departed", 4),
        ("verdict=unpublished", 2),
        ("binding=have-regard", 1),
        ("holder=pcc", 2),
        ("threat=terrorism", 14),
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
fn every_format_for_readers_tells_of_every_duty() {
    let assessment = sample::assessment();
    for duty in &assessment.duties {
        for report in [report::text(&assessment, &all(), false, 80), report::markdown(&assessment, &all(), false)] {
            assert!(report.contains(duty.id.as_str()), "{}", duty.id);
        }
    }
}

fn explain(duty: &str) -> String {
    let assessment: Assessment = sample::assessment();
    report::explain(&assessment, &DutyId::from(duty), 80).unwrap()
}
