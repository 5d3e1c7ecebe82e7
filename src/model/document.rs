//! A document at hand, as far as citations lead into it: its sections, its numbered paragraphs, its explicit anchors.

use std::collections::BTreeMap;
use std::ops::Range;

use super::nearest::nearest;

/// What became of a file at which evidence is held.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Its anchors are known.
    Document(Document),
    /// They are not, and why: `a PDF: its headings are not read`.
    NotRead(&'static str),
}

/// A document whose anchors are known.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: String,
    sections: Vec<Section>,
    passages: Vec<Passage>,
    by_anchor: BTreeMap<String, Spot>,
}

/// A heading and what stands under it, to the next heading that is not below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The anchor that GitHub gives the heading; it may be empty.
    pub anchor: String,
    /// The heading as it is read, on one line.
    pub heading: String,
    /// From 1, the highest, to 6.
    pub level: u8,
    /// From the heading to the last line that is not blank; the heading's own line is its first.
    pub extent: Extent,
}

/// A numbered paragraph, or what follows an explicit anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// `37`, `37.2`, or the id of `<a id="…">`.
    pub anchor: String,
    /// What it is.
    pub kind: PassageKind,
    /// From its first line to the next number that is not below it, or to the next heading. An explicit anchor that stands in or
    /// right before a heading has the extent of that section.
    pub extent: Extent,
}

/// What gives a passage its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// Its number.
    Numbered,
    /// An id or name in HTML.
    Marked,
}

/// A stretch of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The first line, from 1.
    pub first: u32,
    /// The last line, included.
    pub last: u32,
    /// Its bytes within the text of the document.
    pub bytes: Range<usize>,
}

/// What an anchor leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'d> {
    /// A heading.
    Section(&'d Section),
    /// A numbered paragraph or an explicit anchor.
    Passage(&'d Passage),
}

#[derive(Clone, Copy, Debug)]
enum Spot {
    Section(usize),
    Passage(usize),
}

impl Found<'_> {
    /// Where it stands.
    #[must_use]
    pub fn extent(&self) -> &Extent {
        match self {
            Self::Section(section) => &section.extent,
            Self::Passage(passage) => &passage.extent,
        }
    }

    /// Its first line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.extent().first
    }
}

impl Document {
    /// A document of parts in the order in which they stand in its text.
    ///
    /// Where several have one anchor, it leads to the first; what a browser would go to comes before what has only a number.
    #[must_use]
    pub fn new(text: String, sections: Vec<Section>, passages: Vec<Passage>) -> Self {
        let mut by_anchor = BTreeMap::new();
        let headings = sections.iter().enumerate().map(|(at, section)| (&section.anchor, Spot::Section(at)));
        let of_kind = |kind| {
            let all = passages.iter().enumerate();
            all.filter(move |(_, passage)| passage.kind == kind)
                .map(|(at, passage)| (&passage.anchor, Spot::Passage(at)))
        };
        for (anchor, spot) in headings.chain(of_kind(PassageKind::Marked)).chain(of_kind(PassageKind::Numbered)) {
            if !anchor.is_empty() {
                by_anchor.entry(anchor.clone()).or_insert(spot);
            }
        }
        Self { text, sections, passages, by_anchor }
    }

    /// Its sections, in their order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Its numbered paragraphs and explicit anchors.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// What an anchor, written without `#`, leads to.
    #[must_use]
    pub fn find(&self, anchor: &str) -> Option<Found<'_>> {
        let spot = match self.by_anchor.get(anchor) {
            // Joiners cannot be seen, and renderers differ on whether they stay.
            None if anchor.contains(JOINERS) => self.by_anchor.get(&anchor.replace(JOINERS, ""))?,
            found => found?,
        };
        match *spot {
            Spot::Section(at) => self.sections.get(at).map(Found::Section),
            Spot::Passage(at) => self.passages.get(at).map(Found::Passage),
        }
    }

    /// The anchor that was most likely meant: the same but for case, spaces or a slip of the pen, or one that shares most of its words.
    /// A number has none: the next one would be a guess.
    #[must_use]
    pub fn nearest(&self, anchor: &str) -> Option<&str> {
        if anchor.is_empty() || anchor.len() > LONGEST_MEANT {
            return None;
        }
        let bare = anchor.trim_matches(|letter: char| !letter.is_alphanumeric());
        if let Some((known, _)) = self.by_anchor.get_key_value(bare) {
            return Some(known);
        }
        if bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let meant = bare.to_lowercase().replace(' ', "-");
        let known = || self.by_anchor.keys().map(String::as_str).filter(|known| known.contains(char::is_alphabetic));
        nearest(&meant, known()).or_else(|| most_words(&meant, known()))
    }

    /// All of its text.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// The text of a stretch; empty if it belongs to another document.
    #[must_use]
    pub fn text(&self, extent: &Extent) -> &str {
        self.text.get(extent.bytes.clone()).unwrap_or_default()
    }
}

/// The zero-width non-joiner and joiner.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Anchors longer than this many bytes are not compared.
const LONGEST_MEANT: usize = 256;

/// The known anchor that shares the most words with a wrong one, at least half of those of the shorter and one of four letters; of
/// several the first in order.
fn most_words<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wrong: Vec<&str> = words(wrong).collect();
    let mut best: Option<(usize, usize, &str)> = None;
    for name in known.filter(|name| name.len() <= LONGEST_MEANT) {
        let (shared, of): (Vec<bool>, Vec<&str>) = words(name).map(|word| (wrong.contains(&word), word)).unzip();
        let count = shared.iter().filter(|shared| **shared).count();
        let telling = shared.iter().zip(&of).any(|(shared, word)| *shared && word.chars().count() >= 4);
        let other = of.len() + wrong.len() - 2 * count.min(of.len()).min(wrong.len());
        let enough = telling && 2 * count >= of.len().min(wrong.len());
        if enough && best.is_none_or(|(most, least, _)| count > most || (count == most && other < least)) {
            best = Some((count, other, name));
        }
    }
    best.map(|(_, _, name)| name)
}

fn words(anchor: &str) -> impl Iterator<Item = &str> {
    anchor.split(['-', '_']).filter(|word| !word.is_empty())
}
