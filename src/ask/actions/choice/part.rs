//! The best choice within wishes that share actions: branch and bound over the wishes.

use std::collections::{BTreeMap, BTreeSet};

use super::Wish;

/// What one action counts for in the reckoning of shares.
const ONE: u64 = 1 << 20;

/// Wishes that hang together.
pub(super) struct Part {
    wishes: Vec<Member>,
    bundles: Vec<Bundle>,
}

/// A wish, and the bundles that it needs.
struct Member {
    weight: u32,
    needs: Vec<usize>,
}

/// Actions that the same wishes need: nothing is gained by taking only some of them.
struct Bundle {
    actions: Vec<usize>,
    wishes: Vec<usize>,
}

/// The best of a part for each number of further actions, from none on.
#[derive(Clone)]
pub(super) struct Curve {
    /// The most weight that was found.
    pub(super) weights: Vec<u32>,
    /// More than which there cannot be.
    pub(super) bound: Vec<u32>,
    /// The actions of the best set.
    pub(super) sets: Vec<Vec<usize>>,
    /// Whether the search came to its end, so that the two are the same.
    pub(super) exact: bool,
    /// How many nodes of the search were visited.
    pub(super) nodes: usize,
}

impl Part {
    pub(super) fn of(wishes: &[&Wish]) -> Self {
        let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, wish) in wishes.iter().enumerate() {
            for action in &wish.needs {
                users.entry(*action).or_default().push(number);
            }
        }
        let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (action, users) in users {
            alike.entry(users).or_default().push(action);
        }
        let mut members: Vec<Member> =
            wishes.iter().map(|wish| Member { weight: wish.weight, needs: Vec::new() }).collect();
        let bundles: Vec<Bundle> = alike.into_iter().map(|(wishes, actions)| Bundle { actions, wishes }).collect();
        for (number, bundle) in bundles.iter().enumerate() {
            for wish in &bundle.wishes {
                if let Some(member) = members.get_mut(*wish) {
                    member.needs.push(number);
                }
            }
        }
        Self { wishes: members, bundles }
    }

    /// Searches for the best sets of further actions once some are taken.
    pub(super) fn solve(&self, taken: &BTreeSet<usize>, nodes: usize) -> Curve {
        let is_taken = |bundle: &Bundle| bundle.actions.iter().all(|action| taken.contains(action));
        let free: Vec<bool> = self.bundles.iter().map(is_taken).collect();
        let left = self.bundles.iter().zip(&free).filter(|(_, taken)| !**taken);
        let most: usize = left.map(|(bundle, _)| bundle.actions.len()).sum();
        let open = |member: &Member| member.needs.iter().any(|need| !free.get(*need).copied().unwrap_or(true));
        let undecided: Vec<usize> =
            self.wishes.iter().enumerate().filter(|(_, member)| open(member)).map(|(number, _)| number).collect();
        let mut search = Search {
            part: self,
            weights: vec![0; most + 1],
            sets: vec![Vec::new(); most + 1],
            left: nodes,
            cut: false,
        };
        let root = Node { taken: free.clone(), cost: 0, weight: 0, undecided };
        let at_root = search.bound(&root);
        search.visit(root);
        let exact = !search.cut;
        let bound = if exact {
            search.weights.clone()
        } else {
            search.weights.iter().zip(&at_root).map(|(found, bound)| *found.max(bound)).collect()
        };
        let actions = |set: &Vec<bool>| -> Vec<usize> {
            let new = set.iter().zip(&free).zip(&self.bundles).filter(|((now, before), _)| **now && !**before);
            new.flat_map(|(_, bundle)| bundle.actions.iter().copied()).collect()
        };
        let sets = search.sets.iter().map(actions).collect();
        Curve { weights: search.weights, bound, sets, exact, nodes: nodes - search.left }
    }
}

/// Where the search is.
#[derive(Clone)]
struct Node {
    /// The bundles that are taken.
    taken: Vec<bool>,
    /// How many actions that is.
    cost: usize,
    /// What they settle.
    weight: u32,
    /// The wishes that may still be settled.
    undecided: Vec<usize>,
}

struct Search<'p> {
    part: &'p Part,
    weights: Vec<u32>,
    sets: Vec<Vec<bool>>,
    left: usize,
    cut: bool,
}

