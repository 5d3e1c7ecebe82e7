//! What Word is given in the built-in template, of the hostile sample and of West Midlands.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Document;
use sprcheck::model::words::{Marking, Standing};
use sprcheck::report::{Filter, board_paper, statement_docx};

use crate::brief::brief;
use crate::order::faults;
use crate::package::{W, part, parts, shown};
use crate::program::{paper, west_midlands};
use crate::sample;

fn papers() -> Vec<(&'static str, Vec<u8>)> {
    let brief = brief(sample::assessment());
    let filter = Filter::default();
    vec![
        ("the paper of the sample", board_paper(&brief, &filter, None).unwrap()),
        ("the statement of the sample", statement_docx(&brief, &filter, None).unwrap()),
        ("the paper of West Midlands", paper()),
    ]
}

#[test]
fn every_part_is_xml_and_in_the_order_of_the_schema() {
    for (what, bytes) in papers() {
        for (name, bytes) in parts(&bytes) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(Document::parse(&text).is_ok(), "{what}: {name}");
            assert_eq!(faults(&text), Vec::<String>::new(), "{what}: {name}");
        }
    }
}

#[test]
fn every_relationship_leads_to_a_part_and_every_part_has_a_type() {
    for (what, bytes) in papers() {
        let parts = parts(&bytes);
        let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
        for (name, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
            let xml = text(name);
            let document = Document::parse(&xml).unwrap();
            let mut ids = BTreeSet::new();
            for relation in document.root_element().children().filter(roxmltree::Node::is_element) {
                let target = format!("{folder}{}", relation.attribute("Target").unwrap());
                assert!(parts.contains_key(&target), "{what}: {target}");
                assert!(ids.insert(relation.attribute("Id").unwrap()), "{what}: an id stands twice");
            }
        }
        let types = text("[Content_Types].xml");
        for name in parts.keys().filter(|name| name.starts_with("word/") && !name.contains("_rels")) {
            assert!(types.contains(&format!("\"/{name}\"")), "{what}: {name}");
        }
    }
}

