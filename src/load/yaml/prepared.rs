//! Reads back the events of YAML that `build.rs` has scanned: those of the built-in rule set.
//!
//! Each event is the first letter of its kind, six numbers (where it starts: index, line, column; where it ends: line, column; how long
//! its text is), and its text.

use saphyr_parser::{Event, Marker, ScalarStyle, Span};

/// The events that are left.
pub(super) struct Prepared(pub(super) &'static [u8]);

impl Prepared {
    fn number(&mut self) -> Option<usize> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    }

    fn text(&mut self, length: usize) -> Option<&'static str> {
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

impl Iterator for Prepared {
    type Item = (Event<'static>, Span);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, rest) = self.0.split_first()?;
        self.0 = rest;
        let start = Marker::new(self.number()?, self.number()?, self.number()?);
        // Nobody asks for the index of an end.
        let end = Marker::new(0, self.number()?, self.number()?);
        let length = self.number()?;
        let text = self.text(length)?;
        let event = match kind {
            b'p' => Event::Scalar(text.into(), ScalarStyle::Plain, 0, None),
            b'q' => Event::Scalar(text.into(), ScalarStyle::DoubleQuoted, 0, None),
            b's' => Event::SequenceStart(0, None),
            b'm' => Event::MappingStart(0, None),
            _ => Event::MappingEnd,
        };
        Some((event, Span::new(start, end)))
    }
}
