//! Markup, read back: elements, their attributes and what they are within. It fails on anything that is not well-formed.

/// An element's beginning.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// The names of those around it, the outermost first.
    pub(crate) within: Vec<String>,
}

impl Element {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// A number, in tenths.
    pub(crate) fn tenths(&self, name: &str) -> i64 {
        tenths(self.get(name).unwrap())
    }

    pub(crate) fn is_within(&self, name: &str) -> bool {
        self.within.iter().any(|one| one == name)
    }
}

/// A length in tenths.
pub(crate) fn tenths(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    assert_eq!(part.len(), 1, "{text} has more than one decimal");
    let part: i64 = part.parse().unwrap();
    let whole: i64 = whole.parse().unwrap();
    whole * 10 + if text.starts_with('-') { -part } else { part }
}

/// Every element in its order.
pub(crate) fn elements(markup: &str) -> Vec<Element> {
    let (mut found, mut open, mut rest) = (Vec::new(), Vec::<String>::new(), markup);
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>'), "a bare > in {text:?}");
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "what is closed was opened last");
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let element = Element { name: name.into(), attributes: read(attributes), within: open.clone() };
        if !is_empty {
            open.push(name.into());
        }
        found.push(element);
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    found
}

fn read(mut text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    while !text.is_empty() {
        let (name, after) = text.split_once("=\"").unwrap();
        let (value, next) = after.split_once('"').unwrap();
        attributes.push((name.trim_start().to_owned(), value.to_owned()));
        text = next;
    }
    attributes
}
