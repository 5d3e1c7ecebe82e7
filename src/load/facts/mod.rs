//! The facts of a profile become an arena in which every path of the dictionary has its node, stated or not.

mod beside;
mod list;
mod sets;
mod unknown;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dates::Dates;
use crate::model::dictionary::{Dictionary, TermId, TermKind};
use crate::model::facts::{Citation, Content, Fact, FactId, Facts};
use crate::model::ids::{EvidenceId, RuleSetName};
use crate::model::law::Law;
use crate::model::problem::Code;
use crate::model::profile::{Evidence, UnreadFact};

use super::decode::Decoder;
use super::dictionary::RESERVED;
use super::nearest::quote;
use super::rule_set::DEPARTURES;
use super::yaml::{Kind, Node, Spot};

use beside::Beside;
pub(crate) use beside::marking;
use sets::Sets;

/// The most facts, stated or not, that a profile may unfold to.
const MAX_FACTS: usize = 500_000;

/// The word that states that a thing does not exist.
const NONE: &str = "none";

/// What the facts of one profile, or of one case, are read with.
pub(crate) struct FactReader<'d, 't, 'l> {
    decoder: &'d mut Decoder<'t>,
    law: &'l Law,
    /// When facts were stated that do not say so themselves.
    stated_on: Dates,
    support: Support<'l>,
    /// Rule sets whose namespaces nothing loaded can read.
    unloaded: Vec<RuleSetName>,
    sets: Sets<'l>,
    /// The node of `departures`, which stands beside the facts.
    departures: Option<&'t Node>,
    facts: Facts,
    unread: Vec<UnreadFact>,
    full: bool,
}

/// Where citations lead.
pub(crate) enum Support<'l> {
    /// To the evidence that the profile describes.
    Described(&'l BTreeMap<EvidenceId, Evidence>),
    /// All stated facts cite this, whatever they say: so in a case file.
    Implied {
        /// What they cite.
        cites: Citation,
        /// The paths at or beneath which anything is asked, each of one or two steps; other paths of the dictionary get no node. `None` for
        /// all paths.
        only: Option<&'l BTreeSet<String>>,
    },
}

/// The facts as read.
pub(crate) struct Read {
    pub(crate) facts: Facts,
    pub(crate) departures: FactId,
    pub(crate) unread: Vec<UnreadFact>,
}

/// Reads the mapping `facts` and the mapping `departures`.
pub(crate) fn facts<'t>(
    decoder: &mut Decoder<'t>,
    (facts, departures): (Option<&'t Node>, Option<&'t Node>),
    law: &Law,
    force: &str,
    stated_on: Dates,
    support: Support<'_>,
    unloaded: Vec<RuleSetName>,
) -> Read {
    let sets = Sets::new(law, force, decoder.tree, facts);
    let mut reader = FactReader {
        decoder,
        law,
        stated_on,
        support,
        unloaded,
        sets,
        departures,
        facts: Facts::default(),
        unread: Vec::new(),
        full: false,
    };
    reader.read(Slot { term: Dictionary::ROOT, path: String::new(), parent: None, node: facts }, &Beside::default());
    let root = reader.facts.root();
    let departures = reader.facts.find(DEPARTURES).unwrap_or(root);
    Read { facts: reader.facts, departures, unread: reader.unread }
}

/// A path to be filled, with what the profile says there.
struct Slot<'t> {
    term: TermId,
    path: String,
    parent: Option<FactId>,
    node: Option<&'t Node>,
}

impl<'t> Slot<'t> {
    /// The node, if it states anything.
    fn stated(&self) -> Option<&'t Node> {
        self.node.filter(|node| !node.is_blank())
    }
}

