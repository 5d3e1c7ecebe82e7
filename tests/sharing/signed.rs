//! Locks and signatures: what was vouched for is what is judged.

use super::*;

/// A place with a signed rule set `strict` and the keys `a` and `b`, the latter of which has signed nothing.
fn signed() -> tempfile::TempDir {
    let place = folder();
    write(&within(&place, "strict"), &strict());
    for key in ["a", "b"] {
        let output = sprcheck(&["rules", "new-key", "--no-password", &shown(&within(&place, key))]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    let output = sprcheck(&["rules", "sign", &shown(&within(&place, "strict")), "--key", &shown(&within(&place, "a"))]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    place
}

fn check(place: &tempfile::TempDir, rule_set: &str, key: &str) -> Output {
    let key = shown(&within(place, &format!("{key}.pub")));
    sprcheck(&["rules", "check-signature", &shown(&within(place, rule_set)), "--key", &key])
}

fn audit(place: &tempfile::TempDir, key: &str) -> Output {
    let (rules, key) = (shown(&within(place, "strict")), shown(&within(place, &format!("{key}.pub"))));
    sprcheck(&[&["audit", WEST_MIDLANDS, "--rules", &rules, "--trusted-key", &key], &AS_OF[..]].concat())
}

#[test]
fn a_signature_fits_the_rule_set_that_was_signed_and_no_other_key() {
    let place = signed();
    let output = check(&place, "strict", "a");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("strict 1.2.0: the signature fits every file"), "{}", text(&output.stdout));
    assert_eq!(check(&place, "strict", "b").status.code(), Some(1));
    assert!(text(&check(&place, "strict", "b").stderr).contains("signed with a key that is not trusted"));
    assert!(audit(&place, "a").status.success());
    let refused = audit(&place, "b");
    assert_eq!(refused.status.code(), Some(2));
    assert!(refused.stdout.is_empty());
}

#[test]
fn a_signature_that_is_stripped_swapped_or_partial_is_refused_and_so_is_any_change_of_a_file() {
    type Change = fn(&Path);
    let changes: &[(&str, Change, &str)] = &[
        ("stripped", |set| fs::remove_file(set.join("ruleset.minisig")).unwrap(), "has no signature"),
        ("emptied", |set| fs::write(set.join("ruleset.minisig"), "").unwrap(), "cannot be read"),
        (
            "half of it",
            |set| {
                let file = set.join("ruleset.minisig");
                let half: String =
                    fs::read_to_string(&file).unwrap().lines().take(2).map(|line| format!("{line}\n")).collect();
                fs::write(file, half).unwrap();
            },
            "cannot be read",
        ),
        (
            "its comment is another",
            |set| {
                let file = set.join("ruleset.minisig");
                fs::write(&file, fs::read_to_string(&file).unwrap().replace("rule set strict", "rule set better"))
                    .unwrap();
            },
            "does not fit its files",
        ),
        (
            "a line more",
            |set| {
                let file = set.join("ruleset.minisig");
                fs::write(&file, fs::read_to_string(&file).unwrap() + "more\n").unwrap();
            },
            "cannot be read",
        ),
        ("a rule is other", |set| append(set, "rules/prevent/strategic_lead+vetted.rhai"), "does not fit its files"),
        ("the overlay is other", |set| append(set, "policies/overlay.yaml"), "does not fit its files"),
        (
            "a file more",
            |set| fs::write(set.join("policies/more.yaml"), "duties: {}\n").unwrap(),
            "does not fit its files",
        ),
        (
            "a case file more",
            |set| fs::write(set.join("rules/prevent/a.cases.yaml"), "cases: {}\n").unwrap(),
            "does not fit its files",
        ),
        (
            "a file less",
            |set| fs::remove_file(set.join("policies/facts/strict.yaml")).unwrap(),
            "does not fit its files",
        ),
        (
            "a file elsewhere",
            |set| fs::rename(set.join("policies/facts/strict.yaml"), set.join("policies/facts/other.yaml")).unwrap(),
            "does not fit its files",
        ),
    ];
    for (name, change, why) in changes {
        let place = signed();
        change(&within(&place, "strict"));
        let output = check(&place, "strict", "a");
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(text(&output.stderr).contains(why), "{name}: {}", text(&output.stderr));
        let output = audit(&place, "a");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty() && text(&output.stderr).contains(why), "{name}");
    }
}

fn append(set: &Path, path: &str) {
    let file = set.join(path);
    fs::write(&file, fs::read_to_string(&file).unwrap() + "\n").unwrap();
}

#[test]
fn a_signature_of_another_rule_set_does_not_fit() {
    let place = signed();
    let mut other = strict();
    other.insert("policies/ruleset.yaml".into(), other["policies/ruleset.yaml"].replace("1.2.0", "1.3.0"));
    write(&within(&place, "other"), &other);
    fs::copy(within(&place, "strict/ruleset.minisig"), within(&place, "other/ruleset.minisig")).unwrap();
    assert_eq!(check(&place, "other", "a").status.code(), Some(1));
}

#[test]
fn a_base_must_be_signed_as_well() {
    let place = signed();
    let ext = overlays::extension("ext", "select: [strict.prevent_strategic_lead]\n");
    let mut ext = ext;
    ext.insert("policies/ruleset.yaml".into(), manifest("ext", "because: base\nextends: [{ path: ../strict }]\n"));
    write(&within(&place, "ext"), &ext);
    let (folder, key) = (shown(&within(&place, "ext")), shown(&within(&place, "a")));
    assert!(sprcheck(&["rules", "sign", &folder, "--key", &key]).status.success());
    let list = || sprcheck(&["rules", "list", "--rules", &folder, "--trusted-key", &format!("{key}.pub")]);
    assert!(list().status.success(), "{}", text(&list().stderr));
    fs::remove_file(within(&place, "strict/ruleset.minisig")).unwrap();
    assert_eq!(list().status.code(), Some(2));
    assert!(text(&list().stderr).contains("rule set `strict` has no signature"));
}

#[test]
fn a_key_with_a_password_signs_only_with_it() {
    let place = folder();
    write(&within(&place, "strict"), &strict());
    fs::write(within(&place, "right"), "open sesame\n").unwrap();
    fs::write(within(&place, "wrong"), "open barley\n").unwrap();
    let (set, key, right) =
        (shown(&within(&place, "strict")), shown(&within(&place, "k")), shown(&within(&place, "right")));
    assert!(sprcheck(&["rules", "new-key", &key, "--password-file", &right]).status.success());
    assert_eq!(
        sprcheck(&["rules", "new-key", &key, "--password-file", &right]).status.code(),
        Some(2),
        "no key is overwritten"
    );
    let wrong = sprcheck(&["rules", "sign", &set, "--key", &key, "--password-file", &shown(&within(&place, "wrong"))]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!within(&place, "strict/ruleset.minisig").exists());
    let signed = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(["rules", "sign", &set, "--key", &key, "--password-env", "SPRCHECK_TEST_PASSWORD"])
        .env("SPRCHECK_TEST_PASSWORD", "open sesame")
        .output()
        .unwrap();
    assert!(signed.status.success(), "{}", text(&signed.stderr));
    assert!(check(&place, "strict", "k").status.success());
}

#[cfg(unix)]
#[test]
fn a_secret_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = signed();
    assert_eq!(fs::metadata(within(&place, "a")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_signature_is_no_part_of_what_is_signed_or_locked() {
    let place = signed();
    let lock = |set: &str| text(&sprcheck(&["rules", "lock", &shown(&within(&place, set))]).stdout);
    let before = lock("strict");
    fs::remove_file(within(&place, "strict/ruleset.minisig")).unwrap();
    assert_eq!(lock("strict"), before);
    assert!(!before.contains("minisig"));
}

#[test]
fn a_lock_is_the_same_text_each_time_and_lets_through_what_it_locked() {
    let place = folder();
    write(&within(&place, "strict"), &strict());
    let (set, file) = (shown(&within(&place, "strict")), shown(&within(&place, "sprcheck.lock")));
    assert!(sprcheck(&["rules", "lock", &set, "-o", &file]).status.success());
    let lock = fs::read_to_string(&file).unwrap();
    assert_eq!(text(&sprcheck(&["rules", "lock", &set]).stdout), lock);
    assert!(lock.starts_with("sprcheck-lock 1\n") && lock.contains("\nrule-set strict 1.2.0\nsha256:"), "{lock}");
    let audit = |more: &[&str]| sprcheck(&[&["audit", WEST_MIDLANDS, "--locked", &file], more, &AS_OF[..]].concat());
    assert!(audit(&["--rules", &set]).status.success());
    let output = audit(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("rule set `strict` is locked and not loaded"), "{}", text(&output.stderr));
}

#[test]
fn a_lock_refuses_what_differs_and_says_what_was_expected_and_what_is_there() {
    let place = folder();
    let set = within(&place, "strict");
    write(&set, &strict());
    let file = shown(&within(&place, "sprcheck.lock"));
    assert!(sprcheck(&["rules", "lock", &shown(&set), "-o", &file]).status.success());
    append(&set, "policies/overlay.yaml");
    fs::write(set.join("policies/more.yaml"), "duties: {}\n").unwrap();
    fs::remove_file(set.join("policies/facts/strict.yaml")).unwrap();
    for command in [
        &["audit", WEST_MIDLANDS][..],
        &["check", WEST_MIDLANDS],
        &["explain", "spr.capacity", WEST_MIDLANDS],
        &["rules", "list"],
    ] {
        let output = sprcheck(&[command, &["--rules", &shown(&set), "--locked", &file]].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {said}");
        for part in [
            "rule set `strict`, `policies/overlay.yaml`: expected sha256:",
            "rule set `strict`, `policies/more.yaml`: expected no such file, found sha256:",
            ", found no such file",
        ] {
            assert!(said.contains(part), "{command:?}: {part}\n{said}");
        }
    }
}

#[test]
fn what_is_no_lock_is_refused() {
    let place = folder();
    let file = within(&place, "lock");
    let digest = format!("sha256:{}", "0".repeat(64));
    for (lock, part) in [
        (String::new(), "line 1"),
        ("sprcheck-lock 2\n".into(), "it begins with `sprcheck-lock 1`"),
        ("sprcheck-lock 1\n".into(), "at least one rule set"),
        (format!("sprcheck-lock 1\n{digest} a\n"), "a file belongs to a rule set"),
        ("sprcheck-lock 1\nrule-set a 1.0.0\nsha256:12 a\n".into(), "64 hexadecimal digits"),
        (format!("sprcheck-lock 1\nrule-set a 1.0.0\n{digest} a\n{digest} a\n"), "a file stands in it once"),
        ("sprcheck-lock 1\nrule-set a 1.0.0\nrule-set a 1.0.0\n".into(), "a rule set stands in it once"),
    ] {
        fs::write(&file, &lock).unwrap();
        let output = sprcheck(&["rules", "list", "--locked", &shown(&file)]);
        assert_eq!(output.status.code(), Some(2), "{lock}");
        assert!(text(&output.stderr).contains(part), "{lock}: {}", text(&output.stderr));
    }
}
