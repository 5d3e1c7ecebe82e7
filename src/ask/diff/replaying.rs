//! The first profile on the first day, of which single things are taken over from the other side, so that it shows which of them a duty
//! needs to come out as it does there.

use std::collections::BTreeSet;

use crate::ask::inquiry::{Inquiry, is_same};
use crate::assess::{Ageing, Assembler, Times, met};
use crate::model::assessment::DutyResult;
use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::DutyId;

use super::edits::Edits;
use super::shrink::shrink;

/// What can be taken over from the other side on its own. What comes first here is first tried to be left out: what somebody wrote
/// explains more than that time went by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    /// What one of the clocks shows.
    Clock(Part),
    /// How old something is that ages by itself; a fact by its number in the first profile.
    Ageing(Ageing),
    /// What the rule sees of another duty.
    Duty(DutyId),
    /// Something that the other profile says otherwise.
    Edit(usize),
}

/// The parts of a question that go by a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What rules see as the day that it is.
    Scripts,
    /// When facts were stated.
    Statements,
    /// Which law there is, and who owes it.
    Law,
}

/// What of the other side a duty needs.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// What is needed; everything that reaches the duty, where that does not make it come out as it does on the other side.
    pub(super) atoms: Vec<Atom>,
    /// Whether these alone make it come out as it does on the other side.
    pub(super) replayed: bool,
    /// Whether none of them can be left out.
    pub(super) smallest: bool,
}

/// The first side, in part as the other.
pub(super) struct Replaying<'i, 'c> {
    /// The first side.
    pub(super) base: &'i Inquiry<'c>,
    /// The other.
    pub(super) end: &'i Inquiry<'c>,
    pub(super) edits: Edits,
    /// Which of the edits are taken over.
    taken: Vec<bool>,
    /// By fact of the other side, its number in the first profile.
    own: Vec<Option<FactId>>,
    judgings: usize,
}

impl<'i, 'c> Replaying<'i, 'c> {
    pub(super) fn new(base: &'i Inquiry<'c>, end: &'i Inquiry<'c>) -> Self {
        let after = end.case().profile();
        let edits = Edits::of(base.case().profile(), after);
        let own = after.facts.iter().map(|(_, fact)| edits.profile.facts.find(&fact.path)).collect();
        let taken = vec![false; edits.all.len()];
        Self { base, end, edits, taken, own, judgings: 0 }
    }

    /// How many times a duty was judged.
    pub(super) fn judgings(&self) -> usize {
        self.judgings
    }

    /// The number in the first profile of a fact of the other side.
    pub(super) fn own(&self, id: FactId) -> Option<FactId> {
        self.own.get(id.index()).copied().flatten()
    }

    /// The smallest set found of what a duty needs to come out as it does on the other side.
    pub(super) fn needs(&mut self, id: &DutyId) -> Found {
        let atoms = self.reaching(id);
        let end = self.end;
        let Some(target) = end.duty(id) else { return Found { atoms, replayed: false, smallest: false } };
        let mut reaches = |keep: &[bool]| self.judge(id, &atoms, keep, None).is_some_and(|now| is_same(&now, target));
        let found = shrink(atoms.len(), &mut reaches);
        // The proof: nothing but what is kept, judged once more.
        let replayed = found.keep.contains(&true) && reaches(&found.keep);
        self.put_back();
        let kept = atoms.into_iter().zip(&found.keep).filter(|(_, keep)| **keep).map(|(atom, _)| atom).collect();
        Found { atoms: kept, replayed, smallest: replayed && found.smallest }
    }

    /// All that may make a duty come out otherwise: what its judging on the other side depends on. With all of it taken over, that is
    /// what is judged.
    fn reaching(&self, id: &DutyId) -> Vec<Atom> {
        let mut atoms: BTreeSet<Atom> = BTreeSet::new();
        let facts = &self.end.case().profile().facts;
        let read = self.end.rests(id).map(|rests| rests.facts.as_slice()).unwrap_or_default();
        for (other, fact) in read.iter().filter_map(|other| Some((*other, facts.get(*other)?))) {
            if let Some(own) = self.own(other) {
                atoms.extend(self.edits.at_fact(own).iter().copied().map(Atom::Edit));
            }
            atoms.extend(fact.cites.iter().filter_map(|cite| self.edits.at_evidence(&cite.evidence)).map(Atom::Edit));
        }
        atoms.extend(self.edits.of_duty(id).iter().copied().map(Atom::Edit));
        atoms.extend(self.edits.of_the_force().map(Atom::Edit));
        atoms.extend(self.ageing(id));
        let question = self.end.case().question(self.end.case().profile(), self.end.as_of());
        for (other, _) in question.engine.rests_on(id) {
            let seen = |side: &Inquiry<'_>| side.duty(other).and_then(met);
            if seen(self.base) != seen(self.end) {
                atoms.insert(Atom::Duty(other.clone()));
            }
        }
        atoms.into_iter().collect()
    }

    /// Judges a duty of the first side with some of the atoms taken over; one of them may be on a day of its own.
    pub(super) fn judge(
        &mut self,
        id: &DutyId,
        atoms: &[Atom],
        keep: &[bool],
        moved: Option<(usize, Day)>,
    ) -> Option<DutyResult> {
        self.judgings += 1;
        let until = self.end.as_of();
        let mut times = Times::on(self.base.as_of());
        let mut seen_there: BTreeSet<&DutyId> = BTreeSet::new();
        for (index, (atom, keep)) in atoms.iter().zip(keep).enumerate() {
            let day = moved.filter(|(which, _)| *which == index).map(|(_, day)| day).or(keep.then_some(until));
            match (atom, day) {
                (Atom::Edit(edit), _) => self.set(*edit, *keep),
                (Atom::Clock(part), Some(day)) => {
                    *match part {
                        Part::Scripts => &mut times.clock.scripts,
                        Part::Statements => &mut times.clock.statements,
                        Part::Law => &mut times.clock.law,
                    } = day;
                }
                (Atom::Ageing(what), Some(day)) => times = times.but(what.clone(), day),
                (Atom::Duty(other), Some(_)) => _ = seen_there.insert(other),
                (Atom::Clock(_) | Atom::Ageing(_) | Atom::Duty(_), None) => {}
            }
        }
        let question = self.base.case().question(&self.edits.profile, self.base.as_of());
        let assembler = Assembler::new(&question, times);
        for (other, _) in question.engine.rests_on(id) {
            let side = if seen_there.contains(other) { self.end } else { self.base };
            assembler.settle(other, side.duty(other).and_then(met));
        }
        question.law.duty(id.as_str()).map(|duty| assembler.hear(duty).result)
    }

    fn set(&mut self, edit: usize, taken: bool) {
        if let Some(now) = self.taken.get_mut(edit).filter(|now| **now != taken) {
            *now = taken;
            self.edits.take(edit);
        }
    }

    /// Puts back all that was taken over.
    pub(super) fn put_back(&mut self) {
        for edit in 0..self.taken.len() {
            self.set(edit, false);
        }
    }
}
