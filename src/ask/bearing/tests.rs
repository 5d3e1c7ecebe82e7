//! What the graph proposes and the search finds, held against taking everything away that can be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;

use super::bench::Bench;
use super::shows::Shows;
use super::{bearing, fallen, is_standing};
use crate::ask::inquiry::{Inquiry, Otherwise};
use crate::audit::Rules;
use crate::load::{InputFile, InputTree, builtin, files};
use crate::model::dates::{Dates, Day};
use crate::model::ids::{DutyId, EvidenceId, RuleSetName};
use crate::model::place::Origin;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().first()
}

#[test]
fn what_the_graph_does_not_propose_does_not_fall() {
    let rules = Rules::load(&[builtin()], true);
    for (profile, as_of) in [("seeds/example-force", "2021-06-30"), ("seeds/west-midlands-2021", "2021-01-31")] {
        let case = rules.hold(&files::profile(Path::new(profile)).unwrap(), &BTreeMap::new()).unwrap();
        let inquiry = Inquiry::open(&case, day(as_of));
        let shows = Shows::of(&inquiry);
        let proposed = shows.resting_alone();
        let mut bench = Bench::of(&inquiry);
        let mut fell = 0;
        for (number, document) in shows.documents.iter().enumerate() {
            let otherwise = Otherwise { evidence: document.ids.iter().cloned().collect(), ..Otherwise::default() };
            let readers = inquiry.reached(&otherwise);
            let none = BTreeSet::new();
            let few = fallen(&inquiry, &mut bench, &document.ids, proposed.get(&number).unwrap_or(&none));
            assert_eq!(few, fallen(&inquiry, &mut bench, &document.ids, &readers), "{:?}", document.ids);
            fell += few.len();
        }
        assert_eq!(fell > 100, profile.contains("example"), "{fell} fell");
    }
}

const MANIFEST: &str = "name: pilot\nversion: 1.0.0\nowner: a test\n";
const KINDS: &str = "kinds: { minutes: { title: minutes of a meeting }, paper: { title: a paper, narrative: true } }\n";
const FACTS: [&str; 4] = ["a", "b", "c", "d"];
const DOCUMENTS: usize = 6;
/// Rules that need all, any, or some of what they read.
const RULES: [(&str, &str); 6] = [
    ("all", "require ok: facts.pilot.a && facts.pilot.b;\n"),
    ("any", "require ok: facts.pilot.a || facts.pilot.b || facts.pilot.c;\n"),
    ("some", "require ok: facts.pilot.a && (facts.pilot.c || facts.pilot.d);\n"),
    ("when", "require ok when facts.pilot.a: facts.pilot.d;\n"),
    ("follows", "require ok: duties[\"pilot.any\"].met && facts.pilot.d;\n"),
    ("either", "require ok: duties[\"pilot.all\"].met || facts.pilot.c;\n"),
];

fn tree(origin: Origin, texts: Vec<(String, String)>) -> InputTree {
    let file = |(path, text): (String, String)| InputFile { shown: path.clone(), path, bytes: text.into_bytes() };
    InputTree { origin, files: texts.into_iter().map(file).collect(), faults: Vec::new() }
}

fn pilot() -> Rules {
    let facts: String = FACTS
        .iter()
        .map(|name| format!("  pilot.{name}: {{ type: yes-no, means: m, held_by: h, holds_for: 10 years }}\n"))
        .collect();
    let duty = |name: &str| {
        format!(
            "  pilot.{name}:
    title: {name}
    says: S
    source: {{ instrument: pilot-standards, verified: false }}
    owed_by: [chief-officer]
    binding: standard
    weight: {{ value: 1, because: b }}
    requirements: {{ ok: {{ states: it is so, remedy: make it so, shown_by: [minutes] }} }}
"
        )
    };
    let duties: String = RULES.iter().map(|(name, _)| duty(name)).collect();
    let instrument = "instruments:
  pilot-standards: { title: Standards, kind: standards, in_force: { from: 2000 }, source: { verified: false } }\n";
    let mut texts = vec![
        ("policies/ruleset.yaml".to_owned(), MANIFEST.to_owned()),
        ("policies/evidence-kinds.yaml".to_owned(), KINDS.to_owned()),
        ("policies/facts/pilot.yaml".to_owned(), format!("facts:\n{facts}")),
        ("policies/pilot.yaml".to_owned(), format!("{instrument}duties:\n{duties}")),
    ];
    texts.extend(RULES.iter().map(|(name, rule)| (format!("rules/pilot/{name}.rhai"), (*rule).to_owned())));
    let rules = Rules::load(&[tree(Origin::RuleSet(RuleSetName::from("pilot")), texts)], true);
    assert!(rules.loaded().problems.is_empty(), "{:?}", rules.loaded().problems);
    rules
}

