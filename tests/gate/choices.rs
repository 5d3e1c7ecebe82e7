//! What a revision may not choose for itself: the rules and the profile by its `sprcheck.toml`, the base by a name or by a link.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::repository::{Repository, Said, gate, git};

/// The force, with a `sprcheck.toml` that names its profile and its rule set.
fn chosen() -> Repository {
    let repository = Repository::new();
    repository.write("sprcheck.toml", "# What is judged, and by what.\nprofile = \"plan\"\nrules = [\"pilot\"]\n");
    repository.commit();
    repository
}

/// Makes the pilot's duty fall.
fn worse(repository: &Repository) -> u64 {
    repository.replace("plan/profile.yaml", "access_given: 2019-10-01", "access_given: 2020-10-01")
}

fn against(repository: &Repository, arguments: &[&str]) -> Said {
    gate(repository.path(), &[&["--base", "HEAD"], arguments].concat())
}

#[test]
fn rules_that_the_settings_of_the_head_drop_still_judge_both_sides() {
    let repository = chosen();
    let line = worse(&repository);
    let fall = format!("!worse pilot.lead_prepared plan/profile.yaml:{line}");
    against(&repository, &[]).has(&fall);
    repository.replace("sprcheck.toml", "rules = [\"pilot\"]\n", "");
    let dropped = against(&repository, &[]);
    assert_eq!(dropped.code, 1, "{}", dropped.error);
    dropped.has(&fall);
    dropped.has("rule-changed - -");
    repository.commit();
    let named = gate(repository.path(), &["--base", "HEAD~1", "--head", "HEAD"]);
    assert_eq!(named.code, 1, "{}", named.error);
    named.has(&fall);
}

#[test]
fn rules_that_the_settings_drop_alone_fail_for_the_duties_that_go_with_them() {
    let repository = chosen();
    repository.write("sprcheck.toml", "profile = \"plan\"\nrules = []\n");
    let said = against(&repository, &[]);
    assert_eq!(said.code, 1, "{:#?}", said.told());
    said.has("rule-changed - sprcheck.toml:2");
    let of_pilot = said.told().iter().filter(|told| told.starts_with("!rule-changed pilot.")).count();
    assert_eq!(of_pilot, 2, "{:#?}", said.told());
}

#[test]
fn a_profile_that_the_settings_of_the_head_leave_is_judged_with_the_one_that_they_name() {
    let repository = chosen();
    for file in ["profile.yaml", "papers/strategic-contest-board-2021-05-11.md"] {
        repository.write(&format!("archive/{file}"), &repository.read(&format!("plan/{file}")));
    }
    repository.commit();
    let line = worse(&repository);
    repository.replace("sprcheck.toml", "\"plan\"", "\"archive\"");
    let said = against(&repository, &[]);
    assert_eq!(said.code, 1, "{:#?}", said.told());
    said.has(&format!("!worse pilot.lead_prepared plan/profile.yaml:{line}"));
    said.has("rule-changed - sprcheck.toml:2");
    // A profile that moved is compared with what it was, and so is a worse one that the settings turn to.
    fs::remove_dir_all(repository.file("plan")).unwrap();
    let moved = against(&repository, &[]);
    assert_eq!((moved.code, moved.told()), (0, vec!["rule-changed - sprcheck.toml:2".to_owned()]), "{}", moved.error);
    let line = repository.replace("archive/profile.yaml", "access_given: 2019-10-01", "access_given: 2020-10-01");
    against(&repository, &[]).has(&format!("!worse pilot.lead_prepared archive/profile.yaml:{line}"));
}

#[test]
fn settings_that_say_the_same_in_other_words_are_no_finding_and_those_of_an_audit_are_told() {
    let repository = chosen();
    repository.write("sprcheck.toml", "rules = [ \"pilot\" ] # as before\n\nprofile = 'plan'\n");
    let same = against(&repository, &[]);
    assert_eq!((same.code, same.told()), (0, Vec::new()), "{}", same.error);
    repository.write("sprcheck.toml", "rules = [\"pilot\"]\nprofile = \"plan\"\nfail-on = [\"gap\"]\n");
    let said = against(&repository, &[]);
    assert_eq!((said.code, said.told()), (0, vec!["rule-changed - sprcheck.toml:3".to_owned()]), "{}", said.error);
    repository.write("sprcheck.toml", "rules = \n");
    let broken = against(&repository, &[]);
    assert_eq!(broken.code, 2);
    assert!(
        broken.error.contains("the head (`the working tree`) cannot be judged: `sprcheck.toml`"),
        "{}",
        broken.error
    );
}

