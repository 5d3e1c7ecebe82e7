//! Profiles from a dictionary: every type of fact, mostly such that the rules are met, sometimes odd.

use std::collections::{BTreeMap, BTreeSet};

use sprcheck::load::Case;
use sprcheck::model::dates::{Day, Period, Unit};
use sprcheck::model::dictionary::{Dictionary, TermId, TermKind, ValueType};
use sprcheck::model::facts::{Content, Fact, FactId, Facts, Scalar};
use sprcheck::model::ids::KindId;
use sprcheck::model::law::{Duty, Law};

use super::chance::Chance;
use super::profile::{Beside, Complete, Evidence, Node, Profile, words};

/// What facts are generated with.
pub(crate) struct Maker<'l, 'c, 't> {
    pub(crate) law: &'l Law,
    pub(crate) chance: &'c mut Chance<'t>,
    pub(crate) as_of: Day,
    pub(crate) force: String,
    /// Evidence of kinds such that every requirement is shown by one of them.
    pub(crate) cites: Vec<String>,
    /// In how many of a hundred cases a fact is not there, is odd, or is not cited in full.
    pub(crate) absent: usize,
    pub(crate) odd: usize,
    pub(crate) uncited: usize,
}

/// A few kinds of evidence that show every requirement between them.
pub(crate) fn kinds(law: &Law) -> Vec<KindId> {
    let mut open: Vec<&BTreeSet<KindId>> =
        law.duties().flat_map(|duty| &duty.requirements).map(|requirement| &*requirement.shown_by).collect();
    let mut chosen = Vec::new();
    while !open.is_empty() {
        let mut counts: BTreeMap<&KindId, usize> = BTreeMap::new();
        for kind in open.iter().flat_map(|kinds| kinds.iter()) {
            *counts.entry(kind).or_default() += 1;
        }
        let Some((best, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else { break };
        let best = best.clone();
        open.retain(|kinds| !kinds.contains(&best));
        chosen.push(best);
    }
    chosen
}

impl Maker<'_, '_, '_> {
    pub(crate) fn day(&self, days: i64) -> Day {
        self.as_of.plus(Period { count: days, unit: Unit::Days }).unwrap_or(self.as_of)
    }

    /// A whole profile; facts are those of `base` where it is given.
    pub(crate) fn profile(&mut self, base: Option<Node>) -> Profile {
        let mut digests = BTreeMap::new();
        let evidence = self.evidence(&mut digests);
        let facts = match base {
            Some(mut base) => {
                self.enrich(&mut base, Dictionary::ROOT);
                base
            }
            None => self
                .node(Dictionary::ROOT, false)
                .unwrap_or(Node::Record { beside: Beside::default(), children: Vec::new() }),
        };
        let departures = self.departures();
        let bodies = match self.chance.below(8) {
            6 => vec![],
            7 => vec!["{ kind: mayor, from: 2017-05-08 }".into()],
            _ => vec!["{ kind: pcc, from: 2012-11 }".into()],
        };
        let stated_on = match self.chance.below(10) {
            7 => self.day(-200).to_string(),
            8 => self.day(20).to_string(),
            9 => self.day(-20).to_string()[..7].to_owned(),
            _ => self.as_of.to_string(),
        };
        Profile { force: self.force.clone(), bodies, stated_on, facts, departures, evidence, digests }
    }

    fn evidence(&mut self, digests: &mut BTreeMap<String, String>) -> Vec<(String, Evidence)> {
        let mut found = Vec::new();
        for cite in self.cites.clone() {
            let kind = cite.trim_start_matches("e-").to_owned();
            let mut evidence: Evidence =
                vec![("title".into(), "A document".into()), ("owner".into(), "An office".into())];
            let mut put = |key: &str, value: String| evidence.push((key.into(), value));
            put("kind", if self.chance.percent(5) { "board-paper".into() } else { kind });
            let mut held = "{ custodian: An office, reference: R 1 }".to_owned();
            let mut dated = Some(self.day(-40).to_string());
            match self.chance.below(if self.odd > 0 { 22 } else { 1 }) {
                11 => dated = None,
                12 => dated = Some(self.day(5).to_string()),
                13 => dated = Some(self.day(-700).to_string()),
                14 => put("draft", "true".into()),
                15 => put("draft", self.day(-3).to_string()),
                16 => put("withdrawn", self.day(-1).to_string()[..7].to_owned()),
                17 => {
                    put("superseded", self.day(-2).to_string());
                    put("superseded_by", self.cites[0].clone());
                }
                18 => put("valid_until", self.day(-2).to_string()),
                19 => put("valid_until", self.day(200).to_string()[..7].to_owned()),
                at @ 20.. => {
                    held = format!("{{ path: {cite}.pdf }}");
                    let digest = |digit: &str| format!("sha256:{}", digit.repeat(64));
                    put("reviewed", format!("{{ on: {}, by: An office, digest: '{}' }}", self.day(-9), digest("a")));
                    if at == 20 || self.chance.percent(50) {
                        digests.insert(format!("{cite}.pdf"), digest(if self.chance.percent(50) { "a" } else { "b" }));
                    }
                }
                _ => {}
            }
            if !(self.odd > 0 && self.chance.percent(5)) {
                evidence.push(("held_at".into(), held));
            }
            evidence.extend(dated.map(|dated| ("dated".into(), dated)));
            found.push((cite, evidence));
        }
        found
    }

    pub(crate) fn beside(&mut self) -> Beside {
        let mut beside = Beside { cites: self.cites.clone(), ..Beside::default() };
        if self.chance.percent(self.uncited) {
            beside.cites = match self.chance.below(2) {
                0 => Vec::new(),
                _ => self.cites.iter().filter(|_| self.chance.below(2) == 0).cloned().collect(),
            };
        }
        if self.chance.percent(self.odd / 3) {
            let days = *self.chance.pick(&[-400, 10, -100, 0]);
            beside.stated_on = Some(self.day(days).to_string());
        }
        if self.chance.percent(self.odd / 3) {
            let days = *self.chance.pick(&[-400, 10, -100, 0]);
            beside.since = Some(self.day(days).to_string());
        }
        beside
    }

    fn node(&mut self, term: TermId, sparse: bool) -> Option<Node> {
        let law = self.law;
        let held = law.dictionary.term(term);
        let is_root = held.path.is_empty();
        if sparse && self.chance.percent(self.absent) {
            return None;
        }
        Some(match &held.kind {
            TermKind::Record(children) => {
                if !is_root && self.chance.percent(self.odd / 10) {
                    return Some(Node::Nothing { beside: self.beside() });
                }
                let beside = if is_root { Beside::default() } else { self.beside() };
                let wanted = children.iter().filter(|(step, _)| !(is_root && &***step == "departures"));
                let children =
                    wanted.filter_map(|(step, term)| Some((step.to_string(), self.node(*term, true)?))).collect();
                Node::Record { beside, children }
            }
            TermKind::Collection { entry, keyed_by, .. } => {
                let keys = match keyed_by {
                    Some(set) => self.members(set.as_str()),
                    None => ["north", "south", "west"].iter().map(|key| (*key).to_owned()).collect(),
                };
                let mut entries = Vec::new();
                let most = if keyed_by.is_some() { keys.len() } else { self.chance.below(4) };
                for key in keys.iter().take(most) {
                    entries.extend(self.node(*entry, true).map(|node| (key.clone(), node)));
                }
                let mut complete = None;
                if self.chance.percent(70) {
                    // Every entry that is there, and at times one of which nothing is stated.
                    let mut members: Vec<String> = entries.iter().map(|(key, _)| key.clone()).collect();
                    if self.chance.percent(20) {
                        members.extend(keys.iter().find(|key| !members.contains(key)).cloned());
                    }
                    complete = Some(self.complete(members));
                }
                Node::Collection { entries, complete }
            }
            TermKind::Value(kind) => self.value(kind),
            TermKind::List(kind) => self.list(kind),
        })
    }

    fn complete(&mut self, members: Vec<String>) -> Complete {
        let days = *self.chance.pick(&[-3000, -3000, -3000, -800, 5]);
        let from = if self.chance.percent(80) { Some(self.day(days).to_string()) } else { None };
        Complete { members, from, beside: self.beside() }
    }

    /// The members of a set, as the law closes it for the force at any date; else some of the profile's own.
    fn members(&self, set: &str) -> Vec<String> {
        let own = || vec!["north".to_owned(), "south".to_owned()];
        let Some(known) = self.law.sets.get(set) else { return own() };
        let closed: BTreeSet<String> = known
            .closed
            .iter()
            .filter(|closed| closed.force.as_deref().is_none_or(|force| force == self.force))
            .flat_map(|closed| closed.members.iter().map(ToString::to_string))
            .collect();
        if closed.is_empty() { own() } else { closed.into_iter().collect() }
    }

    fn scalar(&mut self, kind: &ValueType) -> String {
        let odd = self.chance.percent(self.odd);
        match kind {
            ValueType::YesNo => (!odd).to_string(),
            ValueType::Count if odd => self.chance.below(6).to_string(),
            ValueType::Count => "3".into(),
            ValueType::Number if odd => (*self.chance.pick(&["-2", "0", "2.5", "3", "7"])).into(),
            ValueType::Number => "3".into(),
            ValueType::Text => "something".into(),
            ValueType::Choice(choices) => words(self.chance.pick::<String>(choices)),
            ValueType::Event | ValueType::Limit => {
                let usual = if *kind == ValueType::Event { -30 } else { 100 };
                let days = match odd {
                    true => *self.chance.pick(&[-10, -60, -200, -370, -800, -2500, 0, 1, 30, 400]),
                    false => usual,
                };
                let text = self.day(days).to_string();
                match if odd { self.chance.below(4) } else { 0 } {
                    2 => text[..7].to_owned(),
                    3 => text[..4].to_owned(),
                    _ => text,
                }
            }
            ValueType::Member(set) => {
                let members = self.members(set.as_str());
                words(self.chance.pick::<String>(&members))
            }
        }
    }

    fn value(&mut self, kind: &ValueType) -> Node {
        let odd = self.odd;
        if self.chance.percent(odd / 5) {
            return Node::Nothing { beside: if self.chance.percent(60) { self.beside() } else { Beside::default() } };
        }
        let value = self.scalar(kind);
        let mut qualifiers = String::new();
        if matches!(kind, ValueType::Count | ValueType::Number) && self.chance.percent(odd) {
            qualifiers = match self.chance.below(3) {
                0 => "at_least: true".into(),
                1 => "at_most: true".into(),
                _ if value == "-2" => "about: [-3, -1]".into(),
                _ => format!(
                    "about: [{value}, {}]",
                    value.parse::<i64>().map_or_else(|_| "9.5".to_owned(), |low| (low + 2).to_string())
                ),
            };
        }
        if *kind == ValueType::Event && self.chance.percent(odd / 4) {
            qualifiers = "planned: true".into();
        }
        let beside = if self.chance.percent(odd / 4) { self.beside() } else { Beside::default() };
        Node::Value { value, qualifiers, beside }
    }

    fn list(&mut self, kind: &ValueType) -> Node {
        if self.chance.percent(self.odd / 5) {
            return Node::Nothing { beside: self.beside() };
        }
        let all: Vec<String> = match kind {
            ValueType::Choice(choices) => choices.iter().map(|choice| words(choice)).collect(),
            ValueType::Member(set) => self.members(set.as_str()).iter().map(|member| words(member)).collect(),
            ValueType::Text => ["first thing", "second thing", "third thing"].map(str::to_owned).to_vec(),
            ValueType::Event => [-5, -25, -45, -65].map(|days| self.day(days).to_string()).to_vec(),
            kind => (0..3).map(|_| self.scalar(kind)).collect(),
        };
        let sparse = self.chance.percent(self.odd);
        let items = all.into_iter().filter(|_| !sparse || self.chance.below(2) == 0).collect();
        let beside = if self.chance.percent(self.odd / 4) { self.beside() } else { Beside::default() };
        let complete = if self.chance.percent(40) {
            let own = if self.chance.percent(self.odd) { self.beside() } else { Beside::default() };
            Some(Complete { beside: own, ..self.complete(Vec::new()) })
        } else {
            None
        };
        Node::List { items, complete, beside }
    }

    fn departures(&mut self) -> Node {
        let law = self.law;
        let duties: Vec<&Duty> = law.duties().filter(|duty| !duty.requirements.is_empty()).collect();
        let mut entries = Vec::new();
        for key in ["first", "second", "third"].iter().take(self.chance.below(4)) {
            let duty = *self.chance.pick(&duties);
            let odd = self.odd;
            let requirements: Vec<&_> = duty.requirements.iter().filter(|_| self.chance.below(2) == 0).collect();
            let sets: BTreeSet<&str> =
                requirements.iter().filter_map(|r| r.for_each.as_ref()).map(|set| set.as_str()).collect();
            // Of a collection of the profile any key will do only if it is there; so only sets of the law are named.
            let known = sets.iter().filter(|set| law.sets.contains_key(**set));
            let mut subjects: Vec<String> = known.flat_map(|set| self.members(set)).collect();
            subjects.retain(|_| self.chance.below(3) > 0);
            let mut children: Vec<(String, Node)> = Vec::new();
            let plain = |value: String| Node::Value { value, qualifiers: String::new(), beside: Beside::default() };
            let list = |items: Vec<String>| Node::List { items, complete: None, beside: Beside::default() };
            let mut put = |chance: &mut Chance<'_>, key: &str, node: Node| {
                if key == "duty" || !chance.percent(odd / 4) {
                    children.push((key.into(), node));
                }
            };
            let (until, decided_on) =
                (*self.chance.pick(&[100, 100, 100, -1, 0]), *self.chance.pick(&[-50, -50, -50, 3]));
            let (until, decided_on) = (self.day(until).to_string(), self.day(decided_on).to_string());
            put(self.chance, "duty", plain(duty.id.to_string()));
            put(self.chance, "requirements", list(requirements.iter().map(|r| r.id.to_string()).collect()));
            if !subjects.is_empty() {
                put(self.chance, "subjects", list(subjects));
            }
            put(self.chance, "decided_by", list(duty.owed_by.iter().map(ToString::to_string).collect()));
            put(self.chance, "decided_on", plain(decided_on));
            put(self.chance, "reason", plain("a reason".into()));
            put(self.chance, "until", plain(until));
            entries.push(((*key).to_owned(), Node::Record { beside: self.beside(), children }));
        }
        let members = entries.iter().map(|(key, _)| key.clone()).collect();
        let complete = if self.chance.percent(50) { Some(self.complete(members)) } else { None };
        Node::Collection { entries, complete }
    }

    /// Cites evidence for facts that came without, spreads entries over the members of their sets, and makes a few facts odd.
    fn enrich(&mut self, node: &mut Node, term: TermId) {
        let law = self.law;
        match (node, &law.dictionary.term(term).kind) {
            (Node::Record { beside, children }, TermKind::Record(terms)) => {
                if term != Dictionary::ROOT && beside.cites.is_empty() {
                    beside.cites = self.beside().cites;
                }
                for (key, child) in children.iter_mut() {
                    if let Some(term) = terms.get(key.as_str()) {
                        self.enrich(child, *term);
                    }
                }
                // What the base leaves out is at times made up.
                for (step, term) in terms {
                    let there = children.iter().any(|(key, _)| *key == **step);
                    if !there && &**step != "departures" && self.chance.percent(self.odd / 2) {
                        children.extend(self.node(*term, true).map(|node| (step.to_string(), node)));
                    }
                }
            }
            (Node::Collection { entries, complete }, TermKind::Collection { entry, keyed_by, .. }) => {
                if let (Some(set), Some((_, first))) = (keyed_by, entries.first().cloned()) {
                    for key in self.members(set.as_str()) {
                        if entries.iter().all(|(known, _)| *known != key) && self.chance.percent(80) {
                            entries.push((key, first.clone()));
                        }
                    }
                }
                for (_, node) in entries.iter_mut() {
                    self.enrich(node, *entry);
                }
                match complete {
                    Some(complete) => {
                        let members: Vec<String> = entries.iter().map(|(key, _)| key.clone()).collect();
                        complete.members.extend(
                            members.into_iter().filter(|key| !complete.members.contains(key)).collect::<Vec<_>>(),
                        );
                        complete.beside.cites = self.beside().cites;
                    }
                    None if self.chance.percent(50) => {
                        let members = entries.iter().map(|(key, _)| key.clone()).collect();
                        *complete = Some(self.complete(members));
                    }
                    None => {}
                }
            }
            (node @ (Node::Value { .. } | Node::List { .. }), kind) if self.chance.percent(self.odd / 2) => {
                *node = match kind {
                    TermKind::Value(kind) => self.value(kind),
                    TermKind::List(kind) => self.list(kind),
                    _ => return,
                };
            }
            _ => {}
        }
    }
}

