//! The duties of the sample: each standing, each verdict that has a telling of its own.

use std::collections::BTreeMap;

use sprcheck::model::assessment::{DutyResult, TailoredFrom, TailoredValue};
use sprcheck::model::ids::{Holder, RequirementId};
use sprcheck::model::law::{LookBack, ParameterValue};
use sprcheck::model::words::{Binding, Marking, Outcome, Standing, Support, Verdict, Verified};

use super::parts::{count, duty, fact, pair, parameter, sought};
use super::{at, day, period, source, standings};

const COUNCILS: [(&str, &str); 7] = [
    ("northton", "Northton Borough Council"),
    ("southton", "Southton Borough Council"),
    ("eastham", "Eastham District Council"),
    ("westham", "Westham District Council"),
    ("midcaster", "Midcaster City Council"),
    ("uplands", "Uplands District Council"),
    ("lowlands", "Lowlands District Council"),
];

pub(crate) fn all() -> Vec<DutyResult> {
    let mut duties = vec![
        inspection_response(),
        plan_regard(),
        local_profiles(),
        strategic_lead(),
        spocs(),
        contest_boards(),
        communications_plan(),
        channel_panel(),
        records(),
        partnership_oversight(),
    ];
    for (id, verdict, standing, reason) in [
        (
            "prevent.standard_8",
            Verdict::Unpublished,
            Standing::Unassessed,
            "the source counts thirteen standards and names seven",
        ),
        (
            "prevent.standard_9",
            Verdict::Unpublished,
            Standing::Unassessed,
            "the source counts thirteen standards and names seven",
        ),
        ("spr.capacity", Verdict::Unread, Standing::Unassessed, "the edition of 2015 is no longer published"),
        (
            "statute.annual_report",
            Verdict::NotYetDue,
            Standing::NotYetDue,
            "the report for 2020-21 is due by 2021-09-30",
        ),
        (
            "statute.plan_review",
            Verdict::NotApplicable,
            Standing::NotApplicable,
            "the SPR did not change in the life of the plan",
        ),
    ] {
        let unread = matches!(verdict, Verdict::Unpublished | Verdict::Unread);
        let binding = if id.starts_with("statute") { Binding::Must } else { Binding::Standard };
        let mut duty = duty(id, &format!("The duty {id}"), binding, 1, verdict, standing, reason);
        if !unread {
            let outcome = if verdict == Verdict::NotYetDue { Outcome::NotYetDue } else { Outcome::NotApplicable };
            let mut pair = pair("done", "it is done", outcome, reason);
            pair.due = (verdict == Verdict::NotYetDue).then(|| day("2021-09-30"));
            pair.support = (verdict == Verdict::NotApplicable).then_some(Support::Evidenced);
            duty.support = pair.support;
            duty.requirements = vec![pair];
        }
        duties.push(duty);
    }
    for duty in &mut duties {
        duty.outcomes = count(&duty.requirements);
    }
    duties.sort_by(|a, b| a.id.cmp(&b.id));
    duties
}

