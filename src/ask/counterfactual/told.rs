//! Changes that do, told in full: verified by judging again with every duty that reads them, with the bounds of their values.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assembler, Times};
use crate::evaluate::{Outline, Pair};
use crate::model::assessment::At;
use crate::model::counterfactual::{Asked, Kind, Part, ToBe, Way, What};
use crate::model::dates::Dates;
use crate::model::dictionary::{TermKind, ValueType};
use crate::model::facts::{Content, FactId, Scalar};
use crate::model::ids::{DutyId, KindId};
use crate::model::number::{Decimal, Number};
use crate::model::words::{Outcome, Standing, Verdict};

use super::super::inquiry::{Otherwise, is_same};
use super::bench::{Bench, Goal};
use super::bounds::Held;
use super::change::{Change, To, in_words};
use super::clause::comparison;
use super::few::Few;
use super::in_order;
use super::ranges::{Ends, Ranges, follows, loosen};
use super::values::Seen;
use super::whole::Whole;

/// Of how many facts at most the bounds are looked for.
const BOUNDED: usize = 6;

/// Tells what was found.
pub(super) struct Teller<'b, 'i, 'c> {
    bench: &'b mut Bench<'i, 'c>,
    goal: Goal,
    seen: &'b Seen,
    outline: Option<Outline>,
    /// The ends of the ranges that were found for the way in hand.
    ends: Vec<Ends>,
}

impl<'b, 'i, 'c> Teller<'b, 'i, 'c> {
    pub(super) fn of(bench: &'b mut Bench<'i, 'c>, goal: Goal, seen: &'b Seen) -> Self {
        let rules = bench.inquiry.case().rules();
        let outline = rules.engine().outline(rules.law(), &bench.duty.id);
        Self { bench, goal, seen, outline, ends: Vec::new() }
    }

    /// The ways of one or two facts, those that contradict least first.
    pub(super) fn few(&mut self, few: &Few, most: usize) -> Vec<Way> {
        let mut ways: Vec<(_, Vec<usize>, Vec<Vec<usize>>)> = Vec::new();
        for changes in few.ways.values() {
            let Some(best) = changes.iter().min_by_key(|changes| self.asks(changes)) else { continue };
            let rank = self.asks(best);
            let alike: Vec<Vec<usize>> = changes.iter().filter(|other| self.asks(other) == rank).cloned().collect();
            ways.push((rank, in_order(self.bench, best), alike));
        }
        ways.sort_by_key(|(rank, best, _)| (rank.clone(), self.paths(best)));
        let mut told = Vec::new();
        for (_, best, alike) in ways {
            if told.len() == most {
                break;
            }
            told.extend(self.way(&best, &alike, true));
        }
        told
    }

    /// What did together.
    pub(super) fn whole(&mut self, whole: &Whole) -> Option<Way> {
        let changes = in_order(self.bench, &whole.changes);
        let alike = std::slice::from_ref(&whole.changes);
        self.way(&changes, alike, whole.none_left_out)
    }

    /// How much changes ask: of how many facts they contradict what is stated, and what they make of each.
    fn asks(&self, changes: &[usize]) -> (usize, Vec<u8>) {
        let of = |index: &usize| self.bench.changes.get(*index);
        let contradicts = |index: &&usize| {
            of(index).is_some_and(|change| {
                matches!(change.to, To::Value(_) | To::Absent | To::List(_)) && self.now(change.fact).is_some()
            })
        };
        let mut ranks: Vec<u8> = changes.iter().filter_map(|index| of(index).map(|change| change.to.rank())).collect();
        ranks.sort_unstable();
        (changes.iter().filter(contradicts).count(), ranks)
    }

    fn paths(&self, changes: &[usize]) -> Vec<String> {
        let fact = |index: &usize| self.bench.profile.facts.get(self.bench.changes.get(*index)?.fact);
        changes.iter().filter_map(|index| fact(index).map(|fact| fact.path.clone())).collect()
    }

