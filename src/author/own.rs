//! What of a duty its rule set has written itself: all of it, or, where an overlay has taken it over, what the overlay sets and adds.

use std::collections::BTreeMap;

use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Script};
use crate::model::overlay::{Tailored, What};

/// One of the scripts that judge a duty.
pub(super) struct Part<'d> {
    pub(super) script: &'d Script,
    /// The requirement that it judges alone; `None` for the rule of the duty itself.
    pub(super) added: Option<&'d RequirementId>,
    /// Whether the rule set of the duty wrote it.
    pub(super) is_own: bool,
}

/// The scripts that judge a duty: its rule, and one for each requirement that an overlay has added.
pub(super) fn scripts(duty: &Duty) -> Vec<Part<'_>> {
    let is_own = duty.overlaid.is_none();
    let rule = duty.script.iter().map(|script| Part { script, added: None, is_own });
    let added = duty.overlaid.iter().flat_map(|overlaid| &overlaid.additions).map(|(id, script)| {
        let is_own = sets(duty, &What::Requirement(id.clone()));
        Part { script, added: Some(id), is_own }
    });
    rule.chain(added).collect()
}

/// What the overlay of the duty's own rule set has set, in the order of its kinds.
pub(super) fn changes(duty: &Duty) -> impl Iterator<Item = &Tailored> {
    let changes = duty.overlaid.iter().flat_map(|overlaid| &overlaid.changes);
    changes.filter(|change| change.by == duty.rule_set)
}

/// Whether a part of a duty was written by its own rule set.
pub(super) fn sets(duty: &Duty, what: &What) -> bool {
    duty.overlaid.is_none() || changes(duty).any(|change| change.what == *what)
}

/// The parameters of the base to which the overlay gives another value.
pub(super) fn tailored_parameters(duty: &Duty) -> BTreeMap<&str, &Tailored> {
    let named = changes(duty).filter_map(|change| match &change.what {
        What::Parameter(name) => Some((name.as_str(), change)),
        _ => None,
    });
    named.collect()
}

/// Whether the cases of the base do not try all that the duty judges.
pub(super) fn needs_cases(duty: &Duty) -> bool {
    duty.overlaid.is_none() || !tailored_parameters(duty).is_empty() || scripts(duty).iter().any(|part| part.is_own)
}

/// The keys that lead to a requirement in the policy or the overlay.
pub(super) fn keys_of_requirement<'d>(duty: &'d Duty, requirement: &'d RequirementId) -> Vec<&'d str> {
    match &duty.overlaid {
        None => vec!["duties", duty.id.as_str(), "requirements", requirement.as_str()],
        Some(base) => vec!["duties", base.duty.as_str(), "adds", "requirements", requirement.as_str()],
    }
}
