//! The least that would make a duty met: what would have to be true, what would have to show it, and how that was found.

use crate::model::counterfactual::{Asked, Counterfactual, Found, Kind, Least, ToBe, Way, What};
use crate::model::words::Standing;

use super::super::block::{Block, Fields};
use super::super::phrases::{self, code, count, list, names};

/// Up to how many facts each is told in full; more are told by who usually holds them.
const IN_FULL: usize = 4;
/// How many lines of a post are told where the JSON has them all.
const SHOWN: usize = 12;
/// How many members of a list are named.
const NAMED: usize = 6;

/// What would make it met.
pub(super) fn section(least: &Counterfactual) -> Block {
    let mut blocks = Vec::new();
    if least.met.found == Found::Already {
        blocks.push(Block::Text("It is met already, by what the profile says. What it lacks is proof.".into()));
    } else {
        blocks.extend(told(&least.met, "met", &[]));
    }
    let is_satisfied = |way: &Way| way.standing == Standing::Satisfied;
    let told_already = !least.met.ways.is_empty() && least.met.ways.iter().all(is_satisfied);
    // Where nothing makes it met, nothing makes it satisfied either.
    if least.met.found != Found::None && !told_already {
        blocks.extend(told(&least.satisfied, "satisfied", &least.met.ways));
    }
    if !least.rests_on.is_empty() {
        let is = if least.rests_on.len() == 1 { "is" } else { "are" };
        let rests = names(&least.rests_on);
        let text = format!("It also rests on {rests}, which {is} not satisfied. Nothing was sought there.");
        blocks.push(Block::Text(text));
    }
    blocks.push(Block::Text(work(least)));
    Block::Section("The least that was found to make it met".into(), blocks)
}

fn told(least: &Least, goal: &str, before: &[Way]) -> Vec<Block> {
    let mut blocks = Vec::new();
    match least.ways.as_slice() {
        [only] => {
            let (besides, rest) = besides(only, before);
            blocks.push(Block::Text(format!("{}{besides}:", answer(least, goal))));
            blocks.extend(whole(&rest));
            blocks.push(Fields::new().with("Then", then(only)).block());
        }
        [] => blocks.push(Block::Text(answer(least, goal))),
        ways => {
            blocks.push(Block::Text(format!("{}, in any of {} ways:", answer(least, goal), ways.len())));
            blocks.extend(several(ways));
        }
    }
    if least.further > 0 {
        let more = count(least.further, "more way of as few facts was", "more ways of as few facts were");
        blocks.push(Block::Text(format!("{more} found.")));
    }
    if least.cut {
        blocks.push(Block::Text("The search was cut at its bound: fewer facts may do.".into()));
    }
    blocks
}

/// Which of the ways before a way goes on from, in words, and what it has besides.
fn besides<'w>(way: &'w Way, before: &[Way]) -> (String, Vec<&'w ToBe>) {
    let kind = |fact: &ToBe| std::mem::discriminant(&fact.what);
    let has =
        |facts: &[ToBe], fact: &ToBe| facts.iter().any(|other| other.path == fact.path && kind(other) == kind(fact));
    let goes_on = |other: &Way| other.facts.iter().all(|fact| has(&way.facts, fact));
    let Some(place) = before.iter().position(goes_on) else { return (String::new(), way.facts.iter().collect()) };
    let known = before.get(place).map(|way| way.facts.as_slice()).unwrap_or_default();
    let rest = way.facts.iter().filter(|fact| !has(known, fact)).collect();
    let of = if before.len() > 1 { format!("those of way {} above", place + 1) } else { "those above".into() };
    (format!("; {of}, and besides"), rest)
}

