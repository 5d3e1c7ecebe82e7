//! Runs one report again: finds each of its inputs by path and digest, now or in a commit, and judges what was judged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::ask::inquiry::Inquiry;
use crate::ask::verify::first_difference;
use crate::audit::{BUILT_IN, Rules};
use crate::cli::exit::Stop;
use crate::cli::history::folder_of;
use crate::cli::inputs::RuleSets;
use crate::load::files::{held_as, stays_inside};
use crate::load::history::{Reported, Source};
use crate::load::shelf::{Disk, Shelf};
use crate::load::{self, InputFile, InputTree, RuleSetTrees, digest};
use crate::model::history::Replayed;
use crate::model::ids::DutyId;
use crate::model::place::Origin;
use crate::report::{self, Filter};
use crate::store::history::{recall, revisions};

/// The most bytes that an input may have.
const MAX_INPUT: usize = 256 * 1024 * 1024;
/// How many digits of a commit are told.
const SHORT: usize = 12;
/// The root of the files of a profile.
const PROFILE: &str = "profile";

/// Runs reports again, each from its own inputs.
pub(super) struct Replayer<'a> {
    rule_sets: &'a RuleSets,
    folders: &'a [PathBuf],
    profile: PathBuf,
    /// The rules that were compiled last: reports that follow each other mostly have the same.
    last: Option<(Wanted, Vec<String>, Rules)>,
}

/// Which rules: the digests of the rule sets, and whether the built-in duties are among them.
#[derive(Clone, PartialEq, Eq)]
struct Wanted {
    digests: BTreeSet<String>,
    built_in_duties: bool,
}

/// Why a report cannot be run again, or why nothing can.
enum Halt {
    Missing(String),
    Stop(Stop),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl<'a> Replayer<'a> {
    /// `profile` is its folder, or its file.
    pub(super) fn new(rule_sets: &'a RuleSets, folders: &'a [PathBuf], profile: PathBuf) -> Self {
        Self { rule_sets, folders, profile, last: None }
    }

    /// Runs a report again. What is wrong with the report or its inputs is an answer; an error is only what stops every answer.
    pub(super) fn replay(&mut self, reported: &Reported, text: &str) -> Result<Replayed, Stop> {
        match self.try_replay(reported, text) {
            Ok(replayed) => Ok(replayed),
            Err(Halt::Missing(why)) => Ok(Replayed::CannotBeReplayed { why }),
            Err(Halt::Stop(stop)) => Err(stop),
        }
    }

    fn try_replay(&mut self, reported: &Reported, text: &str) -> Result<Replayed, Halt> {
        by_this_program(reported)?;
        let mut from_commits = Vec::new();
        let mut own = reported.inputs.iter().filter(|input| input.root == PROFILE);
        let first = own.next().ok_or_else(|| Halt::Missing("the report names no file of the profile".into()))?;
        let tree = self.profile(first, &mut from_commits)?;
        let mut held = BTreeMap::new();
        for input in own {
            held.insert(input.path.clone(), self.find(input, None, &mut from_commits)?);
        }
        self.have_rules(reported)?;
        let Some((_, told, rules)) = &self.last else { return Err(Halt::Missing("there are no rules".into())) };
        from_commits.extend(told.iter().cloned());
        let case = rules.hold_with(&tree, &held_as(&held)).map_err(|refusal| {
            let first = refusal.problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
            Halt::Missing(format!(
                "its inputs are refused now, with {} problems; the first: {first}",
                refusal.problems.len()
            ))
        })?;
        let inquiry = Inquiry::open(&case, reported.recorded.as_of);
        let mut assessment = inquiry.assessment().clone();
        let of = assessment.duties.len();
        // A report may have been made with a filter: then it shows some of the duties, and all else.
        let shown: BTreeSet<&DutyId> = reported.recorded.duties.iter().map(|duty| &duty.id).collect();
        if shown.len() < of && assessment.duties.iter().filter(|duty| shown.contains(&duty.id)).count() == shown.len() {
            assessment.duties.retain(|duty| shown.contains(&duty.id));
        }
        let again = report::json(&assessment, &Filter::default());
        Ok(match first_difference(text, &again) {
            Some(difference) => Replayed::Differs(difference),
            None => Replayed::Reproduced { shown: assessment.duties.len(), of, from_commits },
        })
    }

    /// The profile as it was.
    fn profile(&self, input: &Source, from_commits: &mut Vec<String>) -> Result<InputTree, Halt> {
        let named = self.profile.is_file().then_some(self.profile.as_path());
        let bytes = self.find(input, named, from_commits)?;
        let file = InputFile { path: input.path.clone(), shown: input.path.clone(), bytes };
        Ok(InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() })
    }

