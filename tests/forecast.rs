//! What lies ahead: for every date the forecast says what an audit as of that date says.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be unwrapped, or is not there, fails the test"
)]

#[path = "forecast/calendar.rs"]
mod calendar;
#[path = "forecast/from_outside.rs"]
mod from_outside;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sprcheck::ask::forecast::forecast;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::{Case, Rules};
use sprcheck::load::{self, InputFile, InputTree, files, held_paths};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::dates::{Dates, Day, Period, Unit};
use sprcheck::model::forecast::{CauseKind, Forecast, Outlook, PairState, State};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn later(day: Day, days: i64) -> Day {
    day.plus(Period { count: days, unit: Unit::Days }).unwrap()
}

fn held<'r>(rules: &'r Rules, folder: &str) -> Case<'r> {
    let path = Path::new(folder);
    let tree = files::profile(path).unwrap();
    rules.hold_with(&tree, &files::held(path, &held_paths(&tree))).unwrap()
}

fn built_in() -> Rules {
    Rules::load(&[load::builtin()], true)
}

/// All that a forecast says of a day, and an audit too, as lines to be compared.
fn of_outlook(outlook: &Outlook<'_>) -> BTreeSet<String> {
    let duties = outlook.duties.iter().map(|(id, state)| format!("{id}: {state:?}"));
    let rows = outlook.assurance.iter().map(|(key, row)| format!("{key:?}: {row:?}"));
    let departures = outlook.departures.iter().map(|id| format!("in effect: {id}"));
    let evidence = outlook.evidence.iter().map(|id| format!("current: {id}"));
    duties.chain(rows).chain(departures).chain(evidence).collect()
}

fn of_audit(assessment: &Assessment) -> BTreeSet<String> {
    let duties = assessment.duties.iter().map(|duty| {
        let pairs = duty.requirements.iter().map(|pair| PairState {
            requirement: pair.id.clone(),
            subject: pair.subject.clone(),
            outcome: pair.outcome,
            support: pair.support,
            history: pair.history,
            set_aside_by: pair.set_aside_by.clone(),
        });
        let state = State {
            standing: duty.standing,
            verdict: duty.verdict,
            support: duty.support,
            apparent_breach: duty.apparent_breach,
            pairs: pairs.collect(),
        };
        format!("{}: {state:?}", duty.id)
    });
    let rows = assessment.assurance.iter().flat_map(|set| {
        let by = [("holder", &set.by_holder), ("threat", &set.by_threat), ("instrument", &set.by_instrument)];
        let row = move |by: &'static str, row: &sprcheck::model::assessment::AssuranceRow| {
            format!("{:?}: {row:?}", (set.rule_set.as_str(), by, row.id.as_str()))
        };
        by.into_iter().flat_map(move |(by, rows)| rows.iter().map(move |one| row(by, one))).collect::<Vec<_>>()
    });
    let departures =
        assessment.departures.iter().filter(|one| one.in_effect).map(|one| format!("in effect: {}", one.id));
    let evidence = assessment.evidence.iter().filter(|one| one.current).map(|one| format!("current: {}", one.id));
    duties.chain(rows).chain(departures).chain(evidence).collect()
}

/// Holds the forecast for some days against the audits as of them.
fn hold_against_audits(what: &str, case: &Case<'_>, ahead: &Forecast, days: impl IntoIterator<Item = Day>) {
    for day in days {
        let (foreseen, found) = (of_outlook(&ahead.on(day).unwrap()), of_audit(&case.audit(day).assessment));
        let wrong: Vec<&String> = foreseen.symmetric_difference(&found).collect();
        assert!(wrong.is_empty(), "{what} from {} for {day}:\n{wrong:#?}", ahead.as_of);
    }
}

/// Every so many days from the first to the last; with `FORECAST_EVERY_DAY` set, and where the program is optimised, every single one.
fn days(from: Day, count: i64, stride: usize) -> Vec<Day> {
    let every = !cfg!(debug_assertions) || std::env::var_os("FORECAST_EVERY_DAY").is_some();
    (0..=count).step_by(if every { 1 } else { stride }).map(|days| later(from, days)).collect()
}

