//! What stands behind the findings: departures, evidence, every duty, every pair, the inputs.

use crate::model::assessment::{DutyResult, EvidenceResult};
use crate::model::words::Outcome;

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, code};
use super::super::view::{View, group};
use super::pair;

/// How many facts that no rule read are named.
const MOST_UNREAD: usize = 20;

/// Every departure, in effect or not, and why.
pub(in crate::report) fn departures(view: View<'_>) -> Option<Block> {
    let departures = view.departures();
    let items = departures.iter().map(|departure| {
        let decided = departure.decided_on.map_or_else(|| "on no stated date".to_owned(), |date| format!("on {date}"));
        let who = match phrases::holders(&departure.decided_by) {
            nobody if nobody.is_empty() => "nobody named".to_owned(),
            who => who,
        };
        let sets_aside = match departure.sets_aside {
            0 => String::new(),
            number => phrases::count(number, "requirement that is not met", "requirements that are not met"),
        };
        let fields = Fields::new()
            .with("From", phrases::departure(departure))
            .with("State", departure.state.clone())
            .with("Sets aside", sets_aside)
            .with("Reason", departure.reason.clone().unwrap_or_else(|| "none is recorded".to_owned()))
            .with("Decided", format!("by {who}, {decided}"))
            .with("Until", departure.until.map_or_else(|| "no last day is recorded".to_owned(), |day| day.to_string()))
            .with(
                "Cites",
                if departure.cites.is_empty() { "nothing".to_owned() } else { phrases::codes(&departure.cites) },
            )
            .with("Place", phrases::place(&departure.at));
        let effect = if departure.in_effect { "→ in effect" } else { "✗ invalid" };
        Block::Item(format!("{effect}: {}", code(&departure.id)), vec![fields.block()])
    });
    let items: Vec<Block> = items.collect();
    (!items.is_empty()).then(|| Block::Section("Departures".into(), items))
}

/// The evidence that cannot support anything, and how much there is besides; with everything, each piece.
pub(super) fn evidence(view: View<'_>) -> Option<Block> {
    let evidence = view.evidence();
    let is_usable = |evidence: &EvidenceResult| evidence.current && !evidence.narrative;
    let usable = evidence.iter().filter(|evidence| is_usable(evidence)).count();
    let told = match usable {
        0 => "None of it is current and able to support what it is cited for.".to_owned(),
        _ if view.verbose => String::new(),
        some => {
            let others = if some == evidence.len() { "" } else { " The others:" };
            let (pieces, it) = if some == 1 { ("piece is", "it is") } else { ("pieces are", "they are") };
            format!(
                "{some} {pieces} current and able to support what {it} cited for; with --verbose, each is told.{others}"
            )
        }
    };
    let items = evidence.iter().filter(|evidence| view.verbose || !is_usable(evidence)).map(|evidence| {
        let usable = if is_usable(evidence) { "✓" } else { "✗" };
        let title = format!("{usable} {}: {} ({})", phrases::state(evidence), evidence.title, code(&evidence.id));
        Block::Item(title, vec![Block::Text(phrases::evidence(evidence))])
    });
    let told = Some(told).filter(|told| !told.is_empty()).map(Block::Text);
    let body: Vec<Block> = told.into_iter().chain(items).collect();
    (!evidence.is_empty()).then(|| Block::Section("Evidence".into(), body))
}

/// A line for each duty.
pub(super) fn duties(view: View<'_>) -> Block {
    let rows = view.duties().into_iter().map(|duty| {
        let context = if duty.context { "; owed by other bodies only" } else { "" };
        let (binding, verdict) = (phrases::word(duty.binding.as_str()), phrases::word(duty.verdict.as_str()));
        let due = duty
            .requirements
            .iter()
            .filter(|pair| pair.outcome == Outcome::NotYetDue)
            .filter_map(|pair| pair.due)
            .min();
        let due = due.map_or_else(String::new, |day| format!("; next due {day}"));
        let told = format!("{binding}: {verdict}{}{due}{context}{}", pair::support(duty), phrases::unverified(duty));
        // What other bodies owe is counted nowhere, so it has no standing here either.
        let stands = if duty.context { "· context".to_owned() } else { phrases::stands(duty) };
        vec![stands, code(&duty.id), told]
    });
    let table = Table { columns: vec!["Standing", "Duty", "Binding and verdict"], rows: rows.collect() };
    Block::Section("Every duty".into(), vec![Block::Table(table)])
}

/// Every pair of every duty with all its facts.
pub(super) fn pairs(view: View<'_>) -> Option<Block> {
    let duties = view.duties();
    let items: Vec<Block> = duties.into_iter().map(|duty| all_of(duty, view)).collect();
    (!items.is_empty()).then(|| Block::Section("Every requirement".into(), items))
}

fn all_of(duty: &DutyResult, view: View<'_>) -> Block {
    let fields = Fields::new()
        .with("Says", duty.says.clone())
        .with("Status", pair::status(duty))
        .with("Reason", duty.reason.clone())
        .with("Owed by", phrases::owed_by(duty))
        .with("Source", pair::law(duty, view.assessment))
        .with_all("Threshold", pair::thresholds(duty));
    let mut body = vec![fields.block()];
    body.extend(group(duty.requirements.iter()).iter().map(|group| pair::whole(group, duty, view)));
    Block::Item(pair::title(duty), body)
}

/// The digests of what was read.
pub(in crate::report) fn inputs(view: View<'_>) -> Block {
    let it = view.assessment;
    let own = it.inputs.iter().filter(|input| view.verbose || input.root == "profile");
    let files = own.map(|input| vec![input.root.clone(), code(&input.path), phrases::digest(&input.digest)]);
    let sets = it.rule_sets.iter().map(|set| {
        let files = it.inputs.iter().filter(|input| input.root == set.name.as_str()).count();
        let files = phrases::count(files, "file", "files");
        let version = if it.partial.is_some() { set.version.clone() } else { format!("{} ({files})", set.version) };
        vec![set.name.to_string(), version, phrases::digest(&set.digest)]
    });
    let table = Table { columns: vec!["Root", "File", "Digest"], rows: files.chain(sets).collect() };
    let made = format!("Made by {} {}, schema {}.", it.tool.name, it.tool.version, it.schema_version);
    let unread = unread(&it.summary.unread_facts).map(Block::Text);
    Block::Section(
        "Inputs".into(),
        [Block::Table(table)].into_iter().chain(unread).chain([Block::Text(made)]).collect(),
    )
}

/// The facts that no rule read, the entries of a list told as one: the first few by path, then how many more.
fn unread(paths: &[String]) -> Option<String> {
    let mut facts: Vec<&str> = Vec::new();
    for path in paths {
        let (fact, _) = phrases::entry_of(path);
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    let more = match facts.len().saturating_sub(MOST_UNREAD) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let shown = phrases::codes(facts.iter().take(MOST_UNREAD));
    (!facts.is_empty()).then(|| format!("Stated in the profile, and read by no rule: {shown}{more}."))
}
