//! What a look ahead asks beside the duties: when evidence turns and whether it counts, and what the duties of a day roll up to.

use std::collections::BTreeSet;

use crate::model::assessment::{DutyResult, RuleSetAssurance};
use crate::model::dates::Day;
use crate::model::profile::Evidence;

use super::assemble::Assembler;
use super::assurance;
use super::evidence::State;
use super::turns::EvidenceTurn;

impl Assembler<'_> {
    /// The days after the one that it is on which something becomes of a piece of evidence.
    pub(crate) fn evidence_turns(&self, evidence: &Evidence) -> Vec<(Day, EvidenceTurn)> {
        let today = self.times.clock.scripts;
        let turns = self.register.turns(evidence).into_iter();
        turns.filter_map(|(day, turn)| Some((day.filter(|day| *day > today)?, turn))).collect()
    }

    /// Whether a piece of evidence is current on the day that it is.
    pub(crate) fn is_current(&self, evidence: &Evidence) -> bool {
        self.register.state(evidence) == State::Current
    }

    /// The later days on which the law may close the set of threats otherwise, so that other rows are rolled up.
    pub(crate) fn threat_turns(&self) -> BTreeSet<Day> {
        let closed = self.question.law.sets.get("threats").into_iter().flat_map(|set| &set.closed);
        let begins = closed.clone().filter_map(|closed| closed.in_force.from);
        let ends = closed.filter_map(|closed| closed.in_force.until);
        let begins = begins.flat_map(|from| [Some(from.first()), Some(from.last())]);
        let ends = ends.flat_map(|until| [until.first().tomorrow(), until.last().tomorrow()]);
        begins.chain(ends).flatten().filter(|day| *day > self.times.clock.law).collect()
    }

    /// What the duties, judged for the day that it is, roll up to; the duties in the order of their ids.
    pub(crate) fn roll_ups(&self, duties: &[DutyResult]) -> Vec<RuleSetAssurance> {
        let law = self.question.law;
        let threats = self.threats();
        let sets = law.rule_sets.values().filter(|set| !set.vocabulary_only);
        sets.map(|set| assurance::roll_up(&set.name, duties, law, &threats)).collect()
    }
}
