//! The timeline as blocks: what falls first, then what else moves, then what was not looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dates::Day;
use crate::model::forecast::{Cause, Change, Course, Forecast, Interval, RollUpMove, Turn};
use crate::report::block::{Block, Fields, Table};
use crate::report::phrases::{self, CLOSING, code, count};

use super::words;

/// How many duties are named under one cause.
const MOST_DUTIES: usize = 12;
/// How many points a list has.
const MOST_POINTS: usize = 15;
/// How many stretches are shown.
const MOST_INTERVALS: usize = 20;

/// The whole report.
pub(super) fn of(forecast: &Forecast) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(format!("{}: what lies ahead if nobody acts", forecast.force_name)),
        Block::Text(answer(forecast)),
    ];
    let section = |title: &str, body: Vec<Block>| (!body.is_empty()).then(|| Block::Section(title.into(), body));
    blocks.extend(section("What falls, date by date", timeline(forecast)));
    blocks.extend(section("Who is to act", owners(forecast)));
    blocks.extend(section("Assurance that changes", points(assurance(forecast))));
    blocks.extend(section("What improves by itself", points(others(forecast, &[Course::Improves]))));
    blocks.extend(section("What else changes", points(others(forecast, &[Course::Within, Course::Other]))));
    blocks.extend(section("Evidence that lapses while no duty changes", evidence(forecast)));
    blocks.extend(section("How many duties stand where", intervals(&forecast.intervals)));
    blocks.push(Block::Section("How this was found".into(), vec![head(forecast)]));
    blocks.push(Block::Section("What was not foreseen".into(), vec![Block::List(limits())]));
    blocks.push(Block::Section("Note".into(), vec![Block::Text(CLOSING.into())]));
    blocks
}

/// The answer in a sentence or two.
fn answer(forecast: &Forecast) -> String {
    let (from, until) = (forecast.as_of, forecast.until);
    let (falls, first) = forecast.going(Course::Falls);
    let (begins, first_begins) = forecast.going(Course::Begins);
    let mut told = match first {
        None => format!("No duty falls between {from} and {until} by the passing of time alone."),
        Some(day) => {
            let fall = if falls == 1 { "falls" } else { "fall" };
            let duties = count(falls, "duty", "duties");
            format!("{duties} {fall} between {from} and {until} if nobody acts; the first on {day}.")
        }
    };
    if let Some(day) = first_begins {
        let (comes, is) = if begins == 1 { ("comes", "is") } else { ("come", "are") };
        let more = if falls > 0 { "more " } else { "" };
        let duties = count(begins, &format!("{more}duty"), &format!("{more}duties"));
        told.push_str(&format!(
            " {duties} {comes} to be due or in force and {is} not satisfied then; the first on {day}."
        ));
    }
    told
}

fn head(forecast: &Forecast) -> Block {
    let work = forecast.work;
    let looked = count(work.days_looked_at, "day", "days");
    let rule_sets = forecast.rule_sets.iter().map(|set| format!("{} {}", set.name, set.version));
    let judged = match work.days_looked_at {
        0 => "nothing can change by the passing of time alone, so no duty was judged again".into(),
        _ => format!(
            "{} on the {looked} on which something may turn ({} without any change); {} more to tell the causes apart",
            count(work.judged, "judging", "judgings"),
            work.days_without_change,
            work.judged_for_causes
        ),
    };
    Fields::new()
        .with("From", forecast.as_of.to_string())
        .with("Until", forecast.until.to_string())
        .with("Duties", forecast.duties.len().to_string())
        .with("Rule set", rule_sets.collect::<Vec<_>>().join(", "))
        .with("Judged again", judged)
        .with("Marking", forecast.marking.to_string())
        .block()
}

/// The changes of a date with the same causes.
type Group<'f> = (Vec<&'f Change>, bool);

/// The changes of a date that go one of some ways, by what causes them; what moves most of them first.
fn groups<'f>(turn: &'f Turn, goes: &dyn Fn(Course) -> bool) -> Vec<(&'f [Cause], Group<'f>)> {
    let mut groups: BTreeMap<&[Cause], Group<'f>> = BTreeMap::new();
    for change in turn.changes.iter().filter(|change| goes(change.course)) {
        let group = groups.entry(&change.causes).or_default();
        group.0.push(change);
        group.1 |= change.together;
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (changes, _))| std::cmp::Reverse(changes.len()));
    groups
}

