//! The wording that the formats of the gate share, and how much a finding matters.

use crate::model::diff::Stood;
use crate::model::gate::{FailsOn, Finding, FindingKind, Gate, InRepository, State, WhoseRules};
use crate::model::inert::inert as whole;
use crate::model::words::Standing;
use crate::report::code::plain;
use crate::report::phrases::{self, count, list};
use crate::report::sanitize::sanitize;
use crate::report::sarif::Level;

use super::kinds;

/// What a reader is told first.
pub(super) fn verdict(gate: &Gate) -> String {
    let failing = gate.findings.iter().filter(|finding| finding.fails.is_some()).count();
    if gate.passes() {
        return "the revision passes: nothing was found that fails it".into();
    }
    let named: Vec<String> = gate.failed_on.iter().map(|what| format!("`{}`", fails_on(*what))).collect();
    let findings = if failing == 1 { "1 finding fails it".to_owned() } else { format!("{failing} findings fail it") };
    format!("the revision fails: {findings}, on {}", list(&named, "and"))
}

/// How many findings there are of each sort, without those of which there is none.
pub(super) fn counts(gate: &Gate) -> String {
    let of = |sort: Sort| gate.findings.iter().filter(|finding| Sort::of(finding) == sort).count();
    let told: Vec<String> = Sort::ALL
        .iter()
        .map(|sort| (*sort, of(*sort)))
        .filter(|(_, number)| *number > 0)
        .map(|(sort, number)| match sort {
            Sort::Fails => format!("{number} that {} the revision", if number == 1 { "fails" } else { "fail" }),
            Sort::Accepted => format!("{number} accepted by the baseline"),
            Sort::Watch => format!("{number} to look at"),
            Sort::Better => format!("{number} better"),
            Sort::Other => format!("{number} otherwise"),
        })
        .collect();
    if told.is_empty() { "nothing was found".into() } else { list(&told, "and") }
}

/// The sorts in which findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It fails the revision.
    Fails,
    /// It would, and the baseline accepts it.
    Accepted,
    /// It fails nothing and should be looked at.
    Watch,
    /// It is better than it was, or mended.
    Better,
    /// It is otherwise, and no more.
    Other,
}

impl Sort {
    /// All of them, in the order in which they are shown.
    pub(super) const ALL: &'static [Self] = &[Self::Fails, Self::Accepted, Self::Watch, Self::Better, Self::Other];

    /// The sort of a finding.
    pub(super) fn of(finding: &Finding) -> Self {
        if finding.fails.is_some() {
            Self::Fails
        } else if finding.accepted.is_some() {
            Self::Accepted
        } else if finding.kind == FindingKind::Better || finding.state == State::Absent {
            Self::Better
        } else if kinds::level(finding.kind) == Level::Note {
            Self::Other
        } else {
            Self::Watch
        }
    }

    /// What stands above those of the sort.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Fails => "What fails the revision",
            Self::Accepted => "Accepted by the baseline",
            Self::Watch => "To look at",
            Self::Better => "Better",
            Self::Other => "Otherwise",
        }
    }
}

/// How much a finding matters: what fails is an error, and nothing else is.
pub(super) fn level(finding: &Finding) -> Level {
    match Sort::of(finding) {
        Sort::Fails => Level::Error,
        Sort::Accepted | Sort::Watch => Level::Warning,
        Sort::Better | Sort::Other => Level::Note,
    }
}

/// What a finding is about, in a line: the duty with its title, or whatever else it is about.
pub(super) fn about(finding: &Finding) -> String {
    let title = inert(&finding.title);
    let Some(duty) = &finding.duty else { return title };
    let pair = finding.pair.as_ref().map_or_else(String::new, |(requirement, subject)| {
        let subject = subject.as_ref().map_or_else(String::new, |subject| format!(" for {subject}"));
        format!(", {requirement}{subject}")
    });
    inert(&if title.is_empty() { format!("{duty}{pair}") } else { format!("{title} ({duty}{pair})") })
}

