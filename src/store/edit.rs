//! Records reviews in the text of a profile, and changes nothing else in it: no comment, no order, no line ending.
//!
//! What is replaced or added is found by the places of the YAML nodes. Where that is not plain enough (anchors and aliases, texts over
//! several lines), nothing is changed and the reason is given. Every result is read again and must differ in exactly what was asked.

mod holds;
mod spans;

use std::ops::Range;

use crate::load::yaml::{Entry, Kind, Node, Style, Tree, parse};
use crate::model::place::FileId;

use holds::holds;
use spans::{Spans, line_ending, scalar};

/// An acceptance to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The evidence.
    pub evidence: String,
    /// The anchor of the section; `None` for the whole document.
    pub section: Option<String>,
    /// `sha256:` and the digest of the text that is accepted.
    pub digest: String,
    /// The office that accepts.
    pub by: String,
    /// The day, `2021-03-01`.
    pub on: String,
    /// Why.
    pub because: String,
}

/// Why nothing was changed: the fact first, then the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotEdit {
    /// The layout cannot be kept.
    Layout(String, &'static str),
    /// The document is reviewed in the other way.
    OtherForm(String, &'static str, &'static str),
}

impl std::fmt::Display for CannotEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Layout(name, why) => {
                let cannot = "cannot be recorded without touching what stands around it";
                write!(f, "the review of `{name}` {cannot}: {why}; record it by hand")
            }
            Self::OtherForm(name, how, then) => write!(f, "`{name}` is reviewed {how}; {then}"),
        }
    }
}

/// The text of a profile with acceptances recorded in it, one after the other.
///
/// # Errors
/// The layout of the text cannot be kept; nothing is half done.
pub fn accept(text: &str, acceptances: &[Acceptance]) -> Result<String, CannotEdit> {
    // Columns are counted after a byte-order mark.
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let mut edited = body.to_owned();
    for one in acceptances {
        let next = record(&edited, one)?;
        if !holds(&edited, &next, one) {
            return Err(one.layout("something else in the file would change with it"));
        }
        edited = next;
    }
    Ok(format!("{mark}{edited}"))
}

impl Acceptance {
    fn layout(&self, why: &'static str) -> CannotEdit {
        let name = self.section.as_ref().map_or_else(String::new, |section| format!("#{section}"));
        CannotEdit::Layout(format!("{}{name}", self.evidence), why)
    }

    /// The keys of the review and their values, the section first.
    fn fields(&self) -> Vec<(&'static str, &str)> {
        let section = self.section.as_deref().map(|section| ("section", section));
        let rest = [("digest", &*self.digest), ("by", &*self.by), ("on", &*self.on), ("because", &*self.because)];
        section.into_iter().chain(rest).collect()
    }

    /// `{ section: …, digest: …, … }`.
    fn flow(&self) -> String {
        let fields: Vec<String> =
            self.fields().into_iter().map(|(key, value)| format!("{key}: {}", scalar(value, false))).collect();
        format!("{{ {} }}", fields.join(", "))
    }
}

const BROKEN: &str = "the file cannot be read as it is";
const ALIAS: &str = "it stands behind an anchor or an alias";
const NOT_ALONE: &str = "it does not stand on lines of its own";

/// A change of the text.
struct Edit {
    at: Range<usize>,
    text: String,
}

fn tree_of(text: &str) -> Option<Tree> {
    let mut problems = Vec::new();
    let tree = parse(text, FileId::default(), &mut problems);
    problems.is_empty().then_some(tree)
}

fn entry<'t>(node: &'t Node, key: &str) -> Option<&'t Entry> {
    node.entries().iter().find(|entry| &*entry.key == key)
}

fn record(text: &str, one: &Acceptance) -> Result<String, CannotEdit> {
    let tree = tree_of(text).ok_or_else(|| one.layout(BROKEN))?;
    let scribe = Scribe { spans: Spans::of(text, &tree), text, tree: &tree, one, end: line_ending(text) };
    let mut edits = scribe.edits().map_err(|why| match why {
        Why::Layout(why) => one.layout(why),
        Why::Form(is, then) => CannotEdit::OtherForm(one.evidence.clone(), is, then),
    })?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at.start));
    let mut edited = text.to_owned();
    for Edit { at, text } in edits {
        edited.replace_range(at, &text);
    }
    Ok(edited)
}

enum Why {
    Layout(&'static str),
    Form(&'static str, &'static str),
}

impl From<&'static str> for Why {
    fn from(why: &'static str) -> Self {
        Self::Layout(why)
    }
}

/// Writes one acceptance.
struct Scribe<'t> {
    spans: Spans<'t>,
    text: &'t str,
    tree: &'t Tree,
    one: &'t Acceptance,
    /// The line ending of the file.
    end: &'static str,
}

impl<'t> Scribe<'t> {
    fn edits(&self) -> Result<Vec<Edit>, Why> {
        let root = self.tree.root().ok_or(BROKEN)?;
        let evidence = self.below(root, "evidence")?.ok_or(BROKEN)?;
        let own = self.below(evidence, &self.one.evidence)?.ok_or(BROKEN)?;
        let Some(review) = self.below(own, "reviewed")? else { return self.first(own).map(|edit| vec![edit]) };
        match (&review.kind, &self.one.section) {
            (Kind::Sequence(items), Some(section)) => {
                let items: Vec<&Node> = items.iter().map(|item| self.tree.node(*item)).collect();
                let is_it = |item: &&&Node| self.tree.get(item, "section").and_then(Node::text) == Some(section);
                match items.iter().find(is_it) {
                    Some(item) => self.renew(item),
                    None => self.add(review, &items).map(|edit| vec![edit]),
                }
            }
            (Kind::Mapping(_), None) => self.renew(review),
            (Kind::Mapping(_), Some(_)) => Err(Why::Form("as a whole", "accept it without naming a section")),
            (Kind::Sequence(_), None) => Err(Why::Form("section by section", "name the section after `#`")),
            _ => Err("`reviewed` stands there without a value".into()),
        }
    }

