use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;
use crate::model::document::{Document, Found, PassageKind};

fn document(path: &str, text: &str) -> Document {
    match read(path, text.as_bytes()) {
        Reading::Document(document) => document,
        Reading::NotRead(why) => panic!("{why}"),
    }
}

fn why(path: &str, bytes: &[u8]) -> &'static str {
    match read(path, bytes) {
        Reading::Document(document) => panic!("it was read: {document:?}"),
        Reading::NotRead(why) => why,
    }
}

/// The anchors of the headings of some Markdown.
fn anchors(markdown: &str) -> Vec<String> {
    document("plan.md", markdown).sections().iter().map(|section| section.anchor.clone()).collect()
}

/// The passages of one kind, each with its first and last line.
fn passages(path: &str, text: &str, kind: PassageKind) -> Vec<(String, u32, u32)> {
    let document = document(path, text);
    let of_kind = document.passages().iter().filter(|passage| passage.kind == kind);
    of_kind.map(|passage| (passage.anchor.clone(), passage.extent.first, passage.extent.last)).collect()
}

fn told(found: &[(String, u32, u32)]) -> Vec<(&str, u32, u32)> {
    found.iter().map(|(anchor, first, last)| (anchor.as_str(), *first, *last)).collect()
}

#[test]
fn an_anchor_is_the_heading_in_lower_case_without_punctuation_and_with_hyphens() {
    for (heading, anchor) in [
        ("Serious violence", "serious-violence"),
        ("Threats, harm & risk: 2021/22", "threats-harm--risk-202122"),
        ("a - dash", "a---dash"),
        ("under_score", "under_score"),
        ("The chief’s “plan”", "the-chiefs-plan"),
        ("en–dash", "endash"),
        ("**Bold** and *slanted*", "bold-and-slanted"),
        ("~~Struck~~ out", "struck-out"),
        ("The `held_at.path` key", "the-held_atpath-key"),
        ("See [the plan](https://example.org/plan_1)", "see-the-plan"),
        ("See <https://example.org>", "see-httpsexampleorg"),
        ("![the crest](crest.png) Police", "-police"),
        ("Fish &amp; chips", "fish--chips"),
        ("&#x20;a&#x20;", "-a-"),
        ("An <b>old</b> tag", "an-old-tag"),
        ("Escaped \\# mark", "escaped--mark"),
        ("Closed ##", "closed"),
        ("Own {#id}", "own-id"),
        ("37. Counter-terrorism", "37-counter-terrorism"),
    ] {
        assert_eq!(anchors(&format!("## {heading}\n")), [anchor], "{heading}");
    }
}

#[test]
fn letters_and_marks_of_every_script_stay_and_pictures_of_things_go() {
    for (heading, anchor) in [
        ("Élan Über ÅNGSTRÖM", "élan-über-ångström"),
        ("Cafe\u{301}", "cafe\u{301}"),
        ("Профили пользователей", "профили-пользователей"),
        ("Привет non-latin 你好", "привет-non-latin-你好"),
        ("क्षेत्र", "क्षेत्र"),
        ("Heddlu Gogledd Cymru: Ŵyl", "heddlu-gogledd-cymru-ŵyl"),
        ("Ⅳ and ½ and 2²", "ⅳ-and--and-2"),
        ("🚓 Patrol", "-patrol"),
        ("⚙️ Settings", "\u{fe0f}-settings"),
        ("👩‍💻 Authors", "-authors"),
        (":police_car: Patrol", "police_car-patrol"),
        ("I ♥ policing", "i--policing"),
        ("non\u{a0}breaking", "nonbreaking"),
    ] {
        assert_eq!(anchors(&format!("# {heading}\n")), [anchor], "{heading}");
    }
    let document = document("plan.md", "# 👩‍💻 Authors\n");
    assert!(document.find("-authors").is_some() && document.find("\u{200d}-authors").is_some());
}

#[test]
fn the_same_heading_again_is_numbered_and_never_takes_an_anchor_that_is_there() {
    assert_eq!(anchors("# a\n# a\n# A!\n"), ["a", "a-1", "a-2"]);
    assert_eq!(anchors("# a\n# a\n# a 1\n# a-1\n# a\n"), ["a", "a-1", "a-1-1", "a-1-2", "a-2"]);
    assert_eq!(anchors("# a-1\n# a\n# a\n"), ["a-1", "a", "a-2"]);
    assert_eq!(anchors("# !\n# ?\n"), ["", "-1"]);
}

