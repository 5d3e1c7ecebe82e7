//! Tests of the loading as a whole: what facts become, how rule sets merge.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::facts::{Content, Fact, Scalar};
use crate::model::ids::RuleSetName;
use crate::model::law::Law;
use crate::model::problem::{Code, MOST_LISTED};
use crate::model::profile::Profile;

fn tree(origin: Origin, files: &[(&str, &str)]) -> InputTree {
    let file = |(path, text): &(&str, &str)| InputFile {
        path: (*path).into(),
        shown: (*path).into(),
        bytes: text.as_bytes().to_vec(),
    };
    let mut files: Vec<_> = files.iter().map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    InputTree { origin, files, faults: Vec::new() }
}

const MANIFEST: &str = "name: sprcheck\nversion: 1.0.0\nowner: us\nlicence: MIT\n";
const SETS: &str = "sets:
  areas:
    title: area
    members: { north: { title: North, since: 2020-11, size: 7 }, south: { title: South }, west: { title: West } }
    closed:
      - { force: ours, members: [north, south] }
";
const FACTS: &str = "collections:
  reports: { each: a report, event: published, means: m, held_by: h }
  plans: { each: a plan, keyed_by: areas, means: m, held_by: h }
facts:
  lead.rank: { type: text, means: m, held_by: h }
  lead.appointed: { type: event, means: m, held_by: h }
  lead.cpd.hours: { type: number, unit: hours, means: m, held_by: h }
  staff: { type: count, means: m, held_by: h }
  board: { type: list, of: text, means: m, held_by: h }
  covered: { type: list, of: areas, means: m, held_by: h }
  trained: { type: yes-no, means: m, held_by: h }
  reports.*.published: { type: event, means: m, held_by: h }
  plans.*.agreed: { type: event, means: m, held_by: h }
";

fn law() -> Law {
    let files = [
        ("policies/ruleset.yaml", MANIFEST),
        ("policies/subjects/areas.yaml", SETS),
        ("policies/facts/all.yaml", FACTS),
    ];
    let mut loaded = Loaded::default();
    let law = rule_sets(&[tree(Origin::RuleSet(RuleSetName::from("folder")), &files)], &mut loaded);
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
    law
}

fn read(facts: &str) -> (Profile, Vec<Code>) {
    let text = format!(
        "uses: [sprcheck, extra]\nforce: {{ id: ours, name: Ours }}\nstated_on: 2021-01\nevidence:\n  a: {{ title: A, kind: x, owner: o }}\n  b: {{ title: B, kind: x, owner: o }}\nfacts:\n{facts}"
    );
    let mut loaded = Loaded::default();
    let tree = tree(Origin::Profile, &[("profile.yaml", &text)]);
    let profile = profile(&tree, &law(), &BTreeSet::new(), &BTreeMap::new(), &mut loaded);
    (profile.unwrap(), loaded.problems.iter().map(|problem| problem.code).collect())
}

fn sound(facts: &str) -> Profile {
    let (profile, codes) = read(facts);
    assert_eq!(codes, [], "{facts}");
    profile
}

fn fact<'p>(profile: &'p Profile, path: &str) -> &'p Fact {
    profile.facts.find(path).and_then(|id| profile.facts.get(id)).unwrap_or_else(|| panic!("{path}"))
}

