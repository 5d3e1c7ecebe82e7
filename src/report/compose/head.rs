//! The first screen: whose assessment it is, the answer in words, assurance.

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, InstrumentInfo, RuleSetAssurance};
use crate::model::words::Standing;

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, count};
use super::super::view::{DutyStory, View};
use super::pair;

/// The force, the dates, the marking, the rule sets, the law that applied.
pub(super) fn head(view: View<'_>) -> Vec<Block> {
    let it = view.assessment;
    let inferred = it.stated_on.inferred.as_ref().map_or_else(String::new, |why| format!(" (inferred: {why})"));
    let rule_sets = it.rule_sets.iter().map(|set| {
        let at_fault = match set.problems.len() {
            0 => String::new(),
            mistakes => format!("; has {}, its duties are in error", count(mistakes, "mistake", "mistakes")),
        };
        format!("{} {}, of {} ({}){at_fault}", set.name, set.version, set.owner, phrases::digest(&set.digest))
    });
    let editions = |edition: bool, applied: Option<bool>| {
        let fits = move |one: &&InstrumentInfo| (one.kind == "spr-edition") == edition && one.applied == applied;
        it.instruments.iter().filter(fits).map(phrases::instrument).collect::<Vec<_>>()
    };
    let fields = Fields::new()
        .with("As of", it.as_of.to_string())
        .with("Stated on", format!("{}{inferred}", it.stated_on.value))
        .with("Marking", it.marking.to_string())
        .with("Holders", phrases::holders(&it.force.holders))
        .with_all("Rule sets", rule_sets)
        .with_all("SPR", spr(editions(true, Some(true))))
        .with_all("Also applied", editions(false, Some(true)))
        .with_all("Unclear", [editions(true, None), editions(false, None)].concat());
    vec![Block::Title(format!("{}: duties under the Strategic Policing Requirement", it.force.name)), fields.block()]
}

fn spr(applied: Vec<String>) -> Vec<String> {
    if applied.is_empty() { vec!["no edition was in force on that date".to_owned()] } else { applied }
}

/// The answer in words, with the worst gap.
pub(super) fn summary(view: View<'_>) -> Block {
    let summary = &view.assessment.summary;
    let counted: usize = Standing::ALL.iter().map(|standing| summary.standings.of(*standing)).sum();
    let satisfied = summary.standings.satisfied;
    let lead = format!(
        "{satisfied} of {} {} satisfied: met, and shown by evidence.",
        count(counted, "duty", "duties"),
        if satisfied == 1 { "is" } else { "are" }
    );
    let mut body = vec![Block::Text(lead)];
    body.extend(filter(view));
    body.push(standings(view.assessment));
    body.push(named(view));
    body.push(Block::Text(looked_at(view.assessment)));
    body.extend(worst(view));
    Block::Section("In short".into(), body)
}

/// That a filter is on, and what it hides.
fn filter(view: View<'_>) -> Option<Block> {
    let (shown, all) = (view.duties().len(), view.assessment.duties.len());
    view.filter.is_on().then(|| {
        let hidden = count(all.saturating_sub(shown), "duty is", "duties are");
        Block::Text(format!(
            "A filter is on ({}): {hidden} not shown below, nor evidence and departures of those alone. All counts and all \
             assurance are of every duty.",
            view.filter
        ))
    })
}

fn standings(assessment: &Assessment) -> Block {
    let rows = Standing::ALL.iter().filter_map(|standing| {
        let number = assessment.summary.standings.of(*standing);
        let breaches = assessment.summary.apparent_breaches;
        let breaches = match standing {
            Standing::Gap if breaches > 0 => format!("; {} an apparent breach", count(breaches, "has", "have")),
            _ => String::new(),
        };
        let means = format!("{}{breaches}", phrases::standing_means(*standing));
        (number > 0).then(|| vec![phrases::standing(*standing), number.to_string(), means])
    });
    Block::Table(Table { columns: vec!["Standing", "Duties", "Which means"], rows: rows.collect() })
}

