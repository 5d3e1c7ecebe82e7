//! Where a cause stands in the revision: a real place in a file of the repository, or none.

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::At;
use crate::model::diff::{Cause, Diff, DutyChange};
use crate::model::gate::InRepository;
use crate::model::ids::{DutyId, RuleSetName};
use crate::model::place::{Origin, Place, SourceFile};

/// How far it is followed that one duty rests on another.
const MAX_STEPS: usize = 8;

/// Tells the path within the repository of a file as the user can open it; `None` where it lies elsewhere.
pub type Locate<'l> = &'l dyn Fn(&str) -> Option<String>;

/// One side, with the way to the places of the repository.
#[derive(Clone, Copy)]
pub(super) struct Places<'p, 'c> {
    pub(super) inquiry: &'p Inquiry<'c>,
    pub(super) locate: Locate<'p>,
}

impl Places<'_, '_> {
    /// A place of the profile.
    pub(super) fn profile(&self, at: &At) -> Option<InRepository> {
        self.find(at, |origin| *origin == Origin::Profile)
    }

    /// A place of a rule set.
    pub(super) fn rules(&self, at: &At, rule_set: &RuleSetName) -> Option<InRepository> {
        let own = Origin::RuleSet(rule_set.clone());
        self.find(at, |origin| *origin == own).or_else(|| self.find(at, |origin| *origin != Origin::Profile))
    }

    /// A place that was read in this run.
    pub(super) fn place(&self, place: Place) -> Option<InRepository> {
        let file = self.inquiry.case().sources().get(place.file)?;
        self.located(file, place.line, place.column)
    }

    /// The file at a path, if there is just one of that sort.
    fn find(&self, at: &At, wanted: impl Fn(&Origin) -> bool) -> Option<InRepository> {
        let mut files = self
            .inquiry
            .case()
            .sources()
            .iter()
            .map(|(_, file)| file)
            .filter(|file| file.path == at.file && wanted(&file.origin));
        let file = files.next()?;
        if files.next().is_some() {
            return None;
        }
        self.located(file, at.line, at.column)
    }

    fn located(&self, file: &SourceFile, line: u32, column: u32) -> Option<InRepository> {
        Some(InRepository { file: (self.locate)(&file.shown)?, line, column })
    }

    /// Where a cause stands.
    pub(super) fn cause(&self, cause: &Cause) -> Option<InRepository> {
        match cause {
            Cause::Profile(edit) => self.profile(&edit.at),
            Cause::Date(turn) => self.profile(&turn.turned.at),
            Cause::Rules(rules) => {
                let rule_set = &self.inquiry.duty(&rules.duty)?.rule_set;
                let rule = rules.partings.iter().find_map(|pair| pair.rule.as_ref());
                rule.and_then(|rule| self.rules(rule, rule_set)).or_else(|| self.rules(&rules.at, rule_set))
            }
            Cause::Duty(other) => self.rules(&other.at, &self.inquiry.duty(&other.duty)?.rule_set),
        }
    }

    /// Where a change was made: the first cause with a place, that of a duty on which it rests where only that is its cause, else where
    /// what is open about it is stated, or would be.
    pub(super) fn change(&self, diff: &Diff, change: &DutyChange) -> Option<InRepository> {
        self.made(diff, change, 0).or_else(|| self.open(&change.id))
    }

    fn made(&self, diff: &Diff, change: &DutyChange, steps: usize) -> Option<InRepository> {
        let own = change.causes.iter().filter(|cause| !matches!(cause, Cause::Duty(_)));
        own.map(|cause| self.cause(cause)).find_map(|place| place).or_else(|| {
            let others = change.causes.iter().filter_map(|cause| match cause {
                Cause::Duty(other) if steps < MAX_STEPS => diff.changes.iter().find(|change| change.id == other.duty),
                _ => None,
            });
            others.map(|other| self.made(diff, other, steps + 1)).find_map(|place| place)
        })
    }

    /// The first fact that a pair which is not met rests on or lacks.
    pub(super) fn open(&self, duty: &DutyId) -> Option<InRepository> {
        let pairs = &self.inquiry.duty(duty)?.requirements;
        let unmet = || pairs.iter().filter(|pair| super::accepting::is_open(pair));
        let sought = unmet().flat_map(|pair| &pair.sought).map(|sought| &sought.at);
        let read = unmet().flat_map(|pair| &pair.facts).map(|fact| &fact.at);
        read.chain(sought).find_map(|at| self.profile(at))
    }
}
