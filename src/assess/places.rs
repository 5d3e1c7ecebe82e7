//! Places as readers see them.

use crate::model::assessment::At;
use crate::model::facts::{FactId, Facts};
use crate::model::place::{Place, Sources};

/// A place as it is shown: the path relative to its root, line, column.
pub(super) fn at(sources: &Sources, place: Place) -> At {
    At::of(sources, place)
}

/// The place of a fact, or the nearest place in the profile that would hold it.
pub(super) fn of_fact(sources: &Sources, facts: &Facts, id: FactId, profile: Place) -> At {
    at(sources, facts.nearest_place(id).unwrap_or(profile))
}