fn looked_at(assessment: &Assessment) -> String {
    let summary = &assessment.summary;
    let mut text = format!("Looked at: {}", count(summary.duties, "duty", "duties"));
    if summary.could_not_be_read > 0 {
        text.push_str(&format!(
            ", {} of them not judged because the text could not be read",
            summary.could_not_be_read
        ));
    }
    if summary.context > 0 {
        text.push_str(&format!(", {} owed by other bodies only and counted nowhere", summary.context));
    }
    if summary.errors > 0 {
        text.push_str(&format!(", {} in error", summary.errors));
    }
    let unread = match summary.facts_unread {
        0 => String::new(),
        unread => format!(", {unread} of which no rule read"),
    };
    text.push_str(&format!(
        "; {}, {} of which current and able to support; {}{unread}.",
        count(summary.evidence, "piece of evidence", "pieces of evidence"),
        summary.evidence_usable,
        count(summary.facts_stated, "fact", "facts"),
    ));
    text
}

fn worst(view: View<'_>) -> Option<Block> {
    let gaps = view.gaps();
    let worst = gaps.first()?;
    let duty = worst.duty;
    let fields = match worst.groups.first() {
        Some(group) => Fields::new()
            .with("What", pair::heading(group, duty))
            .with("For", pair::subjects(group))
            .with("Why", group.says(&group.first.reason))
            .with("Who", phrases::owed_by(duty))
            .with("To do", phrases::remedy(&group.says(&group.first.remedy)))
            .with("By", phrases::due(group.first)),
        None => Fields::new().with("Why", duty.reason.clone()).with("Who", phrases::owed_by(duty)),
    };
    let title = format!("The worst gap: {} ({}){}", duty.title, duty.id, phrases::unverified(duty));
    Some(Block::Item(title, vec![fields.block()]))
}

/// Which duties are unproven or unassessed, whole or in part, by id: what a reader asks next.
fn named(view: View<'_>) -> Block {
    let ids = |stories: &[DutyStory<'_>], whole: Standing| {
        let name = |duty: &DutyResult| {
            if duty.standing == whole { duty.id.to_string() } else { format!("{} (in part)", duty.id) }
        };
        stories.iter().map(|story| name(story.duty)).collect::<Vec<_>>().join(", ")
    };
    let not_judged = view.not_judged().concat();
    let not_judged = not_judged.iter().map(|duty| duty.id.to_string()).collect::<Vec<_>>().join(", ");
    Fields::new()
        .with("Unproven", ids(&view.unproven(), Standing::Unproven))
        .with("Unassessed", ids(&view.unassessed(), Standing::Unassessed))
        .with("Not judged", not_judged)
        .block()
}

/// Assurance of each rule set: by duty-holder, by threat, by instrument.
pub(super) fn assurance(view: View<'_>) -> Vec<Block> {
    let sets = &view.assessment.assurance;
    let heading = |set: &RuleSetAssurance| {
        if sets.len() > 1 { format!("Assurance by {}", set.rule_set) } else { "Assurance".to_owned() }
    };
    sets.iter()
        .map(|set| {
            let tables = [
                table("Duty-holder", &set.by_holder),
                table("Threat", &set.by_threat),
                table("Instrument", &set.by_instrument),
            ];
            Block::Section(heading(set), tables.into_iter().flatten().collect())
        })
        .collect()
}

fn table(of: &'static str, rows: &[AssuranceRow]) -> Option<Block> {
    let cells = |row: &AssuranceRow| {
        let unread = match row.could_not_be_read {
            0 => String::new(),
            number => format!("; {number} could not be read"),
        };
        vec![row.title.clone(), phrases::assurance(row.assurance), format!("{}{unread}", row.reason)]
    };
    let table = Table { columns: vec![of, "Assurance", "Why"], rows: rows.iter().map(cells).collect() };
    (!rows.is_empty()).then_some(Block::Table(table))
}
