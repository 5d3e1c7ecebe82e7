//! What is read is not written over, and nothing but `record` writes into the history.

use std::fs;

use crate::desk::{Desk, PAPER, PROFILE};

#[test]
fn no_report_is_written_into_the_history_that_is_read() {
    let desk = Desk::new();
    let name = desk.record("2021-01-31");
    let record = format!("plan/history/{name}");
    let before = desk.read(&record);
    let audit = |format| vec!["audit", "plan", "--as-of", "2021-02-28", "--format", format];
    for command in [audit("json"), vec!["trend", "plan"], vec!["verify", "plan/history"], vec!["verify", &record]] {
        for output in [record.as_str(), "plan/history/new.json", "plan/history/../history/new.json"] {
            let said = desk.run(&[&command[..], &["-o", output]].concat());
            assert_eq!(said.code, 2, "{command:?} {output}: {}", said.error);
            assert!(said.error.contains("only `sprcheck record` writes there"), "{command:?}: {}", said.error);
        }
    }
    for (format, output) in [("html", "plan/history/new.html"), ("docx", "plan/history/new.docx")] {
        assert_eq!(desk.run(&[&audit(format)[..], &["-o", output]].concat()).code, 2, "{format}");
    }
    assert_eq!((desk.read(&record), desk.records()), (before, vec![name]));
}

#[test]
fn no_answer_is_written_over_what_was_read_for_it() {
    let desk = Desk::new();
    let report = ["audit", "plan", "--as-of", "2021-01-31", "--format", "json", "-o", "plan/report.json"];
    assert_eq!(desk.run(&report).code, 0);
    let kept = desk.read("plan/report.json");
    for output in ["plan/report.json", "plan/profile.yaml", "plan/papers/chart.md"] {
        let said = desk.run(&["verify", "plan/report.json", "-o", output]);
        assert!(said.code == 2 && said.error.contains("was read for this"), "{output}: {}", said.error);
    }
    desk.record("2021-01-31");
    let said = desk.run(&["trend", "plan/profile.yaml", "-o", "plan/profile.yaml"]);
    assert!(said.code == 2 && said.error.contains("was read for this"), "{}", said.error);
    desk.write("office.docx", "a template\n");
    let docx = ["audit", "plan", "--format", "docx", "--template", "office.docx", "-o", "office.docx"];
    let said = desk.run(&docx);
    assert!(said.code == 2 && said.error.contains("was read for this"), "{}", said.error);
    assert_eq!(desk.read("plan/report.json"), kept);
    assert_eq!((desk.read("plan/profile.yaml"), desk.read("plan/papers/chart.md")), (PROFILE.into(), PAPER.into()));
    assert_eq!(desk.read("office.docx"), "a template\n");
}

#[test]
fn a_name_that_is_of_another_format_is_refused() {
    let desk = Desk::new();
    let audit = |format: &str, name: &str| {
        desk.run(&["audit", "plan", "--as-of", "2021-01-31", "--format", format, "-o", name])
    };
    let said = audit("text", "x.docx");
    assert_eq!(said.code, 2);
    let told = "`x.docx` is to be docx, and the format is text; add `--format docx` or choose another name";
    assert!(said.error.contains(told), "{}", said.error);
    for (format, name) in [("docx", "x.pdf"), ("json", "x.HTM"), ("markdown", "x.csv"), ("html", "x.xlsx")] {
        assert_eq!(audit(format, name).code, 2, "{format} {name}");
        assert!(!desk.path(name).exists(), "{name}");
    }
    for (format, name) in [("html", "x.htm"), ("statement-docx", "x.DOCX"), ("text", "x"), ("json", "x.txt")] {
        assert_eq!(audit(format, name).code, 0, "{format} {name}");
    }
}

#[test]
fn a_file_in_the_place_of_the_history_is_told() {
    let desk = Desk::new();
    desk.write("plan/history", "a file\n");
    for command in ["audit", "record"] {
        let said = desk.run(&[command, "plan", "--as-of", "2021-01-31"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{command}");
        assert!(said.error.contains("`plan/history` is a file"), "{command}: {}", said.error);
    }
}

#[test]
fn of_several_that_record_the_same_at_once_one_writes_and_none_fails() {
    let desk = Desk::new();
    let said: Vec<_> = std::thread::scope(|scope| {
        let run = || desk.run(&["record", "plan", "--as-of", "2021-01-31"]);
        let all: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for one in &said {
        assert_eq!(one.code, 0, "{}", one.error);
        assert!(one.out.starts_with("recorded ") || one.out.contains("is on record already"), "{}", one.out);
    }
    assert_eq!(fs::read_dir(desk.path("plan/history")).unwrap().count(), 1);
}
