//! Letters in a picture: how wide a text is, near enough, and how it is cut to fit. A picture does not break lines, and nobody knows here
//! which font a reader has; so widths are those of a wide one.

use crate::report::code::plain;
use crate::report::sanitize::sanitize;

use super::svg::Length;

/// The text as it is shown, cut so that it takes at most so much room at a size of letters, with an ellipsis where it was cut.
pub(super) fn fit(text: &str, room: Length, size: Length) -> String {
    let text = sanitize(&plain(text));
    if width(&text, size) <= room {
        return text;
    }
    let (mut kept, mut taken) = (String::new(), width("…", size));
    for character in text.chars() {
        taken = taken + letter(character, size);
        if taken > room {
            break;
        }
        kept.push(character);
    }
    format!("{}…", kept.trim_end())
}

/// The text on two lines at most, broken between words where that can be; what does not fit is cut.
pub(super) fn two_lines(text: &str, room: Length, size: Length) -> (String, Option<String>) {
    let whole = sanitize(&plain(text));
    if width(&whole, size) <= room {
        return (whole, None);
    }
    let breaks = whole.match_indices(' ').filter_map(|(at, _)| whole.split_at_checked(at));
    match breaks.take_while(|(first, _)| width(first, size) <= room).last() {
        Some((first, rest)) => (first.to_owned(), Some(fit(rest.trim_start(), room, size))),
        None => (fit(&whole, room, size), None),
    }
}

/// How wide a text is.
pub(super) fn width(text: &str, size: Length) -> Length {
    text.chars().fold(Length::default(), |sum, character| sum + letter(character, size))
}

/// How wide a letter is: so many hundredths of its size.
fn letter(character: char, size: Length) -> Length {
    let hundredths = match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 29,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' => 37,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 92,
        'A'..='Z' | '&' | '_' | '+' | '=' | '<' | '>' | '~' => 71,
        ' '..='~' | '\u{a0}'..='\u{24f}' | '–' | '‘' | '’' | '“' | '”' => 56,
        _ => 105,
    };
    Length(size.0 * hundredths / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Length = Length::units(12);

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(fit("a plan", Length::units(60), SIZE), "a plan");
        assert_eq!(fit("", Length::units(0), SIZE), "");
    }

    #[test]
    fn two_lines_break_between_words() {
        let room = Length::units(90);
        assert_eq!(two_lines("a plan", room, SIZE), ("a plan".into(), None));
        assert_eq!(
            two_lines("Police Act 1996 (c. 16)", room, SIZE),
            ("Police Act".into(), Some("1996 (c. 16)".into()))
        );
        let (first, second) = two_lines("Strategic Policing Requirement of March 2015", room, SIZE);
        assert_eq!((first.as_str(), second.as_deref()), ("Strategic", Some("Policing Requ…")));
        let (first, second) = two_lines("one-word-that-is-longer-than-the-line", room, SIZE);
        assert!(first.ends_with('…') && second.is_none(), "{first}");
    }

    #[test]
    fn what_does_not_is_cut_and_says_so() {
        let cut = fit("the capabilities against each threat are maintained", Length::units(120), SIZE);
        assert!(cut.ends_with('…') && width(&cut, SIZE) <= Length::units(120), "{cut}");
        assert_eq!(fit("警察警察警察", Length::units(40), SIZE), "警察…");
        assert_eq!(fit("a\u{202e}b", Length::units(100), SIZE), "a\\u{202e}b");
    }
}
