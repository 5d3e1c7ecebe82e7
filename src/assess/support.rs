//! What an outcome rests on: it is evidenced if it stays the same with every fact taken away that no evidence shows.

use std::sync::Arc;

use crate::evaluate::{Closure, Judge, Pair, Read, View, Why};
use crate::model::facts::FactId;
use crate::model::law::{Duty, Requirement};
use crate::model::words::Support;

use super::evidence::{Register, Shown};

/// The support of a pair that is met or not applicable.
pub(super) fn of(judge: &Judge<'_>, duty: &Duty, pair: &Pair, register: &Register) -> Support {
    let Some(requirement) = duty.requirements.get(pair.requirement) else { return Support::Asserted };
    let levels =
        [(Support::Evidenced, Shown::Current), (Support::Suspect, Shown::Changed), (Support::Stale, Shown::Lapsed)];
    let found = levels.into_iter().find(|(_, least)| stands(judge, duty, pair, (register, requirement), *least));
    found.map_or(Support::Asserted, |(support, _)| support)
}

/// Whether the outcome stays the same when only facts that are shown at least so strongly are seen.
fn stands(
    judge: &Judge<'_>,
    duty: &Duty,
    pair: &Pair,
    (register, requirement): (&Register, &Requirement),
    least: Shown,
) -> bool {
    let kinds = Arc::clone(&requirement.shown_by);
    let shelf = register.clone();
    let is_shown = move |id: FactId| shelf.shown_by(id, &kinds) >= least;
    let all_seen = pair.reads.iter().all(|read| match read {
        Read::Fact(id) => is_shown(*id),
        Read::Duty(_) => false,
    });
    if all_seen && !matches!(pair.why, Why::Failed(_)) {
        return true;
    }
    // What was judged is known not to stand with no fact at all, so a view that shows none of what it read cannot uphold it.
    // With a closure out of sight the entries are read one by one instead, so that more is read than the trace says.
    let is_unseen = |id: FactId| !is_shown(id) && !judge.is_closure(id);
    let none_seen = pair.reads.iter().all(|read| matches!(read, Read::Fact(id) if is_unseen(*id)));
    if none_seen && pair.why == Why::Judged {
        return false;
    }
    judge.rejudge(duty, pair, View::only(is_shown)) == pair.outcome
}

/// The most that a duty can be shown to rest on, given who says that a pair's set has no other members: with that taken away, there
/// might be others, and the duty would not stand. `None` where the law says so, or where there is no set.
pub(super) fn of_closure(duty: &Duty, pair: &Pair, register: &Register) -> Option<Support> {
    match (&pair.closure, &pair.why) {
        (_, Why::Others(_)) | (Some(Closure::Open(_)), _) => Some(Support::Asserted),
        (Some(Closure::Profile(id, _)), _) => {
            let requirement = duty.requirements.get(pair.requirement);
            let shown = requirement.map_or(Shown::Not, |requirement| register.shown_by(*id, &requirement.shown_by));
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