    /// The value under a key, if it is written there.
    fn below(&self, node: &'t Node, key: &str) -> Result<Option<&'t Node>, Why> {
        let Some(entry) = entry(node, key) else { return Ok(None) };
        let value = self.tree.node(entry.value);
        if value.label != entry.spot || self.spans.is_marked(value) {
            return Err(ALIAS.into());
        }
        Ok(Some(value))
    }

    /// The first review of a piece of evidence.
    fn first(&self, own: &Node) -> Result<Edit, Why> {
        let flow = self.one.flow();
        let sections = self.one.section.is_some();
        if self.spans.is_flow(own) {
            let value = if sections { format!("[{flow}]") } else { flow };
            return self.within_brackets(own, &format!("reviewed: {value}"));
        }
        let indent = self.indent(own)?;
        let value = if sections { format!("{}{indent}  - {flow}", self.end) } else { format!(" {flow}") };
        self.lines_after(own, &format!("{indent}reviewed:{value}"))
    }

    /// One more section.
    fn add(&self, list: &Node, items: &[&Node]) -> Result<Edit, Why> {
        if self.spans.is_flow(list) {
            return self.within_brackets(list, &self.one.flow());
        }
        let first = items.first().ok_or(NOT_ALONE)?;
        let (before, _) = self.spans.line_around(first).ok_or(NOT_ALONE)?;
        let dash = before.trim_end().strip_suffix('-').ok_or(NOT_ALONE)?;
        if !dash.trim().is_empty() {
            return Err(NOT_ALONE.into());
        }
        let text = if self.spans.is_flow(first) {
            format!("{dash}- {}", self.one.flow())
        } else {
            let fields = self.one.fields().into_iter().enumerate();
            let line = |(at, (key, value)): (usize, (&str, &str))| {
                format!("{dash}{}{key}: {}", if at == 0 { "- " } else { "  " }, scalar(value, false))
            };
            fields.map(line).collect::<Vec<_>>().join(self.end)
        };
        self.lines_after(list, &text)
    }

    /// Other values in a review that is there.
    fn renew(&self, review: &'t Node) -> Result<Vec<Edit>, Why> {
        let mut edits = Vec::new();
        let mut missing = Vec::new();
        for (key, value) in self.one.fields().into_iter().filter(|(key, _)| *key != "section") {
            match self.below(review, key)? {
                Some(Node { kind: Kind::Scalar { text, .. }, .. }) if **text == *value => {}
                Some(node) => {
                    let at = self.spans.scalar(node).ok_or("a value of it is written over several lines")?;
                    let quoted = matches!(node.kind, Kind::Scalar { style: Style::Quoted, .. });
                    edits.push(Edit { at, text: scalar(value, quoted) });
                }
                None => missing.push((key, value)),
            }
        }
        if missing.is_empty() {
            return Ok(edits);
        }
        let written: Vec<String> =
            missing.into_iter().map(|(key, value)| format!("{key}: {}", scalar(value, false))).collect();
        edits.push(if self.spans.is_flow(review) {
            self.within_brackets(review, &written.join(", "))?
        } else {
            let indent = self.indent(review)?;
            let lines: Vec<String> = written.into_iter().map(|field| format!("{indent}{field}")).collect();
            self.lines_after(review, &lines.join(self.end))?
        });
        Ok(edits)
    }

    /// What stands before the first key of a mapping in block style: blanks, or it is not on lines of its own.
    fn indent(&self, mapping: &Node) -> Result<String, Why> {
        let first = mapping.entries().first().ok_or(NOT_ALONE)?;
        let columns = usize::try_from(first.spot.column).unwrap_or(1).saturating_sub(1);
        Ok(" ".repeat(columns))
    }

    /// Adds to what stands in brackets.
    fn within_brackets(&self, node: &Node, text: &str) -> Result<Edit, Why> {
        let (last, is_first) = self.spans.flow_end(node).ok_or("its brackets cannot be told from its texts")?;
        let ends_with_comma = self.text.get(..last).is_some_and(|before| before.ends_with(','));
        let text = match (is_first, ends_with_comma) {
            (true, _) if self.text.get(last..).is_some_and(|rest| rest.starts_with(' ')) => format!(" {text}"),
            (true, _) => text.to_owned(),
            (false, true) => format!(" {text}"),
            (false, false) => format!(", {text}"),
        };
        Ok(Edit { at: last..last, text })
    }

    /// Adds lines after the last one of a node.
    fn lines_after(&self, node: &Node, text: &str) -> Result<Edit, Why> {
        let at = self.spans.block_end(node).ok_or(NOT_ALONE)?;
        let end = self.end;
        let begins = at == 0 || self.text.get(..at).is_some_and(|before| before.ends_with('\n'));
        Ok(Edit { at: at..at, text: if begins { format!("{text}{end}") } else { format!("{end}{text}") } })
    }
}

#[cfg(test)]
mod tests;
