//! What a board acts on: the gaps, and what is met but not shown.

use std::collections::BTreeSet;

use crate::model::ids::{DutyId, KindId};
use crate::model::words::Standing;

use super::super::block::{Block, Fields};
use super::super::phrases::{self, codes};
use super::super::view::{DutyStory, Group, View};
use super::pair;

/// How many requirements of a duty that is not proven are told in short.
const MOST_MET: usize = 5;

/// The gaps, worst first; one that only follows from others stands under its cause.
pub(super) fn gaps(view: View<'_>) -> Block {
    let gaps = view.gaps();
    let mut body = Vec::new();
    if gaps.is_empty() {
        let shown = if view.filter.is_on() { "the duties shown" } else { "the duties that could be assessed" };
        body.push(Block::Text(format!("None among {shown}.")));
    }
    let follows = |gap: &DutyStory<'_>| gap.duty.follows_from.iter().any(|cause| is_told(cause, &gaps));
    let (following, roots): (Vec<_>, Vec<_>) = gaps.iter().partition(|gap| follows(gap));
    if !following.is_empty() {
        let of = phrases::count(gaps.len(), "gap", "gaps");
        let verb = if following.len() == 1 {
            "only follows from another and stands"
        } else {
            "only follow from others and stand"
        };
        body.push(Block::Text(format!("Of {of}, {} {verb} under what causes it.", following.len())));
    }
    body.extend(roots.into_iter().map(|gap| self::gap(gap, &following, view)));
    Block::Section("The gaps, worst first".into(), body)
}

fn is_told(duty: &DutyId, gaps: &[DutyStory<'_>]) -> bool {
    gaps.iter().any(|gap| gap.duty.id == *duty)
}

/// The gaps that close once a duty is satisfied, those that follow from them included.
fn brings(cause: &DutyId, following: &[&DutyStory<'_>]) -> Vec<String> {
    let mut told: Vec<&DutyId> = vec![cause];
    let mut points = Vec::new();
    // A duty is judged after those that it rests on, so that this ends; each is told once.
    while let Some(next) = following
        .iter()
        .find(|gap| !told.contains(&&gap.duty.id) && gap.duty.follows_from.iter().any(|cause| told.contains(&cause)))
    {
        let also: Vec<_> = next.duty.follows_from.iter().filter(|other| *other != cause).collect();
        let with = if also.is_empty() { String::new() } else { format!("; it follows from {} as well", codes(also)) };
        points.push(format!("{}{with}", pair::title(next.duty)));
        told.push(&next.duty.id);
    }
    points
}

fn gap(story: &DutyStory<'_>, following: &[&DutyStory<'_>], view: View<'_>) -> Block {
    let duty = story.duty;
    let mut fields = Fields::new()
        .with("Status", pair::status(duty))
        .with("Owed by", phrases::owed_by(duty))
        .with("Source", pair::law(duty, view.assessment))
        .with("Follows from", codes(&duty.follows_from))
        .with_all("Brings with it", brings(&duty.id, following));
    // One requirement that fails for the whole duty says why itself.
    if !story.groups.iter().any(|group| group.first.reason == duty.reason) {
        fields = fields.with("In all", duty.reason.clone());
    }
    let mut body = vec![fields.block()];
    body.extend(story.groups.iter().map(|group| {
        let first = group.first;
        let fields = Fields::new()
            .with("For", pair::subjects(group))
            .with("Why", group.says(&first.reason))
            .with_all("Facts", pair::cited_facts(group, view))
            .with("Beware", pair::past_its_time(group, view))
            .with_all("Note", pair::notes(group))
            .with_all("Threshold", pair::own_thresholds(group, duty))
            .with("To do", phrases::remedy(&group.says(&first.remedy)))
            .with("By", phrases::due(first))
            .with("Shown by", phrases::kinds(&first.shown_by, view.assessment))
            .with("Look-back", first.look_back.as_ref().map_or_else(String::new, phrases::look_back));
        Block::Item(pair::heading(group, duty), vec![fields.block()])
    }));
    Block::Item(pair::title(duty), body)
}

/// What is met but only asserted, stale or suspect; nothing if all that is met is evidenced.
pub(super) fn unproven(view: View<'_>) -> Option<Block> {
    let stories = view.unproven();
    let mut body = vec![Block::Text(
        "The profile says so and no evidence that counts shows it, so none of this is counted as satisfied. What proves it \
         is of a kind named here, dated, in date, held somewhere, and cited by the fact; the force's own account never does."
            .into(),
    )];
    let is_in_part = |story: &&DutyStory<'_>| {
        !view.verbose && !matches!(story.duty.standing, Standing::Unproven | Standing::NotApplicable)
    };
    let (in_part, whole): (Vec<_>, Vec<_>) = stories.iter().partition(is_in_part);
    body.extend(whole.into_iter().map(|story| if view.verbose { proofs(story, view) } else { in_short(story, view) }));
    if !in_part.is_empty() {
        body.push(Block::Text("Of duties that are told elsewhere, this much is met and not proven:".into()));
        body.push(Block::List(in_part.into_iter().map(|story| so_far(story, view)).collect()));
    }
    (!stories.is_empty()).then(|| Block::Section("Met, but not proven".into(), body))
}

