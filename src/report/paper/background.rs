//! The legal duty as it stood on the date, and how the answer was come by.

use std::collections::BTreeSet;

use crate::model::assessment::{DutyResult, InstrumentInfo};
use crate::model::law::InForce;
use crate::model::words::{Binding, Standing, Verified};

use super::super::phrases::{self, count};
use super::super::view::View;
use super::part::{Line, Part};
use super::wording;

/// The edition, the duties of regard and of planning, the other law, how it was judged.
pub(super) fn background(view: View<'_>) -> Vec<Part> {
    let it = view.assessment;
    let mut all = vec![Part::Heading(1, "Background: the legal duty".into()), Part::Numbered(Line::of(edition(view)))];
    let law = regard(view);
    if !law.is_empty() {
        all.push(Part::Numbered(Line::of("What is asked with regard to the SPR itself, as the rule set has it:")));
        all.push(Part::Points(law));
    }
    all.extend(others(view).map(|told| Part::Numbered(Line::of(told))));
    all.push(Part::Numbered(Line::of(
        "A duty is satisfied only if everything that it asks is met and shown by evidence that is dated, in date, held somewhere \
         and of a kind that can show it. What the force says of itself, in a paper such as this one, never counts as evidence. A \
         duty to have regard is not a duty to follow: it fails as “regard not shown”. Only a failed duty of statute is called an \
         apparent breach. No percentage is given, because duties differ in weight and in kind.",
    )));
    let sets = it.rule_sets.iter().map(|set| format!("{} {} of {}", set.name, set.version, set.owner));
    let inferred = it.stated_on.inferred.as_ref().map_or_else(String::new, |why| format!(" (inferred: {why})"));
    all.push(Part::Numbered(Line::of(format!(
        "It was judged by the rule set {}, on facts stated {}{inferred}.",
        phrases::list(&sets.collect::<Vec<_>>(), "and"),
        wording::when(it.stated_on.value)
    ))));
    all.push(Part::Numbered(Line::gap(
        "the last briefing to the board on this subject, its date, and what the board asked for",
    )));
    all
}

fn edition(view: View<'_>) -> String {
    let it = view.assessment;
    let dated = |one: &InstrumentInfo| format!("{}{}", one.title, span(one.in_force));
    let editions: Vec<String> = wording::editions(it).into_iter().map(dated).collect();
    let later = wording::latest_edition(it).filter(|one| one.applied == Some(false)).and_then(|one| one.in_force.from);
    let later = later.filter(|from| from.first() > it.as_of).map_or_else(String::new, |from| {
        format!(" The edition that came into force {} did not apply.", wording::when(from))
    });
    match editions.as_slice() {
        [] => format!("No edition of the SPR is known to have been in force on {}.", wording::day(it.as_of)),
        editions => format!(
            "The Home Secretary issues the SPR, which sets out the national threats and the policing capabilities that they \
             call for. On {} this edition was in force: {}.{later}",
            wording::day(it.as_of),
            phrases::list(editions, "and")
        ),
    }
}

fn span(dates: InForce) -> String {
    match (dates.from, dates.until) {
        (Some(from), Some(until)) => format!(" (from {} until {})", wording::date(from), wording::date(until)),
        (Some(from), None) => format!(" (from {})", wording::date(from)),
        (None, Some(until)) => format!(" (until {})", wording::date(until)),
        (None, None) => String::new(),
    }
}

/// Whether a duty is about the SPR itself: it stands in an edition that was in force, or its text names the SPR.
pub(in crate::report) fn is_on_the_spr(duty: &DutyResult, view: View<'_>) -> bool {
    let names = |text: &str| text.contains("SPR") || text.contains("Strategic Policing Requirement");
    let editions = wording::editions(view.assessment);
    let in_edition = duty.source.instrument.as_ref().is_some_and(|id| editions.iter().any(|one| one.id == *id));
    !duty.context && (in_edition || names(&duty.says) || names(&duty.title))
}

/// What the law asks with regard to the SPR, of the duties that arise.
fn regard(view: View<'_>) -> Vec<Line> {
    let asks = |duty: &&DutyResult| {
        is_on_the_spr(duty, view)
            && matches!(duty.binding, Binding::Must | Binding::DueRegard | Binding::HaveRegard)
            && duty.standing != Standing::NotApplicable
            && !super::super::view::is_not_judged(duty)
    };
    let line = |duty: &DutyResult| {
        let law = phrases::law(&duty.source, view.assessment);
        let unread = if duty.source.verified == Verified::Primary { "" } else { "; not read in the instrument itself" };
        Line::of(format!("{} ({law}{unread})", duty.says.trim_end_matches('.')))
    };
    view.duties().into_iter().filter(asks).map(line).collect()
}

/// The other law that was applied, and how far it was read.
fn others(view: View<'_>) -> Option<String> {
    let it = view.assessment;
    let judged_by: BTreeSet<&str> =
        it.duties.iter().filter_map(|duty| duty.source.instrument.as_ref()).map(|id| id.as_str()).collect();
    let applied = |one: &&InstrumentInfo| {
        one.applied == Some(true) && one.kind != "spr-edition" && judged_by.contains(one.id.as_str())
    };
    let (own, law): (Vec<_>, Vec<_>) = it.instruments.iter().filter(applied).partition(|one| one.kind == "own-checks");
    let own = if own.is_empty() { "" } else { ", and so did the rule set's own checks" };
    let primary = it.duties.iter().filter(|duty| duty.source.verified == Verified::Primary).count();
    (!law.is_empty()).then(|| {
        format!(
            "Beside the SPR, {} applied{own}; Appendix B names them with their dates. Of {}, {} read in the instrument itself; \
             the others are known from texts that restate them, or not verified, and are not called breaches.",
            count(law.len(), "other instrument", "other instruments"),
            count(it.duties.len(), "duty", "duties"),
            count(primary, "was", "were"),
        )
    })
}
