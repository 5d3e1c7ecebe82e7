//! Where that is stated which keeps a duty open: the line that somebody would look at first.

use std::collections::BTreeMap;

use crate::ask::plan::{awaits_review, sections_changed};
use crate::model::assessment::{At, FactRead, PairResult};
use crate::model::diff::DutyChange;
use crate::model::document::Reading;
use crate::model::facts::Citation;
use crate::model::gate::InRepository;
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::profile::{HeldAt, Profile, Reviewed, SectionReview};
use crate::model::words::{Outcome, Support};

use super::accepting::is_open;
use super::places::Places;

/// Where each section that is cited was revised, by evidence and anchor.
pub(super) type Revised = BTreeMap<(EvidenceId, String), Option<InRepository>>;

impl Places<'_, '_> {
    /// Where a duty is open. Of its pairs the most telling: one that is not met, else one that erred, else one that could not be told,
    /// else one that is met and not shown; of several such the first. Of that pair:
    ///
    /// - what could not be told: the place that would hold the first fact that is missing;
    /// - what is met and suspect: the heading of the section that waits for a review, or the citation of it;
    /// - what else is met and not shown: the first fact that nothing supports, or on which nobody may rely any longer;
    /// - otherwise the first fact that the rule compares, not one that only says whether it applies;
    ///
    /// and where there is none such, the first fact that it read or missed, or the rule that judges it.
    pub(super) fn open(&self, id: &DutyId) -> Option<InRepository> {
        let duty = self.inquiry.duty(id)?;
        let mut pairs: Vec<&PairResult> = duty.requirements.iter().filter(|pair| is_open(pair)).collect();
        pairs.sort_by_key(|pair| rank(pair.outcome));
        pairs.into_iter().find_map(|pair| {
            let facts = || pair.facts.iter().map(|fact| &fact.at).chain(pair.sought.iter().map(|sought| &sought.at));
            self.telling(id, pair)
                .or_else(|| facts().find_map(|at| self.profile(at)))
                .or_else(|| self.rules(pair.rule.as_ref()?, &duty.rule_set))
        })
    }

    fn telling(&self, id: &DutyId, pair: &PairResult) -> Option<InRepository> {
        let first = |at: Option<&At>| at.and_then(|at| self.profile(at));
        match pair.outcome {
            Outcome::Met if pair.support == Some(Support::Suspect) => {
                self.waiting(pair).or_else(|| first(self.unshown(pair).next().map(|fact| &fact.at)))
            }
            Outcome::Met => first(self.unshown(pair).next().map(|fact| &fact.at)),
            Outcome::Unknown if !pair.sought.is_empty() => first(pair.sought.first().map(|sought| &sought.at)),
            _ => first(self.compared(id, pair).map(|fact| &fact.at)),
        }
    }

