//! Partial dates and periods.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Every day that a date could mean; `planned` where it was only planned when it was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dates {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) planned: Option<Date>,
}

impl Dates {
    pub(crate) fn on(day: Date) -> Self {
        Self { first: day, last: day, planned: None }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut part = |width: usize| parts.next().map(|part| part.parse::<i16>().ok().filter(|_| part.len() == width));
        let (year, month, day) = (part(4)??, part(2), part(2));
        let date = |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        let (first, last) = match (month, day) {
            (None, _) => (date(1, 1)?, date(12, 31)?),
            (Some(month), None) => (date(month?, 1)?, date(month?, 1)?.last_of_month()),
            (Some(month), Some(day)) => (date(month?, day?)?, date(month?, day?)?),
        };
        Some(Self { first, last, planned: None })
    }

    pub(crate) fn plus(self, span: Span) -> Option<Self> {
        Some(Self { first: self.first.checked_add(span).ok()?, last: self.last.checked_add(span).ok()?, ..self })
    }

    /// Whether this is on or before the other, if it can be told.
    pub(crate) fn up_to(self, other: Self) -> Option<bool> {
        if self.last <= other.first { Some(true) } else { (other.last < self.first).then_some(false) }
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last, .. } = *self;
        if first == last {
            write!(f, "{first}")
        } else if (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31)
            && first.year() == last.year()
        {
            write!(f, "{:04}", first.year())
        } else if first.day() == 1 && last == first.last_of_month() {
            write!(f, "{:04}-{:02}", first.year(), first.month())
        } else {
            write!(f, "{first} to {last}")
        }
    }
}

impl<'de> Deserialize<'de> for Dates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsWritten;
        impl Visitor<'_> for AsWritten {
            type Value = Dates;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as 2020, 2020-11 or 2020-11-05")
            }

            fn visit_u64<E: Error>(self, year: u64) -> Result<Dates, E> {
                self.visit_str(&year.to_string())
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Dates, E> {
                Dates::parse(text).ok_or_else(|| E::custom(format!("`{text}` is not a date")))
            }
        }
        deserializer.deserialize_any(AsWritten)
    }
}

/// `12 months` as a span.
pub(crate) fn period(text: &str) -> Option<Span> {
    let (count, unit) = text.split_once(' ')?;
    let count: i32 = count.parse().ok()?;
    match unit {
        "day" | "days" => Some(count.days()),
        "week" | "weeks" => Some(count.weeks()),
        "month" | "months" => Some(count.months()),
        "year" | "years" => Some(count.years()),
        _ => None,
    }
}

/// A period in a file, as it was written and as a span.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match period(&text) {
            Some(span) => Ok(Self { text, span }),
            None => Err(D::Error::custom(format!("`{text}` is not a period"))),
        }
    }
}
