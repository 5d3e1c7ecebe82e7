//! How complete what was to be judged is, and how fresh what it was judged by.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Coverage, DutyResult, EvidenceResult, FactRead, IS_THERE, PairResult};
use crate::model::dates::Day;
use crate::model::words::{Outcome, Support, Verdict};

/// Counts over the duties that count: those of other bodies only, and those whose text could not be read, are left aside.
pub(crate) fn coverage(duties: &[DutyResult], evidence: &[EvidenceResult], as_of: Day) -> Coverage {
    let counts = |duty: &&DutyResult| {
        !duty.context && !matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread | Verdict::Withheld)
    };
    let pairs: Vec<&PairResult> = duties
        .iter()
        .filter(counts)
        .flat_map(|duty| &duty.requirements)
        .filter(|pair| !pair.history && !matches!(pair.outcome, Outcome::NotApplicable | Outcome::NotYetDue))
        .collect();
    let number = |wanted: &dyn Fn(&PairResult) -> bool| pairs.iter().filter(|pair| wanted(pair)).count();
    let mut facts: BTreeMap<&str, Read> = BTreeMap::new();
    for fact in pairs.iter().flat_map(|pair| &pair.facts).filter(|fact| is_value(fact)) {
        let read = facts.entry(&fact.path).or_default();
        read.supported |= !fact.supported_by.is_empty();
        read.past |= fact.holds_until.is_some_and(|last| last < as_of);
    }
    let missing: BTreeSet<&str> = pairs.iter().flat_map(|pair| &pair.missing).map(String::as_str).collect();
    let able: Vec<&EvidenceResult> = evidence.iter().filter(|evidence| !evidence.narrative).collect();
    let current = || able.iter().filter(|evidence| evidence.current);
    Coverage {
        pairs: pairs.len(),
        pairs_told: number(&|pair| matches!(pair.outcome, Outcome::Met | Outcome::NotMet)),
        pairs_evidenced: number(&|pair| pair.outcome == Outcome::Met && pair.support == Some(Support::Evidenced)),
        facts_read: facts.len(),
        facts_unsupported: facts.values().filter(|read| !read.supported).count(),
        facts_past: facts.values().filter(|read| read.past).count(),
        facts_missing: missing.len(),
        evidence: able.len(),
        evidence_current: current().count(),
        evidence_oldest_days: current().filter_map(|evidence| evidence.age_days).max(),
    }
}

/// Whether a fact is a value: not that an entry is there, or that a list is complete.
fn is_value(fact: &FactRead) -> bool {
    fact.value != IS_THERE && !fact.path.ends_with(".complete")
}

/// What is so of a fact in any pair that reads it.
#[derive(Default)]
struct Read {
    supported: bool,
    past: bool,
}
