//! What a pair read, as readers see it: facts with value and place, and what was sought and is not stated.

use std::collections::BTreeSet;

use crate::evaluate::{Pair, Read, View};
use crate::model::assessment::{FactRead, PairResult, RECORD_ONLY, Sought};
use crate::model::facts::{Content, Fact, FactId, Scalar};
use crate::model::law::{Duty, Requirement};
use crate::model::words::Outcome;

use super::assemble::{Assembler, Weighed};
use super::places::{at, of_fact};
use super::{Question, reasons};

impl Assembler<'_> {
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
        let fill = |text: &str| text.replace("{subject}", title.as_deref().unwrap_or("each"));
        let late = pair.outcome == Outcome::NotMet && pair.by.is_some();
        Some(PairResult {
            id: requirement.id.clone(),
            subject: pair.subject.as_ref().map(|subject| subject.id.clone()),
            states: fill(&requirement.states),
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
        let Question { law, profile, sources, as_of, .. } = *self.question;
        let mut seen = BTreeSet::new();
        let (mut stated, mut sought) = (Vec::new(), Vec::new());
        for read in &pair.reads {
            let Read::Fact(id) = read else { continue };
            let Some(fact) = profile.facts.get(*id).filter(|_| seen.insert(*id)) else { continue };
            let term = law.dictionary.term(fact.term);
            let place = of_fact(sources, &profile.facts, *id, profile.place);
            if counts_as_stated(fact) && fact.is_of_its_time(as_of) {
                stated.push(FactRead {
                    path: fact.path.clone(),
                    value: self.value(*id, fact),
                    at: place,
                    cites: fact.cites.iter().map(ToString::to_string).collect(),
                    supported_by: self.register.supporting(fact, requirement),
                    stated_on: fact.stated_on,
                    holds_until: self.register.holds_until(fact),
                    held_by: term.held_by.clone(),
                    marking: fact.marking,
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

    fn value(&self, id: FactId, fact: &Fact) -> String {
        let facts = &self.question.profile.facts;
        match &fact.content {
            Content::Value(Scalar::YesNo(yes)) => yes.to_string(),
            Content::Value(Scalar::Number(number)) => number.to_string(),
            Content::Value(Scalar::Text(text)) => text.to_string(),
            Content::Value(Scalar::Dates(dates)) if fact.planned || dates.first() > fact.stated_on.last() => {
                format!("{dates} (planned when stated)")
            }
            Content::Value(Scalar::Dates(dates)) => dates.to_string(),
            Content::Absence => "none".into(),
            Content::Closure { members, .. } if members.is_empty() => "complete: there are none".into(),
            Content::Closure { members, .. } => format!("complete: {}", members.join(", ")),
            Content::List { items, .. } => {
                let values = items.iter().filter_map(|item| facts.get(*item).map(|fact| self.value(*item, fact)));
                values.collect::<Vec<_>>().join(", ")
            }
            Content::Record(_) | Content::Entries { .. } => {
                format!("an entry ({})", facts.get(id).map_or("", |fact| fact.path.as_str()))
            }
            Content::Missing => "not stated".into(),
        }
    }
}

/// Whether a node is something that the profile states, as opposed to a place that leads to facts.
pub(super) fn counts_as_stated(fact: &Fact) -> bool {
    fact.place.is_some() && fact.is_stated()
}
