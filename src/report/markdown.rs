//! Blocks as CommonMark with tables, for a pull request or a document. Whatever a profile says stays text.

use crate::model::inert::inert;

use super::block::{Block, Field, Table};
use super::code::{Part, parts};
use super::sanitize::sanitize;

/// The blocks as Markdown.
pub(crate) fn render(blocks: &[Block]) -> String {
    let mut page = Page { out: String::new() };
    page.blocks(blocks, 2);
    inert(&page.out)
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
            let cells: Vec<String> = row.iter().map(|cell| inline(cell, true)).collect();
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

/// The text with everything escaped that Markdown, or what GitHub adds to it, would read as more than text; names as code.
pub(crate) fn escape(text: &str) -> String {
    inline(text, false)
}

fn inline(text: &str, in_table: bool) -> String {
    let mut line = Line { out: String::with_capacity(text.len()), in_table };
    for part in parts(text.trim()) {
        match part {
            Part::Text(text) => line.text(&sanitize(text)),
            Part::Code(name) => line.code(&sanitize(name)),
        }
    }
    line.out
}

/// One line in the making.
struct Line {
    out: String,
    in_table: bool,
}

impl Line {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let before = rest.len();
            if let Some((name, after)) = quoted(rest).filter(|_| !self.out.ends_with('`')) {
                self.code(name);
                rest = after;
            } else if let Some((start, address, after)) = addressed(rest).filter(|_| self.at_word(text, before)) {
                start.chars().for_each(|character| self.escaped(character, ' '));
                self.code(address);
                rest = after;
            } else {
                rest = rest.get(character.len_utf8()..).unwrap_or_default();
                self.escaped(character, rest.chars().next().unwrap_or(' '));
            }
        }
    }

    /// Whether a word begins where so much of the text is left.
    fn at_word(&self, text: &str, left: usize) -> bool {
        let before = text.get(..text.len().saturating_sub(left)).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| before.is_whitespace() || before == '`')
    }

    fn escaped(&mut self, character: char, after: char) {
        let before = self.out.chars().next_back();
        let is_first = before.is_none();
        let before = before.unwrap_or(' ');
        match character {
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '&' => self.out.push_str("&amp;"),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' => self.out.extend(['\\', character]),
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => self.out.push_str("\\_"),
            '#' if before == ' ' => self.out.push_str("\\#"),
            // A bare address is not made a link.
            ':' if after == '/' => self.out.push_str("\\:"),
            '.' if before.eq_ignore_ascii_case(&'w') => self.out.push_str("\\."),
            '-' | '+' | '=' if is_first => self.out.extend(['\\', character]),
            '.' | ')' if !is_first && self.out.chars().all(|before| before.is_ascii_digit()) => {
                self.out.extend(['\\', character]);
            }
            plain => self.out.push(plain),
        }
    }

    /// A name as code, between more backticks than it holds in a row.
    fn code(&mut self, name: &str) {
        let longest = name.split(|character| character != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pad = if name.starts_with(['`', ' ']) || name.ends_with(['`', ' ']) { " " } else { "" };
        // A fence that touches another backtick would be longer than it is.
        if self.out.ends_with('`') {
            self.out.push(' ');
        }
        // The cells of a row are told apart before code is.
        let name = if self.in_table { name.replace('|', "\\|") } else { name.to_owned() };
        self.out.push_str(&format!("{fence}{pad}{name}{pad}{fence}"));
    }
}

/// A name in backticks at the start of a text, such as messages have them, and what follows; nothing that could be more than a name.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('`')?.split_once('`')?;
    let is_name = |character: char| character.is_ascii_graphic() && character != '|' && character != '\\';
    (!name.is_empty() && name.chars().all(is_name) && !after.starts_with('`')).then_some((name, after))
}

/// A word at the start of a text that would call somebody or be made a link, `@name` or an address: what stands before it, the word, and
/// what follows. As code it does neither.
fn addressed(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|character: char| character.is_whitespace() || character == '`').unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end).filter(|(word, _)| word.contains('@'))?;
    let opens = |character: char| matches!(character, '(' | '[' | '{' | '<' | '"' | '\'');
    let start = word.len() - word.trim_start_matches(opens).len();
    let (start, address) = word.split_at_checked(start)?;
    let closes =
        |character: char| matches!(character, ')' | ']' | '}' | '>' | '"' | '\'' | ',' | ';' | '.' | ':' | '!' | '?');
    let length = address.trim_end_matches(closes).len();
    let after = text.get(start.len() + length..).unwrap_or(after);
    address.get(..length).filter(|address| address.contains('@')).map(|address| (start, address, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::code::code;

    #[test]
    fn hostile_text_stays_text() {
        for (text, safe) in [
            ("a|b", "a\\|b"),
            ("``code``", "\\`\\`code\\`\\`"),
            ("`<b>|x` `", "\\`&lt;b&gt;\\|x\\` \\`"),
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
    fn names_are_code() {
        assert_eq!(escape("`plan.issued` is 2020, not `none`"), "`plan.issued` is 2020, not `none`");
        assert_eq!(escape(&format!("see {}", code("a_b.*.c"))), "see `a_b.*.c`");
        assert_eq!(escape(&format!("see {}", code("a`b``c"))), "see ```a`b``c```");
        assert_eq!(escape(&format!("see {}", code("`a"))), "see `` `a ``");
        assert_eq!(escape(&format!("`{}{}", code("a"), code("b"))), "\\` `a` `b`");
        let table = Table { columns: vec!["A"], rows: vec![vec![code("a|b")]] };
        assert_eq!(render(&[Block::Table(table)]), "| A |\n| --- |\n| `a\\|b` |\n");
    }

    #[test]
    fn nobody_is_called_and_no_address_is_a_link() {
        for (text, safe) in [
            ("ask @name, or @org/team", "ask `@name`, or `@org/team`"),
            ("(lead@force.example)", "(`lead@force.example`)"),
            ("<lead@force.example>.", "&lt;`lead@force.example`&gt;."),
            ("`@name`", "`@name`"),
            ("`@name", "\\` `@name`"),
            ("x`@name", "x\\` `@name`"),
            ("a|@name", "`a|@name`"),
        ] {
            assert_eq!(escape(text), safe, "{text:?}");
        }
        let table = Table { columns: vec!["A"], rows: vec![vec!["a|@name".into()]] };
        assert_eq!(render(&[Block::Table(table)]), "| A |\n| --- |\n| `a\\|@name` |\n");
    }

    #[test]
    fn a_cell_cannot_end_its_row() {
        let table = Table { columns: vec!["A", "B"], rows: vec![vec!["x|y\n| z".into(), "\\|".into()]] };
        assert_eq!(render(&[Block::Table(table)]), "| A | B |\n| --- | --- |\n| x\\|y \\| z | \\\\\\| |\n");
    }
}
