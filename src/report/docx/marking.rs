//! The marking on every page: in the marked places of headers and footers, or put into a header that has none.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::fault::TemplateFault;
use super::package::Package;
use super::part::{Relation, W, filled, known_places, parse, places, resolve};
use super::stated::{is_official, paragraphs, stated};
use super::styles::child;
use super::template::reference_id;
use super::xml::Xml;

/// The kinds of page that may have a header of their own, and how a reader knows them.
const PAGES: [(&str, &str); 3] =
    [("default", "ordinary pages"), ("first", "the first page of a section"), ("even", "even pages")];

/// What a header or footer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The marking, or a place for it.
    Marking,
    /// Another marking.
    Other(&'static str),
    /// None.
    Nothing,
}

/// Sees to it that every page shows the marking, and fills in every marked place of headers and footers.
///
/// # Errors
/// A page would not show it, or would show another.
pub(super) fn mark(
    package: &mut Package<'_>,
    document_name: &str,
    document: &Document<'_>,
    relations: &[Relation],
    values: &BTreeMap<&'static str, String>,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), TemplateFault> {
    let marking = values.get("marking").map_or("", String::as_str);
    refuse_other(document_name, document, values, marking)?;
    let mut parts: BTreeMap<String, (String, Shows)> = BTreeMap::new();
    for relation in relations.iter().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer")) {
        let name = resolve(document_name, &relation.target);
        if let Some(text) = package.read(&name)? {
            let part = parse(&text, &name)?;
            known_places(&name, &part, values)?;
            let shows = shows(&part, values, marking);
            parts.insert(name, (text, shows));
        }
    }
    let mut needs: Vec<String> = Vec::new();
    for (names, pages) in surfaces(document, relations, document_name, even_pages(package, relations, document_name)?) {
        for name in &names {
            if let Some((_, Shows::Other(says))) = parts.get(name) {
                return Err(TemplateFault::OtherMarking { part: name.clone(), says, marking: marking.to_owned() });
            }
        }
        let there: Vec<&String> = names.iter().filter(|name| parts.contains_key(*name)).collect();
        let is_shown = there.iter().any(|name| parts.get(*name).is_some_and(|(_, shows)| *shows == Shows::Marking));
        match there.first() {
            None => return Err(TemplateFault::NoHeader { pages }),
            Some(first) if !is_shown && !needs.contains(first) => needs.push((*first).clone()),
            Some(_) => {}
        }
    }
    for (name, (text, _)) in &parts {
        let mut new = filled(text, &parse(text, name)?, values);
        if needs.contains(name) {
            new = Some(with_marking(new.as_ref().unwrap_or(text), name, marking)?);
        }
        if let Some(new) = new {
            changed.insert(name.clone(), new);
        }
    }
    Ok(())
}

/// What a header or footer shows once its places are filled in.
fn shows(document: &Document<'_>, values: &BTreeMap<&'static str, String>, marking: &str) -> Shows {
    let all = filled_paragraphs(document, values, false).join(" ");
    let seen = filled_paragraphs(document, values, true);
    if let Some(says) = stated(&all) {
        let same = says == marking;
        return match seen.iter().any(|paragraph| stated(paragraph) == Some(says)) {
            true if same => Shows::Marking,
            false if same => Shows::Nothing,
            _ => Shows::Other(says),
        };
    }
    match (is_official(&all), marking == "OFFICIAL") {
        (true, false) => Shows::Other("OFFICIAL"),
        (true, true) if seen.iter().any(|paragraph| is_official(paragraph)) => Shows::Marking,
        _ => Shows::Nothing,
    }
}

/// Refuses a template whose own text states another marking than the report's.
fn refuse_other(
    name: &str,
    document: &Document<'_>,
    values: &BTreeMap<&'static str, String>,
    marking: &str,
) -> Result<(), TemplateFault> {
    let paragraphs = filled_paragraphs(document, values, false);
    // That something is official is said in many a text; as a paragraph of its own, in capitals, it is a marking.
    let lowest = paragraphs.iter().any(|text| text.trim() == "OFFICIAL").then_some("OFFICIAL");
    match stated(&paragraphs.join(" ")).or(lowest) {
        Some(says) if says != marking => {
            Err(TemplateFault::OtherMarking { part: name.to_owned(), says, marking: marking.to_owned() })
        }
        _ => Ok(()),
    }
}

