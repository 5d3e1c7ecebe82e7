//! What can be taken out of a profile, and the profile without it.
//!
//! A place is named by its path: `facts.a.b` is a fact, record, entry or departure, `facts.a.b[1]` an element of a list,
//! `facts.a#complete` a closure, `facts.a.b#cites[0]` a citation, `evidence:id` a piece of evidence and `evidence:id#dated` a part of it.
//!
//! A value that loses its citations keeps an empty list of them, or those of its record would count for it.
//!
//! Not taken out: a member named by a closure. `complete: { members: [a, b] }` says that there are no others than a and b; without b it
//! says something else, and does not say less. A member of a closed *list* can be replaced by nothing, which leaves its place. Nor the
//! `duty` of a departure, without which the profile is refused; nor what qualifies a statement (`stated_on`, `since`, `planned`, a bound,
//! `from`, `withdrawn`), for the same reason as the members.

use std::collections::{BTreeMap, BTreeSet};

use super::chance::Chance;
use super::profile::{Beside, Complete, Node, Profile};

/// How something is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// The key goes too.
    Delete,
    /// The key stays, without a value.
    Null,
    /// A mapping stays that states nothing.
    Empty,
}

/// What is taken out.
pub(crate) type Gone = BTreeMap<String, How>;

/// Either notes every place that there is, or says what becomes of it.
struct Walk<'g> {
    gone: &'g Gone,
    places: Vec<(String, Vec<How>)>,
}

/// Every place that can be taken out of a profile, with the ways in which it can.
pub(crate) fn places(profile: &Profile) -> Vec<(String, Vec<How>)> {
    let nothing = Gone::new();
    let mut walk = Walk { gone: &nothing, places: Vec::new() };
    walk.profile(profile);
    walk.places
}

/// The profile without some of it.
pub(crate) fn without(profile: &Profile, gone: &Gone) -> Profile {
    Walk { gone, places: Vec::new() }.profile(profile)
}

/// Some places: often one, sometimes a few, sometimes very many.
pub(crate) fn choose(profile: &Profile, chance: &mut Chance<'_>) -> Gone {
    let places = places(profile);
    let mut gone = Gone::new();
    if places.is_empty() {
        return gone;
    }
    let how_many = match chance.below(6) {
        0..3 => 1,
        3 => 1 + chance.below(4),
        4 => 1 + chance.below(30),
        _ => 1 + chance.below(places.len()),
    };
    // A family of places of one kind, so that a thousand facts do not hide the three closures.
    let kinds: BTreeSet<&str> = places.iter().map(|(path, _)| kind(path)).collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let only = if chance.percent(60) { Some(*chance.pick(&kinds)) } else { None };
    let places: Vec<_> = places.iter().filter(|(path, _)| only.is_none_or(|only| kind(path) == only)).collect();
    for _ in 0..how_many {
        let (path, ways) = chance.pick(&places);
        gone.insert(path.clone(), *chance.pick(ways));
    }
    gone
}

fn kind(path: &str) -> &str {
    if path.starts_with("evidence:") {
        "evidence"
    } else if path.starts_with("departures") {
        "departure"
    } else if path.contains("#cites") {
        "citation"
    } else if path.ends_with("#complete") {
        "closure"
    } else if path.ends_with(']') {
        "item"
    } else {
        "fact"
    }
}

