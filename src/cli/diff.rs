//! `sprcheck diff`: which duties changed between two profiles, dates or rule sets, and why.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::diff::diff;
use crate::ask::inquiry::Inquiry;
use crate::audit::{Case, Rules};
use crate::load::snippet;
use crate::model::dates::Day;
use crate::report::diff as report;

use super::audit::WIDTH;
use super::clock;
use super::exit::{Exit, Stop};
use super::inputs::{RuleSets, deliver_of, hold, with_duties};
use super::output::complain;
use super::progress;
use super::settings::Settings;

/// The word for the rule set that travels with the program.
const BUILTIN: &str = "builtin";

/// Set two profiles, two dates or two rule sets beside each other: which duties changed, and why.
///
/// A is what was, B is what is. Of every duty that is judged otherwise it is told which way it goes and what made it: facts, citations,
/// evidence, departures, the force, the date, the rules, or another duty. The causes are found by taking them over from B into A and
/// judging again: they alone make the duty come out as it does in B, and none of them can be left out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sprcheck diff old/ new/ --as-of 2022-01-31\n  \
    sprcheck diff profile.yaml --as-of 2021-01-31 --as-of 2022-01-31\n  \
    sprcheck diff profile.yaml --as-of 2022-01-31 --rules-before rules-2021/ --rules rules-2022/")]
pub(super) struct Diff {
    /// A, the profile before: a file, or a folder with `profile.yaml`; `sprcheck.toml` may name it
    a: Option<PathBuf>,
    /// B, the profile after; the same as A if left out
    b: Option<PathBuf>,
    /// The date the question is asked for, `2021-01-31`; given twice, the first is for A and the second for B. Today in
    /// Europe/London if left out
    #[arg(long, value_name = "DATE")]
    as_of: Vec<String>,
    /// The rule set of A, where it is another than that of B: a folder or archive, or `builtin` for the built-in one alone; may
    /// be repeated. With it, a folder of either side whose rule set is called `sprcheck` stands in the place of the built-in one.
    /// No lock is held against the rule sets of A
    #[arg(long, value_name = "DIR")]
    rules_before: Vec<PathBuf>,
    #[command(flatten)]
    rule_sets: RuleSets,
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
    /// For a document or a pull request
    Markdown,
    /// For programs, with everything that the others cut short
    Json,
}

impl Diff {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let settings = Settings::read()?;
        let (from, until) = self.days()?;
        let a = self.first(&settings)?;
        let b = self.b.as_deref().unwrap_or(a);
        if self.b.is_none() && self.as_of.len() < 2 && self.rules_before.is_empty() {
            return Err(Stop::Message(
                "one profile on one date by the same rules is no comparison; name a second profile, give `--as-of` twice, or \
                 name the rule sets of before with `--rules-before`"
                    .into(),
            ));
        }
        // The process ends with this command: to take everything apart first would only cost time.
        let rules = ManuallyDrop::new(self.rules(&settings)?);
        let old_rules = ManuallyDrop::new(self.old_rules()?);
        let case_b = ManuallyDrop::new(hold(b, &rules)?);
        let case_a = ManuallyDrop::new(hold(a, old_rules.as_ref().unwrap_or(&rules))?);
        let case_between = ManuallyDrop::new(old_rules.as_ref().map(|_| by_new_rules(a, &rules)).transpose()?);
        let before = ManuallyDrop::new(Inquiry::open(&case_a, from));
        let between = ManuallyDrop::new(case_between.as_ref().map(|case| Inquiry::open(case, from)));
        let after = ManuallyDrop::new(Inquiry::open(&case_b, until));
        let answer =
            ManuallyDrop::new(progress::during("looking for the causes", || diff(&before, between.as_ref(), &after)));
        let text = match self.format {
            Format::Text => report::text(&answer, WIDTH),
            Format::Markdown => report::markdown(&answer),
            Format::Json => report::json(&answer),
        };
        deliver_of(&text, self.output.as_deref(), [&*case_a, &*case_b])?;
        tell_problems(&case_b);
        if old_rules.is_some() {
            tell_problems(&case_a);
        }
        let erred = [&before, &after].map(|side| Exit::of(side.assessment())).contains(&Exit::Erred);
        Ok(if erred { Exit::Erred } else { Exit::Fine })
    }

    /// The dates of A and of B.
    fn days(&self) -> Result<(Day, Day), Stop> {
        match self.as_of.as_slice() {
            [] => clock::as_of(None).map(|today| (today, today)),
            [both] => clock::as_of(Some(both)).map(|both| (both, both)),
            [from, until] => Ok((clock::as_of(Some(from))?, clock::as_of(Some(until))?)),
            more => {
                Err(Stop::Message(format!("two sides have two dates at most; `--as-of` is given {} times", more.len())))
            }
        }
    }

    fn first<'a>(&'a self, settings: &'a Settings) -> Result<&'a Path, Stop> {
        self.a.as_deref().or(settings.profile.as_deref()).ok_or_else(|| {
            Stop::Message("no profile is named; name one or two, each a file or a folder with `profile.yaml`".into())
        })
    }

    fn rules(&self, settings: &Settings) -> Result<Rules, Stop> {
        if self.rules_before.is_empty() {
            return with_duties(self.rule_sets.load(settings)?);
        }
        with_duties(self.rule_sets.load_in_place(settings)?)
    }

    /// The rules of A, where they are others.
    fn old_rules(&self) -> Result<Option<Rules>, Stop> {
        if self.rules_before.is_empty() {
            return Ok(None);
        }
        let folders = self.rules_before.iter().filter(|folder| folder.as_os_str() != BUILTIN).cloned().collect();
        let rules = self.rule_sets.but(folders).load_in_place(&Settings::default())?;
        with_duties(rules).map(Some)
    }
}

/// A, held against the rules of B.
fn by_new_rules<'r>(a: &Path, rules: &'r Rules) -> Result<Case<'r>, Stop> {
    hold(a, rules).inspect_err(|_| complain("the first profile cannot be held against the rules of the second side\n"))
}

fn tell_problems(case: &Case<'_>) {
    let problems: Vec<_> = case.rule_set_problems().cloned().collect();
    if !problems.is_empty() {
        complain(&snippet::render(&problems, case.sources()));
    }
}
