//! Problems that only follow from a file that could not be read: what it defines is missing everywhere else.

use std::collections::BTreeSet;

use crate::model::place::{Origin, Sources};
use crate::model::problem::{Code, Problem};

use super::Loaded;

/// What leaves a file without its values.
const UNREAD: &[Code] = &[
    Code::NotUtf8,
    Code::FileTooLarge,
    Code::BrokenYaml,
    Code::TooDeep,
    Code::AliasBomb,
    Code::TooManyNodes,
    Code::UnsupportedYaml,
];

/// What such a file may be the cause of.
const FOLLOWING: &[Code] = &[Code::UnknownReference, Code::RuleWithoutDuty, Code::UnknownProperty];

/// Leaves out what a reader cannot mend before a policy file of the same rule set can be read; that file's own problem stays.
pub fn leave_out_follow_ons(loaded: &mut Loaded) {
    let sources = &loaded.sources;
    let unread: BTreeSet<Origin> =
        loaded.problems.iter().filter_map(|problem| of_unread_policy(problem, sources)).cloned().collect();
    if unread.is_empty() {
        return;
    }
    loaded.problems.retain(|problem| {
        !FOLLOWING.contains(&problem.code) || problem.origin(sources).is_none_or(|origin| !unread.contains(origin))
    });
}

fn of_unread_policy<'s>(problem: &Problem, sources: &'s Sources) -> Option<&'s Origin> {
    let file = sources.get(problem.place.filter(|_| UNREAD.contains(&problem.code))?.file)?;
    (file.path.starts_with("policies/") && matches!(file.origin, Origin::RuleSet(_))).then_some(&file.origin)
}