fn timeline(forecast: &Forecast) -> Vec<Block> {
    let mut items = Vec::new();
    for turn in &forecast.dates {
        for (causes, (changes, together)) in groups(turn, &Course::is_lapse) {
            let cause = causes.iter().map(|cause| words::cause(cause, turn.date));
            let owners: BTreeSet<String> = causes.iter().map(words::owner).collect();
            let label = if together { "Only together" } else { "Cause" };
            let lines = |course: Course| lines(forecast, &changes, course);
            let fields = Fields::new()
                .with_all(label, cause)
                .with("To act", owners.into_iter().collect::<Vec<_>>().join("; "))
                .with_all("Falls", lines(Course::Falls))
                .with_all("Begins", lines(Course::Begins));
            let title = format!("{}: {}", turn.date, count(changes.len(), "duty", "duties"));
            items.push(Block::Item(title, vec![fields.block()]));
        }
    }
    items
}

/// The duties that go one way, each with where it goes; the first few of many.
fn lines(forecast: &Forecast, changes: &[&Change], course: Course) -> Vec<String> {
    let mut going: Vec<_> = changes
        .iter()
        .filter(|change| change.course == course)
        .filter_map(|change| Some((forecast.duty(&change.duty)?, *change)))
        .collect();
    going.sort_by(|(a, _), (b, _)| b.weight.cmp(&a.weight).then(a.binding.cmp(&b.binding)).then(a.id.cmp(&b.id)));
    let all = going.len();
    let shown = if all > MOST_DUTIES + 1 { MOST_DUTIES } else { all };
    let told = going.iter().take(shown);
    let mut told: Vec<String> =
        told.map(|(duty, change)| format!("{}: {}", words::course(change), words::duty(duty))).collect();
    if shown < all {
        told.push(format!("and {} more, all named in the JSON and the CSV", all - shown));
    }
    told
}

/// What somebody has to see to: the first date, what lapses and when, and the duties that go with it.
type ToSeeTo<'f> = (Day, BTreeSet<(Day, &'f str)>, BTreeSet<&'f str>);

/// Who has how much to see to, by the first date.
fn owners(forecast: &Forecast) -> Vec<Block> {
    let mut owners: BTreeMap<String, ToSeeTo<'_>> = BTreeMap::new();
    for (day, change) in forecast.changes().filter(|(_, change)| change.course.is_lapse()) {
        for cause in &change.causes {
            let (_, things, duties) =
                owners.entry(words::owner(cause)).or_insert_with(|| (day, BTreeSet::new(), BTreeSet::new()));
            things.insert((day, &cause.name));
            duties.insert(change.duty.as_str());
        }
    }
    let mut rows: Vec<_> = owners.into_iter().collect();
    rows.sort_by(|(a, (first, ..)), (b, (other, ..))| first.cmp(other).then(a.cmp(b)));
    let row = |(owner, (first, things, duties)): (String, ToSeeTo<'_>)| {
        vec![first.to_string(), things.len().to_string(), duties.len().to_string(), owner]
    };
    let rows: Vec<Vec<String>> = rows.into_iter().map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(Table { columns: vec!["First", "Causes", "Duties", "Who"], rows })]
}

/// Changes that nobody has to act on lest they come, a line for each date and cause.
fn others(forecast: &Forecast, courses: &[Course]) -> Vec<String> {
    let mut told = Vec::new();
    for turn in &forecast.dates {
        for (causes, (changes, _)) in groups(turn, &|course| courses.contains(&course)) {
            let cause: Vec<String> = causes.iter().map(|cause| words::short_cause(cause, turn.date)).collect();
            let mut ways: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for change in changes {
                ways.entry(words::course(change)).or_default().push(code(&change.duty));
            }
            let ways: Vec<String> = ways.into_iter().map(|(way, duties)| format!("{way}: {}", few(&duties))).collect();
            told.push(format!("{}: {}; {}", turn.date, ways.join("; "), cause.join("; ")));
        }
    }
    told
}

