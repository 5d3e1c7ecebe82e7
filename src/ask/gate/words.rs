//! The sentences of a finding: from what to what, and what made it.

use crate::model::contrast::{Parting, Term};
use crate::model::diff::{Aspect, Cause, Edit, EditKind, PairParting, RulesChange, Stood};
use crate::model::words::Standing;

/// How many characters of what somebody wrote are shown.
const SHOWN: usize = 120;
/// What a digest begins with.
const DIGEST: &str = "sha256:";
/// How many digits of a digest are shown.
const DIGITS: usize = 12;
/// How many pairs are named at which rules part.
const MOST_PAIRS: usize = 3;

/// From where to where a duty goes.
pub(super) fn course(from: Option<&Stood>, to: Option<&Stood>) -> String {
    let breach = match (from.is_some_and(|from| from.apparent_breach), to.is_some_and(|to| to.apparent_breach)) {
        (false, true) => ", now an apparent breach",
        (true, false) => ", no apparent breach any more",
        _ => "",
    };
    let named = |stood: Option<&Stood>| stood.map_or_else(|| "no such duty".into(), |stood| standing(stood.standing));
    let (was, is) = (named(from), named(to));
    let reason = to.map_or_else(String::new, |to| format!(": {}", to.reason));
    if was == is { format!("stays {is}{breach}{reason}") } else { format!("from {was} to {is}{breach}{reason}") }
}

/// A standing, as a reader spells it.
pub(super) fn standing(standing: Standing) -> String {
    standing.as_str().replace('-', " ")
}

/// A cause, in a sentence.
pub(super) fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Rules(rules) => self::rules(rules),
        Cause::Profile(edit) => self::edit(edit),
        Cause::Date(turn) => format!("on {} something turned: `{}`", turn.on, turn.turned.name),
        Cause::Duty(other) => {
            let (from, to) = (standing(other.standing.from), standing(other.standing.to));
            let goes = if from == to { "is otherwise".into() } else { format!("goes from {from} to {to}") };
            format!("it rests on `{}`, which {goes}", other.duty)
        }
    }
}

/// The name of a cause, which stays whatever lines move.
pub(super) fn name(cause: &Cause) -> String {
    match cause {
        Cause::Rules(rules) => format!("rule {}", rules.duty),
        Cause::Profile(edit) => format!("{:?} {}", edit.kind, edit.name),
        Cause::Date(turn) => format!("{:?} {}", turn.turned.kind, turn.turned.name),
        Cause::Duty(other) => format!("duty {}", other.duty),
    }
}

/// What was written otherwise.
pub(super) fn edit(edit: &Edit) -> String {
    let named = format!("`{}`", edit.name);
    let says = says(&edit.says);
    match edit.kind {
        EditKind::FactAdded => format!("the fact {named} is stated: {says}"),
        EditKind::FactRemoved => format!("the fact {named} is not stated any more: it {says}"),
        EditKind::FactChanged => format!("the fact {named} is changed: {says}"),
        EditKind::CitationChanged => format!("the fact {named} cites otherwise: {says}"),
        EditKind::FactRestated => format!("the fact {named} is restated: {says}"),
        EditKind::EvidenceAdded => format!("the evidence {named} is added: {}", self::says(&telling(&edit.says))),
        EditKind::EvidenceRemoved => format!("the evidence {named} is taken out"),
        EditKind::EvidenceChanged => format!("the evidence {named} is changed: {}", self::says(&telling(&edit.says))),
        EditKind::DepartureAdded => format!("the departure {named} is recorded: {says}"),
        EditKind::DepartureRemoved => format!("the departure {named} is taken out"),
        EditKind::DepartureChanged => format!("the departure {named} is changed: {says}"),
        EditKind::ForceChanged => format!("the force is described otherwise: {says}"),
    }
}

/// What is judged of evidence; where nothing of that is otherwise, all. What it is called, and where it lies, tells nothing of a duty.
fn telling(says: &[Aspect]) -> Vec<Aspect> {
    let is_told = |aspect: &&Aspect| !matches!(aspect.what, "title" | "owner" | "note" | "marking");
    let told: Vec<Aspect> = says.iter().filter(is_told).cloned().collect();
    if told.is_empty() { says.to_vec() } else { told }
}

