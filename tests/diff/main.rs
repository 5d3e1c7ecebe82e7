//! Two sides beside each other: what is told to have made a change does make it, and nothing else is told.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what cannot be unwrapped or is not there fails the test"
)]

mod causes;
mod command;
mod mutate;
mod property;
mod rules;
