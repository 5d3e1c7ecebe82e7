//! What is otherwise about a part of a profile, as a reader sees it: what it said, what it says, and where.

use crate::assess::Assembler;
use crate::audit::Case;
use crate::model::assessment::At;
use crate::model::diff::{Aspect, Edit, EditKind};
use crate::model::facts::{Content, Fact, FactId, Facts};
use crate::model::ids::Holder;
use crate::model::law::InForce;
use crate::model::place::Place;
use crate::model::profile::{Departure, Draft, Evidence, Force, HeldAt, PolicingBody, Reviewed, SectionReview};

use super::edits::Otherwise;

/// One of the profiles, with what puts its facts into words.
pub(super) struct Side<'q> {
    pub(super) case: &'q Case<'q>,
    pub(super) assembler: Assembler<'q>,
}

/// What is otherwise, told.
pub(super) fn edit(before: &Side<'_>, after: &Side<'_>, what: &Otherwise) -> Edit {
    match what {
        Otherwise::Force(_) => force_edit(before, after),
        Otherwise::Departure(id, _, facts) => {
            let of = |side: &Side<'_>| side.case.profile().departures.get(id).cloned();
            let (own, other) = (of(before), of(after));
            let either = other.as_ref().or(own.as_ref());
            let mut says = departure(own.as_ref(), other.as_ref());
            if says.is_empty() {
                says = facts.iter().flat_map(|fact| fact_says(before, after, &fact.path)).collect();
                says.sort();
                says.dedup();
            }
            Edit {
                kind: kind(own.as_ref(), other.as_ref(), DEPARTURE),
                name: id.to_string(),
                title: either.and_then(|one| one.reason.clone()).unwrap_or_default(),
                owner: either.map(|one| holders(&one.decided_by)).unwrap_or_default(),
                says,
                was_at: own.as_ref().map(|own| before.at(own.place)),
                at: after.place(other.as_ref().map(|other| other.place), &format!("departures.{id}")),
            }
        }
        Otherwise::Evidence(id, _) => {
            let of = |side: &Side<'_>| side.case.profile().evidence.get(id).cloned();
            let (own, other) = (of(before), of(after));
            let either = other.as_ref().or(own.as_ref());
            Edit {
                kind: kind(own.as_ref(), other.as_ref(), EVIDENCE),
                name: id.to_string(),
                title: either.map(|one| one.title.clone()).unwrap_or_default(),
                owner: either.map(|one| one.owner.clone()).unwrap_or_default(),
                says: evidence(own.as_ref(), other.as_ref()),
                was_at: own.as_ref().map(|own| before.at(own.place)),
                at: after.at(other.map_or(after.case.profile().place, |other| other.place)),
            }
        }
        Otherwise::Fact(fact) => fact_edit(before, after, &fact.path),
    }
}

const DEPARTURE: [EditKind; 3] = [EditKind::DepartureAdded, EditKind::DepartureRemoved, EditKind::DepartureChanged];
const EVIDENCE: [EditKind; 3] = [EditKind::EvidenceAdded, EditKind::EvidenceRemoved, EditKind::EvidenceChanged];
const FACT: [EditKind; 3] = [EditKind::FactAdded, EditKind::FactRemoved, EditKind::FactChanged];

fn kind<T>(own: Option<&T>, other: Option<&T>, [added, removed, changed]: [EditKind; 3]) -> EditKind {
    match (own, other) {
        (None, _) => added,
        (Some(_), None) => removed,
        (Some(_), Some(_)) => changed,
    }
}

impl Side<'_> {
    fn facts(&self) -> &Facts {
        &self.case.profile().facts
    }

    fn at(&self, place: Place) -> At {
        At::of(self.case.sources(), place)
    }

    /// A place, or the nearest one that would hold a path.
    fn place(&self, place: Option<Place>, path: &str) -> At {
        let nearest = || above(path).find_map(|path| self.facts().nearest_place(self.facts().find(path)?));
        self.at(place.or_else(nearest).unwrap_or(self.case.profile().place))
    }

    fn stated(&self, path: &str) -> Option<(FactId, &Fact)> {
        let id = self.facts().find(path)?;
        self.facts().get(id).filter(|fact| fact.place.is_some()).map(|fact| (id, fact))
    }
}

/// A path and what it stands in, from the innermost.
fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rfind(['.', '[']).and_then(|end| path.get(..end)))
}

