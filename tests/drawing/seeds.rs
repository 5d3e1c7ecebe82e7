//! The sample forces, drawn; and, asked for by name, a page to look at.

use std::path::Path;

use sprcheck::ask::brief::brief;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::graph::Links;
use sprcheck::load::{self, files, held_paths};
use sprcheck::model::assessment::StandingCounts;
use sprcheck::model::brief::{Brief, Recorded};
use sprcheck::report::drawing::{self, graph, timeline, trend};

use crate::briefed;
use crate::sample::{self, day};

/// A sample force as of a date: its brief and its links.
pub(crate) fn drawn_up(folder: &str, as_of: &str) -> (Brief, Links) {
    let rules = Rules::load(&[load::builtin()], true);
    let path = Path::new(folder);
    let tree = files::profile(path).unwrap();
    let case = rules.hold_with(&tree, &files::held(path, &held_paths(&tree))).unwrap();
    let inquiry = Inquiry::open(&case, day(as_of));
    (brief(&inquiry, Vec::new(), false), inquiry.answer().links.clone())
}

/// An audit on record, as of a date.
pub(crate) fn recorded(as_of: &str, standings: StandingCounts) -> Recorded {
    let recorded = briefed::brief(sample::assessment()).history.remove(0);
    Recorded { as_of: day(as_of), standings, apparent_breaches: 1, ..recorded }
}

/// `DRAW_INTO=FOLDER cargo test --test drawing -- --ignored` writes a page of drawings for each sample force into that folder.
#[test]
#[ignore = "writes pages to be looked at"]
fn a_page_to_look_at() {
    let folder = std::env::var("DRAW_INTO").unwrap();
    for (name, seed, as_of) in [
        ("west-midlands", "seeds/west-midlands-2021", "2021-01-31"),
        ("example-force", "seeds/example-force", "2021-06-30"),
    ] {
        let (brief, links) = drawn_up(seed, as_of);
        let history = [
            recorded(
                "2020-06-30",
                StandingCounts { satisfied: 10, gap: 40, unassessed: 60, ..StandingCounts::default() },
            ),
            recorded(
                "2020-12-31",
                StandingCounts {
                    satisfied: 31,
                    unproven: 8,
                    gap: 12,
                    withheld: 3,
                    not_yet_due: 9,
                    unassessed: 41,
                    departed: 2,
                    not_applicable: 40,
                },
            ),
        ];
        let started = std::time::Instant::now();
        let graph = graph::section(&links, &brief.assessment);
        let took = started.elapsed();
        let timeline = timeline::section(&brief.ahead, brief.assessment.as_of);
        let trend = trend::section(&history, &brief.assessment);
        println!("{name}: graph {} bytes in {took:?}, timeline {}, trend {}", graph.len(), timeline.len(), trend.len());
        let page = format!(
            "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{name}</title>\
             <style>body{{font-family:Arial,sans-serif;margin:1rem auto;max-width:1140px;padding:0 1rem}}\
             :root{{color-scheme:light dark;--d-paper:#fff;--d-good:#00703c;--d-warn:#8a4b00;--d-bad:#b10e1e}}\
             @media (prefers-color-scheme:dark){{:root{{--d-paper:#121212;--d-good:#5fd08b;--d-warn:#f0b060;--d-bad:#ff8a80}}}}\
             {}{}{}{}</style><body><h1>{name}</h1><h2>Graph</h2>{graph}<h2>Timeline</h2>{timeline}<h2>Trend</h2>{trend}</body></html>",
            drawing::CSS,
            graph::CSS,
            timeline::CSS,
            trend::CSS
        );
        std::fs::write(Path::new(&folder).join(format!("{name}.html")), page).unwrap();
    }
}
