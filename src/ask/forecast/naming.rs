//! What turns, by name: what a reader calls it, who is to see to it, where it stands.

use crate::assess::{Cause as Turning, EvidenceTurn};
use crate::audit::Case;
use crate::evaluate::Turned;
use crate::load::digest;
use crate::model::assessment::{At, DutyResult, PairResult};
use crate::model::dates::{Dates, Day};
use crate::model::facts::{Content, FactId, Scalar};
use crate::model::forecast::{Cause, CauseKind};
use crate::model::ids::{DepartureId, Holder, InstrumentId, RequirementId, SetId, SubjectId};
use crate::model::place::Place;
use crate::model::profile::Evidence;

use super::owed_by;

/// Names what turns on one day.
pub(in crate::ask) struct Naming<'c> {
    case: &'c Case<'c>,
    day: Day,
}

/// What is told of a cause besides its kind and its name.
struct Told {
    title: String,
    carries: Option<Dates>,
    owner: String,
    at: At,
}

impl<'c> Naming<'c> {
    pub(in crate::ask) fn new(case: &'c Case<'c>, day: Day) -> Self {
        Self { case, day }
    }

    /// The causes that something which turns, of the duty `now`, is told as.
    pub(in crate::ask) fn of(&self, turning: &Turning, now: &DutyResult) -> Vec<Cause> {
        match turning {
            Turning::Evidence(id, turn) => {
                let evidence = self.case.profile().evidence.get(id);
                evidence.map(|evidence| self.of_evidence(evidence, *turn)).into_iter().collect()
            }
            Turning::Age(id) => self.of_fact(CauseKind::StatementAged, *id),
            Turning::Latest(id) => self.of_fact(CauseKind::LatestAged, *id),
            Turning::DepartureBegins(id) => self.of_departure(CauseKind::DepartureBegins, id),
            Turning::DepartureEnds(id) => self.of_departure(CauseKind::DepartureEnds, id),
            Turning::Holders => vec![self.of_holders(now)],
            Turning::Judging(turned) => self.of_judging(turned, now),
        }
    }

    /// What becomes of a piece of evidence.
    pub(super) fn of_evidence(&self, evidence: &Evidence, turn: EvidenceTurn) -> Cause {
        let (kind, carries) = match turn {
            EvidenceTurn::Dated => (CauseKind::EvidenceDated, evidence.dated),
            EvidenceTurn::Settled => (CauseKind::EvidenceSettled, self.yesterday()),
            EvidenceTurn::Withdrawn => (CauseKind::EvidenceWithdrawn, evidence.withdrawn),
            EvidenceTurn::Superseded => (CauseKind::EvidenceSuperseded, evidence.superseded),
            EvidenceTurn::Expired => (CauseKind::EvidenceExpired, evidence.valid_until),
            EvidenceTurn::ReviewDue => (CauseKind::EvidenceReviewDue, self.yesterday()),
            EvidenceTurn::Accepted(on) => (CauseKind::EvidenceAccepted, Some(on)),
        };
        let (title, owner) = (evidence.title.clone(), evidence.owner.clone());
        self.cause(kind, evidence.id.as_str(), Told { title, carries, owner, at: self.at(evidence.place) })
    }

    /// That another duty, which is read, comes out otherwise.
    pub(super) fn of_duty(&self, other: &DutyResult) -> Cause {
        self.whole(CauseKind::RestsOn, other)
    }

    fn of_judging(&self, turned: &Turned, now: &DutyResult) -> Vec<Cause> {
        match turned {
            Turned::Deadline { requirement, subject, last } => {
                vec![self.of_pair(CauseKind::Deadline, now, (requirement, subject.as_ref()), Some(Dates::on(*last)))]
            }
            Turned::LookBack { requirement, subject } => {
                vec![self.of_pair(CauseKind::LookBack, now, (requirement, subject.as_ref()), None)]
            }
            Turned::Planned { fact: Some(fact), .. } => self.of_fact(CauseKind::PlanCome, *fact),
            Turned::Planned { fact: None, .. } => vec![self.whole(CauseKind::PlanCome, now)],
            Turned::Stated(fact) => self.of_fact(CauseKind::StatementBegins, *fact),
            Turned::Compared { facts } if facts.is_empty() => vec![self.whole(CauseKind::DatePassed, now)],
            Turned::Compared { facts } => {
                facts.iter().flat_map(|fact| self.of_fact(CauseKind::DatePassed, *fact)).collect()
            }
            Turned::DutyInForce => vec![self.whole(CauseKind::DutyInForce, now)],
            Turned::InstrumentInForce(id) => vec![self.of_instrument(id, now)],
            Turned::Holders => vec![self.of_holders(now)],
            Turned::Set(id) => vec![self.of_set(id, now)],
            Turned::Closure(fact) => self.of_fact(CauseKind::ClosureBegins, *fact),
            Turned::Unclear => vec![self.whole(CauseKind::Unclear, now)],
        }
    }

