//! The vocabulary of the whole tool as plain types. No I/O, no clock, nothing of YAML, Rhai or petgraph.

pub mod actions;
pub mod assessment;
pub mod baseline;
pub mod bearing;
pub mod contrast;
pub mod counterfactual;
pub mod dates;
pub mod dictionary;
pub mod diff;
pub mod document;
pub mod facts;
pub mod forecast;
pub mod ids;
pub mod gate;
pub mod impact;
pub mod law;
pub mod ledger;
pub mod merge;
pub mod nearest;
pub mod number;
pub mod overlay;
pub mod place;
pub mod problem;
pub mod profile;
pub mod review;
pub mod words;
