//! The drawings of the page: safe, readable, and saying in a table what they say in a picture.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

#[path = "sample/brief.rs"]
mod briefed;
#[path = "drawing/markup.rs"]
mod markup;
mod sample;
#[path = "drawing/seeds.rs"]
mod seeds;

use std::collections::{BTreeMap, BTreeSet};

use briefed::brief;
use markup::{Element, elements, tenths};
use sprcheck::graph::{Links, Node, Relation};
use sprcheck::model::assessment::{Assessment, DutyResult, EvidenceResult, StandingCounts};
use sprcheck::model::brief::Ahead;
use sprcheck::model::words::{Standing, Verdict};
use sprcheck::report::drawing::{self, graph, slug, timeline, trend};

/// The links of a made-up assessment, drawn as an audit draws them.
fn links(assessment: &Assessment) -> Links {
    let mut links = Links::default();
    for (from, relation, to) in linked(assessment) {
        links.link(from, relation, to, None);
    }
    links
}

fn linked(assessment: &Assessment) -> Vec<(Node, Relation, Node)> {
    let mut linked = Vec::new();
    for duty in &assessment.duties {
        let node = Node::Duty(duty.id.to_string());
        for (place, pair) in duty.requirements.iter().enumerate() {
            let requirement = Node::Requirement(format!("{}/{}/{place}", duty.id, pair.id));
            linked.push((node.clone(), Relation::AsksFor, requirement.clone()));
            for fact in &pair.facts {
                let read = Node::Fact(fact.path.clone());
                linked.push((requirement.clone(), Relation::Read, read.clone()));
                for cite in &fact.cites {
                    let id = cite.split('#').next().unwrap();
                    linked.push((read.clone(), Relation::Cites, Node::Evidence(id.into())));
                }
                let shown = fact.supported_by.iter().map(|id| Node::Evidence(id.to_string()));
                linked.extend(shown.map(|evidence| (requirement.clone(), Relation::ShownBy, evidence)));
            }
        }
    }
    for departure in &assessment.departures {
        let node = Node::Departure(departure.id.to_string());
        linked.push((node, Relation::DepartsFrom, Node::Duty(departure.duty.to_string())));
    }
    linked
}

/// A made-up audit with so many duties that read something, each of so many pieces of evidence, of which neighbours share one.
fn grown(duties: usize, each: usize) -> (Assessment, Links) {
    let mut assessment = sample::assessment();
    let duty: DutyResult =
        assessment.duties.iter().find(|duty| duty.id.as_str() == "prevent.contest_boards").unwrap().clone();
    let piece: EvidenceResult = assessment.evidence[0].clone();
    let mut links = Links::default();
    (assessment.duties, assessment.evidence, assessment.departures) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..duties {
        let id = format!("family.duty_{number}");
        let requirement = Node::Requirement(format!("{id}/one"));
        links.link(Node::Duty(id.clone()), Relation::AsksFor, requirement.clone(), None);
        for other in 0..=each {
            let fact = Node::Fact(format!("fact.{number}.{other}"));
            let evidence = Node::Evidence(format!("piece-{}", number * each + other));
            links.link(requirement.clone(), Relation::Read, fact.clone(), None);
            links.link(fact, Relation::Cites, evidence, None);
        }
        assessment.duties.push(DutyResult { id: id.as_str().into(), ..duty.clone() });
    }
    for number in 0..=duties * each {
        let id = format!("piece-{number}");
        let owner = format!("office {}", number % 40);
        assessment.evidence.push(EvidenceResult { id: id.as_str().into(), owner, ..piece.clone() });
    }
    (assessment, links)
}

/// Every drawing that there is, of the made-up assessment, the grown one, and the sample forces.
fn drawings() -> Vec<String> {
    let sample = sample::assessment();
    let briefed = brief(sample.clone());
    let (grown, grown_links) = grown(200, 2);
    let mut all = vec![
        graph::section(&links(&sample), &sample),
        timeline::section(&briefed.ahead, sample.as_of),
        trend::section(&briefed.history, &sample),
        graph::section(&grown_links, &grown),
    ];
    for (seed, as_of) in [("seeds/west-midlands-2021", "2021-01-31"), ("seeds/example-force", "2021-06-30")] {
        let (brief, links) = seeds::drawn_up(seed, as_of);
        all.push(graph::section(&links, &brief.assessment));
        all.push(timeline::section(&brief.ahead, brief.assessment.as_of));
    }
    all
}

