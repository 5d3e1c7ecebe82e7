//! What the predicates ask of a profile, in three values, with every read recorded.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates::{Dates, period};
use super::facts::{Fact, Profile, Value, join};
use super::policy::{Duty, Law, ParameterValue};

/// True, false, or not to be told.
pub(crate) type Truth = Option<bool>;

pub(crate) fn all<const N: usize>(parts: [Truth; N]) -> Truth {
    if parts.contains(&Some(false)) {
        Some(false)
    } else {
        parts.into_iter().all(|part| part == Some(true)).then_some(true)
    }
}

pub(crate) fn any<const N: usize>(parts: [Truth; N]) -> Truth {
    all(parts.map(|part| part.map(|yes| !yes))).map(|no| !no)
}

/// A value that may be missing, or stated not to exist.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Maybe<T> {
    Missing,
    Absent,
    Is(T),
}

impl<T> Maybe<T> {
    pub(crate) fn and_then<U>(self, f: impl FnOnce(T) -> Option<U>) -> Maybe<U> {
        match self {
            Self::Missing => Maybe::Missing,
            Self::Absent => Maybe::Absent,
            Self::Is(value) => f(value).map_or(Maybe::Missing, Maybe::Is),
        }
    }

    /// Asks a question of two values; an order with what does not exist is false.
    fn ask<U>(self, other: Maybe<U>, f: impl FnOnce(T, U) -> Truth) -> Truth {
        match (self, other) {
            (Self::Missing, _) | (_, Maybe::Missing) => None,
            (Self::Absent, _) | (_, Maybe::Absent) => Some(false),
            (Self::Is(a), Maybe::Is(b)) => f(a, b),
        }
    }

    /// `!= none`
    pub(crate) fn exists(self) -> Truth {
        self.ask(Maybe::Is(()), |_, ()| Some(true))
    }
}

pub(crate) type Bounds = (Option<i64>, Option<i64>);

impl Maybe<Bounds> {
    pub(crate) fn at_least(self, other: Self) -> Truth {
        self.ask(other, |a, b| {
            let yes = a.0.zip(b.1).is_some_and(|(a, b)| a >= b);
            let no = a.1.zip(b.0).is_some_and(|(a, b)| a < b);
            if yes { Some(true) } else { no.then_some(false) }
        })
    }

    pub(crate) fn times(self, by: i64) -> Self {
        self.and_then(|number| match number {
            (Some(low), Some(high)) if low == high => low.checked_mul(by).map(|n| (Some(n), Some(n))),
            _ => None,
        })
    }
}

pub(crate) fn whole(number: i64) -> Maybe<Bounds> {
    Maybe::Is((Some(number), Some(number)))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Met,
    NotMet,
    Unknown,
    NotApplicable,
    NotYetDue,
}

/// A requirement, judged.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    pub(crate) by: Option<Dates>,
    pub(crate) undated: bool,
}

/// A read: the path, its pattern in the dictionary, and the fact if there is one.
#[derive(Clone, Debug)]
pub(crate) struct Read<'a> {
    pub(crate) path: String,
    pub(crate) pattern: String,
    pub(crate) fact: Option<&'a Fact>,
}

/// A profile as one judgement of one duty sees it.
pub(crate) struct Case<'a> {
    pub(crate) law: &'a Law,
    pub(crate) profile: &'a Profile,
    pub(crate) duty: &'a Duty,
    pub(crate) as_of: Date,
    pub(crate) subject: &'a str,
    /// What is seen of the facts, if not all.
    pub(crate) view: Option<&'a dyn Fn(&Fact) -> bool>,
    pub(crate) reads: RefCell<Vec<Read<'a>>>,
}

/// A place in the facts.
pub(crate) struct At<'c, 'a> {
    case: &'c Case<'a>,
    path: String,
    pattern: String,
}

impl<'a> Case<'a> {
    pub(crate) fn at(&self, path: &str) -> At<'_, 'a> {
        At { case: self, path: path.to_owned(), pattern: path.to_owned() }
    }

    pub(crate) fn today(&self) -> Maybe<Dates> {
        Maybe::Is(Dates::on(self.as_of))
    }

    pub(crate) fn number(&self, name: &str) -> i64 {
        match self.duty.parameters.get(name).map(|parameter| &parameter.value) {
            Some(ParameterValue::Whole(whole)) => *whole,
            _ => 0,
        }
    }

