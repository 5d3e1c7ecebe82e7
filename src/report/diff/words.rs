//! The wording of a change: from what to what, and what made it.

use crate::model::contrast::{Parting, Term};
use crate::model::diff::{
    Aspect, Cause, DutyChange, Edit, EditKind, PairChange, PairParting, PairStood, RestsOn, RulesChange, Stood, Turn,
};
use crate::report::forecast::words::bare_cause;
use crate::report::phrases::{self, code, codes, count, word};

/// How many characters of what somebody wrote are shown.
const SHOWN: usize = 120;
/// How many facts are named that changed in the same way.
const MOST_NAMED: usize = 4;
/// How many words an item of a list has at most.
const MOST_WORDS: usize = 4;
/// How many pairs are named at which rules part.
const MOST_PAIRS: usize = 3;

/// From where to where a duty goes: standings where they differ, else verdict and support.
pub(super) fn course(change: &DutyChange) -> String {
    let (from, to) = (change.from.as_ref(), change.to.as_ref());
    let was_breach = from.is_some_and(|from| from.apparent_breach);
    let breach = match to.map(|to| to.apparent_breach) {
        Some(true) if !was_breach => ", now an apparent breach",
        Some(false) if was_breach => ", no apparent breach any more",
        _ => "",
    };
    let standing = |stood: Option<&Stood>| {
        stood.map_or_else(|| "no such duty".to_owned(), |stood| phrases::standing(stood.standing))
    };
    if from.map(|from| from.standing) != to.map(|to| to.standing) {
        return format!("{} to {}{breach}", standing(from), standing(to));
    }
    let told = |stood: Option<&Stood>| {
        stood.map_or_else(String::new, |stood| {
            let support = stood.support.map_or_else(String::new, |support| format!(", {support}"));
            format!("{}{support}", word(stood.verdict.as_str()))
        })
    };
    let (was, is) = (told(from), told(to));
    let within = if was == is { format!("{was}; something within it is otherwise") } else { format!("{was} to {is}") };
    format!("stays {} ({within}){breach}", standing(to))
}

/// A duty by title and id, with how it binds and how much it weighs.
pub(super) fn duty(change: &DutyChange) -> String {
    format!("{} ({}; {})", change.title, code(&change.id), binds(change))
}

/// How a duty binds and how much it weighs.
pub(super) fn binds(change: &DutyChange) -> String {
    let context = if change.context { ", owed by others" } else { "" };
    format!("{}, weight {}{context}", word(change.binding.as_str()), change.weight)
}

/// A pair that comes out otherwise.
pub(super) fn pair(pair: &PairChange) -> String {
    let told = |stood: &PairStood| {
        let support = stood.support.map_or_else(String::new, |support| format!(", {support}"));
        let history = if stood.history { ", history" } else { "" };
        let aside = stood.set_aside_by.as_ref().map_or_else(String::new, |by| format!(", set aside by {}", code(by)));
        format!("{}{support}{history}{aside}", word(stood.outcome.as_str()))
    };
    let (was, is) = (pair.from.as_ref().map(told), pair.to.as_ref().map(told));
    let states = &pair.states;
    match (was, is) {
        (None, Some(is)) => format!("{states}: was not asked, now {is}"),
        (Some(was), None) => format!("{states}: was {was}, is not asked any more"),
        (Some(was), Some(is)) => format!("{states}: {was} to {is}"),
        (None, None) => states.clone(),
    }
}

/// What made a change; the first line says what, those after it tell more.
pub(super) fn cause(cause: &Cause) -> Vec<String> {
    match cause {
        Cause::Rules(rules) => self::rules(rules),
        Cause::Profile(edit) => vec![self::edit(edit)],
        Cause::Date(turn) => vec![self::turn(turn, 0)],
        Cause::Duty(other) => vec![rests_on(other)],
    }
}

/// Something that turned between the dates, and how many more like it on the same day.
pub(super) fn turn(turn: &Turn, more: usize) -> String {
    let more = if more == 0 { String::new() } else { format!("; so for {more} more that carry the same date") };
    format!("{}: {} ({}){more}", turn.on, bare_cause(&turn.turned, turn.on), code(&turn.turned.at))
}

