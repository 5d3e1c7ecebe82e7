//! `sprcheck record`: adds an audit to the history.

use std::fs;
use std::mem::ManuallyDrop;
use std::path::Path;

use clap::Args;

use crate::ask::inquiry::Inquiry;
use crate::load::history::{digest_of, file_name, record, render};
use crate::load::snippet;
use crate::report::{self, Filter};

use super::exit::{Exit, Stop};
use super::history::{HistoryFolder, of_the_same};
use super::inputs::{AsOf, Inputs};
use super::output::{complain, create, deliver};
use super::settings::Settings;

/// Judge a profile and keep the report in the history: a folder of files that never change, each naming those that it follows.
///
/// The file is named by the as-of date and its digest, so that branches which record apart can be merged; the next record then follows
/// both. A report that is on record already is not recorded again. `sprcheck trend` tells what moved, `sprcheck verify` whether every
/// report still comes out as it was recorded.
#[derive(Debug, Args)]
#[command(
    after_help = "How it ends: with 2 if nothing was recorded (standard error says why); else with 3 if a rule erred; else with 0."
)]
pub(super) struct Record {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    history: HistoryFolder,
}

impl Record {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let profile = self.inputs.profile(&settings)?;
        let folder = self.history.path(profile);
        let history = if folder.exists() { super::history::read(&folder)? } else { Default::default() };
        let rules = ManuallyDrop::new(self.inputs.rules(&settings)?);
        let case = ManuallyDrop::new(self.inputs.hold(&settings, &rules)?);
        let inquiry = ManuallyDrop::new(Inquiry::open(&case, as_of));
        let assessment = inquiry.assessment();
        of_the_same(&history, assessment)?;
        if assessment.partial.is_some() {
            return Err(Stop::Message(
                "the assessment is partial, so it cannot be replayed; nothing was recorded".into(),
            ));
        }
        let report = report::json(assessment, &Filter::default());
        let on_record = history.records.iter().find(|kept| {
            let recorded = &kept.reported.recorded;
            recorded.as_of == as_of && digest_of(&recorded.predecessors, &report) == recorded.digest
        });
        if let Some(kept) = on_record {
            deliver(&already(&folder.join(&kept.name)), None)?;
            return Ok(Exit::of(assessment));
        }
        let mut predecessors: Vec<String> = history.heads().map(|kept| kept.reported.recorded.digest.clone()).collect();
        predecessors.sort();
        let text = render(&predecessors, &report);
        // What cannot be read back is no record.
        record(text.as_bytes())
            .map_err(|flaw| Stop::Message(format!("the record cannot be made: {}", flaw.message)))?;
        let file = folder.join(file_name(as_of, &digest_of(&predecessors, &report)));
        if let Err(stop) = create(&[(file.clone(), &text)]) {
            // Another run may have recorded the same in between.
            if !fs::read_to_string(&file).is_ok_and(|there| there == text) {
                return Err(stop);
            }
            deliver(&already(&file), None)?;
            return Ok(Exit::of(assessment));
        }
        let follows: Vec<&str> = history.heads().map(|kept| kept.name.as_str()).collect();
        let follows =
            if follows.is_empty() { "the first".to_owned() } else { format!("follows {}", follows.join(" and ")) };
        deliver(&format!("recorded {} ({follows})\n", file.display()), None)?;
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        if !problems.is_empty() {
            complain(&snippet::render(&problems, case.sources()));
        }
        Ok(Exit::of(assessment))
    }
}

fn already(file: &Path) -> String {
    format!("{} is on record already; nothing was written\n", file.display())
}
