//! Problems become text for people: code, place, the line with the fault marked, the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::model::place::{Place, SourceFile, Sources};
use crate::model::problem::Problem;

use super::nearest::visible;

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
    for problem in sorted {
        text.push_str(&render_one(problem, sources));
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn render_one(problem: &Problem, sources: &Sources) -> String {
    let message = clean(&problem.message);
    if problem.place.is_none() && problem.related.is_empty() {
        let help = problem.help.as_ref().map(|help| format!("\n  = help: {}", clean(help))).unwrap_or_default();
        return format!("error[{}]: {message}{help}", problem.code);
    }
    let title = Level::ERROR.primary_title(message.as_str()).id(problem.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(place) = problem.place {
        group = with_place(group, place, sources, AnnotationKind::Primary, problem.width as usize, None);
    }
    for (place, label) in &problem.related {
        group = with_place(group, *place, sources, AnnotationKind::Context, 1, Some(label));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    // Nobody reads a snippet wider than a screen.
    Renderer::plain().term_width(120).render(&[group])
}

/// Adds a line of the file with its mark; of a file without text only its name and the place.
fn with_place<'a>(
    group: Group<'a>,
    place: Place,
    sources: &Sources,
    kind: AnnotationKind,
    width: usize,
    label: Option<&'a str>,
) -> Group<'a> {
    let Some(file) = sources.get(place.file) else { return group };
    let path = clean(&file.shown);
    if file.text.is_empty() {
        let origin = annotate_snippets::Origin::path(path).line(place.line as usize).char_column(place.column as usize);
        return group.element(origin);
    }
    let line = line_of(file, place.line);
    let start = place.column.saturating_sub(1) as usize;
    let length = line.chars().count();
    let span = byte_at(&line, start)..byte_at(&line, start.saturating_add(width).min(length));
    let mut annotation = kind.span(span);
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    group.element(Snippet::source(line).line_start(place.line as usize).path(path).annotation(annotation))
}

/// A line of a file, from 1, with what cannot be seen made visible.
fn line_of(file: &SourceFile, line: u32) -> String {
    let mut rest: &str = &file.text;
    for _ in 1..line {
        match rest.find(['\n', '\r']) {
            Some(end) => {
                let (_, after) = rest.split_at(end);
                rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or("");
            }
            None => rest = "",
        }
    }
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let (line, _) = rest.split_at(end);
    line.chars().map(|character| if character == '\t' { ' ' } else { visible(character) }).collect()
}

fn byte_at(line: &str, character: usize) -> usize {
    line.char_indices().nth(character).map_or(line.len(), |(index, _)| index)
}

fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
}
