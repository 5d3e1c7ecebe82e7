//! Where generators take their choices from: a tape that proptest shrinks, or a seed where a tape would have to be very long.

/// A source of choices. A tape that has run out answers nought, which every generator takes for its simplest choice.
pub(crate) enum Chance<'t> {
    /// Choices as proptest made them.
    Tape(std::slice::Iter<'t, u32>),
    /// Choices that follow from a number.
    Seed(u64),
}

impl<'t> Chance<'t> {
    pub(crate) fn tape(choices: &'t [u32]) -> Self {
        Self::Tape(choices.iter())
    }

    pub(crate) fn seed(seed: u64) -> Chance<'static> {
        Chance::Seed(seed)
    }

    fn next(&mut self) -> u32 {
        match self {
            Self::Tape(choices) => choices.next().copied().unwrap_or(0),
            Self::Seed(state) => {
                // SplitMix64.
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                ((mixed ^ (mixed >> 31)) >> 32) as u32
            }
        }
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound < 2 { 0 } else { self.next() as usize % bound }
    }

    /// Whether something happens that happens so many times in a hundred; nought is no.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        percent > 0 && self.below(100) >= 100 - percent.min(100)
    }

    /// One of these; the first is the simplest.
    pub(crate) fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    /// Puts a sequence into some order.
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = last - self.below(last + 1);
            values.swap(last, other);
        }
    }
}
