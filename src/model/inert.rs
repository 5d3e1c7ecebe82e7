//! Text that is shown in the log of a build server, with nothing in it that the server would take for a command.
//!
//! An agent of Azure DevOps obeys `##vso[`, TeamCity `##teamcity[`, and both Azure and GitHub `##[`, anywhere in a line. GitHub also
//! obeys `::name` at the beginning of a line, blanks before it or not.

/// Whether a text begins with what is obeyed anywhere in a line: `##`, perhaps a name, and a bracket.
#[must_use]
pub fn begins_command(text: &str) -> bool {
    text.strip_prefix("##").is_some_and(|rest| {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        rest.trim_start_matches(is_name).starts_with('[')
    })
}

/// The whole of what is shown, with the first sign of each command spelt out as `\u{23}` or `\u{3a}`. Doing it twice changes nothing more.
#[must_use]
pub fn inert(text: &str) -> String {
    rewritten(text, "\\u{23}", "\\u{3a}")
}

/// The same with these in the place of the first sign, for a format that has a spelling of its own which means the same.
#[must_use]
pub fn rewritten(text: &str, hash: &str, colon: &str) -> String {
    if !text.contains("##") && !text.contains("::") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_line = false;
    for (at, letter) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        match letter {
            '#' if begins_command(rest) => out.push_str(hash),
            // `::: file` is how a problem names a second file; a name of a command begins with a letter.
            ':' if !in_line && rest.starts_with("::") && !rest.starts_with("::: ") => out.push_str(colon),
            plain => out.push(plain),
        }
        in_line = !matches!(letter, '\n' | '\r') && (in_line || !letter.is_whitespace());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_anywhere_is_broken_anywhere() {
        assert_eq!(inert("a ##vso[task.complete]"), "a \\u{23}#vso[task.complete]");
        assert_eq!(inert("##VSO[x]###vso[y]é##[z]"), "\\u{23}#VSO[x]#\\u{23}#vso[y]é\\u{23}#[z]");
        assert_eq!(inert("##teamcity[x]"), "\\u{23}#teamcity[x]");
    }

    #[test]
    fn what_is_obeyed_at_the_beginning_of_a_line_is_broken_there() {
        assert_eq!(inert("::a\n \u{3000}::b\r::c d::e"), "\\u{3a}:a\n \u{3000}\\u{3a}:b\r\\u{3a}:c d::e");
    }

    #[test]
    fn other_text_stays_and_twice_is_as_once() {
        for text in ["## a heading [1]", "# a", "a::b ::c", "  ::: a.yaml:1:2", "##", "##vso", "#[a] :b: ##a b["] {
            assert_eq!(inert(text), text);
        }
        let once = inert("::a ##vso[b]");
        assert_eq!(inert(&once), once);
    }
}