/// The paragraphs with the marking in its places. What else is filled in names no marking, and is left out.
fn filled_paragraphs(document: &Document<'_>, values: &BTreeMap<&'static str, String>, seen: bool) -> Vec<String> {
    let fill = |mut text: String| {
        let all: Vec<(std::ops::Range<usize>, bool)> =
            places(&text, values).into_iter().map(|(range, key, _)| (range, key == "marking")).collect();
        let marking = values.get("marking").map_or("", String::as_str);
        for (range, is_marking) in all.into_iter().rev() {
            text.replace_range(range, if is_marking { marking } else { "; " });
        }
        text
    };
    paragraphs(document, seen).into_iter().map(fill).collect()
}

/// Whether even pages have headers of their own.
fn even_pages(package: &mut Package<'_>, relations: &[Relation], document_name: &str) -> Result<bool, TemplateFault> {
    let Some(relation) = relations.iter().find(|relation| relation.kind == "settings") else { return Ok(false) };
    let name = resolve(document_name, &relation.target);
    let Some(text) = package.read(&name)? else { return Ok(false) };
    Ok(is_on(parse(&text, &name)?.root_element(), "evenAndOddHeaders"))
}

fn is_on<'n>(node: Node<'n, 'n>, name: &str) -> bool {
    child(node, name).is_some_and(|node| !matches!(node.attribute((W, "val")), Some("0" | "false" | "off")))
}

/// For each kind of page of each section: the header and footer that it shows. A section has what the one before had, unless it says
/// otherwise.
fn surfaces(
    document: &Document<'_>,
    relations: &[Relation],
    document_name: &str,
    even: bool,
) -> Vec<(Vec<String>, &'static str)> {
    let mut current: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut surfaces = Vec::new();
    let is_section = |node: &Node<'_, '_>| {
        node.has_tag_name((W, "sectPr")) && !node.ancestors().any(|other| other.has_tag_name((W, "sectPrChange")))
    };
    for section in document.descendants().filter(is_section) {
        for reference in section.children() {
            let kind = match reference.tag_name().name() {
                "headerReference" => "header",
                "footerReference" => "footer",
                _ => continue,
            };
            let page = PAGES
                .iter()
                .find(|(page, _)| reference.attribute((W, "type")) == Some(page))
                .map_or("default", |(page, _)| page);
            let relation = relations.iter().find(|relation| Some(relation.id.as_str()) == reference_id(reference));
            if let Some(relation) = relation {
                current.insert((page, kind), resolve(document_name, &relation.target));
            }
        }
        let first = is_on(section, "titlePg");
        for (page, told) in PAGES {
            if page == "default" || (page == "first" && first) || (page == "even" && even) {
                let names = ["header", "footer"].iter().filter_map(|kind| current.get(&(page, *kind)).cloned());
                surfaces.push((names.collect(), told));
            }
        }
    }
    surfaces
}

/// A header with the marking as its first paragraph.
fn with_marking(text: &str, name: &str, marking: &str) -> Result<String, TemplateFault> {
    let document = parse(text, name)?;
    let root = document.root_element();
    if root.lookup_prefix(W) != Some("w") {
        return Err(TemplateFault::not_word(format!("its part `{name}` is not as Word writes it")));
    }
    let Some(first) = root.children().find(Node::is_element) else {
        return Err(TemplateFault::not_word(format!("its part `{name}` is empty")));
    };
    let mut xml = Xml::default();
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| xml.val("w:jc", "center"));
        xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| xml.empty("w:b", &[]));
            xml.text(marking);
        });
    });
    let mut marked = text.to_owned();
    marked.insert_str(first.range().start, &xml.finish());
    Ok(marked)
}