#[test]
fn a_name_that_is_a_branch_and_a_tag_is_no_base() {
    let repository = Repository::new();
    let line = worse(&repository);
    repository.git(&["checkout", "-q", "--detach"]);
    repository.commit();
    repository.git(&["tag", "main"]);
    let profile = ["plan/profile.yaml", "--rules", "pilot"];
    for base in ["main", "main~0", "main^{commit}"] {
        let said = gate(repository.path(), &[&["--base", base], &profile[..]].concat());
        assert_eq!(said.code, 2, "{base}: {:#?}", said.told());
        let why = "`main` stands for several things: `refs/heads/main` and `refs/tags/main`";
        assert!(said.error.contains(why), "{base}: {}", said.error);
    }
    let said = gate(repository.path(), &[&["--base", "refs/heads/main"], &profile[..]].concat());
    said.has(&format!("!worse pilot.lead_prepared plan/profile.yaml:{line}"));
    // A branch that is called as the commit begins.
    let start = repository.git(&["rev-parse", "--short=12", "HEAD"]);
    let start = start.trim();
    repository.git(&["branch", start, "HEAD~1"]);
    let said = gate(repository.path(), &[&["--base", start], &profile[..]].concat());
    assert!(said.code == 2 && said.error.contains("stands for several things"), "{}", said.error);
}

#[test]
fn a_folder_whose_name_is_not_utf_8_is_no_base_that_is_read_from_the_disk() {
    let repository = Repository::new();
    let odd = repository.path().join(PathBuf::from(std::ffi::OsStr::from_bytes(b"caf\xe9")));
    fs::rename(repository.file("plan"), &odd).unwrap();
    repository.commit();
    let said = gate(&odd, &["--base", "HEAD", "profile.yaml", "--rules", "../pilot"]);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    assert!(said.error.contains("the base (`HEAD`, commit ") && said.error.contains("not UTF-8"), "{}", said.error);
    let named = gate(&odd, &["--base", "HEAD~1", "--head", "HEAD", "profile.yaml", "--rules", "../pilot"]);
    assert!(named.code == 2 && named.error.contains("the head (`HEAD`, commit "), "{}", named.error);
}

#[test]
fn a_link_within_the_repository_is_followed_in_the_commit_wherever_it_is_written_from() {
    for relative in [true, false] {
        let repository = Repository::new();
        let root = repository.path().canonicalize().unwrap();
        let name = root.file_name().unwrap().to_str().unwrap();
        let target = if relative { PathBuf::from("..").join(name).join("plan") } else { root.join("plan") };
        symlink(target, repository.file("current")).unwrap();
        repository.commit();
        let line = worse(&repository);
        let asked = ["--base", "HEAD", "current/profile.yaml", "--rules", "pilot"];
        let fall = format!("!worse pilot.lead_prepared plan/profile.yaml:{line}");
        gate(repository.path(), &asked).has(&fall);
        repository.commit();
        let asked =
            ["--base", "HEAD~1", "--head", "HEAD", "plan/papers/../../current/profile.yaml", "--rules", "pilot"];
        gate(repository.path(), &asked).has(&fall);
    }
}

#[test]
fn a_profile_or_rule_set_that_a_commit_only_links_to_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    let repository = Repository::new();
    fs::rename(repository.file("plan/profile.yaml"), outside.path().join("profile.yaml")).unwrap();
    symlink(outside.path().join("profile.yaml"), repository.file("plan/profile.yaml")).unwrap();
    repository.commit();
    let said = against(&repository, &["plan/profile.yaml", "--rules", "pilot"]);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    assert!(said.error.contains("`plan/profile.yaml` is a link that leaves the repository"), "{}", said.error);

    let repository = Repository::new();
    fs::rename(repository.file("pilot"), outside.path().join("pilot")).unwrap();
    symlink(outside.path().join("pilot"), repository.file("pilot")).unwrap();
    repository.commit();
    let said = against(&repository, &["plan/profile.yaml", "--rules", "pilot"]);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    assert!(said.error.contains("`pilot` is a link that leaves the repository"), "{}", said.error);
    // A rule set that is kept elsewhere is no part of the revision.
    let kept = outside.path().join("pilot");
    let said = against(&repository, &["plan/profile.yaml", "--rules", kept.to_str().unwrap()]);
    assert_eq!((said.code, said.told()), (0, Vec::new()), "{}", said.error);
}

#[test]
fn a_working_tree_that_is_elsewhere_holds_no_base() {
    let (repository, elsewhere) = (Repository::new(), tempfile::tempdir().unwrap());
    git(elsewhere.path(), &["init", "-q", "-b", "main", "."]);
    git(elsewhere.path(), &["commit", "-q", "--allow-empty", "-m", "another repository"]);
    repository.git(&["config", "core.worktree", elsewhere.path().to_str().unwrap()]);
    worse(&repository);
    let said = gate(repository.path(), &["--base", "main", "plan/profile.yaml", "--rules", "pilot"]);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    assert!(said.error.contains("lies outside of the working tree"), "{}", said.error);
}

