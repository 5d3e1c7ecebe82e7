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

use super::attention::{Attention, Turned};
use super::budget::Budget;
use super::clock::Clock;
use super::sandbox::STEPS;
use super::subjects::ByLaw;
use super::value::{Item, Kind, List, Missing, Value, When, absent, happened, missing, number, when};
use super::view::View;

/// What all runs over one profile on one date have in common.
pub(super) struct World {
    pub(super) facts: Arc<Facts>,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) clock: Clock,
    /// Which members every set of the law has for this force and date.
    pub(super) by_law: BTreeMap<SetId, ByLaw>,
    /// The steps that the duties take.
    pub(super) budget: Budget,
    /// Of the duties judged so far: whether each is satisfied, has a gap, or cannot be told.
    pub(super) duties: RefCell<BTreeMap<DutyId, Option<bool>>>,
    /// What the duty in hand was made from, where it is an overlay's: its rule may mean other duties than it names.
    pub(super) overlaid: RefCell<Option<Arc<Overlaid>>>,
    /// What the duty in hand depends on.
    pub(super) attention: Attention,
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
    pub(super) world: Rc<World>,
    pub(super) view: View,
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

    /// What scripts see as the as-of date.
    pub(super) fn as_of(&self) -> Day {
        self.world.clock.scripts
    }

    /// Counts so many steps, callbacks included; whether the run and its duty are still within their bounds.
    pub(super) fn takes(&self, steps: u64) -> bool {
        self.operations.set(self.operations.get().saturating_add(steps));
        self.operations.get() <= STEPS && self.takes_of_duty(steps)
    }

    /// Counts so many steps of the duty that are not of this run.
    pub(super) fn takes_of_duty(&self, steps: u64) -> bool {
        let within = self.world.budget.takes(steps);
        if !within {
            // How many there were hangs on other duties.
            self.turns_unclear();
        }
        within
    }

    /// A node of the facts; whatever is made of it depends on it.
    pub(super) fn asks(&self, id: FactId) -> Option<&Fact> {
        self.world.attention.asks(id);
        self.world.facts.get(id)
    }

    pub(super) fn is_attended(&self) -> bool {
        self.world.attention.is_on()
    }

    /// The earliest day on which something of the duty turns, as far as is known.
    pub(super) fn limit(&self) -> Option<Day> {
        self.world.attention.limit()
    }

    /// Tells that a test comes out otherwise on that later day, and not before.
    pub(super) fn turns(&self, day: Day, cause: impl FnOnce() -> Turned) {
        self.world.attention.turns(day, cause);
    }

    /// Tells that anything may come out otherwise from tomorrow on.
    pub(super) fn turns_unclear(&self) {
        if let Some(tomorrow) = self.as_of().tomorrow() {
            self.turns(tomorrow, || Turned::Unclear);
        }
    }

    /// Whether a day that was planned for, by a fact if it is known which, has come.
    pub(super) fn has_come(&self, planned: Day, fact: Option<FactId>) -> bool {
        let come = self.as_of() >= planned;
        if !come {
            self.turns(planned, || Turned::Planned { fact, day: planned });
        }
        come
    }

    /// Whether a fact may be relied on yet.
    pub(super) fn is_of_its_time(&self, id: FactId, fact: &Fact) -> bool {
        let now = fact.is_of_its_time(self.world.clock.statements);
        if !now {
            let stated = fact.stated_on.last();
            self.turns(fact.since.map_or(stated, |since| since.last().min(stated)), || Turned::Stated(id));
        }
        now
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

    pub(super) fn note(&self, read: Read) {
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
        let Some(fact) = self.asks(id) else { return missing(Kind::Any) };
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
                    self.scalar(id, fact, scalar)
                } else {
                    missing(kind)
                }
            }
        }
    }

    /// Whether a list, or the closure that states it, is seen and of its time: one that is not is missing, and not an open list.
    fn sees(&self, id: FactId) -> bool {
        let Some(fact) = self.asks(id).filter(|_| self.view.shows(id)) else { return false };
        let now = self.is_of_its_time(id, fact);
        if !now {
            self.doubt(Doubt::StatedLater(fact.path.clone(), fact.stated_on));
        }
        now
    }

    /// Whether a node is stated, seen and of its time; the read is traced either way.
    pub(super) fn states(&self, id: FactId, fact: &Fact) -> bool {
        self.world.attention.asks(id);
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
        if self.is_of_its_time(id, fact) {
            return true;
        }
        self.doubt(Doubt::StatedLater(fact.path.clone(), fact.stated_on));
        false
    }

    fn scalar(&self, id: FactId, fact: &Fact, scalar: &Scalar) -> Dynamic {
        match scalar {
            Scalar::YesNo(yes) => Dynamic::from(*yes),
            Scalar::Number(value) => number(*value),
            Scalar::Text(text) => Dynamic::from(ImmutableString::from(&**text)),
            Scalar::Dates(dates) => {
                let is_event = matches!(
                    self.world.dictionary.term(fact.term).kind,
                    TermKind::Value(ValueType::Event) | TermKind::List(ValueType::Event)
                );
                when(if is_event { self.seen(happened(id, fact, *dates)) } else { When::stated(id, *dates) })
            }
        }
    }

    /// An event as the view shows it.
    fn seen(&self, event: When) -> When {
        let View::AsIfBy(day) = self.view else { return event };
        if event.planned.is_some() || event.dates.first() <= day {
            return event;
        }
        if event.dates.last() > self.as_of() {
            self.turns(event.dates.last(), || Turned::Compared { facts: event.origin.into_iter().collect() });
            return event;
        }
        When { dates: Dates::on(day), ..event }
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
        let fact = self.asks(id)?;
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
                let is_stated = |id: FactId| self.asks(id).is_some_and(|fact| fact.place.is_some());
                let items = entries
                    .iter()
                    .filter(|(key, id)| match (members, named) {
                        (Some(members), _) => members.iter().any(|member| member.as_str() == &***key),
                        // Not a key that another collection of the same set names.
                        (None, Some(named)) => named.contains(*key) || is_stated(**id),
                        (None, None) => self.asks(**id).is_some_and(|fact| self.states(**id, fact)),
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
        match self.asks(id).map(|fact| &fact.content) {
            Some(Content::Closure { members, .. }) => members,
            _ => &[],
        }
    }

    fn mark_open(&self, closed: bool, path: &str) {
        if !closed {
            self.doubt(Doubt::Open(path.to_owned()));
        }
    }

    fn members_by_law(&self, term: TermId) -> Option<&[SubjectId]> {
        match &self.world.dictionary.term(term).kind {
            TermKind::Collection { keyed_by: Some(set), .. } => self.closed_by_law(set),
            _ => None,
        }
    }

    /// The members of a set, if the law closes it for this force and date.
    pub(super) fn closed_by_law(&self, set: &SetId) -> Option<&[SubjectId]> {
        let by_law = self.world.by_law.get(set)?;
        if let Some(day) = by_law.turns {
            self.turns(day, || Turned::Set(set.clone()));
        }
        by_law.members.as_deref()
    }

    /// Whether a closure holds on the as-of date.
    pub(super) fn closes(&self, id: FactId) -> bool {
        let Some(fact) = self.asks(id) else { return false };
        let Content::Closure { from, .. } = &fact.content else { return false };
        if !self.states(id, fact) {
            return false;
        }
        match from.filter(|from| from.last() > self.as_of()) {
            None => true,
            Some(from) => {
                self.turns(from.last(), || Turned::Closure(id));
                false
            }
        }
    }

    /// An element of a list or collection of which nothing is stated; `None` of any other term.
    pub(super) fn phantom_of(self: &Rc<Self>, term: TermId) -> Option<Dynamic> {
        match &self.world.dictionary.term(term).kind {
            TermKind::List(element) => Some(missing(Kind::of_type(element))),
            TermKind::Collection { entry, .. } => {
                let id = self.world.facts.find(&self.world.dictionary.term(*entry).path);
                let id = id.inspect(|id| self.world.attention.asks(*id));
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
