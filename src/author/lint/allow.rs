//! Allowances: `# sprcheck: allow LINT because REASON` in a policy, `// sprcheck: allow …` in a rule.
//!
//! One stands on the line that it allows something on, after it, or on a line of its own above; above a statement of a rule it reaches to
//! the statement's end. It needs a reason, and one that allows nothing is found itself. A problem cannot be allowed.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::model::nearest::nearest;
use crate::model::place::{Origin, Place, Sources};

use super::finding::{Finding, What};
use super::ids::Lint;

const OPENS: &str = "sprcheck: allow";

/// One allowance.
pub(super) struct Allowance {
    /// Where it stands.
    place: Place,
    width: usize,
    /// The lines on which it allows something.
    lines: RangeInclusive<u32>,
    id: String,
    reason: String,
}

/// The allowances in the files of these rule sets.
pub(super) fn allowances(sources: &Sources, origins: &BTreeSet<Origin>) -> Vec<Allowance> {
    let mut found = Vec::new();
    for (file, source) in sources.iter().filter(|(_, file)| origins.contains(&file.origin)) {
        let mark = if source.path.ends_with(".rhai") { "//" } else { "#" };
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, text) in (1_u32..).zip(&lines) {
            let Some((before, after)) = opening(text, mark) else { continue };
            let alone = before.trim().is_empty();
            let next = (number..).zip(lines.iter().skip(number as usize)).find(|(_, text)| {
                let text = text.trim();
                !text.is_empty() && !text.starts_with(mark)
            });
            let first = if alone { next.map_or(number, |(index, _)| index + 1) } else { number };
            let last = if alone && mark == "//" { end_of_statement(&lines, first) } else { first };
            let column = u32::try_from(before.chars().count() + 1).unwrap_or(1);
            let (id, reason) = parts(after);
            let width = text.trim_end().chars().count().saturating_sub(before.chars().count());
            found.push(Allowance {
                place: Place { file, line: number, column },
                width,
                lines: first..=last,
                id,
                reason,
            });
        }
    }
    found
}

/// The line, from 1, on which the statement ends that begins on a line: one that ends with `;`, or with the brace of a helper.
fn end_of_statement(lines: &[&str], first: u32) -> u32 {
    let from = lines.iter().skip(first.saturating_sub(1) as usize);
    let ends = |text: &str| {
        let code = text.split("//").next().unwrap_or_default().trim_end();
        code.ends_with(';') || code == "}"
    };
    (first..).zip(from).find(|(_, text)| ends(text)).map_or(first, |(line, _)| line)
}

/// What stands before the comment of an allowance, and what stands after its opening words.
fn opening<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let (before, after) = text.split_once(OPENS)?;
    let before = before.trim_end().strip_suffix(mark)?;
    Some((before, after))
}

fn parts(after: &str) -> (String, String) {
    let (id, reason) = after.split_once(" because ").unwrap_or((after, ""));
    (id.trim().trim_end_matches(" because").to_owned(), reason.trim().to_owned())
}

/// Findings that stand, and findings that are allowed; the former with what is wrong with the allowances themselves.
pub(super) fn sort(findings: Vec<Finding>, allowances: Vec<Allowance>) -> (Vec<Finding>, Vec<Finding>) {
    let mut used = vec![false; allowances.len()];
    let (mut stand, mut allowed) = (Vec::new(), Vec::new());
    for finding in findings {
        let hit = allowances.iter().zip(&mut used).find(|(allowance, _)| {
            let here = finding
                .place
                .is_some_and(|place| place.file == allowance.place.file && allowance.lines.contains(&place.line));
            here && matches!(finding.what, What::Lint(lint) if lint.as_str() == allowance.id)
        });
        match hit {
            Some((allowance, used)) => {
                *used = true;
                // Without a reason the allowance takes the finding's place, as an error.
                if !allowance.reason.is_empty() {
                    allowed.push(Finding { allowed: Some(allowance.reason.clone()), ..finding });
                }
            }
            None => stand.push(finding),
        }
    }
    for (allowance, used) in allowances.iter().zip(used) {
        if allowance.reason.is_empty() {
            let help = format!("write `sprcheck: allow {} because …`, and why it is right here", allowance.id);
            let message = format!("`{}` is allowed without a reason, which nobody can follow", allowance.id);
            stand.push(Finding::new(Lint::AllowanceWithoutReason, allowance.place, allowance.width, message, help));
        } else if !used {
            let (message, help) = match Lint::parse(&allowance.id) {
                Some(_) => (format!("`{}` is allowed and is not found there", allowance.id), "take it out".into()),
                None => {
                    let near = nearest(&allowance.id, Lint::ALL.iter().map(|lint| lint.as_str()));
                    let help = near.map_or_else(|| "take it out".to_owned(), |near| format!("did you mean `{near}`?"));
                    (format!("there is no lint `{}` that could be allowed", allowance.id), help)
                }
            };
            stand.push(Finding::new(Lint::UnusedAllowance, allowance.place, allowance.width, message, help));
        }
    }
    (stand, allowed)
}
