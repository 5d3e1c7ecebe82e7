//! What an outcome rests on: it is evidenced if it stays the same with every fact taken away that no evidence shows.

use std::rc::Rc;

use crate::evaluate::{Closure, Judge, Pair, Read, View, Why};
use crate::model::law::Duty;
use crate::model::words::Support;

use super::evidence::Shown;

/// The support of a pair that is met or not applicable; `shown` says how strongly each fact is shown for its requirement.
pub(super) fn of(judge: &Judge<'_>, duty: &Duty, pair: &Pair, shown: &[Shown]) -> Support {
    let levels =
        [(Support::Evidenced, Shown::Current), (Support::Suspect, Shown::Changed), (Support::Stale, Shown::Lapsed)];
    let found = levels.into_iter().find(|(_, least)| stands(judge, duty, pair, shown, *least));
    found.map_or(Support::Asserted, |(support, _)| support)
}

/// Whether the outcome stays the same when only facts that are shown at least so strongly are seen.
fn stands(judge: &Judge<'_>, duty: &Duty, pair: &Pair, shown: &[Shown], least: Shown) -> bool {
    let is_shown = |index: usize| shown.get(index).is_some_and(|shown| *shown >= least);
    // Every pair of a set that the profile closes rests on that closure too.
    if let Some(Closure::Profile(id, _)) = &pair.closure
        && !is_shown(id.index())
    {
        return false;
    }
    let all_seen = pair.reads.iter().all(|read| match read {
        Read::Fact(id) => is_shown(id.index()),
        Read::Duty(_) => false,
    });
    if all_seen && !matches!(pair.why, Why::Failed(_)) {
        return true;
    }
    // What was judged is known not to stand with no fact at all, so a view that shows none of what it read cannot uphold it.
    let none_seen = pair.reads.iter().all(|read| matches!(read, Read::Fact(id) if !is_shown(id.index())));
    if none_seen && pair.why == Why::Judged {
        return false;
    }
    let flags = (0..shown.len()).map(is_shown).collect();
    judge.rejudge(duty, pair, View::Only(Rc::new(flags))) == pair.outcome
}
