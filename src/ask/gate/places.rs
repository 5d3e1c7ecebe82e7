//! Where a cause stands in the revision: a real place in a file of the repository, or none.

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::At;
use crate::model::contrast::{Parting, Term};
use crate::model::diff::{Aspect, Cause, Diff, DutyChange, Edit, EditKind, PairParting};
use crate::model::gate::InRepository;
use crate::model::ids::RuleSetName;
use crate::model::law::Duty;
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
            Cause::Profile(edit) => self.edit(edit),
            Cause::Date(turn) => self.profile(&turn.turned.at),
            Cause::Rules(rules) => {
                let rule_set = &self.inquiry.duty(&rules.duty)?.rule_set;
                let law = self.inquiry.case().rules().law();
                let duty = law.duty(rules.duty.as_str());
                let parts = rules.partings.iter().find_map(|pair| self.parting(duty?, pair));
                let term = || duty.and_then(|duty| self.terms(duty, &rules.terms));
                parts.or_else(term).or_else(|| self.rules(&rules.at, rule_set))
            }
            Cause::Duty(other) => self.rules(&other.at, &self.inquiry.duty(&other.duty)?.rule_set),
        }
    }

    /// Where an edit of the profile stands. Of evidence that is not described any more nothing is left but the key of what holds it all.
    pub(super) fn edit(&self, edit: &Edit) -> Option<InRepository> {
        match edit.kind {
            EditKind::EvidenceRemoved => self.key("evidence:"),
            EditKind::CitationChanged => self.citation(edit).or_else(|| self.profile(&edit.at)),
            _ if is_restated(edit) => self.restated(edit).or_else(|| self.profile(&edit.at)),
            _ => self.profile(&edit.at),
        }
    }

    /// Where the head says since when it states what it states otherwise only in that: with the fact, or once for all facts.
    fn restated(&self, edit: &Edit) -> Option<InRepository> {
        let profile = self.inquiry.case().profile();
        let fact = profile.facts.get(profile.facts.find(&edit.name)?)?;
        if fact.stated_on != profile.stated_on {
            return None;
        }
        self.key("stated_on:")
    }

    /// Where the citations of a fact stand: the first of them, else the key beside the fact that holds them for all that stands there.
    fn citation(&self, edit: &Edit) -> Option<InRepository> {
        let profile = self.inquiry.case().profile();
        let fact = profile.facts.get(profile.facts.find(&edit.name)?)?;
        if let Some(first) = fact.cites.first() {
            return self.place(first.place);
        }
        let place = fact.place?;
        let file = self.inquiry.case().sources().get(place.file)?;
        let lines: Vec<&str> = file.text.lines().collect();
        let own = usize::try_from(place.line).ok()?.checked_sub(1)?;
        let indent = |line: &str| line.len() - line.trim_start().len();
        let least = indent(lines.get(own)?);
        let is_inside = |line: &&(usize, &str)| line.1.trim().is_empty() || indent(line.1) >= least;
        let holds = |(_, line): &(usize, &str)| indent(line) == least && line.trim_start().starts_with("cites:");
        let numbered: Vec<(usize, &str)> = lines.iter().copied().enumerate().collect();
        let (before, after) = numbered.split_at_checked(own)?;
        let below = after.iter().take_while(is_inside).find(|line| holds(line));
        let above = || before.iter().rev().take_while(is_inside).find(|line| holds(line));
        let (line, _) = below.or_else(above)?;
        self.located(file, u32::try_from(line + 1).ok()?, u32::try_from(least + 1).ok()?)
    }

    /// The line at which a key of the profile's file begins.
    fn key(&self, key: &str) -> Option<InRepository> {
        let file = self.inquiry.case().sources().get(self.inquiry.case().profile().place.file)?;
        let (line, _) = (1..).zip(file.text.lines()).find(|(_, line)| line.starts_with(key))?;
        self.located(file, line, 1)
    }

    /// Where rules part over a pair: at the value of a threshold, at the part of the rule, or where the rule judges it.
    fn parting(&self, duty: &Duty, pair: &PairParting) -> Option<InRepository> {
        let place = match &pair.parting {
            Parting::Parameter { name, .. } => term(duty, &format!("parameter {name}")),
            Parting::Evidence { .. } => term(duty, &format!("shown_by of {}", pair.requirement)),
            _ => None,
        };
        // Scope is a matter of the policy, whatever the rule says.
        let is_scope = matches!(pair.parting, Parting::Scope { .. });
        let at = match &pair.parting {
            Parting::Comparison { at, .. } => Some(&at.b),
            Parting::Fact { reads, .. } => reads.b.as_ref().and_then(|read| read.read_at.as_ref()),
            _ => None,
        };
        place
            .and_then(|place| self.place(place))
            .or_else(|| self.rules(at?, &duty.rule_set))
            .or_else(|| self.rules(pair.rule.as_ref().filter(|_| !is_scope)?, &duty.rule_set))
    }

    /// Where the first of the terms stands that a policy states otherwise.
    pub(super) fn terms(&self, duty: &Duty, terms: &[Term]) -> Option<InRepository> {
        terms.iter().filter_map(|one| term(duty, &one.what)).find_map(|place| self.place(place))
    }

    /// Where a change was made: the first cause with a place, that of a duty on which it rests where only that is its cause, else where
    /// what is open about it is stated, or would be.
    pub(super) fn change(&self, diff: &Diff, change: &DutyChange, causes: &[&Cause]) -> Option<InRepository> {
        self.made(diff, causes, 0).or_else(|| self.open(&change.id))
    }

    fn made(&self, diff: &Diff, causes: &[&Cause], steps: usize) -> Option<InRepository> {
        let own = causes.iter().filter(|cause| !matches!(cause, Cause::Duty(_)));
        own.map(|cause| self.cause(cause)).find_map(|place| place).or_else(|| {
            let others = causes.iter().filter_map(|cause| match cause {
                Cause::Duty(other) if steps < MAX_STEPS => diff.changes.iter().find(|change| change.id == other.duty),
                _ => None,
            });
            let causes_of =
                |other: &'_ DutyChange| self.made(diff, &other.causes.iter().collect::<Vec<_>>(), steps + 1);
            others.map(causes_of).find_map(|place| place)
        })
    }
}

