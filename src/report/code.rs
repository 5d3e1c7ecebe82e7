//! What of a text is a name that a reader may copy: a path, an id, a place. The text report shows it as it is, Markdown as code.
//!
//! It is marked by two characters that Unicode keeps for use inside programs. Whoever writes them into a profile gets plain text
//! shown as code, and nothing else.

const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// A name, marked.
pub(crate) fn code(name: impl std::fmt::Display) -> String {
    format!("{OPEN}{}{CLOSE}", plain(&name.to_string()))
}

/// Names, each marked, with commas.
pub(crate) fn codes<T: std::fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// The text without the marks.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|character| !matches!(*character, OPEN | CLOSE)).collect()
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    /// Words.
    Text(&'t str),
    /// A name.
    Code(&'t str),
}

/// The parts of a text in their order, none of them with a mark in it.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once([OPEN, CLOSE]) {
        parts.push(Part::Text(before));
        let opens = rest.get(before.len()..).is_some_and(|mark| mark.starts_with(OPEN));
        rest = match after.split_once(CLOSE) {
            Some((name, after)) if opens && !name.contains(OPEN) => {
                parts.push(Part::Code(name));
                after
            }
            _ => after,
        };
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| !matches!(part, Part::Text("") | Part::Code("")));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_the_words_around_it() {
        let text = format!("see {}: {}", code("a.b"), code("c"));
        assert_eq!(parts(&text), [Part::Text("see "), Part::Code("a.b"), Part::Text(": "), Part::Code("c")]);
        assert_eq!(plain(&text), "see a.b: c");
    }

    #[test]
    fn marks_that_do_not_pair_are_dropped() {
        for text in ["a\u{fdd0}b", "a\u{fdd1}b", "\u{fdd1}a\u{fdd0}b", "\u{fdd0}a\u{fdd0}b"] {
            assert!(parts(text).iter().all(|part| matches!(part, Part::Text("a" | "b"))), "{text:?}");
        }
    }
}
