//! What the board is to act on: gaps with what would close them, departures, next steps, the decision asked, the authors.

use crate::model::actions::{Actions, By};
use crate::model::assessment::{DepartureResult, DutyResult};
use crate::model::brief::Brief;
use crate::model::words::Standing;

use super::super::phrases::{self, count};
use super::super::view::{Group, View, group, is_not_judged};
use super::part::{Grid, Line, Part};
use super::references::References;
use super::theme::failing;
use super::wording;

/// How many gaps are told in full.
const MOST_GAPS: usize = 30;
/// How many parts of a gap are told.
const MOST_PARTS: usize = 4;
/// How many actions and posts are told.
const MOST_STEPS: usize = 8;
/// How much of what an action wants is told.
const MOST_WANTED: usize = 2;

/// Every gap: why, and what would close it.
pub(super) fn gaps(view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let mut all = vec![Part::Heading(1, "Gaps".into())];
    let duties: Vec<&DutyResult> = view.gaps().into_iter().map(|story| story.duty).collect();
    if duties.is_empty() {
        all.push(Part::Numbered(Line::of(phrases::no_gap(view.assessment))));
        return all;
    }
    let number = count(duties.len(), "duty has a gap", "duties have gaps");
    all.push(Part::Numbered(Line::of(format!(
        "{number}. The remedy is what the rule set names; whether it is agreed, by whom and for when is the board's to settle."
    ))));
    let columns = [("Gap", 30), ("Why", 44), ("What would close it", 34)];
    let mut grid = Grid::new("The gaps, why each is one, and what would close it", &columns);
    for duty in duties.iter().take(MOST_GAPS) {
        grid.tall_row(row(duty, references));
    }
    all.push(Part::Grid(grid));
    if duties.len() > MOST_GAPS {
        let more = count(duties.len() - MOST_GAPS, "further gap is", "further gaps are");
        all.push(Part::Numbered(Line::of(format!("{more} named in Appendix A; the action plan tells each in full."))));
    }
    all.push(Part::Numbered(Line::gap("what the force says to these gaps, and which of them it disputes")));
    all
}

fn row(duty: &DutyResult, references: &References<'_>) -> Vec<Vec<Line>> {
    let groups = group(failing(duty));
    let breach = if duty.apparent_breach { "; an apparent breach" } else { "" };
    let binding = phrases::word(duty.binding.as_str());
    let mut name = vec![
        Line::strong(format!("✗ {}", duty.title)),
        Line::of(format!("{binding}, weight {} of 5{breach}", duty.weight.value)),
    ];
    if !duty.follows_from.is_empty() {
        name.push(Line::of("It only follows from other gaps."));
    }
    let mut why: Vec<Line> = groups.iter().take(MOST_PARTS).flat_map(|group| part(duty, group, references)).collect();
    if why.is_empty() {
        why.push(Line::of(wording::reason(&duty.reason)));
    }
    if groups.len() > MOST_PARTS {
        why.push(Line::of(format!("and {}", count(groups.len() - MOST_PARTS, "other part", "other parts"))));
    }
    let mut remedies: Vec<String> = Vec::new();
    for group in groups.iter().take(MOST_PARTS) {
        let remedy = phrases::remedy(&group.says(&group.first.remedy));
        if !remedies.contains(&remedy) {
            remedies.push(remedy);
        }
    }
    let mut close: Vec<Line> = remedies.into_iter().map(Line::of).collect();
    let due = groups.iter().filter_map(|group| group.first.due).min();
    let due = due.map_or_else(String::new, |day| format!("; due {}", wording::day(day)));
    close.push(Line::strong(format!("{}{due}", phrases::owed_by(duty))));
    vec![name, why, close]
}

fn part(duty: &DutyResult, group: &Group<'_>, references: &References<'_>) -> Vec<Line> {
    let first = group.first;
    let states = group.says(&first.states);
    let reason = wording::reason(&group.says(&first.reason));
    let fails = wording::failure(duty.binding, std::iter::empty());
    let told = Line::of(format!("{fails}: {states}. Found: {reason} "));
    vec![told.then(references.grounds(group.pairs.iter().copied()))]
}

