//! Questions to lists and collections: `any`, `all`, `filter`, `map`, `len`, `sum`, `contains`.
//!
//! A list is open unless somebody closed it: there may be others, of which nothing is known. Over an open list `all` can be false but
//! not true, `any` and `contains` true but not false, and `len` and sums are lower bounds.

use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, FnPtr, NativeCallContext, Position};

use crate::model::number::{Decimal, Number};

use super::operators::{Answer, Comparison, compare, fault, truth};
use super::run::Run;
use super::value::{Item, Kind, List, Missing, Plain, Value, absent, missing, number, yes_no};

type Fault = Box<EvalAltResult>;

/// What a question was put to.
enum Asked {
    List(List),
    /// A list that is missing, or stated not to exist.
    Nothing {
        phantom: Option<Dynamic>,
        absent: bool,
    },
}

fn asked(run: &Rc<Run>, name: &str, value: &Dynamic) -> Result<Asked, Fault> {
    let asked = asked_of(run, name, value)?;
    if let Asked::List(list) = &asked {
        charge(run, list.items.len())?;
    }
    Ok(asked)
}

/// Counts what is done for each element as steps, which the engine does not see.
fn charge(run: &Run, elements: usize) -> Result<(), Fault> {
    let within = run.takes(u64::try_from(elements).unwrap_or(u64::MAX));
    if within { Ok(()) } else { Err(EvalAltResult::ErrorTerminated("too many steps".into(), Position::NONE).into()) }
}

/// How many values are copied with a value.
fn size(value: &Dynamic) -> usize {
    value.read_lock::<rhai::Array>().map_or(0, |array| array.iter().map(|inner| 1 + size(inner)).sum())
}

fn asked_of(run: &Rc<Run>, name: &str, value: &Dynamic) -> Result<Asked, Fault> {
    if let Some(array) = value.read_lock::<rhai::Array>() {
        let items = array.iter().map(|value| Item { value: value.clone(), certain: true }).collect();
        return Ok(Asked::List(List { items, closed: true, stated: true, phantom: None }));
    }
    match Plain::of(value) {
        Plain::Other(Value::List(list)) if !list.stated => {
            Ok(Asked::Nothing { phantom: list.phantom.clone(), absent: false })
        }
        Plain::Other(Value::List(list)) => Ok(Asked::List((*list).clone())),
        Plain::Other(Value::Fact(_, id)) => match run.list(id) {
            Some(list) => Ok(Asked::List(list)),
            None => Err(fault(format!("`{name}` is asked of a list or a collection, not of a group of facts"))),
        },
        Plain::Missing(kind) => Ok(Asked::Nothing { phantom: phantom_of(run, name, kind)?, absent: false }),
        Plain::Other(Value::Absent(kind)) => Ok(Asked::Nothing { phantom: phantom_of(run, name, kind)?, absent: true }),
        other => Err(fault(format!("`{name}` is asked of a list or a collection, not of {}", other.kind().title()))),
    }
}

fn phantom_of(run: &Rc<Run>, name: &str, kind: Kind) -> Result<Option<Dynamic>, Fault> {
    match kind {
        Kind::Any | Kind::List => Ok(None),
        Kind::Shape(term) => match run.phantom_of(term) {
            Some(phantom) => Ok(Some(phantom)),
            None => Err(fault(format!("`{name}` is asked of a list or a collection, not of a group of facts"))),
        },
        other => Err(fault(format!("`{name}` is asked of a list or a collection, not of {}", other.title()))),
    }
}

