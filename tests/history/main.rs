//! Recording audits, what moved between them, running them again, and the line that shows that work goes on: the program from outside.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "what is not there fails the test")]

mod bytes;
mod desk;
mod kept_out;
mod moves;
#[cfg(unix)]
mod progress;
mod recording;
mod replaying;
mod tampering;
