//! An office's own template: what is kept of it, what is filled in, and how every page comes to bear the marking.

use sprcheck::model::words::Marking;
use sprcheck::report::{Filter, TemplateFault, board_paper};

use crate::brief::brief;
use crate::order::faults;
use crate::package::{part, parts, shown, template, with_part};
use crate::sample;

/// The paper of the sample on a template.
pub(crate) fn paper(template: &[u8]) -> Result<Vec<u8>, TemplateFault> {
    board_paper(&brief(sample::assessment()), &Filter::default(), Some(template))
}

const HEADER: &str = "word/header1.xml";
const FOOTER: &str = "word/footer1.xml";
const DOCUMENT: &str = "word/document.xml";
const SETTINGS: &str = "word/settings.xml";

/// A template whose header and footer have no place for the marking.
fn unmarked() -> Vec<u8> {
    template(&[(HEADER, "{{ marking }}", "Office of the PCC"), (FOOTER, "{{ marking }}", "Our footer")])
}

#[test]
fn every_part_but_the_text_and_what_has_places_is_kept_byte_for_byte() {
    let picture: Vec<u8> = (0..=255).collect();
    let mine = with_part(&unmarked(), "word/media/crest.png", &picture);
    let before = parts(&mine);
    let after = parts(&paper(&mine).unwrap());
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, bytes) in
        before.iter().filter(|(name, _)| ![HEADER, FOOTER, DOCUMENT, "docProps/core.xml"].contains(&name.as_str()))
    {
        assert!(after[name] == *bytes, "{name} is other than it was");
    }
}

#[test]
fn the_text_stands_behind_that_of_the_template_and_before_its_last_section() {
    let cover = "<w:body><w:p><w:r><w:t>Cover of {{ force }}</w:t></w:r></w:p>";
    let xml = part(&paper(&template(&[(DOCUMENT, "<w:body>", cover)])).unwrap(), DOCUMENT);
    let said = shown(&xml);
    assert_eq!(said[0], "Cover of Midshire Police");
    assert!(said[1].starts_with("Midshire Police: "), "{}", said[1]);
    assert!(xml.contains("</w:p><w:sectPr>") && xml.ends_with("</w:sectPr></w:body></w:document>\n"), "{xml}");
    assert_eq!(faults(&xml), Vec::<String>::new());
}

#[test]
fn styles_are_found_by_their_names_whatever_their_ids() {
    let mine = template(&[
        ("word/styles.xml", "\"Heading1\"", "\"berschrift1\""),
        ("word/styles.xml", "\"ListNumber\"", "\"Listennummer\""),
        ("word/numbering.xml", "\"ListNumber\"", "\"Listennummer\""),
    ]);
    let xml = part(&paper(&mine).unwrap(), DOCUMENT);
    assert!(xml.contains("<w:pStyle w:val=\"berschrift1\"/>") && xml.contains("<w:pStyle w:val=\"Listennummer\"/>"));
    assert!(!xml.contains("\"Heading1\"") && !xml.contains("\"ListNumber\""));
}

#[test]
fn missing_styles_are_named_all_of_them() {
    let mine = template(&[
        ("word/styles.xml", "\"List Bullet\"", "\"x\""),
        ("word/styles.xml", "\"heading 3\"", "\"y\""),
        ("word/styles.xml", "\"Table Grid\"", "\"z\""),
    ]);
    let told = paper(&mine).unwrap_err().to_string();
    assert!(
        told.starts_with(
            "the template lacks the styles `heading 3`, `List Bullet`, `Table Grid`; use each once in Word"
        ),
        "{told}"
    );
    let bare = template(&[("word/styles.xml", "<w:numId w:val=\"1\"/>", "<w:numId w:val=\"0\"/>")]);
    assert_eq!(paper(&bare), Err(TemplateFault::NotNumbered { name: "List Number" }));
}

