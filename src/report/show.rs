//! One duty as the rule set has it: what the law says, who owes it, what is judged, the rule, the names of its cases.

use std::fmt::Write as _;

use crate::model::assessment::TailoredFrom;
use crate::model::law::{Duty, InForce, Law, Requirement, Script};
use crate::model::overlay::Overlaid;
use crate::model::place::{Origin, Sources};
use crate::model::words::{DutyStatus, Verified};

use super::block::{Block, Fields};
use super::code::{code, codes};
use super::phrases;
use super::sanitize::sanitize;
use super::text;

/// The duty as text for a terminal; the rule stands at the end, line by line, and after it those of the requirements that were added.
#[must_use]
pub fn show(law: &Law, duty: &Duty, sources: &Sources, cases: &[String], width: usize) -> String {
    let mut blocks = vec![
        Block::Title(format!("{} ({})", duty.title, duty.id)),
        Block::Section("What the law says".into(), vec![Block::Text(duty.says.clone()), source(law, duty)]),
        Block::Section("Who owes it".into(), who(duty)),
        Block::Section("What is judged".into(), judged(duty)),
    ];
    if let Some(overlaid) = &duty.overlaid {
        blocks.push(Block::Section("What it is made from".into(), tailored(overlaid, sources)));
    }
    if !cases.is_empty() {
        let title = format!("Cases ({})", cases.len());
        blocks.push(Block::Section(title, vec![Block::List(cases.to_vec())]));
    }
    let mut page = text::render(&blocks, width);
    if let Some(script) = &duty.script {
        let path = if duty.overlaid.is_some() { file(script, sources) } else { duty.id.script_path() };
        rule(&mut page, &format!("THE RULE ({})", sanitize(&path)), script);
    }
    for (id, script) in duty.overlaid.iter().flat_map(|overlaid| &overlaid.additions) {
        let title = format!("THE RULE OF `{id}` ({})", file(script, sources));
        rule(&mut page, &sanitize(&title), script);
    }
    page
}

/// The file that a script stands in, with its rule set.
fn file(script: &Script, sources: &Sources) -> String {
    let Some(file) = sources.get(script.file) else { return String::new() };
    match &file.origin {
        Origin::RuleSet(name) => format!("{} of rule set {name}", file.path),
        Origin::Profile => file.path.clone(),
    }
}

fn rule(page: &mut String, title: &str, script: &Script) {
    let _ = writeln!(page, "\n{title}\n");
    for (number, line) in (1..).zip(script.text.lines()) {
        // Each line is made safe by itself, so that the rule keeps its lines and cannot leave them.
        let _ = writeln!(page, "{}", format!("  {number:3}  {}", sanitize(line)).trim_end());
    }
}

/// What a duty was made from, and what of it is not as there.
fn tailored(overlaid: &Overlaid, sources: &Sources) -> Vec<Block> {
    let from = TailoredFrom::of(overlaid, sources);
    let mut blocks = vec![Block::Text(phrases::made_from(&from))];
    if from.changes.is_empty() {
        blocks.push(Block::Text("It is as it stands there.".into()));
    } else {
        blocks.push(Block::List(from.changes.iter().map(phrases::tailored).collect()));
    }
    blocks
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
    let mut blocks: Vec<Block> = duty.requirements.iter().map(|own| requirement(duty, own)).collect();
    if !duty.parameters.is_empty() {
        let told = duty.parameters.iter().map(|(name, parameter)| {
            let value = &parameter.value;
            format!("{} = {value}, set by {}: {}", code(name), parameter.set_by, parameter.because)
        });
        blocks.push(Block::Text("Thresholds that the source does not state:".into()));
        blocks.push(Block::List(told.collect()));
    }
    blocks
}

fn requirement(duty: &Duty, requirement: &Requirement) -> Block {
    let subject = |text: &str| duty.of_any_subject(text);
    let each = requirement.for_each.as_ref().map(|set| format!(" (for each of {})", code(set))).unwrap_or_default();
    let look_back = requirement.look_back.as_ref().map(|look_back| {
        format!(
            "a missed deadline matters for {}, set by {}: {}",
            look_back.period, look_back.set_by, look_back.because
        )
    });
    let fields = Fields::new()
        .with("To close a gap", subject(&requirement.remedy))
        .with("Shown by", codes(&*requirement.shown_by))
        .with("Look-back", look_back.unwrap_or_default())
        .block();
    Block::Item(format!("{}: {}{each}", code(&requirement.id), subject(&requirement.states)), vec![fields])
}
