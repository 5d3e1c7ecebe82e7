//! What a report up to a marking tells hangs on nothing that is marked higher: not on its values, not on how many there are, not on where
//! they stand. Shown by changing all of that and demanding the same bytes of every form of a report.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod chance;
mod hostile;
mod outside;
mod sensitive;
mod tree;
mod world;

use chance::Chance;
use sensitive::{changed, marked};
use serde_yaml::Value;
use sprcheck::model::assessment::{Assessment, DutyResult};
use sprcheck::model::words::{Marking, Standing, Verdict};
use world::{World, same};

/// How many profiles are tried; `SPRCHECK_MARKING_TRIES` sets another number.
fn tries(few: u64) -> u64 {
    std::env::var("SPRCHECK_MARKING_TRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

fn samples() -> [World; 2] {
    [World::new("example-force", "2021-06-30"), World::new("west-midlands-2021", "2021-01-31")]
}

#[test]
fn what_is_marked_higher_changes_no_byte_of_what_is_told() {
    let worlds = samples();
    let (mut withheld, mut whole, mut changes, mut turned) = (0, 0, 0, 0);
    for number in 0..tries(6) {
        let mut chance = Chance::seed(number);
        let world = &worlds[chance.below(2)];
        let mut tree: Value = serde_yaml::from_str(&world.text).unwrap();
        let many = 1 + chance.below(4);
        let paths = marked(world, &mut tree, many, &mut chance);
        let (other, done) = changed(world, &tree, &paths, &mut chance);
        let one = tree::written(&tree, None);
        let other = tree::written(&other, Some(&mut chance));
        let to_do = number % 8 == 0;
        let reports = world.reports(&one, to_do);
        same(&format!("try {number}, marked {paths:?}"), &reports, &world.reports(&other, to_do));
        let (brief, _) = world.told(&one, false);
        let before = world.whole(&one);
        agrees(&before, &brief.assessment);
        let after = world.whole(&other);
        let moved =
            |(a, b): (&DutyResult, &DutyResult)| usize::from((a.outcomes, a.support) != (b.outcomes, b.support));
        turned += before.duties.iter().zip(&after.duties).map(moved).sum::<usize>();
        withheld += brief.assessment.partial.unwrap().withheld;
        whole += brief.assessment.duties.len();
        changes += done;
    }
    assert!(withheld > 0 && withheld * 2 < whole, "{withheld} of {whole} duties were withheld");
    assert!(changes > 10 && turned > 0, "{changes} changes were made, by which {turned} duties came out otherwise");
}

/// What is told is what the whole assessment tells, and what is withheld is what was judged by something marked higher.
fn agrees(whole: &Assessment, told: &Assessment) {
    assert_eq!(whole.duties.len(), told.duties.len());
    for (all, part) in whole.duties.iter().zip(&told.duties) {
        assert_eq!(all.id, part.id);
        assert_eq!(all.marking > Marking::Official, part.verdict == Verdict::Withheld, "{}", all.id);
        if part.verdict == Verdict::Withheld {
            assert!(says_nothing(part), "{part:#?}");
            continue;
        }
        let verdict = |duty: &DutyResult| {
            let pairs = duty.requirements.iter().map(|pair| {
                let facts =
                    pair.facts.iter().map(|fact| (fact.path.clone(), fact.value.clone(), fact.supported_by.clone()));
                (pair.id.clone(), pair.subject.clone(), pair.outcome, pair.support, facts.collect::<Vec<_>>())
            });
            (
                duty.verdict,
                duty.standing,
                duty.outcomes,
                duty.support,
                duty.follows_from.clone(),
                pairs.collect::<Vec<_>>(),
            )
        };
        assert_eq!(verdict(all), verdict(part), "{}", all.id);
    }
}

fn says_nothing(duty: &DutyResult) -> bool {
    duty.requirements.is_empty()
        && duty.departures.is_empty()
        && duty.follows_from.is_empty()
        && duty.standing_by_threat.is_empty()
        && duty.support.is_none()
        && duty.standing == Standing::Withheld
        && !duty.apparent_breach
        && duty.outcomes == sprcheck::model::assessment::OutcomeCounts::default()
}

#[test]
fn every_roll_up_with_a_withheld_duty_in_it_is_withheld_and_no_other() {
    let world = World::new("example-force", "2021-06-30");
    let text = world.text.replace("    strategic_lead:\n", "    strategic_lead:\n      marking: OFFICIAL-SENSITIVE\n");
    assert_ne!(text, world.text);
    let (brief, _) = world.told(&text, false);
    let it = &brief.assessment;
    let held: Vec<&DutyResult> = it.duties.iter().filter(|duty| duty.standing == Standing::Withheld).collect();
    assert!(!held.is_empty());
    for set in &it.assurance {
        for row in &set.by_holder {
            let enters = held.iter().any(|duty| {
                duty.rule_set == set.rule_set
                    && !duty.context
                    && duty.held_by.iter().any(|one| one.to_string() == row.id)
            });
            assert_eq!(enters, row.assurance.as_str() == "withheld", "{}", row.id);
            if enters {
                assert_eq!(row.standings, sprcheck::model::assessment::StandingCounts::default());
            }
        }
    }
}
