//! What to do first: the fewest actions that settle the most weight of what is open.
//!
//! ```text
//!  targets ──needs──▶ steps of each ──place──▶ actions ──choice──▶ an order ──trial──▶ judged again ──told──▶ the answer
//!             ▲                                              ▲                │
//!         witnesses                                          └── what did not come out so is left out
//! ```
//!
//! Each step is taken in a copy of the profile in memory, with supposed evidence. What judging again does not bear out is not claimed.

mod choice;
mod clash;
mod needs;
mod pairs;
mod place;
mod steps;
mod told;
#[cfg(test)]
mod tests;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actions::Actions;
use crate::model::assessment::{Assessment, DutyResult};
use crate::model::ids::DutyId;
use crate::model::words::{Marking, Standing};

use super::inquiry::Inquiry;
use choice::{Choice, Wish, choose};
use clash::clash;
use needs::{Need, Needs};
use pairs::{Leaving, Obstacle, is_settled, keeping, words};
use place::{Key, key_of};
use told::Found;
use trial::Trial;

/// How many duties are left out one by one because others stand in their way: each time all is chosen and judged again.
const ONE_BY_ONE: usize = 8;

/// Why nothing is said of how to settle a duty.
const HIDDEN: &str = "what would settle it asks for something that is marked higher than this report";

/// What to do so that duties leave these standings: at most so many actions, or all that settle something.
#[must_use]
pub fn actions(inquiry: &Inquiry<'_>, leaving: &BTreeSet<Standing>, most: Option<usize>) -> Actions {
    find(inquiry, leaving, most, None)
}

/// The same for some duties alone, and without what would ask for anything that is marked higher.
pub(crate) fn actions_within(inquiry: &Inquiry<'_>, leaving: &BTreeSet<Standing>, limit: &Limit<'_>) -> Actions {
    let mut actions = find(inquiry, leaving, None, Some(limit));
    actions.worse.retain(|duty| limit.duties.contains(&duty.id));
    actions
}

/// What actions are looked for within.
pub(crate) struct Limit<'a> {
    /// The marking above which nothing may be asked for.
    pub(crate) marking: Marking,
    /// The duties that are told.
    pub(crate) duties: &'a BTreeSet<DutyId>,
}

impl Limit<'_> {
    /// Whether to settle a duty would ask for something that is marked higher, or come out by it.
    fn hides(&self, duty: &DutyId, need: &Need, needs: &Needs<'_, '_>, after: &After) -> bool {
        let came = after.assessment.duties.iter().find(|came| came.id == *duty);
        came.is_none_or(|came| came.marking > self.marking)
            || need
                .steps()
                .into_iter()
                .filter_map(|step| needs.steps.get(step))
                .any(|step| marking_at(needs.trial.inquiry, &step.path) > self.marking)
    }
}

/// The marking of what is at a path, or of the nearest that would hold it.
fn marking_at(inquiry: &Inquiry<'_>, path: &str) -> Marking {
    let facts = &inquiry.case().profile().facts;
    let mut path = path;
    loop {
        if let Some(id) = facts.find(path) {
            return inquiry.answer().markings.fact(id);
        }
        match path.rfind(['.', '[']) {
            Some(end) => path = path.get(..end).unwrap_or_default(),
            None => return inquiry.case().profile().marking,
        }
    }
}

