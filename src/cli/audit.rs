//! `sprcheck audit`: the main job.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::{Assessment, Summary};
use crate::model::nearest::nearest;
use crate::model::words::{Marking, Standing};
use crate::report::{self, Filter};

use super::exit::{Exit, Stop};
use super::history::{HistoryFolder, of_the_same};
use super::inputs::{AsOf, Inputs, deliver_bytes_of};
use super::output::{complain, keep_out, spare};
use super::progress;
use super::settings::Settings;
use super::shown::Shown;
use super::small_file;

/// How wide a terminal is taken to be.
pub(super) const WIDTH: usize = 80;

/// Judge a profile and report what is met, on what evidence, and what is missing.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    history: HistoryFolder,
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
    /// Write --format docx and statement-docx on this Word document (.docx or .dotx): its styles, headers and footers are kept, the text is
    /// put at its end, and `{{ marking }}` in it is filled in
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Show only what matches KEY=VALUE[,VALUE]: duty, standing, verdict, binding, holder, threat, instrument, support, rule-set.
    /// Totals and exit codes stay those of the whole; for text, markdown, json and html; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    only: Vec<String>,
    /// Tell nothing that is marked higher than this, OFFICIAL or OFFICIAL-SENSITIVE: every duty that was judged by it is withheld, with every
    /// roll-up it enters, all digests and all places. The exit code stays that of the whole: do not publish it with the report
    #[arg(long, value_name = "MARKING", value_parser = marking)]
    marking: Option<Marking>,
    /// Tell every requirement with all its facts
    #[arg(long, short)]
    verbose: bool,
}

/// Reads a marking.
fn marking(text: &str) -> Result<Marking, String> {
    let words = || Marking::ALL.iter().map(|marking| marking.as_str());
    if let Some(marking) = Marking::ALL.iter().find(|marking| marking.as_str() == text) {
        return Ok(*marking);
    }
    let known = words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" and ");
    let upper = text.to_uppercase();
    Err(match nearest(&upper, words()) {
        Some(word) => format!("did you mean `{word}`? There are {known}"),
        None => format!("there are {known}; nothing above OFFICIAL-SENSITIVE may be processed here"),
    })
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document or a pull request
    Markdown,
    /// For programs; `sprcheck schema` describes it
    Json,
    /// One file for a browser, without a network: everything, with counts that lead to their items, a filter and pictures
    Html,
    /// The action plan as a workbook, with a sheet each for duties, evidence, departures and sources; name a file with --output
    Xlsx,
    /// The action plan alone, as comma-separated values. A cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
    /// The paper for a board, as a Word document; name a file with --output
    Docx,
    /// The same as a tagged PDF, if this build writes one (feature `pdf`); name a file with --output
    Pdf,
    /// The short text for an annual report on how regard was had to the SPR
    Statement,
    /// The same as a Word document; name a file with --output
    StatementDocx,
}

