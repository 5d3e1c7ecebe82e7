//! One run of one script: what it may see of the facts, and the trace of what it read.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rhai::{Dynamic, ImmutableString};

use crate::model::dates::{Dates, Day};
use crate::model::dictionary::{Dictionary, TermId, TermKind, ValueType};
use crate::model::facts::{Content, Fact, FactId, Facts, Scalar};
use crate::model::ids::{DutyId, SetId, SubjectId};
use crate::model::number::Number;
use crate::model::overlay::Overlaid;

use super::budget::Budget;
use super::operators::{Answer, fault};
use super::sandbox::STEPS;
use super::value::{Data, Item, Kind, List, Missing, Plain, Value, When, absent, happened, missing, number, when};

/// What all runs over one profile on one date have in common.
pub(super) struct World {
    pub(super) facts: Arc<Facts>,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) as_of: Day,
    /// The members of every set that the law closes for this force and date.
    pub(super) closed: BTreeMap<SetId, Vec<SubjectId>>,
    /// The steps that the duties take.
    pub(super) budget: Budget,
    /// Of the duties judged so far: whether each is satisfied, has a gap, or cannot be told.
    pub(super) duties: RefCell<BTreeMap<DutyId, Option<bool>>>,
    /// What the duty in hand was made from, where it is an overlay's: its rule may mean other duties than it names.
    pub(super) overlaid: RefCell<Option<Arc<Overlaid>>>,
}

/// Which facts a run may see; all others read as missing.
#[derive(Clone, Debug)]
pub(crate) enum View {
    /// All of them.
    Everything,
    /// None of them.
    Nothing,
    /// Those whose flag is set, by [`FactId::index`].
    Only(Rc<Vec<bool>>),
    /// All of them, and what happened after that day as if it had happened on it.
    AsIfBy(Day),
    /// All of them but every `none` that was stated on or before that day.
    WithoutNones(Day),
}

impl View {
    fn shows(&self, id: FactId) -> bool {
        match self {
            Self::Everything | Self::AsIfBy(_) | Self::WithoutNones(_) => true,
            Self::Nothing => false,
            Self::Only(flags) => flags.get(id.index()).copied().unwrap_or(false),
        }
    }
}

/// Why something that is stated still does not tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    /// A date that was only planned has come, and nobody said that it happened.
    Planned(Day),
    /// Two dates of which at least one is partial overlap.
    Dates(Dates, Dates),
    /// Two numbers of which at least one is a bound overlap.
    Bounds(Number, Number),
    /// A fact was stated after the as-of date.
    StatedLater(String, Dates),
    /// `none` is stated and not cited.
    UncitedNone(String),
    /// A list or collection is not known to be complete.
    Open(String),
    /// `none` was last stated before the deadline ended.
    NoneBeforeDeadline(Dates),
}

/// What was read: a node of the facts, or whether another duty is satisfied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Read {
    Fact(FactId),
    Duty(DutyId),
}

#[derive(Default)]
struct Trace {
    reads: Vec<Read>,
    doubts: Vec<Doubt>,
}

/// One run of one script.
pub(crate) struct Run {
    world: Rc<World>,
    view: View,
    /// Whether a trace is kept at all.
    traced: bool,
    trace: RefCell<Trace>,
    silent: Cell<u32>,
    operations: Cell<u64>,
}

impl Run {
    pub(super) fn new(world: Rc<World>, view: View, traced: bool) -> Self {
        Self { world, view, traced, trace: RefCell::default(), silent: Cell::new(0), operations: Cell::new(0) }
    }

    /// Another run that sees the same, with no trace yet.
    pub(super) fn afresh(&self) -> Self {
        Self::new(Rc::clone(&self.world), self.view.clone(), self.traced)
    }

    pub(super) fn as_of(&self) -> Day {
        self.world.as_of
    }

    /// Counts so many steps, callbacks included; whether the run and its duty are still within their bounds.
    pub(super) fn takes(&self, steps: u64) -> bool {
        self.operations.set(self.operations.get().saturating_add(steps));
        self.operations.get() <= STEPS && self.world.budget.takes(steps)
    }

    /// Asks something of an element that is not there: only what is stated leaves a trace, for the answer may rest on it.
    pub(super) fn untraced<T>(&self, work: impl FnOnce() -> T) -> T {
        self.silent.set(self.silent.get() + 1);
        let result = work();
        self.silent.set(self.silent.get().saturating_sub(1));
        result
    }

