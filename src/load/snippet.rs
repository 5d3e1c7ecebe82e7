//! Problems become text for people: code, place, the line with the fault marked, the way out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::model::inert::inert;
use crate::model::place::{FileId, Place, SourceFile, Sources};
use crate::model::problem::Problem;

use super::nearest::visible;

/// How many problems are written out; a machine that writes more has one mistake.
const MOST: usize = 1000;

/// The longest line that is shown, in bytes.
const LONGEST: usize = 4096;

/// Renders problems as plain text, sorted by file, line, column and code, each once; those of no file come first.
#[must_use]
pub fn render(problems: &[Problem], sources: &Sources) -> String {
    let shown = |problem: &Problem| {
        problem
            .place
            .map(|place| (sources.get(place.file).map_or("", |file| file.shown.as_str()), place.line, place.column))
    };
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| {
        shown(a)
            .cmp(&shown(b))
            .then_with(|| (a.code, &a.message, a.width, &a.help).cmp(&(b.code, &b.message, b.width, &b.help)))
    });
    sorted.dedup();
    let mut text = String::new();
    let mut lines = Lines::default();
    for problem in sorted.iter().take(MOST) {
        text.push_str(&render_one(problem, sources, &mut lines));
        text.push_str("\n\n");
    }
    if let Some(more) = sorted.len().checked_sub(MOST).filter(|more| *more > 0) {
        let _ = write!(text, "and {more} more problems");
    }
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    inert(&text)
}

fn render_one(problem: &Problem, sources: &Sources, lines: &mut Lines) -> String {
    let message = clean(&problem.message);
    if problem.place.is_none() && problem.related.is_empty() {
        let help = problem.help.as_ref().map(|help| format!("\n  = help: {}", clean(help))).unwrap_or_default();
        return format!("error[{}]: {message}{help}", problem.code);
    }
    let title = Level::ERROR.primary_title(message.as_str()).id(problem.code.as_str());
    let mut group = Group::with_title(title);
    let primary = problem.place.map(|place| (place, AnnotationKind::Primary, problem.width as usize, None));
    let related =
        problem.related.iter().map(|(place, label)| (*place, AnnotationKind::Context, 1, Some(label.as_str())));
    for (place, kind, width, label) in primary.into_iter().chain(related) {
        let Some(file) = sources.get(place.file) else { continue };
        let path = clean(&file.shown);
        group = match lines.get(place.file, file, place.line) {
            Some(line) => group.element(snippet(line, place, path, kind, width, label)),
            None => group.element(Origin::path(path).line(place.line as usize).char_column(place.column as usize)),
        };
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    // Nobody reads a snippet wider than a screen.
    Renderer::plain().term_width(120).render(&[group])
}

/// A line of a file with its mark.
fn snippet<'a>(
    line: String,
    place: Place,
    path: String,
    kind: AnnotationKind,
    width: usize,
    label: Option<&'a str>,
) -> Snippet<'a, Annotation<'a>> {
    let start = place.column.saturating_sub(1) as usize;
    let end = start.saturating_add(width).min(line.chars().count());
    let mut annotation = kind.span(byte_at(&line, start)..byte_at(&line, end));
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    Snippet::source(line).line_start(place.line as usize).path(path).annotation(annotation)
}

/// The places of the lines of those files that had a problem so far.
#[derive(Default)]
struct Lines {
    of: BTreeMap<FileId, Vec<Range<usize>>>,
}

impl Lines {
    /// A line of a file, from 1, with what cannot be seen made visible; `None` if there is none to show.
    fn get(&mut self, id: FileId, file: &SourceFile, line: u32) -> Option<String> {
        let lines = self.of.entry(id).or_insert_with(|| lines_of(&file.text));
        let line = lines.get((line as usize).checked_sub(1)?)?;
        let text = file.text.get(line.clone()).filter(|text| text.len() <= LONGEST && !file.text.is_empty())?;
        Some(text.chars().map(|character| if character == '\t' { ' ' } else { visible(character) }).collect())
    }
}

/// Where each line of a text lies; `\n`, `\r\n` and `\r` end one.
fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\n' || byte == b'\r' {
            lines.push(start..at);
            start = at + 1;
            if byte == b'\r' && bytes.next_if(|(_, next)| *next == b'\n').is_some() {
                start += 1;
            }
        }
    }
    lines.push(start..text.len());
    lines
}

fn byte_at(line: &str, character: usize) -> usize {
    line.char_indices().nth(character).map_or(line.len(), |(index, _)| index)
}

fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
}
