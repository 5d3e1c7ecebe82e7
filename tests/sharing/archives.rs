//! Rule sets in archives: what is in them is what a folder would give, and nothing else gets in.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;

use super::*;

/// One entry of a tar file: its name as it is to stand there, its kind, its bytes.
type Entry<'e> = (&'e str, EntryType, &'e [u8]);

fn header(name: &str, kind: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    // Not through `set_path`, which refuses what is to be tried here.
    let old = header.as_old_mut();
    let bytes = name.as_bytes();
    old.name.get_mut(..bytes.len()).unwrap().copy_from_slice(bytes);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(size);
    header.set_cksum();
    header
}

fn tar_of(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, bytes) in entries {
        let mut header = header(name, *kind, bytes.len() as u64);
        if matches!(kind, EntryType::Symlink | EntryType::Link) {
            header.set_link_name("policies/ruleset.yaml").unwrap();
            header.set_cksum();
        }
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn sound<'f>(files: &'f Files, outer: &str) -> Vec<(String, EntryType, &'f [u8])> {
    files.iter().map(|(path, text)| (format!("{outer}{path}"), EntryType::Regular, text.as_bytes())).collect()
}

fn tgz(files: &Files, outer: &str, more: &[Entry<'_>]) -> Vec<u8> {
    let own = sound(files, outer);
    let own = own.iter().map(|(name, kind, bytes)| (name.as_str(), *kind, *bytes));
    gz(&tar_of(&own.chain(more.iter().copied()).collect::<Vec<_>>()))
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zipped(files: &Files) -> Vec<u8> {
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    zip_of(&entries)
}

/// Reads an archive of that name from disk, as the program does.
fn read(name: &str, bytes: &[u8]) -> InputTree {
    let place = folder();
    let file = within(&place, name);
    fs::write(&file, bytes).unwrap();
    files::rule_set(&file).unwrap()
}

fn faults(tree: &InputTree) -> Vec<String> {
    tree.faults.iter().map(|fault| format!("{}: {}", fault.path, fault.message)).collect()
}

#[test]
fn an_archive_gives_what_its_folder_gives() {
    let files = strict();
    let folder = load(&[("strict", &files)], &[]);
    let digest = folder.law().rule_sets["strict"].digest.clone();
    let comment: &[u8] = b"52 comment=0123456789012345678901234567890123456789\n";
    let tars = [
        tgz(&files, "", &[]),
        tgz(&files, "./", &[]),
        tgz(&files, "strict-1.2.0/", &[("strict-1.2.0/rules/", EntryType::Directory, b"")]),
        tgz(&files, "", &[("pax_global_header", EntryType::XGlobalHeader, comment)]),
    ];
    let archives = tars
        .iter()
        .map(|bytes| ("a.tar.gz", bytes.clone()))
        .chain([("a.TGZ", tars[0].clone()), ("a.zip", zipped(&files))]);
    for (name, bytes) in archives {
        let tree = read(name, &bytes);
        assert_eq!(faults(&tree), [""; 0], "{name}");
        let rules = Rules::load(&[load::builtin(), tree], true);
        assert_eq!(told(&rules), "", "{name}");
        assert_eq!(rules.law().rule_sets["strict"].digest, digest, "{name}");
    }
}

#[test]
fn an_audit_takes_an_archive_and_finds_its_base_beside_it() {
    let place = folder();
    let base = Files::from([
        ("policies/ruleset.yaml".into(), manifest("base", "")),
        ("policies/duties.yaml".into(), overlays::duties(&["base.one"])),
        ("policies/facts/facts.yaml".into(), overlays::facts("base")),
        ("rules/base/one.rhai".into(), "require done: facts.base.done <= as_of;\n".into()),
    ]);
    let mut ext = overlays::extension("ext", "select: ['*']\n");
    ext.insert("policies/ruleset.yaml".into(), manifest("ext", "because: base\nextends: [{ path: ../base.zip }]\n"));
    fs::write(within(&place, "base.zip"), zipped(&base)).unwrap();
    fs::write(within(&place, "ext.tar.gz"), tgz(&ext, "", &[])).unwrap();
    let archive = shown(&within(&place, "ext.tar.gz"));
    let output = sprcheck(&[&["audit", WEST_MIDLANDS, "--rules", &archive, "--format", "json"], &AS_OF[..]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let ids: Vec<&str> = answer["duties"].as_array().unwrap().iter().map(|duty| duty["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"ext.base_one") && !ids.contains(&"base.one"));
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing is unpacked to disk: {left:?}");
}

#[test]
fn whatever_does_not_belong_into_a_rule_set_is_named_and_nothing_of_the_archive_is_used() {
    let file = EntryType::Regular;
    let long = format!("policies/{}.yaml", "a".repeat(85));
    let deep = format!("policies/{}b.yaml", "a/".repeat(20));
    let odd: &[(Entry<'_>, &str)] = &[
        (("/etc/passwd", file, b""), "does not begin within the archive"),
        (("c:/windows.yaml", file, b""), "does not begin within the archive"),
        (("\\\\server\\x.yaml", file, b""), "does not begin within the archive"),
        (("../policies/a.yaml", file, b""), "steps up with `..`"),
        (("policies/../../a.yaml", file, b""), "steps up with `..`"),
        (("policies\\a.yaml", file, b""), "letters, digits"),
        (("policies/.hidden.yaml", file, b""), "letters, digits"),
        (("policies//a.yaml", file, b""), "letters, digits"),
        (("policies/a b.yaml", file, b""), "letters, digits"),
        (("policies/\u{1b}[31m.yaml", file, b""), "letters, digits"),
        (("policies/\u{202e}a.yaml", file, b""), "letters, digits"),
        ((&deep, file, b""), "lies deeper than 16 folders"),
        (("policies/link.yaml", EntryType::Symlink, b""), "is a link"),
        (("policies/hard.yaml", EntryType::Link, b""), "is a link"),
        (("policies/null.yaml", EntryType::Char, b""), "is a device or a pipe"),
        (("policies/pipe.yaml", EntryType::Fifo, b""), "is a device or a pipe"),
        (("policies/odd.yaml", EntryType::new(b'Z'), b""), "is of a special kind"),
        (("policies/ruleset.yaml", file, b"name: other"), "stands twice"),
        (("policies/Ruleset.yaml", file, b"name: other"), "differs from `policies/ruleset.yaml` in case only"),
        (("policies/overlay.yaml/a.yaml", file, b""), "lies within a file"),
        (("README.md", file, b"hello"), "does not belong into a rule set"),
        (("rules/prevent/a.exe", file, b""), "does not belong into a rule set"),
        (("policies/a.yml", file, b""), "does not belong into a rule set"),
    ];
    assert!(long.len() < 100);
    for (entry, why) in odd {
        let tree = read("a.tar.gz", &tgz(&strict(), "", &[*entry]));
        let told = faults(&tree);
        assert_eq!(told.len(), 1, "{:?}: {told:?}", entry.0);
        assert!(told[0].contains(why), "{:?}: {told:?}", entry.0);
        assert!(told[0].chars().all(|letter| !letter.is_control() && letter != '\u{202e}'), "{told:?}");
        assert!(tree.files.iter().all(|file| file.path == "policies/ruleset.yaml"), "{:?}", entry.0);
    }
    for (name, why) in [
        ("/etc/passwd", "begin within"),
        ("../a.yaml", "steps up"),
        ("policies/Overlay.yaml", "in case only"),
        ("x.txt", "does not belong"),
    ] {
        let mut files = strict();
        files.insert(name.into(), "a".into());
        let told = faults(&read("a.zip", &zipped(&files)));
        assert!(told.iter().any(|told| told.contains(why)), "{name}: {told:?}");
    }
}

#[test]
fn a_broken_archive_is_a_problem_of_its_rule_set_alone() {
    let place = folder();
    let archive = within(&place, "a.tar.gz");
    fs::write(&archive, tgz(&strict(), "", &[("../a.yaml", EntryType::Regular, b"")])).unwrap();
    let arguments = ["audit", WEST_MIDLANDS, "--rules", &shown(&archive), "--format", "json"];
    let output = sprcheck(&[&arguments, &AS_OF[..]].concat());
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    assert!(said.contains("P058") && said.contains("a.tar.gz:../a.yaml"), "{said}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["duties"].as_array().unwrap().iter().all(|duty| duty["rule_set"] == "sprcheck"));
}

#[test]
fn a_pax_header_that_changes_what_is_read_is_refused() {
    for (key, value) in [("size", "3"), ("linkpath", "/etc/passwd"), ("GNU.sparse.major", "1")] {
        let record = |length: usize| format!("{length} {key}={value}\n");
        let length = (1..100).find(|length| record(*length).len() == *length).unwrap();
        let text = record(length);
        let more: [Entry<'_>; 2] =
            [("x", EntryType::XHeader, text.as_bytes()), ("policies/a.yaml", EntryType::Regular, b"abc")];
        let told = faults(&read("a.tar.gz", &tgz(&strict(), "", &more)));
        assert!(told.iter().any(|told| told.contains("extended attributes")), "{key}: {told:?}");
    }
}

#[test]
fn archives_that_are_broken_or_hide_something_are_refused() {
    let sound = tgz(&strict(), "", &[]);
    let mut twice = sound.clone();
    twice.extend(&sound);
    let mut behind = tar_of(&[("policies/a.yaml", EntryType::Regular, b"a: 1")]);
    behind.extend(tar_of(&[("policies/b.yaml", EntryType::Regular, b"b: 1")]));
    let zip = zipped(&strict());
    let mut before = b"#!/bin/sh\n".to_vec();
    before.extend(&zip);
    // The name before the file differs from the one in the directory.
    let mut renamed = zip.clone();
    let at = renamed.windows(21).position(|window| window == b"policies/overlay.yaml").unwrap();
    renamed[at + 9] = b'O';
    for (name, bytes, why) in [
        ("a.tar.gz", b"nothing".to_vec(), "cannot be unfolded"),
        ("a.tar.gz", sound[..sound.len() / 2].to_vec(), "cannot be unfolded"),
        ("a.tar.gz", gz(b"nothing that a tar file begins with"), "the archive is broken"),
        ("a.tar.gz", twice, "behind the end"),
        ("a.tar.gz", gz(&behind), "behind the end"),
        ("a.zip", b"nothing".to_vec(), "the archive is broken"),
        ("a.zip", zip[..zip.len() / 2].to_vec(), "the archive is broken"),
        ("a.zip", before, "before the beginning"),
        ("a.zip", renamed, "another name in the archive's directory"),
    ] {
        let tree = read(name, &bytes);
        assert!(faults(&tree).iter().any(|told| told.contains(why)), "{name} {why}: {:?}", faults(&tree));
    }
}

#[test]
fn bombs_are_refused_at_once() {
    let start = std::time::Instant::now();
    let nothing = vec![b' '; 80 * 1024 * 1024];
    let many: Vec<String> = (0..5000).map(|number| format!("policies/a{number}.yaml")).collect();
    let entries: Vec<Entry<'_>> = many.iter().map(|name| (name.as_str(), EntryType::Regular, &b""[..])).collect();
    let zip_entries: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for (name, bytes, why) in [
        ("a.tar.gz", gz(&tar_of(&[("policies/a.yaml", EntryType::Regular, &nothing)])), "unfolds to more"),
        ("a.zip", zip_of(&[("policies/a.yaml", &nothing)]), "unfolds to more"),
        ("a.tar.gz", gz(&tar_of(&entries)), "more than 4096 entries"),
        ("a.zip", zip_of(&zip_entries), "more than 4096 entries"),
        (
            "a.tar.gz",
            tgz(&strict(), "", &[("rules/a/b.rhai", EntryType::Regular, &nothing[..70_000])]),
            "the limit is 65536",
        ),
    ] {
        let told = faults(&read(name, &bytes));
        assert!(told.iter().any(|told| told.contains(why)), "{name} {why}: {told:?}");
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
