//! `sprcheck rules`: what the rule sets say, on a date or between two.

use clap::{Args, Subcommand};

use crate::author::catalogue::{changes, on};
use crate::model::nearest::nearest;
use crate::report::catalogue;

use super::clock;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, RuleSets};
use super::output::deliver;
use super::settings::Settings;

/// What the rule sets say.
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the instruments, sets and duties in force on a date
    List(List),
    /// Show what changed between two dates
    Changes(Changes),
    /// List the facts that a profile may state, with type, meaning and who usually holds each
    Facts(Facts),
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    rule_sets: RuleSets,
    /// List what was not in force too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
struct Changes {
    /// The earlier date
    from: String,
    /// The later date
    to: String,
    #[command(flatten)]
    rule_sets: RuleSets,
}

#[derive(Debug, Args)]
struct Facts {
    /// Only this path and what is beneath it: `prevent.strategic_lead`
    path: Option<String>,
    #[command(flatten)]
    rule_sets: RuleSets,
}

impl Rules {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        match self.command {
            Command::List(list) => {
                let day = list.as_of.day()?;
                let rules = list.rule_sets.load(&Settings::read()?)?;
                finish(&rules, &catalogue::catalogue(&on(rules.law(), day), list.all))
            }
            Command::Changes(between) => {
                let (from, to) = (clock::day("from", &between.from)?, clock::day("to", &between.to)?);
                let rules = between.rule_sets.load(&Settings::read()?)?;
                let found = changes(rules.law(), from, to);
                finish(&rules, &catalogue::changes(rules.law(), from, to, &found))
            }
            Command::Facts(facts) => {
                let rules = facts.rule_sets.load(&Settings::read()?)?;
                let text = catalogue::facts(rules.law(), facts.path.as_deref());
                if text.is_empty() {
                    let paths = rules.law().dictionary.iter().map(|(_, term)| term.path.as_str());
                    let wrong = facts.path.unwrap_or_default();
                    let near =
                        nearest(&wrong, paths).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    return Err(Stop::Message(format!("no dictionary knows the path `{wrong}`{near}")));
                }
                finish(&rules, &text)
            }
        }
    }
}

/// Prints, unless the rule sets have problems: of those nothing is listed.
fn finish(rules: &crate::audit::Rules, text: &str) -> Result<Exit, Stop> {
    let loaded = rules.loaded();
    if !loaded.problems.is_empty() {
        return Err(Stop::Problems(loaded.problems.clone(), loaded.sources.clone()));
    }
    deliver(text, None)?;
    Ok(Exit::Fine)
}
