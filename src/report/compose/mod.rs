//! An assessment as blocks, in the order in which its reader needs it: the answer, the gaps, what is unproven, what was
//! not assessed, and then everything behind it.

pub(super) mod appendix;
mod findings;
pub(super) mod head;
pub(super) mod pair;
pub(super) mod tailored;
pub(super) mod unassessed;

use crate::model::brief::Brief;

use super::block::Block;
use super::front;
use super::phrases;
use super::view::View;

/// The whole report.
pub(super) fn report(brief: &Brief, view: View<'_>) -> Vec<Block> {
    let mut blocks = head::head(view);
    blocks.push(head::summary(view));
    blocks.extend(front::page(brief, view));
    blocks.extend(head::assurance(view));
    blocks.push(findings::gaps(view));
    blocks.extend(findings::unproven(view));
    blocks.extend(unassessed::unassessed(view));
    blocks.extend(unassessed::not_judged(view));
    blocks.extend(unassessed::not_arising(view));
    blocks.extend(unassessed::context(view));
    blocks.extend(appendix::departures(view));
    blocks.extend(tailored::tailored(view));
    blocks.extend(appendix::evidence(view));
    blocks.push(appendix::duties(view));
    if view.verbose {
        blocks.extend(appendix::pairs(view));
    }
    blocks.push(appendix::inputs(view));
    blocks.push(Block::Section("Note".into(), vec![Block::Text(phrases::CLOSING.into())]));
    blocks
}
