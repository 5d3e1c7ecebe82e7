//! A text, and two of them beside each other, line by line.

use similar::{ChangeTag, TextDiff};

use super::super::block::{Block, Table};

/// Texts of more lines than this are not compared: that may take long.
const COMPARED: usize = 4000;
/// How many lines around a change are shown.
const AROUND: usize = 2;
/// How many lines are shown.
const SHOWN: usize = 120;

/// What one text has and the other has not, with the lines around.
pub(super) fn between(before: &str, now: &str) -> Block {
    if before.lines().count().max(now.lines().count()) > COMPARED {
        return Block::Text(format!("The texts have more than {COMPARED} lines, and are not compared here."));
    }
    let diff = TextDiff::from_lines(before, now);
    let mut rows = Vec::new();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            rows.push(("…", String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let mark = match change.tag() {
                ChangeTag::Delete => "was",
                ChangeTag::Insert => "now",
                ChangeTag::Equal => "",
            };
            rows.push((mark, change.value().trim_end().to_owned()));
        }
    }
    table(rows)
}

/// A text that nothing is held against.
pub(super) fn all(text: &str) -> Block {
    table(text.lines().map(|line| ("", line.to_owned())).collect())
}

fn table(rows: Vec<(&'static str, String)>) -> Block {
    let more = rows.len().saturating_sub(SHOWN);
    let mut rows: Vec<Vec<String>> =
        rows.into_iter().take(SHOWN).map(|(mark, line)| vec![mark.to_owned(), line]).collect();
    if more > 0 {
        rows.push(vec!["…".into(), format!("{more} more lines")]);
    }
    Block::Table(Table { columns: vec!["", "Line"], rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(block: Block) -> Vec<String> {
        let Block::Table(table) = block else { return Vec::new() };
        table.rows.iter().map(|row| row.join("|")).collect()
    }

    #[test]
    fn lines_that_changed_are_shown_with_those_around_them() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let now = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n";
        assert_eq!(rows(between(before, now)), ["|3", "|4", "was|5", "now|five", "|6", "|7", "|8", "|9", "now|10"]);
    }

    #[test]
    fn a_long_text_is_cut_with_a_count_and_a_very_long_one_is_not_compared() {
        let long = "a line\n".repeat(SHOWN + 3);
        assert_eq!(rows(all(&long)).last().map(String::as_str), Some("…|3 more lines"));
        let very_long = "x\n".repeat(COMPARED + 1);
        assert!(matches!(between(&very_long, "x\n"), Block::Text(_)));
    }
}
