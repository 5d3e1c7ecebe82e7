//! The answer of the gate as Markdown for a comment on a pull request and for the summary of a job: the verdict, a table of what fails,
//! and the rest folded away. It keeps within what GitHub takes, and says how much it leaves out.

use crate::model::gate::{Finding, Gate};
use crate::report::block::{Block, Table};
use crate::report::code::code;
use crate::report::markdown::{escape, render};
use crate::report::phrases::CLOSING;

use super::blocks::side;
use super::words::{Sort, about, accepted, counts, course, inert, kind, message, more, place, verdict};

/// How long the summary is at most: GitHub takes 65,536 characters for a comment.
pub const MOST_BYTES: usize = 65_536;

/// What is kept free for the end.
const END: usize = 1_024;
/// How much of the whole the table may take.
const TABLE: usize = MOST_BYTES / 2;
/// How many bytes of a line are shown. A single one may not fill the summary.
const LINE: usize = 1_500;

/// The answer as Markdown of at most `MOST_BYTES` bytes.
#[must_use]
pub fn markdown(gate: &Gate) -> String {
    let mut page = head(gate);
    let failing: Vec<&Finding> = gate.findings.iter().filter(|finding| finding.fails.is_some()).collect();
    if !failing.is_empty() {
        page.push('\n');
        table(&failing, &mut page);
    }
    let mut left = 0;
    for sort in Sort::ALL {
        let of_sort: Vec<&Finding> = gate.findings.iter().filter(|finding| Sort::of(finding) == *sort).collect();
        left += details(*sort, &of_sort, &mut page);
    }
    if left > 0 {
        page.push_str(&format!(
            "\n{} left out here for want of room; the JSON has them all.\n",
            are(&more(left), left)
        ));
    }
    page.push_str(&format!("\n{CLOSING}\n"));
    page
}

fn head(gate: &Gate) -> String {
    let shape = if gate.passes() { '✓' } else { '✗' };
    let base = gate.sides.from.as_ref().map_or_else(|| "none (a first run)".into(), side);
    let head = gate.sides.to.as_ref().map_or_else(String::new, side);
    format!(
        "## {shape} {}\n\n{} as of {}. Base: {}. Head: {}.\n\nFound: {}.\n",
        short(&escape(&verdict(gate))),
        short(&escape(&inert(&gate.force))),
        gate.as_of,
        short(&escape(&base)),
        short(&escape(&head)),
        counts(gate)
    )
}

/// What fails, a row each, as far as there is room.
fn table(failing: &[&Finding], page: &mut String) {
    let columns = || vec!["What", "About", "Goes", "Where"];
    let heading = render(&[Block::Table(Table { columns: columns(), rows: Vec::new() })]);
    page.push_str(&heading);
    for (number, finding) in failing.iter().enumerate() {
        let where_at = finding.at.as_ref().map_or_else(String::new, |at| code(place(at)));
        let row = vec![kind(finding).to_owned(), about(finding), course(finding), where_at];
        let row = render(&[Block::Table(Table { columns: columns(), rows: vec![row] })]);
        let row = row.strip_prefix(&heading).unwrap_or_default();
        if row.len() > LINE || page.len() + row.len() > TABLE {
            let left = failing.len() - number;
            page.push_str(&format!("\n{} in this table for want of room.\n", are_not(&more(left), left)));
            return;
        }
        page.push_str(row);
    }
}

/// The findings of a sort, folded away; returns how many found no room.
fn details(sort: Sort, findings: &[&Finding], page: &mut String) -> usize {
    if findings.is_empty() {
        return 0;
    }
    let open = format!("\n<details>\n<summary>{} ({})</summary>\n\n", sort.heading(), findings.len());
    let close = "\n</details>\n";
    let room = MOST_BYTES - END - close.len();
    let first = findings.first().map_or(0, |finding| one(finding).len());
    if page.len() + open.len() + first > room {
        return findings.len();
    }
    page.push_str(&open);
    let mut shown = 0;
    for finding in findings {
        let told = one(finding);
        if page.len() + told.len() > room {
            break;
        }
        page.push_str(&told);
        shown += 1;
    }
    page.push_str(close);
    findings.len() - shown
}

/// A finding as a point with what is told of it beneath.
fn one(finding: &Finding) -> String {
    let course = course(finding);
    let course = if course.is_empty() { course } else { format!("; {}", escape(&course)) };
    let mut out = format!("- **{}**: {}{course}\n", kind(finding), short(&escape(&about(finding))));
    let mut point = |text: &str| out.push_str(&format!("  - {}\n", short(&escape(text))));
    point(&message(finding));
    if let Some(at) = &finding.at {
        point(&format!("in {}", code(place(at))));
    }
    for cause in finding.causes.iter().take(10) {
        let at = cause.at.as_ref().map_or_else(String::new, |at| format!(" ({})", code(place(at))));
        point(&format!("because {}{at}", inert(&cause.says)));
    }
    if finding.causes.len() > 10 {
        point(&format!("and {} more causes", finding.causes.len() - 10));
    }
    if let Some(accepted) = accepted(finding) {
        point(&accepted);
    }
    out
}

/// A line of Markdown that is too long, as text without any markup: a cut must leave nothing open.
fn short(markdown: &str) -> String {
    if markdown.len() <= LINE {
        return markdown.to_owned();
    }
    let plain = |letter: char| letter.is_alphanumeric() || " ,:;()/".contains(letter);
    let cut: String = markdown.chars().filter(|letter| plain(*letter)).take(LINE / 4).collect();
    format!("{cut} … (cut; the JSON has it whole)")
}

fn are(what: &str, number: usize) -> String {
    format!("{what} {}", if number == 1 { "is" } else { "are" })
}

fn are_not(what: &str, number: usize) -> String {
    format!("{} not", are(what, number))
}