/// A profile whose facts cite those documents; the last two are held under one reference.
fn profile(cites: &[BTreeSet<usize>]) -> InputTree {
    let cite = |documents: &BTreeSet<usize>| {
        let names: Vec<String> = documents.iter().map(|number| format!("e{number}")).collect();
        names.join(", ")
    };
    let facts: String = FACTS
        .iter()
        .zip(cites)
        .map(|(name, documents)| format!("    {name}: {{ value: true, cites: [{}] }}\n", cite(documents)))
        .collect();
    let evidence: String = (0..DOCUMENTS)
        .map(|number| {
            let reference = number.min(DOCUMENTS - 2);
            format!(
                "  e{number}: {{ title: E, kind: minutes, dated: 2021-01-01, owner: o{}, held_at: {{ custodian: C, reference: r{reference} }} }}\n",
                number / 2
            )
        })
        .collect();
    let text = format!(
        "uses: [pilot]
force: {{ id: f, name: A force, policing_bodies: [{{ kind: pcc, from: 2012-11 }}] }}
stated_on: 2021-01-10
marking: OFFICIAL
facts:
  pilot:
{facts}evidence:
{evidence}"
    );
    tree(Origin::Profile, vec![("profile.yaml".to_owned(), text)])
}

/// The documents, each with the numbers of its ids.
fn held() -> Vec<Vec<usize>> {
    let mut held: Vec<Vec<usize>> = (0..DOCUMENTS - 2).map(|number| vec![number]).collect();
    held.push(vec![DOCUMENTS - 2, DOCUMENTS - 1]);
    held
}

/// Whether a duty stands otherwise with documents withdrawn, everything being judged again.
fn changes(inquiry: &Inquiry<'_>, duty: &DutyId, gone: &[&Vec<usize>], bench: &mut Bench<'_, '_>) -> bool {
    let ids: Vec<EvidenceId> =
        gone.iter().flat_map(|of| of.iter()).map(|number| EvidenceId::from(&*format!("e{number}"))).collect();
    let all: BTreeSet<DutyId> = inquiry.assessment().duties.iter().map(|duty| duty.id.clone()).collect();
    let replay = bench.without(&ids, &all);
    replay.results[duty].standing != inquiry.duty(duty).unwrap().standing
}

/// How many could go, by trying every set.
fn could_go(inquiry: &Inquiry<'_>, duty: &DutyId, bench: &mut Bench<'_, '_>) -> u8 {
    let held = held();
    let n = held.len();
    let mut trial =
        |gone: &[usize]| changes(inquiry, duty, &gone.iter().map(|at| &held[*at]).collect::<Vec<_>>(), bench);
    if (0..n).any(|a| trial(&[a])) {
        return 0;
    }
    if (0..n).any(|a| (0..a).any(|b| trial(&[a, b]))) {
        return 1;
    }
    if (0..n).any(|a| (0..a).any(|b| (0..b).any(|c| trial(&[a, b, c])))) {
        return 2;
    }
    3
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_much_could_go_is_what_trying_every_set_finds(
        cites in proptest::collection::vec(proptest::collection::btree_set(0..DOCUMENTS, 0..4), FACTS.len())
    ) {
        let rules = pilot();
        let case = rules.hold(&profile(&cites), &BTreeMap::new()).unwrap();
        let inquiry = Inquiry::open(&case, day("2021-02-01"));
        let answer = bearing(&inquiry);
        let mut bench = Bench::of(&inquiry);
        let standing = inquiry.assessment().duties.iter().filter(|duty| is_standing(duty)).count();
        prop_assert_eq!(answer.redundancy.len(), standing);
        for one in &answer.redundancy {
            prop_assert!(one.exact);
            prop_assert_eq!(one.could_go, could_go(&inquiry, &one.id, &mut bench), "{} {:?}", one.id, cites);
            for set in &one.hangs_by {
                prop_assert_eq!(set.len(), usize::from(one.could_go) + 1);
            }
        }
    }

    #[test]
    fn a_post_bears_what_falls_when_all_its_evidence_goes(
        cites in proptest::collection::vec(proptest::collection::btree_set(0..DOCUMENTS, 0..4), FACTS.len())
    ) {
        let rules = pilot();
        let case = rules.hold(&profile(&cites), &BTreeMap::new()).unwrap();
        let inquiry = Inquiry::open(&case, day("2021-02-01"));
        let answer = bearing(&inquiry);
        let mut bench = Bench::of(&inquiry);
        for post in 0..DOCUMENTS / 2 {
            let own = vec![post * 2, post * 2 + 1];
            let told = answer.owners.iter().find(|one| one.owner == format!("o{post}"));
            let told: BTreeSet<DutyId> =
                told.into_iter().flat_map(|one| &one.alone).map(|one| one.id.clone()).collect();
            for duty in &inquiry.assessment().duties {
                let falls = is_standing(duty) && changes(&inquiry, &duty.id, &[&own], &mut bench);
                prop_assert_eq!(told.contains(&duty.id), falls, "{} of o{} {:?}", duty.id, post, cites);
            }
        }
    }
}
