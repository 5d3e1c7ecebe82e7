//! How it is told what an overlay has made of the duties of another rule set.

use crate::model::assessment::{DutyResult, LeftOutInfo, TailoredFrom, TailoredValue};

use super::{code, in_brackets, place, word};

/// What a duty was made from: "`prevent.lead` of rule set sprcheck (`policies/prevent.yaml:7:3`)".
pub(crate) fn made_from(from: &TailoredFrom) -> String {
    format!("{} of rule set {}{}", code(&from.duty), from.rule_set, in_brackets(&place(&from.at)))
}

/// A value that is not the base's own, with who set it, why and where.
pub(crate) fn tailored(value: &TailoredValue) -> String {
    let name = value.name.as_ref().map_or_else(String::new, |name| format!(" {}", code(name)));
    let what = word(value.what);
    let told = match &value.was {
        Some(was) => format!("{what}{name}: {}, where the base has {was}", value.is),
        None => format!("{what}{name}: {}, which the base does not have", value.is),
    };
    let set_by = value.set_by.as_ref().map_or_else(String::new, |who| format!("; set by {who}"));
    let place = place(&value.at);
    let place = if place.is_empty() { place } else { format!("{place} of ") };
    format!("{told}{set_by}; because: {} ({place}rule set {})", value.because, value.rule_set)
}

/// A duty that an overlay leaves out, with why and where.
pub(crate) fn left_out(out: &LeftOutInfo) -> String {
    format!("left out: {}; because: {}{}", code(&out.duty), out.because, in_brackets(&place(&out.at)))
}

/// " (tailored)" where a duty has values that are not its base's own, to stand behind its binding and weight.
pub(crate) fn is_tailored(duty: &DutyResult) -> &'static str {
    let changed = duty.tailored.as_ref().is_some_and(|from| !from.changes.is_empty());
    if changed { " (tailored)" } else { "" }
}
