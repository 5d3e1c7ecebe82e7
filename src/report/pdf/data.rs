//! A paper as the data that `paper.typ` sets: texts stand in it as strings, which typst never reads as markup.

use serde_json::{Value, json};

use super::super::code::{Part as Piece, parts};
use super::super::paper::part::{Grid, Line, Paper, Part, Run};
use super::fonts::Drawn;
use super::text::{drawable, pieces};

/// A row is kept on one page if no cell of it holds more than so many characters: on no page is there place for any number of them.
const MOST_ON_A_PAGE: usize = 400;
/// A paragraph of a cell takes a line at least, and so the place of so many characters.
const LINE: usize = 12;
/// From so many columns on, a table is set small.
const NARROW: usize = 6;
/// How much of a title the properties of the document hold.
const MOST_IN_PROPERTIES: usize = 1000;

/// The paper as JSON.
pub(super) fn json(paper: &Paper, drawn: &Drawn) -> String {
    let mut setting =
        Setting { drawn, targets: targets(paper), numbered: 0, level: 0, contents: Vec::new(), parts: Vec::new() };
    for part in &paper.parts {
        setting.part(part);
    }
    let property = |text: &str| drawable(text, drawn).chars().take(MOST_IN_PROPERTIES).collect::<String>();
    let paper = json!({
        "title": property(&paper.title),
        "subject": property(&paper.subject),
        "force": property(&paper.force),
        "marking": drawable(&paper.marking, drawn),
        "as_of": paper.as_of,
        "contents": setting.contents,
        "parts": setting.parts,
    });
    paper.to_string()
}

/// The data in the making.
struct Setting<'d> {
    drawn: &'d Drawn,
    /// The numbers of evidence that references can lead to.
    targets: Vec<usize>,
    /// How many numbered paragraphs there have been.
    numbered: usize,
    /// The level of the last heading.
    level: u8,
    /// For each heading of level 1 the number of the first paragraph under it before the next.
    contents: Vec<Option<usize>>,
    parts: Vec<Value>,
}

impl Setting<'_> {
    fn part(&mut self, part: &Part) {
        let value = match part {
            Part::Title(title) => json!({ "kind": "title", "text": self.text(title) }),
            Part::Heading(level, title) => self.heading(*level, title),
            Part::Contents => json!({ "kind": "contents" }),
            Part::Numbered(line) => return self.numbered(line),
            Part::Plain(line) => json!({ "kind": "plain", "line": self.line(line) }),
            Part::Points(lines) => json!({ "kind": "points", "lines": self.lines(lines) }),
            Part::Grid(grid) => self.grid(grid, false),
            Part::References(grid) => self.grid(grid, true),
            Part::Reference(number, line) => {
                let line = Line::of(format!("[{number}]")).then(line.clone());
                json!({ "kind": "plain", "line": self.line(&line) })
            }
            Part::NewPage => json!({ "kind": "new-page" }),
        };
        self.parts.push(value);
    }

    /// A heading. Who reads by headings would look for a level that was left out, and would not find one without words.
    fn heading(&mut self, level: u8, title: &str) -> Value {
        self.level = level.clamp(1, self.level.saturating_add(1));
        if self.level == 1 {
            self.contents.push(None);
        }
        let title = if title.trim().is_empty() { "–" } else { title };
        json!({ "kind": "heading", "level": self.level, "text": self.text(title) })
    }

    /// A numbered paragraph; those that follow each other are one list.
    fn numbered(&mut self, line: &Line) {
        self.numbered += 1;
        if let Some(first @ None) = self.contents.last_mut() {
            *first = Some(self.numbered);
        }
        let line = self.line(line);
        let list = self.parts.last_mut().filter(|last| last.get("kind").is_some_and(|kind| kind == "numbered"));
        match list.and_then(|list| list.get_mut("lines")).and_then(Value::as_array_mut) {
            Some(lines) => lines.push(line),
            None => self.parts.push(json!({ "kind": "numbered", "first": self.numbered, "lines": [line] })),
        }
    }

    fn grid(&self, grid: &Grid, is_references: bool) -> Value {
        let columns: Vec<Value> =
            grid.columns.iter().map(|(heading, share)| json!({ "text": self.text(heading), "share": share })).collect();
        let rows: Vec<Value> = grid
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().enumerate().map(|(column, lines)| {
                    let lines = lines.iter().map(|line| match line.0.as_slice() {
                        [Run::Reference(number)] if is_references && column == 0 => {
                            json!([{ "kind": "target", "number": number }])
                        }
                        _ => self.line(line),
                    });
                    lines.collect::<Vec<Value>>()
                });
                json!({ "whole": row.iter().all(|lines| length(lines) <= MOST_ON_A_PAGE), "cells": cells.collect::<Vec<_>>() })
            })
            .collect();
        json!({
            "kind": "grid",
            "summary": drawable(&grid.caption, self.drawn),
            "narrow": grid.columns.len() >= NARROW,
            "together": grid.together,
            "columns": columns,
            "rows": rows,
        })
    }

    fn lines(&self, lines: &[Line]) -> Vec<Value> {
        lines.iter().map(|line| self.line(line)).collect()
    }

    fn line(&self, line: &Line) -> Value {
        let runs = line.0.iter().map(|run| match run {
            Run::Text(text) => json!({ "kind": "text", "text": self.text(text) }),
            Run::Strong(text) => json!({ "kind": "strong", "text": self.text(text) }),
            Run::Gap(text) => json!({ "kind": "gap", "text": self.text(&format!("[Author: {text}]")) }),
            Run::Reference(number) if self.targets.contains(number) => json!({ "kind": "reference", "number": number }),
            Run::Reference(number) => json!({ "kind": "text", "text": [format!("[{number}]")] }),
        });
        runs.collect()
    }

    /// A text in pieces.
    fn text(&self, text: &str) -> Vec<String> {
        let whole = parts(text).into_iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Code(text) => drawable(text, self.drawn),
        });
        pieces(&whole.collect::<String>())
    }
}

