//! What evidence whose sections are reviewed one by one is, over all that facts cite of it.

use std::collections::BTreeSet;

use crate::graph::{Links, Node, Relation};
use crate::model::profile::{Evidence, Reviewed};

use super::assemble::Assembler;
use super::evidence::State;

impl Assembler<'_> {
    /// What current evidence is where it is cited: changed, if no section that is cited is as it was reviewed.
    pub(super) fn as_cited(&self, evidence: &Evidence, links: &Links) -> State {
        let states = self.cited_states(evidence, links);
        let none_holds = !states.is_empty() && states.iter().all(|(_, holds)| !holds);
        if none_holds { State::Changed } else { State::Current }
    }

    /// Which of the sections that are cited are not as they were reviewed, if others are.
    pub(super) fn not_held(&self, evidence: &Evidence, state: &State, links: &Links) -> String {
        let states = self.cited_states(evidence, links);
        let anchors: Vec<String> = states.into_iter().filter(|(_, holds)| !holds).map(|(anchor, _)| anchor).collect();
        if *state != State::Current || anchors.is_empty() {
            return String::new();
        }
        format!(", but for parts that changed since they were reviewed or were not reviewed: {}", anchors.join(", "))
    }

    /// What facts cite of evidence whose sections are reviewed one by one, and whether it is as it was reviewed.
    fn cited_states(&self, evidence: &Evidence, links: &Links) -> BTreeSet<(String, bool)> {
        if !matches!(evidence.reviewed, Some(Reviewed::Sections(_))) {
            return BTreeSet::new();
        }
        let facts = &self.question.profile.facts;
        let node = Node::Evidence(evidence.id.to_string());
        let citing = links.into(&node, Relation::Cites);
        let facts = citing.iter().filter_map(|node| facts.get(facts.find(node.name())?));
        let cited = facts.flat_map(|fact| &fact.cites).filter(|citation| citation.evidence == evidence.id);
        let told =
            |anchor: Option<&str>| anchor.map_or_else(|| "the whole".to_owned(), |anchor| format!("`#{anchor}`"));
        cited
            .map(|citation| citation.anchor.as_deref())
            .map(|anchor| (told(anchor), self.register.state_at(evidence, anchor) == State::Current))
            .collect()
    }
}
