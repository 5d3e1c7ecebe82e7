//! What would have to be otherwise in the profile, fact by fact, and taking it over for a while.
//!
//! A fact that several duties need is one step: what the first of them needs it to be is tried for the others too. What is taken cites
//! supposed evidence, which is in memory only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::actions::Ask;
use crate::model::dates::{Dates, Day};
use crate::model::facts::{Citation, Content, Fact, FactId, Facts};
use crate::model::ids::{EvidenceId, KindId};
use crate::model::law::Law;
use crate::model::merge::{Difference, Merged, lay_over};
use crate::model::place::Place;
use crate::model::profile::{Evidence, HeldAt, Profile};

use super::super::witness::Witness;

/// A fact, and what would have to become of it.
pub(super) struct Step {
    pub(super) ask: Ask,
    pub(super) fact: FactId,
    pub(super) path: String,
    /// The evidence that is to be renewed, where that is all that is missing.
    pub(super) renews: Option<EvidenceId>,
    /// How it would be stated; `None` if it only has to be shown.
    difference: Option<Difference>,
    /// The same in words: only to tell two apart.
    value: String,
    /// The kinds of evidence that it would cite.
    kinds: BTreeSet<KindId>,
}

/// All steps that were found.
pub(super) struct Steps {
    all: Vec<Step>,
    /// The steps that make something true, by path.
    made: BTreeMap<String, usize>,
    /// The steps that show what is stated, by path.
    shown: BTreeMap<(String, Option<EvidenceId>), usize>,
    supposed: BTreeMap<KindId, Citation>,
    as_of: Day,
}

/// The steps of a witness.
#[derive(Default)]
pub(super) struct Proposal {
    pub(super) steps: BTreeSet<usize>,
    /// Those that nothing else needed before.
    new: Vec<String>,
    /// Whether it needs something to be otherwise than others do.
    pub(super) contradicts: bool,
}

/// What there was before steps were taken.
pub(super) struct Taken {
    steps: Vec<usize>,
    shown: Vec<(FactId, Fact)>,
}

impl Steps {
    /// No step yet; puts a supposed piece of evidence of each kind that can support into the profile.
    pub(super) fn new(profile: &mut Profile, law: &Law, as_of: Day) -> Self {
        let place = profile.place;
        let evidence = Arc::make_mut(&mut profile.evidence);
        let mut supposed = BTreeMap::new();
        for kind in law.kinds.values().filter(|kind| !kind.narrative) {
            let mut name = format!("supposed-{}", kind.id);
            while evidence.contains_key(name.as_str()) {
                name.push('-');
            }
            let id = EvidenceId::from(name.as_str());
            evidence.insert(id.clone(), evidence_of(&id, &kind.id, as_of, place));
            supposed.insert(kind.id.clone(), Citation { evidence: id, anchor: None, place });
        }
        Self { all: Vec::new(), made: BTreeMap::new(), shown: BTreeMap::new(), supposed, as_of }
    }

    pub(super) fn get(&self, step: usize) -> Option<&Step> {
        self.all.get(step)
    }

    /// The first of some kinds that can show anything.
    pub(super) fn kind_of(&self, kinds: &[KindId]) -> Option<KindId> {
        kinds.iter().find(|kind| self.supposed.contains_key(*kind)).cloned()
    }

    /// The steps of a witness; where a step is there already, it is that one, whatever the witness would have it be.
    pub(super) fn propose(&mut self, witness: &Witness, kind: &KindId) -> Proposal {
        let mut proposal = Proposal::default();
        for difference in &witness.differences {
            let value = value_of(witness, &difference.path);
            let step = match self.made.get(&difference.path) {
                Some(step) => {
                    proposal.contradicts |= self.all.get(*step).is_some_and(|own| own.value != value);
                    *step
                }
                None => {
                    let Some(fact) = difference.other.first().map(|(id, _)| *id) else { continue };
                    proposal.new.push(difference.path.clone());
                    self.add(Step {
                        ask: Ask::MakeTrue,
                        fact,
                        path: difference.path.clone(),
                        renews: None,
                        difference: Some(difference.clone()),
                        value,
                        kinds: BTreeSet::new(),
                    })
                }
            };
            if let Some(step) = self.all.get_mut(step) {
                step.kinds.insert(kind.clone());
            }
            proposal.steps.insert(step);
        }
        proposal
    }

