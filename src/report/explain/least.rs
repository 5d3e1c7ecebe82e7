//! The least that would make a duty met: what would have to be true, what would have to show it, and how that was found.

use crate::model::assessment::Assessment;
use crate::model::counterfactual::{Asked, Counterfactual, Found, Kind, Least, ToBe, Way, What};
use crate::model::words::Standing;

use super::super::block::{Block, Fields};
use super::super::phrases::{self, code, count, list, names};

/// Up to how many facts each is told in full; more are told by who usually holds them.
const IN_FULL: usize = 4;
/// How many of a post's facts are told where the JSON has them all.
const SHOWN: usize = 12;
/// How many members of a list are named.
const NAMED: usize = 6;

/// What would make it met.
pub(super) fn section(least: &Counterfactual, assessment: &Assessment) -> Block {
    let mut blocks = Vec::new();
    let already = least.met.found == Found::Already;
    if already {
        blocks.push(Block::Text("It is met already, by what the profile says. What it lacks is proof.".into()));
    } else {
        blocks.extend(told(&least.met, "met"));
    }
    if already || !least.met.ways.iter().all(|way| way.standing == Standing::Satisfied) || least.met.ways.is_empty() {
        // Where nothing makes it met, nothing makes it satisfied either.
        if least.met.found != Found::None {
            blocks.extend(told(&least.satisfied, "satisfied"));
        }
    }
    if !least.rests_on.is_empty() {
        let rests = names(&least.rests_on);
        blocks.push(Block::Text(format!(
            "It also rests on {rests}, not satisfied at present. That was taken as it is, and not looked for a way to change."
        )));
    }
    blocks.push(Block::Text(work(least, assessment)));
    Block::Section("The least that would make it met".into(), blocks)
}

fn told(least: &Least, goal: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Text(answer(least, goal))];
    for (number, way) in least.ways.iter().enumerate() {
        let only = least.ways.len() == 1;
        blocks.extend(self::way(way, if only { None } else { Some(number + 1) }));
    }
    if least.further > 0 {
        blocks.push(Block::Text(format!(
            "{} found.",
            count(least.further, "more way of as few facts was", "more ways of as few facts were")
        )));
    }
    blocks
}

fn answer(least: &Least, goal: &str) -> String {
    let ways = least.ways.len();
    let number = least.ways.first().map_or(0, |way| way.number);
    let then = if goal == "met" { "met" } else { "satisfied: met, and shown by evidence" };
    let no_few = if least.at_least > 3 {
        let most = least.at_least;
        format!(
            "No change of one or two facts makes it {goal}: at least {most} have to be otherwise, since so many parts of it rest on facts that \
             they do not share."
        )
    } else {
        format!("No change of one or two facts makes it {goal}.")
    };
    let cut = if least.cut { " The search was cut at its bound, so that there may be less." } else { "" };
    match (least.found, number) {
        (Found::Already, _) => format!("It is {goal} already."),
        (Found::Least, 1) if ways == 1 => format!("One fact would make it {then}:"),
        (Found::Least, 1) => format!("One fact would make it {then}. Any one of these does:"),
        (Found::Least, _) if ways == 1 => format!("No one fact makes it {goal}; two together would make it {then}:{cut}"),
        (Found::Least, _) => {
            format!("No one fact makes it {goal}; two together would make it {then}. Each of these {ways} ways does:{cut}")
        }
        (Found::Together, number) => {
            let whole = least.ways.iter().all(|way| way.none_left_out);
            let needed = if whole { ", and none of them can be left out" } else { "; whether fewer would do was not found out" };
            format!("{no_few} These {number} together would make it {then}{needed}:{cut}")
        }
        (Found::None, _) => {
            let blocked = if least.blocked.is_empty() {
                "Nor was anything else found that does.".to_owned()
            } else {
                format!("Nothing was found that the profile could state to make {} so.", names(&least.blocked))
            };
            format!("{no_few} {blocked}{cut}")
        }
    }
}

