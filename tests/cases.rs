//! Every case of the built-in rules comes out as it says.

use sprcheck::audit::Rules;
use sprcheck::author::testing::{Options, test};
use sprcheck::load::{builtin, snippet};
use sprcheck::report::testing::text;

#[test]
fn every_case_of_the_built_in_rules_comes_out_as_it_says() {
    let tree = builtin();
    let rules = Rules::load(std::slice::from_ref(&tree), true);
    let mut loaded = rules.loaded().clone();
    let tested = test(rules.law(), rules.engine(), [&tree], &Options::default(), &mut loaded);
    assert!(loaded.problems.is_empty(), "{}", snippet::render(&loaded.problems, &loaded.sources));
    assert!(tested.cases() > 2000, "only {} cases were found", tested.cases());
    assert!(tested.failed() == 0 && tested.empty.is_empty(), "{}", text(&tested, &loaded.sources));
}
