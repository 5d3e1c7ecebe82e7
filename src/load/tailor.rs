//! The duties of an overlay: each a copy of a base's, with what the overlay sets and adds, and an account of every such thing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::ids::{DutyId, RuleSetName};
use crate::model::law::{Duty, Law, Parameter, ParameterValue, Script};
use crate::model::overlay::{Extends, LeftOut, Overlaid, Tailored, What};
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};
use crate::model::words::DutyStatus;

use super::decode::Case;
use super::extension::Pending;
use super::files::SCRIPT;
use super::nearest::{nearest, quote};
use super::overlay::{Change, Mark, Overlay};

/// Makes the duties of one rule set that extends others and puts them into the law.
pub(super) fn tailor(law: &mut Law, pending: Pending, problems: &mut Vec<Problem>) {
    let Pending { name, overlay, mut added, .. } = pending;
    let bases = law.rule_sets.get(&name).map(|set| set.extends.clone()).unwrap_or_default();
    if let Some(overlay) = overlay {
        if bases.is_empty() {
            // Where a base is named and not there, that has been told.
            if pending.extends.is_empty() {
                let message = "an overlay tailors what a rule set extends, and this one extends none";
                let problem = Problem::at(Code::BadOverlay, overlay.place, message);
                problems.push(problem.help("name the base under `extends` in `policies/ruleset.yaml`"));
            }
            added.clear();
        } else {
            let maker = Maker { law: &*law, name: &name, bases: &bases, problems };
            let (duties, left_out) = maker.make(overlay, &mut added);
            if let Some(rule_set) = law.rule_sets.get_mut(&name) {
                rule_set.left_out = left_out;
                rule_set.duties.extend(duties.into_iter().map(|duty| (duty.id.clone(), duty)));
            }
        }
    }
    for (path, script) in added {
        let message = format!("the overlay adds no requirement for the rule {}", quote(&path));
        let problem = Problem::at(Code::RuleWithoutDuty, Place { file: script.file, line: 1, column: 1 }, message);
        problems.push(problem.help("`rules/<family>/<rule>+<requirement>.rhai` judges what `adds` names"));
    }
}

struct Maker<'m> {
    law: &'m Law,
    name: &'m RuleSetName,
    bases: &'m [Extends],
    problems: &'m mut Vec<Problem>,
}

impl<'m> Maker<'m> {
    fn make(mut self, overlay: Overlay, added: &mut BTreeMap<String, Script>) -> (Vec<Duty>, Vec<LeftOut>) {
        let known: BTreeMap<&DutyId, &'m Duty> = self
            .bases
            .iter()
            .filter_map(|base| self.law.rule_sets.get(&base.rule_set))
            .flat_map(|set| &set.duties)
            .collect();
        let mut selected = self.selected(&overlay, &known);
        let mut left_out = Vec::new();
        for (out, width) in overlay.leave_out {
            let problem = |code, message: String| Problem::at(code, out.place, message).wide(width as usize);
            if let Some(change) = overlay.changes.get(&out.duty) {
                let message = format!("duty `{}` is left out here and tailored elsewhere", out.duty);
                self.problems.push(problem(Code::BadOverlay, message).related(change.mark.place, "tailored here"));
            } else if selected.remove(&out.duty).is_some() {
                left_out.push(out);
            } else if known.contains_key(&out.duty) {
                let message = format!("nothing selects duty `{}`, so it cannot be left out", out.duty);
                self.problems.push(problem(Code::BadOverlay, message));
            } else {
                self.unknown(out.duty.as_str(), Mark { place: out.place, width }, &known);
            }
        }
        let names = self.ids(&selected, &overlay.changes);
        let mut duties = Vec::new();
        for (id, mark) in &selected {
            if let (Some(base), Some(own)) = (known.get(id), names.get(id)) {
                let change = overlay.changes.get(id);
                duties.push(self.duty(base, own, *mark, change, &names, added));
            }
        }
        (duties, left_out)
    }

    /// The duties that are taken over, each with the place that says so.
    fn selected(&mut self, overlay: &Overlay, known: &BTreeMap<&DutyId, &Duty>) -> BTreeMap<DutyId, Mark> {
        let mut selected = BTreeMap::new();
        for (id, change) in &overlay.changes {
            if known.contains_key(id) {
                selected.insert(id.clone(), change.mark);
            } else {
                self.unknown(id.as_str(), change.mark, known);
            }
        }
        for (word, mark) in &overlay.select {
            let family = word.strip_suffix('*').filter(|start| start.is_empty() || start.ends_with('.'));
            let fits = |id: &DutyId| match family {
                Some(start) => id.as_str().starts_with(start),
                None => id.as_str() == word,
            };
            let mut some = false;
            for id in known.keys().filter(|id| fits(id)) {
                some = true;
                selected.entry((*id).clone()).or_insert(*mark);
            }
            if !some {
                self.unknown(word, *mark, known);
            }
        }
        selected
    }