fn way(way: &Way, number: Option<usize>) -> Vec<Block> {
    let mut blocks: Vec<Block> = if way.facts.len() <= IN_FULL {
        way.facts.iter().map(fact).collect()
    } else {
        by_holder(way)
    };
    let support = way.support.map_or_else(String::new, |support| format!(", {support}"));
    let also = match way.also.len() {
        0 => String::new(),
        some => format!("; {} otherwise then too", count(some, "other duty comes out", "other duties come out")),
    };
    let then = format!(
        "{} ({}{support}{also})",
        phrases::standing(way.standing),
        phrases::word(way.verdict.as_str()),
    );
    blocks.push(Fields::new().with("Then", then).block());
    match number {
        None => blocks,
        Some(number) => vec![Block::Item(format!("Way {number}"), blocks)],
    }
}

/// A fact in full.
fn fact(fact: &ToBe) -> Block {
    let parts = match &fact.what {
        What::Entry { parts } => {
            parts.iter().map(|part| format!("{}, for example {}", phrases::sought(&part.means, &part.path), part.example)).collect()
        }
        _ => Vec::new(),
    };
    let stands = if fact.now.is_some() { "Stands at" } else { "Would stand" };
    let fields = Fields::new()
        .with("Means", fact.means.clone())
        .with("Now", fact.now.clone().unwrap_or_else(|| "not stated".into()))
        .with_all("With", parts)
        .with_all("Rule", asked(&fact.asked))
        .with_all("Shown by", fact.shown_by.iter().map(|kinds| self::kinds(kinds)))
        .with("Held by", fact.held_by.clone())
        .with(stands, code(&fact.at));
    Block::Item(format!("{}: {}", code(&fact.path), what(&fact.what)), vec![fields.block()])
}

/// Facts in short, by who usually holds them; those that differ in their subject alone in a line.
fn by_holder(way: &Way) -> Vec<Block> {
    let mut holders: Vec<(&str, Vec<(String, String, usize)>)> = Vec::new();
    for fact in &way.facts {
        let means = if fact.means.is_empty() { String::new() } else { format!(" ({})", fact.means) };
        let shown: Vec<String> = fact.shown_by.iter().map(|kinds| self::kinds(kinds)).collect();
        let shown = if shown.is_empty() { String::new() } else { format!("; shown by {}", list(&shown, "and by")) };
        let told = format!("{}{means}{shown}", what(&fact.what));
        let held = match holders.iter_mut().find(|(holder, _)| *holder == fact.held_by) {
            Some((_, held)) => held,
            None => {
                holders.push((&fact.held_by, Vec::new()));
                let Some((_, held)) = holders.last_mut() else { continue };
                held
            }
        };
        match held.iter_mut().find(|(_, other, _)| *other == told) {
            Some((_, _, more)) => *more += 1,
            None => held.push((fact.path.clone(), told, 0)),
        }
    }
    let item = |(holder, held): (&str, Vec<(String, String, usize)>)| {
        let name = if holder.is_empty() { "Nobody in particular" } else { holder };
        let rest = held.len().saturating_sub(SHOWN);
        let line = |(path, told, more): &(String, String, usize)| {
            let alike = match more {
                0 => String::new(),
                more => format!(" and {} like it", count(*more, "fact", "facts")),
            };
            format!("{}{alike}: {told}", code(path))
        };
        let mut lines: Vec<String> = held.iter().take(SHOWN).map(line).collect();
        if rest > 0 {
            lines.push(format!("and {}, all in the JSON", count(rest, "more", "more")));
        }
        Block::Item(name.to_owned(), vec![Block::List(lines)])
    };
    holders.into_iter().map(item).collect()
}

fn kinds(kinds: &[Kind]) -> String {
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.title.as_str()).collect();
    if titles.len() > 1 { format!("any of: {}", titles.join("; ")) } else { titles.concat() }
}