fn force_edit(before: &Side<'_>, after: &Side<'_>) -> Edit {
    let (own, other) = (before.case.profile(), after.case.profile());
    let place = |side: &Side<'_>| {
        let profile = side.case.profile();
        side.at(profile.force.policing_bodies.first().map_or(profile.place, |body| body.place))
    };
    Edit {
        kind: EditKind::ForceChanged,
        name: "force".into(),
        title: other.force.name.clone(),
        owner: String::new(),
        says: force(&own.force, &other.force),
        was_at: Some(place(before)),
        at: place(after),
    }
}

fn fact_edit(before: &Side<'_>, after: &Side<'_>, path: &str) -> Edit {
    let (own, other) = (before.stated(path), after.stated(path));
    let says = fact_says(before, after, path);
    let term = other.or(own).map(|(_, fact)| after.case.rules().law().dictionary.term(fact.term));
    let only = |what: &[&str]| !says.is_empty() && says.iter().all(|aspect| what.contains(&aspect.what));
    let kind = match kind(own.as_ref(), other.as_ref(), FACT) {
        EditKind::FactChanged if only(&[STATED, SINCE]) => EditKind::FactRestated,
        EditKind::FactChanged if only(&[CITES]) => EditKind::CitationChanged,
        kind => kind,
    };
    Edit {
        kind,
        name: path.to_owned(),
        title: term.map(|term| term.means.clone()).unwrap_or_default(),
        owner: term.map(|term| term.held_by.clone()).unwrap_or_default(),
        says,
        was_at: own.map(|_| before.place(None, path)),
        at: after.place(None, path),
    }
}

const VALUE: &str = "value";
const CITES: &str = "cites";
const STATED: &str = "stated on";
const SINCE: &str = "so since";

