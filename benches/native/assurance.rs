//! Roll-ups: what the duties of a holder, about a threat or under an instrument come to.

use std::collections::BTreeMap;

use super::judge::{DutyResult, Judge};
use super::page::{field, line};
use super::policy::Binding;
use super::report::Report;
use super::verdict::{Standing, Verdict};

impl Report<'_, '_> {
    pub(crate) fn assurance(&self, out: &mut String) {
        let Judge { law, profile, as_of, .. } = self.judge;
        line(out, 0, "\nASSURANCE");
        let mut row = |Row { title, assurance, reason, unread }: Row| {
            field(out, 2, &title, &format!("{assurance}: {reason}; {unread} could not be read"))
        };
        for holder in ["chief-officer", "pcc", "mayor", "mopac", "common-council"] {
            let entries: Vec<_> = self
                .duties
                .iter()
                .filter(|duty| duty.held_by.contains(&holder))
                .map(|duty| (duty.standing, duty))
                .collect();
            if !entries.is_empty() {
                row(roll_up(holder, entries.into_iter()));
            }
        }
        let threats = law.sets.get("threats");
        for threat in threats.and_then(|set| set.members_on(&profile.force.id, *as_of)).unwrap_or_default() {
            let entries = self.duties.iter().filter_map(|duty| match duty.by_threat.get(threat) {
                Some(standing) => Some((*standing, duty)),
                None => duty.duty.threats.contains(threat).then_some((duty.standing, duty)),
            });
            let title = threats.and_then(|set| set.members.get(threat)).map_or(threat, |member| &member.title);
            row(roll_up(title, entries));
        }
        for (id, instrument) in &law.instruments {
            let entries = self
                .duties
                .iter()
                .filter(|duty| duty.duty.source.instrument.as_ref() == Some(id))
                .map(|duty| (duty.standing, duty));
            row(roll_up(&instrument.title, entries));
        }
    }
}

struct Row {
    title: String,
    assurance: &'static str,
    reason: String,
    unread: usize,
}

/// What the duties in a roll-up come to; `entries` are the standing of each and the duty.
fn roll_up<'p, 'a: 'p>(title: &str, entries: impl Iterator<Item = (Standing, &'p DutyResult<'a>)>) -> Row {
    let (mut counts, mut unread, mut must_gaps, mut must_unassessed) = (BTreeMap::<Standing, usize>::new(), 0, 0, 0);
    for (standing, duty) in entries {
        if matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread) {
            unread += 1;
            continue;
        }
        let must = usize::from(duty.duty.binding == Binding::Must);
        *counts.entry(standing).or_default() += 1;
        must_gaps += if standing == Standing::Gap { must } else { 0 };
        must_unassessed += if standing == Standing::Unassessed { must } else { 0 };
    }
    let of = |standing| counts.get(&standing).copied().unwrap_or(0);
    let (satisfied, departed, gap) = (of(Standing::Satisfied), of(Standing::Departed), of(Standing::Gap));
    let applicable = satisfied + departed + gap + of(Standing::Unproven) + of(Standing::Unassessed);
    let (assurance, reason) = if applicable == 0 {
        ("none given", "no duty that could be read applies".into())
    } else if must_gaps > 0 {
        ("not assured", format!("{must_gaps} that the law imposes not met"))
    } else if must_unassessed > 0 {
        ("cannot say", format!("{must_unassessed} that the law imposes could not be assessed"))
    } else if gap > 0 && satisfied == 0 {
        ("not assured", format!("{gap} gaps and nothing satisfied"))
    } else if satisfied == 0 {
        ("cannot say", "nothing is both met and evidenced".into())
    } else if satisfied + departed == applicable {
        ("assured", format!("every duty that applies is met and evidenced, with {departed} departures"))
    } else {
        ("partly assured", format!("{satisfied} of {applicable} satisfied"))
    };
    Row { title: title.to_owned(), assurance, reason, unread }
}
