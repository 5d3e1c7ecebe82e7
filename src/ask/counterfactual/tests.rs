//! What is told is so when everything is judged, and what is told to be the least is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::assess::assess;
use crate::audit::{Case, Rules};
use crate::load::{self, files};
use crate::model::counterfactual::{ToBe, What};
use crate::model::dates::{Dates, Day};
use crate::model::facts::Facts;

const WEST_MIDLANDS: (&str, &str) = ("seeds/west-midlands-2021", "2021-01-31");
const EXAMPLESHIRE: (&str, &str) = ("seeds/example-force", "2021-06-30");

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

fn rules() -> Rules {
    Rules::load(&[load::builtin()], true)
}

fn held<'r>(rules: &'r Rules, path: &str) -> Case<'r> {
    rules.hold(&files::profile(Path::new(path)).unwrap(), &BTreeMap::new()).unwrap()
}

/// A search as it is before anything was looked for.
fn search<'i, 'c>(inquiry: &'i Inquiry<'c>, id: &DutyId) -> Search<'i, 'c> {
    let duty = inquiry.case().rules().law().duty(id.as_str()).unwrap();
    let witnesses = Witnesses::of(inquiry.case(), inquiry.as_of());
    let found = whole::witnesses(&witnesses, inquiry, id);
    let mut bench = Bench::of(inquiry, duty, witnesses.facts());
    let shown = whole::shown(&mut bench, found);
    let pairs = bench.pairs(None);
    let seen = bench.seen(&pairs);
    Search { bench, seen, shown }
}

/// The duties that could be looked at, every so manieth.
fn open_duties(inquiry: &Inquiry<'_>, every: usize) -> Vec<DutyId> {
    let open = [Standing::Gap, Standing::Unproven, Standing::Unassessed, Standing::Departed];
    let duties = inquiry.assessment().duties.iter();
    duties.filter(|duty| open.contains(&duty.standing)).map(|duty| duty.id.clone()).step_by(every).collect()
}

#[test]
fn every_way_makes_the_duty_so_when_everything_is_judged() {
    let rules = rules();
    let (mut few, mut together) = (0, 0);
    for ((path, as_of), every) in [(WEST_MIDLANDS, 6), (EXAMPLESHIRE, 1)] {
        let case = held(&rules, path);
        let inquiry = Inquiry::open(&case, day(as_of));
        for id in open_duties(&inquiry, every) {
            let Some(told) = counterfactual(&inquiry, &id) else { continue };
            let mut search = search(&inquiry, &id);
            let prove = |changes: &[usize], search: &mut Search<'_, '_>| {
                search.bench.take(changes);
                assert!(search.bench.is_statable(), "{id}");
                let answer = assess(&case.question(&search.bench.profile, inquiry.as_of()));
                let duty = answer.assessment.duties.into_iter().find(|duty| duty.id == id).unwrap();
                assert_eq!(duty.verdict, Verdict::Met, "{id}");
            };
            match told.met.found {
                Found::Already => assert_eq!(inquiry.duty(&id).unwrap().verdict, Verdict::Met),
                Found::Least => {
                    let found = few::few(&mut search.bench, Goal::Met, &search.seen, 1);
                    for ways in found.ways.values().take(2) {
                        prove(ways.first().unwrap(), &mut search);
                    }
                    few += 1;
                }
                Found::Together => {
                    let mut blocked = BTreeSet::new();
                    let Search { bench, seen, shown } = &mut search;
                    let whole = whole::whole(bench, Goal::Met, seen, shown, Vec::new(), &mut blocked).unwrap();
                    prove(&whole.changes, &mut search);
                    together += 1;
                }
                Found::None => {}
            }
            for way in told.met.ways.iter().chain(&told.satisfied.ways) {
                assert_eq!(way.verdict, Verdict::Met, "{id}");
                assert!(way.judged_again >= 1 && way.number >= way.facts.len(), "{id}");
            }
            assert!(told.satisfied.ways.iter().all(|way| way.standing == Standing::Satisfied), "{id}");
        }
    }
    assert!(few > 3 && together > 5, "{few} and {together}");
}

#[test]
fn no_change_of_one_or_two_facts_that_does_is_missed() {
    let rules = rules();
    let case = held(&rules, WEST_MIDLANDS.0);
    let inquiry = Inquiry::open(&case, day(WEST_MIDLANDS.1));
    let mut compared = 0;
    for id in open_duties(&inquiry, 3) {
        let reads = inquiry.rests(&id).map_or(0, |rests| rests.facts.len());
        if reads > 9 || inquiry.duty(&id).unwrap().verdict == Verdict::Met {
            continue;
        }
        let mut search = search(&inquiry, &id);
        let found = few::few(&mut search.bench, Goal::Met, &search.seen, 1);
        // Everything that any run asked for, and what was asked for only then, in every combination.
        let bench = &mut search.bench;
        bench.take(&[]);
        let mut asked: BTreeSet<FactId> = found.ways.keys().flatten().copied().collect();
        asked.extend(inquiry.rests(&id).unwrap().facts.iter().filter_map(|id| bench.fact_of(*id)));
        let mut changes: Vec<usize> = Vec::new();
        for fact in asked {
            changes.extend(bench.think_of(fact, &search.seen));
        }
        if changes.len() > 45 {
            continue;
        }
        let mut all: BTreeMap<usize, BTreeSet<Vec<FactId>>> = BTreeMap::new();
        for (place, one) in changes.iter().enumerate() {
            for other in changes.get(place..).unwrap() {
                let both = if one == other { vec![*one] } else { vec![*one, *other] };
                let is_one_twice = both.len() == 2 && bench.changes[both[0]].fact == bench.changes[both[1]].fact;
                let of_one = |entry: usize, closure: usize| few::completes(bench, entry, closure);
                let fits = !is_one_twice || of_one(both[0], both[1]) || of_one(both[1], both[0]);
                let both = bench.fit(both);
                let mut facts: Vec<FactId> = both.iter().map(|index| bench.changes[*index].fact).collect();
                facts.sort();
                if fits && bench.look(&both, Goal::Met).reached {
                    all.entry(bench.number(&both)).or_default().insert(facts);
                }
            }
        }
        let least = all.into_iter().find(|(number, _)| *number <= 2);
        let (number, ways) = least.unwrap_or_default();
        assert_eq!(found.ways.keys().cloned().collect::<BTreeSet<_>>(), ways, "{id}: {number}");
        compared += 1;
    }
    assert!(compared > 3, "{compared}");
}

