//! The promise over the built-in rules, with profiles made from their dictionary, from what their own cases state, and from the seeds.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proptest::test_runner::{TestCaseError, TestError};
use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree, Loaded, builtin, cases};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::dates::Day;
use sprcheck::model::place::Origin;
use sprcheck::model::words::{Assurance, Outcome, Standing, Support};

use super::chance::Chance;
use super::compare::improvements;
use super::facts::{Maker, bases, kinds, node_of};
use super::profile::{Node, Profile};
use super::removal::{Gone, choose, smallest, without};
use super::{runner, seeds, tried};

/// The built-in rules, and facts to start from.
pub(crate) struct World {
    pub(crate) rules: Rules,
    bases: Vec<(Day, Node)>,
}

impl World {
    pub(crate) fn new() -> Self {
        let tree = builtin();
        let rules = Rules::load(std::slice::from_ref(&tree), true);
        assert!(rules.loaded().problems.is_empty(), "{:?}", rules.loaded().problems);
        let mut loaded = Loaded::default();
        let cases: Vec<_> =
            tree.case_files().flat_map(|file| cases(file, &tree.origin, rules.law(), &mut loaded)).collect();
        let mut bases: Vec<(Day, Node)> = bases(&cases).into_iter().collect();
        bases.extend(samples(&rules));
        Self { rules, bases }
    }

    /// A profile and the date to judge it on.
    pub(crate) fn profile(&self, chance: &mut Chance<'_>) -> (Profile, Day) {
        let base = if chance.percent(50) { Some(chance.pick(&self.bases).clone()) } else { None };
        let as_of = match &base {
            // Mostly the day that the facts were made for.
            Some((day, _)) if chance.percent(80) => *day,
            _ if chance.percent(70) => day(2015, 8, chance),
            _ => day(2011, 16, chance),
        };
        let known = base.is_some() || chance.percent(70);
        let mut maker = Maker {
            law: self.rules.law(),
            as_of,
            force: if known { "west-midlands".into() } else { "elsewhere".into() },
            cites: kinds(self.rules.law()).iter().map(|kind| format!("e-{kind}")).collect(),
            absent: *chance.pick(&[0, 0, 3, 30]),
            odd: *chance.pick(&[0, 3, 12, 40]),
            uncited: *chance.pick(&[0, 3, 30]),
            chance,
        };
        (maker.profile(base.map(|(_, node)| node)), as_of)
    }
}

/// Some day in so many years from a first.
fn day(first: i16, years: usize, chance: &mut Chance<'_>) -> Day {
    let part = |chance: &mut Chance<'_>, bound| i16::try_from(chance.below(bound)).unwrap();
    let year = first + part(chance, years);
    let (month, day) = (1 + part(chance, 12), 1 + part(chance, 28));
    Day::new(year, i8::try_from(month).unwrap(), i8::try_from(day).unwrap()).unwrap()
}

/// The facts of the sample profiles. What they cite is left behind: the evidence is made anew.
fn samples(rules: &Rules) -> Vec<(Day, Node)> {
    let mut found = Vec::new();
    for folder in fs::read_dir("seeds").unwrap() {
        let path = folder.unwrap().path().join("profile.yaml");
        let Ok(bytes) = fs::read(&path) else { continue };
        let file = InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes };
        let tree = InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() };
        let Ok(case) = rules.hold(&tree, &BTreeMap::new()) else { continue };
        if case.profile().force.id == "west-midlands" {
            let facts = &case.profile().facts;
            let mut node = node_of(facts, facts.root()).unwrap();
            super::facts::strip(&mut node);
            found.push((case.profile().stated_on.last(), node));
        }
    }
    assert!(!found.is_empty(), "there is no seed to start from");
    found
}

pub(crate) fn assess(rules: &Rules, profile: &Profile, as_of: Day) -> Result<Assessment, String> {
    match rules.hold(&profile.tree(), &profile.digests) {
        Ok(case) => Ok(case.audit(as_of).assessment),
        Err(refusal) => {
            Err(refusal.problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("; "))
        }
    }
}

/// What gets better when something is taken out; a profile that is refused is no better.
pub(crate) fn broken(rules: &Rules, profile: &Profile, gone: &Gone, as_of: Day) -> Vec<String> {
    let Ok(before) = assess(rules, profile, as_of) else { return Vec::new() };
    match assess(rules, &without(profile, gone), as_of) {
        Ok(after) => improvements(&before, &after),
        Err(_) => Vec::new(),
    }
}

