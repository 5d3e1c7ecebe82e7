//! Rule sets become one [`Law`]: reads every file of each, merges what they say, and checks that every name leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::dictionary::{Dictionary, TermKind};
use crate::model::ids::{DutyId, InstrumentId, RuleSetName, SetId};
use crate::model::law::{Law, RuleSet, Script};
use crate::model::place::{Origin, Place};
use crate::model::problem::{Code, MOST_LISTED, Problem};
use crate::model::words::DutyStatus;

use super::builtin::{BUILT_IN, NAME};
use super::decode::{Decoder, LISTED};
use super::dictionary::{Definition, build, definitions};
use super::duties::{Found, duties};
use super::extension::{self, Links, Pending, extend};
use super::files::{CASES, SCRIPT, SIGNATURE};
use super::instruments::{instruments, kinds};
use super::limits::{Counted, Tally, cut};
use super::manifest::{self, MANIFEST};
use super::nearest::{Suggestions, quote};
use super::overlay::{OVERLAY, overlay};
use super::sources::{self, digest};
use super::subjects::{drop_clashing, sets};
use super::yaml::Spot;
use super::{FileFault, InputTree, Loaded};

/// The set whose members the `threats` of a duty name.
pub(crate) const THREATS: &str = "threats";
/// The collection of departures, which every dictionary has.
pub(crate) const DEPARTURES: &str = "departures";

/// Reads rule sets and merges them; the order in which they are given changes nothing.
///
/// A rule set with problems is still in the law, with what could be read of it; its problems stand in its files, so that
/// [`Problem::origin`] tells whose they are. One whose name is taken goes by its folder.
pub fn rule_sets(trees: &[InputTree], loaded: &mut Loaded) -> Law {
    rule_sets_with_bases(trees, &[], &Links::default(), loaded)
}

/// The same with rule sets that are there only because others extend them: their vocabulary is in the law, their duties are not in play.
pub fn rule_sets_with_bases(trees: &[InputTree], bases: &[InputTree], links: &Links, loaded: &mut Loaded) -> Law {
    let mut reading = Reading {
        law: Law {
            rule_sets: BTreeMap::new(),
            instruments: BTreeMap::new(),
            sets: BTreeMap::new(),
            kinds: BTreeMap::new(),
            dictionary: Arc::new(Dictionary::empty()),
        },
        references: Vec::new(),
        definitions: Vec::new(),
        pending: Vec::new(),
        tally: Tally::default(),
        loaded,
    };
    let given = trees.iter().map(|tree| (manifest::name_of(tree), tree, true));
    let mut named: Vec<(Option<String>, &InputTree, bool)> =
        given.chain(bases.iter().map(|tree| (manifest::name_of(tree), tree, false))).collect();
    // The built-in one comes first, so that whoever clashes with it is at fault.
    named.sort_by_key(|(name, tree, _)| {
        let shown = tree.files.first().map(|file| file.shown.clone());
        let built_in = shown.as_ref().is_some_and(|shown| shown.starts_with(BUILT_IN));
        (!built_in, name.as_deref() != Some(NAME), name.clone(), shown)
    });
    for (name, tree, in_play) in named {
        reading.read(name, tree, in_play);
    }
    let pending = std::mem::take(&mut reading.pending);
    extend(&mut reading.law, pending, links, &mut reading.loaded.problems);
    let definitions = std::mem::take(&mut reading.definitions);
    let dictionary = build(definitions, &mut reading.references, &mut reading.loaded.problems);
    reading.law.dictionary = Arc::new(dictionary);
    drop_clashing(&mut reading.law, reading.loaded);
    reading.check_references();
    cut(&mut reading.loaded.problems, &reading.loaded.sources);
    reading.law
}

/// A name that must lead somewhere.
pub(crate) struct Reference {
    pub(crate) what: Known,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) width: u32,
}

/// What a name must be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    Instrument,
    /// A set, a collection of facts, or `departures`.
    Set,
    Kind,
    Threat,
}

impl Reference {
    pub(crate) fn new(decoder: &Decoder<'_>, what: Known, name: &str, spot: Spot) -> Self {
        Self { what, name: name.into(), place: decoder.place(spot), width: spot.width }
    }
}

/// Where a rule set accounts for the provisions of its instruments.
const LEDGER: &str = "policies/ledger/";

