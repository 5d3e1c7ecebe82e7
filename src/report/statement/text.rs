//! A paper of headings, paragraphs and points as plain text that can be pasted anywhere: a paragraph is one line.

use super::super::code::plain;
use super::super::paper::part::{Line, Paper, Part, Run};
use super::super::sanitize::sanitize;

/// The text, with the marking above and below.
pub(in crate::report) fn render(paper: &Paper) -> String {
    let mut out = format!("{}\n", paper.marking);
    for part in &paper.parts {
        match part {
            Part::Title(title) | Part::Heading(_, title) => out.push_str(&format!("\n{}\n", safe(title))),
            Part::Plain(line) | Part::Numbered(line) => out.push_str(&format!("{}\n", told(line))),
            Part::Points(lines) => lines.iter().for_each(|line| out.push_str(&format!("{}\n", told(line)))),
            Part::Reference(number, line) => out.push_str(&format!("[{number}] {}\n", told(line))),
            // A statement has none of these.
            Part::Contents | Part::Grid(_) | Part::References(_) | Part::NewPage => {}
        }
    }
    out.push_str(&format!("\n{}\n", paper.marking));
    out
}

fn told(line: &Line) -> String {
    let run = |run: &Run| match run {
        Run::Text(text) | Run::Strong(text) => safe(text),
        Run::Gap(text) => format!("[Author: {}]", safe(text)),
        Run::Reference(number) => format!("[{number}]"),
    };
    line.0.iter().map(run).collect::<String>().trim().to_owned()
}

fn safe(text: &str) -> String {
    sanitize(&plain(text))
}
