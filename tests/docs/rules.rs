//! `docs/writing-rules.md` works: its rule set loads, its cases come out, its fragments compile, and what it calls refused is refused.

use sprcheck::audit::Rules;
use sprcheck::author::testing::run;
use sprcheck::load::{InputFile, InputTree, Loaded, builtin, cases, snippet};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;
use sprcheck::model::problem::Problem;

use super::blocks::{blocks, read};

const PAGE: &str = "docs/writing-rules.md";
const RULE_SET: &str = "mutual-aid";

/// Where a fragment stands when it is tried.
const SCRATCH: &str = "rules/mutual_aid/scratch.rhai";

#[test]
fn every_example_of_writing_rules_has_a_use_in_this_test() {
    let mut tried = 0;
    for block in blocks(&read(PAGE)) {
        let mut words = block.info.split(' ');
        if !matches!(words.next(), Some("yaml" | "rhai")) {
            continue;
        }
        let purpose = words.next().unwrap_or_default();
        assert!(
            purpose.starts_with("file=")
                || purpose.starts_with("lesson=")
                || matches!(purpose, "try" | "cases" | "refused"),
            "{PAGE}:{}: an example is marked `file=…`, `lesson=…`, `try`, `cases` or `refused`, so that it is tried",
            block.line,
        );
        tried += 1;
    }
    assert!(tried > 12, "only {tried} examples were found");
}

#[test]
fn the_worked_example_loads_and_its_cases_come_out() {
    let (rules, tree) = load(example());
    no_problems(&rules.loaded().problems, &rules, "the worked example");
    assert!(try_cases(&rules, &tree) > 5);
}

#[test]
fn every_fragment_compiles_and_its_cases_come_out() {
    let page = blocks(&read(PAGE));
    for (index, block) in page.iter().enumerate().filter(|(_, block)| block.info == "rhai try") {
        let at = format!("{PAGE}:{}", block.line);
        let mut files = example();
        files.extend(scratch(&block.text));
        if let Some(next) = page.get(index + 1).filter(|next| next.info == "yaml cases") {
            files.push(("rules/mutual_aid/scratch.cases.yaml".into(), next.text.clone()));
        }
        let (rules, tree) = load(files);
        no_problems(&rules.loaded().problems, &rules, &at);
        try_cases(&rules, &tree);
    }
}

#[test]
fn what_is_called_refused_is_refused() {
    let page = blocks(&read(PAGE));
    let mut tried = 0;
    for block in page.iter().filter(|block| block.info == "rhai refused") {
        // Each paragraph is a script of its own.
        for script in block.text.split("\n\n") {
            let mut files = example();
            files.extend(scratch(script));
            let (rules, _) = load(files);
            let loaded = rules.loaded();
            let faulty = loaded.problems.iter().any(|problem| {
                let file = problem.place.and_then(|place| loaded.sources.get(place.file));
                file.is_some_and(|file| file.path == SCRATCH)
            });
            assert!(faulty, "{PAGE}:{}: nothing is wrong with\n{script}", block.line);
            tried += 1;
        }
    }
    assert!(tried > 5, "only {tried} refused scripts were found");
}

/// The files of the worked example.
fn example() -> Vec<(String, String)> {
    let files: Vec<(String, String)> = blocks(&read(PAGE))
        .into_iter()
        .filter_map(|block| Some((block.info.split_once("file=")?.1.to_owned(), block.text)))
        .collect();
    assert!(files.len() > 4, "only {} files were found", files.len());
    files
}

/// A policy for a fragment: a duty with the requirements that the fragment judges.
fn scratch(script: &str) -> Vec<(String, String)> {
    let mut requirements = String::new();
    for line in script.lines().filter_map(|line| line.trim().strip_prefix("require ")) {
        let head = line.split(':').next().unwrap();
        let id = head.split(' ').next().unwrap();
        requirements.push_str(&format!(
            "      {id}:\n        states: the fragment holds\n        remedy: nothing\n        shown_by: [agreement]\n"
        ));
        if script.contains("subject") {
            requirements.push_str("        for_each: mutual_aid.exercises\n");
        }
        if head.contains(" by ") {
            requirements.push_str("        look_back: { period: 3 years, set_by: this test, because: it needs one }\n");
        }
    }
    let policy = format!(
        "duties:\n  mutual_aid.scratch:\n    title: A fragment\n    says: It holds.\n    source: {{ instrument: mutual-aid-protocol, verified: false }}\n    owed_by: [chief-officer]\n    binding: recommendation\n    weight: {{ value: 1, because: it is tried }}\n    parameters:\n      officers: {{ value: 50, set_by: this test, because: the fragments use it }}\n    requirements:\n{requirements}"
    );
    vec![("policies/scratch.yaml".into(), policy), (SCRATCH.into(), script.to_owned())]
}

fn load(mut files: Vec<(String, String)>) -> (Rules, InputTree) {
    files.sort();
    let files = files
        .into_iter()
        .map(|(path, text)| InputFile { shown: path.clone(), path, bytes: text.into_bytes() })
        .collect();
    let tree = InputTree { origin: Origin::RuleSet(RuleSetName::from(RULE_SET)), files, faults: Vec::new() };
    (Rules::load(&[builtin(), tree.clone()], true), tree)
}

fn try_cases(rules: &Rules, tree: &InputTree) -> usize {
    let mut loaded = Loaded::default();
    let mut tried = 0;
    for file in tree.case_files() {
        for case in cases(file, &tree.origin, rules.law(), &mut loaded) {
            tried += 1;
            let failures = run(rules.law(), rules.engine(), &case);
            assert!(failures.is_empty(), "{PAGE}: {}: {failures:?}", case.name);
        }
    }
    assert!(loaded.problems.is_empty(), "{PAGE}:\n{}", snippet::render(&loaded.problems, &loaded.sources));
    tried
}

fn no_problems(problems: &[Problem], rules: &Rules, what: &str) {
    assert!(problems.is_empty(), "{what}:\n{}", snippet::render(problems, &rules.loaded().sources));
}