struct Reading<'l> {
    loaded: &'l mut Loaded,
    law: Law,
    references: Vec<Reference>,
    definitions: Vec<Definition>,
    pending: Vec<Pending>,
    /// What the rule set in hand has so far.
    tally: Tally,
}

impl Reading<'_> {
    fn read(&mut self, name: Option<String>, tree: &InputTree, in_play: bool) {
        let folder = match &tree.origin {
            Origin::RuleSet(folder) => folder.clone(),
            Origin::Profile => RuleSetName::from("profile"),
        };
        let wished = name.as_deref().map(RuleSetName::from);
        let taken = wished.as_ref().is_some_and(|name| self.law.rule_sets.contains_key(name));
        let first = wished.as_ref().filter(|_| taken).and_then(|name| self.manifest_of(name));
        let name = wished.clone().filter(|_| !taken).unwrap_or_else(|| folder.clone());
        let origin = Origin::RuleSet(name.clone());
        let mut rule_set = RuleSet {
            name: name.clone(),
            version: String::new(),
            owner: String::new(),
            licence: String::new(),
            digest: digest_of(tree),
            duties: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            vocabulary_only: !in_play,
            extends: Vec::new(),
            left_out: Vec::new(),
        };
        let mut pending = Pending {
            name: name.clone(),
            folder: extension::beside(".", folder.as_str()),
            extends: Vec::new(),
            overlay: None,
            added: BTreeMap::new(),
        };
        self.tally = Tally::default();
        let before = self.loaded.problems.len();
        for fault in &tree.faults {
            self.loaded.take_fault(fault, &origin);
        }
        if !tree.files.iter().any(|file| file.path == MANIFEST)
            && !tree.faults.iter().any(|fault| fault.path == MANIFEST)
        {
            let shown = tree.files.first().map_or_else(
                || MANIFEST.to_owned(),
                |file| format!("{}{MANIFEST}", file.shown.strip_suffix(&file.path).unwrap_or_default()),
            );
            let message =
                format!("the file `{MANIFEST}` is not there; it gives the rule set's name, version and owner");
            self.loaded
                .take_fault(&FileFault { path: MANIFEST.into(), shown, code: Code::FileUnreadable, message }, &origin);
        }
        let mut scripts = BTreeMap::new();
        let mut found = Found::default();
        // Of a rule set whose name is taken only the manifest is read: all else would clash as well.
        for file in tree.files.iter().filter(|file| !taken || file.path == MANIFEST) {
            // Cases are for the test runner, a ledger accounts for provisions, a signature vouches: none judges anything.
            if file.path.ends_with(CASES) || file.path.starts_with(LEDGER) || file.path == SIGNATURE {
                continue;
            }
            // What comes after so many problems would not be listed.
            let enough = self.tally.is_full() || self.loaded.problems.len() - before > MOST_LISTED;
            if enough && file.path != MANIFEST {
                continue;
            }
            if file.path.ends_with(SCRIPT) {
                if let (id, Some(text)) = self.loaded.take(file, &origin) {
                    if let Some(problem) = self.tally.script(id, &text) {
                        self.loaded.problems.push(problem);
                        continue;
                    }
                    let added = file.path.contains('+');
                    let scripts = if added { &mut pending.added } else { &mut scripts };
                    scripts.insert(file.path.clone(), Script { file: id, text });
                }
                continue;
            }
            let yaml = self.loaded.take_yaml(file, &origin);
            let mut decoder = Decoder::new(&yaml);
            match file.path.as_str() {
                _ if !self.tally.holds(&mut decoder) => {}
                MANIFEST => {
                    let said = manifest::manifest(&mut decoder, first);
                    (rule_set.version, rule_set.owner, rule_set.licence) = (said.version, said.owner, said.licence);
                    pending.extends = said.extends;
                }
                OVERLAY => pending.overlay = overlay(&mut decoder, &mut self.references),
                "policies/evidence-kinds.yaml" => self.vocabulary(&mut decoder, &["kinds"]),
                path if path.starts_with("policies/subjects/") => self.vocabulary(&mut decoder, &["sets"]),
                path if path.starts_with("policies/facts/") => {
                    self.definitions.append(&mut definitions(&mut decoder, &name, &mut self.tally));
                }
                _ => {
                    let more = self.policy(&mut decoder, &name);
                    found.duties.extend(more.duties);
                    found.unreadable.extend(more.unreadable);
                }
            }
            self.loaded.problems.append(&mut decoder.problems);
        }
        self.join(&mut rule_set, found, scripts);
        self.law.rule_sets.insert(name, rule_set);
        self.pending.push(pending);
    }

    /// Where the manifest of a rule set begins that was read before.
    fn manifest_of(&self, name: &RuleSetName) -> Option<Place> {
        let mut files = self.loaded.sources.iter();
        let is_its = |origin: &Origin| matches!(origin, Origin::RuleSet(own) if own == name);
        let (id, _) = files.find(|(_, file)| file.path == MANIFEST && is_its(&file.origin))?;
        Some(Place { file: id, line: 1, column: 1 })
    }

    /// Sets and kinds of evidence.
    fn vocabulary(&mut self, decoder: &mut Decoder<'_>, keys: &[&str]) {
        let Some(root) = decoder.tree.root() else { return };
        let Some(fields) = decoder.fields(root, keys) else { return };
        if let Some(node) = fields.get("sets").filter(|node| self.tally.admits(Counted::Sets, decoder, node)) {
            for set in sets(decoder, node, &mut self.tally, &mut self.references) {
                match self.law.sets.get(&set.id) {
                    Some(first) => twice(decoder, "set", set.id.as_str(), first.place, set.place),
                    None => drop(self.law.sets.insert(set.id.clone(), set)),
                }
            }
        }
        if let Some(node) = fields.get("kinds").filter(|node| self.tally.admits(Counted::Kinds, decoder, node)) {
            for kind in kinds(decoder, node) {
                match self.law.kinds.get(&kind.id) {
                    Some(first) => twice(decoder, "kind of evidence", kind.id.as_str(), first.place, kind.place),
                    None => drop(self.law.kinds.insert(kind.id.clone(), kind)),
                }
            }
        }
    }

    /// Instruments and duties; returns the duties.
    fn policy(&mut self, decoder: &mut Decoder<'_>, name: &RuleSetName) -> Found {
        let Some(root) = decoder.tree.root() else { return Found::default() };
        let Some(fields) = decoder.fields(root, &["instruments", "duties"]) else { return Found::default() };
        let instruments_of = fields.get("instruments");
        if let Some(node) = instruments_of.filter(|node| self.tally.admits(Counted::Instruments, decoder, node)) {
            for instrument in instruments(decoder, node, name, &mut self.references) {
                match self.law.instruments.get(&instrument.id) {
                    Some(first) => twice(decoder, "instrument", instrument.id.as_str(), first.place, instrument.place),
                    None => drop(self.law.instruments.insert(instrument.id.clone(), instrument)),
                }
            }
        }
        let duties_of = fields.get("duties").filter(|node| self.tally.admits(Counted::Duties, decoder, node));
        duties_of.map(|node| duties(decoder, node, name, &mut self.references)).unwrap_or_default()
    }

    /// Gives each duty its script, and reports what is there only once or twice.
    fn join(&mut self, rule_set: &mut RuleSet, found: Found, mut scripts: BTreeMap<String, Script>) {
        let problems = &mut self.loaded.problems;
        for mut duty in found.duties {
            let width = duty.id.as_str().chars().count();
            let earlier = rule_set
                .duties
                .get(&duty.id)
                .or_else(|| self.law.rule_sets.values().find_map(|other| other.duties.get(&duty.id)));
            if let Some(first) = earlier {
                let message = format!("duty `{}` is defined twice", duty.id);
                problems.push(
                    Problem::at(Code::DefinedTwice, duty.place, message).wide(width).related(first.place, "first here"),
                );
                scripts.remove(&duty.id.script_path());
                continue;
            }
            let path = duty.id.script_path();
            if duty.status == DutyStatus::Judged {
                duty.script = scripts.remove(&path);
                if duty.script.is_none() {
                    let message = format!("duty `{}` has no rule; `{path}` is not there", duty.id);
                    problems.push(Problem::at(Code::DutyWithoutRule, duty.place, message).wide(width));
                }
            } else if let Some(script) = scripts.remove(&path) {
                let message = format!("duty `{}` is `{}`, so it takes no rule", duty.id, duty.status);
                let place = Place { file: script.file, line: 1, column: 1 };
                problems.push(Problem::at(Code::RuleWithoutDuty, place, message).related(duty.place, "the duty"));
            }
            rule_set.duties.insert(duty.id.clone(), duty);
        }
        for (id, place) in found.unreadable {
            scripts.remove(&id.script_path());
            rule_set.unreadable.insert(id, place);
        }
        let mut suggestions = Suggestions::new();
        for (path, script) in scripts {
            let id = path.trim_start_matches("rules/").trim_end_matches(SCRIPT).replace('/', ".");
            let mut problem = Problem::at(
                Code::RuleWithoutDuty,
                Place { file: script.file, line: 1, column: 1 },
                format!("no policy defines the duty {} of this rule", quote(&id)),
            );
            if let Some(name) = suggestions.nearest(&id, rule_set.duties.keys().map(|id| id.as_str())) {
                problem = problem.help(format!("did you mean `{name}`?"));
            }
            problems.push(problem);
            rule_set.unreadable.insert(DutyId::from(id.as_str()), Place { file: script.file, line: 1, column: 1 });
        }
    }

    fn check_references(&mut self) {
        let law = &self.law;
        let mut suggestions = Suggestions::new();
        let mut known: BTreeMap<Known, BTreeSet<&str>> = BTreeMap::new();
        known.insert(Known::Instrument, law.instruments.keys().map(InstrumentId::as_str).collect());
        known.insert(Known::Kind, law.kinds.keys().map(|id| id.as_str()).collect());
        let threats = law.sets.get(THREATS).map(|set| set.members.keys().map(|id| id.as_str()).collect());
        known.insert(Known::Threat, threats.unwrap_or_default());
        let mut sets: BTreeSet<&str> = law.sets.keys().map(SetId::as_str).collect();
        for (_, term) in law.dictionary.iter() {
            // What lies within an entry of another collection is no set of its own.
            if matches!(term.kind, TermKind::Collection { .. }) && !term.path.contains('*') {
                sets.insert(&term.path);
            }
        }
        known.insert(Known::Set, sets);
        for reference in &self.references {
            let Some(names) = known.get(&reference.what).filter(|names| !names.contains(reference.name.as_str()))
            else {
                continue;
            };
            let what = match reference.what {
                Known::Instrument => "instrument",
                Known::Set => "set or collection",
                Known::Kind => "kind of evidence",
                Known::Threat => "threat",
            };
            let message = format!("no rule set defines the {what} {}", quote(&reference.name));
            let mut problem =
                Problem::at(Code::UnknownReference, reference.place, message).wide(reference.width as usize);
            problem = match suggestions.nearest(&reference.name, names.iter().copied()) {
                Some(name) => problem.help(format!("did you mean `{name}`?")),
                None if (1..=LISTED).contains(&names.len()) => {
                    let names: Vec<&str> = names.iter().copied().collect();
                    problem.help(format!("known here: {}", names.join(", ")))
                }
                None => problem.help(match reference.what {
                    Known::Kind => "`sprcheck rules kinds` lists every kind of evidence",
                    Known::Instrument => {
                        "`sprcheck rules list` lists every instrument; a new one stands under `instruments`"
                    }
                    Known::Set => {
                        "`sprcheck rules list` lists every set, and `sprcheck rules facts` every collection of facts"
                    }
                    Known::Threat => "`sprcheck rules list` lists every national threat",
                }),
            };
            self.loaded.problems.push(problem);
        }
    }
}

/// Reports a name that something else has already.
fn twice(decoder: &mut Decoder<'_>, what: &str, name: &str, first: Place, later: Place) {
    let problem = Problem::at(Code::DefinedTwice, later, format!("{what} `{name}` is defined twice"))
        .wide(name.chars().count())
        .related(first, "first here");
    decoder.report(problem);
}

/// The digest over the paths and digests of all files but its signature, sorted by path.
pub(super) fn digest_of(tree: &InputTree) -> String {
    let mut lines: Vec<String> =
        tree.signed_files().map(|file| format!("{}\0{}\n", file.path, sources::digest_of(file))).collect();
    lines.sort();
    digest(lines.concat().as_bytes())
}
