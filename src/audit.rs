//! One audit from bytes to answer: load, compile, judge, link, assess. Pure: the same bytes and date give the same answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assess::{Answer, Question, Within, assess, circles, sort_out, within};
use crate::evaluate::{Clock, Engine};
use crate::load::files::Held;
use crate::load::{self, InputFile, InputTree, Links, Loaded};
use crate::model::dates::Day;
use crate::model::facts::Facts;
use crate::model::ids::{EvidenceId, RuleSetName};
use crate::model::law::Law;
use crate::model::place::{Origin, Sources};
use crate::model::problem::Problem;
use crate::model::profile::{Evidence, Profile};
use crate::model::words::Marking;

/// The name of the rule set that travels with the tool.
pub const BUILT_IN: &str = "sprcheck";

/// Rule sets, loaded and compiled; ready for any number of profiles.
pub struct Rules {
    law: Law,
    engine: Engine,
    loaded: Loaded,
    /// The case files by path, as they came: read only when a question needs them.
    cases: BTreeMap<String, Vec<(Origin, InputFile)>>,
}

/// A profile and the rules that it is to be held against; ready for any number of dates.
pub struct Case<'r> {
    rules: &'r Rules,
    profile: Profile,
    sources: Sources,
    broken: BTreeMap<RuleSetName, Vec<Problem>>,
}

/// A case as far as a marking lets it be told.
pub struct Told<'r> {
    case: Case<'r>,
    within: Within,
}

/// Why nothing is assessed.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Every mistake that was found.
    pub problems: Vec<Problem>,
    /// The files that they are in.
    pub sources: Sources,
}

impl Rules {
    /// Loads and compiles rule sets. Mistakes in them are kept until a profile is held against them.
    ///
    /// Without `built_in_duties` the duties of the built-in rule set are left out; its dictionary, sets and kinds stay.
    #[must_use]
    pub fn load(rule_sets: &[InputTree], built_in_duties: bool) -> Self {
        Self::load_with_bases(rule_sets, &[], &Links::default(), built_in_duties)
    }

    /// The same with rule sets that are there only because others extend them: their duties are judged only where an overlay takes them over.
    #[must_use]
    pub fn load_with_bases(rule_sets: &[InputTree], bases: &[InputTree], links: &Links, built_in_duties: bool) -> Self {
        let mut loaded = Loaded::default();
        let mut law = load::rule_sets_with_bases(rule_sets, bases, links, &mut loaded);
        if let Some(built_in) = law.rule_sets.get_mut(BUILT_IN).filter(|_| !built_in_duties) {
            built_in.vocabulary_only = true;
        }
        let engine = Engine::new(&law, &mut loaded.problems);
        loaded.problems.extend(circles(&law, &engine));
        if law.rule_sets.values().any(|set| !set.extends.is_empty()) {
            // A rule that an overlay has taken over is compiled twice, and its mistakes are found twice.
            let mut told = BTreeSet::new();
            loaded.problems.retain(|problem| told.insert((problem.code, problem.place, problem.message.clone())));
            load::spoil(&law, &mut loaded);
        }
        load::leave_out_follow_ons(&mut loaded);
        let mut cases: BTreeMap<String, Vec<(Origin, InputFile)>> = BTreeMap::new();
        for tree in rule_sets.iter().chain(bases) {
            for file in tree.case_files() {
                cases.entry(file.path.clone()).or_default().push((tree.origin.clone(), file.clone()));
            }
        }
        Self { law, engine, loaded, cases }
    }

    /// What the rule sets say.
    #[must_use]
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Their rules, compiled.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The case files at a path, `rules/family/name.cases.yaml`, each with the rule set that it came with.
    pub(crate) fn case_files(&self, path: &str) -> &[(Origin, InputFile)] {
        self.cases.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// The files that were read so far and the mistakes in them.
    #[must_use]
    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// Holds a profile against the rules, without the text of the documents that it cites. `digests` gives, by path, the digest of each
    /// file beside the profile.
    ///
    /// # Errors
    /// Every mistake in the profile, the dictionary and the built-in rule set, if there is one.
    pub fn hold(&self, profile: &InputTree, digests: &BTreeMap<String, String>) -> Result<Case<'_>, Box<Refusal>> {
        self.hold_with(profile, &Held { digests: digests.clone(), documents: Arc::default() })
    }