    /// The bytes of an input of the profile: as it is now, else as it was in a commit.
    fn find(&self, input: &Source, named: Option<&Path>, from_commits: &mut Vec<String>) -> Result<Vec<u8>, Halt> {
        let Source { path, digest: wanted, .. } = input;
        if !stays_inside(path) {
            return Err(Halt::Missing(format!(
                "the report names the input `{path}`, which is no path within a folder"
            )));
        }
        let folder = folder_of(&self.profile);
        let file = named.map_or_else(|| folder.join(path), Path::to_path_buf);
        let inside = |real: &PathBuf| named.is_some() || Disk.real(&folder).is_ok_and(|root| real.starts_with(root));
        let now = Disk.real(&file).ok().filter(inside).and_then(|real| Disk.read(&real, MAX_INPUT).ok());
        let is_there = now.is_some();
        if let Some(bytes) = now.filter(|bytes| digest(bytes) == *wanted) {
            return Ok(bytes);
        }
        let recalled = recall(&file, wanted, MAX_INPUT);
        if let Ok(Some((commit, bytes))) = recalled {
            from_commits.push(format!("`{path}` as of commit {}", commit.get(..SHORT).unwrap_or(&commit)));
            return Ok(bytes);
        }
        let now = if is_there { "is another file now" } else { "is not there" };
        let git = match recalled {
            Err(fault) => format!("git could not be asked: {fault}"),
            Ok(_) => "no commit at hand has it".into(),
        };
        Err(Halt::Missing(format!("its input `{path}` ({wanted}) {now} in `{}`, and {git}", folder.display())))
    }

    /// Sees to it that the rules of a report are at hand.
    fn have_rules(&mut self, reported: &Reported) -> Result<(), Halt> {
        let digests = reported.rule_sets.iter().filter(|set| set.name != BUILT_IN).map(|set| set.digest.clone());
        let wanted = Wanted { digests: digests.collect(), built_in_duties: reported.built_in_duties };
        if self.last.as_ref().is_some_and(|(last, ..)| *last == wanted) {
            return Ok(());
        }
        let (trees, told) = self.rule_sets(reported, &wanted)?;
        let rules = Rules::load_with_bases(&trees.given, &trees.bases, &trees.links, wanted.built_in_duties);
        self.last = Some((wanted, told, rules));
        Ok(())
    }

    /// The rule sets of a report, as they are now, else as they were in a commit.
    fn rule_sets(&self, reported: &Reported, wanted: &Wanted) -> Result<(RuleSetTrees, Vec<String>), Halt> {
        if wanted.digests.is_empty() {
            return Ok((RuleSetTrees { given: vec![load::builtin()], ..RuleSetTrees::default() }, Vec::new()));
        }
        if self.folders.is_empty() {
            return Err(Halt::Missing(format!(
                "its rule sets are needed: {}; name them with `--rules`",
                names(reported)
            )));
        }
        // A folder may have moved on, or be there no more; then a commit may have it.
        let now = self.rule_sets.trees_from(&Disk, self.folders);
        if let Some(trees) = now.ok().and_then(|trees| only(trees, wanted)) {
            return Ok((trees, Vec::new()));
        }
        let commits = revisions(self.folders).map_err(|fault| {
            Halt::Missing(format!("its rule sets are others now: {}; git could not be asked: {fault}", names(reported)))
        })?;
        for commit in commits.flatten() {
            let then = self.rule_sets.trees_from(&commit, self.folders).ok().and_then(|trees| only(trees, wanted));
            if let Some(trees) = then.filter(|_| !commit.lacks()) {
                let hash = commit.hash();
                return Ok((trees, vec![format!("rule sets as of commit {}", hash.get(..SHORT).unwrap_or(hash))]));
            }
        }
        Err(Halt::Missing(format!(
            "its rule sets are not those that are named, nor does a commit at hand have them: {}",
            names(reported)
        )))
    }
}

/// Refuses what this program cannot make again.
fn by_this_program(reported: &Reported) -> Result<(), Halt> {
    if reported.is_partial {
        return Err(Halt::Missing(
            "it is partial: it withholds what is marked higher, and the digests of its inputs".into(),
        ));
    }
    let (made_by, this) = (reported.tool.as_str(), env!("CARGO_PKG_VERSION"));
    if made_by != this {
        return Err(Halt::Missing(format!(
            "it was made by sprcheck {made_by}, and this is {this}: verify it with that version"
        )));
    }
    let built_in = load::builtin().digest();
    let used = reported.rule_sets.iter().find(|set| set.name == BUILT_IN);
    match used {
        Some(used) if used.digest != built_in => Err(Halt::Missing(format!(
            "the built-in rule set was another: `{}` of sprcheck {made_by}, and this program has `{built_in}`: verify it with the build \
             that made it",
            used.digest
        ))),
        Some(_) => Ok(()),
        None => Err(Halt::Missing("it names no built-in rule set".into())),
    }
}

/// Of the rule sets those that a report was made with; `None` if one is missing.
fn only(mut trees: RuleSetTrees, wanted: &Wanted) -> Option<RuleSetTrees> {
    let built_in = load::builtin().digest();
    let mut open = wanted.digests.clone();
    let mut is_wanted = |tree: &InputTree| {
        let digest = tree.digest();
        open.remove(&digest) || digest == built_in
    };
    trees.given.retain(&mut is_wanted);
    trees.bases.retain(&mut is_wanted);
    open.is_empty().then_some(trees)
}

fn names(reported: &Reported) -> String {
    let others = reported.rule_sets.iter().filter(|set| set.name != BUILT_IN);
    let told = others.map(|set| format!("`{}` {} ({})", set.name, set.version, set.digest));
    told.collect::<Vec<_>>().join(", ")
}