    fn span(&self, name: &str) -> Option<jiff::Span> {
        match self.duty.parameters.get(name).map(|parameter| &parameter.value) {
            Some(ParameterValue::Period(period)) => Some(period.span),
            _ => None,
        }
    }

    /// The as-of date less a parameter.
    pub(crate) fn ago(&self, name: &str) -> Maybe<Dates> {
        self.today().and_then(|today| today.plus(self.span(name)?.negate()))
    }

    pub(crate) fn later(&self, date: Maybe<Dates>, name: &str) -> Maybe<Dates> {
        date.and_then(|date| date.plus(self.span(name)?))
    }

    pub(crate) fn earlier(&self, date: Maybe<Dates>, text: &str) -> Maybe<Dates> {
        date.and_then(|date| date.plus(period(text)?.negate()))
    }

    /// The last day of a period that begins with a date.
    pub(crate) fn last_day_of(&self, text: &str, date: Maybe<Dates>) -> Maybe<Dates> {
        date.and_then(|date| date.plus(period(text)?)?.plus(period("1 day")?.negate()))
    }

    pub(crate) fn up_to(&self, a: Maybe<Dates>, b: Maybe<Dates>) -> Truth {
        a.ask(b, |a, b| if [a, b].iter().any(|date| self.unconfirmed(*date)) { None } else { a.up_to(b) })
    }

    /// Whether a date was only planned when it was stated, and has come.
    pub(crate) fn unconfirmed(&self, date: Dates) -> bool {
        date.planned.is_some_and(|planned| self.as_of >= planned)
    }

    /// Whether a date lies between another and the as-of date.
    pub(crate) fn within(&self, since: Maybe<Dates>, date: Maybe<Dates>) -> Truth {
        all([self.up_to(since, date), self.up_to(date, self.today())])
    }

    /// Whether a date lies after another and within its own time.
    pub(crate) fn in_time(&self, since: Maybe<Dates>, date: Maybe<Dates>, by: Maybe<Dates>) -> Truth {
        all([self.within(since, date), self.up_to(date, by)])
    }

    pub(crate) fn done(&self, date: Maybe<Dates>) -> Truth {
        self.up_to(date, self.today())
    }

    /// Records a read; the fact if it is stated, seen and of its time.
    pub(crate) fn see(&self, path: String, pattern: String) -> Option<&'a Fact> {
        let fact = self.profile.facts.get(&path);
        self.reads.borrow_mut().push(Read { path, pattern, fact });
        fact.filter(|fact| self.view.is_none_or(|view| view(fact)))
            .filter(|fact| is_stated(fact) && is_of_its_time(fact, self.as_of))
    }

    pub(crate) fn require(&self, truth: Truth) -> Judged {
        let outcome = match truth {
            Some(true) => Outcome::Met,
            Some(false) => Outcome::NotMet,
            None => Outcome::Unknown,
        };
        Judged { outcome, by: None, undated: false }
    }

    pub(crate) fn when(&self, condition: Truth, then: impl FnOnce() -> Judged) -> Judged {
        let outcome = match condition {
            Some(true) => return then(),
            Some(false) => Outcome::NotApplicable,
            None => Outcome::Unknown,
        };
        Judged { outcome, by: None, undated: false }
    }

    /// Judges what is due by a date.
    pub(crate) fn by(&self, truth: Truth, by: impl FnOnce() -> Maybe<Dates>) -> Judged {
        let read = self.reads.borrow().len();
        let by = match by() {
            Maybe::Is(by) if !self.unconfirmed(by) => Some(by),
            _ => None,
        };
        // A `none` that was stated before the deadline ended does not show that the deadline was missed.
        let none_before = |by: Dates| {
            let reads = self.reads.borrow();
            let absent =
                |fact: &&Fact| fact.value == Value::Absent && is_stated(fact) && fact.stated_on.first <= by.last;
            reads.iter().take(read).filter_map(|read| read.fact).any(|fact| absent(&fact))
        };
        let outcome = match (truth, by) {
            (Some(true), _) => Outcome::Met,
            (Some(false), Some(by)) if self.as_of <= by.last => Outcome::NotYetDue,
            (Some(false), Some(by)) if !none_before(by) => Outcome::NotMet,
            _ => Outcome::Unknown,
        };
        Judged { outcome, by, undated: by.is_none() }
    }
}

fn is_stated(fact: &Fact) -> bool {
    !matches!(fact.value, Value::Absent | Value::Closure { .. }) || !fact.cites.is_empty()
}