    /// Holds a profile against the rules, with the files at which its evidence is held.
    ///
    /// # Errors
    /// Every mistake in the profile, the dictionary and the built-in rule set, if there is one; a citation that leads nowhere is one.
    pub fn hold_with(&self, profile: &InputTree, held: &Held) -> Result<Case<'_>, Box<Refusal>> {
        self.hold_and(profile, held, load::lost_citations)
    }

    /// The same where it is asked which citations lead nowhere, so that they are no mistake.
    ///
    /// # Errors
    /// Every other mistake.
    pub fn hold_with_lost(&self, profile: &InputTree, held: &Held) -> Result<Case<'_>, Box<Refusal>> {
        self.hold_and(profile, held, |_| Vec::new())
    }

    fn hold_and(
        &self,
        profile: &InputTree,
        held: &Held,
        lost: impl Fn(&Profile) -> Vec<Problem>,
    ) -> Result<Case<'_>, Box<Refusal>> {
        let mut loaded = self.loaded.clone();
        let (_, broken) = sort_out(loaded.problems.clone(), &loaded.sources, BUILT_IN);
        let names: BTreeSet<RuleSetName> = broken.keys().cloned().collect();
        let mut profile = load::profile(profile, &self.law, &names, &held.digests, &mut loaded);
        if let Some(profile) = &mut profile {
            profile.documents = Arc::clone(&held.documents);
            load::compare_reviews(profile);
            loaded.problems.extend(lost(profile));
        }
        let (fatal, broken) = sort_out(loaded.problems, &loaded.sources, BUILT_IN);
        match profile {
            Some(profile) if fatal.is_empty() => Ok(Case { rules: self, profile, sources: loaded.sources, broken }),
            _ => Err(Box::new(Refusal { problems: fatal, sources: loaded.sources })),
        }
    }
}

impl<'r> Case<'r> {
    /// The rules that the profile is held against.
    #[must_use]
    pub fn rules(&self) -> &'r Rules {
        self.rules
    }

    /// The same with other evidence, under the same ids.
    #[must_use]
    pub fn with_evidence(&self, evidence: Arc<BTreeMap<EvidenceId, Evidence>>) -> Self {
        let profile = Profile { evidence, ..self.profile.clone() };
        Case { rules: self.rules, profile, sources: self.sources.clone(), broken: self.broken.clone() }
    }

    /// The same with other facts, read with the same dictionary; all else of the profile stays.
    #[must_use]
    pub fn with_facts(&self, facts: Arc<Facts>) -> Self {
        let departures_node = facts.find("departures").unwrap_or(facts.root());
        let profile = Profile { facts, departures_node, ..self.profile.clone() };
        Case { rules: self.rules, profile, sources: self.sources.clone(), broken: self.broken.clone() }
    }
}

impl<'r> Case<'r> {
    /// The same as far as a marking lets it be told: without the facts, the evidence and the departures that are marked higher, and without
    /// any place. What is judged of it is no answer for a duty that asks for what was taken out: `ask::partial` withholds those.
    #[must_use]
    pub fn within(&self, marking: Marking) -> Told<'r> {
        let within = within(&self.profile, &self.rules.law, marking);
        let (profile, broken) = (within.profile.clone(), self.broken.clone());
        Told { case: Case { rules: self.rules, profile, sources: Sources::default(), broken }, within }
    }
}

impl<'r> Told<'r> {
    /// What is left to be judged.
    #[must_use]
    pub fn case(&self) -> &Case<'r> {
        &self.case
    }

    pub(crate) fn within(&self) -> &Within {
        &self.within
    }
}

impl Case<'_> {
    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The files that were read.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The mistakes in rule sets other than the built-in one.
    pub fn rule_set_problems(&self) -> impl Iterator<Item = &Problem> {
        self.broken.values().flatten()
    }

    /// Judges every duty and draws up nothing; returns how many pairs there were. Only to measure what judging, and its trace, costs.
    #[must_use]
    pub fn judge(&self, as_of: Day, traced: bool) -> usize {
        let judge = self.rules.engine.judge(&self.rules.law, &self.profile, Clock::on(as_of));
        let judge = if traced { judge } else { judge.untraced() };
        self.rules.law.duties().map(|duty| judge.judge(duty).len()).sum()
    }

    /// Answers the question for a date.
    #[must_use]
    pub fn audit(&self, as_of: Day) -> Answer {
        assess(&self.question(&self.profile, as_of))
    }

    /// The question, put to this profile or to what is supposed of it.
    pub(crate) fn question<'a>(&'a self, profile: &'a Profile, as_of: Day) -> Question<'a> {
        Question {
            law: &self.rules.law,
            engine: &self.rules.engine,
            profile,
            sources: &self.sources,
            as_of,
            broken: &self.broken,
        }
    }
}
