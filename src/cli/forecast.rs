//! `sprcheck forecast`: what lies ahead if nobody acts.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::ask::forecast::forecast;
use crate::ask::inquiry::Inquiry;
use crate::model::dates::{Day, Period, Unit};
use crate::report::forecast as report;

use super::audit::WIDTH;
use super::clock;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::output::complain;
use super::progress;
use super::settings::Settings;

/// How far ahead may be looked: nobody acts on more, and a rule may have to be judged for every day of it.
const FURTHEST: Period = Period { count: 30, unit: Unit::Years };

/// Look ahead: what falls until a date if nobody acts, why, and who is to see to it.
///
/// Every later day on which evidence, a statement, a deadline, a departure or the law may turn is found, and what may turn on it is judged
/// again. For each date the answer is what an audit as of that date would say of the same profile.
#[derive(Debug, Args)]
pub(super) struct Forecast {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// The last day to look at, `2022-01-31`: on or after the as-of date, and at most 30 years later
    #[arg(long, value_name = "DATE")]
    until: String,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A timeline for a terminal
    Text,
    /// The timeline for a document
    Markdown,
    /// For programs: how every duty stands on the first day, and all that is otherwise on each later date
    Json,
    /// A sheet with a row for each duty and change. A cell that a spreadsheet would take for a formula begins with an apostrophe
    Csv,
    /// A calendar (iCalendar) with an all-day event for each date and cause of a lapse, and an alarm 30 days before
    Ics,
}

impl Forecast {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let until = until(&self.until, as_of)?;
        let settings = Settings::read()?;
        // The process ends with this command: to take everything apart first would only cost time.
        let rules = ManuallyDrop::new(self.inputs.rules(&settings)?);
        let case = ManuallyDrop::new(self.inputs.hold(&settings, &rules)?);
        let inquiry = ManuallyDrop::new(Inquiry::open(&case, as_of));
        let forecast = ManuallyDrop::new(progress::during("looking ahead", || forecast(&inquiry, until)));
        let text = match self.format {
            Format::Text => report::text(&forecast, WIDTH),
            Format::Markdown => report::markdown(&forecast),
            Format::Json => report::json(&forecast),
            Format::Csv => report::csv(&forecast),
            Format::Ics => report::calendar(&forecast),
        };
        deliver_of(&text, self.output.as_deref(), [&*case])?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        if !problems.is_empty() {
            complain(&crate::load::snippet::render(&problems, case.sources()));
        }
        Ok(if forecast.errs() { Exit::Erred } else { Exit::of(inquiry.assessment()) })
    }
}

/// The last day, which is not before the first.
fn until(text: &str, as_of: Day) -> Result<Day, Stop> {
    let until = clock::day("--until", text)?;
    if until < as_of {
        return Err(Stop::Message(format!("`--until {until}` is before the as-of date, {as_of}")));
    }
    match as_of.plus(FURTHEST).filter(|furthest| until > *furthest) {
        Some(furthest) => Err(Stop::Message(format!(
            "`--until {until}` is more than {FURTHEST} after the as-of date; the last day that may be asked for is {furthest}"
        ))),
        None => Ok(until),
    }
}
