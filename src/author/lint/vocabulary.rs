//! What a rule set adds to the shared vocabulary: facts that nobody reads, entries that nobody uses, states that never lapse.

use std::collections::BTreeSet;

use crate::load::yaml::Node;
use crate::model::dictionary::{Dictionary, Term, TermId, TermKind, ValueType};
use crate::model::law::{Duty, Requirement};
use crate::model::place::Place;

use super::Scene;
use super::finding::Finding;
use super::ids::Lint;
use super::policy::spotted;

/// Last steps of a path that anticipate what a rule is to find.
const VERDICTS: &[&str] = &[
    "met",
    "compliant",
    "complied",
    "compliance",
    "adequate",
    "adequately",
    "sufficient",
    "satisfied",
    "satisfactory",
    "effective",
    "appropriate",
    "fulfilled",
    "ok",
    "passed",
];

pub(super) fn look(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    facts(scene, findings);
    entries(scene, findings);
    licence(scene, findings);
}

fn facts(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let dictionary = &scene.law.dictionary;
    let used = used(scene);
    for (id, term) in dictionary.iter() {
        let Some(place) = term.place.filter(|place| scene.is_ours(place.file)) else { continue };
        if used.as_ref().is_some_and(|used| !used.contains(&id)) {
            findings.push(Finding::new(
                Lint::UnusedFact,
                place,
                term.path.chars().count(),
                format!("no rule reads `{}`", term.path),
                "let a rule read it, or take it out: a force would look for it in vain",
            ));
        }
        if is_state(term) && term.holds_for.is_none() {
            findings.push(Finding::new(
                Lint::NeverLapses,
                place,
                term.path.chars().count(),
                format!("`{}` is a state and never lapses, however long ago it was stated", term.path),
                "say how long it may be relied on: `holds_for: 12 months`",
            ));
        }
        let last = dictionary.step(id);
        let is_answer = matches!(term.kind, TermKind::Value(ValueType::YesNo | ValueType::Choice(_)));
        if is_answer && VERDICTS.contains(&last.rsplit('_').next().unwrap_or(last)) {
            findings.push(Finding::new(
                Lint::VerdictAsFact,
                place,
                term.path.chars().count(),
                format!("`{}` is what a rule is to find, not what a document shows", term.path),
                "ask for what makes it so: a date, a number, who decided, who belongs",
            ));
        }
    }
}

/// Whether a term is a state, which goes out of date: not an event or a limit, and not a collection that is closed by the law.
fn is_state(term: &Term) -> bool {
    match &term.kind {
        TermKind::Value(ValueType::Event | ValueType::Limit) | TermKind::Record(_) => false,
        TermKind::Collection { keyed_by, .. } => keyed_by.is_none(),
        TermKind::List(ValueType::Event | ValueType::Limit) => false,
        TermKind::Value(_) | TermKind::List(_) => true,
    }
}

/// The facts that are read by a rule, or that decide for whom one is judged; `None` where a rule could not be read.
fn used(scene: &Scene<'_>) -> Option<BTreeSet<TermId>> {
    let dictionary: &Dictionary = &scene.law.dictionary;
    if scene.outlines.values().flatten().any(|shown| shown.outline.is_none()) {
        return None;
    }
    let mut used: BTreeSet<TermId> = scene.all_outlines().flat_map(|outline| outline.reads.keys().copied()).collect();
    let loose: BTreeSet<&str> = scene.all_outlines().flat_map(|outline| &outline.loose).map(String::as_str).collect();
    for set in requirements(scene).filter_map(|(_, requirement)| requirement.for_each.as_ref()) {
        used.extend(dictionary.find(set.as_str()));
    }
    for (id, term) in dictionary.iter() {
        if loose.contains(dictionary.step(id)) {
            used.insert(id);
        }
        // The fact that dates an entry decides under which law it is judged; the set that keys a collection may be closed by a profile.
        if let TermKind::Collection { event, keyed_by, .. } = &term.kind
            && used.contains(&id)
        {
            used.extend(event.as_ref().and_then(|event| dictionary.find(&format!("{}.*.{event}", term.path))));
            used.extend(keyed_by.as_ref().and_then(|set| dictionary.find(set.as_str())));
        }
    }
    // A collection is used where something within its entries is.
    for (id, _) in dictionary.iter() {
        if used.contains(&id) {
            let mut around = dictionary.term(id).parent;
            while let Some(parent) = around {
                used.insert(parent);
                around = dictionary.term(parent).parent;
            }
        }
    }
    // What is held against `none` as a whole is read as a whole.
    let wholes: Vec<TermId> = scene.all_outlines().flat_map(|outline| outline.wholes.iter().copied()).collect();
    for (id, _) in dictionary.iter() {
        let mut around = dictionary.term(id).parent;
        while let Some(parent) = around {
            if wholes.contains(&parent) {
                used.insert(id);
            }
            around = dictionary.term(parent).parent;
        }
    }
    Some(used)
}

fn requirements<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = (&'s Duty, &'s Requirement)> {
    scene.law.duties().flat_map(|duty| duty.requirements.iter().map(move |requirement| (duty, requirement)))
}

fn entries(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let law = scene.law;
    let mut unused = |place: Place, what: &str, name: &str| {
        if scene.is_ours(place.file) {
            findings.push(Finding::new(
                Lint::UnusedEntry,
                place,
                name.chars().count(),
                format!("nothing uses the {what} `{name}`"),
                "use it, or take it out",
            ));
        }
    };
    for instrument in law.instruments.values() {
        if !law.duties().any(|duty| duty.source.instrument.as_ref() == Some(&instrument.id)) {
            unused(instrument.place, "instrument", instrument.id.as_str());
        }
    }
    let shown: BTreeSet<_> = requirements(scene).flat_map(|(_, requirement)| requirement.shown_by.iter()).collect();
    for kind in law.kinds.values() {
        // A narrative kind supports nothing; it is there so that evidence can be said to be one.
        if !kind.narrative && !shown.contains(&kind.id) {
            unused(kind.place, "kind of evidence", kind.id.as_str());
        }
    }
    let read: BTreeSet<&str> = scene.all_outlines().flat_map(|outline| &outline.sets).map(String::as_str).collect();
    for set in law.sets.values() {
        let named = requirements(scene).any(|(_, requirement)| requirement.for_each.as_ref() == Some(&set.id));
        let keys = law.dictionary.iter().any(|(_, term)| match &term.kind {
            TermKind::Collection { keyed_by: Some(keyed_by), .. } => *keyed_by == set.id,
            TermKind::List(ValueType::Member(of)) => *of == set.id,
            _ => false,
        });
        let threats = set.id.as_str() == "threats" && law.duties().any(|duty| !duty.threats.is_empty());
        if !named && !keys && !threats && !read.contains(set.id.as_str()) {
            unused(set.place, "set", set.id.as_str());
        }
    }
}

fn licence(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    for (file, tree) in scene.policies.files() {
        let is_manifest = scene.sources.get(file).is_some_and(|file| file.path == "policies/ruleset.yaml");
        let Some(root) = tree.root().filter(|_| is_manifest) else { continue };
        if tree.get(root, "licence").is_none_or(Node::is_blank) {
            let at = tree.get(root, "name").map_or_else(|| spotted(tree, root.spot), |name| spotted(tree, name.spot));
            findings.push(Finding::new(
                Lint::NoLicence,
                at.place,
                at.width,
                "the rule set does not say under which licence it may be used",
                "name one: `licence: MIT`",
            ));
        }
    }
}
