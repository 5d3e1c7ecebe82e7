//! What the world would have to look like for a requirement to be met: the facts of one of its `met` cases, told of the profile in hand.
//!
//! A witness is a proposal. Whoever uses one judges again with it taken, since the profile may say more than the case does.

mod closing;
mod model;
mod moved;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::audit::Case;
use crate::model::dates::Day;
use crate::model::facts::{Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::{DutyId, RequirementId, SubjectId};
use crate::model::law::{Attribute, Duty, Requirement};
use crate::model::merge::{Change, Difference, lay_over};

use model::Model;
use moved::{Moved, Shift, stated_entries};

/// The subject that stands for all that nobody has named.
const OTHERS: &str = "others";
/// The most witnesses that are given for one requirement.
const MOST: usize = 12;

/// Finds witnesses for the requirements of one profile on one date. Nothing is read of case files until one is asked for.
pub(crate) struct Witnesses<'c> {
    case: &'c Case<'c>,
    as_of: Day,
    /// The facts of the profile, with unstated nodes for whatever a witness states that they have no node for.
    facts: RefCell<Facts>,
    models: RefCell<BTreeMap<DutyId, Rc<Vec<Model>>>>,
}

/// What would have to be stated for a requirement to be met.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    /// What the profile does not say so already. What is stated there cites nothing, and a `none` or a closure that cites nothing states nothing.
    pub(crate) differences: Vec<Difference>,
    /// The same in words, in the order of the paths.
    pub(crate) states: Vec<Stated>,
    /// The other duties that the case takes to be satisfied, or not.
    pub(crate) rests_on: BTreeMap<DutyId, bool>,
}

/// One thing that would have to be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) path: String,
    /// What it would be, in words.
    pub(crate) value: String,
    /// Whether the profile says nothing of it, or says otherwise.
    pub(crate) is: Change,
    /// The node, in the facts that [`Witnesses::facts`] gives.
    pub(crate) fact: FactId,
}

impl<'c> Witnesses<'c> {
    pub(crate) fn of(case: &'c Case<'c>, as_of: Day) -> Self {
        let facts = RefCell::new(Facts::clone(&case.profile().facts));
        Self { case, as_of, facts, models: RefCell::default() }
    }

    /// The facts to which the witnesses given so far belong: judged as the profile's own as long as no witness is taken.
    pub(crate) fn facts(&self) -> Facts {
        self.facts.borrow().clone()
    }