    /// Whether what is asked now is asked of what is there: not to learn what would come of less, nor of an element that is not there.
    pub(super) fn is_for_itself(&self) -> bool {
        matches!(self.view, View::Everything) && self.silent.get() == 0
    }

    pub(super) fn doubt(&self, doubt: Doubt) {
        if self.traced && self.silent.get() == 0 {
            self.trace.borrow_mut().doubts.push(doubt);
        }
    }

    fn note(&self, read: Read) {
        let is_stated = |id: FactId| self.world.facts.get(id).is_some_and(|fact| fact.place.is_some());
        let leaves_a_trace = self.silent.get() == 0 || !matches!(&read, Read::Fact(id) if !is_stated(*id));
        if self.traced && leaves_a_trace {
            self.trace.borrow_mut().reads.push(read);
        }
    }

    /// How much has been read and doubted so far: a mark for [`Self::since`].
    pub(super) fn mark(&self) -> (usize, usize) {
        let trace = self.trace.borrow();
        (trace.reads.len(), trace.doubts.len())
    }

    /// What was read and doubted since a mark.
    pub(super) fn since(&self, mark: (usize, usize)) -> (Vec<Read>, Vec<Doubt>) {
        let trace = self.trace.borrow();
        (
            trace.reads.get(mark.0..).unwrap_or_default().to_vec(),
            trace.doubts.get(mark.1..).unwrap_or_default().to_vec(),
        )
    }

    /// Reads a node: a place that leads to facts, or a value.
    pub(super) fn read(self: &Rc<Self>, id: FactId) -> Dynamic {
        let Some(fact) = self.world.facts.get(id) else { return missing(Kind::Any) };
        let kind = self.kind_of(fact);
        match &fact.content {
            Content::List { closure, .. } if !self.sees(closure.unwrap_or(id)) => {
                self.note(Read::Fact(id));
                missing(kind)
            }
            Content::Record(_) | Content::Entries { .. } | Content::List { .. } => {
                Dynamic::from(Value::Fact(Rc::clone(self), id))
            }
            Content::Missing | Content::Closure { .. } => {
                self.note(Read::Fact(id));
                missing(kind)
            }
            Content::Absence => {
                if self.states(id, fact) {
                    absent(kind)
                } else {
                    missing(kind)
                }
            }
            Content::Value(scalar) => {
                if self.states(id, fact) {
                    self.scalar(fact, scalar)
                } else {
                    missing(kind)
                }
            }
        }
    }

    /// Whether a list, or the closure that states it, is seen and of its time: one that is not is missing, and not an open list.
    fn sees(&self, id: FactId) -> bool {
        let Some(fact) = self.world.facts.get(id).filter(|_| self.view.shows(id)) else { return false };
        let now = fact.is_of_its_time(self.world.as_of);
        if !now {
            self.doubt(Doubt::StatedLater(fact.path.clone(), fact.stated_on));
        }
        now
    }

    /// Whether a node is stated, seen and of its time; the read is traced either way.
    pub(super) fn states(&self, id: FactId, fact: &Fact) -> bool {
        self.note(Read::Fact(id));
        let too_old = matches!(self.view, View::WithoutNones(day)
            if matches!(fact.content, Content::Absence) && fact.stated_on.first() <= day);
        if !self.view.shows(id) || fact.place.is_none() || too_old {
            return false;
        }
        if !fact.is_stated() {
            if matches!(fact.content, Content::Absence) {
                self.doubt(Doubt::UncitedNone(fact.path.clone()));
            }
            return false;
        }
        if fact.is_of_its_time(self.world.as_of) {
            return true;
        }
        self.doubt(Doubt::StatedLater(fact.path.clone(), fact.stated_on));
        false
    }

    fn scalar(&self, fact: &Fact, scalar: &Scalar) -> Dynamic {
        match scalar {
            Scalar::YesNo(yes) => Dynamic::from(*yes),
            Scalar::Number(value) => number(*value),
            Scalar::Text(text) => Dynamic::from(ImmutableString::from(&**text)),
            Scalar::Dates(dates) => {
                let is_event = matches!(
                    self.world.dictionary.term(fact.term).kind,
                    TermKind::Value(ValueType::Event) | TermKind::List(ValueType::Event)
                );
                if is_event {
                    Dynamic::from(Value::When(self.seen(happened(fact, *dates))))
                } else {
                    when(*dates, None)
                }
            }
        }
    }

    /// An event as the view shows it.
    fn seen(&self, event: When) -> When {
        match self.view {
            View::AsIfBy(day)
                if event.planned.is_none() && event.dates.first() > day && event.dates.last() <= self.world.as_of =>
            {
                When { dates: Dates::on(day), planned: None }
            }
            _ => event,
        }
    }

