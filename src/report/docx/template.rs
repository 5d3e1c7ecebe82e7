//! Puts a paper into a template: the body before the last section's properties, the marking on every page, all else as it came.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::super::paper::part::Paper;
use super::body::{Frame, body};
use super::fault::TemplateFault;
use super::fields;
use super::marking;
use super::numbering;
use super::package::Package;
use super::part::{R, Relation, W, filled, known_in, known_places, parse, places, relations, relations_of, resolve};
use super::styles::{Styles, child};
use super::xml::escape;

/// The text of A4 with margins of 2.2 cm, where a template does not say how wide its page is.
const USUAL_WIDTH: u32 = 9412;

/// The paper in the template.
///
/// # Errors
/// The template cannot be used, and why.
pub(super) fn fill(template: &[u8], paper: &Paper) -> Result<Vec<u8>, TemplateFault> {
    let mut package = Package::open(template)?;
    refuse_by_name(&package)?;
    let types_name = "[Content_Types].xml";
    let types = package.read(types_name)?.ok_or_else(|| TemplateFault::not_word("it has no list of its parts"))?;
    if types.contains("macroEnabled") {
        return Err(TemplateFault::Macros { part: types_name.to_owned() });
    }
    refuse_external(&mut package)?;
    fields::refuse(&mut package, &types)?;
    let name = document_name(&mut package)?;
    let text = package.read(&name)?.ok_or_else(|| TemplateFault::not_word(format!("its part `{name}` is missing")))?;
    let relations = read_relations(&mut package, &name)?;
    let values = values(paper);
    let mut changed = BTreeMap::new();

    let text = {
        let document = parse(&text, &name)?;
        known_places(&name, &document, &values)?;
        filled(&text, &document, &values).unwrap_or(text.clone())
    };
    let document = parse(&text, &name)?;
    let last = last_section(&document)?;
    let (styles_name, styles_text) = styles_part(&mut package, &name, &relations)?;
    let styles_part = parse(&styles_text, &styles_name)?;
    let styles = Styles::of(&styles_part)?;
    let list = &styles.list_number;
    let numbered = numbering::own(&mut package, &name, &document, &relations, &styles_part, list, &mut changed)?;
    let frame = Frame {
        styles: &styles,
        numbered,
        width: width(last),
        first_bookmark: first_bookmark(&document),
        prefix: prefix(&text),
    };
    marking::mark(&mut package, &name, &document, &relations, &values, &mut changed)?;
    let mut whole = text.clone();
    whole.insert_str(last.range().start, &body(paper, &frame));
    changed.insert(name.clone(), whole);

    if types.contains("wordprocessingml.template.main+xml") {
        changed.insert(
            types_name.to_owned(),
            types.replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"),
        );
    }
    properties(&mut package, &values, &mut changed)?;
    package.write(&changed)
}

fn refuse_by_name(package: &Package<'_>) -> Result<(), TemplateFault> {
    for name in package.names() {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("vbaproject.bin") || lower.ends_with("vbadata.xml") || lower.contains("/activex/") {
            return Err(TemplateFault::Macros { part: name.clone() });
        }
        if lower.starts_with("_xmlsignatures/") {
            return Err(TemplateFault::Signed);
        }
    }
    Ok(())
}

/// Nothing but a link that a reader follows may lead out.
fn refuse_external(package: &mut Package<'_>) -> Result<(), TemplateFault> {
    let names: Vec<String> =
        package.names().iter().filter(|name| name.to_ascii_lowercase().ends_with(".rels")).cloned().collect();
    for name in names {
        let Some(text) = package.read(&name)? else { continue };
        let document = parse(&text, &name)?;
        let leads_out = |relation: &Relation| relation.external && relation.kind != "hyperlink";
        if let Some(relation) = relations(&document).into_iter().find(leads_out) {
            let hint = if relation.kind == "attachedTemplate" {
                ": Developer, Document Template, and write Normal there"
            } else {
                ""
            };
            let target = relation.target.chars().filter(|letter| !letter.is_control()).take(200).collect();
            return Err(TemplateFault::External { part: name, target, hint });
        }
    }
    Ok(())
}

