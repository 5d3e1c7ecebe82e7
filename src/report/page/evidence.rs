//! The evidence with its age and when it lapses, and the departures.

use crate::model::assessment::EvidenceResult;

use super::super::block::Block;
use super::super::compose::appendix;
use super::super::drawing::slug;
use super::super::phrases::{self, code, codes, count};
use super::super::view::View;
use super::anchors::Anchors;
use super::blocks::{blocks, framed, heading};
use super::html::{Html, el};

/// A table of all evidence.
pub(super) fn table(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let evidence = view.evidence();
    if evidence.is_empty() {
        return el("p").text("There is none.").into();
    }
    let columns = ["Evidence", "State", "Dated", "Lapses", "Owner", "Held at", "Cited by", "Supports", "Place"];
    let rows: Vec<Html> = evidence.into_iter().map(|one| row(one, anchors)).collect();
    framed("Evidence", Some("Evidence, with its age and when it lapses"), &columns, rows)
}

fn row(evidence: &EvidenceResult, anchors: &Anchors<'_>) -> Html {
    let usable = evidence.current && !evidence.narrative;
    let mark = if usable { "✓" } else { "✗" };
    let dated = evidence.dated.map_or_else(|| "no date".to_owned(), |dated| dated.to_string());
    let age = match (evidence.age_days, evidence.dated.and_then(|dated| dated.day())) {
        (Some(days), _) if days < 0 => "; still to come".to_owned(),
        (Some(days), exact) => {
            let most = if exact.is_some() { "" } else { "at most " };
            format!("; {most}{} old", count(usize::try_from(days).unwrap_or(0), "day", "days"))
        }
        (None, _) => String::new(),
    };
    let until = evidence.valid_until.map(|until| format!("valid until {until}"));
    let renewed = evidence.review_every.map(|period| format!("to be renewed every {period}"));
    let lapses = [until, renewed].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let lapses = if lapses.is_empty() { "no last day is known".to_owned() } else { lapses };
    let marking = evidence.marking.map_or_else(String::new, |marking| format!("; {marking}"));
    let name = format!("{} ({}); {}{marking}", evidence.title, code(&evidence.id), evidence.kind_title);
    let held = evidence.held_at.clone().unwrap_or_else(|| "nowhere that is stated".into());
    let supports = if evidence.supports.is_empty() { "no duty".to_owned() } else { codes(&evidence.supports) };
    let place = if evidence.at.is_withheld() { "withheld".to_owned() } else { phrases::places(&[&evidence.at]) };
    el("tr")
        .id(&slug("evidence", evidence.id.as_str()))
        .attr("tabindex", "-1")
        .add(el("th").attr("scope", "row").says(&name))
        .add(el("td").says(&format!("{mark} {}", phrases::state(evidence))))
        .add(el("td").text(format!("{dated}{age}")))
        .add(el("td").text(lapses))
        .add(el("td").says(&evidence.owner))
        .add(el("td").says(&held))
        .add(el("td").text(count(evidence.cited_by.len(), "fact", "facts")))
        .add(el("td").links(&supports, anchors))
        .add(el("td").says(&place))
        .into()
}

/// Every departure under a heading of the third level, in effect or not.
pub(super) fn departures(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let departures = view.departures();
    let Some(Block::Section(_, items)) = appendix::departures(view) else {
        return el("p").text("None is recorded.").into();
    };
    // The blocks come in the order of the departures, one each.
    let one = |(departure, item): (_, &Block)| {
        let departure: &crate::model::assessment::DepartureResult = departure;
        let anchor = slug("departure", departure.id.as_str());
        match item {
            Block::Item(title, body) => el("div")
                .class("item")
                .id(&anchor)
                .attr("tabindex", "-1")
                .add(heading(3).says(title))
                .add(blocks(body, 4, anchors))
                .into(),
            other => blocks(std::slice::from_ref(other), 3, anchors),
        }
    };
    Html::all(departures.into_iter().zip(&items).map(one))
}
