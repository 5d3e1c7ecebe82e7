//! What came out otherwise between two sides, and why: as text, Markdown and JSON.

mod blocks;
mod words;

use crate::model::diff::Diff;

use super::json::safe;
use super::markdown::render as as_markdown;
use super::text::render as as_text;

/// What is otherwise, as text for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(diff: &Diff, width: usize) -> String {
    as_text(&blocks::of(diff), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(diff: &Diff) -> String {
    as_markdown(&blocks::of(diff))
}

/// The same, whole, as JSON.
#[must_use]
pub fn json(diff: &Diff) -> String {
    safe(diff)
}
