//! Section 3.
use super::harness::*;
#[test]
fn smoke() {
    let found = rule("require a: facts.n == 1;").facts("n: 1").found();
    assert_eq!(found.outcomes(), ["a=met"]);
    assert_eq!(found.standing(), "satisfied");
}
