//! What is read of the parts of a template: where they lead, where the text of the document ends, what its headers say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::super::super::model::nearest::nearest;
use super::fault::TemplateFault;

/// The namespace of what Word writes.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of references from one part to another.
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// How many nodes a part may have.
const MOST_NODES: u32 = 2_000_000;

/// Reads a part.
///
/// # Errors
/// It is no XML, has a document type, or is too large.
pub(super) fn parse<'t>(text: &'t str, name: &str) -> Result<Document<'t>, TemplateFault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let broken = |_| TemplateFault::not_word(format!("its part `{name}` is not as Word writes it"));
    Document::parse_with_options(text, options).map_err(broken)
}

/// A relationship from one part to another or to the outside.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) external: bool,
}

/// The relationships in a part of them.
pub(super) fn relations(document: &Document<'_>) -> Vec<Relation> {
    let of = |node: Node<'_, '_>| {
        let text = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
        let kind = text("Type");
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let external = node.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        Relation { id: text("Id"), kind, target: text("Target"), external }
    };
    document.root_element().children().filter(|node| node.tag_name().name() == "Relationship").map(of).collect()
}

/// The name of the part to which a relationship of another leads.
pub(super) fn resolve(from: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            name => steps.push(name),
        }
    }
    steps.join("/")
}

/// The name of the part that holds the relationships of another.
pub(super) fn relations_of(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{name}.rels"),
    }
}

/// The text with marked places filled in: `{{ marking }}` and the like, within one paragraph, however Word has cut it up. `None` if there
/// are none. A place of another name stays as it is.
pub(super) fn filled(text: &str, document: &Document<'_>, values: &BTreeMap<&'static str, String>) -> Option<String> {
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for paragraph in document.descendants().filter(|node| node.has_tag_name((W, "p"))) {
        let texts: Vec<Node<'_, '_>> = paragraph
            .descendants()
            .filter(|node| node.has_tag_name((W, "t")) && nearest_paragraph(*node) == Some(paragraph))
            .filter_map(|node| node.children().find(Node::is_text))
            .collect();
        edits.extend(filled_texts(&texts, values));
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut filled = text.to_owned();
    for (range, new) in edits {
        filled.replace_range(range, &new);
    }
    Some(filled)
}

fn nearest_paragraph<'n>(node: Node<'n, 'n>) -> Option<Node<'n, 'n>> {
    node.ancestors().find(|other| other.has_tag_name((W, "p")))
}

