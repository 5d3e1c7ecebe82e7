//! One broken input for each kind of problem. The folder's name begins with the code that must be found; what
//! people read of it is a snapshot. Rule sets and profiles are tried against the small sound rule set in `tests/broken/Law`.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sprcheck::audit::Rules;
use sprcheck::load::{self, FileFault, InputFile, InputTree, Loaded, files, snippet};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::law::Law;
use sprcheck::model::place::Origin;
use sprcheck::model::problem::Code;

const FOLDER: &str = "tests/broken";

fn sound_law() -> InputTree {
    files::rule_set(Path::new(FOLDER).join("Law").as_path()).unwrap()
}

fn load_profile(tree: &InputTree, law: &Law, loaded: &mut Loaded) {
    load::profile(tree, law, &BTreeSet::new(), &BTreeMap::new(), loaded);
}

/// Loads what is in a folder: a rule set beside the sound one, or a profile.
fn load_folder(folder: &Path) -> Loaded {
    let mut trees = vec![sound_law()];
    let is_rule_set = folder.join("policies").is_dir();
    if is_rule_set {
        trees.push(files::rule_set(folder).unwrap());
    }
    let rules = Rules::load(&trees, true);
    let (law, mut loaded) = (rules.law(), rules.loaded().clone());
    for tree in &trees {
        for file in tree.case_files() {
            load::cases(file, &tree.origin, law, &mut loaded);
        }
    }
    if !is_rule_set {
        let tree = files::profile(folder).unwrap();
        let held = files::held(folder, &load::held_paths(&tree));
        if let Some(mut profile) = load::profile(&tree, law, &BTreeSet::new(), &held.digests, &mut loaded) {
            profile.documents = held.documents;
            loaded.problems.extend(load::lost_citations(&profile));
        }
    }
    loaded
}

fn folders() -> Vec<String> {
    let entries = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|name| name.starts_with('P')).collect();
    names.sort();
    names
}

#[test]
fn each_broken_input_has_its_problems_with_a_snippet() {
    for name in folders() {
        let loaded = load_folder(&Path::new(FOLDER).join(&name));
        let code = name.split('-').next().unwrap();
        assert!(loaded.problems.iter().any(|problem| problem.code.as_str() == code), "{name}: {:?}", loaded.problems);
        assert!(loaded.problems.iter().all(|problem| problem.place.is_some()), "{name}");
        let text = snippet::render(&loaded.problems, &loaded.sources);
        assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{name}");
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn the_sound_rule_set_has_no_problems() {
    let mut loaded = Loaded::default();
    load::rule_sets(&[sound_law()], &mut loaded);
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
}

#[test]
fn each_code_has_its_broken_input() {
    let names = folders();
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        // What stands in archives is tried in `tests/sharing/archives.rs`.
        let made_here = ["P003", "P014", "P058"].contains(&code);
        let found = names.iter().any(|name| name.starts_with(code));
        assert!(found || made_here, "{code}");
    }
}

#[test]
fn each_code_has_its_page() {
    for code in Code::ALL {
        let page = fs::read_to_string(format!("docs/problems/{code}.md")).unwrap_or_default();
        assert!(page.starts_with(&format!("# {code}: ")), "{code}");
        for part in ["## What it means", "## Example", "## How to mend it"] {
            assert!(page.contains(part), "{code}: {part}");
        }
    }
}

fn profile_of(bytes: Vec<u8>) -> Loaded {
    let file = InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes };
    let tree = InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() };
    let mut loaded = Loaded::default();
    let law = load::rule_sets(&[sound_law()], &mut loaded);
    load_profile(&tree, &law, &mut loaded);
    loaded
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let mut text = String::new();
    for bytes in [vec![b' '; 17 * 1024 * 1024], format!("[{}]", "x,".repeat(2_000_001)).into_bytes()] {
        let loaded = profile_of(bytes);
        text.push_str(&snippet::render(&loaded.problems, &loaded.sources));
    }
    insta::assert_snapshot!("limits", text);
}

