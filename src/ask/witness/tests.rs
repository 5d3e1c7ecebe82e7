//! Each witness is put to the test: taken into the profile in memory, the pair is judged again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::assess::met;
use crate::audit::Rules;
use crate::evaluate::{Clock, Pair, Why};
use crate::load::{self, files};
use crate::model::assessment::{Assessment, PairResult};
use crate::model::dates::Dates;
use crate::model::facts::Citation;
use crate::model::merge::Merged;
use crate::model::profile::Profile;
use crate::model::words::Outcome;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn held<'r>(rules: &'r Rules, path: &str) -> Case<'r> {
    rules.hold(&files::profile(Path::new(path)).unwrap(), &BTreeMap::new()).unwrap()
}

/// What became of a pair with other facts; `None` if it is no longer judged.
fn judged_with(case: &Case<'_>, audit: &Assessment, facts: Facts, duty: &Duty, pair: &PairResult) -> Option<Pair> {
    let profile = Profile { facts: Arc::new(facts), ..case.profile().clone() };
    let rules = case.rules();
    let judge = rules.engine().judge(rules.law(), &profile, Clock::on(audit.as_of));
    for result in &audit.duties {
        judge.settle(&result.id, met(result));
    }
    judge.judge(duty).into_iter().find(|judged| {
        duty.requirements.get(judged.requirement).is_some_and(|requirement| requirement.id == pair.id)
            && judged.subject.as_ref().map(|subject| &subject.id) == pair.subject.as_ref()
    })
}

#[derive(Default)]
struct Score {
    pairs: usize,
    met: usize,
    by_first: usize,
    without: Vec<String>,
    failed: Vec<String>,
    stated: usize,
}

fn score(case: &Case<'_>, as_of: Day) -> Score {
    let audit = case.audit(as_of).assessment;
    let witnesses = Witnesses::of(case, as_of);
    let cites = [Citation {
        evidence: case.profile().evidence.keys().next().unwrap().clone(),
        anchor: None,
        place: case.profile().place,
    }];
    let mut score = Score::default();
    for result in &audit.duties {
        let Some(duty) = case.rules().law().duty(result.id.as_str()) else { continue };
        for pair in &result.requirements {
            if pair.history || !matches!(pair.outcome, Outcome::NotMet | Outcome::Unknown) {
                continue;
            }
            score.pairs += 1;
            let name = format!("{} {} {}", duty.id, pair.id, pair.subject.as_ref().map_or("", |id| id.as_str()));
            let found = witnesses.find(&duty.id, &pair.id, pair.subject.as_ref());
            if found.is_empty() {
                score.without.push(name);
                continue;
            }
            let mut last = String::new();
            let mut done = false;
            for (index, mut witness) in found.into_iter().enumerate() {
                witness.differences.iter_mut().for_each(|difference| difference.cite(&cites));
                let mut facts = witnesses.facts();
                take(&mut witness, &mut facts);
                let came = judged_with(case, &audit, facts, duty, pair);
                let closed = pair.subject.as_ref().is_some_and(|subject| subject.as_str() == OTHERS) && came.is_none();
                if closed || came.as_ref().is_some_and(|came| came.outcome == Outcome::Met && !came.history) {
                    score.met += 1;
                    score.by_first += usize::from(index == 0);
                    score.stated += witness.states.len();
                    done = true;
                    break;
                }
                if index == 0 {
                    let said: Vec<String> =
                        witness.in_short().iter().map(|(path, value)| format!("{path} = {value}")).collect();
                    let came = came.map_or("not judged".into(), |came| match came.why {
                        Why::Judged => format!("{} {:?}", came.outcome, came.doubts),
                        why => format!("{} {why:?}", came.outcome),
                    });
                    last = format!("{came}: {}", said.join("; "));
                }
            }
            if !done {
                score.failed.push(format!("{name}: {last}"));
            }
        }
    }
    score
}

fn told(score: &Score) -> String {
    format!(
        "{} of {} pairs, {} by the first witness, {} facts in all\nwithout a witness ({}):\n{}\nnot met ({}):\n{}",
        score.met,
        score.pairs,
        score.by_first,
        score.stated,
        score.without.len(),
        score.without.join("\n"),
        score.failed.len(),
        score.failed.join("\n"),
    )
}

/// Takes a witness over, or puts back what there was before.
fn take(witness: &mut Witness, facts: &mut Facts) {
    for difference in &mut witness.differences {
        Merged::take(facts, difference);
    }
}

#[test]
fn a_witness_makes_nearly_every_open_requirement_met() {
    let rules = Rules::load(&[load::builtin()], true);
    for (path, as_of) in [
        ("seeds/west-midlands-2021", "2021-01-31"),
        ("seeds/west-midlands-2021", "2024-06-30"),
        ("seeds/example-force", "2021-06-30"),
    ] {
        let score = score(&held(&rules, path), day(as_of));
        println!("{path} on {as_of}: {}", told(&score));
        assert!(score.pairs > 5 && score.met * 100 >= score.pairs * 98, "{path}: {}", told(&score));
    }
}

