//! Roll-ups: what the duties of a holder, about a threat or under an instrument come to.

use std::collections::BTreeMap;

use super::judge::DutyResult;
use super::policy::Binding;
use super::verdict::{Standing, Verdict};

pub(crate) struct Row {
    pub(crate) title: String,
    pub(crate) assurance: &'static str,
    pub(crate) reason: String,
    pub(crate) unread: usize,
}

/// What the duties in a roll-up come to; `entries` are the standing of each and the duty.
pub(crate) fn roll_up<'p, 'a: 'p>(title: &str, entries: impl Iterator<Item = (Standing, &'p DutyResult<'a>)>) -> Row {
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
