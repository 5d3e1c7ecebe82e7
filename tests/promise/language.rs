//! The promise over made-up rules: taking something away improves nothing, and neither does turning operands round or moving files.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::test_runner::{TestCaseError, TestError};
use sprcheck::audit::Rules;
use sprcheck::load::InputTree;
use sprcheck::model::assessment::Assessment;
use sprcheck::model::dates::Day;
use sprcheck::model::words::Outcome;

use super::chance::Chance;
use super::compare::improvements;
use super::facts::Maker;
use super::order::{difference, placeless, shuffled};
use super::profile::Profile;
use super::real::{assess, report};
use super::removal::{choose, without};
use super::script::RuleSet;
use super::{runner, tried};

/// A profile for a made-up rule set, and the date to judge it on.
fn profile(rules: &Rules, chance: &mut Chance<'_>) -> (Profile, Day) {
    let as_of = Day::new(2021, 3, 15).unwrap();
    let mut maker = Maker {
        law: rules.law(),
        as_of,
        force: if chance.percent(60) { "west-midlands".into() } else { "elsewhere".into() },
        cites: vec!["e-minutes".into(), "e-register".into()],
        absent: *chance.pick(&[0, 10, 40]),
        odd: *chance.pick(&[0, 10, 50]),
        uncited: *chance.pick(&[0, 10, 50]),
        chance,
    };
    (maker.profile(None), as_of)
}

fn load(tree: &InputTree) -> Rules {
    Rules::load(std::slice::from_ref(tree), true)
}

/// What each pair came to. Which of two failures is met first depends on which operand is looked at first, so that a rule which fails
/// both on a type and on something missing may be `error` one way round and `unknown` the other; neither is an answer.
fn outcomes(assessment: &Assessment) -> Vec<String> {
    let outcome = |outcome: Outcome| if outcome == Outcome::Error { Outcome::Unknown } else { outcome };
    let pairs = assessment.duties.iter().flat_map(|duty| duty.requirements.iter().map(move |pair| (duty, pair)));
    pairs
        .map(|(duty, pair)| {
            format!("{}/{}/{:?}: {} {:?}", duty.id, pair.id, pair.subject, outcome(pair.outcome), pair.support)
        })
        .collect()
}

fn check(choices: &[u32], seed: u64, seen: &RefCell<BTreeMap<String, usize>>) -> Result<(), String> {
    let rule_set = RuleSet::make(&mut Chance::tape(choices));
    let tree = rule_set.tree(false);
    let rules = load(&tree);
    let mut chance = Chance::seed(seed);
    let (profile, as_of) = profile(&rules, &mut chance);
    let count = |what: &str| *seen.borrow_mut().entry(what.to_owned()).or_default() += 1;
    let before = match assess(&rules, &profile, as_of) {
        Ok(before) => before,
        Err(_) if !rules.loaded().problems.is_empty() => {
            count("rules refused");
            return Ok(());
        }
        Err(problems) => return Err(format!("the profile is refused: {problems}\n{}", profile.yaml())),
    };
    count("judged");
    for pair in before.duties.iter().flat_map(|duty| &duty.requirements) {
        count(pair.outcome.as_str());
        if let Some(support) = pair.support {
            count(support.as_str());
        }
    }
    before.duties.iter().for_each(|duty| count(duty.standing.as_str()));
    for _ in 0..6 {
        let gone = choose(&profile, &mut chance);
        let after = match assess(&rules, &without(&profile, &gone), as_of) {
            Ok(after) => after,
            Err(problems) => return Err(format!("refused without {gone:?}: {problems}\n{}", profile.yaml())),
        };
        if !improvements(&before, &after).is_empty() {
            return Err(format!("{}\n{}", report(&rules, profile, gone, as_of), rule_set.shown()));
        }
    }
    let turned = rule_set.tree(true);
    let turned = assess(&load(&turned), &profile, as_of).map_err(|problems| {
        let scripts = turned.files.iter().filter(|file| file.path.ends_with(".rhai"));
        let scripts: Vec<_> = scripts.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
        format!("turned round it is refused: {problems}\n{}", scripts.join("\n"))
    })?;
    if outcomes(&turned) != outcomes(&before) {
        let (a, b) = (outcomes(&before), outcomes(&turned));
        let apart: Vec<_> = a.iter().zip(&b).filter(|(a, b)| a != b).collect();
        return Err(format!("turned round: {apart:#?}\n{}\n{}", rule_set.shown(), profile.yaml()));
    }
    let mut moved = tree.clone();
    chance.shuffle(&mut moved.files);
    let other = assess(&load(&moved), &shuffled(&profile, &mut chance), as_of)?;
    if let Some(apart) = difference(&placeless(&before), &placeless(&other), "") {
        return Err(format!("moved about: {apart}\n{}\n{}", rule_set.shown(), profile.yaml()));
    }
    Ok(())
}

#[test]
fn a_made_up_rule_keeps_the_promise() {
    let seen = RefCell::new(BTreeMap::new());
    let inputs = (vec(any::<u32>(), 0..300), any::<u64>().no_shrink());
    let result =
        runner(tried(200)).run(&inputs, |(choices, seed)| check(&choices, seed, &seen).map_err(TestCaseError::fail));
    if let Err(TestError::Fail(why, (choices, seed))) = result {
        panic!("{why}\n(choices {choices:?}, seed {seed})");
    }
    let seen = seen.into_inner();
    let of = |what: &str| seen.get(what).copied().unwrap_or(0);
    assert!(of("judged") > of("rules refused"), "most made-up rules do not compile: {seen:?}");
    for what in ["met", "not-met", "unknown", "not-applicable", "error", "evidenced", "asserted", "satisfied", "gap"] {
        assert!(of(what) > 0, "nothing came out {what}: {seen:?}");
    }
}
