//! Where one or two facts do not do: facts for everything that is open together, taken from the cases in which it is met.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Closure, Pair};
use crate::model::facts::{Content, Fact, FactId, Scalar};
use crate::model::ids::{DutyId, RequirementId, SubjectId};
use crate::model::merge::Difference;
use crate::model::words::{Outcome, Support};

use super::super::inquiry::Inquiry;
use super::super::witness::{Witness, Witnesses};
use super::bench::{Bench, Goal, is_open};
use super::change::To;
use super::values::Seen;

/// How many of its pairs a duty may have for the cases to be asked of each.
const MOST: usize = 300;
/// The subject that stands for all that nobody has named.
const OTHERS: &str = "others";
/// How often all pairs are gone through: what makes one met may open another.
const ROUNDS: usize = 6;

/// A pair by its requirement and its subject.
pub(super) type Key = (RequirementId, Option<SubjectId>);

/// What the cases show of each pair: changes that together make it met, those that change least first.
pub(super) type Shown = BTreeMap<Key, Vec<Vec<usize>>>;

/// Facts that together do.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) changes: Vec<usize>,
    /// Whether the rest does not do with any one of them left out.
    pub(super) none_left_out: bool,
}

/// The subject of an entry that the profile does not have.
const NEW: &str = "new-entry";

/// What the cases show of the pairs of the duty, and of a subject that the profile does not have; before any of it is laid on a bench.
pub(super) fn witnesses(all: &Witnesses<'_>, inquiry: &Inquiry<'_>, duty: &DutyId) -> Vec<(Key, Vec<Witness>)> {
    let pairs = inquiry.duty(duty).map(|duty| duty.requirements.as_slice()).unwrap_or_default();
    let mut keys: Vec<Key> = Vec::new();
    for pair in pairs.iter().filter(|pair| !pair.history).take(MOST) {
        keys.push((pair.id.clone(), pair.subject.clone()));
        if pair.subject.as_ref().is_some_and(|subject| subject.as_str() == OTHERS) {
            keys.push((pair.id.clone(), Some(SubjectId::from(NEW))));
        }
    }
    let find = |key: Key| {
        let found = all.find(duty, &key.0, key.1.as_ref());
        (key, found)
    };
    keys.into_iter().map(find).collect()
}

/// Makes changes of what the cases show.
pub(super) fn shown(bench: &mut Bench<'_, '_>, witnesses: Vec<(Key, Vec<Witness>)>) -> Shown {
    let mut shown = Shown::new();
    for (key, witnesses) in witnesses {
        let mut all: Vec<Vec<usize>> = Vec::new();
        for witness in witnesses {
            let parts = parts(bench, witness.differences);
            if !parts.is_empty() && !all.contains(&parts) {
                all.push(parts);
            }
        }
        shown.insert(key, all);
    }
    shown
}

