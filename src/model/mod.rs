//! The vocabulary of the whole tool as plain types. No I/O, no clock, nothing of YAML, Rhai or petgraph.

pub mod assessment;
pub mod contrast;
pub mod dates;
pub mod dictionary;
pub mod facts;
pub mod ids;
pub mod law;
pub mod ledger;
pub mod nearest;
pub mod number;
pub mod overlay;
pub mod place;
pub mod problem;
pub mod profile;
pub mod words;
