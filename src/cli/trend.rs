//! `sprcheck trend`: how standing moved between recorded audits.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::history::trend;
use crate::report::trend as report;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::history::{self, HistoryFolder};
use super::output::{deliver, keep_out, spare};
use super::settings::{self, Settings};

/// Show how the duties stood at each recorded audit, and which moved from one to the next.
///
/// Nothing is judged again: it is told by what `sprcheck record` kept. Why a duty moved is told by `sprcheck diff`.
#[derive(Debug, Args)]
pub(super) struct Trend {
    /// The profile whose history it is: a file, or a folder with `profile.yaml`; `sprcheck.toml` may name it
    profile: Option<PathBuf>,
    #[command(flatten)]
    history: HistoryFolder,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// For programs: of each audit how every duty stood, and what moved
    Json,
    /// A sheet with a row for each audit and duty. A cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
}

impl Trend {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let settings = Settings::read()?;
        let profile = self.profile.as_deref().or(settings.profile.as_deref());
        let folder = match (self.history.named(), profile) {
            (Some(folder), _) => folder.to_path_buf(),
            (None, Some(profile)) => self.history.path(profile),
            (None, None) => {
                return Err(Stop::Message(
                    "no history is named; name the profile that it lies beside, or the folder with `--history`".into(),
                ));
            }
        };
        let output = self.output.as_deref();
        keep_out(output, &folder)?;
        spare(output, profile.map(Path::to_path_buf).into_iter().chain([PathBuf::from(settings::NAME)]))?;
        let history = history::read(&folder)?;
        if history.records.is_empty() {
            return Err(Stop::Message(format!(
                "nothing is recorded in the history `{}`; `sprcheck record` adds an audit to it",
                folder.display()
            )));
        }
        history::of_one(&history)?;
        let answer = trend(&history.recorded());
        let text = match self.format {
            Format::Text => report::text(&answer, WIDTH),
            Format::Markdown => report::markdown(&answer),
            Format::Json => report::json(&answer),
            Format::Csv => report::csv(&answer),
        };
        deliver(&text, output)?;
        Ok(Exit::Fine)
    }
}
