//! The search for a smallest set: everything is left out that can be, in a stable order, halves first.

/// The most trials for one set; at least every single thing of a thousand can be tried.
const TRIALS: usize = 4_000;

/// What is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shrunk {
    /// Which are kept.
    pub(super) keep: Vec<bool>,
    /// Whether none of them can be left out; if not, the search was cut short, or all together do not do.
    pub(super) smallest: bool,
}

struct Search<'t> {
    keep: Vec<bool>,
    does: &'t mut dyn FnMut(&[bool]) -> bool,
    left: usize,
}

/// Leaves out of so many things all that can be left out, as long as what is kept `does`; the first are tried first.
///
/// Keeps everything if not even that does.
pub(super) fn shrink(count: usize, does: &mut dyn FnMut(&[bool]) -> bool) -> Shrunk {
    let keep = vec![true; count];
    if !does(&keep) {
        return Shrunk { keep, smallest: false };
    }
    let mut search = Search { keep, does, left: TRIALS };
    search.leave_out(0, count);
    // What could not be left out at first may be once something after it is gone.
    while search.pass() {}
    Shrunk { smallest: search.left > 0, keep: search.keep }
}

impl Search<'_> {
    /// Leaves out what can be of a stretch: all of it, or of each half what can be.
    fn leave_out(&mut self, from: usize, until: usize) {
        if from >= until || self.without(from, until) || until - from == 1 {
            return;
        }
        let middle = from + (until - from) / 2;
        self.leave_out(from, middle);
        self.leave_out(middle, until);
    }

    /// Tries each that is kept once more; whether one could be left out.
    fn pass(&mut self) -> bool {
        let mut fewer = false;
        for index in 0..self.keep.len() {
            if self.keep.get(index) == Some(&true) {
                fewer |= self.without(index, index + 1);
            }
        }
        fewer && self.left > 0
    }

    /// Leaves out a stretch if what is left does.
    fn without(&mut self, from: usize, until: usize) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let mut fewer = self.keep.clone();
        if let Some(stretch) = fewer.get_mut(from..until) {
            stretch.fill(false);
        }
        let does = (self.does)(&fewer);
        if does {
            self.keep = fewer;
        }
        does
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(count: usize, mut does: impl FnMut(&[bool]) -> bool) -> (Vec<usize>, bool) {
        let shrunk = shrink(count, &mut does);
        let kept = shrunk.keep.iter().enumerate().filter(|(_, keep)| **keep).map(|(index, _)| index).collect();
        (kept, shrunk.smallest)
    }

    #[test]
    fn only_what_is_needed_is_kept() {
        assert_eq!(kept(9, |keep| keep[2] && keep[7]), (vec![2, 7], true));
        assert_eq!(kept(3, |_| true), (vec![], true));
        assert_eq!(kept(0, |_| true), (vec![], true));
    }

    #[test]
    fn of_two_that_would_do_the_later_is_kept() {
        assert_eq!(kept(8, |keep| keep[1] || keep[5]), (vec![5], true));
    }

    #[test]
    fn what_can_only_be_left_out_after_another_is_left_out_too() {
        // The first is needed only as long as the last is there.
        assert_eq!(kept(4, |keep| keep[1] && (keep[0] || !keep[3])), (vec![1], true));
    }

    #[test]
    fn if_all_together_do_not_do_all_are_kept() {
        assert_eq!(kept(3, |_| false), (vec![0, 1, 2], false));
    }

    #[test]
    fn many_are_left_out_in_few_trials_and_too_many_needed_are_told() {
        let mut trials = 0;
        let (found, smallest) = kept(10_000, |keep| {
            trials += 1;
            keep[1_234] && keep[9_000]
        });
        assert_eq!((found, smallest), (vec![1_234, 9_000], true));
        assert!(trials < 100, "{trials}");
        let (found, smallest) = kept(5_000, |keep| keep.iter().all(|keep| *keep));
        assert_eq!((found.len(), smallest), (5_000, false));
    }
}
