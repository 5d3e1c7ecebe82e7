//! Facts laid over facts: nothing taken is the one side, all taken is the other, and what was taken can be put back.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use sprcheck::audit::{Case, Rules};
use sprcheck::load::{self, InputTree, files};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::facts::Facts;
use sprcheck::model::merge::{Change, Merged};

const FORCE: &str = "seeds/west-midlands-2021";
const OTHER: &str = "seeds/example-force";

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn tree(path: &str) -> InputTree {
    files::profile(Path::new(path)).unwrap()
}

fn rules() -> Rules {
    Rules::load(&[load::builtin()], true)
}

fn held<'r>(rules: &'r Rules, tree: &InputTree) -> Case<'r> {
    rules.hold(tree, &BTreeMap::new()).unwrap()
}

/// The profile of the force with texts replaced, each of which must be there.
fn edited(changes: &[(&str, &str)]) -> InputTree {
    let mut tree = tree(FORCE);
    let file = tree.files.first_mut().unwrap();
    let mut text = String::from_utf8(file.bytes.clone()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    file.bytes = text.into_bytes();
    tree
}

/// Facts stated, changed and left out: values, a `none`, lists, closures, entries, records.
fn other_version() -> InputTree {
    edited(&[
        ("      appointed: 2020\n", "      appointed: 2019-05\n"),
        ("      rank: Chief Superintendent\n", ""),
        ("value: 350, at_least: true", "value: 400"),
        ("      list: [birmingham, walsall, sandwell, coventry]\n", "      list: [birmingham, walsall]\n"),
        (
            "    force_board:\n      chair: Force PREVENT Strategic Lead\n      cites: [board-paper-2021#37]\n",
            "    force_board: none\n",
        ),
        (
            "    meetings:\n      spcb-2020-01-21:\n        held_on: 2020-01-21\n",
            "    meetings:\n      complete: { members: [spcb-2020-11-21, lost], cites: [board-paper-2021#4] }\n      spcb-2020-11-21:\n        held_on: 2020-11-21\n",
        ),
        ("complete: { members: [hmicfrs, national-ct-policing], cites", "complete: { members: [hmicfrs], cites"),
        ("          national-ct-policing: { figure: 9, cites: [board-paper-2021#35] }\n", ""),
        ("solihull:      { in_place: true,", "solihull:      { in_place: false,"),
        ("      changed_on: 2020-11-03\n", "      changed_on: { value: 2020-11-03, cites: [] }\n"),
        (
            "      list: [Birmingham, Walsall, Sandwell, Coventry]\n",
            "      complete: { members: [Birmingham, Walsall] }\n",
        ),
    ])
}

/// What became of the duties, without the places at which it stands in files.
fn duties(case: &Case<'_>, as_of: Day) -> Value {
    let mut duties = serde_json::to_value(case.audit(as_of).assessment.duties).unwrap();
    forget_places(&mut duties);
    duties
}

fn forget_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for place in ["file", "line", "column"] {
                fields.remove(place);
            }
            fields.values_mut().for_each(forget_places);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}

/// Verdicts and outcomes alone.
fn outcomes(case: &Case<'_>, as_of: Day) -> Vec<String> {
    let mut found = Vec::new();
    for duty in case.audit(as_of).assessment.duties {
        found.push(format!("{} {:?}", duty.id, duty.verdict));
        found.extend(
            duty.requirements
                .iter()
                .map(|pair| format!("{} {} {:?} {:?} {}", duty.id, pair.id, pair.subject, pair.outcome, pair.history)),
        );
    }
    found
}

fn same_paths() -> impl Fn(&str) -> String {
    |path: &str| path.to_owned()
}

fn take_all(merged: &mut Merged) {
    for difference in &mut merged.differences {
        Merged::take(&mut merged.facts, difference);
    }
}

const DATES: [&str; 3] = ["2021-01-31", "2019-06-30", "2024-06-30"];

#[test]
fn with_nothing_taken_the_first_side_is_judged_as_on_its_own() {
    let rules = rules();
    let (force, other) = (held(&rules, &tree(FORCE)), held(&rules, &tree(OTHER)));
    let third = held(&rules, &other_version());
    for (a, b) in [(&force, &other), (&other, &force), (&force, &third)] {
        let merged = Merged::of(&a.profile().facts, &b.profile().facts, &same_paths());
        assert!(merged.differences.len() > 10);
        let laid = a.with_facts(Arc::new(merged.facts));
        for as_of in DATES.map(day) {
            let whole = |case: &Case<'_>| serde_json::to_value(case.audit(as_of).assessment).unwrap();
            assert_eq!(whole(&laid), whole(a));
        }
    }
}

#[test]
fn with_all_taken_it_is_the_other_side() {
    let rules = rules();
    let (force, other) = (held(&rules, &tree(FORCE)), held(&rules, &tree(OTHER)));
    for (a, b) in [(&force, &other), (&other, &force)] {
        let mut merged = Merged::of(&a.profile().facts, &b.profile().facts, &same_paths());
        take_all(&mut merged);
        let laid = a.with_facts(Arc::new(merged.facts));
        // The force, its evidence and its departures stay, so that only the facts are the other's.
        let alone = a.with_facts(Arc::clone(&b.profile().facts));
        for as_of in DATES.map(day) {
            assert_eq!(outcomes(&laid, as_of), outcomes(&alone, as_of));
        }
    }
}