    /// Forgets what nothing but this proposal needs.
    pub(super) fn withdraw(&mut self, proposal: &Proposal) {
        for path in &proposal.new {
            self.made.remove(path);
        }
    }

    /// Has the steps be what the witness would have them be; returns what they were.
    pub(super) fn change(&mut self, witness: &Witness) -> Vec<(usize, Difference, String)> {
        let mut before = Vec::new();
        for difference in &witness.differences {
            let value = value_of(witness, &difference.path);
            let Some(number) = self.made.get(&difference.path).copied() else { continue };
            let Some(step) = self.all.get_mut(number).filter(|step| step.value != value) else { continue };
            let Some(own) = &mut step.difference else { continue };
            let old = std::mem::replace(own, difference.clone());
            before.push((number, old, std::mem::replace(&mut step.value, value)));
        }
        before
    }

    /// Has lists hold what the witness would have them hold too; returns what the steps were.
    pub(super) fn unite(&mut self, witness: &Witness, facts: &mut Facts) -> Vec<(usize, Difference, String)> {
        let mut before = Vec::new();
        for difference in &witness.differences {
            let value = value_of(witness, &difference.path);
            let Some(number) = self.made.get(&difference.path).copied() else { continue };
            let Some(step) = self.all.get_mut(number).filter(|step| step.value != value) else { continue };
            let Some(own) = &mut step.difference else { continue };
            let Some(both) = both(own, difference, facts) else { continue };
            let value = format!("{}, {value}", step.value);
            before.push((number, std::mem::replace(own, both), std::mem::replace(&mut step.value, value)));
        }
        before
    }

    /// Has them be what they were.
    pub(super) fn change_back(&mut self, before: Vec<(usize, Difference, String)>) {
        for (number, difference, value) in before {
            if let Some(step) = self.all.get_mut(number) {
                step.difference = Some(difference);
                step.value = value;
            }
        }
    }

    /// A step that shows a fact; one of `with` that makes it true shows it too.
    pub(super) fn show(&mut self, fact: Shown<'_>, kind: &KindId, with: &BTreeSet<usize>) -> usize {
        let Shown { fact, path, ask, renews } = fact;
        let made = self.made.get(path).or_else(|| self.made.get(whole(path))).filter(|made| with.contains(made));
        let number = match made.or_else(|| self.shown.get(&(path.to_owned(), renews.clone()))).copied() {
            Some(number) => number,
            None => {
                self.shown.insert((path.to_owned(), renews.clone()), self.all.len());
                self.add(Step {
                    ask,
                    fact,
                    path: path.to_owned(),
                    renews,
                    difference: None,
                    value: String::new(),
                    kinds: BTreeSet::new(),
                })
            }
        };
        if let Some(step) = self.all.get_mut(number) {
            step.kinds.insert(kind.clone());
        }
        number
    }

    fn add(&mut self, step: Step) -> usize {
        let number = self.all.len();
        if step.difference.is_some() {
            self.made.insert(step.path.clone(), number);
        }
        self.all.push(step);
        number
    }

    /// Takes steps over into facts.
    pub(super) fn take(&mut self, facts: &mut Facts, steps: &BTreeSet<usize>) -> Taken {
        let supposed = &self.supposed;
        let cites = |kinds: &BTreeSet<KindId>| -> Vec<Citation> {
            kinds.iter().filter_map(|kind| supposed.get(kind)).cloned().collect()
        };
        let mut taken = Taken { steps: Vec::new(), shown: Vec::new() };
        for number in steps {
            let Some(step) = self.all.get_mut(*number) else { continue };
            if let Some(difference) = &mut step.difference {
                difference.cite(&cites(&step.kinds));
                Merged::take(facts, difference);
                taken.steps.push(*number);
            }
        }
        for step in steps.iter().filter_map(|number| self.all.get(*number)) {
            if step.difference.is_some() {
                continue;
            }
            if let Some(fact) = facts.get_mut(step.fact).filter(|fact| fact.place.is_some()) {
                taken.shown.push((step.fact, fact.clone()));
                fact.cites.extend(cites(&step.kinds));
                if step.ask == Ask::Confirm {
                    fact.stated_on = Dates::on(self.as_of);
                }
            }
        }
        taken
    }

