//! One theme told: its assurance, what is not met, what is shown, what is only said, what could not be assessed and who would know.

use std::collections::BTreeMap;

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, PairResult};
use crate::model::words::{Assurance, Outcome, Standing, Support};

use super::super::phrases::{self, count};
use super::super::view::{Group, View, group, is_not_judged};
use super::part::{Grid, Line, Part};
use super::references::References;
use super::themes::{About, Theme, threats};
use super::wording;

/// How many duties are named one by one where they could not be assessed.
const MOST_NAMED: usize = 12;
/// How many statements of a duty are told.
const MOST_SAID: usize = 4;
/// How many of those who would know are named.
const MOST_ASKED: usize = 6;
/// Up to so many duties each is told with the evidence that shows it.
const MOST_SHOWN: usize = 80;

/// The section of a theme.
pub(super) fn theme(theme: &Theme<'_>, view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let mut all = vec![Part::Heading(1, theme.about.heading())];
    match theme.about {
        About::Threat(row) => {
            all.push(Part::Numbered(
                Line::strong(format!("Assurance: {}. ", phrases::assurance(row.assurance))).text(answer(row)),
            ));
            all.push(Part::Numbered(Line::gap(format!(
                "overview of the threat from {}, and what was done since the last paper",
                phrases::bare(&row.title)
            ))));
        }
        About::AllThreats => {
            all.push(Part::Numbered(Line::of(
                "These duties are judged for each national threat. A threat is told below with what concerns it alone.",
            )));
            all.extend(by_threat(&theme.duties, view.assessment).map(Part::Grid));
        }
        About::NoThreat => all.push(Part::Numbered(Line::of(
            "These duties name no one threat: how the commissioner and the chief officer plan, account for themselves, collaborate \
             and publish.",
        ))),
        About::OwnChecks => all.push(Part::Numbered(Line::of(
            "These are checks of the rule set's own, asked for by no law and no published standard: whether figures and lists in \
             the force's documents agree with each other.",
        ))),
    }
    all.extend(told(theme, view, references).into_iter().flatten());
    all
}

/// The answer for a threat in words; of one that is withheld, only that.
fn answer(row: &AssuranceRow) -> String {
    let reason = sentence(&row.reason);
    if row.assurance == Assurance::Withheld {
        return format!("{reason}.");
    }
    let unread = match row.could_not_be_read {
        0 => String::new(),
        number => format!(" {} could not be read.", count(number, "further duty", "further duties")),
    };
    format!("{reason}. In all, {}.{unread}", wording::counts_again(row.standings))
}

fn told(theme: &Theme<'_>, view: View<'_>, references: &References<'_>) -> [Vec<Part>; 7] {
    [
        not_met(theme, references),
        departed(theme),
        shown(theme, view, references),
        said(theme, references),
        not_assessed(theme, view),
        withheld(theme),
        aside(theme),
    ]
}

fn of<'t, 'a>(theme: &'t Theme<'a>, standing: Standing) -> impl Iterator<Item = &'a DutyResult> + 't {
    theme.duties.iter().copied().filter(move |duty| duty.standing == standing && !is_not_judged(duty))
}

/// A table of the duties that are judged for each threat: rows are duties, columns threats, words in the cells.
fn by_threat(duties: &[&DutyResult], assessment: &Assessment) -> Option<Grid> {
    let duties: Vec<_> = duties.iter().filter(|duty| !duty.standing_by_threat.is_empty()).collect();
    let rows: Vec<_> = threats(assessment)
        .into_iter()
        .filter(|row| duties.iter().any(|duty| duty.standing_by_threat.contains_key(row.id.as_str())))
        .collect();
    if duties.is_empty() || rows.is_empty() {
        return None;
    }
    let mut grid = Grid::new("Where each duty stands for each national threat", &[("Duty", 24)]).together();
    grid.columns.extend(rows.iter().map(|row| (super::themes::capital(&row.title), 19)));
    for duty in duties {
        let stands = rows.iter().map(|row| {
            duty.standing_by_threat
                .get(row.id.as_str())
                .map_or_else(Line::default, |standing| Line::of(wording::standing(*standing)))
        });
        grid.row([Line::of(&duty.title)].into_iter().chain(stands).collect());
    }
    Some(grid)
}

