//! SARIF 2.1.0: findings as tools for code read them. Whose findings they are does not matter here.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::json::safe;
use super::sanitize::sanitize;

/// One run of the tool.
#[derive(Clone, Debug)]
pub struct Run {
    /// The version of the tool.
    pub version: String,
    /// What can be found, by id; of what is never found nothing needs to stand here.
    pub rules: Vec<Rule>,
    /// What was found.
    pub results: Vec<Found>,
    /// What has no place in a file. Those who show findings beside lines take no result without one, so it is told of the run.
    pub told: Vec<Told>,
}

/// Something that is told of the run.
#[derive(Clone, Debug)]
pub struct Told {
    /// The id of what it is.
    pub rule: String,
    /// How much it matters.
    pub level: Level,
    /// What a reader is told.
    pub message: String,
}

/// That something does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// Whether the file itself says so, beside what is found; else it is said elsewhere.
    pub in_source: bool,
    /// Why.
    pub reason: String,
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// How much it matters.
    pub level: Level,
    /// What it is about, in a line.
    pub summary: String,
    /// What a reader may want to know of it, as Markdown.
    pub help: String,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It should be known.
    Note,
    /// It may be a fault.
    Warning,
    /// It is a fault.
    Error,
}

impl Level {
    fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The id of what it is.
    pub rule: String,
    /// How much it matters here.
    pub level: Level,
    /// What a reader is told.
    pub message: String,
    /// Where; `None` of something that stands in no file.
    pub at: Option<Spot>,
    /// Other places that matter, each with what it is.
    pub related: Vec<(Spot, String)>,
    /// What stays the same while other lines change.
    pub fingerprint: String,
    /// Why it does not count, if it does not.
    pub suppressed: Option<Suppressed>,
    /// How it stands to what was found before, in a word of SARIF's `baselineState`.
    pub state: Option<&'static str>,
    /// More of it, by name.
    pub properties: Vec<(&'static str, String)>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path as the user gave it.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The column after the last character that is meant.
    pub end_column: u32,
}

/// The run as a log, with a line break at its end.
#[must_use]
pub fn sarif(run: &Run) -> String {
    let numbers: BTreeMap<&str, usize> =
        run.rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let mut log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sprcheck",
                "semanticVersion": run.version,
                "rules": run.rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": run.results.iter().map(|found| result(found, &numbers)).collect::<Vec<_>>(),
        }],
    });
    if !run.told.is_empty()
        && let Some(logged) = log.pointer_mut("/runs/0").and_then(Value::as_object_mut)
    {
        let told = run.told.iter().map(|told| notification(told, &numbers)).collect::<Vec<_>>();
        let invocation = json!({ "executionSuccessful": true, "toolExecutionNotifications": told });
        logged.insert("invocations".into(), json!([invocation]));
    }
    safe(&log)
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": sanitize(&rule.summary) },
        "help": { "text": sanitize(&rule.summary), "markdown": rule.help },
        "defaultConfiguration": { "level": rule.level.as_str() },
    })
}

fn notification(told: &Told, numbers: &BTreeMap<&str, usize>) -> Value {
    let mut rule = json!({ "id": told.rule });
    if let (Some(number), Some(rule)) = (numbers.get(told.rule.as_str()), rule.as_object_mut()) {
        rule.insert("index".into(), json!(number));
    }
    json!({
        "associatedRule": rule,
        "level": told.level.as_str(),
        "message": { "text": sanitize(&told.message) },
    })
}

fn result(found: &Found, numbers: &BTreeMap<&str, usize>) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(found.rule));
    if let Some(number) = numbers.get(found.rule.as_str()) {
        result.insert("ruleIndex".into(), json!(number));
    }
    result.insert("level".into(), json!(found.level.as_str()));
    result.insert("message".into(), json!({ "text": sanitize(&found.message) }));
    if let Some(at) = &found.at {
        result.insert("locations".into(), json!([{ "physicalLocation": location(at) }]));
    }
    if !found.related.is_empty() {
        let related = found
            .related
            .iter()
            .map(|(at, label)| json!({ "physicalLocation": location(at), "message": { "text": sanitize(label) } }));
        result.insert("relatedLocations".into(), related.collect());
    }
    if !found.fingerprint.is_empty() {
        result.insert("partialFingerprints".into(), json!({ "sprcheck/v1": found.fingerprint }));
    }
    if let Some(suppressed) = &found.suppressed {
        let kind = if suppressed.in_source { "inSource" } else { "external" };
        let suppression = json!({ "kind": kind, "justification": sanitize(&suppressed.reason) });
        result.insert("suppressions".into(), json!([suppression]));
    }
    if let Some(state) = found.state {
        result.insert("baselineState".into(), json!(state));
    }
    if !found.properties.is_empty() {
        let properties: BTreeMap<&str, String> =
            found.properties.iter().map(|(name, value)| (*name, sanitize(value))).collect();
        result.insert("properties".into(), json!(properties));
    }
    Value::Object(result)
}

fn location(at: &Spot) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&at.path) },
        "region": {
            "startLine": at.line.max(1),
            "startColumn": at.column.max(1),
            "endColumn": at.end_column.max(at.column + 1),
        },
    })
}

/// A path as a reference: a relative one stays relative, an absolute one becomes a `file` address; what may not stand in one is escaped.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./");
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let mut uri = String::from(if path.starts_with('/') {
        "file://"
    } else if drive {
        "file:///"
    } else {
        ""
    });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || (drive && byte == b':') {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        for (path, expected) in [
            ("policies/a b.yaml", "policies/a%20b.yaml"),
            ("./rules/x.rhai", "rules/x.rhai"),
            ("/srv/set/é.yaml", "file:///srv/set/%C3%A9.yaml"),
            ("C:\\set\\a.yaml", "file:///C:/set/a.yaml"),
            ("../set/a#1?.yaml", "../set/a%231%3F.yaml"),
            ("javascript:x", "javascript%3Ax"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
