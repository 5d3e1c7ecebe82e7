//! Numbers with six decimal places, exact, and numbers of which only bounds are known.

use std::fmt;

use serde::{Serialize, Serializer};

const SCALE: i128 = 1_000_000;

/// An exact decimal with six places; every whole number of a script is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

impl Decimal {
    /// Nought.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self(i128::from(number) * SCALE)
    }

    /// The whole number that this is, if it is one that fits.
    #[must_use]
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % SCALE == 0).then(|| i64::try_from(self.0 / SCALE).ok()).flatten()
    }

    /// Reads `12`, `-3` or `626.81`; `None` for anything else, for more than six decimals and out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || part.len() > 6 || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        let whole = i128::from(whole.parse::<i64>().ok()?);
        let part: i128 = format!("{part:0<6}").parse().ok()?;
        let value = whole * SCALE + part;
        Some(Self(if negative { -value } else { value }))
    }

    /// The sum; `None` out of range.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(in_range).map(Self)
    }

    /// The same size on the other side of nought.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(-self.0)
    }

    /// The product, cut off after six places; `None` out of range.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|product| product / SCALE).filter(in_range).map(Self)
    }

    /// The quotient, cut off after six places; `None` by nought or out of range.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        self.0.checked_mul(SCALE)?.checked_div(other.0).filter(in_range).map(Self)
    }

    /// What is left of a division; `None` by nought.
    #[must_use]
    pub fn rest_of(self, other: Self) -> Option<Self> {
        self.0.checked_rem(other.0).map(Self)
    }
}

fn in_range(value: &i128) -> bool {
    value.abs() <= i128::from(i64::MAX) * SCALE
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / SCALE, self.0.abs() % SCALE);
        if part == 0 {
            return f.pad(&format!("{sign}{whole}"));
        }
        let part = format!("{part:06}");
        f.pad(&format!("{sign}{whole}.{}", part.trim_end_matches('0')))
    }
}

/// A number of which an inclusive lower and upper bound may be known; both and equal when it is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The least that it may be; `None` if there is no bound below.
    pub low: Option<Decimal>,
    /// The most that it may be; `None` if there is no bound above.
    pub high: Option<Decimal>,
}

impl Number {
    /// Exactly that.
    #[must_use]
    pub fn exactly(value: Decimal) -> Self {
        Self { low: Some(value), high: Some(value) }
    }

    /// That or more.
    #[must_use]
    pub fn at_least(value: Decimal) -> Self {
        Self { low: Some(value), high: None }
    }

    /// That or less.
    #[must_use]
    pub fn at_most(value: Decimal) -> Self {
        Self { low: None, high: Some(value) }
    }

    /// The one value that it is, if it is exact.
    #[must_use]
    pub fn exact(self) -> Option<Decimal> {
        self.low.filter(|_| self.low == self.high)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => write!(f, "{low}"),
            (Some(low), Some(high)) => write!(f, "between {low} and {high}"),
            (Some(low), None) => write!(f, "at least {low}"),
            (None, Some(high)) => write!(f, "at most {high}"),
            (None, None) => f.write_str("some number"),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let read = |text| Decimal::parse(text).unwrap();
        assert_eq!(read("0.1").plus(read("0.2")), Some(read("0.3")));
        assert_eq!(read("626.81").to_string(), "626.81");
        assert_eq!(read("-0.5").to_string(), "-0.5");
        assert_eq!(read("7").over(Decimal::ZERO), None);
        for text in ["", "1.", ".5", "1e3", "0x10", "012", "1.0000001", "9223372036854775808", "--1"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_bound_says_so() {
        assert_eq!(Number::at_least(Decimal::whole(350)).to_string(), "at least 350");
        assert_eq!(Number::at_least(Decimal::whole(350)).exact(), None);
    }
}