fn rests_on(other: &RestsOn) -> String {
    let (from, to) = (phrases::standing(other.standing.from), phrases::standing(other.standing.to));
    let goes = if from == to { "which is otherwise".to_owned() } else { format!("which goes from {from} to {to}") };
    format!("it rests on {} ({}), {goes} ({})", code(&other.duty), other.title, code(&other.at))
}

/// Something that was written otherwise, with its place.
pub(super) fn edit(edit: &Edit) -> String {
    let named = named(edit);
    let says = bare_says(edit);
    let at = place(edit);
    match edit.kind {
        EditKind::FactAdded => format!("{named} is stated: {says} ({at})"),
        EditKind::FactRemoved => format!("{named} is not stated any more: it {says} ({at})"),
        EditKind::FactChanged => format!("{named} is changed: {says} ({at})"),
        EditKind::CitationChanged if edit.says.iter().all(|aspect| aspect.to.is_none()) => {
            format!("{named} cites nothing any more: it {says} ({at})")
        }
        EditKind::CitationChanged => format!("{named} cites otherwise: {says} ({at})"),
        EditKind::FactRestated => format!("{named} is restated: {says} ({at})"),
        EditKind::EvidenceAdded => format!("evidence {named} is added: {says} ({at})"),
        EditKind::EvidenceRemoved => format!("evidence {named} is removed ({at})"),
        EditKind::EvidenceChanged => format!("evidence {named} is changed: {says} ({at})"),
        EditKind::DepartureAdded => format!("departure {named} is recorded: {says} ({at})"),
        EditKind::DepartureRemoved => format!("departure {named} is not recorded any more ({at})"),
        EditKind::DepartureChanged => format!("departure {named} is changed: {says} ({at})"),
        EditKind::ForceChanged => format!("the force is described otherwise: {says} ({at})"),
    }
}

/// Several things that were written otherwise in the same way.
pub(super) fn alike(edits: &[&Edit]) -> String {
    let Some(first) = edits.first() else { return String::new() };
    let what = match first.kind {
        EditKind::FactRestated => "are restated",
        EditKind::CitationChanged => "cite otherwise",
        _ => "are changed",
    };
    let more = edits.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named = codes(edits.iter().take(MOST_NAMED).map(|edit| &edit.name));
    let count = count(edits.len(), "fact", "facts");
    format!("{count} {what}: {}: {named}{more} (the first at {})", bare_says(first), place(first))
}

/// What is otherwise, without the word that the verb before it has said.
fn bare_says(edit: &Edit) -> String {
    match edit.kind {
        EditKind::CitationChanged => says(&edit.says).trim_start_matches("cites ").to_owned(),
        _ => says(&edit.says),
    }
}

fn named(edit: &Edit) -> String {
    if edit.title.is_empty() { code(&edit.name) } else { format!("{} ({})", code(&edit.name), short(&edit.title)) }
}

fn place(edit: &Edit) -> String {
    let removed = matches!(edit.kind, EditKind::FactRemoved | EditKind::EvidenceRemoved | EditKind::DepartureRemoved);
    match &edit.was_at {
        Some(was_at) if removed => format!("in A at {}; in B it would stand near {}", code(was_at), code(&edit.at)),
        _ => code(&edit.at),
    }
}