fn few(duties: &[String]) -> String {
    let shown = if duties.len() > MOST_DUTIES + 1 { MOST_DUTIES } else { duties.len() };
    let named: Vec<String> = duties.iter().take(shown).cloned().collect();
    match duties.len() - shown {
        0 => named.join(", "),
        rest => format!("{} and {rest} more", named.join(", ")),
    }
}

fn assurance(forecast: &Forecast) -> Vec<String> {
    let moved = |moved: &RollUpMove| {
        let word = |row: &Option<crate::model::forecast::RollUp>| row.as_ref().map(|row| row.row.assurance);
        let (was, is) = (word(&moved.from), word(&moved.to));
        let row = moved.to.as_ref().or(moved.from.as_ref())?;
        let told = |word: Option<_>| word.map_or_else(|| "no row".to_owned(), phrases::assurance);
        let set = if forecast.rule_sets.len() > 1 { format!(" ({})", row.rule_set) } else { String::new() };
        (was != is).then(|| {
            let why = moved.to.as_ref().map_or_else(String::new, |to| format!(": {}", to.row.reason));
            format!("{} {}{set}: {} to {}{why}", row.by, row.row.title, told(was), told(is))
        })
    };
    let of = |turn: &Turn| {
        let date = turn.date;
        turn.assurance.iter().filter_map(moved).map(move |told| format!("{date}: {told}")).collect::<Vec<_>>()
    };
    forecast.dates.iter().flat_map(of).collect()
}

fn evidence(forecast: &Forecast) -> Vec<Block> {
    let lapses = forecast.dates.iter().flat_map(|turn| turn.evidence.iter().map(|moved| (turn.date, moved)));
    let idle = lapses.filter(|(_, moved)| moved.was_current && !moved.matters);
    let told: Vec<String> = idle.map(|(date, moved)| words::evidence(moved, date)).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let text = "Nothing rests on these alone: something else shows the same, or what they show did not count before.";
    std::iter::once(Block::Text(text.into())).chain(points(told)).collect()
}

fn points(told: Vec<String>) -> Vec<Block> {
    if told.is_empty() {
        return Vec::new();
    }
    let all = told.len();
    let shown = if all > MOST_POINTS + 1 { MOST_POINTS } else { all };
    let mut told: Vec<String> = told.into_iter().take(shown).collect();
    if shown < all {
        told.push(format!("and {} more, all in the JSON", all - shown));
    }
    vec![Block::List(told)]
}

fn intervals(intervals: &[Interval]) -> Vec<Block> {
    // Stretches that follow each other with the same counts are one to a reader.
    let mut stretches: Vec<Interval> = Vec::new();
    for interval in intervals {
        match stretches.last_mut().filter(|last| last.standings == interval.standings) {
            Some(last) => last.until = interval.until,
            None => stretches.push(interval.clone()),
        }
    }
    let all = stretches.len();
    let shown = if all > MOST_INTERVALS + 1 { MOST_INTERVALS } else { all };
    let row = |interval: &Interval| {
        let counts = interval.standings;
        let numbers = [
            counts.satisfied,
            counts.departed,
            counts.unproven,
            counts.gap,
            counts.unassessed,
            counts.not_applicable,
            counts.not_yet_due,
        ];
        let dates = [interval.from.to_string(), interval.until.to_string()];
        dates.into_iter().chain(numbers.iter().map(ToString::to_string)).collect()
    };
    let rows = stretches.iter().take(shown).map(row).collect();
    let columns = vec!["From", "Until", "✓", "→", "◐", "✗", "?", "–", "…"];
    let legend = "✓ satisfied, → departed, ◐ unproven, ✗ gap, ? unassessed, – not applicable, … not yet due; duties that \
        only others owe and those that could not be read are left out.";
    let mut blocks = vec![Block::Table(Table { columns, rows }), Block::Text(legend.into())];
    if shown < all {
        blocks.push(Block::Text(format!("{} more stretches are in the JSON.", all - shown)));
    }
    blocks
}

fn limits() -> Vec<String> {
    let told = [
        "facts stay as the profile states them; nothing is added, renewed or corrected",
        "nothing is known of decisions to come: no departure, no withdrawal and no planned event that the profile does not date",
        "the law is as the rule sets have it; an instrument or a change of the law that they do not date is not foreseen",
        "for each date the answer is what an audit of this profile as of that date would say",
    ];
    told.iter().map(|told| (*told).to_owned()).collect()
}
