//! How a base is found, and what may go wrong with it.

use super::overlays::{duties, extension, facts};
use super::*;

fn base() -> Files {
    Files::from([
        ("policies/ruleset.yaml".into(), manifest("base", "")),
        ("policies/duties.yaml".into(), duties(&["base.one"])),
        ("policies/facts/facts.yaml".into(), facts("base")),
        ("rules/base/one.rhai".into(), "require done: facts.base.done <= as_of;\n".into()),
    ])
}

fn manifest_of(files: &mut Files, text: String) {
    files.insert("policies/ruleset.yaml".into(), text);
}

#[test]
fn a_base_on_disk_is_found_beside_the_rule_set_and_is_not_in_play_by_itself() {
    let place = folder();
    write(&within(&place, "base"), &base());
    write(&within(&place, "ext"), &extension("ext", "select: ['*']\n"));
    let list = |more: &[&str]| {
        let ext = shown(&within(&place, "ext"));
        let output = sprcheck(&[&["rules", "list", "--all", "--no-builtin", "--rules", &ext], more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let listed = list(&[]);
    assert!(listed.contains("ext.base_one") && !listed.contains("  base.one"), "{listed}");
    // Under another spelling it is the same rule set still.
    let listed = list(&["--rules", &format!("{}/ext/../base", place.path().display())]);
    assert!(listed.contains("ext.base_one") && listed.contains("base.one"), "{listed}");
}

#[test]
fn a_base_outside_of_the_folder_that_holds_the_rule_set_is_not_reached_unless_it_is_named() {
    let place = folder();
    write(&within(&place, "base"), &base());
    let mut ext = extension("ext", "select: ['*']\n");
    manifest_of(&mut ext, manifest("ext", "because: base\nextends: [{ path: ../../base }]\n"));
    write(&within(&place, "inner/ext"), &ext);
    let (ext, base) = (shown(&within(&place, "inner/ext")), shown(&within(&place, "base")));
    let output = sprcheck(&["rules", "list", "--rules", &ext]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("lies outside the folder that holds the rule set"),
        "{}",
        text(&output.stderr)
    );
    assert!(sprcheck(&["rules", "list", "--rules", &ext, "--rules", &base]).status.success());
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_a_rule_set_out_of_the_folder_that_holds_it() {
    let place = folder();
    write(&within(&place, "secret/base"), &base());
    write(&within(&place, "inner/ext"), &extension("ext", "select: ['*']\n"));
    std::os::unix::fs::symlink(within(&place, "secret/base"), within(&place, "inner/base")).unwrap();
    let output = sprcheck(&["rules", "list", "--rules", &shown(&within(&place, "inner/ext"))]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("lies outside"), "{}", text(&output.stderr));
}

#[test]
fn a_path_that_is_none_of_a_base_is_told_with_its_place() {
    let place = folder();
    for (path, part) in [
        ("../nowhere", "is not there"),
        ("/etc", "is not written as a relative path"),
        ("'..\\base'", "is not written as a relative path"),
        ("..", "lies outside"),
    ] {
        let mut ext = extension("ext", "select: ['*']\n");
        manifest_of(&mut ext, manifest("ext", &format!("because: base\nextends: [{{ path: {path} }}]\n")));
        write(&within(&place, "ext"), &ext);
        let output = sprcheck(&["rules", "list", "--rules", &shown(&within(&place, "ext"))]);
        let said = text(&output.stderr);
        assert!(said.contains("P055") && said.contains(part) && said.contains("ruleset.yaml:5"), "{path}: {said}");
    }
}

#[test]
fn rule_sets_that_extend_each_other_in_a_circle_show_every_place() {
    let circle = |name: &str, next: &str| {
        let mut files = extension(name, "select: ['*']\n");
        files.remove("policies/overlay.yaml");
        manifest_of(&mut files, manifest(name, &format!("because: base\nextends: [{{ path: ../{next} }}]\n")));
        files
    };
    let rules = load(&[("a", &circle("a", "b"))], &[("b", &circle("b", "c")), ("c", &circle("c", "a"))]);
    let said = told(&rules);
    assert_eq!(said.matches("extends itself").count(), 3, "{said}");
    for place in ["a/policies/ruleset.yaml:5", "b/policies/ruleset.yaml:5", "c/policies/ruleset.yaml:5"] {
        assert!(said.contains(place), "{place}\n{said}");
    }
    let alone = only_problem(&load(&[("a", &circle("a", "a"))], &[]));
    assert!(alone.contains("rule set `a` extends itself"), "{alone}");
}

#[test]
fn the_same_base_twice_is_told_with_both_places() {
    let mut ext = extension("ext", "select: ['*']\n");
    let twice = "because: base\nextends:\n  - { path: ../base }\n  - { path: ./../base }\n";
    manifest_of(&mut ext, manifest("ext", twice));
    let problem = only_problem(&load(&[("ext", &ext)], &[("base", &base())]));
    assert!(problem.contains("rule set `base` is extended twice") && problem.contains("first here"), "{problem}");
}

#[test]
fn versions_of_the_engine_and_of_a_base_are_held_to() {
    let mut ext = extension("ext", "select: ['*']\n");
    manifest_of(
        &mut ext,
        manifest("ext", "engine: '>=99'\nbecause: base\nextends: [{ path: ../base, version: ^2 }]\n"),
    );
    let said = told(&load(&[("ext", &ext)], &[("base", &base())]));
    assert!(said.contains("needs engine `>=99`; this is sprcheck"), "{said}");
    assert!(said.contains("rule set `base` is version 1.0.0; `^2` is wanted"), "{said}");
    for (wrong, part) in [("engine: soon\n", "does not say which versions will do"), ("extends: []\n", "says why")] {
        let mut ext = extension("ext", "select: ['*']\n");
        ext.remove("policies/overlay.yaml");
        manifest_of(&mut ext, manifest("ext", wrong));
        let problem = only_problem(&load(&[("ext", &ext)], &[]));
        assert!(problem.contains(part), "{problem}");
    }
    let mut ext = base();
    manifest_of(&mut ext, manifest("base", "").replace("1.0.0", "1.0"));
    assert!(only_problem(&load(&[("base", &ext)], &[])).contains("`1.0` is not a version"));
}

#[test]
fn nothing_is_taken_from_a_base_that_has_problems() {
    for (path, broken) in [
        ("rules/base/one.rhai", "require done: facts.base.dne <= as_of;\n"),
        ("policies/facts/facts.yaml", "facts: { base.done: { type: evnt, means: m, held_by: h } }"),
    ] {
        let mut base = base();
        base.insert(path.into(), broken.into());
        let rules = load(&[("ext", &extension("ext", "select: ['*']\n"))], &[("base", &base)]);
        let said = told(&rules);
        assert!(said.contains("rule set `base` has") && said.contains("ext/policies/ruleset.yaml:5"), "{path}: {said}");
    }
}

#[test]
fn an_overlay_may_tailor_another_overlay_and_the_account_names_both() {
    let first = extension("ext", "duties:\n  base.one: { weight: { value: 2, because: two } }\n");
    let mut second =
        extension("more", "duties:\n  ext.base_one: { id: more.one, weight: { value: 3, because: three } }\n");
    manifest_of(&mut second, manifest("more", "because: base\nextends: [{ path: ../ext }]\n"));
    let rules = load(&[("more", &second)], &[("ext", &first), ("base", &base())]);
    assert_eq!(told(&rules), "");
    let duty = rules.law().duty("more.one").unwrap();
    let changes: Vec<(&str, &str)> =
        duty.overlaid.as_ref().unwrap().changes.iter().map(|change| (change.by.as_str(), change.is.as_str())).collect();
    assert_eq!(changes, [("ext", "2"), ("more", "3")]);
    assert_eq!(duty.weight.value, 3);
}
