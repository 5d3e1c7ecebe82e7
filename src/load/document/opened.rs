//! The parts of a document as they begin and end, in one layer for the document and one for each quote or list item.

use crate::model::document::{Document, Extent, Passage, PassageKind, Section};

use super::lines::Lines;
use super::numbers::is_below;
use super::{MAX_ANCHORS, TOO_MANY};

/// The level of what any heading ends.
const ANY: u8 = 7;

/// The parts of a document, as they are found from its first line to its last.
pub(super) struct Parts<'t> {
    text: &'t str,
    lines: Lines<'t>,
    sections: Vec<Section>,
    passages: Vec<Passage>,
    layers: Vec<Layer>,
}

#[derive(Default)]
struct Layer {
    /// What has begun and not ended, the outermost first.
    open: Vec<Open>,
    /// Explicit anchors after which nothing has come yet; a heading that comes next is what they mark.
    marks: Vec<Open>,
}

struct Open {
    part: Part,
    /// A heading of this level, or of one above it, ends it.
    level: u8,
    from: usize,
}

enum Part {
    Section(usize),
    Passage(usize),
    Numbered(usize, String),
}

impl<'t> Parts<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let (sections, passages) = (Vec::new(), Vec::new());
        Self { text, lines: Lines::of(text), sections, passages, layers: vec![Layer::default()] }
    }

    /// Each line with its offset.
    pub(super) fn lines(&self) -> Vec<(usize, &'t str)> {
        self.lines.iter().collect()
    }

    /// A quote or list item begins.
    pub(super) fn enter(&mut self) {
        self.content();
        self.layers.push(Layer::default());
    }

    /// It ends, and with it all that began in it.
    pub(super) fn leave(&mut self, to: usize) {
        self.content();
        self.end(to, |_| true);
        self.layers.pop();
    }

    /// Something comes that is neither a heading nor an explicit anchor.
    pub(super) fn content(&mut self) {
        if let Some(layer) = self.layers.last_mut() {
            layer.open.append(&mut layer.marks);
        }
    }

    /// A heading begins; returns its number, for [`Self::name`].
    pub(super) fn heading(&mut self, level: u8, from: usize) -> usize {
        self.end(from, |open| open.level >= level);
        let at = self.sections.len();
        let (anchor, heading) = (String::new(), String::new());
        self.sections.push(Section { anchor, heading, level, extent: Extent::default() });
        if let Some(layer) = self.layers.last_mut() {
            layer.open.push(Open { part: Part::Section(at), level, from });
            layer.open.extend(layer.marks.drain(..).map(|mark| Open { level, ..mark }));
        }
        at
    }

    /// The text of a heading is known.
    pub(super) fn name(&mut self, at: usize, anchor: String, heading: String) {
        if let Some(section) = self.sections.get_mut(at) {
            section.anchor = anchor;
            section.heading = heading;
        }
    }

    /// An explicit anchor; `heading` is the level of the heading in which it stands.
    pub(super) fn mark(&mut self, anchor: String, from: usize, heading: Option<u8>) {
        let at = self.passage(anchor, PassageKind::Marked);
        let open = Open { part: Part::Passage(at), level: heading.unwrap_or(ANY), from };
        if let Some(layer) = self.layers.last_mut() {
            if heading.is_some() { layer.open.push(open) } else { layer.marks.push(open) }
        }
    }

    /// A paragraph with a number.
    pub(super) fn number(&mut self, number: String, from: usize) {
        self.content();
        self.end(from, |open| matches!(&open.part, Part::Numbered(_, outer) if !is_below(&number, outer)));
        let at = self.passage(number.clone(), PassageKind::Numbered);
        if let Some(layer) = self.layers.last_mut() {
            layer.open.push(Open { part: Part::Numbered(at, number), level: ANY, from });
        }
    }

    /// Whether there are more parts than are read.
    pub(super) fn are_too_many(&self) -> bool {
        self.sections.len() + self.passages.len() > MAX_ANCHORS
    }

    /// The document ends.
    pub(super) fn finish(mut self) -> Result<Document, &'static str> {
        if self.are_too_many() {
            return Err(TOO_MANY);
        }
        while !self.layers.is_empty() {
            self.leave(self.text.len());
        }
        Ok(Document::new(self.text.to_owned(), self.sections, self.passages))
    }

    fn passage(&mut self, anchor: String, kind: PassageKind) -> usize {
        self.passages.push(Passage { anchor, kind, extent: Extent::default() });
        self.passages.len() - 1
    }

    /// Ends what of the innermost layer is to end.
    fn end(&mut self, to: usize, ends: impl Fn(&Open) -> bool) {
        let Some(layer) = self.layers.last_mut() else { return };
        let (ended, open) = std::mem::take(&mut layer.open).into_iter().partition(ends);
        layer.open = open;
        for Open { part, from, .. } in ended {
            let extent = self.lines.extent(from, to);
            let slot = match part {
                Part::Section(at) => self.sections.get_mut(at).map(|section| &mut section.extent),
                Part::Passage(at) | Part::Numbered(at, _) => self.passages.get_mut(at).map(|part| &mut part.extent),
            };
            if let Some(slot) = slot {
                *slot = extent;
            }
        }
    }
}
