//! Chance that comes out the same on every machine and in every year: one multiplier, one seed.

/// A linear congruential generator, of which the high bits are used.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A number from `first` to `last`, both included.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        let wide = u64::try_from(last - first + 1).unwrap_or(1);
        first + i64::try_from(self.next() % wide).unwrap_or_default()
    }

    /// True so many times of a hundred.
    pub(crate) fn of_hundred(&mut self, times: i64) -> bool {
        self.between(0, 99) < times
    }

    /// A number below `count`; 0 where that is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let last = i64::try_from(count).unwrap_or(i64::MAX).saturating_sub(1).max(0);
        usize::try_from(self.between(0, last)).unwrap_or_default()
    }

    /// One of several; `None` of none.
    pub(crate) fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        several.get(self.below(several.len()))
    }
}
