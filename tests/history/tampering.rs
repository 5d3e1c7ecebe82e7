//! Records that are not as they were made: told with their place, by every command that reads them.

use std::fs;
use std::sync::OnceLock;

use crate::desk::Desk;

/// A history of three, the second of which is changed; what `verify`, `trend` and `audit` say of it.
fn changed(change: impl Fn(&Desk, &str)) -> String {
    static THREE: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let three = THREE.get_or_init(|| {
        let desk = Desk::new();
        let names = ["2021-01-31", "2021-02-28", "2021-03-31"].map(|as_of| desk.record(as_of));
        names.map(|name| (format!("plan/history/{name}"), desk.read(&format!("plan/history/{name}")))).into()
    });
    let desk = Desk::new();
    three.iter().for_each(|(file, text)| desk.write(file, text));
    let second = &three[1].0;
    change(&desk, second);
    let mut told = String::new();
    for command in ["trend", "audit", "record"] {
        let mut arguments = vec![command, "plan"];
        if command != "trend" {
            arguments.extend(["--as-of", "2021-04-30"]);
        }
        let before = desk.records();
        let said = desk.run(&arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{command}");
        assert!(said.error.contains("not as it was recorded"), "{command}: {}", said.error);
        assert_eq!(desk.records(), before, "{command}");
        told = said.error;
    }
    // The chain is checked whole; of the reports one is enough.
    let verified = desk.run(&["verify", &three[0].0]);
    if told.contains("the limit is") || told.contains("no ordinary file") {
        assert_eq!((verified.code, verified.out.as_str()), (2, ""));
        assert!(verified.error.contains("could not be read"), "{}", verified.error);
    } else {
        assert_eq!(verified.code, 1, "{}{}", verified.out, verified.error);
        assert!(verified.out.contains("BROKEN"), "{}", verified.out);
    }
    told
}

#[test]
fn a_value_that_was_changed_is_found_and_so_is_who_follows_it() {
    let told = changed(|desk, file| {
        let text = desk.read(file);
        assert!(text.contains("\"standing\": \"gap\"") || text.contains("\"standing\": \"unassessed\""));
        desk.write(file, &text.replacen("\"standing\": \"unassessed\"", "\"standing\": \"satisfied\"", 1));
    });
    assert!(told.contains(".json:6:3: the digest is not that of what stands here"), "{told}");
    assert!(told.contains("2021-03-31") && told.contains(":4:5: the record follows `sha256:"), "{told}");
}

#[test]
fn a_record_that_is_gone_is_missed_by_the_next() {
    let told = changed(|desk, file| fs::remove_file(desk.path(file)).unwrap());
    assert!(told.contains("which is not here"), "{told}");
}

#[test]
fn a_record_under_another_name_is_refused() {
    let told = changed(|desk, file| {
        fs::rename(desk.path(file), desk.path("plan/history/2021-02-27-0123456789ab.json")).unwrap();
    });
    assert!(told.contains("was called `2021-02-28-"), "{told}");
    let told = changed(|desk, file| {
        fs::copy(desk.path(file), desk.path("plan/history/copy.json")).unwrap();
    });
    assert!(told.contains("copy.json:1:1: the name is not that of a record"), "{told}");
}

#[test]
fn what_is_no_record_is_told_with_its_line() {
    let told = changed(|desk, file| desk.write(file, "{\n  \"schema_version\": \"1.0\",\n  oops\n}\n"));
    assert!(told.contains(":3:"), "{told}");
    let told = changed(|desk, file| fs::write(desk.path(file), b"{\n\xff}").unwrap());
    assert!(told.contains(":2:1: the file is not UTF-8"), "{told}");
    let told = changed(|desk, file| {
        let text = desk.read(file);
        desk.write(file, &text.replacen("\"schema_version\": \"1.0\"", "\"schema_version\": \"9.0\"", 1));
    });
    assert!(told.contains("the version `9.0`"), "{told}");
    let told = changed(|desk, file| {
        let text = desk.read(file);
        desk.write(file, &text.replacen("  \"digest\"", "   \"digest\"", 1));
    });
    assert!(told.contains("not as it was written"), "{told}");
}

#[test]
fn a_file_that_is_too_large_or_no_file_is_refused() {
    let told = changed(|desk, file| {
        let sparse = fs::OpenOptions::new().write(true).open(desk.path(file)).unwrap();
        sparse.set_len(33 * 1024 * 1024).unwrap();
    });
    assert!(told.contains("the limit is 33554432"), "{told}");
    let told = changed(|desk, file| {
        fs::remove_file(desk.path(file)).unwrap();
        fs::create_dir(desk.path(file)).unwrap();
    });
    assert!(told.contains("no ordinary file"), "{told}");
}

#[test]
fn nesting_without_end_and_a_hostile_name_do_no_harm() {
    let told = changed(|desk, file| desk.write(file, &format!("{{\"report\": {}", "[".repeat(1_000_000))));
    assert!(told.contains("the JSON is not that of a report"), "{told}");
    let told = changed(|desk, file| desk.write(file, "{\"schema_version\": \"\\u001b[2J\", \"report\": {}}"));
    assert!(!told.contains('\u{1b}'), "{told}");
}

#[test]
fn line_ends_that_git_changed_are_no_tampering() {
    let desk = Desk::new();
    let name = desk.record("2021-01-31");
    let file = format!("plan/history/{name}");
    desk.write(&file, &desk.read(&file).replace('\n', "\r\n"));
    let said = desk.run(&["verify", "plan/history"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.error);
}

#[test]
fn a_page_about_the_folder_is_no_record() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.write("plan/history/README.md", "# What is kept here\n");
    desk.write("plan/history/.DS_Store", "");
    assert_eq!(desk.run(&["trend", "plan"]).code, 0);
}
