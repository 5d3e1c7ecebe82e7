//! `sprcheck verify`: whether recorded reports still come out byte for byte, and whether their chain is whole.

mod replay;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::load::history::{self, Flaw, History, Kept, MAX_BYTES, Reported, is_record, record, report, text_of};
use crate::load::shelf::{Disk, Shelf as _};
use crate::model::history::{Chain, VERIFICATION_SCHEMA_VERSION, Verification, Verified};
use crate::report::sanitize::sanitize;
use crate::report::verify as answer;

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::history::folder_of;
use super::inputs::RuleSets;
use super::output::{deliver, keep_out, spare};
use super::progress;
use super::settings::{self, Settings};
use replay::Replayer;

/// Run a report again from the inputs that it names, and demand the same bytes; of a history, check its chain as well.
///
/// Each input is looked for by path and digest: in the folder of the profile, and where it is otherwise there, in the commits of the
/// repository around it. The built-in rule set has to be the one that the report was made with; name other rule sets with --rules.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sprcheck verify plan/history\n  \
    sprcheck verify plan/history/2021-01-31-0123456789ab.json\n  \
    sprcheck verify report.json --profile plan/\n\n\
How it ends: with 2 if something could not be run again or read (the answer, or standard error, says what is missing); else with 1 if a \
report came out otherwise or the chain is broken; else with 0.")]
pub(super) struct Verify {
    /// A report as `audit --format json` gave it, a record, or a folder of records
    report: PathBuf,
    /// The folder of the profile, or its file; if left out, the folder that holds the report, or the history
    #[arg(long, value_name = "PATH")]
    profile: Option<PathBuf>,
    #[command(flatten)]
    rule_sets: RuleSets,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For programs
    Json,
}

impl Verify {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let settings = Settings::read()?;
        let verification =
            if self.report.is_dir() { self.history(&settings, &self.report, None)? } else { self.file(&settings)? };
        let text = match self.format {
            Format::Text => answer::text(&verification, WIDTH),
            Format::Json => answer::json(&verification),
        };
        deliver(&text, self.output.as_deref())?;
        Ok(if verification.is_incomplete() {
            Exit::NotAssessed
        } else if verification.is_refuted() {
            Exit::Failed
        } else {
            Exit::Fine
        })
    }

    /// One file: a record, with the chain that it is part of, or a report.
    fn file(&self, settings: &Settings) -> Result<Verification, Stop> {
        let text = text_of(&self.bytes(&self.report)?).map_err(|flaw| unreadable(&self.report, &flaw))?;
        if is_record(&text) {
            let name = self.report.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            return self.history(settings, &holder(&self.report), Some(&name));
        }
        let reported = report(&text).map_err(|flaw| unreadable(&self.report, &flaw))?;
        self.spare(settings, &holder(&self.report), [&reported])?;
        let mut replayer = self.replayer(settings, holder(&self.report));
        let shown = self.report.display().to_string();
        let replayed = progress::during("running the report again", || replayer.replay(&reported, &text))?;
        let as_of = Some(reported.recorded.as_of);
        let verified = Verified { file: shown, as_of, replayed };
        Ok(Verification { schema_version: VERIFICATION_SCHEMA_VERSION, chain: None, reports: vec![verified] })
    }

    /// A history: its chain, and all its records, or the one of that name.
    fn history(&self, settings: &Settings, folder: &Path, only: Option<&str>) -> Result<Verification, Stop> {
        keep_out(self.output.as_deref(), folder)?;
        let (history, faults) = progress::during("reading the history", || history::examine(&Disk, folder));
        let unread: String = faults
            .iter()
            .filter(|fault| fault.unread)
            .map(|fault| format!("\n  {}", sanitize(&fault.to_string())))
            .collect();
        if !unread.is_empty() {
            return Err(Stop::Message(format!(
                "of the history `{}` this could not be read, so nothing was verified{unread}",
                folder.display()
            )));
        }
        if history.records.is_empty() && faults.is_empty() {
            return Err(Stop::Message(format!("the folder `{}` holds no record", folder.display())));
        }
        self.spare(settings, &holder(folder), history.records.iter().map(|kept| &kept.reported))?;
        let mut replayer = self.replayer(settings, holder(folder));
        let chosen: Vec<&Kept> =
            history.records.iter().filter(|kept| only.is_none_or(|only| only == kept.name)).collect();
        let mut reports = Vec::new();
        for (index, kept) in chosen.iter().enumerate() {
            let step = format!("running record {} of {} again", index + 1, chosen.len());
            reports.push(progress::during(&step, || self.one(&mut replayer, folder, kept))?);
        }
        let chain = chain(&history, faults.iter().map(|fault| sanitize(&fault.to_string())).collect());
        Ok(Verification { schema_version: VERIFICATION_SCHEMA_VERSION, chain: Some(chain), reports })
    }

    fn one(&self, replayer: &mut Replayer<'_>, folder: &Path, kept: &Kept) -> Result<Verified, Stop> {
        let file = folder.join(&kept.name);
        let read = record(&self.bytes(&file)?).map_err(|flaw| unreadable(&file, &flaw))?;
        let replayed = replayer.replay(&read.reported, &read.report)?;
        Ok(Verified { file: file.display().to_string(), as_of: Some(read.reported.recorded.as_of), replayed })
    }

    fn replayer<'a>(&'a self, settings: &'a Settings, folder: PathBuf) -> Replayer<'a> {
        let profile = self.profile.clone().unwrap_or(folder);
        Replayer::new(&self.rule_sets, self.rule_sets.folders(settings), profile)
    }

    /// Refuses to write the answer over what is read for it.
    fn spare<'r>(
        &self,
        settings: &Settings,
        beside: &Path,
        reports: impl IntoIterator<Item = &'r Reported>,
    ) -> Result<(), Stop> {
        let profile = self.profile.as_deref().unwrap_or(beside);
        let mut read = self.rule_sets.besides(settings);
        read.extend([self.report.clone(), profile.to_path_buf(), PathBuf::from(settings::NAME)]);
        let folder = folder_of(profile);
        for source in reports.into_iter().flat_map(|reported| &reported.inputs) {
            // The root is the profile's, or that of a rule set, which may be in any of the folders.
            let folders = [&folder].into_iter().chain(self.rule_sets.folders(settings));
            read.extend(folders.map(|folder| folder.join(&source.path)));
        }
        spare(self.output.as_deref(), read)
    }

    fn bytes(&self, file: &Path) -> Result<Vec<u8>, Stop> {
        Disk.read(file, MAX_BYTES).map_err(|unread| Stop::Message(format!("`{}`: {unread}", file.display())))
    }
}

fn unreadable(file: &Path, flaw: &Flaw) -> Stop {
    let Flaw { line, column, message } = flaw;
    Stop::Message(sanitize(&format!("{}:{line}:{column}: {message}; nothing was verified", file.display())))
}

fn chain(history: &History, faults: Vec<String>) -> Chain {
    let heads = history.heads().map(|kept| kept.name.clone()).collect();
    Chain { sound: history.records.len(), heads, faults }
}

/// The folder that holds a file or a folder.
fn holder(path: &Path) -> PathBuf {
    let full =
        if path.file_name().is_some() { path.to_path_buf() } else { std::path::absolute(path).unwrap_or_default() };
    let holder = full.parent().filter(|holder| !holder.as_os_str().is_empty());
    holder.unwrap_or(Path::new(".")).to_path_buf()
}