/// The gaps by name, by how they fail; what is to be done about them stands in their own section.
fn not_met(theme: &Theme<'_>, references: &References<'_>) -> Vec<Part> {
    let line = |duty: &DutyResult| {
        let failing: Vec<&PairResult> = failing(duty).collect();
        let groups = group(failing.iter().copied());
        let what: Vec<String> = groups.iter().take(MOST_SAID).map(|group| group.says(&group.first.states)).collect();
        let follows = if duty.follows_from.is_empty() { "" } else { "; it only follows from another gap" };
        let line = Line::strong(format!("{}: ", duty.title)).text(format!("{}{follows} ", what.join("; ")));
        line.then(references.grounds(failing))
    };
    let fails = |duty: &&DutyResult| wording::failure(duty.binding, duty.requirements.iter());
    let told = wording::FAILURES.iter().flat_map(|failure| {
        let gaps = of(theme, Standing::Gap).filter(|duty| fails(duty) == *failure).map(line).collect();
        points(&format!("{failure}. "), "What is missing, and under “Gaps” what would close it:", gaps)
    });
    told.collect()
}

/// What of a duty is not met and not set aside.
pub(super) fn failing(duty: &DutyResult) -> impl Iterator<Item = &PairResult> {
    duty.requirements.iter().filter(|pair| !pair.history && super::super::view::is_gap(pair))
}

fn departed(theme: &Theme<'_>) -> Vec<Part> {
    let titles: Vec<String> = of(theme, Standing::Departed).map(|duty| duty.title.clone()).collect();
    paragraph("Departed from, for recorded reasons. ", &titles, " The reasons stand under “Departures”.")
}

/// What is satisfied, with the evidence that shows it.
fn shown(theme: &Theme<'_>, view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let duties: Vec<&DutyResult> = of(theme, Standing::Satisfied).collect();
    let mut by_instrument: Vec<(String, Vec<&DutyResult>)> = Vec::new();
    for duty in &duties {
        let instrument = wording::instrument(duty, view.assessment);
        match by_instrument.iter_mut().find(|(other, _)| *other == instrument) {
            Some((_, all)) => all.push(duty),
            None => by_instrument.push((instrument, vec![duty])),
        }
    }
    let lines = by_instrument.into_iter().map(|(instrument, mine)| {
        let named = mine.iter().map(|duty| {
            let references =
                if duties.len() > MOST_SHOWN { Line::default() } else { references.shown(&duty.requirements) };
            let space = if references.0.is_empty() { "" } else { " " };
            Line::of(format!("{}{space}", duty.title)).then(references)
        });
        Line::strong(format!("{instrument}: ")).then(Line::joined(named, "; "))
    });
    let number = count(duties.len(), "duty is satisfied.", "duties are satisfied.");
    points("Met, and shown by evidence. ", &number, lines.collect())
}

/// What is met by the profile's word but not shown, of whatever duty: it counts for nothing and says where evidence is wanted.
fn said(theme: &Theme<'_>, references: &References<'_>) -> Vec<Part> {
    let duties = theme.duties.iter().filter(|duty| !is_not_judged(duty));
    let lines: Vec<Line> = duties.filter_map(|duty| said_of(duty, references)).collect();
    points(
        "Said, but not shown. ",
        "The following is in the profile, and no evidence that counts shows it; none of it is counted as satisfied.",
        lines,
    )
}

fn said_of(duty: &DutyResult, references: &References<'_>) -> Option<Line> {
    let is_said = |pair: &&PairResult| {
        !pair.history
            && pair.outcome == Outcome::Met
            && pair.support.is_some_and(|support| support != Support::Evidenced)
    };
    let groups: Vec<Group<'_>> = group(duty.requirements.iter().filter(is_said));
    let first = groups.first()?;
    let states = groups.iter().take(MOST_SAID).map(|group| {
        let each = match group.pairs.len() {
            1 => String::new(),
            number => {
                let kind = group.first.subject_kind.as_deref().unwrap_or("subject");
                format!(" ({})", count(number, kind, &phrases::many(kind)))
            }
        };
        format!("{}{each}", group.says(&group.first.states))
    });
    let states: Vec<String> = states.collect();
    let more = match groups.len().saturating_sub(MOST_SAID) {
        0 => String::new(),
        number => format!("; and {number} more"),
    };
    let why = match first.first.support {
        Some(Support::Stale) => " (out of date)",
        Some(Support::Suspect) => " (the text cited has changed since it was reviewed)",
        _ => "",
    };
    let all = groups.iter().flat_map(|group| group.pairs.iter().copied());
    let line = Line::strong(format!("{}: ", duty.title)).text(format!("{}{more}{why} ", states.join("; ")));
    Some(line.then(references.grounds(all)))
}

