//! Judging again what reads a change comes to the same as judging everything again.

use std::path::Path;
use std::sync::Arc;

use crate::assess::{Times, assess};
use crate::audit::{Case, Rules};
use crate::load::{self, files};
use crate::model::dates::{Dates, Day};
use crate::model::facts::{Content, Fact, FactId};
use crate::model::profile::Profile;

use super::{Inquiry, Otherwise, Replay, is_same};

/// A small generator of numbers: the same seed, the same numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn rules() -> Rules {
    Rules::load(&[load::builtin()], true)
}

fn hold<'r>(rules: &'r Rules, seed: &str) -> Case<'r> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(seed);
    let tree = files::profile(&path).unwrap();
    rules.hold(&tree, &files::digests(&path, &load::held_paths(&tree))).unwrap_or_else(|_| panic!("{seed} is sound"))
}

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn stated(profile: &Profile) -> Vec<FactId> {
    let states = |fact: &Fact| !matches!(fact.content, Content::Missing) && fact.place.is_some();
    profile.facts.iter().filter(|(_, fact)| states(fact)).map(|(id, _)| id).collect()
}

/// Changes one thing of a profile, and says what.
fn change(profile: &mut Profile, numbers: &mut Numbers) -> Otherwise {
    let mut otherwise = Otherwise::default();
    let facts = stated(profile);
    let id = facts[numbers.below(facts.len())];
    let kind = numbers.below(4);
    if kind == 0 && !profile.evidence.is_empty() {
        let which = numbers.below(profile.evidence.len());
        let evidence = Arc::make_mut(&mut profile.evidence).values_mut().nth(which).unwrap();
        evidence.withdrawn = Some(Dates::parse("2001-01-01").unwrap());
        otherwise.evidence.insert(evidence.id.clone());
        return otherwise;
    }
    otherwise.facts.insert(id);
    let fact = Arc::make_mut(&mut profile.facts).get_mut(id).unwrap();
    match kind {
        1 => fact.cites.clear(),
        2 => fact.stated_on = Dates::parse("2000").unwrap(),
        _ => {
            fact.place = None;
            fact.cites.clear();
            if !matches!(fact.content, Content::Record(_) | Content::Entries { .. }) {
                fact.content = Content::Missing;
            }
        }
    }
    otherwise
}

fn suppose(inquiry: &Inquiry<'_>, profile: &Profile, otherwise: &Otherwise) -> Replay {
    inquiry.replay(profile, &inquiry.reached(otherwise), Times::on(inquiry.as_of()))
}

#[test]
fn judging_again_what_reads_a_change_comes_to_the_same_as_judging_everything() {
    let rules = rules();
    let mut fewer = 0;
    for (seed, as_of, times) in [("west-midlands-2021", "2021-01-31", 25), ("example-force", "2021-06-30", 50)] {
        let case = hold(&rules, seed);
        let as_of = day(as_of);
        let inquiry = Inquiry::open(&case, as_of);
        let mut numbers = Numbers(20_211_231);
        for _ in 0..times {
            let mut profile = case.profile().clone();
            let otherwise = change(&mut profile, &mut numbers);
            let again = suppose(&inquiry, &profile, &otherwise);
            let whole = assess(&case.question(&profile, as_of)).assessment;
            for duty in &whole.duties {
                let known = again.results.get(&duty.id).or_else(|| inquiry.duty(&duty.id)).unwrap();
                assert!(is_same(known, duty), "{seed}: {} after {otherwise:?}", duty.id);
            }
            assert!(again.count() < whole.duties.len(), "{seed}: everything was judged again after {otherwise:?}");
            fewer += usize::from(again.count() > 0);
        }
    }
    assert!(fewer > 25, "hardly any change reached a duty");
}

#[test]
fn what_nobody_reads_is_judged_by_nobody_again() {
    let rules = rules();
    let case = hold(&rules, "west-midlands-2021");
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    let unread = inquiry.assessment().summary.unread_facts.clone();
    let quiet: Vec<FactId> = unread
        .iter()
        .filter_map(|path| case.profile().facts.find(path))
        .filter(|id| inquiry.readers(*id).next().is_none())
        .collect();
    assert!(quiet.len() > 50, "{} facts are asked for by nobody", quiet.len());
    let otherwise = Otherwise { facts: quiet.into_iter().collect(), ..Otherwise::default() };
    assert_eq!(suppose(&inquiry, case.profile(), &otherwise).count(), 0);
}

#[test]
fn most_facts_are_read_by_few_duties() {
    let rules = rules();
    let case = hold(&rules, "west-midlands-2021");
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    let many: Vec<(String, usize)> = stated(case.profile())
        .into_iter()
        .map(|id| (case.profile().facts.get(id).unwrap().path.clone(), inquiry.readers(id).count()))
        .filter(|(path, readers)| !path.is_empty() && *readers > 20)
        .collect();
    assert!(many.is_empty(), "{many:?}");
}
