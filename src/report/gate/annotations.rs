//! Findings as commands that a GitHub workflow turns into annotations, and as logging commands of an Azure pipeline.

use std::fmt::Write as _;

use crate::model::gate::{Finding, Gate};
use crate::report::lint::{data, property};
use crate::report::sarif::Level;

use super::kinds;
use super::words::{counts, headline, inert, level, line, more, told, verdict};

/// How many annotations of a level GitHub shows for one step.
pub(super) const MOST: usize = 10;

/// The findings as workflow commands of GitHub, one a line: ten of each level at most, which is what is shown, and the number of the rest.
#[must_use]
pub fn github(gate: &Gate) -> String {
    let mut out = String::new();
    let levels = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")];
    let of = |wanted: Level| gate.findings.iter().filter(|one| level(one) == wanted).collect::<Vec<_>>();
    let is_cut = levels.iter().any(|(level, _)| of(*level).len() > MOST);
    let mut left = 0;
    for (wanted, command) in levels {
        let findings = of(wanted);
        // What counts the rest is a notice itself.
        let most = if is_cut && wanted == Level::Note { MOST - 1 } else { MOST };
        for finding in findings.iter().take(most) {
            let _ = writeln!(out, "::{command} {}::{}", properties(finding), data(&told(finding)));
        }
        left += findings.len().saturating_sub(most);
    }
    if left > 0 {
        let _ = writeln!(
            out,
            "::notice title=sprcheck gate::{} {} not annotated; the summary and the log have {}",
            more(left),
            if left == 1 { "is" } else { "are" },
            if left == 1 { "it" } else { "them" }
        );
    }
    out
}

fn properties(finding: &Finding) -> String {
    let mut properties = Vec::new();
    if let Some(at) = &finding.at {
        properties.push(format!("file={}", property(&inert(&at.file))));
        properties.push(format!("line={}", at.line));
        properties.push(format!("col={}", at.column));
    }
    properties.push(format!("title={}", property(&headline(finding))));
    properties.join(",")
}

/// The findings as logging commands of an Azure pipeline, one a line, and the verdict as a line of the log. What is neither error nor
/// warning has no command there: the log counts it.
#[must_use]
pub fn azure(gate: &Gate) -> String {
    let mut out = String::new();
    for finding in &gate.findings {
        let kind = match level(finding) {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => continue,
        };
        let mut properties = format!("type={kind}");
        if let Some(at) = &finding.at {
            let file = azure_property(&at.file);
            let _ = write!(properties, ";sourcepath={file};linenumber={};columnnumber={}", at.line, at.column);
        }
        let _ = write!(properties, ";code={}", kinds::id(finding.kind));
        let text = format!("{}: {}", headline(finding), told(finding));
        let _ = writeln!(out, "##vso[task.logissue {properties}]{}", azure_data(&text));
    }
    let _ = writeln!(out, "sprcheck gate: {}; {}", line(&verdict(gate)), counts(gate));
    out
}

/// A text that can be nothing but the message of a command of Azure.
pub(super) fn azure_data(text: &str) -> String {
    line(text).replace('%', "%AZP25")
}

/// A text that can be nothing but the value of a property there.
pub(super) fn azure_property(text: &str) -> String {
    azure_data(text).replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_of_azure_or_begins_another() {
        assert_eq!(azure_property("a;type=x]b%\n##vso[c]"), "a%3Btype=x%5Db%AZP25 \\u{23}#vso[c%5D");
        assert_eq!(azure_data("a%0A##vso[task.complete]"), "a%AZP250A\\u{23}#vso[task.complete]");
    }
}
