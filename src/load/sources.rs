//! Bytes become source files: digests, UTF-8, the byte-order mark, and the YAML tree of each.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::model::place::{FileId, Origin, Place, SourceFile};
use crate::model::problem::{Code, Problem};

use super::builtin::known;
use super::yaml::{self, MAX_BYTES, Tree};
use super::{FileFault, InputFile, Loaded};

/// `sha256:` and the hexadecimal digest.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::from("sha256:"), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].into_iter().filter_map(|half| char::from_digit(u32::from(half), 16)));
        text
    })
}

/// The digest of a file; those of the built-in rule set are known.
pub(crate) fn digest_of(file: &InputFile) -> String {
    known(file).map_or_else(|| digest(&file.bytes), |known| known.digest.to_owned())
}

impl Loaded {
    /// Takes a file in and returns its number and its text; a file that is not UTF-8 is a problem and has no text.
    pub(crate) fn take(&mut self, file: &InputFile, origin: &Origin) -> (FileId, Option<Arc<str>>) {
        let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
        let too_large = bytes.len() > MAX_BYTES;
        let text = if too_large { Err(None) } else { std::str::from_utf8(bytes).map_err(Some) };
        let shared: Arc<str> = text.as_ref().map_or_else(|_| Arc::from(""), |text| Arc::from(*text));
        let id = self.sources.add(SourceFile {
            origin: origin.clone(),
            path: file.path.clone(),
            shown: file.shown.clone(),
            text: Arc::clone(&shared),
            digest: digest_of(file),
        });
        match text {
            Ok(_) => (id, Some(shared)),
            Err(None) => {
                let message = format!("the file has {} bytes; the limit is {MAX_BYTES}", bytes.len());
                self.problems.push(Problem::at(Code::FileTooLarge, Place { file: id, line: 1, column: 1 }, message));
                (id, None)
            }
            Err(Some(fault)) => {
                let good =
                    bytes.get(..fault.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or("");
                let line = good.matches('\n').count() + 1;
                let column = good.rsplit('\n').next().unwrap_or("").chars().count() + 1;
                let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
                let place = Place { file: id, line: number(line), column: number(column) };
                let byte = bytes.get(fault.valid_up_to()).copied().unwrap_or_default();
                self.problems.push(
                    Problem::at(
                        Code::NotUtf8,
                        place,
                        format!("the byte 0x{byte:02x} is not UTF-8; files are read as UTF-8"),
                    )
                    .help("save the file with the encoding UTF-8"),
                );
                (id, None)
            }
        }
    }

    /// Takes a file in and parses it; a file without a tree has had its problem reported.
    pub(crate) fn take_yaml(&mut self, file: &InputFile, origin: &Origin) -> Tree {
        let (id, text) = self.take(file, origin);
        let Some(text) = text else { return Tree::empty(id) };
        match known(file).and_then(|known| known.events) {
            Some(events) => yaml::parse_prepared(&text, events, id, &mut self.problems),
            None => yaml::parse(&text, id, &mut self.problems),
        }
    }

    /// Takes in a file that was not read, with its problem.
    pub(crate) fn take_fault(&mut self, fault: &FileFault, origin: &Origin) {
        let file = self.sources.add(SourceFile {
            origin: origin.clone(),
            path: fault.path.clone(),
            shown: fault.shown.clone(),
            text: Arc::from(""),
            digest: String::new(),
        });
        self.problems.push(Problem::at(fault.code, Place { file, line: 1, column: 1 }, fault.message.clone()));
    }
}
