//! Changes of the rules, each with its line: those that judge the base otherwise, and those that so far judge nothing otherwise.

use std::collections::BTreeSet;

use crate::ask::contrast::{Side, contrast};
use crate::ask::diff::diff;
use crate::ask::inquiry::Inquiry;
use crate::model::assessment::At;
use crate::model::contrast::{Both, Term};
use crate::model::diff::{Cause, Direction};
use crate::model::gate::{FailsOn, Finding, FindingKind, InRepository, State, WhoseRules};
use crate::model::ids::{DutyId, RuleSetName};
use crate::model::impact::FromTo;
use crate::model::law::{Duty, Script};
use crate::model::place::Place;
use crate::model::words::Standing;

use super::{Finder, caused, fingerprint, plain, words};

impl<'c> Finder<'_, 'c> {
    /// What the rules of the head make of the base.
    pub(super) fn rules(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>) {
        let otherwise = diff(before, Some(after), after);
        let mut told: BTreeSet<DutyId> = BTreeSet::new();
        for change in &otherwise.changes {
            told.insert(change.id.clone());
            let places = self.places(after);
            let line = self.script_line(before, after, &change.id);
            let changed = change.causes.iter().find_map(|cause| match cause {
                Cause::Rules(rules) => Some(rules),
                _ => None,
            });
            let says = changed.map_or_else(|| "the rules judge it otherwise".into(), words::rules);
            let course = words::course(change.from.as_ref(), change.to.as_ref());
            let mended = self.judged.anew.and_then(|anew| anew.head.duty(&change.id)).is_some_and(|head| {
                let was = change.from.as_ref().map(|from| from.standing);
                head.standing == Standing::Satisfied || was == Some(head.standing)
            });
            let worse = change.direction == Direction::Worse && !mended;
            let reached = if mended && change.direction == Direction::Worse { "; the head reaches it" } else { "" };
            let mut finding = Finding {
                duty: Some(change.id.clone()),
                stood: Some(FromTo { from: change.from.clone(), to: change.to.clone() }),
                direction: Some(change.direction),
                weight: change.weight,
                fails: if worse { self.fails(FailsOn::Worse) } else { None },
                at: line.or_else(|| change.causes.iter().find_map(|cause| places.cause(cause))),
                causes: change.causes.iter().map(|cause| caused(&places, cause)).collect(),
                state: State::Updated,
                ..plain(
                    FindingKind::RuleChanged,
                    WhoseRules::Head,
                    &change.title,
                    format!("{says}; the base goes {course}{reached}"),
                )
            };
            finding.fingerprint = fingerprint(&finding, Vec::new());
            self.accept(&mut finding, Some(before), after);
            self.found.push(finding);
        }
        self.unfelt(before, after, &told);
    }

    /// Rules that are otherwise and judge the base as before.
    fn unfelt(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>, told: &BTreeSet<DutyId>) {
        let (old, new) = (before.case().rules().law(), after.case().rules().law());
        let changed = |name: &&RuleSetName| {
            old.rule_sets.get(*name).zip(new.rule_sets.get(*name)).is_some_and(|(old, new)| old.digest != new.digest)
        };
        let sets: Vec<RuleSetName> = new.rule_sets.keys().filter(changed).cloned().collect();
        for set in sets {
            let side = |inquiry: &Inquiry<'c>| Side { case: inquiry.case(), rule_set: set.clone() };
            let found = contrast(&side(before), &side(after), after.as_of());
            for duty in new.duties().filter(|duty| duty.rule_set == set && !told.contains(&duty.id)) {
                let terms = found
                    .duties
                    .iter()
                    .find(|one| one.id.b == duty.id)
                    .map(|one| one.terms.as_slice())
                    .unwrap_or_default();
                let Some(was) = old.duty(duty.id.as_str()) else { continue };
                let (line, stated) = (other_line(was, duty), states(was, duty));
                if terms.is_empty() && line.is_none() && stated.is_none() {
                    continue;
                }
                let mut says: Vec<String> = terms.iter().map(words::term).collect();
                says.extend(stated.as_ref().map(|(says, _)| says.clone()));
                let says = if says.is_empty() { "the text of the rule is otherwise".into() } else { says.join("; ") };
                let places = self.places(after);
                let at = line
                    .flatten()
                    .and_then(|place| places.place(place))
                    .or_else(|| places.terms(duty, terms))
                    .or_else(|| places.place(stated?.1?))
                    .or_else(|| self.stated(after, duty));
                let message = format!("{says}; the base is judged as before");
                let mut finding = Finding {
                    duty: Some(duty.id.clone()),
                    weight: duty.weight.value,
                    at,
                    state: State::Updated,
                    ..plain(FindingKind::RuleChanged, WhoseRules::Head, &duty.title, message)
                };
                finding.fingerprint = fingerprint(&finding, Vec::new());
                self.found.push(finding);
            }
        }
    }

    /// The first line at which the rule of a duty is otherwise.
    fn script_line(&self, before: &Inquiry<'c>, after: &Inquiry<'c>, id: &DutyId) -> Option<InRepository> {
        let (old, new) =
            (before.case().rules().law().duty(id.as_str())?, after.case().rules().law().duty(id.as_str())?);
        self.places(after).place(other_line(old, new)??)
    }

    fn stated(&self, side: &Inquiry<'c>, duty: &Duty) -> Option<InRepository> {
        let at = At::of(side.case().sources(), duty.place);
        self.places(side).rules(&at, &duty.rule_set)
    }
}

/// What the first requirement states that is worded otherwise, with its place. Nothing is judged by that, but readers go by it.
fn states(old: &Duty, new: &Duty) -> Option<(String, Option<Place>)> {
    new.requirements.iter().find_map(|one| {
        let was = old.requirements.iter().find(|was| was.id == one.id).filter(|was| was.states != one.states)?;
        let says = Both { a: Some(was.states.clone()), b: Some(one.states.clone()) };
        let term = Term { what: format!("states of {}", one.id), says };
        Some((words::term(&term), one.keys.get("states").copied()))
    })
}

/// The first line at which the rule is otherwise, or a rule that an overlay adds; the inner `None` where it lies at no line of the new.
fn other_line(old: &Duty, new: &Duty) -> Option<Option<Place>> {
    let own = (old.script.as_ref(), new.script.as_ref());
    let added = new.overlaid.iter().flat_map(|overlaid| &overlaid.additions).map(|(id, script)| {
        let was = old.overlaid.as_ref().and_then(|overlaid| overlaid.additions.get(id));
        (was, Some(script))
    });
    std::iter::once(own).chain(added).find_map(|(was, is)| differs(was, is?))
}

/// The first line at which one script is otherwise, comments and blanks aside.
fn differs(before: Option<&Script>, after: &Script) -> Option<Option<Place>> {
    let before = before.map_or("", |script| &script.text);
    let says = |text: &'_ str| -> Vec<(u32, String)> {
        let lines = (1..).zip(text.lines()).map(|(number, line)| (number, line.trim().to_owned()));
        lines.filter(|(_, line)| !line.is_empty() && !line.starts_with("//")).collect()
    };
    let (was, is) = (says(before), says(&after.text));
    let differs = is.iter().enumerate().find(|(index, (_, line))| was.get(*index).is_none_or(|(_, own)| own != line));
    match differs {
        Some((_, (line, _))) => Some(Some(Place { file: after.file, line: *line, column: 1 })),
        None => (was.len() > is.len()).then_some(None),
    }
}