    fn of_fact(&self, kind: CauseKind, id: FactId) -> Vec<Cause> {
        let profile = self.case.profile();
        let Some(fact) = profile.facts.get(id) else { return Vec::new() };
        let term = self.case.rules().law().dictionary.term(fact.term);
        let carries = match (kind, &fact.content) {
            (CauseKind::StatementAged | CauseKind::LatestAged, _) => self.yesterday(),
            (CauseKind::StatementBegins, _) => Some(fact.stated_on),
            (CauseKind::ClosureBegins, Content::Closure { from, .. }) => *from,
            (_, Content::Value(Scalar::Dates(dates))) => Some(*dates),
            _ => None,
        };
        let place = profile.facts.nearest_place(id).unwrap_or(profile.place);
        let told = Told { title: term.means.clone(), carries, owner: term.held_by.clone(), at: self.at(place) };
        vec![self.cause(kind, &fact.path, told)]
    }

    fn of_departure(&self, kind: CauseKind, id: &DepartureId) -> Vec<Cause> {
        let Some(departure) = self.case.profile().departures.get(id) else { return Vec::new() };
        let carries = if kind == CauseKind::DepartureEnds { departure.until } else { departure.decided_on };
        let owner = and(departure.decided_by.iter().map(Holder::title));
        let title = departure.reason.clone().unwrap_or_default();
        vec![self.cause(kind, id.as_str(), Told { title, carries, owner, at: self.at(departure.place) })]
    }

    fn of_pair(
        &self,
        kind: CauseKind,
        now: &DutyResult,
        (requirement, subject): (&RequirementId, Option<&SubjectId>),
        carries: Option<Dates>,
    ) -> Cause {
        let is_it = |pair: &&PairResult| pair.id == *requirement && pair.subject.as_ref() == subject;
        let pair = now.requirements.iter().find(is_it);
        let title = pair.map_or_else(|| now.title.clone(), |pair| pair.states.clone());
        let at = pair.map_or_else(|| now.at.clone(), |pair| pair.at.clone());
        let subject = subject.map_or_else(String::new, |subject| format!("/{subject}"));
        let name = format!("{}/{requirement}{subject}", now.id);
        self.cause(kind, &name, Told { title, carries, owner: and(owed_by(now)), at })
    }

    /// What concerns a duty as a whole.
    fn whole(&self, kind: CauseKind, duty: &DutyResult) -> Cause {
        let (title, owner, at) = (duty.title.clone(), and(owed_by(duty)), duty.at.clone());
        let carries = (kind == CauseKind::DutyInForce).then(|| self.edge(duty.in_force)).flatten();
        self.cause(kind, duty.id.as_str(), Told { title, carries, owner, at })
    }

    fn of_instrument(&self, id: &InstrumentId, now: &DutyResult) -> Cause {
        let instrument = self.case.rules().law().instruments.get(id);
        let title = instrument.map_or_else(|| id.to_string(), |instrument| instrument.title.clone());
        let at = instrument.map_or_else(|| now.at.clone(), |instrument| self.at(instrument.place));
        let carries = instrument.and_then(|instrument| self.edge(instrument.in_force));
        self.cause(CauseKind::InstrumentInForce, id.as_str(), Told { title, carries, owner: and(owed_by(now)), at })
    }

    fn of_set(&self, id: &SetId, now: &DutyResult) -> Cause {
        let set = self.case.rules().law().sets.get(id);
        let title = set.map_or_else(|| id.to_string(), |set| set.title.clone());
        let at = set.map_or_else(|| now.at.clone(), |set| self.at(set.place));
        self.cause(CauseKind::SetChanged, id.as_str(), Told { title, carries: None, owner: and(owed_by(now)), at })
    }

    fn of_holders(&self, now: &DutyResult) -> Cause {
        let profile = self.case.profile();
        let turns = |body: &&crate::model::profile::PolicingBody| self.edge(body.in_force).is_some();
        let body = profile.force.policing_bodies.iter().find(turns);
        let at = self.at(body.map_or(profile.place, |body| body.place));
        let title = body.map_or_else(|| profile.force.name.clone(), |body| body.kind.title());
        let carries = body.and_then(|body| self.edge(body.in_force));
        let told = Told { title, carries, owner: and(owed_by(now)), at };
        self.cause(CauseKind::HolderChanged, "force.policing_bodies", told)
    }

    /// The end of a stretch of time at which something begins or ends on this day.
    fn edge(&self, stretch: crate::model::law::InForce) -> Option<Dates> {
        let begins = stretch.from.filter(|from| from.first() == self.day || from.last() == self.day);
        let yesterday = self.day.yesterday();
        let ends = |until: &Dates| Some(until.first()) == yesterday || Some(until.last()) == yesterday;
        begins.or(stretch.until.filter(ends))
    }

    fn yesterday(&self) -> Option<Dates> {
        self.day.yesterday().map(Dates::on)
    }

    fn at(&self, place: Place) -> At {
        At::of(self.case.sources(), place)
    }

    fn cause(&self, kind: CauseKind, name: &str, told: Told) -> Cause {
        let force = &self.case.profile().force.id;
        let digest = digest(format!("{force}\n{}\n{name}\n{}", kind.as_str(), self.day).as_bytes());
        let uid = digest.trim_start_matches("sha256:").chars().take(32).collect();
        let Told { title, carries, owner, at } = told;
        Cause { kind, name: name.to_owned(), title, carries, owner, at, uid }
    }
}

fn and(names: impl IntoIterator<Item = String>) -> String {
    names.into_iter().collect::<Vec<_>>().join(" and ")
}