/// The changes of single facts, and of new entries, that a witness consists of.
fn parts(bench: &mut Bench<'_, '_>, differences: Vec<Difference>) -> Vec<usize> {
    let mut parts = Vec::new();
    let mut entries: BTreeMap<String, (FactId, Vec<Difference>)> = BTreeMap::new();
    for mut difference in differences {
        let Some((id, fact)) = difference.other.first().cloned() else { continue };
        if let Some((collection, entry)) = new_entry(bench, id) {
            difference.cite(&bench.cites);
            entries.entry(entry).or_insert_with(|| (collection, Vec::new())).1.push(difference);
            continue;
        }
        parts.extend(part(bench, id, &fact, &difference));
    }
    for (path, (fact, differences)) in entries {
        let known = bench
            .changes
            .iter()
            .position(|known| known.to == To::Entry(path.clone()) && said(&known.differences) == said(&differences));
        let index = known.unwrap_or_else(|| bench.add(fact, To::Entry(path), differences));
        parts.push(index);
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn part(bench: &mut Bench<'_, '_>, id: FactId, fact: &Fact, difference: &Difference) -> Option<usize> {
    let own = bench.profile.facts.get(id)?;
    let to = match &fact.content {
        Content::Value(value) if matches!(&own.content, Content::Value(own) if own == value) => To::Confirmed,
        Content::Value(value) => To::Value(value.clone()),
        Content::Absence => To::Absent,
        Content::List { items, .. } => To::List(values(items, difference)),
        Content::Closure { .. } => {
            // It names whatever is there when it is stated; what the case has besides is an entry of its own.
            let collection = own.parent?;
            let members = bench.members_there(collection);
            return bench.think(collection, To::Complete(members));
        }
        _ => return None,
    };
    bench.think(id, to)
}

fn values(items: &[FactId], difference: &Difference) -> Vec<Scalar> {
    let content = |id: &FactId| difference.other.iter().find(|(other, _)| other == id).map(|(_, fact)| &fact.content);
    let value = |id: &FactId| match content(id) {
        Some(Content::Value(value)) => Some(value.clone()),
        _ => None,
    };
    items.iter().filter_map(value).collect()
}

/// What differences state, to tell them apart.
fn said(differences: &[Difference]) -> Vec<(String, String)> {
    let content = |difference: &Difference| {
        let all = difference.other.iter().map(|(_, fact)| format!("{:?}", fact.content));
        all.collect::<Vec<_>>().join(" ")
    };
    differences.iter().map(|difference| (difference.path.clone(), content(difference))).collect()
}

/// The entry that a node is, or stands in, where the profile does not have it: the collection and its path.
fn new_entry(bench: &Bench<'_, '_>, id: FactId) -> Option<(FactId, String)> {
    let facts = &bench.profile.facts;
    let mut found = None;
    let mut next = Some(id);
    while let Some((id, fact)) = next.and_then(|id| Some((id, facts.get(id)?))) {
        let above = fact.parent.and_then(|parent| Some((parent, facts.get(parent)?)));
        if let Some((parent, above)) = above
            && let Content::Entries { entries, .. } = &above.content
            && above.term != fact.term
            && !entries.values().any(|entry| *entry == id)
        {
            found = Some((parent, fact.path.clone()));
        }
        next = fact.parent;
    }
    found
}

/// Facts that together reach the goal, starting from `changes`; `None` if the cases show none. What cannot be made met is named in `blocked`.
pub(super) fn whole(
    bench: &mut Bench<'_, '_>,
    goal: Goal,
    seen: &Seen,
    shown: &Shown,
    mut changes: Vec<usize>,
    blocked: &mut BTreeSet<RequirementId>,
) -> Option<Whole> {
    for _ in 0..ROUNDS {
        bench.take(&changes);
        let open: Vec<Key> =
            bench.pairs(None).iter().filter(|pair| is_open(pair)).filter_map(|pair| key(bench, pair)).collect();
        if open.is_empty() {
            // What does not arise is not met: something has to be there of which it can be.
            match arise(bench, shown, &changes) {
                Some(more) => changes = more,
                None => break,
            }
            continue;
        }
        for key in open {
            if bench.is_spent() {
                return None;
            }
            match close(bench, seen, shown, &changes, &key) {
                Some(closed) => changes = closed,
                None => drop(blocked.insert(key.0)),
            }
        }
        if !blocked.is_empty() {
            return None;
        }
    }
    if goal == Goal::Satisfied {
        changes = prove(bench, seen, changes);
    }
    bench.work.others += 1;
    if !bench.look(&changes, goal).reached {
        return None;
    }
    Some(least(bench, goal, changes))
}

fn key(bench: &Bench<'_, '_>, pair: &Pair) -> Option<Key> {
    let requirement = bench.duty.requirements.get(pair.requirement)?;
    Some((requirement.id.clone(), pair.subject.as_ref().map(|subject| subject.id.clone())))
}

/// With something of which a requirement is met, where none is; `None` if one is met already, or the cases show none.
fn arise(bench: &mut Bench<'_, '_>, shown: &Shown, changes: &[usize]) -> Option<Vec<usize>> {
    if bench.look(changes, Goal::Met).reached {
        return None;
    }
    for (key, witnesses) in shown {
        for more in witnesses {
            if bench.is_spent() {
                return None;
            }
            let new = more.iter().filter(|index| !changes.contains(index));
            let together = bench.fit(changes.iter().chain(new).copied().collect());
            bench.take(&together);
            bench.work.others += 1;
            let pairs = bench.pairs(None);
            let is_met = |pair: &Pair| pair.outcome == Outcome::Met && !pair.history;
            if pairs.iter().any(|pair| is_met(pair) && self::key(bench, pair).as_ref() == Some(key)) {
                return Some(together);
            }
        }
    }
    None
}

/// Whether a pair is open with some changes; of others that nobody has named all of the duty has to be judged.
fn still_open(bench: &mut Bench<'_, '_>, changes: &[usize], key: &Key) -> Option<Pair> {
    bench.take(changes);
    bench.work.others += 1;
    let pairs = bench.pairs(key.1.as_ref().filter(|subject| subject.as_str() != OTHERS));
    pairs.into_iter().find(|pair| is_open(pair) && self::key(bench, pair).as_ref() == Some(key))
}

/// Changes with which a pair is no longer open, those that are taken before among them: the first with which less is open than before, or
/// else those with which least is.
fn close(bench: &mut Bench<'_, '_>, seen: &Seen, shown: &Shown, changes: &[usize], key: &Key) -> Option<Vec<usize>> {
    let Some(pair) = still_open(bench, changes, key) else { return Some(changes.to_vec()) };
    let before = open_now(bench, changes);
    let mut best: Option<(usize, Vec<usize>)> = None;
    for together in options(bench, seen, shown, changes, (key, &pair)) {
        if bench.is_spent() {
            return None;
        }
        let together = bench.fit(together);
        if still_open(bench, &together, key).is_some() {
            continue;
        }
        let open = open_now(bench, &together);
        if open < before {
            return Some(together);
        }
        if best.as_ref().is_none_or(|(least, _)| open < *least) {
            best = Some((open, together));
        }
    }
    best.map(|(_, together)| together)
}

fn open_now(bench: &mut Bench<'_, '_>, changes: &[usize]) -> usize {
    bench.take(changes);
    bench.pairs(None).iter().filter(|pair| is_open(pair)).count()
}

/// What may close a pair, with what was taken before; what contradicts least first.
fn options(
    bench: &mut Bench<'_, '_>,
    seen: &Seen,
    shown: &Shown,
    changes: &[usize],
    (key, pair): (&Key, &Pair),
) -> Vec<Vec<usize>> {
    let with = |more: &[usize]| -> Vec<usize> {
        let new = more.iter().filter(|index| !changes.contains(index));
        changes.iter().chain(new).copied().collect()
    };
    let fact = |bench: &Bench<'_, '_>, index: &usize| bench.changes.get(*index).map(|change| change.fact);
    let changed: BTreeSet<FactId> = changes.iter().filter_map(|index| fact(bench, index)).collect();
    let mut of_cases: Vec<Vec<usize>> = Vec::new();
    for more in shown.get(key).into_iter().flatten() {
        // What was settled for another pair is left alone, if that will do.
        let is_new = |index: &&usize| fact(bench, index).is_some_and(|fact| !changed.contains(&fact));
        let others: Vec<usize> = more.iter().filter(is_new).copied().collect();
        for together in [with(&others), with(more)] {
            if together.len() > changes.len() && !of_cases.contains(&together) {
                of_cases.push(together);
            }
        }
    }
    let facts = bench.facts_of(pair);
    bench.take(&[]);
    // One fact of which nothing is stated is less than what most cases state, and contradicts nothing.
    let (mut unstated, mut stated) = (Vec::new(), Vec::new());
    for id in facts {
        let is_stated = bench.profile.facts.get(id).is_some_and(|fact| fact.place.is_some());
        let list = if is_stated { &mut stated } else { &mut unstated };
        list.extend(bench.think_of(id, seen).into_iter().map(|index| with(&[index])));
    }
    let (one, several) = of_cases.into_iter().partition::<Vec<_>, _>(|together| together.len() == changes.len() + 1);
    one.into_iter().chain(unstated).chain(several).chain(stated).collect()
}

/// With evidence for all that was read for what is not shown: first for facts as they are, then for those that have lapsed, stated anew.
fn prove(bench: &mut Bench<'_, '_>, seen: &Seen, mut changes: Vec<usize>) -> Vec<usize> {
    for to in [To::AsItIs, To::Confirmed] {
        bench.take(&changes);
        let pairs = bench.pairs(None);
        let heard = bench.heard();
        let is_shown = |index: usize| {
            let support = heard.requirements.get(index).and_then(|pair| pair.support);
            support.is_none_or(|support| support == Support::Evidenced)
        };
        let mut unshown: BTreeSet<FactId> = BTreeSet::new();
        for (_, pair) in pairs.iter().enumerate().filter(|(index, pair)| !pair.history && !is_shown(*index)) {
            unshown.extend(bench.facts_of(pair));
        }
        if heard.support != Some(Support::Evidenced) {
            let closures = pairs.iter().filter_map(|pair| match pair.closure {
                Some(Closure::Profile(id, _)) => bench.fact_of(id),
                _ => None,
            });
            unshown.extend(closures);
        }
        bench.take(&[]);
        for id in unshown {
            let all = bench.think_of(id, seen);
            let is = |index: &usize, to: &To| bench.changes.get(*index).is_some_and(|change| change.to == *to);
            let of_fact = |index: &usize| bench.changes.get(*index).is_some_and(|change| change.fact == id);
            let as_it_is = changes.iter().position(|index| of_fact(index) && is(index, &To::AsItIs));
            let is_other = changes.iter().any(of_fact) && as_it_is.is_none();
            if let Some(index) = all.into_iter().find(|index| is(index, &to)).filter(|_| !is_other) {
                if let Some(place) = as_it_is {
                    changes.remove(place);
                }
                changes.push(index);
            }
        }
    }
    bench.fit(changes)
}

/// The same without what can be left out.
pub(super) fn least(bench: &mut Bench<'_, '_>, goal: Goal, mut changes: Vec<usize>) -> Whole {
    for place in (0..changes.len()).rev() {
        if bench.is_spent() {
            return Whole { changes, none_left_out: false };
        }
        let mut fewer = changes.clone();
        if place >= fewer.len() {
            continue;
        }
        fewer.remove(place);
        let fewer = bench.fit(fewer);
        bench.work.others += 1;
        if bench.look(&fewer, goal).reached && bench.number(&fewer) <= bench.number(&changes) {
            changes = fewer;
        }
    }
    Whole { changes, none_left_out: true }
}
