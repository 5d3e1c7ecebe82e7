//! What a base and a head may be, and what is said where they are not there.

use std::process::Command;

use super::repository::{Repository, SOUND, gate, git};

#[test]
fn a_detached_head_a_sub_folder_and_a_rename_are_judged() {
    let repository = Repository::new();
    repository.git(&["mv", "plan/profile.yaml", "plan/force.yaml"]);
    repository.commit();
    repository.git(&["checkout", "-q", "--detach"]);
    let said =
        gate(&repository.file("plan"), &["--base", "main~1", "--head", "HEAD", "force.yaml", "--rules", "../pilot"]);
    assert_eq!((said.code, said.told()), (0, Vec::new()), "{}", said.error);
}

#[test]
fn a_base_that_is_not_there_ends_with_2_and_the_command_that_fetches_it() {
    let repository = Repository::new();
    repository.commit();
    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(shallow.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    let profile = ["plan/profile.yaml", "--rules", "pilot"];
    for (base, says) in [
        ("origin/release", "git fetch --depth=1 origin +refs/heads/release:refs/remotes/origin/release"),
        ("HEAD~1", "git fetch --deepen=100 origin"),
        ("release", "git fetch --depth=1 origin release"),
        ("--option", "is no name of a commit"),
        ("./nowhere", "is not there"),
    ] {
        let said = gate(shallow.path(), &[&["--base", base], &profile[..]].concat());
        assert_eq!(said.code, 2, "{base}: {}", said.error);
        assert!(said.error.contains(says), "{base}: {}", said.error);
        let first = gate(shallow.path(), &[&["--base", base, "--first-run"], &profile[..]].concat());
        assert_eq!(first.code, 0, "{base}: {:#?} {}", first.told(), first.error);
    }
}

#[test]
fn a_mistake_on_either_side_names_the_side() {
    let repository = Repository::new();
    let sound = repository.read("plan/profile.yaml");
    repository.write("plan/profile.yaml", "force: [");
    repository.commit();
    let head = repository.gate(&[]);
    assert_eq!(head.code, 2);
    assert!(head.error.contains("the head (`the working tree`) cannot be judged"), "{}", head.error);
    repository.write("plan/profile.yaml", &sound);
    repository.commit();
    let base = repository.gate(&[]);
    assert_eq!(base.code, 2);
    assert!(base.error.contains("the base (`HEAD~1`, commit "), "{}", base.error);
}

#[test]
fn a_repository_of_another_user_is_refused_with_the_reason_of_git_and_what_to_do() {
    let repository = Repository::new();
    repository.commit();
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .current_dir(repository.path())
        .args(["gate", "--base", "HEAD~1", "plan/profile.yaml", "--rules", "pilot", "--first-run"])
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(output.stdout.is_empty());
    let root = repository.path().canonicalize().unwrap();
    let why = format!("git does not trust the repository at `{}`, since it belongs to another user", root.display());
    let way = format!("\n  git config --global --add safe.directory {}\n", root.display());
    assert!(error.contains(&why) && error.contains(&way), "{error}");
}

#[test]
fn what_a_partial_clone_lacks_is_never_fetched_and_the_command_that_fetches_it_helps() {
    let repository = Repository::new();
    let line = repository.replace("plan/profile.yaml", "published: 2021-01-04\n", "published: 2021-01-05\n");
    repository.write("pilot/rules/pilot/lead_prepared.rhai", &format!("// A comment.\n{SOUND}"));
    repository.commit();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let from = format!("file://{}", repository.path().display());
    for (filter, names) in [("blob:none", "the base (`HEAD~1`, commit "), ("tree:0", "git refuses")] {
        let clone = tempfile::tempdir().unwrap();
        git(clone.path(), &["clone", "-q", &format!("--filter={filter}"), &from, "."]);
        let objects = || git(clone.path(), &["count-objects", "-v"]);
        let (before, arguments) = (objects(), ["--base", "HEAD~1", "plan/profile.yaml", "--rules", "pilot"]);
        let said = gate(clone.path(), &arguments);
        assert_eq!(said.code, 2, "{filter}: {:#?}", said.told());
        assert!(said.error.contains(names) && said.error.contains("the clone is partial"), "{filter}: {}", said.error);
        assert!(said.error.contains("\n  git fetch --refetch --no-filter\n"), "{filter}: {}", said.error);
        assert_eq!(before, objects(), "{filter}: something was fetched");
        git(clone.path(), &["fetch", "-q", "--refetch", "--no-filter"]);
        let whole = gate(clone.path(), &arguments);
        assert_eq!(whole.code, 1, "{filter}: {}", whole.error);
        whole.has(&format!("!worse statute.inspection_response plan/profile.yaml:{line}"));
    }
}

#[test]
fn a_shallow_clone_is_judged_once_the_command_it_names_was_run() {
    let repository = Repository::new();
    repository.git(&["branch", "release"]);
    let line = repository.replace("plan/profile.yaml", "published: 2021-01-04\n", "published: 2021-01-05\n");
    repository.commit();
    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(shallow.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    let arguments = ["--base", "origin/release", "plan/profile.yaml", "--rules", "pilot"];
    let said = gate(shallow.path(), &arguments);
    assert_eq!(said.code, 2, "{:#?}", said.told());
    let command = said.error.lines().find_map(|line| line.trim().strip_prefix("git fetch ")).unwrap();
    git(shallow.path(), &[&["fetch", "-q"], &command.split(' ').collect::<Vec<_>>()[..]].concat());
    let whole = gate(shallow.path(), &arguments);
    assert_eq!(whole.code, 1, "{}", whole.error);
    whole.has(&format!("!worse statute.inspection_response plan/profile.yaml:{line}"));
}

#[test]
fn a_repository_without_a_working_tree_is_told_and_a_worktree_of_it_is_judged() {
    let repository = Repository::new();
    let line = repository.replace("plan/profile.yaml", "published: 2021-01-04\n", "published: 2021-01-05\n");
    repository.commit();
    let folder = tempfile::tempdir().unwrap();
    let (bare, tree) = (folder.path().join("bare.git"), folder.path().join("tree"));
    let from = format!("file://{}", repository.path().display());
    git(folder.path(), &["clone", "-q", "--bare", &from, "bare.git"]);
    let arguments = ["--base", "main~1", "plan/profile.yaml", "--rules", "pilot"];
    let refused = gate(&bare, &arguments);
    assert_eq!(refused.code, 2, "{:#?}", refused.told());
    assert!(refused.error.contains("the repository has no working tree; clone it"), "{}", refused.error);
    git(&bare, &["worktree", "add", "-q", tree.to_str().unwrap(), "main"]);
    let said = gate(&tree, &arguments);
    assert_eq!(said.code, 1, "{}", said.error);
    said.has(&format!("!worse statute.inspection_response plan/profile.yaml:{line}"));
}

#[test]
fn a_head_inside_the_folder_of_the_base_is_not_read_as_the_base() {
    let repository = Repository::new();
    let line = repository.replace("plan/profile.yaml", "published: 2021-01-04\n", "published: 2021-01-05\n");
    let proposed = repository.read("plan/profile.yaml");
    repository.git(&["checkout", "-q", "--", "plan/profile.yaml"]);
    repository.write("plan/proposed/profile.yaml", &proposed);
    let said = gate(repository.path(), &["--base", "./plan", "plan/proposed/profile.yaml", "--rules", "pilot"]);
    assert_eq!(said.code, 1, "{}", said.error);
    said.has(&format!("!worse statute.inspection_response plan/proposed/profile.yaml:{line}"));
}
