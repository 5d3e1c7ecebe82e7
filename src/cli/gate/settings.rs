//! What `sprcheck.toml` chooses otherwise in the head: it is told, with its line, and hides nothing.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::settings::{KEYS, NAME, Stated};
use crate::load::digest;
use crate::model::gate::{Finding, FindingKind, Gate, InRepository, State, WhoseRules};

use super::sides::Revision;

/// Adds to an answer what fails by another one that it does not have.
pub(super) fn add_failing(answer: &mut Gate, other: Gate) {
    let known = answer.findings.iter().filter(|finding| finding.fails.is_some());
    let known: BTreeSet<String> = known.map(|finding| finding.fingerprint.clone()).collect();
    let fails = other.findings.into_iter().filter(|one| one.fails.is_some() && !known.contains(&one.fingerprint));
    let failing: Vec<Finding> = fails.collect();
    let first = answer.findings.partition_point(|finding| finding.fails.is_some());
    let failed_on: BTreeSet<_> =
        answer.failed_on.iter().copied().chain(failing.iter().filter_map(|one| one.fails)).collect();
    answer.failed_on = failed_on.into_iter().collect();
    answer.findings.splice(first..first, failing);
}

/// Adds which keys of the file say something else in the head. That fails nothing of itself: both sides are judged by what each chooses.
pub(super) fn add_changed(answer: &mut Gate, base: &Revision, head: &Revision) {
    let file = head.path_in_repository(Path::new(NAME));
    let changed: Vec<Finding> = KEYS
        .into_iter()
        .filter_map(|key| changed(key, base.settings().stated(key), head.settings().stated(key), file.as_ref()))
        .collect();
    let first = answer.findings.partition_point(|finding| finding.fails.is_some());
    answer.findings.splice(first..first, changed);
}

fn changed(key: &str, was: Option<&Stated>, is: Option<&Stated>, file: Option<&String>) -> Option<Finding> {
    let says = |one: Option<&Stated>| one.map(|stated| stated.says.clone());
    if says(was) == says(is) {
        return None;
    }
    let course = match (says(was), says(is)) {
        (Some(was), Some(is)) => format!("`{key}` was `{was}` and is `{is}`"),
        (None, Some(is)) => format!("`{key}` is `{is}` and was not there"),
        (Some(was), None) => format!("`{key}` was `{was}` and is not there any more"),
        (None, None) => return None,
    };
    let then = match key {
        "profile" => "what is worse in the old or in the new one fails",
        "rules" => "both sides are judged by the old and by the new ones",
        _ => "the gate goes by its own `--fail-on`, an audit by this",
    };
    let at = is.zip(file).map(|(is, file)| InRepository { file: file.clone(), line: is.at.0, column: is.at.1 });
    Some(Finding {
        kind: FindingKind::RuleChanged,
        duty: None,
        pair: None,
        title: NAME.to_owned(),
        message: format!("{course}; {then}"),
        stood: None,
        direction: None,
        by: WhoseRules::Head,
        weight: 0,
        fails: None,
        accepted: None,
        at,
        causes: Vec::new(),
        fingerprint: digest(format!("{:?}\n{NAME}\n{key}", FindingKind::RuleChanged).as_bytes()),
        state: State::Updated,
    })
}