fn cites(profile: &Profile, path: &str) -> String {
    fact(profile, path).cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_built_in_rule_set_has_no_problems() {
    let mut loaded = Loaded::default();
    let tree = builtin();
    let law = rule_sets(std::slice::from_ref(&tree), &mut loaded);
    let origin = Origin::RuleSet(RuleSetName::from("sprcheck"));
    let cases: usize = tree.case_files().map(|file| cases(file, &origin, &law, &mut loaded).len()).sum();
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
    assert!(law.duties().count() > 20 && cases > 20, "{cases}");
}

#[test]
fn the_folder_is_the_built_in_rule_set() {
    let folder = files::rule_set(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let digest = |tree: &InputTree| {
        let law = rule_sets(std::slice::from_ref(tree), &mut Loaded::default());
        law.rule_sets.get("sprcheck").unwrap().digest.clone()
    };
    assert_eq!(digest(&folder), digest(&builtin()));
}

#[test]
fn what_was_prepared_of_the_built_in_rule_set_is_what_would_be_read() {
    let tree = builtin();
    let mut scanned = 0;
    for file in &tree.files {
        let known = builtin::known(file).unwrap();
        assert_eq!(known.digest, sources::digest(&file.bytes), "{}", file.path);
        if let Some(events) = known.events {
            let (id, text) = Loaded::default().take(file, &tree.origin);
            let text = text.unwrap();
            let prepared = yaml::parse_prepared(&text, events, id, &mut Vec::new());
            let read = yaml::parse(&text, id, &mut Vec::new());
            assert!(format!("{prepared:?}") == format!("{read:?}"), "{}", file.path);
            scanned += 1;
        }
    }
    let policies = tree.files.iter().filter(|file| file.path.starts_with("policies/")).count();
    assert_eq!(scanned, policies);
}

#[test]
fn a_built_in_file_that_was_changed_is_not_taken_for_known() {
    let mut file = builtin().files.swap_remove(0);
    assert!(builtin::known(&file).is_some());
    file.bytes.push(b'\n');
    assert!(builtin::known(&file).is_none());
}

#[test]
fn every_path_of_the_dictionary_has_a_node() {
    let profile = sound("  {}\n");
    for path in [
        "lead",
        "lead.rank",
        "lead.cpd.hours",
        "staff",
        "board",
        "reports",
        "reports.*",
        "reports.*.published",
        "plans.north.agreed",
        "departures.*.duty",
    ] {
        assert!(fact(&profile, path).place.is_none(), "{path}");
    }
    assert!(profile.facts.find("plans.west").is_none());
    assert!(matches!(fact(&profile, "plans").content, Content::Entries { ref entries, .. } if entries.len() == 2));
    assert!(matches!(fact(&profile, "departures").content, Content::Entries { .. }));
    assert_eq!(profile.departures_node, profile.facts.find("departures").unwrap());
}

#[test]
fn citations_count_for_the_values_beside_them_and_not_for_what_is_nested() {
    let profile = sound(
        "  lead: { rank: x, appointed: { value: 2020, cites: [b#2] }, cites: [a#1], stated_on: 2019, cpd: { hours: 7.5 } }\n  board: { list: [p, q], cites: [b] }\n",
    );
    assert_eq!(cites(&profile, "lead.rank"), "a#1");
    assert_eq!(cites(&profile, "lead.appointed"), "b#2");
    assert_eq!(cites(&profile, "lead.cpd.hours"), "");
    assert_eq!(cites(&profile, "board[1]"), "b");
    assert_eq!(fact(&profile, "lead.appointed").stated_on.to_string(), "2019");
    assert_eq!(fact(&profile, "lead.cpd.hours").stated_on.to_string(), "2021-01");
}

#[test]
fn none_is_an_absence_in_all_its_spellings() {
    let profile = sound(
        "  lead: { none: true, cites: [a] }\n  staff: none\n  board: { value: none, cites: [a] }\n  covered: none\n  trained: { value: none, cites: [b] }\n  reports: { r-1: none, r-2: { published: { none: true, cites: [a] } } }\n",
    );
    for (path, cited) in [
        ("lead", "a"),
        ("staff", ""),
        ("board", "a"),
        ("covered", ""),
        ("trained", "b"),
        ("reports.r-1", ""),
        ("reports.r-2.published", "a"),
    ] {
        let fact = fact(&profile, path);
        assert!(matches!(fact.content, Content::Absence), "{path}");
        assert_eq!(cites(&profile, path), cited, "{path}");
        assert_eq!(fact.is_stated(), !cited.is_empty());
    }
    assert!(matches!(fact(&profile, "lead.rank").content, Content::Missing));
}

#[test]
fn null_and_empty_text_state_nothing() {
    let profile = sound(
        "  lead: { rank: '', appointed: ~, cites: [a] }\n  staff:\n  board: [x, '']\n  trained: { value: , cites: [a] }\n",
    );
    for path in ["lead.rank", "lead.appointed", "staff", "board[1]", "trained"] {
        assert!(matches!(fact(&profile, path).content, Content::Missing), "{path}");
        assert!(fact(&profile, path).place.is_none() && fact(&profile, path).cites.is_empty(), "{path}");
    }
}

#[test]
fn a_closure_names_members_and_is_a_fact_of_its_own() {
    let profile = sound(
        "  reports: { complete: { members: [r-1, r-2], from: 2020-01, cites: [a#3] }, r-1: { published: 2020-03-09 } }\n  covered: { complete: { members: [north], cites: [b] } }\n",
    );
    assert!(
        matches!(&fact(&profile, "reports").content, Content::Entries { entries, closure: Some(_), .. } if entries.len() == 2)
    );
    assert!(
        matches!(&fact(&profile, "reports.complete").content, Content::Closure { members, from: Some(_) } if members.len() == 2)
    );
    assert_eq!(cites(&profile, "reports.complete"), "a#3");
    assert!(matches!(fact(&profile, "reports.r-2.published").content, Content::Missing));
    assert!(
        matches!(&fact(&profile, "covered").content, Content::List { items, closure: Some(_) } if items.len() == 1)
    );
    assert_eq!(cites(&profile, "covered[0]"), "b");
}

#[test]
fn numbers_may_be_bounds() {
    for (text, shown) in [
        ("{ value: 350, at_least: true }", "at least 350"),
        ("{ value: 350, at_most: true }", "between 0 and 350"),
        ("{ about: [340, 360] }", "between 340 and 360"),
        ("350", "350"),
    ] {
        let profile = sound(&format!("  staff: {text}\n"));
        let Content::Value(Scalar::Number(number)) = &fact(&profile, "staff").content else { panic!() };
        assert_eq!(number.to_string(), shown);
    }
}

#[test]
fn each_mistake_in_a_fact_has_its_code() {
    for (facts, code) in [
        ("lead: { ranks: x }", Code::UnknownFact),
        ("leads: { rank: x }", Code::UnknownFact),
        ("departures: {}", Code::UnknownFact),
        ("lead: 3", Code::WrongType),
        ("lead: { appointed: soon }", Code::BadDate),
        ("lead: { cpd: { hours: 1e3 } }", Code::WrongType),
        ("staff: -1", Code::OutOfBounds),
        ("staff: 1.5", Code::WrongType),
        ("staff: '7'", Code::WrongType),
        ("staff: 99999999999999999999", Code::WrongType),
        ("staff: { at_least: true }", Code::MissingKey),
        ("staff: { value: 1, at_least: true, at_most: true }", Code::UnknownKey),
        ("staff: { about: [3, 1] }", Code::OutOfBounds),
        ("staff: { about: [3] }", Code::WrongType),
        ("staff: { value: 1, planned: true }", Code::UnknownKey),
        ("trained: yes", Code::WrongType),
        ("trained: True", Code::WrongType),
        ("trained: { value: true, cites: [c] }", Code::UnknownEvidence),
        ("trained: { value: true, cites: ['a#'] }", Code::WrongType),
        ("trained: { value: true, marking: Secret }", Code::MarkingTooHigh),
        ("trained: { value: true, marking: OFICIAL }", Code::UnknownWord),
        ("covered: [west]", Code::UnknownMember),
        ("covered: [north, north]", Code::DuplicateKey),
        ("covered: { list: [north], complete: { members: [north] } }", Code::UnknownKey),
        ("plans: { west: { agreed: 2020 } }", Code::UnknownMember),
        ("plans: { complete: { members: [nowhere] } }", Code::UnknownMember),
        ("reports: { complete: { members: [r, r] } }", Code::DuplicateKey),
        ("reports: { complete: { members: r } }", Code::WrongType),
        ("reports: { cites: [a] }", Code::UnknownKey),
        ("reports: { R_1: {} }", Code::BadName),
        ("reports: none", Code::WrongType),
        ("board: [none]", Code::WrongType),
        ("board: x", Code::WrongType),
        ("lead: { none: true, rank: x }", Code::UnknownKey),
    ] {
        assert_eq!(read(&format!("  {facts}\n")).1, [code], "{facts}");
    }
}

#[test]
fn facts_of_a_rule_set_that_is_not_loaded_are_noted() {
    let profile = sound("  extra: { a: { b: 1, cites: [x] }, c: { value: 2 } }\n");
    let unread: Vec<_> = profile.unread.iter().map(|fact| fact.path.as_str()).collect();
    assert_eq!(unread, ["extra.a.b", "extra.c"]);
}

#[test]
fn a_small_profile_cannot_unfold_to_more_than_the_limit() {
    let entries: String = (0..250_000).map(|number| format!("    r{number}: {{}}\n")).collect();
    assert_eq!(read(&format!("  reports:\n{entries}")).1, [Code::TooManyNodes]);
}

#[test]
fn a_keyed_collection_has_the_members_that_the_profile_closes_where_the_law_does_not() {
    let files = [
        ("policies/ruleset.yaml", MANIFEST),
        ("policies/subjects/areas.yaml", SETS),
        (
            "policies/facts/all.yaml",
            "collections:\n  areas: { each: a, means: m, held_by: h }\n  plans: { each: a, keyed_by: areas, means: m, held_by: h }\nfacts:\n  plans.*.agreed: { type: event, means: m, held_by: h }\n",
        ),
    ];
    let mut loaded = Loaded::default();
    let law = rule_sets(&[tree(Origin::RuleSet(RuleSetName::from("folder")), &files)], &mut loaded);
    let text = "uses: [sprcheck]\nforce: { id: theirs, name: T }\nstated_on: 2021\nfacts:\n  areas: { complete: { members: [one, two] }, two: {} }\n  plans: { three: { agreed: 2020 } }\n";
    let profile =
        profile(&tree(Origin::Profile, &[("p.yaml", text)]), &law, &BTreeSet::new(), &BTreeMap::new(), &mut loaded)
            .unwrap();
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
    for key in ["one", "two", "three"] {
        fact(&profile, &format!("plans.{key}.agreed"));
    }
}

#[test]
fn the_order_of_rule_sets_changes_nothing() {
    let other = [
        ("policies/ruleset.yaml", "name: other\nversion: 1.0.0\nowner: them\n"),
        (
            "policies/facts/x.yaml",
            "facts:\n  staff: { type: text, means: m, held_by: h }\n  other.x: { type: text, means: m, held_by: h }\n",
        ),
        ("policies/subjects/x.yaml", SETS),
    ];
    let ours = [
        ("policies/ruleset.yaml", MANIFEST),
        ("policies/subjects/areas.yaml", SETS),
        ("policies/facts/all.yaml", FACTS),
    ];
    let trees =
        [tree(Origin::RuleSet(RuleSetName::from("f1")), &ours), tree(Origin::RuleSet(RuleSetName::from("f2")), &other)];
    let mut seen = BTreeSet::new();
    for order in [[0, 1], [1, 0]] {
        let mut loaded = Loaded::default();
        let law = rule_sets(&order.map(|index| trees[index].clone()), &mut loaded);
        for problem in &loaded.problems {
            assert_eq!(problem.origin(&loaded.sources), Some(&Origin::RuleSet(RuleSetName::from("other"))));
        }
        assert!(law.dictionary.find("other.x").is_some());
        let codes: Vec<_> = loaded.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::OutsideNamespace, Code::DefinedTwice]);
        seen.insert(snippet::render(&loaded.problems, &loaded.sources));
    }
    assert_eq!(seen.len(), 1);
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    let text = "\u{feff}uses: [sprcheck]\nforce: { id: ours, name: O }\nstated_on: 2021\nfact: {}\n";
    let mut loaded = Loaded::default();
    profile(&tree(Origin::Profile, &[("p.yaml", text)]), &law(), &BTreeSet::new(), &BTreeMap::new(), &mut loaded);
    let places: Vec<_> = loaded
        .problems
        .iter()
        .map(|problem| (problem.code, problem.place.unwrap().line, problem.place.unwrap().column))
        .collect();
    assert_eq!(places, [(Code::UnknownKey, 4, 1)]);
    assert!(loaded.sources.iter().next().unwrap().1.text.starts_with("uses"));
}

