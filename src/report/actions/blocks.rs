//! The answer first: how much so many actions settle, and who is to be asked; then each action; then that for which none was found.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actions::{
    Action, Actions, Ask, Asked, By, ComesTo, NotSettled, Place, Point, Post, Served, Shows, Wanted,
};
use crate::model::dates::Day;
use crate::model::words::Standing;

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, code, codes, count, list, word};

/// How many things of a kind are told where the JSON has them all.
const SHOWN: usize = 10;
/// And within one action.
const FEW: usize = 5;
/// And of the requirements that a kind of evidence shows.
const REQUIREMENTS: usize = 3;

pub(super) fn of(actions: &Actions) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(format!("{}: what to do first", actions.force)),
        Fields::new()
            .with("As of", actions.as_of.to_string())
            .with("Asked for", asked_for(actions))
            .with("Verified", verified(actions))
            .block(),
        Block::Section("In short".into(), vec![Block::List(short(actions))]),
    ];
    let sections = [
        posts(actions),
        curve(actions),
        what(actions),
        comes_to(actions),
        left(actions),
        not_settled(actions),
        others(actions),
        worse(actions),
    ];
    blocks.extend(sections.into_iter().flatten());
    blocks.push(Block::Section(
        "Note".into(),
        vec![
            Block::Text(
                "An action says what would have to be true, and what would show it. Whether it can be made true, and what is then \
                 to be stated, is for those who are asked: nothing is to be stated because it would settle something."
                    .into(),
            ),
            Block::Text(phrases::CLOSING.into()),
        ],
    ));
    blocks
}

/// The first few of a list, and how many more there are.
fn first<T>(items: &[T]) -> (&[T], usize) {
    // One more takes no more room than to say that there is one more.
    let shown = if items.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    (items.get(..shown).unwrap_or(items), items.len().saturating_sub(shown))
}

fn standings(actions: &Actions) -> String {
    list(&actions.leaving.iter().map(|standing| word(standing.as_str())).collect::<Vec<_>>(), "or")
}

fn asked_for(actions: &Actions) -> String {
    let most = actions.most.map_or_else(String::new, |most| format!(", with at most {}", number(most)));
    let and = match actions.leaving.as_slice() {
        [Standing::Gap] => "every requirement that is not met is to come out met and shown by evidence",
        _ => "every requirement that keeps a duty there is to come out met and shown by evidence",
    };
    format!("duties are to leave {}{most}: {and}", standings(actions))
}

fn number(actions: usize) -> String {
    count(actions, "action", "actions")
}

fn verified(actions: &Actions) -> String {
    let proof = &actions.proof;
    let found = count(proof.judgings_to_find, "judging of a duty", "judgings of a duty");
    if actions.actions.is_empty() {
        return format!("by judging again: {found} to find what would settle what");
    }
    format!(
        "by judging again, with supposed evidence and in memory only: {found} to find what settles what, {} to follow the order of the \
         actions, and {} in full with all of them taken",
        proof.judgings_to_follow,
        count(proof.judged_in_full, "duty", "duties")
    )
}

fn short(actions: &Actions) -> Vec<String> {
    let targets = actions.targets;
    if targets.duties == 0 {
        return vec![format!("No duty that this force owes stands at {}.", standings(actions))];
    }
    let stand = count(targets.duties, "duty stands", "duties stand");
    let at = format!("{stand} at {}, of weight {}", standings(actions), targets.weight);
    if actions.actions.is_empty() {
        return vec![format!("{at}; no action was found that settles any of them.")];
    }
    let settled = actions.settled;
    let all = if settled == targets { "all of them" } else { &format!("{} of them", settled.duties) };
    let mut points = vec![format!(
        "{at}. {} to be asked for {}, which {} {all}, weight {}.",
        count(actions.posts.len(), "post is", "posts are"),
        number(actions.actions.len()),
        if actions.actions.len() == 1 { "settles" } else { "settle" },
        settled.weight
    )];
    points.extend(beginning(actions));
    points.push(format!("{}{}", quality(actions), gave_way(actions)));
    points.push(fall_short(actions));
    if !actions.not_settled.is_empty() {
        let weight: u32 = actions.not_settled.iter().map(|one| u32::from(one.weight)).sum();
        points.push(format!(
            "For {}, of weight {weight}, no action was found: see why below.",
            count(actions.not_settled.len(), "duty", "duties")
        ));
    }
    if !actions.worse.is_empty() {
        points.push(format!(
            "{} then come out worse, or could no longer be told.",
            count(actions.worse.len(), "other duty would", "other duties would")
        ));
    }
    points
}

