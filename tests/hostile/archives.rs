//! Attacks in archives: what unfolds without end, and what would be written elsewhere.

use std::fs;
use std::io::{Cursor, Write as _};

use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;

use super::attack::parse;
use super::judge::{Baseline, given};
use super::stage::Stage;

/// The path and bytes of an entry that is a plain file.
type Entry = (String, Vec<u8>);

/// The sound rule set, as entries.
fn sound() -> Vec<Entry> {
    let stage = Stage::named("set");
    [
        "policies/ruleset.yaml",
        "policies/instrument.yaml",
        "policies/facts/evil.yaml",
        "policies/d.yaml",
        "policies/e.yaml",
    ]
    .into_iter()
    .chain(["rules/evil/d.rhai", "rules/evil/e.rhai"])
    .map(|path| (path.to_owned(), fs::read(stage.path(path)).unwrap()))
    .collect()
}

fn header(path: &str, kind: EntryType, size: usize) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size as u64);
    header.set_mode(0o644);
    // What the library would refuse to write, somebody else's does.
    let name = &mut header.as_old_mut().name;
    let length = path.len().min(name.len());
    name[..length].copy_from_slice(&path.as_bytes()[..length]);
    header.set_cksum();
    header
}

fn tarball(files: &[Entry], more: impl Fn(&mut Builder<flate2::write::GzEncoder<Vec<u8>>>)) -> Vec<u8> {
    let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let mut builder = Builder::new(packed);
    for (path, bytes) in files {
        builder.append(&header(path, EntryType::Regular, bytes.len()), bytes.as_slice()).unwrap();
    }
    more(&mut builder);
    builder.into_inner().unwrap().finish().unwrap()
}

fn zipped(files: &[Entry]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path.as_str(), SimpleFileOptions::default().large_file(false)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Both kinds of archive with these entries after the sound ones: refused as a whole, and nothing is met by any of it.
#[track_caller]
fn refused(what: &str, more: &[Entry]) {
    let files = [sound(), more.to_vec()].concat();
    refused_bytes(what, "set.tar.gz", &tarball(&files, |_| {}));
    refused_bytes(what, "set.zip", &zipped(&files));
}

#[track_caller]
fn refused_bytes(what: &str, name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let attack = parse(what, "# Built here.\nexpect: error\n");
    let held = given(&attack, folder.path(), name, Baseline::get());
    println!("{:7?} {:4} MiB archives-{what} ({name})", held.cost.took, held.cost.peak / 1024);
    assert!(held.faults.is_empty(), "{what}, {name}: {}", held.faults.join("\n"));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{what}, {name}: something was written beside the archive");
}

#[test]
fn a_bomb_is_not_unfolded() {
    refused("bomb", &[("policies/big.yaml".into(), vec![b' '; 200 * 1024 * 1024])]);
    let many: Vec<Entry> =
        (0..30).map(|index| (format!("policies/big{index}.yaml"), vec![b'#'; 8 * 1024 * 1024])).collect();
    refused("bomb-in-parts", &many);
}

#[test]
fn a_bomb_in_a_file_that_is_not_wanted_is_not_unfolded_either() {
    refused("bomb-beside", &[("README.md".into(), vec![b' '; 300 * 1024 * 1024])]);
}

#[test]
fn entries_without_end_come_to_an_end() {
    let many: Vec<Entry> = (0..20_000).map(|index| (format!("policies/{index}.yaml"), Vec::new())).collect();
    refused("entries", &many);
}

#[test]
fn no_entry_leaves_the_archive() {
    for path in [
        "../evil.yaml",
        "/tmp/evil.yaml",
        "policies/../../evil.yaml",
        "policies/./../../x.yaml",
        "C:/evil.yaml",
        "policies\\..\\..\\evil.yaml",
    ] {
        refused("leaves", &[(path.into(), b"instruments: {}".to_vec())]);
    }
}

#[test]
fn no_entry_stands_in_for_another() {
    let script = b"require a: facts.evil.n == 1; // another".to_vec();
    for path in
        ["rules/evil/D.rhai", "RULES/evil/d.rhai", "rules//evil/d.rhai", "./rules/evil/d.rhai", "rules/evil/d.rhai/"]
    {
        refused_bytes(
            "stands-in",
            "set.tar.gz",
            &tarball(&[sound(), vec![(path.into(), script.clone())]].concat(), |_| {}),
        );
    }
    let twice = tarball(&[sound(), vec![("rules/evil/d.rhai".into(), script)]].concat(), |_| {});
    refused_bytes("twice", "set.tar.gz", &twice);
}

#[test]
fn an_entry_that_is_no_file_is_refused() {
    for kind in
        [EntryType::Symlink, EntryType::Link, EntryType::Char, EntryType::Block, EntryType::Fifo, EntryType::Continuous]
    {
        let bytes = tarball(&sound(), |builder| {
            let mut header = header("policies/link.yaml", kind, 0);
            header.set_link_name("/etc/passwd").unwrap();
            header.set_cksum();
            builder.append(&header, std::io::empty()).unwrap();
        });
        refused_bytes("kind", "set.tar.gz", &bytes);
    }
}

#[test]
fn a_name_of_controls_reaches_no_terminal() {
    for path in
        ["policies/\u{1b}[2J.yaml", "policies/a\n::error::x.yaml", "policies/\u{202e}lmay.yaml", "policies/\u{0}.yaml"]
    {
        refused_bytes("name", "set.zip", &zipped(&[sound(), vec![(path.into(), b"{}".to_vec())]].concat()));
    }
}

#[test]
fn what_is_cut_off_or_no_archive_is_refused() {
    let whole = tarball(&sound(), |_| {});
    let zip = zipped(&sound());
    for (name, bytes) in [
        ("set.tar.gz", &whole[..whole.len() / 2]),
        ("set.tar.gz", b"no archive"),
        ("set.tar.gz", b""),
        ("set.tar.gz", zip.as_slice()),
        ("set.zip", &zip[..zip.len() / 2]),
        ("set.zip", whole.as_slice()),
        ("set.zip", b""),
    ] {
        refused_bytes("cut-off", name, bytes);
    }
}

#[test]
fn an_archive_in_an_archive_is_no_rule_set() {
    let inner = zipped(&sound());
    refused("nested", &[("policies/inner.zip".into(), inner)]);
}
