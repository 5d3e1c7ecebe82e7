//! From facts to outcomes: the only part that knows the scripting engine.
//!
//! [`Engine`] holds every rule, compiled once. A judge puts them to one profile on one date. Before a script runs, the judge lists
//! every pair that must be judged; a script can only add to what is known of them.

mod advice;
mod attention;
mod budget;
mod clock;
mod compile;
mod engine;
mod frame;
mod judge;
mod lists;
mod moved;
mod observe;
mod operators;
mod outline;
mod properties;
mod require;
mod run;
mod sandbox;
mod scope;
mod subjects;
#[cfg(test)]
mod tests;
mod turning;
mod value;
mod variant;
mod view;

pub use clock::Clock;
pub use engine::Engine;

pub(crate) use attention::{Dependence, Turned};
pub(crate) use judge::{Judge, Pair, Why};
pub(crate) use observe::{GONE, LATER, SEEN, Sight, Told};
pub(crate) use outline::{Bound, Outline, Ruling, SlipKind};
pub(crate) use run::{Doubt, Read};
pub(crate) use subjects::Closure;
pub(crate) use variant::Variant;
pub(crate) use view::View;
