//! What of an assessment is shown, in which order, and which pairs are told together.
//!
//! Picks and groups; judges nothing: every outcome, support and standing is as the assessment has it.

use std::borrow::Cow;

use crate::model::assessment::{
    Assessment, DepartureResult, DutyResult, EvidenceResult, NotAssessed, PairResult, RECORD_ONLY,
};
use crate::model::words::{Outcome, Standing, Support, Verdict};

use super::filter::Filter;
use super::natural::natural;
use super::phrases::bare;

/// An assessment through a filter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// All of it.
    pub(crate) assessment: &'a Assessment,
    /// What is shown of it.
    pub(crate) filter: &'a Filter,
    /// Whether every pair is shown with all its facts.
    pub(crate) verbose: bool,
}

/// A duty with those of its pairs that a section is about.
#[derive(Clone, Debug)]
pub(crate) struct DutyStory<'a> {
    /// The duty.
    pub(crate) duty: &'a DutyResult,
    /// Its pairs, those alike together.
    pub(crate) groups: Vec<Group<'a>>,
}

/// Pairs of one requirement that came to the same for the same reason; at least one.
#[derive(Clone, Debug)]
pub(crate) struct Group<'a> {
    /// The first of them.
    pub(crate) first: &'a PairResult,
    /// All of them, the first among them.
    pub(crate) pairs: Vec<&'a PairResult>,
}

impl<'a> View<'a> {
    /// Every duty that is shown, strongest binding first, then by weight, then by id.
    pub(crate) fn duties(&self) -> Vec<&'a DutyResult> {
        let mut shown: Vec<_> = self.assessment.duties.iter().filter(|duty| self.filter.shows(duty)).collect();
        let place = |duty: &DutyResult, other: &DutyResult| (duty.binding, other.weight.value);
        shown.sort_by(|a, b| {
            place(a, b).cmp(&place(b, a)).then_with(|| natural(a.id.as_str()).cmp(&natural(b.id.as_str())))
        });
        shown
    }

    /// The gaps, worst first, each with what is not met.
    pub(crate) fn gaps(&self) -> Vec<DutyStory<'a>> {
        self.stories(|duty| duty.standing == Standing::Gap, is_gap)
            .into_iter()
            .filter(|story| story.duty.standing == Standing::Gap)
            .collect()
    }

    /// What is met or does not arise, but on weaker support than evidence.
    pub(crate) fn unproven(&self) -> Vec<DutyStory<'a>> {
        self.stories(|duty| duty.standing == Standing::Unproven, is_unproven)
    }

    /// What could be judged by its text, and was not, for want of facts or because a rule failed.
    pub(crate) fn unassessed(&self) -> Vec<DutyStory<'a>> {
        self.stories(|duty| duty.standing == Standing::Unassessed && !is_not_judged(duty), is_unassessed)
    }

    /// The duties whose text is not public or could not be read, those with the same reason together.
    pub(crate) fn not_judged(&self) -> Vec<Vec<&'a DutyResult>> {
        let mut groups: Vec<Vec<&'a DutyResult>> = Vec::new();
        for duty in self.duties().into_iter().filter(|duty| is_not_judged(duty) && !duty.context) {
            let alike = |other: &&DutyResult| (other.verdict, &other.reason) == (duty.verdict, &duty.reason);
            match groups.iter_mut().find(|group| group.first().is_some_and(alike)) {
                Some(group) => group.push(duty),
                None => groups.push(vec![duty]),
            }
        }
        groups
    }

    /// What only other bodies owe: context, which no finding is made of.
    pub(crate) fn context(&self) -> Vec<&'a DutyResult> {
        self.duties().into_iter().filter(|duty| duty.context).collect()
    }

    /// What else was not assessed: facts that no loaded rule set reads, rule sets at fault, duties that are not listed.
    pub(crate) fn not_read(&self) -> Vec<&'a NotAssessed> {
        let listed = |id: &str| {
            let duty = id.split('/').next().unwrap_or(id);
            self.assessment.duties.iter().any(|other| other.id.as_str() == duty)
        };
        let told = |entry: &&NotAssessed| !(matches!(entry.what, "duty" | "pair") && listed(&entry.id));
        self.assessment.not_assessed.iter().filter(told).collect()
    }

    /// The departures from what is shown; without a filter, all.
    pub(crate) fn departures(&self) -> Vec<&'a DepartureResult> {
        let shown = self.duties();
        let is_shown =
            |departure: &&DepartureResult| !self.filter.is_on() || shown.iter().any(|duty| duty.id == departure.duty);
        let mut departures: Vec<_> = self.assessment.departures.iter().filter(is_shown).collect();
        departures.sort_by(|a, b| natural(a.id.as_str()).cmp(&natural(b.id.as_str())));
        departures
    }

    /// The evidence that what is shown cites; without a filter, all.
    pub(crate) fn evidence(&self) -> Vec<&'a EvidenceResult> {
        let shown = self.duties();
        let is_shown = |evidence: &&EvidenceResult| {
            !self.filter.is_on() || shown.iter().any(|duty| evidence.duties.contains(&duty.id))
        };
        let mut evidence: Vec<_> = self.assessment.evidence.iter().filter(is_shown).collect();
        evidence.sort_by(|a, b| natural(a.id.as_str()).cmp(&natural(b.id.as_str())));
        evidence
    }

    fn stories(&self, whole: impl Fn(&DutyResult) -> bool, picks: impl Fn(&PairResult) -> bool) -> Vec<DutyStory<'a>> {
        let duties = self.duties().into_iter().filter(|duty| !is_not_judged(duty) && !duty.context);
        duties
            .filter_map(|duty| {
                let groups = group(duty.requirements.iter().filter(|pair| !pair.history && picks(pair)));
                (whole(duty) || !groups.is_empty()).then_some(DutyStory { duty, groups })
            })
            .collect()
    }
}