    /// The facts of a pair that nothing supports, or on which nobody may rely any longer.
    fn unshown<'f>(&self, pair: &'f PairResult) -> impl Iterator<Item = &'f FactRead> {
        let as_of = self.inquiry.as_of();
        let over = move |fact: &FactRead| fact.holds_until.is_some_and(|until| until < as_of);
        pair.facts.iter().filter(move |fact| fact.supported_by.is_empty() || over(fact))
    }

    /// The first fact of a pair that its rule reads where it compares, behind the condition under which it applies.
    fn compared<'f>(&self, id: &DutyId, pair: &'f PairResult) -> Option<&'f FactRead> {
        let case = self.inquiry.case();
        let outline = case.rules().engine().outline(case.rules().law(), id)?;
        let says = outline.rulings.iter().find(|ruling| ruling.id == pair.id)?.says.place;
        let facts = &case.profile().facts;
        pair.facts.iter().find(|fact| {
            let term = facts.find(&fact.path).and_then(|id| facts.get(id)).map(|fact| fact.term);
            let read = term.and_then(|term| outline.reads.get(&term));
            read.is_some_and(|at| at.file == says.file && (at.line, at.column) >= (says.line, says.column))
        })
    }

    /// Where the document was revised, or a review of it recorded, that turns pairs of a duty: the first such section that they cite.
    pub(super) fn revised(&self, change: &DutyChange, revised: &Revised) -> Option<InRepository> {
        let facts = &self.inquiry.case().profile().facts;
        let turned = |pair: &&PairResult| {
            change.pairs.iter().any(|turned| turned.requirement == pair.id && turned.subject == pair.subject)
        };
        let pairs = self.inquiry.duty(&change.id)?.requirements.iter().filter(turned);
        let read = pairs.flat_map(|pair| &pair.facts).filter_map(|fact| facts.get(facts.find(&fact.path)?));
        let mut cites = read.flat_map(|fact| &fact.cites);
        cites.find_map(|cite| revised.get(&(cite.evidence.clone(), cite.anchor.clone()?))?.clone())
    }

    /// What was revised between two sides of every section that is cited: the heading, or the citation where it is gone; and where only
    /// a review of it was recorded, that.
    pub(super) fn all_revised(&self, before: &Profile) -> Revised {
        let after = self.inquiry.case().profile();
        let mut all = Revised::new();
        for (id, own) in after.evidence.iter() {
            let Some(Reviewed::Sections(reviews)) = &own.reviewed else { continue };
            let old = before.evidence.get(id).and_then(|own| match &own.reviewed {
                Some(Reviewed::Sections(reviews)) => Some(reviews.as_slice()),
                _ => None,
            });
            let kept = |one: &SectionReview| {
                old.unwrap_or_default().iter().any(|old| (&old.section, &old.digest) == (&one.section, &one.digest))
            };
            for review in reviews.iter().filter(|review| !kept(review)) {
                all.insert((id.clone(), review.section.clone()), self.place(review.place));
            }
        }
        for one in sections_changed(before, after) {
            let heading = one.innermost.as_ref().and_then(|now| self.beside(&now.file, now.line));
            let place = heading.or_else(|| one.cited.first().and_then(|place| self.place(*place)));
            all.insert((one.evidence, one.section), place);
        }
        all
    }

    /// The heading of the first section that a pair cites and that waits for a review; where none can be found, the citation.
    fn waiting(&self, pair: &PairResult) -> Option<InRepository> {
        let profile = self.inquiry.case().profile();
        let read = self.unshown(pair).filter_map(|fact| profile.facts.get(profile.facts.find(&fact.path)?));
        let mut waiting = read.flat_map(|fact| &fact.cites).filter(|cite| {
            let own = profile.evidence.get(&cite.evidence);
            own.is_some_and(|own| awaits_review(own, cite.anchor.as_deref().unwrap_or_default()))
        });
        waiting.find_map(|cite| self.heading(cite).or_else(|| self.place(cite.place)))
    }

    /// The line of a section that is reviewed by itself. Of a document that is reviewed as a whole no section is the one.
    fn heading(&self, cite: &Citation) -> Option<InRepository> {
        let profile = self.inquiry.case().profile();
        let own = profile.evidence.get(&cite.evidence)?;
        let (Some(HeldAt::Path { path, .. }), Some(Reviewed::Sections(_))) = (&own.held_at, &own.reviewed) else {
            return None;
        };
        let Reading::Document(document) = profile.documents.get(path)? else { return None };
        let line = document.find(cite.anchor.as_deref()?)?.line();
        self.beside(path, line)
    }

    /// A line of a document that lies beside the profile.
    pub(super) fn beside(&self, path: &str, line: u32) -> Option<InRepository> {
        let case = self.inquiry.case();
        let profile = case.sources().get(case.profile().place.file)?;
        let folder = profile.shown.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let file = (self.locate)(&format!("{folder}/{path}"))?;
        Some(InRepository { file, line, column: 1 })
    }
}

/// What tells most first.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotMet => 0,
        Outcome::Error => 1,
        Outcome::Unknown => 2,
        _ => 3,
    }
}
