//! On which day a profile is judged, for each of the things that look at the date.

use crate::model::dates::Day;

/// The days on which rules are put to a profile: all the same, unless the causes of a change are to be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What scripts see as the as-of date; deadlines, look-backs, planned dates and the beginning of closures go by it.
    pub scripts: Day,
    /// The day by which a fact must have been stated.
    pub statements: Day,
    /// The day that decides which sets are closed, and whether a duty reaches the force.
    pub law: Day,
}

impl Clock {
    /// Everything on one day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { scripts: day, statements: day, law: day }
    }
}
