//! `sprcheck gate`: what a revision does to the duties, and whether it passes.

mod settings;
mod sides;

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::gate::{Anew, Asked, Judged, gate, judged_by};
use crate::ask::inquiry::Inquiry;
use crate::ask::plan::{SelfAccepted, self_accepted, without};
use crate::ask::promise;
use crate::audit::{Case, Rules};
use crate::load::{self, InputFile, Loaded, snippet};
use crate::model::baseline::Entry;
use crate::model::dates::Day;
use crate::model::gate::{FailsOn, Gate, GateSide};
use crate::model::impact::FromTo;
use crate::model::profile::Profile;
use crate::report::gate as report;
use crate::report::gate::mistakes::{self, Mistake};

use super::audit::WIDTH;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, RuleSets, read_of, with_duties};
use super::output::{complain, deliver, spare};
use super::progress;
use super::settings::NAME;
use super::small_file;
use sides::{Base, Revision};

/// Judge a revision of a profile against its base: what got worse, better, or shows, and on which line it was made.
///
/// Both sides are judged for one date, by the rules of the base and, where they are others, by those of the head as well: what is worse by
/// either fails. `sprcheck.toml` is read on each side for that side. The base is a name of git or a folder (a folder begins with `/`, `./` or `../`); git is asked for names and bytes and
/// nothing else. Places are relative to the root of the repository. docs/ci.md tells what each finding means.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sprcheck gate --base origin/main plan/\n  \
    sprcheck gate --base HEAD~1 --head HEAD profile.yaml --as-of 2021-06-30\n  \
    sprcheck gate --base ../before profile.yaml --fail-on breach,worse,revealed\n\n\
How it ends: with 2 if a side cannot be read or judged (standard error says which and why); else with 3 if a rule erred; else with 1 if \
something was found that --fail-on names and the baseline does not accept; else with 0.")]
pub(super) struct Command {
    /// The profile: a file, or a folder with `profile.yaml`; `sprcheck.toml` may name it
    profile: Option<PathBuf>,
    /// What the revision is held against: a branch, tag or commit of git, or a folder
    #[arg(long, value_name = "REF|DIR", required_unless_present = "first_run", allow_hyphen_values = true)]
    base: Option<String>,
    /// The revision: a branch, tag or commit of git, or a folder; the working tree if left out
    #[arg(long, value_name = "REF|DIR", allow_hyphen_values = true)]
    head: Option<String>,
    #[command(flatten)]
    rule_sets: RuleSets,
    #[command(flatten)]
    as_of: AsOf,
    /// Fail (exit 1) on these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST", default_value = "breach,worse")]
    fail_on: Vec<FailOn>,
    /// Judge the head alone where the base cannot be found or holds no profile
    #[arg(long)]
    first_run: bool,
    /// Accept what this file lists, each with a reason and an end date; a standing is never changed
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Let a review count that was recorded in the same revision as the text that it accepts, and an entry of the baseline that came
    /// with what it accepts
    #[arg(long)]
    allow_self_review: bool,
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
    /// For a comment on a pull request, or the summary of a job
    Markdown,
    /// For programs, with everything that the others cut short
    Json,
    /// For code scanning
    Sarif,
    /// For whatever shows tests
    Junit,
    /// Commands of GitHub Actions that mark lines
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Logging commands of Azure Pipelines
    Azure,
}

/// What a revision may fail on.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// An apparent breach that the base did not have
    Breach,
    /// A duty that got worse, or an entry of the baseline that has ended or matches nothing
    Worse,
    /// A gap that could not be told before
    Revealed,
    /// Any gap
    Gap,
    /// Anything that is met on weaker support than evidence
    Unproven,
    /// Anything that could have been judged and was not
    Unassessed,
    /// A rule that erred
    Error,
}

impl From<FailOn> for FailsOn {
    fn from(what: FailOn) -> Self {
        match what {
            FailOn::Breach => Self::Breach,
            FailOn::Worse => Self::Worse,
            FailOn::Revealed => Self::Revealed,
            FailOn::Gap => Self::Gap,
            FailOn::Unproven => Self::Unproven,
            FailOn::Unassessed => Self::Unassessed,
            FailOn::Error => Self::Error,
        }
    }
}

