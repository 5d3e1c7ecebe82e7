//! What a revision does to the duties, as people and build servers read it.
//!
//! One file a format; `words` has what they share, `kinds` what can be found at all. Whatever a profile says is text in each of them:
//! it begins no command, no markup, no line of its own.

mod annotations;
mod blocks;
mod gitlab;
mod junit;
mod kinds;
pub mod mistakes;
mod sarif;
mod summary;
mod words;

use crate::model::gate::Gate;

use super::json::safe;
use super::text::render;

pub use annotations::{azure, github};
pub use gitlab::gitlab;
pub use junit::junit;
pub use sarif::sarif;
pub use summary::{MOST_BYTES, markdown};

/// The answer as text for a terminal, wrapped at `width` characters.
#[must_use]
pub fn text(gate: &Gate, width: usize) -> String {
    render(&blocks::blocks(gate), width)
}

/// The answer, whole, as JSON.
#[must_use]
pub fn json(gate: &Gate) -> String {
    safe(gate)
}
