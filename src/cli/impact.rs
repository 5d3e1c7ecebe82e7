//! `sprcheck impact`: what falls if something went, and what bears the load.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::ask::bearing::bearing;
use crate::ask::impact::{Target, impact};
use crate::ask::inquiry::Inquiry;
use crate::report::impact as report;
use crate::report::sanitize::sanitize;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::progress;
use super::settings::Settings;

/// Tell what falls, and from what to what, if a piece of evidence, a fact or a post went.
///
/// Each answer is found by supposing it in the profile and judging again the duties that can be reached. Nothing is written.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("question").args(["what", "all"]).required(true).multiple(true))]
pub(super) struct Impact {
    /// An evidence id, the path of a fact (or of a group, an entry or a list: all beneath it), or an owner, written as the
    /// profile has it, capitals aside. Where a name is of two kinds, write `evidence:ID`, `fact:PATH` or `owner:NAME`
    what: Option<String>,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// Instead of one thing: which evidence and which posts duties rest on alone, how much each duty could lose before it
    /// falls, and which evidence nothing rests on
    #[arg(long)]
    all: bool,
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
    /// For programs, with everything that the others cut short
    Json,
}

impl Impact {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let (what, inputs) = match self.what {
            // With `--all` there is no name, and what stands first is the profile.
            Some(first) if self.all => (None, self.inputs.or_profile(first.into())?),
            what => (what, self.inputs),
        };
        let rules = inputs.rules(&settings)?;
        let case = if self.all { inputs.hold_with_lost(&settings, &rules)? } else { inputs.hold(&settings, &rules)? };
        let target = what.map(|what| Target::find(&case, &what)).transpose();
        let target = target.map_err(|unclear| Stop::Message(sanitize(&unclear.to_string())))?;
        let inquiry = Inquiry::open(&case, as_of);
        let text = match target {
            Some(target) => {
                let answer = progress::during("taking it away", || impact(&inquiry, &target));
                match self.format {
                    Format::Text => report::text(&answer, WIDTH),
                    Format::Markdown => report::markdown(&answer),
                    Format::Json => report::json(&answer),
                }
            }
            None => {
                let answer = progress::during("taking things away, one after the other", || bearing(&inquiry));
                match self.format {
                    Format::Text => report::all_text(&answer, WIDTH),
                    Format::Markdown => report::all_markdown(&answer),
                    Format::Json => report::all_json(&answer),
                }
            }
        };
        deliver_of(&text, self.output.as_deref(), [&case])?;
        Ok(Exit::of(inquiry.assessment()))
    }
}
