//! One duty as the rule set has it: what the law says, who owes it, what is judged, the rule, the names of its cases.

use std::fmt::Write as _;

use crate::model::law::{Duty, InForce, Law, ParameterValue, Requirement};
use crate::model::words::{DutyStatus, Verified};

use super::block::{Block, Fields};
use super::code::{code, codes};
use super::sanitize::sanitize;
use super::text;

/// The duty as text for a terminal; the rule stands at the end, line by line.
#[must_use]
pub fn show(law: &Law, duty: &Duty, cases: &[String], width: usize) -> String {
    let mut blocks = vec![
        Block::Title(format!("{} ({})", duty.title, duty.id)),
        Block::Section("What the law says".into(), vec![Block::Text(duty.says.clone()), source(law, duty)]),
        Block::Section("Who owes it".into(), who(duty)),
        Block::Section("What is judged".into(), judged(duty)),
    ];
    if !cases.is_empty() {
        let title = format!("Cases ({})", cases.len());
        blocks.push(Block::Section(title, vec![Block::List(cases.to_vec())]));
    }
    let mut page = text::render(&blocks, width);
    if let Some(script) = &duty.script {
        let _ = writeln!(page, "\nTHE RULE ({})\n", sanitize(&duty.id.script_path()));
        for (number, line) in (1..).zip(script.text.lines()) {
            // Each line is made safe by itself, so that the rule keeps its lines and cannot leave them.
            let _ = writeln!(page, "{}", format!("  {number:3}  {}", sanitize(line)).trim_end());
        }
    }
    page
}

fn source(law: &Law, duty: &Duty) -> Block {
    let source = &duty.source;
    let instrument = source.instrument.as_ref().and_then(|id| law.instruments.get(id));
    let title = instrument.map_or("", |instrument| instrument.title.as_str());
    let at = source.at.as_deref().map(|at| format!(", {at}")).unwrap_or_default();
    let verified = match source.verified {
        Verified::Primary => "read in the instrument itself",
        Verified::Secondary => "read in a text that restates it",
        Verified::Unverified => "not verified",
    };
    let checked = source.checked.map(|day| format!(", checked {day}")).unwrap_or_default();
    let of = instrument.map(|instrument| instrument.in_force).unwrap_or_default();
    Fields::new()
        .with("Source", format!("{title}{at}"))
        .with("Verification", format!("{verified}{checked}"))
        .with("Read in", source.read_in.clone().unwrap_or_default())
        .with("To be read at", source.url.clone().unwrap_or_default())
        .with("Note", source.note.clone().unwrap_or_default())
        .with("In force", format!("{}; its instrument {}", dates(duty.in_force), dates(of)))
        .with("Rule set", duty.rule_set.to_string())
        .block()
}

fn dates(in_force: InForce) -> String {
    match (in_force.from, in_force.until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "as long as its instrument".into(),
    }
}

fn who(duty: &Duty) -> Vec<Block> {
    let holders = duty.owed_by.iter().map(|holder| match holder.is_of_the_force() {
        true => holder.title(),
        false => format!("{} (not of the force: the duty is context, and enters no roll-up)", holder.title()),
    });
    let binds = format!(
        "It binds as {}. A gap weighs {} of 5: {}.",
        code(duty.binding),
        duty.weight.value,
        duty.weight.because
    );
    vec![Block::List(holders.collect()), Block::Text(binds)]
}

fn judged(duty: &Duty) -> Vec<Block> {
    if duty.status != DutyStatus::Judged {
        let because = duty.because.as_deref().unwrap_or("its text could not be read");
        return vec![Block::Text(format!("Nothing: it is {}. {because}.", code(duty.status)))];
    }
    let mut blocks: Vec<Block> = duty.requirements.iter().map(requirement).collect();
    if !duty.parameters.is_empty() {
        let told = duty.parameters.iter().map(|(name, parameter)| {
            let value = match &parameter.value {
                ParameterValue::Whole(whole) => whole.to_string(),
                ParameterValue::Period(period) => period.to_string(),
                ParameterValue::Text(text) => text.clone(),
            };
            format!("{} = {value}, set by {}: {}", code(name), parameter.set_by, parameter.because)
        });
        blocks.push(Block::Text("Thresholds that the source does not state:".into()));
        blocks.push(Block::List(told.collect()));
    }
    blocks
}

fn requirement(requirement: &Requirement) -> Block {
    let subject = |text: &str| text.replace("{subject}", "the subject");
    let each = requirement.for_each.as_ref().map(|set| format!(" (for each of {})", code(set))).unwrap_or_default();
    let look_back = requirement.look_back.as_ref().map(|look_back| {
        format!(
            "a missed deadline matters for {}, set by {}: {}",
            look_back.period, look_back.set_by, look_back.because
        )
    });
    let fields = Fields::new()
        .with("To close a gap", subject(&requirement.remedy))
        .with("Shown by", codes(&requirement.shown_by))
        .with("Look-back", look_back.unwrap_or_default())
        .block();
    Block::Item(format!("{}: {}{each}", code(&requirement.id), subject(&requirement.states)), vec![fields])
}
