//! One audit from bytes to answer: load, compile, judge, link, assess. Pure: the same bytes and date give the same answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Answer, Question, assess, circles, sort_out};
use crate::evaluate::Engine;
use crate::load::{self, InputTree, Links, Loaded};
use crate::model::dates::Day;
use crate::model::ids::RuleSetName;
use crate::model::law::Law;
use crate::model::place::Sources;
use crate::model::problem::Problem;
use crate::model::profile::Profile;

/// The name of the rule set that travels with the tool.
pub const BUILT_IN: &str = "sprcheck";

/// Rule sets, loaded and compiled; ready for any number of profiles.
pub struct Rules {
    law: Law,
    engine: Engine,
    loaded: Loaded,
}

/// A profile and the rules that it is to be held against; ready for any number of dates.
pub struct Case<'r> {
    rules: &'r Rules,
    profile: Profile,
    sources: Sources,
    broken: BTreeMap<RuleSetName, Vec<Problem>>,
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
        Self { law, engine, loaded }
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

    /// The files that were read so far and the mistakes in them.
    #[must_use]
    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// Holds a profile against the rules. `digests` gives, by path, the digest of each file beside the profile.
    ///
    /// # Errors
    /// Every mistake in the profile, the dictionary and the built-in rule set, if there is one.
    pub fn hold(&self, profile: &InputTree, digests: &BTreeMap<String, String>) -> Result<Case<'_>, Box<Refusal>> {
        let mut loaded = self.loaded.clone();
        let (_, broken) = sort_out(loaded.problems.clone(), &loaded.sources, BUILT_IN);
        let names: BTreeSet<RuleSetName> = broken.keys().cloned().collect();
        let profile = load::profile(profile, &self.law, &names, digests, &mut loaded);
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
        let judge = self.rules.engine.judge(&self.rules.law, &self.profile, as_of);
        let judge = if traced { judge } else { judge.untraced() };
        self.rules.law.duties().map(|duty| judge.judge(duty).len()).sum()
    }

    /// Answers the question for a date.
    #[must_use]
    pub fn audit(&self, as_of: Day) -> Answer {
        assess(&Question {
            law: &self.rules.law,
            engine: &self.rules.engine,
            profile: &self.profile,
            sources: &self.sources,
            as_of,
            broken: &self.broken,
        })
    }
}
