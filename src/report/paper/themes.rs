//! The themes of a rule set: what concerns every national threat, each threat, the law that names none, the rule set's own checks.

use std::collections::BTreeSet;

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult};
use crate::model::ids::SubjectId;

use super::super::view::View;

/// A theme with the duties that are told under it; each duty that the force owes stands under one.
pub(crate) struct Theme<'a> {
    /// What it is about.
    pub(crate) about: About<'a>,
    /// Its duties, in the order of the report.
    pub(crate) duties: Vec<&'a DutyResult>,
}

/// What a theme is about.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// Every national threat, or several.
    AllThreats,
    /// One threat, by its roll-up.
    Threat(&'a AssuranceRow),
    /// Statutory and other duties that name no threat.
    NoThreat,
    /// What the rule set checks and no law or published standard asks for.
    OwnChecks,
}

impl About<'_> {
    /// Its heading.
    pub(crate) fn heading(self) -> String {
        match self {
            Self::AllThreats => "All national threats".to_owned(),
            Self::Threat(row) => capital(&row.title),
            Self::NoThreat => "Statutory duties, governance and publication".to_owned(),
            Self::OwnChecks => "Figures and statements in the force's documents".to_owned(),
        }
    }
}

/// The themes that have a duty or a roll-up, in the order in which they are told.
pub(crate) fn themes<'a>(view: View<'a>) -> Vec<Theme<'a>> {
    let rows = threats(view.assessment);
    let own = own_checks(view.assessment);
    let duties: Vec<&DutyResult> = view.duties().into_iter().filter(|duty| !duty.context).collect();
    let of = |about: About<'a>| {
        let is_of = |duty: &&&DutyResult| match (about, place(duty, &own)) {
            (About::Threat(row), Place::Threat(threat)) => row.id == threat.as_str(),
            (About::AllThreats, Place::Threats) => true,
            // A threat without a roll-up is told with what concerns several.
            (About::AllThreats, Place::Threat(threat)) => !rows.iter().any(|row| row.id == threat.as_str()),
            (About::NoThreat, Place::NoThreat) | (About::OwnChecks, Place::OwnChecks) => true,
            _ => false,
        };
        Theme { about, duties: duties.iter().filter(is_of).copied().collect() }
    };
    let mut themes = vec![of(About::AllThreats)];
    themes.extend(rows.iter().map(|row| of(About::Threat(row))));
    themes.extend([of(About::NoThreat), of(About::OwnChecks)]);
    themes.retain(|theme| matches!(theme.about, About::Threat(_)) || !theme.duties.is_empty());
    themes
}

enum Place<'d> {
    Threats,
    Threat(&'d SubjectId),
    NoThreat,
    OwnChecks,
}

fn place<'d>(duty: &'d DutyResult, own: &BTreeSet<(&str, &str)>) -> Place<'d> {
    let instrument = duty.source.instrument.as_ref().map_or("", |instrument| instrument.as_str());
    match duty.threats.as_slice() {
        [] if own.contains(&(duty.rule_set.as_str(), instrument)) => Place::OwnChecks,
        [] => Place::NoThreat,
        [one] => Place::Threat(one),
        _ => Place::Threats,
    }
}

/// The instruments that are a rule set's own checks.
fn own_checks(assessment: &Assessment) -> BTreeSet<(&str, &str)> {
    let own = assessment.instruments.iter().filter(|one| one.kind == "own-checks");
    own.map(|one| (one.rule_set.as_str(), one.id.as_str())).collect()
}

/// The roll-ups by threat, the first of each threat: that of the first rule set that has one.
pub(crate) fn threats(assessment: &Assessment) -> Vec<&AssuranceRow> {
    let mut rows: Vec<&AssuranceRow> = Vec::new();
    for row in assessment.assurance.iter().flat_map(|set| &set.by_threat) {
        if !rows.iter().any(|other| other.id == row.id) {
            rows.push(row);
        }
    }
    rows
}

/// A text that begins with a capital, and without an article.
pub(crate) fn capital(text: &str) -> String {
    let text = super::super::phrases::bare(text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