/// Every departure, in effect or not, with its reason.
pub(super) fn departures(view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let mut all = vec![Part::Heading(1, "Departures".into())];
    let departures = view.departures();
    if departures.is_empty() && view.assessment.partial.is_some() {
        all.push(Part::Numbered(Line::of("No departure is told in this paper.")));
        return all;
    }
    if departures.is_empty() {
        all.push(Part::Numbered(Line::of(
            "No departure from the SPR or from a standard is recorded in the profile. A departure for good reason has to be decided by whoever \
             owes the duty, and recorded with its reason and its last day.",
        )));
        return all;
    }
    let number = count(departures.len(), "departure is recorded.", "departures are recorded.");
    all.push(Part::Numbered(Line::of(format!(
        "{number} A departure explains a gap where the law lets it, and never hides one."
    ))));
    let columns = [("Departure", 34), ("Reason", 44), ("Decided", 30)];
    let mut grid = Grid::new("Departures: from what, why, decided by whom and until when", &columns);
    for departure in departures {
        grid.tall_row(departure_row(departure, view, references));
    }
    all.push(Part::Grid(grid));
    all
}

fn departure_row(departure: &DepartureResult, view: View<'_>, references: &References<'_>) -> Vec<Vec<Line>> {
    let duty = view.assessment.duties.iter().find(|duty| duty.id == departure.duty);
    let title = duty.map_or_else(|| departure.duty.to_string(), |duty| duty.title.clone());
    let states = duty.into_iter().flat_map(|duty| &duty.requirements).filter(|pair| {
        departure.requirements.contains(&pair.id)
            && (departure.subjects.is_empty()
                || pair.subject.as_ref().is_some_and(|subject| departure.subjects.contains(subject)))
    });
    let mut from = vec![Line::strong(title)];
    from.extend(states.take(MOST_PARTS).map(|pair| Line::of(pair.states.clone())));
    let effect = if departure.in_effect { "→ in effect" } else { "✗ sets nothing aside" };
    from.push(Line::of(format!("{effect}: {}", departure.state)));
    let who = match phrases::holders(&departure.decided_by) {
        nobody if nobody.is_empty() => "nobody named".to_owned(),
        who => who,
    };
    let on = departure.decided_on.map_or_else(|| "on no stated date".to_owned(), wording::when);
    let until = departure
        .until
        .map_or_else(|| "no last day is recorded".to_owned(), |date| format!("until {}", wording::date(date)));
    let reason = departure.reason.clone().unwrap_or_else(|| "none is recorded".to_owned());
    let cited = references.cited(&departure.cites);
    let space = if cited.0.is_empty() { "" } else { " " };
    vec![from, vec![Line::of(format!("{reason}{space}")).then(cited)], vec![Line::of(format!("{who}, {on}; {until}"))]]
}

/// What to do first, and who is to be asked.
pub(super) fn next_steps(brief: &Brief) -> Vec<Part> {
    let mut all = vec![Part::Heading(1, "Next steps".into())];
    match brief.actions.as_ref().filter(|actions| !actions.actions.is_empty()) {
        Some(actions) => all.extend(steps(actions, brief)),
        None if brief.actions.is_some() => all.push(Part::Numbered(Line::of(match brief.assessment.partial {
            Some(partial) if partial.withheld > 0 => {
                "No action is among what is told; what is withheld may call for some."
            }
            _ => "No action was found that would settle anything which is open.",
        }))),
        None => {}
    }
    all.push(Part::Numbered(Line::gap("the steps that were agreed, each with its owner and its date")));
    all
}

/// For how many open duties no action was found; what is not judged is not open.
fn not_settled(actions: &Actions, brief: &Brief) -> usize {
    let is_judged = |id| brief.duty(id).is_none_or(|duty| !duty.context && !is_not_judged(duty));
    actions.not_settled.iter().filter(|one| is_judged(&one.id)).count()
}

