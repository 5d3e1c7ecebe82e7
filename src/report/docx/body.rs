//! A paper as the body of a Word document. The order of elements is that of the schema: Word repairs nothing silently.

use super::super::code::{Part as Piece, parts};
use super::super::paper::part::{Line, Paper, Part, Run};
use super::styles::{List, Styles};
use super::xml::Xml;

/// What the body has to keep to of the document that it is put into.
pub(super) struct Frame<'t> {
    /// The ids of its styles.
    pub(super) styles: &'t Styles,
    /// The list of the numbered paragraphs, where it is not that of their style.
    pub(super) numbered: Option<List>,
    /// How wide its text is, in twentieths of a point.
    pub(super) width: u32,
    /// The first id that no bookmark of it has.
    pub(super) first_bookmark: u32,
    /// What the names of our bookmarks begin with; no name of it does.
    pub(super) prefix: String,
}

/// The parts as paragraphs and tables.
pub(super) fn body(paper: &Paper, frame: &Frame<'_>) -> String {
    let mut body = Body {
        xml: Xml::default(),
        frame,
        headings: 0,
        bookmark: frame.first_bookmark,
        new_page: false,
        after_table: false,
    };
    for part in &paper.parts {
        body.part(part, paper);
    }
    body.xml.finish()
}

/// The body in the making.
pub(super) struct Body<'f> {
    pub(super) xml: Xml,
    pub(super) frame: &'f Frame<'f>,
    /// How many headings of level 1 there have been.
    headings: usize,
    /// The next id of a bookmark.
    bookmark: u32,
    /// Whether the next paragraph begins a page.
    new_page: bool,
    /// Whether a table has just ended.
    pub(super) after_table: bool,
}

/// How a paragraph looks, beside its style.
#[derive(Clone, Copy, Default)]
pub(super) struct Look<'s> {
    style: Option<&'s str>,
    keep_next: bool,
    new_page: bool,
    after_table: bool,
    list: Option<&'s List>,
    /// Whether it stands in a table, where paragraphs are close.
    in_table: bool,
    /// The right tab stop, of a line in the list of contents.
    tab: Option<u32>,
}

impl Look<'_> {
    /// A paragraph in a table.
    pub(super) fn in_table(keep_next: bool) -> Self {
        Self { in_table: true, keep_next, ..Self::default() }
    }
}

