//! The gate over a real repository of git: revisions of a plan and a profile, good and bad, each with its verdict, kind, duty and line.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what is not there fails the test")]

mod choices;
mod documents;
mod further;
mod pairs;
mod policies;
mod promises;
mod repository;
mod revisions;
mod sides;
mod standing;
mod story;
mod telling;
