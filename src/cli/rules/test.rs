//! `sprcheck rules test`: the cases of rule sets, what they try, and whether a mistake in a rule would be noticed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::audit::Rules;
use crate::author::testing::{self, Options};
use crate::load::{self, RuleSetTrees, files};
use crate::model::ids::DutyId;
use crate::model::nearest::nearest;
use crate::report::testing::{json, junit, text};

use crate::cli::exit::{Exit, Stop};
use crate::cli::output::deliver;
use crate::cli::progress;

#[derive(Debug, Args)]
pub(super) struct Test {
    /// The rule sets whose cases are run, each a folder or an archive; the built-in one if none is named
    #[arg(value_name = "DIR")]
    rule_sets: Vec<PathBuf>,
    /// Only the cases of this duty; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    duty: Vec<String>,
    /// Tell which outcomes, branches and facts of the rules no case tries
    #[arg(long)]
    coverage: bool,
    /// Change the rules, one operator, limit or clause at a time, and tell which changes no case notices
    #[arg(long)]
    mutants: bool,
    /// End with 1 if a case expects nothing, a file has no cases or a duty has no case file
    #[arg(long)]
    fail_on_empty: bool,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text for a terminal
    Text,
    /// JSON for programs
    Json,
    /// JUnit XML for build servers
    Junit,
}

impl Test {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let built_in = self.rule_sets.is_empty();
        let RuleSetTrees { mut given, bases, links } = files::rule_sets(&self.rule_sets)?;
        given.insert(0, load::builtin());
        let rules = Rules::load_with_bases(&given, &bases, &links, built_in);
        let mut loaded = rules.loaded().clone();
        if !loaded.problems.is_empty() {
            return Err(Stop::Problems(loaded.problems, loaded.sources));
        }
        let options = Options { duties: self.duties(&rules)?, coverage: self.coverage, mutants: self.mutants };
        // Those of the built-in one are run only if it alone is asked for.
        let own = given.iter().skip(usize::from(!built_in));
        let step = if self.mutants { "making mistakes in the rules, one after the other" } else { "running the cases" };
        let tested = progress::during(step, || testing::test(rules.law(), rules.engine(), own, &options, &mut loaded));
        if !loaded.problems.is_empty() {
            return Err(Stop::Problems(loaded.problems, loaded.sources));
        }
        let shown = match self.format {
            Format::Text => text(&tested, &loaded.sources),
            Format::Json => json(&tested, &loaded.sources),
            Format::Junit => junit(&tested, &loaded.sources, self.fail_on_empty),
        };
        deliver(&shown, None)?;
        let nothing =
            self.fail_on_empty && (!tested.empty.is_empty() || (tested.cases() == 0 && tested.left_to_bases == 0));
        let failed = tested.failed() > 0 || tested.survivors() > 0 || nothing;
        Ok(if failed { Exit::Failed } else { Exit::Fine })
    }

    /// The duties that are named; each must be one that is in play.
    fn duties(&self, rules: &Rules) -> Result<BTreeSet<DutyId>, Stop> {
        let law = rules.law();
        let known = || law.duties().map(|duty| duty.id.as_str());
        if let Some(wrong) = self.duty.iter().find(|id| law.duty(id).is_none()) {
            let near = nearest(wrong, known()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Stop::Message(format!("no rule set that is tested has a duty `{wrong}`{near}")));
        }
        Ok(self.duty.iter().map(|id| DutyId::from(id.as_str())).collect())
    }
}