pub(crate) fn is_of_its_time(fact: &Fact, day: Date) -> bool {
    day >= fact.stated_on.last || fact.since.is_some_and(|since| day >= since.last)
}

impl<'a> At<'_, 'a> {
    pub(crate) fn at(&self, step: &str) -> Self {
        Self { case: self.case, path: join(&self.path, step), pattern: join(&self.pattern, step) }
    }

    pub(crate) fn entry(&self, key: &str) -> Self {
        Self { case: self.case, path: join(&self.path, key), pattern: join(&self.pattern, "*") }
    }

    fn value<T>(&self, step: &str, f: impl FnOnce(&'a Value) -> Option<T>) -> Maybe<T> {
        match self.case.see(join(&self.path, step), join(&self.pattern, step)).map(|fact| &fact.value) {
            Some(Value::Absent) => Maybe::Absent,
            Some(value) => f(value).map_or(Maybe::Missing, Maybe::Is),
            None => Maybe::Missing,
        }
    }

    pub(crate) fn date(&self, step: &str) -> Maybe<Dates> {
        self.value(step, |value| if let Value::Date(dates) = value { Some(*dates) } else { None })
    }

    pub(crate) fn count(&self, step: &str) -> Maybe<Bounds> {
        self.value(step, |value| if let Value::Number(low, high) = value { Some((*low, *high)) } else { None })
    }

    pub(crate) fn text(&self, step: &str) -> Maybe<&'a str> {
        self.value(step, |value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
    }

    pub(crate) fn is(&self, step: &str, words: &[&str]) -> Truth {
        self.text(step).ask(Maybe::Is(()), |text, ()| Some(words.contains(&text)))
    }

    fn list(&self, step: &str) -> Maybe<(&'a [Value], bool)> {
        let as_of = self.case.as_of;
        self.value(step, |value| match value {
            Value::List { items, closed, from } => {
                Some((items.as_slice(), *closed && from.is_none_or(|from| from.last <= as_of)))
            }
            _ => None,
        })
    }

    pub(crate) fn len(&self, step: &str) -> Maybe<Bounds> {
        self.len_if(step, |_| Some(true))
    }

    /// How many elements of a list answer yes.
    pub(crate) fn len_if(&self, step: &str, f: impl Fn(Maybe<Dates>) -> Truth) -> Maybe<Bounds> {
        self.list(step).and_then(|(items, closed)| {
            let answer =
                |item: &Value| f(if let Value::Date(dates) = item { Maybe::Is(*dates) } else { Maybe::Missing });
            let count =
                |no: &dyn Fn(Truth) -> bool| i64::try_from(items.iter().filter(|item| !no(answer(item))).count()).ok();
            let low = count(&|truth| truth != Some(true));
            Some((low, if closed { count(&|truth| truth == Some(false)) } else { None }))
        })
    }

    pub(crate) fn contains(&self, step: &str, word: &str) -> Truth {
        self.list(step).ask(Maybe::Is(()), |(items, closed), ()| {
            let found = items.iter().any(|item| matches!(item, Value::Text(text) if text == word));
            if found { Some(true) } else { closed.then_some(false) }
        })
    }

    /// Whether any entry of a collection answers yes.
    pub(crate) fn any(&self, f: impl Fn(&Self) -> Truth) -> Truth {
        let closed = self.case.closure(&self.path).is_some();
        let entries: BTreeMap<&str, Truth> = self.case.keys(&self.path).map(|key| (key, f(&self.entry(key)))).collect();
        if entries.values().any(|answer| *answer == Some(true)) {
            return Some(true);
        }
        (closed && entries.values().all(Option::is_some)).then_some(false)
    }
}

impl<'a> Case<'a> {
    /// The keys of a collection's entries, those that only its closure names among them.
    pub(crate) fn keys(&self, path: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut keys: Vec<&'a str> = self.profile.entries.get(path).into_iter().flatten().map(String::as_str).collect();
        if let Some(Value::Closure { members, .. }) =
            self.profile.facts.get(&join(path, "complete")).map(|fact| &fact.value)
        {
            keys.extend(members.iter().map(String::as_str));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
    }

    /// From when a collection is said to be complete, if it is.
    pub(crate) fn closure(&self, path: &str) -> Option<Option<Dates>> {
        match self.see(join(path, "complete"), path.to_owned()).map(|fact| &fact.value) {
            Some(Value::Closure { from, .. }) if from.is_none_or(|from| from.last <= self.as_of) => Some(*from),
            _ => None,
        }
    }
}