/// The facts of a profile as read, to be written again.
pub(crate) fn node_of(facts: &Facts, id: FactId) -> Option<Node> {
    let fact = facts.get(id)?;
    Some(match &fact.content {
        Content::Missing | Content::Closure { .. } => return None,
        Content::Absence => Node::Nothing { beside: beside_of(fact, facts, true) },
        Content::Value(scalar) => {
            let (value, qualifiers) = written(scalar);
            let planned = if fact.planned { "planned: true" } else { "" };
            Node::Value { value, qualifiers: format!("{qualifiers}{planned}"), beside: beside_of(fact, facts, false) }
        }
        Content::Record(children) => {
            let children: Vec<(String, Node)> = children
                .iter()
                .filter(|(step, _)| !(fact.path.is_empty() && &***step == "departures"))
                .filter_map(|(step, id)| Some((step.to_string(), node_of(facts, *id)?)))
                .collect();
            fact.place?;
            Node::Record { beside: beside_of(fact, facts, true), children }
        }
        Content::Entries { entries, closure, .. } => {
            fact.place?;
            let entries =
                entries.iter().filter_map(|(key, id)| Some((key.to_string(), node_of(facts, *id)?))).collect();
            Node::Collection { entries, complete: closure.and_then(|id| complete_of(facts, id)) }
        }
        Content::List { items, closure } => {
            let items = items
                .iter()
                .filter_map(|id| match &facts.get(*id)?.content {
                    Content::Value(scalar) => Some(written(scalar).0),
                    _ => None,
                })
                .collect();
            Node::List {
                items,
                complete: closure.and_then(|id| complete_of(facts, id)),
                beside: beside_of(fact, facts, false),
            }
        }
    })
}

