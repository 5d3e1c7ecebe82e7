//! `sprcheck rules new <family>/<rule>`: the files of a new duty.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::author::scaffold::{Draft, New as Wanted, Refusal, drafts, name_for};
use crate::load::{InputFile, InputTree, RuleSetTrees, files};
use crate::model::ids::RuleSetName;
use crate::model::place::Origin;

use super::lint::load_with_built_in;
use crate::cli::exit::{Exit, Stop};
use crate::cli::output::{create, deliver};

#[derive(Debug, Args)]
pub(super) struct New {
    /// The duty as `family/rule`, in small letters with underscores: `mutual_aid/agreement`
    duty: String,
    /// The folder of the rule set; it is made if it is not there
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

impl New {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let trees = self.there()?;
        let Some(tree) = trees.given.first() else { return Ok(Exit::Fine) };
        let rules = load_with_built_in(&trees);
        let without_manifest = !tree.files.iter().any(|file| file.path == "policies/ruleset.yaml");
        let rule_set = tree.name().unwrap_or_else(|| name_for(&folder_name(&self.folder)));
        let wanted = Wanted {
            rule_set: &rule_set,
            without_manifest,
            is_built_in: rule_set == crate::audit::BUILT_IN,
            duty: &self.duty,
        };
        let drafts = drafts(&wanted, rules.law()).map_err(|refusal| self.refused(&refusal))?;
        loads(&trees, &drafts, &self.folder)?;
        let files: Vec<(PathBuf, &str)> =
            drafts.iter().map(|draft| (self.folder.join(&draft.path), draft.text.as_str())).collect();
        create(&files)?;
        let mut text = String::new();
        for (path, _) in &files {
            let _ = writeln!(text, "wrote {}", path.display());
        }
        let folder = self.folder.display();
        let _ = writeln!(
            text,
            "the cases pass as they stand; write what is marked TODO, until `sprcheck rules lint {folder}` finds nothing"
        );
        deliver(&text, None)?;
        Ok(Exit::Fine)
    }

    /// The rule set as it is there, with what it extends; an empty one where there is none.
    fn there(&self) -> Result<RuleSetTrees, Stop> {
        if self.folder.join("policies").exists() {
            return Ok(files::rule_sets(std::slice::from_ref(&self.folder))?);
        }
        let shown = self.folder.display().to_string();
        let origin = Origin::RuleSet(RuleSetName::from(shown.as_str()));
        let empty = InputTree { origin, files: Vec::new(), faults: Vec::new() };
        Ok(RuleSetTrees { given: vec![empty], ..RuleSetTrees::default() })
    }

    fn refused(&self, refusal: &Refusal) -> Stop {
        let duty = &self.duty;
        Stop::Message(match refusal {
            Refusal::Name(Some(guess)) => {
                format!(
                    "`{duty}` is not written as `family/rule` in small letters with underscores; did you mean `{guess}`?"
                )
            }
            Refusal::Name(None) => {
                format!("`{duty}` is not written as `family/rule`; write it like `mutual_aid/agreement`")
            }
            Refusal::Exists(set) => {
                format!("rule set `{set}` has a duty `{}` already; choose another name", duty.replace('/', "."))
            }
        })
    }
}

/// The last step of a folder's path.
fn folder_name(folder: &Path) -> String {
    let full = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether what would be written can be loaded: a word that may not be a step of a fact's path, for one, shows only here.
fn loads(there: &RuleSetTrees, drafts: &[Draft], folder: &Path) -> Result<(), Stop> {
    let mut trees = there.clone();
    let Some(tree) = trees.given.first_mut() else { return Ok(()) };
    let mut mine = Vec::new();
    for draft in drafts {
        let shown = folder.join(&draft.path).display().to_string();
        mine.push(shown.clone());
        if tree.files.iter().any(|file| file.path == draft.path) {
            // That it would be overwritten is told when it is to be written.
            return Ok(());
        }
        tree.files.push(InputFile { path: draft.path.clone(), shown, bytes: draft.text.clone().into_bytes() });
    }
    tree.files.sort_by(|a, b| a.path.cmp(&b.path));
    let rules = load_with_built_in(&trees);
    let loaded = rules.loaded();
    let ours = loaded.problems.iter().filter(|problem| {
        let file = problem.place.and_then(|place| loaded.sources.get(place.file));
        file.is_some_and(|file| mine.contains(&file.shown))
    });
    let ours: Vec<_> = ours.cloned().collect();
    if ours.is_empty() { Ok(()) } else { Err(Stop::Problems(ours, loaded.sources.clone())) }
}
