//! The promise at the end of `docs/verdicts.md`: whatever is taken away, nothing gets better, and no order changes anything.
//!
//! `real` keeps it over the built-in rules, with profiles made from their dictionary, their cases and the seeds; `language` over made-up
//! rules, well typed and not; `order` over shuffled facts, evidence, duties, files and rule sets; `known` holds what once broke it.
//! `SPRCHECK_CASES` says how many cases each property tries, with new seeds each time; without it a few are tried, always the same.
//! `SPRCHECK_SEED` tries one seed again.
//!
//! The few are chosen so that all of it takes about half a minute unoptimised, on two cores. What costs is judging the whole law, a
//! sixth of a second each time: from each of 24 profiles something is taken four times, in some twenty seconds, and six times the
//! rule set is written otherwise, in some eight. The whole law is judged each time, and not only what read the facts that are gone:
//! that nothing else moves is part of the promise.
//!
//! What is compared, and what of the promise is not tried, with the reason:
//!
//! - *A duty's support* only where its verdict is still `met` or `not-applicable`. A duty has the weakest support of the pairs that are
//!   met or not applicable; if its weakest pair becomes `unknown`, the rest may be better shown than the whole was. The duty is then no
//!   longer met, so that its support says nothing of compliance. Each pair's support is compared always.
//! - *`none-given`* stands outside the order of assurance: no duty applies, or none falls due. A row may not come to say so by losing
//!   facts, and one that said so may fall only to `not-assured` or `cannot-say`.
//! - *What a statement says, as opposed to that it is made*, is not taken away piecemeal: the members of a closure, its `from`, a bound,
//!   `planned`, `stated_on`, `since`, the `withdrawn` or `superseded` of evidence. Without it the statement would say something else.
//!   `removal` has the list.
//! - *Bounds on resources.* A rule that takes more steps, depth or memory than it may is `error`; with fewer facts it may finish. Every
//!   bound has that property. The bounds are some thousand times what a rule takes, and the generated rules stay far below them.
//! - *Which failure comes first.* Operands are all looked at, in their order; a rule that fails on a type in one operand and on a missing
//!   condition of an `if` in another is `error` one way round and `unknown` the other. Neither is an answer, both leave the duty
//!   unassessed, and no order makes either of them met; so the two count as one where operands are turned round.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot be unwrapped or found fails the test"
)]

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

use proptest::prelude::any;
use proptest::strategy::{BoxedStrategy, Just, Strategy};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const CASES: &str = "SPRCHECK_CASES";

/// The numbers that profiles are made from: any, or the one in the environment, to try it again.
fn seeds() -> BoxedStrategy<u64> {
    match std::env::var("SPRCHECK_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => Just(seed).boxed(),
        None => any::<u64>().no_shrink().boxed(),
    }
}

/// How many cases to try: so many, or as the environment says.
fn tried(usual: u32) -> u32 {
    std::env::var(CASES).ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 1000, ..Config::default() };
    match std::env::var_os(CASES) {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}
