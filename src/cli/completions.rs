//! `sprcheck completions`: a completion script for a shell.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::exit::{Exit, Stop};
use super::output::deliver;

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "sprcheck", &mut script);
        deliver(&String::from_utf8_lossy(&script), None)?;
        Ok(Exit::Fine)
    }
}