    /// Verifies changes and tells them; `None` if they do not do after all. `alike` are other values that did.
    fn way(&mut self, changes: &[usize], alike: &[Vec<usize>], none_left_out: bool) -> Option<Way> {
        self.bench.take(changes);
        let pairs = self.bench.pairs(None);
        let shown_by: Vec<Vec<BTreeSet<KindId>>> = changes.iter().map(|index| self.shown_by(*index, &pairs)).collect();
        // Verified with one kind of evidence of each list, no more.
        self.bench.take(&[]);
        let kept: Vec<(usize, Change)> =
            changes.iter().filter_map(|index| Some((*index, self.bench.changes.get(*index)?.clone()))).collect();
        for (index, kinds) in changes.iter().zip(&shown_by) {
            let first = kinds.iter().filter_map(|kinds| kinds.first().cloned()).collect();
            if let Some(change) = self.bench.changes.get_mut(*index) {
                change.cite_only(&first);
            }
        }
        self.bench.take(changes);
        let inquiry = self.bench.inquiry;
        let touched = changes
            .iter()
            .filter_map(|index| self.bench.changes.get(*index))
            .flat_map(|change| &change.differences)
            .flat_map(|one| one.touches());
        let otherwise = Otherwise { facts: touched.collect(), ..Otherwise::default() };
        let mut reached = inquiry.reached(&otherwise);
        reached.insert(self.bench.duty.id.clone());
        let replay = inquiry.replay(&self.bench.profile, &reached, Times::on(inquiry.as_of()));
        self.bench.take(&[]);
        for (index, change) in kept {
            if let Some(own) = self.bench.changes.get_mut(index) {
                *own = change;
            }
        }
        let own = replay.results.get(&self.bench.duty.id)?;
        let is_so = match self.goal {
            Goal::Met => own.verdict == Verdict::Met,
            Goal::Satisfied => own.standing == Standing::Satisfied,
        };
        if !is_so {
            return None;
        }
        let differs = |id: &&DutyId| inquiry.duty(id).zip(replay.results.get(*id)).is_some_and(|(a, b)| !is_same(a, b));
        let also = replay.results.keys().filter(|id| **id != self.bench.duty.id).filter(differs).cloned().collect();
        let (verdict, support, standing, judged_again) = (own.verdict, own.support, own.standing, replay.count());
        let number = self.bench.number(changes);
        let mut facts = Vec::new();
        self.ends.clear();
        for (place, kinds) in shown_by.into_iter().enumerate() {
            facts.extend(self.fact(changes, place, kinds, alike, &pairs));
        }
        let ends = std::mem::take(&mut self.ends);
        self.bench.begin();
        let ranges = Ranges { changes, goal: self.goal, ends: &ends };
        let holds = ranges.hold_together(self.bench);
        if !holds {
            loosen(&mut facts);
        }
        // What is told of one or two facts is told of the values that were tried.
        let none_left_out = none_left_out && (!holds || changes.len() < 2 || ranges.need_all(self.bench, self.seen));
        Some(Way { facts, number, none_left_out, verdict, support, standing, judged_again, also })
    }

