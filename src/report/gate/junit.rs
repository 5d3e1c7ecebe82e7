//! Findings as JUnit XML: a test case for each duty that something was found of, and one for each finding that is about no duty.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::gate::{Finding, Gate};
use crate::model::ids::DutyId;
use crate::model::words::Standing;
use crate::report::junit::{Body, Suite, document};

use super::words::{accepted, course, headline, kind, line, message, place};

/// The findings as JUnit XML, with a line break at its end.
#[must_use]
pub fn junit(gate: &Gate) -> String {
    let mut by_duty: BTreeMap<&DutyId, Vec<&Finding>> = BTreeMap::new();
    let mut others = Vec::new();
    for finding in &gate.findings {
        match &finding.duty {
            Some(duty) => by_duty.entry(duty).or_default().push(finding),
            None => others.push(finding),
        }
    }
    let mut duties = Suite::new("duties");
    for (duty, findings) in &by_duty {
        let title = findings.first().map_or("", |finding| finding.title.as_str());
        duties.cases.push((line(&format!("{duty}: {title}")), body(findings)));
    }
    let mut revision = Suite::new("revision");
    for finding in others {
        revision.cases.push((line(&headline(finding)), body(&[finding])));
    }
    document("sprcheck gate", &[duties, revision])
}

fn body(findings: &[&Finding]) -> Body {
    let failing: Vec<&&Finding> = findings.iter().filter(|finding| finding.fails.is_some()).collect();
    if let Some(first) = failing.first() {
        let mut text = String::new();
        failing.iter().for_each(|finding| tell(finding, &mut text));
        return Body::Failure(line(&format!("{}: {}", kind(first), message(first))), text);
    }
    if let Some(accepted) = findings.iter().find_map(|finding| accepted(finding)) {
        return Body::Skipped(line(&accepted));
    }
    let unassessed = findings.iter().find(|finding| {
        let to = finding.stood.as_ref().and_then(|stood| stood.to.as_ref());
        to.is_some_and(|to| to.standing == Standing::Unassessed)
    });
    unassessed.map_or(Body::Passed, |finding| Body::Skipped(line(&message(finding))))
}

/// A finding at length, a line for each thing that is told of it.
fn tell(finding: &Finding, text: &mut String) {
    let at = finding.at.as_ref().map_or_else(String::new, |at| format!("{}: ", line(&place(at))));
    let _ = writeln!(text, "{at}{}: {}", kind(finding), line(&message(finding)));
    let course = course(finding);
    if !course.is_empty() {
        let _ = writeln!(text, "  {course}");
    }
    for cause in &finding.causes {
        let at = cause.at.as_ref().map_or_else(String::new, |at| format!("{}: ", line(&place(at))));
        let _ = writeln!(text, "  because {at}{}", line(&cause.says));
    }
}
