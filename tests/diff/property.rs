//! Whatever differs between two sides: each duty that is judged otherwise is told, and its causes alone make it come out so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sprcheck::ask::diff::diff;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Case;
use sprcheck::model::dates::Day;
use sprcheck::model::diff::{Cause, Diff};

use super::mutate::{Chance, Seed, builtin, day};

/// What counts of each duty's judging, as an audit on its own finds it.
fn judged(case: &Case<'_>, as_of: Day) -> BTreeMap<String, Value> {
    let duties = case.audit(as_of).assessment.duties;
    let told = duties.iter().map(|duty| {
        let pairs: Vec<Value> = duty
            .requirements
            .iter()
            .map(|pair| json!([pair.id, pair.subject, pair.outcome, pair.support, pair.history, pair.set_aside_by]))
            .collect();
        (duty.id.to_string(), json!([duty.verdict, duty.support, duty.standing, duty.apparent_breach, pairs]))
    });
    told.collect()
}

/// Sets two sides beside each other and holds what is told against two audits.
fn check(what: &str, (a, from): (&Case<'_>, Day), (b, until): (&Case<'_>, Day)) -> Diff {
    let found = diff(&Inquiry::open(a, from), None, &Inquiry::open(b, until));
    let (before, after) = (judged(a, from), judged(b, until));
    let expected: BTreeSet<&String> = before.keys().filter(|id| before[*id] != after[*id]).collect();
    let ids: Vec<String> = found.changes.iter().map(|change| change.id.to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>(), expected, "{what}");
    assert_eq!(found.counts.changed() + found.counts.unchanged, before.len(), "{what}");
    for change in &found.changes {
        let about = format!("{what}: {}: {:?}", change.id, change.causes);
        assert!(change.replayed, "not reproduced: {about}");
        assert!(change.smallest, "not the smallest: {about}");
        assert!(!change.causes.is_empty(), "no cause: {about}");
        let dated = change.causes.iter().any(|cause| matches!(cause, Cause::Date(_)));
        assert!(!dated || from != until, "a date on one date: {about}");
        let edited = change.causes.iter().any(|cause| matches!(cause, Cause::Profile(_)));
        assert!(!edited || !found.edits.is_empty(), "an edit of nothing: {about}");
    }
    found
}

#[test]
fn the_causes_of_each_change_between_versions_of_a_profile_reproduce_it() {
    let rules = builtin();
    // `DIFF_ROUNDS=50 cargo test --test diff` tries more than can be waited for each time.
    let rounds: usize = std::env::var("DIFF_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap());
    let mut chance = Chance(20_211_231);
    let dates = ["2020-06-30", "2021-01-31", "2021-06-30", "2021-10-15", "2022-09-30"].map(day);
    let (mut changed, mut dated, mut edited) = (0, 0, 0);
    for name in ["west-midlands-2021", "example-force"] {
        let seed = Seed::read(name);
        for round in 0..rounds {
            let own = chance.below(12);
            let (a, b) = (seed.mutated(&rules, &mut chance, own / 4), seed.mutated(&rules, &mut chance, own + 1));
            let (a, b) = (a.hold(&rules).unwrap(), b.hold(&rules).unwrap());
            let from = dates[chance.below(dates.len())];
            let until = if round % 2 == 0 { from } else { dates[chance.below(dates.len())] };
            let found = check(&format!("{name}, {round}, {from} to {until}"), (&a, from), (&b, until));
            let causes = || found.changes.iter().flat_map(|change| &change.causes);
            changed += found.changes.len();
            dated += causes().filter(|cause| matches!(cause, Cause::Date(_))).count();
            edited += causes().filter(|cause| matches!(cause, Cause::Profile(_))).count();
        }
    }
    assert!(changed > 60 && dated > 40 && edited > 25, "{changed} changes, {dated} by date, {edited} by an edit");
}

#[test]
fn the_causes_of_each_change_between_two_profiles_reproduce_it() {
    let rules = builtin();
    let stories =
        ["departures", "edited-minutes", "late-reply", "new-edition", "old-register", "own-paper", "vacant-lead"];
    let seeds: Vec<Seed> = stories.iter().map(|name| Seed::read(&format!("example-force/variants/{name}"))).collect();
    let mut changed = 0;
    for (index, a) in seeds.iter().enumerate() {
        for (b, until) in
            [(&seeds[(index + 1) % seeds.len()], "2021-06-30"), (&seeds[(index + 3) % seeds.len()], "2019-02-28")]
        {
            let (a, b) = (a.hold(&rules).unwrap(), b.hold(&rules).unwrap());
            changed += check(stories[index], (&a, day("2021-06-30")), (&b, day(until))).changes.len();
        }
    }
    assert!(changed > 80, "{changed}");
}

#[test]
fn two_forces_can_be_set_beside_each_other() {
    let rules = builtin();
    let (a, b) = (Seed::read("example-force"), Seed::read("west-midlands-2021"));
    let (a, b) = (a.hold(&rules).unwrap(), b.hold(&rules).unwrap());
    let found = check("two forces", (&a, day("2021-06-30")), (&b, day("2021-01-31")));
    assert!(found.changes.len() > 90);
}

#[test]
fn a_profile_does_not_differ_from_itself_nor_from_itself_moved() {
    let rules = builtin();
    let seed = Seed::read("example-force");
    let moved = seed.edited(&[("\nfacts:\n", "\n\n# a comment\nfacts:\n  # another\n")]);
    let (a, b) = (seed.hold(&rules).unwrap(), moved.hold(&rules).unwrap());
    let found = check("moved", (&a, day("2021-06-30")), (&b, day("2021-06-30")));
    assert_eq!((found.changes.len(), found.edits.len(), found.work.judgings), (0, 0, 0));
}
