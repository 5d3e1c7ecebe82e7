//! Whether a ledger accounts for everything: it is held against a profile or against rule sets, and every fault is named.

use std::collections::BTreeSet;

use crate::model::facts::{Content, Fact, Facts};
use crate::model::law::Law;
use crate::model::ledger::{Entry, Paper, Provisions};

/// What does not agree between the ledger, the facts, and a paper of that many paragraphs cited as `evidence`.
#[must_use]
pub fn faults_of_paper(ledger: &Paper, facts: &Facts, evidence: &str, paragraphs: u32) -> Vec<String> {
    let mut faults = shape(ledger.paragraphs.iter());
    faults.extend(
        (1..=paragraphs).filter(|n| !ledger.paragraphs.contains_key(n)).map(|n| format!("{n}: not accounted for")),
    );
    faults.extend(
        ledger
            .paragraphs
            .keys()
            .filter(|n| !(1..=paragraphs).contains(*n))
            .map(|n| format!("{n}: the paper has no such paragraph")),
    );
    for (number, entry) in &ledger.paragraphs {
        for path in &entry.encoded {
            let found = facts
                .iter()
                .any(|(_, fact)| is_under(&fact.path, path) && fact.place.is_some() && cites(fact, evidence, *number));
            if !found {
                faults.push(format!("{number}: no fact at or under `{path}` cites it"));
            }
        }
    }
    for (_, fact) in facts.iter().filter(|(_, fact)| fact.place.is_some() && states(fact)) {
        for citation in fact.cites.iter().filter(|citation| citation.evidence.as_str() == evidence) {
            let Some(number) = citation.anchor.as_deref().and_then(|anchor| anchor.parse::<u32>().ok()) else {
                faults.push(format!("`{}` cites the paper without a paragraph", fact.path));
                continue;
            };
            let known = ledger
                .paragraphs
                .get(&number)
                .is_some_and(|entry| entry.encoded.iter().any(|path| is_under(&fact.path, path)));
            if !known {
                faults.push(format!("{number}: the ledger does not know that `{}` cites it", fact.path));
            }
        }
    }
    faults
}

/// What does not agree between the ledger and the rule sets.
#[must_use]
pub fn faults_of_provisions(ledger: &Provisions, law: &Law) -> Vec<String> {
    let duties: BTreeSet<&str> = law.duties().map(|duty| duty.id.as_str()).collect();
    let mut faults = shape(ledger.ledger.iter());
    for (provision, entry) in &ledger.ledger {
        for duty in entry.encoded.iter().filter(|duty| !duties.contains(duty.as_str())) {
            faults.push(format!("{provision}: there is no duty `{duty}`"));
        }
    }
    faults
}

/// Entries that say nothing, or two things at once.
fn shape<'e, K: std::fmt::Display + 'e>(entries: impl Iterator<Item = (K, &'e Entry)>) -> Vec<String> {
    let told = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    entries
        .filter(|(_, entry)| {
            let said = [!entry.encoded.is_empty(), told(&entry.narrative), told(&entry.out_of_scope)];
            said.iter().filter(|said| **said).count() != 1
        })
        .map(|(name, _)| format!("{name}: it is encoded, narrative or out of scope, and only one of them"))
        .collect()
}

fn states(fact: &Fact) -> bool {
    matches!(fact.content, Content::Value(_) | Content::Absence | Content::Closure { .. })
}

fn cites(fact: &Fact, evidence: &str, number: u32) -> bool {
    let anchor = number.to_string();
    fact.cites
        .iter()
        .any(|citation| citation.evidence.as_str() == evidence && citation.anchor.as_deref() == Some(anchor.as_str()))
}

fn is_under(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
