//! One file of a history: a report with its digest and those that it follows, the same bytes each time.

use serde::Deserialize;

use crate::load::digest;
use crate::model::dates::Day;
use crate::model::history::RECORD_SCHEMA_VERSION;

use super::Flaw;
use super::reported::{Report, Reported};

/// What stands before the report in a record.
const BEFORE: &str = "\n  \"report\": ";
/// What stands after it.
const AFTER: &str = "\n}\n";
/// How many digits of its digest the name of a record has.
const DIGITS: usize = 12;

/// A record as it is read.
pub struct Record {
    /// What it says.
    pub reported: Reported,
    /// The report, byte for byte.
    pub report: String,
}

#[derive(Deserialize)]
struct Envelope {
    schema_version: String,
    predecessors: Vec<String>,
    digest: String,
    report: Report,
}

/// The version alone: it says how to read the rest.
#[derive(Deserialize)]
struct Version {
    schema_version: String,
}

/// The digest of a record: over what it follows, and the bytes of the report.
#[must_use]
pub fn digest_of(predecessors: &[String], report: &str) -> String {
    digest(format!("sprcheck record {RECORD_SCHEMA_VERSION}\n{}\n\n{report}", predecessors.join("\n")).as_bytes())
}

/// The text of a record of a report, which ends with a line break.
#[must_use]
pub fn render(predecessors: &[String], report: &str) -> String {
    let mut sorted: Vec<&String> = predecessors.iter().collect();
    sorted.sort();
    sorted.dedup();
    let own: Vec<String> = sorted.iter().map(|one| (*one).clone()).collect();
    let listed: Vec<String> = own.iter().map(|one| format!("\n    \"{one}\"")).collect();
    let listed = if listed.is_empty() { "[]".to_owned() } else { format!("[{}\n  ]", listed.join(",")) };
    let digest = digest_of(&own, report);
    let body = report.strip_suffix('\n').unwrap_or(report);
    format!(
        "{{\n  \"schema_version\": \"{RECORD_SCHEMA_VERSION}\",\n  \"predecessors\": {listed},\n  \"digest\": \"{digest}\",{BEFORE}{body}{AFTER}"
    )
}

/// The name of the file of a record.
#[must_use]
pub fn file_name(as_of: Day, digest: &str) -> String {
    let digits: String = digest.trim_start_matches("sha256:").chars().take(DIGITS).collect();
    format!("{as_of}-{digits}.json")
}

/// Whether a text looks like a record rather than a report.
#[must_use]
pub fn is_record(text: &str) -> bool {
    // A record says first what it follows; its report says first which tool made it.
    text.find("\"predecessors\"").is_some_and(|place| text.find("\"tool\"").is_none_or(|tool| place < tool))
}

/// Reads a record. Line ends are no part of it: git may have changed them.
///
/// # Errors
/// It is none, is of another version, or is not as it was written.
pub fn record(bytes: &[u8]) -> Result<Record, Flaw> {
    let text = text_of(bytes)?;
    let read: Envelope =
        serde_json::from_str(&text).map_err(|error| other_version(&text).unwrap_or(Flaw::of(&error)))?;
    if let Some(flaw) = of_version(&read.schema_version) {
        return Err(flaw);
    }
    let report = text.split_once(BEFORE).and_then(|(_, rest)| rest.strip_suffix(AFTER)).map(|body| format!("{body}\n"));
    let report = report.ok_or_else(|| Flaw::whole("the record is not laid out as it was written".into()))?;
    let digest = digest_of(&read.predecessors, &report);
    if digest != read.digest {
        let line = line_of(&text, "\n  \"digest\": ");
        return Err(Flaw {
            line,
            column: 3,
            message: "the digest is not that of what stands here: the record was changed since it was made".into(),
        });
    }
    let written = render(&read.predecessors, &report);
    if written != text {
        let same = written.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
        let message = "the record is not as it was written: something was changed around the report".into();
        return Err(Flaw { line: same + 1, column: 1, message });
    }
    let mut reported = read.report.told()?;
    if reported.is_partial {
        return Err(Flaw::whole("the report is partial: such a one is not recorded".into()));
    }
    reported.recorded.digest = digest;
    reported.recorded.predecessors = read.predecessors;
    Ok(Record { reported, report })
}

/// What is wrong with a record of another version.
fn of_version(version: &str) -> Option<Flaw> {
    (version != RECORD_SCHEMA_VERSION).then(|| {
        Flaw::whole(format!("the record has the version `{version}`; this program reads {RECORD_SCHEMA_VERSION}"))
    })
}

/// The same of a record that is not even laid out as those of this version.
fn other_version(text: &str) -> Option<Flaw> {
    let version: Version = serde_json::from_str(text).ok()?;
    of_version(&version.schema_version)
}

/// The text of a file, with plain line ends: JSON holds none within its texts.
///
/// # Errors
/// It is not UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<String, Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Flaw { line, column: 1, message: "the file is not UTF-8".into() }
    })?;
    Ok(text.replace("\r\n", "\n"))
}

/// The line on which a text that begins with a line break stands.
fn line_of(text: &str, wanted: &str) -> usize {
    text.split_once(wanted).map_or(1, |(before, _)| before.matches('\n').count() + 2)
}
