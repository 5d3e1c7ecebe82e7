//! Builds the arena from the parser's events, with a stack of its own: nesting costs no stack of the machine, and every limit
//! is checked before the next event is asked for.

use std::collections::{BTreeMap, HashMap};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::super::nearest::quote;
use super::advice::advice;
use super::prepared::Prepared;
use super::{
    Entry, Kind, MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT, MAX_UNFOLDED, Node, NodeId, Spot, Style, TEXT_NODE, Tree,
};
use crate::model::place::FileId;
use crate::model::problem::{Code, Problem};

/// From how many keys on a mapping keeps an index of them.
const INDEX_FROM: usize = 16;

/// Reads one YAML document; problems are added to the list.
///
/// A tree without a root means that nothing could be made of the file. A byte-order mark must have been taken off.
pub fn parse(text: &str, file: FileId, problems: &mut Vec<Problem>) -> Tree {
    let mut parser = Parser::new_from_str(text);
    build(text, std::iter::from_fn(|| parser.next_event()), file, problems)
}

/// The same of a text of which the events are known; see [`Prepared`].
pub(crate) fn parse_prepared(text: &str, events: &'static [u8], file: FileId, problems: &mut Vec<Problem>) -> Tree {
    build(text, Prepared(events).map(Ok), file, problems)
}

/// An event of the parser, with its place.
type Found<'e> = Result<(Event<'e>, Span), ScanError>;

fn build<'e>(text: &str, events: impl Iterator<Item = Found<'e>>, file: FileId, problems: &mut Vec<Problem>) -> Tree {
    let mut builder = Builder::new(text, file);
    let whole = builder.run(text, events);
    problems.append(&mut builder.problems);
    if let Err(problem) = whole {
        problems.push(*problem);
        builder.root = None;
    }
    Tree::of(file, builder.nodes, builder.root)
}

/// What stops the reading of a file.
type Stop = Box<Problem>;

struct Builder<'t> {
    /// What is left of the text, and how many characters went before.
    rest: &'t str,
    passed: usize,
    file: FileId,
    nodes: Vec<Node>,
    /// For each node how many nodes it stands for, aliases unfolded, and how many levels it has.
    sizes: Vec<(usize, usize)>,
    root: Option<NodeId>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, NodeId>,
    unfolded: usize,
    documents: usize,
    problems: Vec<Problem>,
}

/// A mapping or sequence that has not ended yet.
struct Open {
    node: NodeId,
    /// Of a mapping: the key whose value comes next.
    key: Option<Key>,
    /// Of a large mapping: the places of its keys.
    index: Option<HashMap<Box<str>, Spot>>,
}

