//! What was not asked for changes nothing, whatever becomes of it.

use std::sync::Arc;

use super::*;
use crate::model::facts::{Citation, Content, Fact, Scalar};
use crate::model::place::Place;

/// Makes something else of a fact.
pub(super) fn spoil(fact: &mut Fact, place: Place, chance: &mut Chance) {
    let how = chance.below(6);
    if how != 0 {
        fact.cites = vec![Citation { evidence: "other".into(), anchor: None, place }];
    } else {
        fact.cites.clear();
    }
    fact.place = if chance.below(2) == 0 { None } else { Some(place) };
    fact.stated_on = Dates::on(day(["2001-01-01", "2019-05-05", "2099-01-01"][chance.below(3) as usize]));
    fact.since = (chance.below(3) == 0).then(|| Dates::on(day("2005-05-05")));
    fact.planned = chance.below(2) == 0;
    fact.content = match how {
        0 | 1 => Content::Missing,
        2 => Content::Absence,
        3 => Content::Value(Scalar::YesNo(false)),
        4 => Content::Value(Scalar::Dates(Dates::on(day("2019-01-01")))),
        _ => Content::Record(Default::default()),
    };
}

/// Judges a duty, spoils facts that were not asked for, judges again; returns how many stated facts there were to spoil.
pub(super) fn spoil_the_rest(scene: &Scene<'_>, duty: &Duty, on: Day, chance: &mut Chance) -> usize {
    let (told, dependence) = scene.hear(duty, on);
    let mut stated = 0;
    for most in [2, 1] {
        let mut profile = scene.profile.clone();
        let place = profile.place;
        let facts = Arc::make_mut(&mut profile.facts);
        let ids: Vec<FactId> = facts.iter().map(|(id, _)| id).collect();
        let rest = ids.into_iter().filter(|id| dependence.facts.binary_search(id).is_err());
        for id in rest.filter(|_| most == 1 || chance.below(2) == 0).collect::<Vec<_>>() {
            let fact = facts.get_mut(id).unwrap();
            stated += usize::from(most == 1 && fact.is_stated());
            spoil(fact, place, chance);
        }
        let spoilt = Scene { profile: &profile, settled: scene.settled.clone(), ..*scene };
        let (then, again) = spoilt.hear(duty, on);
        assert!(then == told, "{} on {on} is\n{then:#?}\nnot\n{told:#?}\nwith other facts spoilt", duty.id);
        assert_eq!(again, dependence, "{} on {on}", duty.id);
    }
    stated
}

#[test]
fn facts_of_a_seed_that_a_duty_did_not_ask_for_change_nothing() {
    let rules = built_in();
    let mut chance = Chance::of(3);
    let mut stated = 0;
    for profile in seeds(&rules) {
        let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &profile, settled: Vec::new() };
        for duty in rules.law().duties() {
            let on = chance.between(day("2012-01-01"), day("2028-01-01")).unwrap();
            for on in [day("2021-01-31"), on] {
                stated += spoil_the_rest(&scene, duty, on, &mut chance);
            }
        }
    }
    assert!(stated > 10_000, "only {stated} stated facts were spoilt");
}

#[test]
fn facts_of_a_case_that_a_duty_did_not_ask_for_change_nothing() {
    let rules = built_in();
    let mut chance = Chance::of(4);
    for case in cases(&rules, 11) {
        let Some(duty) = rules.law().duty(case.duty.as_str()) else { continue };
        let settled = case.duties.iter().map(|(id, met)| (id.clone(), *met)).collect();
        let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &case.profile, settled };
        spoil_the_rest(&scene, duty, case.as_of, &mut chance);
    }
}
