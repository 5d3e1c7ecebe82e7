//! What every command that looks at a profile takes, and how it is loaded.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::audit::{BUILT_IN, Case, Rules};
use crate::author::{lock, signature};
use crate::load::shelf::Shelf;
use crate::load::{self, InputTree, RuleSetTrees, files, held_paths};
use crate::model::dates::Day;
use crate::model::profile::HeldAt;
use crate::report::sanitize::sanitize;

use super::clock;
use super::exit::Stop;
use super::output::{deliver_bytes, spare};
use super::rules::sign::trusted;
use super::settings::{self, Settings};
use super::small_file;

/// The rule sets.
#[derive(Debug, Args)]
pub(super) struct RuleSets {
    /// Add the rule set in this folder or archive (`.tar.gz`, `.zip`); may be repeated
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Leave out the built-in duties; the built-in dictionary stays
    #[arg(long)]
    no_builtin: bool,
    /// Refuse rule sets that differ from this lock, written by `sprcheck rules lock`
    #[arg(long, value_name = "FILE")]
    locked: Option<PathBuf>,
    /// Refuse rule sets that are not signed with one of these public keys; may be repeated. The built-in one needs no signature
    #[arg(long, value_name = "FILE")]
    trusted_key: Vec<PathBuf>,
}

/// A profile, and what it is held against.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// The profile: a file, or a folder with `profile.yaml`; `sprcheck.toml` may name it
    profile: Option<PathBuf>,
    #[command(flatten)]
    rule_sets: RuleSets,
}

/// The date the question is asked for.
#[derive(Debug, Args)]
pub(super) struct AsOf {
    /// The date the question is asked for, `2021-01-31`; today in Europe/London if left out
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

impl AsOf {
    pub(super) fn day(&self) -> Result<Day, Stop> {
        clock::as_of(self.as_of.as_deref())
    }
}

impl RuleSets {
    pub(super) fn load(&self, settings: &Settings) -> Result<Rules, Stop> {
        let RuleSetTrees { given, bases, links } = self.read(settings)?;
        Ok(Rules::load_with_bases(&given, &bases, &links, !self.no_builtin))
    }

    /// The rule sets, where a folder of the built-in one's name stands in its place.
    pub(super) fn load_in_place(&self, settings: &Settings) -> Result<Rules, Stop> {
        let RuleSetTrees { given, bases, links } = self.read_in_place(settings, true)?;
        Ok(Rules::load_with_bases(&given, &bases, &links, !self.no_builtin))
    }

    /// Other rule sets, signed with the same keys and held against no lock.
    pub(super) fn but(&self, rules: Vec<PathBuf>) -> Self {
        Self { rules, no_builtin: self.no_builtin, locked: None, trusted_key: self.trusted_key.clone() }
    }

    /// The files of the rule sets that are named and of those that they extend, without the built-in one.
    pub(super) fn trees(&self, settings: &Settings) -> Result<Vec<InputTree>, Stop> {
        let trees = self.read(settings)?;
        Ok(trees.given.into_iter().skip(1).chain(trees.bases).collect())
    }

    /// Reads every rule set, the built-in one first, and refuses what is not locked or signed as it should be.
    fn read(&self, settings: &Settings) -> Result<RuleSetTrees, Stop> {
        self.read_in_place(settings, false)
    }

    /// The folders and archives that are named.
    pub(super) fn folders<'a>(&'a self, settings: &'a Settings) -> &'a [PathBuf] {
        if self.rules.is_empty() { &settings.rules } else { &self.rules }
    }

    /// What is read besides the files of folders: archives, the lock and the keys.
    pub(super) fn besides(&self, settings: &Settings) -> Vec<PathBuf> {
        let mut read = self.folders(settings).to_vec();
        read.extend(self.locked.iter().chain(&self.trusted_key).cloned());
        read
    }

    /// These rule sets, read from somewhere else; held against the lock only if they are `locked`.
    pub(super) fn load_from(&self, shelf: &dyn Shelf, folders: &[PathBuf], locked: bool) -> Result<Rules, Stop> {
        let mut trees = files::rule_sets_from(shelf, folders)?;
        self.vet_signatures(&trees)?;
        trees.given.insert(0, load::builtin());
        if locked {
            self.vet_lock(&trees)?;
        }
        let RuleSetTrees { given, bases, links } = trees;
        Ok(Rules::load_with_bases(&given, &bases, &links, !self.no_builtin))
    }

    /// The rule sets that are named, read from somewhere else, with the built-in one first.
    pub(super) fn trees_from(&self, shelf: &dyn Shelf, folders: &[PathBuf]) -> Result<RuleSetTrees, Stop> {
        let mut trees = files::rule_sets_from(shelf, folders)?;
        self.vet_signatures(&trees)?;
        trees.given.insert(0, load::builtin());
        Ok(trees)
    }

    fn read_in_place(&self, settings: &Settings, may_replace: bool) -> Result<RuleSetTrees, Stop> {
        let mut trees = files::rule_sets(self.folders(settings))?;
        self.vet_signatures(&trees)?;
        let replaces = |tree: &InputTree| tree.name().as_deref() == Some(BUILT_IN);
        if !(may_replace && trees.given.iter().any(replaces)) {
            trees.given.insert(0, load::builtin());
        }
        self.vet_lock(&trees)?;
        Ok(trees)
    }