fn fact_says(before: &Side<'_>, after: &Side<'_>, path: &str) -> Vec<Aspect> {
    let (own, other) = (before.stated(path).map(|(_, fact)| fact), after.stated(path).map(|(_, fact)| fact));
    let mut says = Says::default();
    let value = |side: &Side<'_>, fact: Option<&Fact>| fact.map(|fact| side.assembler.value(fact));
    says.hold(VALUE, value(before, own), value(after, other));
    let complete = |fact: Option<&Fact>| match fact.map(|fact| &fact.content) {
        Some(Content::List { closure, .. }) => closure.map(|_| "yes".to_owned()),
        Some(Content::Closure { from, .. }) => {
            Some(from.map_or_else(|| "yes".to_owned(), |from| format!("from {from}")))
        }
        _ => None,
    };
    says.hold("complete", complete(own), complete(other));
    let cites = |fact: Option<&Fact>| {
        fact.map(|fact| fact.cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    says.hold(CITES, cites(own), cites(other));
    if own.is_some() && other.is_some() {
        says.hold(STATED, own.map(|fact| fact.stated_on), other.map(|fact| fact.stated_on));
    }
    let of = |fact: Option<&Fact>, tell: fn(&Fact) -> Option<String>| fact.and_then(tell);
    let rest: [Tell<Fact>; 4] = [
        (SINCE, |fact| fact.since.map(|since| since.to_string())),
        ("planned", |fact| fact.planned.then(|| "yes".to_owned())),
        ("marking", |fact| fact.marking.map(|marking| marking.to_string())),
        ("note", |fact| fact.note.clone()),
    ];
    for (what, tell) in rest {
        says.hold(what, of(own, tell), of(other, tell));
    }
    says.0
}

/// A respect, and what is said in it.
type Tell<T> = (&'static str, fn(&T) -> Option<String>);

/// What is otherwise, in the making.
#[derive(Default)]
struct Says(Vec<Aspect>);

impl Says {
    /// One more respect, if it is otherwise in it.
    fn hold<T: ToString>(&mut self, what: &'static str, from: Option<T>, to: Option<T>) {
        let text = |value: Option<T>| value.map(|value| value.to_string()).filter(|text| !text.is_empty());
        let (from, to) = (text(from), text(to));
        if from != to {
            self.0.push(Aspect { what, from, to });
        }
    }
}

/// What is otherwise about the force.
pub(super) fn force(own: &Force, other: &Force) -> Vec<Aspect> {
    let mut says = Says::default();
    says.hold("id", Some(&own.id), Some(&other.id));
    says.hold("name", Some(&own.name), Some(&other.name));
    let bodies = |force: &Force| force.policing_bodies.iter().map(body).collect::<Vec<_>>().join(", ");
    says.hold("policing bodies", Some(bodies(own)), Some(bodies(other)));
    says.0
}

fn body(body: &PolicingBody) -> String {
    format!("{}{}", body.kind, stretch(body.in_force))
}

fn stretch(in_force: InForce) -> String {
    let from = in_force.from.map_or_else(String::new, |from| format!(" from {from}"));
    let until = in_force.until.map_or_else(String::new, |until| format!(" until {until}"));
    format!("{from}{until}")
}

/// What is otherwise about a piece of evidence.
pub(super) fn evidence(own: Option<&Evidence>, other: Option<&Evidence>) -> Vec<Aspect> {
    let aspects: [Tell<Evidence>; 15] = [
        ("title", |it| Some(it.title.clone())),
        ("kind", |it| Some(it.kind.to_string())),
        ("dated", |it| it.dated.map(|dated| dated.to_string())),
        ("owner", |it| Some(it.owner.clone())),
        ("held at", |it| it.held_at.as_ref().map(held_at)),
        ("text of the file", |it| it.held_at.as_ref().and_then(text_of)),
        ("valid until", |it| it.valid_until.map(|until| until.to_string())),
        ("review every", |it| it.review_every.map(|every| every.to_string())),
        ("draft", |it| it.draft.map(draft)),
        ("withdrawn", |it| it.withdrawn.map(|withdrawn| withdrawn.to_string())),
        ("superseded", |it| it.superseded.map(|superseded| superseded.to_string())),
        ("superseded by", |it| it.superseded_by.as_ref().map(ToString::to_string)),
        ("marking", |it| it.marking.map(|marking| marking.to_string())),
        ("reviewed", |it| it.reviewed.as_ref().map(reviewed)),
        ("note", |it| it.note.clone()),
    ];
    let mut says = Says::default();
    for (what, tell) in aspects {
        says.hold(what, own.and_then(tell), other.and_then(tell));
    }
    says.0
}

fn held_at(at: &HeldAt) -> String {
    match at {
        HeldAt::Path { path, .. } => path.clone(),
        HeldAt::Url(url) => url.clone(),
        HeldAt::Custodian { custodian, reference } => format!("{custodian}: {reference}"),
    }
}

/// Which text the file has, of evidence that is a file.
fn text_of(at: &HeldAt) -> Option<String> {
    match at {
        HeldAt::Path { digest_now, .. } => Some(digest_now.clone().unwrap_or_else(|| "not at hand".into())),
        HeldAt::Url(_) | HeldAt::Custodian { .. } => None,
    }
}

fn draft(draft: Draft) -> String {
    match draft {
        Draft::Still => "yes".into(),
        Draft::Until(until) => format!("until {until}"),
    }
}

fn reviewed(reviewed: &Reviewed) -> String {
    match reviewed {
        Reviewed::Whole(review) => {
            let on = review.on.map_or_else(String::new, |on| format!("on {on}, "));
            let by = review.by.as_ref().map_or_else(String::new, |by| format!("by {by}, "));
            format!("{on}{by}{}", review.digest)
        }
        Reviewed::Sections(sections) => {
            let told = |one: &SectionReview| format!("#{} on {}, by {}, {}", one.section, one.on, one.by, one.digest);
            sections.iter().map(told).collect::<Vec<_>>().join("; ")
        }
    }
}

/// What is otherwise about a departure.
pub(super) fn departure(own: Option<&Departure>, other: Option<&Departure>) -> Vec<Aspect> {
    let aspects: [Tell<Departure>; 8] = [
        ("duty", |it| Some(it.duty.to_string())),
        ("requirements", |it| Some(joined(&it.requirements))),
        ("subjects", |it| Some(joined(&it.subjects))),
        ("decided by", |it| Some(joined(&it.decided_by))),
        ("decided on", |it| it.decided_on.map(|on| on.to_string())),
        ("reason", |it| it.reason.clone()),
        ("until", |it| it.until.map(|until| until.to_string())),
        (CITES, |it| Some(joined(&it.cites))),
    ];
    let mut says = Says::default();
    for (what, tell) in aspects {
        says.hold(what, own.and_then(tell), other.and_then(tell));
    }
    says.0
}

fn joined<T: ToString>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn holders(holders: &[Holder]) -> String {
    holders.iter().map(Holder::title).collect::<Vec<_>>().join(" and ")
}
