//! What shows what: the documents, the facts that they show for the duties, and what the graph of these says rests on one alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assembler, Times};
use crate::graph::dominators;
use crate::model::dates::Day;
use crate::model::facts::FactId;
use crate::model::ids::{DutyId, EvidenceId, KindId};
use crate::model::profile::Profile;

use super::super::impact::{fold, same_document};
use super::super::inquiry::Inquiry;
use super::is_standing;

/// A document: evidence that is held under one place and reference, however many ids it has.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its ids that show something a duty read; sorted, at least one.
    pub(super) ids: Vec<EvidenceId>,
    /// The last day on which it shows a state without being renewed.
    pub(super) review_due: Option<Day>,
}

/// A fact as it is shown by some kinds of evidence; the kinds by their number.
type Shown = (FactId, usize);

/// What shows what, for the duties that stand.
pub(super) struct Shows {
    /// The documents, in the order of their first ids.
    pub(super) documents: Vec<Document>,
    /// The number of each piece of evidence's document.
    document_of: BTreeMap<EvidenceId, usize>,
    /// What shows each fact that is shown.
    shown_by: BTreeMap<Shown, Vec<EvidenceId>>,
    /// The shown facts that each duty asked for.
    of_duty: BTreeMap<DutyId, Vec<Shown>>,
}

/// A node of the graph that tells what rests on what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Root,
    Post(String),
    Document(usize),
    Evidence(EvidenceId),
    Shown(Shown),
}

impl Shows {
    pub(super) fn of(inquiry: &Inquiry<'_>) -> Self {
        let case = inquiry.case();
        let question = case.question(case.profile(), inquiry.as_of());
        let assembler = Assembler::new(&question, Times::on(inquiry.as_of()));
        let mut kinds: BTreeMap<&BTreeSet<KindId>, usize> = BTreeMap::new();
        let mut shown_by: BTreeMap<Shown, Vec<EvidenceId>> = BTreeMap::new();
        let mut of_duty: BTreeMap<DutyId, Vec<Shown>> = BTreeMap::new();
        for result in inquiry.assessment().duties.iter().filter(|duty| is_standing(duty)) {
            let Some((duty, rests)) = question.law.duty(result.id.as_str()).zip(inquiry.rests(&result.id)) else {
                continue;
            };
            let mut own: BTreeSet<Shown> = BTreeSet::new();
            for requirement in &duty.requirements {
                let next = kinds.len();
                let number = *kinds.entry(&requirement.shown_by).or_insert(next);
                for id in &rests.facts {
                    let shown = (*id, number);
                    let by = shown_by.entry(shown).or_insert_with(|| assembler.shown_now(*id, requirement));
                    if !by.is_empty() {
                        own.insert(shown);
                    }
                }
            }
            of_duty.insert(result.id.clone(), own.into_iter().collect());
        }
        shown_by.retain(|_, by| !by.is_empty());
        let (documents, document_of) = documents(case.profile(), &shown_by, &assembler);
        Self { documents, document_of, shown_by, of_duty }
    }

    /// By document, the duties that may fall if it alone goes: it, or a piece of evidence that is all there is of it, is passed on every way
    /// to something that they read.
    pub(super) fn resting_alone(&self) -> BTreeMap<usize, BTreeSet<DutyId>> {
        let documents = self.document_of.iter().map(|(id, number)| (Part::Document(*number), id));
        let edges = documents
            .flat_map(|(document, id)| [(Part::Root, document.clone()), (document, Part::Evidence(id.clone()))]);
        self.resting(edges.collect(), |part| match part {
            Part::Document(number) => Some(*number),
            _ => None,
        })
    }

    /// By post, as [`fold`] gives it, the duties that may fall if all its evidence goes.
    pub(super) fn resting_on_posts(&self, profile: &Profile) -> BTreeMap<String, BTreeSet<DutyId>> {
        let owned = self.document_of.keys().filter_map(|id| Some((id, fold(&profile.evidence.get(id)?.owner))));
        let edges = owned.flat_map(|(id, owner)| {
            let post = Part::Post(owner);
            [(Part::Root, post.clone()), (post, Part::Evidence(id.clone()))]
        });
        self.resting(edges.collect(), |part| match part {
            Part::Post(owner) => Some(owner.clone()),
            _ => None,
        })
    }

    fn resting<K: Ord>(
        &self,
        mut edges: Vec<(Part, Part)>,
        named: impl Fn(&Part) -> Option<K>,
    ) -> BTreeMap<K, BTreeSet<DutyId>> {
        for (shown, by) in &self.shown_by {
            edges.extend(by.iter().map(|id| (Part::Evidence(id.clone()), Part::Shown(*shown))));
        }
        let above = dominators(&Part::Root, edges);
        let mut resting: BTreeMap<K, BTreeSet<DutyId>> = BTreeMap::new();
        for (duty, shown) in &self.of_duty {
            let passed = shown.iter().filter_map(|shown| above.get(&Part::Shown(*shown))).flatten();
            for key in passed.filter_map(&named) {
                resting.entry(key).or_default().insert(duty.clone());
            }
        }
        resting
    }

    /// The sets of documents, each no larger than `most`, that are all that shows something a duty asked for.
    pub(super) fn sets(&self, duty: &DutyId, most: usize) -> BTreeSet<BTreeSet<usize>> {
        let shown = self.of_duty.get(duty).into_iter().flatten().filter_map(|shown| self.shown_by.get(shown));
        let set = |by: &Vec<EvidenceId>| by.iter().filter_map(|id| self.document_of.get(id)).copied().collect();
        shown.map(set).filter(|set: &BTreeSet<usize>| set.len() <= most).collect()
    }

    /// The ids of documents.
    pub(super) fn ids(&self, documents: &BTreeSet<usize>) -> Vec<EvidenceId> {
        let documents = documents.iter().filter_map(|number| self.documents.get(*number));
        documents.flat_map(|document| document.ids.iter().cloned()).collect()
    }
}

/// The documents of what shows anything, and the number of each piece of evidence's.
fn documents(
    profile: &Profile,
    shown_by: &BTreeMap<Shown, Vec<EvidenceId>>,
    assembler: &Assembler<'_>,
) -> (Vec<Document>, BTreeMap<EvidenceId, usize>) {
    let showing: BTreeSet<&EvidenceId> = shown_by.values().flatten().collect();
    let mut documents: Vec<Document> = Vec::new();
    let mut document_of = BTreeMap::new();
    let mut held: Vec<(&crate::model::profile::HeldAt, usize)> = Vec::new();
    for evidence in showing.into_iter().filter_map(|id| profile.evidence.get(id)) {
        let review_due = assembler.reviewed_until(evidence);
        let same = evidence.held_at.as_ref().and_then(|at| held.iter().find(|(other, _)| same_document(at, other)));
        let number = same.map_or(documents.len(), |(_, number)| *number);
        match documents.get_mut(number) {
            Some(document) => {
                document.ids.push(evidence.id.clone());
                // The last of them to be renewed still shows it.
                document.review_due = document.review_due.zip(review_due).map(|(a, b)| a.max(b));
            }
            None => documents.push(Document { ids: vec![evidence.id.clone()], review_due }),
        }
        held.extend(evidence.held_at.as_ref().map(|at| (at, number)));
        document_of.insert(evidence.id.clone(), number);
    }
    (documents, document_of)
}
