//! The action plan as a workbook: read back by another program's reader, it says what the assessment says, and nothing in it is a formula.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail by panicking")]

#[path = "sample/brief.rs"]
mod briefed;
mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use briefed::brief;
use calamine::{Data, Reader as _, Xlsx};
use sprcheck::ask::brief::brief as of;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::load::{builtin, files, held_paths};
use sprcheck::model::brief::Brief;
use sprcheck::model::dates::Dates;
use sprcheck::model::words::Standing;
use sprcheck::report::workbook::{csv, xlsx};

type Rows = Vec<Vec<Data>>;

/// The rows of a sheet under its headings.
fn rows(book: &[u8], name: &str) -> (Vec<String>, Rows) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.to_vec())).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let mut rows: Rows = range.rows().map(<[Data]>::to_vec).collect();
    let body = rows.split_off(3);
    (rows[2].iter().map(ToString::to_string).collect(), body)
}

/// One column of a sheet.
fn column(book: &[u8], sheet: &str, heading: &str) -> Vec<String> {
    let (headings, rows) = rows(book, sheet);
    let place = headings.iter().position(|own| own == heading).unwrap_or_else(|| panic!("{sheet}: {headings:?}"));
    rows.iter().map(|row| row[place].to_string()).collect()
}

/// The text of every part of the file.
fn parts(book: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let text = |name: &String| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        (name.clone(), text)
    };
    names.iter().map(text).collect()
}

fn judged(profile: &str, as_of: &str) -> Brief {
    let path = Path::new(profile);
    let rules = Rules::load(&[builtin()], true);
    let tree = files::profile(path).unwrap();
    let case = rules.hold_with(&tree, &files::held(path, &held_paths(&tree))).unwrap();
    of(&Inquiry::open(&case, Dates::parse(as_of).unwrap().day().unwrap()), Vec::new(), true)
}

#[test]
fn no_text_of_a_profile_is_a_formula_or_a_link() {
    let mut assessment = sample::assessment();
    assessment.force.name = "=HYPERLINK(\"http://x\") & &P \u{1b}[31m".into();
    for (number, duty) in assessment.duties.iter_mut().enumerate() {
        duty.title = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.invalid/"][number % 6].into();
    }
    let book = xlsx(&brief(assessment)).unwrap();
    let parts = parts(&book);
    let sheets = || parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    assert_eq!(sheets().count(), 7);
    for (name, text) in sheets() {
        assert!(!text.contains("<f>") && !text.contains("<f ") && !text.contains("<hyperlink"), "{name}");
        assert!(text.contains("&amp;C=HYPERLINK"), "{name}: the force stands in its header");
        assert!(
            text.contains("&amp;&amp; &amp;&amp;P"),
            "{name}: a sign of the force's name begins no code of a header"
        );
    }
    assert!(parts.values().all(|text| !text.contains('\u{1b}')));
    let titles: BTreeSet<String> = column(&book, "Duties", "Title").into_iter().collect();
    assert!(titles.contains("=1+1") && titles.contains("@SUM(A1)") && titles.contains("http://example.invalid/"));
}

#[test]
fn the_sheets_count_what_the_assessment_counts() {
    for brief in [judged("seeds/west-midlands-2021", "2021-01-31"), judged("seeds/example-force", "2021-08-31")] {
        let book = xlsx(&brief).unwrap();
        let it = &brief.assessment;
        assert_eq!(column(&book, "Duties", "Duty").len(), it.summary.duties);
        assert_eq!(column(&book, "Evidence", "Evidence").len(), it.summary.evidence);
        assert_eq!(column(&book, "Not assessed", "Name").len(), it.not_assessed.len().max(1));
        let standings = column(&book, "Duties", "Standing");
        let (what, is) = (column(&book, "Summary", "What"), column(&book, "Summary", "Is"));
        for standing in Standing::ALL {
            let number = it.summary.standings.of(*standing);
            let word = standing.as_str().replace('-', " ");
            assert_eq!(standings.iter().filter(|own| own[..].ends_with(&word)).count(), number, "{word}");
            let told = what.iter().zip(&is).find(|(what, _)| what.contains(&format!(" {word} (")));
            assert_eq!(told.map(|(_, is)| is.clone()), (number > 0 || word == "satisfied").then(|| number.to_string()));
        }
    }
}

