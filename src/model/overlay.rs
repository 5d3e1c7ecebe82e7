//! What a rule set that extends others takes from them, and how it tailors that. A base is never edited: what is tailored is a duty
//! of the overlay's own, which says what it was made from.

use std::collections::BTreeMap;

use super::ids::{DutyId, RequirementId, RuleSetName};
use super::law::Script;
use super::place::Place;

/// A rule set that another extends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extends {
    /// The base.
    pub rule_set: RuleSetName,
    /// Where the extension is stated.
    pub place: Place,
}

/// A duty of a base that an overlay leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The duty, by its id in the base.
    pub duty: DutyId,
    /// Why.
    pub because: String,
    /// Where that is stated.
    pub place: Place,
}

/// What a duty of an overlay was made from, and what is other about it.
#[derive(Clone, Debug)]
pub struct Overlaid {
    /// The duty of the base.
    pub duty: DutyId,
    /// The base.
    pub rule_set: RuleSetName,
    /// Where the base states the duty.
    pub place: Place,
    /// What is other than in the base, in the order weight, binding, parameters, requirements.
    pub changes: Vec<Tailored>,
    /// The requirements that the overlay adds, each with the script that judges it.
    pub additions: BTreeMap<RequirementId, Script>,
    /// Which duty the rule means here by the name of one of the base's: the overlay's own, where it has taken that one over.
    pub names: BTreeMap<DutyId, DutyId>,
}

/// One thing about a duty that an overlay has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tailored {
    /// What it is.
    pub what: What,
    /// What it was in the base, as text; `None` where the base has no such thing.
    pub was: Option<String>,
    /// What it is now, as text.
    pub is: String,
    /// Who set it, where that is told.
    pub set_by: Option<String>,
    /// Why.
    pub because: String,
    /// The rule set whose overlay says so.
    pub by: RuleSetName,
    /// Where it does.
    pub place: Place,
}

/// What of a duty an overlay may set or add.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// How much a gap weighs.
    Weight,
    /// How strongly it binds.
    Binding,
    /// The value of a threshold.
    Parameter(String),
    /// A threshold that the base does not have, for the requirements that are added.
    AddedParameter(String),
    /// A requirement that the base does not have.
    Requirement(RequirementId),
}

impl What {
    /// The kind of thing, as reports and JSON spell it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Binding => "binding",
            Self::Parameter(_) => "parameter",
            Self::AddedParameter(_) => "added-parameter",
            Self::Requirement(_) => "requirement",
        }
    }

    /// The name of a parameter or requirement.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Weight | Self::Binding => None,
            Self::Parameter(name) | Self::AddedParameter(name) => Some(name),
            Self::Requirement(id) => Some(id.as_str()),
        }
    }
}

impl Overlaid {
    /// Whether the overlay has made the duty bind otherwise than the base says.
    #[must_use]
    pub fn binds_otherwise(&self) -> bool {
        self.changes.iter().any(|change| change.what == What::Binding)
    }
}
