//! Every case of the built-in rules comes out as it says.

use sprcheck::audit::Rules;
use sprcheck::author::cases::run;
use sprcheck::load::{Loaded, builtin, cases, snippet};

#[test]
fn every_case_of_the_built_in_rules_comes_out_as_it_says() {
    let tree = builtin();
    let rules = Rules::load(std::slice::from_ref(&tree), true);
    let mut loaded = Loaded::default();
    let (mut tried, mut failed) = (0, Vec::new());
    for file in tree.case_files() {
        for case in cases(file, &tree.origin, rules.law(), &mut loaded) {
            tried += 1;
            for failure in run(rules.law(), rules.engine(), &case) {
                failed.push(format!("{}:{}: {}: {}", file.path, failure.place.line, failure.case, failure.message));
            }
        }
    }
    assert!(loaded.problems.is_empty(), "{}", snippet::render(&loaded.problems, &loaded.sources));
    assert!(
        rules.loaded().problems.is_empty(),
        "{}",
        snippet::render(&rules.loaded().problems, &rules.loaded().sources)
    );
    assert!(tried > 300, "only {tried} cases were found");
    assert!(failed.is_empty(), "{} of {tried} cases failed:\n{}", failed.len(), failed.join("\n"));
}
