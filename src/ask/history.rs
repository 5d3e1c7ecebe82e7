//! How standing moved between audits: by what was recorded of each, not by judging again. Why it moved is what `diff` tells.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::load::history::in_scope;
use crate::model::assessment::Assessment;
use crate::model::brief::{Moved, Moves, Recorded, Since, Stood, Way};
use crate::model::diff::{self, Direction};
use crate::model::history::{Step, TREND_SCHEMA_VERSION, Trend};
use crate::model::ids::DutyId;
use crate::model::words::Standing;

/// What of a history may be told beside an assessment: nothing beside a partial one, and no record of a higher marking.
#[must_use]
pub fn told_beside(history: Vec<Recorded>, assessment: &Assessment) -> Vec<Recorded> {
    let may_be_told = |recorded: &Recorded| assessment.partial.is_none() && recorded.marking <= assessment.marking;
    history.into_iter().filter(may_be_told).collect()
}

/// What moved since the last recorded audit of an earlier date. `history` is in order, earliest first. What a record of a higher marking
/// says is withheld.
#[must_use]
pub fn since(history: &[Recorded], assessment: &Assessment) -> Since {
    if assessment.partial.is_some() {
        return Since::Withheld;
    }
    if history.is_empty() {
        return Since::NoHistory;
    }
    let earlier: Vec<&Recorded> = history.iter().filter(|recorded| recorded.as_of < assessment.as_of).collect();
    let Some(last) = earlier.last().copied() else { return Since::NoEarlier };
    if last.marking > assessment.marking {
        return Since::Withheld;
    }
    let moves = Box::new(moves(last, &recorded(assessment)));
    let heads = heads(&earlier).into_iter();
    let others =
        heads.filter(|one| one.as_of == last.as_of && one.digest != last.digest && one.marking <= assessment.marking);
    let others: Vec<String> = others.map(|one| one.digest.clone()).collect();
    if others.is_empty() { Since::Last(moves) } else { Since::OneOf(moves, others) }
}

/// How standing moved from each record to those that follow it. Records that do not follow each other are not compared.
#[must_use]
pub fn trend(records: &[Recorded]) -> Trend {
    let steps = records.iter().flat_map(|to| {
        let followed = records.iter().filter(|from| to.predecessors.contains(&from.digest));
        followed.map(|from| Step {
            from: from.as_of,
            to: to.as_of,
            from_record: from.digest.clone(),
            to_record: to.digest.clone(),
            moves: moves(from, to),
            rule_sets: others(from, to),
        })
    });
    let heads = heads(&records.iter().collect::<Vec<_>>());
    let apart = if heads.len() > 1 { heads.iter().map(|one| one.digest.clone()).collect() } else { Vec::new() };
    Trend { schema_version: TREND_SCHEMA_VERSION, steps: steps.collect(), apart, records: records.to_vec() }
}

/// The records that none of these follows.
fn heads<'r>(records: &[&'r Recorded]) -> Vec<&'r Recorded> {
    let followed: BTreeSet<&String> = records.iter().flat_map(|one| &one.predecessors).collect();
    records.iter().copied().filter(|one| !followed.contains(&one.digest)).collect()
}

/// What would be recorded of an assessment; it has no digest and follows nothing yet.
#[must_use]
pub fn recorded(assessment: &Assessment) -> Recorded {
    let applied: BTreeMap<&str, Option<bool>> =
        assessment.instruments.iter().map(|one| (one.id.as_str(), one.applied)).collect();
    let duties = assessment.duties.iter().map(|duty| {
        let instrument = duty.source.instrument.as_ref().and_then(|id| applied.get(id.as_str()).copied()).flatten();
        Stood {
            id: duty.id.clone(),
            title: duty.title.clone(),
            binding: duty.binding,
            weight: duty.weight.value,
            context: duty.context,
            in_scope: in_scope(
                instrument,
                duty.in_force.covers_day(assessment.as_of),
                duty.held_by.is_empty() && !duty.context,
                duty.standing,
            ),
            verdict: duty.verdict,
            standing: duty.standing,
        }
    });
    let mut duties: Vec<Stood> = duties.collect();
    duties.sort_by(|a, b| a.id.cmp(&b.id));
    Recorded {
        as_of: assessment.as_of,
        digest: String::new(),
        predecessors: Vec::new(),
        force: assessment.force.id.clone(),
        force_name: assessment.force.name.clone(),
        marking: assessment.marking,
        standings: assessment.summary.standings,
        apparent_breaches: assessment.summary.apparent_breaches,
        rule_sets: assessment.rule_sets.iter().map(|set| (set.name.to_string(), set.digest.clone())).collect(),
        duties,
    }
}

/// What moved from one audit to another. Left aside is what only other bodies owe, what a report withholds, and what could not be read
/// either time.
fn moves(from: &Recorded, to: &Recorded) -> Moves {
    let ids: BTreeSet<&DutyId> = from.duties.iter().chain(&to.duties).map(|duty| &duty.id).collect();
    let mut moved: Vec<(&Stood, Moved)> = Vec::new();
    let mut unchanged = 0;
    for id in ids {
        let (was, is) = (from.duty(id), to.duty(id));
        let Some(either) = is.or(was) else { continue };
        if [was, is].into_iter().flatten().all(Stood::is_unreadable) || withheld(from, id) || withheld(to, id) {
            continue;
        }
        let (before, after) = (was.map(|duty| duty.standing), is.map(|duty| duty.standing));
        if before == after {
            unchanged += 1;
            continue;
        }
        let direction = Direction::of(was.map(judged).as_ref(), is.map(judged).as_ref());
        let title = either.title.clone();
        moved.push((either, Moved { id: id.clone(), title, way: Way::from(direction), from: before, to: after }));
    }
    moved.sort_by_key(|(duty, moved)| (moved.way, Reverse(duty.weight), duty.binding, moved.id.clone()));
    Moves {
        unchanged,
        moved: moved.into_iter().map(|(_, moved)| moved).collect(),
        other_rules: !others(from, to).is_empty(),
        last: from.clone(),
    }
}

fn withheld(recorded: &Recorded, id: &DutyId) -> bool {
    let place = recorded.duties.binary_search_by(|duty| duty.id.cmp(id)).ok();
    place.and_then(|place| recorded.duties.get(place)).is_some_and(|duty| duty.standing == Standing::Withheld)
}

/// As the rules of a comparison see it.
fn judged(duty: &Stood) -> diff::Stood {
    diff::Stood {
        standing: duty.standing,
        verdict: duty.verdict,
        support: None,
        apparent_breach: false,
        in_scope: duty.in_scope,
        reason: String::new(),
    }
}

/// The rule sets that are in one and not in the other, or of another digest.
fn others(from: &Recorded, to: &Recorded) -> Vec<String> {
    let (before, after): (BTreeSet<_>, BTreeSet<_>) = (from.rule_sets.iter().collect(), to.rule_sets.iter().collect());
    let names: BTreeSet<&String> = before.symmetric_difference(&after).map(|(name, _)| name).collect();
    names.into_iter().cloned().collect()
}
