//! What may be allowed, where, and what becomes of an allowance that is none.

use super::{changed, look, told};

const POLICY: &str = "policies/example.yaml";

fn with(line: &str) -> super::Files {
    changed(POLICY, "        states: a lead is in post\n", line)
}

#[test]
fn a_finding_is_allowed_on_its_line_or_from_the_line_above() {
    for line in [
        "        states: a lead is in post. # sprcheck: allow clause-form because the source ends it so\n",
        "        # sprcheck: allow clause-form because the source ends it so\n        states: a lead is in post.\n",
        "        # sprcheck: allow clause-form because the source ends it so\n\n        # and more\n        states: a lead is in post.\n",
    ] {
        let answer = look(&with(line));
        assert_eq!(told(&answer), Vec::<String>::new(), "{line}");
        assert_eq!(answer.allowed.len(), 1);
        assert_eq!(answer.allowed[0].allowed.as_deref(), Some("the source ends it so"));
    }
}

#[test]
fn above_a_statement_of_a_rule_an_allowance_reaches_to_its_end_and_no_further() {
    let path = "rules/example/plan.rhai";
    let rule = |after: &str| {
        let script = format!(
            "require agreed when plan.needed:\n    plan.agreed_by != none\n        && facts.example.visits.len() >= 7;{after}"
        );
        let allowed = format!("// sprcheck: allow bare-threshold because a week has as many days\n{script}");
        told(&look(&changed(path, "require agreed when plan.needed: plan.agreed_by != none;", &allowed)))
    };
    assert_eq!(rule(""), Vec::<String>::new());
    assert_eq!(
        rule("\nlet more = 8;"),
        ["unused-name rules/example/plan.rhai:7:5", "bare-threshold rules/example/plan.rhai:7:12"]
    );
}

#[test]
fn an_allowance_reaches_no_other_lint_and_no_other_line() {
    let other = with("        # sprcheck: allow title-form because it is one\n        states: a lead is in post.\n");
    assert_eq!(
        told(&look(&other)),
        ["unused-allowance policies/example.yaml:19:9", "clause-form policies/example.yaml:20:17"]
    );
    let before = with("        # sprcheck: allow clause-form because it is one\n        states: a lead is in post\n");
    assert_eq!(told(&look(&before)), ["unused-allowance policies/example.yaml:19:9"]);
}

#[test]
fn without_a_reason_nothing_is_allowed() {
    for reason in ["", " because", " because  ", " since it is so"] {
        let answer =
            look(&with(&format!("        states: a lead is in post. # sprcheck: allow clause-form{reason}\n")));
        let found = told(&answer);
        assert!(found.iter().any(|one| one.starts_with("allowance-without-reason")), "{reason:?}: {found:?}");
        assert!(answer.allowed.is_empty());
    }
}

#[test]
fn a_lint_that_there_is_not_is_named_with_the_nearest() {
    let answer = look(&with("        states: a lead is in post # sprcheck: allow clause-from because of that\n"));
    assert_eq!(told(&answer), ["unused-allowance policies/example.yaml:19:35"]);
    assert_eq!(answer.findings[0].help, "did you mean `clause-form`?");
}

#[test]
fn a_problem_cannot_be_allowed() {
    let answer = look(&with("        states: a {who} is in post # sprcheck: allow P024 because we wish\n"));
    let found = told(&answer);
    assert!(found.iter().any(|one| one.starts_with("P024")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("unused-allowance")), "{found:?}");
}
