//! How proof is told: facts with their places, what they cite and whether that supports them, evidence, departures.

use crate::model::assessment::{Assessment, At, DepartureResult, EvidenceResult, FactRead, PairResult};
use crate::model::ids::{EvidenceId, KindId};

use super::{code, count, names, word};

/// How the force's own account of itself counts.
const OWN_ACCOUNT: &str = "by the force's own account:";
/// The same where there is room to say what that means.
const OWN_ACCOUNT_IN_FULL: &str = "by the force's own account, which never supports:";

/// How long a value may be where not everything is shown.
const LONGEST_VALUE: usize = 160;

/// Kinds of evidence, any of which would show it.
pub(crate) fn kinds(kinds: &[KindId], assessment: &Assessment) -> String {
    let titles: Vec<String> = kinds.iter().map(|kind| self::kind(kind, assessment)).collect();
    // A title may hold an "or" of its own.
    if titles.len() > 1 { format!("any of: {}", titles.join("; ")) } else { titles.concat() }
}

/// A kind of evidence by its title, where the profile has any of it.
fn kind(kind: &KindId, assessment: &Assessment) -> String {
    let known = assessment.evidence.iter().find(|evidence| evidence.kind == *kind);
    known.map_or_else(|| word(kind.as_str()), |evidence| evidence.kind_title.clone())
}

/// The value of a fact, in full or cut off where it is very long.
pub(crate) fn value(fact: &FactRead, whole: bool) -> String {
    let length = fact.value.chars().count();
    if whole || length <= LONGEST_VALUE {
        fact.value.clone()
    } else {
        let start: String = fact.value.chars().take(LONGEST_VALUE).collect();
        format!("{start}… ({} more characters)", length - LONGEST_VALUE)
    }
}

/// A path without the number of an entry at its end, and whether it had one: `plan.threats[2]` is one of `plan.threats`.
pub(crate) fn entry_of(path: &str) -> (&str, bool) {
    match path.strip_suffix(']').and_then(|start| start.rsplit_once('[')) {
        Some((list, index)) if index.bytes().all(|byte| byte.is_ascii_digit()) => (list, true),
        _ => (path, false),
    }
}

/// Where facts stand: `profile.yaml:31, 40`, a file's name given once; empty where that is withheld.
pub(crate) fn places(places: &[&At]) -> String {
    let mut told = String::new();
    let mut file = None;
    for at in places.iter().filter(|at| !at.is_withheld()) {
        let comma = if told.is_empty() { "" } else { ", " };
        told.push_str(comma);
        let same_file = file == Some(&at.file);
        told.push_str(&if same_file { at.line.to_string() } else { format!("{}:{}", at.file, at.line) });
        file = Some(&at.file);
    }
    if told.is_empty() { told } else { code(told) }
}

/// Where something stands; empty where that is withheld.
pub(crate) fn place(at: &At) -> String {
    if at.is_withheld() { String::new() } else { code(at) }
}

/// Text in brackets behind other text; empty for none.
pub(crate) fn in_brackets(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

/// What facts rest on: what they cite, how old that is, whether it supports their pairs and why not. Several places in one piece of
/// evidence are told together.
pub(crate) fn citations<'a>(
    facts: impl IntoIterator<Item = (&'a PairResult, &'a FactRead)>,
    assessment: &Assessment,
) -> Vec<String> {
    let mut told: Vec<Cited> = Vec::new();
    for (pair, fact) in facts {
        if fact.cites.is_empty() {
            add(&mut told, Cited { before: "cites nothing", ..Cited::default() });
        }
        for cite in &fact.cites {
            let id = cite.split('#').next().unwrap_or(cite);
            let evidence = assessment.evidence.iter().find(|evidence| evidence.id.as_str() == id);
            let (before, after) = evidence.map_or_else(
                || ("cites", ", not described".to_owned()),
                |evidence| counts_as(evidence, fact, pair, assessment),
            );
            add(&mut told, Cited { before, id: id.to_owned(), places: vec![cite.clone()], after });
        }
    }
    told.iter().map(Cited::line).collect()
}

/// The same, saying what it means where evidence does not count.
pub(crate) fn citations_in_full(fact: &FactRead, pair: &PairResult, assessment: &Assessment) -> String {
    citations([(pair, fact)], assessment).join("; ").replace(OWN_ACCOUNT, OWN_ACCOUNT_IN_FULL)
}

/// Places in one piece of evidence that count alike.
#[derive(Default)]
struct Cited {
    before: &'static str,
    id: String,
    places: Vec<String>,
    after: String,
}

impl Cited {
    fn line(&self) -> String {
        let anchor = |place: &String| code(place.strip_prefix(self.id.as_str()).unwrap_or(place));
        let further = self.places.iter().skip(1).map(|place| format!(", {}", anchor(place)));
        let places: String =
            self.places.iter().take(1).map(|place| format!(" {}", code(place))).chain(further).collect();
        format!("{}{places}{}", self.before, self.after)
    }
}

fn add(told: &mut Vec<Cited>, cited: Cited) {
    let like = |other: &&mut Cited| (other.before, &other.id, &other.after) == (cited.before, &cited.id, &cited.after);
    match told.iter_mut().find(like) {
        Some(other) => other
            .places
            .extend(cited.places.into_iter().filter(|place| !other.places.contains(place)).collect::<Vec<_>>()),
        None => told.push(cited),
    }
}