impl Walk<'_> {
    fn ask(&mut self, path: &str, ways: &[How]) -> Option<How> {
        self.places.push((path.to_owned(), ways.to_vec()));
        self.gone.get(path).copied()
    }

    fn profile(&mut self, profile: &Profile) -> Profile {
        let mut left = profile.clone();
        left.facts = self.node(&profile.facts, "facts", false);
        left.departures = self.node(&profile.departures, "departures", false);
        left.evidence.clear();
        for (id, evidence) in &profile.evidence {
            let path = format!("evidence:{id}");
            if self.ask(&path, &[How::Delete]).is_some() {
                continue;
            }
            let mut evidence = evidence.clone();
            for key in ["held_at", "dated"] {
                let there = evidence.iter().any(|(known, _)| known == key);
                if there && self.ask(&format!("{path}#{key}"), &[How::Delete]).is_some() {
                    evidence.retain(|(known, _)| known != key);
                }
            }
            left.evidence.push((id.clone(), evidence));
        }
        // Without a piece of evidence its citations go; that something was superseded by it stays, without its name.
        let known: BTreeSet<String> = left.evidence.iter().map(|(id, _)| id.clone()).collect();
        for (_, evidence) in &mut left.evidence {
            evidence.retain(|(key, value)| key != "superseded_by" || known.contains(value));
        }
        left.facts.uncite(&known);
        left.departures.uncite(&known);
        left
    }

    fn children(&mut self, children: &[(String, Node)], path: &str, locked: bool) -> Vec<(String, Node)> {
        let mut left = Vec::new();
        for (key, child) in children {
            let path = format!("{path}.{key}");
            let ways: &[How] = match child {
                Node::Record { .. } | Node::Collection { .. } | Node::Value { .. } => {
                    &[How::Delete, How::Null, How::Empty]
                }
                _ => &[How::Delete, How::Null],
            };
            let may_go = !(locked && key == "duty");
            match if may_go { self.ask(&path, ways) } else { None } {
                None => left.push((key.clone(), self.node(child, &path, path.starts_with("departures.")))),
                Some(How::Delete) => {}
                Some(How::Null) => left.push((key.clone(), Node::Null)),
                // A departure that says nothing is refused; one that is not there is not.
                Some(How::Empty) if path.starts_with("departures.") => left.push((key.clone(), Node::Null)),
                Some(How::Empty) => {
                    left.push((
                        key.clone(),
                        Node::Empty(if matches!(child, Node::Value { .. }) { "{ value: }" } else { "{}" }),
                    ));
                }
            }
        }
        left
    }

    fn node(&mut self, node: &Node, path: &str, locked: bool) -> Node {
        match node {
            Node::Record { beside, children } => {
                Node::Record { beside: self.beside(beside, path), children: self.children(children, path, locked) }
            }
            Node::Collection { entries, complete } => Node::Collection {
                complete: complete.as_ref().and_then(|complete| self.complete(complete, path)),
                entries: self.children(entries, path, false),
            },
            Node::Value { value, qualifiers, beside } => {
                Node::Value { value: value.clone(), qualifiers: qualifiers.clone(), beside: self.beside(beside, path) }
            }
            Node::Nothing { beside } => Node::Nothing { beside: self.beside(beside, path) },
            Node::List { items, complete, beside } => {
                let closed = complete.is_some();
                let left = complete.as_ref().and_then(|complete| self.complete(complete, path));
                // Without the claim that there are no others the same statement still names these.
                let beside = match complete {
                    Some(complete) if left.is_none() => complete.beside.clone().or(beside),
                    _ => beside.clone(),
                };
                let complete = left;
                let ways: &[How] = if closed { &[How::Null] } else { &[How::Delete, How::Null] };
                let mut left = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    match self.ask(&format!("{path}[{index}]"), ways) {
                        None => left.push(item.clone()),
                        Some(How::Delete) => {}
                        Some(_) => left.push("null".into()),
                    }
                }
                Node::List { items: left, complete, beside: self.beside(&beside, path) }
            }
            Node::Null | Node::Empty(_) => node.clone(),
        }
    }

    fn complete(&mut self, complete: &Complete, path: &str) -> Option<Complete> {
        let path = format!("{path}#complete");
        match self.ask(&path, &[How::Delete]) {
            Some(_) => None,
            None => Some(Complete { beside: self.beside(&complete.beside, &path), ..complete.clone() }),
        }
    }

    fn beside(&mut self, beside: &Beside, path: &str) -> Beside {
        let mut left = Beside { bare: beside.bare || !beside.cites.is_empty(), ..beside.clone() };
        left.cites.clear();
        if !beside.cites.is_empty() && self.ask(&format!("{path}#cites"), &[How::Delete]).is_some() {
            return left;
        }
        for (index, cite) in beside.cites.iter().enumerate() {
            if self.ask(&format!("{path}#cites[{index}]"), &[How::Delete]).is_none() {
                left.cites.push(cite.clone());
            }
        }
        left
    }
}

impl Node {
    fn uncite(&mut self, known: &BTreeSet<String>) {
        let keep = |beside: &mut Beside| {
            beside.bare |= !beside.cites.is_empty();
            beside.cites.retain(|cite| known.contains(cite.split('#').next().unwrap_or_default()));
        };
        match self {
            Self::Record { beside, children } => {
                keep(beside);
                children.iter_mut().for_each(|(_, child)| child.uncite(known));
            }
            Self::Collection { entries, complete } => {
                complete.iter_mut().for_each(|complete| keep(&mut complete.beside));
                entries.iter_mut().for_each(|(_, entry)| entry.uncite(known));
            }
            Self::List { complete, beside, .. } => {
                complete.iter_mut().for_each(|complete| keep(&mut complete.beside));
                keep(beside);
            }
            Self::Value { beside, .. } | Self::Nothing { beside } => keep(beside),
            Self::Null | Self::Empty(_) => {}
        }
    }
}

/// The smallest that is left of a profile and of what is taken out of it while something still holds of them.
pub(crate) fn smallest(profile: Profile, gone: Gone, holds: impl Fn(&Profile, &Gone) -> bool) -> (Profile, Gone) {
    let (mut profile, mut gone) = (profile, gone);
    loop {
        let mut smaller = false;
        for path in gone.keys().cloned().collect::<Vec<_>>() {
            let mut fewer = gone.clone();
            fewer.remove(&path);
            if !fewer.is_empty() && holds(&profile, &fewer) {
                gone = fewer;
                smaller = true;
            }
        }
        for (path, ways) in places(&profile) {
            // Elements are numbered, so what is taken out must not move them.
            let touches = gone.keys().any(|gone| gone.starts_with(&path) || path.ends_with(']'));
            if touches || !ways.contains(&How::Delete) {
                continue;
            }
            let left = without(&profile, &Gone::from([(path, How::Delete)]));
            if holds(&left, &gone) {
                profile = left;
                smaller = true;
            }
        }
        if !smaller {
            return (profile, gone);
        }
    }
}