/// Whether a fact says the same as of another day, which may make a day that was behind one that lies ahead.
fn is_restated(edit: &Edit) -> bool {
    let but_planned = |text: Option<&String>| text.map(|text| text.replace(" (planned when stated)", ""));
    let same = |aspect: &Aspect| match aspect.what {
        "stated on" | "so since" => true,
        "value" => but_planned(aspect.from.as_ref()) == but_planned(aspect.to.as_ref()),
        _ => false,
    };
    matches!(edit.kind, EditKind::FactRestated | EditKind::FactChanged)
        && edit.says.iter().any(|aspect| aspect.what == "stated on")
        && edit.says.iter().all(same)
}

/// Where the policy of a duty states a term, by the name that [`Term`] gives it; `None` of what it does not state.
fn term(duty: &Duty, what: &str) -> Option<Place> {
    let requirement = |id: &str| duty.requirements.iter().find(|requirement| requirement.id.as_str() == id);
    if let Some(name) = what.strip_prefix("parameter ") {
        return duty.parameters.get(name).map(|parameter| parameter.place);
    }
    if let Some(id) = what.strip_prefix("requirement ") {
        return requirement(id).map(|requirement| requirement.place);
    }
    if let Some((key, id)) = what.split_once(" of ") {
        return requirement(id)?.keys.get(key).copied();
    }
    let key = match what {
        "owed by" => "owed_by",
        "in force from" | "in force until" => "in_force",
        "instrument" => "source",
        key => key,
    };
    duty.keys.get(key).copied()
}
