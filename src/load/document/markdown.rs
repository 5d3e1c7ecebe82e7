//! Markdown: headings with the anchors that GitHub gives them, numbered paragraphs, and anchors in HTML.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::model::document::Document;

use super::anchors::Anchors;
use super::html::{Piece, pieces, plain};
use super::numbers::{MAX_LEAD, leading, within};
use super::opened::Parts;
use super::{MAX_INDENT, TOO_DEEP};

/// Reads Markdown.
pub(super) fn read(text: &str) -> Result<Document, &'static str> {
    if text.lines().any(is_deep) {
        return Err(TOO_DEEP);
    }
    let skipped = front_matter(text);
    let body = text.get(skipped..).unwrap_or_default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::of(text);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.take(event, range.start + skipped..range.end + skipped);
        if reader.parts.are_too_many() {
            break;
        }
    }
    reader.end_html_heading();
    reader.parts.finish()
}

/// Whether a line has more before its text than is read.
fn is_deep(line: &str) -> bool {
    let before =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')');
    line.len() > MAX_INDENT && line.bytes().take(MAX_INDENT + 1).all(before)
}

/// The length of the front matter: from `---` on the first line to the next line of `---` or `...`; without that there is none.
fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return 0 };
    let mut length = first.len();
    for line in lines {
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return length;
        }
    }
    0
}

struct Reader<'t> {
    parts: Parts<'t>,
    anchors: Anchors,
    lists: Vec<List>,
    /// How many quotes stand around what comes: a number in one is not the document's own.
    quotes: usize,
    /// How many pictures do: their text is not part of a heading.
    pictures: usize,
    heading: Option<Heading>,
    html_heading: Option<Heading>,
    /// The beginning of the paragraph or list item, as long as it may have a number.
    lead: Option<Lead>,
    /// Where the paragraph or heading begins that an explicit anchor would stand in.
    block: usize,
    html: Html,
}

struct List {
    /// The number of its next item, if it has numbers.
    next: Option<u64>,
    /// The number of the nearest item around it that has one.
    outer: Option<String>,
    /// The number of the item that is open.
    item: Option<String>,
}

/// A heading whose text is being read.
struct Heading {
    at: usize,
    level: u8,
    text: String,
}

struct Lead {
    from: usize,
    text: String,
}

/// A block of HTML, line by line.
#[derive(Default)]
struct Html {
    text: String,
    /// Where each line begins, in the block and in the document.
    lines: Vec<(usize, usize)>,
}

impl<'t> Reader<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            parts: Parts::of(text),
            anchors: Anchors::default(),
            lists: Vec::new(),
            quotes: 0,
            pictures: 0,
            heading: None,
            html_heading: None,
            lead: None,
            block: 0,
            html: Html::default(),
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text("\n"),
            Event::Html(text) => {
                self.html.lines.push((self.html.text.len(), range.start));
                self.html.text.push_str(&text);
            }
            Event::InlineHtml(text) => {
                let block = self.block;
                self.pieces(&text, |_| block);
            }
            Event::Rule => self.parts.content(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.block = range.start;
                self.lead = None;
                self.end_html_heading();
                let level = depth(*level);
                let at = self.parts.heading(level, range.start);
                self.heading = Some(Heading { at, level, text: String::new() });
            }
            Tag::Paragraph => self.begin(range.start),
            Tag::BlockQuote(_) => {
                self.lead = None;
                self.quotes += 1;
                self.parts.enter();
            }
            Tag::List(first) => {
                self.lead = None;
                self.parts.content();
                let outer = self.lists.last().and_then(|list| list.item.clone().or_else(|| list.outer.clone()));
                self.lists.push(List { next: *first, outer, item: None });
            }
            Tag::Item => self.item(range.start),
            Tag::CodeBlock(_) | Tag::Table(_) => {
                self.lead = None;
                self.parts.content();
            }
            Tag::HtmlBlock => {
                self.lead = None;
                self.html = Html::default();
            }
            Tag::Image { .. } => {
                self.parts.content();
                self.pictures += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, to: usize) {
        match tag {
            TagEnd::Heading(_) => {
                let heading = self.heading.take();
                self.name(heading);
            }
            TagEnd::Paragraph => self.number(),
            TagEnd::BlockQuote(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.parts.leave(to);
            }
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::Item => {
                self.number();
                self.parts.leave(to);
            }
            TagEnd::HtmlBlock => {
                let Html { text, lines } = std::mem::take(&mut self.html);
                let place = |at: usize| {
                    let line = lines.partition_point(|(start, _)| *start <= at).checked_sub(1);
                    line.and_then(|line| lines.get(line)).map_or(0, |(_, from)| *from)
                };
                self.pieces(&text, place);
            }
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
    }

    /// A paragraph or list item begins, and may have a number.
    fn begin(&mut self, from: usize) {
        self.block = from;
        self.lead = Some(Lead { from, text: String::new() });
    }

    fn item(&mut self, from: usize) {
        let number = self.lists.last_mut().and_then(|list| {
            let number = list.next?;
            list.next = number.checked_add(1);
            list.item = within(list.outer.as_deref(), number);
            list.item.clone()
        });
        if let Some(number) = number.filter(|_| self.quotes == 0) {
            self.parts.number(number, from);
            self.parts.enter();
            self.block = from;
            self.lead = None;
        } else {
            self.parts.enter();
            self.begin(from);
        }
    }

    fn text(&mut self, text: &str) {
        if self.pictures > 0 {
            return;
        }
        for heading in [&mut self.heading, &mut self.html_heading].into_iter().flatten() {
            heading.text.push_str(text);
        }
        if self.heading.is_none() && !text.trim().is_empty() {
            self.parts.content();
        }
        let Some(lead) = &mut self.lead else { return };
        lead.text.push_str(text);
        if lead.text.len() > MAX_LEAD {
            self.number();
        }
    }

    /// The beginning of a paragraph or list item is known.
    fn number(&mut self) {
        let Some(lead) = self.lead.take() else { return };
        if self.quotes == 0
            && let Some(number) = leading(&lead.text)
        {
            self.parts.number(number, lead.from);
        }
    }

    /// Goes through HTML; `place` gives the offset in the document of the block or line that holds a piece.
    fn pieces(&mut self, html: &str, place: impl Fn(usize) -> usize) {
        for (at, piece) in pieces(html) {
            if self.parts.are_too_many() {
                return;
            }
            match piece {
                Piece::Open { name, anchor } => {
                    if let Some(level) = level(&name).filter(|_| self.heading.is_none()) {
                        self.end_html_heading();
                        let at = self.parts.heading(level, place(at));
                        self.html_heading = Some(Heading { at, level, text: String::new() });
                    }
                    if let Some(anchor) = anchor {
                        let heading = self.heading.as_ref().or(self.html_heading.as_ref()).map(|heading| heading.level);
                        self.parts.mark(anchor, place(at), heading);
                    }
                }
                Piece::Close { name } if level(&name).is_some() => self.end_html_heading(),
                Piece::Close { .. } => {}
                Piece::Text(text) => self.text(&plain(text)),
            }
        }
    }

    fn end_html_heading(&mut self) {
        let heading = self.html_heading.take();
        self.name(heading);
    }

    fn name(&mut self, heading: Option<Heading>) {
        if let Some(Heading { at, text, .. }) = heading {
            let anchor = self.anchors.next(&text);
            let words: Vec<&str> = text.split_whitespace().collect();
            self.parts.name(at, anchor, words.join(" "));
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The level of a heading in HTML.
fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}
