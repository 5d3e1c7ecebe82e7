//! Which marking a text states, however it is spelt, and whether it can be seen.

use roxmltree::{Document, Node};

use super::part::W;

/// The markings above the lowest that a text states, the highest first.
pub(super) fn stated(text: &str) -> Option<&'static str> {
    let words = words(text);
    let is = |word: &str, other: &str| word == other;
    if words.iter().any(|word| is(word, "topsecret"))
        || words.windows(2).any(|pair| matches!(pair, [a, b] if is(a, "top") && is(b, "secret")))
    {
        return Some("TOP SECRET");
    }
    // The word, not what begins with it: a Secretary of State is no marking.
    if words.iter().any(|word| is(word, "secret")) {
        return Some("SECRET");
    }
    words.concat().contains("officialsensitive").then_some("OFFICIAL-SENSITIVE")
}

/// Whether a text states the lowest marking, in the capitals of a marking.
pub(super) fn is_official(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphabetic()).any(|word| word == "OFFICIAL")
}

/// The letters of a text, small, word by word; letters that stand alone are one word together.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut spaced = false;
    for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let single = word.chars().count() == 1;
        match words.last_mut() {
            Some(last) if single && spaced => last.push_str(&word),
            _ => words.push(word),
        }
        spaced = single;
    }
    words
}

/// The paragraphs of a part as a reader has them. With `seen`, only what is sure to be seen: nothing hidden, and nothing that stands in
/// for what a program cannot show.
pub(super) fn paragraphs(document: &Document<'_>, seen: bool) -> Vec<String> {
    let of = |paragraph: Node<'_, '_>| {
        let mine = paragraph.descendants().filter(|node| {
            node.ancestors().find(|other| other.has_tag_name((W, "p"))) == Some(paragraph)
                && (!seen || !node.ancestors().any(|other| hides(other)))
        });
        mine.filter_map(|node| said(node, seen)).collect::<String>()
    };
    document.descendants().filter(|node| node.has_tag_name((W, "p"))).map(of).collect()
}

fn said<'n>(node: Node<'n, 'n>, seen: bool) -> Option<&'n str> {
    match node.tag_name().name() {
        "t" => node.text(),
        "tab" | "br" | "cr" => Some(" "),
        "noBreakHyphen" => Some("-"),
        // The words of a watermark.
        "textpath" if !seen => node.attribute("string"),
        _ => None,
    }
}

fn hides(node: Node<'_, '_>) -> bool {
    let is_vanished = |properties: Node<'_, '_>| {
        properties.children().any(|one| {
            matches!(one.tag_name().name(), "vanish" | "specVanish")
                && !matches!(one.attribute((W, "val")), Some("0" | "false" | "off"))
        })
    };
    node.tag_name().name() == "Fallback"
        || (node.has_tag_name((W, "r")) && node.children().any(|of| of.has_tag_name((W, "rPr")) && is_vanished(of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_is_known_however_it_is_spelt() {
        for (text, states) in [
            ("Official - Sensitive", Some("OFFICIAL-SENSITIVE")),
            ("OFFICIAL:\u{a0}SENSITIVE", Some("OFFICIAL-SENSITIVE")),
            ("O F F I C I A L sensitive", Some("OFFICIAL-SENSITIVE")),
            ("Top-Secret", Some("TOP SECRET")),
            ("secret", Some("SECRET")),
            ("S E C R E T", Some("SECRET")),
            ("Office of the Home Secretary: official", None),
        ] {
            assert_eq!(stated(text), states, "{text}");
        }
        assert!(is_official("Marking: OFFICIAL") && !is_official("Unofficial; official; UNOFFICIAL"));
    }
}
