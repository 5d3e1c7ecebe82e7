//! One finding, and what tells it from another when lines have moved.

use std::collections::BTreeMap;

use crate::load::digest;
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::Scene;
use super::ids::{Level, Lint};

/// What is found: what a lint looks for, or a mistake that loading met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A mistake that loading met.
    Problem(Code),
    /// What a lint looks for.
    Lint(Lint),
}

impl What {
    /// The id under which it has its page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Problem(code) => code.as_str(),
            Self::Lint(lint) => lint.as_str(),
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Problem(_) => Level::Error,
            Self::Lint(lint) => lint.level(),
        }
    }

    /// What it is about, in a line.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::Problem(code) => code.summary(),
            Self::Lint(lint) => lint.summary(),
        }
    }

    /// The path of its page in the project.
    #[must_use]
    pub fn page(self) -> String {
        match self {
            Self::Problem(code) => format!("docs/problems/{code}.md"),
            Self::Lint(lint) => format!("docs/lints/{}.md", lint.as_str()),
        }
    }

    /// The lint, if it is one.
    #[must_use]
    pub fn lint(self) -> Option<Lint> {
        match self {
            Self::Problem(_) => None,
            Self::Lint(lint) => Some(lint),
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub what: What,
    /// Where; `None` only of a file or folder as a whole.
    pub place: Option<Place>,
    /// How many characters are meant, from the place on; at least 1.
    pub width: usize,
    /// The fact, then the bound.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Other places that matter, each with what it is.
    pub related: Vec<(Place, String)>,
    /// Why it is allowed, if it is.
    pub allowed: Option<String>,
    /// What stays the same while other lines change: `sha256:` and a digest.
    pub fingerprint: String,
}

impl Finding {
    pub(super) fn new(
        lint: Lint,
        place: Place,
        width: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            what: What::Lint(lint),
            place: Some(place),
            width: width.max(1),
            message: message.into(),
            help: help.into(),
            related: Vec::new(),
            allowed: None,
            fingerprint: String::new(),
        }
    }

    pub(super) fn of_problem(problem: &Problem) -> Self {
        Self {
            what: What::Problem(problem.code),
            place: problem.place,
            width: problem.width as usize,
            message: problem.message.clone(),
            help: problem.help.clone().unwrap_or_default(),
            related: problem.related.clone(),
            allowed: None,
            fingerprint: String::new(),
        }
    }

    pub(super) fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }
}

/// Sorts findings by file, line, column and id, each once, and gives each what tells it from others.
pub(super) fn put_in_order(findings: &mut Vec<Finding>, scene: &Scene<'_>) {
    let shown = |finding: &Finding| {
        finding.place.and_then(|place| {
            let file = scene.sources.get(place.file)?;
            Some((file.shown.clone(), place.line, place.column))
        })
    };
    findings.sort_by(|a, b| (shown(a), a.what, &a.message).cmp(&(shown(b), b.what, &b.message)));
    findings.dedup_by(|a, b| (shown(a), a.what, &a.message) == (shown(b), b.what, &b.message));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let (owner, path) = finding
            .place
            .and_then(|place| scene.sources.get(place.file))
            .map_or_else(|| (String::new(), String::new()), |file| (format!("{:?}", file.origin), file.path.clone()));
        let route = finding.place.map(|place| route(scene, place, finding.width)).unwrap_or_default();
        let key = [finding.what.as_str(), &owner, &path, &route].join("\0");
        let nth = seen.entry(key.clone()).or_default();
        *nth += 1;
        finding.fingerprint = digest(format!("{key}\0{nth}").as_bytes());
    }
}

/// Where a finding stands, without numbers of lines: the keys that lead to it, or the text of its line and the word that is meant.
fn route(scene: &Scene<'_>, place: Place, width: usize) -> String {
    if let Some(route) = scene.policies.route(place) {
        return route;
    }
    let Some(file) = scene.sources.get(place.file) else { return String::new() };
    let line = file.text.lines().nth(place.line.saturating_sub(1) as usize).unwrap_or_default();
    let word: String = line.chars().skip(place.column.saturating_sub(1) as usize).take(width).collect();
    format!("{}\0{word}", line.split_whitespace().collect::<Vec<_>>().join(" "))
}
