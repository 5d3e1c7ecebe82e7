//! Blocks as CommonMark with tables, for a pull request or a document. Whatever a profile says stays text.

use super::block::{Block, Field, Table};
use super::sanitize::sanitize;

/// The blocks as Markdown.
pub(crate) fn render(blocks: &[Block]) -> String {
    let mut page = Page { out: String::new() };
    page.blocks(blocks, 2);
    page.out
}

struct Page {
    out: String,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            self.blank();
            match block {
                Block::Title(title) => self.line(&format!("# {}", escape(title))),
                Block::Section(title, body) | Block::Item(title, body) => {
                    self.line(&format!("{} {}", "#".repeat(level.min(6)), escape(title)));
                    self.blocks(body, level + 1);
                }
                Block::Text(text) => self.line(&escape(text)),
                Block::Fields(fields) => fields.iter().for_each(|field| self.field(field)),
                Block::List(points) => points.iter().for_each(|point| self.line(&format!("- {}", escape(point)))),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn field(&mut self, field: &Field) {
        match field.values.as_slice() {
            [one] => self.line(&format!("- **{}:** {}", field.label, escape(one))),
            several => {
                self.line(&format!("- **{}:**", field.label));
                several.iter().for_each(|value| self.line(&format!("  - {}", escape(value))));
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.line(&format!("| {} |", table.columns.join(" | ")));
        self.line(&format!("|{}", " --- |".repeat(table.columns.len())));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// The text with everything escaped that Markdown, or what GitHub adds to it, would read as more than text.
pub(crate) fn escape(text: &str) -> String {
    let characters: Vec<char> = sanitize(text.trim()).chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied().unwrap_or(' ');
    let mut safe = String::with_capacity(text.len());
    for (index, &character) in characters.iter().enumerate() {
        let (before, after) = (at(index.checked_sub(1)), at(index.checked_add(1)));
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' => safe.extend(['\\', character]),
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => safe.push_str("\\_"),
            '#' if before == ' ' => safe.push_str("\\#"),
            // A bare address is not made a link.
            ':' if after == '/' => safe.push_str("\\:"),
            '.' if before.eq_ignore_ascii_case(&'w') => safe.push_str("\\."),
            '-' | '+' | '=' if index == 0 => safe.extend(['\\', character]),
            '.' | ')' if begins_with_a_number(&characters, index) => safe.extend(['\\', character]),
            plain => safe.push(plain),
        }
    }
    safe
}

/// Whether all before the index is digits, so that a line would begin a numbered list.
fn begins_with_a_number(characters: &[char], index: usize) -> bool {
    index > 0 && characters.iter().take(index).all(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        for (text, safe) in [
            ("a|b", "a\\|b"),
            ("`code`", "\\`code\\`"),
            ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
            ("[x](http://e.example)", "\\[x\\](http\\://e.example)"),
            ("www.e.example", "www\\.e.example"),
            ("*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"),
            ("# heading", "\\# heading"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("two\n# lines", "two \\# lines"),
            ("\u{202e}txt\u{1b}", "\\\\u{202e}txt\\\\u{1b}"),
        ] {
            assert_eq!(escape(text), safe, "{text:?}");
        }
    }

    #[test]
    fn a_path_stays_easy_to_read() {
        for text in ["prevent.strategic_lead.appointed", "board-paper-2021#37", "facts/prevent.yaml:31", "1.5 days"] {
            assert_eq!(escape(text).replace('\\', ""), text);
        }
        assert_eq!(escape("prevent.strategic_lead.appointed"), "prevent.strategic_lead.appointed");
    }

    #[test]
    fn a_cell_cannot_end_its_row() {
        let table = Table { columns: vec!["A", "B"], rows: vec![vec!["x|y\n| z".into(), "\\|".into()]] };
        assert_eq!(render(&[Block::Table(table)]), "| A | B |\n| --- | --- |\n| x\\|y \\| z | \\\\\\| |\n");
    }
}