fn answer(least: &Least, goal: &str) -> String {
    let number = least.ways.first().map_or(0, |way| way.number);
    let then = if goal == "met" { "met" } else { "satisfied, that is met and shown by evidence" };
    let no_few = if least.at_least > 3 {
        format!("No change of one or two facts makes it {goal}, nor one of fewer than {}.", least.at_least)
    } else {
        format!("No change of one or two facts makes it {goal}.")
    };
    match least.found {
        Found::Already => format!("It is {goal} already."),
        Found::Least if number == 1 => format!("One fact would make it {then}"),
        Found::Least => format!("No one fact makes it {goal}. Two together would make it {then}"),
        Found::Together => {
            if number <= least.at_least {
                return format!("{no_few} {number} facts together would make it {then}, and no fewer do");
            }
            let all_needed = least.ways.iter().all(|way| way.none_left_out);
            let needed = if all_needed { "; no single one of them can be left out" } else { "" };
            format!("{no_few} One set of {number} facts would make it {then}{needed}; a smaller one may exist")
        }
        Found::None if least.blocked.is_empty() => {
            format!("{no_few} Nor did any other set that was tried; only such values were tried as are told below.")
        }
        Found::None => {
            format!("{no_few} Nothing was found that could be stated to settle {}.", names(&least.blocked))
        }
    }
}

/// Where it stands then.
fn then(way: &Way) -> String {
    let support = way.support.map_or_else(String::new, |support| format!(", {support}"));
    let also = match way.also.len() {
        0 => String::new(),
        some => format!("; {} otherwise then too", count(some, "other duty comes out", "other duties come out")),
    };
    format!("{} ({}{support}){also}", phrases::standing(way.standing), phrases::word(way.verdict.as_str()))
}

/// Ways of the same number of facts: what they have in common first.
fn several(ways: &[Way]) -> Vec<Block> {
    let in_all = |fact: &&ToBe| ways.iter().all(|way| way.facts.iter().any(|other| is_same(other, fact)));
    let common: Vec<&ToBe> = ways.first().into_iter().flat_map(|way| &way.facts).filter(in_all).collect();
    let mut blocks: Vec<Block> = Vec::new();
    if !common.is_empty() {
        blocks.push(Block::Item("In each of them".into(), common.iter().map(|one| fact(one)).collect()));
    }
    for (number, way) in ways.iter().enumerate() {
        let own = way.facts.iter().filter(|fact| !common.iter().any(|other| is_same(other, fact)));
        let mut facts: Vec<Block> = own.map(fact).collect();
        facts.push(Fields::new().with("Then", then(way)).block());
        blocks.push(Block::Item(format!("Way {}", number + 1), facts));
    }
    blocks
}

fn is_same(one: &ToBe, other: &ToBe) -> bool {
    one.path == other.path && one.what == other.what && one.shown_by == other.shown_by
}

/// All facts of a way: a few in full, many by who usually holds them.
fn whole(facts: &[&ToBe]) -> Vec<Block> {
    if facts.len() <= IN_FULL { facts.iter().map(|one| fact(one)).collect() } else { by_holder(facts) }
}

/// A fact in full.
fn fact(fact: &ToBe) -> Block {
    let stands = if fact.now.is_some() { "Stands at" } else { "Would stand" };
    let fields = Fields::new()
        .with("Means", fact.means.clone())
        .with("Now", fact.now.clone().unwrap_or_else(|| "not stated".into()))
        .with_all("With", parts(&fact.what))
        .with_all("Rule", asked(&fact.asked))
        .with_all("Shown by", fact.shown_by.iter().map(|kinds| self::kinds(kinds)))
        .with("Held by", fact.held_by.clone())
        .with(stands, code(&fact.at));
    Block::Item(format!("{}: {}", code(&fact.path), what(&fact.what)), vec![fields.block()])
}

/// What is stated of an entry.
fn parts(what: &What) -> Vec<String> {
    let What::Entry { parts } = what else { return Vec::new() };
    let part = |part: &crate::model::counterfactual::Part| {
        format!("{}, for example {}", phrases::sought(&part.means, &part.path), part.example)
    };
    parts.iter().map(part).collect()
}

/// Facts that are told in one line.
struct Alike<'f> {
    /// Of the first.
    fact: &'f ToBe,
    paths: Vec<&'f str>,
}