    /// Witnesses of a requirement for a subject, those that change least first; none where no case shows the requirement met.
    pub(crate) fn find(&self, duty: &DutyId, requirement: &RequirementId, subject: Option<&SubjectId>) -> Vec<Witness> {
        let Some(duty) = self.case.rules().law().duty(duty.as_str()) else { return Vec::new() };
        let Some(requirement) = duty.requirements.iter().find(|known| known.id == *requirement) else {
            return Vec::new();
        };
        if subject.is_some_and(|subject| subject.as_str() == OTHERS) {
            return self.closing(duty, requirement).into_iter().collect();
        }
        let mut found: Vec<(Rank, Witness)> = Vec::new();
        for (number, model) in self.models(duty).iter().enumerate() {
            if model.requirement != requirement.id || model.subject.is_some() != subject.is_some() {
                continue;
            }
            for (later, shift) in self.shifts(model, requirement, subject).into_iter().enumerate() {
                let witness = self.witness(model, requirement, subject, shift);
                let renamed = model.subject.as_ref() != subject;
                for witness in self.lean(&witness, subject).into_iter().chain([witness]) {
                    let (rests, stated) = (witness.rests_on.len(), witness.states.len());
                    let nodes = witness.differences.iter().map(|difference| difference.other.len()).sum();
                    found.push((Rank { rests, stated, nodes, later, renamed, number }, witness));
                }
            }
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut told: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
        let new = found.into_iter().map(|(_, witness)| witness).filter(|witness| told.insert(witness.in_short()));
        new.take(MOST).collect()
    }

    fn models(&self, duty: &Duty) -> Rc<Vec<Model>> {
        if let Some(known) = self.models.borrow().get(&duty.id) {
            return Rc::clone(known);
        }
        let models = Rc::new(model::of_duty(self.case.rules(), duty));
        self.models.borrow_mut().insert(duty.id.clone(), Rc::clone(&models));
        models
    }

    /// How the dates of a case may be moved: with the as-of date; with that of its subject, where the law dates both; not at all, since a rule
    /// may name a day.
    fn shifts(&self, model: &Model, requirement: &Requirement, subject: Option<&SubjectId>) -> Vec<Shift> {
        let set = requirement.for_each.as_ref().and_then(|set| self.case.rules().law().sets.get(set));
        let dated = |id: &SubjectId| {
            let member = set?.members.get(id)?;
            match member.attributes.get(set?.event.as_ref()?)? {
                Attribute::Dates(dates) => Some(dates.first()),
                _ => None,
            }
        };
        let events = model.subject.as_ref().and_then(dated).zip(subject.and_then(dated));
        let with_event = events.map(|(from, to)| Shift::between(from, to));
        let mut shifts = vec![Shift::between(model.as_of, self.as_of)];
        for shift in with_event.into_iter().chain([Shift::NONE]) {
            if !shifts.contains(&shift) {
                shifts.push(shift);
            }
        }
        shifts
    }

    /// The same without entries that only the case has, where the profile has entries of its own that may do; `None` if there are none such.
    fn lean(&self, witness: &Witness, subject: Option<&SubjectId>) -> Option<Witness> {
        let facts = self.facts.borrow();
        let profile = &self.case.profile().facts;
        let foreign = |difference: &Difference| {
            let (collection, key) = difference.path.rsplit_once('.')?;
            let id = facts.find(collection)?;
            let is_entry = matches!(facts.get(id)?.content, Content::Entries { .. }) && key != "complete";
            let is_own = subject.is_some_and(|subject| subject.as_str() == key);
            let is_new = difference.is == Change::Added;
            (is_entry && is_new && !is_own && !stated_entries(profile, id).is_empty()).then(|| difference.path.clone())
        };
        let left_out: BTreeSet<String> = witness.differences.iter().filter_map(foreign).collect();
        let stays = |path: &str| {
            !left_out.iter().any(|entry| {
                let collection = entry.rsplit_once('.').map_or("", |(collection, _)| collection);
                let beneath = path.strip_prefix(entry.as_str());
                beneath.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                    || path.strip_prefix(collection) == Some(".complete")
            })
        };
        let mut lean = witness.clone();
        lean.differences.retain(|difference| stays(&difference.path));
        lean.states.retain(|stated| stays(&stated.path));
        (!left_out.is_empty() && !lean.differences.is_empty()).then_some(lean)
    }

    fn witness(&self, model: &Model, requirement: &Requirement, subject: Option<&SubjectId>, shift: Shift) -> Witness {
        let profile = self.case.profile();
        let moved = Moved {
            dictionary: &self.case.rules().law().dictionary,
            profile: &profile.facts,
            place: profile.place,
            set: requirement.for_each.as_ref(),
            subjects: model.subject.as_ref().zip(subject),
            shift,
        };
        self.laid(&moved.facts(&model.facts), model.rests_on.clone())
    }

    /// What a few facts say that the profile does not.
    fn laid(&self, few: &Facts, rests_on: BTreeMap<DutyId, bool>) -> Witness {
        let mut facts = self.facts.borrow_mut();
        let mut differences = lay_over(&mut facts, few);
        differences.retain(|difference| !difference.says_the_same(&facts, self.as_of));
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        let states = differences.iter().filter_map(|difference| {
            let (id, fact) = difference.other.first()?;
            let value = in_words(fact, &difference.other);
            Some(Stated { path: difference.path.clone(), value, is: difference.is, fact: *id })
        });
        Witness { states: states.collect(), differences, rests_on }
    }
}

impl Witness {
    fn in_short(&self) -> Vec<(String, String)> {
        self.states.iter().map(|stated| (stated.path.clone(), stated.value.clone())).collect()
    }
}

/// Which of two witnesses comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// How many other duties it rests on.
    rests: usize,
    /// How much it changes.
    stated: usize,
    /// The same with each value of a list.
    nodes: usize,
    /// Which of the ways to move its dates was taken.
    later: usize,
    /// Whether the case is about another subject.
    renamed: bool,
    number: usize,
}

/// What a fact states, with those that go with it at hand.
fn in_words(fact: &Fact, others: &[(FactId, Fact)]) -> String {
    let part = |id: &FactId| others.iter().find(|(other, _)| other == id).map(|(_, fact)| in_words(fact, others));
    match &fact.content {
        Content::Value(Scalar::YesNo(yes)) => yes.to_string(),
        Content::Value(Scalar::Number(number)) => number.to_string(),
        Content::Value(Scalar::Text(text)) => text.to_string(),
        Content::Value(Scalar::Dates(dates)) if fact.planned => format!("{dates} (planned)"),
        Content::Value(Scalar::Dates(dates)) => dates.to_string(),
        Content::Absence => "none".into(),
        Content::List { closure: Some(closure), .. } => part(closure).unwrap_or_default(),
        Content::List { items, closure: None } => items.iter().filter_map(part).collect::<Vec<_>>().join(", "),
        Content::Closure { members, .. } if members.is_empty() => "complete: there are none".into(),
        Content::Closure { members, .. } => format!("complete: {}", members.join(", ")),
        Content::Record(_) | Content::Entries { .. } => "is there".into(),
        Content::Missing => "not stated".into(),
    }
}
