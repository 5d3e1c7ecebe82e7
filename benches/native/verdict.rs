//! What pairs add up to: verdict, support and standing.

use serde::Serialize;

use super::case::Outcome;
use super::judge::Pair;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Met,
    PartlyMet,
    NotMet,
    InsufficientDetail,
    NotStated,
    NotApplicable,
    NotYetDue,
    Unpublished,
    Unread,
}

/// Weakest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Support {
    Evidenced,
    Suspect,
    Stale,
    Asserted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    Satisfied,
    Departed,
    Unproven,
    Gap,
    Unassessed,
    NotApplicable,
    NotYetDue,
}

/// How many pairs came to an outcome.
pub(crate) fn count<'p, 'a: 'p>(pairs: impl Iterator<Item = &'p Pair<'a>>, outcome: Outcome) -> usize {
    pairs.filter(|pair| !pair.history && pair.judged.outcome == outcome).count()
}

pub(crate) fn add_up<'p, 'a: 'p>(pairs: impl Iterator<Item = &'p Pair<'a>> + Clone) -> (Verdict, Option<Support>) {
    let of = |outcome| count(pairs.clone(), outcome);
    let support = pairs.clone().filter(|pair| !pair.history).filter_map(|pair| pair.support).max();
    let is_sure = |pair: &&Pair<'_>| {
        let may_be_history = pair.judged.undated && pair.requirement.look_back.is_some();
        pair.judged.outcome == Outcome::Met && !pair.history && !may_be_history
    };
    let verdict = match (of(Outcome::NotMet), of(Outcome::Met), of(Outcome::Unknown)) {
        _ if pairs.clone().next().is_none() => Verdict::NotStated,
        (1.., 1.., _) => Verdict::PartlyMet,
        (1.., 0, _) => Verdict::NotMet,
        (0, 1.., 1..) => Verdict::InsufficientDetail,
        (0, 0, 1..) => Verdict::NotStated,
        (0, 1.., 0) if pairs.clone().any(|pair| is_sure(&pair)) => Verdict::Met,
        (0, 1.., 0) => Verdict::InsufficientDetail,
        (0, 0, 0) if of(Outcome::NotYetDue) > 0 => Verdict::NotYetDue,
        (0, 0, 0) => Verdict::NotApplicable,
    };
    (verdict, support)
}

pub(crate) fn standing<'p, 'a: 'p>(pairs: impl Iterator<Item = &'p Pair<'a>> + Clone) -> Standing {
    let plain = |(verdict, support)| match verdict {
        Verdict::Met if support == Some(Support::Evidenced) => Standing::Satisfied,
        Verdict::Met => Standing::Unproven,
        Verdict::PartlyMet | Verdict::NotMet => Standing::Gap,
        Verdict::NotApplicable => Standing::NotApplicable,
        Verdict::NotYetDue => Standing::NotYetDue,
        _ => Standing::Unassessed,
    };
    let judged = plain(add_up(pairs.clone()));
    if judged != Standing::Gap || pairs.clone().all(|pair| !pair.set_aside) {
        return judged;
    }
    let rest = pairs.filter(|pair| !pair.set_aside);
    let none_remain = rest.clone().all(|pair| pair.history || pair.judged.outcome == Outcome::NotApplicable);
    match plain(add_up(rest)) {
        Standing::Satisfied => Standing::Departed,
        _ if none_remain => Standing::Departed,
        other => other,
    }
}
