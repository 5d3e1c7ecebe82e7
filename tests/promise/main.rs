//! wip
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod chance;
mod compare;
mod facts;
mod known;
mod language;
mod order;
mod profile;
mod real;
mod removal;
mod script;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many cases to try: so many, or as `SPRCHECK_CASES` says.
fn tried(usual: u32) -> u32 {
    std::env::var("SPRCHECK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    match std::env::var_os("SPRCHECK_CASES") {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}