#[test]
fn a_profile_or_rule_set_that_is_not_there_is_told_without_a_place() {
    let missing = Path::new("tests/broken/nowhere");
    let problems = [
        *files::profile(missing).unwrap_err(),
        *files::rule_set(missing).unwrap_err(),
        *files::rule_set(Path::new("tests")).unwrap_err(),
    ];
    insta::assert_snapshot!("not there", snippet::render(&problems, &Default::default()));
}

#[test]
fn a_script_is_measured_before_it_is_read_and_belongs_to_its_rule_set() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("policies/ruleset.yaml", "name: other\nversion: 1.0.0\nowner: o\n");
    write("rules/a/big.rhai", &"/".repeat(files::MAX_SCRIPT_BYTES + 1));
    write("rules/a/fits.rhai", &"/".repeat(files::MAX_SCRIPT_BYTES));
    let tree = files::rule_set(folder.path()).unwrap();
    let paths: Vec<_> = tree.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["policies/ruleset.yaml", "rules/a/fits.rhai"]);
    let mut loaded = Loaded::default();
    load::rule_sets(&[tree], &mut loaded);
    let codes: Vec<_> = loaded.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::FileTooLarge, Code::RuleWithoutDuty]);
    for problem in &loaded.problems {
        assert_eq!(problem.origin(&loaded.sources), Some(&Origin::RuleSet(RuleSetName::from("other"))));
    }
}

#[cfg(unix)]
#[test]
fn a_rule_set_cannot_read_outside_its_folder() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.yaml"), "duties: {}\n").unwrap();
    let policies = folder.path().join("policies");
    fs::create_dir(&policies).unwrap();
    fs::write(policies.join("ruleset.yaml"), "name: other\nversion: 1.0.0\nowner: o\n").unwrap();
    fs::write(policies.join("notes.txt"), "not read").unwrap();
    symlink(outside.path().join("secret.yaml"), policies.join("link.yaml")).unwrap();
    symlink(outside.path(), policies.join("folder")).unwrap();
    symlink(&policies, policies.join("circle")).unwrap();
    symlink("/dev/zero", policies.join("zero.yaml")).unwrap();
    let tree = files::rule_set(folder.path()).unwrap();
    let paths: BTreeSet<_> = tree.files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.iter().all(|path| path.ends_with("ruleset.yaml")), "{paths:?}");
    let faults: Vec<&FileFault> = tree.faults.iter().collect();
    assert_eq!(
        faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(),
        ["policies/folder", "policies/link.yaml", "policies/zero.yaml"]
    );
}

#[test]
fn digests_are_taken_only_inside_the_profile_s_folder() {
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("profile");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("plan.txt"), "plan").unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let paths: Vec<String> = ["plan.txt", "../secret.txt", "missing.txt", "/etc/passwd"].map(String::from).to_vec();
    for profile in [folder.clone(), folder.join("profile.yaml")] {
        let found = files::digests(&profile, &paths);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["plan.txt"]);
        assert!(found["plan.txt"].starts_with("sha256:"));
    }
}

#[test]
fn two_rule_sets_of_one_name_are_told_without_a_word_about_the_built_in_one() {
    let tree = |folder: &str| {
        let shown = format!("{folder}/policies/ruleset.yaml");
        let bytes = b"name: twin\nversion: 1.0.0\nowner: somebody\n".to_vec();
        let file = InputFile { path: "policies/ruleset.yaml".into(), shown, bytes };
        InputTree { origin: Origin::RuleSet(RuleSetName::from(folder)), files: vec![file], faults: Vec::new() }
    };
    let mut loaded = Loaded::default();
    load::rule_sets(&[tree("one"), tree("two")], &mut loaded);
    let text = snippet::render(&loaded.problems, &loaded.sources);
    assert!(text.contains("one/policies/ruleset.yaml") && text.contains("two/policies/ruleset.yaml"), "{text}");
    assert!(!text.contains("built-in") && text.contains("give one of them another name"), "{text}");
}
