//! How proof is told: facts with their places, what they cite and whether that supports them, evidence, departures.

use crate::model::assessment::{Assessment, At, DepartureResult, EvidenceResult, FactRead, PairResult, Sought};
use crate::model::ids::{EvidenceId, KindId};

use super::{count, names, word};

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

/// Where facts stand: `profile.yaml:31, 40`, a file's name given once.
pub(crate) fn places(places: &[&At]) -> String {
    let mut told = String::new();
    let mut file = None;
    for at in places {
        let comma = if told.is_empty() { "" } else { ", " };
        told.push_str(comma);
        let same_file = file == Some(&at.file);
        told.push_str(&if same_file { at.line.to_string() } else { format!("{}:{}", at.file, at.line) });
        file = Some(&at.file);
    }
    told
}

/// What a fact cites, each citation with whether it supports this pair and why not.
pub(crate) fn citations(fact: &FactRead, pair: &PairResult, assessment: &Assessment) -> String {
    if fact.cites.is_empty() {
        return "cites nothing".to_owned();
    }
    // Several places in one piece of evidence are told together.
    let mut cited: Vec<(&str, String)> = Vec::new();
    for cite in &fact.cites {
        let (id, anchor) = cite.split_at(cite.find('#').unwrap_or(cite.len()));
        match cited.iter_mut().find(|(other, _)| *other == id) {
            Some((_, places)) => places.push_str(&format!(", {anchor}")),
            None => cited.push((id, cite.clone())),
        }
    }
    let told = cited.iter().map(|(id, places)| {
        let evidence = assessment.evidence.iter().find(|evidence| evidence.id.as_str() == *id);
        format!("{places}: {}", evidence.map_or_else(|| "not described".to_owned(), |it| supports(it, fact, pair)))
    });
    format!("cites {}", told.collect::<Vec<_>>().join("; "))
}

fn supports(evidence: &EvidenceResult, fact: &FactRead, pair: &PairResult) -> String {
    if fact.supported_by.contains(&evidence.id) {
        "supports it".to_owned()
    } else if evidence.narrative {
        "the body's own account, which never supports".to_owned()
    } else if !evidence.current {
        format!("does not support it, {}", evidence.state)
    } else if evidence.held_at.is_none() {
        "does not support it, held nowhere that is stated".to_owned()
    } else if !pair.shown_by.contains(&evidence.kind) {
        format!("current, but {} is not a kind that shows it", evidence.kind_title)
    } else {
        format!("not counted as support, {}", evidence.state)
    }
}

/// When a fact was stated and until when it holds.
pub(crate) fn held(fact: &FactRead) -> String {
    let until = fact.holds_until.map_or_else(String::new, |day| format!(", to be relied on until {day}"));
    let marking = fact.marking.map_or_else(String::new, |marking| format!(", {marking}"));
    let by = if fact.held_by.is_empty() { String::new() } else { format!(", usually held by {}", fact.held_by) };
    format!("stated {}{until}{by}{marking}", fact.stated_on)
}

/// A fact that is missing: what it means and its path.
pub(crate) fn sought(sought: &Sought) -> String {
    if sought.means.is_empty() { sought.path.clone() } else { format!("{} ({})", sought.means, sought.path) }
}

/// What there is to know of evidence: kind, age, owner, where it is held, what it does.
pub(crate) fn evidence(evidence: &EvidenceResult) -> String {
    let dated = match (evidence.dated, evidence.age_days) {
        (Some(dated), Some(1)) => format!("dated {dated}, 1 day old"),
        (Some(dated), Some(days)) => format!("dated {dated}, {days} days old"),
        (Some(dated), None) => format!("dated {dated}"),
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
        "{}, {dated}{valid}{review}{marking}; owner {}; {held}; cited by {}; supports {supports} ({}:{})",
        evidence.kind_title,
        evidence.owner,
        count(evidence.cited_by.len(), "fact", "facts"),
        evidence.at.file,
        evidence.at.line
    )
}

/// What a departure departs from, and who decided it.
pub(crate) fn departure(departure: &DepartureResult) -> String {
    let requirements =
        if departure.requirements.is_empty() { "all of it".to_owned() } else { names(&departure.requirements) };
    let subjects =
        if departure.subjects.is_empty() { String::new() } else { format!(", for {}", names(&departure.subjects)) };
    format!("{}: {requirements}{subjects}", departure.duty)
}

/// Whether a departure is in effect, with its shape.
pub(crate) fn in_effect(departure: &DepartureResult) -> &'static str {
    if departure.in_effect { "→ in effect" } else { "✗ invalid, it sets nothing aside" }
}

/// The start of a digest, enough to tell two apart.
pub(crate) fn digest(digest: &str) -> String {
    let short: String = digest.chars().take("sha256:".len() + 12).collect();
    if short.len() < digest.len() { format!("{short}…") } else { short }
}

/// The evidence that supports any of these facts.
pub(crate) fn supporting<'a>(facts: &'a [FactRead], assessment: &'a Assessment) -> Vec<&'a EvidenceResult> {
    let supports = |id: &EvidenceId| facts.iter().any(|fact| fact.supported_by.contains(id));
    assessment.evidence.iter().filter(|evidence| supports(&evidence.id)).collect()
}
