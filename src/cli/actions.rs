//! `sprcheck actions`: what to do first.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::ask::actions::actions;
use crate::ask::inquiry::Inquiry;
use crate::model::words::Standing;
use crate::report::actions as report;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::output::complain;
use super::progress;
use super::settings::Settings;

/// Tell what to do first: the fewest actions that settle the most weight of what is open.
///
/// An action is what one post would have to see to at one place. The answer says what would have to be true and what evidence would
/// show it, never what to write. Each claim is found by supposing it in the profile and judging again. Nothing is written.
#[derive(Debug, Args)]
pub(super) struct Actions {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// The standings that duties are to leave, separated by commas: gap, unproven, unassessed. A duty that leaves `gap` alone may still be
    /// unproven or unassessed for other requirements; the answer says so
    #[arg(long = "for", value_enum, value_delimiter = ',', value_name = "LIST", default_value = "gap")]
    leaving: Vec<Open>,
    /// At most so many actions: the choice of so many that settles the most
    #[arg(long, value_name = "N")]
    most: Option<NonZeroUsize>,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Open {
    /// Not met, or met in part
    Gap,
    /// Met on weaker support than evidence
    Unproven,
    /// It could not be told
    Unassessed,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// For programs, with everything that the others cut short
    Json,
    /// A sheet with a row for each action and duty. A cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
}

impl Actions {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        // The process ends with this command: to take everything apart first would only cost time.
        let rules = ManuallyDrop::new(self.inputs.rules(&settings)?);
        let case = ManuallyDrop::new(self.inputs.hold(&settings, &rules)?);
        let inquiry = ManuallyDrop::new(Inquiry::open(&case, as_of));
        let leaving: BTreeSet<Standing> = self.leaving.iter().map(|open| open.standing()).collect();
        let answer = ManuallyDrop::new(progress::during("looking for what to do first", || {
            actions(&inquiry, &leaving, self.most.map(NonZeroUsize::get))
        }));
        let text = match self.format {
            Format::Text => report::text(&answer, WIDTH),
            Format::Markdown => report::markdown(&answer),
            Format::Json => report::json(&answer),
            Format::Csv => report::csv(&answer),
        };
        deliver_of(&text, self.output.as_deref(), [&*case])?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        if !problems.is_empty() {
            complain(&crate::load::snippet::render(&problems, case.sources()));
        }
        Ok(Exit::of(inquiry.assessment()))
    }
}

impl Open {
    fn standing(self) -> Standing {
        match self {
            Self::Gap => Standing::Gap,
            Self::Unproven => Standing::Unproven,
            Self::Unassessed => Standing::Unassessed,
        }
    }
}
