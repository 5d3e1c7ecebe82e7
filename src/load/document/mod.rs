//! A file at which evidence is held becomes a document with anchors, as far as its kind is one that can be read. Whoever wrote it may be
//! a stranger: what is read has bounds, and what lies beyond them is not read.

mod anchors;
mod html;
mod lines;
mod markdown;
mod numbers;
mod opened;
mod plain;
mod reviewed;
#[cfg(test)]
mod tests;

use crate::model::document::Reading;

pub(crate) use super::sources::digest as digest_of_file;
pub use reviewed::{digest_of, normal};

/// The most bytes that a document may have to be read.
const MAX_BYTES: usize = 1024 * 1024;
/// The most headings, numbered paragraphs and explicit anchors that it may have.
const MAX_ANCHORS: usize = 5000;
/// The most columns of indentation and of marks for quotes and lists before the text of a line: nesting costs time on every line.
const MAX_INDENT: usize = 512;

/// Why a document of a kind that is read was not.
const TOO_LARGE: &str = "it has more than 1 MiB: its headings are not read";
const TOO_MANY: &str = "it has more than 5000 headings and numbered paragraphs: they are not read";
const TOO_DEEP: &str = "its lists or quotes are nested too deeply: its headings are not read";
const NOT_TEXT: &str = "it is not UTF-8: its headings are not read";

/// Reads a document; its kind is that of the ending of its path.
#[must_use]
pub fn read(path: &str, bytes: &[u8]) -> Reading {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let reader = match ending.as_str() {
        "md" | "markdown" => markdown::read,
        "txt" => plain::read,
        other => return Reading::NotRead(kind(other)),
    };
    if bytes.len() > MAX_BYTES {
        return Reading::NotRead(TOO_LARGE);
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) else {
        return Reading::NotRead(NOT_TEXT);
    };
    reader(text).map_or_else(Reading::NotRead, Reading::Document)
}

/// Whether a file is of a kind that is read, by the ending of its path.
#[must_use]
pub fn name_of_kind_is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "md" | "markdown" | "txt")
}

/// What a file is whose headings are not read.
fn kind(ending: &str) -> &'static str {
    match ending {
        "pdf" => "a PDF: its headings are not read",
        "doc" | "docx" | "odt" | "rtf" => "a word processor's document: its headings are not read",
        "ppt" | "pptx" | "odp" => "a presentation: its headings are not read",
        "htm" | "html" => "a web page: its headings are not read",
        "csv" | "tsv" | "xls" | "xlsx" | "ods" => "a table: it has no headings",
        "json" | "xml" | "yaml" | "yml" => "data: it has no headings",
        "eml" | "msg" => "a message: its headings are not read",
        "gif" | "jpeg" | "jpg" | "png" | "tif" | "tiff" => "a picture: it has no headings",
        _ => "a kind of file whose headings are not read",
    }
}