/// Some of the dates on which something changes, and the days before them.
fn edges(ahead: &Forecast, most: usize) -> Vec<Day> {
    let stride = ahead.dates.len().div_ceil(most).max(1);
    let dates = ahead.dates.iter().step_by(stride).map(|turn| turn.date);
    dates.flat_map(|date| [later(date, -1), date]).collect()
}

#[test]
fn the_forecast_for_a_date_is_the_audit_as_of_that_date_over_two_years() {
    let rules = built_in();
    for (folder, from) in [("seeds/west-midlands-2021", "2021-01-31"), ("seeds/example-force", "2021-06-30")] {
        let case = held(&rules, folder);
        let from = day(from);
        let ahead = forecast(&Inquiry::open(&case, from), later(from, 730));
        assert!(ahead.changes().count() > 10, "{folder}");
        hold_against_audits(folder, &case, &ahead, days(from, 730, 146).into_iter().chain(edges(&ahead, 4)));
    }
}

#[test]
fn so_it_is_for_each_variant_of_the_example_force() {
    let own =
        Rules::load(&[load::builtin(), files::rule_set(Path::new("tests/rulesets/example-pilot")).unwrap()], true);
    let rules = built_in();
    let mut variants = 0;
    for entry in std::fs::read_dir("seeds/example-force/variants").unwrap() {
        let folder = entry.unwrap().path();
        let rules = if folder.ends_with("erring-rule") { &own } else { &rules };
        let name = folder.to_str().unwrap();
        let case = held(rules, name);
        let from = day("2020-09-30");
        let ahead = forecast(&Inquiry::open(&case, from), later(from, 900));
        hold_against_audits(name, &case, &ahead, days(from, 900, 600));
        variants += 1;
    }
    assert!(variants >= 8);
}

#[test]
fn causes_that_matter_only_together_are_told_together() {
    let rules = built_in();
    let case = held(&rules, "seeds/example-force");
    let ahead = forecast(&Inquiry::open(&case, day("2021-06-30")), day("2021-12-31"));
    let of = |duty: &str| ahead.changes().find(|(_, change)| change.duty.as_str() == duty).unwrap();
    // Two statements age on the same day, and either of them alone would make the duty unproven.
    let (date, both) = of("account.force_maintained");
    let names: Vec<&str> = both.causes.iter().map(|cause| cause.name.as_str()).collect();
    assert_eq!((date, both.together), (day("2021-12-31"), true), "{names:?}");
    assert_eq!(names, ["maintenance.concerns.answered", "maintenance.concerns.open"]);
    // Here one thing is enough, whatever else ages on that day.
    let (date, one) = of("prevent.performance_measures");
    assert_eq!((date, one.together, one.causes.len()), (day("2021-09-23"), false, 1), "{:?}", one.causes);
    assert_eq!(one.causes.first().map(|cause| cause.kind), Some(CauseKind::EvidenceReviewDue));
}

const POLICY: &str = include_str!("forecast/policy.yaml");
const FACTS: &str = include_str!("forecast/facts.yaml");
/// Every rule of the made-up set, by the name of its duty.
const RULES: &[(&str, &str)] = &[
    ("aged", "require enough: facts.pilot.count >= 3;\nrequire said: facts.pilot.yes;\n"),
    (
        "reviewed",
        "let since = as_of - 4 * months;\n\
         require fresh: since <= facts.pilot.done && facts.pilot.done <= as_of;\n\
         require last: facts.pilot.seen >= since;\n",
    ),
    (
        "due",
        "require done by facts.pilot.limit: facts.pilot.done <= facts.pilot.limit && facts.pilot.done <= as_of;\n\
         require planned: facts.pilot.begins <= as_of;\n",
    ),
    ("rests", "require follows: duties[\"pilot.aged\"].met || facts.pilot.yes;\n"),
    ("after", "require follows: duties[\"pilot.rests\"].met && duties[\"pilot.reviewed\"].met;\n"),
    (
        "meetings",
        "let held = facts.pilot.meetings[subject];\n\
         require minuted by held.held_on + 3 * months: held.minuted_on <= held.held_on + 3 * months;\n",
    ),
    ("odd", "let early = min(as_of, facts.pilot.done);\nrequire odd: early + 1 * months <= as_of - 1 * months;\n"),
];

