//! The values of the script language, and how they stand in the scripting engine.
//!
//! Whatever is definite and plain is a plain value of the engine (`true`, `7`, `"text"`), so that scripts read as scripts. All else is a
//! [`Value`] (bounds, dates, periods, `none`, places in the fact tree, lists) or a [`Missing`].

use std::collections::BTreeMap;
use std::rc::Rc;

use rhai::{Dynamic, ImmutableString};

use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::dictionary::{TermId, ValueType};
use crate::model::facts::{Fact, FactId};
use crate::model::number::{Decimal, Number};

use super::moved::{Moved, Side};
use super::run::Run;

/// The type of a value, which an absent one has too, so that a slip of types shows whether or not the fact is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    YesNo,
    /// A number that is never negative.
    Count,
    Number,
    Text,
    Date,
    Span,
    /// A record or collection of the dictionary.
    Shape(TermId),
    /// A list made in a script.
    List,
    Any,
}

impl Kind {
    pub(super) fn of_type(value_type: &ValueType) -> Self {
        match value_type {
            ValueType::YesNo => Self::YesNo,
            ValueType::Count => Self::Count,
            ValueType::Number => Self::Number,
            ValueType::Text | ValueType::Choice(_) | ValueType::Member(_) => Self::Text,
            ValueType::Event | ValueType::Limit => Self::Date,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::YesNo => "a yes or no",
            Self::Count | Self::Number => "a number",
            Self::Text => "text",
            Self::Date => "a date",
            Self::Span => "a period",
            Self::Shape(_) => "a group of facts",
            Self::List => "a list",
            Self::Any => "anything",
        }
    }

    /// Whether two values of these kinds may be compared, or stand in for each other.
    pub(super) fn agrees(self, other: Self) -> bool {
        self == other
            || self == Self::Any
            || other == Self::Any
            || matches!((self, other), (Self::Count | Self::Number, Self::Count | Self::Number))
    }
}

/// What is not stated, or cannot be told; the engine holds it as a type of its own so that it can never pass for a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing(pub(super) Kind);

/// A value that the engine does not have.
#[derive(Clone)]
pub(super) enum Value {
    /// `none`: the thing does not exist.
    Absent(Kind),
    /// A bound, or a number that is not whole.
    Number(Number),
    When(When),
    /// A period: that many of that unit.
    Span(i64, Unit),
    /// A place in the fact tree that leads to facts.
    Fact(Rc<Run>, FactId),
    List(Rc<List>),
    /// Data of the law or of the host: `sets`, `params`, `force`.
    Data(Rc<Data>),
    /// `duties`.
    Duties(Rc<Run>),
    /// `duties["id"]`.
    Duty(Rc<Run>, ImmutableString),
}

/// Data that is no fact: values, or further data, by name.
pub(super) type Data = BTreeMap<String, Dynamic>;

/// A date, and whether it was only planned when it was stated.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) dates: Dates,
    /// The day that was planned for; a mark that arithmetic carries along.
    pub(super) planned: Option<Day>,
    /// The fact that it comes from, if it comes from one.
    pub(super) origin: Option<FactId>,
    /// How it follows from the as-of date, if it does.
    pub(super) moved: Option<Rc<Moved>>,
}

impl When {
    /// A date of the law, or of the rule itself.
    pub(super) fn on(dates: Dates) -> Self {
        Self { dates, planned: None, origin: None, moved: None }
    }

    /// The as-of date.
    pub(super) fn as_of(day: Day) -> Self {
        Self { moved: Some(Rc::new(Moved::AsOf)), ..Self::on(Dates::on(day)) }
    }

    /// A date that a fact states.
    pub(super) fn stated(fact: FactId, dates: Dates) -> Self {
        Self { origin: Some(fact), ..Self::on(dates) }
    }

    /// The same, so much later; `None` out of range.
    pub(super) fn plus(&self, period: Period) -> Option<Self> {
        let moved = self.moved.as_ref().map(|moved| Moved::later(moved, period));
        Some(Self { dates: self.dates.plus(period)?, planned: self.planned, origin: self.origin, moved })
    }

