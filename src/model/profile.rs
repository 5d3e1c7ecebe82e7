//! What a profile says: the force, its facts, its evidence, its departures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dates::{Dates, Period};
use super::document::Reading;
use super::facts::{Citation, FactId, Facts};
use super::ids::{DepartureId, DutyId, EvidenceId, Holder, KindId, RequirementId, RuleSetName, SubjectId};
use super::law::InForce;
use super::place::Place;
use super::words::Marking;

/// One force, as it describes itself.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The rule sets for which it was written.
    pub uses: Vec<RuleSetName>,
    /// The force.
    pub force: Force,
    /// When the facts were stated, unless a fact says otherwise.
    pub stated_on: Dates,
    /// Why that date, where the source does not give it.
    pub stated_on_inferred: Option<String>,
    /// Its marking.
    pub marking: Marking,
    /// Its facts.
    pub facts: Arc<Facts>,
    /// The node of `departures` among the facts.
    pub departures_node: FactId,
    /// Its evidence.
    pub evidence: Arc<BTreeMap<EvidenceId, Evidence>>,
    /// The files beside it at which evidence is held, by the path that it gives; those that are not at hand are not among them.
    pub documents: Arc<BTreeMap<String, Reading>>,
    /// Its departures.
    pub departures: BTreeMap<DepartureId, Departure>,
    /// Facts of a rule set that it uses but that is not loaded.
    pub unread: Vec<UnreadFact>,
    /// The first place of the profile's own file.
    pub place: Place,
}

/// The force under audit.
#[derive(Clone, Debug)]
pub struct Force {
    /// Its id, as closed sets name it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The policing bodies that it has had.
    pub policing_bodies: Vec<PolicingBody>,
}

/// A policing body and when it is that of the force.
#[derive(Clone, Debug)]
pub struct PolicingBody {
    /// Which kind.
    pub kind: Holder,
    /// When.
    pub in_force: InForce,
    /// Where the profile says so.
    pub place: Place,
}

impl Force {
    /// Whether the force has such a holder on a date: `None` where that is not known.
    ///
    /// A chief officer is always there. With no policing body stated at all, none can be denied.
    #[must_use]
    pub fn has(&self, holder: &Holder, when: Dates) -> Option<bool> {
        if holder.as_str() == Holder::CHIEF_OFFICER {
            return Some(true);
        }
        if !holder.is_of_the_force() {
            return Some(false);
        }
        let answers: Vec<(bool, Option<bool>)> =
            self.policing_bodies.iter().map(|body| (body.kind == *holder, body.in_force.covers(when))).collect();
        if answers.iter().any(|(same, covers)| *same && *covers == Some(true)) {
            Some(true)
        } else if answers.iter().any(|(same, covers)| *same && covers.is_none()) {
            None
        } else if answers.iter().any(|(same, covers)| !*same && *covers == Some(true)) {
            Some(false)
        } else {
            None
        }
    }
}

/// A document, minute, certificate, data set or agreement.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: KindId,
    /// When it was made.
    pub dated: Option<Dates>,
    /// Who answers for it.
    pub owner: String,
    /// Where it is held; without it, it supports nothing.
    pub held_at: Option<HeldAt>,
    /// The last day on which it is valid.
    pub valid_until: Option<Dates>,
    /// How often it must be renewed, if not as its kind says.
    pub review_every: Option<Period>,
    /// Whether and until when it is a draft.
    pub draft: Option<Draft>,
    /// When it was withdrawn.
    pub withdrawn: Option<Dates>,
    /// When it was superseded.
    pub superseded: Option<Dates>,
    /// By what it was superseded.
    pub superseded_by: Option<EvidenceId>,
    /// Its marking, if not the profile's.
    pub marking: Option<Marking>,
    /// The review after which its text must not have changed.
    pub reviewed: Option<Reviewed>,
    /// A note for readers.
    pub note: Option<String>,
    /// Where the profile describes it.
    pub place: Place,
}

/// Where evidence is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldAt {
    /// A file beside the profile, relative to it.
    Path {
        /// The path with `/`.
        path: String,
        /// `sha256:` and the digest of the file as it is now; `None` if it is not at hand.
        digest_now: Option<String>,
    },
    /// An address.
    Url(String),
    /// A custodian and the reference under which they hold it.
    Custodian {
        /// Who holds it.
        custodian: String,
        /// Their reference.
        reference: String,
    },
}

/// That evidence is, or was, a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draft {
    /// With no known end.
    Still,
    /// To that day, included.
    Until(Dates),
}

/// What of a document was reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// All of it at once.
    Whole(Review),
    /// Some of its sections, each for itself; no section twice.
    Sections(Vec<SectionReview>),
}

/// A review of the whole text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// On which day.
    pub on: Option<Dates>,
    /// By which office.
    pub by: Option<String>,
    /// Why it was accepted.
    pub because: Option<String>,
    /// `sha256:` and the digest of the file as it was reviewed.
    pub digest: String,
    /// Where the profile records it.
    pub place: Place,
}

/// A review of one section of a document, those below it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionReview {
    /// The anchor of the section, as citations have it.
    pub section: String,
    /// On which day.
    pub on: Dates,
    /// By which office.
    pub by: String,
    /// Why it was accepted.
    pub because: String,
    /// `sha256:` and the digest of the section's text as it was reviewed, but for line endings and blanks at the end of lines.
    pub digest: String,
    /// The same of the text as it is now; `None` where there is no such section, or its document is not at hand.
    pub digest_now: Option<String>,
    /// Where the profile records it.
    pub place: Place,
}

impl SectionReview {
    /// Whether the text is still the one that was reviewed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.digest_now.as_ref() == Some(&self.digest)
    }
}

/// A recorded decision, for good reason, not to follow something.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Its id.
    pub id: DepartureId,
    /// From which duty.
    pub duty: DutyId,
    /// From which of its requirements; empty for all.
    pub requirements: Vec<RequirementId>,
    /// For which subjects; empty for all.
    pub subjects: Vec<SubjectId>,
    /// Which offices decided it.
    pub decided_by: Vec<Holder>,
    /// When it was decided.
    pub decided_on: Option<Dates>,
    /// Why.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Dates>,
    /// Where the decision is recorded.
    pub cites: Vec<Citation>,
    /// Where the profile records it.
    pub place: Place,
}

/// A fact that nothing loaded can read.
#[derive(Clone, Debug)]
pub struct UnreadFact {
    /// Its path.
    pub path: String,
    /// The rule set whose namespace it is in.
    pub rule_set: RuleSetName,
    /// The highest marking of it and of what it is a part of, if anything there is marked.
    pub marking: Option<Marking>,
    /// Where the profile states it.
    pub place: Place,
}
