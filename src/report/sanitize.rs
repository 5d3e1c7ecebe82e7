//! Makes any text safe to show on a terminal: what could move a cursor, colour, reorder or hide is made visible.

use crate::model::inert::begins_command;

/// The text with line breaks and tabs as one space each, and every other control, bidirectional or invisible character
/// spelt out as `\u{202e}`. So is the first sign of what a build server would take for a command: `::` where a word begins, which
/// wrapping may put at the start of a line, and `##[` or `##vso[` anywhere.
///
/// A reader sees that something is there; a terminal, a viewer of differences or a browser sees plain text.
#[must_use]
pub fn sanitize(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut rest = text;
    while let Some(character) = characters.next() {
        let begins = safe.is_empty() || safe.ends_with(char::is_whitespace);
        let is_command = (begins && rest.starts_with("::")) || begins_command(rest);
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            ':' | '#' if is_command => safe.extend(character.escape_unicode()),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\t' => safe.push(' '),
            hidden if is_hidden(hidden) => safe.extend(hidden.escape_unicode()),
            plain => safe.push(plain),
        }
    }
    safe
}

/// Whether a character shows nothing of itself, or changes how others are shown.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["", "Heddlu Dyfed-Powys", "a|b `c` <d> \\e", "naïve – “quoted” ✓ 56 days"] {
            assert_eq!(sanitize(text), text);
        }
    }

    #[test]
    fn escape_codes_are_made_visible() {
        assert_eq!(sanitize("\u{1b}[31mred\u{1b}[0m"), "\\u{1b}[31mred\\u{1b}[0m");
        assert_eq!(sanitize("\u{9b}2J\u{7f}\u{0}\u{8}"), "\\u{9b}2J\\u{7f}\\u{0}\\u{8}");
    }

    #[test]
    fn a_line_break_cannot_begin_a_line_of_its_own() {
        assert_eq!(sanitize("met\n✓ satisfied\r\n\tall"), "met ✓ satisfied  all");
        assert_eq!(sanitize("gap\rmet"), "gap\\u{d}met");
    }

    #[test]
    fn what_reorders_or_hides_is_made_visible() {
        assert_eq!(sanitize("\u{202e}tem\u{2069}"), "\\u{202e}tem\\u{2069}");
        assert_eq!(sanitize("a\u{200b}b\u{feff}c\u{ad}d"), "a\\u{200b}b\\u{feff}c\\u{ad}d");
        assert_eq!(sanitize("\u{e0041}\u{2028}"), "\\u{e0041}\\u{2028}");
    }

    #[test]
    fn what_a_build_server_obeys_is_made_visible() {
        assert_eq!(sanitize("::error::x"), "\\u{3a}:error::x");
        assert_eq!(sanitize("a\n::error file=a::x a::b"), "a \\u{3a}:error file=a::x a::b");
        assert_eq!(sanitize("a##[error]b # ## [c]"), "a\\u{23}#[error]b # ## [c]");
        assert_eq!(sanitize("a ##vso[task.complete]b"), "a \\u{23}#vso[task.complete]b");
        assert_eq!(sanitize("\u{3000}::x \u{a0}::y"), "\u{3000}\\u{3a}:x \u{a0}\\u{3a}:y");
        assert_eq!(sanitize("\u{202e}::x"), "\\u{202e}::x");
    }

    #[test]
    fn what_is_no_character_is_made_visible() {
        assert_eq!(sanitize("a\u{fffe}b\u{ffff}"), "a\\u{fffe}b\\u{ffff}");
    }

    #[test]
    fn doing_it_twice_changes_nothing_more() {
        let once = sanitize("\u{202e}\u{1b}]0;title\u{7}");
        assert_eq!(sanitize(&once), once);
    }
}