    /// Puts back what there was before.
    pub(super) fn put_back(&mut self, facts: &mut Facts, taken: Taken) {
        for (id, fact) in taken.shown.into_iter().rev() {
            if let Some(own) = facts.get_mut(id) {
                *own = fact;
            }
        }
        for number in taken.steps.into_iter().rev() {
            if let Some(difference) = self.all.get_mut(number).and_then(|step| step.difference.as_mut()) {
                Merged::take(facts, difference);
            }
        }
    }

    /// Every node that is otherwise when steps are taken.
    pub(super) fn touched(&self, steps: &BTreeSet<usize>) -> BTreeSet<FactId> {
        let steps = steps.iter().filter_map(|number| self.all.get(*number));
        steps.flat_map(|step| step.difference.iter().flat_map(Difference::touches).chain([step.fact])).collect()
    }
}

/// A fact that is to be shown.
pub(super) struct Shown<'a> {
    pub(super) fact: FactId,
    pub(super) path: &'a str,
    pub(super) ask: Ask,
    pub(super) renews: Option<EvidenceId>,
}

/// The path of the list in which a value stands.
pub(super) fn whole(path: &str) -> &str {
    path.split_once('[').map_or(path, |(list, _)| list)
}

fn value_of(witness: &Witness, path: &str) -> String {
    witness.states.iter().find(|stated| stated.path == path).map(|stated| stated.value.clone()).unwrap_or_default()
}

/// A list that holds what two lists hold; `None` if one of them says that it holds all there is, or is no list.
fn both(one: &Difference, other: &Difference, facts: &mut Facts) -> Option<Difference> {
    let items = |difference: &Difference| -> Option<Vec<Fact>> {
        let Content::List { items, closure: None } = &difference.other.first()?.1.content else { return None };
        let item = |id: &FactId| difference.other.iter().find(|(other, _)| other == id).map(|(_, fact)| fact.clone());
        items.iter().map(item).collect()
    };
    let is_same =
        |a: &Fact, b: &Fact| matches!((&a.content, &b.content), (Content::Value(a), Content::Value(b)) if a == b);
    let mut all = items(one)?;
    for item in items(other)? {
        if !all.iter().any(|known| is_same(known, &item)) {
            all.push(item);
        }
    }
    let (id, list) = one.other.first()?;
    let mut few = Facts::default();
    let above: Vec<FactId> =
        std::iter::successors(facts.get(*id)?.parent, |id| facts.get(*id).and_then(|fact| fact.parent)).collect();
    let mut parent = None;
    for fact in above.into_iter().rev().filter_map(|id| facts.get(id)) {
        let content = match &fact.content {
            Content::Entries { .. } => {
                Content::Entries { entries: BTreeMap::new(), closure: None, phantom: few.root() }
            }
            _ => Content::Record(BTreeMap::new()),
        };
        parent = Some(few.add(Fact { parent, content, ..fact.clone() }));
    }
    let list_id = few.add(Fact { parent, content: Content::Missing, ..list.clone() });
    let nodes: Vec<FactId> = all
        .into_iter()
        .enumerate()
        .map(|(index, item)| few.add(Fact { path: format!("{}[{index}]", list.path), parent: Some(list_id), ..item }))
        .collect();
    few.get_mut(list_id)?.content = Content::List { items: nodes, closure: None };
    lay_over(facts, &few).into_iter().find(|difference| difference.path == list.path)
}

/// A piece of evidence that nobody holds: there is none such in any profile.
fn evidence_of(id: &EvidenceId, kind: &KindId, as_of: Day, place: Place) -> Evidence {
    Evidence {
        id: id.clone(),
        title: "supposed, in memory only".into(),
        kind: kind.clone(),
        dated: Some(Dates::on(as_of)),
        owner: "nobody".into(),
        held_at: Some(HeldAt::Custodian { custodian: "supposed".into(), reference: "none".into() }),
        valid_until: None,
        review_every: None,
        draft: None,
        withdrawn: None,
        superseded: None,
        superseded_by: None,
        marking: None,
        reviewed: None,
        note: None,
        place,
    }
}
