//! One profile, three dates: the law of the day judges it, and what was stated on one day is not news for ever.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sprcheck::ask::brief::brief;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::load::{self, files, held_paths};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::brief::Brief;
use sprcheck::model::dates::Dates;
use sprcheck::model::words::{Outcome, Standing, Support};
use sprcheck::report::{self, Filter};

const PROFILE: &str = "seeds/west-midlands-2021";

fn audit(as_of: &str) -> Assessment {
    briefed(as_of).assessment
}

fn briefed(as_of: &str) -> Brief {
    let tree = files::profile(Path::new(PROFILE)).unwrap();
    let digests = files::digests(Path::new(PROFILE), &held_paths(&tree));
    let rules = Rules::load(&[load::builtin()], true);
    let case = rules.hold(&tree, &digests).unwrap();
    brief(&Inquiry::open(&case, Dates::parse(as_of).unwrap().day().unwrap()), Vec::new(), false)
}

fn threats(assessment: &Assessment) -> usize {
    assessment.assurance.iter().map(|set| set.by_threat.len()).sum()
}

fn applied(assessment: &Assessment) -> BTreeSet<&str> {
    let applied = assessment.instruments.iter().filter(|instrument| instrument.applied == Some(true));
    applied.map(|instrument| instrument.id.as_str()).collect()
}

#[test]
fn the_edition_of_the_day_sets_the_threats() {
    let found = ["2014-06-30", "2021-01-31", "2024-06-30"].map(|as_of| threats(&audit(as_of)));
    assert_eq!(found, [5, 6, 7]);
}

#[test]
fn the_report_says_which_instruments_applied() {
    let expected = [
        ("2014-06-30", ["spr-2012", "policing-protocol-2011", "prsra-2011"]),
        ("2021-01-31", ["spr-2015", "prevent-duty-guidance-2015", "channel-guidance-2020"]),
        ("2024-06-30", ["spr-2023", "policing-protocol-2023", "prevent-duty-guidance-2023"]),
    ];
    for (as_of, instruments) in expected {
        let brief = briefed(as_of);
        let assessment = &brief.assessment;
        let applied = applied(assessment);
        assert!(instruments.iter().all(|instrument| applied.contains(instrument)), "{as_of}: {applied:?}");
        assert_eq!(applied.iter().filter(|id| id.starts_with("spr-2")).count(), 1, "one edition at a time");
        let text = report::markdown(&brief, &Filter::default(), false);
        for instrument in instruments {
            let title = &assessment.instruments.iter().find(|one| one.id.as_str() == instrument).unwrap().title;
            assert!(text.contains(title.as_str()), "{as_of}: {title}");
        }
    }
}

#[test]
fn what_was_stated_in_2021_says_nothing_of_2014() {
    let assessment = audit("2014-06-30");
    let read: Vec<_> =
        assessment.duties.iter().flat_map(|duty| &duty.requirements).flat_map(|pair| &pair.facts).collect();
    assert!(read.is_empty(), "{:?}", read.iter().map(|fact| &fact.path).collect::<Vec<_>>());
    let settled = [Standing::Satisfied, Standing::Unproven, Standing::Gap];
    assert_eq!(settled.map(|standing| assessment.summary.standings.of(standing)), [0, 0, 0]);
}

#[test]
fn what_was_stated_in_2021_is_not_fresh_in_2024() {
    let (then, later) = (audit("2021-01-31"), audit("2024-06-30"));
    let past = |assessment: &Assessment| {
        let facts = assessment.duties.iter().flat_map(|duty| &duty.requirements).flat_map(|pair| &pair.facts);
        let past = facts.filter(|fact| fact.holds_until.is_some_and(|last| last < assessment.as_of));
        past.map(|fact| fact.path.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(past(&then), BTreeSet::new());
    assert!(past(&later).contains("spr.capability.terrorism.plans.reviewed"), "{:?}", past(&later));
    let pairs = || later.duties.iter().flat_map(|duty| &duty.requirements).filter(|pair| pair.outcome == Outcome::Met);
    assert!(pairs().all(|pair| pair.support != Some(Support::Evidenced)));
    let text = report::text(&briefed("2024-06-30"), &Filter::default(), false, 400);
    assert!(text.contains("not to be relied on after 2022-01-01"), "{text}");
}

#[test]
fn a_fact_that_is_past_its_time_proves_nothing_however_well_it_is_shown() {
    // The fictional force shows nearly everything; two years on the same papers show nearly nothing.
    let path = Path::new("seeds/example-force");
    let tree = files::profile(path).unwrap();
    let case = Rules::load(&[load::builtin()], true);
    let case = case.hold(&tree, &BTreeMap::new()).unwrap();
    let satisfied = |as_of: &str| {
        let day = Dates::parse(as_of).unwrap().day().unwrap();
        case.audit(day).assessment.summary.standings.of(Standing::Satisfied)
    };
    let (then, later) = (satisfied("2021-06-30"), satisfied("2024-06-30"));
    assert!(then > 15 && later * 4 < then, "{then} then, {later} later");
}
