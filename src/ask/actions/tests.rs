//! What is supposed leaves no trace, and each need alone settles its duty.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::pairs::{comes_out, everything, is_others, only_does_not_arise};
use super::*;
use crate::audit::{Case, Rules};
use crate::load::{self, files};
use crate::model::dates::{Dates, Day};
use crate::model::words::Outcome;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn held<'r>(rules: &'r Rules, path: &str) -> Case<'r> {
    rules.hold(&files::profile(Path::new(path)).unwrap(), &BTreeMap::new()).unwrap()
}

#[test]
fn each_need_alone_settles_its_duty_and_is_put_back_without_a_trace() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    for leaving in [Leaving::from([Standing::Gap]), everything()] {
        let open = |duty: &&DutyResult| leaving.contains(&duty.standing) && !duty.context;
        let targets: Vec<&DutyResult> = inquiry.assessment().duties.iter().filter(open).collect();
        let mut needs = Needs::of(&inquiry, &targets, &leaving);
        let made: Vec<_> = targets.iter().map(|duty| (*duty, needs.plan(&duty.id, &leaving))).collect();
        let before = format!("{:?}", needs.trial.profile.facts);
        let mut settled = 0;
        for (duty, need) in made {
            let Ok(need) = need else { continue };
            settled += 1;
            let ids = needs.trial.with_rests(&duty.id);
            let came = needs.trial.came(&mut needs.steps, &need.steps(), &ids);
            let pairs = keeping(duty, &leaving).unwrap();
            assert!(is_settled(&came[&duty.id], &pairs, &leaving), "{}", duty.id);
            // Nothing else holds the facts, so that they are changed in place.
            assert_eq!(Arc::strong_count(&needs.trial.profile.facts), 1);
        }
        assert!(settled * 2 > targets.len(), "{settled} of {}", targets.len());
        assert_eq!(format!("{:?}", needs.trial.profile.facts), before);
    }
}

#[test]
fn nothing_of_the_profile_is_otherwise_afterwards() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    let before = format!("{:?}", case.profile());
    let first = actions(&inquiry, &everything(), None);
    assert_eq!(format!("{:?}", case.profile()), before);
    let again = actions(&inquiry, &everything(), None);
    assert_eq!(format!("{first:?}"), format!("{again:?}"));
}

#[test]
fn the_pair_for_others_may_be_gone_only_if_it_is_met_for_a_named_one() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let inquiry = Inquiry::open(&case, day("2021-01-31"));
    let duty = inquiry.duty(&DutyId::from("figures.portions")).unwrap();
    let others = duty.requirements.iter().find(|pair| is_others(pair) && pair.id.as_str() == "within").unwrap();
    let mut came = duty.clone();
    came.requirements.retain(|pair| !is_others(pair));
    assert!(comes_out(Some(&came), others));
    // Of a pair that is not met it is not enough that it does not arise.
    let open = duty.requirements.iter().find(|pair| pair.outcome == Outcome::NotMet).unwrap();
    for pair in &mut came.requirements {
        pair.outcome = Outcome::NotApplicable;
    }
    for pair in [others, open] {
        assert!(!comes_out(Some(&came), pair) && only_does_not_arise(Some(&came), pair), "{pair:?}");
    }
    came.requirements.clear();
    for pair in [others, open] {
        assert!(!comes_out(Some(&came), pair) && only_does_not_arise(Some(&came), pair), "{pair:?}");
    }
}
