//! Which pairs keep a duty where it stands, and whether they come out as they have to.

use std::collections::BTreeSet;

use crate::model::assessment::{At, DutyResult, PairResult, RECORD_ONLY};
use crate::model::ids::{RequirementId, SubjectId};
use crate::model::words::{Outcome, Standing, Support, Verdict};

/// The subject of such a pair.
const OTHERS: &str = "others";

/// A pair of a duty.
pub(super) type PairKey = (RequirementId, Option<SubjectId>);

/// Why nothing settles a duty.
#[derive(Clone, Debug)]
pub(super) struct Obstacle {
    pub(super) why: String,
    pub(super) at: At,
}

/// The standings that are to be left.
pub(super) type Leaving = BTreeSet<Standing>;

/// All that is short of being satisfied.
pub(super) fn everything() -> Leaving {
    Leaving::from([Standing::Gap, Standing::Unproven, Standing::Unassessed])
}

/// What tells a pair from the others of its duty.
pub(super) fn key(pair: &PairResult) -> PairKey {
    (pair.id.clone(), pair.subject.clone())
}

/// Whether a pair is not met, or it cannot be told.
pub(super) fn is_unmet(pair: &PairResult) -> bool {
    matches!(pair.outcome, Outcome::NotMet | Outcome::Unknown)
}

/// Whether a pair came out so that evidence can show it.
pub(super) fn may_be_shown(pair: &PairResult) -> bool {
    matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable)
}

/// Whether a pair keeps its duty at one of these standings.
pub(super) fn keeps(pair: &PairResult, leaving: &Leaving) -> bool {
    let counts = !pair.history && pair.set_aside_by.is_none();
    counts
        && match pair.outcome {
            Outcome::NotMet => leaving.contains(&Standing::Gap),
            Outcome::Unknown | Outcome::Error => leaving.contains(&Standing::Unassessed),
            Outcome::Met | Outcome::NotApplicable => {
                leaving.contains(&Standing::Unproven) && pair.support != Some(Support::Evidenced)
            }
            Outcome::NotYetDue => false,
        }
}

/// The pairs that keep a duty where it stands.
pub(super) fn keeping<'d>(duty: &'d DutyResult, leaving: &Leaving) -> Result<Vec<&'d PairResult>, Obstacle> {
    let stop = |why: String, at: &At| Err(Obstacle { why, at: at.clone() });
    match duty.verdict {
        Verdict::Unpublished => return stop(format!("its text is not public: {}", duty.reason), &duty.at),
        Verdict::Unread => return stop(format!("its text could not be read: {}", duty.reason), &duty.at),
        Verdict::Error if duty.requirements.is_empty() => return stop(duty.reason.clone(), &duty.at),
        _ => {}
    }
    let pairs: Vec<&PairResult> = duty.requirements.iter().filter(|pair| keeps(pair, leaving)).collect();
    if let Some(pair) = pairs.iter().find(|pair| pair.outcome == Outcome::Error) {
        return stop(format!("its rule failed: {}", pair.reason), &pair.at);
    }
    if let Some(pair) = pairs.iter().find(|pair| is_unmet(pair) && pair.remedy == RECORD_ONLY) {
        let due = pair.due.map_or_else(String::new, |due| format!(" by {due}"));
        return stop(format!("{} was due{due} and done late: it can only be recorded", of_pair(pair)), &pair.at);
    }
    Ok(pairs)
}

/// Whether a pair came out met. It may not arise only where it did not before: to suppose that it does not arise does nothing. One that
/// stands for others may be gone, once it is met for those that are named, and they are all.
pub(super) fn comes_out(came: Option<&DutyResult>, pair: &PairResult) -> bool {
    let Some(came) = came else { return false };
    match came.requirements.iter().find(|one| key(one) == key(pair)) {
        Some(now) => {
            let as_before = now.outcome == Outcome::NotApplicable && pair.outcome == Outcome::NotApplicable;
            !now.history && (now.outcome == Outcome::Met || as_before)
        }
        None => is_others(pair) && is_met_for_a_named_one(came, pair),
    }
}

fn is_met_for_a_named_one(came: &DutyResult, others: &PairResult) -> bool {
    let is_named = |one: &&PairResult| one.id == others.id && one.subject.is_some() && !is_others(one);
    came.requirements.iter().filter(is_named).any(|one| one.outcome == Outcome::Met)
}

/// Whether an open pair is gone or does not arise any more, so that nothing was done about it.
pub(super) fn only_does_not_arise(came: Option<&DutyResult>, pair: &PairResult) -> bool {
    let Some(came) = came.filter(|came| came.verdict != Verdict::Error && !comes_out(Some(came), pair)) else {
        return false;
    };
    let now = came.requirements.iter().find(|one| key(one) == key(pair));
    is_unmet(pair) && now.is_none_or(|now| now.outcome == Outcome::NotApplicable)
}

/// Whether a pair stands for all that nobody has named.
pub(super) fn is_others(pair: &PairResult) -> bool {
    pair.subject.as_ref().is_some_and(|subject| subject.as_str() == OTHERS)
}

/// Whether a pair came out as it has to, and shown.
pub(super) fn is_proven(came: Option<&DutyResult>, pair: &PairResult) -> bool {
    let now = came.and_then(|came| came.requirements.iter().find(|one| key(one) == key(pair)));
    comes_out(came, pair) && now.is_none_or(|now| now.support == Some(Support::Evidenced))
}

/// Whether a duty has left these standings, and each pair that kept it there is met and shown.
pub(super) fn is_settled(came: &DutyResult, pairs: &[&PairResult], leaving: &Leaving) -> bool {
    let judged = !matches!(came.verdict, Verdict::Error);
    judged && !leaving.contains(&came.standing) && pairs.iter().all(|pair| is_proven(Some(came), pair))
}

/// A pair in words: "`members` for Coventry".
pub(super) fn of_pair(pair: &PairResult) -> String {
    match &pair.subject_title {
        Some(title) => format!("`{}` for {title}", pair.id),
        None => format!("`{}`", pair.id),
    }
}

pub(super) fn words(standing: Standing) -> String {
    standing.as_str().replace('-', " ")
}
