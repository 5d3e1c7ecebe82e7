//! What the cases of a rule leave untried: outcomes, deadlines, bounds.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::evaluate::{Bound, Clock, Outline};
use crate::load::{Case, Expected};
use crate::model::dates::{Day, Period, Unit};
use crate::model::facts::{Content, Scalar};
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Requirement};
use crate::model::place::Place;
use crate::model::words::Outcome;

use super::super::own;
use super::Scene;
use super::finding::Finding;
use super::ids::Lint;

pub(super) fn look(scene: &Scene<'_>, duty: &Duty, findings: &mut Vec<Finding>) {
    let cases: &[Case] = scene.cases.get(&duty.id).map_or(&[], Vec::as_slice);
    // What a base has written its own cases try.
    for shown in scene.shown(duty).filter(|shown| shown.part.is_own) {
        if let Some(outline) = &shown.outline {
            of_script(scene, duty, cases, outline, findings);
        }
    }
    tailored(duty, cases, findings);
    names(cases, findings);
}

/// The cases of a base try its own value of a parameter, not that of an overlay.
fn tailored(duty: &Duty, cases: &[Case], findings: &mut Vec<Finding>) {
    let of_base = |id: &RequirementId| duty.overlaid.as_ref().is_some_and(|from| !from.additions.contains_key(id));
    for (name, change) in own::tailored_parameters(duty) {
        let tries = |case: &Case| !case.parameters.contains_key(name) && case.expect.iter().any(|(id, ..)| of_base(id));
        if !cases.iter().any(tries) {
            let message = format!("no case of `{}` tries the duty with `{name}` at {}", duty.id, change.is);
            let help = format!("add cases to `{}`: one within the bound and one beyond it", case_path(duty));
            findings.push(Finding::new(Lint::MissingCase, change.place, name.chars().count(), message, help));
        }
    }
}

fn case_path(duty: &Duty) -> String {
    duty.id.script_path().replace(".rhai", ".cases.yaml")
}

fn of_script(scene: &Scene<'_>, duty: &Duty, cases: &[Case], outline: &Outline, findings: &mut Vec<Finding>) {
    for requirement in &duty.requirements {
        let Some(ruling) = outline.rulings.iter().find(|ruling| ruling.id == requirement.id) else { continue };
        let own = Own { requirement, cases };
        outcomes(duty, &own, findings);
        if ruling.when.is_some() && !own.comes_to(Outcome::NotApplicable) {
            findings.push(own.finding(
                Lint::MissingConditionCase,
                format!("`{}` has a condition and no case in which it does not apply", requirement.id),
                "add a case in which `when` is false",
            ));
        }
        if ruling.by.is_some() {
            deadline(scene, duty, &own, findings);
        }
        let clauses = [ruling.when.as_ref(), Some(&ruling.says)];
        for bound in clauses.into_iter().flatten().flat_map(|clause| &clause.bounds) {
            bounds(scene, &own, bound, findings);
        }
    }
}

/// A requirement, and the cases of its duty.
struct Own<'o> {
    requirement: &'o Requirement,
    cases: &'o [Case],
}

impl<'o> Own<'o> {
    fn finding(&self, lint: Lint, message: String, help: &str) -> Finding {
        Finding::new(lint, self.requirement.place, self.requirement.id.as_str().chars().count(), message, help)
    }

    /// The cases that expect something of the requirement, each with what.
    fn tried(&self) -> impl Iterator<Item = (&'o Case, Expected)> {
        let id = &self.requirement.id;
        self.cases.iter().flat_map(move |case| {
            case.expect.iter().filter(move |(expected, ..)| expected == id).map(move |(_, what, _)| (case, *what))
        })
    }

    fn comes_to(&self, outcome: Outcome) -> bool {
        self.tried().any(|(_, expected)| expected == Expected::Outcome(outcome))
    }
}

fn outcomes(duty: &Duty, own: &Own<'_>, findings: &mut Vec<Finding>) {
    let wanted = [Outcome::Met, Outcome::NotMet, Outcome::Unknown];
    let lacking: Vec<String> =
        wanted.into_iter().filter(|outcome| !own.comes_to(*outcome)).map(|outcome| format!("`{outcome}`")).collect();
    if lacking.is_empty() {
        return;
    }
    let message = format!("`{}` has no case in which it is {}", own.requirement.id, lacking.join(" or "));
    let help = match duty.overlaid {
        Some(_) => format!("add one to `{}`", case_path(duty)),
        None => "add one to the rule's `.cases.yaml`".to_owned(),
    };
    findings.push(own.finding(Lint::MissingCase, message, &help));
}