impl Alike<'_> {
    /// What is as it is goes with all that is shown by the same; all else only with what differs in its subject alone.
    fn takes(&self, fact: &ToBe) -> bool {
        let is_as_it_is = matches!(fact.what, What::AsItIs | What::Confirmed);
        let same = self.fact.what == fact.what && self.fact.shown_by == fact.shown_by;
        same && (is_as_it_is || self.fact.means == fact.means)
    }

    fn line(&self) -> String {
        let shown: Vec<String> = self.fact.shown_by.iter().map(|kinds| self::kinds(kinds)).collect();
        let shown = if shown.is_empty() { String::new() } else { format!("; shown by {}", list(&shown, "and by")) };
        let paths = together(&self.paths);
        match self.fact.what {
            What::AsItIs | What::Confirmed if self.paths.len() > 1 => {
                let what = what(&self.fact.what).replacen("as it is", "as they are", 1);
                format!("{} {what}: {paths}{}", self.paths.len(), shown.replacen("; shown by", "; by", 1))
            }
            _ => {
                let means = if self.fact.means.is_empty() { String::new() } else { format!(" ({})", self.fact.means) };
                let now = self.fact.now.as_ref().map_or_else(String::new, |now| format!("; now {now}"));
                let now = if self.paths.len() > 1 { String::new() } else { now };
                let parts: String = parts(&self.fact.what).iter().map(|part| format!("; {part}")).collect();
                format!("{paths}: {}{means}{parts}{now}{shown}", what(&self.fact.what))
            }
        }
    }
}

/// Paths in one: those that differ in one step alone by that step.
fn together(paths: &[&str]) -> String {
    let steps: Vec<Vec<&str>> = paths.iter().map(|path| path.split('.').collect()).collect();
    let first = steps.first().map(Vec::as_slice).unwrap_or_default();
    let same_length = steps.iter().all(|steps| steps.len() == first.len());
    let differs = |place: &usize| steps.iter().any(|steps| steps.get(*place) != first.get(*place));
    let differing: Vec<usize> = (0..first.len()).filter(differs).collect();
    match differing.as_slice() {
        [place] if same_length && paths.len() > 1 => {
            let general: Vec<&str> =
                first.iter().enumerate().map(|(index, step)| if index == *place { "*" } else { step }).collect();
            let own: Vec<String> = steps.iter().filter_map(|steps| steps.get(*place).map(code)).collect();
            format!("{} ({})", code(general.join(".")), few(&own))
        }
        _ => few(&paths.iter().map(code).collect::<Vec<_>>()),
    }
}

