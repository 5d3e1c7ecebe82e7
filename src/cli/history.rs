//! Where the history of a profile lies, and how it is read.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::load::history::{self, Fault, History};
use crate::load::shelf::Disk;
use crate::model::assessment::Assessment;
use crate::report::sanitize::sanitize;

use super::exit::Stop;

/// The folder beside a profile that holds its history.
pub(super) const FOLDER: &str = "history";

/// The history.
#[derive(Debug, Args)]
pub(super) struct HistoryFolder {
    /// The folder of recorded audits; `history` in the folder of the profile if left out
    #[arg(long = "history", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl HistoryFolder {
    /// The folder that is named, or the one beside the profile.
    pub(super) fn path(&self, profile: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| folder_of(profile).join(FOLDER))
    }

    /// The folder that is named, if one is.
    pub(super) fn named(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The history; empty where none is named and none lies beside the profile.
    pub(super) fn read(&self, profile: &Path) -> Result<History, Stop> {
        let path = self.path(profile);
        if self.folder.is_none() && path.symlink_metadata().is_err() {
            return Ok(History::default());
        }
        read(&path)
    }
}

/// Reads a history; whatever is wrong with it is told, and nothing is made of the rest.
pub(super) fn read(folder: &Path) -> Result<History, Stop> {
    if folder.is_file() {
        return Err(Stop::Message(format!("the history `{}` is a file; it has to be a folder", folder.display())));
    }
    if !folder.is_dir() {
        return Err(Stop::Message(format!(
            "the history `{}` is no folder that is there; `sprcheck record` makes one",
            folder.display()
        )));
    }
    history::read(&Disk, folder).map_err(|faults| unsound(folder, &faults))
}

fn unsound(folder: &Path, faults: &[Fault]) -> Stop {
    let told: String = faults.iter().map(|fault| format!("\n  {}", sanitize(&fault.to_string()))).collect();
    Stop::Message(format!(
        "the history `{}` is not as it was recorded, so nothing is made of it{told}\nbring the files back as they were; \
         `sprcheck verify` tells more",
        folder.display()
    ))
}

/// Refuses a history of another force.
pub(super) fn of_the_same(history: &History, assessment: &Assessment) -> Result<(), Stop> {
    of_force(history, &assessment.force.id)
}

/// Refuses a history of several forces.
pub(super) fn of_one(history: &History) -> Result<(), Stop> {
    history.records.last().map_or(Ok(()), |last| of_force(history, &last.reported.recorded.force))
}

fn of_force(history: &History, force: &str) -> Result<(), Stop> {
    let other = history.records.iter().find(|kept| kept.reported.recorded.force != *force);
    other.map_or(Ok(()), |kept| {
        Err(Stop::Message(sanitize(&format!(
            "the history is not of one force: `{}` is of `{}`, and `{force}` is asked about; name another folder with `--history`",
            kept.name, kept.reported.recorded.force
        ))))
    })
}

/// The folder of a profile that is a file or a folder.
pub(super) fn folder_of(profile: &Path) -> PathBuf {
    let folder = if profile.is_dir() { Some(profile) } else { profile.parent() };
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.to_path_buf()
}