fn complete_of(facts: &Facts, id: FactId) -> Option<Complete> {
    let fact = facts.get(id)?;
    let Content::Closure { members, from } = &fact.content else { return None };
    let members = members.iter().map(|member| words(member)).collect();
    Some(Complete { members, from: from.map(|from| from.to_string()), beside: beside_of(fact, facts, true) })
}

/// What a fact says itself; a value that says what its record says need not.
fn beside_of(fact: &Fact, facts: &Facts, always: bool) -> Beside {
    let cites: Vec<String> = fact.cites.iter().map(|cite| cite.evidence.to_string()).collect();
    let of_record = fact.parent.and_then(|parent| facts.get(parent)).is_some_and(|parent| parent.cites == fact.cites);
    Beside {
        bare: false,
        cites: if of_record && !always { Vec::new() } else { cites },
        stated_on: None,
        since: fact.since.map(|since| since.to_string()),
    }
}

fn written(scalar: &Scalar) -> (String, String) {
    match scalar {
        Scalar::YesNo(yes) => (yes.to_string(), String::new()),
        Scalar::Text(text) => (words(text), String::new()),
        Scalar::Dates(dates) => (dates.to_string(), String::new()),
        Scalar::Number(number) => match (number.low, number.high) {
            (Some(low), Some(high)) if low == high => (low.to_string(), String::new()),
            (Some(low), Some(high)) => (low.to_string(), format!("about: [{low}, {high}]")),
            (Some(low), None) => (low.to_string(), "at_least: true".into()),
            (None, Some(high)) => (high.to_string(), "at_most: true".into()),
            (None, None) => ("0".into(), String::new()),
        },
    }
}

