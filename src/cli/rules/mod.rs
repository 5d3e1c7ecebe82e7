//! `sprcheck rules`: what the rule sets say, and the making of one.

mod catalogue;
mod lint;
mod new;
mod show;
mod test;
mod contrast;
mod lock;
pub(super) mod sign;

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
    /// List the kinds of evidence that a profile may name
    Kinds(catalogue::Kinds),
    /// Tell one duty as the rule set has it: law, requirements, rule, cases
    Show(show::Show),
    /// Make the files of a new duty, in a rule set of yours
    New(new::New),
    /// Find what is likely wrong in rule sets
    Lint(lint::Lint),
    /// Run the cases of rule sets, and see what they leave untried
    Test(test::Test),
    /// Judge profiles under two rule sets, and show where they part and at which fact
    Contrast(contrast::Contrast),
    /// Write the digests of rule sets, for `--locked`
    Lock(lock::Lock),
    /// Sign a rule set
    Sign(sign::Sign),
    /// Check who signed a rule set, and that the signature fits every file
    CheckSignature(sign::CheckSignature),
    /// Make a pair of keys for signing
    NewKey(sign::NewKey),
}

impl Rules {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        match self.command {
            Command::List(command) => command.run(),
            Command::Changes(command) => command.run(),
            Command::Facts(command) => command.run(),
            Command::Kinds(command) => command.run(),
            Command::Show(command) => command.run(),
            Command::New(command) => command.run(),
            Command::Lint(command) => command.run(),
            Command::Test(command) => command.run(),
            Command::Contrast(command) => command.run(),
            Command::Lock(command) => command.run(),
            Command::Sign(command) => command.run(),
            Command::CheckSignature(command) => command.run(),
            Command::NewKey(command) => command.run(),
        }
    }
}
