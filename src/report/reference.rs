//! A page for each duty of a rule set: what the law says, who owes it, what is judged, an example that meets it and one that does not.

use std::fmt::Write as _;

use crate::model::law::{Duty, Law, Requirement};
use crate::model::words::{DutyStatus, Verified};

/// An example from a duty's case file: what it shows, and the lines of the file.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// Its lines, as YAML.
    pub lines: String,
}

/// The page of a duty, as Markdown. `meets` and `fails` are cases of its rule, where it has any.
#[must_use]
pub fn page(law: &Law, duty: &Duty, meets: Option<&Example>, fails: Option<&Example>) -> String {
    let mut page = format!("# {}\n\n`{}`\n\n## What the law says\n\n{}\n\n", duty.title, duty.id, duty.says);
    source(law, duty, &mut page);
    let _ = writeln!(page, "\n## Who owes it\n");
    for holder in &duty.owed_by {
        let context = if holder.is_of_the_force() {
            ""
        } else {
            " (not of the force: the duty is context, and enters no roll-up)"
        };
        let _ = writeln!(page, "- {}{context}", holder.title());
    }
    let _ = writeln!(
        page,
        "\nIt binds as `{}`. A gap weighs {} of 5: {}.",
        duty.binding, duty.weight.value, duty.weight.because
    );
    judged(duty, &mut page);
    example("An example that meets it", meets, &mut page);
    example("An example that does not", fails, &mut page);
    page
}

fn source(law: &Law, duty: &Duty, page: &mut String) {
    let instrument = duty.source.instrument.as_ref().and_then(|id| law.instruments.get(id));
    let title = instrument.map_or("no instrument", |instrument| instrument.title.as_str());
    let at = duty.source.at.as_deref().map(|at| format!(", {at}")).unwrap_or_default();
    let _ = writeln!(page, "- Source: {title}{at}");
    let verified = match duty.source.verified {
        Verified::Primary => "read in the instrument itself",
        Verified::Secondary => "read in a text that restates it",
        Verified::Unverified => "not verified",
    };
    let checked = duty.source.checked.map(|day| format!(", checked {day}")).unwrap_or_default();
    let _ = writeln!(page, "- Verification: {verified}{checked}");
    if let Some(read_in) = &duty.source.read_in {
        let _ = writeln!(page, "- Read in: {read_in}");
    }
    if let Some(url) = &duty.source.url {
        let _ = writeln!(page, "- To be read at: <{url}>");
    }
    if let Some(note) = &duty.source.note {
        let _ = writeln!(page, "- Note: {note}");
    }
    let dates = |from: Option<_>, until: Option<_>| match (from, until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "as long as its instrument".to_owned(),
    };
    let own = duty.in_force;
    let of = instrument.map(|instrument| instrument.in_force).unwrap_or_default();
    let _ = writeln!(page, "- In force: {}; its instrument {}", dates(own.from, own.until), dates(of.from, of.until));
}

fn judged(duty: &Duty, page: &mut String) {
    let _ = writeln!(page, "\n## What is judged\n");
    if duty.status != DutyStatus::Judged {
        let because = duty.because.as_deref().unwrap_or("its text could not be read");
        let _ = writeln!(page, "Nothing: it is `{}`. {because}.", duty.status);
        return;
    }
    for requirement in &duty.requirements {
        let _ = writeln!(page, "- **`{}`**: {}{}.", requirement.id, states(duty, requirement), each(requirement));
        let remedy = duty.of_any_subject(&requirement.remedy);
        let _ = writeln!(page, "  - To close a gap: {remedy}");
        let kinds: Vec<String> = requirement.shown_by.iter().map(|kind| format!("`{kind}`")).collect();
        let _ = writeln!(page, "  - Shown by: {}", kinds.join(", "));
        if let Some(look_back) = &requirement.look_back {
            let _ = writeln!(
                page,
                "  - A missed deadline matters for {}, set by {}: {}",
                look_back.period, look_back.set_by, look_back.because
            );
        }
    }
    if !duty.parameters.is_empty() {
        let _ = writeln!(page, "\nThresholds that the source does not state:\n");
        for (name, parameter) in &duty.parameters {
            let value = &parameter.value;
            let _ = writeln!(page, "- `{name}` = {value}, set by {}: {}", parameter.set_by, parameter.because);
        }
    }
    let _ = writeln!(page, "\nThe rule is [`{0}`](../../../{0}).", duty.id.script_path());
}

fn states(duty: &Duty, requirement: &Requirement) -> String {
    duty.of_any_subject(&requirement.states)
}

fn each(requirement: &Requirement) -> String {
    requirement.for_each.as_ref().map_or_else(String::new, |set| format!(" (for each of `{set}`)"))
}

fn example(title: &str, example: Option<&Example>, page: &mut String) {
    if let Some(example) = example {
        let _ = writeln!(
            page,
            "\n## {title}\n\n{}:\n\n```yaml\n{}\n```",
            sentence(&example.name),
            example.lines.trim_end()
        );
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
