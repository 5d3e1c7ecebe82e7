//! Every paragraph of the West Midlands paper and every provision of the law is accounted for.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sprcheck::audit::Rules;
use sprcheck::author::ledger::{faults_of_paper, faults_of_provisions};
use sprcheck::load::{builtin, files, ledger};
use sprcheck::model::facts::Facts;
use sprcheck::model::ledger::{Paper, Provisions};

const PAPER: &str = "board-paper-2021";
const PARAGRAPHS: u32 = 136;

fn with_facts<T>(look: impl FnOnce(&Facts) -> T) -> T {
    let rules = Rules::load(&[builtin()], true);
    let profile = files::profile(Path::new("seeds/west-midlands-2021")).unwrap();
    let case = rules.hold(&profile, &BTreeMap::new()).unwrap();
    look(&case.profile().facts)
}

fn paper() -> Paper {
    ledger::paper(&fs::read_to_string("seeds/west-midlands-2021/ledger.yaml").unwrap()).unwrap()
}

fn ledgers() -> BTreeMap<String, Provisions> {
    let files = fs::read_dir("policies/ledger").unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, ledger::provisions(&fs::read_to_string(path).unwrap()).unwrap())
    };
    files.map(read).collect()
}

#[test]
fn every_paragraph_of_the_paper_is_accounted_for_and_every_citation_is_known() {
    let faults = with_facts(|facts| faults_of_paper(&paper(), facts, PAPER, PARAGRAPHS));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_ledger_with_holes_is_found_out() {
    let faults = |text: &str| with_facts(|facts| faults_of_paper(&ledger::paper(text).unwrap(), facts, PAPER, 3));
    let found =
        faults("paragraphs:\n  1: { narrative: how it begins }\n  2: { encoded: [prevent.ambassadors] }\n  4: {}\n");
    for fault in [
        "3: not accounted for",
        "4: the paper has no such",
        "4: it is encoded, narrative",
        "2: no fact at or under `prevent.ambassadors`",
        "41: the ledger does not know that `prevent.ambassadors`",
    ] {
        assert!(found.iter().any(|line| line.starts_with(fault)), "{fault}: {found:?}");
    }
    assert!(ledger::paper("paragraphs: { 1: { encodes: [x] } }").is_err());
}

#[test]
fn every_provision_is_encoded_by_a_duty_that_exists_or_out_of_scope_with_a_reason() {
    let rules = Rules::load(&[builtin()], true);
    let mut accounted = BTreeMap::new();
    for (file, ledger) in ledgers() {
        let faults = faults_of_provisions(&ledger, rules.law());
        assert!(faults.is_empty(), "{file}: {}", faults.join("\n"));
        for provision in ledger.ledger.into_keys() {
            assert_eq!(accounted.insert(provision.clone(), file.clone()), None, "{provision} stands twice");
        }
    }
    let wanted = fs::read_to_string("tests/ledger/provisions.txt").unwrap();
    let missing: Vec<&str> = wanted.lines().filter(|provision| !accounted.contains_key(*provision)).collect();
    assert!(missing.is_empty(), "not accounted for: {missing:?}");
}

#[test]
fn every_duty_under_an_act_an_order_or_the_spr_is_known_to_a_ledger() {
    let rules = Rules::load(&[builtin()], true);
    let encoded: BTreeSet<String> = ledgers()
        .into_values()
        .flat_map(|ledger| ledger.ledger.into_values())
        .flat_map(|entry| entry.encoded)
        .collect();
    let law = rules.law();
    let is_law =
        |instrument: &str| matches!(law.instruments[instrument].kind.as_str(), "act" | "order" | "spr-edition");
    let unknown: Vec<&str> = law
        .duties()
        .filter(|duty| duty.source.instrument.as_ref().is_some_and(|instrument| is_law(instrument.as_str())))
        .map(|duty| duty.id.as_str())
        .filter(|duty| !encoded.contains(*duty))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
