//! Nothing comes out otherwise before the turn.

use super::*;

/// What following a duty from turn to turn came to.
#[derive(Default)]
pub(super) struct Followed {
    pub(super) turns: usize,
    /// Those at which something did come out otherwise.
    pub(super) real: usize,
    pub(super) unclear: usize,
}

/// Judges a duty from turn to turn and in between: the same until the day before each turn.
pub(super) fn follow(scene: &Scene<'_>, duty: &Duty, (from, end): (Day, Day), chance: &mut Chance) -> Followed {
    let mut found = Followed::default();
    let mut from = from;
    let mut told_before: Option<Vec<String>> = None;
    while from < end && found.turns < 40 {
        let (told, dependence) = scene.hear(duty, from);
        if told_before.is_some_and(|before| before != told) {
            found.real += 1;
        }
        let turn = dependence.turn.filter(|turn| turn.day < end);
        let next = turn.as_ref().map_or(end, |turn| turn.day);
        assert!(next > from, "{} turns on {next}, seen from {from}", duty.id);
        let mut days = vec![from.tomorrow(), next.yesterday()];
        days.extend([chance.between(from, next), chance.between(from, next)]);
        for day in days.into_iter().flatten().filter(|day| *day > from && *day < next) {
            let then = scene.hear(duty, day).0;
            assert!(
                then == told,
                "{} on {day} is\n{then:#?}\nnot\n{told:#?}\nas on {from}; its turn is {turn:?}",
                duty.id
            );
        }
        found.turns += 1;
        found.unclear += usize::from(turn.is_some_and(|turn| turn.causes.contains(&Turned::Unclear)));
        told_before = Some(told);
        from = next;
    }
    found
}

#[test]
fn no_duty_of_a_seed_comes_out_otherwise_before_its_turn() {
    let rules = built_in();
    let mut chance = Chance::of(1);
    let mut all = Followed::default();
    for profile in seeds(&rules) {
        let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &profile, settled: Vec::new() };
        for duty in rules.law().duties() {
            let found = follow(&scene, duty, (day("2010-01-01"), day("2030-01-01")), &mut chance);
            all.turns += found.turns;
            all.real += found.real;
            all.unclear += found.unclear;
        }
    }
    println!("{} turns, {} of them real, {} unclear", all.turns, all.real, all.unclear);
    assert!(all.real > 300, "only {} of {} turns are real", all.real, all.turns);
    assert_eq!(all.unclear, 0);
}

#[test]
fn no_case_of_a_rule_comes_out_otherwise_before_its_turn() {
    let rules = built_in();
    let mut chance = Chance::of(2);
    let mut all = Followed::default();
    for case in cases(&rules, 29) {
        let Some(duty) = rules.law().duty(case.duty.as_str()) else { continue };
        let settled = case.duties.iter().map(|(id, met)| (id.clone(), *met)).collect();
        let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &case.profile, settled };
        let from = chance.between(day("2010-01-01"), case.as_of).unwrap_or(case.as_of);
        for start in [from, case.as_of] {
            let found = follow(&scene, duty, (start, day("2032-01-01")), &mut chance);
            all.turns += found.turns;
            all.real += found.real;
            all.unclear += found.unclear;
        }
    }
    println!("{} turns, {} of them real, {} unclear", all.turns, all.real, all.unclear);
    assert!(all.real > 300, "only {} of {} turns are real", all.real, all.turns);
    assert_eq!(all.unclear, 0);
}
