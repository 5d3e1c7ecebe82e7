//! What a script asks of a value by name or by key: a property, an entry.

use std::rc::Rc;

use rhai::Dynamic;

use crate::model::dictionary::{Dictionary, TermId, TermKind};
use crate::model::facts::Content;
use crate::model::ids::DutyId;

use super::operators::{Answer, fault};
use super::run::{Read, Run};
use super::value::{Data, Kind, Plain, Value, absent, missing};
use super::view::View;

/// Reads a named property.
pub(super) fn property(value: &Value, name: &str) -> Answer {
    match value {
        Value::Fact(run, id) => {
            let fact = run.asks(*id);
            match fact.map(|fact| (&fact.content, fact)) {
                Some((Content::Record(children), fact)) => match children.get(name) {
                    Some(child) => Ok(run.read(*child)),
                    None => Err(unknown_property(&run.world.dictionary, fact.term, name)),
                },
                Some((_, fact)) => Err(unknown_property(&run.world.dictionary, fact.term, name)),
                None => Ok(missing(Kind::Any)),
            }
        }
        Value::Duty(run, id) if name == "met" => {
            let met = run.world.duties.borrow().get(&**id).copied().flatten();
            run.world.attention.asks_duty(id);
            run.note(Read::Duty(DutyId::from(&**id)));
            // A duty's being satisfied is evidenced already; its gap may rest on anything.
            let shown = match run.view {
                View::Everything | View::AsIfBy(_) | View::WithoutNones(_) => met,
                View::Nothing => None,
                View::Only(_) => met.filter(|met| *met),
            };
            Ok(super::value::yes_no(shown))
        }
        Value::Data(data) => datum(data, name),
        other => Err(fault(format!("{} has no `{name}`", Plain::Other(other.clone()).kind().title()))),
    }
}

fn datum(data: &Data, name: &str) -> Answer {
    data.get(name).cloned().ok_or_else(|| fault(format!("there is no `{name}` among {}", names(data))))
}

fn names(data: &Data) -> String {
    let names: Vec<String> = data.keys().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "no names at all".into() } else { names.join(", ") }
}

/// Reads a property of something missing or stated not to exist: what it would be, and just as missing or absent.
pub(super) fn property_of_nothing(run: &Run, kind: Kind, name: &str) -> Result<Kind, Box<rhai::EvalAltResult>> {
    match kind {
        Kind::Any => Ok(Kind::Any),
        Kind::Shape(term) => match &run.world.dictionary.term(term).kind {
            TermKind::Record(children) => match children.get(name) {
                Some(child) => Ok(kind_of_term(&run.world.dictionary, *child)),
                None => Err(unknown_property(&run.world.dictionary, term, name)),
            },
            _ => Err(unknown_property(&run.world.dictionary, term, name)),
        },
        other => Err(fault(format!("{} has no `{name}`", other.title()))),
    }
}

fn kind_of_term(dictionary: &Dictionary, term: TermId) -> Kind {
    match &dictionary.term(term).kind {
        TermKind::Value(value_type) => Kind::of_type(value_type),
        _ => Kind::Shape(term),
    }
}

fn unknown_property(dictionary: &Dictionary, term: TermId, name: &str) -> Box<rhai::EvalAltResult> {
    let path = &dictionary.term(term).path;
    if path.is_empty() {
        return fault(format!("there is no fact `{name}`"));
    }
    fault(format!("`{path}` has no fact `{name}`"))
}

/// Reads an entry by its key.
pub(super) fn entry(slot: &Run, value: &Dynamic, key: &Dynamic) -> Answer {
    let key = Plain::of(key);
    if !key.kind().agrees(Kind::Text) {
        return Err(fault(format!("an entry is named by text, not by {}", key.kind().title())));
    }
    match Plain::of(value) {
        Plain::Other(Value::Fact(run, id)) => {
            let Some(fact) = run.asks(id) else { return Ok(missing(Kind::Any)) };
            let Content::Entries { entries, phantom, .. } = &fact.content else {
                return Err(fault(format!("`{}` has no entries", fact.path)));
            };
            let found = match &key {
                Plain::Text(key) => entries.get(&**key).copied(),
                _ => None,
            };
            Ok(run.read(found.unwrap_or(*phantom)))
        }
        Plain::Other(Value::Data(data)) => {
            let nobody = nobody(&data)?;
            Ok(match key {
                Plain::Text(key) => data.get(&*key).cloned().unwrap_or(nobody),
                _ => nobody,
            })
        }
        Plain::Other(Value::Duties(run)) => match key {
            Plain::Text(key) => Ok(Dynamic::from(Value::Duty(Rc::clone(&run), run.world.means(key)))),
            _ => Err(fault("a duty is named by its id")),
        },
        Plain::Missing(kind) => Ok(missing(entry_kind(slot, kind)?)),
        Plain::Other(Value::Absent(kind)) => Ok(absent(entry_kind(slot, kind)?)),
        other => Err(fault(format!("{} has no entries", other.kind().title()))),
    }
}

/// A member that there is not, shaped like those that there are: its key may be a fact, and no value of a fact is an error.
///
/// # Errors
/// It is no set of members. Other names lead to many types, so that which one is meant cannot be left to a fact.
fn nobody(data: &Data) -> Answer {
    let data_of = |value: &Dynamic| match value.read_lock::<Value>().as_deref() {
        Some(Value::Data(data)) => Some(Rc::clone(data)),
        _ => None,
    };
    let Some(like) = data.values().next() else { return Ok(missing(Kind::Any)) };
    let like = data_of(like).filter(|like| !like.values().any(|value| data_of(value).is_some()));
    let like = like.ok_or_else(|| fault("what is no member of a set is named with a dot, as in `sets.threats`"))?;
    let blank = like.iter().map(|(name, value)| (name.clone(), missing(Plain::of(value).kind()))).collect();
    Ok(Dynamic::from(Value::Data(Rc::new(blank))))
}

fn entry_kind(run: &Run, kind: Kind) -> Result<Kind, Box<rhai::EvalAltResult>> {
    match kind {
        Kind::Any => Ok(Kind::Any),
        Kind::Shape(term) => match &run.world.dictionary.term(term).kind {
            TermKind::Collection { entry, .. } => Ok(Kind::Shape(*entry)),
            _ => Err(fault(format!("`{}` has no entries", run.world.dictionary.term(term).path))),
        },
        other => Err(fault(format!("{} has no entries", other.title()))),
    }
}
