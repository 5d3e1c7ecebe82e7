//! For whom a requirement is judged: the members of a set, as closed by the law or by the profile.

use std::collections::BTreeMap;

use crate::model::dates::{Dates, Day};
use crate::model::dictionary::{Dictionary, TermKind};
use crate::model::facts::{Content, FactId, Facts};
use crate::model::ids::{SetId, SubjectId};
use crate::model::law::{Attribute, Closed, Law, SubjectSet};
use crate::model::profile::Profile;

use super::run::Run;
use super::turning::{edges, first_edge};

/// The subjects of a set on a date.
#[derive(Clone, Debug)]
pub(crate) struct Subjects {
    pub(crate) members: Vec<Subject>,
    pub(crate) closure: Closure,
    /// What a reader calls one of them.
    pub(crate) each: String,
    /// Whether each has a date of its own, on which the law that counts is the law for it.
    pub(crate) of_events: bool,
}

/// One subject.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) id: SubjectId,
    pub(crate) title: String,
    /// When it happened, if it is an event.
    pub(crate) event: Option<EventDate>,
}

/// When an event happened: as the law says, or as a fact of the profile says.
#[derive(Clone, Debug)]
pub(crate) enum EventDate {
    Law(Dates),
    Fact(FactId),
}

/// Who says that these are all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Closure {
    /// The rule set.
    Law,
    /// The profile, in this fact; complete from that date on, if it says so.
    Profile(FactId, Option<Dates>),
    /// Nobody; the path of the collection that could say so, if there is one.
    Open(Option<FactId>),
}

/// What the law says of a set, for one force and date.
pub(super) struct ByLaw {
    /// Its members, if the law closes it.
    pub(super) members: Option<Vec<SubjectId>>,
    /// The first later day on which it has others, or none.
    pub(super) turns: Option<Day>,
}

/// What the law says of every set that it knows, for this force on this date.
pub(super) fn by_law(law: &Law, force: &str, day: Day) -> BTreeMap<SetId, ByLaw> {
    let says = |set: &SubjectSet| {
        let stretches = set.closed.iter().filter(|closed| is_for(closed, force)).map(|closed| closed.in_force);
        ByLaw {
            members: members_on(set, force, day).map(<[SubjectId]>::to_vec),
            turns: first_edge(day, stretches.flat_map(edges), |day| members_on(set, force, day)),
        }
    };
    law.sets.values().map(|set| (set.id.clone(), says(set))).collect()
}

fn members_on<'s>(set: &'s SubjectSet, force: &str, day: Day) -> Option<&'s [SubjectId]> {
    set.closed
        .iter()
        .filter(|closed| is_for(closed, force))
        .find(|closed| closed.in_force.covers_day(day) == Some(true))
        .map(|closed| closed.members.as_slice())
}

fn is_for(closed: &Closed, force: &str) -> bool {
    closed.force.as_deref().is_none_or(|of| of == force)
}

/// The subjects of a set that a requirement names, as a run finds them.
pub(super) fn of(set: &SetId, law: &Law, profile: &Profile, run: &Run) -> Subjects {
    let facts = &profile.facts;
    let known = law.sets.get(set);
    if let (Some(known), Some(members)) = (known, run.closed_by_law(set)) {
        let members = members.iter().map(|id| member(known, id)).collect();
        let of_events = known.event.is_some();
        return Subjects { members, closure: Closure::Law, each: known.title.clone(), of_events };
    }
    let node = if set.as_str() == "departures" { Some(profile.departures_node) } else { facts.find(set.as_str()) };
    let each = known.map_or_else(|| each_of(facts, &law.dictionary, node, set), |known| known.title.clone());
    let Some((id, Content::Entries { entries, closure, .. })) =
        node.and_then(|id| run.asks(id).map(|fact| (id, &fact.content)))
    else {
        let of_events = known.is_some_and(|known| known.event.is_some());
        return Subjects { members: Vec::new(), closure: Closure::Open(node), each, of_events };
    };
    if let Some((set, members)) =
        keyed_by(facts, &law.dictionary, id).and_then(|set| law.sets.get(&set).zip(run.closed_by_law(&set)))
    {
        let members = members.iter().map(|id| member(set, id)).collect();
        let of_events = set.event.is_some();
        return Subjects { members, closure: Closure::Law, each, of_events };
    }
    let event = event_of(facts, &law.dictionary, id);
    let subject = |key: &str| {
        let entry = entries.get(key).copied();
        let event =
            event.as_deref().zip(entry).and_then(|(event, entry)| child(run, entry, event)).map(EventDate::Fact);
        let title = known
            .and_then(|known| known.members.get(key))
            .map_or_else(|| key.to_owned(), |member| member.title.clone());
        Subject { id: SubjectId::from(key), title, event }
    };
    if let Some(closure) = closure.filter(|closure| run.closes(*closure))
        && let Some(Content::Closure { members, from }) = facts.get(closure).map(|fact| &fact.content)
    {
        // An entry that the closure does not name is there all the same, and is judged.
        let is_there =
            |id: FactId| run.asks(id).is_some_and(|fact| fact.place.is_some() && run.is_of_its_time(id, fact));
        let others = entries.iter().filter(|(key, id)| !members.contains(*key) && is_there(**id)).map(|(key, _)| key);
        let members = members.iter().chain(others).map(|key| subject(key)).collect();
        return Subjects { members, closure: Closure::Profile(closure, *from), each, of_events: event.is_some() };
    }
    let stated = |id: FactId| run.asks(id).is_some_and(|fact| fact.place.is_some());
    let members = entries.iter().filter(|(_, entry)| stated(**entry)).map(|(key, _)| subject(key)).collect();
    Subjects { members, closure: Closure::Open(closure.or(Some(id))), each, of_events: event.is_some() }
}

fn member(set: &SubjectSet, id: &SubjectId) -> Subject {
    let member = set.members.get(id);
    let event =
        set.event.as_ref().and_then(|event| member?.attributes.get(event)).and_then(|attribute| match attribute {
            Attribute::Dates(dates) => Some(EventDate::Law(*dates)),
            _ => None,
        });
    Subject { id: id.clone(), title: member.map_or_else(|| id.to_string(), |member| member.title.clone()), event }
}

fn each_of(facts: &Facts, dictionary: &Dictionary, node: Option<FactId>, set: &SetId) -> String {
    let each = node.and_then(|id| facts.get(id)).and_then(|fact| match &dictionary.term(fact.term).kind {
        TermKind::Collection { each, .. } if !each.is_empty() => Some(each.clone()),
        _ => None,
    });
    each.unwrap_or_else(|| set.to_string())
}

fn keyed_by(facts: &Facts, dictionary: &Dictionary, id: FactId) -> Option<SetId> {
    match &dictionary.term(facts.get(id)?.term).kind {
        TermKind::Collection { keyed_by, .. } => keyed_by.clone(),
        _ => None,
    }
}

fn event_of(facts: &Facts, dictionary: &Dictionary, id: FactId) -> Option<String> {
    match &dictionary.term(facts.get(id)?.term).kind {
        TermKind::Collection { event, .. } => event.clone(),
        _ => None,
    }
}

fn child(run: &Run, id: FactId, name: &str) -> Option<FactId> {
    match &run.asks(id)?.content {
        Content::Record(children) => children.get(name).copied(),
        _ => None,
    }
}
