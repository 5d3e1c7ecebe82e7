//! What the rule sets say, on a date or between two.

use clap::Args;

use crate::author::catalogue::{changes, on};
use crate::model::nearest::nearest;
use crate::report::catalogue;

use crate::cli::clock;
use crate::cli::exit::{Exit, Stop};
use crate::cli::inputs::{AsOf, RuleSets};
use crate::cli::output::deliver;
use crate::cli::settings::Settings;

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    rule_sets: RuleSets,
    /// List what was not in force too
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
pub(super) struct Changes {
    /// The earlier date
    from: String,
    /// The later date
    to: String,
    #[command(flatten)]
    rule_sets: RuleSets,
}

#[derive(Debug, Args)]
pub(super) struct Facts {
    /// Only this path and what is beneath it: `prevent.strategic_lead`
    path: Option<String>,
    #[command(flatten)]
    rule_sets: RuleSets,
}

#[derive(Debug, Args)]
pub(super) struct Kinds {
    #[command(flatten)]
    rule_sets: RuleSets,
}

impl Kinds {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let rules = self.rule_sets.load(&Settings::read()?)?;
        finish(&rules, &catalogue::kinds(rules.law()))
    }
}

impl List {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let day = self.as_of.day()?;
        let rules = self.rule_sets.load(&Settings::read()?)?;
        finish(&rules, &catalogue::catalogue(&on(rules.law(), day), self.all))
    }
}

impl Changes {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let (from, to) = (clock::day("from", &self.from)?, clock::day("to", &self.to)?);
        let rules = self.rule_sets.load(&Settings::read()?)?;
        let found = changes(rules.law(), from, to);
        finish(&rules, &catalogue::changes(rules.law(), from, to, &found))
    }
}

impl Facts {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let rules = self.rule_sets.load(&Settings::read()?)?;
        let text = catalogue::facts(rules.law(), self.path.as_deref());
        if text.is_empty() {
            let paths = rules.law().dictionary.iter().map(|(_, term)| term.path.as_str());
            let wrong = self.path.unwrap_or_default();
            let near = nearest(&wrong, paths).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Stop::Message(format!("no dictionary knows the path `{wrong}`{near}")));
        }
        finish(&rules, &text)
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
