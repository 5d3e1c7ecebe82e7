//! `sprcheck schema`: the JSON Schema of the audit's JSON.

use clap::Args;

use super::exit::{Exit, Stop};
use super::output::deliver;

/// Print the JSON Schema of the audit's JSON.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        deliver(include_str!("../../docs/schema/assessment.schema.json"), None)?;
        Ok(Exit::Fine)
    }
}
