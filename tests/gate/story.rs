//! One repository and its revisions, good and bad, one commit after the other on one branch: each is gated against the one before it, as
//! a merge would be, and nothing is found but what is told here, on the line that made it.

use super::repository::Repository;
use super::telling::{Revision, begin, review, tell};

const P: &str = "plan/profile.yaml";
const PLAN: &str = "plan/plan.md";
const POLICY: &str = "pilot/policies/pilot.yaml";
const RULE: &str = "pilot/rules/pilot/lead_named.rhai";
const ACCEPTED: &str = "plan/accepted.yaml";

const STRATEGY: &str = "training_strategy: { approved: 2020-03-10, review_due: 2022-03-31,";
const LATE: &str = "training_strategy: { approved: 2020-03-10, review_due: 2021-05-31,";
const SILENT: &str = "training_strategy: { approved: 2020-03-10,";
const THREATS: &str =
    "list: [terrorism, serious-and-organised-crime, public-disorder, civil-emergencies, child-sexual-abuse]";
const FEWER: &str = "list: [terrorism, serious-and-organised-crime, civil-emergencies, child-sexual-abuse]";
const LAPSED: &str = "until: 2021-06-01\n    cites: [cyber";
const IN_FORCE: &str = "until: 2021-12-31\n    cites: [cyber";
const PAPER: &str = "kind: strategy, dated: 2020-03-10,";

const ANSWERED: &str = "recommendations_answered: 4\n        sent_to_inspectors: 2021-01-06\n";
const UNANSWERED: &str = "recommendations_answered: 3\n        sent_to_inspectors: 2021-01-06\n";

/// The head of the pilot's second duty, and with a time that ended before the day of the gate.
const LEAVES: (&str, &str) = (
    "    weight: { value: 1, because: it is a pilot }\n    parameters:",
    "    in_force: { until: 2021-05-31 }\n    weight: { value: 1, because: it is a pilot }\n    parameters:",
);

/// Everything of the departure, and its place in the list of all.
const DEPARTURE: (&str, &str) = ("  cyber-exercise-2021:\n    duty:", "cites: [cyber-exercise-decision-2021#2]\n");

fn entry(until: &str) -> String {
    format!(
        "accepted:\n  - duty: prevent.training_strategy\n    standing: gap\n    reason: the board meets in July\n    until: {until}\n"
    )
}

/// Takes the departure out of the profile.
fn without_departure(own: &Repository) {
    let text = own.read(P);
    let (before, rest) = text.split_once(DEPARTURE.0).unwrap();
    let after = rest.split_once(DEPARTURE.1).unwrap().1;
    own.write(P, &format!("{before}{after}"));
    own.replace(P, "complete: { members: [cyber-exercise-2021],", "complete: { members: [],");
}

/// Puts the paragraph on the Policing Protocol before the inspections, where it was behind what is published.
fn block_moved(own: &Repository) {
    let text = own.read(P);
    let (before, rest) = text.split_once("  # The Policing Protocol of 2011.").unwrap();
    let (block, after) = rest.split_once("  # What the two offices publish,").unwrap();
    let (publish, inspections) = after.split_once("  # Inspections. The register").unwrap();
    own.write(
        P,
        &format!(
            "{before}  # What the two offices publish,{publish}  # The Policing Protocol of 2011.{block}  # Inspections. The register{inspections}"
        ),
    );
}

