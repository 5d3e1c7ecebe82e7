//! The text of a section as a review sees it.

use crate::load::sources::digest;

/// A text but for what no reader sees: line endings, and blanks at the end of a line or of the text. Each line ends with one line feed.
#[must_use]
pub fn normal(text: &str) -> String {
    let mut normal: String = text.lines().fold(String::with_capacity(text.len() + 1), |mut all, line| {
        all.push_str(line.trim_end_matches([' ', '\t', '\r']));
        all.push('\n');
        all
    });
    while normal.ends_with("\n\n") {
        normal.pop();
    }
    normal
}

/// `sha256:` and the digest of a text but for what no reader sees.
#[must_use]
pub fn digest_of(text: &str) -> String {
    digest(normal(text).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_endings_and_trailing_blanks_are_no_part_of_a_text() {
        assert_eq!(digest_of("# A\r\n\r\ntext \t\r\n\r\n"), digest_of("# A\n\ntext"));
        assert_ne!(digest_of("# A\n\ntext"), digest_of("# A\n\n text"), "a blank before it may make it code");
        assert_ne!(digest_of("# A\ntext"), digest_of("# A\n\ntext"), "a blank line within it may part paragraphs");
    }
}
