//! What stands behind it all: what was not assessed and who is to be asked, the instruments, the inputs.

use crate::model::assessment::{Assessment, InstrumentInfo};

use super::super::block::Block;
use super::super::compose::{appendix, pair, tailored, unassessed};
use super::super::drawing::slug;
use super::super::phrases;
use super::super::view::View;
use super::anchors::Anchors;
use super::blocks::{blocks, framed};
use super::html::{Html, el, is_address};
use super::lists::Lists;
use super::members::pick;

/// Whom to ask for what, and what is not judged at all.
pub(super) fn not_assessed(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let asks = pair::asks_by_holder(&view.unassessed());
    let mut told = Vec::new();
    if !asks.is_empty() {
        told.push(Block::Section("Whom to ask for what".into(), asks));
    }
    told.extend(unassessed::not_judged(view));
    if told.is_empty() {
        told.push(Block::Text("Everything could be assessed.".into()));
    }
    blocks(&told, 3, anchors)
}

/// What overlays have made of the duties of other rule sets; nothing where there are none.
pub(super) fn tailored(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    match tailored::tailored(view) {
        Some(Block::Section(_, body)) => blocks(&body, 3, anchors),
        _ => Html::none(),
    }
}

/// Every instrument, when it is law, how far its source was checked.
pub(super) fn instruments<'a>(assessment: &'a Assessment, lists: &Lists<'a>) -> Html {
    if assessment.instruments.is_empty() {
        return el("p").text("None is catalogued.").into();
    }
    let columns = ["Instrument", "In force", "On the as-of date", "Source", "Duties"];
    let mut named = std::collections::BTreeSet::new();
    let rows: Vec<Html> =
        assessment.instruments.iter().map(|one| row(one, named.insert(&one.id), assessment, lists)).collect();
    framed("Instruments", Some("Instruments"), &columns, rows)
}

fn row<'a>(one: &'a InstrumentInfo, is_first: bool, assessment: &'a Assessment, lists: &Lists<'a>) -> Html {
    let dates = phrases::in_force(one.in_force);
    let applied = match one.applied {
        Some(true) => "✓ in force",
        Some(false) => "– not in force",
        None => "? cannot be told from partial dates",
    };
    let source = el("td").says(&phrases::verified(&one.source));
    let source = match one.source.url.as_deref().filter(|url| is_address(url)) {
        Some(url) => source.text("; ").add(el("a").leads_out(url).text(format!("text of {}", one.title))),
        None => source,
    };
    let source = match &one.source.note {
        Some(note) => source.text("; ").says(note),
        None => source,
    };
    let duties = pick(assessment, |duty| duty.source.instrument.as_ref() == Some(&one.id));
    let number = duties.len();
    let duties = if number == 0 {
        el("td").text("none")
    } else {
        let title = format!("{}, all duties", one.title);
        let words = phrases::count(number, "duty", "duties");
        el("td").add(lists.link(&format!("instrument.{}", one.id), title, &words, number, duties))
    };
    // Two rule sets may catalogue one instrument; the first has the anchor.
    let tr = if is_first { el("tr").id(&slug("instrument", one.id.as_str())).attr("tabindex", "-1") } else { el("tr") };
    tr.add(el("th").attr("scope", "row").text(&one.title))
        .add(el("td").text(if dates.is_empty() { "no dates are given".to_owned() } else { dates }))
        .add(el("td").text(applied))
        .add(source)
        .add(duties)
        .into()
}

/// The files that were read with their digests, and what made the page.
pub(super) fn inputs(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    // The files of a rule set are summed up in its own digest.
    match appendix::inputs(View { verbose: false, ..view }) {
        Block::Section(_, body) => blocks(&body, 3, anchors),
        other => blocks(&[other], 3, anchors),
    }
}
