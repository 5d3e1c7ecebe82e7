//! `sprcheck explain <duty>`: one duty's whole story.

use clap::{Args, ValueEnum};

use crate::model::ids::{DutyId, RuleSetName};
use crate::model::nearest::nearest;
use crate::report;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs};
use super::output::deliver;
use super::settings::Settings;

/// Tell one duty's whole story, from the law to the line.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The duty, by its id: `prevent.strategic_lead`
    duty: String,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    /// The form of the story
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
}

impl Explain {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let rules = self.inputs.rules(&settings)?;
        let case = self.inputs.hold(&settings, &rules)?;
        let assessment = case.audit(as_of).assessment;
        let duty = DutyId::from(self.duty.as_str());
        let story = match self.format {
            Format::Text => report::explain(&assessment, &duty, WIDTH),
            Format::Markdown => report::explain_markdown(&assessment, &duty),
        };
        let ids = || assessment.duties.iter().map(|duty| duty.id.as_str());
        let loaded = &rules.law().rule_sets;
        let unread: Vec<&str> =
            case.profile().uses.iter().map(RuleSetName::as_str).filter(|name| !loaded.contains_key(*name)).collect();
        let story = story.ok_or_else(|| Stop::Message(unknown(&self.duty, ids(), &unread)))?;
        deliver(&story, None)?;
        Ok(Exit::Fine)
    }
}

fn unknown<'a>(duty: &str, ids: impl Iterator<Item = &'a str>, unread: &[&str]) -> String {
    match nearest(duty, ids) {
        _ if !unread.is_empty() => {
            let sets = unread.join("`, `");
            format!(
                "no duty is called `{duty}`; the profile uses `{sets}`, which is not loaded: name its folder with `--rules`"
            )
        }
        Some(near) => format!("no duty is called `{duty}`; did you mean `{near}`?"),
        None => format!("no duty is called `{duty}`; `sprcheck audit` lists every duty"),
    }
}