/// What of a duty is met but not proven, in a line.
fn so_far(story: &DutyStory<'_>, view: View<'_>) -> String {
    let duty = story.duty;
    let pairs: usize = story.groups.iter().map(|group| group.pairs.len()).sum();
    let of = phrases::count(duty.requirements.len(), "requirement", "requirements");
    let grounds = pair::grounds(&story.groups, view).join("; ");
    format!("{}: {pairs} of {of}; {grounds}", pair::title(duty))
}

fn in_short(story: &DutyStory<'_>, view: View<'_>) -> Block {
    let duty = story.duty;
    let met = |group: &Group<'_>| {
        let subjects = pair::subjects(group);
        let of = if subjects.is_empty() { String::new() } else { format!(", for {subjects}") };
        format!("{}{of}{}", pair::heading(group, duty), pair::places(group))
    };
    let mut says: Vec<String> = story.groups.iter().map(met).collect();
    if says.len() > MOST_MET + 1 {
        let rest = says.split_off(MOST_MET).len();
        says.push(format!(
            "and {}, all told with --verbose",
            phrases::count(rest, "requirement more", "requirements more")
        ));
    }
    let kinds: BTreeSet<KindId> = story.groups.iter().flat_map(|group| group.first.shown_by.iter().cloned()).collect();
    let fields = Fields::new()
        .with("Status", pair::status(duty))
        .with("Owed by", phrases::owed_by(duty))
        .with_all("Says", says)
        .with_all("Rests on", pair::grounds(&story.groups, view))
        .with("Prove by", phrases::kinds(&kinds.into_iter().collect::<Vec<_>>(), view.assessment));
    Block::Item(pair::title(duty), vec![fields.block()])
}

fn proofs(story: &DutyStory<'_>, view: View<'_>) -> Block {
    let duty = story.duty;
    let fields = Fields::new().with("Status", pair::status(duty)).with("Owed by", phrases::owed_by(duty));
    let mut body = vec![fields.block()];
    body.extend(story.groups.iter().map(|group| Block::Item(pair::heading(group, duty), vec![proof(group, view)])));
    Block::Item(pair::title(duty), body)
}

fn proof(group: &Group<'_>, view: View<'_>) -> Block {
    Fields::new()
        .with("For", pair::subjects(group))
        .with_all("Rests on", pair::cited_facts(group, view))
        .with_all("Note", pair::notes(group))
        .with("Prove by", phrases::kinds(&group.first.shown_by, view.assessment))
        .block()
}