    pub(super) fn side(&self) -> Side {
        self.moved.as_ref().map_or(Side::Fixed(self.dates), |moved| Side::Moved(Rc::clone(moved)))
    }
}

/// An event's date: clipped at the day it was stated, since what has happened has happened by then; or marked as a plan.
pub(super) fn happened(id: FactId, fact: &Fact, dates: Dates) -> When {
    let stated = fact.stated_on.last();
    if fact.planned || dates.first() > stated {
        return When { planned: Some(dates.first()), ..When::stated(id, dates) };
    }
    When::stated(id, Dates::between(dates.first(), dates.last().min(stated)).unwrap_or(dates))
}

/// A list in a script.
#[derive(Clone)]
pub(super) struct List {
    pub(super) items: Vec<Item>,
    /// Whether there are no others.
    pub(super) closed: bool,
    /// Whether it is known to be there at all; if not, it may be `none` as well.
    pub(super) stated: bool,
    /// An element of which nothing is stated, to judge the types of what is asked of elements even where there are none.
    pub(super) phantom: Option<Dynamic>,
}

/// An element of a list.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) value: Dynamic,
    /// Whether it is in the list for sure.
    pub(super) certain: bool,
}

/// Any value of the language, for the operators to look at.
#[derive(Clone)]
pub(super) enum Plain {
    Missing(Kind),
    YesNo(bool),
    Number(Number),
    Text(ImmutableString),
    Other(Value),
    /// Something that only the engine knows: an array, a map, a function.
    Foreign,
}

impl Plain {
    pub(super) fn of(value: &Dynamic) -> Self {
        if let Some(missing) = value.read_lock::<Missing>() {
            return Self::Missing(missing.0);
        }
        if let Some(value) = value.read_lock::<Value>() {
            return match &*value {
                Value::Number(number) => Self::Number(*number),
                other => Self::Other(other.clone()),
            };
        }
        if value.is_unit() {
            return Self::Missing(Kind::Any);
        }
        if let Ok(yes) = value.as_bool() {
            return Self::YesNo(yes);
        }
        if let Ok(whole) = value.as_int() {
            return Self::Number(Number::exactly(Decimal::whole(whole)));
        }
        value.clone().into_immutable_string().map_or(Self::Foreign, Self::Text)
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Missing(kind) | Self::Other(Value::Absent(kind)) => *kind,
            Self::YesNo(_) => Kind::YesNo,
            Self::Number(number) if number.low.is_some_and(|low| low >= Decimal::ZERO) => Kind::Count,
            Self::Number(_) | Self::Other(Value::Number(_)) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Other(Value::When(_)) => Kind::Date,
            Self::Other(Value::Span(..)) => Kind::Span,
            Self::Other(Value::Fact(run, id)) => run.shape_of(*id),
            Self::Other(Value::List(_)) | Self::Foreign => Kind::List,
            Self::Other(Value::Duties(_) | Value::Duty(..) | Value::Data(_)) => Kind::List,
        }
    }
}

pub(super) fn missing(kind: Kind) -> Dynamic {
    Dynamic::from(Missing(kind))
}

pub(super) fn absent(kind: Kind) -> Dynamic {
    Dynamic::from(Value::Absent(kind))
}

pub(super) fn when(when: When) -> Dynamic {
    Dynamic::from(Value::When(when))
}

/// A number as the engine holds it: a whole one as its own, anything else as a [`Value`].
pub(super) fn number(number: Number) -> Dynamic {
    match number.exact().and_then(Decimal::as_whole) {
        Some(whole) => Dynamic::from(whole),
        None => Dynamic::from(Value::Number(number)),
    }
}

/// Kleene's third value is a missing yes or no.
pub(super) fn yes_no(value: Option<bool>) -> Dynamic {
    value.map_or_else(|| missing(Kind::YesNo), Dynamic::from)
}
