//! `sprcheck explain <duty>`: one duty's whole story.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::ask::counterfactual::counterfactual;
use crate::ask::inquiry::Inquiry;
use crate::model::counterfactual::Explanation;
use crate::model::ids::{DutyId, RuleSetName};
use crate::model::nearest::nearest;
use crate::report;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, deliver_of};
use super::settings::Settings;

/// Tell one duty's whole story, from the law to the line, and the least that would make it met.
///
/// The least is looked for among the facts that the duty's rule reads: one fact stated or shown otherwise, then two. Each answer is
/// verified by supposing it in the profile and judging again. What would have to be true is told, and the evidence that would have to show
/// it; what to write is not. Nothing is written.
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
    /// Write the story to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// For programs: the duty's part of the audit, and the least that would make it met
    Json,
}

impl Explain {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let rules = self.inputs.rules(&settings)?;
        let case = self.inputs.hold(&settings, &rules)?;
        let inquiry = Inquiry::open(&case, as_of);
        let assessment = inquiry.assessment();
        let duty = DutyId::from(self.duty.as_str());
        let least = counterfactual(&inquiry, &duty);
        let story = match self.format {
            Format::Text => report::explain(assessment, &duty, least.as_ref(), WIDTH),
            Format::Markdown => report::explain_markdown(assessment, &duty, least.as_ref()),
            Format::Json => {
                Explanation::of(assessment, &duty, least).map(|explanation| report::explain_json(&explanation))
            }
        };
        let ids = || assessment.duties.iter().map(|duty| duty.id.as_str());
        let loaded = &rules.law().rule_sets;
        let unread: Vec<&str> =
            case.profile().uses.iter().map(RuleSetName::as_str).filter(|name| !loaded.contains_key(*name)).collect();
        let story = story.ok_or_else(|| Stop::Message(unknown(&self.duty, ids(), &unread)))?;
        deliver_of(&story, self.output.as_deref(), [&case])?;
        Ok(Exit::of(assessment))
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
