//! One audit as far as a marking lets it be told: the assessment, its links, and what lies around it in time.
//!
//! Everything is asked of a case from which was taken out what is marked higher; what came of a duty that asks for that is withheld.

use std::collections::BTreeSet;

use crate::assess::{links_of, withhold};
use crate::audit::Told;
use crate::graph::Links;
use crate::model::assessment::Assessment;
use crate::model::brief::{Brief, DAYS_AHEAD, Since};
use crate::model::dates::{Period, Unit};
use crate::model::forecast::Forecast;
use crate::model::ids::DutyId;
use crate::model::words::{Marking, Verdict};

use super::actions::{Limit, actions_within};
use super::brief::{LEAVING, ahead, heaviest};
use super::forecast::forecast;
use super::inquiry::Inquiry;

/// The assessment, without the duties that ask for what is marked higher. `inquiry` is into the case that is told.
#[must_use]
pub fn assessment(inquiry: &Inquiry<'_>, told: &Told<'_>) -> Assessment {
    withhold(inquiry.assessment(), told.within(), inquiry.case().rules().law())
}

/// The links that such an assessment was drawn from, without places.
#[must_use]
pub fn links(inquiry: &Inquiry<'_>, told: &Told<'_>, assessment: &Assessment) -> Links {
    links_of(&assessment.duties, inquiry.case().rules().law(), &told.within().profile)
}

/// Draws up a brief of such an assessment. Of earlier audits it says nothing; with `to_do`, what to do first is looked for.
#[must_use]
pub fn brief(inquiry: &Inquiry<'_>, assessment: Assessment, to_do: bool) -> Brief {
    let (as_of, marking) = (assessment.as_of, assessment.marking);
    let until = as_of.plus(Period { count: DAYS_AHEAD, unit: Unit::Days }).unwrap_or(as_of);
    let told = assessment.duties.iter().filter(|duty| duty.verdict != Verdict::Withheld);
    let duties: BTreeSet<DutyId> = told.map(|duty| duty.id.clone()).collect();
    let limit = Limit { marking, duties: &duties };
    Brief {
        heaviest: heaviest(&assessment),
        ahead: ahead(&within(forecast(inquiry, until), &duties, marking)),
        since: Since::Withheld,
        history: Vec::new(),
        actions: to_do.then(|| actions_within(inquiry, &BTreeSet::from(LEAVING), &limit)),
        assessment,
    }
}

/// A forecast without what becomes of duties that are withheld, or would have to be then.
fn within(mut forecast: Forecast, duties: &BTreeSet<DutyId>, marking: Marking) -> Forecast {
    for turn in &mut forecast.dates {
        turn.changes.retain(|change| duties.contains(&change.duty) && change.marking <= marking);
    }
    forecast
}