/// What the cases of the rules state whose every expectation is `met`, by their date.
pub(crate) fn bases(cases: &[Case]) -> BTreeMap<Day, Node> {
    let mut bases: BTreeMap<Day, Node> = BTreeMap::new();
    for case in cases {
        let met = case.expect.iter().all(|(_, expected, _)| {
            format!("{expected:?}").contains("Met)") && !format!("{expected:?}").contains("NotMet")
        });
        let Some(node) = node_of(&case.profile.facts, case.profile.facts.root()).filter(|_| met) else { continue };
        match bases.get_mut(&case.as_of) {
            Some(base) => merge(base, node),
            None => {
                bases.insert(case.as_of, node);
            }
        }
    }
    for base in bases.values_mut() {
        strip(base);
    }
    bases
}

/// Cases cite themselves; what is made of them cites evidence of its own.
pub(crate) fn strip(node: &mut Node) {
    match node {
        Node::Record { beside, children } => {
            beside.cites.clear();
            children.iter_mut().for_each(|(_, child)| strip(child));
        }
        Node::Collection { entries, complete } => {
            complete.iter_mut().for_each(|complete| complete.beside.cites.clear());
            entries.iter_mut().for_each(|(_, entry)| strip(entry));
        }
        Node::Value { beside, .. } | Node::Nothing { beside } => beside.cites.clear(),
        Node::List { complete, beside, .. } => {
            complete.iter_mut().for_each(|complete| complete.beside.cites.clear());
            beside.cites.clear();
        }
        Node::Null | Node::Empty(_) => {}
    }
}

fn merge(into: &mut Node, from: Node) {
    match (into, from) {
        (Node::Record { children, .. }, Node::Record { children: new, .. }) => merge_children(children, new),
        (Node::Collection { entries, complete }, Node::Collection { entries: new, complete: closed }) => {
            merge_children(entries, new);
            if complete.is_none() {
                *complete = closed;
            }
            if let Some(complete) = complete {
                let missing: Vec<String> =
                    entries.iter().map(|(key, _)| key.clone()).filter(|key| !complete.members.contains(key)).collect();
                complete.members.extend(missing);
            }
        }
        (into, from) => *into = from,
    }
}

fn merge_children(into: &mut Vec<(String, Node)>, from: Vec<(String, Node)>) {
    for (key, node) in from {
        match into.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => merge(known, node),
            None => into.push((key, node)),
        }
    }
}
