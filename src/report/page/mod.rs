//! The page: one HTML file that opens from a disk, fetches nothing and can be read with scripts off, by keyboard, aloud and on paper.
//!
//! It says what the other reports say, in their words and with the assessment's counts, and adds ways through it: each count leads to the
//! items that it is of, each name to what it names. The script only picks among what is there.

mod anchors;
mod assurance;
mod behind;
mod blocks;
mod duties;
mod evidence;
mod heat;
mod html;
mod lists;
mod members;
mod policy;
mod summary;

use crate::graph::Links;
use crate::model::brief::Brief;
use crate::model::words::Marking;

use super::Filter;
use super::block::Block;
use super::compose::head;
use super::drawing;
use super::front;
use super::phrases;
use super::view::View;
use anchors::Anchors;
use html::{Html, el};
use lists::Lists;

/// What stands in the place of a picture that a page which shows less does not have.
const ONLY_WHOLE: &str = "It is drawn only on a page that shows everything.";

const SCRIPT: &str = include_str!("page.js");

/// A section of the page: its anchor, its title, what stands in it.
struct Section {
    anchor: &'static str,
    title: String,
    body: Html,
}

/// The page as HTML. `links` are those that the assessment was drawn from; without them, or in a partial report, the page has no picture of them.
#[must_use]
pub fn page(brief: &Brief, filter: &Filter, links: Option<&Links>) -> String {
    let view = View { assessment: &brief.assessment, filter, verbose: true };
    let marking = brief.assessment.marking;
    let (title, head) = top(view);
    let anchors = Anchors::new(view);
    let sections = sections(brief, view, links, &anchors);
    let contents = sections.iter().map(|section| el("li").add(el("a").leads_to(section.anchor).text(&section.title)));
    let nav = el("nav").attr("aria-labelledby", "contents").add(el("h2").id("contents").text("Contents"));
    let nav = nav.add(el("ol").add_all(contents.collect::<Vec<_>>()));
    let sheet = el("div").class("page").add(el("h1").says(&title)).add(blocks::blocks(&head, 2, &anchors));
    let main = el("main").id("main").attr("tabindex", "-1").add_all(sections.into_iter().map(told));
    let footer = el("div").class("page").add(el("p").text(phrases::CLOSING));
    let body = el("body")
        .add(el("a").class("skip").leads_to("main").text("Skip to the findings"))
        .add(el("header").add(band(marking)).add(sheet))
        .add(el("div").class("page").add(nav).add(main))
        .add(el("footer").add(footer).add(band(marking)))
        .add(el("script").add(Html::finished(SCRIPT.to_owned())));
    document(&title, marking, body.into())
}

/// The marking, which stands at the top and at the bottom.
fn band(marking: Marking) -> Html {
    el("p").class("band").text(marking.to_string()).into()
}

/// The title, and what else every report says at its head.
fn top(view: View<'_>) -> (String, Vec<Block>) {
    let mut title = String::new();
    let mut rest = Vec::new();
    for block in head::head(view) {
        match block {
            Block::Title(text) => title = text,
            other => rest.push(other),
        }
    }
    (title, rest)
}

