//! Templates that are none, or that nothing good comes from: each is refused, with why and the way out.

use sprcheck::report::{MOST_TEMPLATE_BYTES, TemplateFault};

use crate::package::{pack, parts, template, with_part};
use crate::template::paper;

fn refused(template: &[u8]) -> String {
    paper(template).unwrap_err().to_string()
}

fn without(name: &str) -> Vec<u8> {
    let mut parts = parts(&template(&[]));
    assert!(parts.remove(name).is_some());
    pack(&parts)
}

#[test]
fn what_is_no_word_document_is_refused() {
    let legacy = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    let mut cut = template(&[]);
    cut.truncate(cut.len() / 2);
    let prefixed = [b"MZ".to_vec(), template(&[])].concat();
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("a text", b"{\\rtf1 hello}".to_vec()),
        ("an old document", legacy),
        ("half an archive", cut),
        ("something before the archive", prefixed),
        ("no list of parts", without("[Content_Types].xml")),
        ("no document", without("word/document.xml")),
        ("no relationships", without("_rels/.rels")),
        ("no styles", without("word/styles.xml")),
        ("a broken document", template(&[("word/document.xml", "</w:body>", "")])),
        (
            "a document type",
            template(&[("word/document.xml", "<w:document", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document")]),
        ),
        ("no section", template(&[("word/document.xml", "</w:sectPr>", "</w:sectPr><w:p/>")])),
        (
            "strict",
            template(&[(
                "word/document.xml",
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )]),
        ),
        ("a step out", with_part(&template(&[]), "../evil.xml", b"<x/>")),
        ("two parts alike", with_part(&template(&[]), "word/Document.xml", b"<x/>")),
        ("not UTF-8", with_part(&template(&[]), "word/document.xml", b"\xff\xfe<\0")),
    ] {
        assert!(matches!(paper(&bytes), Err(TemplateFault::NotWord { .. })), "{what}: {:?}", paper(&bytes).err());
    }
}

#[test]
fn macros_and_signatures_are_refused() {
    let macros = with_part(&template(&[]), "word/vbaProject.bin", b"x");
    assert!(refused(&macros).contains("the template holds macros (`word/vbaProject.bin`)"));
    let by_type = template(&[(
        "[Content_Types].xml",
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    )]);
    assert!(refused(&by_type).contains("macros"));
    let signed = with_part(&template(&[]), "_xmlsignatures/sig1.xml", b"<x/>");
    assert!(refused(&signed).contains("is signed"));
}

#[test]
fn what_is_fetched_from_elsewhere_is_refused_and_a_link_is_not() {
    let relation = |kind: &str| {
        let new = format!(
            "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"https://elsewhere.example/x\" TargetMode=\"External\"/></Relationships>"
        );
        template(&[("word/_rels/document.xml.rels", "</Relationships>", &new)])
    };
    for kind in ["image", "oleObject", "frame", "attachedTemplate", "subDocument"] {
        let told = refused(&relation(kind));
        assert!(told.contains("`word/_rels/document.xml.rels` leads to `https://elsewhere.example/x`"), "{told}");
    }
    assert!(refused(&relation("attachedTemplate")).contains("Developer"));
    assert!(paper(&relation("hyperlink")).is_ok());
}

#[test]
fn what_unfolds_to_too_much_is_refused() {
    let bomb = with_part(&template(&[]), "word/media/big.bin", &vec![0; (256 << 20) + 1]);
    assert!(bomb.len() < 2 << 20, "it is small as it comes");
    assert!(refused(&bomb).contains("what it unfolds to is more than 256 MiB"));
    let part = with_part(&template(&[]), "word/styles.xml", &vec![b' '; (16 << 20) + 1]);
    assert!(refused(&part).contains("one of its parts is more than 16 MiB"));
    assert!(refused(&vec![b'P'; MOST_TEMPLATE_BYTES + 1]).contains("the file is more than 32 MiB"));
    let mut many = parts(&template(&[]));
    many.extend((0..4_001).map(|number| (format!("word/media/{number}.bin"), Vec::new())));
    assert!(refused(&pack(&many)).contains("the number of its parts"));
}

#[test]
fn no_byte_that_is_changed_brings_the_program_down() {
    let whole = template(&[]);
    for at in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        // It may do or be refused: it is not to panic, and what is written is to be an archive.
        if let Ok(written) = paper(&bytes) {
            assert!(written.starts_with(b"PK"));
        }
    }
}
