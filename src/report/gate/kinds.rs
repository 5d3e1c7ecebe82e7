//! What the gate can find: the id, the name and the help of each kind. The help is the section of `docs/ci.md` under its id.

use crate::model::gate::FindingKind as Kind;
use crate::report::sarif::Level;

/// The page that explains every kind.
const PAGE: &str = include_str!("../../../docs/ci.md");

/// Every kind, in the order in which the page explains them.
pub(super) const ALL: &[Kind] = &[
    Kind::NewBreach,
    Kind::Worse,
    Kind::Revealed,
    Kind::FurtherNotMet,
    Kind::Standing,
    Kind::Better,
    Kind::Changed,
    Kind::DepartureAdded,
    Kind::DepartureChanged,
    Kind::DepartureRemoved,
    Kind::DepartureLapsed,
    Kind::EvidenceRemoved,
    Kind::EvidenceLapsed,
    Kind::RuleChanged,
    Kind::SectionChanged,
    Kind::TextChanged,
    Kind::ReviewRemoved,
    Kind::SelfAccepted,
    Kind::ThreatNotMentioned,
    Kind::BaselineUnmatched,
    Kind::BaselineEnded,
    Kind::Erred,
];

/// The id of a kind, as it stands in every format.
pub(super) fn id(kind: Kind) -> &'static str {
    told(kind).0
}

/// What a reader calls it.
pub(super) fn name(kind: Kind) -> &'static str {
    told(kind).1
}

/// How much it matters where it fails nothing.
pub(super) fn level(kind: Kind) -> Level {
    told(kind).2
}

fn told(kind: Kind) -> (&'static str, &'static str, Level) {
    use Level::{Error, Note, Warning};
    match kind {
        Kind::NewBreach => ("new-breach", "New apparent breach", Error),
        Kind::Worse => ("worse", "A duty got worse", Error),
        Kind::Revealed => ("revealed", "A gap shows", Warning),
        Kind::FurtherNotMet => ("further-not-met", "Further not met in a gap", Warning),
        Kind::Standing => ("standing", "Still open", Warning),
        Kind::Better => ("better", "A duty got better", Note),
        Kind::Changed => ("changed", "Otherwise within a duty", Note),
        Kind::DepartureAdded => ("departure-added", "A departure appeared", Warning),
        Kind::DepartureChanged => ("departure-changed", "A departure was changed", Warning),
        Kind::DepartureRemoved => ("departure-removed", "A departure was taken out", Warning),
        Kind::DepartureLapsed => ("departure-lapsed", "A departure lapsed", Warning),
        Kind::EvidenceRemoved => ("evidence-removed", "Evidence was taken out", Warning),
        Kind::EvidenceLapsed => ("evidence-lapsed", "Evidence lapsed", Warning),
        Kind::RuleChanged => ("rule-changed", "A rule was changed", Warning),
        Kind::SectionChanged => ("section-changed", "A cited section was changed", Warning),
        Kind::TextChanged => ("text-changed", "A cited text was changed", Note),
        Kind::ReviewRemoved => ("review-removed", "Reviews were taken out", Warning),
        Kind::SelfAccepted => ("self-accepted", "A review of its own revision", Warning),
        Kind::ThreatNotMentioned => ("threat-not-mentioned", "A threat is not mentioned", Warning),
        Kind::BaselineUnmatched => ("baseline-unmatched", "The baseline accepts what is not there", Error),
        Kind::BaselineEnded => ("baseline-ended", "An acceptance has ended", Error),
        Kind::Erred => ("erred", "A rule erred", Error),
    }
}

/// What a reader may want to know of a kind, as Markdown.
pub(super) fn help(kind: Kind) -> String {
    section(id(kind)).unwrap_or_else(|| name(kind)).to_owned()
}

/// What the page says under the heading of an id.
fn section(id: &str) -> Option<&'static str> {
    let heading = format!("\n### {id}\n");
    let (_, after) = PAGE.split_once(&heading)?;
    let end = after.find("\n#").unwrap_or(after.len());
    after.get(..end).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_an_id_a_name_and_a_section_of_the_page() {
        for kind in ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), id(*kind));
            let section = section(id(*kind)).unwrap_or_else(|| panic!("docs/ci.md has no section `{}`", id(*kind)));
            assert!(section.len() > 80, "docs/ci.md says too little of `{}`", id(*kind));
        }
        let mut ids: Vec<&str> = ALL.iter().map(|kind| id(*kind)).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }
}