    /// The requirements for which a changed fact is read.
    fn asked_for<'p>(&'p self, index: usize, pairs: &'p [Pair]) -> impl Iterator<Item = &'p Pair> + 'p {
        let fact = self.bench.changes.get(index).map(|change| change.fact);
        let beneath = move |id: FactId| Some(id) == fact;
        pairs.iter().filter(move |pair| !pair.history && self.reads(pair, index, &beneath))
    }

    fn reads(&self, pair: &Pair, index: usize, is_it: &dyn Fn(FactId) -> bool) -> bool {
        // Of a new entry, what is stated of it is read.
        let own = self.bench.changes.get(index).map(|change| change.differences.as_slice()).unwrap_or_default();
        let is_entry = self.bench.changes.get(index).is_some_and(|change| matches!(change.to, To::Entry(_)));
        let read = self.bench.facts_of(pair);
        read.iter()
            .any(|id| is_it(*id) || (is_entry && own.iter().flat_map(|one| &one.other).any(|(other, _)| other == id)))
    }

    /// The kinds of evidence that have to show it: one of each set.
    fn shown_by(&self, index: usize, pairs: &[Pair]) -> Vec<BTreeSet<KindId>> {
        let law = self.bench.inquiry.case().rules().law();
        let mut sets: Vec<BTreeSet<KindId>> = Vec::new();
        let counts = |pair: &&Pair| matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable);
        for pair in self.asked_for(index, pairs).filter(counts) {
            let Some(requirement) = self.bench.duty.requirements.get(pair.requirement) else { continue };
            let shows = |kind: &&KindId| law.kinds.get(*kind).is_some_and(|kind| !kind.narrative);
            let own: BTreeSet<KindId> = requirement.shown_by.iter().filter(shows).cloned().collect();
            match sets.iter_mut().find(|known| !known.is_disjoint(&own)) {
                Some(known) => known.retain(|kind| own.contains(kind)),
                None => sets.push(own),
            }
        }
        sets.retain(|set| !set.is_empty());
        sets
    }

    fn fact(
        &mut self,
        changes: &[usize],
        place: usize,
        kinds: Vec<BTreeSet<KindId>>,
        alike: &[Vec<usize>],
        pairs: &[Pair],
    ) -> Option<ToBe> {
        let index = *changes.get(place)?;
        let change = self.bench.changes.get(index)?.clone();
        let what = self.what(changes, place, alike)?;
        let case = self.bench.inquiry.case();
        let law = case.rules().law();
        let facts = &self.bench.profile.facts;
        let fact = facts.get(change.fact)?;
        let term = law.dictionary.term(fact.term);
        let path = match &change.to {
            To::Entry(_) => format!("{}.*", fact.path),
            _ => self.path_without_key(&change, &fact.path),
        };
        let entry = match &term.kind {
            TermKind::Collection { each, .. } => Some(each.clone()),
            _ => None,
        };
        // Of a collection the dictionary says who holds an entry.
        let held_by = match &term.kind {
            TermKind::Collection { entry, .. } if term.held_by.is_empty() => &law.dictionary.term(*entry).held_by,
            _ => &term.held_by,
        };
        let own = &case.profile().facts;
        // What the profile has no node for stands in something that it has one for.
        let known = std::iter::successors(Some(change.fact), |id| facts.get(*id)?.parent);
        let known = known.into_iter().find(|id| own.get(*id).is_some());
        let at = known.and_then(|id| own.nearest_place(id)).unwrap_or(case.profile().place);
        let title = |kind: &KindId| law.kinds.get(kind).map_or_else(|| kind.to_string(), |kind| kind.title.clone());
        let kind = |id: KindId| Kind { title: title(&id), id };
        Some(ToBe {
            path,
            means: entry.filter(|_| term.means.is_empty()).unwrap_or_else(|| term.means.clone()),
            held_by: held_by.clone(),
            now: self.now(change.fact),
            what,
            shown_by: kinds.into_iter().map(|kinds| kinds.into_iter().map(kind).collect()).collect(),
            asked: self.asked(index, pairs),
            at: At::of(case.sources(), at),
        })
    }

    /// The path of a fact; in an entry that the profile does not have, with `*` for its key.
    fn path_without_key(&self, change: &Change, path: &str) -> String {
        let named_freely = change.adds.iter().filter(|(id, _)| self.names_freely(*id));
        let entries = named_freely.filter_map(|(id, key)| Some((&self.bench.profile.facts.get(*id)?.path, key)));
        let without = |(collection, key): (&String, &std::sync::Arc<str>)| {
            let beneath = path.strip_prefix(&format!("{collection}.{key}"))?;
            (beneath.is_empty() || beneath.starts_with('.')).then(|| format!("{collection}.*{beneath}"))
        };
        entries.filter_map(without).next().unwrap_or_else(|| path.to_owned())
    }

    /// Whether the entries of a collection have whatever keys the profile gives them, so that a key of another is nothing to go by.
    fn names_freely(&self, id: FactId) -> bool {
        let law = self.bench.inquiry.case().rules().law();
        let term = self.bench.profile.facts.get(id).map(|fact| &law.dictionary.term(fact.term).kind);
        matches!(term, Some(TermKind::Collection { keyed_by: None, .. }))
    }

    /// The members of what is complete: those that the profile has, and how many new ones.
    fn members(&self, id: FactId, members: &[std::sync::Arc<str>]) -> What {
        let is_known = |key: &&std::sync::Arc<str>| {
            let own = self.bench.inquiry.case().profile().facts.get(id).map(|fact| &fact.content);
            !self.names_freely(id)
                || matches!(own, Some(Content::Entries { entries, .. }) if entries.contains_key(*key))
        };
        let known: Vec<_> = members.iter().filter(is_known).collect();
        let new = members.len() - known.len();
        What::Complete { members: known.into_iter().map(ToString::to_string).collect(), new }
    }

    /// What the profile says now; `None` if it says nothing.
    fn now(&self, id: FactId) -> Option<String> {
        let case = self.bench.inquiry.case();
        let facts = &case.profile().facts;
        let fact = facts.get(id)?;
        let question = case.question(case.profile(), self.bench.as_of());
        let assembler = || Assembler::new(&question, Times::on(self.bench.as_of()));
        match &fact.content {
            Content::Entries { closure, .. } => {
                let closure = facts.get((*closure)?).filter(|closure| closure.place.is_some())?;
                Some(assembler().value(closure))
            }
            _ if fact.place.is_some() && fact.is_stated() => Some(assembler().value(fact)),
            Content::Absence if fact.place.is_some() => Some("`none`, not cited".into()),
            _ => None,
        }
    }

    /// Where the rule asks for a fact, each requirement once.
    fn asked(&self, index: usize, pairs: &[Pair]) -> Vec<Asked> {
        let case = self.bench.inquiry.case();
        let path = self.bench.changes.get(index).and_then(|change| self.bench.profile.facts.get(change.fact));
        let path = path.map(|fact| case.rules().law().dictionary.term(fact.term).path.clone()).unwrap_or_default();
        let mut asked: BTreeMap<usize, Asked> = BTreeMap::new();
        for pair in self.asked_for(index, pairs) {
            let Some(requirement) = self.bench.duty.requirements.get(pair.requirement) else { continue };
            let ruling = self.outline.iter().flat_map(|outline| &outline.rulings).find(|own| own.id == requirement.id);
            let clauses = ruling.into_iter().flat_map(|own| [Some(&own.says), own.when.as_ref(), own.by.as_ref()]);
            let passes = clauses.flatten().find_map(|clause| comparison(&clause.spelt, &path));
            let place = pair.rule.or(ruling.map(|own| own.place)).unwrap_or(requirement.place);
            let at = At::of(case.sources(), place);
            asked.entry(pair.requirement).or_insert(Asked { requirement: requirement.id.clone(), passes, at });
        }
        asked.into_values().collect()
    }

    fn what(&mut self, changes: &[usize], place: usize, alike: &[Vec<usize>]) -> Option<What> {
        let change = self.bench.changes.get(*changes.get(place)?)?.clone();
        Some(match change.to {
            To::AsItIs => What::AsItIs,
            To::Confirmed => What::Confirmed,
            To::Absent => What::Absent,
            To::Complete(members) => self.members(change.fact, &members),
            To::List(values) => What::List { values: values.iter().map(in_words).collect() },
            To::Entry(path) => What::Entry { parts: self.parts(&path, &change.differences) },
            To::Value(value) => self.value(changes, place, change.fact, &value, alike),
        })
    }

    fn value(&mut self, changes: &[usize], place: usize, fact: FactId, value: &Scalar, alike: &[Vec<usize>]) -> What {
        let goal = self.goal;
        let held = Held { changes, place, fact, goal };
        let is_stated = self.now(fact).is_some();
        // Of what is stated no value may be named that would have to be written instead.
        let bounded = (changes.len() <= BOUNDED || is_stated) && !self.bench.is_spent();
        let law = self.bench.inquiry.case().rules().law();
        let term = self.bench.profile.facts.get(fact).map(|fact| law.dictionary.term(fact.term));
        match value {
            Scalar::Dates(dates) if bounded => {
                let bounds = held.days(self.bench, dates.first());
                let (earliest, latest) = (bounds.first, bounds.last);
                let (first, last) = bounds.ends;
                let day = |day| Scalar::Dates(Dates::on(day));
                self.ends.push(Ends { place, first: day(first), last: day(last) });
                What::Date { earliest, latest, bounded, example: dates.to_string() }
            }
            Scalar::Dates(dates) => What::Date { earliest: None, latest: None, bounded, example: dates.to_string() },
            Scalar::Number(number) => {
                let is_count = term.is_some_and(|term| term.kind == TermKind::Value(ValueType::Count));
                let unit = term.and_then(|term| term.unit.clone());
                let exact = number.exact().filter(|_| bounded);
                let bounds = exact.map(|exact| held.numbers(self.bench, exact, if is_count { 1 } else { 100 }));
                let example = number.to_string();
                let Some(bounds) = bounds else {
                    if is_stated {
                        return What::OtherNumber;
                    }
                    let (no_less_than, no_more_than) = (None, None);
                    return What::Number {
                        least: None,
                        most: None,
                        bounded: false,
                        no_less_than,
                        no_more_than,
                        example,
                        unit,
                    };
                };
                if is_stated && bounds.first.is_some() && bounds.first == bounds.last {
                    return What::OtherNumber;
                }
                let (first, last) = bounds.ends;
                let number = |number| Scalar::Number(Number::exactly(number));
                self.ends.push(Ends { place, first: number(first), last: number(last) });
                let no_less_than = bounds.first.and_then(|first| self.says(changes, place, first, true));
                let no_more_than = bounds.last.and_then(|last| self.says(changes, place, last, false));
                What::Number {
                    least: bounds.first.filter(|_| no_less_than.is_none()).map(|least| least.to_string()),
                    most: bounds.last.filter(|_| no_more_than.is_none()).map(|most| most.to_string()),
                    bounded: true,
                    no_less_than,
                    no_more_than,
                    example,
                    unit,
                }
            }
            Scalar::Text(_) if is_stated && term.is_some_and(|term| term.kind == TermKind::Value(ValueType::Text)) => {
                What::OtherWords
            }
            Scalar::YesNo(_) | Scalar::Text(_) => {
                let all = term.is_some_and(|term| term.kind != TermKind::Value(ValueType::Text));
                What::OneOf { values: self.values_of(fact, alike), all }
            }
        }
    }

    /// The path of the fact of the profile that says a number up to which another may go, where no threshold of the rule does.
    fn says(&mut self, changes: &[usize], place: usize, number: Decimal, is_least: bool) -> Option<String> {
        if self.seen.is_threshold(number) {
            return None;
        }
        self.bench.take(changes);
        let pairs = self.bench.pairs(None);
        self.bench.take(&[]);
        let changed: BTreeSet<FactId> =
            changes.iter().filter_map(|index| self.bench.changes.get(*index)).map(|change| change.fact).collect();
        let index = *changes.get(place)?;
        let read: BTreeSet<FactId> = self.asked_for(index, &pairs).flat_map(|pair| self.bench.facts_of(pair)).collect();
        let facts = &self.bench.inquiry.case().profile().facts;
        let says = |id: &FactId| {
            let fact = facts.get(*id).filter(|fact| fact.place.is_some())?;
            let is_it = matches!(&fact.content, Content::Value(Scalar::Number(own)) if own.exact() == Some(number));
            is_it.then(|| (fact.path.clone(), *id))
        };
        let equal: BTreeMap<String, FactId> = read.difference(&changed).filter_map(says).collect();
        let goal = self.goal;
        let mut equal = equal.into_iter();
        let mut is_it = |other| follows(self.bench, (changes, place), (other, number), is_least, goal);
        equal.find(|(_, other)| is_it(*other)).map(|(path, _)| path)
    }

    /// The values of a fact in all the ways that did, each once.
    fn values_of(&self, fact: FactId, alike: &[Vec<usize>]) -> Vec<String> {
        let mut values = Vec::new();
        for change in alike.iter().flatten().filter_map(|index| self.bench.changes.get(*index)) {
            if let (true, To::Value(value)) = (change.fact == fact, &change.to) {
                let told = in_words(value);
                if !values.contains(&told) {
                    values.push(told);
                }
            }
        }
        values
    }

    /// What is stated of a new entry.
    fn parts(&self, entry: &str, differences: &[crate::model::merge::Difference]) -> Vec<Part> {
        let dictionary = &self.bench.inquiry.case().rules().law().dictionary;
        let facts = &self.bench.profile.facts;
        let part = |difference: &crate::model::merge::Difference| {
            let (id, fact) = difference.other.first()?;
            // While it is taken, what it states stands among the facts.
            let content = facts.get(*id).filter(|own| own.place.is_some()).map_or(&fact.content, |own| &own.content);
            let example = match content {
                Content::Value(value) => in_words(value),
                Content::Absence => "none".into(),
                Content::List { items, .. } => {
                    let item = |id: &FactId| {
                        facts.get(*id).or_else(|| Some(&difference.other.iter().find(|(other, _)| other == id)?.1))
                    };
                    let value = |id: &FactId| match &item(id)?.content {
                        Content::Value(value) => Some(in_words(value)),
                        _ => None,
                    };
                    items.iter().filter_map(value).collect::<Vec<_>>().join(", ")
                }
                _ => return None,
            };
            let means = dictionary.term(fact.term).means.clone();
            // What it is called is nothing to go by.
            let beneath = difference.path.strip_prefix(entry).filter(|beneath| !beneath.is_empty())?;
            let collection = entry.rsplit_once('.').map_or(entry, |(collection, _)| collection);
            Some(Part { path: format!("{collection}.*{beneath}"), means, example })
        };
        differences.iter().filter_map(part).collect()
    }
}