/// On the last day of a deadline there is still time; on the day after there is none.
fn deadline(scene: &Scene<'_>, duty: &Duty, own: &Own<'_>, findings: &mut Vec<Finding>) {
    let (mut on_the_day, mut day_after) = (false, false);
    for (case, expected) in own.tried() {
        let Expected::Outcome(outcome @ (Outcome::NotYetDue | Outcome::NotMet)) = expected else { continue };
        let judge = scene.engine.judge(scene.law, &case.profile, Clock::on(case.as_of));
        for (id, met) in &case.duties {
            judge.settle(id, Some(*met));
        }
        let by =
            judge.judge_one(&with_parameters(duty, case), case.subject.as_ref(), None).into_iter().find_map(|pair| {
                let same = duty.requirements.get(pair.requirement).is_some_and(|known| known.id == own.requirement.id)
                    && pair.subject.as_ref().map(|subject| &subject.id) == case.subject.as_ref();
                if same { pair.by } else { None }
            });
        let Some(by) = by else { continue };
        on_the_day |= outcome == Outcome::NotYetDue && case.as_of == by.last();
        day_after |= outcome == Outcome::NotMet && Some(case.as_of) == by.last().tomorrow();
    }
    let lacking = match (on_the_day, day_after) {
        (true, true) => return,
        (false, false) => "on the last day of the deadline, and none on the day after",
        (false, true) => "on the last day of the deadline",
        (true, false) => "on the day after the deadline",
    };
    let message = format!("`{}` has no case {lacking}", own.requirement.id);
    let help = "add one that is `not-yet-due` on the last day and one that is `not-met` on the day after";
    findings.push(own.finding(Lint::MissingDeadlineCase, message, help));
}

/// The duty with the parameters that a case gives it.
fn with_parameters<'d>(duty: &'d Duty, case: &Case) -> Cow<'d, Duty> {
    if case.parameters.is_empty() {
        return Cow::Borrowed(duty);
    }
    let mut duty = duty.clone();
    for (name, value) in &case.parameters {
        if let Some(parameter) = duty.parameters.get_mut(name) {
            parameter.value = value.clone();
        }
    }
    Cow::Owned(duty)
}

/// A date that is held against the as-of date is tried at the bound and one day beyond it.
fn bounds(scene: &Scene<'_>, own: &Own<'_>, bound: &Bound, findings: &mut Vec<Finding>) {
    let (mut inside, mut beyond) = (false, false);
    for (case, _) in own.tried() {
        let Some((last, next)) = edge(case.as_of, bound) else { continue };
        for day in days(case, bound) {
            inside |= day == last;
            beyond |= day == next;
        }
    }
    let path = &scene.law.dictionary.term(bound.term).path;
    let lacking = match (inside, beyond) {
        (true, true) => return,
        (false, false) => "at the bound, and none one day beyond it",
        (false, true) => "at the bound",
        (true, false) => "one day beyond the bound",
    };
    let message = format!("`{}` holds `{path}` against a day and has no case {lacking}", own.requirement.id);
    let help = "add a case for each side, so that a slip between `<` and `<=` would be seen";
    findings.push(own.finding(Lint::MissingBoundCase, message, help).related(bound.place, "compared here"));
}

/// The last day within a bound, and the first beyond it.
fn edge(as_of: Day, bound: &Bound) -> Option<(Day, Day)> {
    let day = bound.offset.map_or(Some(as_of), |offset| as_of.plus(offset))?;
    let step = |count: i64| day.plus(Period { count, unit: Unit::Days });
    Some(match (bound.later, bound.strict) {
        (true, false) => (day, step(-1)?),
        (true, true) => (step(1)?, day),
        (false, false) => (day, step(1)?),
        (false, true) => (step(-1)?, day),
    })
}

/// The days that a case states for a fact.
fn days<'c>(case: &'c Case, bound: &'c Bound) -> impl Iterator<Item = Day> + use<'c> {
    case.profile.facts.iter().filter(|(_, fact)| fact.term == bound.term).filter_map(|(_, fact)| match &fact.content {
        Content::Value(Scalar::Dates(dates)) => dates.day(),
        _ => None,
    })
}

fn names(cases: &[Case], findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for case in cases {
        let Some(first) = seen.get(case.name.as_str()) else {
            seen.insert(&case.name, case.place);
            continue;
        };
        // What was generated shares its name with what it was generated from.
        if *first != case.place && case.generated.is_none() {
            let message = format!("there are two cases `{}`", case.name);
            findings.push(
                Finding::new(Lint::DuplicateCase, case.place, 1, message, "say what is special to each")
                    .related(*first, "first here"),
            );
        }
    }
}
