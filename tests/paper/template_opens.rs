//! What a template would do or say that its report must not: fetch, run, state another marking, count on, leave a place open.

use sprcheck::report::TemplateFault;

use crate::order::faults;
use crate::package::{part, shown, template};
use crate::template::paper;

const HEADER: &str = "word/header1.xml";
const FOOTER: &str = "word/footer1.xml";
const DOCUMENT: &str = "word/document.xml";

fn with_body(inside: &str) -> Vec<u8> {
    template(&[(DOCUMENT, "<w:body>", &format!("<w:body>{inside}"))])
}

fn with_text(text: &str) -> Vec<u8> {
    with_body(&format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
}

/// Its header has this text, its footer no marking.
fn with_header(text: &str) -> Vec<u8> {
    template(&[(HEADER, "{{ marking }}", text), (FOOTER, "{{ marking }}", "x")])
}

#[test]
fn fields_that_fetch_or_run_are_refused_and_those_of_the_document_itself_are_not() {
    let simple = |instruction: &str| {
        paper(&with_body(&format!("<w:p><w:fldSimple w:instr=\"{instruction}\"><w:r/></w:fldSimple></w:p>")))
    };
    for bad in
        ["DDE x", " DDEAUTO c:\\x", "includepicture x", "IMPORT x", "LINK x", "DATABASE", "RD x", "MACROBUTTON x"]
    {
        let fault = TemplateFault::Field { part: DOCUMENT.to_owned(), instruction: bad.trim().to_owned() };
        assert_eq!(simple(bad), Err(fault), "{bad}");
    }
    for good in [" PAGE ", "toc \\o", "STYLEREF x", "DOCPROPERTY x", "HYPERLINK x", "IF 1 = 1 a b", "= 1"] {
        assert!(simple(good).is_ok(), "{good}");
    }
    let cut = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r>\
        <w:r><w:instrText>TEXT x</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let header = template(&[(HEADER, "<w:p>", &format!("{cut}<w:p>"))]);
    let told = paper(&header).unwrap_err().to_string();
    assert!(told.contains("`word/header1.xml` has `INCLUDETEXT x`; remove it in Word"), "{told}");
}

#[test]
fn a_mail_merge_and_files_taken_in_as_text_are_refused() {
    let merge = template(&[("word/settings.xml", "</w:settings>", "<w:mailMerge/></w:settings>")]);
    assert!(matches!(paper(&merge), Err(TemplateFault::TakesIn { what: "a mail merge", .. })));
    assert!(matches!(paper(&with_body("<w:altChunk/>")), Err(TemplateFault::TakesIn { .. })));
}

#[test]
fn a_marking_above_the_reports_is_refused_however_it_is_spelt_and_wherever_it_stands() {
    for text in ["Official - Sensitive", "{{ marking }}-SENSITIVE", "OFFICIAL: SENSITIVE", "Secret", "TOP SECRET"] {
        for mine in [with_header(text), with_text(text)] {
            assert!(matches!(paper(&mine), Err(TemplateFault::OtherMarking { .. })), "{text}");
        }
    }
    assert!(paper(&with_text("To the Home Secretary from an official: what is sensitive is left out.")).is_ok());
}

#[test]
fn hidden_text_does_not_count_as_the_marking() {
    let run = |value: &str| {
        let hidden = format!("<w:rPr><w:vanish{value}/></w:rPr><w:t>{{{{ marking }}}}");
        let run = "<w:rPr><w:b/></w:rPr><w:t>{{ marking }}";
        shown(&part(&paper(&template(&[(HEADER, run, &hidden), (FOOTER, "{{ marking }}", "x")])).unwrap(), HEADER))
    };
    assert_eq!(run(""), ["OFFICIAL", "OFFICIAL"], "it is put there to be seen");
    assert_eq!(run(" w:val=\"0\""), ["OFFICIAL"]);
}

#[test]
fn the_papers_numbers_begin_at_1_behind_numbered_paragraphs_of_the_template() {
    let own = "<w:p><w:pPr><w:pStyle w:val=\"ListNumber\"/></w:pPr><w:r><w:t>Ours</w:t></w:r></w:p>";
    let bytes = paper(&with_body(own)).unwrap();
    let restarted = "</w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";
    assert!(part(&bytes, "word/numbering.xml").contains(restarted));
    let xml = part(&bytes, DOCUMENT);
    let numbered = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>";
    assert!(xml.matches(numbered).count() > 3);
    assert_eq!(xml.matches(numbered).count() + 1, xml.matches("<w:pStyle w:val=\"ListNumber\"/>").count());
    assert_eq!(faults(&xml), Vec::<String>::new());
}

#[test]
fn places_are_known_in_any_spelling_and_unknown_ones_are_refused() {
    let xml = part(&paper(&with_text("{{Force}}, {{ AS OF }}, {{as-of}}")).unwrap(), DOCUMENT);
    assert!(shown(&xml)[0].starts_with("Midshire Police, ") && !shown(&xml)[0].contains("{{"), "{}", shown(&xml)[0]);
    let told = paper(&with_text("{{ markin }}")).unwrap_err().to_string();
    assert!(told.ends_with("which nothing is known for; did you mean `{{ marking }}`?"), "{told}");
    let unknown = TemplateFault::UnknownPlace { part: HEADER.to_owned(), place: "unknown".to_owned(), nearest: None };
    assert_eq!(paper(&with_header("{{ marking }} {{ unknown }}")), Err(unknown));
}
