//! `sprcheck check`: mistakes in a profile and its rule sets, without judging.

use clap::Args;

use crate::load::snippet;
use crate::model::facts::{Content, Fact};
use crate::model::inert::inert;
use crate::report::sanitize::sanitize;

use super::exit::{Exit, Stop};
use super::inputs::Inputs;
use super::output::{complain, deliver};
use super::settings::Settings;

/// Check a profile and its rule sets for mistakes, without judging.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,
}

impl Check {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let settings = Settings::read()?;
        let rules = self.inputs.rules(&settings)?;
        let case = self.inputs.hold(&settings, &rules)?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        let profile = case.profile();
        let stated = |fact: &&Fact| {
            fact.place.is_some()
                && matches!(fact.content, Content::Value(_) | Content::Absence)
                && !fact.path.starts_with("departures.")
        };
        let facts: Vec<&Fact> = profile.facts.iter().map(|(_, fact)| fact).filter(stated).collect();
        let uncited = facts.iter().filter(|fact| fact.cites.is_empty()).count();
        let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let text = format!(
            "{}: no problems in the profile\n{} stated, {uncited} without a citation; {}; {}; {} for rule sets that are not loaded\n",
            sanitize(&profile.force.name),
            counted(facts.len(), "fact", "facts"),
            counted(profile.evidence.len(), "piece of evidence", "pieces of evidence"),
            counted(profile.departures.len(), "departure", "departures"),
            counted(profile.unread.len(), "fact", "facts"),
        );
        deliver(&inert(&text), None)?;
        if problems.is_empty() {
            return Ok(Exit::Fine);
        }
        complain(&snippet::render(&problems, case.sources()));
        Ok(Exit::Erred)
    }
}
