//! How many documents could go, whichever they are, before a duty's standing changes.
//!
//! Growing sets of documents are taken away and the duty is judged again. What a set does depends only on which facts it leaves unshown, so
//! only those sets are tried of which every document is needed to leave something unshown.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::DutyResult;
use crate::model::bearing::{Fallen, Redundancy};
use crate::model::ids::DutyId;

use super::super::inquiry::Inquiry;
use super::bench::Bench;
use super::is_standing;
use super::shows::Shows;

/// The largest sets that are tried.
const LARGEST: usize = 3;
/// After so many trials for one duty the search is cut short.
const TRIALS: usize = 2000;

/// How much could go of every duty that stands; `alone` are the duties that fall with each document alone.
pub(super) fn of(
    inquiry: &Inquiry<'_>,
    shows: &Shows,
    alone: &[Vec<Fallen>],
    bench: &mut Bench<'_, '_>,
) -> Vec<Redundancy> {
    let mut by_one: BTreeMap<&DutyId, Vec<BTreeSet<usize>>> = BTreeMap::new();
    for (number, fallen) in alone.iter().enumerate() {
        for one in fallen {
            by_one.entry(&one.id).or_default().push(BTreeSet::from([number]));
        }
    }
    let standing = inquiry.assessment().duties.iter().filter(|duty| is_standing(duty));
    let mut found: Vec<Redundancy> = standing
        .map(|duty| {
            let answer = match by_one.get(&duty.id) {
                Some(sets) => Search { could_go: 0, exact: true, hangs_by: sets.clone() },
                None => search(inquiry, shows, duty, bench),
            };
            let first = |number: &usize| shows.documents.get(*number)?.ids.first().cloned();
            Redundancy {
                id: duty.id.clone(),
                title: duty.title.clone(),
                binding: duty.binding,
                weight: duty.weight.value,
                standing: duty.standing,
                could_go: answer.could_go,
                exact: answer.exact,
                hangs_by: answer.hangs_by.iter().map(|set| set.iter().filter_map(first).collect()).collect(),
            }
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |one: &Redundancy| (one.could_go, std::cmp::Reverse(one.weight), one.binding);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    found
}

struct Search {
    could_go: u8,
    exact: bool,
    hangs_by: Vec<BTreeSet<usize>>,
}

/// Searches sets of two and more for a duty that no document alone brings down.
fn search(inquiry: &Inquiry<'_>, shows: &Shows, duty: &DutyResult, bench: &mut Bench<'_, '_>) -> Search {
    let below = resting(inquiry, &duty.id);
    let sets: BTreeSet<BTreeSet<usize>> = below.iter().flat_map(|id| shows.sets(id, LARGEST)).collect();
    let none_found = |could_go, exact| Search { could_go, exact, hangs_by: Vec::new() };
    let falls = |gone: &BTreeSet<usize>, bench: &mut Bench<'_, '_>| {
        let replay = bench.without(&shows.ids(gone), &below);
        replay.results.get(&duty.id).is_some_and(|after| after.standing != duty.standing)
    };
    // Less taken away never does more: if all of it together changes nothing, no part of it does.
    let all: BTreeSet<usize> = sets.iter().flatten().copied().collect();
    if all.is_empty() || !falls(&all, bench) {
        return none_found(3, true);
    }
    let mut tried = 0;
    for size in 2..=LARGEST {
        let (unions, whole) = unions(&sets, size, TRIALS - tried);
        for union in &unions {
            if falls(union, bench) {
                return Search {
                    could_go: u8::try_from(size - 1).unwrap_or(3),
                    exact: true,
                    hangs_by: vec![union.clone()],
                };
            }
        }
        tried += unions.len();
        if !whole {
            return none_found(u8::try_from(size - 1).unwrap_or(1), false);
        }
    }
    none_found(3, true)
}

/// A duty and all those that it rests on.
fn resting(inquiry: &Inquiry<'_>, id: &DutyId) -> BTreeSet<DutyId> {
    let mut found: BTreeSet<DutyId> = BTreeSet::new();
    let mut next = vec![id.clone()];
    while let Some(id) = next.pop() {
        if found.insert(id.clone()) {
            next.extend(inquiry.rests(&id).into_iter().flat_map(|rests| rests.duties.iter().cloned()));
        }
    }
    found
}

/// The unions of sets that have just that many members, in order; and whether that is all of them, or only the first `most`.
fn unions(sets: &BTreeSet<BTreeSet<usize>>, size: usize, most: usize) -> (Vec<BTreeSet<usize>>, bool) {
    let small: Vec<&BTreeSet<usize>> = sets.iter().filter(|set| set.len() <= size).collect();
    let mut found: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    let mut reached: BTreeSet<BTreeSet<usize>> = BTreeSet::from([BTreeSet::new()]);
    // A union of that size needs at most so many sets, each of which adds a member.
    for _ in 0..size {
        let mut next: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
        for begun in &reached {
            for set in small.iter().filter(|set| !set.is_subset(begun)) {
                let union: BTreeSet<usize> = begun.union(set).copied().collect();
                if union.len() == size {
                    found.insert(union);
                } else if union.len() < size {
                    next.insert(union);
                }
                if found.len() > most {
                    return (found.into_iter().take(most).collect(), false);
                }
            }
        }
        reached = next;
    }
    (found.into_iter().collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(members: &[usize]) -> BTreeSet<usize> {
        members.iter().copied().collect()
    }

    #[test]
    fn only_sets_of_which_every_member_is_needed_are_tried() {
        let sets = BTreeSet::from([set(&[1]), set(&[2]), set(&[3, 4]), set(&[4, 5])]);
        assert_eq!(unions(&sets, 2, 100), (vec![set(&[1, 2]), set(&[3, 4]), set(&[4, 5])], true));
        let three = vec![set(&[1, 3, 4]), set(&[1, 4, 5]), set(&[2, 3, 4]), set(&[2, 4, 5]), set(&[3, 4, 5])];
        assert_eq!(unions(&sets, 3, 100), (three, true));
    }

    #[test]
    fn a_search_that_is_cut_short_says_so() {
        let sets: BTreeSet<BTreeSet<usize>> = (0..10).map(|number| set(&[number])).collect();
        let (found, whole) = unions(&sets, 2, 5);
        assert_eq!((found.len(), whole), (5, false));
    }
}