struct Key {
    text: Box<str>,
    spot: Spot,
    /// Whether the key stood there before, so that its value is read and dropped.
    again: bool,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, file: FileId) -> Self {
        Self {
            rest: text,
            passed: 0,
            file,
            nodes: Vec::new(),
            sizes: Vec::new(),
            root: None,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            unfolded: 0,
            documents: 0,
            problems: Vec::new(),
        }
    }

    fn run<'e>(&mut self, text: &'t str, events: impl Iterator<Item = Found<'e>>) -> Result<(), Stop> {
        if text.len() > MAX_BYTES {
            let message = format!("the file has {} bytes; the limit is {MAX_BYTES}", text.len());
            return Err(self.stop(Code::FileTooLarge, Spot::START, message));
        }
        for event in events {
            let (event, span) = event.map_err(|error| self.broken(text, &error))?;
            self.take(event, span)?;
        }
        if self.root.is_none() {
            let root = self.add(Kind::Null, Spot::START, 0)?;
            self.root = Some(root);
        }
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Stop> {
        let spot = spot(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(self.stop(
                        Code::UnsupportedYaml,
                        spot,
                        "a second document starts here; a file holds one".into(),
                    ));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                if let Some(tag) = tag {
                    self.refuse_tag(&tag.to_string(), spot);
                }
                let style = if style == ScalarStyle::Plain { Style::Plain } else { Style::Quoted };
                let spot = if style == Style::Quoted { self.without_blanks(span, spot) } else { spot };
                let null = style == Style::Plain && matches!(&*text, "" | "~" | "null");
                if text.len() > MAX_TEXT {
                    // Reports repeat a text for each subject, and aliases repeat it for nothing.
                    let message = format!("the text has {} bytes; the limit is {MAX_TEXT}", text.len());
                    return Err(self.stop(Code::OutOfBounds, Spot { width: 1, ..spot }, message));
                }
                if self.expects_key() {
                    if null {
                        return Err(self.stop(Code::UnsupportedYaml, spot, "a key is empty; keys are text".into()));
                    }
                    if anchor != 0 {
                        return Err(self.stop(
                            Code::UnsupportedYaml,
                            spot,
                            "a key has an anchor; only values may".into(),
                        ));
                    }
                    self.take_key(text.into(), spot);
                    return Ok(());
                }
                let kind = if null { Kind::Null } else { Kind::Scalar { text: text.into(), style } };
                let node = self.add(kind, spot, anchor)?;
                self.place_value(node);
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Kind::Sequence(Vec::new()), anchor, tag.map(|tag| tag.to_string()), spot)
            }
            Event::MappingStart(anchor, tag) => {
                self.start(Kind::Mapping(Vec::new()), anchor, tag.map(|tag| tag.to_string()), spot)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.close(open.node);
                }
                Ok(())
            }
            Event::Alias(anchor) => self.take_alias(anchor, spot),
        }
    }

    /// The spot of a quoted scalar without the blanks after it, which the parser counts in.
    fn without_blanks(&mut self, span: Span, spot: Spot) -> Spot {
        let skip = span.start.index().saturating_sub(self.passed);
        let start = self.rest.char_indices().nth(skip).map_or(self.rest.len(), |(byte, _)| byte);
        self.rest = self.rest.get(start..).unwrap_or_default();
        self.passed += skip;
        let text = self
            .rest
            .char_indices()
            .nth(spot.width as usize)
            .and_then(|(end, _)| self.rest.get(..end))
            .unwrap_or(self.rest);
        Spot { width: number(text.trim_end().chars().count()).min(spot.width), ..spot }
    }

    fn start(&mut self, kind: Kind, anchor: usize, tag: Option<String>, spot: Spot) -> Result<(), Stop> {
        if let Some(tag) = tag {
            self.refuse_tag(&tag, spot);
        }
        if self.expects_key() {
            return Err(self.stop(Code::UnsupportedYaml, spot, "a key is a list or a mapping; keys are text".into()));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(spot));
        }
        let node = self.add(kind, spot, anchor)?;
        self.place_value(node);
        self.open.push(Open { node, key: None, index: None });
        Ok(())
    }

    /// An alias stands for the very node that it names: nothing is copied, and what it stands for is counted.
    fn take_alias(&mut self, anchor: usize, spot: Spot) -> Result<(), Stop> {
        if self.expects_key() {
            return Err(self.stop(Code::UnsupportedYaml, spot, "a key is an alias; keys are text".into()));
        }
        let Some(&node) = self.anchors.get(&anchor) else {
            return Err(self.stop(Code::BrokenYaml, spot, "an alias names no anchor before it".into()));
        };
        if self.open.iter().any(|open| open.node == node) {
            return Err(self.stop(Code::AliasBomb, spot, "an alias stands inside the value that it names".into()));
        }
        let (size, height) = self.sizes.get(node.0 as usize).copied().unwrap_or((1, 1));
        self.unfolded = self.unfolded.saturating_add(size);
        if self.unfolded > MAX_UNFOLDED {
            let message = format!("the aliases up to here stand for more than {MAX_UNFOLDED} values");
            return Err(self.stop(Code::AliasBomb, spot, message));
        }
        if self.open.len() + height > MAX_DEPTH + 1 {
            return Err(self.stop(
                Code::TooDeep,
                spot,
                format!("with this alias the nesting is deeper than {MAX_DEPTH} levels"),
            ));
        }
        self.place_value(node);
        Ok(())
    }

    fn add(&mut self, kind: Kind, spot: Spot, anchor: usize) -> Result<NodeId, Stop> {
        let id = match u32::try_from(self.nodes.len()) {
            Ok(id) if self.nodes.len() < MAX_NODES => NodeId(id),
            _ => {
                return Err(self.stop(
                    Code::TooManyNodes,
                    spot,
                    format!("the file holds more than {MAX_NODES} values"),
                ));
            }
        };
        let parent = self.open.last().map(|open| open.node);
        let label = self.open.last().and_then(|open| open.key.as_ref()).map_or(spot, |key| key.spot);
        let texts = if let Kind::Scalar { text, .. } = &kind { text.len() / TEXT_NODE } else { 0 };
        self.nodes.push(Node { kind, spot, label, parent });
        self.sizes.push((1 + texts, 1));
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        Ok(id)
    }

    /// Puts a value where it stands: under the open key, at the end of the open sequence, or at the root.
    fn place_value(&mut self, value: NodeId) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return;
        };
        match self.nodes.get_mut(open.node.0 as usize).map(|node| &mut node.kind) {
            Some(Kind::Sequence(items)) => items.push(value),
            Some(Kind::Mapping(entries)) => {
                if let Some(key) = open.key.take().filter(|key| !key.again) {
                    entries.push(Entry { key: key.text, spot: key.spot, value });
                }
            }
            _ => {}
        }
    }

    /// Adds up what an ended node stands for.
    fn close(&mut self, id: NodeId) {
        let Some(node) = self.nodes.get(id.0 as usize) else { return };
        let size_of = |id: &NodeId| self.sizes.get(id.0 as usize).copied().unwrap_or((1, 1));
        let add = |(size, height): (usize, usize), (more, high): (usize, usize)| {
            (size.saturating_add(more), height.max(high + 1))
        };
        let whole = match &node.kind {
            Kind::Sequence(items) => items.iter().map(size_of).fold((1, 1), add),
            Kind::Mapping(entries) => entries.iter().map(|entry| size_of(&entry.value)).fold((1, 1), add),
            Kind::Null | Kind::Scalar { .. } => (1, 1),
        };
        if let Some(size) = self.sizes.get_mut(id.0 as usize) {
            *size = whole;
        }
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| {
            open.key.is_none()
                && matches!(self.nodes.get(open.node.0 as usize), Some(Node { kind: Kind::Mapping(_), .. }))
        })
    }

    fn take_key(&mut self, text: Box<str>, spot: Spot) {
        let Some(open) = self.open.last_mut() else { return };
        let Some(node) = self.nodes.get(open.node.0 as usize) else { return };
        let entries = node.entries();
        if open.index.is_none() && entries.len() >= INDEX_FROM {
            open.index = Some(entries.iter().map(|entry| (entry.key.clone(), entry.spot)).collect());
        }
        let first = match &mut open.index {
            None => entries.iter().find(|entry| entry.key == text).map(|entry| entry.spot),
            Some(index) => match index.get(&text) {
                Some(&spot) => Some(spot),
                None => {
                    index.insert(text.clone(), spot);
                    None
                }
            },
        };
        if let Some(first) = first {
            self.problems.push(
                Problem::at(Code::DuplicateKey, spot.place(self.file), format!("key {} stands twice", quote(&text)))
                    .wide(spot.width as usize)
                    .related(first.place(self.file), "first here"),
            );
        }
        open.key = Some(Key { text, spot, again: first.is_some() });
    }

    fn refuse_tag(&mut self, tag: &str, spot: Spot) {
        let message =
            format!("the tag {} stands here; tags are not used", quote(&tag.replace("tag:yaml.org,2002:!", "!!")));
        self.problems
            .push(Problem::at(Code::UnsupportedYaml, spot.place(self.file), message).wide(spot.width as usize));
    }

    fn broken(&self, text: &str, error: &ScanError) -> Stop {
        let marker = error.marker();
        let spot = Spot { line: number(marker.line()), column: number(marker.col() + 1), width: 1 };
        // The parser has a limit of its own on brackets, of 255, and may meet it first because it looks ahead.
        if error.info() == "recursion limit exceeded" {
            return self.too_deep(spot);
        }
        let message = format!("this is not YAML: {}", error.info());
        let Some((help, spot)) = advice(text, spot, error.info()) else {
            return self.stop(Code::BrokenYaml, spot, message);
        };
        Box::new(self.stop(Code::BrokenYaml, spot, message).help(help))
    }

    fn too_deep(&self, spot: Spot) -> Stop {
        self.stop(Code::TooDeep, spot, format!("the nesting is deeper than {MAX_DEPTH} levels"))
    }

    fn stop(&self, code: Code, spot: Spot, message: String) -> Stop {
        Box::new(Problem::at(code, spot.place(self.file), message).wide(spot.width as usize))
    }
}

fn spot(span: Span) -> Spot {
    let width = if span.start.line() == span.end.line() { span.end.col().saturating_sub(span.start.col()) } else { 1 };
    Spot { line: number(span.start.line()), column: number(span.start.col() + 1), width: number(width) }
}

/// A line, column or width: at least 1.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX).max(1)
}
