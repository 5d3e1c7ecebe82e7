//! Pair by pair: what of a duty fails in the head and did not in the base, whatever the duty itself stands at.

use crate::model::assessment::{DutyResult, PairResult};
use crate::model::diff::{Cause, DutyChange};
use crate::model::words::Outcome;

use super::accepting::is_open;

/// How many pairs are named.
const MOST: usize = 5;

/// The apparent breaches that the base did not have.
pub(super) fn new_breaches<'d>(was: Option<&DutyResult>, is: Option<&'d DutyResult>) -> Vec<&'d PairResult> {
    new(was, is, |pair| pair.apparent_breach)
}

/// What is not met, counts, and was not so in the base.
pub(super) fn further_not_met<'d>(was: Option<&DutyResult>, is: Option<&'d DutyResult>) -> Vec<&'d PairResult> {
    new(was, is, is_failing)
}

/// What keeps the duty open and did not in the base, or not so badly.
pub(super) fn worsened<'d>(was: Option<&DutyResult>, is: &'d DutyResult) -> Vec<&'d PairResult> {
    let ways = [is_open, is_failing, |pair: &PairResult| pair.apparent_breach];
    let is_worse = |pair: &&PairResult| {
        let old = was.and_then(|was| same(was, pair));
        ways.iter().any(|way| way(pair) && !old.is_some_and(way))
    };
    is.requirements.iter().filter(is_worse).collect()
}

fn new<'d>(
    was: Option<&DutyResult>,
    is: Option<&'d DutyResult>,
    has: impl Fn(&PairResult) -> bool,
) -> Vec<&'d PairResult> {
    let pairs = is.map(|is| is.requirements.as_slice()).unwrap_or_default();
    let had = |pair: &PairResult| was.and_then(|was| same(was, pair)).is_some_and(&has);
    pairs.iter().filter(|pair| has(pair) && !had(pair)).collect()
}

fn is_failing(pair: &PairResult) -> bool {
    is_open(pair) && pair.outcome == Outcome::NotMet
}

/// The same pair of another side.
fn same<'d>(duty: &'d DutyResult, pair: &PairResult) -> Option<&'d PairResult> {
    duty.requirements.iter().find(|one| one.id == pair.id && one.subject == pair.subject)
}

/// Pairs, for a reader.
pub(super) fn named(pairs: &[&PairResult]) -> String {
    let name = |pair: &&PairResult| match pair.subject_title.clone().or(pair.subject.as_ref().map(ToString::to_string))
    {
        Some(subject) => format!("`{}` for {subject}", pair.id),
        None => format!("`{}`", pair.id),
    };
    let mut names: Vec<String> = pairs.iter().take(MOST).map(name).collect();
    if pairs.len() > MOST {
        names.push(format!("{} more", pairs.len() - MOST));
    }
    names.join(", ")
}

/// The causes of a change, without what only pairs read that count for nothing, such as history; all of them, where no other is left.
pub(super) fn that_count<'o>(change: &'o DutyChange, sides: [Option<&DutyResult>; 2]) -> Vec<&'o Cause> {
    let counts = |cause: &&Cause| {
        let Cause::Profile(edit) = cause else { return true };
        let pairs = || sides.iter().flatten().flat_map(|duty| &duty.requirements);
        let is_of = |path: &str| {
            let inner = path.strip_prefix(&edit.name);
            inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(['.', '[']))
        };
        let reads = |pair: &&PairResult| {
            pair.facts.iter().any(|fact| is_of(&fact.path)) || pair.missing.iter().any(|path| is_of(path))
        };
        let mut readers = pairs().filter(reads).peekable();
        readers.peek().is_none() || readers.any(|pair| !pair.history)
    };
    let left: Vec<&Cause> = change.causes.iter().filter(counts).collect();
    if left.is_empty() { change.causes.iter().collect() } else { left }
}
