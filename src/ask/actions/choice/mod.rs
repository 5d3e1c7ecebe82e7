//! Which actions to take first: for every number of actions, the most weight that so many can settle, and an order in which to take them.
//!
//! Nothing here knows what an action is. A wish is settled once all the actions that it needs are taken; wishes that share no action, directly
//! or through others, are looked at apart, and a knapsack puts them together.

mod order;
mod part;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use part::{Curve, Part};

/// Something of a weight that is settled once all that it needs is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) weight: u32,
    /// The actions, by number; at least one.
    pub(super) needs: BTreeSet<usize>,
}

/// An order of actions, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The actions in the order in which to take them.
    pub(super) order: Vec<usize>,
    /// After each of them, what is settled.
    pub(super) settles: Vec<u32>,
    /// For each number of actions, more than which no such number settles.
    pub(super) at_most: Vec<u32>,
    /// Whether what the bounds say can be reached for every number: nothing was left unsearched.
    pub(super) exact: bool,
    /// Whether the order is as good as any after each of its actions.
    pub(super) nested: bool,
}

/// How many nodes of the search may be visited for all parts together.
const NODES: usize = 400_000;
/// And for one part.
const NODES_OF_PART: usize = 20_000;

/// Chooses at most so many actions.
pub(super) fn choose(wishes: &[Wish], most: usize) -> Choice {
    choose_within(wishes, most, NODES_OF_PART)
}

/// The same, with so many nodes for each part.
fn choose_within(wishes: &[Wish], most: usize, nodes: usize) -> Choice {
    let whole = Whole::of(wishes, nodes);
    let most = most.min(whole.actions);
    let best = whole.best();
    let mut order = whole.order(&best.weights, most);
    let reached = |order: &order::Order| order.stages.last().map_or(0, |stage| stage.weight);
    let mut nested = order.nested;
    if reached(&order) < best.at(most) {
        // The best set for so many actions is none of the prefixes: it is taken, and put in an order of its own.
        let chosen = whole.chosen(&best, most);
        let few: Vec<Wish> = wishes.iter().filter(|wish| wish.needs.is_subset(&chosen)).cloned().collect();
        let within = Whole::of(&few, nodes);
        order = within.order(&within.best().weights, most);
        nested = false;
    }
    let order: Vec<usize> = order.stages.into_iter().flat_map(|stage| stage.actions).collect();
    let settles = settled(wishes, &order);
    let at_most: Vec<u32> = whole.bound().into_iter().skip(1).take(most).collect();
    let exact = whole.parts.iter().all(|(_, curve)| curve.exact);
    let nested = nested && settles.iter().zip(&at_most).all(|(settled, most)| !exact || settled == most);
    Choice { order, settles, at_most, exact, nested }
}

/// What is settled after each action.
fn settled(wishes: &[Wish], order: &[usize]) -> Vec<u32> {
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(place, action)| (*action, place)).collect();
    let mut settles = vec![0; order.len()];
    for wish in wishes {
        let last: Option<Vec<usize>> = wish.needs.iter().map(|action| place.get(action).copied()).collect();
        if let Some(settled) = last.and_then(|places| settles.get_mut(places.into_iter().max()?)) {
            *settled += wish.weight;
        }
    }
    let mut sum = 0;
    for settled in &mut settles {
        sum += *settled;
        *settled = sum;
    }
    settles
}

/// All wishes, in parts that share nothing.
struct Whole {
    parts: Vec<(Part, Curve)>,
    /// How many actions there are.
    actions: usize,
    nodes: usize,
}

/// The most weight for each number of actions, and what each part has in it.
struct Best {
    weights: Vec<u32>,
    /// For each part, how many actions it has for each number of actions.
    shares: Vec<Vec<usize>>,
}

impl Best {
    fn at(&self, actions: usize) -> u32 {
        self.weights.get(actions).or(self.weights.last()).copied().unwrap_or(0)
    }
}

impl Whole {
    fn of(wishes: &[Wish], nodes: usize) -> Self {
        let mut left = NODES;
        let parts: Vec<(Part, Curve)> = parts(wishes)
            .into_iter()
            .map(|part| {
                let curve = part.solve(&BTreeSet::new(), nodes.min(left));
                left = left.saturating_sub(curve.nodes);
                (part, curve)
            })
            .collect();
        let actions = wishes.iter().flat_map(|wish| &wish.needs).collect::<BTreeSet<_>>().len();
        Self { parts, actions, nodes }
    }

    fn best(&self) -> Best {
        let curves: Vec<&[u32]> = self.parts.iter().map(|(_, curve)| curve.weights.as_slice()).collect();
        combine(&curves, self.actions)
    }

    /// More than which no number of actions settles.
    fn bound(&self) -> Vec<u32> {
        let curves: Vec<&[u32]> = self.parts.iter().map(|(_, curve)| curve.bound.as_slice()).collect();
        combine(&curves, self.actions).weights
    }

    /// The actions of the best set of so many.
    fn chosen(&self, best: &Best, actions: usize) -> BTreeSet<usize> {
        let mut left = actions;
        let mut chosen = BTreeSet::new();
        for ((_, curve), shares) in self.parts.iter().zip(&best.shares).rev() {
            let share = shares.get(left).copied().unwrap_or(0);
            left -= share.min(left);
            chosen.extend(curve.sets.get(share).into_iter().flatten());
        }
        chosen
    }
}

/// The best of several curves together for each number up to `most`: a knapsack in which each part takes its share.
fn combine(curves: &[&[u32]], most: usize) -> Best {
    let mut weights = vec![0u32; most + 1];
    let mut shares = Vec::with_capacity(curves.len());
    for curve in curves {
        let steps: Vec<(usize, u32)> = steps(curve).collect();
        let mut own = vec![0; most + 1];
        let mut with = weights.clone();
        for (total, (best, share)) in with.iter_mut().zip(&mut own).enumerate() {
            for (actions, weight) in &steps {
                let Some(rest) = total.checked_sub(*actions).and_then(|rest| weights.get(rest)) else { break };
                if rest + weight > *best {
                    (*best, *share) = (rest + weight, *actions);
                }
            }
        }
        weights = with;
        shares.push(own);
    }
    Best { weights, shares }
}

/// The numbers at which a curve rises, with what it rises to.
fn steps(curve: &[u32]) -> impl Iterator<Item = (usize, u32)> {
    let before = std::iter::once(&0).chain(curve);
    curve.iter().zip(before).enumerate().filter(|(_, (now, before))| now > before).map(|(at, (now, _))| (at, *now))
}

/// The wishes in parts that share no action.
fn parts(wishes: &[Wish]) -> Vec<Part> {
    let mut part_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut parts: Vec<Vec<&Wish>> = Vec::new();
    for wish in wishes {
        let joined: BTreeSet<usize> = wish.needs.iter().filter_map(|action| part_of.get(action)).copied().collect();
        let own = joined.first().copied().unwrap_or(parts.len());
        if own == parts.len() {
            parts.push(Vec::new());
        }
        let mut members = vec![wish];
        for other in joined.iter().filter(|other| **other != own) {
            members.extend(parts.get_mut(*other).map(std::mem::take).unwrap_or_default());
        }
        for member in &members {
            part_of.extend(member.needs.iter().map(|action| (*action, own)));
        }
        if let Some(part) = parts.get_mut(own) {
            part.extend(members);
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| Part::of(&part)).collect()
}
