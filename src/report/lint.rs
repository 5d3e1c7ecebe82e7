//! Findings of lints as text, as JSON, as SARIF, and as commands that a GitHub workflow turns into annotations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::author::lint::{Answer, Finding, Level, Lint, What};
use crate::model::place::{Place, Sources};

use super::json::safe;
use super::sanitize::sanitize;
use super::sarif::{self, Found, Rule, Run, Spot, Suppressed};

/// The version of the JSON: one more when a field changes its meaning or goes.
const FORMAT: u32 = 1;

/// The longest line of a file that is shown.
const LONGEST: usize = 160;

/// The findings as text for a terminal, with the line that each is about.
#[must_use]
pub fn text(answer: &Answer) -> String {
    let mut out = String::new();
    for finding in &answer.findings {
        one(finding, &answer.sources, &mut out);
        out.push('\n');
    }
    out.push_str(&summary(answer));
    out
}

fn one(finding: &Finding, sources: &Sources, out: &mut String) {
    let what = finding.what;
    let _ = writeln!(out, "{}[{}]: {}", what.level().as_str(), what.as_str(), sanitize(&finding.message));
    if let Some((place, file)) = finding.place.and_then(|place| Some((place, sources.get(place.file)?))) {
        let _ = writeln!(out, "  --> {}:{}:{}", sanitize(&file.shown), place.line, place.column);
        let line = file.text.lines().nth(place.line.saturating_sub(1) as usize);
        if let Some(line) = line.filter(|line| line.chars().count() <= LONGEST) {
            let number = place.line.to_string();
            let gutter = " ".repeat(number.len());
            let before: String = line.chars().take(place.column.saturating_sub(1) as usize).collect();
            let rest = line.chars().count().saturating_sub(before.chars().count());
            let marks = "^".repeat(finding.width.min(rest).max(1));
            let _ = writeln!(out, "{gutter} |\n{number} | {}", sanitize(line));
            let _ = writeln!(out, "{gutter} | {}{marks}", " ".repeat(sanitize(&before).chars().count()));
        }
    }
    for (place, label) in &finding.related {
        if let Some(file) = sources.get(place.file) {
            let _ = writeln!(out, "  = {}: {}:{}:{}", sanitize(label), sanitize(&file.shown), place.line, place.column);
        }
    }
    if !finding.help.is_empty() {
        let _ = writeln!(out, "  = to do: {}", sanitize(&finding.help));
    }
}