impl Format {
    /// Whether it is no text, so that a terminal cannot show it.
    fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Docx | Self::Pdf | Self::StatementDocx)
    }

    /// Whether it is a paper or a plan of the whole, which a filter would make say what is not so.
    fn is_of_the_whole(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Json | Self::Html)
    }

    /// The ending of a file of it, where one goes with it.
    fn ending(self) -> Option<&'static str> {
        match self {
            Self::Text | Self::Markdown | Self::Statement => None,
            Self::Json => Some("json"),
            Self::Html => Some("html"),
            Self::Xlsx => Some("xlsx"),
            Self::Csv => Some("csv"),
            Self::Docx | Self::StatementDocx => Some("docx"),
            Self::Pdf => Some("pdf"),
        }
    }

    /// Refuses a file whose ending is that of another format.
    fn vet_name(self, output: Option<&Path>) -> Result<(), Stop> {
        let Some(output) = output else { return Ok(()) };
        let ending = output.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let named = match ending.as_str() {
            "htm" => "html",
            known @ ("docx" | "xlsx" | "pdf" | "html" | "json" | "csv") => known,
            _ => return Ok(()),
        };
        if self.ending() == Some(named) {
            return Ok(());
        }
        let asked = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        Err(Stop::Message(format!(
            "`{}` is to be {named}, and the format is {asked}; add `--format {named}` or choose another name",
            output.display()
        )))
    }

    /// Whether it tells what to do first, which takes longest to find.
    fn tells_actions(self) -> bool {
        matches!(self, Self::Xlsx | Self::Csv | Self::Docx | Self::Pdf)
    }
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
        if matches!(self.format, Format::Pdf) && !report::WRITES_PDF {
            return Err(Stop::Message(report::WRITES_NO_PDF.into()));
        }
        self.format.vet_name(self.output.as_deref())?;
        let filter = Filter::parse(&self.only).map_err(|fault| Stop::Message(fault.to_string()))?;
        if filter.is_on() && self.format.is_of_the_whole() {
            return Err(Stop::Message(
                "`--only` narrows what text, markdown, json and html show; this format is of the whole: leave `--only` out".into(),
            ));
        }
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let template = self.template()?;
        let fail_on = fail_on(self.fail_on, &settings)?;
        let profile = self.inputs.profile(&settings)?;
        keep_out(self.output.as_deref(), &self.history.path(profile))?;
        let besides = self.inputs.besides(&settings).into_iter().chain(self.template.clone());
        spare(self.output.as_deref(), besides)?;
        let history = self.history.read(profile)?;
        // The process ends with this command: to take everything apart first would cost a twentieth of its time.
        let rules = ManuallyDrop::new(self.inputs.rules(&settings)?);
        let case = ManuallyDrop::new(self.inputs.hold(&settings, &rules)?);
        let inquiry = ManuallyDrop::new(Inquiry::open(&case, as_of));
        let told = self.marking.filter(|marking| inquiry.assessment().marking > *marking);
        let told = told.map(|marking| ManuallyDrop::new(case.within(marking)));
        let public = told.as_ref().map(|told| (told, ManuallyDrop::new(Inquiry::open(told.case(), as_of))));
        let shown = match &public {
            Some((told, inquiry)) => Shown::partial(inquiry, told),
            None => Shown::whole(&inquiry, self.marking),
        };
        let assessment = shown.assessment();
        filter.check(assessment).map_err(|fault| Stop::Message(fault.to_string()))?;
        of_the_same(&history, assessment)?;
        let brief =
            || progress::during("looking ahead", || shown.brief(history.recorded(), self.format.tells_actions()));
        let report: Vec<u8> = match self.format {
            Format::Text => report::text(&brief(), &filter, self.verbose, WIDTH).into_bytes(),
            Format::Markdown => report::markdown(&brief(), &filter, self.verbose).into_bytes(),
            Format::Json => report::json(assessment, &filter).into_bytes(),
            Format::Html => report::page::page(&brief(), &filter, Some(shown.links())).into_bytes(),
            Format::Xlsx => report::workbook::xlsx(&brief()).map_err(Stop::Message)?,
            Format::Csv => report::workbook::csv(&brief()).into_bytes(),
            Format::Docx => report::board_paper(&brief(), &filter, template.as_deref()).map_err(unfit)?,
            Format::Pdf => report::board_paper_pdf(&brief(), &filter).map_err(Stop::Message)?,
            Format::Statement => report::statement(&brief(), &filter).into_bytes(),
            Format::StatementDocx => report::statement_docx(&brief(), &filter, template.as_deref()).map_err(unfit)?,
        };
        deliver_bytes_of(&report, self.output.as_deref(), self.format.is_binary(), [&*case])?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        if !problems.is_empty() {
            complain(&crate::load::snippet::render(&problems, case.sources()));
        }
        Ok(exit(inquiry.assessment(), &fail_on))
    }

    /// The bytes of the template, if one is given.
    fn template(&self) -> Result<Option<Vec<u8>>, Stop> {
        let Some(file) = &self.template else { return Ok(None) };
        if !matches!(self.format, Format::Docx | Format::StatementDocx) {
            return Err(Stop::Message("`--template` goes with `--format docx` or `--format statement-docx`".into()));
        }
        let bytes = small_file::bytes(file, report::MOST_TEMPLATE_BYTES as u64);
        bytes
            .map(Some)
            .map_err(|error| Stop::Message(format!("the template `{}` cannot be read: {error}", file.display())))
    }
}

/// Why nothing was written in a template.
fn unfit(fault: report::TemplateFault) -> Stop {
    Stop::Message(fault.to_string())
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
