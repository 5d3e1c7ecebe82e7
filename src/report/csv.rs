//! Rows of a sheet as CSV (RFC 4180), safe to open in a spreadsheet.

use super::code::plain;
use super::sanitize::sanitize;

/// A row with its line break.
pub(super) fn line(cells: Vec<String>) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it.
fn cell(text: &str) -> String {
    let begins_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = sanitize(&plain(text));
    let text = if begins_formula || text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    if text.contains([',', '"', '\'', ';']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("-1+1"), "\"'-1+1\"");
        assert_eq!(cell("\t=1"), "\"' =1\"");
        assert_eq!(cell("\r=1"), "\"'\\u{d}=1\"");
        assert_eq!(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(cell("\n=1"), "\" =1\"");
    }

    #[test]
    fn a_cell_that_could_be_taken_apart_is_quoted() {
        assert_eq!(line(vec!["a,b".into(), "a \"b\"".into(), "plain".into()]), "\"a,b\",\"a \"\"b\"\"\",plain\r\n");
        assert_eq!(cell("plain – text"), "plain – text");
        assert_eq!(cell("two\nlines"), "two lines");
    }

    #[test]
    fn no_cell_is_taken_for_a_command_of_a_build_server() {
        assert_eq!(line(vec!["::a".into(), "b ##vso[c]".into()]), "\\u{3a}:a,b \\u{23}#vso[c]\r\n");
    }
}
