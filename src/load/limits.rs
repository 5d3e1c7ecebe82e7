//! What one rule set may not have more of: whoever reads it has not asked for it, and is not to wait for it.

use std::collections::BTreeMap;

use crate::model::ids::RuleSetName;
use crate::model::place::{FileId, Origin, Place, Sources};
use crate::model::problem::{Code, MOST_LISTED, Problem, not_listed};

use super::decode::Decoder;
use super::yaml::{Node, Spot};

/// The most nodes that all YAML files of a rule set together may hold: a thousand duties take some fifty thousand.
const NODES: usize = 500_000;
/// The most bytes that all its scripts together may have: a thousand take less than one half of it.
const SCRIPTS: usize = 2 * 1024 * 1024;

/// What is counted over all files of a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Counted {
    Duties,
    Facts,
    Instruments,
    Kinds,
    Sets,
    Members,
}

impl Counted {
    fn most(self) -> usize {
        match self {
            Self::Facts | Self::Members => 10_000,
            Self::Duties | Self::Instruments | Self::Kinds => 2000,
            Self::Sets => 200,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Duties => "duties",
            Self::Facts => "facts and collections",
            Self::Instruments => "instruments",
            Self::Kinds => "kinds of evidence",
            Self::Sets => "sets",
            Self::Members => "members of sets",
        }
    }
}

/// How much of everything one rule set has so far.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<Counted, usize>,
    nodes: usize,
    scripts: usize,
}

impl Tally {
    /// Counts the entries of a mapping; if they are too many, that is reported, and they are not to be read.
    pub(crate) fn admits(&mut self, what: Counted, decoder: &mut Decoder<'_>, node: &Node) -> bool {
        let count = self.counts.entry(what).or_default();
        *count += node.entries().len();
        let fits = *count <= what.most();
        if !fits {
            let message = format!("the rule set has {count} {} up to here; the limit is {}", what.name(), what.most());
            decoder.fault(Code::OutOfBounds, node.label, message);
        }
        fits
    }

    /// Whether there is so much of something that nothing more is read.
    pub(crate) fn is_full(&self) -> bool {
        self.nodes > NODES || self.scripts > SCRIPTS
    }

    /// Counts the bytes of a script; the problem, if they are too many and it is not to be compiled.
    pub(crate) fn script(&mut self, file: FileId, text: &str) -> Option<Problem> {
        self.scripts += text.len();
        let message =
            format!("the scripts of the rule set have {} bytes up to here; the limit is {SCRIPTS}", self.scripts);
        (self.scripts > SCRIPTS).then(|| Problem::at(Code::FileTooLarge, Place { file, line: 1, column: 1 }, message))
    }

    /// Counts the nodes of a file; if they are too many, that is reported, and the file is not to be read.
    pub(crate) fn holds(&mut self, decoder: &mut Decoder<'_>) -> bool {
        self.nodes += decoder.tree.len();
        let fits = self.nodes <= NODES;
        if !fits {
            let message =
                format!("the files of the rule set hold {} nodes up to here; the limit is {NODES}", self.nodes);
            decoder.fault(Code::TooManyNodes, Spot::START, message);
        }
        fits
    }
}

/// Leaves out the problems of a rule set that nobody would read to the end, and says so.
pub(crate) fn cut(problems: &mut Vec<Problem>, sources: &Sources) {
    if problems.len() <= MOST_LISTED {
        return;
    }
    let mut counts: BTreeMap<RuleSetName, usize> = BTreeMap::new();
    let mut more: BTreeMap<RuleSetName, (usize, Place)> = BTreeMap::new();
    problems.retain(|problem| {
        let (Some(Origin::RuleSet(name)), Some(place)) = (problem.origin(sources), problem.place) else { return true };
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count > MOST_LISTED {
            more.entry(name.clone()).or_insert((0, place)).0 += 1;
        }
        *count <= MOST_LISTED
    });
    problems.extend(more.into_values().map(|(count, place)| not_listed(place, count)));
}