/// What a fact has to pass in the rule, for each requirement that asks for it.
fn asked(asked: &[Asked]) -> Vec<String> {
    let line = |asked: &Asked| match &asked.passes {
        Some(passes) => format!("{} ({} for {})", code(passes), code(&asked.at), code(&asked.requirement)),
        None => format!("{} for {}", code(&asked.at), code(&asked.requirement)),
    };
    asked.iter().map(line).collect()
}

/// What a fact would have to be.
fn what(what: &What) -> String {
    match what {
        What::AsItIs => "as it is, shown by evidence".into(),
        What::Confirmed => "as it is, confirmed on the as-of date and shown by evidence".into(),
        What::OneOf { values, all } => one_of(values, *all),
        What::Date { earliest, latest, bounded, example } => match (earliest, latest) {
            (Some(earliest), Some(latest)) if earliest == latest => format!("the date {earliest}"),
            (Some(earliest), Some(latest)) => format!("a date from {earliest} to {latest}"),
            (Some(earliest), None) => format!("a date on or after {earliest}"),
            (None, Some(latest)) => format!("a date on or before {latest}"),
            (None, None) if *bounded => "a date; any that was tried does".into(),
            (None, None) => format!("a date, for example {example}"),
        },
        What::Number { least, most, bounded, example, unit } => {
            let unit = unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
            match (least, most) {
                (Some(least), Some(most)) if least == most => format!("{least}{unit}"),
                (Some(least), Some(most)) => format!("from {least} to {most}{unit}"),
                (Some(least), None) => format!("{least}{unit} or more"),
                (None, Some(most)) => format!("{most}{unit} or fewer"),
                (None, None) if *bounded => "a number; any that was tried does".into(),
                (None, None) => format!("a number, for example {example}{unit}"),
            }
        }
        What::Absent => "does not exist, said on record (none)".into(),
        What::Complete { members } if members.is_empty() => "complete: there are none".into(),
        What::Complete { members } => format!("complete: there are no others than {}", few(members)),
        What::List { values } if values.is_empty() => "complete, and empty".into(),
        What::List { values } => format!("complete, for example with {}", few(values)),
        What::Entry { parts } if parts.is_empty() => "an entry, which the profile does not have".into(),
        What::Entry { .. } => "an entry, which the profile does not have, of such a kind".into(),
    }
}

fn one_of(values: &[String], all: bool) -> String {
    match values {
        [one] if one == "true" => "it is so (true)".into(),
        [one] if one == "false" => "it is not so (false)".into(),
        _ if all => few_or(values),
        _ => "stated, in words of its own".into(),
    }
}

fn few_or(values: &[String]) -> String {
    let rest = values.len().saturating_sub(NAMED);
    let shown: Vec<String> = values.iter().take(NAMED).map(code).collect();
    if rest > 0 { format!("any of {} and {rest} more", shown.join(", ")) } else { list(&shown, "or") }
}

fn few(members: &[String]) -> String {
    let rest = members.len().saturating_sub(NAMED);
    let shown: Vec<String> = members.iter().take(NAMED).cloned().collect();
    if rest > 0 { format!("{} and {rest} more", shown.join(", ")) } else { list(&shown, "and") }
}

/// How it was found.
fn work(least: &Counterfactual, assessment: &Assessment) -> String {
    let work = least.work;
    let ways = || least.met.ways.iter().chain(&least.satisfied.ways);
    let verified = ways().map(|way| way.judged_again).max().map_or_else(String::new, |most| {
        format!(
            " Each way was verified with all duties that read any of it: at most {most} of {}.",
            count(work.duties, "duty", "duties")
        )
    });
    format!(
        "Found by search among the facts that its rule read, each time judging it again as of {}: {} of one fact and {} of two were \
         tried, {} in all.{verified} Each fact was taken to be shown by evidence of that day; nothing that the profile states was taken away.",
        assessment.as_of,
        count(work.ones, "change", "changes"),
        count(work.twos, "change", "changes"),
        count(work.judgings, "judging", "judgings"),
    )
}