/// Asks the predicate of every element, and of one of which nothing is stated, whatever elements there are: so its types are judged, and
/// an `if` on what an element says, which fails where that is missing, fails no less where there is no such element.
fn answers(
    run: &Run,
    context: &NativeCallContext<'_>,
    asked: &Asked,
    question: &FnPtr,
    is_condition: bool,
) -> Result<Vec<(Item, Dynamic)>, Fault> {
    let ask = |value: &Dynamic| question.call_within_context::<Dynamic>(context, (value.clone(),));
    let (items, phantom) = match asked {
        Asked::List(list) => (list.items.as_slice(), &list.phantom),
        Asked::Nothing { phantom, .. } => (&[][..], phantom),
    };
    if let Some(phantom) = phantom {
        let typed = run.untraced(|| ask(phantom))?;
        if is_condition {
            truth(&typed)?;
        }
    }
    let answer = |item: &Item| {
        let answer = ask(&item.value)?;
        charge(run, size(&answer))?;
        Ok((item.clone(), answer))
    };
    items.iter().map(answer).collect()
}

/// Whether any, or every, element answers yes.
pub(super) fn quantify(
    run: &Rc<Run>,
    context: &NativeCallContext<'_>,
    every: bool,
    value: &Dynamic,
    question: &FnPtr,
) -> Answer {
    let name = if every { "all" } else { "any" };
    let asked = asked(run, name, value)?;
    let answers = answers(run, context, &asked, question, true)?;
    // `any` looks for a yes, `all` for a no; finding it for sure decides, whatever else there is.
    let mut open = false;
    let mut decided = false;
    for (item, answer) in answers {
        match truth(&answer)? {
            Some(yes) if yes != every => {
                decided |= item.certain;
                open |= !item.certain;
            }
            Some(_) => {}
            None => open = true,
        }
    }
    Ok(match asked {
        _ if decided => yes_no(Some(!every)),
        Asked::List(List { closed: true, .. }) if !open => yes_no(Some(every)),
        Asked::List(_) => missing(Kind::YesNo),
        Asked::Nothing { absent: true, .. } => absent(Kind::YesNo),
        Asked::Nothing { .. } => missing(Kind::YesNo),
    })
}

/// The elements of which the predicate is true; those of which it cannot be told may be among them.
pub(super) fn filter(run: &Rc<Run>, context: &NativeCallContext<'_>, value: &Dynamic, question: &FnPtr) -> Answer {
    let asked = asked(run, "filter", value)?;
    let answers = answers(run, context, &asked, question, true)?;
    let mut items = Vec::with_capacity(answers.len());
    for (item, answer) in answers {
        match truth(&answer)? {
            Some(true) => items.push(item),
            Some(false) => {}
            None => items.push(Item { certain: false, ..item }),
        }
    }
    Ok(relisted(asked, items, None))
}

/// What the function makes of every element.
pub(super) fn map(run: &Rc<Run>, context: &NativeCallContext<'_>, value: &Dynamic, function: &FnPtr) -> Answer {
    let asked = asked(run, "map", value)?;
    let answers = answers(run, context, &asked, function, false)?;
    let phantom = match &asked {
        Asked::List(List { phantom: Some(phantom), .. }) | Asked::Nothing { phantom: Some(phantom), .. } => {
            Some(run.untraced(|| function.call_within_context::<Dynamic>(context, (phantom.clone(),)))?)
        }
        _ => None,
    };
    let items = answers.into_iter().map(|(item, value)| Item { value, ..item }).collect();
    Ok(relisted(asked, items, phantom))
}

fn relisted(asked: Asked, items: Vec<Item>, new_phantom: Option<Dynamic>) -> Dynamic {
    match asked {
        Asked::List(list) => {
            let phantom = new_phantom.or(list.phantom);
            Dynamic::from(Value::List(Rc::new(List { items, closed: list.closed, stated: true, phantom })))
        }
        Asked::Nothing { absent: true, .. } => absent(Kind::List),
        Asked::Nothing { phantom, .. } => {
            // Of a list that is missing nothing is known but what its elements would be.
            let phantom = new_phantom.or(phantom);
            Dynamic::from(Value::List(Rc::new(List { items, closed: false, stated: false, phantom })))
        }
    }
}

