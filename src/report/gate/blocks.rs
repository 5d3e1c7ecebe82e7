//! The answer of the gate as blocks: the verdict, what was compared, then every finding, what fails first.

use crate::model::gate::{Finding, Gate, GateSide, WhoseRules};
use crate::report::block::{Block, Fields};
use crate::report::code::code;
use crate::report::phrases::{CLOSING, count};

use super::words::{Sort, about, accepted, counts, course, fails_on, inert, kind, message, place, verdict};

/// How many characters of a commit are shown.
const COMMIT: usize = 12;

/// The whole answer.
pub(super) fn blocks(gate: &Gate) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(format!("The gate: {}, as of {}", inert(&gate.force), gate.as_of)),
        Block::Text(format!("{}.", capital(&verdict(gate)))),
        sides(gate),
    ];
    for sort in Sort::ALL {
        let items: Vec<Block> = gate.findings.iter().filter(|one| Sort::of(one) == *sort).map(item).collect();
        if !items.is_empty() {
            blocks.push(Block::Section(sort.heading().into(), items));
        }
    }
    blocks.push(Block::Section("About this".into(), vec![Block::Text(CLOSING.into())]));
    blocks
}

/// What was compared, and what came of it.
fn sides(gate: &Gate) -> Block {
    let mut fields = Fields::new()
        .with("Base", gate.sides.from.as_ref().map_or_else(|| "none: a first run".into(), side))
        .with("Head", gate.sides.to.as_ref().map_or_else(String::new, side));
    for judged in &gate.judged {
        let by = match judged.rules {
            WhoseRules::Base => "By the base's rules",
            WhoseRules::Head => "By the head's rules",
            WhoseRules::Both => "By the rules of both",
        };
        let way = judged.counts;
        fields = fields.with(
            by,
            format!(
                "{} worse, {} revealed, {} better, {} otherwise, {} as before",
                count(way.worse, "duty", "duties"),
                way.revealed,
                way.better,
                way.other,
                way.unchanged
            ),
        );
    }
    fields.with("Found", counts(gate)).block()
}

/// A side by its name, its commit and its profile.
pub(super) fn side(side: &GateSide) -> String {
    let commit = side
        .commit
        .as_ref()
        .filter(|commit| **commit != side.name)
        .map_or_else(String::new, |commit| format!(" ({})", commit.chars().take(COMMIT).collect::<String>()));
    let name = if side.commit.as_ref() == Some(&side.name) {
        side.name.chars().take(COMMIT).collect()
    } else {
        side.name.clone()
    };
    format!("{}{}, {}", code(inert(&name)), inert(&commit), code(inert(&side.profile)))
}

fn item(finding: &Finding) -> Block {
    let fails = finding.fails.map_or_else(String::new, |what| format!("on {}", code(fails_on(what))));
    let causes = finding.causes.iter().map(|cause| match &cause.at {
        Some(at) => format!("{} ({})", inert(&cause.says), code(place(at))),
        None => inert(&cause.says),
    });
    let fields = Fields::new()
        .with("Fails", fails)
        .with("Goes", course(finding))
        .with("What", message(finding))
        .with("Where", finding.at.as_ref().map_or_else(String::new, |at| code(place(at))))
        .with_all("Because", causes)
        .with("Baseline", accepted(finding).unwrap_or_default());
    Block::Item(format!("{}: {}", kind(finding), about(finding)), vec![fields.block()])
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
