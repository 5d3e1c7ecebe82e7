//! Section 1.

use super::harness::*;

const FORCE_OF_PCC: &str = "{ id: midshire, name: Midshire, policing_bodies: [{ kind: pcc, from: 2012-11-22 }] }";

fn one(change: impl Fn(&mut Duty)) -> Audit {
    rule("require a: facts.n == 1;").facts("n: 1").duty(change)
}

#[test]
fn a_duty_in_force_whose_holder_exists_applies() {
    assert_eq!(one(|_| ()).outcome(), "met");
}

#[test]
fn a_duty_applies_from_its_first_to_its_last_day() {
    let audit = one(|duty| duty.more = "in_force: { from: 2020-02-01, until: 2021-01-31 }")
        .bare("n: { value: 1, cites: [doc], since: 2000-01-01 }");
    for (as_of, outcome) in [
        ("2020-01-31", "not-applicable"),
        ("2020-02-01", "met"),
        ("2021-01-31", "met"),
        ("2021-02-01", "not-applicable"),
    ] {
        assert_eq!(audit.clone().on(as_of).outcome(), outcome, "{as_of}");
    }
}

#[test]
fn a_duty_has_dates_of_its_own_and_those_of_its_instrument() {
    let of_old_act = "{ instrument: old-act, at: section 2, verified: primary }";
    let audit = one(|duty| {
        duty.source = of_old_act;
        duty.more = "in_force: { from: 2010-01-01 }";
    })
    .bare("n: { value: 1, cites: [doc], since: 1990-01-01 }");
    for (as_of, standing) in [
        ("2009-12-31", "not-applicable"),
        ("2014-01-01", "unproven"),
        ("2015-06-30", "unproven"),
        ("2015-07-01", "not-applicable"),
    ] {
        assert_eq!(audit.clone().on(as_of).found().standing(), standing, "{as_of}");
    }
}

#[test]
fn a_duty_in_force_has_any_of_its_holders() {
    for (owed_by, outcome) in [
        ("pcc", "met"),
        ("mayor", "not-applicable"),
        ("mayor, chief-officer", "met"),
        ("mopac, common-council", "not-applicable"),
    ] {
        assert_eq!(one(|duty| duty.owed_by = owed_by).outcome(), outcome, "{owed_by}");
    }
}

#[test]
fn a_duty_enters_the_roll_up_of_each_holder_that_exists_and_of_no_other() {
    let found = one(|duty| duty.owed_by = "mayor, chief-officer, pcc").found();
    let holders: Vec<&str> = found.rows("sprcheck", "holder").iter().map(|row| row.id.as_str()).collect();
    assert_eq!(holders, ["chief-officer", "pcc"]);
}

#[test]
fn a_holder_counts_on_the_as_of_date() {
    let force = "{ id: midshire, name: Midshire, policing_bodies: [{ kind: pcc, from: 2012-11-22, until: 2020-12-31 }, { kind: mayor, from: 2021-01-01 }] }";
    let audit = one(|duty| duty.owed_by = "pcc").force(force).bare("n: { value: 1, cites: [doc], since: 2000-01-01 }");
    assert_eq!(audit.clone().on("2020-12-31").outcome(), "met");
    assert_eq!(audit.on("2021-01-01").outcome(), "not-applicable");
}

#[test]
fn unknown_scope_of_a_duty_is_unassessed() {
    let in_part = one(|duty| duty.more = "in_force: { from: 2021 }").found();
    assert_eq!((in_part.outcomes(), in_part.standing()), (vec!["a=unknown".into()], "unassessed".into()));
    let holder = one(|duty| duty.owed_by = "pcc").force("{ id: midshire, name: Midshire }").found();
    assert_eq!((holder.outcomes(), holder.standing()), (vec!["a=unknown".into()], "unassessed".into()));
}

#[test]
fn unknown_scope_is_never_not_applicable_even_with_a_closed_and_empty_set() {
    let audit = rules(&requirement("a", "for_each: boards"), "require a: facts.n == 1;").facts("n: 1");
    let found = audit.duty(|duty| duty.more = "in_force: { from: 2021 }").found();
    assert_eq!(found.standing(), "unassessed");
}

