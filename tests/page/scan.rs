//! Reads a page as far as the tests need it: its tags, its anchors, its lists.

use std::collections::{BTreeMap, BTreeSet};

/// A tag that begins an element.
pub(crate) struct Tag<'p> {
    /// Its name.
    pub(crate) name: &'p str,
    /// Its attributes.
    pub(crate) attributes: Vec<(&'p str, &'p str)>,
    /// All of it.
    pub(crate) text: &'p str,
    /// Where what follows it begins.
    end: usize,
}

/// All tags that begin an element. No `<` or `>` stands in a text or an attribute, since each is written as an entity; what is inline is skipped.
pub(crate) fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find('<').map(|start| at + start) {
        let end = page[start..].find('>').unwrap() + start;
        let text = &page[start..=end];
        at = end + 1;
        if text.starts_with("</") || text.starts_with("<!") {
            continue;
        }
        let name = text[1..text.len() - 1].split_whitespace().next().unwrap();
        if matches!(name, "script" | "style") {
            at += page[at..].find(&format!("</{name}>")).unwrap();
        }
        tags.push(Tag { name, attributes: attributes(text), text, end: end + 1 });
    }
    tags
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(' ').next().unwrap();
        let (value, after) = after.split_once('"').unwrap();
        found.push((name, value));
        rest = after;
    }
    found
}

impl<'p> Tag<'p> {
    fn get(&self, name: &str) -> Option<&'p str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    }
}

/// Which elements there are, each with the names of its attributes.
pub(crate) fn names(page: &str) -> BTreeSet<String> {
    let told = |tag: &Tag<'_>| {
        let attributes: Vec<&str> = tag.attributes.iter().map(|(name, _)| *name).collect();
        format!("{} {}", tag.name, attributes.join(" "))
    };
    tags(page).iter().map(told).collect()
}

fn anchors(page: &str) -> BTreeMap<&str, usize> {
    let mut anchors = BTreeMap::new();
    for anchor in tags(page).iter().filter_map(|tag| tag.get("id")) {
        *anchors.entry(anchor).or_default() += 1;
    }
    anchors
}

/// The anchors that are there more than once.
pub(crate) fn doubled_anchors(page: &str) -> Vec<String> {
    anchors(page).into_iter().filter(|(_, times)| *times > 1).map(|(anchor, _)| anchor.to_owned()).collect()
}

/// The links within the page that lead to no anchor.
pub(crate) fn dead_links(page: &str) -> Vec<String> {
    let anchors = anchors(page);
    let links: BTreeSet<&str> =
        tags(page).iter().filter_map(|tag| tag.get("href")).filter_map(|href| href.strip_prefix('#')).collect();
    links.into_iter().filter(|link| !anchors.contains_key(link)).map(str::to_owned).collect()
}

/// A count, and how many items the list has to which it leads.
pub(crate) struct Count {
    /// The anchor of the list.
    pub(crate) anchor: String,
    /// How many the count says.
    pub(crate) said: usize,
    /// How many there are.
    pub(crate) listed: usize,
}

/// All counts that lead to a list.
pub(crate) fn counts(page: &str) -> Vec<Count> {
    let tags = tags(page);
    let listed: BTreeMap<&str, usize> = tags
        .iter()
        .filter_map(|tag| Some((tag.get("id").filter(|id| id.starts_with("list-"))?, items(&page[tag.end..]))))
        .collect();
    let to_lists = tags.iter().filter_map(|tag| Some((tag, tag.get("href")?.strip_prefix('#')?)));
    to_lists
        .filter(|(_, anchor)| anchor.starts_with("list-"))
        .map(|(tag, anchor)| Count {
            anchor: anchor.to_owned(),
            said: first_number(&page[tag.end..]),
            listed: listed.get(anchor).copied().unwrap_or(0),
        })
        .collect()
}

/// How many items there are until the list ends. The last may tell of more that have no place of their own.
fn items(list: &str) -> usize {
    let list = list.split("</ul>").next().unwrap();
    let number = |item: &str| item.strip_prefix(" class=\"rest\">").map_or(1, first_number);
    list.split("<li").skip(1).map(number).sum()
}

fn first_number(text: &str) -> usize {
    let digits = text.chars().skip_while(|letter| !letter.is_ascii_digit()).take_while(char::is_ascii_digit);
    digits.collect::<String>().parse().unwrap()
}
