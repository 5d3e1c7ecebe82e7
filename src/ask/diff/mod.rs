//! Two sides, profiles or dates or rules: which duties come out otherwise, and the fewest things found that make them.
//!
//! First the rules, if they are others: the first profile on the first date under both. Then, under the rules of the second side, what
//! the second profile says otherwise and what the other date turns: taken over into the first profile one by one, and judged.

mod edits;
mod replaying;
mod rules;
mod shrink;
mod told;
mod turns;

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assembler, Times};
use crate::evaluate::Clock;
use crate::model::assessment::{DutyResult, PairResult};
use crate::model::diff::{
    Cause, Counts, DIFF_SCHEMA_VERSION, Diff, Direction, DutyChange, Edited, PairChange, PairStood, RestsOn, Side,
    Stood, Work,
};
use crate::model::forecast::JudgedBy;
use crate::model::ids::{DutyId, RequirementId, SubjectId};
use crate::model::impact::FromTo;
use crate::model::words::Outcome;

use super::inquiry::{Inquiry, is_same};
use replaying::{Atom, Replaying};
use rules::Parted;

/// Sets two sides beside each other.
///
/// `moved` is the first profile on the first date, held against the rules of the second side, where those are not the rules of the first.
#[must_use]
pub fn diff(before: &Inquiry<'_>, moved: Option<&Inquiry<'_>>, after: &Inquiry<'_>) -> Diff {
    let base = moved.unwrap_or(before);
    let ids: BTreeSet<DutyId> = [before, after].into_iter().flat_map(duty_ids).collect();
    let by_rules: BTreeSet<DutyId> = match moved {
        None => BTreeSet::new(),
        Some(moved) => ids.iter().filter(|id| !alike(before.duty(id), moved.duty(id))).cloned().collect(),
    };
    let otherwise: Vec<DutyId> = ids.iter().filter(|id| !alike(before.duty(id), after.duty(id))).cloned().collect();
    let mut causes = Causes::new(before, base, after, &by_rules);
    let mut changes: Vec<DutyChange> = otherwise.iter().filter_map(|id| causes.change(id)).collect();
    changes.sort_by(|a, b| {
        let rank = |one: &DutyChange| (one.direction, std::cmp::Reverse(one.weight), one.binding, one.id.clone());
        rank(a).cmp(&rank(b))
    });
    let mut counts = Counts::default();
    for change in &changes {
        counts.add(change.direction);
    }
    counts.unchanged = ids.len() - counts.changed();
    Diff {
        schema_version: DIFF_SCHEMA_VERSION,
        sides: FromTo { from: side(before), to: side(after) },
        duties: ids.len(),
        counts,
        there_and_back: by_rules.into_iter().filter(|id| alike(before.duty(id), after.duty(id))).collect(),
        edits: causes.edited(),
        work: causes.work,
        changes,
    }
}

fn duty_ids(inquiry: &Inquiry<'_>) -> impl Iterator<Item = DutyId> {
    inquiry.assessment().duties.iter().map(|duty| duty.id.clone())
}

fn alike(one: Option<&DutyResult>, other: Option<&DutyResult>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => is_same(one, other),
        (None, None) => true,
        _ => false,
    }
}

fn side(inquiry: &Inquiry<'_>) -> Side {
    let profile = inquiry.case().profile();
    let file = inquiry.case().sources().get(profile.place.file);
    let sets = inquiry.case().rules().law().rule_sets.values();
    let judged_by =
        sets.map(|set| JudgedBy { name: set.name.clone(), version: set.version.clone(), digest: set.digest.clone() });
    Side {
        force: profile.force.id.clone(),
        force_name: profile.force.name.clone(),
        profile: file.map(|file| file.path.clone()).unwrap_or_default(),
        digest: file.map(|file| file.digest.clone()).unwrap_or_default(),
        marking: inquiry.assessment().marking,
        stated_on: profile.stated_on,
        as_of: inquiry.as_of(),
        rule_sets: judged_by.collect(),
    }
}

/// Finds the causes of each change.
struct Causes<'i, 'c> {
    before: &'i Inquiry<'c>,
    base: &'i Inquiry<'c>,
    after: &'i Inquiry<'c>,
    parted: Parted<'i, 'c>,
    replaying: Replaying<'i, 'c>,
    /// By edit, the duties of whose change it is a cause.
    caused: BTreeMap<usize, Vec<DutyId>>,
    /// Every edit, told.
    told: Vec<crate::model::diff::Edit>,
    work: Work,
}