/// What the first five settle, where there are many more.
fn beginning(actions: &Actions) -> Option<String> {
    let few = actions.curve.get(4).filter(|_| actions.curve.len() > 6)?;
    let most = if few.settles == few.at_most {
        "no five settle more".to_owned()
    } else {
        format!("no five settle more than {}", few.at_most)
    };
    Some(format!("The first five actions settle weight {} of {}; {most}.", few.settles, actions.targets.weight))
}

/// How good the order is.
fn quality(actions: &Actions) -> String {
    let last = actions.curve.last();
    match (actions.exact, actions.every_beginning_is_best) {
        (true, true) => {
            "Exact: wherever you stop, no other choice of as many of the actions that were found settles more.".into()
        }
        (true, false) => format!(
            "Exact for the actions that were found, but the best choice of a few is not always the beginning of the best choice of more: {}.",
            match last.filter(|last| actions.most.is_some() && last.settles == last.at_most) {
                Some(last) => format!("these {} are the best of so many", number(last.actions)),
                None => "where another choice would settle more, the table says how much".into(),
            }
        ),
        (false, _) => {
            let widest = actions.curve.iter().max_by_key(|point| point.at_most.saturating_sub(point.settles));
            let off = widest.map_or_else(String::new, |point| {
                format!(
                    ": at the worst, the first {} settle {} of at most {}",
                    number(point.actions),
                    point.settles,
                    point.at_most
                )
            });
            format!("Not exact: the search was cut short{off}.")
        }
    }
}

/// What the order was not chosen from.
fn gave_way(actions: &Actions) -> String {
    let number = actions.proof.not_reproduced;
    if number == 0 {
        return String::new();
    }
    format!(
        " {} left out before, since what settles {} alone does not together with the rest: nothing is said of choices with {}.",
        count(number, "duty was", "duties were"),
        if number == 1 { "it" } else { "each" },
        if number == 1 { "it" } else { "them" }
    )
}

/// What is settled is not all compliance.
fn fall_short(actions: &Actions) -> String {
    let mut by_standing: BTreeMap<Standing, usize> = BTreeMap::new();
    for comes in &actions.comes_to {
        *by_standing.entry(comes.to).or_default() += 1;
    }
    let satisfied = by_standing.remove(&Standing::Satisfied).unwrap_or(0);
    if by_standing.is_empty() {
        return format!("Once all of them are done, all {satisfied} would be satisfied.");
    }
    let rest: Vec<String> =
        by_standing.iter().map(|(standing, number)| format!("{number} {}", word(standing.as_str()))).collect();
    format!(
        "To be settled is not to comply: once all of them are done, {} would be satisfied, {}.",
        if satisfied == 0 { "none".to_owned() } else { satisfied.to_string() },
        list(&rest, "and")
    )
}

fn posts(actions: &Actions) -> Option<Block> {
    let (shown, rest) = first(&actions.posts);
    let row = |post: &Post| {
        let (numbers, more) = first(&post.actions);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let numbers = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        vec![
            post.serves.weight.to_string(),
            post.serves.duties.to_string(),
            format!("{} ({} {numbers}{more})", post.owner, if post.actions.len() == 1 { "action" } else { "actions" }),
        ]
    };
    let table = Table { columns: vec!["Weight", "Duties", "Post"], rows: shown.iter().map(row).collect() };
    let mut body = vec![
        Block::Text("The weight and number of duties that cannot be settled without the post.".into()),
        Block::Table(table),
    ];
    body.extend(more(rest, "post", "posts"));
    (!shown.is_empty()).then(|| Block::Section("Who is to be asked".into(), body))
}

fn more(rest: usize, one: &str, many: &str) -> Option<Block> {
    let rest = (rest > 0).then(|| count(rest, &format!("more {one}"), &format!("more {many}")));
    rest.map(|rest| Block::Text(format!("and {rest}, all in the JSON")))
}

