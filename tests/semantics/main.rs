//! A hostile reading of `docs/verdicts.md`: for each sentence a test that fails if the sentence is broken. One module for each section.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that finds nothing where something must be has failed")]

mod harness;

mod allow_list;
mod assurance;
mod dates;
mod departures;
mod duties_on_duties;
mod problems;
mod require;
mod sandbox;
mod scope;
mod standing;
mod support;
mod telling;
mod three_values;
mod time_of_facts;
mod verdict;
mod what_is_judged;