/// What could not be assessed: how much of which instrument, and who would know.
fn not_assessed(theme: &Theme<'_>, view: View<'_>) -> Vec<Part> {
    let duties: Vec<&DutyResult> = of(theme, Standing::Unassessed).collect();
    let unread: Vec<&DutyResult> = theme.duties.iter().copied().filter(|duty| is_not_judged(duty)).collect();
    let mut all = Vec::new();
    if !duties.is_empty() {
        let lead = count(
            duties.len(),
            "duty could not be judged from what the profile says",
            "duties could not be judged from what the profile says",
        );
        let named = if duties.len() > MOST_NAMED { by_instrument(&duties, view.assessment) } else { titles(&duties) };
        let asked = who_would_know(&duties);
        let errors = duties.iter().filter(|duty| duty.outcomes.error > 0).count();
        let errors = match errors {
            0 => String::new(),
            number => format!(" In {number} of them a rule failed."),
        };
        all.push(Part::Numbered(Line::strong("Not assessed. ").text(format!("{lead}: {named}.{errors}{asked}"))));
    }
    if !unread.is_empty() {
        let lead = count(
            unread.len(),
            "duty was not judged because its text is not to be had",
            "duties were not judged because their texts are not to be had",
        );
        let named = if unread.len() > MOST_NAMED { by_instrument(&unread, view.assessment) } else { titles(&unread) };
        all.push(Part::Numbered(Line::strong("Could not be read. ").text(format!("{lead}: {named}."))));
    }
    all
}

fn titles(duties: &[&DutyResult]) -> String {
    duties.iter().map(|duty| duty.title.clone()).collect::<Vec<_>>().join("; ")
}

fn by_instrument(duties: &[&DutyResult], assessment: &Assessment) -> String {
    let mut numbers: Vec<(String, usize)> = Vec::new();
    for duty in duties {
        let instrument = wording::instrument(duty, assessment);
        match numbers.iter_mut().find(|(other, _)| *other == instrument) {
            Some((_, number)) => *number += 1,
            None => numbers.push((instrument, 1)),
        }
    }
    let told: Vec<String> = numbers.iter().map(|(instrument, number)| format!("{number} under {instrument}")).collect();
    told.join("; ")
}

/// Who usually holds the missing facts, whoever is asked for most first.
fn who_would_know(duties: &[&DutyResult]) -> String {
    let mut asked: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for sought in duties.iter().flat_map(|duty| &duty.requirements).flat_map(|pair| &pair.sought) {
        let holder = if sought.held_by.is_empty() { "whoever holds it" } else { &sought.held_by };
        asked.entry(holder).or_default().insert(&sought.path);
    }
    let mut asked: Vec<(&str, usize)> = asked.into_iter().map(|(holder, paths)| (holder, paths.len())).collect();
    asked.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let told =
        asked.iter().take(MOST_ASKED).map(|(holder, number)| format!("{holder} ({})", count(*number, "fact", "facts")));
    let mut told: Vec<String> = told.collect();
    if asked.len() > MOST_ASKED {
        told.push(count(asked.len() - MOST_ASKED, "other", "others"));
    }
    if told.is_empty() { String::new() } else { format!(" Those to be asked: {}.", phrases::list(&told, "and")) }
}

fn withheld(theme: &Theme<'_>) -> Vec<Part> {
    let titles: Vec<String> =
        theme.duties.iter().filter(|duty| duty.standing == Standing::Withheld).map(|duty| duty.title.clone()).collect();
    paragraph("■ Withheld, whatever came of it. ", &titles, "")
}

/// What does not arise, or is not due yet.
fn aside(theme: &Theme<'_>) -> Vec<Part> {
    let not_due: Vec<String> = of(theme, Standing::NotYetDue).map(|duty| duty.title.clone()).collect();
    let mut all = paragraph("Not yet due. ", &not_due, "");
    let not_applicable = of(theme, Standing::NotApplicable).count();
    if not_applicable > 0 {
        let told = count(not_applicable, "duty does not arise", "duties do not arise");
        all.push(Part::Numbered(Line::strong("Not applicable. ").text(format!("{told}; Appendix A names each."))));
    }
    all
}

fn paragraph(lead: &str, titles: &[String], after: &str) -> Vec<Part> {
    if titles.is_empty() {
        return Vec::new();
    }
    vec![Part::Numbered(Line::strong(lead).text(format!("{}.{after}", titles.join("; "))))]
}

fn points(lead: &str, told: &str, lines: Vec<Line>) -> Vec<Part> {
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Part::Numbered(Line::strong(lead).text(told)), Part::Points(lines)]
}

/// A text as the beginning of a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
