//! `sprcheck check`: mistakes in a profile and its rule sets, without judging.

use clap::Args;

use crate::load::snippet;
use crate::model::facts::Content;

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
        let stated = |content: &Content| matches!(content, Content::Value(_) | Content::Absence);
        let facts = profile.facts.iter().filter(|(_, fact)| fact.place.is_some() && stated(&fact.content)).count();
        let uncited = profile.facts.iter().filter(|(_, fact)| fact.place.is_some() && stated(&fact.content) && fact.cites.is_empty()).count();
        let text = format!(
            "{}: no problems in the profile\n{facts} facts stated, {uncited} of them without a citation; {} pieces of evidence; {} departures; {} facts for rule sets that are not loaded\n",
            crate::report::sanitize::sanitize(&profile.force.name),
            profile.evidence.len(),
            profile.departures.len(),
            profile.unread.len(),
        );
        deliver(&text, None)?;
        if problems.is_empty() {
            return Ok(Exit::Fine);
        }
        complain(&snippet::render(&problems, case.sources()));
        Ok(Exit::Erred)
    }
}
