//! What a workbook is made of before it is one: sheets of rows with typed cells.

use crate::model::dates::{Dates, Day};
use crate::report::code::plain;
use crate::report::sanitize::sanitize;

/// How many characters a cell of a spreadsheet holds at most.
const LONGEST: usize = 32_767;
/// What stands at the end of a text that was longer.
const CUT: &str = " … (cut: the whole text is in the JSON report)";

/// A sheet: what it is, then one table.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// Its name on the tab.
    pub(super) name: &'static str,
    /// What it is, for its first cell.
    pub(super) about: String,
    /// The columns of its table.
    pub(super) columns: Vec<Column>,
    /// How many of them are printed, from the first.
    pub(super) printed: u16,
    /// The rows; each has a cell for each column.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its heading.
    pub(super) heading: &'static str,
    /// How wide it is, in characters.
    pub(super) width: u16,
    /// What may be entered in it.
    pub(super) entry: Entry,
}

/// What may be entered in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// It is filled in already.
    Told,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A date.
    Date,
    /// Anything.
    Any,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words; never a formula.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Date(Day),
    /// Left for the author.
    Open,
}

impl Column {
    /// A column that is filled in.
    pub(super) const fn told(heading: &'static str, width: u16) -> Self {
        Self { heading, width, entry: Entry::Told }
    }

    /// A column for the author.
    pub(super) const fn open(heading: &'static str, width: u16, entry: Entry) -> Self {
        Self { heading, width, entry }
    }
}

impl Cell {
    /// Words, safe to show: nothing hidden in them, no longer than a cell may be.
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(fit(&sanitize(&plain(text.as_ref()))))
    }

    /// A count.
    pub(super) fn count(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A whole date as a date, a partial one as words, and that there is none.
    pub(super) fn dates(dates: Option<Dates>) -> Self {
        match dates {
            None => Self::text("none stated"),
            Some(dates) => dates.day().map_or_else(|| Self::text(dates.to_string()), Self::Date),
        }
    }

    /// About how many lines it takes in a column of that width.
    pub(super) fn lines(&self, width: u16) -> usize {
        let width = usize::from(width).saturating_sub(2).max(1);
        let mut lines = 1;
        let mut used = 0;
        for word in self.in_words().split(' ') {
            let long = word.chars().count();
            if used > 0 && used + 1 + long > width {
                lines += 1;
                used = 0;
            }
            used += long + usize::from(used > 0);
            lines += used.saturating_sub(1) / width;
            used = if used > width { used % width } else { used };
        }
        lines
    }

    /// The same as words, for a format that has no others.
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Open => String::new(),
        }
    }
}

/// The text cut to what a cell holds; a spreadsheet counts in UTF-16.
fn fit(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut used = 0;
    let fits = |character: &char| {
        used += character.len_utf16();
        used <= room
    };
    let start: String = text.chars().take_while(fits).collect();
    format!("{start}{CUT}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_cut_and_says_so() {
        let Cell::Text(text) = Cell::text("𝄞".repeat(20_000)) else { panic!("text stays text") };
        assert!(text.encode_utf16().count() <= LONGEST);
        assert!(text.ends_with(CUT));
        assert_eq!(Cell::text("short"), Cell::Text("short".into()));
    }

    #[test]
    fn nothing_hidden_is_in_a_cell() {
        assert_eq!(Cell::text("a\u{202e}b\u{1}c\nd"), Cell::Text("a\\u{202e}b\\u{1}c d".into()));
    }
}
