//! Changes of one fact: what could be stated there, laid over the facts so that it can be taken and put back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::Dates;
use crate::model::dictionary::TermKind;
use crate::model::facts::{Citation, Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::{EvidenceId, KindId};
use crate::model::merge::{Difference, lay_over};

use super::bench::{Bench, id_of};
use super::values::Seen;

/// A fact that is otherwise than the profile has it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The fact; of a new entry, the collection.
    pub(super) fact: FactId,
    pub(super) to: To,
    pub(super) differences: Vec<Difference>,
    /// The entries that are there only with it: the collection and the key of each.
    pub(super) adds: Vec<(FactId, Arc<str>)>,
    /// Whether it says what is complete with entries that come with other changes.
    pub(super) is_fitted: bool,
}

/// What becomes of a fact. What comes first asks least of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// As it is, with evidence.
    AsItIs,
    /// As it is, stated on the as-of date, with evidence.
    Confirmed,
    Value(Scalar),
    /// Complete with these members.
    Complete(Vec<Arc<str>>),
    /// A list, complete with these values.
    List(Vec<Scalar>),
    /// A new entry under this path, with what is stated of it.
    Entry(String),
    Absent,
}

impl To {
    /// A number for each of the ways, in their order.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::AsItIs => 0,
            Self::Confirmed => 1,
            Self::Value(_) => 2,
            Self::Complete(_) => 3,
            Self::List(_) => 4,
            Self::Entry(_) => 5,
            Self::Absent => 6,
        }
    }
}

impl Change {
    /// The paths of what is stated: one, unless it is a new entry.
    pub(super) fn stated(&self) -> Vec<&str> {
        let is_value = |difference: &&Difference| {
            difference.other.first().is_some_and(|(_, fact)| !matches!(fact.content, Content::Record(_)))
        };
        match &self.to {
            To::Entry(path) => {
                let values: Vec<&str> =
                    self.differences.iter().filter(is_value).map(|difference| difference.path.as_str()).collect();
                if values.is_empty() { vec![path] } else { values }
            }
            _ => self.differences.last().map(|difference| difference.path.as_str()).into_iter().collect(),
        }
    }

    /// Lets what is stated here cite, of the supposed evidence, only that of some kinds. It must not be taken.
    pub(super) fn cite_only(&mut self, kinds: &BTreeSet<KindId>) {
        let ids: BTreeSet<EvidenceId> = kinds.iter().map(id_of).collect();
        for (_, fact) in self.differences.iter_mut().flat_map(|difference| &mut difference.other) {
            // No id of the profile's has a blank in it.
            fact.cites.retain(|cite| ids.contains(&cite.evidence) || !cite.evidence.as_str().contains(' '));
        }
    }
}

impl Bench<'_, '_> {
    /// The changes of one fact alone that are worth a trial. Nothing may be taken.
    pub(super) fn think_of(&mut self, id: FactId, seen: &Seen) -> Vec<usize> {
        if self.thought.insert(id) {
            // Those of the cases were thought of before.
            for to in self.ways(id, seen) {
                self.think(id, to);
            }
        }
        self.of_fact.entry(id).or_default().clone()
    }

    /// Adds a change of one fact, unless it is one already or cannot be laid; its number.
    pub(super) fn think(&mut self, id: FactId, to: To) -> Option<usize> {
        let own = self.of_fact.get(&id).into_iter().flatten();
        if let Some(same) = own.copied().find(|index| self.changes.get(*index).is_some_and(|own| own.to == to)) {
            return Some(same);
        }
        let few = self.few(id, &to)?;
        let differences = lay_over(Arc::make_mut(&mut self.profile.facts), &few);
        (!differences.is_empty()).then(|| self.add(id, to, differences))
    }

    /// Adds a change that is none yet; its number. Nothing may be taken.
    pub(super) fn add(&mut self, fact: FactId, to: To, differences: Vec<Difference>) -> usize {
        let index = self.changes.len();
        let adds = self.added(&differences);
        self.of_fact.entry(fact).or_default().push(index);
        self.changes.push(Change { fact, to, differences, adds, is_fitted: false });
        index
    }