fn story() -> Vec<Revision> {
    let is = Revision::of;
    vec![
        is("the review date of the training strategy is moved into the past", |own| _ = own.replace(P, STRATEGY, LATE))
            .fails(&[("!worse prevent.training_strategy", P, LATE)]),
        is("a comment is added", |own| own.write(P, &format!("# For the board.\n\n{}", own.read(P)))).does_nothing(),
        is("another section of the plan is reworded", |own| _ = own.replace(PLAN, "Welcome.", "Welcome to all."))
            .does_nothing(),
        is("a block is moved", block_moved).does_nothing(),
        is("a file of evidence is renamed", |own| {
            own.git(&["mv", "plan/papers/strategic-contest-board-2021-05-11.md", "plan/papers/board-2021-05.md"]);
            own.replace(P, "papers/strategic-contest-board-2021-05-11.md", "papers/board-2021-05.md");
        })
        .does_nothing(),
        is("the review date is mended", |own| _ = own.replace(P, LATE, STRATEGY)).passes(&[(
            "better prevent.training_strategy",
            P,
            STRATEGY,
        )]),
        is("a threat is dropped from the plan", |own| {
            own.replace(P, THREATS, FEWER);
            own.replace(PLAN, " public disorder,", "");
        })
        .fails(&[
            ("!worse statute.plan_regard", P, "    threats_addressed:\n"),
            ("!worse statute.plan_national_functions", PLAN, "## Objective 5"),
            ("evidence-lapsed -", P, "  plan-2017: "),
            ("section-changed -", PLAN, "## Objective 5"),
            ("threat-not-mentioned -", PLAN, "# Safer Exampleshire"),
        ]),
        is("the threat is mentioned again", |own| {
            own.replace(P, FEWER, THREATS);
            own.replace(PLAN, "crime, civil", "crime, public disorder, civil");
        })
        .passes(&[
            ("better statute.plan_regard", P, "    threats_addressed:\n"),
            ("better statute.plan_national_functions", PLAN, "## Objective 5"),
        ]),
        is("a cited heading is renamed", |own| _ = own.replace(PLAN, "## Objective 5", "## Objective V"))
            .cannot_be_judged("the head (`the working tree`)", P, "cites: [plan-2017#objective-5]\n", "objective-v"),
        is("the heading is put back, against the last revision that could be judged", |own| {
            own.replace(PLAN, "## Objective V", "## Objective 5");
        })
        .against("HEAD~2")
        .passes(&[]),
        is("a cited section is reworded and nobody reviews it", |own| {
            own.replace(PLAN, "Terrorism, serious", "Terrorism and serious");
        })
        .fails(&[
            ("!worse statute.plan_regard", PLAN, "## Objective 5"),
            ("!worse statute.plan_national_functions", PLAN, "## Objective 5"),
            ("evidence-lapsed -", P, "  plan-2017: "),
            ("section-changed -", PLAN, "## Objective 5"),
        ]),
        is("an office reviews it in a revision of its own", |own| review(own, "2021-06-20")).passes(&[
            ("better statute.plan_regard", P, "{ section: objective-5,"),
            ("better statute.plan_national_functions", P, "{ section: objective-5,"),
        ]),
        is("the section is reworded and reviewed at once", |own| {
            own.replace(PLAN, "Terrorism and serious", "Terrorism, and serious");
            review(own, "2021-06-21");
        })
        .fails(&[
            ("!worse statute.plan_regard", PLAN, "## Objective 5"),
            ("!worse statute.plan_national_functions", PLAN, "## Objective 5"),
            ("evidence-lapsed -", P, "  plan-2017: "),
            ("section-changed -", PLAN, "## Objective 5"),
            ("self-accepted -", P, "{ section: objective-5,"),
        ]),
        is("the same, where one office may do both", |_| {}).again(&["--allow-self-review"]).passes(&[(
            "self-accepted -",
            P,
            "{ section: objective-5,",
        )]),
        is("a departure is taken out", without_departure).fails(&[
            ("departure-removed spr.connectivity", P, "departures:\n"),
            ("!worse spr.connectivity", P, "departures:\n"),
            // Nobody departs any more, on record, so there is nothing to state of departures: that is no fall.
            ("changed spr.departures", P, "departures:\n"),
        ]),
        is("it is recorded again", |own| {
            own.git(&["checkout", "-q", "HEAD~1", "--", P]);
        })
        .passes(&[
            ("better spr.connectivity", P, "  cyber-exercise-2021:\n"),
            ("departure-added spr.connectivity", P, "  cyber-exercise-2021:\n"),
            ("changed spr.departures", P, "  cyber-exercise-2021:\n"),
        ]),
        is("it is recorded with another reason", |own| {
            own.replace(P, "could not be held while travel was restricted;", "was put off;");
        })
        .passes(&[("departure-changed spr.connectivity", P, "  cyber-exercise-2021:\n")]),
        is("it lapses", |own| _ = own.replace(P, IN_FORCE, LAPSED)).fails(&[
            ("!worse spr.connectivity", P, "  cyber-exercise-2021:\n"),
            ("!worse spr.departures", P, "  cyber-exercise-2021:\n"),
            ("departure-changed spr.connectivity", P, "  cyber-exercise-2021:\n"),
            ("departure-lapsed spr.connectivity", P, "  cyber-exercise-2021:\n"),
        ]),
        is("it is decided anew", |own| _ = own.replace(P, LAPSED, IN_FORCE)).passes(&[
            ("better spr.connectivity", P, "  cyber-exercise-2021:\n"),
            ("better spr.departures", P, "  cyber-exercise-2021:\n"),
            ("departure-changed spr.connectivity", P, "  cyber-exercise-2021:\n"),
        ]),
        is("evidence is taken out", |own| {
            own.replace(P, "      cites: [prevent-performance-framework]\n", "");
            let text = own.read(P);
            let (before, rest) = text.split_once("  prevent-performance-framework:").unwrap();
            own.write(P, &format!("{before}{}", rest.split_once('\n').unwrap().1));
        })
        .fails(&[
            ("!worse prevent.performance_measures", P, "adopted: 2020-09-22"),
            ("evidence-removed -", P, "\nevidence:"),
        ]),
        is("it is described again", |own| {
            own.git(&["checkout", "-q", "HEAD~1", "--", P]);
        })
        .passes(&[("better prevent.performance_measures", P, "  prevent-performance-framework: ")]),
        is("evidence is superseded", |own| {
            own.replace(P, PAPER, "kind: strategy, superseded: 2021-06-01, dated: 2020-03-10,");
        })
        .fails(&[
            ("!worse prevent.training_strategy", P, "  prevent-training-strategy: "),
            ("evidence-lapsed -", P, "  prevent-training-strategy: "),
        ]),
        is("it is not superseded after all", |own| {
            own.replace(P, "kind: strategy, superseded: 2021-06-01, dated: 2020-03-10,", PAPER);
        })
        .passes(&[("better prevent.training_strategy", P, "  prevent-training-strategy: ")]),
        is("the lead's development lapses, and the threshold of the pilot is softened to let that pass", |own| {
            own.replace(P, "last_activity: 2021-04-22", "last_activity: 2020-12-22");
            own.replace(POLICY, "value: 6 months", "value: 24 months");
        })
        .fails(&[
            ("!worse pilot.lead_prepared", P, "last_activity: 2020-12-22"),
            ("rule-changed pilot.lead_prepared", POLICY, "value: 24 months"),
        ]),
        is("both are put back", |own| {
            own.replace(P, "last_activity: 2020-12-22", "last_activity: 2021-04-22");
            own.replace(POLICY, "value: 24 months", "value: 6 months");
        })
        .passes(&[
            ("better pilot.lead_prepared", P, "last_activity: 2021-04-22"),
            ("rule-changed pilot.lead_prepared", POLICY, "value: 6 months"),
        ]),
        is("a rule is made stricter than the base can meet", |own| {
            own.replace(RULE, "\"2020-01-01\"", "\"2019-01-01\"");
        })
        .fails(&[("!rule-changed pilot.lead_named", RULE, "\"2019-01-01\"")]),
        is("the rule is put back", |own| _ = own.replace(RULE, "\"2019-01-01\"", "\"2020-01-01\"")).passes(&[(
            "rule-changed pilot.lead_named",
            RULE,
            "\"2020-01-01\"",
        )]),
        is("an answer to the inspectors leaves a recommendation out: a new apparent breach", |own| {
            own.replace(P, ANSWERED, UNANSWERED);
        })
        .fails(&[
            ("!new-breach statute.inspection_response", P, UNANSWERED),
            ("!worse statute.inspection_response", P, UNANSWERED),
        ]),
        is("all are answered", |own| _ = own.replace(P, UNANSWERED, ANSWERED)).passes(&[(
            "better statute.inspection_response",
            P,
            ANSWERED,
        )]),
        is("a duty of the pilot leaves the scope of the force", |own| {
            own.replace(POLICY, LEAVES.0, LEAVES.1);
        })
        .fails(&[("!rule-changed pilot.lead_prepared", POLICY, "in_force: { until: 2021-05-31 }")]),
        is("it is in force again", |own| _ = own.replace(POLICY, LEAVES.1, LEAVES.0)).passes(&[(
            "rule-changed pilot.lead_prepared",
            POLICY,
            "  pilot.lead_prepared:",
        )]),
        is("the review date passes again", |own| _ = own.replace(P, STRATEGY, LATE)).fails(&[(
            "!worse prevent.training_strategy",
            P,
            LATE,
        )]),
        is("the date is deleted, so that the gap cannot be told any more", |own| _ = own.replace(P, LATE, SILENT))
            .fails(&[("!worse prevent.training_strategy", P, SILENT)]),
        is("the date is told again: a gap is revealed", |own| _ = own.replace(P, SILENT, LATE)).passes(&[(
            "revealed prevent.training_strategy",
            P,
            LATE,
        )]),
        is("the same, where that is to fail", |_| {}).again(&["--fail-on", "revealed"]).fails(&[(
            "!revealed prevent.training_strategy",
            P,
            LATE,
        )]),
        is("a baseline accepts the gap, which the base has", |own| own.write(ACCEPTED, &entry("2021-07-31")))
            .with(&["--fail-on", "gap,worse", "--baseline", ACCEPTED])
            .passes(&[("standing prevent.training_strategy", P, LATE)]),
        is("the last day of the acceptance is over", |own| own.write(ACCEPTED, &entry("2021-06-29")))
            .with(&["--fail-on", "gap,worse", "--baseline", ACCEPTED])
            .fails(&[
                ("!standing prevent.training_strategy", P, LATE),
                ("!baseline-ended prevent.training_strategy", ACCEPTED, "duty: prevent.training_strategy"),
            ]),
        is("the date is mended, and the baseline accepts on", |own| {
            own.replace(P, LATE, STRATEGY);
            own.write(ACCEPTED, &entry("2021-07-31"));
        })
        .with(&["--baseline", ACCEPTED])
        .fails(&[
            ("better prevent.training_strategy", P, STRATEGY),
            ("!baseline-unmatched prevent.training_strategy", ACCEPTED, "duty: prevent.training_strategy"),
        ]),
        is("the entry is taken out", |own| own.write(ACCEPTED, "accepted: []\n"))
            .with(&["--baseline", ACCEPTED])
            .passes(&[]),
        is("the date passes, and the same revision accepts that", |own| {
            own.replace(P, STRATEGY, LATE);
            own.write(ACCEPTED, &entry("2021-07-31"));
        })
        .with(&["--baseline", ACCEPTED])
        .fails(&[
            ("!worse prevent.training_strategy", P, LATE),
            ("self-accepted prevent.training_strategy", ACCEPTED, "duty: prevent.training_strategy"),
        ]),
        is("the same, where that is allowed", |_| {}).again(&["--baseline", ACCEPTED, "--allow-self-review"]).passes(
            &[
                ("worse prevent.training_strategy", P, LATE),
                ("self-accepted prevent.training_strategy", ACCEPTED, "duty: prevent.training_strategy"),
            ],
        ),
        is("the profile is renamed", |own| _ = own.git(&["mv", P, "plan/force.yaml"]))
            .called("plan/force.yaml")
            .does_nothing(),
        is("everything moves into a sub-folder", |own| {
            own.write("safer/README.md", "The plan.\n");
            own.git(&["mv", "plan", "safer/plan"]);
        })
        .called("safer/plan/force.yaml")
        .does_nothing(),
    ]
}

#[test]
fn a_plan_goes_through_its_revisions_and_each_has_its_verdict_and_its_lines() {
    let repository = begin();
    let revisions = story();
    assert!(revisions.len() >= 20);
    tell(&repository, &revisions);
}
