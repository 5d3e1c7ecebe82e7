//! `sprcheck review`: which cited sections await a review, and recording that an office accepts them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::ask::inquiry::Inquiry;
use crate::ask::review::{named, reviews, text_of};
use crate::audit::{Case, Rules};
use crate::load::{InputTree, files, held_paths};
use crate::model::dates::Day;
use crate::model::ids::EvidenceId;
use crate::model::nearest::nearest;
use crate::model::review::{Before, Recorded, ReviewState, Reviews, ToReview};
use crate::report::review as report;
use crate::report::sanitize::sanitize;
use crate::store::edit::{Acceptance, accept};
use crate::store::history::History;

use super::audit::WIDTH;
use super::clock;
use super::exit::{Exit, Stop};
use super::inputs::{AsOf, Inputs, read_of};
use super::output::{deliver, replace, spare};
use super::settings::{NAME, Settings};

/// Show which cited sections of documents beside the profile changed since they were reviewed, or were not reviewed.
///
/// Of each is shown what it was and what it is now, line by line, and which duties rest on it. With --accept it is recorded in the
/// profile that an office accepts the text as it is now; every comment and the layout of the file stay as they are.
#[derive(Debug, Args)]
pub(super) struct Review {
    #[command(flatten)]
    inputs: Inputs,
    /// Only these: an evidence id, or one of its sections as it is cited
    #[arg(value_name = "EVIDENCE[#SECTION]")]
    what: Vec<String>,
    #[command(flatten)]
    as_of: AsOf,
    /// Record that the text is accepted as it is now
    #[arg(long, requires = "by", requires = "because")]
    accept: bool,
    /// The office that accepts; an office, not a person's name
    #[arg(long, value_name = "OFFICE", requires = "accept")]
    by: Option<String>,
    /// Why it is accepted, in a sentence that a reader can weigh
    #[arg(long, value_name = "TEXT", requires = "accept")]
    because: Option<String>,
    /// The day of the acceptance, `2021-03-01`; today in Europe/London if left out
    #[arg(long, value_name = "DATE", requires = "accept")]
    on: Option<String>,
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
    /// For a document
    Markdown,
    /// For programs, with everything that the others cut short
    Json,
}