impl<'t, 'l> FactReader<'_, 't, 'l> {
    /// Fills a path and all below it. `beside` is what the record that holds it says of the values directly in it.
    fn read(&mut self, slot: Slot<'t>, beside: &Beside) -> FactId {
        let law = self.law;
        match &law.dictionary.term(slot.term).kind {
            TermKind::Record(children) => self.record(slot, children, beside),
            TermKind::Collection { entry, keyed_by, .. } => {
                self.collection(slot, *entry, keyed_by.as_ref().map(|set| set.as_str()))
            }
            TermKind::Value(kind) => self.value(slot, kind, beside),
            TermKind::List(kind) => self.list(slot, kind, beside),
        }
    }

    fn record(&mut self, slot: Slot<'t>, children: &'l BTreeMap<Arc<str>, TermId>, beside: &Beside) -> FactId {
        let mut own = Beside::default();
        let mut content = Content::Record(BTreeMap::new());
        let mut mapping = None;
        let mut place = None;
        if let Some(node) = slot.stated() {
            place = Some(self.decoder.place(node.label));
            if is_none(node) {
                own = beside.clone();
                content = Content::Absence;
            } else if matches!(node.kind, Kind::Mapping(_)) {
                own = self.beside(node);
                if self.says_none(node, slot.path.is_empty()) {
                    own = own.or(beside);
                    content = Content::Absence;
                    self.only_beside(node);
                } else {
                    mapping = Some(node);
                }
            } else {
                place = None;
                self.decoder.wrong_type(node, "a mapping of facts");
            }
        }
        if let Some(node) = mapping {
            self.report_unknown(node, &slot.path, children, own.marking);
        }
        let is_root = slot.path.is_empty();
        let is_record = matches!(content, Content::Record(_));
        let id = self.add(&slot, place, content, &own, false);
        let mut found = BTreeMap::new();
        for (step, &term) in children {
            let node = match mapping {
                _ if is_root && &**step == DEPARTURES => self.departures,
                Some(mapping) => self.decoder.tree.get(mapping, step),
                None => None,
            };
            let path = join(&slot.path, step);
            if !self.is_asked(&path) {
                continue;
            }
            found.insert(Arc::clone(step), self.read(Slot { term, path, parent: Some(id), node }, &own));
        }
        if is_record && let Some(fact) = self.facts.get_mut(id) {
            fact.content = Content::Record(found);
        }
        id
    }

    /// Whether anything is asked at, above or beneath a path.
    fn is_asked(&self, path: &str) -> bool {
        let Support::Implied { only: Some(only), .. } = &self.support else { return true };
        let is_under =
            |path: &str, of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        path.matches('.').count() > 1 || only.iter().any(|asked| is_under(asked, path) || is_under(path, asked))
    }

    /// Entries that `complete` does not name contradict it: these and no others, it says.
    fn report_unnamed(&mut self, mapping: &'t Node, members: &[Arc<str>], complete: Spot) {
        for entry in mapping.entries() {
            let key = &*entry.key;
            let is_stated = !matches!(self.decoder.tree.node(entry.value).kind, Kind::Null);
            if RESERVED.contains(&key) || !is_stated || members.iter().any(|member| &**member == key) {
                continue;
            }
            let message = format!("{} stands here, and `complete` does not name it", quote(key));
            let problem = self.decoder.problem(Code::UnknownMember, entry.spot, message);
            let place = self.decoder.place(complete);
            self.decoder.report(
                problem.help("name it among the members, or take it out").related(place, "these and no others"),
            );
        }
    }

    fn collection(&mut self, slot: Slot<'t>, entry_term: TermId, keyed_by: Option<&str>) -> FactId {
        let mapping = slot.stated().filter(|node| self.is_entries(node));
        let place = mapping.map(|node| self.decoder.place(node.label));
        let phantom_path = join(&slot.path, "*");
        let id = self.add(&slot, place, Content::Missing, &Beside::default(), false);
        let phantom =
            self.read(Slot { term: entry_term, path: phantom_path, parent: Some(id), node: None }, &Beside::default());
        let mut keys: BTreeMap<Arc<str>, Option<&'t Node>> = BTreeMap::new();
        let mut closure = None;
        let mut named: Option<(Vec<Arc<str>>, Spot)> = None;
        for entry in mapping.map(Node::entries).unwrap_or_default() {
            let node = self.decoder.tree.node(entry.value);
            if &*entry.key == "complete" {
                if matches!(node.kind, Kind::Null) {
                    continue;
                }
                let members = self.closed_keys(node, keyed_by);
                for key in &members {
                    keys.entry(Arc::clone(key)).or_insert(None);
                }
                named = Some((members.clone(), entry.spot));
                closure = Some(self.closure(&slot, id, node, members, &Beside::default()));
            } else if RESERVED.contains(&&*entry.key) {
                let message =
                    format!("`{}` stands beside the entries of a collection; it may stand in each entry", entry.key);
                self.decoder.fault(Code::UnknownKey, entry.spot, message);
            } else if self.is_key(&entry.key, entry.spot, keyed_by) {
                keys.insert(Arc::from(&*entry.key), Some(node));
            }
        }
        if let (Some((members, spot)), Some(mapping)) = (named, mapping) {
            self.report_unnamed(mapping, &members, spot);
        }
        for key in keyed_by.map(|set| self.sets.members(set)).unwrap_or_default() {
            keys.entry(key).or_insert(None);
        }
        let mut entries = BTreeMap::new();
        for (key, node) in keys {
            if self.full {
                break;
            }
            let path = join(&slot.path, &key);
            entries.insert(key, self.read(Slot { term: entry_term, path, parent: Some(id), node }, &Beside::default()));
        }
        if let Some(fact) = self.facts.get_mut(id) {
            fact.content = Content::Entries { entries, closure, phantom };
        }
        id
    }

    /// Whether a node can hold the entries of a collection; reported if not.
    fn is_entries(&mut self, node: &'t Node) -> bool {
        if is_none(node) {
            let message = "`none` stands for a whole collection; that there are no entries is said by `complete`";
            let problem = self.decoder.problem(Code::WrongType, node.spot, message);
            self.decoder.report(problem.help("write `{ complete: { members: [], cites: […] } }`"));
            return false;
        }
        self.decoder.mapping(node).is_some()
    }

    /// Whether a key may be that of an entry; reported if not.
    fn is_key(&mut self, key: &str, spot: Spot, set: Option<&str>) -> bool {
        if !self.decoder.is_subject(key, spot) {
            if let Some(problem) = self.decoder.problems.last_mut().filter(|_| key.contains('.')) {
                problem.help = Some(unknown::nested(key));
            }
            return false;
        }
        let Some((set, members)) = set.and_then(|set| Some((set, self.sets.closed(set)?))) else { return true };
        let known = members.contains(key);
        if !known {
            let message = format!("{} is no member of `{set}` for this force", quote(key));
            self.decoder.unknown(Code::UnknownMember, spot, message, key, members.iter().map(|member| &**member));
        }
        known
    }

    /// Adds a node. What is not stated carries nothing but its path, and the marking that stands where it would be.
    fn add(
        &mut self,
        slot: &Slot<'t>,
        place: Option<crate::model::place::Place>,
        content: Content,
        beside: &Beside,
        planned: bool,
    ) -> FactId {
        if !self.full && self.facts.len() >= MAX_FACTS {
            self.full = true;
            let spot = slot.node.map_or(Spot::START, |node| node.spot);
            let message = format!("the profile unfolds to more than {MAX_FACTS} facts");
            self.decoder.fault(Code::TooManyNodes, spot, message);
        }
        let marking = beside.marking;
        let beside = if place.is_some() { beside.clone() } else { Beside::default() };
        let cites = match &self.support {
            Support::Implied { cites, .. } if place.is_some() => vec![cites.clone()],
            _ => beside.cites.unwrap_or_default(),
        };
        self.facts.add(Fact {
            path: slot.path.clone(),
            term: slot.term,
            parent: slot.parent,
            place,
            content,
            cites,
            stated_on: beside.stated_on.unwrap_or(self.stated_on),
            since: beside.since,
            planned,
            marking,
            note: beside.note,
        })
    }
}

/// Whether a node is the plain word `none`.
fn is_none(node: &Node) -> bool {
    node.plain() == Some(NONE)
}

fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}
