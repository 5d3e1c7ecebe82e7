//! How the law is told: who owes what, where it stands, how far that was checked, what the rule set put in.

use crate::model::assessment::{Assessment, DutyResult, InstrumentInfo, PairResult};
use crate::model::law::{InForce, LookBack, Parameter, ParameterValue, Source};
use crate::model::words::{Binding, Outcome, Verified};

use super::{code, holders};

/// What a binding means.
pub(crate) fn binding_means(binding: Binding) -> &'static str {
    match binding {
        Binding::Must => "a mandatory duty of statute; failing it may be an apparent breach",
        Binding::DueRegard => {
            "due regard is to be had: the decision-maker has to consider it with rigour, and may decide otherwise"
        }
        Binding::HaveRegard => {
            "regard is to be had: the decision-maker has to consider it, and may decide otherwise for good reason"
        }
        Binding::Expected => {
            "the source says that it should be done; it may be departed from for good reason, on record"
        }
        Binding::Standard => "one of a published set of standards; it may be departed from for good reason, on record",
        Binding::Recommendation => {
            "an inspectorate recommends it, or the rule set itself; it may be departed from for good reason, on record"
        }
    }
}

/// Who owes a duty, of those there are for this force; all of them where there is none.
pub(crate) fn owed_by(duty: &DutyResult) -> String {
    if duty.held_by.is_empty() { holders(&duty.owed_by) } else { holders(&duty.held_by) }
}

/// Where a duty stands in the law: instrument and paragraph.
pub(crate) fn law(source: &Source, assessment: &Assessment) -> String {
    let title = source.instrument.as_ref().map(|id| {
        let known = assessment.instruments.iter().find(|instrument| instrument.id == *id);
        known.map_or_else(|| id.to_string(), |instrument| instrument.title.clone())
    });
    [title, source.at.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How far a source was checked: "source not verified", "read in the instrument itself, checked 2026-11-24".
pub(crate) fn verified(source: &Source) -> String {
    let checked = source.checked.map_or_else(String::new, |day| format!(", checked {day}"));
    match (source.verified, &source.read_in) {
        (Verified::Primary, _) => format!("read in the instrument itself{checked}"),
        (Verified::Secondary, Some(text)) => format!("known from a text that restates it, {}{checked}", code(text)),
        (Verified::Secondary, None) => format!("known from a text that restates it{checked}"),
        (Verified::Unverified, _) => format!("source not verified{checked}"),
    }
}

/// "; source not verified" where that is so, to stand behind a duty wherever it is named.
pub(crate) fn unverified(duty: &DutyResult) -> &'static str {
    if duty.source.verified == Verified::Unverified { "; source not verified" } else { "" }
}

/// Between which dates something is law: "from 2015-03 until 2023-02-19"; empty where no end is given.
pub(crate) fn in_force(dates: InForce) -> String {
    let from = dates.from.map(|from| format!("from {from}"));
    let until = dates.until.map(|until| format!("until {until}"));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// An instrument with its dates, and that its source is not verified where that is so.
pub(crate) fn instrument(instrument: &InstrumentInfo) -> String {
    let dates = in_force(instrument.in_force);
    let dates = if dates.is_empty() { String::new() } else { format!(", in force {dates}") };
    let unverified = if instrument.source.verified == Verified::Unverified { "; source not verified" } else { "" };
    format!("{}{dates}{unverified}", instrument.title)
}

/// A threshold as the rule set's own, with its reason.
pub(crate) fn parameter(name: &str, parameter: &Parameter) -> String {
    format!("{}: {}", bar(name, parameter), parameter.because)
}

/// A threshold as the rule set's own.
pub(crate) fn bar(name: &str, parameter: &Parameter) -> String {
    let value = match &parameter.value {
        ParameterValue::Whole(number) => number.to_string(),
        ParameterValue::Period(period) => period.to_string(),
        ParameterValue::Text(text) => text.clone(),
    };
    format!("{} = {value}, set by {}, not by the source", code(name), parameter.set_by)
}

/// A look-back as the rule set's own.
pub(crate) fn look_back(look_back: &LookBack) -> String {
    format!(
        "deadlines of the last {} count, set by {}, not by the source: {}",
        look_back.period, look_back.set_by, look_back.because
    )
}

/// By when: the last day that the source gives, or that it gives none.
pub(crate) fn due(pair: &PairResult) -> String {
    match (pair.due, pair.outcome) {
        (Some(day), Outcome::NotMet) => format!("{day}, which has passed"),
        (Some(day), _) => day.to_string(),
        (None, _) => "no date in the source".to_owned(),
    }
}

/// What is to be done.
pub(crate) fn remedy(text: &str) -> String {
    match text.strip_prefix("none:") {
        Some(rest) => format!("nothing can close it any more;{rest}"),
        None => text.to_owned(),
    }
}
