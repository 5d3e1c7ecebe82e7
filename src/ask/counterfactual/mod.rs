//! The least that would make a duty met, and satisfied: looked for among the facts that its rule reads, and verified by judging again.

mod bench;
mod bounds;
mod change;
mod clause;
mod few;
mod fit;
mod ranges;
mod told;
mod values;
mod vary;
mod whole;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::model::counterfactual::{Counterfactual, Found, Least, Way};
use crate::model::facts::FactId;
use crate::model::ids::DutyId;
use crate::model::words::{Standing, Verdict};

use super::inquiry::Inquiry;
use super::witness::Witnesses;
use bench::{Bench, Goal};
use few::Few;
use told::Teller;
use values::Seen;
use whole::{Shown, Whole};

/// How many ways are told.
const TOLD: usize = 5;
/// With how many of the ways that make it met a search for what shows it begins.
const STARTS: usize = 3;

/// The least that would make a duty met, and satisfied; `None` where it is satisfied, does not arise, is not yet due or was not judged.
#[must_use]
pub fn counterfactual(inquiry: &Inquiry<'_>, id: &DutyId) -> Option<Counterfactual> {
    let result = inquiry.duty(id)?;
    let is_judged =
        !matches!(result.verdict, Verdict::Unread | Verdict::Unpublished) && !result.requirements.is_empty();
    let is_open =
        matches!(result.standing, Standing::Gap | Standing::Unproven | Standing::Unassessed | Standing::Departed);
    if !is_judged || !is_open {
        return None;
    }
    let duty = inquiry.case().rules().law().duty(id.as_str())?;
    let witnesses = Witnesses::of(inquiry.case(), inquiry.as_of());
    let found = whole::witnesses(&witnesses, inquiry, id);
    let mut bench = Bench::of(inquiry, duty, witnesses.facts());
    let shown = whole::shown(&mut bench, found);
    let pairs = bench.pairs(None);
    let seen = bench.seen(&pairs);
    let mut search = Search { bench, seen, shown };
    let (met, starts) = search.met(result.verdict == Verdict::Met);
    let satisfied = search.satisfied(&met, &starts);
    let asked = result.requirements.iter().flat_map(|pair| &pair.rests_on).collect::<BTreeSet<_>>();
    let unsatisfied = |other: &&&DutyId| inquiry.duty(other).is_none_or(|duty| duty.standing != Standing::Satisfied);
    Some(Counterfactual {
        met,
        satisfied,
        rests_on: asked.iter().filter(unsatisfied).map(|other| (*other).clone()).collect(),
        work: search.bench.work,
    })
}

struct Search<'i, 'c> {
    bench: Bench<'i, 'c>,
    seen: Seen,
    shown: Shown,
}

impl Search<'_, '_> {
    /// The least that makes it met, and the changes with which it is.
    fn met(&mut self, already: bool) -> (Least, Vec<Vec<usize>>) {
        if already {
            return (nothing(Found::Already, 0), vec![Vec::new()]);
        }
        self.bench.begin();
        let found = few::few(&mut self.bench, Goal::Met, &self.seen, 1);
        self.told(Goal::Met, &found, &[Vec::new()])
    }

    /// The least that makes it satisfied. Whatever does makes it met too.
    fn satisfied(&mut self, met: &Least, starts: &[Vec<usize>]) -> Least {
        let is_satisfied = |way: &&Way| way.standing == Standing::Satisfied;
        let ways: Vec<Way> = met.ways.iter().filter(is_satisfied).cloned().collect();
        if !ways.is_empty() || met.found == Found::None {
            return Least { ways, ..met.clone() };
        }
        self.bench.begin();
        let found = few::few(&mut self.bench, Goal::Satisfied, &self.seen, met.at_least.max(1));
        self.told(Goal::Satisfied, &found, starts).0
    }

    /// Tells what was found; where that is nothing, of what does together the least, beginning with each of `starts`.
    fn told(&mut self, goal: Goal, found: &Few, starts: &[Vec<usize>]) -> (Least, Vec<Vec<usize>>) {
        let ways = Teller::of(&mut self.bench, goal, &self.seen).few(found, TOLD);
        if !ways.is_empty() {
            let further = found.ways.len().saturating_sub(ways.len());
            let least = Least { ways, further, cut: found.cut, ..nothing(Found::Least, found.at_least) };
            // Where it begins with nothing at all, other facts may do that are shown more easily.
            let starts = found.ways.values().filter_map(|ways| ways.first().cloned()).take(STARTS).chain([Vec::new()]);
            return (least, starts.collect());
        }
        self.bench.begin();
        let mut blocked = BTreeSet::new();
        let mut best: Option<Whole> = None;
        for start in starts {
            let whole = whole::whole(&mut self.bench, goal, &self.seen, &self.shown, start.clone(), &mut blocked);
            let number = |whole: &Whole| self.bench.number(&whole.changes);
            best = best.into_iter().chain(whole).min_by_key(number);
        }
        let mut cut = found.cut || self.bench.is_spent();
        self.bench.begin();
        let best = best.map(|whole| vary::vary(&mut self.bench, goal, &self.seen, whole));
        cut |= self.bench.is_spent();
        let Some(whole) = best else {
            let blocked = blocked.into_iter().collect();
            return (Least { cut, blocked, ..nothing(Found::None, found.at_least) }, Vec::new());
        };
        match Teller::of(&mut self.bench, goal, &self.seen).whole(&whole) {
            Some(way) => {
                (Least { cut, ways: vec![way], ..nothing(Found::Together, found.at_least) }, vec![whole.changes])
            }
            None => (Least { cut, ..nothing(Found::None, found.at_least) }, Vec::new()),
        }
    }
}

fn nothing(found: Found, at_least: usize) -> Least {
    Least { found, at_least, ways: Vec::new(), further: 0, blocked: Vec::new(), cut: false }
}

/// The facts that changes are of, in the order of their paths.
fn in_order(bench: &Bench<'_, '_>, changes: &[usize]) -> Vec<usize> {
    let path = |index: &usize| {
        let id: Option<FactId> = bench.changes.get(*index).map(|change| change.fact);
        id.and_then(|id| bench.profile.facts.get(id)).map(|fact| fact.path.clone())
    };
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(path);
    sorted
}