fn inspection_response() -> DutyResult {
    let mut duty = duty(
        "statute.inspection_response",
        "Comments on inspection reports",
        Binding::Must,
        5,
        Verdict::PartlyMet,
        Standing::Gap,
        "of 2 requirements that arise 1 is met and 1 is not met",
    );
    duty.source = source(Some(("pa-1996", "section 55(5) to (5B)")), Verified::Primary);
    duty.owed_by = vec![Holder::from("pcc"), Holder::from("mayor")];
    duty.held_by = vec![Holder::from("pcc")];
    duty.apparent_breach = true;
    duty.departures = vec!["late-comments".into()];
    let mut late = pair(
        "published",
        "the comments on Prevent: Midshire were published before the end of 56 days",
        Outcome::NotMet,
        "the comments were published on 2020-06-01 and the last day for it was 2020-05-03",
    );
    late.subject = Some("prevent-2020".into());
    late.subject_title = Some("Prevent: Midshire".into());
    late.subject_kind = Some("published inspection report that covers the force".into());
    late.due = Some(day("2020-05-03"));
    late.look_back = Some(LookBack {
        period: period("2 years"),
        set_by: "the sprcheck maintainers".into(),
        because: "two inspection cycles".into(),
    });
    late.remedy = "none: record only".into();
    late.apparent_breach = true;
    late.facts = vec![
        fact("inspections.prevent-2020.published", "2020-03-09", 70, &["contest-minutes#2"]),
        fact("inspections.prevent-2020.response.published", "2020-06-01", 72, &["contest-minutes#3"]),
    ];
    let mut answered =
        pair("answers_each", "each recommendation is answered", Outcome::Met, "3 of 3 recommendations are answered");
    answered.support = Some(Support::Evidenced);
    answered.facts = vec![fact("inspections.prevent-2020.response.answers", "3", 73, &["contest-minutes#3"])];
    let mut old = late.clone();
    (old.history, old.apparent_breach) = (true, false);
    (old.subject, old.subject_title) = (Some("custody-2015".into()), Some("Custody: Midshire".into()));
    old.states = "the comments on Custody: Midshire were published before the end of 56 days".into();
    old.due = Some(day("2015-05-03"));
    duty.requirements = vec![late, answered, old];
    duty.support = Some(Support::Evidenced);
    duty
}

fn plan_regard() -> DutyResult {
    let reason = "no record shows that the SPR was considered when the plan was varied";
    let mut duty = duty(
        "statute.plan_regard",
        "Regard to the SPR in the plan",
        Binding::HaveRegard,
        4,
        Verdict::NotMet,
        Standing::Gap,
        reason,
    );
    duty.owed_by = vec![Holder::from("pcc")];
    duty.held_by = duty.owed_by.clone();
    let mut pair = pair("considered", "the SPR was considered when the plan was varied", Outcome::NotMet, reason);
    pair.remedy = "consider the SPR at the next variation and minute the reasons".into();
    pair.facts = vec![fact("plan.regard.considered", "none", 15, &["contest-minutes#9"])];
    duty.requirements = vec![pair];
    duty
}

fn local_profiles() -> DutyResult {
    let mut duty = duty(
        "prevent.local_profiles",
        "Counter-terrorism local profiles in partnership plans",
        Binding::Standard,
        4,
        Verdict::PartlyMet,
        Standing::Gap,
        "of 14 requirements that arise 7 are met, 5 are not met and 2 are unknown",
    );
    duty.parameters = BTreeMap::from([
        ("profile_within".into(), parameter(ParameterValue::Period(period("12 months")))),
        ("priorities".into(), parameter(ParameterValue::Whole(3))),
        ("measure".into(), parameter(ParameterValue::Text("the highest band".into()))),
    ]);
    duty.standing_by_threat = standings(&[("terrorism", Standing::Gap)]);
    for (index, (id, title)) in COUNCILS.into_iter().enumerate() {
        let path = format!("prevent.local_profiles.{id}.issued");
        let line = 100 + 10 * u32::try_from(index).unwrap();
        let mut current = pair(
            "profile_current",
            &format!("a CTLP that covers {title} was issued in the last 12 months"),
            if index < 5 { Outcome::NotMet } else { Outcome::Unknown },
            if index < 5 { "the profile was issued in 2018, before 2020-01-31" } else { "" },
        );
        current.remedy = format!("issue a new profile that covers {title}");
        current.shown_by = vec!["local-profile".into(), "letter".into()];
        current.thresholds = vec!["profile_within".into()];
        if index < 5 {
            current.facts = vec![fact(&path, "2018", line, &["board-paper-2021#36"])];
            current.facts[0].note = Some("the paper gives the year for all of them".into());
        } else {
            current.reason = format!("`{path}` is not stated");
            current.missing = vec![path.clone()];
            current.sought = vec![sought(&path, "the day on which the latest profile was issued", "Special Branch")];
            current.sought[0].at = at("profile.yaml", line);
        }
        let mut plan = pair(
            "has_plan",
            &format!("the partnership for {title} has a delivery plan"),
            Outcome::Met,
            "the plan has a title",
        );
        plan.support = Some(Support::Asserted);
        let title_path = format!("prevent.delivery_plans.{id}.title");
        plan.facts = vec![fact(&title_path, "Partnership plan", line + 5, &["board-paper-2021#36"])];
        for pair in [&mut current, &mut plan] {
            pair.subject = Some(id.into());
            pair.subject_title = Some(title.into());
            pair.subject_kind = Some("local authority".into());
        }
        duty.requirements.extend([current, plan]);
    }
    duty.requirements.sort_by_key(|pair| pair.id != RequirementId::from("profile_current"));
    duty.support = Some(Support::Asserted);
    duty
}

