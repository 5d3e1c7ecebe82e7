//! The cases that show a requirement met, each cut down to what was read.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::Rules;
use crate::evaluate::{Clock, Closure, Pair, Read};
use crate::load::{Case, Expected, Loaded, case_file};
use crate::model::dates::Day;
use crate::model::facts::{Content, Fact, FactId, Facts};
use crate::model::ids::{DutyId, RequirementId, SubjectId};
use crate::model::law::Duty;
use crate::model::words::Outcome;

/// The most cases that are judged for one requirement.
const MOST: usize = 24;

/// What a case states that made a requirement met.
pub(super) struct Model {
    pub(super) requirement: RequirementId,
    pub(super) subject: Option<SubjectId>,
    pub(super) as_of: Day,
    /// Only what was read, and what leads there.
    pub(super) facts: Facts,
    /// Other duties that the case takes to be satisfied, or not, and that its rule asks for.
    pub(super) rests_on: BTreeMap<DutyId, bool>,
}

/// The models of all requirements of a duty: cases that stand in the file as they are first.
pub(super) fn of_duty(rules: &Rules, duty: &Duty) -> Vec<Model> {
    let mut loaded = Loaded::default();
    let mut cases: Vec<Case> = Vec::new();
    // The cases of a duty that an overlay has taken over are those of its base; whether they hold for it is judged.
    let ids = std::iter::once(&duty.id).chain(duty.overlaid.iter().map(|overlaid| &overlaid.duty));
    for id in ids {
        let path = format!("rules/{}.cases.yaml", id.as_str().replace('.', "/"));
        for (origin, file) in rules.case_files(&path) {
            cases.extend(case_file(file, origin, rules.law(), &mut loaded).cases);
        }
    }
    cases.retain(|case| case.parameters.is_empty());
    cases.sort_by_key(|case| case.generated.is_some());
    let mut tried: BTreeMap<RequirementId, usize> = BTreeMap::new();
    let mut models = Vec::new();
    for case in &cases {
        let met = case.expect.iter().filter(|(_, expected, _)| *expected == Expected::Outcome(Outcome::Met));
        let wanted: Vec<&RequirementId> = met
            .map(|(id, ..)| id)
            .filter(|id| {
                let count = tried.entry((*id).clone()).or_default();
                *count += 1;
                *count <= MOST
            })
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let judge = rules.engine().judge(rules.law(), &case.profile, Clock::on(case.as_of));
        for (id, met) in &case.duties {
            judge.settle(id, Some(*met));
        }
        for pair in judge.judge_one(duty, case.subject.as_ref(), None) {
            let id = duty.requirements.get(pair.requirement).map(|requirement| &requirement.id);
            let is_own = pair.subject.as_ref().map(|subject| &subject.id) == case.subject.as_ref();
            if let Some(id) = id.filter(|id| wanted.contains(id) && is_own)
                && pair.outcome == Outcome::Met
                && !pair.history
            {
                models.push(model(case, id, &pair));
            }
        }
    }
    models
}

fn model(case: &Case, requirement: &RequirementId, pair: &Pair) -> Model {
    let rests_on = pair.reads.iter().filter_map(|read| match read {
        Read::Duty(id) => Some((id.clone(), case.duties.get(id).copied()?)),
        Read::Fact(_) => None,
    });
    Model {
        requirement: requirement.clone(),
        subject: case.subject.clone(),
        as_of: case.as_of,
        facts: only(&case.profile.facts, &kept(&case.profile.facts, pair)),
        rests_on: rests_on.collect(),
    }
}

/// The stated nodes that a pair read, with whole lists, and all that they stand in.
fn kept(facts: &Facts, pair: &Pair) -> BTreeSet<FactId> {
    let mut reads: Vec<FactId> = pair
        .reads
        .iter()
        .filter_map(|read| match read {
            Read::Fact(id) => Some(*id),
            Read::Duty(_) => None,
        })
        .collect();
    // That the set of its subjects is complete is read for every pair; it counts here only if the rule asks for it too.
    if let Some(Closure::Profile(closure, _)) = pair.closure
        && let Some(last) = reads.iter().rposition(|read| *read == closure)
    {
        reads.remove(last);
    }
    let mut kept = BTreeSet::new();
    for id in reads {
        let Some(fact) = facts.get(id).filter(|fact| fact.place.is_some()) else { continue };
        let head = list_of(facts, fact).unwrap_or(id);
        kept.extend(parts(facts, head));
        let mut next = Some(head);
        while let Some(id) = next.filter(|id| kept.insert(*id) || *id == head) {
            next = facts.get(id).and_then(|fact| fact.parent);
        }
    }
    kept
}

/// The list that a value or closure stands in.
fn list_of(facts: &Facts, fact: &Fact) -> Option<FactId> {
    let parent = fact.parent?;
    matches!(facts.get(parent)?.content, Content::List { .. }).then_some(parent)
}

fn parts(facts: &Facts, id: FactId) -> Vec<FactId> {
    match facts.get(id).map(|fact| &fact.content) {
        Some(Content::List { items, closure }) => items.iter().chain(closure).copied().collect(),
        _ => Vec::new(),
    }
}

/// Facts with only some of their nodes, among them all that these stand in.
fn only(facts: &Facts, kept: &BTreeSet<FactId>) -> Facts {
    let mut few = Facts::default();
    let mut new: BTreeMap<FactId, FactId> = BTreeMap::new();
    for (id, fact) in facts.iter().filter(|(id, _)| kept.contains(id) || *id == facts.root()) {
        let parent = fact.parent.and_then(|parent| new.get(&parent)).copied();
        new.insert(id, few.add(Fact { parent, cites: Vec::new(), ..fact.clone() }));
    }
    let root = few.root();
    for id in new.values() {
        let Some(fact) = few.get_mut(*id) else { continue };
        let here = |id: &FactId| new.get(id).copied();
        match &mut fact.content {
            Content::Record(children) => retain(children, here),
            Content::Entries { entries, closure, phantom } => {
                retain(entries, here);
                *closure = closure.as_ref().and_then(here);
                *phantom = root;
            }
            Content::List { items, closure } => {
                *items = items.iter().filter_map(here).collect();
                *closure = closure.as_ref().and_then(here);
            }
            _ => {}
        }
    }
    few
}

fn retain<K: Ord + Clone>(nodes: &mut BTreeMap<K, FactId>, here: impl Fn(&FactId) -> Option<FactId>) {
    *nodes = nodes.iter().filter_map(|(key, id)| Some((key.clone(), here(id)?))).collect();
}
