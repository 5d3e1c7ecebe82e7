//! The numbers by which the text refers to evidence, and how it does.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Assessment, EvidenceResult, PairResult};

use super::super::natural::natural;
use super::super::phrases::code;
use super::part::{Grid, Line, Run};
use super::wording;

/// The evidence of an assessment, numbered from 1 in the order in which a reader looks for it.
pub(crate) struct References<'a> {
    all: Vec<&'a EvidenceResult>,
    numbers: BTreeMap<&'a str, usize>,
}

/// What a citation comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Counts {
    /// It shows the fact.
    Shows,
    /// It is the body's own account.
    Own,
    /// It does not count, for another reason.
    Not,
}

impl<'a> References<'a> {
    /// Numbers the evidence.
    pub(crate) fn of(assessment: &'a Assessment) -> Self {
        let mut all: Vec<&EvidenceResult> = assessment.evidence.iter().collect();
        all.sort_by(|a, b| natural(a.id.as_str()).cmp(&natural(b.id.as_str())));
        let numbers = all.iter().zip(1..).map(|(evidence, number)| (evidence.id.as_str(), number)).collect();
        Self { all, numbers }
    }

    /// What shows pairs, as numbers: only evidence that supports a fact which was read for one of them.
    pub(crate) fn shown<'p>(&self, pairs: impl IntoIterator<Item = &'p PairResult>) -> Line {
        let facts = pairs.into_iter().flat_map(|pair| &pair.facts);
        let mut numbers: Vec<usize> =
            facts.flat_map(|fact| &fact.supported_by).filter_map(|id| self.numbers.get(id.as_str()).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Line::joined(numbers.into_iter().map(|number| Line(vec![Run::Reference(number)])), " ")
    }

    /// What pairs rest on, shown by it or not, with the places in it: "[3] at 12, 14; [1] at 37 (own account)".
    pub(crate) fn grounds<'p>(&self, pairs: impl IntoIterator<Item = &'p PairResult>) -> Line {
        let mut cited: BTreeMap<(usize, Counts), Vec<&str>> = BTreeMap::new();
        for fact in pairs.into_iter().flat_map(|pair| &pair.facts) {
            for cite in &fact.cites {
                let (id, place) = cite.split_once('#').unwrap_or((cite, ""));
                let Some(number) = self.numbers.get(id).copied() else { continue };
                let own = self.all.get(number - 1).is_some_and(|evidence| evidence.narrative);
                let counts = match (fact.supported_by.iter().any(|supports| supports.as_str() == id), own) {
                    (true, _) => Counts::Shows,
                    (false, true) => Counts::Own,
                    (false, false) => Counts::Not,
                };
                let places = cited.entry((number, counts)).or_default();
                if !place.is_empty() && !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let lines = cited.into_iter().map(|((number, counts), mut places)| {
            places.sort_by(|a, b| natural(a).cmp(&natural(b)));
            let at = if places.is_empty() { String::new() } else { format!(" at {}", short_list(&places)) };
            let counts = match counts {
                Counts::Shows => "",
                Counts::Own => " (own account)",
                Counts::Not => " (does not count)",
            };
            Line(vec![Run::Reference(number)]).text(format!("{at}{counts}"))
        });
        Line::joined(lines, "; ")
    }

    /// What shows pairs, as numbers with the age of each: "[3] (12 days old)".
    pub(crate) fn shown_with_age<'p>(&self, pairs: impl IntoIterator<Item = &'p PairResult>) -> Line {
        self.aged(&self.shown(pairs))
    }

    /// What pairs rest on, shown by it or not, as numbers with the age of each.
    pub(crate) fn with_age<'p>(&self, pairs: impl IntoIterator<Item = &'p PairResult>) -> Line {
        let cites = pairs.into_iter().flat_map(|pair| &pair.facts).flat_map(|fact| &fact.cites);
        let numbers: BTreeSet<usize> =
            cites.filter_map(|cite| self.numbers.get(cite.split('#').next().unwrap_or(cite)).copied()).collect();
        self.aged(&Line(numbers.into_iter().map(Run::Reference).collect()))
    }

    fn aged(&self, numbers: &Line) -> Line {
        let lines = numbers.0.iter().filter_map(|run| {
            let Run::Reference(number) = run else { return None };
            let evidence = self.all.get(number.checked_sub(1)?)?;
            let age = age(evidence).unwrap_or_else(|| "of no known age".to_owned());
            Some(Line(vec![Run::Reference(*number)]).text(format!(" ({age})")))
        });
        Line::joined(lines, ", ")
    }

    /// A line for each of these numbers, to stand behind it: document, kind, date, where it is held.
    pub(crate) fn lines(&self, numbers: &[usize]) -> Vec<Line> {
        let line = |number: &usize| {
            let evidence = self.all.get(number.checked_sub(1)?)?;
            let dated = evidence
                .dated
                .map_or_else(|| "not dated".to_owned(), |dated| format!("dated {}", wording::date(dated)));
            let held = evidence
                .held_at
                .as_ref()
                .map_or_else(|| "held nowhere that is stated".to_owned(), |at| format!("held at {at}"));
            let own = if evidence.narrative { "; the force's own account" } else { "" };
            let marking = evidence.marking.map_or_else(String::new, |marking| format!("; {marking}"));
            let text = format!(" {} ({}), {dated}; {held}{own}{marking}", evidence.title, evidence.kind_title);
            Some(Line::of(text))
        };
        numbers.iter().filter_map(line).collect()
    }

    /// Citations by their numbers: "[3] at 2".
    pub(crate) fn cited(&self, cites: &[String]) -> Line {
        let lines = cites.iter().filter_map(|cite| {
            let (id, place) = cite.split_once('#').unwrap_or((cite, ""));
            let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
            self.numbers.get(id).map(|number| Line(vec![Run::Reference(*number)]).text(at))
        });
        Line::joined(lines, "; ")
    }

    /// The table at the end.
    pub(crate) fn table(&self) -> Option<Grid> {
        if self.all.is_empty() {
            return None;
        }
        let columns = [("No.", 9), ("Document", 42), ("Date and age", 22), ("Held at", 30), ("Counts as", 24)];
        let mut grid = Grid::new("Evidence: number, document, date and age, where it is held, how it counts", &columns);
        for (evidence, number) in self.all.iter().zip(1..) {
            let dated = evidence.dated.map_or_else(|| "not dated".to_owned(), |dated| dated.to_string());
            let age = age(evidence).map_or_else(String::new, |age| format!(", {age}"));
            let marking = evidence.marking.map_or_else(String::new, |marking| format!("; {marking}"));
            grid.tall_row(vec![
                vec![Line(vec![Run::Reference(number)])],
                vec![
                    Line::of(format!("{} ({}{marking})", evidence.title, evidence.kind_title)),
                    Line::of(code(&evidence.id)),
                ],
                vec![Line::of(format!("{dated}{age}"))],
                vec![Line::of(evidence.held_at.clone().unwrap_or_else(|| "nowhere that is stated".to_owned()))],
                vec![Line::of(counts_as(evidence))],
            ]);
        }
        Some(grid)
    }
}

/// The first few places, and how many more.
fn short_list(places: &[&str]) -> String {
    const MOST: usize = 6;
    let shown = places.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match places.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn counts_as(evidence: &EvidenceResult) -> String {
    if evidence.narrative {
        return "✗ the force's own account, which never shows what it says".to_owned();
    }
    let sign = if evidence.current { "✓" } else { "✗" };
    format!("{sign} {}", evidence.state)
}

/// How old evidence is: "30 days old", "at most 30 days old" where its date is partial; `None` where that cannot be said.
pub(crate) fn age(evidence: &EvidenceResult) -> Option<String> {
    let days = evidence.age_days.filter(|days| *days >= 0)?;
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    Some(if evidence.dated?.day().is_some() { format!("{days} old") } else { format!("at most {days} old") })
}