fn says(aspects: &[Aspect]) -> String {
    let told: Vec<String> = aspects
        .iter()
        .map(|aspect| {
            let what = if aspect.what == "value" { String::new() } else { format!("{} ", aspect.what) };
            let is_at_hand = |text: Option<&String>| text.is_some_and(|text| text.starts_with(DIGEST));
            match (is_at_hand(aspect.from.as_ref()), is_at_hand(aspect.to.as_ref())) {
                // Two digests tell a reader nothing but that they are not the same.
                (true, true) => return format!("{what}is another"),
                (true, false) if aspect.what == "text of the file" => return format!("{what}is not at hand any more"),
                (false, true) if aspect.what == "text of the file" => return format!("{what}is at hand"),
                _ => {}
            }
            match (aspect.from.as_deref().map(short), aspect.to.as_deref().map(short)) {
                (None, Some(to)) => format!("{what}{to}"),
                (Some(from), None) => format!("{what}was {from}"),
                (Some(from), Some(to)) => format!("{what}{to}, was {from}"),
                (None, None) => what,
            }
        })
        .collect();
    if told.is_empty() { "in what stands within it".into() } else { told.join("; ") }
}

fn short(text: &str) -> String {
    let text = &with_short_digests(text);
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A text in which of each digest only its first digits are left.
fn with_short_digests(text: &str) -> String {
    let mut parts = text.split(DIGEST);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| {
        let digits = part.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(part.len());
        let (shown, rest) =
            (part.get(..digits.min(DIGITS)).unwrap_or_default(), part.get(digits..).unwrap_or_default());
        format!("{told}{DIGEST}{shown}{rest}")
    })
}

/// What the rules say otherwise of a duty.
pub(super) fn rules(rules: &RulesChange) -> String {
    let head = match (&rules.from, &rules.to) {
        (None, Some(to)) => format!("the rules have a new duty, in {to}"),
        (Some(from), None) => format!("the rules have no such duty any more; it was in {from}"),
        _ => "the rules judge it otherwise".into(),
    };
    let told: Vec<String> =
        rules.terms.iter().map(term).chain(rules.partings.iter().take(MOST_PAIRS).map(parting)).collect();
    if told.is_empty() { head } else { format!("{head}: {}", told.join("; ")) }
}

/// What two policies state otherwise.
pub(super) fn term(term: &Term) -> String {
    let says = term.says.map(|says| says.as_deref().map_or_else(|| "nothing".to_owned(), short));
    format!("{}: {}, was {}", term.what, says.b, says.a)
}

fn parting(pair: &PairParting) -> String {
    let subject = pair.subject.as_ref().map_or_else(String::new, |subject| format!(" for {subject}"));
    let told = match &pair.parting {
        Parting::NoSuchPair { only_in: "a" } => "is asked no more".into(),
        Parting::NoSuchPair { .. } => "is asked only now".into(),
        Parting::Scope { told } => format!("{}; before: {}", told.b, told.a),
        Parting::Parameter { name, value } => {
            let value = value.map(|value| value.clone().unwrap_or_else(|| "none".into()));
            format!("the threshold `{name}` is {}, was {}", value.b, value.a)
        }
        Parting::Fact { reads, .. } => {
            let read = reads.map(|read| read.as_ref().map_or("no more", |read| read.path.as_str()).to_owned());
            format!("the rule reads `{}`, where it read `{}`", read.b, read.a)
        }
        Parting::Duty { duty } => format!("it rests on `{}`, which is judged otherwise", duty.b),
        Parting::Comparison { says, .. } => {
            format!("the rule says `{}`, and said `{}`", short(&says.b), short(&says.a))
        }
        Parting::Evidence { shown_by } => {
            format!("it is shown by {}, was {}", shown_by.b.join(", "), shown_by.a.join(", "))
        }
        Parting::Elsewhere => "the law around it differs".into(),
    };
    format!("`{}`{subject}: {told}", pair.requirement)
}