impl Search<'_> {
    fn visit(&mut self, mut node: Node) {
        loop {
            self.settle(&mut node);
            self.record(&node);
            let bound = self.bound(&node);
            if node.undecided.is_empty() || bound.iter().zip(&self.weights).all(|(bound, found)| bound <= found) {
                return;
            }
            let Some(left) = self.left.checked_sub(1) else {
                self.cut = true;
                return;
            };
            self.left = left;
            let Some(next) = self.densest(&node) else { return };
            let mut with = node.clone();
            self.take(&mut with, next);
            self.visit(with);
            // The same without it.
            node.undecided.retain(|wish| *wish != next);
        }
    }

    fn member(&self, wish: usize) -> (u32, &[usize]) {
        self.part.wishes.get(wish).map_or((0, &[]), |member| (member.weight, member.needs.as_slice()))
    }

    fn size(&self, bundle: usize) -> usize {
        self.part.bundles.get(bundle).map_or(0, |bundle| bundle.actions.len())
    }

    /// How many more actions a wish takes.
    fn extra(&self, node: &Node, wish: usize) -> usize {
        self.open(node, wish).map(|bundle| self.size(bundle)).sum()
    }

    fn open<'s>(&'s self, node: &'s Node, wish: usize) -> impl Iterator<Item = usize> + 's {
        let needs = self.member(wish).1.iter().copied();
        needs.filter(|bundle| !node.taken.get(*bundle).copied().unwrap_or(true))
    }

    fn take(&self, node: &mut Node, wish: usize) {
        node.cost += self.extra(node, wish);
        for bundle in self.member(wish).1 {
            if let Some(taken) = node.taken.get_mut(*bundle) {
                *taken = true;
            }
        }
    }

    /// Counts what is settled by what is taken.
    fn settle(&self, node: &mut Node) {
        let (settled, undecided): (Vec<usize>, Vec<usize>) =
            node.undecided.iter().partition(|wish| self.extra(node, **wish) == 0);
        node.weight += settled.into_iter().map(|wish| self.member(wish).0).sum::<u32>();
        node.undecided = undecided;
    }

    fn record(&mut self, node: &Node) {
        let better = self.weights.iter_mut().zip(&mut self.sets).skip(node.cost);
        for (weight, set) in better.take_while(|(weight, _)| **weight < node.weight) {
            *weight = node.weight;
            set.clone_from(&node.taken);
        }
    }

    /// The wish with the most weight for each action that it still takes; the first of equals.
    fn densest(&self, node: &Node) -> Option<usize> {
        let mut best: Option<(usize, u64, u64)> = None;
        for wish in &node.undecided {
            let (weight, extra) = (u64::from(self.member(*wish).0), self.extra(node, *wish) as u64);
            if best.is_none_or(|(_, other, others)| weight * others > other * extra) {
                best = Some((*wish, weight, extra));
            }
        }
        best.map(|(wish, ..)| wish)
    }

    /// For each number of actions, a weight that no node beneath this one exceeds: what a bundle costs is shared out among the undecided
    /// wishes that need it, so that no set of them costs less than its shares, and parts of a wish may be had for parts of its cost.
    fn bound(&self, node: &Node) -> Vec<u32> {
        let mut users = vec![0u64; self.part.bundles.len()];
        for wish in &node.undecided {
            for bundle in self.open(node, *wish) {
                if let Some(users) = users.get_mut(bundle) {
                    *users += 1;
                }
            }
        }
        let share = |bundle: usize| {
            let users = users.get(bundle).copied().unwrap_or(1).max(1);
            self.size(bundle) as u64 * ONE / users
        };
        let cost = |wish: usize| self.open(node, wish).map(share).sum::<u64>().max(1);
        let mut items: Vec<(u64, u64)> =
            node.undecided.iter().map(|wish| (u64::from(self.member(*wish).0), cost(*wish))).collect();
        items.sort_by(|(weight, cost), (other, others)| (other * cost).cmp(&(weight * others)));
        let mut items = items.into_iter().peekable();
        let (mut sum, mut spent) = (u64::from(node.weight), 0u64);
        let mut bound = Vec::with_capacity(self.weights.len());
        for actions in 0..self.weights.len() {
            let Some(budget) = actions.checked_sub(node.cost).map(|further| further as u64 * ONE) else {
                bound.push(0);
                continue;
            };
            while let Some((weight, cost)) = items.next_if(|(_, cost)| spent + cost <= budget) {
                sum += weight;
                spent += cost;
            }
            let part = items.peek().map_or(0, |(weight, cost)| weight * (budget - spent) / cost);
            bound.push(u32::try_from(sum + part).unwrap_or(u32::MAX));
        }
        bound
    }
}
