//! Writes XML: elements, attributes and text that cannot be anything but text.

use super::super::code::plain;
use super::super::sanitize::sanitize;

/// XML in the making.
#[derive(Debug, Default)]
pub(super) struct Xml {
    out: String,
}

impl Xml {
    /// An element with what stands in it.
    pub(super) fn within(&mut self, name: &str, attributes: &[(&str, &str)], body: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.out.push('>');
        body(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element without anything in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.out.push_str("/>");
    }

    /// An element whose one attribute is `w:val`.
    pub(super) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Text, with spaces at its ends kept.
    pub(super) fn text(&mut self, text: &str) {
        let safe = escape(text);
        self.within("w:t", &[("xml:space", "preserve")], |xml| xml.out.push_str(&safe));
    }

    /// The instruction of a field.
    pub(super) fn instruction(&mut self, text: &str) {
        let safe = escape(text);
        self.within("w:instrText", &[("xml:space", "preserve")], |xml| xml.out.push_str(&safe));
    }

    /// What was written apart.
    pub(super) fn append(&mut self, other: Self) {
        self.out.push_str(&other.out);
    }

    /// What was written apart and finished.
    pub(super) fn raw(&mut self, finished: &str) {
        self.out.push_str(finished);
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out.push_str(&escape(value));
            self.out.push('"');
        }
    }
}

/// Any text as XML has it: what could be markup is escaped, what XML does not admit or hides itself is made visible.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in sanitize(&plain(text)).chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.extend(character.escape_unicode()),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_text() {
        for (text, safe) in [
            ("<w:p/>&amp;\"", "&lt;w:p/&gt;&amp;amp;&quot;"),
            ("]]>", "]]&gt;"),
            ("\u{0}\u{b}\u{fffe}\u{ffff}", "\\u{0}\\u{b}\\u{fffe}\\u{ffff}"),
            ("a\nb\u{202e}c", "a b\\u{202e}c"),
            ("{{ marking }}", "{{ marking }}"),
        ] {
            assert_eq!(escape(text), safe, "{text:?}");
        }
    }

    #[test]
    fn every_character_gives_xml_that_can_be_read() {
        let all: String = (0..=0x0010_ffff).step_by(7).filter_map(char::from_u32).chain('\0'..'\u{ff}').collect();
        let mut xml = Xml::default();
        xml.within("w:r", &[("xmlns:w", "x"), ("a", &all)], |xml| xml.text(&all));
        assert!(roxmltree::Document::parse(&xml.finish()).is_ok());
    }
}
