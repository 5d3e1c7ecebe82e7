//! What a duty says of itself: its source, its parameters, its reasons, what would prove it.

use crate::model::law::{Duty, Requirement};
use crate::model::overlay::What;
use crate::model::place::Origin;
use crate::model::words::{DutyStatus, Verified};

use super::super::own;
use super::Scene;
use super::finding::Finding;
use super::ids::Lint;
use super::policy::Spotted;

/// The kind of an instrument that is no text: what a rule set checks of its own accord.
const OWN_CHECKS: &str = "own-checks";
/// The fewest words that a reason takes.
const REASON: usize = 3;

pub(super) fn look(scene: &Scene<'_>, duty: &Duty, findings: &mut Vec<Finding>) {
    let at = At { scene, duty };
    if duty.overlaid.is_none() {
        source(&at, findings);
        at.reason(&["weight", "because"], &duty.weight.because, findings);
    }
    for change in own::changes(duty) {
        let what = change.what.name().unwrap_or(change.what.kind());
        at.reason_at(Spotted { place: change.place, width: what.chars().count() }, &change.because, findings);
    }
    parameters(&at, findings);
    family(&at, findings);
    for requirement in &duty.requirements {
        if !own::sets(duty, &What::Requirement(requirement.id.clone())) {
            continue;
        }
        subject_named(&at, requirement, findings);
        proof(&at, requirement, findings);
        if let Some(look_back) = &requirement.look_back {
            let keys = ["requirements", requirement.id.as_str(), "look_back", "because"];
            at.reason(&keys, &look_back.because, findings);
        }
    }
}

/// A duty, and where its parts stand.
struct At<'s, 'q> {
    scene: &'s Scene<'q>,
    duty: &'s Duty,
}