fn found(case: &Case<'_>, duty: &str, requirement: &str, subject: Option<&str>) -> Vec<Witness> {
    let witnesses = Witnesses::of(case, day("2021-01-31"));
    witnesses.find(&DutyId::from(duty), &RequirementId::from(requirement), subject.map(SubjectId::from).as_ref())
}

fn first(case: &Case<'_>, duty: &str, requirement: &str, subject: Option<&str>) -> Vec<(String, String)> {
    found(case, duty, requirement, subject).first().map(Witness::in_short).unwrap()
}

fn so(stated: &[(&str, &str)]) -> Vec<(String, String)> {
    stated.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

/// The built-in rule set with other cases for one duty.
fn with_cases(path: &str, cases: &str) -> Rules {
    let mut tree = load::builtin();
    let file = tree.files.iter_mut().find(|file| file.path == path).unwrap();
    file.bytes = cases.as_bytes().to_vec();
    Rules::load(&[tree], true)
}

const GROUP: &str = "rules/contest/advisory_group.cases.yaml";

fn group(cases: &str) -> Vec<Witness> {
    let rules = with_cases(GROUP, cases);
    found(&held(&rules, "seeds/west-midlands-2021"), "contest.advisory_group", "meets", None)
}

#[test]
fn dates_are_moved_with_the_as_of_date() {
    let case = "cases:
  - name: it met
    as_of: 2024-03-31
    facts: { prevent: { advisory_group: { last_met: DATE, chair_appointed: 2019-01-01 } } }
    expect: { meets: met }
";
    for (date, moved) in [("2024-03-01", "2021-01-01"), ("2024-02", "2020-12")] {
        let found = group(&case.replace("DATE", date));
        let witness = found.first().unwrap();
        assert_eq!(witness.in_short(), so(&[("prevent.advisory_group.last_met", moved)]));
    }
}

#[test]
fn a_case_counts_only_if_it_really_comes_out_met_under_the_parameters_of_the_policy() {
    let case = |also: &str, date: &str, word: &str| {
        format!(
            "cases:
  - name: it met
    as_of: 2024-03-31
{also}    facts: {{ prevent: {{ advisory_group: {{ last_met: {date} }} }} }}
    expect: {{ meets: {word} }}
"
        )
    };
    assert!(!group(&case("", "2024-03-01", "met")).is_empty());
    assert!(group(&case("", "2004-03-01", "met")).is_empty());
    assert!(group(&case("", "2004-03-01", "not-met")).is_empty());
    assert!(group(&case("    params: { met_within: 300 months }\n", "2004-03-01", "met")).is_empty());
}

#[test]
fn the_subject_takes_the_place_of_that_of_the_case() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    for subject in ["coventry", "walsall"] {
        let stated = first(&case, "channel.panel_in_place", "members", Some(subject));
        assert_eq!(
            stated,
            so(&[(&format!("prevent.channel_panels.{subject}.members"), "local-authority, chief-officer, others")])
        );
    }
}

#[test]
fn what_the_profile_says_already_is_not_said_again() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    assert!(first(&case, "channel.panel_in_place", "in_place", Some("coventry")).is_empty());
}

#[test]
fn entries_of_the_profile_make_those_of_the_case_needless() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let stated = first(&case, "figures.portions", "within", Some("venetic-in-all-class-b"));
    assert_eq!(stated, so(&[("figures.portions.venetic-in-all-class-b.whole", "25")]));
}

#[test]
fn that_there_are_no_others_is_a_closure_of_those_that_are_there() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let stated = first(&case, "inspection.report_published", "published", Some("others"));
    assert_eq!(stated, so(&[("inspections.complete", "complete: hmicfrs-prevent-2019")]));
}

#[test]
fn a_witness_that_is_put_back_leaves_no_trace() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    let witnesses = Witnesses::of(&case, day("2021-01-31"));
    let requirement = RequirementId::from("held_lately");
    let mut found = witnesses.find(&DutyId::from("contest.exercises"), &requirement, None);
    let mut facts = witnesses.facts();
    let before = format!("{facts:?}");
    for witness in &mut found {
        take(witness, &mut facts);
    }
    assert_ne!(format!("{facts:?}"), before);
    for witness in found.iter_mut().rev() {
        take(witness, &mut facts);
    }
    assert_eq!(format!("{facts:?}"), before);
}

#[test]
fn nothing_is_proposed_for_what_is_not_there() {
    let rules = Rules::load(&[load::builtin()], true);
    let case = held(&rules, "seeds/west-midlands-2021");
    assert!(found(&case, "contest.advisory_group", "unheard_of", None).is_empty());
    assert!(found(&case, "unheard.of", "meets", None).is_empty());
    assert!(found(&case, "contest.advisory_group", "meets", Some("coventry")).is_empty());
    // It is judged for no set, so that there is none to close.
    assert!(found(&case, "contest.advisory_group", "meets", Some("others")).is_empty());
}
