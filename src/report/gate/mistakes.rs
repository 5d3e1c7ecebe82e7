//! Mistakes of the head, so that nothing was judged, in those formats that show beside the lines what is wrong there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::model::gate::InRepository;
use crate::model::problem::Code;
use crate::report::json::safe;
use crate::report::lint::{data, property};
use crate::report::sarif::{self, Found, Level, Rule, Run, Told};

use super::annotations::{MOST, azure_data, azure_property};
use super::sarif::spot;
use super::words::{inert, line, more};

/// A mistake.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// Which kind.
    pub code: Code,
    /// What is wrong, and the way out.
    pub says: String,
    /// Where.
    pub at: Option<InRepository>,
}

/// As workflow commands of GitHub.
#[must_use]
pub fn github(mistakes: &[Mistake]) -> String {
    let mut out = String::new();
    for mistake in mistakes.iter().take(MOST) {
        let place = mistake.at.as_ref().map_or_else(String::new, |at| {
            format!("file={},line={},col={},", property(&inert(&at.file)), at.line, at.column)
        });
        let title = property(&format!("Nothing was judged: {}", mistake.code));
        let _ = writeln!(out, "::error {place}title={title}::{}", data(&inert(&mistake.says)));
    }
    if let Some(left) = mistakes.len().checked_sub(MOST).filter(|left| *left > 0) {
        let _ = writeln!(out, "::notice title=sprcheck gate::{} in the log", more(left));
    }
    out
}

/// As logging commands of an Azure pipeline.
#[must_use]
pub fn azure(mistakes: &[Mistake]) -> String {
    let mut out = String::new();
    for mistake in mistakes {
        let place = mistake.at.as_ref().map_or_else(String::new, |at| {
            let file = azure_property(&at.file);
            format!(";sourcepath={file};linenumber={};columnnumber={}", at.line, at.column)
        });
        let code = mistake.code;
        let _ = writeln!(out, "##vso[task.logissue type=error{place};code={code}]{}", azure_data(&mistake.says));
    }
    out
}

/// As GitLab's code quality report; what has no place is left out, as there.
#[must_use]
pub fn gitlab(mistakes: &[Mistake]) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues = mistakes.iter().filter_map(|mistake| {
        let at = mistake.at.as_ref()?;
        let says = line(&mistake.says);
        let times = seen.entry(format!("{} {} {says}", mistake.code, at.file)).or_default();
        *times += 1;
        Some(json!({
            "description": format!("nothing was judged: {says}"),
            "check_name": mistake.code.to_string(),
            "fingerprint": format!("{} {} {says} {times}", mistake.code, line(&at.file)),
            "severity": "blocker",
            "location": { "path": line(&at.file), "lines": { "begin": at.line.max(1) } },
        }))
    });
    safe(&Value::Array(issues.collect()))
}

/// As a SARIF log; `version` is that of the program.
#[must_use]
pub fn sarif(mistakes: &[Mistake], version: &str) -> String {
    let codes: BTreeMap<&str, Code> = mistakes.iter().map(|one| (one.code.as_str(), one.code)).collect();
    let rules = codes.values().map(|code| Rule {
        id: code.to_string(),
        level: Level::Error,
        summary: code.summary().to_owned(),
        help: code.page().to_owned(),
    });
    let placed = mistakes.iter().filter_map(|mistake| {
        let at = mistake.at.as_ref()?;
        Some(Found {
            rule: mistake.code.to_string(),
            level: Level::Error,
            message: inert(&mistake.says),
            at: Some(spot(at)),
            related: Vec::new(),
            fingerprint: String::new(),
            suppressed: None,
            state: Some("new"),
            properties: Vec::new(),
        })
    });
    let others = mistakes.iter().filter(|mistake| mistake.at.is_none());
    let told = others.map(|mistake| Told {
        rule: mistake.code.to_string(),
        level: Level::Error,
        message: inert(&mistake.says),
    });
    sarif::sarif(&Run {
        version: version.to_owned(),
        rules: rules.collect(),
        results: placed.collect(),
        told: told.collect(),
    })
}
