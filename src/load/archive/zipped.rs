//! `.zip`: read by its directory, and only where that agrees with what stands before each file.

use std::io::{Cursor, Read as _};

use zip::{CompressionMethod, ZipArchive};

use super::MAX_ENTRIES;
use super::entries::{Entries, Is};

/// Reads every entry.
///
/// # Errors
/// The archive as a whole is broken or too large.
pub(super) fn read(bytes: &[u8], entries: &mut Entries) -> Result<(), String> {
    let broken = |error: zip::result::ZipError| format!("the archive is broken: {}", plain(&error.to_string()));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.offset() != 0 || !bytes.starts_with(b"PK") {
        return Err("something stands before the beginning of the archive".into());
    }
    if archive.has_duplicate_names() {
        return Err("an entry stands twice in the archive".into());
    }
    if archive.len() > MAX_ENTRIES {
        return Err(format!("the archive holds more than {MAX_ENTRIES} entries"));
    }
    if archive.has_overlapping_files().map_err(broken)? {
        return Err("entries of the archive overlap".into());
    }
    for index in 0..archive.len() {
        let (name, is, method, start) = {
            let entry = archive.by_index_raw(index).map_err(broken)?;
            let is = match (entry.encrypted(), entry.is_dir(), entry.unix_mode().map(|mode| mode & 0o170_000)) {
                (true, ..) => Is::Other("encrypted"),
                (_, _, Some(0o120_000)) => Is::Other("a link"),
                (_, true, None | Some(0 | 0o040_000)) => Is::Folder,
                (_, false, None | Some(0 | 0o100_000)) => Is::File,
                _ => Is::Other("of a special kind"),
            };
            (entry.name_raw().to_vec(), is, entry.compression(), entry.header_start())
        };
        if local_name(bytes, start) != Some(name.as_slice()) {
            entries.fault(&name, "the entry has another name in the archive's directory");
            continue;
        }
        let Some(path) = entries.admit(&name, is)? else { continue };
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            entries.fault(&name, "the entry is packed in another way than deflate");
            continue;
        }
        let limit = u64::try_from(entries.left()).unwrap_or(u64::MAX).saturating_add(1);
        let mut unfolded = Vec::new();
        let entry = archive.by_index(index).map_err(broken)?;
        let result = entry.take(limit).read_to_end(&mut unfolded);
        result.map_err(|error| format!("the archive is broken: {}", plain(&error.to_string())))?;
        entries.take(path, unfolded)?;
    }
    Ok(())
}

/// The name that stands before a file itself.
fn local_name(bytes: &[u8], start: u64) -> Option<&[u8]> {
    let header = bytes.get(usize::try_from(start).ok()?..)?;
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*header.get(at)?, *header.get(at + 1)?])));
    if !header.starts_with(b"PK\x03\x04") {
        return None;
    }
    header.get(30..30 + number(26)?)
}

fn plain(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect()
}
