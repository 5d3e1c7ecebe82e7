//! Attacks that take more than text: links, devices, folders without end, names that claim to be somebody else's.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::attack::{Attack, Expect, parse};
use super::judge::{Baseline, Held, staged};
use super::stage::{Stage, duty};

fn attack(name: &str, expect: &str) -> Attack {
    parse(name, &format!("# Built below.\nexpect: {expect}\n"))
}

#[track_caller]
fn holds(attack: &Attack, stage: &Stage) -> Held {
    let held = staged(attack, stage, Baseline::get());
    println!("{:7?} {:4} MiB {}", held.cost.took, held.cost.peak / 1024, attack.name);
    assert!(held.faults.is_empty(), "{}: {}", attack.name, held.faults.join("\n"));
    held
}

fn error(name: &str, says: &str) -> Attack {
    let mut attack = attack(name, "error");
    assert_eq!(attack.expect, Expect::Error);
    attack.says.push(says.into());
    attack
}

#[test]
fn a_link_to_a_file_outside_is_not_read() {
    for target in ["/etc/passwd", "../../../secret", "/proc/self/environ"] {
        let stage = Stage::named("set");
        fs::write(stage.around().join("secret"), "require a: facts.evil.n == 1; // the secret").unwrap();
        fs::remove_file(stage.path("rules/evil/d.rhai")).unwrap();
        symlink(target, stage.path("rules/evil/d.rhai")).unwrap();
        let mut attack = error("links-file-outside", "leaves the folder");
        attack.hides.push("the secret".into());
        holds(&attack, &stage);
    }
}

#[test]
fn a_link_to_a_folder_outside_is_not_followed() {
    for target in ["/", "../..", "/proc/self/fd", "/dev"] {
        let stage = Stage::named("set");
        symlink(target, stage.path("policies/more")).unwrap();
        holds(&error("links-folder-outside", "leaves the folder"), &stage);
    }
}

#[test]
fn the_policies_themselves_may_be_no_link_that_leaves() {
    let stage = Stage::named("set");
    fs::rename(stage.path("policies"), stage.around().join("elsewhere")).unwrap();
    symlink("../elsewhere", stage.path("policies")).unwrap();
    // Whatever comes of it, nothing outside is read: the sound duties in there are not met.
    let mut attack = attack("links-policies", "error");
    attack.files.push(("policies/e.yaml".into(), Vec::new()));
    holds(&attack, &stage);
}

#[test]
fn links_in_a_circle_come_to_an_end() {
    let stage = Stage::named("set");
    for (link, target) in [("policies/around", "."), ("policies/facts/up", ".."), ("rules/evil/back", "../../rules")] {
        symlink(target, stage.path(link)).unwrap();
    }
    symlink("itself.yaml", stage.path("policies/itself.yaml")).unwrap();
    holds(&error("links-circle", "the link leads nowhere"), &stage);
}

#[test]
fn a_pipe_or_a_device_is_not_waited_for() {
    let stage = Stage::named("set");
    let made = Command::new("mkfifo").arg(stage.path("policies/pipe.yaml")).status().unwrap();
    assert!(made.success());
    holds(&error("links-pipe", "no ordinary file"), &stage);
    for device in ["/dev/zero", "/dev/stdin", "/dev/tty"] {
        let stage = Stage::named("set");
        symlink(device, stage.path("policies/device.yaml")).unwrap();
        holds(&error("links-device", "the link leaves the folder"), &stage);
    }
}

#[test]
fn folders_without_end_come_to_an_end() {
    let stage = Stage::named("set");
    stage.put(&format!("policies/{}x.yaml", "a/".repeat(200)), b"duties: {}\n");
    holds(&error("huge-folders", "nested deeper"), &stage);
}

#[test]
fn ten_thousand_files_are_too_many() {
    let stage = Stage::named("set");
    for index in 0..10_000 {
        stage.put(&format!("policies/many/{index}.yaml"), b"instruments: {}\n");
    }
    holds(&error("huge-files", "files"), &stage);
}

#[test]
fn a_folder_in_place_of_a_file_is_no_file() {
    let stage = Stage::named("set");
    fs::remove_file(stage.path("rules/evil/d.rhai")).unwrap();
    fs::create_dir(stage.path("rules/evil/d.rhai")).unwrap();
    fs::create_dir(stage.path("policies/x.yaml")).unwrap();
    holds(&error("links-folder-for-file", "d.rhai"), &stage);
}

/// Whose name a folder takes says nothing of whose rules are in it.
#[test]
fn a_folder_that_is_called_as_the_built_in_rule_set_is_not_the_built_in_one() {
    // Where the folder's name is all that tells the two apart, nothing is assessed at all.
    for (name, becomes) in [("sprcheck", "refused"), ("builtin:", "refused"), ("builtin:policies", "error")] {
        let stage = Stage::named(name);
        let sound = "require a: facts.evil.n == 1;\n";
        // The sound set in such a folder is as sound as anywhere.
        holds(&attack("names-folder", "inert because it claims nothing but a folder's name"), &stage);
        // One that takes the built-in one's name as well is refused, and no duty of the built-in one is replaced.
        stage.put("policies/ruleset.yaml", b"name: sprcheck\nversion: 9.9.9\nowner: a stranger\nlicence: MIT\n");
        stage.put("policies/d.yaml", duty("d").replace("evil.d", "prevent.spocs").as_bytes());
        stage.put("rules/prevent/spocs.rhai", sound.as_bytes());
        let mut both = attack("names-folder-and-set", becomes);
        both.says.push("is loaded already".into());
        holds(&both, &stage);
    }
}

#[test]
fn a_file_name_of_controls_and_line_breaks_reaches_no_terminal() {
    for name in [
        "policies/\u{1b}[2J\u{1b}]0;owned\u{7}.yaml",
        "policies/a\n::error::owned.yaml",
        "policies/\u{202e}lmay.yaml",
        "rules/evil/\u{1b}[31m.rhai",
    ] {
        let stage = Stage::named("set");
        stage.put(name, b"owned: true\n");
        let mut attack = attack("injection-file-name", "error");
        attack.formats = vec!["text".into(), "markdown".into()];
        attack.hides.push("\u{1b}".into());
        holds(&attack, &stage);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_no_text_is_told_and_not_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let stage = Stage::named("set");
    let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.yaml");
    fs::write(stage.path("policies").join(name), "owned: true\n").unwrap();
    holds(&error("injection-file-name-bytes", "leads nowhere"), &stage);
}

#[cfg(target_os = "linux")]
#[test]
fn a_lock_a_key_or_settings_that_never_end_are_not_read_to_their_end() {
    let profile = std::path::Path::new("tests/hostile/profile").canonicalize().unwrap();
    let profile = profile.to_str().unwrap();
    let around = tempfile::tempdir().unwrap();
    let audit = ["audit", profile, "--as-of", "2021-01-31"];
    let ended = |more: &[&str], why: &str| {
        let ended = super::child::run(around.path(), &[&audit, more].concat());
        assert_eq!(ended.code, Some(2), "{more:?}: {}", ended.complaint);
        assert!(ended.complaint.contains(why), "{more:?}: {}", ended.complaint);
        assert!(ended.cost.peak < 256 * 1024, "{more:?}: {} KiB", ended.cost.peak);
    };
    ended(&["--locked", "/dev/zero"], "it has more than");
    ended(&["--trusted-key", "/dev/zero"], "it has more than");
    symlink("/dev/zero", around.path().join("sprcheck.toml")).unwrap();
    ended(&[], "no ordinary file");
}
