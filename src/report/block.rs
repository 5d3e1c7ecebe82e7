//! What a report is made of before it has a format: sections, items, fields, tables of plain text.
//!
//! Every format is a rendering of the same blocks, so that all of them tell the same. A block holds text as it came, unsafe as
//! that may be; whoever renders it makes it safe for where it goes.

/// One part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The title of the whole report.
    Title(String),
    /// A section with a heading.
    Section(String, Vec<Self>),
    /// Something that has a name and a story: a duty, or a requirement within it.
    Item(String, Vec<Self>),
    /// A paragraph.
    Text(String),
    /// Labelled texts.
    Fields(Vec<Field>),
    /// Points, each a line.
    List(Vec<String>),
    /// Rows under headings.
    Table(Table),
}

/// A label and what stands beside it; several values stand beneath each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The label.
    pub(crate) label: &'static str,
    /// What stands beside it.
    pub(crate) values: Vec<String>,
}

/// Rows under headings; each row has as many cells as there are headings, and only the last may be long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The headings.
    pub(crate) columns: Vec<&'static str>,
    /// The rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Fields in the making: a value that is empty leaves no field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<Field>);

impl Fields {
    /// No field yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// One more field, unless the text is empty.
    pub(crate) fn with(self, label: &'static str, text: impl Into<String>) -> Self {
        self.with_all(label, [text.into()])
    }

    /// One more field of several values, unless all are empty.
    pub(crate) fn with_all(mut self, label: &'static str, texts: impl IntoIterator<Item = String>) -> Self {
        let values: Vec<String> = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
        if !values.is_empty() {
            self.0.push(Field { label, values });
        }
        self
    }

    /// The block of them.
    pub(crate) fn block(self) -> Block {
        Block::Fields(self.0)
    }
}