#[test]
fn a_duty_out_of_force_does_not_apply_even_over_an_open_set() {
    let audit = rules(&requirement("a", "for_each: things"), "require a: facts.things[subject].n == 1;")
        .bare("things: { one: { n: 1, cites: [doc] } }");
    let found = audit.duty(|duty| duty.more = "in_force: { until: 2015-01-01 }").found();
    assert_eq!((found.verdict(), found.standing()), ("not-applicable".into(), "not-applicable".into()));
}

#[test]
fn a_duty_of_an_event_has_the_scope_and_version_of_the_law_on_the_day_of_the_event() {
    let more = requirement("a", "for_each: changes");
    let audit = rules(&more, "require a: facts.n == 1;")
        .facts("n: 1")
        .duty(|duty| duty.more = "in_force: { from: 2015-03-01 }");
    assert_eq!(audit.found().outcomes(), ["a/early=not-applicable", "a/late=met", "a/vague=unknown"]);
    // The as-of date has no say, even where the duty is no longer in force on it.
    let audit = audit.duty(|duty| duty.more = "in_force: { from: 2015-03-01, until: 2019-01-01 }");
    assert_eq!(audit.found().outcomes(), ["a/early=not-applicable", "a/late=met", "a/vague=unknown"]);
}

#[test]
fn a_duty_that_only_begins_later_does_not_arise_for_events_that_nobody_closed() {
    let audit = rules(
        &requirement("a", "for_each: inspections"),
        "require a: facts.inspections[subject].recommendations == 1;",
    )
    .bare("inspections: { old: { published: 2014-05-01, recommendations: 1, cites: [doc] } }");
    let audit = audit.duty(|duty| duty.more = "in_force: { from: 2021-03-01 }").stated("2021-01-31");
    assert_eq!(audit.clone().on("2021-02-28").found().outcomes(), ["a=not-applicable"]);
    assert_eq!(audit.on("2021-03-01").found().outcomes(), ["a/old=not-applicable", "a/others=unknown"]);
}

#[test]
fn an_event_of_the_profile_without_a_date_has_unknown_scope() {
    let audit = rules(
        &requirement("a", "for_each: inspections"),
        "require a: facts.inspections[subject].recommendations == 1;",
    )
    .bare(
        "inspections:
  complete: { members: [new, old, vague], cites: [doc] }
  old: { published: 2014-05-01, recommendations: 1, cites: [doc] }
  new: { published: 2018-05-01, recommendations: 1, cites: [doc] }
  vague: { recommendations: 1, cites: [doc] }",
    );
    let audit = audit.duty(|duty| duty.more = "in_force: { from: 2015-03-01 }");
    assert_eq!(audit.found().outcomes(), ["a/new=met", "a/old=not-applicable", "a/vague=unknown"]);
}

#[test]
fn an_event_that_was_only_planned_has_unknown_scope_once_its_day_has_come() {
    let audit = rules(
        &requirement("a", "for_each: inspections"),
        "require a: facts.inspections[subject].recommendations == 1;",
    )
    .bare(
        "inspections:
  complete: { members: [one], cites: [doc] }
  one: { published: 2020-06-01, recommendations: 1, cites: [doc] }",
    );
    let audit = audit.stated("2020-01-01").duty(|duty| duty.more = "in_force: { until: 2019-01-01 }");
    assert_eq!(audit.found().outcomes(), ["a/one=unknown"]);
}

#[test]
fn a_duty_that_only_another_body_owes_is_context() {
    let found = one(|duty| duty.owed_by = "local-authority").force(FORCE_OF_PCC).found();
    assert!(found.duty("t.d").context);
    assert!(found.rows("sprcheck", "holder").is_empty());
    assert_eq!(found.row("instrument", "act").map(|row| row.standings.satisfied), None);
    assert_eq!(found.0.assessment.summary.standings.satisfied, 0);
    // Shared with an office of the force it is no context.
    assert!(!one(|duty| duty.owed_by = "local-authority, chief-officer").found().duty("t.d").context);
}
