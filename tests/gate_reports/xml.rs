//! XML as far as JUnit needs it: a strict reader, and what its readers ask for beyond the schema of `xsd`.

use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

/// The one element of a document, or what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Element, String> {
    let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").ok_or("no declaration")?;
    if let Some(bad) = text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        return Err(format!("{bad:?} is no character of XML"));
    }
    let mut open = vec![Element::default()];
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        open.last_mut().unwrap().text.push_str(&unescaped(&rest[..start])?);
        let end = rest.find('>').ok_or("a tag that does not end")?;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let done = open.pop().unwrap();
            if done.name != name {
                return Err(format!("`{name}` ends `{}`", done.name));
            }
            open.last_mut().ok_or("more ends than starts")?.children.push(done);
            continue;
        }
        let alone = tag.ends_with('/');
        let element = element(tag.trim_end_matches('/'))?;
        if alone { open.last_mut().unwrap().children.push(element) } else { open.push(element) }
    }
    let mut whole = open.pop().unwrap();
    if !open.is_empty() || whole.children.len() != 1 || !rest.trim().is_empty() || !whole.text.trim().is_empty() {
        return Err("not one whole element".into());
    }
    Ok(whole.children.remove(0))
}

fn element(tag: &str) -> Result<Element, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut element = Element { name: name.into(), ..Element::default() };
    while !rest.trim().is_empty() {
        let (name, after) = rest.trim_start().split_once("=\"").ok_or_else(|| format!("no attribute: {rest}"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("an open value: {after}"))?;
        if element.attributes.insert(name.into(), unescaped(value)?).is_some() {
            return Err(format!("`{name}` stands twice"));
        }
        rest = after;
    }
    Ok(element)
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        let (entity, letter) =
            [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#35;", '#'), ("&#58;", ':')]
                .into_iter()
                .find(|(entity, _)| rest[at..].starts_with(entity))
                .ok_or_else(|| format!("a bare sign in {text:?}"))?;
        out.push(letter);
        rest = &rest[at + entity.len()..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Each element with the attributes that it must have, those that it may have, and its children: what the readers of JUnit XML in
/// Jenkins, GitLab and Azure agree on.
type Shape = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
const SHAPES: &[Shape] = &[
    ("testsuites", &[], &["name", "time", "tests", "failures", "errors"], &["testsuite"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["time", "skipped", "timestamp", "hostname", "id", "package"],
        &["testcase", "properties"],
    ),
    ("testcase", &["name", "classname"], &["time"], &["skipped", "error", "failure"]),
    ("failure", &[], &["type", "message"], &[]),
    ("skipped", &[], &["type", "message"], &[]),
];

/// What in an element is not as JUnit has it, numbers that do not add up among it.
pub(crate) fn faults(element: &Element) -> Vec<String> {
    let Some((name, must, may, children)) = SHAPES.iter().find(|shape| shape.0 == element.name) else {
        return vec![format!("`{}` is no element of JUnit", element.name)];
    };
    let mut found = Vec::new();
    for needed in *must {
        if !element.attributes.contains_key(*needed) {
            found.push(format!("`{name}` lacks `{needed}`"));
        }
    }
    for attribute in element.attributes.keys() {
        if !must.contains(&attribute.as_str()) && !may.contains(&attribute.as_str()) {
            found.push(format!("`{name}` has no `{attribute}`"));
        }
    }
    for child in &element.children {
        if !children.contains(&child.name.as_str()) {
            found.push(format!("`{}` does not stand in `{name}`", child.name));
        }
        found.extend(faults(child));
    }
    if *name != "failure" && !element.text.trim().is_empty() {
        found.push(format!("`{name}` holds text"));
    }
    for (attribute, counted) in
        [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
    {
        let told = element.attributes.get(attribute).filter(|_| name.starts_with("testsuite"));
        if told.is_some_and(|told| told != &count(element, counted).to_string()) {
            found.push(format!("`{attribute}` of `{name}` is wrong"));
        }
    }
    found
}

fn count(element: &Element, name: &str) -> usize {
    element.children.iter().map(|child| usize::from(child.name == name) + count(child, name)).sum()
}
