//! Plain text: its numbered paragraphs.

use crate::model::document::Document;

use super::numbers::{follows, leading};
use super::opened::Parts;

/// Reads plain text. A line that begins with a number begins a paragraph after a blank line, or where the number is the next one: a year at
/// the beginning of a broken line is none.
pub(super) fn read(text: &str) -> Result<Document, &'static str> {
    let mut parts = Parts::of(text);
    let mut after_blank = true;
    let mut last: Option<String> = None;
    for (from, line) in parts.lines() {
        if let Some(number) = leading(line)
            && (after_blank || last.as_deref().is_some_and(|last| follows(&number, last)))
        {
            parts.number(number.clone(), from);
            last = Some(number);
        }
        if parts.are_too_many() {
            break;
        }
        after_blank = line.trim().is_empty();
    }
    parts.finish()
}
