//! What shows a fact now, for questions about what rests on which evidence.

use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::EvidenceId;
use crate::model::law::Requirement;
use crate::model::profile::Evidence;

use super::assemble::Assembler;

impl Assembler<'_> {
    /// The evidence that supports a fact for a requirement now, by id.
    pub(crate) fn shown_now(&self, id: FactId, requirement: &Requirement) -> Vec<EvidenceId> {
        let fact = self.question.profile.facts.get(id).filter(|fact| fact.place.is_some());
        fact.map(|fact| self.register.supporting(id, fact, requirement)).unwrap_or_default()
    }

    /// The last day on which evidence shows a state without being renewed; `None` if it need not be.
    pub(crate) fn reviewed_until(&self, evidence: &Evidence) -> Option<Day> {
        self.register.reviewed_until(evidence)
    }
}
