//! The links that an assessment rests on, drawn from what the rules read.

use crate::graph::{Links, Node, Relation};
use crate::model::assessment::DutyResult;
use crate::model::facts::Content;
use crate::model::law::Law;
use crate::model::place::Sources;
use crate::model::profile::Profile;

use super::places::at;

/// Draws the links of every duty, fact, piece of evidence and departure.
pub(super) fn draw(duties: &[DutyResult], law: &Law, profile: &Profile, sources: &Sources) -> Links {
    let mut links = Links::default();
    for duty in duties {
        let node = Node::Duty(duty.id.to_string());
        links.add(node.clone());
        if let Some(instrument) = &duty.source.instrument {
            let place = law.instruments.get(instrument).map(|instrument| at(sources, instrument.place));
            links.link(
                Node::Instrument(instrument.to_string()),
                Relation::LaysDown,
                node.clone(),
                place.or(Some(duty.at.clone())),
            );
        }
        for other in &duty.rests_on {
            links.link(node.clone(), Relation::RestsOn, Node::Duty(other.to_string()), Some(duty.at.clone()));
        }
        for pair in &duty.requirements {
            let name = match &pair.subject {
                Some(subject) => format!("{}/{}/{subject}", duty.id, pair.id),
                None => format!("{}/{}", duty.id, pair.id),
            };
            let requirement = Node::Requirement(name);
            links.link(node.clone(), Relation::AsksFor, requirement.clone(), Some(pair.at.clone()));
            for fact in &pair.facts {
                let place = pair.rule.clone().or_else(|| Some(pair.at.clone()));
                links.link(requirement.clone(), Relation::Read, Node::Fact(fact.path.clone()), place);
                for evidence in &fact.supported_by {
                    links.link(
                        requirement.clone(),
                        Relation::ShownBy,
                        Node::Evidence(evidence.to_string()),
                        Some(fact.at.clone()),
                    );
                }
            }
            for sought in &pair.sought {
                let place = pair.rule.clone().or_else(|| Some(pair.at.clone()));
                links.link(requirement.clone(), Relation::Read, Node::Fact(sought.path.clone()), place);
            }
        }
    }
    // A list's or an entry's citations are those of what stands in it.
    let states = |content: &Content| matches!(content, Content::Value(_) | Content::Absence | Content::Closure { .. });
    for (_, fact) in profile.facts.iter().filter(|(_, fact)| states(&fact.content)) {
        for citation in &fact.cites {
            let evidence = Node::Evidence(citation.evidence.to_string());
            links.link(Node::Fact(fact.path.clone()), Relation::Cites, evidence, Some(at(sources, citation.place)));
        }
    }
    for (id, evidence) in profile.evidence.iter() {
        let node = Node::Evidence(id.to_string());
        links.link(node, Relation::OwnedBy, Node::Owner(evidence.owner.clone()), Some(at(sources, evidence.place)));
    }
    for (id, departure) in &profile.departures {
        let node = Node::Departure(id.to_string());
        let place = Some(at(sources, departure.place));
        links.link(node.clone(), Relation::DepartsFrom, Node::Duty(departure.duty.to_string()), place);
        for citation in &departure.cites {
            let evidence = Node::Evidence(citation.evidence.to_string());
            links.link(node.clone(), Relation::Cites, evidence, Some(at(sources, citation.place)));
        }
    }
    links
}