impl Review {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let as_of = self.as_of.day()?;
        let settings = Settings::read()?;
        let rules = self.inputs.rules(&settings)?;
        let path = self.inputs.profile(&settings)?;
        let tree = files::profile(path)?;
        let case = held(&rules, path, &tree)?;
        let inquiry = Inquiry::open(&case, as_of);
        let all = reviews(&inquiry);
        let awaited = names(&all, ReviewState::awaits);
        let is_whole = |one: &&ToReview| one.section.is_none() && one.state == ReviewState::NeverReviewed;
        let cited_whole: Vec<ToReview> = all.sections.iter().filter(is_whole).cloned().collect();
        let mut answer = self.named(all, &case)?;
        let exit = Exit::of(inquiry.assessment());
        // Before anything is recorded.
        spare(self.output.as_deref(), read_of(&case).into_iter().chain([PathBuf::from(NAME)]))?;
        if self.accept {
            self.vet(&answer, &cited_whole, &case, as_of)?;
            let recorded = self.record(&answer, &tree, path, &rules)?;
            let tree = files::profile(path)?;
            let case = held(&rules, path, &tree)?;
            let inquiry = Inquiry::open(&case, as_of);
            let all = reviews(&inquiry);
            let mut now_suspect = names(&all, ReviewState::awaits);
            now_suspect.retain(|name| !awaited.contains(name) && !recorded.accepted.contains(name));
            answer = Reviews { recorded: Some(Recorded { now_suspect, ..recorded }), ..all };
        }
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
        before(&mut answer, folder)?;
        let text = match self.format {
            Format::Text => report::text(&answer, WIDTH),
            Format::Markdown => report::markdown(&answer),
            Format::Json => report::json(&answer),
        };
        deliver(&text, self.output.as_deref())?;
        Ok(exit)
    }

    /// Only what is named.
    fn named(&self, mut all: Reviews, case: &Case<'_>) -> Result<Reviews, Stop> {
        if self.what.is_empty() {
            return Ok(all);
        }
        for name in &self.what {
            let (evidence, section) = named(name);
            let is_it =
                |one: &&ToReview| one.evidence == evidence && (section.is_none() || one.section.as_deref() == section);
            if !all.sections.iter().any(|one| is_it(&one)) {
                let known: Vec<String> = all.sections.iter().map(ToReview::name).collect();
                let ids = case.profile().evidence.keys().map(|id| id.as_str());
                let near = nearest(name, known.iter().map(String::as_str).chain(ids));
                let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                let message = format!("`{name}` is not cited of a document beside the profile{help}");
                return Err(Stop::Message(sanitize(&message)));
            }
        }
        all.sections.retain(|one| {
            self.what.iter().any(|name| {
                let (evidence, section) = named(name);
                one.evidence == evidence && (section.is_none() || one.section.as_deref() == section)
            })
        });
        Ok(all)
    }

    fn on(&self) -> Result<Day, Stop> {
        match &self.on {
            Some(text) => clock::day("--on", text),
            None => clock::as_of(None),
        }
    }

    /// Refuses an acceptance that nobody can have made, and one that would make suspect what no acceptance of a section can mend.
    fn vet(&self, answer: &Reviews, cited_whole: &[ToReview], case: &Case<'_>, as_of: Day) -> Result<(), Stop> {
        let (on, today) = (self.on()?, clock::as_of(None)?);
        let refused = |why: String| Err(Stop::Message(sanitize(&format!("{why}; nothing was written"))));
        if on > today && on > as_of {
            return refused(format!("`--on {on}` is still to come: an acceptance has the day on which it was made"));
        }
        for one in answer.sections.iter().filter(|one| can_be_accepted(one.state)) {
            let dated = case.profile().evidence.get(&one.evidence).and_then(|own| own.dated);
            if let Some(dated) = dated.filter(|dated| on < dated.first()) {
                let name = one.name();
                return refused(format!("`{name}` is dated {dated}, and nobody can have accepted it on {on}"));
            }
            let whole = cited_whole.iter().find(|whole| whole.evidence == one.evidence);
            let is_taken = |whole: &ToReview| answer.sections.iter().any(|one| one.name() == whole.name());
            if let Some(whole) = whole.filter(|whole| !is_taken(whole)) {
                let at = whole.cited_at.first().map_or_else(String::new, |at| format!(" ({at})"));
                return refused(format!(
                    "`{0}` is cited whole as well{at}, and with a review of sections alone what rests on the whole would be suspect: accept \
                     `{0}`, or cite a section of it there",
                    whole.name()
                ));
            }
        }
        Ok(())
    }

    /// Records the acceptance of what awaits one; what is written must load again, and say just that.
    fn record(&self, answer: &Reviews, tree: &InputTree, path: &Path, rules: &Rules) -> Result<Recorded, Stop> {
        let (by, because) = (self.by.clone().unwrap_or_default(), self.because.clone().unwrap_or_default());
        let on = self.on()?;
        // Who accepts the whole accepts its sections.
        let whole: Vec<&EvidenceId> = answer
            .sections
            .iter()
            .filter(|one| one.section.is_none() && can_be_accepted(one.state))
            .map(|one| &one.evidence)
            .collect();
        let acceptances: Vec<Acceptance> = answer
            .sections
            .iter()
            .filter(|one| can_be_accepted(one.state) && (one.section.is_none() || !whole.contains(&&one.evidence)))
            .filter_map(|one| {
                Some(Acceptance {
                    evidence: one.evidence.to_string(),
                    section: one.section.clone(),
                    digest: one.digest_now.clone()?,
                    by: by.clone(),
                    on: on.to_string(),
                    because: because.clone(),
                })
            })
            .collect();
        if acceptances.is_empty() {
            return Err(Stop::Message("nothing that can be accepted awaits a review; nothing was written".into()));
        }
        let unchanged = |why: &str| Stop::Message(sanitize(&format!("{why}; nothing was written")));
        let file = tree.files.first().ok_or_else(|| unchanged("the profile has no file"))?;
        let text = std::str::from_utf8(&file.bytes).map_err(|_| unchanged("the profile is not UTF-8"))?;
        let edited = accept(text, &acceptances).map_err(|why| unchanged(&why.to_string()))?;
        let mut next = tree.clone();
        if let Some(file) = next.files.first_mut() {
            file.bytes = edited.clone().into_bytes();
        }
        // A reason that is none, or an office that is empty, is a mistake of the profile as it would be.
        held(rules, path, &next)?;
        let target = if path.is_dir() { path.join(&file.path) } else { path.to_path_buf() };
        replace(&edited, &target, || {
            let now = files::profile(path)?;
            if now.files.first().map(|now| &now.bytes) == Some(&file.bytes) {
                Ok(())
            } else {
                Err(unchanged("the profile was changed by somebody else meanwhile"))
            }
        })?;
        let accepted = acceptances.into_iter().map(|one| match one.section {
            Some(section) => format!("{}#{section}", one.evidence),
            None => one.evidence,
        });
        Ok(Recorded { by, on, because, accepted: accepted.collect(), now_suspect: Vec::new() })
    }
}

/// Whether an acceptance mends a state.
fn can_be_accepted(state: ReviewState) -> bool {
    matches!(state, ReviewState::Changed | ReviewState::NotReviewed | ReviewState::NeverReviewed)
}

/// The names of what is in a state.
fn names(all: &Reviews, is_in: impl Fn(ReviewState) -> bool) -> Vec<String> {
    all.sections.iter().filter(|one| is_in(one.state)).map(ToReview::name).collect()
}

fn held<'r>(rules: &'r Rules, path: &Path, tree: &InputTree) -> Result<Case<'r>, Stop> {
    Ok(rules.hold_with(tree, &files::held(path, &held_paths(tree)))?)
}

/// Looks for the texts as they were reviewed. Without a repository, or without `git`, they are not at hand.
fn before(answer: &mut Reviews, folder: &Path) -> Result<(), Stop> {
    let mut histories: BTreeMap<String, Option<History>> = BTreeMap::new();
    for one in answer.sections.iter_mut().filter(|one| one.state == ReviewState::Changed) {
        let Some(review) = &one.reviewed else { continue };
        let file = folder.join(&one.file);
        let history = histories.entry(one.file.clone()).or_insert_with(|| History::of(&file).ok().flatten());
        let Some(history) = history else { continue };
        let found = history.find(|path, bytes| text_of(path, bytes, one.section.as_deref(), &review.digest));
        let found = found.map_err(|fault| Stop::Message(sanitize(&fault.to_string())))?;
        one.before = found.map(|(commit, text)| Before { commit, text });
    }
    Ok(())
}