impl<'i, 'c> Causes<'i, 'c> {
    fn new(
        before: &'i Inquiry<'c>,
        base: &'i Inquiry<'c>,
        after: &'i Inquiry<'c>,
        by_rules: &BTreeSet<DutyId>,
    ) -> Self {
        let replaying = Replaying::new(base, after);
        let questions = [base, after].map(|side| side.case().question(side.case().profile(), side.as_of()));
        let [of_base, of_after] = &questions;
        let told_side = |inquiry: &Inquiry<'c>, question| told::Side {
            case: inquiry.case(),
            assembler: Assembler::new(question, Times::on(inquiry.as_of())),
        };
        let (one, other) = (told_side(base, of_base), told_side(after, of_after));
        let told = replaying.edits.all.iter().map(|what| told::edit(&one, &other, what)).collect();
        Self {
            before,
            base,
            after,
            parted: Parted::of(before, base, by_rules),
            replaying,
            caused: BTreeMap::new(),
            told,
            work: Work::default(),
        }
    }

    fn change(&mut self, id: &DutyId) -> Option<DutyChange> {
        let (from, to) = (self.before.duty(id), self.after.duty(id));
        let middle = self.base.duty(id);
        let either = to.or(from)?;
        let mut causes: Vec<Cause> = Vec::new();
        let (mut replayed, mut smallest) = (true, true);
        if !alike(from, middle) {
            // What the rules alone make of it was judged: that is the replay.
            causes.extend(self.parted.change(id).map(Cause::Rules));
        }
        if !alike(middle, to) {
            let found = self.replaying.needs(id);
            (replayed, smallest) = (found.replayed, found.smallest);
            causes.extend(self.causes(id, &found.atoms));
            self.work.duties += 1;
            self.work.judgings = self.replaying.judgings();
        }
        let (was, is) = (from.map(|duty| stood(self.before, duty)), to.map(|duty| stood(self.after, duty)));
        let between = middle.filter(|_| !alike(from, middle)).map(|duty| stood(self.base, duty));
        Some(DutyChange {
            id: id.clone(),
            title: either.title.clone(),
            binding: either.binding,
            weight: either.weight.value,
            context: either.context,
            direction: Direction::of(was.as_ref(), is.as_ref()),
            by_new_rules: between.filter(|between| Some(between) != is.as_ref()),
            from: was,
            to: is,
            pairs: pairs(from, to),
            causes,
            replayed,
            smallest,
            at: either.at.clone(),
        })
    }

    /// What a duty needs, told: what was written, then what the date turned, then other duties.
    fn causes(&mut self, id: &DutyId, atoms: &[Atom]) -> Vec<Cause> {
        let mut causes = Vec::new();
        for atom in atoms {
            if let Atom::Edit(edit) = atom {
                self.caused.entry(*edit).or_default().push(id.clone());
                causes.extend(self.told.get(*edit).cloned().map(Cause::Profile));
            }
        }
        causes.extend(self.replaying.turns(id, atoms).into_iter().map(Cause::Date));
        for atom in atoms {
            let Atom::Duty(other) = atom else { continue };
            let Some((from, to)) = self.base.duty(other).zip(self.after.duty(other)) else { continue };
            causes.push(Cause::Duty(RestsOn {
                duty: other.clone(),
                title: to.title.clone(),
                standing: FromTo { from: from.standing, to: to.standing },
                at: to.at.clone(),
            }));
        }
        causes
    }

    fn edited(&self) -> Vec<Edited> {
        let edits = self.told.iter().enumerate();
        edits
            .map(|(index, edit)| Edited {
                edit: edit.clone(),
                duties: self.caused.get(&index).cloned().unwrap_or_default(),
            })
            .collect()
    }
}

fn stood(inquiry: &Inquiry<'_>, duty: &DutyResult) -> Stood {
    let case = inquiry.case();
    let judge = case.rules().engine().judge(case.rules().law(), case.profile(), Clock::on(inquiry.as_of()));
    let scope = case.rules().law().duty(duty.id.as_str()).and_then(|duty| judge.scope_today(duty));
    Stood {
        standing: duty.standing,
        verdict: duty.verdict,
        support: duty.support,
        apparent_breach: duty.apparent_breach,
        in_scope: !matches!(scope, Some((Outcome::NotApplicable, _))),
        reason: duty.reason.clone(),
    }
}

type Key<'p> = (&'p RequirementId, Option<&'p SubjectId>);

/// The pairs that come out otherwise: those there are in the order of the second side, then those that are gone.
fn pairs(from: Option<&DutyResult>, to: Option<&DutyResult>) -> Vec<PairChange> {
    let (before, after) = (requirements(from), requirements(to));
    let old: BTreeMap<Key<'_>, &PairResult> = before.iter().map(|pair| (key(pair), pair)).collect();
    let new: BTreeSet<Key<'_>> = after.iter().map(key).collect();
    let kept = after.iter().map(|pair| (old.get(&key(pair)).copied(), Some(pair)));
    let gone = before.iter().filter(|pair| !new.contains(&key(pair))).map(|pair| (Some(pair), None));
    kept.chain(gone).filter_map(|(own, other)| pair_change(own, other)).collect()
}

fn requirements(duty: Option<&DutyResult>) -> &[PairResult] {
    duty.map(|duty| duty.requirements.as_slice()).unwrap_or_default()
}

fn pair_change(own: Option<&PairResult>, other: Option<&PairResult>) -> Option<PairChange> {
    let either = other.or(own)?;
    (said(own) != said(other)).then(|| PairChange {
        requirement: either.id.clone(),
        subject: either.subject.clone(),
        states: either.states.clone(),
        from: own.map(pair_stood),
        to: other.map(pair_stood),
    })
}

fn key(pair: &PairResult) -> Key<'_> {
    (&pair.id, pair.subject.as_ref())
}

fn said(pair: Option<&PairResult>) -> Option<impl PartialEq + use<'_>> {
    pair.map(|pair| (pair.outcome, pair.support, pair.history, &pair.set_aside_by))
}

fn pair_stood(pair: &PairResult) -> PairStood {
    PairStood {
        outcome: pair.outcome,
        support: pair.support,
        history: pair.history,
        set_aside_by: pair.set_aside_by.clone(),
        reason: pair.reason.clone(),
    }
}
