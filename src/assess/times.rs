//! The days on which the parts of a question are asked: all the same, except while the causes of a change are replayed.

use std::collections::BTreeMap;

use crate::evaluate::Clock;
use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::{DepartureId, EvidenceId};

/// Something that ages by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ageing {
    /// A piece of evidence: dated, lapsed, withdrawn, superseded, due for review.
    Evidence(EvidenceId),
    /// A statement: how long it may be relied on.
    Fact(FactId),
    /// A departure: decided, expired.
    Departure(DepartureId),
}

/// The day of each part of a question.
#[derive(Clone, Debug)]
pub(crate) struct Times {
    /// What scripts see as the as-of date, when facts were stated, which law there is.
    pub(crate) clock: Clock,
    /// The day for whatever ages by itself.
    ageing: Day,
    /// What ages on another day.
    except: BTreeMap<Ageing, Day>,
}

impl Times {
    /// Everything on one day.
    pub(crate) fn on(day: Day) -> Self {
        Self { clock: Clock::on(day), ageing: day, except: BTreeMap::new() }
    }

    /// The same, with one thing on another day.
    pub(crate) fn but(mut self, what: Ageing, day: Day) -> Self {
        self.except.insert(what, day);
        self
    }

    pub(super) fn of_evidence(&self, id: &EvidenceId) -> Day {
        self.of(|| Ageing::Evidence(id.clone()))
    }

    pub(super) fn of_fact(&self, id: FactId) -> Day {
        self.of(|| Ageing::Fact(id))
    }

    pub(super) fn of_departure(&self, id: &DepartureId) -> Day {
        self.of(|| Ageing::Departure(id.clone()))
    }

    fn of(&self, what: impl FnOnce() -> Ageing) -> Day {
        if self.except.is_empty() {
            return self.ageing;
        }
        self.except.get(&what()).copied().unwrap_or(self.ageing)
    }
}