/// How many elements there are.
pub(super) fn len(run: &Rc<Run>, value: &Dynamic) -> Answer {
    Ok(match asked(run, "len", value)? {
        Asked::List(list) => {
            let sure = list.items.iter().filter(|item| item.certain && !is_missing(&item.value)).count();
            let most = list.closed.then_some(list.items.len());
            number(Number { low: Some(whole(sure)), high: most.map(whole) })
        }
        Asked::Nothing { absent: true, .. } => absent(Kind::Count),
        Asked::Nothing { .. } => missing(Kind::Count),
    })
}

fn is_missing(value: &Dynamic) -> bool {
    value.is_unit() || value.read_lock::<Missing>().is_some()
}

fn whole(count: usize) -> Decimal {
    Decimal::whole(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What the elements add up to.
pub(super) fn sum(run: &Rc<Run>, value: &Dynamic) -> Answer {
    let asked = asked(run, "sum", value)?;
    let (items, phantom) = match &asked {
        Asked::List(list) => (list.items.as_slice(), list.phantom.as_ref()),
        Asked::Nothing { phantom, .. } => (&[][..], phantom.as_ref()),
    };
    let kinds: Vec<Kind> = items.iter().map(|item| &item.value).chain(phantom).map(|v| Plain::of(v).kind()).collect();
    if let Some(kind) = kinds.iter().find(|kind| !kind.agrees(Kind::Number)) {
        return Err(fault(format!("`sum` adds numbers, not {}", kind.title())));
    }
    let list = match asked {
        Asked::List(list) => list,
        Asked::Nothing { absent: true, .. } => return Ok(absent(Kind::Number)),
        Asked::Nothing { .. } => return Ok(missing(Kind::Number)),
    };
    // Only if what is not known cannot be negative is the sum of the rest a bound below.
    let counts = list.phantom.as_ref().map_or(list.closed, |phantom| Plain::of(phantom).kind() == Kind::Count)
        && kinds.iter().all(|kind| *kind == Kind::Count);
    let mut low = Some(Decimal::ZERO);
    let mut high = list.closed.then_some(Decimal::ZERO);
    let mut guessed = !list.closed;
    for item in &list.items {
        let Plain::Number(Number { low: item_low, high: item_high }) = Plain::of(&item.value) else {
            guessed = true;
            high = None;
            continue;
        };
        if item.certain {
            low = low.zip(item_low).and_then(|(a, b)| a.plus(b));
        } else {
            guessed = true;
        }
        high = high.zip(item_high).and_then(|(a, b)| a.plus(b));
    }
    if guessed && !counts {
        return Ok(missing(Kind::Number));
    }
    Ok(match (low, high) {
        (None, None) => missing(Kind::Number),
        (low, high) => number(Number { low, high }),
    })
}

/// Whether a value is among the elements.
pub(super) fn contains(run: &Rc<Run>, list: &Dynamic, value: &Dynamic) -> Answer {
    let asked = asked(run, "contains", list)?;
    let (items, phantom) = match &asked {
        Asked::List(list) => (list.items.as_slice(), list.phantom.as_ref()),
        Asked::Nothing { phantom, .. } => (&[][..], phantom.as_ref()),
    };
    if let Some(phantom) = phantom.filter(|_| items.is_empty()) {
        let _typed = run.untraced(|| compare(run, Comparison::Equal, phantom, value))?;
    }
    let mut open = false;
    let mut found = false;
    for item in items {
        match truth(&compare(run, Comparison::Equal, &item.value, value)?)? {
            Some(true) => {
                found |= item.certain;
                open |= !item.certain;
            }
            Some(false) => {}
            None => open = true,
        }
    }
    let unknown = matches!(Plain::of(value), Plain::Missing(_));
    Ok(match asked {
        _ if unknown => missing(Kind::YesNo),
        _ if found => yes_no(Some(true)),
        Asked::List(List { closed: true, .. }) if !open => yes_no(Some(false)),
        Asked::List(_) => missing(Kind::YesNo),
        Asked::Nothing { absent: true, .. } => absent(Kind::YesNo),
        Asked::Nothing { .. } => missing(Kind::YesNo),
    })
}
