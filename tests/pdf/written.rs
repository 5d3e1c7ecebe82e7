//! What a build with the feature writes.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use sprcheck::model::assessment::{Assessment, Partial};
use sprcheck::report::{Filter, board_paper_pdf};

use super::{audit, briefed, sample};

fn paper(assessment: Assessment) -> Vec<u8> {
    board_paper_pdf(&briefed::brief(assessment), &Filter::default()).unwrap()
}

/// The bytes as text, every compressed part of them unfolded.
fn open(pdf: &[u8]) -> String {
    let mut all = String::new();
    let mut rest = pdf;
    while let Some(begin) = find(rest, b"stream") {
        let (before, after) = rest.split_at(begin);
        all.push_str(&latin(before));
        let after = after.strip_prefix(b"stream").unwrap();
        let after = after.strip_prefix(b"\r").unwrap_or(after);
        let after = after.strip_prefix(b"\n").unwrap_or(after);
        let end = find(after, b"endstream").unwrap();
        let (body, after) = after.split_at(end);
        let mut unfolded = Vec::new();
        match ZlibDecoder::new(body).read_to_end(&mut unfolded) {
            Ok(_) => all.push_str(&latin(&unfolded)),
            Err(_) => all.push_str(&latin(body)),
        }
        rest = after.strip_prefix(b"endstream").unwrap();
    }
    all.push_str(&latin(rest));
    all
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// How often an element of a kind is tagged.
fn tagged(pdf: &str, kind: &str) -> usize {
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
    pdf.match_indices(&format!("/S/{kind}"))
        .chain(pdf.match_indices(&format!("/S /{kind}")))
        .filter(|(at, found)| pdf.get(at + found.len()..).is_some_and(ends))
        .count()
}

#[test]
fn both_seeds_are_tagged_papers_in_english_and_the_same_bytes_each_time() {
    for (profile, as_of) in [("seeds/west-midlands-2021", "2021-01-31"), ("seeds/example-force", "2021-06-30")] {
        let answer = audit(profile, as_of);
        assert!(answer.stdout.starts_with(b"%PDF-1.7"), "{}", String::from_utf8_lossy(&answer.stderr));
        assert_eq!(answer.status.code(), Some(0));
        assert!(audit(profile, as_of).stdout == answer.stdout, "{profile}: the bytes differ");
        let pdf = open(&answer.stdout);
        let day = as_of.replace('-', "");
        for held in
            ["/MarkInfo", "/Lang(en-GB)", "/DisplayDocTitle true", "pdfuaid:part", "pdfaid:part", &format!("D:{day}")]
        {
            assert!(pdf.contains(held), "{profile}: no {held}");
        }
        for kind in ["H1", "H2", "TOC", "TOCI", "L", "LI", "Lbl", "LBody", "Table", "THead", "TH", "TD", "Link", "P"] {
            assert!(tagged(&pdf, kind) > 0, "{profile}: nothing is tagged {kind}");
        }
        assert!(tagged(&pdf, "TOCI") > 5 && tagged(&pdf, "Table") > 5);
        assert!(pdf.matches("/Summary").count() >= tagged(&pdf, "Table"), "{profile}: a table does not say what it is");
        for never in ["/URI", "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/AcroForm"] {
            assert!(!pdf.contains(never), "{profile}: {never}");
        }
    }
}

#[test]
fn hostile_text_is_text() {
    let mut assessment = sample::assessment();
    let hostile =
        "#eval(\"1/0\") #panic() $x *b* @a <evidence-1> \\ ] } ) /URI (javascript:x) 警察 \u{202e}\u{0}\u{1b} ";
    assessment.force.name = hostile.into();
    for duty in &mut assessment.duties {
        duty.title = format!("{hostile}{}", duty.title);
        duty.reason = hostile.repeat(300);
    }
    for evidence in &mut assessment.evidence {
        evidence.title = "x".repeat(50_000);
    }
    for row in assessment.assurance.iter_mut().flat_map(|set| &mut set.by_threat) {
        row.title = hostile.into();
    }
    let pdf = open(&paper(assessment));
    assert!(!pdf.contains("/S/URI") && !pdf.contains("/S /URI") && !pdf.contains("/JavaScript"));
    assert!(
        pdf.contains("#eval(&quot;1/0&quot;) #panic() $x *b* @a &lt;evidence-1&gt;"),
        "the title is in the properties as it came"
    );
}

#[test]
fn a_partial_paper_is_written_too() {
    let mut assessment = sample::assessment();
    assessment.partial = Some(Partial { withheld: 2 });
    assessment.inputs.clear();
    assert!(tagged(&open(&paper(assessment)), "H1") > 0);
}
