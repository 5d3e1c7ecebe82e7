//! Blocks as plain text for a terminal: wrapped, indented, without a colour code.

use crate::model::inert::inert;

use super::block::{Block, Field, Table};
use super::code::plain;
use super::sanitize::sanitize;

/// No narrower than this, however narrow the terminal says it is.
const NARROWEST: usize = 40;
/// How wide a column of a table may be, but for the last one, which takes the rest.
const WIDEST_COLUMN: usize = 32;
/// How narrow such a column may become so that the last one has room.
const NARROWEST_COLUMN: usize = 12;
/// How wide the last column should be at least, if its texts are that long.
const NARROWEST_LAST: usize = 24;

/// The blocks as text, wrapped at `width` characters; a word that is longer than that stays whole.
pub(crate) fn render(blocks: &[Block], width: usize) -> String {
    let mut page = Page { out: String::new(), width: width.max(NARROWEST), under_heading: false };
    page.blocks(blocks, 0);
    // Each text was made safe by itself; what they make together is, too.
    inert(&page.out)
}

struct Page {
    out: String,
    width: usize,
    under_heading: bool,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block], indent: usize) {
        for (index, block) in blocks.iter().enumerate() {
            // The blocks of a section stand apart; those of an item stand close.
            if index > 0 && indent == 2 && matches!(block, Block::Text(_) | Block::Fields(_) | Block::Table(_)) {
                self.blank();
            }
            match block {
                Block::Title(title) => {
                    self.wrapped("", "", title);
                    self.line(&"=".repeat(sanitize(&plain(title)).chars().count().min(self.width)));
                }
                Block::Section(title, body) => {
                    self.blank();
                    self.wrapped("", "", &title.to_uppercase());
                    self.under_heading = true;
                    self.blocks(body, indent + 2);
                }
                Block::Item(title, body) => {
                    if indent <= 2 && !self.under_heading {
                        self.blank();
                    }
                    self.wrapped(&" ".repeat(indent), &" ".repeat(indent + 4), title);
                    self.blocks(body, indent + 2);
                }
                Block::Text(text) => self.wrapped(&" ".repeat(indent), &" ".repeat(indent), text),
                Block::Fields(fields) => self.fields(fields, indent),
                Block::List(points) => {
                    for point in points {
                        self.wrapped(&format!("{}- ", " ".repeat(indent)), &" ".repeat(indent + 2), point);
                    }
                }
                Block::Table(table) => self.table(table, indent),
            }
        }
    }

    fn fields(&mut self, fields: &[Field], indent: usize) {
        let label_width = fields.iter().map(|field| field.label.chars().count()).max().unwrap_or(0);
        let hanging = " ".repeat(indent + label_width + 2);
        for field in fields {
            for (index, value) in field.values.iter().enumerate() {
                let label = if index == 0 { field.label } else { "" };
                let first = format!("{}{label:label_width$}  ", " ".repeat(indent));
                // A value that goes on after its line is set in, so that the next value can be told from it.
                let rest = if field.values.len() > 1 { format!("{hanging}  ") } else { hanging.clone() };
                self.wrapped(&first, &rest, value);
            }
        }
    }

    fn table(&mut self, table: &Table, indent: usize) {
        let names = table.columns.iter().map(|name| (*name).to_owned()).collect();
        let rows: Vec<Vec<String>> = std::iter::once(names).chain(table.rows.iter().cloned()).collect();
        let sizes: Vec<Size> =
            (0..table.columns.len()).map(|column| Size::of(rows.iter().filter_map(|row| row.get(column)))).collect();
        let widths = self.widths(&sizes, indent);
        for row in &rows {
            self.row(row, &widths, indent);
        }
    }

    /// How wide each column is: as its longest cell, but narrower where else too little is left for the last.
    fn widths(&self, sizes: &[Size], indent: usize) -> Vec<usize> {
        let Some((last, others)) = sizes.split_last() else { return Vec::new() };
        let mut widest = WIDEST_COLUMN;
        loop {
            let mut widths: Vec<usize> =
                others.iter().map(|size| size.longest_cell.min(widest).max(size.longest_word)).collect();
            let used = indent + widths.iter().map(|width| width + 2).sum::<usize>();
            let left = self.width.saturating_sub(used);
            if left >= NARROWEST_LAST.min(last.longest_cell) || widest <= NARROWEST_COLUMN {
                widths.push(left.max(1));
                return widths;
            }
            widest -= 1;
        }
    }

    /// Writes a row on as many lines as its longest cell takes.
    fn row(&mut self, row: &[String], widths: &[usize], indent: usize) {
        let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| lines(cell, *width)).collect();
        for index in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = " ".repeat(indent);
            for (cell, width) in cells.iter().zip(widths) {
                let part = cell.get(index).map(String::as_str).unwrap_or_default();
                line.push_str(&format!("{part:width$}  "));
            }
            self.line(&line);
        }
    }

    /// Writes a text word by word, the first line and the others each after its prefix.
    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let prefix = first.chars().count().max(rest.chars().count());
        let lines = lines(text, self.width.saturating_sub(prefix));
        for (index, line) in lines.iter().enumerate() {
            self.line(&format!("{}{line}", if index == 0 { first } else { rest }));
        }
    }

    /// Writes a line without the spaces at its end.
    fn line(&mut self, text: &str) {
        self.under_heading = false;
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// How much room the cells of a column take.
struct Size {
    longest_cell: usize,
    longest_word: usize,
}

impl Size {
    fn of<'c>(cells: impl Iterator<Item = &'c String>) -> Self {
        let mut size = Self { longest_cell: 0, longest_word: 0 };
        for cell in cells.map(|cell| sanitize(&plain(cell))) {
            let words = cell.split(' ').map(|word| word.chars().count());
            size.longest_word = words.max().unwrap_or(0).max(size.longest_word);
            size.longest_cell = cell.chars().count().max(size.longest_cell);
        }
        size
    }
}

/// The text made safe and broken at spaces into lines of at most that many characters; at least one line.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in sanitize(&plain(text)).split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_wrapped_and_hangs_under_its_label() {
        let fields = vec![Field { label: "To do", values: vec!["word ".repeat(20)] }];
        let text = render(&[Block::Fields(fields)], 40);
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("       word")), "{text}");
    }

    #[test]
    fn a_word_longer_than_the_line_stays_whole() {
        let path = "a/".repeat(60);
        assert!(render(&[Block::Text(format!("in {path} there"))], 40).contains(&path));
    }

    #[test]
    fn what_a_profile_says_cannot_write_to_the_terminal() {
        let hostile = "a\u{1b}[2J\n✓ satisfied";
        let table = Table { columns: vec!["A", "B"], rows: vec![vec![hostile.into(), hostile.into()]] };
        let blocks = [
            Block::Title(hostile.into()),
            Block::Section(hostile.into(), vec![Block::Item(hostile.into(), vec![Block::List(vec![hostile.into()])])]),
            Block::Table(table),
        ];
        let text = render(&blocks, 80);
        assert!(!text.contains('\u{1b}'), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with('✓')), "{text}");
    }
}