impl At<'_, '_> {
    fn path<'k>(&'k self, keys: &[&'k str]) -> Vec<&'k str> {
        // What an overlay writes of requirements and reads of parameters stands under what it adds.
        let before = match &self.duty.overlaid {
            None => vec!["duties", self.duty.id.as_str()],
            Some(base) => vec!["duties", base.duty.as_str(), "adds"],
        };
        before.into_iter().chain(keys.iter().copied()).collect()
    }

    /// The value under these keys of the duty; the duty's own id where there is none.
    fn value(&self, keys: &[&str]) -> Spotted {
        self.scene.policies.value(self.duty.place.file, &self.path(keys)).unwrap_or_else(|| self.itself())
    }

    /// The last of these keys of the duty; the duty's own id where there is none.
    fn key(&self, keys: &[&str]) -> Spotted {
        self.scene.policies.key(self.duty.place.file, &self.path(keys)).unwrap_or_else(|| self.itself())
    }

    fn itself(&self) -> Spotted {
        Spotted { place: self.duty.place, width: self.duty.id.as_str().chars().count() }
    }

    fn find(&self, lint: Lint, at: Spotted, message: String, help: impl Into<String>) -> Finding {
        Finding::new(lint, at.place, at.width, message, help)
    }

    fn reason(&self, keys: &[&str], because: &str, findings: &mut Vec<Finding>) {
        self.reason_at(self.value(keys), because, findings);
    }

    fn reason_at(&self, at: Spotted, because: &str, findings: &mut Vec<Finding>) {
        if because.split_whitespace().count() < REASON {
            let message = format!("`{because}` is no reason that a reader could weigh");
            let help = "say what the value rests on: what depends on it, or what else was considered";
            findings.push(self.find(Lint::ThinReason, at, message, help));
        }
    }
}

fn source(at: &At<'_, '_>, findings: &mut Vec<Finding>) {
    let (duty, source) = (at.duty, &at.duty.source);
    let instrument = source.instrument.as_ref().and_then(|id| at.scene.law.instruments.get(id));
    let is_own = instrument.is_some_and(|instrument| instrument.kind == OWN_CHECKS);
    // What nobody could read has no section to name, and a rule set's own checks stand in no text.
    if source.at.is_none() && duty.status == DutyStatus::Judged && !is_own {
        let message = format!("duty `{}` does not say where in its instrument it stands", duty.id);
        let help = "give the section, paragraph or page: `at: section 8(2)`";
        findings.push(at.find(Lint::NoSection, at.key(&["source"]), message, help));
    }
    match source.verified {
        Verified::Unverified => {
            let message = format!("the source of duty `{}` is not verified; every report says so", duty.id);
            let help = "read the instrument, then write `verified: primary` and the day in `checked`";
            findings.push(at.find(Lint::UnverifiedSource, at.value(&["source", "verified"]), message, help));
        }
        verified => {
            if source.checked.is_none() {
                let message = format!("the source of duty `{}` is called `{verified}` and does not say when", duty.id);
                let help = "write the day on which it was read: `checked: 2026-11-24`";
                findings.push(at.find(Lint::UncheckedSource, at.value(&["source", "verified"]), message, help));
            }
            // An address names the text too.
            if verified == Verified::Secondary && source.read_in.is_none() && source.url.is_none() {
                let message =
                    format!("the source of duty `{}` was read in another text and does not say in which", duty.id);
                let help = "name that text in `read_in`";
                findings.push(at.find(Lint::UncheckedSource, at.value(&["source", "verified"]), message, help));
            }
        }
    }
}

fn parameters(at: &At<'_, '_>, findings: &mut Vec<Finding>) {
    for (name, parameter) in &at.duty.parameters {
        // One of a base is the base's to read, whatever value it is given; the reason for the value was looked at with the changes.
        if at.duty.overlaid.is_some() && !own::sets(at.duty, &What::AddedParameter(name.clone())) {
            continue;
        }
        if at.duty.overlaid.is_none() {
            at.reason(&["parameters", name, "because"], &parameter.because, findings);
        }
        let mut shown = at.scene.shown(at.duty).map(|shown| shown.outline.as_ref());
        // A script that cannot be run may read it.
        if at.duty.script.is_some()
            && shown.all(|outline| outline.is_some_and(|outline| !outline.parameters.contains(name)))
        {
            let message = format!("the rule never reads parameter `{name}`");
            let help = format!("read `params.{name}` where the threshold is held against a fact, or take it out");
            findings.push(at.find(Lint::UnusedParameter, at.key(&["parameters", name]), message, help));
        }
    }
}

fn family(at: &At<'_, '_>, findings: &mut Vec<Finding>) {
    let family = |duty: &Duty| duty.id.as_str().split('.').next().unwrap_or_default().to_owned();
    let own = family(at.duty);
    if own == at.duty.rule_set.namespace() {
        return;
    }
    let others =
        at.scene.law.rule_sets.values().filter(|set| !at.scene.origins.contains(&Origin::RuleSet(set.name.clone())));
    let lender = others.into_iter().find(|set| set.duties.values().any(|duty| family(duty) == own));
    if let Some(lender) = lender {
        let namespace = at.duty.rule_set.namespace();
        let message = format!(
            "the family `{own}` is that of rule set `{}`; a reader takes the duty for one of its own",
            lender.name
        );
        let help = format!("put it into a family of your own, such as `{namespace}`");
        findings.push(at.find(Lint::BorrowedFamily, at.itself(), message, help));
    }
}

fn subject_named(at: &At<'_, '_>, requirement: &Requirement, findings: &mut Vec<Finding>) {
    let named = requirement.states.contains("{subject}");
    let keys = ["requirements", requirement.id.as_str(), "states"];
    match &requirement.for_each {
        Some(set) if !named => {
            let message = format!("`{}` is judged for each of `{set}` and does not name it", requirement.id);
            let help = "put `{subject}` where its title belongs";
            findings.push(at.find(Lint::SubjectNotNamed, at.value(&keys), message, help));
        }
        None => {
            let remedy = ["requirements", requirement.id.as_str(), "remedy"];
            for (keys, text) in [(keys, &requirement.states), (remedy, &requirement.remedy)] {
                if text.contains("{subject}") {
                    let message = format!("`{}` names a subject and is judged for none", requirement.id);
                    let help = "give it `for_each`, or take `{subject}` out";
                    findings.push(at.find(Lint::SubjectNotNamed, at.value(&keys), message, help));
                }
            }
        }
        Some(_) => {}
    }
}

fn proof(at: &At<'_, '_>, requirement: &Requirement, findings: &mut Vec<Finding>) {
    let known: Vec<_> = requirement.shown_by.iter().filter_map(|kind| at.scene.law.kinds.get(kind)).collect();
    // A kind that is not known is a problem already.
    if known.len() < requirement.shown_by.len() || known.iter().any(|kind| !kind.narrative) {
        return;
    }
    let message = if known.is_empty() {
        format!("`{}` names no kind of evidence, so nothing can ever prove it", requirement.id)
    } else {
        format!("`{}` names only kinds in which the body tells of itself, so nothing can ever prove it", requirement.id)
    };
    let help = "name the records in which what it reads can be seen; `sprcheck rules kinds` lists the kinds";
    findings.push(at.find(
        Lint::NeverProven,
        at.value(&["requirements", requirement.id.as_str(), "shown_by"]),
        message,
        help,
    ));
}