    fn ways(&self, id: FactId, seen: &Seen) -> Vec<To> {
        let Some(fact) = self.profile.facts.get(id) else { return Vec::new() };
        let law = self.inquiry.case().rules().law();
        let mut ways = Vec::new();
        if fact.place.is_some() && !matches!(fact.content, Content::Missing | Content::Entries { .. }) {
            ways.extend([To::AsItIs, To::Confirmed]);
        }
        match (&law.dictionary.term(fact.term).kind, &fact.content) {
            (TermKind::Value(kind), _) => {
                ways.extend(seen.values(kind, fact, law).into_iter().map(To::Value));
                ways.push(To::Absent);
            }
            (TermKind::List(kind), _) => {
                ways.extend(self.lists(id, seen.lists(kind, law)).into_iter().map(To::List));
                ways.push(To::Absent);
            }
            (TermKind::Collection { .. }, Content::Entries { closure, .. }) => {
                let closure = closure.and_then(|id| self.profile.facts.get(id));
                if closure.is_some_and(|closure| closure.place.is_some()) {
                    ways.extend([To::AsItIs, To::Confirmed]);
                }
                ways.push(To::Complete(self.members_there(id)));
            }
            _ => {}
        }
        ways
    }

    /// The keys of the entries of a collection that are there, and of those that its closure names.
    pub(super) fn members_there(&self, id: FactId) -> Vec<Arc<str>> {
        let facts = &self.profile.facts;
        let Some(Content::Entries { entries, closure, .. }) = facts.get(id).map(|fact| &fact.content) else {
            return Vec::new();
        };
        let named = match closure.and_then(|id| facts.get(id)).map(|fact| &fact.content) {
            Some(Content::Closure { members, .. }) => members.clone(),
            _ => Vec::new(),
        };
        let is_there = |id: FactId| facts.get(id).is_some_and(|fact| fact.place.is_some());
        let there = entries.iter().filter(|(_, id)| is_there(**id)).map(|(key, _)| Arc::clone(key));
        there.chain(named).collect::<BTreeSet<Arc<str>>>().into_iter().collect()
    }

    /// The values that a list could be complete with: first those that it has.
    fn lists(&self, id: FactId, others: Vec<Vec<Scalar>>) -> Vec<Vec<Scalar>> {
        let mut lists = vec![values_of(&self.profile.facts, id)];
        for other in others {
            if !lists.contains(&other) {
                lists.push(other);
            }
        }
        lists
    }

    /// Facts that state nothing but one thing, and what it stands in.
    pub(super) fn few(&self, id: FactId, to: &To) -> Option<Facts> {
        let facts = &self.profile.facts;
        let fact = facts.get(id)?;
        let is_collection = matches!(fact.content, Content::Entries { .. });
        let mut few = Facts::default();
        let mut parent = None;
        for above in self.above(id, is_collection)? {
            parent = Some(few.add(Fact { parent, ..above }));
        }
        let stated = Fact { parent, place: Some(self.profile.place), ..fact.clone() };
        let anew = Fact { stated_on: Dates::on(self.as_of()), planned: false, note: None, ..stated.clone() };
        let shown = Fact { since: None, cites: self.cites.clone(), ..anew.clone() };
        match to {
            To::AsItIs => self.again(&mut few, id, &|fact| fact),
            To::Confirmed => {
                let stated_on = anew.stated_on;
                self.again(&mut few, id, &|fact| Fact { stated_on, planned: false, ..fact });
            }
            To::Value(value) => drop(few.add(Fact { content: Content::Value(value.clone()), ..shown })),
            To::Absent => drop(few.add(Fact { content: Content::Absence, ..shown })),
            To::Complete(members) => {
                let content = Content::Closure { members: members.clone(), from: self.furthest_back() };
                few.add(Fact { path: format!("{}.complete", fact.path), content, ..shown });
            }
            To::List(values) => list(&mut few, &shown, values),
            To::Entry(_) => return None,
        }
        Some(few)
    }

