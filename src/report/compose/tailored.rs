//! What overlays have made of the duties of other rule sets: every value that is not the base's own, and what was left out.

use crate::model::assessment::{DutyResult, RuleSetInfo};

use super::super::block::Block;
use super::super::phrases::{self, code, count};
use super::super::view::View;

/// What each overlay has set, added and left out; nothing where no rule set tailors another.
pub(in crate::report) fn tailored(view: View<'_>) -> Option<Block> {
    let items: Vec<Block> = view.assessment.rule_sets.iter().filter_map(|set| of(set, view)).collect();
    (!items.is_empty()).then(|| Block::Section("What rule sets have tailored".into(), items))
}

fn of(set: &RuleSetInfo, view: View<'_>) -> Option<Block> {
    let duties: Vec<&DutyResult> =
        view.duties().into_iter().filter(|duty| duty.rule_set == set.name && duty.tailored.is_some()).collect();
    if duties.is_empty() && set.left_out.is_empty() {
        return None;
    }
    let bases: Vec<String> = set.extends.iter().map(ToString::to_string).collect();
    let mut body = Vec::new();
    let mut as_they_are = 0_usize;
    for duty in duties {
        let Some(from) = duty.tailored.as_ref().filter(|from| !from.changes.is_empty()) else {
            as_they_are += 1;
            continue;
        };
        body.push(Block::Item(
            format!("{} ({}), made from {}", duty.title, code(&duty.id), phrases::made_from(from)),
            vec![Block::List(from.changes.iter().map(phrases::tailored).collect())],
        ));
    }
    if !set.left_out.is_empty() {
        body.push(Block::List(set.left_out.iter().map(phrases::left_out).collect()));
    }
    let rest = match as_they_are {
        0 => String::new(),
        number => format!(" {} over as the base has them.", count(number, "duty is taken", "duties are taken")),
    };
    let lead = format!(
        "Rule set {} extends {}. What it sets is its own, and its assurance is counted apart from theirs.{rest}",
        set.name,
        phrases::list(&bases, "and")
    );
    Some(Block::Item(format!("Rule set {} {}", set.name, set.version), [vec![Block::Text(lead)], body].concat()))
}