    /// Holds rule sets against the lock, if there is one.
    fn vet_lock(&self, trees: &RuleSetTrees) -> Result<(), Stop> {
        let Some(file) = &self.locked else { return Ok(()) };
        let shown = file.display();
        let text = small_file::read(file, small_file::LOCK)
            .map_err(|error| Stop::Message(format!("the lock `{shown}` cannot be read: {error}")))?;
        let lock = lock::parse(&text).map_err(|fault| Stop::Message(format!("the lock `{shown}`: {fault}")))?;
        let differences = lock::differences(&lock, trees.all()).map_err(|fault| Stop::Message(fault.to_string()))?;
        if differences.is_empty() {
            return Ok(());
        }
        let told: String = differences.iter().map(|one| format!("\n  {}", sanitize(one))).collect();
        Err(Stop::Message(format!("the rule sets differ from the lock `{shown}`; nothing was assessed{told}")))
    }

    /// Whether every rule set is signed with a trusted key, if any is named.
    fn vet_signatures(&self, trees: &RuleSetTrees) -> Result<(), Stop> {
        if self.trusted_key.is_empty() {
            return Ok(());
        }
        let keys = trusted(&self.trusted_key)?;
        let faults: Vec<String> =
            trees.all().filter_map(|tree| signature::check(tree, &keys).err()).map(|fault| fault.to_string()).collect();
        if faults.is_empty() {
            return Ok(());
        }
        let told: String = faults.iter().map(|one| format!("\n  {}", sanitize(one))).collect();
        Err(Stop::Message(format!("a rule set is not signed as it should be; nothing was assessed{told}")))
    }
}

impl Inputs {
    /// The same with a profile that was given in another place; only one may be.
    pub(super) fn or_profile(self, given: PathBuf) -> Result<Self, Stop> {
        match self.profile {
            None => Ok(Self { profile: Some(given), ..self }),
            Some(other) => Err(Stop::Message(format!(
                "one profile is asked about, and `{}` and `{}` are named",
                given.display(),
                other.display()
            ))),
        }
    }

    /// The rule sets; without a single duty there is nothing to ask.
    pub(super) fn rules(&self, settings: &Settings) -> Result<Rules, Stop> {
        with_duties(self.rule_sets.load(settings)?)
    }

    /// What is read besides the files of the profile and of folders of rules: archives, the lock and the keys.
    pub(super) fn besides(&self, settings: &Settings) -> Vec<PathBuf> {
        self.rule_sets.besides(settings)
    }

    pub(super) fn hold<'r>(&self, settings: &Settings, rules: &'r Rules) -> Result<Case<'r>, Stop> {
        hold(self.profile(settings)?, rules)
    }

    /// The same where it is asked which citations lead nowhere.
    pub(super) fn hold_with_lost<'r>(&self, settings: &Settings, rules: &'r Rules) -> Result<Case<'r>, Stop> {
        let path = self.profile(settings)?;
        let tree = files::profile(path)?;
        Ok(rules.hold_with_lost(&tree, &files::held(path, &held_paths(&tree)))?)
    }

    pub(super) fn profile<'a>(&'a self, settings: &'a Settings) -> Result<&'a Path, Stop> {
        self.profile.as_deref().or(settings.profile.as_deref()).ok_or_else(|| {
            Stop::Message(
                "no profile is named; name a file or folder, or write `profile = \"…\"` in `sprcheck.toml`".into(),
            )
        })
    }
}

/// The rule sets; without a single duty there is nothing to ask.
pub(super) fn with_duties(rules: Rules) -> Result<Rules, Stop> {
    let sound = rules.loaded().problems.is_empty();
    if sound && rules.law().duties().next().is_none() {
        return Err(Stop::Message(
            "no rule set gives a duty, so nothing can be judged; name one with `--rules`".into(),
        ));
    }
    Ok(rules)
}

/// Writes a report that rests on some profiles, over none of the files that were read for it.
pub(super) fn deliver_of<'c>(
    text: &str,
    output: Option<&Path>,
    cases: impl IntoIterator<Item = &'c Case<'c>>,
) -> Result<(), Stop> {
    deliver_bytes_of(text.as_bytes(), output, false, cases)
}

/// The same for a report that may be no text.
pub(super) fn deliver_bytes_of<'c>(
    report: &[u8],
    output: Option<&Path>,
    is_binary: bool,
    cases: impl IntoIterator<Item = &'c Case<'c>>,
) -> Result<(), Stop> {
    let read = cases.into_iter().flat_map(read_of).chain([PathBuf::from(settings::NAME)]);
    spare(output, read)?;
    deliver_bytes(report, output, is_binary)
}

/// The files that were read for a profile, as the user can open them.
pub(super) fn read_of(case: &Case<'_>) -> Vec<PathBuf> {
    let mut read: Vec<PathBuf> = case.sources().iter().map(|(_, file)| PathBuf::from(&file.shown)).collect();
    let profile = case.sources().get(case.profile().place.file).map(|file| Path::new(&file.shown));
    let folder = profile.and_then(Path::parent).unwrap_or(Path::new(""));
    let beside = case.profile().evidence.values().filter_map(|evidence| match &evidence.held_at {
        Some(HeldAt::Path { path, .. }) => Some(folder.join(path)),
        _ => None,
    });
    read.extend(beside);
    read
}

/// A profile, read from its file or folder and held against the rules.
pub(super) fn hold<'r>(path: &Path, rules: &'r Rules) -> Result<Case<'r>, Stop> {
    let tree = files::profile(path)?;
    Ok(rules.hold_with(&tree, &files::held(path, &held_paths(&tree)))?)
}
