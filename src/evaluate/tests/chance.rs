//! Chance that is the same in every run.

use crate::model::dates::{Day, Period, Unit};

pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from nought up to, not including, `below`.
    pub(super) fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }

    /// A day after `from` and before `until`, if there is one.
    pub(super) fn between(&mut self, from: Day, until: Day) -> Option<Day> {
        let days = u64::try_from(from.days_until(until)).ok().filter(|days| *days > 1)?;
        let count = i64::try_from(1 + self.below(days - 1)).ok()?;
        from.plus(Period { count, unit: Unit::Days })
    }
}