#[test]
fn the_graph_of_the_sample() {
    let sample = sample::assessment();
    insta::assert_snapshot!(graph::section(&links(&sample), &sample));
}

#[test]
fn the_timeline_of_the_sample() {
    let brief = brief(sample::assessment());
    insta::assert_snapshot!(timeline::section(&brief.ahead, brief.assessment.as_of));
}

#[test]
fn the_trend_of_the_sample() {
    let brief = brief(sample::assessment());
    insta::assert_snapshot!(trend::section(&brief.history, &brief.assessment));
}

#[test]
fn a_drawing_has_no_script_no_style_of_its_own_and_nothing_from_elsewhere() {
    let known = [
        "figure",
        "figcaption",
        "p",
        "div",
        "svg",
        "title",
        "desc",
        "text",
        "g",
        "a",
        "path",
        "rect",
        "clipPath",
        "pattern",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "h3",
    ];
    for drawing in drawings() {
        for element in elements(&drawing) {
            assert!(known.contains(&element.name.as_str()), "{element:?}");
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on") && name != "style" && name != "src", "{element:?}");
                let is_link = matches!(name.as_str(), "href" | "xlink:href");
                assert!(!is_link || value.starts_with('#'), "{element:?}");
                assert!(!value.contains("url(") || value.starts_with("url(#"), "{element:?}");
            }
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</title></svg><script>alert(1)</script><img src=x onerror=\"alert('2')\"> &amp; \u{202e}\u{1b}[31m";
    let mut sample = sample::assessment();
    for duty in &mut sample.duties {
        duty.title = hostile.into();
        duty.threats = vec![hostile.into()];
    }
    for evidence in &mut sample.evidence {
        (evidence.title, evidence.owner, evidence.state) =
            (hostile.into(), format!("{hostile}{}", evidence.id), hostile.into());
    }
    for instrument in &mut sample.instruments {
        instrument.title = hostile.into();
    }
    let mut ahead = brief(sample.clone()).ahead;
    for lapse in &mut ahead.lapses {
        (lapse.cause.title, lapse.cause.owner, lapse.cause.name) = (hostile.into(), hostile.into(), hostile.into());
    }
    let drawn = [graph::section(&links(&sample), &sample), timeline::section(&ahead, sample.as_of)];
    for drawing in drawn {
        let names: BTreeSet<String> = elements(&drawing).into_iter().map(|element| element.name).collect();
        assert!(!names.contains("script") && !names.contains("img"), "{names:?}");
        assert!(drawing.contains("&lt;script&gt;") && drawing.contains("\\u{202e}\\u{1b}[31m"));
        assert!(
            !drawing.chars().any(|character| character != '\n' && sprcheck::report::sanitize::is_hidden(character))
        );
    }
}

#[test]
fn no_two_anchors_are_the_same_and_every_link_leads_somewhere() {
    let mut seen = 0;
    for (assessment, drawing) in drawn() {
        let elements = elements(&drawing);
        let own: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
        let anchors: BTreeSet<&str> = own.iter().copied().collect();
        assert_eq!(anchors.len(), own.len());
        let page: BTreeSet<String> = (assessment.duties.iter().map(|duty| slug("duty", duty.id.as_str())))
            .chain(assessment.evidence.iter().map(|one| slug("evidence", one.id.as_str())))
            .chain(assessment.departures.iter().map(|one| slug("departure", one.id.as_str())))
            .chain(assessment.instruments.iter().map(|one| slug("instrument", one.id.as_str())))
            .collect();
        for link in elements.iter().filter_map(|element| element.get("href")) {
            let anchor = link.strip_prefix('#').unwrap();
            assert!(anchors.contains(anchor) || page.contains(anchor), "{link} leads nowhere");
            seen += 1;
        }
        let described = elements.iter().filter_map(|element| element.get("aria-labelledby"));
        assert!(described.into_iter().all(|id| anchors.contains(id)));
    }
    assert!(seen > 1000, "only {seen} links were looked at");
}

/// The graphs of all that there is, each with its assessment.
fn drawn() -> Vec<(Assessment, String)> {
    let sample = sample::assessment();
    let sample_links = links(&sample);
    let mut all = vec![(sample, sample_links), grown(60, 1), grown(200, 2)];
    for (seed, as_of) in [("seeds/west-midlands-2021", "2021-01-31"), ("seeds/example-force", "2021-06-30")] {
        let (brief, links) = seeds::drawn_up(seed, as_of);
        all.push((brief.assessment, links));
    }
    all.into_iter()
        .map(|(assessment, links)| {
            let drawn = graph::section(&links, &assessment);
            (assessment, drawn)
        })
        .collect()
}

/// The figures of a drawing, each with its elements.
fn figures(drawing: &str) -> Vec<Vec<Element>> {
    drawing
        .split("<figure")
        .skip(1)
        .map(|figure| {
            let (figure, _) = figure.split_once("</figure>").unwrap();
            elements(&format!("<figure{figure}</figure>"))
        })
        .collect()
}

#[test]
fn a_picture_has_at_most_150_nodes_and_none_lies_on_another() {
    let mut most = 0;
    for (_, drawing) in drawn() {
        for figure in figures(&drawing) {
            let boxes: Vec<&Element> = figure.iter().filter(|element| element.get("class") == Some("d-box")).collect();
            most = most.max(boxes.len());
            assert!(boxes.len() <= 150, "{} nodes", boxes.len());
            let picture = figure.iter().find(|element| element.name == "svg").unwrap();
            let (width, height) = (picture.tenths("width"), picture.tenths("height"));
            let mut columns: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
            for one in boxes {
                let (x, y, wide, high) = (one.tenths("x"), one.tenths("y"), one.tenths("width"), one.tenths("height"));
                assert!(x >= 0 && y >= 0 && x + wide <= width && y + high <= height, "{one:?} leaves the picture");
                columns.entry(x).or_default().push((y, y + high));
            }
            for (_, mut column) in columns {
                column.sort_unstable();
                assert!(column.windows(2).all(|two| two[0].1 < two[1].0), "{column:?}");
            }
        }
    }
    assert!(most >= 100, "the largest picture has only {most} nodes");
}

#[test]
fn every_line_joins_two_boxes() {
    for (_, drawing) in drawn() {
        for figure in figures(&drawing) {
            let boxes: Vec<&Element> = figure.iter().filter(|element| element.get("class") == Some("d-box")).collect();
            let middle = |one: &Element| one.tenths("y") + one.tenths("height") / 2;
            let left: BTreeSet<(i64, i64)> = boxes.iter().map(|one| (one.tenths("x"), middle(one))).collect();
            let right: BTreeSet<(i64, i64)> =
                boxes.iter().map(|one| (one.tenths("x") + one.tenths("width"), middle(one))).collect();
            for line in figure.iter().filter(|element| element.name == "path") {
                let path = line.get("d").unwrap().replace(['M', 'C'], " ");
                let at: Vec<i64> = path.split_whitespace().map(tenths).collect();
                assert!(right.contains(&(at[0], at[1])), "{line:?} begins nowhere");
                assert!(left.contains(&(at[6], at[7])), "{line:?} ends nowhere");
            }
        }
    }
}

#[test]
fn the_table_says_what_the_picture_says() {
    for (_, drawing) in drawn() {
        for figure in figures(&drawing).iter().filter(|figure| figure[0].get("id") != Some("graph-overview")) {
            let leads = |container: &str| -> BTreeSet<String> {
                let links = figure.iter().filter(|element| element.name == "a" && element.is_within(container));
                let links = links.filter_map(|element| element.get("href"));
                links.filter(|link| !link.starts_with("#instrument-")).map(str::to_owned).collect()
            };
            assert_eq!(leads("svg"), leads("table"));
            let lines =
                figure.iter().filter(|element| element.name == "path" && element.get("class") != Some("d-lays-down"));
            let items = figure.iter().filter(|element| element.name == "li");
            assert_eq!(lines.count(), items.count());
        }
    }
}

#[test]
fn the_order_in_which_links_came_changes_nothing() {
    let sample = sample::assessment();
    let mut backwards = Links::default();
    for (from, relation, to) in linked(&sample).into_iter().rev() {
        backwards.link(from, relation, to, None);
    }
    assert_eq!(graph::section(&backwards, &sample), graph::section(&links(&sample), &sample));
}

#[test]
fn what_is_withheld_leaves_no_trace_in_the_graph() {
    let whole = sample::assessment();
    let links = links(&whole);
    let mut partial = whole.clone();
    let withheld = partial.duties.iter_mut().find(|duty| duty.id.as_str() == "prevent.contest_boards").unwrap();
    (withheld.standing, withheld.verdict) = (Standing::Withheld, Verdict::Withheld);
    withheld.requirements = Vec::new();
    let hidden = partial.evidence.remove(0);
    partial.departures = Vec::new();
    let drawn = graph::section(&links, &partial);
    let told =
        drawn.lines().find(|line| line.starts_with("<tr>") && line.contains("duty-prevent-contest-boards")).unwrap();
    assert!(told.contains("■ withheld") && told.contains("not told"), "{told}");
    assert!(!told.contains("#evidence-"), "{told}");
    assert!(!drawn.contains(&slug("evidence", hidden.id.as_str())));
    assert!(graph::section(&links, &whole).contains(&slug("evidence", hidden.id.as_str())));

    // Nor does it matter what the links say of it.
    let mut fewer = Links::default();
    for (from, relation, to) in linked(&whole) {
        let is_of_it =
            |node: &Node| node.name().starts_with("prevent.contest_boards") || node.name() == hidden.id.as_str();
        if !is_of_it(&from) && !is_of_it(&to) {
            fewer.link(from, relation, to, None);
        }
    }
    assert_eq!(graph::section(&fewer, &partial), drawn);
}

#[test]
fn a_timeline_without_a_lapse_is_a_sentence() {
    let ahead = Ahead { until: sample::day("2021-05-01"), lapses: Vec::new() };
    let told = timeline::section(&ahead, sample::day("2021-01-31"));
    assert_eq!(told, "<p>Nothing lapses by the passing of time alone until 2021-05-01.</p>");
}

#[test]
fn a_timeline_puts_a_mark_on_the_day_and_has_all_in_its_table() {
    let mut ahead = brief(sample::assessment()).ahead;
    let lapse = ahead.lapses[0].clone();
    ahead.lapses = (0..80).map(|_| lapse.clone()).collect();
    let drawn = timeline::section(&ahead, sample::day("2021-01-31"));
    let elements = elements(&drawn);
    assert_eq!(elements.iter().filter(|element| element.get("class") == Some("d-mark")).count(), 60);
    assert_eq!(elements.iter().filter(|element| element.name == "tr").count(), 81);
    assert!(drawn.contains("The picture shows the 60 that lapse first"));
    // 60 of the 90 days lie before 1 April.
    let mark = elements.iter().find(|element| element.get("class") == Some("d-until")).unwrap();
    let end = mark.get("d").unwrap().rsplit_once('L').unwrap().1.split_once(' ').unwrap().0;
    assert_eq!(tenths(end), 2_500 + 8_360 * 60 / 90);
}

#[test]
fn one_audit_is_no_trend() {
    let sample = sample::assessment();
    let later = seeds::recorded("2021-06-30", StandingCounts::default());
    let same_day = seeds::recorded("2021-01-31", StandingCounts::default());
    for history in [Vec::new(), vec![later], vec![same_day]] {
        assert_eq!(
            trend::section(&history, &sample),
            "<p>There is no trend yet: no audit of an earlier date is on record.</p>"
        );
    }
}

#[test]
fn a_trend_tells_the_counts_of_every_audit() {
    let sample = sample::assessment();
    let history: Vec<_> = (1..=30)
        .map(|day| {
            seeds::recorded(
                &format!("2020-11-{day:02}"),
                StandingCounts { gap: day, satisfied: 40 - day, ..StandingCounts::default() },
            )
        })
        .collect();
    let drawn = trend::section(&history, &sample);
    let elements = elements(&drawn);
    assert_eq!(elements.iter().filter(|element| element.name == "tr").count(), 32);
    assert_eq!(elements.iter().filter(|element| element.get("role") == Some("img")).count(), 24);
    assert!(drawn.contains("✓ 25 satisfied, ✗ 15 gap, 1 apparent breach"), "{drawn}");
    for element in elements.iter().filter(|element| element.name == "rect") {
        assert!(element.tenths("x") + element.tenths("width") <= 11_000, "{element:?}");
    }
}

#[test]
fn every_class_that_tells_a_border_has_its_rule() {
    let rules = [drawing::CSS, graph::CSS, timeline::CSS, trend::CSS].concat();
    for standing in Standing::ALL.iter().filter(|standing| **standing != Standing::NotApplicable) {
        assert!(rules.contains(&format!(".d-{} ", standing.as_str())), "{standing}");
    }
    assert!(!rules.contains("url(") && !rules.contains("@import") && !rules.contains("</"));
}