impl Command {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let head = Revision::head(self.profile.as_deref(), self.head.as_deref())?;
        let base = match Revision::base(&head, self.base.as_deref(), self.profile.is_some())? {
            Base::There(base) => Some(*base),
            Base::NotThere(_) if self.first_run => None,
            Base::NotThere(why) => {
                let way = "a first revision has none: `--first-run` judges it alone";
                return Err(Stop::Message(format!("the base cannot be judged: {why}\n{way}; nothing was judged")));
            }
        };
        let mut compared = self.compare(&head, base.as_ref(), as_of)?;
        if let Some(base) = &base {
            if let Some(old) = head.at_profile_of(base) {
                let other = self.compare(&old, Some(base), as_of)?;
                compared.erred |= other.erred;
                settings::add_failing(&mut compared.answer, other.answer);
            }
            settings::add_changed(&mut compared.answer, base, &head);
        }
        let output = self.output.as_deref();
        spare(output, compared.read.into_iter().chain(self.baseline.clone()).chain([NAME.into()]))?;
        deliver(&self.told(&compared.answer), output)?;
        complain(&compared.problems);
        Ok(match compared {
            Compared { erred: true, .. } => Exit::Erred,
            Compared { answer, .. } if answer.passes() => Exit::Fine,
            _ => Exit::Failed,
        })
    }

    /// Judges both sides by the rules of each.
    fn compare(&self, head: &Revision, base: Option<&Revision>, as_of: Day) -> Result<Compared, Stop> {
        // The process ends with this command: to take everything apart first would only cost time.
        let head_rules = ManuallyDrop::new(self.rules(head).map_err(|stop| self.annotated(head, stop))?);
        let base_rules = match base {
            Some(base) => Some(ManuallyDrop::new(self.rules(base)?)),
            None => None,
        };
        let rules = base_rules.as_ref().unwrap_or(&head_rules);
        let other = !same(rules, &head_rules);
        let held = if other { head.hold_by_base(rules, &head_rules) } else { head.hold(rules, false) };
        let head_case = ManuallyDrop::new(held.map_err(|stop| self.annotated(head, stop))?);
        let base_case = base.map(|base| base.hold(rules, false)).transpose()?;
        let base_case = ManuallyDrop::new(base_case.map(|case| case.with_evidence(promise::shared(case.profile()))));
        let mut head_case = ManuallyDrop::into_inner(head_case);
        let (mut removed, mut accepted) = (Vec::new(), Vec::new());
        if let Some(base) = base_case.as_ref().map(Case::profile) {
            let unread = promise::unread(base, head_case.profile());
            if !unread.is_empty() {
                complain(&format!("{} cannot be judged\n", head.called()));
                return Err(Stop::Problems(unread, head_case.sources().clone()));
            }
            removed = promise::removed(base, head_case.profile());
            head_case = promised(&head_case, base);
            accepted = self_accepted(base, head_case.profile());
        }
        let head_case = ManuallyDrop::new(self.but_own_reviews(head_case, &accepted));
        let by_new = |side: &Revision| if other { side.hold(&head_rules, true).map(Some) } else { Ok(None) };
        let base_anew = match base {
            Some(base) => by_new(base)?,
            None => None,
        };
        let base_anew = ManuallyDrop::new(base_anew.map(|case| case.with_evidence(promise::shared(case.profile()))));
        let head_anew = by_new(head)?.zip(base_anew.as_ref()).map(|(case, base)| promised(&case, base.profile()));
        let head_anew = ManuallyDrop::new(head_anew.map(|case| self.but_own_reviews(case, &accepted)));
        for side in base.into_iter().chain([head]) {
            side.whole()?;
        }
        let head_asked = ManuallyDrop::new(Inquiry::open(&head_case, as_of));
        let base_asked = ManuallyDrop::new(base_case.as_ref().map(|case| Inquiry::open(case, as_of)));
        let head_again = ManuallyDrop::new(head_anew.as_ref().map(|case| Inquiry::open(case, as_of)));
        let base_again = ManuallyDrop::new(base_anew.as_ref().map(|case| Inquiry::open(case, as_of)));
        let anew = base_again.as_ref().zip(head_again.as_ref()).map(|(base, head)| Anew { base, head });
        let judged = Judged { base: base_asked.as_ref(), head: &head_asked, anew };
        let last = head_again.as_ref().unwrap_or(&head_asked);
        let (baseline, baseline_file) = self.baseline(head)?;
        // A base without the file, or with one that cannot be read, accepts nothing.
        let baseline_before = base.and_then(|base| self.baseline(base).ok()).unwrap_or_default().0;
        let told = |side: &Revision, by: &Inquiry<'_>| side.told(by.case(), judged_by(by));
        let from = base.zip(base_asked.as_ref()).map(|(side, by)| told(side, by));
        let sides: FromTo<Option<GateSide>> = FromTo { from, to: Some(told(head, last)) };
        let fail_on: BTreeSet<FailsOn> = self.fail_on.iter().map(|what| FailsOn::from(*what)).collect();
        let locate = |shown: &str| head.path_in_repository(Path::new(shown));
        let asked = Asked {
            sides,
            fail_on: &fail_on,
            baseline: &baseline,
            baseline_before: &baseline_before,
            baseline_file: &baseline_file,
            allow_own: self.allow_self_review,
            self_accepted: &accepted,
            review_removed: &removed,
            locate: &locate,
        };
        let answer = progress::during("comparing the two sides", || gate(&judged, &asked));
        let case: &Case<'_> = last.case();
        let problems: Vec<_> = case.rule_set_problems().cloned().collect();
        let problems = if problems.is_empty() { String::new() } else { snippet::render(&problems, case.sources()) };
        let read = [Some(last.case()), base_case.as_ref()].into_iter().flatten().flat_map(read_of).collect();
        Ok(Compared { answer, problems, read, erred: Exit::of(last.assessment()) == Exit::Erred })
    }

    /// The head in which a review does not count that was recorded with the text that it accepts, unless it is allowed to.
    fn but_own_reviews<'r>(&self, head: Case<'r>, accepted: &[SelfAccepted]) -> Case<'r> {
        if self.allow_self_review || accepted.is_empty() {
            return head;
        }
        head.with_evidence(without(head.profile(), accepted))
    }

    fn rules(&self, side: &Revision) -> Result<Rules, Stop> {
        let (folders, shelf) = side.rule_sets(self.rule_sets.folders(side.settings()))?;
        let rules = self.rule_sets.load_from(shelf, &folders, side.is_head()).and_then(with_duties);
        side.whole()?;
        rules.inspect_err(|_| complain(&format!("the rules of {} cannot be read\n", side.called())))
    }

    /// What is accepted, and the path of the file that says so.
    fn baseline(&self, side: &Revision) -> Result<(Vec<Entry>, String), Stop> {
        let Some(path) = &self.baseline else { return Ok((Vec::new(), String::new())) };
        let shown = path.display().to_string();
        let bytes = side
            .shelf()
            .read(path, usize::try_from(small_file::LOCK).unwrap_or(usize::MAX))
            .map_err(|error| Stop::Message(format!("the baseline `{shown}`: {error}")))?;
        let mut loaded = Loaded::default();
        let entries = load::baseline(&InputFile { path: shown.clone(), shown: shown.clone(), bytes }, &mut loaded);
        if !loaded.problems.is_empty() {
            return Err(Stop::Problems(loaded.problems, loaded.sources));
        }
        Ok((entries, side.path_in_repository(path).unwrap_or(shown)))
    }

    /// Shows the mistakes of the head in those formats that stand beside the lines; how the command ends stays the same.
    fn annotated(&self, head: &Revision, stop: Stop) -> Stop {
        let Stop::Problems(problems, sources) = &stop else { return stop };
        let mistakes: Vec<Mistake> = problems.iter().map(|problem| head.mistake(problem, sources)).collect();
        let text = match self.format {
            Format::Sarif => mistakes::sarif(&mistakes, env!("CARGO_PKG_VERSION")),
            Format::Github => mistakes::github(&mistakes),
            Format::Gitlab => mistakes::gitlab(&mistakes),
            Format::Azure => mistakes::azure(&mistakes),
            Format::Text | Format::Markdown | Format::Json | Format::Junit => return stop,
        };
        let output = self.output.as_deref();
        let read = sources.iter().map(|(_, file)| PathBuf::from(&file.shown));
        if let Err(fault) = spare(output, read).and_then(|()| deliver(&text, output)) {
            complain(&fault.message());
        }
        stop
    }

    fn told(&self, answer: &Gate) -> String {
        match self.format {
            Format::Text => report::text(answer, WIDTH),
            Format::Markdown => report::markdown(answer),
            Format::Json => report::json(answer),
            Format::Sarif => report::sarif(answer, env!("CARGO_PKG_VERSION")),
            Format::Junit => report::junit(answer),
            Format::Github => report::github(answer),
            Format::Gitlab => report::gitlab(answer),
            Format::Azure => report::azure(answer),
        }
    }
}

/// What the comparison of two sides gives.
struct Compared {
    answer: Gate,
    /// What is wrong with the rule sets, for standard error.
    problems: String,
    /// The files that were read for it.
    read: Vec<PathBuf>,
    erred: bool,
}

/// The head in which nothing counts as reviewed that the base promises to review and the head does not any more.
fn promised<'r>(head: &Case<'r>, base: &Profile) -> Case<'r> {
    head.with_evidence(promise::bound(base, head.profile()))
}

/// Whether two sets of rules are the same to the byte.
fn same(one: &Rules, other: &Rules) -> bool {
    let of = |rules: &Rules| -> Vec<_> {
        let sets = rules.law().rule_sets.values();
        sets.map(|set| (set.name.clone(), set.digest.clone(), set.vocabulary_only)).collect()
    };
    of(one) == of(other)
}
