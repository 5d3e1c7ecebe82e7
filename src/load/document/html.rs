//! Tags in HTML that stands in Markdown, as far as anchors need them: no tree, no styles; what is left open swallows the rest, as in a
//! browser.

/// A piece of HTML.
pub(super) enum Piece<'h> {
    /// A tag that opens an element: its name in lower case, and the anchor that its `id` or, of `<a>`, its `name` gives.
    Open { name: String, anchor: Option<String> },
    /// A tag that closes one.
    Close { name: String },
    /// What stands between tags.
    Text(&'h str),
}

/// Elements whose content is no HTML.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

/// The pieces of some HTML, each with its offset.
pub(super) fn pieces(html: &str) -> Vec<(usize, Piece<'_>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let at = html.len() - rest.len();
        let (piece, after) = next(rest);
        rest = after;
        if let Some(Piece::Open { name, .. }) = &piece
            && RAW.contains(&name.as_str())
        {
            rest = after_raw(rest, name);
        }
        found.extend(piece.map(|piece| (at, piece)));
    }
    found
}

/// The first piece, if it counts, and what comes after it.
fn next(html: &str) -> (Option<Piece<'_>>, &str) {
    let Some(tag) = html.strip_prefix('<') else {
        let (text, rest) = html.split_at(html.find('<').unwrap_or(html.len()));
        return (Some(Piece::Text(text)), rest);
    };
    if let Some(comment) = tag.strip_prefix("!--") {
        return (None, comment.split_once("-->").map_or("", |(_, rest)| rest));
    }
    if tag.starts_with(['!', '?']) {
        return (None, tag.split_once('>').map_or("", |(_, rest)| rest));
    }
    if let Some(closing) = tag.strip_prefix('/') {
        let (inside, rest) = closing.split_once('>').unwrap_or((closing, ""));
        return (Some(Piece::Close { name: name(inside).0.to_ascii_lowercase() }), rest);
    }
    let (name, rest) = name(tag);
    if name.is_empty() {
        return (Some(Piece::Text("<")), tag);
    }
    let name = name.to_ascii_lowercase();
    let (attributes, rest) = attributes(rest);
    let value = |key: &str| attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| *value);
    let anchor = value("id").or_else(|| if name == "a" { value("name") } else { None });
    let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(plain);
    (Some(Piece::Open { name, anchor }), rest)
}

/// The letters and digits that begin with a letter, and what comes after them.
fn name(html: &str) -> (&str, &str) {
    let end = html.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(html.len());
    if html.starts_with(|letter: char| letter.is_ascii_alphabetic()) { html.split_at(end) } else { ("", html) }
}

/// The attributes of a tag after its name, and what comes after the tag.
fn attributes(mut rest: &str) -> (Vec<(&str, &str)>, &str) {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        if rest.is_empty() {
            return (Vec::new(), "");
        }
        // An attribute may begin with `=`, but with nothing else that ends one.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let ends = |letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '/');
        let length = rest.get(first..).and_then(|rest| rest.find(ends)).map_or(rest.len(), |length| length + first);
        let (key, after) = rest.split_at(length);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        found.push((key, value));
        rest = after;
    }
}

/// The value of an attribute, and what comes after it.
fn value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    rest.split_at(rest.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(rest.len()))
}

/// What comes after an element whose content is no HTML.
fn after_raw<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("</") {
        if after.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
        rest = after;
    }
    ""
}

/// Text with the references that are common in headings resolved.
pub(super) fn plain(html: &str) -> String {
    const COMMON: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    COMMON.iter().fold(html.to_owned(), |text, (reference, letter)| text.replace(reference, letter))
}
