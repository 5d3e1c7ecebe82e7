//! What a question is about: a piece of evidence, a fact, or a post, found by the name that somebody gave.

use std::fmt;

use crate::audit::Case;
use crate::model::facts::{Content, FactId, Facts};
use crate::model::ids::EvidenceId;
use crate::model::nearest::nearest;
use crate::model::profile::Profile;

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// A fact, or all beneath it.
    Fact(FactId),
    /// A post, as `fold` gives it.
    Owner(String),
}

/// Why a name does not say what a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// It is the name of things of several kinds.
    Several {
        /// The name.
        name: String,
        /// What to write instead, one for each kind.
        instead: Vec<String>,
    },
    /// The dictionary knows such a fact, and the profile does not state it.
    NotStated(String),
    /// Nothing is called so.
    Unknown {
        /// The name.
        name: String,
        /// What is called nearly so, the nearest of each kind.
        nearest: Vec<String>,
    },
}

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        match self {
            Self::Several { name, instead } => write!(f, "`{name}` names several things; write {}", quoted(instead)),
            Self::NotStated(path) => write!(f, "the profile states nothing at `{path}`, so nothing rests on it"),
            Self::Unknown { name, nearest } if nearest.is_empty() => write!(
                f,
                "no evidence, fact or owner is called `{name}`; `sprcheck impact --all` lists evidence and owners"
            ),
            Self::Unknown { name, nearest } => {
                write!(f, "no evidence, fact or owner is called `{name}`; did you mean {}?", quoted(nearest))
            }
        }
    }
}

/// The kinds of things that a name may be of, and what a name begins with to be of that kind only.
const KINDS: [&str; 3] = ["evidence:", "fact:", "owner:"];

impl Target {
    /// Finds what is called so: an evidence id, a fact's path, or an owner; or one of these alone with `evidence:`, `fact:` or `owner:`
    /// before it.
    ///
    /// # Errors
    /// If nothing is, or things of more than one kind are.
    pub fn find(case: &Case<'_>, what: &str) -> Result<Self, Unclear> {
        let profile = case.profile();
        let given = KINDS.into_iter().find_map(|kind| Some((kind, what.strip_prefix(kind)?.trim())));
        let name = given.map_or(what.trim(), |(_, name)| name);
        let of = |kind: &str| given.is_none_or(|(only, _)| only == kind);
        let evidence = profile.evidence.get_key_value(name).filter(|_| of("evidence:"));
        let fact = profile.facts.find(name).filter(|id| of("fact:") && *id != profile.facts.root());
        let owner = fold(name);
        let is_owner = of("owner:") && owners(case).any(|known| fold(known) == owner);
        let stated = fact.filter(|id| is_stated(&profile.facts, *id));
        let found = [
            evidence.map(|(id, _)| (KINDS[0], Self::Evidence(id.clone()))),
            stated.map(|id| (KINDS[1], Self::Fact(id))),
            is_owner.then(|| (KINDS[2], Self::Owner(owner))),
        ];
        let mut found: Vec<(&str, Self)> = found.into_iter().flatten().collect();
        match (found.pop(), fact) {
            (Some((_, target)), _) if found.is_empty() => Ok(target),
            (Some((last, _)), _) => {
                let kinds = found.iter().map(|(kind, _)| *kind).chain([last]);
                let instead = kinds.map(|kind| format!("{kind}{name}")).collect();
                Err(Unclear::Several { name: name.to_owned(), instead })
            }
            (None, Some(_)) => Err(Unclear::NotStated(name.to_owned())),
            (None, None) => Err(Unclear::Unknown { name: name.to_owned(), nearest: near(case, name, of) }),
        }
    }
}

/// The nearest name of each kind that may be meant.
fn near(case: &Case<'_>, name: &str, of: impl Fn(&str) -> bool) -> Vec<String> {
    let profile = case.profile();
    let evidence = of(KINDS[0]).then(|| nearest(name, profile.evidence.keys().map(EvidenceId::as_str))).flatten();
    let stated = || profile.facts.iter().filter(|(_, fact)| fact.place.is_some()).map(|(_, fact)| fact.path.as_str());
    let fact = of(KINDS[1]).then(|| nearest(name, stated())).flatten();
    let owner = of(KINDS[2]).then(|| nearest(name, owners(case))).flatten();
    // The root has an empty path, and nobody means that.
    let meant = [evidence, fact, owner].into_iter().flatten().filter(|name| !name.is_empty());
    meant.map(str::to_owned).collect()
}

/// Every post that answers for evidence, or of which the dictionary says that it usually holds facts that are stated.
pub(super) fn owners<'c>(case: &'c Case<'_>) -> impl Iterator<Item = &'c str> {
    let profile = case.profile();
    let evidence = profile.evidence.values().map(|evidence| evidence.owner.as_str());
    let dictionary = &case.rules().law().dictionary;
    let stated = profile.facts.iter().filter(|(_, fact)| is_statement(&profile.facts, fact));
    let facts = stated.map(|(_, fact)| dictionary.term(fact.term).held_by.as_str());
    evidence.chain(facts).filter(|owner| !owner.is_empty())
}

/// The name of a post without its capitals and spare spaces: two spellings of one post fold to the same.
pub(crate) fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A node and all beneath it.
pub(super) fn beneath(facts: &Facts, id: FactId) -> Vec<FactId> {
    let mut found = Vec::new();
    let mut next = vec![id];
    while let Some(id) = next.pop() {
        found.push(id);
        match facts.get(id).map(|fact| &fact.content) {
            Some(Content::Record(children)) => next.extend(children.values()),
            Some(Content::Entries { entries, closure, .. }) => next.extend(entries.values().chain(closure)),
            Some(Content::List { items, closure }) => next.extend(items.iter().chain(closure)),
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

/// Whether a node, or anything beneath it, is stated.
pub(super) fn is_stated(facts: &Facts, id: FactId) -> bool {
    beneath(facts, id).into_iter().any(|id| facts.get(id).is_some_and(|fact| fact.place.is_some()))
}

/// Whether a node states something of its own: a value, a list, a `none`, a closure of a collection.
pub(super) fn is_statement(facts: &Facts, fact: &crate::model::facts::Fact) -> bool {
    let in_list = || {
        let parent = fact.parent.and_then(|parent| facts.get(parent));
        parent.is_some_and(|parent| matches!(parent.content, Content::List { .. }))
    };
    fact.place.is_some()
        && match fact.content {
            Content::List { .. } => true,
            Content::Value(_) | Content::Absence | Content::Closure { .. } => !in_list(),
            _ => false,
        }
}

/// The evidence that a post answers for.
pub(crate) fn answered_for(profile: &Profile, owner: &str) -> Vec<EvidenceId> {
    let own = profile.evidence.values().filter(|evidence| fold(&evidence.owner) == owner);
    own.map(|evidence| evidence.id.clone()).collect()
}
