//! Any text as a PDF can hold it: what hides or cannot be drawn is spelt out, and what is too long for a line says where it may be broken.

use super::super::code::plain;
use super::super::sanitize::sanitize;
use super::fonts::Drawn;

/// Words of up to so many characters are never broken.
const WHOLE: usize = 20;
/// So many characters of a longer word stay together.
const TOGETHER: usize = 20;

/// The text as characters that can be drawn; all others as `\u{4e00}`.
pub(super) fn drawable(text: &str, drawn: &Drawn) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in sanitize(&plain(text)).chars() {
        if drawn.has(character) {
            safe.push(character);
        } else {
            safe.extend(character.escape_unicode());
        }
    }
    safe
}

/// The text in pieces; a line may be broken between any two of them.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for word in text.split_inclusive(' ') {
        if word.chars().count() <= WHOLE {
            piece.push_str(word);
            continue;
        }
        let mut together = 0;
        let mut after_mark = false;
        for character in word.chars() {
            let is_mark = !character.is_alphanumeric();
            if (after_mark && !is_mark) || together == TOGETHER {
                pieces.push(std::mem::take(&mut piece));
                together = 0;
            }
            piece.push(character);
            together += 1;
            after_mark = is_mark;
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_drawn_is_spelt_out() {
        let drawn = super::super::fonts::fonts().unwrap().drawn;
        for (text, told) in [
            ("Heddlu Dyfed-Powys: ŵ, ✓ ◐ ✗ → ■ … “é” – · • β", "Heddlu Dyfed-Powys: ŵ, ✓ ◐ ✗ → ■ … “é” – · • β"),
            ("警察 \u{e001}\u{f0000}", "\\u{8b66}\\u{5bdf} \\u{e001}\\u{f0000}"),
            ("a\u{202e}b\u{0}\nc", "a\\u{202e}b\\u{0} c"),
            ("#eval(\"x\") $x$ *b* @a <b> \\", "#eval(\"x\") $x$ *b* @a <b> \\"),
        ] {
            assert_eq!(drawable(text, &drawn), told);
        }
    }

    #[test]
    fn only_long_words_may_be_broken_and_after_a_mark_rather_than_within() {
        for (text, told) in [
            ("", &[] as &[&str]),
            ("accountabilities and more words", &["accountabilities and more words"]),
            ("see `ct.prevent.lead_appointed` of", &["see `", "ct.", "prevent.", "lead_", "appointed` of"]),
            ("a (board-papers/2020/report.md).", &["a (", "board-", "papers/", "2020/", "report.", "md)."]),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &["aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaa"]),
        ] {
            assert_eq!(pieces(text), told, "{text}");
            assert_eq!(pieces(text).concat(), text);
        }
    }
}
