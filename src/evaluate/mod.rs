//! From facts to outcomes: the only part that knows the scripting engine.
//!
//! [`Engine`] holds every rule, compiled once. A judge puts them to one profile on one date. Before a script runs, the judge lists
//! every pair that must be judged; a script can only add to what is known of them.

mod advice;
mod budget;
mod compile;
mod engine;
mod frame;
mod judge;
mod lists;
mod observe;
mod operators;
mod outline;
mod require;
mod run;
mod sandbox;
mod scope;
mod subjects;
mod value;
mod variant;

pub use engine::Engine;
pub(crate) use judge::{Judge, Pair, Why};
pub(crate) use observe::{GONE, LATER, SEEN, Sight, Told};
pub(crate) use outline::{Bound, Outline, Ruling, SlipKind};
pub(crate) use run::{Doubt, Read, View};
pub(crate) use subjects::Closure;
pub(crate) use variant::Variant;
