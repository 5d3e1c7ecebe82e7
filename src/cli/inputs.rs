//! What every command that looks at a profile takes, and how it is loaded.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::audit::{Case, Rules};
use crate::load::{self, InputTree, files, held_paths};
use crate::model::dates::Day;

use super::clock;
use super::exit::Stop;
use super::settings::Settings;

/// The rule sets.
#[derive(Debug, Args)]
pub(super) struct RuleSets {
    /// Add the rule set in this folder; may be repeated
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Leave out the built-in duties; the built-in dictionary stays
    #[arg(long)]
    no_builtin: bool,
}

/// A profile, and what it is held against.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// The profile: a file, or a folder with `profile.yaml`; `sprcheck.toml` may name it
    profile: Option<PathBuf>,
    #[command(flatten)]
    rule_sets: RuleSets,
}

/// The date the question is asked for.
#[derive(Debug, Args)]
pub(super) struct AsOf {
    /// The date the question is asked for, `2021-01-31`; today in Europe/London if left out
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

impl AsOf {
    pub(super) fn day(&self) -> Result<Day, Stop> {
        clock::as_of(self.as_of.as_deref())
    }
}

impl RuleSets {
    pub(super) fn load(&self, settings: &Settings) -> Result<Rules, Stop> {
        let folders = if self.rules.is_empty() { &settings.rules } else { &self.rules };
        let mut trees: Vec<InputTree> = vec![load::builtin()];
        for folder in folders {
            trees.push(files::rule_set(folder)?);
        }
        Ok(Rules::load(&trees, !self.no_builtin))
    }
}

impl Inputs {
    /// The rule sets; without a single duty there is nothing to ask.
    pub(super) fn rules(&self, settings: &Settings) -> Result<Rules, Stop> {
        let rules = self.rule_sets.load(settings)?;
        let sound = rules.loaded().problems.is_empty();
        if sound && rules.law().duties().next().is_none() {
            return Err(Stop::Message(
                "no rule set gives a duty, so nothing can be judged; name one with `--rules`".into(),
            ));
        }
        Ok(rules)
    }

    pub(super) fn hold<'r>(&self, settings: &Settings, rules: &'r Rules) -> Result<Case<'r>, Stop> {
        let path = self.profile(settings)?;
        let tree = files::profile(path)?;
        let digests = files::digests(path, &held_paths(&tree));
        Ok(rules.hold(&tree, &digests)?)
    }

    fn profile<'a>(&'a self, settings: &'a Settings) -> Result<&'a Path, Stop> {
        self.profile.as_deref().or(settings.profile.as_deref()).ok_or_else(|| {
            Stop::Message(
                "no profile is named; name a file or folder, or write `profile = \"…\"` in `sprcheck.toml`".into(),
            )
        })
    }
}
