//! A writer of SVG and HTML that cannot forget to escape: names are written in the program, everything else is text. What is hidden in a
//! text, or turns its direction, is spelt out.

use std::fmt::Display;

use crate::report::code::plain;
use crate::report::sanitize::sanitize;

/// An attribute: its name, and its value as it came.
pub(super) type Attribute<'a> = (&'static str, &'a dyn Display);

/// Markup in the making.
#[derive(Default)]
pub(super) struct Writer(String);

impl Writer {
    /// An element with what is within it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], within: impl FnOnce(&mut Self)) {
        self.open(name, attributes, ">");
        within(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// A shape: an element of SVG with nothing within it.
    pub(super) fn shape(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.open(name, attributes, "/>");
    }

    /// An element with nothing but text within it.
    pub(super) fn words(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(name, attributes, |within| within.text(text));
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        for character in sanitize(&plain(text)).chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
    }

    /// A line break between elements, for whoever reads the source.
    pub(super) fn line(&mut self) {
        self.0.push('\n');
    }

    /// The markup.
    pub(super) fn done(self) -> String {
        self.0
    }

    fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(&value.to_string());
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// A length in the units of a picture, kept in tenths so that no machine rounds it otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Length(pub(super) i64);

impl Length {
    /// Whole units.
    pub(super) const fn units(units: i64) -> Self {
        Self(units * 10)
    }
}

impl Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, tenths) = (self.0.abs() / 10, self.0.abs() % 10);
        let sign = if self.0 < 0 { "-" } else { "" };
        if tenths == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{tenths}") }
    }
}

impl std::ops::Add for Length {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Length {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_said_stays_text() {
        let mut writer = Writer::default();
        let hostile = "</title><script>alert('1')</script> \" onload=\"x & \u{202e}y";
        writer.element("a", &[("href", &hostile)], |a| a.words("title", &[], hostile));
        let escaped =
            "&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot; onload=&quot;x &amp; \\u{202e}y";
        assert_eq!(writer.done(), format!("<a href=\"{escaped}\"><title>{escaped}</title></a>"));
    }

    #[test]
    fn lengths_have_at_most_one_decimal() {
        let spelt = [(0, "0"), (5, "0.5"), (-5, "-0.5"), (-120, "-12"), (10, "1"), (10_801, "1080.1")];
        for (tenths, text) in spelt {
            assert_eq!(Length(tenths).to_string(), text);
        }
    }
}
