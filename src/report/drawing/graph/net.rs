//! What is drawn of the links: duties, and what is cited for them. Requirements and facts are folded into the line between the two, which
//! says how many facts there are. Only what the assessment tells is drawn: what it withholds leaves no trace.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Links, Node, Relation};
use crate::model::assessment::{Assessment, DepartureResult, DutyResult, EvidenceResult, InstrumentInfo};
use crate::model::words::{Standing, Verdict};

/// Everything that is drawn.
pub(super) struct Net<'a> {
    /// The duties, by id.
    pub(super) duties: Vec<Drawn<'a>>,
    /// How many duties are left out: they were not judged, do not arise or are not yet due, and nothing is cited for them.
    pub(super) left_out: usize,
    /// How many pieces of evidence no drawn duty reads anything of.
    pub(super) loose: usize,
    instruments: BTreeMap<&'a str, &'a InstrumentInfo>,
    evidence: BTreeMap<&'a str, &'a EvidenceResult>,
    departures: BTreeMap<&'a str, &'a DepartureResult>,
}

/// A duty that is drawn.
pub(super) struct Drawn<'a> {
    /// It.
    pub(super) duty: &'a DutyResult,
    /// How many facts were read for it and stated.
    pub(super) read: usize,
    /// How many were sought and not stated.
    pub(super) sought: usize,
    /// What is cited for it.
    pub(super) ties: BTreeMap<Ground<'a>, Tie>,
}

/// What is cited for a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground<'a> {
    /// A departure from it, by id.
    Departure(&'a str),
    /// A piece of evidence, by id.
    Evidence(&'a str),
}

/// How something is cited for a duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tie {
    /// How many facts cite it that the duty's rule asked for.
    pub(super) facts: usize,
    /// Whether it supports one of them for a requirement of the duty.
    pub(super) supports: bool,
    /// Whether it is a departure, or records one.
    pub(super) departs: bool,
}

impl<'a> Net<'a> {
    /// What is drawn of an audit.
    pub(super) fn of(links: &Links, assessment: &'a Assessment) -> Self {
        let mut net = Self {
            duties: Vec::new(),
            left_out: 0,
            loose: 0,
            instruments: assessment.instruments.iter().map(|one| (one.id.as_str(), one)).collect(),
            evidence: assessment.evidence.iter().map(|one| (one.id.as_str(), one)).collect(),
            departures: assessment.departures.iter().map(|one| (one.id.as_str(), one)).collect(),
        };
        for duty in &assessment.duties {
            let ties = if is_withheld(duty) { BTreeMap::new() } else { net.ties(links, duty) };
            if ties.is_empty() && !arises(duty) {
                net.left_out += 1;
                continue;
            }
            let pairs = &duty.requirements;
            let read: BTreeSet<&str> =
                pairs.iter().flat_map(|pair| &pair.facts).map(|fact| fact.path.as_str()).collect();
            let sought: BTreeSet<&str> = pairs.iter().flat_map(|pair| &pair.missing).map(String::as_str).collect();
            net.duties.push(Drawn { duty, read: read.len(), sought: sought.len(), ties });
        }
        let tied: BTreeSet<Ground<'_>> = net.duties.iter().flat_map(|drawn| drawn.ties.keys().copied()).collect();
        net.loose = net.evidence.keys().filter(|id| !tied.contains(&Ground::Evidence(id))).count();
        net
    }

    fn ties(&self, links: &Links, duty: &DutyResult) -> BTreeMap<Ground<'a>, Tie> {
        let mut ties: BTreeMap<Ground<'a>, Tie> = BTreeMap::new();
        let node = Node::Duty(duty.id.to_string());
        let mut facts: BTreeSet<&Node> = BTreeSet::new();
        for requirement in links.from(&node, Relation::AsksFor) {
            facts.extend(links.from(requirement, Relation::Read));
            for evidence in self.evidence(&links.from(requirement, Relation::ShownBy)) {
                ties.entry(evidence).or_default().supports = true;
            }
        }
        for fact in facts {
            for evidence in self.evidence(&links.from(fact, Relation::Cites)) {
                ties.entry(evidence).or_default().facts += 1;
            }
        }
        for departure in links.into(&node, Relation::DepartsFrom) {
            let Some((id, _)) = self.departures.get_key_value(departure.name()) else { continue };
            ties.entry(Ground::Departure(id)).or_default().departs = true;
            for evidence in self.evidence(&links.from(departure, Relation::Cites)) {
                ties.entry(evidence).or_default().departs = true;
            }
        }
        ties
    }

    /// Those that are evidence and that the assessment tells of.
    fn evidence(&self, nodes: &[&Node]) -> Vec<Ground<'a>> {
        let ids = nodes.iter().filter(|node| matches!(node, Node::Evidence(_))).map(|node| node.name());
        ids.filter_map(|id| self.evidence.get_key_value(id)).map(|(id, _)| Ground::Evidence(id)).collect()
    }

    /// The title of the instrument that lays down a duty; its id where it is not catalogued.
    pub(super) fn instrument(&self, duty: &'a DutyResult) -> (&'a str, &'a str) {
        let Some(id) = &duty.source.instrument else { return ("", "no instrument named") };
        (id.as_str(), self.instruments.get(id.as_str()).map_or(id.as_str(), |info| info.title.as_str()))
    }

    /// A piece of evidence by its id.
    pub(super) fn piece(&self, id: &str) -> Option<&'a EvidenceResult> {
        self.evidence.get(id).copied()
    }

    /// A departure by its id.
    pub(super) fn departure(&self, id: &str) -> Option<&'a DepartureResult> {
        self.departures.get(id).copied()
    }
}

fn is_withheld(duty: &DutyResult) -> bool {
    duty.standing == Standing::Withheld || duty.verdict == Verdict::Withheld
}

fn arises(duty: &DutyResult) -> bool {
    let is_judged = !matches!(duty.verdict, Verdict::Unread | Verdict::Unpublished);
    is_judged && !matches!(duty.standing, Standing::NotApplicable | Standing::NotYetDue)
}
