//! An order of the actions whose every beginning is as good as any set of so many, as far as there is one.

use std::collections::BTreeSet;

use super::part::Curve;
use super::{Whole, combine, steps};

/// How far ahead the next stage is looked for.
const AHEAD: usize = 24;

/// Actions stage by stage.
pub(super) struct Order {
    pub(super) stages: Vec<Stage>,
    /// Whether no set of so many is better than the beginning of the order, for any number.
    pub(super) nested: bool,
}

/// Actions that settle something together.
pub(super) struct Stage {
    pub(super) actions: Vec<usize>,
    /// What is settled once they are taken, with all before them.
    pub(super) weight: u32,
}

/// What each part can still come to.
struct Rest {
    curves: Vec<Curve>,
    taken: Vec<BTreeSet<usize>>,
}

impl Whole {
    /// An order of at most so many actions; `best` is the most weight for each number.
    pub(super) fn order(&self, best: &[u32], most: usize) -> Order {
        let mut order = Order { stages: Vec::new(), nested: true };
        let mut rest = Rest {
            curves: self.parts.iter().map(|(_, curve)| curve.clone()).collect(),
            taken: vec![BTreeSet::new(); self.parts.len()],
        };
        let most = most.min(self.actions);
        let (mut taken, mut weight) = (0, 0);
        while taken < most {
            let ahead = best.get(taken..=most).unwrap_or_default();
            let Some((shares, optimal)) = rest.next(ahead, weight) else { break };
            order.nested &= optimal;
            let mut actions = Vec::new();
            for (number, share) in shares {
                let Some(curve) = rest.curves.get(number) else { continue };
                weight += curve.weights.get(share).copied().unwrap_or(0);
                let chosen = curve.sets.get(share).cloned().unwrap_or_default();
                if let (Some((part, _)), Some(taken)) = (self.parts.get(number), rest.taken.get_mut(number)) {
                    taken.extend(chosen.iter().copied());
                    let again = part.solve(taken, self.nodes);
                    if let Some(curve) = rest.curves.get_mut(number) {
                        *curve = again;
                    }
                }
                actions.extend(chosen);
            }
            if actions.is_empty() {
                break;
            }
            actions.sort_unstable();
            taken += actions.len();
            order.stages.push(Stage { actions, weight });
        }
        order
    }
}

impl Rest {
    /// The shares of the next stage, and whether it is one that no other set beats. `best` begins with what is best for what is taken.
    fn next(&self, best: &[u32], weight: u32) -> Option<(Vec<(usize, usize)>, bool)> {
        let furthest = best.len().saturating_sub(1);
        let mut ahead = AHEAD.min(furthest);
        loop {
            let open: Vec<usize> = (0..self.curves.len())
                .filter(|number| self.first(*number).is_some_and(|first| first <= ahead))
                .collect();
            let curves: Vec<&[u32]> =
                open.iter().filter_map(|number| Some(self.curves.get(*number)?.weights.as_slice())).collect();
            let found = combine(&curves, ahead);
            let share = |mut left: usize| {
                let mut shares = Vec::new();
                for (number, own) in open.iter().zip(&found.shares).rev() {
                    let share = own.get(left).copied().unwrap_or(0);
                    left -= share.min(left);
                    if share > 0 {
                        shares.push((*number, share));
                    }
                }
                shares.reverse();
                shares
            };
            let optimal = steps(&found.weights)
                .find(|(actions, further)| best.get(*actions).is_some_and(|most| *most == weight + further));
            if let Some((actions, _)) = optimal {
                // Something better may have come between: then that has no place in this order.
                let missed = best.iter().take(actions).any(|most| *most > weight);
                return Some((share(actions), !missed));
            }
            // No stage is among the best: the one with the most weight for each action.
            let densest =
                steps(&found.weights).fold(None, |best: Option<(usize, u32)>, (actions, further)| match best {
                    Some((fewer, less)) if u64::from(further) * fewer as u64 <= u64::from(less) * actions as u64 => {
                        best
                    }
                    _ => Some((actions, further)),
                });
            if let Some((actions, _)) = densest {
                return Some((share(actions), false));
            }
            if ahead == furthest {
                return None;
            }
            ahead = (ahead * 4).min(furthest);
        }
    }

    /// The fewest actions with which a part settles something more.
    fn first(&self, number: usize) -> Option<usize> {
        steps(&self.curves.get(number)?.weights).next().map(|(actions, _)| actions)
    }
}
