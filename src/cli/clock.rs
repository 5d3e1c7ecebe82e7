//! The one place that knows what day it is: today in Europe/London.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::dates::{Dates, Day};

use super::exit::Stop;

/// The day given, or today in Europe/London.
pub(super) fn as_of(given: Option<&str>) -> Result<Day, Stop> {
    given.map_or_else(today, |text| day("--as-of", text))
}

/// The day that an argument gives.
pub(super) fn day(argument: &str, text: &str) -> Result<Day, Stop> {
    match Dates::parse(text) {
        Ok(dates) => dates.day().ok_or_else(|| {
            Stop::Message(format!("`{argument} {text}` is not one day; write it as `{}`", dates.last()))
        }),
        Err(fault) => Err(Stop::Message(format!("`{argument} {text}` {fault}"))),
    }
}

fn today() -> Result<Day, Stop> {
    let zone = TimeZone::get("Europe/London")
        .map_err(|_| Stop::Message("the time zone Europe/London is not known here; give `--as-of`".into()))?;
    let date = zone.to_datetime(Timestamp::now()).date();
    Day::new(date.year(), date.month(), date.day())
        .ok_or_else(|| Stop::Message("the clock shows no day; give `--as-of`".into()))
}
