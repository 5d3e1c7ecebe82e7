//! Which facts a run may see.

use std::fmt;
use std::rc::Rc;

use crate::model::dates::Day;
use crate::model::facts::FactId;

/// Which facts a run may see; all others read as missing.
#[derive(Clone, Debug)]
pub(crate) enum View {
    /// All of them.
    Everything,
    /// None of them.
    Nothing,
    /// Those of which the function says so.
    Only(Shows),
    /// All of them, and what happened after that day as if it had happened on it.
    AsIfBy(Day),
    /// All of them but every `none` that was stated on or before that day.
    WithoutNones(Day),
}

/// Says of a fact whether it is seen; asked only of what a run comes to, and always to give the same answer.
#[derive(Clone)]
pub(crate) struct Shows(Rc<dyn Fn(FactId) -> bool>);

impl View {
    /// Only those facts of which `shows` says so.
    pub(crate) fn only(shows: impl Fn(FactId) -> bool + 'static) -> Self {
        Self::Only(Shows(Rc::new(shows)))
    }

    pub(super) fn shows(&self, id: FactId) -> bool {
        match self {
            Self::Everything | Self::AsIfBy(_) | Self::WithoutNones(_) => true,
            Self::Nothing => false,
            Self::Only(shows) => (shows.0)(id),
        }
    }
}

impl fmt::Debug for Shows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shows(..)")
    }
}
