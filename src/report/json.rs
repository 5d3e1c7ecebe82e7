//! The assessment as JSON: the published contract of `docs/schema/assessment.schema.json`.

use crate::model::assessment::Assessment;
use crate::model::inert::rewritten;

use super::filter::Filter;
use super::sanitize::is_hidden;

/// The assessment as indented JSON with a line break at its end; the filter drops duties from `duties` and touches nothing else.
///
/// Characters that a terminal would act on are escaped as JSON allows, so the data are exact and the bytes are safe to print.
#[must_use]
pub fn json(assessment: &Assessment, filter: &Filter) -> String {
    let shown = filter.is_on().then(|| {
        let mut shown = assessment.clone();
        shown.duties.retain(|duty| filter.shows(duty));
        shown
    });
    safe(shown.as_ref().unwrap_or(assessment))
}

/// Plain data as indented JSON with a line break at its end, with nothing in it that a terminal or a build server would act on.
pub(super) fn safe<T: serde::Serialize + ?Sized>(data: &T) -> String {
    #[expect(clippy::expect_used, reason = "plain data whose every key is text cannot fail to serialise")]
    let text = serde_json::to_string_pretty(data).expect("an answer is plain data");
    let mut safe = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        // A hidden character that is not a line break can only stand inside a text, where an escape means the same.
        if is_hidden(character) && character != '\n' {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    safe.push('\n');
    // Such signs stand inside texts only, where the escape means the same.
    rewritten(&safe, "\\u0023", "\\u003a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_server_or_a_terminal_obeys_is_escaped_and_means_the_same() {
        let text = "a \\##vso[x] ###[y]\n::z \u{1b}[2J \u{202e} ## h [1] section_start:1:a\r\u{1b}[0K";
        let safe = safe(&[text, "::b"]);
        assert!(!safe.contains("##vso[") && !safe.contains("##["), "{safe}");
        assert!(safe.chars().all(|letter| letter == '\n' || !is_hidden(letter)), "{safe}");
        assert!(safe.contains("## h [1]"), "what is obeyed by nobody is left alone: {safe}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&safe).unwrap(), [text, "::b"]);
    }
}