    fn kind_of(&self, fact: &Fact) -> Kind {
        // An element of a list has its list's term, and is of the type of an element.
        match &self.world.dictionary.term(fact.term).kind {
            TermKind::List(element)
                if !matches!(fact.content, Content::List { .. } | Content::Missing | Content::Absence) =>
            {
                Kind::of_type(element)
            }
            TermKind::Value(value_type) => Kind::of_type(value_type),
            _ => Kind::Shape(fact.term),
        }
    }

    /// The kind of a place in the fact tree.
    pub(super) fn shape_of(&self, id: FactId) -> Kind {
        self.world.facts.get(id).map_or(Kind::Any, |fact| Kind::Shape(fact.term))
    }

    /// The elements of a list or collection, as far as they are known; `None` of anything else.
    pub(super) fn list(self: &Rc<Self>, id: FactId) -> Option<List> {
        let fact = self.world.facts.get(id)?;
        match &fact.content {
            Content::List { items, closure } => {
                let closed = closure.is_some_and(|closure| self.closes(closure));
                let items = items
                    .iter()
                    .map(|item| Item { value: self.read(*item), certain: true })
                    .filter(|item| closed || item.value.read_lock::<Missing>().is_none())
                    .collect();
                self.mark_open(closed, &fact.path);
                Some(List { items, closed, stated: true, phantom: self.phantom_of(fact.term) })
            }
            Content::Entries { entries, closure, phantom } => {
                let members = self.members_by_law(fact.term);
                let named = closure.filter(|closure| self.closes(*closure)).map(|closure| self.named(closure));
                let closed = members.is_some() || named.is_some();
                let is_stated = |id: FactId| self.world.facts.get(id).is_some_and(|fact| fact.place.is_some());
                let items = entries
                    .iter()
                    .filter(|(key, id)| match (members, named) {
                        (Some(members), _) => members.iter().any(|member| member.as_str() == &***key),
                        // Not a key that another collection of the same set names.
                        (None, Some(named)) => named.contains(*key) || is_stated(**id),
                        (None, None) => self.world.facts.get(**id).is_some_and(|fact| self.states(**id, fact)),
                    })
                    // An entry may be stated not to exist; reading it says so.
                    .map(|(_, id)| Item { value: self.read(*id), certain: true })
                    .collect();
                self.mark_open(closed, &fact.path);
                Some(List { items, closed, stated: true, phantom: Some(self.read(*phantom)) })
            }
            _ => None,
        }
    }

    /// The members that a closure names.
    fn named(&self, id: FactId) -> &[Arc<str>] {
        match self.world.facts.get(id).map(|fact| &fact.content) {
            Some(Content::Closure { members, .. }) => members,
            _ => &[],
        }
    }

    fn mark_open(&self, closed: bool, path: &str) {
        if !closed {
            self.doubt(Doubt::Open(path.to_owned()));
        }
    }

    fn members_by_law(&self, term: TermId) -> Option<&Vec<SubjectId>> {
        match &self.world.dictionary.term(term).kind {
            TermKind::Collection { keyed_by: Some(set), .. } => self.world.closed.get(set),
            _ => None,
        }
    }

    /// Whether a closure holds on the as-of date.
    pub(super) fn closes(&self, id: FactId) -> bool {
        let Some(fact) = self.world.facts.get(id) else { return false };
        let Content::Closure { from, .. } = &fact.content else { return false };
        let begun = from.is_none_or(|from| from.last() <= self.world.as_of);
        self.states(id, fact) && begun
    }

    /// An element of a list or collection of which nothing is stated; `None` of any other term.
    pub(super) fn phantom_of(self: &Rc<Self>, term: TermId) -> Option<Dynamic> {
        match &self.world.dictionary.term(term).kind {
            TermKind::List(element) => Some(missing(Kind::of_type(element))),
            TermKind::Collection { entry, .. } => {
                let id = self.world.facts.find(&self.world.dictionary.term(*entry).path);
                Some(
                    id.map_or_else(
                        || missing(Kind::Shape(*entry)),
                        |id| Dynamic::from(Value::Fact(Rc::clone(self), id)),
                    ),
                )
            }
            _ => None,
        }
    }
}

/// Reads a named property.
pub(super) fn property(value: &Value, name: &str) -> Answer {
    match value {
        Value::Fact(run, id) => {
            let fact = run.world.facts.get(*id);
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
            let Some(fact) = run.world.facts.get(id) else { return Ok(missing(Kind::Any)) };
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
