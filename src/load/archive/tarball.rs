//! `.tar.gz`: unfolded into memory first, as far as it may, then read entry by entry. Nothing may lie hidden behind its end.

use std::io::Read as _;

use flate2::bufread::GzDecoder;
use tar::{Archive, Entry, EntryType};

use super::entries::{Entries, Is};
use super::{MAX_ENTRIES, MAX_PATH};

/// The size of a block of a tar file.
const BLOCK: usize = 512;

/// Reads every entry.
///
/// # Errors
/// The archive as a whole is broken or too large.
pub(super) fn read(bytes: &[u8], entries: &mut Entries) -> Result<(), String> {
    // Headers and padding come on top of what the files hold.
    let most = entries.left().saturating_add(MAX_ENTRIES.min(bytes.len()) * 4 * BLOCK);
    let mut decoder = GzDecoder::new(bytes);
    let mut unfolded = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let result = decoder.by_ref().take(limit).read_to_end(&mut unfolded);
    result.map_err(|error| format!("the archive cannot be unfolded: {error}"))?;
    if unfolded.len() > most {
        return Err(Entries::too_large());
    }
    if !decoder.into_inner().is_empty() {
        return Err("something stands behind the end of the archive".into());
    }
    let mut archive = Archive::new(unfolded.as_slice());
    let broken = |error: std::io::Error| format!("the archive is broken: {}", first_line(&error));
    let mut end = 0;
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let size = usize::try_from(entry.size()).map_err(|_| Entries::too_large())?;
        end = usize::try_from(entry.raw_file_position())
            .unwrap_or(usize::MAX)
            .saturating_add(size.div_ceil(BLOCK).saturating_mul(BLOCK));
        one(&mut entry, size, entries)?;
    }
    // Two programs must not read two things in one archive.
    if unfolded.get(end..).unwrap_or_default().iter().any(|byte| *byte != 0) {
        return Err("something stands behind the end of the archive".into());
    }
    Ok(())
}

fn one(entry: &mut Entry<'_, &[u8]>, size: usize, entries: &mut Entries) -> Result<(), String> {
    let name = entry.path_bytes().into_owned();
    let is = match entry.header().entry_type() {
        EntryType::Regular => Is::File,
        EntryType::Directory => Is::Folder,
        EntryType::XGlobalHeader if is_comment(entry, size) => return Ok(()),
        EntryType::Symlink | EntryType::Link => Is::Other("a link"),
        EntryType::Char | EntryType::Block | EntryType::Fifo => Is::Other("a device or a pipe"),
        _ => Is::Other("of a special kind"),
    };
    if size > entries.left() {
        return Err(Entries::too_large());
    }
    if has_odd_extension(entry) {
        entries.fault(&name, "the entry has extended attributes that change how it is read");
    }
    if let Some(path) = entries.admit(&name, is)? {
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| format!("the archive is broken: {}", first_line(&error)))?;
        entries.take(path, bytes)?;
    }
    Ok(())
}

/// Whether a header for the whole archive is no more than a comment, such as Git leaves.
fn is_comment(entry: &mut Entry<'_, &[u8]>, size: usize) -> bool {
    let mut text = String::new();
    size <= MAX_PATH
        && entry.read_to_string(&mut text).is_ok()
        && text.lines().all(|line| line.split_once(' ').is_some_and(|(_, rest)| rest.starts_with("comment=")))
}

/// Whether an extension says of the entry what another program may read otherwise: its size, that it is a link, that it has holes.
fn has_odd_extension(entry: &mut Entry<'_, &[u8]>) -> bool {
    let Ok(Some(extensions)) = entry.pax_extensions() else { return false };
    extensions.into_iter().any(|extension| {
        let key = extension.ok().and_then(|extension| extension.key().ok().map(str::to_owned));
        key.is_none_or(|key| key == "size" || key == "linkpath" || key.starts_with("GNU.sparse"))
    })
}

fn first_line(error: &std::io::Error) -> String {
    error
        .to_string()
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_PATH)
        .collect()
}