/// What a cell takes, in characters.
fn length(lines: &[Line]) -> usize {
    let of = |run: &Run| match run {
        Run::Text(text) | Run::Strong(text) | Run::Gap(text) => text.chars().count(),
        Run::Reference(_) => 4,
    };
    lines.iter().map(|line| line.0.iter().map(of).sum::<usize>().max(LINE)).sum()
}

/// The numbers of evidence that stand in a list of references.
fn targets(paper: &Paper) -> Vec<usize> {
    let grids = paper.parts.iter().filter_map(|part| match part {
        Part::References(grid) => Some(grid),
        _ => None,
    });
    let first = grids.flat_map(|grid| &grid.rows).filter_map(|row| row.first()).flatten();
    first
        .filter_map(|line| match line.0.as_slice() {
            [Run::Reference(number)] => Some(*number),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fonts::fonts;
    use super::*;

    fn set(parts: Vec<Part>) -> Value {
        let text = String::from;
        let paper = Paper {
            title: text("The paper"),
            subject: text("What it is about"),
            force: text("Midshire Police"),
            marking: text("OFFICIAL"),
            as_of: text("2021-01-31"),
            parts,
        };
        serde_json::from_str(&json(&paper, &fonts().unwrap().drawn)).unwrap()
    }

    #[test]
    fn paragraphs_are_numbered_through_and_those_that_follow_each_other_are_one_list() {
        let line = || Part::Numbered(Line::of("x"));
        let heading = |level| Part::Heading(level, "y".into());
        let data = set(vec![heading(1), line(), line(), heading(2), line(), heading(1), heading(1), line()]);
        let lists: Vec<(u64, usize)> = data["parts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|part| part["kind"] == "numbered")
            .map(|part| (part["first"].as_u64().unwrap(), part["lines"].as_array().unwrap().len()))
            .collect();
        assert_eq!(lists, [(1, 2), (3, 1), (4, 1)]);
        assert_eq!(data["contents"], json!([1, null, 4]));
    }

    #[test]
    fn no_level_of_headings_is_left_out_and_no_heading_is_empty() {
        let headings = [3, 1, 3, 3, 2, 3].map(|level| Part::Heading(level, " ".into()));
        let data = set(headings.into());
        let levels: Vec<&Value> = data["parts"].as_array().unwrap().iter().map(|part| &part["level"]).collect();
        assert_eq!(levels, [1, 1, 2, 3, 2, 3]);
        assert!(data["parts"].as_array().unwrap().iter().all(|part| part["text"] == json!(["–"])));
        assert_eq!(data["contents"], json!([null, null]));
    }

    #[test]
    fn a_reference_without_a_place_to_lead_to_is_text() {
        let mut grid = Grid::new("x", &[("No.", 1), ("Document", 1)]);
        grid.row(vec![Line(vec![Run::Reference(1)]), Line(vec![Run::Reference(2)])]);
        let data = set(vec![Part::Plain(Line(vec![Run::Reference(1), Run::Reference(2)])), Part::References(grid)]);
        let told = json!([{ "kind": "reference", "number": 1 }, { "kind": "text", "text": ["[2]"] }]);
        assert_eq!(data["parts"][0]["line"], told);
        assert_eq!(data["parts"][1]["rows"][0]["cells"][0], json!([[{ "kind": "target", "number": 1 }]]));
    }

    #[test]
    fn a_row_that_no_page_may_hold_is_broken() {
        let mut grid = Grid::new("x", &[("Document", 1)]);
        for length in [MOST_ON_A_PAGE, MOST_ON_A_PAGE + 1] {
            grid.row(vec![Line::of("x".repeat(length))]);
        }
        grid.tall_row(vec![vec![Line::of("x"); MOST_ON_A_PAGE / LINE + 1]]);
        let data = set(vec![Part::Grid(grid)]);
        let whole: Vec<&Value> = data["parts"][0]["rows"].as_array().unwrap().iter().map(|row| &row["whole"]).collect();
        assert_eq!(whole, [true, false, false]);
    }
}
