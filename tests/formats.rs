//! Whatever an assessment comes to, every format says the same counts, and what a profile says stays text in each.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

#[path = "sample/brief.rs"]
mod briefed;
mod sample;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use briefed::brief;
use proptest::prelude::*;
use sprcheck::model::assessment::{Assessment, StandingCounts};
use sprcheck::model::brief::Brief;
use sprcheck::model::words::{Standing, Verdict};
use sprcheck::report::{self, Filter};

/// A part of a document of Office Open XML.
fn part(document: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(document)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text between marks, with single spaces.
fn bare(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    flowing(&text)
}

fn flowing(text: &str) -> String {
    text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ")
}

/// Every format in which a reader finds how many duties stand where, as plain text.
fn forms(brief: &Brief) -> BTreeMap<&'static str, String> {
    let all = Filter::default();
    let paper = report::board_paper(brief, &all, None).unwrap();
    let page = report::page::page(brief, &all, None);
    BTreeMap::from([
        ("text", flowing(&report::text(brief, &all, false, 80))),
        ("markdown", flowing(&report::markdown(brief, &all, false))),
        ("page", bare(page.split_once("<body").unwrap().1)),
        ("paper", bare(&part(&paper, "word/document.xml"))),
    ])
}

/// The number behind a label, where a table has it; none where the table leaves out what is nought.
fn told(text: &str, label: &str) -> usize {
    let (_, after) = text.split_once("Standing Duties Which means").unwrap();
    let table: String = after.chars().take(900).collect();
    let number = table.split_once(&format!("{label} ")).map(|(_, after)| after.split(' ').next().unwrap().to_owned());
    number.map_or(0, |number| number.parse().unwrap())
}

/// The sample with its duties standing elsewhere; the counts follow.
fn otherwise(standings: &[Standing]) -> Assessment {
    let mut assessment = sample::assessment();
    let mut counts = StandingCounts::default();
    for (duty, standing) in assessment.duties.iter_mut().zip(standings) {
        if matches!(duty.verdict, Verdict::Unread | Verdict::Unpublished) {
            continue;
        }
        duty.standing = *standing;
        duty.verdict = match standing {
            Standing::Satisfied | Standing::Unproven => Verdict::Met,
            Standing::Departed | Standing::Gap => Verdict::NotMet,
            Standing::Unassessed => Verdict::NotStated,
            Standing::NotApplicable => Verdict::NotApplicable,
            Standing::NotYetDue => Verdict::NotYetDue,
            Standing::Withheld => Verdict::Withheld,
        };
        if !duty.context {
            counts.add(*standing);
        }
    }
    assessment.summary.standings = counts;
    assessment
}

fn standing() -> impl Strategy<Value = Standing> {
    let told = Standing::ALL.iter().copied().filter(|standing| *standing != Standing::Withheld);
    prop::sample::select(told.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_says_the_same_counts(standings in prop::collection::vec(standing(), sample::assessment().duties.len())) {
        let brief = brief(otherwise(&standings));
        let counts = brief.assessment.summary.standings;
        for (form, text) in forms(&brief) {
            let unassessed = if form == "paper" { "? not assessed" } else { "? unassessed" };
            let labels = [
                ("✓ satisfied", Standing::Satisfied),
                ("→ departed", Standing::Departed),
                ("◐ unproven", Standing::Unproven),
                ("✗ gap", Standing::Gap),
                (unassessed, Standing::Unassessed),
                ("– not applicable", Standing::NotApplicable),
                ("… not yet due", Standing::NotYetDue),
            ];
            for (label, standing) in labels {
                prop_assert_eq!(told(&text, label), counts.of(standing), "{}: {}", form, label);
            }
        }
        let json: serde_json::Value = serde_json::from_str(&report::json(&brief.assessment, &Filter::default())).unwrap();
        prop_assert_eq!(json["summary"]["standings"]["gap"].as_u64(), Some(counts.gap as u64));
        let statement = flowing(&report::statement(&brief, &Filter::default()));
        if counts.gap > 0 {
            let gaps = if counts.gap == 1 { "1 is a gap".to_owned() } else { format!("{} are gaps", counts.gap) };
            prop_assert!(statement.contains(&gaps), "{}: {}", gaps, statement);
        }
    }
}

#[test]
fn what_a_profile_says_is_text_in_every_format() {
    let mut assessment = sample::assessment();
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>]]>{{ marking }}\u{202e}\u{1b}[31m\n::error::x";
    assessment.force.name = hostile.into();
    for duty in &mut assessment.duties {
        duty.title = format!("{hostile} {}", duty.id);
        duty.reason = hostile.into();
    }
    for evidence in &mut assessment.evidence {
        evidence.title = hostile.into();
        evidence.owner = hostile.into();
    }
    let brief = brief(assessment);
    let all = Filter::default();
    let paper = report::board_paper(&brief, &all, None).unwrap();
    let statement = report::statement_docx(&brief, &all, None).unwrap();
    let book = report::workbook::xlsx(&brief).unwrap();
    let forms = [
        ("text", report::text(&brief, &all, true, 80)),
        ("markdown", report::markdown(&brief, &all, true)),
        ("json", report::json(&brief.assessment, &all)),
        ("csv", report::workbook::csv(&brief)),
        ("statement", report::statement(&brief, &all)),
        ("page", report::page::page(&brief, &all, None)),
        ("paper", part(&paper, "word/document.xml")),
        ("header of the paper", part(&paper, "word/header1.xml")),
        ("statement, docx", part(&statement, "word/document.xml")),
        ("texts of the workbook", part(&book, "xl/sharedStrings.xml")),
        ("workbook", part(&book, "xl/workbook.xml")),
    ];
    for (form, text) in forms {
        assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'), "{form}: something hidden is in it");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{form}: a line begins a command");
        // In plain text and in JSON a tag is but text.
        if !matches!(form, "text" | "json" | "csv" | "statement") {
            assert!(!text.contains("<script>alert") && !text.contains("<img"), "{form}: a tag came through");
        }
    }
}
