//! What a board is told fits what the report says: how duties fail, what is open, what lapses, what is withheld.

use std::process::Command;

use sprcheck::model::assessment::Partial;
use sprcheck::model::brief::Lapse;
use sprcheck::model::forecast::CauseKind;
use sprcheck::model::words::Standing;
use sprcheck::report::{Filter, board_paper};

use crate::brief::brief;
use crate::package::{part, shown};
use crate::program::paper;
use crate::sample::{self, dates, day};

fn example(format: &str) -> Vec<u8> {
    let arguments = ["audit", "./seeds/example-force", "--as-of", "2024-03-31", "--format", format];
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn told(paper: &[u8]) -> String {
    shown(&part(paper, "word/document.xml")).join("\n")
}

#[test]
fn a_duty_of_regard_and_one_that_is_met_in_part_are_not_said_to_be_unmet() {
    let text = String::from_utf8(example("statement")).unwrap();
    let regard = "Regard not shown in all that is asked: “The chief officer has regard to the SPR”";
    assert!(text.contains(regard) && text.contains("\nSaid to be met in part, not in all: “"), "{text}");
    let mut unmet = text.lines().filter(|line| line.starts_with("Not met: "));
    assert!(unmet.all(|line| !line.contains("The chief officer has regard to the SPR")), "{text}");
}

#[test]
fn what_is_overdue_is_told_though_nothing_lapses() {
    let text = told(&example("docx"));
    let (_, ahead) = text.split_once("\nThe next 90 days").unwrap();
    let (ahead, _) = ahead.split_once("\nBackground: the legal duty").unwrap();
    assert!(ahead.contains(" of the plan are overdue already"), "{ahead}");
}

#[test]
fn no_more_is_said_of_what_is_open_than_holds() {
    let text = told(&paper());
    for said in [
        "For 33 other duties no action was found.",
        "so that as many as can be of the 105 duties that could not be assessed are told next time.",
        "17 other instruments applied, and so did the rule set's own checks;",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn what_only_came_along_does_not_lapse_and_what_reads_the_same_is_one_row() {
    let mut brief = brief(sample::assessment());
    let first = brief.ahead.lapses[0].clone();
    let lapse = |title: &str, carries: &str, duty: &str| {
        let mut lapse: Lapse = first.clone();
        lapse.cause.kind = CauseKind::DatePassed;
        lapse.cause.title = title.into();
        lapse.cause.carries = Some(dates(carries));
        lapse.date = day("2021-04-20");
        lapse.duties[0].id = duty.into();
        lapse.duties[0].title = format!("The duty {duty}");
        lapse
    };
    brief.ahead.lapses = vec![
        lapse("the day of the meeting", "2021-01-19", "one"),
        lapse("the day of the meeting", "2021-01-19", "two"),
        lapse("the last day of the period", "2022-03-31", "one"),
        lapse("the day of an aim", "2022-06-30", "alone"),
    ];
    let text = told(&board_paper(&brief, &Filter::default(), None).unwrap());
    assert_eq!(text.matches("the day of the meeting (19 January 2021)").count(), 1, "{text}");
    assert!(text.contains("The duty one: ") && text.contains("The duty two: "), "{text}");
    assert!(!text.contains("the last day of the period"), "{text}");
    assert!(text.contains("the day of an aim (30 June 2022, still to come)"), "{text}");
}

#[test]
fn a_partial_paper_says_that_what_is_withheld_may_hold_gaps() {
    let mut assessment = sample::assessment();
    assessment.partial = Some(Partial { withheld: 2 });
    for duty in assessment.duties.iter_mut().filter(|duty| duty.standing == Standing::Gap) {
        duty.standing = Standing::Unassessed;
    }
    assessment.summary.standings.gap = 0;
    let text = told(&board_paper(&brief(assessment), &Filter::default(), None).unwrap());
    assert!(!text.contains("No gap was found"), "{text}");
    assert!(text.contains("No gap is among what is told; what is withheld may hold some."), "{text}");
}
