//! A rule set in an archive, `.tar.gz`, `.tgz` or `.zip`: unpacked in memory and never to disk, within bounds, and only what belongs into
//! a rule set. Whatever else is in it is a mistake that names the entry; then nothing of the archive is used.

mod entries;
mod tarball;
mod zipped;

use std::path::Path;

use crate::model::ids::RuleSetName;
use crate::model::place::Origin;
use crate::model::problem::Code;

use super::manifest::MANIFEST;
use super::{FileFault, InputFile, InputTree};
use entries::{Entries, Fault, File};

/// The most bytes that an archive may have.
pub(super) const MAX_PACKED: usize = 16 * 1024 * 1024;
/// The most bytes that all its files together may have.
const MAX_TOTAL: usize = 64 * 1024 * 1024;
/// How many times as large as the archive its files may be, beyond the first MiB.
const MAX_RATIO: usize = 100;
/// The most files and folders that it may hold.
const MAX_ENTRIES: usize = 4096;
/// The most folders within each other.
const MAX_FOLDERS: usize = 16;
/// The most characters that a path may have, and the most that one step of it may.
const MAX_PATH: usize = 240;
const MAX_STEP: usize = 100;
/// How many mistakes are told of one archive.
const MAX_FAULTS: usize = 20;

/// Whether a path is that of an archive, by how it ends.
pub(super) fn is_archive(path: &Path) -> bool {
    kind(path).is_some()
}

#[derive(Clone, Copy)]
enum Kind {
    Tarball,
    Zipped,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    match name {
        name if name.ends_with(".tar.gz") || name.ends_with(".tgz") => Some(Kind::Tarball),
        name if name.ends_with(".zip") => Some(Kind::Zipped),
        _ => None,
    }
}

/// The rule set in an archive. One that cannot be unpacked, or holds what may not be in it, gives no more than its manifest, and says why.
#[must_use]
pub fn unpack(path: &Path, bytes: &[u8]) -> InputTree {
    let shown = path.display().to_string();
    let mut entries = Entries::new(most(bytes.len()));
    let result = match kind(path) {
        Some(Kind::Tarball) => tarball::read(bytes, &mut entries),
        Some(Kind::Zipped) => zipped::read(bytes, &mut entries),
        None => Err("the file is neither `.tar.gz` nor `.zip`".into()),
    };
    let (mut files, mut faults) = entries.finish();
    if let Err(why) = result {
        faults.insert(0, (String::new(), why));
    }
    if !faults.is_empty() {
        files.retain(|(path, _)| path == MANIFEST);
    }
    let more = faults.len().saturating_sub(MAX_FAULTS);
    faults.truncate(MAX_FAULTS);
    if more > 0 {
        faults.push((String::new(), format!("there are {more} more such mistakes")));
    }
    let beside = |path: &str| if path.is_empty() { shown.clone() } else { format!("{shown}:{path}") };
    let fault = |(path, message): Fault| FileFault {
        shown: beside(&path),
        path: if path.is_empty() { "archive".into() } else { path },
        code: Code::BadArchive,
        message,
    };
    let file = |(path, bytes): File| InputFile { shown: beside(&path), path, bytes };
    InputTree {
        origin: Origin::RuleSet(RuleSetName::from(shown.as_str())),
        files: files.into_iter().map(file).collect(),
        faults: faults.into_iter().map(fault).collect(),
    }
}

/// How many bytes an archive of so many may unfold to.
fn most(packed: usize) -> usize {
    packed.saturating_mul(MAX_RATIO).clamp(1024 * 1024, MAX_TOTAL)
}