/// How many there are of each level, in a line, and how more is told of one.
fn summary(answer: &Answer) -> String {
    let names: Vec<String> = answer.rule_sets.iter().map(|name| sanitize(name.as_str())).collect();
    let counted = |count: usize, word: &str| match (count, word) {
        (1, word) => format!("1 {word}"),
        (count, "advice") => format!("{count} pieces of advice"),
        (count, word) => format!("{count} {word}s"),
    };
    let of = |level: Level| answer.findings.iter().filter(|finding| finding.what.level() == level).count();
    let counts = Level::ALL.iter().rev().map(|level| match level {
        Level::Advice if of(*level) == 1 => "1 piece of advice".to_owned(),
        level => counted(of(*level), level.as_str()),
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let allowed = if answer.allowed.is_empty() { String::new() } else { format!("; {} allowed", answer.allowed.len()) };
    let mut text = format!("{}: {counts}{allowed}\n", names.join(", "));
    if let Some(finding) = answer.findings.iter().find(|finding| finding.what.lint().is_some()) {
        let _ = writeln!(text, "`sprcheck rules lint --explain {}` tells more of a lint", finding.what.as_str());
    }
    text
}

/// The findings as JSON, with a line break at its end.
#[must_use]
pub fn json(answer: &Answer) -> String {
    let of = |level: Level| answer.findings.iter().filter(|finding| finding.what.level() == level).count();
    let told = |findings: &[Finding]| findings.iter().map(|one| value(one, &answer.sources)).collect::<Vec<_>>();
    let counts: BTreeMap<&str, usize> = Level::ALL.iter().map(|level| (level.as_str(), of(*level))).collect();
    let value = json!({
        "format": FORMAT,
        "rule_sets": answer.rule_sets.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        "counts": counts,
        "findings": told(&answer.findings),
        "allowed": told(&answer.allowed),
    });
    safe(&value)
}

fn value(finding: &Finding, sources: &Sources) -> Value {
    let mut value = json!({
        "id": finding.what.as_str(),
        "level": finding.what.level().as_str(),
        "message": finding.message,
        "to_do": finding.help,
        "page": finding.what.page(),
        "fingerprint": finding.fingerprint,
    });
    let place = |place: Place| {
        let file = sources.get(place.file)?;
        Some(json!({ "file": file.shown, "line": place.line, "column": place.column }))
    };
    let Some(fields) = value.as_object_mut() else { return value };
    if let Some(mut place) = finding.place.and_then(place) {
        if let Some(fields) = place.as_object_mut() {
            fields.insert("width".into(), json!(finding.width));
        }
        fields.insert("place".into(), place);
    }
    let related = finding.related.iter().filter_map(|(at, label)| {
        let mut place = place(*at)?;
        place.as_object_mut()?.insert("label".into(), json!(label));
        Some(place)
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        fields.insert("related".into(), json!(related));
    }
    if let Some(reason) = &finding.allowed {
        fields.insert("because".into(), json!(reason));
    }
    value
}

/// The findings as SARIF 2.1.0, what is allowed among them as suppressed.
#[must_use]
pub fn sarif(answer: &Answer, version: &str) -> String {
    let all: Vec<&Finding> = answer.findings.iter().chain(&answer.allowed).collect();
    let mut rules: BTreeMap<&str, Rule> =
        Lint::ALL.iter().map(|lint| (lint.as_str(), rule(What::Lint(*lint)))).collect();
    rules.extend(all.iter().map(|finding| (finding.what.as_str(), rule(finding.what))));
    let results = all.into_iter().map(|finding| Found {
        rule: finding.what.as_str().to_owned(),
        level: level(finding.what.level()),
        message: match finding.help.as_str() {
            "" => finding.message.clone(),
            help => format!("{}; to do: {help}", finding.message),
        },
        at: finding.place.and_then(|place| spot(place, finding.width, &answer.sources)),
        related: finding
            .related
            .iter()
            .filter_map(|(place, label)| Some((spot(*place, 1, &answer.sources)?, label.clone())))
            .collect(),
        fingerprint: finding.fingerprint.clone(),
        suppressed: finding.allowed.clone().map(|reason| Suppressed { in_source: true, reason }),
        state: None,
        properties: Vec::new(),
    });
    let (rules, results) = (rules.into_values().collect(), results.collect());
    sarif::sarif(&Run { version: version.to_owned(), rules, results, told: Vec::new() })
}

fn level(level: Level) -> sarif::Level {
    match level {
        Level::Advice => sarif::Level::Note,
        Level::Warning => sarif::Level::Warning,
        Level::Error => sarif::Level::Error,
    }
}

fn rule(what: What) -> Rule {
    let help = what.lint().map_or_else(|| format!("See {}.", what.page()), |lint| lint.page().to_owned());
    Rule { id: what.as_str().to_owned(), level: level(what.level()), summary: what.summary().to_owned(), help }
}

fn spot(place: Place, width: usize, sources: &Sources) -> Option<Spot> {
    let path = path(place, sources)?;
    let width = u32::try_from(width).unwrap_or(1).max(1);
    Some(Spot { path, line: place.line, column: place.column, end_column: place.column.saturating_add(width) })
}

/// The path of a place's file, as tools can open it; a file of the built-in rule set goes by its path in the project.
fn path(place: Place, sources: &Sources) -> Option<String> {
    let file = sources.get(place.file)?;
    Some(file.shown.strip_prefix("builtin:").unwrap_or(&file.shown).to_owned())
}

/// The findings as workflow commands of GitHub, one a line.
#[must_use]
pub fn github(answer: &Answer) -> String {
    let mut out = String::new();
    for finding in &answer.findings {
        let command = match finding.what.level() {
            Level::Advice => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let mut properties = Vec::new();
        if let Some((place, path)) = finding.place.and_then(|place| Some((place, path(place, &answer.sources)?))) {
            properties.push(format!("file={}", property(&path)));
            properties.push(format!("line={}", place.line));
            properties.push(format!("col={}", place.column));
            properties.push(format!("endColumn={}", place.column as usize + finding.width));
        }
        properties.push(format!("title={}", property(finding.what.as_str())));
        let help = if finding.help.is_empty() { String::new() } else { format!("; to do: {}", finding.help) };
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&format!("{}{help}", finding.message)));
    }
    out
}

/// A text that can be nothing but the message of a command.
pub(super) fn data(text: &str) -> String {
    sanitize(text).replace('%', "%25")
}

/// A text that can be nothing but the value of a property.
pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_workflow_command_or_begins_another() {
        assert_eq!(data("a\n::error::b\r\n%0A"), "a \\u{3a}:error::b %250A");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
        assert!(!data("\u{1b}[31m\u{202e}").contains(['\u{1b}', '\u{202e}']));
    }
}
