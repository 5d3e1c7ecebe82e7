//! What lies ahead: as text, Markdown and JSON, as a sheet with a row for each change, and as a calendar.

mod blocks;
mod calendar;
mod sheet;
pub(super) mod words;

use crate::model::forecast::Forecast;

use super::json::safe;
use super::markdown::render as as_markdown;
use super::text::render as as_text;

/// The timeline for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(forecast: &Forecast, width: usize) -> String {
    as_text(&blocks::of(forecast), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(forecast: &Forecast) -> String {
    as_markdown(&blocks::of(forecast))
}

/// All of it as JSON: how every duty stands on the first day, and what is otherwise on every date after it.
#[must_use]
pub fn json(forecast: &Forecast) -> String {
    safe(forecast)
}

/// A sheet as CSV (RFC 4180), with a row for each duty and change.
#[must_use]
pub fn csv(forecast: &Forecast) -> String {
    sheet::of(forecast)
}

/// A calendar (RFC 5545), with an all-day event for each date and cause of a lapse, and an alarm thirty days before.
#[must_use]
pub fn calendar(forecast: &Forecast) -> String {
    calendar::of(forecast)
}
