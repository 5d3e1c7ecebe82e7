//! Names in messages: the nearest known one, and input in backticks that cannot upset a terminal.

pub(crate) use crate::model::nearest::nearest;

/// The most characters of input that a message shows.
const SHOWN: usize = 80;

/// How many names are compared for one file: whoever writes a hundred thousand wrong names gets no suggestion for the last.
const COMPARISONS: usize = 50_000;

/// Finds nearest names until its comparisons are spent.
pub(crate) struct Suggestions {
    left: usize,
}

impl Suggestions {
    pub(crate) fn new() -> Self {
        Self { left: COMPARISONS }
    }

    /// The nearest of the known names, as far as there are comparisons left.
    pub(crate) fn nearest<'n>(&mut self, wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        let left = &mut self.left;
        nearest(
            wrong,
            known.into_iter().take_while(|_| {
                let more = *left > 0;
                *left = left.saturating_sub(1);
                more
            }),
        )
    }
}

/// The text in backticks, cut to a length and with control characters made visible.
#[must_use]
pub(crate) fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).map(visible).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// A character, or a picture of it if it would not be seen or would change how its neighbours are shown.
#[must_use]
pub(crate) fn visible(character: char) -> char {
    match character {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{61c}' => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_in_a_message_cannot_reach_the_terminal_raw() {
        assert_eq!(quote("a\u{1b}[31mb\u{202e}c"), "`a␛[31mb\u{fffd}c`");
        assert_eq!(quote(&"x".repeat(90)).chars().count(), SHOWN + 3);
    }
}
