//! `sprcheck rules contrast`: two rule sets side by side.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::contrast::{Side, contrast};
use crate::audit::{BUILT_IN, Case, Rules};
use crate::cli::exit::{Exit, Stop};
use crate::cli::inputs::AsOf;
use crate::cli::output::deliver;
use crate::load::{self, InputTree, files, held_paths};
use crate::model::ids::RuleSetName;
use crate::report::contrast as report;

/// The word for the rule set that travels with the program.
const BUILTIN: &str = "builtin";

#[derive(Debug, Args)]
pub(super) struct Contrast {
    /// The one rule set: a folder, an archive, or `builtin`
    a: PathBuf,
    /// The other rule set: a folder, an archive, or `builtin`
    b: PathBuf,
    /// The profiles: files, or folders with `profile.yaml`
    #[arg(required = true)]
    profiles: Vec<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the answer to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For programs
    Json,
}

impl Contrast {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let (a, b) = (load(&self.a)?, load(&self.b)?);
        let mut answers = Vec::new();
        for profile in &self.profiles {
            let tree = files::profile(profile)?;
            let (case_a, case_b) = (hold(&a.rules, profile, &tree)?, hold(&b.rules, profile, &tree)?);
            let side_a = Side { case: &case_a, rule_set: a.name.clone() };
            let side_b = Side { case: &case_b, rule_set: b.name.clone() };
            answers.push(contrast(&side_a, &side_b, as_of));
        }
        let text = match self.format {
            Format::Text => report::text(&answers),
            Format::Json => report::json(&answers),
        };
        deliver(&text, self.output.as_deref())?;
        Ok(Exit::Fine)
    }
}

struct Loaded {
    rules: Rules,
    name: RuleSetName,
}

/// One of the rule sets, beside the built-in vocabulary; another version of the built-in one stands in its place.
fn load(path: &Path) -> Result<Loaded, Stop> {
    let (rules, name) = if path.as_os_str() == BUILTIN {
        (Rules::load(&[load::builtin()], true), BUILT_IN.to_owned())
    } else {
        let mut trees = files::rule_sets(&[path.to_path_buf()])?;
        let name = trees.given.first().and_then(InputTree::name);
        let name = name.unwrap_or_else(|| path.display().to_string());
        let is_built_in = name == BUILT_IN;
        if !is_built_in {
            trees.given.insert(0, load::builtin());
        }
        (Rules::load_with_bases(&trees.given, &trees.bases, &trees.links, is_built_in), name)
    };
    let loaded = rules.loaded();
    if !loaded.problems.is_empty() {
        return Err(Stop::Problems(loaded.problems.clone(), loaded.sources.clone()));
    }
    Ok(Loaded { rules, name: RuleSetName::from(name.as_str()) })
}

fn hold<'r>(rules: &'r Rules, path: &Path, tree: &InputTree) -> Result<Case<'r>, Stop> {
    Ok(rules.hold(tree, &files::digests(path, &held_paths(tree)))?)
}
