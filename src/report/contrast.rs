//! Two rule sets side by side, as text for a terminal and as JSON.

use crate::model::assessment::At;
use crate::model::contrast::{Contrast, DutyContrast, FactSeen, PairContrast, Parting, SideInfo};
use crate::model::ids::DutyId;
use crate::model::words::{Outcome, Support, Verdict};

use super::block::{Block, Fields};
use super::json::safe;
use super::phrases::{self, code, codes, count};
use super::text::render;

/// How wide a terminal is taken to be.
const WIDTH: usize = 80;
/// How many duties that only one of them has are named.
const MOST_NAMED: usize = 6;

/// What two rule sets make of each profile, as text.
#[must_use]
pub fn text(contrasts: &[Contrast]) -> String {
    contrasts.iter().map(|contrast| render(&blocks(contrast), WIDTH)).collect::<Vec<_>>().join("\n")
}

/// The same as JSON: a list with an entry for each profile.
#[must_use]
pub fn json(contrasts: &[Contrast]) -> String {
    safe(contrasts)
}

fn blocks(contrast: &Contrast) -> Vec<Block> {
    let side = |side: &SideInfo| format!("{} {} ({})", side.name, side.version, phrases::digest(&side.digest));
    let fields = Fields::new()
        .with("As of", contrast.as_of.to_string())
        .with("A", side(&contrast.rule_sets.a))
        .with("B", side(&contrast.rule_sets.b))
        .with("Alike", count(contrast.alike, "duty of both", "duties of both"))
        .with("Otherwise", count(contrast.duties.len(), "duty", "duties"))
        .with("Only in A", only(&contrast.only.a))
        .with("Only in B", only(&contrast.only.b));
    let mut blocks = vec![Block::Title(format!("{}: two rule sets side by side", contrast.force)), fields.block()];
    if contrast.duties.is_empty() {
        let told = if contrast.alike == 0 {
            "The rule sets have no duty in common."
        } else {
            "Both judge every duty that they have in common alike, on the same terms."
        };
        blocks.push(Block::Text(told.into()));
    } else {
        blocks.push(Block::Section("Where they part".into(), contrast.duties.iter().map(duty).collect()));
    }
    blocks
}

/// The duties that only one of them has: the first few by name.
fn only(ids: &[DutyId]) -> String {
    let shown = if ids.len() > MOST_NAMED + 1 { MOST_NAMED } else { ids.len() };
    let named = codes(ids.iter().take(shown));
    match ids.len() - shown {
        0 => named,
        rest => format!("{}: {named}, and {rest} more, all named in the JSON", count(ids.len(), "duty", "duties")),
    }
}

fn duty(duty: &DutyContrast) -> Block {
    let title =
        if duty.title.agree() { duty.title.a.clone() } else { format!("{}, in B {}", duty.title.a, duty.title.b) };
    let id =
        if duty.id.agree() { code(&duty.id.a) } else { format!("{}, in B {}", code(&duty.id.a), code(&duty.id.b)) };
    let stands =
        |standing, verdict: Verdict| format!("{}, {}", phrases::standing(standing), phrases::word(verdict.as_str()));
    let terms = duty.terms.iter().map(|term| {
        let says = term.says.map(|says| says.clone().unwrap_or_else(|| "nothing".into()));
        format!("{}: A says {}, B says {}", term.what, says.a, says.b)
    });
    let fields = Fields::new()
        .with("A", format!("{} ({})", stands(duty.standing.a, duty.verdict.a), code(&duty.at.a)))
        .with("B", format!("{} ({})", stands(duty.standing.b, duty.verdict.b), code(&duty.at.b)))
        .with_all("Terms", terms);
    let pairs = duty.pairs.iter().map(pair);
    Block::Item(format!("{title} ({id})"), std::iter::once(fields.block()).chain(pairs).collect())
}

fn pair(pair: &PairContrast) -> Block {
    let subject = pair.subject.as_ref().map_or_else(String::new, |subject| format!(" for {subject}"));
    let a = came(pair.outcome.a, pair.support.a, pair.reason.a.as_ref(), pair.rule.a.as_ref());
    let b = came(pair.outcome.b, pair.support.b, pair.reason.b.as_ref(), pair.rule.b.as_ref());
    let fields = Fields::new().with("A", a).with("B", b).with_all("They part", parting(&pair.parting));
    Block::Item(format!("{}{subject}", code(&pair.requirement)), vec![fields.block()])
}

fn came(outcome: Option<Outcome>, support: Option<Support>, reason: Option<&String>, rule: Option<&At>) -> String {
    let outcome = outcome.map_or_else(|| "not judged".into(), |outcome| phrases::word(outcome.as_str()));
    let support = support.map_or_else(String::new, |support| format!(", {support}"));
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    format!("{outcome}{support}{reason}{}", place(rule))
}

fn place(at: Option<&At>) -> String {
    at.map_or_else(String::new, |at| format!(" ({})", code(at)))
}

fn parting(parting: &Parting) -> Vec<String> {
    match parting {
        Parting::NoSuchPair { only_in } => {
            vec![format!("only {} has this requirement or subject", only_in.to_uppercase())]
        }
        Parting::Scope { told } => {
            vec!["at the scope of the duty".into(), format!("A: {}", told.a), format!("B: {}", told.b)]
        }
        Parting::Parameter { name, value } => {
            let value = value.map(|value| value.clone().unwrap_or_else(|| "none".into()));
            vec![format!("at the threshold {}: {} in A, {} in B; the rules are the same", code(name), value.a, value.b)]
        }
        Parting::Fact { after, reads } => {
            let before = if *after == 0 {
                "at the first fact".into()
            } else {
                format!("after {} alike", count(*after, "read", "reads"))
            };
            let reads = reads.map(|read| read.as_ref().map_or_else(|| "reads no more".into(), fact));
            vec![before, format!("A: {}", reads.a), format!("B: {}", reads.b)]
        }
        Parting::Duty { duty } => vec![format!(
            "at a duty that it rests on and that stands otherwise: {} in A, {} in B",
            code(&duty.a),
            code(&duty.b)
        )],
        Parting::Comparison { part, fact, says, at } => {
            let fact = fact.as_ref().map_or_else(|| "what they read".into(), code);
            vec![
                format!("both compare {fact} otherwise; the {part} differs"),
                format!("A: {} ({})", code(&says.a), code(&at.a)),
                format!("B: {} ({})", code(&says.b), code(&at.b)),
            ]
        }
        Parting::Evidence { shown_by } => vec![
            "the rules agree; what shows it differs".into(),
            format!("A: {}", codes(&shown_by.a)),
            format!("B: {}", codes(&shown_by.b)),
        ],
        Parting::Elsewhere => vec!["outside of this requirement: the rules and what they read are the same".into()],
    }
}

fn fact(fact: &FactSeen) -> String {
    let value = fact.value.as_ref().map_or_else(|| "not stated".into(), |value| format!("= {value}"));
    format!("reads {} {value}{}", code(&fact.path), place(fact.read_at.as_ref()))
}