#[test]
fn headings_are_those_of_commonmark() {
    assert_eq!(anchors("Over\n====\n\nUnder\n---\n"), ["over", "under"]);
    assert_eq!(anchors("Two\nlines\n---\n"), ["twolines"]);
    assert_eq!(anchors("#none\n\n    # code\n\n```\n# fenced\n```\n\n\\# escaped\n\n# one\n"), ["one"]);
    assert_eq!(anchors("<!--\n# no\n-->\n\n<div>\n# no\n</div>\n\n# one\n"), ["one"]);
    assert_eq!(anchors("| a |\n|---|\n| # b |\n\n# one\n"), ["one"]);
    assert_eq!(anchors("# one\r\n\r\n## two\r\n"), ["one", "two"]);
}

#[test]
fn headings_in_quotes_and_lists_have_anchors_and_end_where_these_end() {
    let text = "# Plan\n\n> ## Quoted\n>\n> said\n\nafter\n\n- ### Listed\n\n  item\n\n1. # Numbered\n\nlast\n";
    let document = document("plan.md", text);
    let found: Vec<_> = document
        .sections()
        .iter()
        .map(|section| (section.anchor.as_str(), section.extent.first, section.extent.last))
        .collect();
    assert_eq!(found, [("plan", 1, 15), ("quoted", 3, 5), ("listed", 9, 11), ("numbered", 13, 13)]);
}

#[test]
fn a_section_runs_to_the_next_heading_that_is_not_below_it() {
    let text = "intro\n\n# A\n\nfirst\n\n## B ##\n\nsecond\n\n\n### C\n\n## D\n\nlast  \n\n# E\n";
    let document = document("plan.md", text);
    let told: Vec<_> = document
        .sections()
        .iter()
        .map(|section| (section.heading.as_str(), section.level, section.extent.first, section.extent.last))
        .collect();
    assert_eq!(told, [("A", 1, 3, 16), ("B", 2, 7, 12), ("C", 3, 12, 12), ("D", 2, 14, 16), ("E", 1, 18, 18)]);
    let Some(Found::Section(section)) = document.find("b") else { panic!("no section") };
    assert_eq!(document.text(&section.extent), "## B ##\n\nsecond\n\n\n### C");
}

#[test]
fn front_matter_is_no_heading_and_lines_are_counted_with_it() {
    let document = document("plan.md", "\u{feff}---\ntitle: Plan\n# no\n---\n\n# Plan\n");
    let found: Vec<_> =
        document.sections().iter().map(|section| (section.anchor.as_str(), section.extent.first)).collect();
    assert_eq!(found, [("plan", 6)]);
    assert_eq!(anchors("---\n\n# Plan\n"), ["plan"]);
    assert_eq!(anchors("Text\n\n---\nUnder\n---\n"), ["under"]);
}

#[test]
fn an_explicit_anchor_in_or_before_a_heading_stands_for_its_section() {
    let text = "<a id=\"one\"></a>\n\n# A\n\ntext\n\n## <a name='two'></a>B\n\nmore\n\n# C\n";
    let found = passages("plan.md", text, PassageKind::Marked);
    assert_eq!(told(&found), [("one", 1, 9), ("two", 7, 9)]);
    assert_eq!(anchors(text), ["a", "b", "c"]);
}

#[test]
fn an_explicit_anchor_elsewhere_runs_to_the_next_heading() {
    let text = "# A\n\n<a id=one></a>\n\ntext\n\nMore <A NAME=\"two\"></A>text\n\n## B\n\n<p id=\"three\">x</p>\n";
    let found = passages("plan.md", text, PassageKind::Marked);
    assert_eq!(told(&found), [("one", 3, 7), ("two", 7, 7), ("three", 11, 11)]);
}

#[test]
fn an_anchor_in_code_a_comment_or_a_script_is_none() {
    let text = "`<a id=\"one\">`\n\n<!-- <a id=\"two\"> -->\n\n<script>\n'<a id=\"three\">'\n</script>\n\n    <a id=\"four\">\n\n<p name=\"five\">\n\n\\<a id=\"six\">\n";
    assert_eq!(told(&passages("plan.md", text, PassageKind::Marked)), []);
}

#[test]
fn headings_in_html_have_anchors_as_on_github() {
    let text =
        "<h1 align=\"center\">Police &amp; Crime Plan</h1>\n\n<h2 id=\"own\">\n  Aims\n</h2>\n\ntext\n\n# Last\n";
    let document = document("plan.md", text);
    let found: Vec<_> = document
        .sections()
        .iter()
        .map(|section| (section.anchor.as_str(), section.heading.as_str(), section.extent.first, section.extent.last))
        .collect();
    assert_eq!(
        found,
        [("police--crime-plan", "Police & Crime Plan", 1, 7), ("--aims", "Aims", 3, 7), ("last", "Last", 9, 9)]
    );
    assert_eq!(document.find("own").map(|found| found.line()), Some(3));
}