#[test]
fn a_hundred_thousand_mistakes_are_told_in_bounded_time() {
    let facts: String = (0..100_000).map(|number| format!("  fact_{number}: 1\n")).collect();
    let text = format!("uses: [sprcheck]\nforce: {{ id: ours, name: O }}\nstated_on: 2021\nfacts:\n{facts}");
    let start = std::time::Instant::now();
    let mut loaded = Loaded::default();
    profile(&tree(Origin::Profile, &[("p.yaml", &text)]), &law(), &BTreeSet::new(), &BTreeMap::new(), &mut loaded);
    assert_eq!(loaded.problems.len(), 100_000);
    let shown = snippet::render(&loaded.problems, &loaded.sources);
    assert!(shown.ends_with("and 99000 more problems\n"));
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn the_subject_others_cannot_be_taken() {
    assert_eq!(read("  reports: { others: {} }\n").1, [Code::BadName]);
}

#[test]
fn of_a_rule_set_with_a_thousand_mistakes_the_first_are_told_and_how_many_more_there_are() {
    let manifest = "name: mine\nversion: 1.0.0\nowner: o\nlicence: MIT\n";
    let keys: String = (0..1000).map(|number| format!("key_{number}: 1\n")).collect();
    let files = [("policies/a.yaml", &*keys), ("policies/b.yaml", "wrong: 1\n"), ("policies/ruleset.yaml", manifest)];
    let mut loaded = Loaded::default();
    let mine = tree(Origin::RuleSet(RuleSetName::from("mine")), &files);
    rule_sets(&[builtin(), mine], &mut loaded);
    assert_eq!(loaded.problems.len(), MOST_LISTED + 1);
    let last = loaded.problems.last().unwrap();
    assert_eq!(last.code, Code::OutOfBounds);
    assert_eq!(last.message, "the rule set has 700 problems or more from here on that are not listed");
    assert_eq!(last.place.unwrap().line, 301);
}

#[test]
fn a_rule_set_has_as_many_facts_as_the_limit_and_no_more() {
    let manifest = "name: mine\nversion: 1.0.0\nowner: o\nlicence: MIT\n";
    let facts = |count: usize| -> String {
        let one = |number| format!("  mine.f{number}: {{ type: count, means: how many, held_by: a clerk }}\n");
        ["facts:\n".to_owned()].into_iter().chain((0..count).map(one)).collect()
    };
    for (count, expected) in [(9_999, vec![]), (10_000, vec![Code::OutOfBounds])] {
        // One more stands in another file: what is counted is counted over all of them.
        let files = [
            ("policies/facts/a.yaml", "facts:\n  mine.first: { type: count, means: how many, held_by: a clerk }\n"),
            ("policies/facts/b.yaml", &*facts(count)),
            ("policies/ruleset.yaml", manifest),
        ];
        let mut loaded = Loaded::default();
        let mine = tree(Origin::RuleSet(RuleSetName::from("mine")), &files);
        let law = rule_sets(&[builtin(), mine], &mut loaded);
        let codes: Vec<_> = loaded.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, expected);
        assert_eq!(law.dictionary.find("mine.f0").is_some(), expected.is_empty());
    }
}
