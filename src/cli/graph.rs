//! `sprcheck graph`: the graph from instruments to evidence.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::report::graph;

use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::settings::Settings;

/// Write the graph from instruments to evidence.
#[derive(Debug, Args)]
pub(super) struct Graph {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// The form of the graph
    #[arg(long, value_enum, default_value = "dot")]
    format: Format,
    /// Write the graph to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For Graphviz
    Dot,
    /// For programs
    Json,
}

impl Graph {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let rules = self.inputs.rules(&settings)?;
        let case = self.inputs.hold(&settings, &rules)?;
        let answer = case.audit(as_of);
        let text = match self.format {
            Format::Dot => graph::dot(&answer.assessment, &answer.links),
            Format::Json => graph::json(&answer.links),
        };
        deliver_of(&text, self.output.as_deref(), [&case])?;
        Ok(Exit::Fine)
    }
}
