//! Another text of a rule that tells what its parts came to, and the lines of the rule with that beneath them.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Engine, Pair, SEEN, Sight, Told, Variant};
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Law};
use crate::model::place::{FileId, Place};

use super::super::own::Part;
use super::TracedLine;
use super::run::Ready;
use super::script::{Expr, Kind, Meanings, Node, Script, Statement, meanings, parse};

/// How many values of one part are told.
const MOST: usize = 4;

/// The text of a rule, read.
pub(super) struct Text<'l> {
    pub(super) file: FileId,
    /// The requirement of an overlay that it judges; `None` for the rule of a duty itself.
    pub(super) added: Option<&'l RequirementId>,
    pub(super) text: &'l str,
    pub(super) script: Script,
    pub(super) meanings: Meanings,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
}

impl<'l> Text<'l> {
    /// One of the scripts of a duty; `None` if it is not read here.
    pub(super) fn of(law: &Law, duty: &'l Duty, part: &Part<'l>) -> Option<Self> {
        let rule = part.script;
        let script = parse(&rule.text)?;
        let meanings = meanings(&script, law, duty);
        let lines = std::iter::once(0).chain(rule.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(Self { file: rule.file, added: part.added, text: &rule.text, script, meanings, lines })
    }

    pub(super) fn slice(&self, span: std::ops::Range<usize>) -> &'l str {
        self.text.get(span).unwrap_or_default()
    }

    /// Where a byte stands: its line from 0, and its column from 0 in characters.
    fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or_default();
        (line, self.slice(start..byte).chars().count())
    }

    pub(super) fn place(&self, byte: usize) -> Place {
        let (line, column) = self.position(byte);
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        Place { file: self.file, line: number(line), column: number(column) }
    }

    fn line(&self, line: usize) -> &'l str {
        let start = self.lines.get(line).copied().unwrap_or_default();
        let end = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
        self.slice(start..end).trim_end_matches(['\n', '\r'])
    }

    /// All expressions that stand in no other.
    pub(super) fn outermost(&self) -> impl Iterator<Item = &Expr> {
        self.script.statements.iter().flat_map(Statement::expressions)
    }
}

/// A rule that tells what its parts come to.
pub(super) struct Watched {
    variant: Variant,
    /// By the number of an expression: the byte that it goes by.
    pub(super) anchors: BTreeMap<usize, usize>,
}

impl Watched {
    /// Makes one; `None` if the engine does not take the longer text.
    pub(super) fn of(engine: &Engine, text: &Text<'_>) -> Option<Self> {
        if text.text.contains(SEEN) {
            return None;
        }
        let mut writer = Writer { text, out: String::new(), at: 0, anchors: BTreeMap::new() };
        for expr in text.outermost() {
            writer.write(expr, false);
        }
        writer.copy(text.text.len());
        let Writer { out, anchors, .. } = writer;
        Some(Self { variant: engine.variant(&out, text.added)?, anchors })
    }

    /// Runs a case, and returns what the parts came to, by the number of the expression and in the order in which they came.
    pub(super) fn run(&self, ready: &Ready<'_>) -> (Vec<Pair>, BTreeMap<usize, Vec<Told>>) {
        let (pairs, sights) = ready.judge.watch_one(&ready.duty, ready.case.subject.as_ref(), &self.variant);
        let mut told: BTreeMap<usize, Vec<Told>> = BTreeMap::new();
        for Sight { part, told: value } in sights {
            told.entry(usize::try_from(part).unwrap_or_default()).or_default().push(value);
        }
        (pairs, told)
    }
}

struct Writer<'w, 'l> {
    text: &'w Text<'l>,
    out: String,
    at: usize,
    anchors: BTreeMap<usize, usize>,
}

impl Writer<'_, '_> {
    fn copy(&mut self, to: usize) {
        self.out.push_str(self.text.slice(self.at..to));
        self.at = to;
    }

    /// Writes an expression; one that only leads on to a property or an entry is no part of its own.
    fn write(&mut self, expr: &Expr, leads_on: bool) {
        self.copy(expr.span.start);
        let watched = !leads_on && self.is_a_part(expr);
        if watched {
            self.out.push_str(&format!("{SEEN}({}, ", expr.id));
            self.anchors.insert(expr.id, expr.anchor);
        }
        let is_chain = matches!(expr.node, Node::Property(..) | Node::Index(..));
        for (index, part) in expr.parts().into_iter().enumerate() {
            let ends_in_text = matches!(&expr.node, Node::Call(name, ..) if name == "date");
            if !ends_in_text {
                self.write(part, is_chain && index == 0);
            }
        }
        self.copy(expr.span.end);
        if watched {
            self.out.push(')');
        }
    }

