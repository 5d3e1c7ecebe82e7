//! The zip archive that a Word document is: reads the parts that matter within bounds, writes every other part as it came.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::fault::TemplateFault;

/// How large a template may be, in bytes.
pub const MOST_BYTES: usize = 32 << 20;
/// How many parts it may have.
const MOST_PARTS: usize = 4_000;
/// How large all parts may be together when unfolded.
const MOST_UNFOLDED: u64 = 256 << 20;
/// How large a part may be that is read.
const MOST_READ: u64 = 16 << 20;

/// A template that was found to be an archive within bounds.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
}

impl<'b> Package<'b> {
    /// Opens it.
    ///
    /// # Errors
    /// It is no archive, too large, or of a kind that nothing good comes from.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, TemplateFault> {
        if bytes.len() > MOST_BYTES {
            return Err(TemplateFault::TooLarge { what: "the file", limit: format!("{} MiB", MOST_BYTES >> 20) });
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(TemplateFault::not_word("it is an old .doc, or protected by a password"));
        }
        let broken = |_| TemplateFault::not_word("it is no zip archive, or a broken one");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.offset() != 0 || archive.has_duplicate_names() || archive.has_overlapping_files().map_err(broken)? {
            return Err(TemplateFault::not_word("its archive is not as Word writes one"));
        }
        if archive.len() > MOST_PARTS {
            return Err(TemplateFault::TooLarge { what: "the number of its parts", limit: MOST_PARTS.to_string() });
        }
        let mut names = Vec::new();
        let mut unfolded: u64 = 0;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(broken)?;
            let known = matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
            let name = entry.name().map_err(broken)?.into_owned();
            let strange =
                name.contains(['\\', ':']) || name.starts_with('/') || name.split('/').any(|step| step == "..");
            if entry.encrypted() || !known || strange {
                return Err(TemplateFault::not_word("its archive is not as Word writes one"));
            }
            unfolded = unfolded.saturating_add(entry.size());
            names.push(name);
        }
        if unfolded > MOST_UNFOLDED {
            return Err(TemplateFault::TooLarge {
                what: "what it unfolds to",
                limit: format!("{} MiB", MOST_UNFOLDED >> 20),
            });
        }
        let mut lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        lower.sort_unstable();
        lower.dedup();
        if lower.len() != names.len() {
            return Err(TemplateFault::not_word("two of its parts differ in case only"));
        }
        Ok(Self { archive, names })
    }

    /// The names of its parts, in their order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// A part as text; `None` if there is none of that name.
    ///
    /// # Errors
    /// It is too large, broken, or not UTF-8.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<String>, TemplateFault> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let broken = || TemplateFault::not_word(format!("its part `{name}` cannot be read"));
        let entry = self.archive.by_index(index).map_err(|_| broken())?;
        let mut bytes = Vec::new();
        entry.take(MOST_READ + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        if bytes.len() as u64 > MOST_READ {
            return Err(TemplateFault::TooLarge {
                what: "one of its parts",
                limit: format!("{} MiB", MOST_READ >> 20),
            });
        }
        let text = String::from_utf8(bytes).map_err(|_| broken())?;
        Ok(Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)))
    }

    /// The archive again, with some parts in another text; all others byte for byte, in the same order.
    ///
    /// # Errors
    /// A part cannot be read.
    pub(super) fn write(mut self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, TemplateFault> {
        let broken = |_| TemplateFault::not_word("its archive is broken");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (index, name) in self.names.iter().enumerate() {
            match changed.get(name) {
                Some(text) => add(&mut writer, name, text).map_err(broken)?,
                None => writer.raw_copy_file(self.archive.by_index_raw(index).map_err(broken)?).map_err(broken)?,
            }
        }
        Ok(writer.finish().map_err(broken)?.into_inner())
    }
}

/// An archive of these parts, in this order.
///
/// # Errors
/// It would be larger than an archive may be.
pub(super) fn pack(parts: &[(&str, &str)]) -> Result<Vec<u8>, TemplateFault> {
    let broken = |_| TemplateFault::not_word("it cannot be packed");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        add(&mut writer, name, text).map_err(broken)?;
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

/// With the date that every archive of this kind has, so that the same parts are the same bytes.
fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> Result<(), zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    writer.start_file(name, options)?;
    writer.write_all(text.as_bytes())?;
    Ok(())
}
