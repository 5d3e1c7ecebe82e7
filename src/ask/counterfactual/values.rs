//! Values that are worth a trial: on either side of whatever a rule could hold a fact against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::evaluate::{Outline, Pair, Read};
use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::dictionary::{Dictionary, TermKind, ValueType};
use crate::model::facts::{Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::SubjectId;
use crate::model::law::{Duty, Law, ParameterValue};
use crate::model::number::{Decimal, Number};

use super::change::values_of;

/// The most days, numbers and words that are tried of one fact, besides those of the cases.
const MOST: usize = 24;
/// The most values of other facts around which more are tried.
const AROUND: usize = 6;

/// What the duty read, as far as a value of another fact could have to fit it.
#[derive(Default)]
pub(super) struct Seen {
    as_of: Option<Day>,
    days: BTreeSet<Day>,
    periods: Vec<Period>,
    numbers: BTreeSet<Decimal>,
    thresholds: Vec<Decimal>,
    texts: BTreeSet<Arc<str>>,
    lists: Vec<(ValueType, Vec<Scalar>)>,
    subjects: BTreeSet<SubjectId>,
    /// What the numbers of entries of one collection come to.
    sums: BTreeMap<String, Decimal>,
}

impl Seen {
    /// What pairs read of some facts, and what the rule has of its own.
    pub(super) fn of(
        pairs: &[Pair],
        facts: &Facts,
        duty: &Duty,
        outlines: &[Outline],
        dictionary: &Dictionary,
        as_of: Day,
    ) -> Self {
        let mut seen = Self { as_of: Some(as_of), ..Self::default() };
        for parameter in duty.parameters.values() {
            match &parameter.value {
                ParameterValue::Whole(whole) => seen.thresholds.push(Decimal::whole(*whole)),
                ParameterValue::Period(period) => seen.periods.push(*period),
                ParameterValue::Text(_) => {}
            }
        }
        seen.periods.extend(duty.requirements.iter().filter_map(|own| Some(own.look_back.as_ref()?.period)));
        for outline in outlines {
            seen.rule(outline);
        }
        let read = pairs.iter().flat_map(|pair| &pair.reads).filter_map(|read| match read {
            Read::Fact(id) => Some(*id),
            Read::Duty(_) => None,
        });
        for id in read.collect::<BTreeSet<FactId>>() {
            seen.read(id, facts, dictionary);
        }
        let subjects = pairs.iter().filter_map(|pair| pair.subject.as_ref());
        seen.subjects.extend(subjects.map(|subject| subject.id.clone()));
        for by in pairs.iter().filter_map(|pair| pair.by) {
            seen.days.extend([by.first(), by.last()]);
        }
        seen
    }

    /// The numbers and dates that stand in a rule, and how far from the as-of date it compares.
    fn rule(&mut self, outline: &Outline) {
        for figure in &outline.figures {
            self.thresholds.extend(Decimal::parse(&figure.text));
            if let Ok(dates) = Dates::parse(&figure.text) {
                self.days.extend([dates.first(), dates.last()]);
            }
        }
        for ruling in &outline.rulings {
            let clauses = [Some(&ruling.says), ruling.when.as_ref(), ruling.by.as_ref()];
            let bounds = clauses.into_iter().flatten().flat_map(|clause| &clause.bounds);
            for period in bounds.filter_map(|bound| bound.offset) {
                if !self.periods.contains(&period) && !self.periods.contains(&period.back()) {
                    self.periods.push(period);
                }
            }
        }
    }

    fn read(&mut self, id: FactId, facts: &Facts, dictionary: &Dictionary) {
        let Some(fact) = facts.get(id) else { return };
        match &fact.content {
            Content::Value(Scalar::Dates(dates)) => self.days.extend([dates.first(), dates.last()]),
            Content::Value(Scalar::Number(number)) => {
                self.numbers.extend([number.low, number.high].into_iter().flatten());
                if let Some((whole, exact)) = collection(&fact.path).zip(number.exact()) {
                    let sum = self.sums.entry(whole.to_owned()).or_insert(Decimal::ZERO);
                    *sum = sum.plus(exact).unwrap_or(*sum);
                }
            }
            Content::Value(Scalar::Text(text)) => drop(self.texts.insert(Arc::clone(text))),
            _ => {}
        }
        // What is read of a list is its values.
        let list = fact.parent.filter(|parent| facts.get(*parent).is_some_and(|parent| parent.term == fact.term));
        if let (Some(list), TermKind::List(kind)) = (list, &dictionary.term(fact.term).kind) {
            let values = values_of(facts, list);
            if !values.is_empty() && !self.lists.iter().any(|(other, known)| other == kind && *known == values) {
                self.lists.push((kind.clone(), values));
            }
        }
    }

    /// Whether a number is a threshold of the duty, or stands in its rule.
    pub(super) fn is_threshold(&self, number: Decimal) -> bool {
        self.thresholds.contains(&number)
    }

    /// What lists of that type are worth a trial: other lists, all subjects of the duty, and all words that there are.
    pub(super) fn lists(&self, kind: &ValueType, law: &Law) -> Vec<Vec<Scalar>> {
        let others = self.lists.iter().filter(|(other, _)| other == kind).map(|(_, values)| values.clone());
        let mut lists: Vec<Vec<Scalar>> = others.take(AROUND).collect();
        let text = |text: &str| Scalar::Text(Arc::from(text));
        match kind {
            ValueType::Choice(choices) => lists.push(choices.iter().map(|choice| text(choice)).collect()),
            ValueType::Member(set) => {
                let members = || law.sets.get(set).into_iter().flat_map(|set| set.members.keys());
                lists.push(members().filter(|id| self.subjects.contains(*id)).map(|id| text(id.as_str())).collect());
                lists.push(members().map(|id| text(id.as_str())).collect());
            }
            _ => {}
        }
        lists
    }

    /// The values to be tried of a fact.
    pub(super) fn values(&self, kind: &ValueType, fact: &Fact, law: &Law) -> Vec<Scalar> {
        let own = match &fact.content {
            Content::Value(own) => Some(own),
            _ => None,
        };
        let text = |text: &str| Scalar::Text(Arc::from(text));
        let mut values = match kind {
            ValueType::YesNo => vec![Scalar::YesNo(true), Scalar::YesNo(false)],
            ValueType::Choice(choices) => choices.iter().map(|choice| text(choice)).collect(),
            ValueType::Member(set) => {
                let members = law.sets.get(set).into_iter().flat_map(|set| set.members.keys());
                members.map(|member| text(member.as_str())).collect()
            }
            ValueType::Text => {
                let others = self.texts.iter().take(AROUND).map(|other| Scalar::Text(Arc::clone(other)));
                std::iter::once(text("so named")).chain(others).collect()
            }
            ValueType::Event | ValueType::Limit => {
                let dates = match own {
                    Some(Scalar::Dates(dates)) => Some(*dates),
                    _ => None,
                };
                self.days_for(dates).into_iter().map(|day| Scalar::Dates(Dates::on(day))).collect()
            }
            ValueType::Count | ValueType::Number => {
                let number = match own {
                    Some(Scalar::Number(number)) => Some(*number),
                    _ => None,
                };
                let numbers = self.numbers_for(number, &fact.path);
                let fits = |value: &Decimal| {
                    *kind == ValueType::Number || (*value >= Decimal::ZERO && value.as_whole().is_some())
                };
                numbers.into_iter().filter(fits).map(|value| Scalar::Number(Number::exactly(value))).collect()
            }
        };
        values.retain(|value| Some(value) != own);
        values
    }

    fn days_for(&self, own: Option<Dates>) -> Vec<Day> {
        let Some(as_of) = self.as_of else { return Vec::new() };
        let by = |day: Day, count: i64| day.plus(Period { count, unit: Unit::Days });
        let mut days: Vec<Option<Day>> = Vec::new();
        // A partial date first, as any of its days.
        days.extend(
            own.into_iter().filter(|own| own.day().is_none()).flat_map(|own| [Some(own.last()), Some(own.first())]),
        );
        days.extend([Some(as_of), as_of.yesterday(), as_of.tomorrow()]);
        for period in &self.periods {
            for day in [as_of.plus(period.back()), as_of.plus(*period)].into_iter().flatten() {
                days.extend([Some(day), day.yesterday(), day.tomorrow()]);
            }
        }
        for other in self.days.iter().take(2 * AROUND) {
            days.extend([Some(*other), by(*other, 1), by(*other, -1)]);
            for period in &self.periods {
                days.extend([other.plus(*period), other.plus(period.back())]);
            }
        }
        days.extend([10, -10].map(|count| as_of.plus(Period { count, unit: Unit::Years })));
        first_of(days.into_iter().flatten())
    }

    fn numbers_for(&self, own: Option<Number>, path: &str) -> Vec<Decimal> {
        let one = Decimal::whole(1);
        let mut numbers: Vec<Option<Decimal>> = Vec::new();
        numbers.extend(own.into_iter().filter(|own| own.exact().is_none()).flat_map(|own| [own.low, own.high]));
        // By how much what it is counted with falls short of what it may have to come to.
        if let (Some(own), Some(sum)) = (own.and_then(Number::exact), collection(path).and_then(|of| self.sums.get(of)))
        {
            let lacks = |other: &Decimal| other.plus(sum.negated()).and_then(|lacks| own.plus(lacks));
            numbers.extend(self.sums.values().take(AROUND).map(lacks));
        }
        numbers.extend([Some(one), Some(Decimal::ZERO)]);
        for threshold in &self.thresholds {
            numbers.extend([Some(*threshold), threshold.plus(one), threshold.plus(one.negated())]);
        }
        for other in self.numbers.iter().take(AROUND) {
            numbers.extend([Some(*other), other.plus(one), other.plus(one.negated())]);
        }
        numbers.push(Some(Decimal::whole(1_000_000)));
        first_of(numbers.into_iter().flatten())
    }
}

/// The collection of entries of which one states a number: `figures.parts` of `figures.parts.a.figure`.
fn collection(path: &str) -> Option<&str> {
    let entry = path.rsplit_once('.')?.0;
    Some(entry.rsplit_once('.')?.0)
}

/// The first few, each once.
fn first_of<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut told = BTreeSet::new();
    values.filter(|value| told.insert(*value)).take(MOST).collect()
}