fn of(path: &str, as_of: &str, id: &str) -> Option<Counterfactual> {
    let rules = rules();
    let case = held(&rules, path);
    counterfactual(&Inquiry::open(&case, day(as_of)), &DutyId::from(id))
}

fn fact<'w>(way: &'w Way, path: &str) -> &'w ToBe {
    way.facts.iter().find(|fact| fact.path == path).unwrap()
}

#[test]
fn the_bounds_of_a_date_are_found() {
    let told = of(WEST_MIDLANDS.0, WEST_MIDLANDS.1, "prevent.strategic_lead").unwrap();
    assert_eq!((told.met.found, told.met.at_least), (Found::Least, 2));
    let [way] = told.met.ways.as_slice() else { panic!("{told:?}") };
    let appointed = fact(way, "prevent.strategic_lead.appointed");
    assert_eq!(appointed.now.as_deref(), Some("2020"));
    let What::Date { earliest, latest, bounded: true, .. } = &appointed.what else { panic!("{appointed:?}") };
    // Later than the development that is then not yet asked for, and no plan.
    assert_eq!((*earliest, *latest), (Some(day("2020-02-01")), Some(day("2021-01-31"))));
    let given = fact(way, "prevent.strategic_lead.cpd.access_given");
    assert!(
        matches!(&given.what, What::Date { earliest: None, latest: Some(latest), .. } if *latest == day("2021-01-31"))
    );
    assert_eq!(given.at.to_string(), "profile.yaml:48:5");
    let passes: Vec<_> = given.asked.iter().map(|asked| asked.passes.as_deref().unwrap()).collect();
    assert_eq!(passes, ["facts.prevent.strategic_lead.cpd.access_given <= as_of"]);
}

#[test]
fn what_is_open_in_three_places_needs_three_facts() {
    let told = of(WEST_MIDLANDS.0, WEST_MIDLANDS.1, "figures.portions").unwrap();
    assert_eq!((told.met.found, told.met.at_least, told.work.twos), (Found::Together, 3, 0));
    let [way] = told.met.ways.as_slice() else { panic!("{told:?}") };
    assert!(way.none_left_out && way.number == 3, "{way:?}");
    assert_eq!(way.standing, Standing::Unproven);
    let whole = fact(way, "figures.portions.venetic-in-all-class-b.whole");
    assert!(matches!(&whole.what, What::Number { least: None, no_less_than: Some(_), most: None, .. }), "{whole:?}");
    assert_eq!(fact(way, "figures.shares").what, What::Complete { members: Vec::new(), new: 0 });
}

#[test]
fn what_is_met_already_lacks_evidence_alone() {
    let told = of(WEST_MIDLANDS.0, WEST_MIDLANDS.1, "contest.pursue_results").unwrap();
    assert_eq!(told.met.found, Found::Already);
    let [way] = told.satisfied.ways.as_slice() else { panic!("{told:?}") };
    assert!(way.facts.iter().all(|fact| fact.what == What::AsItIs && !fact.shown_by.is_empty()), "{way:?}");
    assert_eq!((way.number, way.standing), (6, Standing::Satisfied));
}

#[test]
fn there_is_nothing_to_look_for_where_it_is_satisfied_or_does_not_arise() {
    let rules = rules();
    let case = held(&rules, EXAMPLESHIRE.0);
    let inquiry = Inquiry::open(&case, day(EXAMPLESHIRE.1));
    let closed = [Standing::Satisfied, Standing::NotApplicable, Standing::NotYetDue];
    let duties = inquiry.assessment().duties.iter().filter(|duty| closed.contains(&duty.standing));
    assert!(duties.clone().count() > 50);
    assert!(duties.into_iter().all(|duty| counterfactual(&inquiry, &duty.id).is_none()));
    assert!(counterfactual(&inquiry, &DutyId::from("no.such_duty")).is_none());
}

#[test]
fn the_same_question_has_the_same_answer_and_leaves_nothing_behind() {
    let rules = rules();
    let case = held(&rules, WEST_MIDLANDS.0);
    let inquiry = Inquiry::open(&case, day(WEST_MIDLANDS.1));
    let id = DutyId::from("figures.breakdowns");
    let told = |facts: &Facts| facts.iter().map(|(_, fact)| format!("{fact:?}")).collect::<Vec<_>>();
    let before = told(&case.profile().facts);
    let answers = [0; 2].map(|_| format!("{:?}", counterfactual(&inquiry, &id).unwrap()));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(told(&case.profile().facts), before);
    // On the bench too all is as it was, but for nodes that state nothing.
    let mut search = search(&inquiry, &id);
    search.met(false);
    search.bench.take(&[]);
    let own = told(&search.bench.profile.facts).into_iter().take(before.len()).collect::<Vec<_>>();
    assert!(own == before);
}