    fn is_a_part(&self, expr: &Expr) -> bool {
        let kind = self.text.meanings.kind(expr);
        match &expr.node {
            Node::Name(_) => !matches!(kind, Kind::Record | Kind::Other | Kind::Span),
            Node::Property(..) | Node::Index(..) => kind != Kind::Record,
            Node::Method(..) | Node::Binary(..) | Node::Not(_) => true,
            Node::Call(name, ..) => name != "date",
            _ => false,
        }
    }
}

/// The lines of a rule that a requirement comes from, each with what its parts came to.
pub(super) fn trace(
    text: &Text<'_>,
    watched: &Watched,
    ready: &Ready<'_>,
    requirement: &RequirementId,
) -> Vec<TracedLine> {
    let (_, told) = watched.run(ready);
    let mut lines: BTreeMap<usize, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    for span in spans(text, requirement) {
        let (first, last) = (text.position(span.start).0, text.position(span.end).0);
        for line in first..=last {
            lines.entry(line).or_default();
        }
        for (expr, anchor) in watched.anchors.iter().filter(|(_, anchor)| span.contains(anchor)) {
            let (line, column) = text.position(*anchor);
            let values = told.get(expr).map(Vec::as_slice).unwrap_or_default();
            if let Some(columns) = lines.get_mut(&line).filter(|_| !values.is_empty()) {
                columns.entry(column).or_default().extend(shown(values));
            }
        }
    }
    lines
        .into_iter()
        .map(|(line, values)| {
            let start = text.lines.get(line).copied().unwrap_or_default();
            TracedLine {
                place: text.place(start),
                text: text.line(line).to_owned(),
                values: values.into_iter().collect(),
            }
        })
        .collect()
}

/// The first few values; the same one several times in a row is told once.
fn shown(values: &[Told]) -> Vec<String> {
    let mut values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.dedup();
    let more = values.len() > MOST;
    values.truncate(MOST);
    if more {
        values.push("…".into());
    }
    values
}

/// Where a requirement stands, and before it the names and helper functions that it rests on.
fn spans(text: &Text<'_>, wanted: &RequirementId) -> Vec<std::ops::Range<usize>> {
    let Some(requirement) = text.script.requirements().find(|requirement| requirement.id == *wanted) else {
        return Vec::new();
    };
    let mut needed = BTreeSet::new();
    let clauses = [&requirement.when, &requirement.by].into_iter().flatten().map(|(_, expr)| expr);
    for expr in clauses.chain([&requirement.says]) {
        names(expr, &mut needed);
    }
    let mut spans = vec![requirement.span.clone()];
    for statement in text.script.statements.iter().rev() {
        let (name, span) = match statement {
            // A name that only leads to facts says nothing of its own.
            Statement::Let { name, value, span } => {
                if needed.contains(name) {
                    names(value, &mut needed);
                }
                if matches!(text.meanings.kind(value), Kind::Record | Kind::Collection) {
                    continue;
                }
                (name, span)
            }
            Statement::Fn { name, body, span, .. } => {
                if needed.contains(name) {
                    body.iter().flat_map(Statement::expressions).for_each(|expr| names(expr, &mut needed));
                }
                (name, span)
            }
            _ => continue,
        };
        if needed.contains(name) {
            spans.push(span.clone());
        }
    }
    spans.reverse();
    spans
}

fn names(expr: &Expr, found: &mut BTreeSet<String>) {
    expr.walk(&mut |part| match &part.node {
        Node::Name(name) | Node::Call(name, ..) | Node::Method(_, name, ..) => {
            found.insert(name.clone());
        }
        _ => {}
    });
}

/// The requirements that rest on a parameter.
pub(super) fn resting_on(text: &Text<'_>, parameter: &str) -> BTreeSet<RequirementId> {
    let mut reads = Vec::new();
    for expr in text.outermost() {
        expr.walk(&mut |part| {
            if let Node::Property(base, name) = &part.node
                && name == parameter
                && matches!(&base.node, Node::Name(root) if root == "params")
            {
                reads.push(part.span.start);
            }
        });
    }
    let rests = |id: &RequirementId| spans(text, id).iter().any(|span| reads.iter().any(|at| span.contains(at)));
    text.script.requirements().map(|requirement| requirement.id.clone()).filter(rests).collect()
}
