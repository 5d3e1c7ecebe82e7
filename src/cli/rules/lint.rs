//! `sprcheck rules lint`: what is likely wrong in rule sets.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::audit::Rules;
use crate::author::lint::{Answer, Level, Lint as Id, Question, lint};
use crate::load::{self, InputTree, RuleSetTrees, files};
use crate::model::nearest::nearest;
use crate::model::problem::Code;
use crate::report::lint as report;

use crate::cli::exit::{Exit, Stop};
use crate::cli::output::deliver;

/// The names by which a level is asked for; `never` is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Mistakes and error lints
    Error,
    /// These and warnings
    Warning,
    /// Everything that is found
    Advice,
    /// Nothing
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub
    Github,
}

#[derive(Debug, Args)]
pub(super) struct Lint {
    /// The rule sets: folders or archives; the built-in one if none is named
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The form of the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// End with 1 if something of this level or above is found
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    fail_on: FailOn,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Tell about a lint or a problem, with examples: `missing-case`, `P048`
    #[arg(long, value_name = "ID", conflicts_with_all = ["folders", "format", "fail_on"])]
    explain: Option<String>,
}

impl Lint {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        if let Some(id) = &self.explain {
            deliver(page(id)?, self.output.as_deref())?;
            return Ok(Exit::Fine);
        }
        let (rules, trees) = load_beside_built_in(&self.folders)?;
        let answer =
            lint(&Question { law: rules.law(), engine: rules.engine(), loaded: rules.loaded(), trees: &trees });
        let text = match self.format {
            Format::Text => report::text(&answer),
            Format::Json => report::json(&answer),
            Format::Sarif => report::sarif(&answer, env!("CARGO_PKG_VERSION")),
            Format::Github => report::github(&answer),
        };
        deliver(&text, self.output.as_deref())?;
        Ok(if self.fails(&answer) { Exit::Failed } else { Exit::Fine })
    }

    fn fails(&self, answer: &Answer) -> bool {
        let least = match self.fail_on {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Advice => Level::Advice,
            FailOn::Never => return false,
        };
        answer.findings.iter().any(|finding| finding.what.level() >= least)
    }
}

fn page(id: &str) -> Result<&'static str, Stop> {
    if let Some(lint) = Id::parse(id) {
        return Ok(lint.page());
    }
    let wanted = id.to_ascii_uppercase();
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == wanted) {
        return Ok(code.page());
    }
    let known = Id::ALL.iter().map(|lint| lint.as_str()).chain(Code::ALL.iter().map(|code| code.as_str()));
    let near = nearest(id, known);
    let near = near.map_or_else(
        || "; `docs/lints/` lists the lints, `docs/problems/` the problems".to_owned(),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(Stop::Message(format!("no lint or problem is called `{id}`{near}")))
}

/// Loads rule sets beside the built-in one, or the built-in one alone; returns with them those that were named.
///
/// A folder that holds the built-in rule set itself takes its place.
pub(super) fn load_beside_built_in(folders: &[PathBuf]) -> Result<(Rules, Vec<InputTree>), Stop> {
    if folders.is_empty() {
        let tree = load::builtin();
        return Ok((Rules::load(std::slice::from_ref(&tree), true), vec![tree]));
    }
    let trees = files::rule_sets(folders)?;
    Ok((load_with_built_in(&trees), trees.given))
}

/// Loads rule sets and what they extend with the built-in one, unless one of them is the built-in one.
pub(super) fn load_with_built_in(trees: &RuleSetTrees) -> Rules {
    let RuleSetTrees { given, bases, links } = trees;
    if given.iter().any(|tree| tree.name().as_deref() == Some(crate::audit::BUILT_IN)) {
        return Rules::load_with_bases(given, bases, links, true);
    }
    let all: Vec<InputTree> = std::iter::once(load::builtin()).chain(given.iter().cloned()).collect();
    Rules::load_with_bases(&all, bases, links, true)
}
