//! The paper for a board and the statement for an annual report: what Word is given, what a template keeps, and that nothing is claimed
//! which is not satisfied.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail by panicking")]

#[path = "../sample/brief.rs"]
mod brief;
mod claims;
mod hostile_templates;
mod order;
mod package;
mod program;
#[path = "../sample/mod.rs"]
mod sample;
mod standings;
mod structure;
mod template;
mod template_opens;
