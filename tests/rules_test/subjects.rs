//! A requirement that was not judged for the subject of a case: what to do about it is told.

use super::set::{Run, Set};

fn run(each: &str, case: &str) -> Run {
    let requirements = format!(
        "    requirements:
      sent: {{ {each}states: \"a reply is sent to {{subject}}\", remedy: send a reply, shown_by: [minutes] }}
"
    );
    let rule = "require sent: facts.probe.needed && subject != \"none\";\n";
    let cases = format!(
        "
  - name: a reply
    as_of: 2021-06-30
    facts: {{ probe: {{ needed: true }} }}
    {case}
    expect: {{ sent: met }}
"
    );
    Set::of(&requirements, rule, &cases).test(&[])
}

const AUTHORITIES: &str = "for_each: local_authorities, ";

#[test]
fn a_subject_that_is_missing_is_asked_for_with_the_members() {
    let run = run(AUTHORITIES, "force: west-midlands");
    assert!(
        run.out.contains(
            "this requirement is judged for each of `local_authorities`; add `subject:`, one of `birmingham`"
        ),
        "{}",
        run.all()
    );
}

#[test]
fn a_subject_that_is_no_member_is_told_with_the_nearest() {
    let run = run(AUTHORITIES, "force: west-midlands\n    subject: birminghan");
    assert!(run.out.contains("has no member `birminghan` here; did you mean `birmingham`?"), "{}", run.all());
}

#[test]
fn a_force_that_is_not_known_is_told_with_the_nearest() {
    let run = run(AUTHORITIES, "force: west-midland\n    subject: birmingham");
    assert!(
        run.out.contains("no members for the force `west-midland`; did you mean `force: west-midlands`?"),
        "{}",
        run.all()
    );
}

#[test]
fn a_subject_of_a_requirement_that_has_none_is_told_that_for_each_is_missing() {
    let run = run("", "subject: birmingham");
    assert!(run.out.contains("`for_each` is missing in the policy"), "{}", run.all());
}
