//! The head of the paper, its purpose, and the page that is read first.

use crate::model::actions::By;
use crate::model::assessment::DutyResult;
use crate::model::brief::{Brief, DAYS_AHEAD, Since};
use crate::model::words::Standing;

use super::super::front;
use super::super::phrases::{self, count};
use super::super::view::{View, group, is_gap};
use super::lapses;
use super::part::{Grid, Line, Part, Run, parts};
use super::references::References;
use super::themes::threats;
use super::wording;

/// How many lapses are told.
const MOST_LAPSES: usize = 8;

/// Title, what it is about, who presents it, and the list of contents.
pub(super) fn title(view: View<'_>) -> Vec<Part> {
    let it = view.assessment;
    let line = |label: &str| Line::strong(format!("{label}: "));
    let mut head = vec![
        Part::Title(format!("{}: the Strategic Policing Requirement", it.force.name)),
        Part::Plain(line("Board and date of meeting").and_gap("name of the board, date, item number")),
        Part::Plain(line("Police and crime plan priority").and_gap("the priority that this paper reports on")),
        Part::Plain(line("Presented by").and_gap("rank or office, and name")),
        Part::Plain(line("Assessed as of").text(format!(
            "{}, on facts stated {}",
            wording::day(it.as_of),
            wording::when(it.stated_on.value)
        ))),
        Part::Plain(line("Marking").text(it.marking.to_string())),
    ];
    if let Some(partial) = it.partial {
        let duties = count(partial.withheld, "duty rests", "duties rest");
        head.push(Part::Plain(Line::strong("Partial: ").text(format!(
            "{duties} on something of a higher marking and what came of it is withheld. This paper cannot be replayed."
        ))));
    }
    head.push(Part::Contents);
    head
}

/// What the paper is for.
pub(super) fn purpose(view: View<'_>) -> Vec<Part> {
    let it = view.assessment;
    let holders = phrases::holders(&it.force.holders);
    let about: Vec<String> = threats(it).iter().map(|row| phrases::bare(&row.title).to_owned()).collect();
    let told = format!(
        "This paper shows the board how far the duties of the {} under the Strategic Policing Requirement (SPR), and under \
         the law and standards beside it, are met in {}, on what evidence, and what is missing.",
        lower(&holders),
        it.force.name
    );
    let covers = match about.as_slice() {
        [] => String::new(),
        about => format!("It takes the national threats one by one: {}. ", phrases::list(about, "and")),
    };
    vec![
        Part::Heading(1, "Purpose of paper".into()),
        Part::Numbered(Line::of(told)),
        Part::Numbered(Line::of(format!(
            "{covers}It was drafted by a tool from a profile of facts and the evidence that they cite. It is an aid to governance \
             and no legal advice. Where the tool cannot know something, a place for the author is marked."
        ))),
    ]
}

/// The answer in words, the gaps that weigh most, how complete and fresh it is, what moved, what lapses next.
pub(super) fn summary(brief: &Brief, view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let it = view.assessment;
    let standings = it.summary.standings;
    let mut all = vec![
        Part::Heading(1, "Summary".into()),
        Part::Numbered(Line::of(format!("As of {}, {}.", wording::day(it.as_of), wording::counts(standings)))),
    ];
    let shown = view.duties().len();
    if view.filter.is_on() {
        all.push(Part::Numbered(Line::of(format!(
            "A filter is on ({}): {} of {} duties are told below. All counts are of every duty.",
            view.filter,
            shown,
            it.duties.len()
        ))));
    }
    let mut grid =
        Grid::new("How many duties stand where", &[("Standing", 26), ("Duties", 14), ("Which means", 60)]).together();
    for standing in Standing::ALL.iter().filter(|standing| standings.of(**standing) > 0) {
        grid.row(vec![
            Line::of(wording::standing(*standing)),
            Line::of(standings.of(*standing).to_string()),
            Line::of(phrases::standing_means(*standing)),
        ]);
    }
    all.push(Part::Grid(grid));
    all.push(Part::Numbered(Line::of(besides(view))));
    all.extend(heaviest(brief, view, references));
    all.extend(parts(vec![front::coverage(brief)], 2));
    all.extend(since(brief));
    all.extend(ahead(brief));
    all
}

/// What moved since the last recorded audit; a board is told nothing of commands.
fn since(brief: &Brief) -> Vec<Part> {
    if matches!(brief.since, Since::NoHistory) {
        let told = Line::of("No earlier audit is on record, so nothing can be said of what moved.");
        return vec![Part::Heading(2, "Since the last audit".into()), Part::Numbered(told)];
    }
    parts(vec![front::since(&brief.since)], 2).into_iter().map(without_command).collect()
}

fn without_command(part: Part) -> Part {
    match part {
        Part::Numbered(line) => match line.0.as_slice() {
            [Run::Text(text)] => {
                let text = text.split_once("; `sprcheck").map_or(text.clone(), |(before, _)| format!("{before}."));
                Part::Numbered(Line::of(text))
            }
            _ => Part::Numbered(line),
        },
        other => other,
    }
}