/// The failure, with the smallest profile that still shows it.
pub(crate) fn report(rules: &Rules, profile: Profile, gone: Gone, as_of: Day) -> String {
    let first =
        format!("first {}, without {gone:?}; at its smallest ", broken(rules, &profile, &gone, as_of).join(", "));
    let (profile, gone) = smallest(profile, gone, |profile, gone| !broken(rules, profile, gone, as_of).is_empty());
    let better = broken(rules, &profile, &gone, as_of);
    format!("{first}as of {as_of}, without {gone:?}:\n  {}\nof\n{}", better.join("\n  "), profile.yaml())
}

#[test]
fn taking_anything_out_of_a_profile_improves_nothing() {
    let world = World::new();
    let rules = &world.rules;
    let seen = RefCell::new(Seen::default());
    let result = runner(tried(24)).run(&seeds(), |seed| {
        let mut chance = Chance::seed(seed);
        let (profile, as_of) = world.profile(&mut chance);
        let before = match assess(rules, &profile, as_of) {
            Ok(before) => before,
            Err(problems) => {
                seen.borrow_mut().refused.push(problems);
                return Ok(());
            }
        };
        seen.borrow_mut().note(&before);
        for _ in 0..4 {
            let gone = choose(&profile, &mut chance);
            match assess(rules, &without(&profile, &gone), as_of) {
                Ok(after) if !improvements(&before, &after).is_empty() => {
                    return Err(TestCaseError::fail(report(rules, profile, gone, as_of)));
                }
                Ok(_) => {}
                Err(problems) => seen.borrow_mut().refused.push(format!("without {gone:?}: {problems}")),
            }
        }
        Ok(())
    });
    if let Err(TestError::Fail(why, seed)) = result {
        panic!("seed {seed}: {why}");
    }
    seen.into_inner().check();
}

/// What came up, so that the promise is not kept for want of anything to break it.
#[derive(Default)]
struct Seen {
    profiles: usize,
    refused: Vec<String>,
    outcomes: BTreeSet<Outcome>,
    supports: BTreeSet<Support>,
    standings: BTreeSet<Standing>,
    assurance: BTreeSet<Assurance>,
    satisfied: BTreeSet<String>,
}

impl Seen {
    fn note(&mut self, assessment: &Assessment) {
        self.profiles += 1;
        for duty in &assessment.duties {
            self.standings.insert(duty.standing);
            if duty.standing == Standing::Satisfied {
                self.satisfied.insert(duty.id.to_string());
            }
            self.outcomes.extend(duty.requirements.iter().map(|pair| pair.outcome));
            self.supports.extend(duty.requirements.iter().filter_map(|pair| pair.support));
        }
        let sets = assessment.assurance.iter();
        let rows = sets.flat_map(|set| set.by_holder.iter().chain(&set.by_threat).chain(&set.by_instrument));
        self.assurance.extend(rows.map(|row| row.assurance));
    }

    fn check(&self) {
        let Self { profiles, refused, outcomes, supports, standings, assurance, satisfied } = self;
        let some: Vec<&String> = refused.iter().take(5).collect();
        assert!(refused.len() * 20 < *profiles, "{} refusals of {profiles} profiles: {some:#?}", refused.len());
        let unseen = |word: &str, seen: bool| assert!(seen, "nothing came out {word} in {profiles} profiles");
        // The built-in rules do not fail, and `suspect` and `stale` are rare.
        for outcome in Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Error) {
            unseen(outcome.as_str(), outcomes.contains(outcome));
        }
        for support in [Support::Evidenced, Support::Asserted] {
            unseen(support.as_str(), supports.contains(&support));
        }
        for standing in [Standing::Satisfied, Standing::Unproven, Standing::Gap, Standing::Unassessed] {
            unseen(standing.as_str(), standings.contains(&standing));
        }
        for row in [Assurance::PartlyAssured, Assurance::NotAssured, Assurance::CannotSay, Assurance::NoneGiven] {
            unseen(row.as_str(), assurance.contains(&row));
        }
        assert!(satisfied.len() > 5, "only these duties were satisfied: {satisfied:?}");
    }
}
