//! The first thing at which two rules part over one pair: what they read, in order; then how they compare it.

use crate::evaluate::{Outline, Pair, Read, Ruling, Why};
use crate::model::assessment::{At, PairResult};
use crate::model::contrast::{Both, FactSeen, Parting};
use crate::model::facts::FactId;
use crate::model::ids::RequirementId;
use crate::model::law::Duty;
use crate::model::place::Place;

use super::contrast::Judged;

/// The most characters of a statement that are shown.
const SHOWN: usize = 300;

/// Where two pairs that came out otherwise part.
pub(super) fn parting(
    sides: &Both<Judged<'_>>,
    duties: &Both<&Duty>,
    pairs: &Both<Option<&PairResult>>,
    traces: &Both<Option<&Pair>>,
) -> Parting {
    let (results, traces) = match (pairs.a.zip(traces.a), pairs.b.zip(traces.b)) {
        (Some((a, seen_a)), Some((b, seen_b))) => (Both { a, b }, Both { a: seen_a, b: seen_b }),
        (Some(_), None) => return Parting::NoSuchPair { only_in: "a" },
        (None, Some(_)) => return Parting::NoSuchPair { only_in: "b" },
        (None, None) => return Parting::Elsewhere,
    };
    let scopes = traces.map(|pair| out_of_scope(pair));
    if !scopes.agree() {
        return Parting::Scope {
            told: scopes.map(|why| why.clone().unwrap_or_else(|| "it is in force and owed".into())),
        };
    }
    let outlines = Both { a: outline(&sides.a, duties.a), b: outline(&sides.b, duties.b) };
    let rulings = Both {
        a: outlines.a.as_ref().and_then(|outline| ruling(outline, &results.a.id)),
        b: outlines.b.as_ref().and_then(|outline| ruling(outline, &results.b.id)),
    };
    let difference = difference(&rulings);
    if difference.is_none()
        && let Some(parameter) = parameter(duties, &results)
    {
        return parameter;
    }
    let statements = || Both {
        a: statement(&sides.a, rulings.a.map(|ruling| ruling.place)),
        b: statement(&sides.b, rulings.b.map(|ruling| ruling.place)),
    };
    let comparison = |difference: &Difference| Parting::Comparison {
        part: difference.part,
        fact: difference.fact.clone(),
        says: statements(),
        at: Both { a: sides.a.at(difference.places.a), b: sides.b.at(difference.places.b) },
    };
    if let Some(difference) = difference.as_ref().filter(|difference| difference.compares) {
        return comparison(difference);
    }
    let reads = Both { a: reads(&sides.a, traces.a), b: reads(&sides.b, traces.b) };
    let same = reads.a.iter().zip(&reads.b).take_while(|(a, b)| a.name == b.name).count();
    let next = reads.map(|reads| reads.get(same).cloned());
    if next.a.is_some() || next.b.is_some() {
        return Parting::Fact {
            after: same,
            reads: Both {
                a: next.a.map(|read| seen(&sides.a, outlines.a.as_ref(), results.a, &read)),
                b: next.b.map(|read| seen(&sides.b, outlines.b.as_ref(), results.b, &read)),
            },
        };
    }
    if let Some(difference) = &difference {
        return comparison(difference);
    }
    if let Some(parameter) = parameter(duties, &results) {
        return parameter;
    }
    let rests = results.map(|pair| pair.rests_on.first().cloned());
    if let (Some(a), Some(b)) = (rests.a, rests.b) {
        return Parting::Duty { duty: Both { a, b } };
    }
    let shown_by = results.map(|pair| pair.shown_by.iter().map(ToString::to_string).collect::<Vec<_>>());
    if !shown_by.agree() {
        return Parting::Evidence { shown_by };
    }
    Parting::Elsewhere
}

fn out_of_scope(pair: &Pair) -> Option<String> {
    match &pair.why {
        Why::OutOfScope(why) | Why::ScopeUnknown(why) => Some(why.clone()),
        Why::NoSubjects => Some("the set of its subjects is empty".into()),
        _ => None,
    }
}

fn outline(side: &Judged<'_>, duty: &Duty) -> Option<Outline> {
    side.case.rules().engine().outline(side.law(), &duty.id)
}

fn ruling<'o>(outline: &'o Outline, id: &RequirementId) -> Option<&'o Ruling> {
    outline.rulings.iter().find(|ruling| ruling.id == *id)
}

/// How two rules spell a requirement otherwise.
struct Difference {
    /// Which part of the requirement it is.
    part: &'static str,
    /// Where that stands in each.
    places: Both<Place>,
    /// The fact at which it is, where one stands before it or, failing that, behind it.
    fact: Option<String>,
    /// Whether both go on with something that is no fact: they compare otherwise before they can read otherwise.
    compares: bool,
}