#[test]
fn nothing_that_is_open_is_missing_from_the_plan() {
    let brief = judged("seeds/west-midlands-2021", "2021-01-31");
    let planned: BTreeSet<String> = column(&xlsx(&brief).unwrap(), "Action plan", "Duty").into_iter().collect();
    let open = brief.assessment.duties.iter().filter(|duty| {
        let read = !matches!(duty.verdict.as_str(), "unread" | "unpublished");
        read && !duty.context && matches!(duty.standing, Standing::Gap | Standing::Unproven | Standing::Unassessed)
    });
    let open: BTreeSet<String> = open.map(|duty| duty.id.to_string()).collect();
    assert!(open.len() > 100);
    assert_eq!(planned, open);
}

#[test]
fn the_author_is_left_what_nobody_else_knows() {
    let book = xlsx(&judged("seeds/west-midlands-2021", "2021-01-31")).unwrap();
    for heading in ["Agreed owner", "Agreed date", "Notes"] {
        assert!(column(&book, "Action plan", heading).iter().all(String::is_empty), "{heading}");
    }
    assert!(column(&book, "Action plan", "Status").iter().all(|status| status == "to be agreed"));
    let plan = &parts(&book)["xl/worksheets/sheet2.xml"];
    assert!(plan.contains("\"to be agreed,agreed,in hand,done,will not be done\""), "the words are offered");
    assert!(plan.contains("type=\"date\"") && plan.contains("overdue") && plan.contains("state=\"frozen\""));
}

#[test]
fn dates_are_dates() {
    let book = xlsx(&judged("seeds/example-force", "2021-06-30")).unwrap();
    let (headings, rows) = rows(&book, "Evidence");
    let dated = headings.iter().position(|own| own == "Dated").unwrap();
    let dates = rows.iter().filter(|row| matches!(row[dated], Data::DateTime(_))).count();
    assert!(dates * 2 > rows.len(), "{dates} of {}", rows.len());
}

#[test]
fn every_page_bears_the_marking() {
    let book = xlsx(&brief(sample::assessment())).unwrap();
    for (name, text) in parts(&book).iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        assert!(text.contains("<oddHeader>&amp;LOFFICIAL&amp;C"), "{name}");
        assert!(text.contains("<oddFooter>&amp;LOFFICIAL&amp;C"), "{name}");
    }
}

#[test]
fn the_same_brief_gives_the_same_bytes() {
    let brief = brief(sample::assessment());
    assert_eq!(xlsx(&brief).unwrap(), xlsx(&brief).unwrap());
    let core = &parts(&xlsx(&brief).unwrap())["docProps/core.xml"];
    assert!(core.contains("2021-01-31T00:00:00Z"), "{core}");
}

#[test]
fn the_plan_alone_has_the_same_rows() {
    let brief = judged("seeds/west-midlands-2021", "2021-01-31");
    let text = csv(&brief);
    assert!(text.starts_with("\u{feff}Action,What is open,Duty,"));
    let rows = column(&xlsx(&brief).unwrap(), "Action plan", "Duty");
    assert_eq!(text.matches("\r\n").count(), rows.len() + 1);
}

#[test]
fn a_workbook_is_not_printed_to_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.xlsx");
    let audit = |extra: &[&str]| {
        let arguments = ["audit", "seeds/example-force", "--as-of", "2021-06-30", "--format", "xlsx"];
        Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).args(extra).output().unwrap()
    };
    let written = audit(&["--output", file.to_str().unwrap()]);
    assert_eq!((written.status.code(), written.stdout.len()), (Some(0), 0));
    assert_eq!(std::fs::read(&file).unwrap(), audit(&[]).stdout);
}

#[test]
fn a_paper_or_a_plan_of_a_part_is_refused() {
    for format in ["docx", "statement", "statement-docx", "xlsx", "csv"] {
        let arguments =
            ["audit", "seeds/example-force", "--as-of", "2021-06-30", "--only", "standing=gap", "--format", format];
        let output = Command::new(env!("CARGO_BIN_EXE_sprcheck")).args(arguments).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{format}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("leave `--only` out"), "{format}");
    }
}

#[test]
fn the_plan_begins_with_the_gaps() {
    let stands = column(&xlsx(&judged("seeds/west-midlands-2021", "2021-01-31")).unwrap(), "Action plan", "Stands");
    let gaps = stands.iter().take_while(|stands| *stands == "✗ gap").count();
    assert!(gaps >= 6, "{stands:?}");
    assert!(stands.iter().skip(gaps).all(|stands| stands != "✗ gap"), "{stands:?}");
}
