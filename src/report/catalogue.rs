//! What the rule sets say on a date, and what changed between two, as text.

use std::fmt::Write as _;

use crate::author::catalogue::{Catalogue, Change};
use crate::model::dates::Day;
use crate::model::dictionary::{Term, TermKind};
use crate::model::ids::SubjectId;
use crate::model::law::{Duty, InForce, Law, SubjectSet};
use crate::model::words::Verified;

use super::sanitize::sanitize;

/// What the rule sets say on a date: instruments in force, closed sets, duties in force; with `all`, the others too.
#[must_use]
pub fn catalogue(catalogue: &Catalogue<'_>, all: bool) -> String {
    let mut text = format!("On {}\n\nINSTRUMENTS\n", catalogue.on);
    for (instrument, applies) in &catalogue.instruments {
        if all || *applies != Some(false) {
            let _ = writeln!(
                text,
                "  {}  {} ({}); {}{}",
                mark(*applies),
                sanitize(&instrument.title),
                instrument.id,
                dates(instrument.in_force),
                unverified(instrument.source.verified)
            );
        }
    }
    for (set, members) in &catalogue.sets {
        let _ =
            writeln!(text, "\n{} (set `{}`: {} members)", sanitize(&set.title).to_uppercase(), set.id, members.len());
        list(&mut text, set, *members);
    }
    for (set, force, members) in &catalogue.by_force {
        let title = sanitize(&set.title).to_uppercase();
        let _ = writeln!(text, "\n{title} (set `{}` for force `{force}`: {} members)", set.id, members.len());
        list(&mut text, set, *members);
    }
    for set in &catalogue.open {
        let title = sanitize(&set.title).to_uppercase();
        let _ = writeln!(text, "\n{title} (set `{}`: not closed on this date; a profile may close it)", set.id);
        list(&mut text, set, set.members.keys());
    }
    let shown: Vec<&(&Duty, Option<bool>)> =
        catalogue.duties.iter().filter(|(_, applies)| all || *applies != Some(false)).collect();
    let _ = writeln!(
        text,
        "\nDUTIES ({} of {} in force or not known to be out of it)",
        catalogue.duties.iter().filter(|(_, applies)| *applies != Some(false)).count(),
        catalogue.duties.len()
    );
    for (duty, applies) in shown {
        let owed_by: Vec<&str> = duty.owed_by.iter().map(|holder| holder.as_str()).collect();
        let at = duty.source.at.as_deref().map(|at| format!(", {}", sanitize(at))).unwrap_or_default();
        let instrument = duty.source.instrument.as_ref().map_or("", |id| id.as_str());
        let _ = writeln!(text, "  {}  {}: {}", mark(*applies), duty.id, sanitize(&duty.title));
        let _ = writeln!(
            text,
            "       {}, owed by {}; {instrument}{at}{}{}",
            duty.binding,
            owed_by.join(", "),
            unverified(duty.source.verified),
            if duty.status == crate::model::words::DutyStatus::Judged {
                String::new()
            } else {
                format!("; {}, so not judged", duty.status)
            },
        );
    }
    text
}

fn list<'s>(text: &mut String, set: &SubjectSet, members: impl IntoIterator<Item = &'s SubjectId>) {
    for member in members {
        let title = set.members.get(member).map_or("", |member| member.title.as_str());
        let _ = writeln!(text, "  -  {} ({member})", sanitize(title));
    }
}

/// What changed from one date to another.
#[must_use]
pub fn changes(law: &Law, from: Day, to: Day, changes: &[Change<'_>]) -> String {
    let mut text = format!("From {from} to {to}\n");
    if changes.is_empty() {
        text.push_str("  nothing that the rule sets know of changed\n");
    }
    for change in changes {
        let line = match change {
            Change::Instrument(id, was, is) => {
                let instrument = law.instruments.get(*id);
                let title = instrument.map_or("", |instrument| instrument.title.as_str());
                let dates = instrument.map(|instrument| dates(instrument.in_force)).unwrap_or_default();
                format!("instrument {}: {} ({id}); {dates}", moved(*was, *is), sanitize(title))
            }
            Change::Member(set, member, came) => {
                let title = law
                    .sets
                    .get(*set)
                    .and_then(|set| set.members.get(*member))
                    .map_or("", |member| member.title.as_str());
                format!("{} `{set}`: {} ({member})", if *came { "into" } else { "out of" }, sanitize(title))
            }
            Change::Duty(id, was, is) => {
                let title = law.duty(id.as_str()).map_or("", |duty| duty.title.as_str());
                format!("duty {}: {} ({id})", moved(*was, *is), sanitize(title))
            }
        };
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// The dictionary: every fact that may be stated, with its type, how long it holds, who usually holds it and what it means.
#[must_use]
pub fn facts(law: &Law, under: Option<&str>) -> String {
    let mut terms: Vec<&Term> =
        law.dictionary.iter().map(|(_, term)| term).filter(|term| term.place.is_some()).collect();
    terms.sort_by(|a, b| a.path.cmp(&b.path));
    let is_under =
        |term: &&Term| under.is_none_or(|under| term.path == under || term.path.starts_with(&format!("{under}.")));
    let mut text = String::new();
    for term in terms.into_iter().filter(is_under) {
        let kind = match &term.kind {
            TermKind::Value(value) => value.title(),
            TermKind::List(element) => format!("a list; each {}", element.title()),
            TermKind::Collection { keyed_by: Some(set), .. } => format!("entries, one for each of `{set}`"),
            TermKind::Collection { .. } => "entries by a name of your own".into(),
            TermKind::Record(_) => "a group of facts".into(),
        };
        let unit = term.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
        let holds = term.holds_for.map(|period| format!("; holds for {period}")).unwrap_or_default();
        let latest = term.latest_for.map(|period| format!("; the latest for {period}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "{}\n    {kind}{unit}{holds}{latest}; held by {}\n    {}",
            term.path,
            sanitize(&term.held_by),
            sanitize(&term.means)
        );
    }
    text
}

/// The kinds of evidence by id, each with its title and what is particular about it.
#[must_use]
pub fn kinds(law: &Law) -> String {
    let mut text = String::new();
    for kind in law.kinds.values() {
        let narrative = if kind.narrative { "; a body's own account, which never supports" } else { "" };
        let review = kind.review_every.map(|period| format!("; looked at again every {period}")).unwrap_or_default();
        let _ = writeln!(text, "{}\n    {}{narrative}{review}", kind.id, sanitize(&kind.title));
    }
    text
}

fn mark(applies: Option<bool>) -> &'static str {
    match applies {
        Some(true) => "in force",
        Some(false) => "not     ",
        None => "unclear ",
    }
}

fn moved(was: Option<bool>, is: Option<bool>) -> &'static str {
    match (was, is) {
        (_, Some(true)) => "in force now",
        (_, Some(false)) => "no longer in force",
        (_, None) => "cannot be told from partial dates any more",
    }
}

fn dates(in_force: InForce) -> String {
    match (in_force.from, in_force.until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "dates not stated".into(),
    }
}

fn unverified(verified: Verified) -> &'static str {
    if verified == Verified::Unverified { "; source not verified" } else { "" }
}
