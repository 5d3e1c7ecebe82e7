//! What the parts of a rule came to while it ran, for those who test rules.
//!
//! A rule that is run to be judged has none of this in it: whoever wants to know writes the calls around the parts of another text of the
//! rule, see [`super::variant`]. No rule set can: the names are barred in what is loaded.

use rhai::{Dynamic, Engine};
use std::rc::Rc;

use crate::model::dates::{Period, Unit};

use super::operators::{Answer, Arithmetic, reckon};
use super::run::Run;
use super::sandbox::Slot;
use super::value::{Plain, Value, missing};

/// `__seen(number, part)`: the part, noted under its number.
pub(crate) const SEEN: &str = "__seen";
/// `__gone(part)`: what the part would be if no fact stated it.
pub(crate) const GONE: &str = "__gone";

/// `__later(part, days)`: the part, a date, so many days later. Helper functions do not know `days`.
pub(crate) const LATER: &str = "__later";

/// What a part of a rule came to, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The number of the part.
    pub(crate) part: i64,
    /// What it came to.
    pub(crate) told: Told,
}

/// What a part came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    /// `true` or `false`.
    YesNo(bool),
    /// Not stated, or not to be told.
    Missing,
    /// Anything else, as a reader knows it.
    Value(String),
}

pub(super) fn register(engine: &mut Engine, slot: &Rc<Slot>) {
    let own = Rc::clone(slot);
    engine.register_fn(SEEN, move |part: i64, value: Dynamic| -> Answer {
        let value = value.flatten();
        own.see(part, &value)?;
        Ok(value)
    });
    let own = Rc::clone(slot);
    engine.register_fn(LATER, move |value: Dynamic, days: i64| -> Answer {
        let days = Dynamic::from(Value::Span(days, Unit::Days));
        reckon(Some(&*own.run()?), Arithmetic::Plus, &value.flatten(), &days)
    });
    engine.register_fn(GONE, |value: Dynamic| missing(Plain::of(&value.flatten()).kind()));
}

/// A value for a reader.
pub(super) fn tell(run: &Rc<Run>, value: &Dynamic) -> Told {
    match Plain::of(value) {
        Plain::Missing(_) => Told::Missing,
        Plain::YesNo(yes) => Told::YesNo(yes),
        Plain::Number(number) => Told::Value(number.to_string()),
        Plain::Text(text) => Told::Value(format!("\"{text}\"")),
        Plain::Other(Value::Absent(_)) => Told::Value("none".into()),
        Plain::Other(Value::When(when)) => {
            let planned = if when.planned.is_some() { " (planned)" } else { "" };
            Told::Value(format!("{}{planned}", when.dates))
        }
        Plain::Other(Value::Span(count, unit)) => Told::Value(Period { count, unit }.to_string()),
        Plain::Other(Value::List(list)) => list_of(list.items.iter().map(|item| &item.value), list.closed, run),
        Plain::Other(Value::Fact(_, id)) => match run.untraced(|| run.list(id)) {
            Some(list) => list_of(list.items.iter().map(|item| &item.value), list.closed, run),
            None => Told::Value("a group of facts".into()),
        },
        Plain::Foreign => match value.read_lock::<rhai::Array>() {
            Some(array) => list_of(array.iter(), true, run),
            None => Told::Value("a list".into()),
        },
        Plain::Other(_) => Told::Value("data of the law".into()),
    }
}

/// The elements, where each is one value; else how many there are. A list that is open says so.
fn list_of<'v>(items: impl Iterator<Item = &'v Dynamic>, closed: bool, run: &Rc<Run>) -> Told {
    let items: Vec<&Dynamic> = items.collect();
    let open = if closed { "" } else { ", perhaps others" };
    let plain = items.iter().all(|item| !matches!(Plain::of(item), Plain::Other(Value::Fact(..) | Value::List(_))));
    if plain && items.len() <= 8 {
        let told: Vec<String> = items.iter().map(|item| tell(run, item).to_string()).collect();
        return Told::Value(format!(
            "[{}{}]",
            told.join(", "),
            if items.is_empty() { open.trim_start_matches(", ") } else { open }
        ));
    }
    Told::Value(format!("{} element{}{open}", items.len(), if items.len() == 1 { "" } else { "s" }))
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::YesNo(yes) => write!(f, "{yes}"),
            Self::Missing => f.write_str("missing"),
            Self::Value(text) => f.write_str(text),
        }
    }
}
