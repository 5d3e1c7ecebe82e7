//! An assessment with what lies around it in time: what lapses next, what moved since the last recorded audit, what to do first.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Assessment, DutyResult};
use crate::model::brief::{Ahead, Brief, DAYS_AHEAD, Falls, HEAVIEST, Lapse, Recorded};
use crate::model::dates::{Day, Period, Unit};
use crate::model::forecast::{Cause, Forecast};
use crate::model::ids::DutyId;
use crate::model::words::Standing;

use super::actions::actions;
use super::forecast::forecast;
use super::history::{since, told_beside};
use super::inquiry::Inquiry;

/// What is left by what is to be done first.
pub(super) const LEAVING: [Standing; 3] = [Standing::Gap, Standing::Unproven, Standing::Unassessed];

/// Draws up a brief. `history` is every recorded audit, earliest first; with `to_do`, what to do first is looked for, which takes longest.
#[must_use]
pub fn brief(inquiry: &Inquiry<'_>, history: Vec<Recorded>, to_do: bool) -> Brief {
    let assessment = inquiry.assessment().clone();
    let as_of = assessment.as_of;
    let until = as_of.plus(Period { count: DAYS_AHEAD, unit: Unit::Days }).unwrap_or(as_of);
    Brief {
        heaviest: heaviest(&assessment),
        ahead: ahead(&forecast(inquiry, until)),
        since: since(&history, &assessment),
        history: told_beside(history, &assessment),
        actions: to_do.then(|| actions(inquiry, &BTreeSet::from(LEAVING), None)),
        assessment,
    }
}

/// The duties with the gaps that weigh most: what is an apparent breach first, then by weight, then by how strongly it binds.
#[must_use]
pub fn heaviest(assessment: &Assessment) -> Vec<DutyId> {
    let is_root = |duty: &&DutyResult| duty.standing == Standing::Gap && !duty.context && duty.follows_from.is_empty();
    let mut gaps: Vec<&DutyResult> = assessment.duties.iter().filter(is_root).collect();
    gaps.sort_by_key(|duty| {
        (!duty.apparent_breach, std::cmp::Reverse(duty.weight.value), duty.binding, duty.id.clone())
    });
    gaps.into_iter().take(HEAVIEST).map(|duty| duty.id.clone()).collect()
}

/// What lapses in a forecast: what makes a duty fall or begin unsatisfied, and evidence that ceases to count though no duty rests on it
/// alone.
#[must_use]
pub fn ahead(forecast: &Forecast) -> Ahead {
    let titles: BTreeMap<&DutyId, &str> = forecast.duties.iter().map(|duty| (&duty.id, duty.title.as_str())).collect();
    let mut found: BTreeMap<(Day, &Cause), Vec<Falls>> = BTreeMap::new();
    for turn in &forecast.dates {
        for change in turn.changes.iter().filter(|change| change.course.is_lapse()) {
            let falls = Falls {
                id: change.duty.clone(),
                title: titles.get(&change.duty).map_or_else(|| change.duty.to_string(), |title| (*title).to_owned()),
                from: change.from.standing,
                to: change.to.standing,
            };
            for cause in &change.causes {
                found.entry((turn.date, cause)).or_default().push(falls.clone());
            }
        }
        for moved in turn.evidence.iter().filter(|moved| moved.was_current && !moved.is_current) {
            found.entry((turn.date, &moved.cause)).or_default();
        }
    }
    let lapses = found.into_iter().map(|((date, cause), duties)| Lapse { date, cause: cause.clone(), duties });
    Ahead { until: forecast.until, lapses: lapses.collect() }
}