/// How far so many actions go: the first few at which something is settled, and all that could have gone further.
fn curve(actions: &Actions) -> Option<Block> {
    let before = std::iter::once(0).chain(actions.curve.iter().map(|point| point.settles));
    let rises = actions.curve.iter().zip(before).filter(|(point, before)| point.settles > *before);
    let rises: Vec<&Point> = rises.map(|(point, _)| point).collect();
    let (few, rest) = first(&rises);
    let few: BTreeSet<usize> = few.iter().map(|point| point.actions).collect();
    let is_shown = |point: &&Point| point.settles < point.at_most || few.contains(&point.actions);
    let shown: Vec<&Point> = actions.curve.iter().filter(is_shown).collect();
    let further = rises.iter().filter(|point| is_shown(point)).count().saturating_sub(few.len());
    let rest = rest.saturating_sub(further);
    let row = |point: &&Point| {
        let most = if point.settles == point.at_most {
            "the most that so many can".to_owned()
        } else {
            format!("so many settle at most {}", point.at_most)
        };
        vec![point.actions.to_string(), point.settles.to_string(), most]
    };
    let table = Table { columns: vec!["Actions", "Weight settled", ""], rows: shown.iter().map(row).collect() };
    let mut body = vec![Block::Table(table)];
    body.extend(more(rest, "step", "steps"));
    (shown.len() > 1).then(|| Block::Section("How far the actions go".into(), body))
}

fn what(actions: &Actions) -> Option<Block> {
    let (shown, rest) = first(&actions.actions);
    let mut items: Vec<Block> = shown.iter().map(|action| item(action, actions.as_of)).collect();
    if rest > 0 {
        items.push(Block::Text(format!(
            "and {}, all in the JSON and, with a row for each duty, in the CSV",
            count(rest, "more action", "more actions")
        )));
    }
    (!items.is_empty()).then(|| Block::Section("Actions, in the order in which to take them".into(), items))
}

fn item(action: &Action, as_of: Day) -> Block {
    let fields = Fields::new()
        .with_all("To be true", few_of(&action.wanted, wanted))
        .with_all("Read from", facts(&action.facts))
        .with_all("To show it", shows(&action.evidence))
        .with("By when", by(action.by, as_of))
        .with_all("Serves", few_of(&action.serves, serves));
    Block::Item(format!("{}. {}: {}", action.number, action.owner, place(&action.place)), vec![fields.block()])
}

pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Record(path) => code(path),
        Place::Evidence(id) => format!("renew {}", code(id)),
    }
}

/// The first few, each in words, and how many more there are.
fn some<T>(items: &[T], told: impl Fn(&T) -> String) -> Vec<String> {
    let (shown, rest) = first(items);
    let rest = (rest > 0).then(|| format!("and {rest} more"));
    shown.iter().map(told).chain(rest).collect()
}

/// The same with fewer.
fn few_of<T>(items: &[T], told: impl Fn(&T) -> String) -> Vec<String> {
    let shown = if items.len() == FEW + 1 { FEW + 1 } else { FEW };
    let rest = items.len().saturating_sub(shown);
    let rest = (rest > 0).then(|| format!("and {rest} more"));
    items.iter().take(shown).map(told).chain(rest).collect()
}

fn wanted(one: &Wanted) -> String {
    let subjects = match one.subjects.as_slice() {
        [] | [_] => String::new(),
        several => format!(" (for {}: {})", several.len(), few(several)),
    };
    format!("{}{subjects}; remedy: {}", one.states, one.remedy)
}