/// The texts of one paragraph, those that change, as XML.
fn filled_texts(
    texts: &[Node<'_, '_>],
    values: &BTreeMap<&'static str, String>,
) -> Vec<(std::ops::Range<usize>, String)> {
    let pieces: Vec<&str> = texts.iter().map(|node| node.text().unwrap_or_default()).collect();
    let whole: String = pieces.concat();
    let places = places(&whole, values);
    if places.is_empty() {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut start = 0;
    for (node, piece) in texts.iter().zip(&pieces) {
        let end = start + piece.len();
        let mut new = String::new();
        let mut at = start;
        for (range, _, value) in places.iter().filter(|(range, ..)| range.start < end && range.end > start) {
            new.push_str(&super::xml::escape(whole.get(at..range.start.max(at)).unwrap_or_default()));
            // The value goes where the place begins; what other runs hold of it goes away.
            if range.start >= start {
                new.push_str(&super::xml::escape(value));
            }
            at = range.end.min(end);
        }
        new.push_str(&super::xml::escape(whole.get(at..end).unwrap_or_default()));
        if places.iter().any(|(range, ..)| range.start < end && range.end > start) {
            edits.push((node.range(), new));
        }
        start = end;
    }
    edits
}

/// A place that is known: where it stands, its name, and what goes there.
pub(super) type Place<'v> = (Range<usize>, &'static str, &'v str);

/// Where in a text known places stand, and what goes there.
pub(super) fn places<'v>(text: &str, values: &'v BTreeMap<&'static str, String>) -> Vec<Place<'v>> {
    let known = |(range, name): (Range<usize>, &str)| {
        let (key, value) = values.iter().find(|(key, _)| bare(key) == bare(name))?;
        Some((range, *key, value.as_str()))
    };
    named(text).into_iter().filter_map(known).collect()
}

/// Refuses a place that nothing is known for: left as it is, it would go out with the report.
///
/// # Errors
/// There is one: its name, and the known one that was likely meant.
pub(super) fn known_places(
    part: &str,
    document: &Document<'_>,
    values: &BTreeMap<&'static str, String>,
) -> Result<(), TemplateFault> {
    super::stated::paragraphs(document, false).iter().try_for_each(|text| known_in(part, text, values))
}

/// The same in one text.
///
/// # Errors
/// As with the paragraphs of a part.
pub(super) fn known_in(part: &str, text: &str, values: &BTreeMap<&'static str, String>) -> Result<(), TemplateFault> {
    let known: BTreeSet<String> = values.keys().map(|key| bare(key)).collect();
    let Some((_, name)) = named(text).into_iter().find(|(_, name)| !known.contains(&bare(name))) else {
        return Ok(());
    };
    let place: String = name.chars().filter(|letter| !letter.is_control()).take(100).collect();
    let nearest = nearest(&place, values.keys().copied()).and_then(|found| values.keys().find(|key| **key == found));
    Err(TemplateFault::UnknownPlace { part: part.to_owned(), nearest: nearest.copied(), place })
}

/// The letters of a name, small: people write `As of` for `as_of`.
fn bare(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where in a text places stand, the innermost where braces are within braces, and the names in them.
fn named(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(close) = text.get(from..).and_then(|rest| rest.find("}}")).map(|at| at + from) {
        let before = text.get(from..close).unwrap_or_default();
        if let Some(open) = before.rfind("{{").map(|at| at + from) {
            let name = text.get(open + 2..close).unwrap_or_default().trim();
            if !bare(name).is_empty() {
                found.push((open..close + 2, name));
            }
        }
        from = close + 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(inside: &str) -> Option<String> {
        let text = format!("<w:hdr xmlns:w=\"{W}\"><w:p>{inside}</w:p></w:hdr>");
        let document = parse(&text, "header").unwrap();
        let values = BTreeMap::from([("marking", "A<B".to_owned())]);
        let filled = filled(&text, &document, &values)?;
        Some(filled.split_once("<w:p>").unwrap().1.replace("</w:p></w:hdr>", ""))
    }

    #[test]
    fn a_place_is_filled_however_word_has_cut_it_up() {
        for (inside, told) in [
            ("<w:t>{{ marking }}</w:t>", "<w:t>A&lt;B</w:t>"),
            ("<w:t>x {{marking}} &amp; y</w:t>", "<w:t>x A&lt;B &amp; y</w:t>"),
            ("<w:t>a{</w:t><w:t>{ mark</w:t><w:t>ing }}b</w:t>", "<w:t>aA&lt;B</w:t><w:t></w:t><w:t>b</w:t>"),
            ("<w:t>{{ marking }}{{ marking }}</w:t>", "<w:t>A&lt;BA&lt;B</w:t>"),
            ("<w:t>{{ {{ marking }}</w:t>", "<w:t>{{ A&lt;B</w:t>"),
        ] {
            assert_eq!(fill(inside).as_deref(), Some(told), "{inside}");
        }
        assert_eq!(fill("<w:t>{{ other }} {{</w:t>"), None);
    }

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        for (from, target, part) in [
            ("word/document.xml", "styles.xml", "word/styles.xml"),
            ("word/document.xml", "/word/styles.xml", "word/styles.xml"),
            ("word/document.xml", "../docProps/core.xml", "docProps/core.xml"),
            ("", "word/document.xml", "word/document.xml"),
        ] {
            assert_eq!(resolve(from, target), part);
        }
    }
}