/// How a piece of evidence counts for a fact: the words before its places and those after.
fn counts_as(
    evidence: &EvidenceResult,
    fact: &FactRead,
    pair: &PairResult,
    assessment: &Assessment,
) -> (&'static str, String) {
    let age = age(evidence).map_or_else(String::new, |age| format!(", {age}"));
    let past = fact.holds_until.filter(|last| *last < assessment.as_of);
    let why_not = if fact.supported_by.contains(&evidence.id) {
        return ("shown by", age);
    } else if evidence.narrative {
        let past = past.map_or_else(String::new, |last| format!(", not to be relied on after {last}"));
        return (OWN_ACCOUNT, format!("{age}{past}"));
    } else if !evidence.current {
        evidence.state.clone()
    } else if evidence.held_at.is_none() {
        "held nowhere that is stated".to_owned()
    } else if !pair.shown_by.contains(&evidence.kind) {
        format!("{} is not a kind that shows it", evidence.kind_title)
    } else if let Some(last) = past {
        format!("the fact was to be relied on until {last}")
    } else {
        evidence.state.clone()
    };
    ("cites", format!("{age}, which does not support it: {why_not}"))
}

/// How old evidence is, at most where its date is partial; `None` where it has no date, or one that is still to come.
fn age(evidence: &EvidenceResult) -> Option<String> {
    let days = evidence.age_days.filter(|days| *days >= 0)?;
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    Some(if evidence.dated?.day().is_some() { format!("{days} old") } else { format!("at most {days} old") })
}

/// What evidence is, in words.
pub(crate) fn state(evidence: &EvidenceResult) -> &str {
    if evidence.narrative { "the force's own account, which never supports" } else { &evidence.state }
}

/// When a fact was stated and until when it holds.
pub(crate) fn held(fact: &FactRead) -> String {
    let until = fact.holds_until.map_or_else(String::new, |day| format!(", to be relied on until {day}"));
    let marking = fact.marking.map_or_else(String::new, |marking| format!(", {marking}"));
    let by = if fact.held_by.is_empty() { String::new() } else { format!(", usually held by {}", fact.held_by) };
    format!("stated {}{until}{by}{marking}", fact.stated_on)
}

/// A fact that is missing: what it means and its path.
pub(crate) fn sought(means: &str, path: &str) -> String {
    if means.is_empty() { code(path) } else { format!("{means} ({})", code(path)) }
}

/// What there is to know of evidence: kind, age, owner, where it is held, what it does.
pub(crate) fn evidence(evidence: &EvidenceResult) -> String {
    let dated = match (evidence.dated, age(evidence)) {
        (Some(dated), Some(age)) => format!("dated {dated}, {age}"),
        (Some(dated), None) => format!("dated {dated}, after the as-of date"),
        (None, _) => "not dated".to_owned(),
    };
    let valid = evidence.valid_until.map_or_else(String::new, |until| format!("; valid until {until}"));
    let review = evidence.review_every.map_or_else(String::new, |period| format!("; to be renewed every {period}"));
    let marking = evidence.marking.map_or_else(String::new, |marking| format!("; {marking}"));
    let held = evidence
        .held_at
        .as_ref()
        .map_or_else(|| "held nowhere that is stated".to_owned(), |at| format!("held at {at}"));
    let supports = if evidence.supports.is_empty() { "no duty".to_owned() } else { names(&evidence.supports) };
    format!(
        "{}, {dated}{valid}{review}{marking}; owner {}; {held}; cited by {}; supports {supports}{}",
        evidence.kind_title,
        evidence.owner,
        count(evidence.cited_by.len(), "fact", "facts"),
        in_brackets(&places(&[&evidence.at]))
    )
}

/// What a departure departs from, and who decided it.
pub(crate) fn departure(departure: &DepartureResult) -> String {
    let requirements =
        if departure.requirements.is_empty() { "all of it".to_owned() } else { names(&departure.requirements) };
    let subjects =
        if departure.subjects.is_empty() { String::new() } else { format!(", for {}", names(&departure.subjects)) };
    format!("{}: {requirements}{subjects}", code(&departure.duty))
}

/// Whether a departure is in effect, with its shape.
pub(crate) fn in_effect(departure: &DepartureResult) -> &'static str {
    if departure.in_effect { "→ in effect" } else { "✗ invalid, it sets nothing aside" }
}

/// The start of a digest, enough to tell two apart.
pub(crate) fn digest(digest: &str) -> String {
    if digest.is_empty() {
        return "digest withheld".into();
    }
    let short: String = digest.chars().take("sha256:".len() + 12).collect();
    code(if short.len() < digest.len() { format!("{short}…") } else { short })
}

/// The evidence that supports any of these facts.
pub(crate) fn supporting<'a>(facts: &'a [FactRead], assessment: &'a Assessment) -> Vec<&'a EvidenceResult> {
    let supports = |id: &EvidenceId| facts.iter().any(|fact| fact.supported_by.contains(id));
    assessment.evidence.iter().filter(|evidence| supports(&evidence.id)).collect()
}
