//! Findings as GitLab's code quality report, which a merge request shows beside the lines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::gate::{Finding, FindingKind, Gate, State};
use crate::report::json::safe;

use super::kinds;
use super::words::{Sort, headline, line, told};

/// The findings that have a place, as a JSON array with a line break at its end. GitLab takes none without one, and no place is made up:
/// the others are in the log and in the JUnit report. What is better is no issue, and stands in neither.
#[must_use]
pub fn gitlab(gate: &Gate) -> String {
    let mut seen = BTreeMap::new();
    let issues = gate.findings.iter().filter(|finding| Sort::of(finding) != Sort::Better);
    let issues: Vec<Value> = issues.filter_map(|finding| issue(finding, &mut seen)).collect();
    safe(&Value::Array(issues))
}

/// Fingerprints are unique there: what comes again gets a number.
fn issue<'g>(finding: &'g Finding, seen: &mut BTreeMap<&'g str, usize>) -> Option<Value> {
    let at = finding.at.as_ref()?;
    let times = seen.entry(finding.fingerprint.as_str()).or_default();
    *times += 1;
    let fingerprint = match *times {
        1 => finding.fingerprint.clone(),
        again => format!("{}-{again}", finding.fingerprint),
    };
    Some(json!({
        "description": line(&format!("{}: {}", headline(finding), told(finding))),
        "check_name": kinds::id(finding.kind),
        "fingerprint": line(&fingerprint),
        "severity": severity(finding),
        "location": { "path": line(&at.file), "lines": { "begin": at.line.max(1) } },
    }))
}

fn severity(finding: &Finding) -> &'static str {
    match Sort::of(finding) {
        Sort::Fails if finding.kind == FindingKind::NewBreach => "blocker",
        Sort::Fails if finding.weight >= 4 => "critical",
        Sort::Fails => "major",
        Sort::Accepted | Sort::Watch if finding.state == State::New => "minor",
        _ => "info",
    }
}