#[test]
fn a_heading_in_html_that_stays_open_ends_at_the_next_one_or_with_the_document() {
    assert_eq!(anchors("<h1>Open\n\n# Next\n\n<h2>Last\n"), ["open", "next", "last"]);
}

#[test]
fn a_number_that_begins_alike_is_not_below_another() {
    let found = passages("plan.md", "3\\. Third\n\n3.1 Under\n\n38\\. Other\n", PassageKind::Numbered);
    assert_eq!(told(&found), [("3", 1, 3), ("3.1", 3, 3), ("38", 5, 5)]);
}

#[test]
fn items_of_numbered_lists_are_numbered_paragraphs() {
    let text = "36. First\n37. Second\n    1. Under\n    2. Under\n       - dot\n         1. Deep\n38) Other\n\n- 4.1 Dotted\n- plain\n\n1. One\n1. Two\n";
    let found = passages("plan.md", text, PassageKind::Numbered);
    assert_eq!(
        told(&found),
        [
            ("36", 1, 1),
            ("37", 2, 6),
            ("37.1", 3, 3),
            ("37.2", 4, 6),
            ("37.2.1", 6, 6),
            ("38", 7, 10),
            ("4.1", 9, 9),
            ("1", 12, 12),
            ("2", 13, 13)
        ]
    );
}

#[test]
fn paragraphs_that_begin_with_a_number_are_numbered() {
    let text = "**37.** Bold\n\n37.1 Under\n\n37.2. Under, and\n2020. was a year\n\n38\\. Escaped\n\nmore\n\n2020 was a year\n\n3.5% more\n\n> 40. quoted\n\n# B\n\n39\\) Last\n";
    let found = passages("plan.md", text, PassageKind::Numbered);
    assert_eq!(told(&found), [("37", 1, 6), ("37.1", 3, 3), ("37.2", 5, 6), ("38", 8, 16), ("39", 20, 20)]);
}

#[test]
fn plain_text_has_numbered_paragraphs_and_no_headings() {
    let text = "# Title\n\n36. First\nof the year\n2020. It ended\n37. Second\n37.1 Under\n\nmore\n\n38) Third\n\n  40. Fourth\n";
    let found = passages("minutes.TXT", text, PassageKind::Numbered);
    assert_eq!(told(&found), [("36", 3, 5), ("37", 6, 9), ("37.1", 7, 9), ("38", 11, 11), ("40", 13, 13)]);
    assert!(document("minutes.txt", text).sections().is_empty());
}

#[test]
fn what_a_browser_goes_to_comes_before_a_number() {
    let document = document("plan.md", "1. item\n\n# 1\n");
    assert_eq!(document.find("1").map(|found| found.line()), Some(3));
    assert!(document.find("2").is_none() && document.find("").is_none());
}

#[test]
fn the_nearest_anchor_is_the_one_that_was_likely_meant() {
    let document = document(
        "plan.md",
        "# Serious violence and knife crime\n\n# Serious organised crime\n\n# Our aims\n\n1. one\n2. two\n",
    );
    assert_eq!(document.nearest("our-aim"), Some("our-aims"));
    assert_eq!(document.nearest("Our Aims"), Some("our-aims"));
    assert_eq!(document.nearest("serious-violence"), Some("serious-violence-and-knife-crime"));
    assert_eq!(document.nearest("tackling-serious-and-organised-crime"), Some("serious-organised-crime"));
    assert_eq!(document.nearest("2."), Some("2"));
    assert_eq!(document.nearest("3"), None, "the next number would be a guess");
    assert_eq!(document.nearest("finance"), None);
    assert_eq!(document.nearest(""), None);
    assert_eq!(document.nearest(&"a-".repeat(5000)), None);
}

#[test]
fn what_is_not_read_says_what_it_is() {
    assert_eq!(why("papers/plan.PDF", b"%PDF"), "a PDF: its headings are not read");
    assert_eq!(why("plan.docx", b""), "a word processor's document: its headings are not read");
    assert_eq!(why("register.csv", b""), "a table: it has no headings");
    assert_eq!(why("plan.html", b"<h1>A</h1>"), "a web page: its headings are not read");
    assert_eq!(why("a.md/plan", b"# A"), "a kind of file whose headings are not read");
    assert_eq!(why("plan.md", b"# Caf\xe9\n"), "it is not UTF-8: its headings are not read");
    assert_eq!(why("plan.txt", b"\xff\xfe1\0"), "it is not UTF-8: its headings are not read");
}