fn steps(actions: &Actions, brief: &Brief) -> Vec<Part> {
    let all_of = count(actions.actions.len(), "action is open", "actions are open");
    let settles = count(actions.settled.duties, "duty", "duties");
    let none = match not_settled(actions, brief) {
        0 => String::new(),
        number => format!(" For {} no action was found.", count(number, "other duty", "other duties")),
    };
    let lead = format!(
        "{all_of} that together would settle {settles} now gaps, unproven or not assessed.{none} Nothing is to be stated \
         because it would settle something: whether it is so is for those who are asked."
    );
    let mut parts = vec![Part::Numbered(Line::of(lead)), Part::Heading(2, "What to do first".into())];
    let columns = [("No.", 8), ("Who is asked", 34), ("What would have to be true", 66)];
    let mut grid = Grid::new("The first actions: who is asked, for what, by when", &columns);
    for action in actions.actions.iter().take(MOST_STEPS) {
        let mut wanted: Vec<Line> = Vec::new();
        for want in &action.wanted {
            let line = wanted_line(&want.states, &want.subjects);
            if !wanted.iter().any(|other| other.0 == line.0) {
                wanted.push(line);
            }
        }
        let more = wanted.len().saturating_sub(MOST_WANTED);
        wanted.truncate(MOST_WANTED);
        if more > 0 {
            wanted.push(Line::of(format!("and {more} more")));
        }
        grid.tall_row(vec![
            vec![Line::of(action.number.to_string())],
            [Line::of(&action.owner)].into_iter().chain(by(action.by).map(Line::of)).collect(),
            wanted,
        ]);
    }
    parts.push(Part::Grid(grid));
    parts.push(Part::Heading(2, "Who is to be asked".into()));
    let posts = actions.posts.iter().take(MOST_STEPS).map(|post| {
        let duties = count(post.serves.duties, "duty", "duties");
        let first: Vec<String> = post.actions.iter().take(MOST_WANTED).map(ToString::to_string).collect();
        let more = if post.actions.len() > MOST_WANTED { " and others" } else { "" };
        let action = if post.actions.len() == 1 { "action" } else { "actions" };
        Line::of(format!(
            "{}: {duties} cannot be settled without this post ({action} {}{more})",
            post.owner,
            first.join(", ")
        ))
    });
    let posts: Vec<Line> = posts.collect();
    let rest = match actions.posts.len().saturating_sub(MOST_STEPS) {
        0 => String::new(),
        number => format!(" {} in the action plan.", count(number, "further post is", "further posts are")),
    };
    parts.push(Part::Numbered(Line::of(format!("Those on whom the most depends first.{rest}"))));
    parts.push(Part::Points(posts));
    parts
}

fn wanted_line(states: &str, subjects: &[String]) -> Line {
    let named = |subject: &String| states.contains(subject.as_str());
    match subjects {
        [] => Line::of(states),
        [one] if named(one) => Line::of(states),
        several if several.len() > 3 => Line::of(format!("{states} (for each of {})", several.len())),
        several => Line::of(format!("{states} ({})", phrases::list(several, "and"))),
    }
}

/// By when, where something sets a date.
fn by(by: By) -> Option<String> {
    let told = match by {
        By::OverdueSince(day) => format!("overdue since {}", wording::day(day)),
        By::Due(day) => wording::day(day),
        By::Lapses(day) => format!("before it lapses after {}", wording::day(day)),
        By::NoDate => return None,
    };
    Some(told)
}

/// What the board is asked, and who signs.
pub(super) fn decision(view: View<'_>) -> Vec<Part> {
    let standings = view.assessment.summary.standings;
    let mut asked = vec![Line::of("note the contents of this report.")];
    if standings.of(Standing::Gap) > 0 {
        asked.push(
            Line::of(format!("note {} and agree, for each, an owner and a date", count(standings.gap, "gap", "gaps")))
                .text(": ")
                .and_gap("proposed owners and dates"),
        );
    }
    if standings.of(Standing::Unassessed) > 0 {
        let told = match standings.unassessed {
            1 => "the duty that could not be assessed is told next time, if it can be".to_owned(),
            number => format!("as many as can be of the {number} duties that could not be assessed are told next time"),
        };
        asked.push(Line::of(format!("ask those named under “Next steps” for what is missing, so that {told}.")));
    }
    if view.assessment.departures.iter().any(|departure| departure.in_effect) {
        asked.push(Line::of("note the departures and their reasons."));
    }
    asked.push(Line::gap("any other decision that is asked of the board"));
    vec![
        Part::Heading(1, "Decision asked".into()),
        Part::Numbered(Line::of("The board is asked to:")),
        Part::Points(asked),
        Part::Plain(Line::strong("Author(s): ").and_gap("rank or office, and name")),
        Part::Plain(Line::strong("Job title: ").and_gap("job title and portfolio")),
    ]
}
