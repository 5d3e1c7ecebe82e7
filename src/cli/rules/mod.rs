//! `sprcheck rules`: what the rule sets say, and the making of one.

mod catalogue;

use clap::{Args, Subcommand};

use super::exit::{Exit, Stop};

/// What the rule sets say.
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the instruments, sets and duties in force on a date
    List(catalogue::List),
    /// Show what changed between two dates
    Changes(catalogue::Changes),
    /// List the facts that a profile may state, with type, meaning and who usually holds each
    Facts(catalogue::Facts),
}

impl Rules {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        match self.command {
            Command::List(command) => command.run(),
            Command::Changes(command) => command.run(),
            Command::Facts(command) => command.run(),
        }
    }
}
