//! `sprcheck audit`: the main job.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::assessment::{Assessment, Summary};
use crate::model::words::Standing;
use crate::report::{self, Filter};

use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::output::complain;
use super::settings::Settings;

/// How wide a terminal is taken to be.
pub(super) const WIDTH: usize = 80;

/// Judge a profile and report what is met, on what evidence, and what is missing.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the report to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Fail (exit 1) if the assessment holds any of these, separated by commas: breach, gap, unproven, unassessed, error.
    /// A fact taken away can turn a gap or a breach into something unassessed: name `unassessed` too where that must not pass
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    fail_on: Vec<FailOn>,
    /// Show only what matches KEY=VALUE[,VALUE]: duty, standing, verdict, binding, holder, threat, instrument, support, rule-set.
    /// Totals and exit codes stay those of the whole; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    only: Vec<String>,
    /// Tell every requirement with all its facts
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document or a pull request
    Markdown,
    /// For programs; `sprcheck schema` describes it
    Json,
}

/// What an assessment may fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// An apparent breach
    Breach,
    /// A duty that is not met, or only partly
    Gap,
    /// A duty that is met on weaker support than evidence
    Unproven,
    /// A duty that could have been judged and was not
    Unassessed,
    /// A rule that erred
    Error,
}

impl Audit {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let filter = Filter::parse(&self.only).map_err(|fault| Stop::Message(fault.to_string()))?;
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let fail_on = fail_on(self.fail_on, &settings)?;
        // The process ends with this command: to take everything apart first would cost a twentieth of its time.
        let rules = ManuallyDrop::new(self.inputs.rules(&settings)?);
        let case = ManuallyDrop::new(self.inputs.hold(&settings, &rules)?);
        let answer = ManuallyDrop::new(case.audit(as_of));
        let assessment = &answer.assessment;
        filter.check(assessment).map_err(|fault| Stop::Message(fault.to_string()))?;
        let text = match self.format {
            Format::Text => report::text(assessment, &filter, self.verbose, WIDTH),
            Format::Markdown => report::markdown(assessment, &filter, self.verbose),
            Format::Json => report::json(assessment, &filter),
        };
        deliver_of(&text, self.output.as_deref(), [&*case])?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        if !problems.is_empty() {
            complain(&crate::load::snippet::render(&problems, case.sources()));
        }
        Ok(exit(assessment, &fail_on))
    }
}

fn fail_on(given: Vec<FailOn>, settings: &Settings) -> Result<Vec<FailOn>, Stop> {
    if !given.is_empty() {
        return Ok(given);
    }
    settings
        .fail_on
        .iter()
        .flatten()
        .map(|word| {
            FailOn::from_str(word, false).map_err(|_| {
                Stop::Message(format!(
                    "`sprcheck.toml` names `{word}` in `fail-on`; there are breach, gap, unproven, unassessed, error"
                ))
            })
        })
        .collect()
}

/// The exit code of an assessment.
fn exit(assessment: &Assessment, fail_on: &[FailOn]) -> Exit {
    let summary = &assessment.summary;
    if summary.errors > 0 || assessment.rule_sets.iter().any(|set| !set.problems.is_empty()) {
        Exit::Erred
    } else if fail_on.iter().any(|what| holds(summary, *what)) {
        Exit::Failed
    } else {
        Exit::Fine
    }
}

fn holds(summary: &Summary, what: FailOn) -> bool {
    match what {
        FailOn::Breach => summary.apparent_breaches > 0,
        FailOn::Gap => summary.standings.of(Standing::Gap) > 0,
        FailOn::Unproven => summary.standings.of(Standing::Unproven) > 0,
        FailOn::Unassessed => summary.standings.of(Standing::Unassessed) > 0,
        FailOn::Error => summary.errors > 0,
    }
}
