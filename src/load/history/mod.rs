//! The history of a force: a folder of recorded reports that never change, each naming those that it follows.
//!
//! Whatever is not as it was written is told with its place, and nothing of it is passed over. What moved between records is left to `ask`.

mod record;
mod reported;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use crate::model::brief::Recorded;

use super::shelf::{Shelf, Unread};

pub use record::{Record, digest_of, file_name, is_record, record, render, text_of};
pub use reported::{Reported, RuleSetUsed, Source, in_scope, report};

/// The most bytes that a record, or a report that is verified, may have: one of a large force has some three million.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The most bytes that all records together may have.
const MAX_TOTAL: usize = 512 * 1024 * 1024;
/// The most records: one a week for twenty years.
const MAX_RECORDS: usize = 1000;
/// How the name of a record ends.
const ENDING: &str = ".json";

/// The records of a folder.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The records that are sound, by date, then those that are followed before those that follow.
    pub records: Vec<Kept>,
}

/// A record and its file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The name of the file in its folder.
    pub name: String,
    /// What it says.
    pub reported: Reported,
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// What is wrong with a file of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The path as the user can open it.
    pub shown: String,
    /// Where in it, and what.
    pub flaw: Flaw,
    /// Whether it could not be read at all, so that nothing is told about what it says.
    pub unread: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.shown, self.flaw.line, self.flaw.column, self.flaw.message)
    }
}

impl Flaw {
    fn of(error: &serde_json::Error) -> Self {
        let told = error.to_string();
        let message = told.split_once(" at line ").map_or(told.as_str(), |(message, _)| message);
        Self {
            line: error.line().max(1),
            column: error.column().max(1),
            message: format!("the JSON is not that of a report: {message}"),
        }
    }

    fn whole(message: String) -> Self {
        Self { line: 1, column: 1, message }
    }
}

impl History {
    /// What was recorded, in order.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded> {
        self.records.iter().map(|kept| kept.reported.recorded.clone()).collect()
    }

    /// The records that no other follows.
    pub fn heads(&self) -> impl Iterator<Item = &Kept> {
        let followed: BTreeSet<&str> =
            self.records.iter().flat_map(|kept| &kept.reported.recorded.predecessors).map(String::as_str).collect();
        self.records.iter().filter(move |kept| !followed.contains(kept.reported.recorded.digest.as_str()))
    }
}

/// Reads a history.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(shelf: &dyn Shelf, folder: &Path) -> Result<History, Vec<Fault>> {
    let (history, faults) = examine(shelf, folder);
    if faults.is_empty() { Ok(history) } else { Err(faults) }
}

/// Reads a history as far as it is sound, with everything that is wrong with it.
#[must_use]
pub fn examine(shelf: &dyn Shelf, folder: &Path) -> (History, Vec<Fault>) {
    let names = match shelf.names(folder) {
        Ok(names) => names,
        Err(error) => return (History::default(), vec![fault(folder, format!("the folder cannot be read: {error}"))]),
    };
    // What a system or an editor leaves behind is no record, nor is a page that tells about the folder.
    let names: Vec<String> =
        names.into_iter().filter(|name| name.ends_with(ENDING) && !name.starts_with('.')).collect();
    if names.len() > MAX_RECORDS {
        let message = format!("the folder holds {} records; the limit is {MAX_RECORDS}", names.len());
        return (History::default(), vec![fault(folder, message)]);
    }
    let mut faults = Vec::new();
    let mut records = Vec::new();
    let mut total = 0;
    for name in names {
        match kept(shelf, folder, &name, &mut total) {
            Ok(record) => records.push(record),
            Err((flaw, unread)) => {
                faults.push(Fault { shown: folder.join(&name).display().to_string(), flaw, unread });
            }
        }
    }
    faults.extend(lost(&records, folder));
    let depths = depths(&records);
    records.sort_by_key(|kept| {
        let recorded = &kept.reported.recorded;
        (recorded.as_of, depths.get(&recorded.digest).copied().unwrap_or(0), recorded.digest.clone())
    });
    (History { records }, faults)
}

/// Of something that could not be read.
fn fault(path: &Path, message: String) -> Fault {
    Fault { shown: path.display().to_string(), flaw: Flaw::whole(message), unread: true }
}

/// The record, or what is wrong and whether that is that it could not be read.
fn kept(shelf: &dyn Shelf, folder: &Path, name: &str, total: &mut usize) -> Result<Kept, (Flaw, bool)> {
    let flawed = |flaw| (flaw, false);
    let unread = |message| (Flaw::whole(message), true);
    if !is_name(name) {
        return Err(flawed(Flaw::whole(
            "the name is not that of a record, `2021-01-31-0123456789ab.json`; if the file is none, move it away, else give it \
             back its name"
                .into(),
        )));
    }
    let bytes = shelf.read(&folder.join(name), MAX_BYTES).map_err(|why: Unread| unread(why.to_string()))?;
    *total += bytes.len();
    if *total > MAX_TOTAL {
        return Err(unread(format!("the records have more than {MAX_TOTAL} bytes together: the rest are not read")));
    }
    let Record { reported, .. } = record(&bytes).map_err(flawed)?;
    let own = file_name(reported.recorded.as_of, &reported.recorded.digest);
    if own != name {
        return Err(flawed(Flaw::whole(format!("the record was called `{own}` when it was made"))));
    }
    Ok(Kept { name: name.to_owned(), reported })
}

/// Whether a name is a date, a dash, twelve hexadecimal digits and the ending.
fn is_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(ENDING) else { return false };
    let is_digit = |place: usize, letter: char| match place {
        4 | 7 | 10 => letter == '-',
        0..10 => letter.is_ascii_digit(),
        _ => letter.is_ascii_digit() || ('a'..='f').contains(&letter),
    };
    stem.chars().count() == 23 && stem.chars().enumerate().all(|(place, letter)| is_digit(place, letter))
}

/// What records follow and is not there.
fn lost(records: &[Kept], folder: &Path) -> Vec<Fault> {
    let known: BTreeSet<&str> = records.iter().map(|kept| kept.reported.recorded.digest.as_str()).collect();
    let mut faults = Vec::new();
    for kept in records {
        for (index, digest) in kept.reported.recorded.predecessors.iter().enumerate() {
            if !known.contains(digest.as_str()) {
                let shown = folder.join(&kept.name).display().to_string();
                let message = format!("the record follows `{digest}`, which is not here, or not as it was");
                // The predecessors stand from the fourth line on, each on its own.
                faults.push(Fault { shown, flaw: Flaw { line: 4 + index, column: 5, message }, unread: false });
            }
        }
    }
    faults
}

/// How many records each follows in a line at most. A digest is made of those that it follows, so that there is no circle; if there were
/// one all the same, those within it would be left out here.
fn depths(records: &[Kept]) -> BTreeMap<String, usize> {
    let known: BTreeSet<&String> = records.iter().map(|kept| &kept.reported.recorded.digest).collect();
    let mut depths: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let before = depths.len();
        for recorded in records.iter().map(|kept| &kept.reported.recorded) {
            if depths.contains_key(&recorded.digest) {
                continue;
            }
            let own = recorded.predecessors.iter().filter(|one| known.contains(one));
            let own: Option<Vec<usize>> = own.map(|one| depths.get(one).copied()).collect();
            if let Some(own) = own {
                depths.insert(recorded.digest.clone(), own.into_iter().max().map_or(0, |most| most + 1));
            }
        }
        if depths.len() == before {
            return depths;
        }
    }
}
