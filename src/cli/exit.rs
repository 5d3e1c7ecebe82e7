//! How a command ends.

use std::process::ExitCode;

use crate::load::snippet;
use crate::model::assessment::Assessment;
use crate::model::place::Sources;
use crate::model::problem::Problem;

/// The exit codes, for `--help`.
pub(super) const HELP: &str = "How it ends: with 2 if nothing was assessed (standard error says why); else with 3 if a rule \
erred; else with 1 if the assessment holds what --fail-on names; else with 0. Format and filter have no say in it.";

/// How a command ends; when several fit, the first of `NotAssessed`, `Erred`, `Failed`, `Fine`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: what was asked was done.
    Fine,
    /// 1: the assessment holds something named in `--fail-on`.
    Failed,
    /// 2: no assessment was made; standard error says why.
    NotAssessed,
    /// 3: an assessment was made, but a rule erred.
    Erred,
}

impl Exit {
    /// How a command ends that only asks about an assessment: with 3 if a rule or a rule set erred, so that not everything was judged.
    pub(super) fn of(assessment: &Assessment) -> Self {
        let erred = assessment.summary.errors > 0 || assessment.rule_sets.iter().any(|set| !set.problems.is_empty());
        if erred { Self::Erred } else { Self::Fine }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Failed => 1,
            Exit::NotAssessed => 2,
            Exit::Erred => 3,
        })
    }
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(super) enum Stop {
    /// Mistakes in the files.
    Problems(Vec<Problem>, Sources),
    /// Anything else, as one line: the fact first, then the way out.
    Message(String),
}

impl Stop {
    pub(super) fn message(&self) -> String {
        match self {
            Self::Problems(problems, sources) => {
                let count = problems.len();
                let tail = format!("{count} problem{}; nothing was assessed\n", if count == 1 { "" } else { "s" });
                format!("{}{tail}", snippet::render(problems, sources))
            }
            Self::Message(message) => format!("error: {message}\n"),
        }
    }
}

impl From<Box<Problem>> for Stop {
    fn from(problem: Box<Problem>) -> Self {
        Self::Problems(vec![*problem], Sources::default())
    }
}

impl From<Box<crate::audit::Refusal>> for Stop {
    fn from(refusal: Box<crate::audit::Refusal>) -> Self {
        Self::Problems(refusal.problems, refusal.sources)
    }
}
