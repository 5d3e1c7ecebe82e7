//! Roll-ups: what the duties of a holder, about a threat or under an instrument come to.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{AssuranceRow, DutyResult, RuleSetAssurance, StandingCounts};
use crate::model::ids::{RuleSetName, SubjectId};
use crate::model::law::Law;
use crate::model::words::{Assurance, Binding, DutyStatus, Standing, Verdict};

use super::counted;

/// Why a roll-up is withheld.
const WITHHELD: &str =
    "a duty in it is withheld, because something that it was judged by is marked higher than this report";

/// A duty as it enters one roll-up.
struct Entry {
    standing: Standing,
    must: bool,
    readable: bool,
}

/// The roll-ups of one rule set. `threats` are those of the as-of date, `holders` those of the force.
pub(super) fn roll_up(
    rule_set: &RuleSetName,
    duties: &[DutyResult],
    law: &Law,
    threats: &[(SubjectId, String)],
) -> RuleSetAssurance {
    let own: Vec<&DutyResult> = duties.iter().filter(|duty| duty.rule_set == *rule_set && !duty.context).collect();
    let holders: BTreeSet<_> = own.iter().flat_map(|duty| &duty.held_by).collect();
    let by_holder = holders
        .into_iter()
        .map(|holder| {
            let entries =
                own.iter().filter(|duty| duty.held_by.contains(holder)).map(|duty| entry(duty, duty.standing));
            row(holder.to_string(), holder.title(), entries.collect())
        })
        .collect();
    let by_threat = threats
        .iter()
        .map(|(threat, title)| {
            let entries = own.iter().filter_map(|duty| match duty.standing_by_threat.get(threat) {
                Some(standing) => Some(entry(duty, *standing)),
                None => is_about(duty, threat, law).then(|| entry(duty, duty.standing)),
            });
            row(threat.to_string(), title.clone(), entries.collect())
        })
        .collect();
    let mut instruments: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for duty in &own {
        if let Some(instrument) = &duty.source.instrument {
            instruments.entry(instrument.as_str()).or_default().push(entry(duty, duty.standing));
        }
    }
    let by_instrument = instruments
        .into_iter()
        .map(|(id, entries)| {
            let title = law.instruments.get(id).map_or_else(|| id.to_owned(), |instrument| instrument.title.clone());
            row(id.to_owned(), title, entries)
        })
        .collect();
    RuleSetAssurance { rule_set: rule_set.clone(), by_holder, by_threat, by_instrument }
}

/// Whether a duty is about a threat of the as-of date. What could not be read of an edition of the SPR may be about any of its threats, so
/// each of them counts it, unless the duty names its own.
fn is_about(duty: &DutyResult, threat: &SubjectId, law: &Law) -> bool {
    if !duty.threats.is_empty() || is_readable(duty) {
        return duty.threats.contains(threat);
    }
    let instrument = duty.source.instrument.as_ref().and_then(|id| law.instruments.get(id));
    instrument.is_some_and(|instrument| instrument.kind == "spr-edition")
}

fn is_readable(duty: &DutyResult) -> bool {
    !matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread)
}

fn entry(duty: &DutyResult, standing: Standing) -> Entry {
    Entry { standing, must: duty.binding == Binding::Must, readable: is_readable(duty) }
}

/// Whether a duty's status keeps it out of every roll-up.
pub(super) fn verdict_of_status(status: DutyStatus) -> Option<Verdict> {
    match status {
        DutyStatus::Judged => None,
        DutyStatus::Unpublished => Some(Verdict::Unpublished),
        DutyStatus::Unread => Some(Verdict::Unread),
    }
}

fn row(id: String, title: String, entries: Vec<Entry>) -> AssuranceRow {
    let could_not_be_read = entries.iter().filter(|entry| !entry.readable).count();
    let entries: Vec<Entry> =
        entries.into_iter().filter(|entry| entry.readable && entry.standing != Standing::NotYetDue).collect();
    let mut standings = StandingCounts::default();
    for entry in &entries {
        standings.add(entry.standing);
    }
    if standings.withheld > 0 {
        // How many it is of, and how the others stand, would tell of those that are withheld.
        let (standings, reason) = (StandingCounts::default(), WITHHELD.to_owned());
        return AssuranceRow { id, title, assurance: Assurance::Withheld, reason, standings, could_not_be_read: 0 };
    }
    let musts = |standing: Standing| entries.iter().filter(|entry| entry.must && entry.standing == standing).count();
    let (assurance, reason) = first_match(standings, musts(Standing::Gap), musts(Standing::Unassessed));
    AssuranceRow { id, title, assurance, reason, standings, could_not_be_read }
}

/// The first of the seven rules that matches.
fn first_match(counts: StandingCounts, must_gaps: usize, must_unassessed: usize) -> (Assurance, String) {
    let applicable = counts.satisfied + counts.departed + counts.unproven + counts.gap + counts.unassessed;
    if applicable == 0 {
        (Assurance::NoneGiven, "no duty that could be read applies".into())
    } else if must_gaps > 0 {
        (Assurance::NotAssured, format!("{} that the law imposes not met", counted(must_gaps, "duty", "duties")))
    } else if must_unassessed > 0 {
        (
            Assurance::CannotSay,
            format!("{} that the law imposes could not be assessed", counted(must_unassessed, "duty", "duties")),
        )
    } else if counts.gap > 0 && counts.satisfied == 0 {
        (Assurance::NotAssured, format!("{} and nothing satisfied", counted(counts.gap, "gap", "gaps")))
    } else if counts.satisfied == 0 {
        (Assurance::CannotSay, "nothing is both met and evidenced".into())
    } else if counts.satisfied + counts.departed == applicable {
        let reason = match counts.departed {
            0 => "every duty that could be judged is met and evidenced".into(),
            some => format!(
                "every duty that could be judged is met and evidenced, or departed from, with {}",
                counted(some, "departure", "departures")
            ),
        };
        (Assurance::Assured, reason)
    } else {
        let rest = applicable - counts.satisfied - counts.departed;
        (Assurance::PartlyAssured, format!("{} of {applicable} satisfied; {rest} not", counts.satisfied))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(satisfied: usize, departed: usize, unproven: usize, gap: usize, unassessed: usize) -> StandingCounts {
        StandingCounts { satisfied, departed, unproven, gap, unassessed, ..StandingCounts::default() }
    }

    #[test]
    fn the_first_rule_that_matches_decides() {
        let cases = [
            (counts(0, 0, 0, 0, 0), 0, 0, Assurance::NoneGiven),
            (counts(5, 0, 0, 1, 1), 1, 1, Assurance::NotAssured),
            (counts(5, 0, 0, 1, 1), 0, 1, Assurance::CannotSay),
            (counts(0, 1, 1, 1, 0), 0, 0, Assurance::NotAssured),
            (counts(0, 1, 0, 0, 0), 0, 0, Assurance::CannotSay),
            (counts(0, 0, 2, 0, 0), 0, 0, Assurance::CannotSay),
            (counts(2, 0, 0, 0, 0), 0, 0, Assurance::Assured),
            (counts(2, 1, 0, 0, 0), 0, 0, Assurance::Assured),
            (counts(2, 0, 1, 0, 0), 0, 0, Assurance::PartlyAssured),
            (counts(2, 0, 0, 1, 0), 0, 0, Assurance::PartlyAssured),
        ];
        for (counts, gaps, unassessed, expected) in cases {
            assert_eq!(first_match(counts, gaps, unassessed).0, expected, "{counts:?}");
        }
    }
}
