//! Which bytes of a text a YAML node takes.

use std::ops::Range;

use crate::load::yaml::{Kind, Node, Spot, Style, Tree};

/// The bytes of the nodes of one text.
pub(super) struct Spans<'t> {
    text: &'t str,
    tree: &'t Tree,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// The line ending of a text: that of its first line.
pub(super) fn line_ending(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

impl<'t> Spans<'t> {
    pub(super) fn of(text: &'t str, tree: &'t Tree) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, tree, lines: std::iter::once(0).chain(breaks).collect() }
    }

    /// Whether a node stands in brackets.
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        self.rest(node).starts_with(['{', '['])
    }

    /// Whether a node begins with an anchor, an alias or a tag.
    pub(super) fn is_marked(&self, node: &Node) -> bool {
        let is_mark = |text: &str| text.starts_with(['&', '*', '!']);
        // The spot of a value in block style is that of its first key, so the mark stands on the line of its label.
        let label = self.offset(node.label).and_then(|at| self.text.get(at..)).unwrap_or_default();
        let line = label.lines().next().unwrap_or_default();
        let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start());
        let scalar = matches!(node.kind, Kind::Scalar { style: Style::Quoted, .. });
        is_mark(self.rest(node)) || (!scalar && node.label != node.spot && is_mark(value))
    }

    /// What stands on a node's line before it, and from it on.
    pub(super) fn line_around(&self, node: &Node) -> Option<(&'t str, &'t str)> {
        let at = self.offset(node.spot)?;
        let from = self.line_start(at);
        Some((self.text.get(from..at)?, self.text.get(at..)?.lines().next().unwrap_or_default()))
    }

    /// The bytes of a scalar; `None` where it goes over several lines without quotes.
    pub(super) fn scalar(&self, node: &Node) -> Option<Range<usize>> {
        let Kind::Scalar { text, style } = &node.kind else { return None };
        let mut from = self.offset(node.spot)?;
        if *style == Style::Quoted && !self.rest(node).starts_with(['"', '\'', '|', '>']) {
            // The spot of a block of text is that of its first line; what says that it is one stands behind its key.
            from = self.indicator(node)?;
        }
        let rest = self.text.get(from..)?;
        let length = match rest.chars().next()? {
            '"' | '\'' => quoted(rest)?,
            '|' | '>' => self.folded(node, from)?,
            _ => rest.starts_with(&**text).then_some(text.len())?,
        };
        Some(from..from + length)
    }

    /// Where the `|` or `>` of a text stands that is written as a block below its key.
    fn indicator(&self, node: &Node) -> Option<usize> {
        let key = self.offset(node.label)?;
        let line = self.text.get(key..)?.lines().next()?;
        let at = line.find(": ")? + 2;
        let value = line.get(at..)?;
        let blanks = value.len() - value.trim_start().len();
        value.trim_start().starts_with(['|', '>']).then_some(key + at + blanks)
    }

    /// How many bytes a text takes that is written as a block below its key.
    fn folded(&self, node: &Node, from: usize) -> Option<usize> {
        let mut lines = self.text.get(from..)?.split_inclusive('\n');
        let first = lines.next()?;
        let (mut end, mut reached) = (first.trim_end().len(), first.len());
        let own = usize::try_from(node.label.column).ok()?.saturating_sub(1);
        for line in lines {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let is_blank = line.trim().is_empty();
            if !is_blank && indent <= own {
                break;
            }
            if !is_blank {
                end = reached + line.trim_end_matches(['\n', '\r']).len();
            }
            reached += line.len();
        }
        Some(end)
    }

    /// Where something can be added before the closing bracket of a node, and whether it would be the first there.
    pub(super) fn flow_end(&self, node: &Node) -> Option<(usize, bool)> {
        let from = self.offset(node.spot)?;
        let rest = self.text.get(from..)?;
        let (mut depth, mut last, mut skip) = (0usize, 0, 0);
        let mut before = '\n';
        let mut in_comment = false;
        for (at, letter) in rest.char_indices() {
            if at < skip {
                continue;
            }
            if in_comment {
                in_comment = letter != '\n';
            } else if matches!(letter, '"' | '\'') && matches!(before, ' ' | '\t' | '\n' | '[' | '{' | ',' | ':') {
                skip = at + quoted(rest.get(at..)?)?;
                last = skip;
            } else if letter == '#' && matches!(before, ' ' | '\t' | '\n') {
                in_comment = true;
            } else if matches!(letter, '{' | '[') {
                depth += 1;
                last = at + 1;
            } else if matches!(letter, '}' | ']') {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((from + last, last == 1));
                }
                last = at + 1;
            } else if !letter.is_whitespace() {
                last = at + letter.len_utf8();
            }
            before = letter;
        }
        None
    }

    /// The end of the last line of a node in block style, comments and blank lines after it not counted; `None` where what comes next
    /// stands on that line.
    pub(super) fn block_end(&self, node: &Node) -> Option<usize> {
        let last = self.last(node);
        let next = self.spots().into_iter().filter(|spot| *spot > last).min();
        let last_at = self.offset_of(last)?;
        let mut end = match next {
            Some(next) => self.line_start(self.offset_of(next)?),
            None => self.text.len(),
        };
        if end <= last_at {
            return None;
        }
        while end > 0 {
            let start = self.line_start(end - 1);
            let line = self.text.get(start..end)?.trim();
            let is_nothing = line.is_empty() || line.starts_with('#') || line == "..." || line == "---";
            if !is_nothing || start <= last_at {
                break;
            }
            end = start;
        }
        Some(end)
    }

    /// The spot of the last key or value below a node.
    fn last(&self, node: &Node) -> (u32, u32) {
        let own = (node.spot.line, node.spot.column);
        match &node.kind {
            Kind::Mapping(entries) => entries.iter().fold(own, |last, entry| {
                last.max((entry.spot.line, entry.spot.column)).max(self.last(self.tree.node(entry.value)))
            }),
            Kind::Sequence(items) => items.iter().fold(own, |last, item| last.max(self.last(self.tree.node(*item)))),
            Kind::Null | Kind::Scalar { .. } => own,
        }
    }

    /// The spots of all keys and values.
    fn spots(&self) -> Vec<(u32, u32)> {
        let mut spots = Vec::new();
        let mut open: Vec<&Node> = self.tree.root().into_iter().collect();
        while let Some(node) = open.pop() {
            match &node.kind {
                Kind::Mapping(entries) => {
                    spots.extend(entries.iter().map(|entry| (entry.spot.line, entry.spot.column)));
                    open.extend(entries.iter().map(|entry| self.tree.node(entry.value)));
                }
                Kind::Sequence(items) => open.extend(items.iter().map(|item| self.tree.node(*item))),
                Kind::Scalar { .. } => spots.push((node.spot.line, node.spot.column)),
                Kind::Null => {}
            }
        }
        spots
    }

    fn rest(&self, node: &Node) -> &'t str {
        self.offset(node.spot).and_then(|at| self.text.get(at..)).unwrap_or_default()
    }

    fn offset(&self, spot: Spot) -> Option<usize> {
        self.offset_of((spot.line, spot.column))
    }

    fn offset_of(&self, (line, column): (u32, u32)) -> Option<usize> {
        let from = *self.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let before = usize::try_from(column).ok()?.checked_sub(1)?;
        let rest = self.text.get(from..)?;
        let within = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(before)?;
        Some(from + within)
    }

    fn line_start(&self, at: usize) -> usize {
        let count = self.lines.partition_point(|start| *start <= at);
        count.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0)
    }
}

/// How many bytes a text in quotes takes, quotes included.
fn quoted(text: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    let (_, quote) = letters.next()?;
    let mut letters = letters.peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if quote == '"' => _ = letters.next(),
            '\'' if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => _ = letters.next(),
            other if other == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A text as YAML has it on one line, in quotes where it must be or is to be.
pub(super) fn scalar(text: &str, in_quotes: bool) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '.' | '_' | '/' | '(' | ')');
    let begins = text.chars().next().is_some_and(char::is_alphanumeric);
    let is_word = matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if !in_quotes && begins && !is_word && !text.ends_with(' ') && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\n"),
            hidden if is_hidden(hidden) => written.push_str(&format!("\\U{:08X}", u32::from(hidden))),
            other => written.push(other),
        }
    }
    written.push('"');
    written
}

/// What an editor or a terminal would not show as it is.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
