//! What falls if something went, and what bears the load: as text, Markdown and JSON.

mod all;
mod one;

use crate::model::bearing::Bearing;
use crate::model::impact::Impact;

use super::json::safe;
use super::markdown::render as as_markdown;
use super::text::render as as_text;

/// How many things of a kind are told where the JSON has them all.
const SHOWN: usize = 10;

/// What rests on one thing, as text for a terminal.
#[must_use]
pub fn text(impact: &Impact, width: usize) -> String {
    as_text(&one::blocks(impact), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(impact: &Impact) -> String {
    as_markdown(&one::blocks(impact))
}

/// The same, whole, as JSON.
#[must_use]
pub fn json(impact: &Impact) -> String {
    safe(impact)
}

/// What bears the load, as text for a terminal.
#[must_use]
pub fn all_text(bearing: &Bearing, width: usize) -> String {
    as_text(&all::blocks(bearing), width)
}

/// The same as Markdown.
#[must_use]
pub fn all_markdown(bearing: &Bearing) -> String {
    as_markdown(&all::blocks(bearing))
}

/// The same, whole, as JSON.
#[must_use]
pub fn all_json(bearing: &Bearing) -> String {
    safe(bearing)
}

/// The first few of a list, and how many more there are.
fn first<T>(items: &[T]) -> (&[T], usize) {
    // One more takes no more room than to say that there is one more.
    let shown = if items.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    (items.get(..shown).unwrap_or(items), items.len().saturating_sub(shown))
}