fn file(path: &str, text: &str) -> InputFile {
    InputFile { shown: path.into(), path: path.into(), bytes: text.into() }
}

/// The made-up rule set, in force between two dates.
fn pilot(from: &str, until: &str) -> Rules {
    let policy = POLICY.replace("FROM", from).replace("UNTIL", until);
    let mut files = vec![
        file("policies/ruleset.yaml", "name: pilot\nversion: 1.0.0\nowner: a test\n"),
        file("policies/pilot.yaml", &policy),
        file("policies/facts/pilot.yaml", FACTS),
    ];
    files.extend(RULES.iter().map(|(name, text)| file(&format!("rules/pilot/{name}.rhai"), text)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let tree = InputTree { origin: Origin::RuleSet(RuleSetName::from("pilot")), files, faults: Vec::new() };
    Rules::load(&[load::builtin(), tree], false)
}

/// A date, whole or partial, within some two years around the first day.
fn date() -> impl Strategy<Value = String> {
    (-500..500_i64, 0..8).prop_map(|(days, cut)| {
        let text = later(day(START), days).to_string();
        let length = match cut {
            0 => 4,
            1 | 2 => 7,
            _ => 10,
        };
        text.chars().take(length).collect()
    })
}

const START: &str = "2024-03-15";
/// The dates that a profile of the made-up rule set carries.
const DATES: usize = 22;

fn profile(dates: &[String]) -> InputTree {
    let mut dates = dates.iter();
    let template = include_str!("forecast/profile.yaml");
    let mut text = String::new();
    for part in template.split("DATE") {
        let next = dates.next().map_or("", String::as_str);
        text.push_str(part);
        text.push_str(next);
    }
    InputTree { origin: Origin::Profile, files: vec![file("profile.yaml", &text)], faults: Vec::new() }
}

#[test]
fn so_it_is_for_any_dates_day_by_day() {
    let count = include_str!("forecast/profile.yaml").matches("DATE").count();
    assert_eq!(count, DATES);
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default() } else { Config::with_cases(8) };
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..cases });
    let strategy = (proptest::collection::vec(date(), DATES), date(), date());
    let (tried, moved) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let kinds = std::cell::RefCell::new(BTreeSet::new());
    let result = runner.run(&strategy, |(dates, a, b)| {
        let (from, until) = if day_first(&a) <= day_first(&b) { (a, b) } else { (b, a) };
        let rules = pilot(&from, &until);
        let case = match rules.hold(&profile(&dates), &BTreeMap::new()) {
            Ok(case) => case,
            Err(refusal) => {
                // Some dates contradict each other: such a profile is refused.
                let told = format!("{:?}", refusal.problems);
                return Err(TestCaseError::reject(told));
            }
        };
        assert_eq!(case.rule_set_problems().map(|one| one.message.clone()).collect::<Vec<_>>(), Vec::<String>::new());
        let from = day(START);
        let ahead = forecast(&Inquiry::open(&case, from), later(from, 400));
        hold_against_audits(
            &format!("{dates:?}"),
            &case,
            &ahead,
            days(from, 400, 5).into_iter().chain(edges(&ahead, 30)),
        );
        for (date, change) in ahead.changes() {
            assert!(
                !change.causes.is_empty(),
                "nothing is said to cause what {} becomes on {date}: {dates:?}",
                change.duty
            );
            kinds.borrow_mut().extend(change.causes.iter().map(|cause| cause.kind));
        }
        tried.set(tried.get() + 1);
        moved.set(moved.get() + ahead.changes().count());
        Ok(())
    });
    result.unwrap_or_else(|fault| panic!("{fault}"));
    let (tried, moved, kinds) = (tried.get(), moved.get(), kinds.into_inner());
    assert!(moved > 3 * tried && kinds.len() > 8, "too little changes to show anything: {moved} in {tried}, {kinds:?}");
}

fn day_first(text: &str) -> Day {
    Dates::parse(text).unwrap().first()
}