impl Body<'_> {
    fn part(&mut self, part: &Part, paper: &Paper) {
        let styles = self.frame.styles;
        match part {
            Part::Title(title) => {
                let look = Look { style: styles.title.as_deref(), keep_next: true, ..Look::default() };
                self.paragraph(look, |body| body.run(title, styles.title.is_none(), None));
            }
            Part::Heading(level, title) => self.heading(*level, title),
            Part::Contents => self.contents(paper),
            Part::Numbered(line) => {
                let look =
                    Look { style: Some(&styles.list_number), list: self.frame.numbered.as_ref(), ..Look::default() };
                self.paragraph(look, |body| body.runs(line));
            }
            Part::Plain(line) => self.line(None, line),
            Part::Points(lines) => lines.iter().for_each(|line| self.line(Some(&styles.list_bullet), line)),
            Part::Grid(grid) => self.table(grid, false),
            Part::References(grid) => self.table(grid, true),
            Part::Reference(number, line) => self.reference(*number, line),
            Part::NewPage => self.new_page = true,
        }
    }

    fn line(&mut self, style: Option<&str>, line: &Line) {
        self.paragraph(Look { style, ..Look::default() }, |body| body.runs(line));
    }

    fn reference(&mut self, number: usize, line: &Line) {
        let name = self.reference_name(number);
        self.paragraph(Look::default(), |body| {
            body.bookmarked(&name, |body| body.run(&format!("[{number}]"), false, None));
            body.runs(line);
        });
    }

    fn heading(&mut self, level: u8, title: &str) {
        let styles = self.frame.styles;
        let style = match level {
            1 => &styles.heading_1,
            2 => &styles.heading_2,
            _ => &styles.heading_3,
        };
        let look = Look { style: Some(style), keep_next: true, ..Look::default() };
        if level == 1 {
            self.headings += 1;
            let name = self.heading_name(self.headings);
            self.paragraph(look, |body| body.bookmarked(&name, |body| body.run(title, false, None)));
        } else {
            self.paragraph(look, |body| body.run(title, false, None));
        }
    }

    /// The field of the contents with its lines filled in, so that nothing has to be brought up to date to be read. The number is that of
    /// the first paragraph: on which page it comes, only the reader's program knows.
    fn contents(&mut self, paper: &Paper) {
        let entries = entries(paper);
        let style = self.frame.styles.contents.clone();
        for (index, (title, paragraph)) in entries.iter().enumerate() {
            let name = self.heading_name(index + 1);
            let look = Look { style: style.as_deref(), tab: Some(self.frame.width), ..Look::default() };
            self.paragraph(look, |body| {
                if index == 0 {
                    body.field("begin");
                    body.xml.within("w:r", &[], |xml| xml.instruction(" TOC \\o \"1-1\" \\h \\z \\u "));
                    body.field("separate");
                }
                body.xml_link(&name, |body| {
                    body.run(title, false, None);
                    if let Some(paragraph) = paragraph {
                        body.xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
                        body.run(&format!("paragraph {paragraph}"), false, None);
                    }
                });
                if index + 1 == entries.len() {
                    body.field("end");
                }
            });
        }
    }

    fn field(&mut self, kind: &str) {
        self.xml.within("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]));
    }

    fn heading_name(&self, number: usize) -> String {
        format!("{}Heading{number}", self.frame.prefix)
    }

    pub(super) fn reference_name(&self, number: usize) -> String {
        format!("{}Evidence{number}", self.frame.prefix)
    }

    pub(super) fn paragraph(&mut self, look: Look<'_>, runs: impl FnOnce(&mut Self)) {
        let look = if look.in_table {
            look
        } else {
            let after_table = std::mem::take(&mut self.after_table) && !look.keep_next;
            Look { new_page: std::mem::take(&mut self.new_page), after_table, ..look }
        };
        let before = std::mem::take(&mut self.xml);
        properties(&mut self.xml, look);
        runs(self);
        let inner = std::mem::replace(&mut self.xml, before);
        self.xml.within("w:p", &[], |xml| xml.append(inner));
    }

    pub(super) fn bookmarked(&mut self, name: &str, runs: impl FnOnce(&mut Self)) {
        let id = self.bookmark.to_string();
        self.bookmark += 1;
        self.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
        runs(self);
        self.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }

    fn xml_link(&mut self, name: &str, runs: impl FnOnce(&mut Self)) {
        let xml = std::mem::take(&mut self.xml);
        runs(self);
        let inner = std::mem::replace(&mut self.xml, xml);
        self.xml.within("w:hyperlink", &[("w:anchor", name), ("w:history", "1")], |xml| xml.append(inner));
    }

    fn runs(&mut self, line: &Line) {
        self.styled_runs(line, None);
    }

    pub(super) fn styled_runs(&mut self, line: &Line, size: Option<&'static str>) {
        for run in &line.0 {
            match run {
                Run::Text(text) => self.run(text, false, size),
                Run::Strong(text) => self.run(text, true, size),
                Run::Gap(text) => self.gap(text, size),
                Run::Reference(number) => {
                    let name = self.reference_name(*number);
                    self.xml_link(&name, |body| body.run(&format!("[{number}]"), false, size));
                }
            }
        }
    }

    /// Words; what of them is a name is not looked up in a dictionary of spelling.
    pub(super) fn run(&mut self, text: &str, strong: bool, size: Option<&'static str>) {
        for piece in parts(text) {
            let (text, name) = match piece {
                Piece::Text(text) => (text, false),
                Piece::Code(text) => (text, true),
            };
            self.xml.within("w:r", &[], |xml| {
                if strong || size.is_some() || name {
                    xml.within("w:rPr", &[], |xml| {
                        if strong {
                            xml.empty("w:b", &[]);
                        }
                        if name {
                            xml.empty("w:noProof", &[]);
                        }
                        set_size(xml, size);
                    });
                }
                xml.text(text);
            });
        }
    }

    /// A place for the author: brackets and words say so, and a highlight shows where.
    fn gap(&mut self, text: &str, size: Option<&'static str>) {
        self.xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| {
                xml.empty("w:b", &[]);
                set_size(xml, size);
                xml.val("w:highlight", "yellow");
            });
            xml.text(&format!("[Author: {text}]"));
        });
    }
}

fn set_size(xml: &mut Xml, size: Option<&'static str>) {
    if let Some(size) = size {
        xml.val("w:sz", size);
        xml.val("w:szCs", size);
    }
}

fn properties(xml: &mut Xml, look: Look<'_>) {
    let plain = look.style.is_none() && look.tab.is_none();
    if plain && !(look.keep_next || look.new_page || look.in_table || look.after_table) {
        return;
    }
    xml.within("w:pPr", &[], |xml| {
        if let Some(style) = look.style {
            xml.val("w:pStyle", style);
        }
        if look.keep_next {
            xml.empty("w:keepNext", &[]);
        }
        if look.new_page {
            xml.empty("w:pageBreakBefore", &[]);
        }
        if let Some(list) = look.list {
            xml.within("w:numPr", &[], |xml| {
                xml.val("w:ilvl", &list.level);
                xml.val("w:numId", &list.number);
            });
        }
        if let Some(width) = look.tab {
            let at = width.to_string();
            xml.within("w:tabs", &[], |xml| {
                xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "dot"), ("w:pos", &at)]);
            });
        }
        if look.after_table {
            xml.empty("w:spacing", &[("w:before", "160")]);
        }
        if look.in_table {
            xml.empty("w:spacing", &[("w:before", "30"), ("w:after", "30"), ("w:line", "240"), ("w:lineRule", "auto")]);
        }
    });
}

/// The headings of level 1, each with the number of the first paragraph under it before the next.
fn entries(paper: &Paper) -> Vec<(&str, Option<usize>)> {
    let mut entries: Vec<(&str, Option<usize>)> = Vec::new();
    let mut number = 0;
    for part in &paper.parts {
        match part {
            Part::Heading(1, title) => entries.push((title, None)),
            Part::Numbered(_) => {
                number += 1;
                if let Some((_, first @ None)) = entries.last_mut() {
                    *first = Some(number);
                }
            }
            _ => {}
        }
    }
    entries
}
