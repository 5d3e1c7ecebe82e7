//! What to do first: as text, Markdown and JSON, and as a sheet to take to those who are to be asked.

mod blocks;
mod sheet;

pub(super) use blocks::by;

use crate::model::actions::Actions;

use super::json::safe;
use super::markdown::render as as_markdown;
use super::text::render as as_text;

/// The actions for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(actions: &Actions, width: usize) -> String {
    as_text(&blocks::of(actions), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(actions: &Actions) -> String {
    as_markdown(&blocks::of(actions))
}

/// All of it as JSON.
#[must_use]
pub fn json(actions: &Actions) -> String {
    safe(actions)
}

/// A sheet as CSV (RFC 4180), with a row for each action and duty that it serves.
#[must_use]
pub fn csv(actions: &Actions) -> String {
    sheet::of(actions)
}
