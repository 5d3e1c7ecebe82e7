//! The built-in rule set, and the other rule sets of this project, are clean.

use std::path::Path;

use sprcheck::audit::Rules;
use sprcheck::author::lint::{Level, Question, lint};
use sprcheck::load::{builtin, files};
use sprcheck::report::lint::text;

#[test]
fn the_built_in_rule_set_has_no_error_and_no_warning_that_is_not_allowed_with_its_reason() {
    let trees = [builtin()];
    let rules = Rules::load(&trees, true);
    let mut answer =
        lint(&Question { law: rules.law(), engine: rules.engine(), loaded: rules.loaded(), trees: &trees });
    answer.findings.retain(|finding| finding.what.level() > Level::Advice);
    assert!(answer.findings.is_empty(), "{}", text(&answer));
}

#[test]
fn only_the_rule_sets_that_are_asked_for_are_looked_at() {
    let trees = [files::rule_set(Path::new("tests/lints/base")).unwrap()];
    let rules = Rules::load(&[builtin(), trees[0].clone()], true);
    let answer = lint(&Question { law: rules.law(), engine: rules.engine(), loaded: rules.loaded(), trees: &trees });
    assert_eq!(answer.rule_sets.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["example"]);
    assert!(answer.findings.is_empty(), "{}", text(&answer));
}
