//! From facts to outcomes: the only part that knows the scripting engine.
//!
//! [`Engine`] holds every rule, compiled once. A judge puts them to one profile on one date. Before a script runs, the judge lists
//! every pair that must be judged; a script can only add to what is known of them.

mod compile;
mod engine;
mod frame;
mod judge;
mod lists;
mod operators;
mod require;
mod run;
mod sandbox;
mod scope;
mod subjects;
mod value;

pub use engine::Engine;
pub(crate) use judge::{Judge, Pair, Why};
pub(crate) use run::{Doubt, Read, View};
pub(crate) use subjects::Closure;
