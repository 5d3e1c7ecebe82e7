//! What awaits a review, as text, Markdown and JSON: each section with what changed in it, line by line.

mod lines;

use crate::model::dates::Day;
use crate::model::review::{Recorded, Resting, ReviewState, Reviews, ToReview};

use super::block::{Block, Fields};
use super::json::safe;
use super::markdown::render as as_markdown;
use super::phrases::{self, code, count, list};
use super::text::render as as_text;

/// How many duties are named for a section; the JSON has them all.
const DUTIES: usize = 8;

/// What awaits a review, for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(reviews: &Reviews, width: usize) -> String {
    as_text(&blocks(reviews), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(reviews: &Reviews) -> String {
    as_markdown(&blocks(reviews))
}

/// All of it as JSON.
#[must_use]
pub fn json(reviews: &Reviews) -> String {
    safe(reviews)
}

fn blocks(reviews: &Reviews) -> Vec<Block> {
    let open: Vec<&ToReview> = reviews.sections.iter().filter(|one| one.state != ReviewState::Holds).collect();
    let mut blocks = vec![Block::Title(format!("{}: what awaits a review", reviews.force))];
    blocks.extend(reviews.recorded.as_ref().map(|one| recorded(one, reviews.as_of)));
    blocks.push(Block::Text(in_short(reviews, open.len())));
    blocks.push(Fields::new().with("As of", reviews.as_of.to_string()).block());
    blocks.extend(open.iter().map(|one| Block::Section(heading(one), section(one))));
    if !reviews.uncited.is_empty() {
        let names = reviews.uncited.iter().map(code).collect();
        blocks.push(Block::Section("Reviewed, and cited by nothing".into(), vec![Block::List(names)]));
    }
    blocks
}

fn recorded(recorded: &Recorded, as_of: Day) -> Block {
    let fields = Fields::new()
        .with_all("Accepted", recorded.accepted.iter().map(code))
        .with("By", recorded.by.clone())
        .with("On", recorded.on.to_string())
        .with("Because", recorded.because.clone());
    let mut blocks = vec![fields.block()];
    if recorded.on > as_of {
        let (on, name) = (recorded.on, "`--on`");
        blocks.push(Block::Text(format!(
            "An acceptance counts from its day on: as of {as_of} this one does not count yet, and from {on} on it does. {name} says on \
             which day it was."
        )));
    }
    if !recorded.now_suspect.is_empty() {
        let names = recorded.now_suspect.iter().map(code).collect::<Vec<_>>();
        blocks.push(Block::Text(format!(
            "That was the first review of a document. From now on what rests on its other sections is suspect until they are reviewed \
             too: {}. Read them below; to accept one, run the same command with its name.",
            list(&names, "and")
        )));
    }
    Block::Section("Recorded in the profile".into(), blocks)
}

fn in_short(reviews: &Reviews, open: usize) -> String {
    let all = reviews.sections.len();
    let what = "section that is cited of a document beside the profile";
    match (all, open) {
        (0, _) => "Nothing that is cited lies in a document beside the profile.".into(),
        (1, 0) => format!("The one {what} is as it was reviewed."),
        (_, 0) => format!("Each {what} is as it was reviewed: {all} in all."),
        _ => {
            let is = if open == 1 { "awaits a review" } else { "await a review" };
            format!("{} of {all} cited of documents beside the profile {is}.", count(open, "section", "sections"))
        }
    }
}

fn heading(one: &ToReview) -> String {
    one.heading.as_ref().unwrap_or(&one.title).clone()
}

fn section(one: &ToReview) -> Vec<Block> {
    let stands = match one.line {
        Some(line) => format!("{}:{line}", one.file),
        None => one.file.clone(),
    };
    let mut blocks = vec![
        Block::Text(state(one.state).into()),
        Fields::new()
            .with("Cited as", code(one.name()))
            .with("Stands at", code(stands))
            .with("Reviewed", reviewed(one))
            .with_all("Cited at", one.cited_at.iter().map(code))
            .with("Resting on it", resting(&one.duties))
            .block(),
    ];
    match (&one.before, &one.now) {
        (Some(before), Some(now)) => {
            let commit: String = before.commit.chars().take(12).collect();
            blocks.push(Block::Text(format!("What changed since it was reviewed, as of commit {}:", code(commit))));
            blocks.push(lines::between(&before.text, now));
        }
        (None, Some(now)) => {
            let not_at_hand = one.state == ReviewState::Changed;
            blocks.push(Block::Text(if not_at_hand {
                "The text as it was reviewed is not at hand: no revision of the file that was looked at has it. The text now:".into()
            } else {
                "The text now:".into()
            }));
            blocks.push(lines::all(now));
        }
        (_, None) => {}
    }
    blocks
}

fn state(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Changed => "It changed since it was reviewed; what rests on it is suspect.",
        ReviewState::AcceptedLater => {
            "It is as it was accepted, but on a later day than the one asked about; what rests on it is suspect until then."
        }
        ReviewState::NotReviewed => {
            "It was not reviewed, where other sections of the document were; what rests on it is suspect."
        }
        ReviewState::NeverReviewed => {
            "Nothing of the document was reviewed, and what rests on it counts. Once a review of one section is recorded, each other section \
             that is cited is suspect until it is reviewed too."
        }
        ReviewState::Gone => "There is no such text any more, or it is not at hand. It cannot be accepted.",
        ReviewState::CitedWhole => {
            "The whole document is cited here, and only sections of it are reviewed; what rests on it is suspect. Cite a section."
        }
        ReviewState::Holds => "It is as it was reviewed.",
    }
}

fn reviewed(one: &ToReview) -> String {
    let Some(review) = &one.reviewed else { return String::new() };
    let on = review.on.as_ref().map_or_else(String::new, |on| format!("on {on} "));
    let by = review.by.as_ref().map_or_else(String::new, |by| format!("by {by} "));
    let because = review.because.as_ref().map_or_else(String::new, |because| format!(": {because}"));
    format!("{on}{by}({}){because}", code(&review.at))
}

fn resting(duties: &[Resting]) -> String {
    let named = |duty: &Resting| format!("{} ({})", code(&duty.id), phrases::standing(duty.standing));
    let mut names: Vec<String> = duties.iter().take(DUTIES).map(named).collect();
    if duties.len() > DUTIES {
        names.push(format!("{} more", duties.len() - DUTIES));
    }
    if names.is_empty() { "no duty".into() } else { list(&names, "and") }
}