    /// Reports a duty that no base has, or that one has and it cannot be read.
    fn unknown(&mut self, word: &str, mark: Mark, known: &BTreeMap<&DutyId, &Duty>) {
        let names: Vec<String> = self.bases.iter().map(|base| format!("`{}`", base.rule_set)).collect();
        let unreadable =
            self.bases.iter().find_map(|base| self.law.rule_sets.get(&base.rule_set)?.unreadable.get(word));
        let problem = |code, message: String| Problem::at(code, mark.place, message).wide(mark.width as usize);
        self.problems.push(match unreadable {
            Some(place) => problem(Code::BadOverlay, format!("duty {} cannot be read", quote(word)))
                .related(*place, "the duty of the base"),
            None => {
                let families = known.keys().filter_map(|id| id.as_str().split_once('.'));
                let families: BTreeSet<String> = families.map(|(family, _)| format!("{family}.*")).collect();
                let all = known.keys().map(|id| id.as_str()).chain(families.iter().map(String::as_str));
                let message = format!("{} has no duty {}", names.join(" or "), quote(word));
                let mut problem = problem(Code::UnknownReference, message);
                for base in self.bases {
                    problem = problem.related(base.place, format!("`{}` is extended here", base.rule_set));
                }
                match nearest(word, all) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem,
                }
            }
        });
    }

    /// The ids that the duties of the bases have in the overlay; one that is taken is reported and left out.
    fn ids(
        &mut self,
        selected: &BTreeMap<DutyId, Mark>,
        changes: &BTreeMap<DutyId, Change>,
    ) -> BTreeMap<DutyId, DutyId> {
        let mut names: BTreeMap<DutyId, DutyId> = BTreeMap::new();
        let mut places: BTreeMap<DutyId, Place> = BTreeMap::new();
        for (id, mark) in selected {
            let own = changes.get(id).and_then(|change| change.id.clone());
            let (own, mark) = own.unwrap_or_else(|| (usual_id(self.name, id), *mark));
            let elsewhere = self.law.rule_sets.values().find_map(|set| set.duties.get(&own)).map(|duty| duty.place);
            if let Some(first) = elsewhere.or_else(|| places.get(&own).copied()) {
                let message = format!("duty `{id}` would be `{own}` here, and there is a duty of that id");
                let problem = Problem::at(Code::DefinedTwice, mark.place, message).wide(mark.width as usize);
                let help = format!("give it another: `duties: {{ {id}: {{ id: … }} }}`");
                self.problems.push(problem.related(first, "which is here").help(help));
                continue;
            }
            places.insert(own.clone(), mark.place);
            names.insert(id.clone(), own);
        }
        names
    }

    fn duty(
        &mut self,
        base: &Duty,
        own: &DutyId,
        mark: Mark,
        change: Option<&Change>,
        names: &BTreeMap<DutyId, DutyId>,
        added: &mut BTreeMap<String, Script>,
    ) -> Duty {
        let mut duty = Duty { id: own.clone(), rule_set: self.name.clone(), place: mark.place, ..base.clone() };
        let before = base.overlaid.as_deref();
        let mut overlaid = Overlaid {
            duty: base.id.clone(),
            rule_set: base.rule_set.clone(),
            place: base.place,
            changes: before.map(|before| before.changes.clone()).unwrap_or_default(),
            additions: before.map(|before| before.additions.clone()).unwrap_or_default(),
            names: names.clone(),
        };
        for (name, meant) in before.iter().flat_map(|before| &before.names) {
            let meant = names.get(meant).unwrap_or(meant);
            overlaid.names.insert(name.clone(), meant.clone());
        }
        match change {
            Some(change) if base.status == DutyStatus::Judged => {
                self.apply(base, change, &mut duty, &mut overlaid, added);
            }
            Some(change) => {
                let message = format!("duty `{}` is `{}`, so there is nothing to tailor", base.id, base.status);
                let problem =
                    Problem::at(Code::BadOverlay, change.mark.place, message).wide(change.mark.width as usize);
                self.problems
                    .push(problem.related(base.place, "the duty of the base").help("`select` takes it over as it is"));
            }
            None => {}
        }
        duty.overlaid = Some(Arc::new(overlaid));
        duty
    }

    fn apply(
        &mut self,
        base: &Duty,
        change: &Change,
        duty: &mut Duty,
        overlaid: &mut Overlaid,
        added: &mut BTreeMap<String, Script>,
    ) {
        let by = self.name.clone();
        let (mut scripts, changes) = (BTreeMap::new(), &mut overlaid.changes);
        let mut note = |what, was: Option<String>, is: String, set_by: Option<&str>, because: &str, place| {
            let set_by = set_by.map(str::to_owned);
            changes.push(Tailored { what, was, is, set_by, because: because.into(), by: by.clone(), place });
        };
        if let Some((weight, mark)) = &change.weight {
            let (was, is) = (base.weight.value.to_string(), weight.value.to_string());
            note(What::Weight, Some(was), is, None, &weight.because, mark.place);
            duty.weight = weight.clone();
            duty.keys.insert("weight", mark.place);
        }
        if let Some((binding, because, mark)) = &change.binding {
            let (was, is) = (base.binding.to_string(), binding.to_string());
            note(What::Binding, Some(was), is, None, because, mark.place);
            duty.binding = *binding;
            duty.keys.insert("binding", mark.place);
        }
        for (name, parameter, mark) in &change.parameters {
            let Some(was) = base.parameters.get(name) else {
                let problem = no_parameter(base, name, *mark);
                self.problems.push(problem);
                continue;
            };
            if kind(&was.value) != kind(&parameter.value) {
                let (wanted, is) = (kind(&was.value), kind(&parameter.value));
                let message = format!("parameter `{name}` is {wanted} in the base, and {is} here");
                let problem = Problem::at(Code::WrongType, mark.place, message).wide(mark.width as usize);
                self.problems.push(problem.related(base.place, "the duty of the base"));
                continue;
            }
            let Parameter { value, set_by, because, .. } = parameter;
            let what = What::Parameter(name.clone());
            note(what, Some(was.value.to_string()), value.to_string(), Some(set_by), because, mark.place);
            duty.parameters.insert(name.clone(), parameter.clone());
        }
        for (name, parameter, mark) in &change.added_parameters {
            if base.parameters.contains_key(name) {
                let message = format!("duty `{}` has a parameter `{name}` already", base.id);
                let problem = Problem::at(Code::DefinedTwice, mark.place, message).wide(mark.width as usize);
                self.problems.push(
                    problem.related(base.place, "the duty of the base").help("to set it, name it under `parameters`"),
                );
                continue;
            }
            let Parameter { value, set_by, because, .. } = parameter;
            note(What::AddedParameter(name.clone()), None, value.to_string(), Some(set_by), because, mark.place);
            duty.parameters.insert(name.clone(), parameter.clone());
        }
        for (requirement, because, mark) in &change.added {
            let problem = |code, message: String| Problem::at(code, mark.place, message).wide(mark.width as usize);
            if let Some(first) = base.requirements.iter().find(|known| known.id == requirement.id) {
                let message = format!("duty `{}` has a requirement `{}` already", base.id, requirement.id);
                let problem = problem(Code::DefinedTwice, message).related(first.place, "in the base");
                self.problems.push(problem.help("what a base requires stays as it is; add one of another name"));
                continue;
            }
            let path = format!("{}+{}{SCRIPT}", base.id.script_path().trim_end_matches(SCRIPT), requirement.id);
            let Some(script) = added.remove(&path) else {
                let message = format!("requirement `{}` has no rule; `{path}` is not there", requirement.id);
                self.problems.push(problem(Code::DutyWithoutRule, message));
                continue;
            };
            note(
                What::Requirement(requirement.id.clone()),
                None,
                requirement.states.clone(),
                None,
                because,
                mark.place,
            );
            duty.requirements.push(requirement.clone());
            scripts.insert(requirement.id.clone(), script);
        }
        overlaid.additions.extend(scripts);
    }
}

fn no_parameter(base: &Duty, name: &str, mark: Mark) -> Problem {
    let message = format!("duty `{}` has no parameter {}", base.id, quote(name));
    let problem = Problem::at(Code::UnknownReference, mark.place, message)
        .wide(mark.width as usize)
        .related(base.place, "the duty of the base");
    match nearest(name, base.parameters.keys().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("a threshold of an added requirement stands under `adds`"),
    }
}

fn kind(value: &ParameterValue) -> &'static str {
    match value {
        ParameterValue::Whole(_) => "a whole number",
        ParameterValue::Period(_) => "a period",
        ParameterValue::Text(_) => "text",
    }
}

/// The id that a duty has in an overlay, if that does not say otherwise: `prevent.lead` in `my-set` is `my_set.prevent_lead`.
fn usual_id(rule_set: &RuleSetName, base: &DutyId) -> DutyId {
    let family = rule_set.namespace();
    // The name of a rule set may begin with a digit, that of a family may not.
    let family = if Case::Snake.fits(&family) { family } else { format!("set_{family}") };
    DutyId::from(format!("{family}.{}", base.as_str().replace('.', "_")).as_str())
}
