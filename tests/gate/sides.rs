//! What a base and a head may be, and what is said where they are not there.

use super::repository::{Repository, gate, git};

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
