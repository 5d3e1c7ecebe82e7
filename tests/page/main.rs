//! The page, as the program writes it: one file that loads nothing, in which every link leads somewhere, every count to exactly its items, and
//! whatever a profile says stays text. What only a browser can tell is tested by `tests/browser/run`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

#[path = "../sample/brief.rs"]
mod briefed;
mod hostile;
#[path = "../sample/mod.rs"]
mod sample;
mod scan;

use std::fs;
use std::path::Path;
use std::process::Command;

use sprcheck::model::assessment::{Assessment, Partial};
use sprcheck::model::words::{Marking, Standing, Verdict};
use sprcheck::report::{self, Filter};

const WEST_MIDLANDS: (&str, &str) = ("seeds/west-midlands-2021", "2021-01-31");
const EXAMPLE: (&str, &str) = ("seeds/example-force", "2021-06-30");
const LATER: (&str, &str) = ("seeds/example-force", "2026-11-24");

/// The page of a profile, from the program.
fn page(profile: &str, as_of: &str, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(["audit", profile, "--as-of", as_of, "--format", "html"])
        .args(more)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn of_sample(assessment: Assessment) -> String {
    let mut brief = briefed::brief(assessment);
    // What lapses in the sample is a duty's that the sample has not.
    for falls in brief.ahead.lapses.iter_mut().flat_map(|lapse| &mut lapse.duties) {
        falls.id = "prevent.local_profiles".into();
    }
    report::page::page(&brief, &Filter::default(), None)
}

/// A partial assessment in which a duty is withheld, with much left in it that must not be told.
fn withheld() -> Assessment {
    let mut assessment = sample::assessment();
    assessment.partial = Some(Partial { withheld: 1 });
    let duty = assessment.duties.iter_mut().find(|duty| !duty.requirements.is_empty()).unwrap();
    (duty.verdict, duty.standing) = (Verdict::Withheld, Standing::Withheld);
    duty.marking = Marking::OfficialSensitive;
    duty.reason = "it is marked higher".into();
    for pair in &mut duty.requirements {
        pair.reason = "SECRET reason".into();
        pair.states = "SECRET statement".into();
    }
    assessment
}

#[test]
fn a_page_is_one_file_that_loads_nothing() {
    for page in [page(WEST_MIDLANDS.0, WEST_MIDLANDS.1, &[]), of_sample(sample::assessment())] {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
        for once in ["<script>", "<style>", "<h1>", "<main ", "http-equiv=\"Content-Security-Policy\""] {
            assert_eq!(page.matches(once).count(), 1, "{once}");
        }
        for tag in scan::tags(&page) {
            assert!(
                !matches!(tag.name, "img" | "link" | "iframe" | "object" | "embed" | "form" | "base"),
                "{}",
                tag.text
            );
            for (name, value) in &tag.attributes {
                assert!(
                    !name.starts_with("on") && !matches!(*name, "src" | "style" | "srcset" | "action"),
                    "{}",
                    tag.text
                );
                let leads = value.starts_with('#') || value.starts_with("https://");
                assert!(*name != "href" || leads, "{}", tag.text);
            }
        }
    }
}

#[test]
fn what_is_inline_neither_ends_early_nor_writes_html() {
    let (script, style) =
        (include_str!("../../src/report/page/page.js"), include_str!("../../src/report/page/page.css"));
    assert!(script.len() < 10_000, "{}", script.len());
    for never in [
        "</",
        "<!--",
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttp",
    ] {
        assert!(!script.contains(never), "{never}");
    }
    for never in ["</", "<!--", "@import", "url("] {
        assert!(!style.contains(never), "{never}");
    }
}

#[test]
fn every_link_leads_somewhere_and_every_anchor_is_there_once() {
    let pages = [
        page(WEST_MIDLANDS.0, WEST_MIDLANDS.1, &[]),
        page(EXAMPLE.0, EXAMPLE.1, &[]),
        page(EXAMPLE.0, EXAMPLE.1, &["--only", "threat=terrorism"]),
        of_sample(sample::assessment()),
        of_sample(withheld()),
    ];
    for page in &pages {
        assert_eq!(scan::dead_links(page), Vec::<String>::new());
        assert_eq!(scan::doubled_anchors(page), Vec::<String>::new());
    }
}

#[test]
fn every_count_leads_to_exactly_as_many_items() {
    for (profile, as_of) in [WEST_MIDLANDS, EXAMPLE, LATER] {
        let page = page(profile, as_of, &[]);
        let counts = scan::counts(&page);
        assert!(counts.len() > 50, "{}", counts.len());
        for count in counts {
            assert_eq!(count.said, count.listed, "{profile}: {}", count.anchor);
        }
    }
}

#[test]
fn the_page_has_every_duty_and_every_fact_that_was_read() {
    let (profile, as_of) = WEST_MIDLANDS;
    let page = page(profile, as_of, &[]);
    let json = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(["audit", profile, "--as-of", as_of, "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let duties = json["duties"].as_array().unwrap();
    assert_eq!(page.matches("<details class=\"duty\"").count(), duties.len());
    for duty in duties {
        let id = duty["id"].as_str().unwrap();
        assert!(page.contains(&format!("<code>{id}</code>")), "{id}");
        for pair in duty["requirements"].as_array().unwrap() {
            let place = format!("{}:{}", pair["file"].as_str().unwrap(), pair["line"]);
            assert!(page.contains(&place), "{place}");
        }
    }
    assert!(page.contains("profile.yaml:50"), "the place of the fact that the architecture's page follows");
}

#[test]
fn the_marking_stands_at_the_top_at_the_bottom_and_on_every_sheet() {
    let page = of_sample(Assessment { marking: Marking::OfficialSensitive, ..sample::assessment() });
    assert_eq!(page.matches("<p class=\"band\">OFFICIAL-SENSITIVE</p>").count(), 2);
    assert!(page.contains("@top-center { content: \"OFFICIAL-SENSITIVE\"; }"));
    assert!(page.contains("@bottom-center { content: \"OFFICIAL-SENSITIVE\"; }"));
    assert!(page.contains("<title>OFFICIAL-SENSITIVE: "));
}

#[test]
fn of_a_withheld_duty_nothing_is_told() {
    let page = of_sample(withheld());
    assert!(page.contains("■ withheld"));
    assert!(!page.contains("SECRET"), "what came of a withheld duty is told");
    assert!(page.contains("it is marked higher"));
}

#[test]
fn a_filter_shows_only_what_it_picks_and_counts_everything() {
    let all = page(EXAMPLE.0, EXAMPLE.1, &[]);
    let musts = page(EXAMPLE.0, EXAMPLE.1, &["--only", "binding=must"]);
    let (shown, of) =
        (musts.matches("<details class=\"duty\"").count(), all.matches("<details class=\"duty\"").count());
    assert!(0 < shown && shown < of, "{shown} of {of}");
    assert!(musts.contains("A filter is on"));
    assert_eq!(scan::counts(&musts).len(), scan::counts(&all).len());
    for count in scan::counts(&musts) {
        assert_eq!(count.said, count.listed, "{}", count.anchor);
    }
}

#[test]
fn whatever_a_profile_says_stays_text() {
    for (profile, as_of) in [WEST_MIDLANDS, EXAMPLE] {
        let folder = tempfile::tempdir().unwrap();
        let changed = hostile::profile(Path::new(profile), folder.path());
        assert!(changed > 40, "only {changed} texts were made hostile");
        let page = page(folder.path().to_str().unwrap(), as_of, &[]);
        assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "the page shows none of it");
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<img"));
        let calm = self::page(profile, as_of, &[]);
        let names = |page: &str| scan::names(page);
        let new: Vec<_> = names(&page).difference(&names(&calm)).cloned().collect();
        assert_eq!(new, Vec::<String>::new(), "elements that only the hostile profile brought");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(page(EXAMPLE.0, EXAMPLE.1, &[]), page(EXAMPLE.0, EXAMPLE.1, &[]));
}

#[test]
fn a_page_is_small_enough_to_send() {
    let page = page(WEST_MIDLANDS.0, WEST_MIDLANDS.1, &[]);
    assert!(page.len() < 1_500_000, "{} bytes", page.len());
}

/// Writes pages into the folder that `SPRCHECK_PAGES` names, for `tests/browser/run`.
#[test]
#[ignore = "it writes the pages that the tests in the browser open"]
fn pages_for_the_browser() {
    let folder = std::env::var("SPRCHECK_PAGES").unwrap();
    let write = |name: &str, page: String| {
        let file = Path::new(&folder).join(format!("{name}.html"));
        fs::write(&file, page).unwrap();
        assert!(file.exists());
    };
    write("west-midlands", page(WEST_MIDLANDS.0, WEST_MIDLANDS.1, &[]));
    write("example-force", page(EXAMPLE.0, EXAMPLE.1, &[]));
    write("example-force-later", page(LATER.0, LATER.1, &[]));
    write("filtered", page(EXAMPLE.0, EXAMPLE.1, &["--only", "threat=terrorism"]));
    write("sample", of_sample(sample::assessment()));
    write("withheld", of_sample(withheld()));
    let profile = tempfile::tempdir().unwrap();
    hostile::profile(Path::new(EXAMPLE.0), profile.path());
    write("hostile", page(profile.path().to_str().unwrap(), EXAMPLE.1, &[]));
}