#[test]
fn an_empty_document_has_no_anchors() {
    for path in ["plan.md", "plan.txt"] {
        let document = document(path, "");
        assert!(document.sections().is_empty() && document.passages().is_empty());
    }
}

#[test]
fn bounds_are_told_and_what_is_within_them_is_read() {
    let large = "x".repeat(MAX_BYTES + 1);
    assert_eq!(why("plan.md", large.as_bytes()), TOO_LARGE);
    assert!(document("plan.md", &large[1..]).sections().is_empty());
    let many = "# a\n".repeat(MAX_ANCHORS + 1);
    assert_eq!(why("plan.md", many.as_bytes()), TOO_MANY);
    assert_eq!(document("plan.md", &many[4..]).sections().len(), MAX_ANCHORS);
    let lines = "1. a\n\n".repeat(MAX_ANCHORS + 1);
    assert_eq!(why("plan.txt", lines.as_bytes()), TOO_MANY);
    assert_eq!(why("plan.md", ">".repeat(100_000).as_bytes()), TOO_DEEP);
    assert_eq!(why("plan.md", "- ".repeat(100_000).as_bytes()), TOO_DEEP);
}

/// The size of hostile texts; what takes time by its square would take minutes at it.
const HOSTILE: usize = MAX_BYTES / 4;

/// Texts that make careless readers slow or make them overflow.
fn hostile() -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(HOSTILE / piece.len());
    let after = |start: &str, piece: &str| format!("{start}{}", piece.repeat((HOSTILE - start.len()) / piece.len()));
    let mut stairs = String::new();
    for depth in 0..180 {
        let _ = writeln!(stairs, "{}- a", "  ".repeat(depth));
    }
    let mut markers = String::new();
    for depth in 1..400 {
        let _ = writeln!(markers, "{} a", ">".repeat(depth));
    }
    vec![
        ("blank lines in nested items", after(&stairs, "\n")),
        ("lines in nested items", after(&stairs, "a\n")),
        ("lines in nested quotes", after(&markers, "a\n")),
        ("nested items on each line", fill(&format!("{}a\n", "- ".repeat(250)))),
        ("nested numbers on each line", fill(&format!("{}a\n", "1. ".repeat(160)))),
        ("nested quotes on each line", fill(&format!("{}a\n", "> ".repeat(250)))),
        ("open brackets", fill("[")),
        ("open pictures", fill("![")),
        ("nested links", fill("[a](")),
        ("open emphasis", fill("*a _a ")),
        ("mixed emphasis", fill("**a *a__ ")),
        ("open tags", fill("<a ")),
        ("open comments", fill("<!--")),
        ("open tags in a block", after("<div>\n", "<a \" ")),
        ("open scripts in a block", after("<div>\n", "<script>")),
        ("open comments in a block", after("<div>\n", "<!-- ")),
        ("headings in html that stay open", after("<div>\n", "<h1>")),
        ("anchors without an end", fill("<a id=\"x\">")),
        ("anchors in a block", after("<div>\n", "<a id=x>")),
        ("one heading", after("# ", "a ")),
        ("lines of a heading", format!("{}\n---\n", fill("a\n").trim_end())),
        ("backticks", (1..700).map(|n| "`".repeat(n)).collect::<Vec<_>>().join(" ")),
        ("entities", fill("&amp")),
        ("cells", after("a|b\n-|-\n", "|\n")),
        ("references", fill("[a]: b\n")),
        ("references used", after("[a]: bbbbbbbbbbbbbbbbbbbbbbb\n\n", "[a] ")),
        ("rules", fill("---\n")),
        ("NUL", fill("\0")),
        ("carriage returns", fill("\r")),
        ("front matter that stays open", after("---\n", "a\n")),
        ("dots", fill("1.")),
        ("numbers", fill("1.1 ")),
    ]
}

#[test]
fn hostile_documents_are_read_or_refused_in_little_time() {
    for (name, text) in hostile() {
        for path in ["plan.md", "plan.txt"] {
            let start = Instant::now();
            let reading = read(path, text.get(..HOSTILE).unwrap_or(&text).as_bytes());
            let took = start.elapsed();
            assert!(took < Duration::from_secs(10), "{name} in {path} took {took:?}");
            if let Reading::Document(document) = reading {
                assert!(document.sections().len() + document.passages().len() <= MAX_ANCHORS, "{name}");
            }
        }
    }
}