/// What lapses next, in the order of its dates.
fn ahead(brief: &Brief) -> Vec<Part> {
    let ahead = &brief.ahead;
    let title = format!("The next {DAYS_AHEAD} days, until {}", wording::day(ahead.until));
    let mut all = vec![Part::Heading(2, title)];
    let lapses = lapses::rows(ahead);
    if lapses.is_empty() {
        all.push(Part::Numbered(Line::of("Nothing lapses by the passing of time alone.")));
        all.extend(planned(brief));
        return all;
    }
    let columns = [("From", 20), ("What lapses", 48), ("What falls with it", 48), ("Who sees to it", 28)];
    let mut grid = Grid::new("What lapses next: from when, what, which duties fall with it, who sees to it", &columns);
    for lapse in lapses.iter().take(MOST_LAPSES) {
        let falls = lapse.falls.iter().take(2).map(|falls| {
            Line::of(format!(
                "{}: {} to {}",
                falls.title,
                phrases::word(falls.from.as_str()),
                phrases::word(falls.to.as_str())
            ))
        });
        let mut falls: Vec<Line> = falls.collect();
        match lapse.falls.len() {
            0 => falls.push(Line::of("no duty rests on it alone")),
            1 | 2 => {}
            number => falls.push(Line::of(format!("and {}", count(number - 2, "other duty", "other duties")))),
        }
        grid.tall_row(vec![
            vec![Line::of(wording::day(lapse.date))],
            vec![Line::of(&lapse.what)],
            falls,
            vec![Line::of(lapse.owner)],
        ]);
    }
    all.push(Part::Grid(grid));
    if lapses.len() > MOST_LAPSES {
        let more = lapses.len() - MOST_LAPSES;
        all.push(Part::Numbered(Line::of(format!(
            "{} in that time.",
            count(more, "more thing lapses", "more things lapse")
        ))));
    }
    all.extend(planned(brief));
    all
}

/// How many actions of the plan are overdue, and due in that time; nothing where there are none.
fn planned(brief: &Brief) -> Option<Part> {
    let actions = &brief.actions.as_ref()?.actions;
    let overdue = actions.iter().filter(|action| matches!(action.by, By::OverdueSince(_))).count();
    let due = actions.iter().filter(|action| matches!(action.by, By::Due(day) if day <= brief.ahead.until)).count();
    let is = |number: usize| if number == 1 { "is" } else { "are" };
    let plan = |number: usize| format!("{} of the plan {}", count(number, "action", "actions"), is(number));
    let told = match (overdue, due) {
        (0, 0) => return None,
        (overdue, 0) => format!("{} overdue already.", plan(overdue)),
        (0, due) => format!("{} due in that time.", plan(due)),
        (overdue, due) => format!("{} overdue already and {due} {} due in that time.", plan(overdue), is(due)),
    };
    Some(Part::Numbered(Line::of(told)))
}

/// What is counted apart.
fn besides(view: View<'_>) -> String {
    let summary = &view.assessment.summary;
    let mut told = vec![count(summary.duties, "duty was looked at", "duties were looked at")];
    if summary.apparent_breaches > 0 {
        told.push(count(summary.apparent_breaches, "has an apparent breach of law", "have an apparent breach of law"));
    }
    if summary.could_not_be_read > 0 {
        told.push(count(
            summary.could_not_be_read,
            "could not be judged because its text is not to be had",
            "could not be judged because their texts are not to be had",
        ));
    }
    if summary.context > 0 {
        told.push(count(
            summary.context,
            "is owed by other bodies only and counted nowhere",
            "are owed by other bodies only and counted nowhere",
        ));
    }
    if summary.errors > 0 {
        told.push(count(
            summary.errors,
            "could not be judged because its rule failed",
            "could not be judged because their rules failed",
        ));
    }
    format!("{}.", phrases::list(&told, "and"))
}

fn heaviest(brief: &Brief, view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let mut all = vec![Part::Heading(2, "The gaps that weigh most".into())];
    let duties: Vec<&DutyResult> = brief.heaviest.iter().filter_map(|id| brief.duty(id)).collect();
    if duties.is_empty() {
        let told = match brief.assessment.summary.standings.of(Standing::Gap) {
            0 => phrases::no_gap(&brief.assessment),
            _ => "Every gap only follows from others that are not of this force.",
        };
        all.push(Part::Numbered(Line::of(told)));
        return all;
    }
    let columns = [("Gap", 34), ("What is not met", 42), ("Weight and binding", 24), ("Evidence", 18)];
    let mut grid = Grid::new("The gaps that weigh most", &columns);
    for duty in duties {
        let groups = group(duty.requirements.iter().filter(|pair| !pair.history && is_gap(pair)));
        let first = groups.first();
        let what = first.map_or_else(|| wording::reason(&duty.reason), |first| first.says(&first.first.states));
        let more = match groups.len() {
            0 | 1 => String::new(),
            many => format!(" (and {})", count(many - 1, "other part", "other parts")),
        };
        let breach = if duty.apparent_breach { "; an apparent breach" } else { "" };
        grid.row(vec![
            Line::of(format!("✗ {}", duty.title)),
            Line::of(format!("{what}{more}")),
            Line::of(format!("{} of 5; {}{breach}", duty.weight.value, phrases::word(duty.binding.as_str()))),
            first.map_or_else(Line::default, |first| references.grounds(first.pairs.iter().copied())),
        ]);
    }
    all.push(Part::Grid(grid));
    if view.assessment.summary.standings.gap > brief.heaviest.len() {
        all.push(Part::Numbered(Line::of("All gaps are told under “Gaps”, with what would close them.")));
    }
    all
}

/// Offices as they stand within a sentence.
pub(super) fn lower(text: &str) -> String {
    text.replace("Chief officer", "chief officer")
        .replace("Police and crime commissioner", "police and crime commissioner")
}