fn find(
    inquiry: &Inquiry<'_>,
    leaving: &BTreeSet<Standing>,
    most: Option<usize>,
    limit: Option<&Limit<'_>>,
) -> Actions {
    let is_told = |duty: &&DutyResult| limit.is_none_or(|limit| limit.duties.contains(&duty.id));
    let stands = inquiry.assessment().duties.iter().filter(|duty| leaving.contains(&duty.standing)).filter(is_told);
    let (of_others, mut targets): (Vec<&DutyResult>, Vec<&DutyResult>) = stands.partition(|duty| duty.context);
    targets.sort_by(|a, b| (b.weight.value, a.binding, &a.id).cmp(&(a.weight.value, b.binding, &b.id)));
    let mut needs = Needs::of(inquiry, &targets, leaving);
    let mut planned: BTreeMap<DutyId, Need> = BTreeMap::new();
    let mut obstacles: BTreeMap<DutyId, Obstacle> = BTreeMap::new();
    for target in &targets {
        match needs.plan(&target.id, leaving) {
            Ok(need) => drop(planned.insert(target.id.clone(), need)),
            Err(obstacle) => drop(obstacles.insert(target.id.clone(), obstacle)),
        }
    }
    let judgings_to_find = needs.trial.judged;
    let mut not_reproduced = 0;
    loop {
        let plan = Plan::of(&needs, &targets, &planned, most);
        let checked = follow(&mut needs, &plan, leaving);
        let hides =
            |(id, need): (&DutyId, &Need)| limit.is_some_and(|limit| limit.hides(id, need, &needs, &checked.after));
        let hidden: Vec<DutyId> =
            planned.iter().filter(|(id, need)| hides((id, need))).map(|(id, _)| id.clone()).collect();
        if checked.failed.is_empty() && !hidden.is_empty() {
            for duty in hidden.iter().filter_map(|id| inquiry.duty(id)) {
                planned.remove(&duty.id);
                obstacles.insert(duty.id.clone(), Obstacle { why: HIDDEN.into(), at: duty.at.clone() });
            }
            continue;
        }
        if checked.failed.is_empty() {
            let found = Found {
                inquiry,
                leaving,
                most,
                targets: &targets,
                of_others: &of_others,
                needs: &needs,
                planned: &planned,
                obstacles: &obstacles,
                plan: &plan,
                after: &checked.after,
                judgings_to_find,
                not_reproduced,
            };
            return told::told(&found);
        }
        // Of two that stand in each other's way the lighter one gives way; where there are many, all do.
        let lightest = targets.iter().rev().find(|target| checked.failed.contains_key(&target.id));
        let one_by_one = not_reproduced < ONE_BY_ONE;
        let gives_way = |id: &DutyId| !one_by_one || lightest.is_none_or(|target| target.id == *id);
        for (id, standing) in checked.failed.into_iter().filter(|(id, _)| gives_way(id)) {
            not_reproduced += 1;
            let clash = clash(&needs, &planned, &id).map_or_else(String::new, |clash| format!("; {clash}"));
            planned.remove(&id);
            if let Some(duty) = inquiry.duty(&id) {
                let why = format!(
                    "what would settle it alone does not together with the other actions: it would be {}{clash}",
                    words(standing)
                );
                obstacles.insert(id, Obstacle { why, at: duty.at.clone() });
            }
        }
    }
}

/// The actions, and the order of them.
struct Plan<'d> {
    /// The steps of each action, by number.
    actions: Vec<(Key, BTreeSet<usize>)>,
    /// The targets that can be settled, each with the actions that it needs; by weight, binding and id.
    wishes: Vec<(&'d DutyResult, Wish)>,
    choice: Choice,
}