/// What a reader calls the kind of a finding; of one that only the base has, that it is mended.
pub(super) fn kind(finding: &Finding) -> &'static str {
    if finding.state == State::Absent { "Mended" } else { kinds::name(finding.kind) }
}

/// The kind of a finding and what it is about.
pub(super) fn headline(finding: &Finding) -> String {
    format!("{}: {}", kind(finding), about(finding))
}

/// From which standing to which; empty where it is about none.
pub(super) fn course(finding: &Finding) -> String {
    let Some(stood) = &finding.stood else { return String::new() };
    let told = |stood: Option<&Stood>| stood.map_or_else(|| "no such duty".into(), stands);
    let (from, to) = (told(stood.from.as_ref()), told(stood.to.as_ref()));
    if from == to { format!("stays {to}") } else { format!("{from} to {to}") }
}

fn stands(stood: &Stood) -> String {
    let breach = if stood.apparent_breach { ", apparent breach" } else { "" };
    format!("{}{breach}", phrases::standing(stood.standing))
}

/// What was found, with what follows for the revision.
pub(super) fn message(finding: &Finding) -> String {
    let message = inert(&finding.message);
    let by = match finding.by {
        WhoseRules::Head => " (by the rules of the revision)",
        WhoseRules::Base | WhoseRules::Both => "",
    };
    format!("{message}{by}")
}

/// What is told of a finding in one line: what was found, from which standing to which, and the first of its causes.
pub(super) fn told(finding: &Finding) -> String {
    let course = course(finding);
    let course = if course.is_empty() { course } else { format!(" [{course}]") };
    let cause = finding.causes.first().map_or_else(String::new, |cause| format!("; because {}", inert(&cause.says)));
    format!("{}{course}{cause}", message(finding))
}

/// That the baseline accepts it, and why.
pub(super) fn accepted(finding: &Finding) -> Option<String> {
    let accepted = finding.accepted.as_ref()?;
    Some(format!("accepted until {}: {}", accepted.until, inert(&accepted.reason)))
}

/// Why a finding that fails nothing is set aside: by the baseline, or by a departure that holds.
pub(super) fn set_aside(finding: &Finding) -> Option<String> {
    if finding.fails.is_some() {
        return None;
    }
    accepted(finding).or_else(|| {
        let stood = finding.stood.as_ref()?.to.as_ref()?;
        (stood.standing == Standing::Departed).then(|| inert(&format!("departed from: {}", stood.reason)))
    })
}

/// A place as `file:line:column`.
pub(super) fn place(at: &InRepository) -> String {
    inert(&format!("{}:{}:{}", at.file, at.line, at.column))
}

/// A word of `--fail-on`.
pub(super) fn fails_on(what: FailsOn) -> &'static str {
    match what {
        FailsOn::Breach => "breach",
        FailsOn::Worse => "worse",
        FailsOn::Revealed => "revealed",
        FailsOn::Gap => "gap",
        FailsOn::Unproven => "unproven",
        FailsOn::Unassessed => "unassessed",
        FailsOn::Error => "error",
    }
}

/// Text in one line of plain characters, for formats that are not made of blocks.
pub(super) fn line(text: &str) -> String {
    sanitize(&inert(text))
}

/// How many findings are left out, in words.
pub(super) fn more(number: usize) -> String {
    count(number, "more finding", "more findings")
}

/// The text with nothing in it that a build server would take for a command, whatever stands around it.
pub(super) fn inert(text: &str) -> String {
    whole(&plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_command_of_a_build_server_even_with_marks_in_it() {
        assert_eq!(inert("a ##vso[task.complete]"), "a \\u{23}#vso[task.complete]");
        assert_eq!(inert("##vso\u{fdd0}[x]"), "\\u{23}#vso[x]");
        assert_eq!(inert("\u{fdd0}:\u{fdd1}:error::x"), "\\u{3a}:error::x");
    }
}
