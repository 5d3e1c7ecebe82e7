//! Which way a duty goes.

use serde::Serialize;

use crate::model::words::{Standing, Verdict};

use super::State;

/// Which way a duty goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// It falls: from satisfied, departed or unproven to something below, from a gap to what cannot be told, or into an apparent breach.
    Falls,
    /// It comes to be due or in force, and is not satisfied then.
    Begins,
    /// It stands where it stood; something within it is otherwise.
    Within,
    /// It improves, by the passing of time alone.
    Improves,
    /// Anything else: it ceases to arise, begins and is satisfied, or turns out to be a gap after it could not be told.
    Other,
}

impl Course {
    /// Which way a duty goes that stood so and stands so from now on.
    #[must_use]
    pub fn of(from: &State, to: &State) -> Self {
        use Standing::{Departed, Gap, NotApplicable, NotYetDue, Satisfied, Unassessed, Unproven};
        if to.apparent_breach && !from.apparent_breach {
            return if arises(from.standing) { Self::Falls } else { Self::Begins };
        }
        match (from.standing, to.standing) {
            (a, b) if a == b => Self::Within,
            // What nobody can judge comes into force; it neither falls nor can anybody act on it.
            _ if matches!(to.verdict, Verdict::Unread | Verdict::Unpublished) => Self::Other,
            (NotApplicable | NotYetDue, Unproven | Gap | Unassessed) => Self::Begins,
            (NotApplicable | NotYetDue, _) | (_, NotApplicable | NotYetDue) | (Unassessed, Gap) => Self::Other,
            (Gap, Unassessed) => Self::Falls,
            (Satisfied, Departed | Unproven | Gap | Unassessed)
            | (Departed, Unproven | Gap | Unassessed)
            | (Unproven, Gap | Unassessed) => Self::Falls,
            _ => Self::Improves,
        }
    }

    /// Whether somebody has to act lest it comes so.
    #[must_use]
    pub fn is_lapse(self) -> bool {
        matches!(self, Self::Falls | Self::Begins)
    }

    /// The word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Falls => "falls",
            Self::Begins => "begins",
            Self::Within => "within",
            Self::Improves => "improves",
            Self::Other => "other",
        }
    }
}

fn arises(standing: Standing) -> bool {
    !matches!(standing, Standing::NotApplicable | Standing::NotYetDue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words::Verdict;

    fn state(standing: Standing) -> State {
        State { standing, verdict: Verdict::Met, support: None, apparent_breach: false, pairs: Vec::new() }
    }

    fn course(from: Standing, to: Standing) -> Course {
        Course::of(&state(from), &state(to))
    }

    #[test]
    fn whatever_is_good_falls_to_whatever_is_worse() {
        use Standing::{Departed, Gap, NotApplicable, NotYetDue, Satisfied, Unassessed, Unproven};
        let ladder = [Satisfied, Departed, Unproven, Gap, Unassessed];
        for (place, from) in ladder.iter().enumerate() {
            for to in ladder.iter().skip(place + 1) {
                assert_eq!(course(*from, *to), Course::Falls, "{from} to {to}");
                let back = if (*to, *from) == (Unassessed, Gap) { Course::Other } else { Course::Improves };
                assert_eq!(course(*to, *from), back, "{to} to {from}");
            }
            assert_eq!(course(*from, *from), Course::Within);
            for outside in [NotApplicable, NotYetDue] {
                assert_eq!(course(*from, outside), Course::Other, "{from} to {outside}");
                let good = matches!(from, Satisfied | Departed);
                let begins = if good { Course::Other } else { Course::Begins };
                assert_eq!(course(outside, *from), begins, "{outside} to {from}");
            }
        }
    }

    #[test]
    fn what_becomes_an_apparent_breach_falls_even_within_a_gap() {
        let breach = |standing| State { apparent_breach: true, ..state(standing) };
        assert_eq!(Course::of(&state(Standing::Gap), &breach(Standing::Gap)), Course::Falls);
        assert_eq!(Course::of(&state(Standing::NotYetDue), &breach(Standing::Gap)), Course::Begins);
        assert_eq!(Course::of(&breach(Standing::Gap), &breach(Standing::Gap)), Course::Within);
    }
}
