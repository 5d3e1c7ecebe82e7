//! What is supposed, held against judging everything again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::supposing::{self, Supposing};
use super::target::{beneath, is_statement};
use super::{Target, impact};
use crate::ask::inquiry::{Inquiry, is_same};
use crate::assess::assess;
use crate::audit::Rules;
use crate::load::{builtin, files};
use crate::model::dates::{Dates, Day};
use crate::model::ids::EvidenceId;
use crate::model::words::Standing;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().first()
}

/// Every duty as judging all of them again finds it, held against judging only what is reached.
fn the_same_in_full(inquiry: &Inquiry<'_>, supposing: &Supposing) {
    let reached = inquiry.reached(&supposing.otherwise);
    let replay = inquiry.replay(&supposing.profile, &reached, supposing.times.clone());
    let full = assess(&inquiry.case().question(&supposing.profile, inquiry.as_of())).assessment;
    for duty in &full.duties {
        let told = replay.results.get(&duty.id).or_else(|| inquiry.duty(&duty.id)).unwrap();
        assert!(is_same(duty, told), "{}: {:?} in full, {:?} as told", duty.id, duty.standing, told.standing);
        let before = inquiry.duty(&duty.id).unwrap();
        let good = |standing| matches!(standing, Standing::Satisfied | Standing::Departed);
        assert!(good(before.standing) || !good(duty.standing), "{}: taking away made it stand", duty.id);
    }
}

#[test]
fn judging_only_what_is_reached_finds_what_judging_everything_does() {
    let rules = Rules::load(&[builtin()], true);
    for (profile, as_of) in [("seeds/example-force", "2021-06-30"), ("seeds/west-midlands-2021", "2021-01-31")] {
        let case = rules.hold(&files::profile(Path::new(profile)).unwrap(), &BTreeMap::new()).unwrap();
        let inquiry = Inquiry::open(&case, day(as_of));
        let facts = &case.profile().facts;
        for id in case.profile().evidence.keys().step_by(60) {
            let gone = [id.clone()];
            let alone = supposing::alone_stated(facts, inquiry.citing(id), &BTreeSet::from(gone.clone()));
            the_same_in_full(&inquiry, &Supposing::of(&inquiry).lapse(&gone, day(as_of)));
            the_same_in_full(&inquiry, &Supposing::of(&inquiry).withdraw(&gone, day(as_of)).unstate(&alone));
        }
        let stated = facts.iter().filter(|(id, fact)| fact.place.is_some() && *id != facts.root());
        for (id, _) in stated.step_by(397) {
            the_same_in_full(&inquiry, &Supposing::of(&inquiry).unstate(&supposing::all_beneath(facts, id)));
        }
    }
}

#[test]
fn with_a_departure_that_was_never_stated_goes_what_it_sets_aside() {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&files::profile(Path::new("seeds/example-force")).unwrap(), &BTreeMap::new()).unwrap();
    let inquiry = Inquiry::open(&case, day("2021-06-30"));
    let (id, departure) = case.profile().departures.iter().next().unwrap();
    for path in [format!("departures.{id}"), format!("departures.{id}.reason"), "departures".to_owned()] {
        let answer = impact(&inquiry, &Target::find(&case, &path).unwrap());
        let withdrawn = answer.suppositions.last().unwrap();
        let fallen = withdrawn.falls.iter().find(|one| one.id == departure.duty).unwrap();
        assert_eq!((fallen.standing.from, fallen.standing.to), (Standing::Departed, Standing::Gap), "{path}");
        let supposed = Supposing::of(&inquiry);
        let node = case.profile().facts.find(&path).unwrap();
        the_same_in_full(&inquiry, &supposed.unstate(&supposing::all_beneath(&case.profile().facts, node)));
    }
}

#[test]
fn what_one_document_alone_states_goes_with_the_records_that_hold_nothing_else() {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&files::profile(Path::new("seeds/west-midlands-2021")).unwrap(), &BTreeMap::new()).unwrap();
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    let facts = &case.profile().facts;
    let paper = EvidenceId::from("board-paper-2021");
    let alone = supposing::alone_stated(facts, inquiry.citing(&paper), &BTreeSet::from([paper]));
    let is_left = |id| facts.get(id).is_some_and(|fact| is_statement(facts, fact)) && !alone.contains(&id);
    for (id, fact) in facts.iter().filter(|(id, _)| *id != facts.root()) {
        let cites_other = fact.cites.iter().any(|citation| citation.evidence.as_str() != "board-paper-2021");
        assert!(!(alone.contains(&id) && cites_other), "{}", fact.path);
        if alone.contains(&id) {
            assert!(!beneath(facts, id).into_iter().any(is_left), "{} still holds something", fact.path);
        }
    }
    assert!(alone.contains(&facts.find("prevent.strategic_lead").unwrap()));
    assert!(!alone.contains(&facts.root()));
}
