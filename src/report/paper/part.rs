//! What a paper is made of: headings, numbered paragraphs, points, tables, and marked places for its author.
//!
//! Texts are as they came, unsafe as that may be; names in them may be marked as `report::code` marks them.

use super::super::block::{Block, Table};

/// A paper, without a format.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// Its title, as the properties of the document give it.
    pub(crate) title: String,
    /// What it is about, in a line.
    pub(crate) subject: String,
    /// Whose it is.
    pub(crate) force: String,
    /// Its marking.
    pub(crate) marking: String,
    /// The date that it is for, `2021-01-31`.
    pub(crate) as_of: String,
    /// What stands in it.
    pub(crate) parts: Vec<Part>,
}

/// One part of a paper.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// The title at its head.
    Title(String),
    /// A heading, of level 1 to 3.
    Heading(u8, String),
    /// A list of the headings of level 1, each with the number of the first paragraph under it.
    Contents,
    /// A paragraph that is numbered through the paper.
    Numbered(Line),
    /// A paragraph without a number.
    Plain(Line),
    /// Points.
    Points(Vec<Line>),
    /// A table.
    Grid(Grid),
    /// The evidence, by number: each row has a number that the text refers to.
    References(Grid),
    /// A piece of evidence in a list, where references to its number lead.
    Reference(usize, Line),
    /// What follows begins on a page of its own.
    NewPage,
}

/// A paragraph in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line(pub(crate) Vec<Run>);

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// Words.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// A place that only the author can fill, and with what.
    Gap(String),
    /// A piece of evidence, by its number in the references.
    Reference(usize),
}

/// A table: a caption that says what it is, columns, rows of cells; a cell is paragraphs.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// What it is, for those who cannot see it.
    pub(crate) caption: String,
    /// The headings, each with its share of the width.
    pub(crate) columns: Vec<(String, u32)>,
    /// The rows; each has as many cells as there are columns.
    pub(crate) rows: Vec<Vec<Vec<Line>>>,
    /// Whether it is so small that it is better kept on one page.
    pub(crate) together: bool,
}

impl Line {
    /// A paragraph of words.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self(Vec::new()).text(text)
    }

    /// A paragraph that begins with words that stand out.
    pub(crate) fn strong(text: impl Into<String>) -> Self {
        Self(vec![Run::Strong(text.into())])
    }

    /// A marked place for the author.
    pub(crate) fn gap(text: impl Into<String>) -> Self {
        Self(vec![Run::Gap(text.into())])
    }

    /// With more words.
    pub(crate) fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Run::Text(text));
        }
        self
    }

    /// With another paragraph behind it.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// With a marked place for the author.
    pub(crate) fn and_gap(mut self, text: impl Into<String>) -> Self {
        self.0.push(Run::Gap(text.into()));
        self
    }

    /// Paragraphs run into one, with something between.
    pub(crate) fn joined(lines: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::default();
        for line in lines {
            let first = all.0.is_empty();
            all = if first { line } else { all.text(between).then(line) };
        }
        all
    }
}

impl Grid {
    /// A table without rows.
    pub(crate) fn new(caption: impl Into<String>, columns: &[(&str, u32)]) -> Self {
        let columns = columns.iter().map(|(heading, share)| ((*heading).to_owned(), *share)).collect();
        Self { caption: caption.into(), columns, rows: Vec::new(), together: false }
    }

    /// The table, kept on one page.
    pub(crate) fn together(mut self) -> Self {
        self.together = true;
        self
    }

    /// One more row of one paragraph in each cell; where there is nothing, a dash says so.
    pub(crate) fn row(&mut self, cells: Vec<Line>) {
        self.tall_row(cells.into_iter().map(|cell| vec![cell]).collect());
    }

    /// One more row.
    pub(crate) fn tall_row(&mut self, mut cells: Vec<Vec<Line>>) {
        cells.resize(self.columns.len(), Vec::new());
        for cell in &mut cells {
            cell.retain(|line| !line.0.is_empty());
            if cell.is_empty() {
                cell.push(Line::of("–"));
            }
        }
        self.rows.push(cells);
    }
}

/// Blocks of the report as parts of a paper, headings from this level on.
pub(crate) fn parts(blocks: Vec<Block>, level: u8) -> Vec<Part> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Title(title) => all.push(Part::Title(title)),
            Block::Section(title, body) | Block::Item(title, body) => {
                all.push(Part::Heading(level.min(3), title));
                all.extend(parts(body, level.saturating_add(1)));
            }
            Block::Text(text) => all.push(Part::Numbered(Line::of(text))),
            Block::Fields(fields) => {
                let line = |label: &str, value: String| Line::strong(format!("{label}: ")).text(value);
                let lines = fields.into_iter().map(|field| line(field.label, field.values.join("; ")));
                all.push(Part::Points(lines.collect()));
            }
            Block::List(points) => all.push(Part::Points(points.into_iter().map(Line::of).collect())),
            Block::Table(table) => all.push(Part::Grid(grid(table))),
        }
    }
    all
}

/// A table of the report, its last column the widest.
fn grid(table: Table) -> Grid {
    let last = table.columns.len().saturating_sub(1);
    let columns: Vec<(&str, u32)> =
        table.columns.iter().enumerate().map(|(at, heading)| (*heading, if at == last { 4 } else { 2 })).collect();
    let mut grid = Grid::new(table.columns.join(", "), &columns);
    for row in table.rows {
        grid.row(row.into_iter().map(Line::of).collect());
    }
    grid
}
