//! The text of a rule as a tree in which every part knows where it stands, so that it can be changed or watched in place.
//!
//! The scripting engine keeps a tree of its own, which knows only where each part begins. Both read the same small language, and a text
//! that this one does not take is left alone.

mod lex;
mod parse;
mod reads;
mod tree;

pub(super) use parse::parse;
pub(super) use reads::{Kind, Meanings, meanings};
pub(super) use tree::{Expr, Node, Operator, Script, Statement};
