//! The first page: the answer in words, each count a link to what it is of, and the blocks that every report begins with.

use crate::model::brief::Brief;
use crate::model::words::Verdict;

use super::super::compose::head;
use super::super::front;
use super::super::phrases;
use super::super::view::{View, is_not_judged};
use super::anchors::Anchors;
use super::blocks::{blocks, framed};
use super::duties::Shelf;
use super::html::{Html, el};
use super::lists::Lists;
use super::members::{pick, standing};

/// The answer in words and in counts.
pub(super) fn in_short<'a>(view: View<'a>, lists: &Lists<'a>, anchors: &Anchors<'_>) -> Html {
    let told = head::lead(view);
    Html::all([blocks(&told, 3, anchors), counts(view, lists), el("p").says(&head::looked_at(view.assessment)).into()])
}

/// The first page but for its title and the answer.
pub(super) fn first_page(brief: &Brief, view: View<'_>, anchors: &Anchors<'_>) -> Html {
    blocks(&[front::gaps(brief, view), front::coverage(brief)], 3, anchors)
}

fn counts<'a>(view: View<'a>, lists: &Lists<'a>) -> Html {
    let it = view.assessment;
    let row = |shape: &str, title: &str, counted: usize, means: &str, duties: Vec<&'a _>| {
        let link = lists.link(&format!("all.{title}"), title.to_owned(), &counted.to_string(), counted, duties);
        let name = el("th").attr("scope", "row").text(format!("{shape} {title}").trim());
        Html::from(el("tr").add(name).add(el("td").class("number").add(link)).add(el("td").says(means)))
    };
    let mut rows = Vec::new();
    let mut stand = head::standings_meant(it);
    stand.sort_by_key(|(stands, _)| Shelf::ALL.iter().position(|shelf| *shelf == Shelf::Stands(*stands)));
    for (stands, means) in stand {
        let told = phrases::standing(stands);
        let (shape, word) = told.split_once(' ').unwrap_or(("", &told));
        rows.push(row(shape, word, it.summary.standings.of(stands), &means, standing(it, stands)));
    }
    let summary = &it.summary;
    let others = [
        (
            ("✗", "apparent breach"),
            summary.apparent_breaches,
            "a mandatory duty of statute is not met, as far as the profile tells",
            pick(it, |duty| duty.apparent_breach),
        ),
        (
            ("□", "not judged"),
            summary.could_not_be_read,
            "the text is not public or could not be read",
            pick(it, is_not_judged),
        ),
        (
            ("·", "context"),
            summary.context,
            "owed by other bodies only, and counted nowhere else",
            pick(it, |duty| duty.context),
        ),
        (
            ("·", "own check"),
            head::own_checks(it).count(),
            "a rule set's own check, which no law asks for; counted above as well",
            head::own_checks(it).collect(),
        ),
        (
            ("!", "in error"),
            summary.errors,
            "a rule failed, so that something is not told",
            pick(it, |duty| duty.outcomes.error > 0 || duty.verdict == Verdict::Error),
        ),
        (("", "all duties looked at"), summary.duties, "whatever came of them", pick(it, |_| true)),
    ];
    for ((shape, title), counted, means, duties) in others {
        if counted > 0 {
            rows.push(row(shape, title, counted, means, duties));
        }
    }
    framed(
        "How many duties stand where",
        Some("How many duties stand where"),
        &["Standing", "Duties", "Which means"],
        rows,
    )
}
