//! `sprcheck rules lock`: the digests of rule sets, to be held against later.

use std::path::PathBuf;

use clap::Args;

use crate::author::lock;
use crate::cli::exit::{Exit, Stop};
use crate::cli::output::deliver;
use crate::load::{self, files};

#[derive(Debug, Args)]
pub(super) struct Lock {
    /// The folders or archives of rule sets; the built-in one and what they extend is always locked too
    rule_sets: Vec<PathBuf>,
    /// Write the lock to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Lock {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let trees = files::rule_sets(&self.rule_sets)?;
        let built_in = load::builtin();
        let all = std::iter::once(&built_in).chain(trees.all());
        let text = lock::lock(all).map_err(|fault| Stop::Message(fault.to_string()))?;
        deliver(&text, self.output.as_deref())?;
        Ok(Exit::Fine)
    }
}
