//! The numbers of a paper's paragraphs where the template counts paragraphs of its own: the paper begins at 1 all the same.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::fault::TemplateFault;
use super::package::Package;
use super::part::{Relation, W, parse, resolve};
use super::styles::{List, child, list_of};
use super::xml::Xml;

/// The list that the paper's paragraphs are numbered by, where it is not that of their style. It is one more instance of the same
/// list, which begins anew. `None` where the template's own text counts nothing in that list.
///
/// # Errors
/// The list is not among the template's.
pub(super) fn own(
    package: &mut Package<'_>,
    document_name: &str,
    document: &Document<'_>,
    relations: &[Relation],
    styles: &Document<'_>,
    style: &str,
    changed: &mut BTreeMap<String, String>,
) -> Result<Option<List>, TemplateFault> {
    let lists: Vec<List> = document
        .descendants()
        .filter(|node| node.has_tag_name((W, "p")))
        .filter_map(|paragraph| list_of_paragraph(paragraph, styles))
        .collect();
    if lists.is_empty() {
        return Ok(None);
    }
    let not_numbered = || TemplateFault::NotNumbered { name: "List Number" };
    let mine = list_of(styles, style).ok_or_else(not_numbered)?;
    let relation = relations.iter().find(|relation| relation.kind == "numbering").ok_or_else(not_numbered)?;
    let part = resolve(document_name, &relation.target);
    let text = package.read(&part)?.ok_or_else(not_numbered)?;
    let numbering = parse(&text, &part)?;
    let shape = shape_of(&numbering, &mine.number).ok_or_else(not_numbered)?;
    if !lists.iter().any(|list| shape_of(&numbering, &list.number) == Some(shape)) {
        return Ok(None);
    }
    let instances: Vec<Node<'_, '_>> = instances(&numbering).collect();
    let (Some(last), Some("w")) = (instances.last(), numbering.root_element().lookup_prefix(W)) else {
        return Err(not_numbered());
    };
    let taken = instances.iter().filter_map(|one| one.attribute((W, "numId"))?.parse::<u32>().ok());
    let number = taken.max().unwrap_or(0).checked_add(1).ok_or_else(not_numbered)?.to_string();
    let mut xml = Xml::default();
    xml.within("w:num", &[("w:numId", &number)], |xml| {
        xml.val("w:abstractNumId", shape);
        xml.within("w:lvlOverride", &[("w:ilvl", &mine.level)], |xml| xml.val("w:startOverride", "1"));
    });
    let mut whole = text.clone();
    whole.insert_str(last.range().end, &xml.finish());
    changed.insert(part, whole);
    Ok(Some(List { number, level: mine.level }))
}

fn list_of_paragraph(paragraph: Node<'_, '_>, styles: &Document<'_>) -> Option<List> {
    let properties = child(paragraph, "pPr")?;
    if let Some(list) = List::of(properties) {
        return Some(list);
    }
    list_of(styles, child(properties, "pStyle")?.attribute((W, "val"))?)
}

fn instances<'d>(numbering: &'d Document<'_>) -> impl Iterator<Item = Node<'d, 'd>> {
    numbering.root_element().children().filter(|node| node.has_tag_name((W, "num")))
}

/// The id of what an instance of a list is an instance of.
fn shape_of<'d>(numbering: &'d Document<'_>, number: &str) -> Option<&'d str> {
    let instance = instances(numbering).find(|one| one.attribute((W, "numId")) == Some(number))?;
    child(instance, "abstractNumId")?.attribute((W, "val"))
}
