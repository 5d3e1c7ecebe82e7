//! The shell: the only code that prints, exits, reads the clock, or asks the environment.

mod actions;
mod audit;
mod check;
mod clock;
mod completions;
mod diff;
mod explain;
mod exit;
mod forecast;
mod gate;
mod graph;
mod history;
mod impact;
mod inputs;
mod output;
mod password;
mod progress;
mod record;
mod review;
mod rules;
mod schema;
mod settings;
mod shown;
mod small_file;
mod trend;
mod verify;

use clap::{Parser, Subcommand};

pub use exit::Exit;

/// Are the duties under the Strategic Policing Requirement and the PREVENT minimum standards met, on what evidence, and what is missing?
#[derive(Debug, Parser)]
#[command(name = "sprcheck", version, about, long_about = None, max_term_width = 100, after_help = exit::HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge a profile and report what is met, on what evidence, and what is missing
    Audit(audit::Audit),
    /// Tell one duty's whole story, from the law to the line
    Explain(explain::Explain),
    /// Tell what falls if a piece of evidence, a fact or a post went; with --all, what bears the load
    Impact(impact::Impact),
    /// Tell what to do first: the fewest actions that settle the most weight of what is open
    Actions(actions::Actions),
    /// Look ahead: what falls until a date if nobody acts, why, and who is to see to it
    Forecast(forecast::Forecast),
    /// Set two profiles, two dates or two rule sets beside each other: which duties changed, and why
    Diff(diff::Diff),
    /// Judge a revision against its base: what got worse, on which line, and whether it passes
    Gate(gate::Command),
    /// Show which cited sections of documents changed or were not reviewed; with --accept, record that an office accepts them
    Review(review::Review),
    /// Judge a profile and keep the report in its history, a folder of files that never change
    Record(record::Record),
    /// Show how the duties stood at each recorded audit, and which moved from one to the next
    Trend(trend::Trend),
    /// Run reports again from their inputs and demand the same bytes; check that their history is whole
    Verify(verify::Verify),
    /// Write the graph from instruments to evidence
    Graph(graph::Graph),
    /// Check a profile and its rule sets for mistakes, without judging
    Check(check::Check),
    /// Show what the rule sets say, on a date or between two
    Rules(rules::Rules),
    /// Print the JSON Schema of the audit's JSON
    Schema(schema::Schema),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

impl Cli {
    /// Does what was asked; says on standard error why, where it could not.
    #[must_use]
    pub fn run(self) -> Exit {
        let result = match self.command {
            Command::Audit(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::Impact(command) => command.run(),
            Command::Actions(command) => command.run(),
            Command::Forecast(command) => command.run(),
            Command::Diff(command) => command.run(),
            Command::Gate(command) => command.run(),
            Command::Review(command) => command.run(),
            Command::Record(command) => command.run(),
            Command::Trend(command) => command.run(),
            Command::Verify(command) => command.run(),
            Command::Graph(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Rules(command) => command.run(),
            Command::Schema(command) => command.run(),
            Command::Completions(command) => command.run(),
        };
        result.unwrap_or_else(|stop| {
            output::complain(&stop.message());
            Exit::NotAssessed
        })
    }
}