/// A gap that only follows from that of the local profiles.
fn partnership_oversight() -> DutyResult {
    let reason = "`prevent.local_profiles`, on which it rests, has a gap";
    let mut duty = duty(
        "prevent.oversight",
        "Oversight of the partnership plans",
        Binding::Recommendation,
        2,
        Verdict::NotMet,
        Standing::Gap,
        reason,
    );
    duty.rests_on = vec!["prevent.local_profiles".into()];
    duty.follows_from = duty.rests_on.clone();
    let mut pair = pair("profiles_met", "the local profiles are as they should be", Outcome::NotMet, reason);
    pair.rests_on = duty.rests_on.clone();
    duty.requirements = vec![pair];
    duty
}

fn strategic_lead() -> DutyResult {
    let mut duty = duty(
        "prevent.strategic_lead",
        "Force PREVENT Strategic Lead",
        Binding::Standard,
        4,
        Verdict::Met,
        Standing::Unproven,
        "2 of 2 requirements are met",
    );
    duty.support = Some(Support::Asserted);
    let mut post = pair("in_post", "a strategic lead is in post", Outcome::Met, "the lead was appointed in 2020");
    post.support = Some(Support::Asserted);
    post.shown_by = vec!["appointment-record".into(), "organisation-chart".into()];
    post.facts = vec![fact("prevent.strategic_lead.appointed", "2020", 31, &["board-paper-2021#37"])];
    let mut cpd = pair(
        "has_cpd",
        "the lead has access to a programme of development",
        Outcome::Met,
        "the programme is available",
    );
    cpd.support = Some(Support::Stale);
    cpd.shown_by = vec!["training-record".into(), "certificate".into()];
    cpd.facts =
        vec![fact("prevent.strategic_lead.cpd.available", "true", 34, &["cpd-certificate", "board-paper-2021#37"])];
    duty.requirements = vec![post, cpd];
    duty
}

fn spocs() -> DutyResult {
    let reason = "none of 2 requirements can be told";
    let mut duty = duty(
        "prevent.spocs",
        "PREVENT single points of contact",
        Binding::Standard,
        3,
        Verdict::NotStated,
        Standing::Unassessed,
        reason,
    );
    for (id, states, path, means, holder) in [
        (
            "places_filled",
            "as many contacts are named as the force needs",
            "prevent.spocs.named",
            "how many contacts are named",
            "Prevent lead",
        ),
        (
            "made_ready",
            "each contact has completed the training",
            "prevent.spocs.trained",
            "how many contacts are trained",
            "",
        ),
    ] {
        let mut pair = pair(id, states, Outcome::Unknown, &format!("`{path}` is not stated"));
        pair.missing = vec![path.into()];
        pair.sought = vec![sought(path, means, holder)];
        duty.requirements.push(pair);
    }
    duty
}