fn few(names: &[String]) -> String {
    let (shown, rest) = first(names);
    let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// What is the same of facts that are told together: what is asked, the path in the dictionary, and what it means.
type Alike<'f> = (Ask, &'f str, &'f str);

/// The facts by what is asked of them; those that are the same of several entries together. That an entry is there goes without saying
/// where something is said of it.
fn facts(facts: &[Asked]) -> Vec<String> {
    let is_said = |fact: &Asked| {
        let beneath = format!("{}.", fact.path);
        fact.means.is_empty() && facts.iter().any(|other| other.path.starts_with(&beneath))
    };
    let mut told: BTreeMap<Alike<'_>, Vec<&str>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !is_said(fact)) {
        // Who says that a list is complete says it of the list.
        let term = if fact.path.ends_with(".complete") { &fact.path } else { &fact.term };
        told.entry((fact.ask, term, &fact.means)).or_default().push(&fact.path);
    }
    let told: Vec<(Alike<'_>, Vec<&str>)> = told.into_iter().collect();
    few_of(&told, |((ask, term, means), paths)| {
        let asked = match ask {
            Ask::MakeTrue => "",
            Ask::Confirm => "to be confirmed, past its time: ",
            Ask::Show => "stated, to be shown: ",
        };
        let path = match paths.as_slice() {
            [one] => code(one),
            several => format!("{} for {} entries", code(term), several.len()),
        };
        let means = if means.is_empty() { String::new() } else { format!(" ({means})") };
        format!("{asked}{path}{means}")
    })
}

fn shows(evidence: &[Shows]) -> Vec<String> {
    let apart = evidence.len() > 1;
    few_of(evidence, |one| {
        let kinds = list(&one.any_of, "or");
        let shown: Vec<&String> = one.requirements.iter().take(REQUIREMENTS).collect();
        let rest = one.requirements.len().saturating_sub(REQUIREMENTS);
        let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
        if apart { format!("{kinds}, for {}{rest}", codes(shown)) } else { kinds }
    })
}

pub(in crate::report) fn by(by: By, as_of: Day) -> String {
    match by {
        By::OverdueSince(day) => format!("overdue since {day}"),
        By::Due(day) => format!("by {day}"),
        By::Lapses(day) if day < as_of => format!("what is stated or shown now lapsed after {day}"),
        By::Lapses(day) => format!("what is stated or shown now lapses after {day}"),
        By::NoDate => "no date is set by its source".into(),
    }
}

fn serves(one: &Served) -> String {
    format!(
        "{} {} (weight {}, {}), settled with action {} ({})",
        code(&one.id),
        one.title,
        one.weight,
        word(one.binding.as_str()),
        one.settled_with,
        code(&one.at)
    )
}

fn comes_to(actions: &Actions) -> Option<Block> {
    let line = |one: &ComesTo| {
        let needs = one.actions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let noun = if one.actions.len() == 1 { "action" } else { "actions" };
        let reason = if one.reason.is_empty() { String::new() } else { format!(": {}", one.reason) };
        format!(
            "{} (weight {}), {noun} {needs}: {} → {}{reason}",
            code(&one.id),
            one.weight,
            phrases::standing(one.from),
            phrases::standing(one.to)
        )
    };
    let lines = some(&actions.comes_to, line);
    (!lines.is_empty()).then(|| Block::Section("What becomes of the duties".into(), vec![Block::List(lines)]))
}

fn left(actions: &Actions) -> Option<Block> {
    let lines = some(&actions.left, |one| {
        format!(
            "{} (weight {}): {}",
            code(&one.id),
            one.weight,
            count(one.further_actions, "further action", "further actions")
        )
    });
    (!lines.is_empty()).then(|| Block::Section("What more actions would settle".into(), vec![Block::List(lines)]))
}

fn not_settled(actions: &Actions) -> Option<Block> {
    let lines = some(&actions.not_settled, |one: &NotSettled| {
        format!("{} {} (weight {}): {} ({})", code(&one.id), one.title, one.weight, one.why, code(&one.at))
    });
    (!lines.is_empty()).then(|| {
        let body = vec![
            Block::Text(
                "Only the ways that the cases of the rule sets show were tried; there may be others. That something does not arise is not \
                 supposed: it is to be found out."
                    .into(),
            ),
            Block::List(lines),
        ];
        Block::Section("No action found".into(), body)
    })
}

fn others(actions: &Actions) -> Option<Block> {
    let (shown, rest) = first(&actions.of_others);
    let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    let text = format!(
        "{} there that other bodies alone owe, and that are left to them: {}{rest}.",
        count(actions.of_others.len(), "duty stands", "duties stand"),
        codes(shown)
    );
    (!actions.of_others.is_empty()).then(|| Block::Section("Left to other bodies".into(), vec![Block::Text(text)]))
}

fn worse(actions: &Actions) -> Option<Block> {
    let lines = some(&actions.worse, |one| {
        format!(
            "{} {}: {} → {} ({})",
            code(&one.id),
            one.title,
            phrases::standing(one.from),
            phrases::standing(one.to),
            code(&one.at)
        )
    });
    (!lines.is_empty()).then(|| {
        let body = vec![
            Block::Text("They read facts that the actions would change: look at them before you begin.".into()),
            Block::List(lines),
        ];
        Block::Section("Comes out worse, or can no longer be told".into(), body)
    })
}
