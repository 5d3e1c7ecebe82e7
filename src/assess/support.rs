//! What an outcome rests on: it is evidenced if it stays the same with every fact taken away that no evidence shows.

use std::rc::Rc;

use crate::evaluate::{Closure, Judge, Pair, Read, View, Why};
use crate::model::facts::FactId;
use crate::model::law::Duty;
use crate::model::words::Support;

use super::evidence::{Register, Shown};

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
    let all_seen = pair.reads.iter().all(|read| match read {
        Read::Fact(id) => is_shown(id.index()),
        Read::Duty(_) => false,
    });
    if all_seen && !matches!(pair.why, Why::Failed(_)) {
        return true;
    }
    // What was judged is known not to stand with no fact at all, so a view that shows none of what it read cannot uphold it.
    // With a closure out of sight the entries are read one by one instead, so that more is read than the trace says.
    let is_unseen = |id: FactId| !is_shown(id.index()) && !judge.is_closure(id);
    let none_seen = pair.reads.iter().all(|read| matches!(read, Read::Fact(id) if is_unseen(*id)));
    if none_seen && pair.why == Why::Judged {
        return false;
    }
    let flags = (0..shown.len()).map(is_shown).collect();
    judge.rejudge(duty, pair, View::Only(Rc::new(flags))) == pair.outcome
}

/// The most that a duty can be shown to rest on, given who says that a pair's set has no other members: with that taken away, there
/// might be others, and the duty would not stand. `None` where the law says so, or where there is no set.
pub(super) fn of_closure(duty: &Duty, pair: &Pair, register: &Register<'_>) -> Option<Support> {
    match (&pair.closure, &pair.why) {
        (_, Why::Others(_)) | (Some(Closure::Open(_)), _) => Some(Support::Asserted),
        (Some(Closure::Profile(id, _)), _) => {
            let requirement = duty.requirements.get(pair.requirement);
            let shown = requirement.map_or(Shown::Not, |requirement| register.shown_of(*id, requirement));
            Some(match shown {
                Shown::Current => Support::Evidenced,
                Shown::Changed => Support::Suspect,
                Shown::Lapsed => Support::Stale,
                Shown::Not => Support::Asserted,
            })
        }
        _ => None,
    }
}