fn says(aspects: &[Aspect]) -> String {
    let told = aspects.iter().map(|aspect| {
        let (from, to) = (aspect.from.as_deref().map(short), aspect.to.as_deref().map(short));
        let what = if aspect.what == "value" { String::new() } else { format!("{} ", aspect.what) };
        if let Some(fewer_or_more) = aspect.from.as_deref().zip(aspect.to.as_deref()).and_then(within_list) {
            return format!("{what}{fewer_or_more}");
        }
        match (from, to) {
            (None, Some(to)) => format!("{what}{to}"),
            (Some(from), None) => format!("{what}was {from}"),
            (Some(from), Some(to)) => format!("{what}{to}, was {from}"),
            (None, None) => what,
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "in what stands within it".into() } else { told.join("; ") }
}

/// Of two lists that have most in common: what the second has not, and what the first had not.
fn within_list((from, to): (&str, &str)) -> Option<String> {
    let items = |text: &'_ str| -> Option<Vec<String>> {
        let items: Vec<String> = text.split(", ").map(str::to_owned).collect();
        // A sentence with commas is no list.
        items.iter().all(|item| item.split(' ').count() <= MOST_WORDS).then_some(items)
    };
    let (before, after) = (items(from)?, items(to)?);
    let gone: Vec<String> = before.iter().filter(|item| !after.contains(item)).map(code).collect();
    let new: Vec<String> = after.iter().filter(|item| !before.contains(item)).map(code).collect();
    let kept = before.len() - gone.len();
    if kept < 2 || kept < gone.len() || kept < new.len() {
        return None;
    }
    let told = [("without", gone), ("with", new)];
    let told = told.iter().filter(|(_, items)| !items.is_empty());
    let told: Vec<String> = told.map(|(how, items)| format!("{how} {}", phrases::list(items, "and"))).collect();
    (!told.is_empty()).then(|| format!("the same {}", told.join(" and ")))
}

/// The first characters of what somebody wrote.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn rules(rules: &RulesChange) -> Vec<String> {
    let at = code(&rules.at);
    let head = match (&rules.from, &rules.to) {
        (None, Some(to)) => format!("the rules have a new duty: {to} ({at})"),
        (Some(from), None) => format!("the rules have no such duty any more: it was in {from} ({at})"),
        (from, to) => {
            let named = |set: &Option<String>| set.clone().unwrap_or_default();
            let sets = if from == to { named(to) } else { format!("{}, was {}", named(to), named(from)) };
            format!("the rules judge it otherwise: {sets} ({at})")
        }
    };
    let terms = rules.terms.iter().map(term);
    let partings = rules.partings.iter().take(MOST_PAIRS).map(parting);
    let more = rules.partings.len().saturating_sub(MOST_PAIRS);
    let more = (more > 0).then(|| format!("and for {more} more, all told in the JSON"));
    std::iter::once(head).chain(terms).chain(partings).chain(more).collect()
}

fn term(term: &Term) -> String {
    let says = term.says.map(|says| says.as_deref().map_or_else(|| "nothing".to_owned(), short));
    format!("{}: {}, was {}", term.what, says.b, says.a)
}

fn parting(pair: &PairParting) -> String {
    let subject = pair.subject.as_ref().map_or_else(String::new, |subject| format!(" for {subject}"));
    let place = pair.rule.as_ref().map_or_else(String::new, |rule| format!(" ({})", code(rule)));
    let told = match &pair.parting {
        Parting::NoSuchPair { only_in: "a" } => "is asked no more".into(),
        Parting::NoSuchPair { .. } => "is asked only now".into(),
        Parting::Scope { told } => format!("{}; before: {}", told.b, told.a),
        Parting::Parameter { name, value } => {
            let value = value.map(|value| value.clone().unwrap_or_else(|| "none".into()));
            format!("the threshold {} is {}, was {}", code(name), value.b, value.a)
        }
        Parting::Fact { reads, .. } => {
            let read = reads.map(|read| read.as_ref().map_or_else(|| "no more".into(), |read| code(&read.path)));
            format!("the rule reads {}, where it read {}", read.b, read.a)
        }
        Parting::Duty { duty } => format!("it rests on {}, which is judged otherwise", code(&duty.b)),
        Parting::Comparison { says, .. } => {
            format!("the rule says {}, and said {}", code(short(&says.b)), code(short(&says.a)))
        }
        Parting::Evidence { shown_by } => format!("it is shown by {}, was {}", codes(&shown_by.b), codes(&shown_by.a)),
        Parting::Elsewhere => "nothing of its own differs: the law around it does".into(),
    };
    format!("{}{subject}: {told}{place}", code(&pair.requirement))
}
