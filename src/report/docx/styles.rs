//! Which styles a template has, by the names that Word gives them in every language; their ids are the template's own.

use roxmltree::{Document, Node};

use super::fault::TemplateFault;
use super::part::W;

/// The ids of the styles that a paper is written in.
#[derive(Debug)]
pub(super) struct Styles {
    pub(super) heading_1: String,
    pub(super) heading_2: String,
    pub(super) heading_3: String,
    pub(super) list_number: String,
    pub(super) list_bullet: String,
    pub(super) table_grid: String,
    pub(super) title: Option<String>,
    pub(super) contents: Option<String>,
}

impl Styles {
    /// Finds them.
    ///
    /// # Errors
    /// Those that are missing, all of them; or that a list style has no numbering, so that no number or point would show.
    pub(super) fn of(styles: &Document<'_>) -> Result<Self, TemplateFault> {
        let mut missing = Vec::new();
        let mut need = |kind, name: &'static str| {
            find(styles, kind, name).unwrap_or_else(|| {
                missing.push(name);
                String::new()
            })
        };
        let found = Self {
            heading_1: need("paragraph", "heading 1"),
            heading_2: need("paragraph", "heading 2"),
            heading_3: need("paragraph", "heading 3"),
            list_number: need("paragraph", "List Number"),
            list_bullet: need("paragraph", "List Bullet"),
            table_grid: need("table", "Table Grid"),
            title: find(styles, "paragraph", "Title"),
            contents: find(styles, "paragraph", "toc 1"),
        };
        if !missing.is_empty() {
            return Err(TemplateFault::Styles { missing });
        }
        for (id, name) in [(&found.list_number, "List Number"), (&found.list_bullet, "List Bullet")] {
            if list_of(styles, id).is_none() {
                return Err(TemplateFault::NotNumbered { name });
            }
        }
        Ok(found)
    }
}

fn all<'d>(styles: &'d Document<'_>) -> impl Iterator<Item = Node<'d, 'd>> {
    styles.root_element().children().filter(|node| node.has_tag_name((W, "style")))
}

fn find(styles: &Document<'_>, kind: &str, name: &str) -> Option<String> {
    let is_it = |style: &Node<'_, '_>| {
        style.attribute((W, "type")) == Some(kind)
            && child(*style, "name")
                .and_then(|name| name.attribute((W, "val")))
                .is_some_and(|its| its.eq_ignore_ascii_case(name))
    };
    all(styles).find(is_it).and_then(|style| style.attribute((W, "styleId"))).map(str::to_owned)
}

/// An instance of a list and the level in it, as the properties of a paragraph or style name them.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) number: String,
    pub(super) level: String,
}

impl List {
    /// The list in the properties of a paragraph; `0` is none.
    pub(super) fn of(properties: Node<'_, '_>) -> Option<Self> {
        let list = child(properties, "numPr")?;
        let value = |name| child(list, name).and_then(|node| node.attribute((W, "val"))).map(str::to_owned);
        Some(Self { number: value("numId")?, level: value("ilvl").unwrap_or_else(|| "0".to_owned()) })
    }
}

/// The list of a style, its own or that of one that it is based on.
pub(super) fn list_of(styles: &Document<'_>, id: &str) -> Option<List> {
    let mut next = Some(id.to_owned());
    // A chain of styles cannot be longer than there are styles.
    for _ in 0..=all(styles).count() {
        let id = next?;
        let style = all(styles).find(|style| style.attribute((W, "styleId")) == Some(id.as_str()))?;
        if let Some(list) = child(style, "pPr").and_then(List::of) {
            return Some(list).filter(|list| list.number != "0");
        }
        next = child(style, "basedOn").and_then(|base| base.attribute((W, "val"))).map(str::to_owned);
    }
    None
}

/// The first child of that name.
pub(super) fn child<'n>(node: Node<'n, 'n>, name: &str) -> Option<Node<'n, 'n>> {
    node.children().find(|child| child.has_tag_name((W, name)))
}