/// The first part of a requirement that two rules spell otherwise, in the order in which it is judged.
fn difference<'r>(rulings: &Both<Option<&'r Ruling>>) -> Option<Difference> {
    let (a, b) = (rulings.a?, rulings.b?);
    let differ = |part, one: Option<(&str, Place)>, other: Option<(&str, Place)>| {
        let spelt = Both { a: one, b: other }.map(|clause| clause.map_or("", |(spelt, _)| spelt).to_owned());
        let place = |clause: Option<(&str, Place)>, ruling: &Ruling| clause.map_or(ruling.place, |(_, place)| place);
        (!spelt.agree()).then(|| {
            let words = spelt.map(|spelt| words(spelt));
            let alike = words.a.iter().zip(&words.b).take_while(|(a, b)| a == b).count();
            let next = words.map(|words| words.get(alike).cloned());
            let ends = |word: &Option<String>| word.as_ref().is_none_or(|word| is_fact(word));
            let both_join = [&next.a, &next.b].into_iter().all(|word| word.as_deref().is_some_and(joins));
            let one_joins = [&next.a, &next.b].into_iter().any(|word| word.as_deref().is_some_and(joins));
            let before = words.a.iter().take(alike).rev().find(|word| is_fact(word));
            let fact = before.or_else(|| words.a.iter().skip(alike).find(|word| is_fact(word)));
            Difference {
                part,
                places: Both { a: place(one, a), b: place(other, b) },
                fact: fact.map(|word| word.trim_start_matches(FACTS).to_owned()),
                compares: !ends(&next.a) && !ends(&next.b) && (both_join || !one_joins),
            }
        })
    };
    let when = |ruling: &'r Ruling| ruling.when.as_ref().map(|clause| (clause.spelt.as_str(), clause.place));
    let says = |ruling: &'r Ruling| Some((ruling.says.spelt.as_str(), ruling.says.place));
    let by = |ruling: &'r Ruling| ruling.by.as_ref().map(|clause| (clause.spelt.as_str(), clause.place));
    differ("when", when(a), when(b))
        .or_else(|| differ("expression", says(a), says(b)))
        .or_else(|| differ("by", by(a), by(b)))
}

/// What the path of a fact begins with in a rule.
const FACTS: &str = "facts.";

fn is_fact(word: &str) -> bool {
    word.trim_start_matches(['!', '-']).starts_with(FACTS)
}

fn joins(word: &str) -> bool {
    matches!(word, "&&" | "||")
}

/// The words of a clause without its brackets, so that what is added at its end leaves its beginning alike.
fn words(spelt: &str) -> Vec<String> {
    spelt.split([' ', '(', ')', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The first threshold that both read and that has another value, or that one of them lacks.
fn parameter(duties: &Both<&Duty>, results: &Both<&PairResult>) -> Option<Parting> {
    let names = results.a.thresholds.iter().chain(&results.b.thresholds);
    names.into_iter().find_map(|name| {
        let value = duties.map(|duty| duty.parameters.get(name).map(|parameter| parameter.value.to_string()));
        (!value.agree()).then(|| Parting::Parameter { name: name.clone(), value })
    })
}

/// Something that was read: its name, and which fact it is, if it is one.
#[derive(Clone)]
struct Name {
    name: String,
    fact: Option<FactId>,
}

fn reads(side: &Judged<'_>, pair: &Pair) -> Vec<Name> {
    let facts = &side.case.profile().facts;
    let name = |read: &Read| match read {
        Read::Fact(id) => {
            Name { name: facts.get(*id).map_or_else(String::new, |fact| fact.path.clone()), fact: Some(*id) }
        }
        Read::Duty(id) => Name { name: format!("duties[\"{id}\"]"), fact: None },
    };
    pair.reads.iter().map(name).collect()
}

fn seen(side: &Judged<'_>, outline: Option<&Outline>, result: &PairResult, read: &Name) -> FactSeen {
    let fact = read.fact.and_then(|id| side.case.profile().facts.get(id));
    let value = result.facts.iter().find(|fact| fact.path == read.name).map(|fact| fact.value.clone());
    let place = outline.zip(fact).and_then(|(outline, fact)| outline.reads.get(&fact.term).copied());
    let read_at: Option<At> = place.map(|place| side.at(place)).or_else(|| result.rule.clone());
    FactSeen { path: read.name.clone(), value, read_at }
}

/// The statement of a rule that begins on the line of a place, on one line and cut to a length.
fn statement(side: &Judged<'_>, place: Option<Place>) -> String {
    let Some(place) = place else { return String::new() };
    let text = side.case.sources().get(place.file).map_or("", |file| &*file.text);
    let from = text.lines().skip(usize::try_from(place.line).unwrap_or(1).saturating_sub(1));
    let mut whole = String::new();
    for line in from {
        let code = line.split("//").next().unwrap_or_default();
        whole.push_str(code);
        whole.push(' ');
        if code.contains(';') || whole.len() > SHOWN * 4 {
            break;
        }
    }
    let words: Vec<&str> = whole.split_whitespace().collect();
    words.join(" ").chars().take(SHOWN).collect()
}