    /// What a fact stands in, from the root, with nothing in it; a collection itself where its closure is meant. `None` where it cannot
    /// be stated without saying otherwise of what it stands in.
    fn above(&self, id: FactId, with_itself: bool) -> Option<Vec<Fact>> {
        let facts = &self.profile.facts;
        let mut above = Vec::new();
        let mut next = if with_itself { Some(id) } else { facts.get(id)?.parent };
        while let Some(fact) = next.and_then(|id| facts.get(id)) {
            let is_entry = fact.parent.and_then(|parent| facts.get(parent)).map(|parent| &parent.content);
            let is_entry = matches!(is_entry, Some(Content::Entries { .. }));
            let content = match &fact.content {
                Content::Record(_) => Content::Record(BTreeMap::new()),
                Content::Entries { .. } => {
                    Content::Entries { entries: BTreeMap::new(), closure: None, phantom: facts.root() }
                }
                _ => return None,
            };
            // An entry of which something is stated is there.
            let is_new = is_entry && fact.place.is_none();
            let place = if is_new { Some(self.profile.place) } else { fact.place };
            let cites = if is_new { self.cites.clone() } else { fact.cites.clone() };
            let stated_on = if is_new { Dates::on(self.as_of()) } else { fact.stated_on };
            above.push(Fact { content, place, cites, stated_on, ..fact.clone() });
            next = fact.parent;
        }
        above.reverse();
        Some(above)
    }

    /// A fact as it is, with evidence; a list with all that is in it.
    fn again(&self, few: &mut Facts, id: FactId, change: &dyn Fn(Fact) -> Fact) {
        let facts = &self.profile.facts;
        let parent = few.iter().last().map(|(id, _)| id);
        let with = |fact: &Fact, parent: Option<FactId>| {
            let cites: Vec<Citation> = fact.cites.iter().chain(&self.cites).cloned().collect();
            change(Fact { parent, cites, ..fact.clone() })
        };
        let id = match facts.get(id).map(|fact| &fact.content) {
            // Of a collection it is that it is complete.
            Some(Content::Entries { closure: Some(closure), .. }) => *closure,
            _ => id,
        };
        let Some(fact) = facts.get(id) else { return };
        let head = few.add(with(fact, parent));
        let content = match &fact.content {
            Content::List { items, closure } => {
                let mut copy = |id: &FactId| facts.get(*id).map(|item| few.add(with(item, Some(head))));
                Content::List {
                    items: items.iter().filter_map(&mut copy).collect(),
                    closure: closure.as_ref().and_then(&mut copy),
                }
            }
            Content::Record(_) => Content::Record(BTreeMap::new()),
            other => other.clone(),
        };
        if let Some(own) = few.get_mut(head) {
            own.content = content;
        }
    }

    /// The start of the furthest look-back, to which what is complete has to go back.
    fn furthest_back(&self) -> Option<Dates> {
        let starts =
            self.duty.requirements.iter().filter_map(|own| self.as_of().plus(own.look_back.as_ref()?.period.back()));
        starts.min().map(Dates::on)
    }
}

/// A list that is complete with some values.
fn list(few: &mut Facts, shown: &Fact, values: &[Scalar]) {
    let head = few.add(shown.clone());
    let part = |path: String, content: Content| Fact { path, parent: Some(head), content, ..shown.clone() };
    let mut items = Vec::new();
    for (number, value) in values.iter().enumerate() {
        items.push(few.add(part(format!("{}[{number}]", shown.path), Content::Value(value.clone()))));
    }
    let members = values.iter().map(|value| Arc::from(in_words(value))).collect();
    let closure = few.add(part(format!("{}.complete", shown.path), Content::Closure { members, from: None }));
    if let Some(own) = few.get_mut(head) {
        own.content = Content::List { items, closure: Some(closure) };
    }
}

/// The values of a list, as far as they are stated.
pub(super) fn values_of(facts: &Facts, id: FactId) -> Vec<Scalar> {
    let items = match facts.get(id).map(|fact| &fact.content) {
        Some(Content::List { items, .. }) => items.as_slice(),
        _ => &[],
    };
    let value = |id: &FactId| match &facts.get(*id)?.content {
        Content::Value(value) => Some(value.clone()),
        _ => None,
    };
    items.iter().filter_map(value).collect()
}

/// A value as a reader knows it.
pub(super) fn in_words(value: &Scalar) -> String {
    match value {
        Scalar::YesNo(yes) => yes.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.to_string(),
        Scalar::Dates(dates) => dates.to_string(),
    }
}
