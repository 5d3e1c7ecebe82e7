//! How standing moved between recorded audits: as text, Markdown, JSON and a sheet. The counts are those that each report gave.

use std::collections::BTreeMap;

use crate::ask::history::trend as moved_between;
use crate::model::brief::{Moved, Recorded, Stood, Way};
use crate::model::history::{Step, Trend};
use crate::model::ids::DutyId;
use crate::model::words::{Marking, Standing};

use super::block::{Block, Fields, Table};
use super::csv::line;
use super::front::{moves_table, told_moves};
use super::json::safe;
use super::markdown::render as as_markdown;
use super::phrases::{self, CLOSING, codes, count};
use super::text::render as as_text;

/// What nobody is to read into the counts.
const NO_SCORE: &str = "The numbers are of duties, as each report counted them. They are no score and no percentage: a duty that could not \
    be told is none that is met, and duties do not weigh the same.";
/// By what a move is known.
const BY_RECORD: &str = "What moved is told by what was recorded of each audit; nothing was judged again. `sprcheck diff` tells why. \
    Left aside is what only other bodies owe, and what could not be read.";

/// How standing moved, as text for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(trend: &Trend, width: usize) -> String {
    as_text(&whole(trend), width)
}

/// The same as Markdown.
#[must_use]
pub fn markdown(trend: &Trend) -> String {
    as_markdown(&whole(trend))
}

/// The same, whole, as JSON: of each audit how every duty stood, and what moved from each to the next.
#[must_use]
pub fn json(trend: &Trend) -> String {
    safe(trend)
}

/// A sheet with a row for each audit and duty.
#[must_use]
pub fn csv(trend: &Trend) -> String {
    let columns = ["as_of", "record", "duty", "title", "binding", "weight", "verdict", "standing", "from", "moved"];
    let mut sheet = line(columns.map(str::to_owned).into());
    for recorded in &trend.records {
        let steps = trend.steps.iter().filter(|step| step.to_record == recorded.digest);
        let mut moved: BTreeMap<&DutyId, Vec<&Moved>> = BTreeMap::new();
        for one in steps.flat_map(|step| &step.moves.moved) {
            moved.entry(&one.id).or_default().push(one);
        }
        for duty in &recorded.duties {
            sheet.push_str(&row(recorded, duty, moved.get(&duty.id).map_or(&[], Vec::as_slice)));
        }
    }
    sheet
}

/// A row; where the audit follows several, a duty may have moved against more than one of them.
fn row(recorded: &Recorded, duty: &Stood, moved: &[&Moved]) -> String {
    let from: Vec<&str> = moved.iter().map(|moved| moved.from.map_or("not there", Standing::as_str)).collect();
    let ways: Vec<&str> = moved.iter().map(|moved| way(moved.way)).collect();
    line(vec![
        recorded.as_of.to_string(),
        recorded.digest.clone(),
        duty.id.to_string(),
        duty.title.clone(),
        duty.binding.to_string(),
        duty.weight.to_string(),
        duty.verdict.to_string(),
        duty.standing.to_string(),
        from.join("; "),
        ways.join("; "),
    ])
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Worse => "worse",
        Way::Revealed => "revealed",
        Way::Better => "better",
        Way::Other => "other",
    }
}

/// The audits on record, and what moved from each to those that follow it: for a page or a paper that shows a history.
pub(crate) fn blocks(records: &[Recorded]) -> Vec<Block> {
    let trend = moved_between(records);
    let is_a_line = trend.apart.is_empty() && trend.steps.len() < records.len();
    let mut sections = vec![audits(records, &trend.apart)];
    sections.extend(trend.steps.iter().map(|one| step(one, is_a_line)));
    sections
}

fn whole(trend: &Trend) -> Vec<Block> {
    let force = trend.records.last().map_or("No audit on record", |last| last.force_name.as_str());
    let mut whole = vec![Block::Title(format!("{force}: how its duties stood from audit to audit"))];
    if let (Some(first), Some(last)) = (trend.records.first(), trend.records.last()) {
        let marking = trend.records.iter().map(|one| one.marking).max().unwrap_or(Marking::Official);
        let fields = Fields::new()
            .with("Audits", format!("{} on record, as of {} to {}", trend.records.len(), first.as_of, last.as_of))
            .with("Marking", marking.to_string());
        whole.push(fields.block());
    }
    whole.extend(blocks(&trend.records));
    let notes = [NO_SCORE, BY_RECORD, CLOSING].map(|note| Block::Text(note.into()));
    whole.push(Block::Section("Note".into(), notes.into()));
    whole
}

fn audits(records: &[Recorded], apart: &[String]) -> Block {
    let body = if records.is_empty() {
        Block::Text("No audit is on record; `sprcheck record` keeps one.".into())
    } else {
        let rows = records.iter().map(|one| vec![one.as_of.to_string(), phrases::digest(&one.digest), stood(one)]);
        Block::Table(Table { columns: vec!["As of", "Record", "How the duties stood"], rows: rows.collect() })
    };
    let mut body = vec![body];
    if !apart.is_empty() {
        let named: Vec<String> = apart.iter().map(|digest| phrases::digest(digest)).collect();
        body.push(Block::Text(format!("Recorded apart; neither follows the other: {}.", named.join(", "))));
    }
    Block::Section("Audits on record".into(), body)
}

/// The counts of an audit in words.
fn stood(recorded: &Recorded) -> String {
    let counts = recorded.standings;
    let told = Standing::ALL.iter().filter(|standing| counts.of(**standing) > 0).map(|standing| {
        let number = counts.of(*standing);
        match standing {
            Standing::Gap => {
                let breaches = match recorded.apparent_breaches {
                    0 => String::new(),
                    some => format!(" ({} an apparent breach)", count(some, "has", "have")),
                };
                format!("{}{breaches}", count(number, "gap", "gaps"))
            }
            other => format!("{number} {}", phrases::word(other.as_str())),
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "no duty was judged".into() } else { told.join(", ") }
}

/// Where the records are no single line, each step names its two.
fn step(step: &Step, is_a_line: bool) -> Block {
    let title = if step.from == step.to {
        format!("From one record to the next, both as of {}", step.to)
    } else {
        format!("From {} to {}", step.from, step.to)
    };
    let mut body = vec![Block::Text(told_moves(&step.moves))];
    if !is_a_line {
        let (from, to) = (phrases::digest(&step.from_record), phrases::digest(&step.to_record));
        body.insert(0, Block::Text(format!("The record {to} follows {from}.")));
    }
    if !step.rule_sets.is_empty() {
        body.push(Block::Text(format!("Rule sets that changed between the two: {}.", codes(&step.rule_sets))));
    }
    if !step.moves.moved.is_empty() {
        body.push(moves_table(step.moves.moved.iter()));
    }
    Block::Section(title, body)
}
