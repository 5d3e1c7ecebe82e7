//! What a pair read, as readers see it: facts with value and place, and what was sought and is not stated.

mod thresholds;

use std::collections::BTreeSet;

use crate::evaluate::{Pair, Read, View, Why};
use crate::model::assessment::{FactRead, IS_THERE, PairResult, RECORD_ONLY, Sought};
use crate::model::dates::Dates;
use crate::model::dictionary::{TermKind, ValueType};
use crate::model::facts::{Content, Fact, Scalar};
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Requirement};
use crate::model::words::Outcome;

use super::assemble::{Assembler, Weighed};
use super::places::{at, of_fact};
use super::{Question, reasons};

impl Assembler<'_> {
    /// The thresholds of a requirement; those of a duty are looked up once.
    pub(super) fn thresholds(&self, duty: &Duty, requirement: &RequirementId) -> Vec<String> {
        let mut known = self.thresholds.borrow_mut();
        let of_duty = known.entry(duty.id.clone()).or_insert_with(|| thresholds::of(duty));
        of_duty.get(requirement).cloned().unwrap_or_default()
    }

    pub(super) fn pair(&self, duty: &Duty, weighed: &Weighed) -> Option<PairResult> {
        let sources = self.question.sources;
        let pair = &weighed.pair;
        let requirement = duty.requirements.get(pair.requirement)?;
        let (facts, sought) = self.reads(pair, requirement);
        let missing: Vec<String> = sought.iter().map(|sought| sought.path.clone()).collect();
        let mut reason = reasons::of_pair(pair, requirement, &facts, &missing);
        if pair.outcome == Outcome::NotMet && duty.binding.is_regard() && !pair.history {
            reason = format!("regard not shown: {reason}");
        }
        let title = pair.subject.as_ref().map(|subject| subject.title.clone());
        let others = matches!(pair.why, Why::Others(_));
        let fill = |text: &str| {
            let text = &duty.with_parameters(text);
            if others {
                of_others(text, pair.each.as_deref())
            } else {
                text.replace("{subject}", title.as_deref().unwrap_or("each"))
            }
        };
        let late = pair.outcome == Outcome::NotMet && pair.by.is_some();
        Some(PairResult {
            id: requirement.id.clone(),
            subject: pair.subject.as_ref().map(|subject| subject.id.clone()),
            states: match (&title, others) {
                (Some(title), true) => format!("{title}: {}", fill(&requirement.states)),
                _ => fill(&requirement.states),
            },
            remedy: if late && self.was_met_late(duty, pair) { RECORD_ONLY.into() } else { fill(&requirement.remedy) },
            subject_title: title.clone(),
            subject_kind: pair.each.clone(),
            outcome: pair.outcome,
            history: pair.history,
            reason,
            support: weighed.counted.support,
            shown_by: requirement.shown_by.iter().cloned().collect(),
            due: pair.by.map(|by| by.last()),
            look_back: requirement.look_back.clone(),
            apparent_breach: weighed.apparent_breach,
            set_aside_by: weighed.set_aside_by.clone(),
            thresholds: self.thresholds(duty, &requirement.id),
            rests_on: reasons::duties_of(pair),
            facts,
            missing,
            sought,
            at: at(sources, requirement.place),
            rule: pair.rule.map(|place| at(sources, place)),
        })
    }

    /// Whether what was due has been done since: it would be met if what happened after the deadline had happened on it.
    fn was_met_late(&self, duty: &Duty, pair: &Pair) -> bool {
        pair.by.is_some_and(|by| self.judge.rejudge(duty, pair, View::AsIfBy(by.last())) == Outcome::Met)
    }

    fn reads(&self, pair: &Pair, requirement: &Requirement) -> (Vec<FactRead>, Vec<Sought>) {
        let Question { law, profile, sources, .. } = *self.question;
        let mut seen = BTreeSet::new();
        let (mut stated, mut sought) = (Vec::new(), Vec::new());
        for read in &pair.reads {
            let Read::Fact(id) = read else { continue };
            let Some(fact) = profile.facts.get(*id).filter(|_| seen.insert(*id)) else { continue };
            let term = law.dictionary.term(fact.term);
            let place = of_fact(sources, &profile.facts, *id, profile.place);
            if counts_as_stated(fact) && fact.is_of_its_time(self.times.clock.statements) {
                stated.push(FactRead {
                    path: fact.path.clone(),
                    value: self.value(fact),
                    at: place,
                    cites: fact.cites.iter().map(ToString::to_string).collect(),
                    supported_by: self.register.supporting(*id, fact, requirement),
                    stated_on: fact.stated_on,
                    holds_until: self.register.holds_until(fact).or_else(|| self.register.latest_until(fact)),
                    held_by: term.held_by.clone(),
                    marking: fact.marking,
                    note: fact.note.clone(),
                });
            } else {
                sought.push(Sought {
                    path: fact.path.clone(),
                    means: term.means.clone(),
                    held_by: term.held_by.clone(),
                    at: place,
                });
            }
        }
        let specific = |sought: &Sought| !sought.path.contains(".*");
        if sought.iter().any(specific) || pair.subject.is_none() {
            sought.retain(specific);
        }
        (stated, sought)
    }

    /// Whether a date was still to come when it was stated; only events are planned, a limit lies ahead by its nature.
    fn is_a_plan(&self, fact: &Fact, dates: Dates) -> bool {
        let kind = &self.question.law.dictionary.term(fact.term).kind;
        matches!(kind, TermKind::Value(ValueType::Event) | TermKind::List(ValueType::Event))
            && (fact.planned || dates.first() > fact.stated_on.last())
    }

    /// The value of a fact, as text.
    pub(crate) fn value(&self, fact: &Fact) -> String {
        let facts = &self.question.profile.facts;
        match &fact.content {
            Content::Value(Scalar::YesNo(yes)) => yes.to_string(),
            Content::Value(Scalar::Number(number)) => number.to_string(),
            Content::Value(Scalar::Text(text)) => text.to_string(),
            Content::Value(Scalar::Dates(dates)) if self.is_a_plan(fact, *dates) => {
                format!("{dates} (planned when stated)")
            }
            Content::Value(Scalar::Dates(dates)) => dates.to_string(),
            Content::Absence => "none".into(),
            Content::Closure { members, .. } if members.is_empty() => "complete: there are none".into(),
            Content::Closure { members, .. } => format!("complete: {}", members.join(", ")),
            Content::List { items, .. } => {
                let values = items.iter().filter_map(|item| facts.get(*item).map(|fact| self.value(fact)));
                values.collect::<Vec<_>>().join(", ")
            }
            Content::Record(_) => IS_THERE.into(),
            Content::Entries { .. } => "entries that are there".into(),
            Content::Missing => "not stated".into(),
        }
    }
}

/// A text about a subject, said of others that nobody has named: where the subject only names what stands before it, as in
/// `the report {subject}`, it falls away.
fn of_others(text: &str, kind: Option<&str>) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{subject}") {
        told.push_str(before);
        let word = before.split_whitespace().next_back().filter(|_| before.ends_with(' '));
        // A preposition names nothing: "the portions of {subject}" are portions of it, whatever the kind is a part of.
        let is_named =
            word.filter(|word| !["of", "a", "an", "the", "for", "in", "to"].contains(word)).is_some_and(|word| {
                kind.unwrap_or_default().split(' ').any(|part| part.strip_suffix('s').unwrap_or(part) == word)
            });
        if is_named {
            told.truncate(told.trim_end().len());
        } else {
            told.push_str("it");
        }
        rest = after;
    }
    told.push_str(rest);
    told
}

/// Whether a node is something that the profile states, as opposed to a place that leads to facts.
pub(super) fn counts_as_stated(fact: &Fact) -> bool {
    fact.place.is_some() && fact.is_stated()
}
