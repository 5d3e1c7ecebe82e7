//! A small writer of HTML. Whatever is written is text unless it is an element, so nothing can be forgotten to be made safe.

use std::fmt::Write as _;

use super::super::code::{Part, parts, plain};
use super::super::sanitize::sanitize;
use super::anchors::Anchors;

/// HTML that is finished and safe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Nothing.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// HTML that a module of this program has finished.
    pub(super) fn finished(html: String) -> Self {
        Self(html)
    }

    /// One after the other.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes of the file.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// An element in the making.
#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: String,
    content: String,
}

/// An element with that name, which is written in the program and never comes from outside.
pub(super) fn el(name: &'static str) -> Element {
    Element { name, attributes: String::new(), content: String::new() }
}

impl Element {
    /// An attribute, escaped. What is an address goes through [`Self::leads_to`] or [`Self::leads_out`].
    pub(super) fn attr(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        // Nothing fails when a `String` is written to.
        let _ = write!(self.attributes, " {name}=\"");
        escape(&sanitize(value.as_ref()), &mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// An attribute that is there or not.
    pub(super) fn is(mut self, name: &'static str) -> Self {
        let _ = write!(self.attributes, " {name}");
        self
    }

    /// Its class.
    pub(super) fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Its anchor.
    pub(super) fn id(self, anchor: &str) -> Self {
        self.attr("id", anchor)
    }

    /// That it leads to an anchor of this page.
    pub(super) fn leads_to(self, anchor: &str) -> Self {
        self.attr("href", format!("#{anchor}"))
    }

    /// That it leads to a page elsewhere; nothing but an address that begins with `https://` does.
    pub(super) fn leads_out(self, address: &str) -> Self {
        if is_address(address) { self.attr("href", address).attr("rel", "noreferrer noopener") } else { self }
    }

    /// Plain words.
    pub(super) fn text(mut self, text: impl AsRef<str>) -> Self {
        escape(&sanitize(&plain(text.as_ref())), &mut self.content);
        self
    }

    /// A text of a block: names in it as code.
    pub(super) fn says(mut self, text: &str) -> Self {
        self.content.push_str(&told(text, None));
        self
    }

    /// The same; names of what stands on the page lead there.
    pub(super) fn links(mut self, text: &str, anchors: &Anchors<'_>) -> Self {
        self.content.push_str(&told(text, Some(anchors)));
        self
    }

    /// Something within it.
    pub(super) fn add(mut self, child: impl Into<Html>) -> Self {
        self.content.push_str(&child.into().0);
        self
    }

    /// Several things within it.
    pub(super) fn add_all<H: Into<Html>>(self, children: impl IntoIterator<Item = H>) -> Self {
        children.into_iter().fold(self, Self::add)
    }
}

/// Whether an address may be made a link.
pub(super) fn is_address(address: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '`' | '\\');
    address.strip_prefix("https://").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric()))
        && address.chars().all(is_plain)
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { name, attributes, content } = element;
        // The elements that have no end.
        if matches!(name, "meta" | "br" | "input") {
            return Self(format!("<{name}{attributes}>"));
        }
        // A line a block keeps the file readable, and what differs between two of them small.
        let end = if is_block(name) { "\n" } else { "" };
        Self(format!("<{name}{attributes}>{content}</{name}>{end}"))
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "ul"
            | "ol"
            | "dl"
            | "li"
            | "tr"
            | "table"
            | "section"
            | "details"
            | "div"
            | "summary"
    )
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// A text of a block as HTML.
fn told(text: &str, anchors: Option<&Anchors<'_>>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for part in parts(text.trim()) {
        match part {
            Part::Text(words) => quoted(words, anchors, &mut out),
            Part::Code(name) => named(name, anchors, &mut out),
        }
    }
    out
}

/// Words in which names may stand between backticks.
fn quoted(words: &str, anchors: Option<&Anchors<'_>>, out: &mut String) {
    let mut rest = words;
    while let Some((before, name, after)) = next_quoted(rest) {
        escape(&sanitize(before), out);
        named(name, anchors, out);
        rest = after;
    }
    escape(&sanitize(rest), out);
}

fn next_quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('`')?;
    let (name, after) = after.split_once('`')?;
    (!name.is_empty()).then_some((before, name, after))
}

fn named(name: &str, anchors: Option<&Anchors<'_>>, out: &mut String) {
    let mut shown = String::new();
    escape(&sanitize(name), &mut shown);
    // Nothing fails when a `String` is written to.
    let _ = match anchors.and_then(|anchors| anchors.of(name)) {
        Some(anchor) => write!(out, "<a href=\"#{anchor}\"><code>{shown}</code></a>"),
        None => write!(out, "<code>{shown}</code>"),
    };
}

#[cfg(test)]
mod tests {
    use super::super::super::code::code;
    use super::*;

    fn html(element: Element) -> String {
        Html::from(element).into_text()
    }

    #[test]
    fn what_is_written_is_text() {
        let hostile = "</p><script>alert('x')</script>\"&";
        let safe = "&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;";
        assert_eq!(html(el("span").text(hostile)), format!("<span>{safe}</span>"));
        assert_eq!(html(el("span").says(hostile)), format!("<span>{safe}</span>"));
        assert_eq!(html(el("span").says(&code(hostile))), format!("<span><code>{safe}</code></span>"));
        assert_eq!(html(el("span").attr("title", hostile)), format!("<span title=\"{safe}\"></span>"));
    }

    #[test]
    fn names_are_code_and_a_lone_backtick_is_not() {
        assert_eq!(html(el("b").says("`a.b` is `c`")), "<b><code>a.b</code> is <code>c</code></b>");
        assert_eq!(html(el("b").says("it`s")), "<b>it`s</b>");
        assert_eq!(html(el("b").says("``x")), "<b>``x</b>");
        assert_eq!(html(el("b").says("a\u{fdd0}b\u{202e}")), "<b>ab\\u{202e}</b>");
    }

    #[test]
    fn only_an_address_of_the_web_leads_out() {
        for good in ["https://www.legislation.gov.uk/ukpga/2011/13/section/8", "https://e.example/a?b=c&d=%20#e"] {
            assert!(html(el("a").leads_out(good)).contains("href=\"https://"), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "http://e.example",
            "HTTPS://e.example",
            "https://",
            "https:///x",
            "https://e.example/ x",
            "https://e.example/\"x",
            "data:text/html,x",
            "file:///etc",
            "//e.example",
        ] {
            assert_eq!(html(el("a").leads_out(bad)), "<a></a>", "{bad}");
        }
    }
}
