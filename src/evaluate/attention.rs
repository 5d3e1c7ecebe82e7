//! What the runs of a duty asked for, and the first later day on which one of their tests could come out otherwise.
//!
//! Kept apart from the trace: the trace says what an outcome is shown to rest on, this says all that it depended on. Every read of a node
//! in `run` and `subjects` is told here, seen or not, stated or not; so is every test on the date, by whoever makes it.
//!
//! INVARIANT: what changes only facts that were not asked for changes no pair; what is judged on a day before the turn comes out the same.
//! The one thing that is not told is the budget of steps, as long as it is not used up: what other duties have left of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::{DutyId, InstrumentId, RequirementId, SetId, SubjectId};

/// All that the outcome of a duty depended on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dependence {
    /// The facts that a run asked for, in any view; sorted.
    pub(crate) facts: Vec<FactId>,
    /// The duties of which a run asked whether they are met; sorted.
    pub(crate) duties: Vec<DutyId>,
    /// The next day on which something may come out otherwise by the passing of time alone; `None` if nothing ever does.
    pub(crate) turn: Option<Turn>,
}

/// A day on which something may come out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The first day on which a test on the date comes out otherwise.
    pub(crate) day: Day,
    /// Which tests do; sorted, each once, at least one.
    pub(crate) causes: Vec<Turned>,
}

/// A test that comes out otherwise on a later day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turned {
    /// A deadline has passed; `last` was its last day.
    Deadline { requirement: RequirementId, subject: Option<SubjectId>, last: Day },
    /// A deadline that has passed now lies before the look-back: the pair is history.
    LookBack { requirement: RequirementId, subject: Option<SubjectId> },
    /// A planned day has come, and nobody said that it happened.
    Planned { fact: Option<FactId>, day: Day },
    /// A fact begins to count: the day on which it was stated, or since when it has been so, has come.
    Stated(FactId),
    /// A date that follows from the as-of date compares otherwise with these facts; with none if it is compared with a date of the law.
    Compared { facts: Vec<FactId> },
    /// The duty itself begins or ceases to be in force.
    DutyInForce,
    /// Its instrument does.
    InstrumentInForce(InstrumentId),
    /// The force begins or ceases to have somebody who owes the duty.
    Holders,
    /// The law closes the set with other members.
    Set(SetId),
    /// A closure of the profile begins, or reaches back to the start of a look-back.
    Closure(FactId),
    /// The as-of date went where it cannot be followed: anything may come out otherwise, from the next day on.
    Unclear,
}

/// Collects what is asked for, from the first call of [`Self::begin`] on.
#[derive(Default)]
pub(super) struct Attention {
    is_on: Cell<bool>,
    /// Whether each fact was asked for, by [`FactId::index`].
    asked: RefCell<Vec<bool>>,
    facts: RefCell<Vec<FactId>>,
    duties: RefCell<BTreeSet<DutyId>>,
    turn: RefCell<Option<(Day, BTreeSet<Turned>)>>,
    /// The duty of which it was told when its scope turns: that is the same for each of its runs.
    scoped: RefCell<Option<DutyId>>,
}

impl Attention {
    /// Forgets what was collected, and collects from now on.
    pub(super) fn begin(&self, facts: usize) {
        self.is_on.set(true);
        let mut asked = self.asked.borrow_mut();
        asked.resize(facts, false);
        for id in self.facts.borrow_mut().drain(..) {
            if let Some(asked) = asked.get_mut(id.index()) {
                *asked = false;
            }
        }
        self.duties.borrow_mut().clear();
        *self.turn.borrow_mut() = None;
        *self.scoped.borrow_mut() = None;
    }

    /// What was collected since.
    pub(super) fn collected(&self) -> Dependence {
        let mut facts = self.facts.borrow().clone();
        facts.sort();
        let turn = self.turn.borrow();
        let turn = turn.as_ref().map(|(day, causes)| Turn { day: *day, causes: causes.iter().cloned().collect() });
        Dependence { facts, duties: self.duties.borrow().iter().cloned().collect(), turn }
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on.get()
    }

    pub(super) fn asks(&self, id: FactId) {
        if !self.is_on.get() {
            return;
        }
        if let Some(asked @ false) = self.asked.borrow_mut().get_mut(id.index()) {
            *asked = true;
            self.facts.borrow_mut().push(id);
        }
    }

    pub(super) fn asks_duty(&self, id: &str) {
        if self.is_on.get() && !self.duties.borrow().contains(id) {
            self.duties.borrow_mut().insert(DutyId::from(id));
        }
    }

    /// Whether nobody asked yet when the scope of that duty turns.
    pub(super) fn asks_scope(&self, duty: &DutyId) -> bool {
        let is_new = self.is_on.get() && self.scoped.borrow().as_ref() != Some(duty);
        if is_new {
            *self.scoped.borrow_mut() = Some(duty.clone());
        }
        is_new
    }

    /// The earliest turn so far: what turns only later need not be told.
    pub(super) fn limit(&self) -> Option<Day> {
        self.turn.borrow().as_ref().map(|(day, _)| *day)
    }

    /// Tells that a test comes out otherwise on a later day, and not before.
    pub(super) fn turns(&self, day: Day, cause: impl FnOnce() -> Turned) {
        if !self.is_on.get() {
            return;
        }
        let mut turn = self.turn.borrow_mut();
        match &mut *turn {
            Some((first, _)) if *first < day => {}
            Some((first, causes)) if *first == day => {
                causes.insert(cause());
            }
            other => *other = Some((day, BTreeSet::from([cause()]))),
        }
    }
}
