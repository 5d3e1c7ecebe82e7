//! Which duties each count of an assessment is of. The counts are the assessment's; a test holds the two together.

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, RuleSetAssurance};
use crate::model::ids::InstrumentId;
use crate::model::words::Standing;

use super::super::view::is_not_judged;

/// A duty where it enters a roll-up, with where it stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    /// The duty.
    pub(super) duty: &'a DutyResult,
    /// Where it stands, if it was judged.
    pub(super) standing: Option<Standing>,
}

/// The three ways to roll duties up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// By duty-holder.
    Holder,
    /// By threat.
    Threat,
    /// By instrument.
    Instrument,
}

impl By {
    /// The heading of its column.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Holder => "Duty-holder",
            Self::Threat => "Threat",
            Self::Instrument => "Instrument",
        }
    }

    /// Its rows.
    pub(super) fn rows(self, set: &RuleSetAssurance) -> &[AssuranceRow] {
        match self {
            Self::Holder => &set.by_holder,
            Self::Threat => &set.by_threat,
            Self::Instrument => &set.by_instrument,
        }
    }
}

/// The duties that stand there, of those that are counted: not those of other bodies only, nor those that could not be read.
pub(super) fn standing(assessment: &Assessment, standing: Standing) -> Vec<&DutyResult> {
    pick(assessment, |duty| !duty.context && !is_not_judged(duty) && duty.standing == standing)
}

/// The duties for which that is so.
pub(super) fn pick(assessment: &Assessment, picks: impl Fn(&DutyResult) -> bool) -> Vec<&DutyResult> {
    assessment.duties.iter().filter(|duty| picks(duty)).collect()
}

/// The duties that enter a row of a rule set's assurance.
pub(super) fn of_row<'a>(
    assessment: &'a Assessment,
    set: &RuleSetAssurance,
    by: By,
    row: &AssuranceRow,
) -> Vec<Member<'a>> {
    let own = assessment.duties.iter().filter(|duty| duty.rule_set == set.rule_set && !duty.context);
    own.filter_map(|duty| {
        let enters = match by {
            By::Holder => duty.held_by.iter().any(|holder| holder.to_string() == row.id),
            By::Threat => is_about(duty, &row.id, assessment),
            By::Instrument => duty.source.instrument.as_ref().is_some_and(|instrument| instrument.as_str() == row.id),
        };
        let apart = duty.standing_by_threat.iter().find(|(threat, _)| by == By::Threat && threat.as_str() == row.id);
        let standing = apart.map_or(duty.standing, |(_, standing)| *standing);
        (enters || apart.is_some()).then_some(Member { duty, standing: (!is_not_judged(duty)).then_some(standing) })
    })
    .collect()
}

/// Whether a duty is about a threat. What could not be read of an edition of the SPR may be about any, unless it names its own.
fn is_about(duty: &DutyResult, threat: &str, assessment: &Assessment) -> bool {
    if !duty.threats.is_empty() || !is_not_judged(duty) {
        return duty.threats.iter().any(|other| other.as_str() == threat);
    }
    let edition =
        |id: &InstrumentId| assessment.instruments.iter().any(|one| one.id == *id && one.kind == "spr-edition");
    duty.source.instrument.as_ref().is_some_and(edition)
}