fn sections(brief: &Brief, view: View<'_>, links: Option<&Links>, anchors: &Anchors<'_>) -> Vec<Section> {
    let it = &brief.assessment;
    let lists = Lists::default();
    let section = |anchor, title: &str, body| Section { anchor, title: title.to_owned(), body };
    let (since_title, since) = unwrap(front::since(&brief.since));
    let (ahead_title, ahead) = unwrap(front::ahead(&brief.ahead));
    let mut sections = vec![
        section("in-short", "In short", summary::in_short(view, &lists, anchors)),
        section("first", "What weighs most, and how much is known", summary::first_page(brief, view, anchors)),
        section("since", &since_title, blocks::blocks(&since, 3, anchors)),
        section("ahead", &ahead_title, blocks::blocks(&ahead, 3, anchors)),
        section("heat", "Where the force stands on each threat", Html::all([heat_words(), heat::maps(it, &lists)])),
        section("assurance", "Assurance", assurance::tables(it, &lists)),
        section("duties", "Every duty", duties::section(view, anchors)),
        section("departures", "Departures", evidence::departures(view, anchors)),
        section("tailored", "What rule sets have tailored", behind::tailored(view, anchors)),
        section("evidence", "Evidence", evidence::table(view, anchors)),
        section("not-assessed", "What was not assessed, and whom to ask", behind::not_assessed(view, anchors)),
        section("what-lapses", "What lapses when", timeline(brief, view)),
        section("how-it-moved", "How it moved", trend(brief)),
        section("law-to-evidence", "From law to evidence", graph(links, brief, view)),
        section("instruments", "Instruments", behind::instruments(it, &lists)),
        section("inputs", "Inputs", behind::inputs(view, anchors)),
    ];
    sections.push(section("lists", "Lists behind the counts", lists.section(anchors)));
    sections.retain(|section| !section.body.is_empty());
    sections
}

fn unwrap(block: Block) -> (String, Vec<Block>) {
    match block {
        Block::Section(title, body) => (title, body),
        other => (String::new(), vec![other]),
    }
}

fn told(section: Section) -> Html {
    let title = format!("{}-title", section.anchor);
    el("section")
        .id(section.anchor)
        .attr("aria-labelledby", &title)
        .add(el("h2").id(&title).text(section.title))
        .add(section.body)
        .into()
}

fn heat_words() -> Html {
    let told = "Each cell tells how many duties about a threat stand where, in words. A duty that was judged for each threat apart stands where \
        it does for that threat alone. What does not arise is told only where there is nothing else. Every count leads to those duties.";
    el("p").text(told).into()
}

// The drawings are finished and safe HTML.

/// The picture of what lapses, whose links need every duty.
fn timeline(brief: &Brief, view: View<'_>) -> Html {
    if view.filter.is_on() {
        return el("p").text(ONLY_WHOLE).into();
    }
    Html::finished(drawing::timeline::section(&brief.ahead, brief.assessment.as_of))
}

fn trend(brief: &Brief) -> Html {
    Html::finished(drawing::trend::section(&brief.history, &brief.assessment))
}

/// The picture of the links, unless it would tell of what this page does not.
fn graph(links: Option<&Links>, brief: &Brief, view: View<'_>) -> Html {
    let whole = brief.assessment.partial.is_none() && !view.filter.is_on();
    match links.filter(|_| whole) {
        Some(links) => Html::finished(drawing::graph::section(links, &brief.assessment)),
        None => el("p").text(ONLY_WHOLE).into(),
    }
}

/// The whole file.
fn document(title: &str, marking: Marking, body: Html) -> String {
    let style = style(marking);
    let meta = |name: &'static str, content: &str| el("meta").attr("name", name).attr("content", content);
    let policy = policy::policy(&style, SCRIPT);
    let head = el("head")
        .add(el("meta").attr("charset", "utf-8"))
        .add(el("meta").attr("http-equiv", "Content-Security-Policy").attr("content", policy))
        .add(meta("viewport", "width=device-width, initial-scale=1"))
        .add(meta("color-scheme", "light dark"))
        .add(meta("referrer", "no-referrer"))
        .add(el("title").text(format!("{marking}: {title}")))
        .add(el("style").add(Html::finished(style)));
    let html = el("html").attr("lang", "en-GB").add(head).add(body);
    format!("<!DOCTYPE html>\n{}\n", Html::from(html).into_text())
}

/// All rules of style, with the marking on every printed sheet.
fn style(marking: Marking) -> String {
    let sheets =
        format!("@page {{ @top-center {{ content: \"{marking}\"; }} @bottom-center {{ content: \"{marking}\"; }} }}\n");
    let drawings = [drawing::CSS, drawing::graph::CSS, drawing::timeline::CSS, drawing::trend::CSS];
    [include_str!("page.css"), &sheets].into_iter().chain(drawings).collect()
}