#[test]
fn a_header_without_a_place_is_given_the_marking() {
    let bytes = paper(&unmarked()).unwrap();
    assert_eq!(shown(&part(&bytes, HEADER)), ["OFFICIAL", "Office of the PCC"]);
    assert!(!shown(&part(&bytes, FOOTER)).concat().contains("OFFICIAL"), "one of the two is enough");
}

#[test]
fn a_place_that_word_has_cut_up_is_filled() {
    let cut = "</w:t></w:r><w:r><w:t xml:space=\"preserve\">{{ mar</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>king</w:t></w:r><w:r><w:t> }}";
    let bytes = paper(&template(&[(HEADER, "{{ marking }}", cut)])).unwrap();
    assert_eq!(shown(&part(&bytes, HEADER)), ["OFFICIAL"]);
}

#[test]
fn a_marking_that_the_template_states_itself_has_to_be_the_reports() {
    let mine = template(&[(HEADER, "{{ marking }}", "Official business: OFFICIAL"), (FOOTER, "{{ marking }}", "x")]);
    assert_eq!(shown(&part(&paper(&mine).unwrap(), HEADER)), ["Official business: OFFICIAL"], "it is not said twice");
    let mut assessment = sample::assessment();
    assessment.marking = Marking::OfficialSensitive;
    let told = board_paper(&brief(assessment), &Filter::default(), Some(&mine)).unwrap_err().to_string();
    assert_eq!(
        told,
        "`word/header1.xml` of the template says `OFFICIAL`, and the report is OFFICIAL-SENSITIVE; write `{{ marking }}` there in its place"
    );
    let secret = template(&[(FOOTER, "{{ marking }}", "TOP SECRET")]);
    assert!(matches!(paper(&secret), Err(TemplateFault::OtherMarking { says: "TOP SECRET", .. })));
}

#[test]
fn a_first_page_or_even_pages_without_a_header_are_refused() {
    let first = template(&[(DOCUMENT, "</w:sectPr>", "<w:titlePg/></w:sectPr>")]);
    assert_eq!(paper(&first), Err(TemplateFault::NoHeader { pages: "the first page of a section" }));
    let off = template(&[(DOCUMENT, "</w:sectPr>", "<w:titlePg w:val=\"0\"/></w:sectPr>")]);
    assert!(paper(&off).is_ok());
    let even =
        template(&[(SETTINGS, "<w:characterSpacingControl", "<w:evenAndOddHeaders/><w:characterSpacingControl")]);
    assert_eq!(paper(&even), Err(TemplateFault::NoHeader { pages: "even pages" }));
    let none = template(&[
        (DOCUMENT, "<w:headerReference w:type=\"default\" r:id=\"rId4\"/>", ""),
        (DOCUMENT, "<w:footerReference w:type=\"default\" r:id=\"rId5\"/>", ""),
    ]);
    assert_eq!(paper(&none), Err(TemplateFault::NoHeader { pages: "ordinary pages" }));
}

#[test]
fn a_template_of_word_becomes_a_document() {
    let mine = template(&[("[Content_Types].xml", "document.main+xml", "template.main+xml")]);
    let types = part(&paper(&mine).unwrap(), "[Content_Types].xml");
    assert!(types.contains("document.main+xml") && !types.contains("template.main+xml"));
}

#[test]
fn our_bookmarks_do_not_meet_those_of_the_template() {
    let cover = "<w:body><w:p><w:bookmarkStart w:id=\"7\" w:name=\"_sprHeading1\"/><w:bookmarkEnd w:id=\"7\"/></w:p>";
    let xml = part(&paper(&template(&[(DOCUMENT, "<w:body>", cover)])).unwrap(), DOCUMENT);
    assert_eq!(xml.matches("w:name=\"_sprHeading1\"").count(), 1);
    assert_eq!(xml.matches("w:bookmarkStart w:id=\"7\"").count(), 1);
    assert!(xml.contains("w:name=\"_sprxHeading1\""));
}
