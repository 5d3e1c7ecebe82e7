//! From pairs to a verdict, its support and its standing (sections 7 to 9 of `docs/verdicts.md`).

use crate::model::assessment::OutcomeCounts;
use crate::model::words::{Outcome, Standing, Support, Verdict};

/// What counts of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) outcome: Outcome,
    pub(super) history: bool,
    /// Whether its deadline cannot be told, so that it may be history.
    pub(super) undated: bool,
    pub(super) support: Option<Support>,
    /// What the statement rests on that its set has no other members.
    pub(super) closure: Option<Support>,
}

/// What pairs add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) verdict: Verdict,
    pub(super) support: Option<Support>,
    pub(super) standing: Standing,
}

/// How many pairs came to what.
pub(super) fn count(pairs: &[Counted]) -> OutcomeCounts {
    let mut counts = OutcomeCounts::default();
    for pair in pairs {
        let counter = match pair.outcome {
            _ if pair.history => &mut counts.history,
            Outcome::Met => &mut counts.met,
            Outcome::NotMet => &mut counts.not_met,
            Outcome::Unknown => &mut counts.unknown,
            Outcome::NotApplicable => &mut counts.not_applicable,
            Outcome::NotYetDue => &mut counts.not_yet_due,
            Outcome::Error => &mut counts.error,
        };
        *counter += 1;
    }
    counts
}

/// Adds pairs up to a verdict, its support and its standing.
pub(super) fn add_up(pairs: &[Counted]) -> Sum {
    let verdict = verdict(pairs);
    let support = pairs
        .iter()
        .filter(|pair| !pair.history && matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable))
        .filter_map(|pair| pair.support)
        .max();
    let closure = pairs.iter().filter_map(|pair| pair.closure).max();
    let support = support.map(|support| closure.map_or(support, |closure| support.max(closure)));
    Sum { verdict, support, standing: standing(verdict, support) }
}

fn verdict(pairs: &[Counted]) -> Verdict {
    if pairs.is_empty() {
        // A duty that asks for nothing is never met.
        return Verdict::NotStated;
    }
    let counts = count(pairs);
    let met = counts.met > 0;
    if counts.not_met > 0 {
        return if met { Verdict::PartlyMet } else { Verdict::NotMet };
    }
    if counts.error > 0 {
        return Verdict::Error;
    }
    match (met, counts.unknown > 0) {
        (true, true) => Verdict::InsufficientDetail,
        (false, true) => Verdict::NotStated,
        (true, false) => {
            // Only pairs that may be history are met: whether anything arises at all cannot be told.
            let sure = pairs.iter().any(|pair| pair.outcome == Outcome::Met && !pair.history && !pair.undated);
            if sure { Verdict::Met } else { Verdict::InsufficientDetail }
        }
        (false, false) if counts.not_yet_due > 0 => Verdict::NotYetDue,
        (false, false) => Verdict::NotApplicable,
    }
}

/// Where a duty with that verdict stands.
pub(super) fn standing(verdict: Verdict, support: Option<Support>) -> Standing {
    match verdict {
        Verdict::Met if support == Some(Support::Evidenced) => Standing::Satisfied,
        Verdict::Met => Standing::Unproven,
        Verdict::PartlyMet | Verdict::NotMet => Standing::Gap,
        Verdict::NotApplicable => Standing::NotApplicable,
        Verdict::NotYetDue => Standing::NotYetDue,
        Verdict::Withheld => Standing::Withheld,
        Verdict::InsufficientDetail | Verdict::NotStated | Verdict::Unpublished | Verdict::Unread | Verdict::Error => {
            Standing::Unassessed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(outcome: Outcome) -> Counted {
        Counted { outcome, history: false, undated: false, support: Some(Support::Evidenced), closure: None }
    }

    fn verdict_of(outcomes: &[Outcome]) -> Verdict {
        add_up(&outcomes.iter().copied().map(pair).collect::<Vec<_>>()).verdict
    }

    #[test]
    fn each_verdict_follows_from_its_outcomes() {
        use Outcome::{Error, Met, NotApplicable, NotMet, NotYetDue, Unknown};
        let cases: &[(&[Outcome], Verdict)] = &[
            (&[], Verdict::NotStated),
            (&[Met], Verdict::Met),
            (&[Met, NotApplicable, NotYetDue], Verdict::Met),
            (&[NotMet], Verdict::NotMet),
            (&[NotMet, Unknown, Error, NotYetDue], Verdict::NotMet),
            (&[Met, NotMet, Error], Verdict::PartlyMet),
            (&[Met, Error, Unknown], Verdict::Error),
            (&[Met, Unknown], Verdict::InsufficientDetail),
            (&[Unknown, NotApplicable], Verdict::NotStated),
            (&[NotApplicable], Verdict::NotApplicable),
            (&[NotYetDue, NotApplicable], Verdict::NotYetDue),
        ];
        for (outcomes, verdict) in cases {
            assert_eq!(verdict_of(outcomes), *verdict, "{outcomes:?}");
        }
    }

    #[test]
    fn history_counts_for_nothing() {
        let old = Counted { history: true, ..pair(Outcome::NotMet) };
        assert_eq!(add_up(&[old]).verdict, Verdict::NotApplicable);
        assert_eq!(add_up(&[old, pair(Outcome::Met)]).verdict, Verdict::Met);
    }

    #[test]
    fn a_met_pair_that_may_be_history_makes_no_duty_met_alone() {
        let undated = Counted { undated: true, ..pair(Outcome::Met) };
        assert_eq!(add_up(&[undated]).verdict, Verdict::InsufficientDetail);
        assert_eq!(add_up(&[undated, pair(Outcome::Met)]).verdict, Verdict::Met);
    }

    #[test]
    fn the_weakest_support_of_what_is_met_or_not_applicable_counts() {
        let asserted = Counted { support: Some(Support::Asserted), ..pair(Outcome::NotApplicable) };
        let sum = add_up(&[pair(Outcome::Met), asserted]);
        assert_eq!((sum.support, sum.standing), (Some(Support::Asserted), Standing::Unproven));
    }

    #[test]
    fn a_duty_rests_on_whoever_says_that_there_are_no_others() {
        let closed = |closure| Counted { closure, ..pair(Outcome::Met) };
        assert_eq!(add_up(&[closed(Some(Support::Evidenced))]).standing, Standing::Satisfied);
        assert_eq!(add_up(&[closed(Some(Support::Stale)), pair(Outcome::Met)]).support, Some(Support::Stale));
        let others = Counted {
            outcome: Outcome::Unknown,
            support: None,
            closure: Some(Support::Asserted),
            ..pair(Outcome::Met)
        };
        assert_eq!(add_up(&[pair(Outcome::Met), others]).support, Some(Support::Asserted));
    }
}
