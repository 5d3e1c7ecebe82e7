//! Findings as SARIF 2.1.0. What has a place is a result there; what has none is told of the run, since no place is made up.

use crate::model::gate::{Finding, Gate, InRepository, State};
use crate::report::sarif::{self, Found, Rule, Run, Spot, Suppressed, Told};

use super::kinds;
use super::words::{course, fails_on, headline, inert, level, line, message, set_aside};

/// The findings as a log, with a line break at its end; `version` is that of the program.
#[must_use]
pub fn sarif(gate: &Gate, version: &str) -> String {
    let rules = kinds::ALL.iter().map(|kind| Rule {
        id: kinds::id(*kind).to_owned(),
        level: kinds::level(*kind),
        summary: kinds::name(*kind).to_owned(),
        help: kinds::help(*kind),
    });
    let (placed, others): (Vec<&Finding>, Vec<&Finding>) =
        gate.findings.iter().partition(|finding| finding.at.is_some());
    let run = Run {
        version: version.to_owned(),
        rules: rules.collect(),
        results: placed.into_iter().map(found).collect(),
        told: others.into_iter().map(told).collect(),
    };
    sarif::sarif(&run)
}

fn found(finding: &Finding) -> Found {
    let related = finding.causes.iter().filter_map(|cause| Some((spot(cause.at.as_ref()?), inert(&cause.says))));
    let accepted = finding.accepted.iter().map(|accepted| (spot(&accepted.at), "accepted by the baseline".to_owned()));
    Found {
        rule: kinds::id(finding.kind).to_owned(),
        level: level(finding),
        message: format!("{}: {}", headline(finding), message(finding)),
        at: finding.at.as_ref().map(spot),
        related: related.chain(accepted).collect(),
        fingerprint: line(&finding.fingerprint),
        suppressed: set_aside(finding).map(|reason| Suppressed { in_source: false, reason }),
        state: Some(match finding.state {
            State::New => "new",
            State::Unchanged => "unchanged",
            State::Updated => "updated",
            State::Absent => "absent",
        }),
        properties: properties(finding),
    }
}

fn properties(finding: &Finding) -> Vec<(&'static str, String)> {
    let mut properties = Vec::new();
    let mut add = |name, value: String| {
        if !value.is_empty() {
            properties.push((name, inert(&value)));
        }
    };
    add("duty", finding.duty.as_ref().map_or_else(String::new, ToString::to_string));
    if let Some((requirement, subject)) = &finding.pair {
        add("requirement", requirement.to_string());
        add("subject", subject.as_ref().map_or_else(String::new, ToString::to_string));
    }
    add("course", course(finding));
    add("fails", finding.fails.map_or_else(String::new, |what| fails_on(what).to_owned()));
    add("weight", if finding.duty.is_some() { finding.weight.to_string() } else { String::new() });
    properties
}

fn told(finding: &Finding) -> Told {
    Told {
        rule: kinds::id(finding.kind).to_owned(),
        level: level(finding),
        message: format!("{}: {}", headline(finding), message(finding)),
    }
}

pub(super) fn spot(at: &InRepository) -> Spot {
    Spot { path: inert(&at.file), line: at.line, column: at.column, end_column: at.column.saturating_add(1) }
}