/// The pairs, those of one requirement that came to the same for the same reason together, in the order in which they come.
pub(crate) fn group<'a>(pairs: impl Iterator<Item = &'a PairResult>) -> Vec<Group<'a>> {
    let mut groups: Vec<(_, Group<'a>)> = Vec::new();
    for pair in pairs {
        let like = (
            (&pair.id, pair.outcome, pair.history, pair.support),
            (pair.apparent_breach, &pair.set_aside_by, pair.due),
            // Pairs of one requirement share its texts; only a remedy that nothing can bring any more differs.
            (generally(pair, &pair.reason), pair.remedy == RECORD_ONLY),
        );
        match groups.iter_mut().find(|(other, _)| *other == like) {
            Some((_, group)) => group.pairs.push(pair),
            None => groups.push((like, Group { first: pair, pairs: vec![pair] })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

impl<'a> Group<'a> {
    /// Whether it is about others that nobody has named, as the list is open.
    pub(crate) fn is_of_others(&self) -> bool {
        self.first.subject.as_ref().is_some_and(|subject| subject.as_str() == "others")
    }

    /// A text of the first pair, said of every pair of the group.
    pub(crate) fn says(&self, text: &str) -> String {
        if self.pairs.len() == 1 { text.to_owned() } else { generally(self.first, text) }
    }

    /// The titles of its subjects; empty where it has none.
    pub(crate) fn subjects(&self) -> Vec<&'a str> {
        let title = |pair: &&'a PairResult| {
            pair.subject_title.as_deref().or_else(|| pair.subject.as_ref().map(|subject| subject.as_str()))
        };
        self.pairs.iter().filter_map(title).collect()
    }
}

/// A text about one subject as it reads of any of its kind: `*` for it in a path, its kind for its title.
pub(crate) fn generally(pair: &PairResult, text: &str) -> String {
    let Some(subject) = pair.subject.as_ref().map(|subject| subject.as_str()) else { return text.to_owned() };
    let name = pair.subject_title.as_deref().filter(|title| !title.is_empty()).unwrap_or(subject);
    let text = if text.contains(subject) { Cow::Owned(in_paths(text, subject)) } else { Cow::Borrowed(text) };
    if text.contains(name) {
        let kind = format!("the {}", bare(pair.subject_kind.as_deref().unwrap_or("subject")));
        return text.replace(name, &kind);
    }
    text.into_owned()
}

/// The text with `*` for a subject wherever it is a step of a path.
fn in_paths(text: &str, subject: &str) -> String {
    let mut general = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(subject) {
        let is_step = before.ends_with('.') && (after.is_empty() || after.starts_with(['.', '`']));
        general.push_str(before);
        general.push_str(if is_step { "*" } else { subject });
        rest = after;
    }
    general.push_str(rest);
    general
}

/// Whether a duty was not judged because its text is not to be had.
pub(crate) fn is_not_judged(duty: &DutyResult) -> bool {
    matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread)
}

pub(crate) fn is_gap(pair: &PairResult) -> bool {
    pair.outcome == Outcome::NotMet && pair.set_aside_by.is_none()
}

fn is_unproven(pair: &PairResult) -> bool {
    matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable)
        && pair.support.is_some_and(|support| support != Support::Evidenced)
}

fn is_unassessed(pair: &PairResult) -> bool {
    matches!(pair.outcome, Outcome::Unknown | Outcome::Error)
}