/// Facts in short, by who usually holds them.
fn by_holder(facts: &[&ToBe]) -> Vec<Block> {
    let mut holders: Vec<(&str, Vec<Alike<'_>>)> = Vec::new();
    for fact in facts {
        let path = fact.path.as_str();
        match holders.iter_mut().find(|(holder, _)| *holder == fact.held_by) {
            Some((_, held)) => match held.iter_mut().find(|alike| alike.takes(fact)) {
                Some(alike) => alike.paths.push(path),
                None => held.push(Alike { fact, paths: vec![path] }),
            },
            None => holders.push((&fact.held_by, vec![Alike { fact, paths: vec![path] }])),
        }
    }
    let item = |(holder, held): (&str, Vec<Alike<'_>>)| {
        let name = if holder.is_empty() { "Nobody in particular" } else { holder };
        let mut lines: Vec<String> = held.iter().take(SHOWN).map(Alike::line).collect();
        let rest: usize = held.iter().skip(SHOWN).map(|alike| alike.paths.len()).sum();
        if rest > 0 {
            lines.push(format!("and {}, all in the JSON", count(rest, "more fact", "more facts")));
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
        Some(passes) => format!("{}: {} ({})", code(&asked.requirement), code(passes), code(&asked.at)),
        None => format!("{} ({})", code(&asked.requirement), code(&asked.at)),
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
            (None, None) if *bounded => "a date, whichever it is".into(),
            (None, None) => format!("a date, for example {example}"),
        },
        What::Number { no_less_than, no_more_than, least, most, unit, .. }
            if no_less_than.is_some() || no_more_than.is_some() =>
        {
            let says = |words: &str, path: &String| format!("{words} what {} says", code(path));
            let bound = |words: &str, bound: &String| format!("{words} {bound}");
            let lower = no_less_than.as_ref().map(|path| says("no less than", path));
            let lower = lower.or_else(|| least.as_ref().map(|least| bound("at least", least)));
            let upper = no_more_than.as_ref().map(|path| says("no more than", path));
            let upper = upper.or_else(|| most.as_ref().map(|most| bound("at most", most)));
            let bounds = lower.into_iter().chain(upper).collect::<Vec<_>>().join(", ");
            unit.as_ref().map_or(bounds.clone(), |unit| format!("{bounds} ({unit})"))
        }
        What::Number { least, most, bounded, example, unit, .. } => {
            let number = match (least, most) {
                (Some(least), Some(most)) if least == most => least.clone(),
                (Some(least), Some(most)) => format!("from {least} to {most}"),
                (Some(least), None) => format!("at least {least}"),
                (None, Some(most)) => format!("at most {most}"),
                (None, None) if *bounded => "a number, whichever it is".into(),
                (None, None) => format!("a number, for example {example}"),
            };
            unit.as_ref().map_or(number.clone(), |unit| format!("{number} {unit}"))
        }
        What::OtherNumber => "another number than stated: what the document itself prints".into(),
        What::OtherWords => "other words than stated: what the document itself says".into(),
        What::Absent => "does not exist, and that is on record".into(),
        What::Complete { members, new } => complete(members, *new),
        What::List { values } if values.is_empty() => "complete, and empty".into(),
        What::List { values } => format!("complete, for example with {}", few(values)),
        What::Entry { .. } => "an entry that the profile does not have".into(),
    }
}

/// What is complete, with the members that are there and new ones.
fn complete(members: &[String], new: usize) -> String {
    let entries = if new == 1 { "the new entry".to_owned() } else { format!("the {new} new entries") };
    match (members.is_empty(), new) {
        (true, 0) => "that there are none".into(),
        (true, _) => format!("complete, with no others than {entries}"),
        (false, 0) => format!("complete, with no others than {}", few(members)),
        (false, _) => format!("complete, with no others than {} and {entries}", few(members)),
    }
}

fn one_of(values: &[String], all: bool) -> String {
    match values {
        [one] if one == "true" => "it is so".into(),
        [one] if one == "false" => "it is not so".into(),
        [yes, no] if yes == "true" && no == "false" => "whether it is so, either way".into(),
        _ if all => {
            let rest = values.len().saturating_sub(NAMED);
            let shown: Vec<String> = values.iter().take(NAMED).map(code).collect();
            if rest > 0 { format!("any of {} and {rest} more", shown.join(", ")) } else { list(&shown, "or") }
        }
        _ => "stated, in words of its own".into(),
    }
}

fn few(names: &[String]) -> String {
    let rest = names.len().saturating_sub(NAMED);
    let shown: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if rest > 0 { format!("{} and {rest} more", shown.join(", ")) } else { list(&shown, "and") }
}

/// How it was found.
fn work(least: &Counterfactual) -> String {
    let work = least.work;
    let tried: Vec<String> = [(work.ones, "of one fact"), (work.twos, "of two facts")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, of)| format!("{} {of}", count(number, "change", "changes")))
        .collect();
    let one = work.ones + work.twos == 1;
    let tried = if tried.is_empty() {
        "no change of one or two facts was worth a trial, as none reaches all that stands in the way".to_owned()
    } else {
        let were = if one { "was" } else { "were" };
        format!("{} {were} tried, of facts on which all depends that stands in the way", list(&tried, "and"))
    };
    let ways = least.met.ways.iter().chain(&least.satisfied.ways);
    let verified = ways.map(|way| way.judged_again).max().map_or_else(String::new, |most| {
        let duties = count(work.duties, "duty", "duties");
        format!(
            " Each way was then verified by judging again every duty that reads any of it: at most {most} of {duties}."
        )
    });
    format!(
        "How this was found: {tried}; the duty was judged again {}.{verified} Whatever is changed was taken to be shown by evidence made \
         on the as-of date, and nothing that the profile states was taken away. Of dates, numbers and words, those were tried that lie \
         about what the rule may hold them against.",
        count(work.judgings, "time", "times"),
    )
}
