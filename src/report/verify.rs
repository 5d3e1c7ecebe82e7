//! Whether recorded reports still come out as they were recorded, and whether their chain is whole: as text and JSON.

use crate::model::history::{Chain, Difference, Replayed, Verification, Verified};

use super::block::{Block, Fields};
use super::json::safe;
use super::phrases::{code, codes, count};
use super::text::render;

/// What the answer does and does not show.
const MEANS: &str = "That a report is reproduced shows that it is what this program makes of those inputs. It does not show that what \
    the inputs say is so, nor that a record at the end of the chain was not replaced by another: where the folder is kept under version \
    control, that shows there.";

/// The answer as text for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(verification: &Verification, width: usize) -> String {
    let mut blocks = vec![Block::Title("Verification".into())];
    blocks.extend(verification.chain.as_ref().map(chain));
    let reports = verification.reports.iter().map(report).collect::<Vec<_>>();
    if !reports.is_empty() {
        blocks.push(Block::Section("Reports, run again from their inputs".into(), reports));
    }
    blocks.push(Block::Section("Note".into(), vec![Block::Text(MEANS.into())]));
    render(&blocks, width)
}

/// The same as JSON.
#[must_use]
pub fn json(verification: &Verification) -> String {
    safe(verification)
}

fn chain(chain: &Chain) -> Block {
    let heads = match chain.heads.as_slice() {
        [] => "none".to_owned(),
        [head] => code(head),
        several => format!("{}: branches recorded apart; the next record follows all of them", codes(several)),
    };
    let whole = if chain.faults.is_empty() { "✓ whole" } else { "✗ BROKEN" };
    let fields = Fields::new()
        .with("Chain", whole)
        .with("Sound", count(chain.sound, "record is as it was made", "records are as they were made"))
        .with("Head", heads)
        .with_all("At fault", chain.faults.iter().cloned());
    Block::Section("The chain".into(), vec![fields.block()])
}

fn report(report: &Verified) -> Block {
    let as_of = report.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    let title = format!("{}{as_of}", code(&report.file));
    let fields = match &report.replayed {
        Replayed::Reproduced { shown, of, from_commits } => Fields::new()
            .with("Outcome", "✓ reproduced: the same bytes")
            .with(
                "Shown",
                if shown < of { format!("{shown} of {of} duties: it was made with a filter") } else { String::new() },
            )
            .with_all("From git", from_commits.iter().cloned()),
        Replayed::Differs(difference) => differs(difference),
        Replayed::CannotBeReplayed { why } => {
            Fields::new().with("Outcome", "? cannot be replayed").with("Why", why.clone())
        }
    };
    Block::Item(title, vec![fields.block()])
}

fn differs(difference: &Difference) -> Fields {
    let at = match (difference.path.as_str(), &difference.duty) {
        ("", _) => "the report itself".to_owned(),
        (path, None) => code(path),
        (path, Some(duty)) => format!("{}, of the duty {}", code(path), code(duty)),
    };
    let told = |text: &str| if text.is_empty() { "nothing".to_owned() } else { code(text) };
    Fields::new()
        .with("Outcome", "✗ DIFFERS: other bytes come out")
        .with("First at", format!("{at}; line {}, column {} of the report", difference.line, difference.column))
        .with("Recorded", told(&difference.was))
        .with("Comes out", told(&difference.is))
}