fn contest_boards() -> DutyResult {
    let mut duty = duty(
        "prevent.contest_boards",
        "CONTEST boards",
        Binding::Standard,
        3,
        Verdict::Met,
        Standing::Satisfied,
        "1 of 1 requirement is met",
    );
    duty.support = Some(Support::Evidenced);
    duty.rests_on = vec!["prevent.strategic_lead".into()];
    let mut pair =
        pair("strategic", "a strategic board met in the last 6 months", Outcome::Met, "it met on 2020-11-12");
    pair.support = Some(Support::Evidenced);
    pair.shown_by = vec!["minutes".into()];
    let mut met = fact("prevent.contest.strategic_met", "2020-11-12", 60, &["contest-minutes#1"]);
    met.supported_by = vec!["contest-minutes".into()];
    met.holds_until = Some(day("2021-11-12"));
    met.marking = Some(Marking::OfficialSensitive);
    pair.facts = vec![met];
    pair.rests_on = duty.rests_on.clone();
    duty.requirements = vec![pair];
    duty
}

fn communications_plan() -> DutyResult {
    let mut duty = duty(
        "prevent.communications_plan",
        "Local communications plans",
        Binding::Standard,
        2,
        Verdict::NotMet,
        Standing::Departed,
        "2 requirements are not met and a departure sets both aside",
    );
    duty.departures = vec!["one-plan".into()];
    for (id, title) in COUNCILS.into_iter().take(2) {
        let mut pair =
            pair("has_plan", &format!("{title} has a plan of its own"), Outcome::NotMet, "there is no such plan");
        (pair.subject, pair.subject_title) = (Some(id.into()), Some(title.into()));
        pair.subject_kind = Some("local authority".into());
        pair.set_aside_by = Some("one-plan".into());
        pair.facts =
            vec![fact(&format!("prevent.communications_plans.{id}.title"), "none", 80, &["contest-minutes#4"])];
        duty.requirements.push(pair);
    }
    duty
}

fn channel_panel() -> DutyResult {
    let reason = "`prevent.channel.panel` is not stated";
    let mut duty = duty(
        "prevent.channel_panel",
        "A Channel panel",
        Binding::Must,
        2,
        Verdict::NotStated,
        Standing::Unassessed,
        reason,
    );
    duty.owed_by = vec![Holder::from("local-authority")];
    duty.held_by = vec![];
    duty.context = true;
    duty.source = source(Some(("prevent-standards", "not found")), Verified::Unverified);
    duty.requirements = vec![pair("sits", "a panel sits", Outcome::Unknown, reason)];
    duty
}

fn records() -> DutyResult {
    let reason = "the rule set has mistakes, so nothing of it is judged";
    let mut duty = duty(
        "pilot.records",
        "<b>Records</b> `of` [visits](http://e.example)",
        Binding::Recommendation,
        1,
        Verdict::Error,
        Standing::Unassessed,
        reason,
    );
    duty.rule_set = "inspectorate".into();
    duty.tailored = Some(tailored());
    duty.source = source(Some(("pilot", "part 1")), Verified::Secondary);
    let mut pair =
        pair("kept", "records | are kept\n# forged heading", Outcome::Error, "the script \u{202e}does not compile");
    (pair.rule, pair.shown_by) = (None, vec![]);
    duty.requirements = vec![pair];
    duty
}

fn tailored() -> TailoredFrom {
    let value = |what, name: Option<&str>, was: Option<&str>, is: &str, set_by: Option<&str>, line| TailoredValue {
        what,
        name: name.map(Into::into),
        was: was.map(Into::into),
        is: is.into(),
        set_by: set_by.map(Into::into),
        because: "the pilot | asks `more`".into(),
        rule_set: "inspectorate".into(),
        at: at("policies/overlay.yaml", line),
    };
    TailoredFrom {
        duty: "prevent.records".into(),
        rule_set: "sprcheck".into(),
        at: at("policies/duties.yaml", 90),
        changes: vec![
            value("weight", None, Some("2"), "4", None, 6),
            value("parameter", Some("kept_for"), Some("1 year"), "2 years", Some("an inspector"), 8),
            value("requirement", Some("indexed"), None, "the records have an index", None, 10),
        ],
    }
}
