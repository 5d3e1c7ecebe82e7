//! Offsets into a text become lines.

use crate::model::document::Extent;

/// Where the lines of a text begin; a line ends with a line feed, a carriage return, or both.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        Self { text, starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let before = self.starts.partition_point(|start| *start <= offset);
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// A stretch without the blanks at its end.
    pub(super) fn extent(&self, from: usize, to: usize) -> Extent {
        let length = self.text.get(from..to).unwrap_or_default().trim_end().len();
        let end = from + length;
        Extent { first: self.line(from), last: self.line(end.saturating_sub(1).max(from)), bytes: from..end }
    }

    /// Each line with the offset at which it begins, without its end.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let ends = self.starts.iter().skip(1).copied().chain(std::iter::once(self.text.len()));
        self.starts
            .iter()
            .zip(ends)
            .map(|(&from, to)| (from, self.text.get(from..to).unwrap_or_default().trim_end_matches(['\n', '\r'])))
    }
}
