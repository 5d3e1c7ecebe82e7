//! Days, partial dates and periods: civil, without clock or time zone. The one place that knows `jiff`'s calendar.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// One day of the calendar, from year 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of that year, month and day of month; `None` if there is none such.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day after; `None` after 9999-12-31.
    #[must_use]
    pub fn tomorrow(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    /// The day before; `None` before 0001-01-01.
    #[must_use]
    pub fn yesterday(self) -> Option<Self> {
        self.0.yesterday().ok().filter(|date| date.year() >= 1).map(Self)
    }

    /// This day moved by a period; months and years clamp to the last day of the month. `None` out of range.
    #[must_use]
    pub fn plus(self, period: Period) -> Option<Self> {
        let span = match period.unit {
            Unit::Days => 0.days().try_days(period.count),
            Unit::Weeks => 0.days().try_weeks(period.count),
            Unit::Months => 0.days().try_months(period.count),
            Unit::Years => 0.days().try_years(period.count),
        }
        .ok()?;
        self.0.checked_add(span).ok().filter(|date| date.year() >= 1).map(Self)
    }

    /// How many days lie between this day and a later one; negative if the other is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        self.0.until(later.0).map_or(0, |span| i64::from(span.get_days()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day()))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Some day between two days, both included: what `2020`, `2020-11` or `2020-11-05` says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dates {
    first: Day,
    last: Day,
}

impl Dates {
    /// Exactly that day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// Some day from `first` to `last`; `None` if `last` is earlier.
    #[must_use]
    pub fn between(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The earliest day that this could mean.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// The latest day that this could mean.
    #[must_use]
    pub fn last(self) -> Day {
        self.last
    }

    /// The one day that this means, if it is precise.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        (self.first == self.last).then_some(self.first)
    }

    /// Both ends moved by a period.
    #[must_use]
    pub fn plus(self, period: Period) -> Option<Self> {
        Some(Self { first: self.first.plus(period)?, last: self.last.plus(period)? })
    }

    /// Reads `2020`, `2020-11` or `2020-11-05`.
    ///
    /// # Errors
    /// What is wrong with the text, as a phrase that follows the text in a message.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        let mut parts = text.split('-');
        let year = digits(parts.next(), 4).ok_or(DateFault::Shape)?;
        let month = parts.next().map(|part| digits(Some(part), 2).ok_or(DateFault::Shape)).transpose()?;
        let day = parts.next().map(|part| digits(Some(part), 2).ok_or(DateFault::Shape)).transpose()?;
        if parts.next().is_some() {
            return Err(DateFault::Shape);
        }
        let whole = |month: i16, day: i16| Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        match (month, day) {
            (None, _) => {
                let (first, last) = whole(1, 1).zip(whole(12, 31)).ok_or(DateFault::Year)?;
                Ok(Self { first, last })
            }
            (Some(month), None) => {
                let first = whole(month, 1).ok_or(DateFault::Month)?;
                let last = first.plus(Period { count: 1, unit: Unit::Months }).and_then(Day::yesterday);
                let last = last.or_else(|| whole(month, 31)).ok_or(DateFault::Month)?;
                Ok(Self { first, last })
            }
            (Some(month), Some(day)) => {
                if whole(month, 1).is_none() {
                    return Err(DateFault::Month);
                }
                whole(month, day).map(Self::on).ok_or(DateFault::Day)
            }
        }
    }
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Not of the shape of a date at all.
    #[error("is not a date; write `2020`, `2020-11` or `2020-11-05`")]
    Shape,
    /// A year outside 1 to 9999.
    #[error("has no such year; years run from 0001 to 9999")]
    Year,
    /// A month outside 1 to 12.
    #[error("has no such month; months run from 01 to 12")]
    Month,
    /// A day that its month does not have.
    #[error("has no such day in its month")]
    Day,
}

fn digits(part: Option<&str>, width: usize) -> Option<i16> {
    let part = part?;
    (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok()).flatten()
}

impl fmt::Display for Dates {
    /// As short as it is exact: `2020`, `2020-11`, `2020-11-05`, or `2020-11-05 to 2020-12-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first.to_string(), self.last.to_string());
        if first == last {
            return f.pad(&first);
        }
        let year = first.get(..4).unwrap_or_default();
        let month = first.get(..7).unwrap_or_default();
        for short in [year, month] {
            if Self::parse(short) == Ok(*self) {
                return f.pad(short);
            }
        }
        f.pad(&format!("{first} to {last}"))
    }
}

impl fmt::Debug for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Dates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A stretch of time on the calendar: `56 days`, `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many; may be negative in a script.
    pub count: i64,
    /// Of what.
    pub unit: Unit,
}

/// What a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

impl Period {
    /// Reads `56 days`, `1 month`, `2 years`; `None` if it is nothing of the kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.trim().split_once(' ')?;
        let unit = match unit.trim() {
            "day" | "days" => Unit::Days,
            "week" | "weeks" => Unit::Weeks,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            _ => return None,
        };
        let count: u32 = count.parse().ok()?;
        Some(Self { count: i64::from(count), unit })
    }

    /// The same stretch the other way.
    #[must_use]
    pub fn back(self) -> Self {
        Self { count: self.count.saturating_neg(), unit: self.unit }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_is_every_day_that_it_could_mean() {
        let year = Dates::parse("2020").unwrap();
        assert_eq!((year.first().to_string(), year.last().to_string()), ("2020-01-01".into(), "2020-12-31".into()));
        let month = Dates::parse("2020-02").unwrap();
        assert_eq!(month.last().to_string(), "2020-02-29");
        assert_eq!(Dates::parse("9999-12").unwrap().last().to_string(), "9999-12-31");
    }

    #[test]
    fn each_fault_of_a_date_is_told_apart() {
        assert_eq!(Dates::parse("2020-13-01"), Err(DateFault::Month));
        assert_eq!(Dates::parse("2021-02-29"), Err(DateFault::Day));
        assert_eq!(Dates::parse("0000"), Err(DateFault::Year));
        for text in ["", "20", "2020-1", "2020-11-05-01", "2020/11", "twenty", "2020-11-5", "+020"] {
            assert_eq!(Dates::parse(text), Err(DateFault::Shape), "{text}");
        }
    }

    #[test]
    fn months_clamp_to_the_last_day_of_the_month() {
        let day = Dates::parse("2020-01-31").unwrap().first();
        assert_eq!(day.plus(Period { count: 1, unit: Unit::Months }).unwrap().to_string(), "2020-02-29");
        let leap = Dates::parse("2020-02-29").unwrap().first();
        assert_eq!(leap.plus(Period { count: 1, unit: Unit::Years }).unwrap().to_string(), "2021-02-28");
    }

    #[test]
    fn dates_print_as_they_were_written() {
        for text in ["2020", "2020-02", "2020-02-29", "2021-12"] {
            assert_eq!(Dates::parse(text).unwrap().to_string(), text);
        }
        let odd = Dates::between(Day::new(2020, 1, 1).unwrap(), Day::new(2020, 3, 2).unwrap()).unwrap();
        assert_eq!(odd.to_string(), "2020-01-01 to 2020-03-02");
    }
}