#[test]
fn evidence_in_a_submodule_is_told_as_what_is_not_read() {
    let (repository, module) = (Repository::new(), tempfile::tempdir().unwrap());
    let paper = "papers/strategic-contest-board-2021-05-11.md";
    git(module.path(), &["init", "-q", "-b", "main", "."]);
    fs::copy(repository.file(&format!("plan/{paper}")), module.path().join("strategic-contest-board-2021-05-11.md"))
        .unwrap();
    git(module.path(), &["add", "-A"]);
    git(module.path(), &["commit", "-q", "-m", "a paper"]);
    fs::remove_dir_all(repository.file("plan/papers")).unwrap();
    repository.commit();
    let from = module.path().to_str().unwrap();
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "plan/papers"]);
    repository.commit();
    for arguments in [&["--base", "HEAD"][..], &["--base", "HEAD", "--head", "HEAD"]] {
        let said = gate(repository.path(), &[arguments, &["plan/profile.yaml", "--rules", "pilot"]].concat());
        assert_eq!(said.code, 2, "{:#?}", said.told());
        let why = format!("`plan/{paper}` lies in the submodule `plan/papers`");
        assert!(said.error.contains(&why), "{}", said.error);
    }
}

#[test]
fn before_the_first_commit_there_is_no_base_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "."]);
    fs::copy("seeds/example-force/profile.yaml", folder.path().join("profile.yaml")).unwrap();
    let said = gate(folder.path(), &["--base", "HEAD", "profile.yaml"]);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("`HEAD` is no commit: the repository has none yet"), "{}", said.error);
    assert!(said.error.contains("`--first-run` judges it alone"), "{}", said.error);
}

#[test]
fn a_clone_that_is_whole_is_not_told_to_become_shallow() {
    let repository = Repository::new();
    repository.commit();
    let clone = tempfile::tempdir().unwrap();
    git(clone.path(), &["clone", "-q", &format!("file://{}", repository.path().display()), "."]);
    for (base, says) in [
        ("origin/release", "\n  git fetch origin +refs/heads/release:refs/remotes/origin/release\n"),
        ("release", "\n  git fetch origin release\n"),
        ("HEAD~7", "\n  git fetch origin\n"),
    ] {
        let said = gate(clone.path(), &["--base", base, "plan/profile.yaml", "--rules", "pilot"]);
        assert_eq!(said.code, 2, "{base}");
        assert!(said.error.contains(says), "{base}: {}", said.error);
    }
}

#[test]
fn the_rules_are_to_be_revised_first_only_where_that_would_help() {
    let repository = Repository::new();
    let kind = "kind: minutes";
    let sound = repository.read("plan/profile.yaml");
    repository.write("plan/profile.yaml", &sound.replacen(kind, "kind: drill-record", 1));
    let asked = ["--base", "HEAD", "plan/profile.yaml", "--rules", "pilot"];
    let hint = "let the rules be revised first";
    let unknown = gate(repository.path(), &asked);
    assert!(unknown.code == 2 && !unknown.error.contains(hint), "{}", unknown.error);
    repository.write("pilot/policies/evidence-kinds.yaml", "kinds:\n  drill-record: { title: a record of a drill }\n");
    let known = gate(repository.path(), &asked);
    assert!(known.code == 2 && known.error.contains(hint), "{}", known.error);
    assert!(known.error.contains("cannot be judged, by the rules of the base\n"), "{}", known.error);
}

#[test]
fn mistakes_of_the_head_stand_on_their_lines_and_those_of_the_base_on_none() {
    let repository = Repository::new();
    let sound = repository.read("plan/profile.yaml");
    let line = sound.split("kind: minutes").next().unwrap().matches('\n').count() + 1;
    repository.write("plan/profile.yaml", &sound.replacen("kind: minutes", "kind: drill-record]%::x", 1));
    let run = |format: &str| {
        let asked = ["gate", "--base", "HEAD", "plan/profile.yaml", "--rules", "pilot", "--as-of", "2021-06-30"];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sprcheck"));
        let output = command.current_dir(repository.path()).args(asked).args(["--format", format]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    let shown = |start: &str, format: &str| {
        let text = run(format);
        assert!(text.lines().next().unwrap().starts_with(start), "{format}: {text}");
    };
    shown(&format!("::error file=plan/profile.yaml,line={line},col="), "github");
    let azure = format!("##vso[task.logissue type=error;sourcepath=plan/profile.yaml;linenumber={line};");
    shown(&azure, "azure");
    let gitlab: serde_json::Value = serde_json::from_str(&run("gitlab")).unwrap();
    assert_eq!(gitlab[0]["location"]["path"], "plan/profile.yaml");
    assert_eq!(gitlab[0]["location"]["lines"]["begin"], line);
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif")).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], line);
    for format in ["text", "markdown", "json", "junit"] {
        assert_eq!(run(format), "", "{format}");
    }
    // In the base it is no line of the revision.
    repository.commit();
    repository.write("plan/profile.yaml", &sound);
    assert_eq!(run("github"), "");
}