impl<'d> Plan<'d> {
    fn of(
        needs: &Needs<'_, '_>,
        targets: &[&'d DutyResult],
        planned: &BTreeMap<DutyId, Need>,
        most: Option<usize>,
    ) -> Self {
        let law = needs.trial.inquiry.case().rules().law();
        let mut by_key: BTreeMap<Key, BTreeSet<usize>> = BTreeMap::new();
        let mut key_by_step: BTreeMap<usize, Key> = BTreeMap::new();
        for number in planned.values().flat_map(Need::steps) {
            if let Some(step) = needs.steps.get(number) {
                let key = key_of(step, &needs.trial.profile, law);
                by_key.entry(key.clone()).or_default().insert(number);
                key_by_step.insert(number, key);
            }
        }
        let actions: Vec<(Key, BTreeSet<usize>)> = by_key.into_iter().collect();
        let number: BTreeMap<&Key, usize> =
            actions.iter().enumerate().map(|(number, (key, _))| (key, number)).collect();
        let wishes: Vec<(&DutyResult, Wish)> = targets
            .iter()
            .filter_map(|target| {
                let steps = planned.get(&target.id)?.steps();
                let keys = steps.iter().filter_map(|step| key_by_step.get(step));
                let needs = keys.filter_map(|key| number.get(key)).copied().collect();
                Some((*target, Wish { weight: u32::from(target.weight.value), needs }))
            })
            .collect();
        let only: Vec<Wish> = wishes.iter().map(|(_, wish)| wish.clone()).collect();
        let choice = choose(&only, most.unwrap_or(usize::MAX));
        Self { actions, wishes, choice }
    }

    /// The steps of an action.
    fn steps(&self, action: usize) -> BTreeSet<usize> {
        self.actions.get(action).map(|(_, steps)| steps.clone()).unwrap_or_default()
    }

    /// The number in the order, from 1, of the action with which each target is settled, if it is.
    fn settled_with(&self) -> impl Iterator<Item = (&'d DutyResult, Option<usize>)> {
        let place: BTreeMap<usize, usize> =
            self.choice.order.iter().enumerate().map(|(place, action)| (*action, place + 1)).collect();
        self.wishes.iter().map(move |(duty, wish)| {
            let places: Option<Vec<usize>> = wish.needs.iter().map(|action| place.get(action).copied()).collect();
            (*duty, places.and_then(|places| places.into_iter().max()))
        })
    }
}

/// What came of taking the actions.
struct Checked {
    /// The duties that were claimed to be settled at some point and were not, with where they stood.
    failed: BTreeMap<DutyId, Standing>,
    after: After,
}

/// Everything, judged once all the actions are taken.
struct After {
    assessment: Assessment,
    judgings: usize,
}

/// Takes the actions one after the other, judging again what each can reach, and at the end everything in full.
fn follow(needs: &mut Needs<'_, '_>, plan: &Plan<'_>, leaving: &Leaving) -> Checked {
    let before = needs.trial.judged;
    let mut due: BTreeMap<usize, Vec<&DutyResult>> = BTreeMap::new();
    for (duty, with) in plan.settled_with() {
        if let Some(with) = with {
            due.entry(with).or_default().push(duty);
        }
    }
    let mut failed = BTreeMap::new();
    let mut claimed: BTreeMap<&DutyId, &DutyResult> = BTreeMap::new();
    let check = |duty: &DutyResult, came: Option<&DutyResult>, failed: &mut BTreeMap<DutyId, Standing>| {
        let pairs = keeping(duty, leaving).unwrap_or_default();
        let came = came.unwrap_or(duty);
        if !is_settled(came, &pairs, leaving) {
            failed.insert(duty.id.clone(), came.standing);
        }
    };
    let mut so_far = Trial::follow();
    let mut further = BTreeSet::new();
    for (place, action) in plan.choice.order.iter().enumerate() {
        further.extend(plan.steps(*action));
        let Some(settled) = due.get(&(place + 1)) else { continue };
        let judged = needs.trial.go_on(&mut needs.steps, &further, &mut so_far);
        further.clear();
        claimed.extend(settled.iter().map(|duty| (&duty.id, *duty)));
        // The new ones, and those before them that may have come out otherwise.
        let again = claimed.values().filter(|duty| judged.contains(&duty.id));
        for duty in settled.iter().chain(again) {
            check(duty, so_far.results.get(&duty.id), &mut failed);
        }
    }
    needs.trial.go_on(&mut needs.steps, &further, &mut so_far);
    let assessment = needs.trial.in_full().assessment;
    let came: BTreeMap<&DutyId, &DutyResult> = assessment.duties.iter().map(|duty| (&duty.id, duty)).collect();
    for duty in claimed.values() {
        check(duty, came.get(&duty.id).copied(), &mut failed);
    }
    needs.trial.back(&mut needs.steps, so_far);
    let judgings = needs.trial.judged - before;
    Checked { failed, after: After { assessment, judgings } }
}