fn document_name(package: &mut Package<'_>) -> Result<String, TemplateFault> {
    let no_document = || TemplateFault::not_word("it names no document");
    let root = package.read("_rels/.rels")?.ok_or_else(no_document)?;
    let document = parse(&root, "_rels/.rels")?;
    let found = relations(&document).into_iter().find(|relation| relation.kind == "officeDocument");
    Ok(resolve("", &found.ok_or_else(no_document)?.target))
}

fn read_relations(package: &mut Package<'_>, name: &str) -> Result<Vec<Relation>, TemplateFault> {
    let of = relations_of(name);
    let Some(text) = package.read(&of)? else { return Ok(Vec::new()) };
    Ok(relations(&parse(&text, &of)?))
}

/// The part that says what the styles are: its name and text.
fn styles_part(
    package: &mut Package<'_>,
    name: &str,
    relations: &[Relation],
) -> Result<(String, String), TemplateFault> {
    let no_styles = || TemplateFault::not_word("it has no styles");
    let relation = relations.iter().find(|relation| relation.kind == "styles").ok_or_else(no_styles)?;
    let part = resolve(name, &relation.target);
    let text = package.read(&part)?.ok_or_else(no_styles)?;
    Ok((part, text))
}

/// The properties of the last section, before which the body goes.
fn last_section<'d>(document: &'d Document<'_>) -> Result<Node<'d, 'd>, TemplateFault> {
    let root = document.root_element();
    if !root.has_tag_name((W, "document")) || root.lookup_prefix(W) != Some("w") {
        return Err(TemplateFault::not_word("its document is not as Word writes one (“Strict Open XML” will not do)"));
    }
    let body = child(root, "body").ok_or_else(|| TemplateFault::not_word("its document has no body"))?;
    let last = body.children().rfind(Node::is_element).filter(|node| node.has_tag_name((W, "sectPr")));
    last.ok_or_else(|| TemplateFault::not_word("its document does not end with the properties of a section"))
}

/// How wide the text of a section is, in twentieths of a point.
fn width(section: Node<'_, '_>) -> u32 {
    let number = |of: &str, name: &str| {
        child_of(section, of).and_then(|node| node.attribute((W, name))).and_then(|text| text.parse::<u32>().ok())
    };
    let page = number("pgSz", "w").unwrap_or(11_906);
    let margins = number("pgMar", "left").unwrap_or(1247).saturating_add(number("pgMar", "right").unwrap_or(1247));
    let gutter = number("pgMar", "gutter").unwrap_or(0);
    let width = page.saturating_sub(margins).saturating_sub(gutter);
    if (2_000..=30_000).contains(&width) { width } else { USUAL_WIDTH }
}

fn child_of<'n>(node: Node<'n, 'n>, name: &str) -> Option<Node<'n, 'n>> {
    child(node, name)
}

fn first_bookmark(document: &Document<'_>) -> u32 {
    let ids = document.descendants().filter(|node| node.has_tag_name((W, "bookmarkStart")));
    let ids = ids.filter_map(|node| node.attribute((W, "id"))).filter_map(|id| id.parse::<u32>().ok());
    ids.max().map_or(1, |most| most.saturating_add(1)).min(1_000_000_000)
}

/// What no bookmark of the template begins with.
fn prefix(text: &str) -> String {
    let mut prefix = "_spr".to_owned();
    while text.contains(&prefix) {
        prefix.push('x');
    }
    prefix
}

/// What marked places of a template stand for.
fn values(paper: &Paper) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("marking", paper.marking.clone()),
        ("title", paper.title.clone()),
        ("subject", paper.subject.clone()),
        ("force", paper.force.clone()),
        ("as_of", paper.as_of.clone()),
    ])
}

/// The properties of the document, where the template has marked places in them.
fn properties(
    package: &mut Package<'_>,
    values: &BTreeMap<&'static str, String>,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), TemplateFault> {
    let name = "docProps/core.xml";
    let Some(text) = package.read(name)? else { return Ok(()) };
    let mut filled = text.clone();
    known_in(name, &text, values)?;
    for (range, _, value) in places(&text, values).into_iter().rev() {
        filled.replace_range(range, &escape(value));
    }
    if filled != text {
        parse(&filled, name)?;
        changed.insert(name.to_owned(), filled);
    }
    Ok(())
}

/// The relationship by which a header or footer is referred to.
pub(super) fn reference_id<'n>(node: Node<'n, 'n>) -> Option<&'n str> {
    node.attribute((R, "id"))
}