#[test]
fn every_link_leads_to_a_bookmark_that_stands_once() {
    for (what, bytes) in papers() {
        let xml = part(&bytes, "word/document.xml");
        let document = Document::parse(&xml).unwrap();
        let all = |tag: &'static str, name: &'static str| {
            let nodes = document.descendants().filter(move |node| node.has_tag_name((W, tag)));
            nodes.map(|node| node.attribute((W, name)).unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (names, ids) = (all("bookmarkStart", "name"), all("bookmarkStart", "id"));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{what}: a name stands twice");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{what}: an id stands twice");
        assert_eq!(ids, all("bookmarkEnd", "id"), "{what}: every bookmark ends");
        for anchor in &all("hyperlink", "anchor") {
            assert!(names.contains(anchor), "{what}: {anchor} leads nowhere");
        }
    }
}

#[test]
fn every_table_has_a_heading_row_that_repeats_and_no_empty_cell() {
    for (what, bytes) in papers() {
        let xml = part(&bytes, "word/document.xml");
        let document = Document::parse(&xml).unwrap();
        for table in document.descendants().filter(|node| node.has_tag_name((W, "tbl"))) {
            let columns = table.descendants().filter(|node| node.has_tag_name((W, "gridCol"))).count();
            let rows: Vec<_> = table.children().filter(|node| node.has_tag_name((W, "tr"))).collect();
            assert!(rows.len() > 1, "{what}: a table without rows");
            assert!(rows[0].descendants().any(|node| node.has_tag_name((W, "tblHeader"))), "{what}: no heading row");
            assert!(table.descendants().any(|node| node.has_tag_name((W, "tblCaption"))), "{what}: no caption");
            for row in rows {
                let cells: Vec<_> = row.children().filter(|node| node.has_tag_name((W, "tc"))).collect();
                assert_eq!(cells.len(), columns, "{what}: a row has other cells than there are columns");
                for cell in cells {
                    let said: String = cell
                        .descendants()
                        .filter(|node| node.has_tag_name((W, "t")))
                        .filter_map(|node| node.text())
                        .collect();
                    assert!(!said.trim().is_empty(), "{what}: an empty cell");
                }
            }
        }
    }
}

#[test]
fn the_contents_are_filled_in_and_nothing_asks_to_be_brought_up_to_date() {
    let bytes = paper();
    let xml = part(&bytes, "word/document.xml");
    for asks in ["w:dirty", "updateFields", "w:docPartObj"] {
        assert!(!xml.contains(asks) && !part(&bytes, "word/settings.xml").contains(asks), "{asks}");
    }
    let document = Document::parse(&xml).unwrap();
    let style = |node: roxmltree::Node<'_, '_>| {
        let style = node.descendants().find(|node| node.has_tag_name((W, "pStyle")));
        style.and_then(|style| style.attribute((W, "val"))).unwrap_or_default().to_owned()
    };
    let mut contents: Vec<String> = Vec::new();
    let mut headings: Vec<(String, Option<usize>)> = Vec::new();
    let mut number = 0;
    for paragraph in document.descendants().filter(|node| node.has_tag_name((W, "p"))) {
        let said: String =
            paragraph.descendants().filter(|node| node.has_tag_name((W, "t"))).filter_map(|node| node.text()).collect();
        match style(paragraph).as_str() {
            "TOC1" => contents.push(said),
            "Heading1" => headings.push((said, None)),
            "ListNumber" => {
                number += 1;
                if let Some((_, first @ None)) = headings.last_mut() {
                    *first = Some(number);
                }
            }
            _ => {}
        }
    }
    let expected: Vec<String> = headings
        .into_iter()
        .map(|(title, first)| first.map_or(title.clone(), |first| format!("{title}paragraph {first}")))
        .collect();
    assert!(expected.len() > 10, "{expected:?}");
    assert_eq!(contents, expected);
}

#[test]
fn every_page_has_the_marking_above_and_below() {
    let mut assessment = sample::assessment();
    assessment.marking = Marking::OfficialSensitive;
    let bytes = board_paper(&brief(assessment), &Filter::default(), None).unwrap();
    for name in ["word/header1.xml", "word/footer1.xml"] {
        assert!(shown(&part(&bytes, name)).concat().contains("OFFICIAL-SENSITIVE"), "{name}");
        assert!(!part(&bytes, name).contains("{{"), "{name}");
    }
    assert!(
        part(&bytes, "docProps/core.xml")
            .contains("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2021-01-31T00:00:00Z<")
    );
}

#[test]
fn the_paper_has_the_parts_that_a_board_is_used_to_and_marks_what_only_its_author_knows() {
    let said = shown(&part(&paper(), "word/document.xml"));
    for heading in [
        "Purpose of paper",
        "Summary",
        "Background: the legal duty",
        "All national threats",
        "Terrorism",
        "Serious and organised crime",
        "Public disorder",
        "Civil emergencies",
        "Gaps",
        "Departures",
        "Next steps",
        "Decision asked",
        "Appendix A: every duty",
        "References: the evidence",
    ] {
        assert!(said.iter().any(|line| line == heading), "{heading}");
    }
    let all = said.join("\n");
    for told in [
        "Strategic Policing Requirement, March 2015 (from March 2015 until 19 February 2023)",
        "0 of 112 duties that apply are satisfied, that is, met and shown by evidence; 6 are gaps",
        "The board is asked to:",
        "Presented by: [Author: rank or office, and name]",
        "[1] at 56 (own account)",
    ] {
        assert!(all.contains(told), "{told}");
    }
    assert!(!all.contains('%'), "no percentage");
}

#[test]
fn every_duty_stands_in_the_appendix_with_where_it_stands() {
    let brief = brief(sample::assessment());
    let said = shown(&part(&board_paper(&brief, &Filter::default(), None).unwrap(), "word/document.xml"));
    let from = said.iter().rposition(|line| line == "Appendix A: every duty").unwrap();
    for duty in &brief.assessment.duties {
        assert!(said[from..].iter().any(|line| line.contains(duty.id.as_str())), "{}", duty.id);
    }
}

#[test]
fn the_counts_are_those_of_the_assessment() {
    let mut assessment = sample::assessment();
    let numbers = BTreeMap::from([(Standing::Satisfied, 31), (Standing::Gap, 47), (Standing::Unassessed, 53)]);
    assessment.summary.standings.satisfied = numbers[&Standing::Satisfied];
    assessment.summary.standings.gap = numbers[&Standing::Gap];
    assessment.summary.standings.unassessed = numbers[&Standing::Unassessed];
    let all = shown(&part(&board_paper(&brief(assessment), &Filter::default(), None).unwrap(), "word/document.xml"))
        .join("\n");
    for (standing, number) in numbers {
        assert!(all.contains(&number.to_string()), "{standing}: {number}");
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let brief = brief(sample::assessment());
    let filter = Filter::default();
    assert_eq!(board_paper(&brief, &filter, None), board_paper(&brief, &filter, None));
    assert!(paper() == west_midlands("docx"));
}

#[test]
fn hostile_text_is_text() {
    let hostile = "</w:t></w:r><w:r><w:fldSimple w:instr=\"DDE\"/>{{ marking }}]]>\u{0}\u{1b}\u{202e}\u{ffff}&lt;";
    let mut assessment = sample::assessment();
    assessment.force.name = hostile.to_owned();
    for duty in &mut assessment.duties {
        duty.title = hostile.to_owned();
        duty.reason = hostile.to_owned();
        for pair in &mut duty.requirements {
            pair.states = hostile.to_owned();
            pair.remedy = hostile.to_owned();
        }
    }
    for evidence in &mut assessment.evidence {
        evidence.title = hostile.to_owned();
        evidence.held_at = Some(hostile.to_owned());
    }
    let bytes = board_paper(&brief(assessment), &Filter::default(), None).unwrap();
    for (name, bytes) in parts(&bytes) {
        let text = String::from_utf8(bytes).unwrap();
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let fields = document.descendants().filter(|node| node.has_tag_name((W, "fldSimple"))).count();
        assert_eq!(fields, if name == "word/footer1.xml" { 2 } else { 0 }, "{name}");
        assert_eq!(faults(&text), Vec::<String>::new(), "{name}");
    }
    let all = shown(&part(&bytes, "word/document.xml")).concat();
    assert!(all.contains(
        "</w:t></w:r><w:r><w:fldSimple w:instr=\"DDE\"/>{{ marking }}]]>\\u{0}\\u{1b}\\u{202e}\\u{ffff}&lt;"
    ));
}