#[test]
fn another_version_of_a_profile_is_reached_to_the_letter() {
    let rules = rules();
    let (old, new) = (held(&rules, &tree(FORCE)), held(&rules, &other_version()));
    for (a, b) in [(&old, &new), (&new, &old)] {
        let mut merged = Merged::of(&a.profile().facts, &b.profile().facts, &same_paths());
        take_all(&mut merged);
        let laid = a.with_facts(Arc::new(merged.facts));
        for as_of in DATES.map(day) {
            assert_eq!(duties(&laid, as_of), duties(b, as_of));
        }
    }
}

#[test]
fn what_was_taken_can_be_put_back_in_any_order() {
    let rules = rules();
    let (force, other) = (held(&rules, &tree(FORCE)), held(&rules, &tree(OTHER)));
    let third = held(&rules, &other_version());
    for b in [&other, &third] {
        let mut merged = Merged::of(&force.profile().facts, &b.profile().facts, &same_paths());
        let before = format!("{:?}", merged.facts);
        take_all(&mut merged);
        assert_ne!(format!("{:?}", merged.facts), before);
        let (even, odd): (Vec<usize>, Vec<usize>) = (0..merged.differences.len()).partition(|index| index % 3 == 0);
        for index in even.into_iter().chain(odd) {
            let difference = merged.differences.get_mut(index).unwrap();
            Merged::take(&mut merged.facts, difference);
        }
        assert_eq!(format!("{:?}", merged.facts), before);
    }
}

#[test]
fn each_thing_that_was_changed_is_one_difference() {
    let rules = rules();
    let (old, new) = (held(&rules, &tree(FORCE)), held(&rules, &other_version()));
    let merged = Merged::of(&old.profile().facts, &new.profile().facts, &same_paths());
    let told: Vec<(String, Change)> =
        merged.differences.iter().map(|difference| (difference.path.clone(), difference.is)).collect();
    let expected = [
        ("contest.threat_level.changed_on", Change::Changed),
        ("figures.sums.minimum-standards.parts.complete", Change::Changed),
        ("figures.sums.minimum-standards.parts.national-ct-policing", Change::Removed),
        ("figures.sums.minimum-standards.parts.national-ct-policing.figure", Change::Removed),
        ("prevent.ambassadors", Change::Changed),
        ("prevent.delivery_plans.solihull.in_place", Change::Changed),
        ("prevent.force_board", Change::Changed),
        ("prevent.force_board.chair", Change::Removed),
        ("prevent.next_year.national_priority_areas", Change::Changed),
        ("prevent.priority_areas", Change::Changed),
        ("prevent.strategic_lead.appointed", Change::Changed),
        ("prevent.strategic_lead.rank", Change::Removed),
        ("scrutiny.meetings.complete", Change::Added),
        ("scrutiny.meetings.spcb-2020-01-21", Change::Removed),
        ("scrutiny.meetings.spcb-2020-01-21.held_on", Change::Removed),
        ("scrutiny.meetings.spcb-2020-11-21", Change::Added),
        ("scrutiny.meetings.spcb-2020-11-21.held_on", Change::Added),
    ];
    assert_eq!(told, expected.map(|(path, is)| (path.to_owned(), is)));
    assert_eq!(Merged::of(&old.profile().facts, &old.profile().facts, &same_paths()).differences.len(), 0);
}

#[test]
fn a_moved_line_is_no_difference() {
    let rules = rules();
    let (old, new) = (held(&rules, &tree(FORCE)), held(&rules, &edited(&[("facts:\n", "\n\n# moved\nfacts:\n")])));
    let places = |facts: &Facts| facts.iter().filter_map(|(_, fact)| fact.place).collect::<Vec<_>>();
    assert_ne!(places(&old.profile().facts), places(&new.profile().facts));
    assert!(Merged::of(&old.profile().facts, &new.profile().facts, &same_paths()).differences.is_empty());
}

#[test]
fn a_path_leads_to_the_same_node_before_and_after() {
    let rules = rules();
    let (old, new) = (held(&rules, &tree(FORCE)), held(&rules, &other_version()));
    let mut merged = Merged::of(&old.profile().facts, &new.profile().facts, &same_paths());
    for (id, fact) in old.profile().facts.iter() {
        assert_eq!(merged.facts.find(&fact.path), Some(id));
    }
    take_all(&mut merged);
    for (id, fact) in merged.facts.iter() {
        assert_eq!(merged.facts.find(&fact.path), Some(id), "{}", fact.path);
    }
    let of_new = |path: &str| new.profile().facts.find(path).and_then(|id| new.profile().facts.get(id)).is_some();
    assert!(of_new("scrutiny.meetings.spcb-2020-11-21.held_on"));
    assert!(merged.facts.find("scrutiny.meetings.spcb-2020-11-21.held_on").is_some());
}

#[test]
fn an_entry_can_be_laid_under_another_name() {
    let rules = rules();
    let old = held(&rules, &tree(FORCE));
    let new = held(
        &rules,
        &edited(&[("spcb-2020-01-21:\n        held_on: 2020-01-21", "other:\n        held_on: 2020-02-21")]),
    );
    let rename = |path: &str| path.replace("scrutiny.meetings.other", "scrutiny.meetings.spcb-2020-01-21");
    let merged = Merged::of(&old.profile().facts, &new.profile().facts, &rename);
    let paths: Vec<&str> = merged.differences.iter().map(|difference| difference.path.as_str()).collect();
    assert_eq!(paths, ["scrutiny.meetings.spcb-2020-01-21.held_on"]);
}
