//! A report's JSON, read back as far as a history needs it: the date, the inputs, and how every duty stood.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::assessment::StandingCounts;
use crate::model::brief::{Recorded, Stood};
use crate::model::dates::{Dates, Day};
use crate::model::ids::DutyId;
use crate::model::law::InForce;
use crate::model::words::{Binding, Marking, Standing, Verdict};

use super::Flaw;

/// The name of the rule set that travels with the program.
const BUILT_IN: &str = "sprcheck";

/// What a report says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// What is kept of it; without digest and predecessors, which only a record has.
    pub recorded: Recorded,
    /// The version of the program that made it.
    pub tool: String,
    /// Whether it withholds something, so that it cannot be run again.
    pub is_partial: bool,
    /// The files that were read, in their order.
    pub inputs: Vec<Source>,
    /// The rule sets, each with its version.
    pub rule_sets: Vec<RuleSetUsed>,
    /// Whether the duties of the built-in rule set were judged.
    pub built_in_duties: bool,
}

/// A file that was read for a report.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// `profile`, or the rule set's name.
    pub root: String,
    /// The path relative to that root, with `/`.
    pub path: String,
    /// `sha256:` and the digest.
    #[serde(default)]
    pub digest: String,
}

/// A rule set that judged a report.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RuleSetUsed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its digest.
    #[serde(default)]
    pub digest: String,
}

#[derive(Deserialize)]
pub(super) struct Report {
    schema_version: String,
    tool: Tool,
    as_of: String,
    force: Force,
    marking: String,
    partial: Option<IgnoredAny>,
    rule_sets: Vec<RuleSetUsed>,
    inputs: Vec<Source>,
    #[serde(default)]
    instruments: Vec<Instrument>,
    #[serde(default)]
    assurance: Vec<Assured>,
    duties: Vec<Duty>,
    summary: Summary,
}

/// The assurance of a rule set whose duties were judged.
#[derive(Deserialize)]
struct Assured {
    rule_set: String,
}

#[derive(Deserialize)]
struct Tool {
    version: String,
}

#[derive(Deserialize)]
struct Force {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Instrument {
    id: String,
    applied: Option<bool>,
}

#[derive(Deserialize)]
struct Duty {
    id: String,
    rule_set: String,
    title: String,
    binding: String,
    #[serde(default)]
    held_by: Vec<IgnoredAny>,
    context: bool,
    source: LawSource,
    #[serde(default)]
    in_force: Stretch,
    weight: Weight,
    verdict: String,
    standing: String,
}

/// The source in law of a duty.
#[derive(Deserialize)]
struct LawSource {
    instrument: Option<String>,
}

#[derive(Default, Deserialize)]
struct Stretch {
    from: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
struct Weight {
    value: u8,
}

#[derive(Deserialize)]
struct Summary {
    standings: BTreeMap<String, usize>,
    apparent_breaches: usize,
}

/// Reads the JSON of a report.
///
/// # Errors
/// It is none, or of another version.
pub fn report(text: &str) -> Result<Reported, Flaw> {
    serde_json::from_str::<Report>(text).map_err(|error| Flaw::of(&error))?.told()
}

impl Report {
    pub(super) fn told(self) -> Result<Reported, Flaw> {
        if !self.schema_version.starts_with("1.") {
            return Err(Flaw::whole(format!(
                "the report has the version `{}`; this program reads version 1",
                self.schema_version
            )));
        }
        let as_of = Dates::parse(&self.as_of).ok().and_then(Dates::day);
        let as_of = as_of.ok_or_else(|| Flaw::whole(format!("the as-of date `{}` is no day", self.as_of)))?;
        let marking = word(Marking::parse(&self.marking), "marking", &self.marking)?;
        let applied: BTreeMap<&str, Option<bool>> =
            self.instruments.iter().map(|one| (one.id.as_str(), one.applied)).collect();
        let duties = self.duties.iter().map(|duty| duty.stood(as_of, &applied));
        let mut duties = duties.collect::<Result<Vec<Stood>, Flaw>>()?;
        duties.sort_by(|a, b| a.id.cmp(&b.id));
        // A filter leaves duties out, and nothing of the assurance.
        let judged =
            self.duties.iter().map(|duty| &duty.rule_set).chain(self.assurance.iter().map(|one| &one.rule_set));
        let built_in_duties = judged.into_iter().any(|name| name == BUILT_IN);
        Ok(Reported {
            recorded: Recorded {
                as_of,
                digest: String::new(),
                predecessors: Vec::new(),
                force: self.force.id,
                force_name: self.force.name,
                marking,
                standings: counts(&self.summary.standings)?,
                apparent_breaches: self.summary.apparent_breaches,
                rule_sets: self.rule_sets.iter().map(|set| (set.name.clone(), set.digest.clone())).collect(),
                duties,
            },
            tool: self.tool.version,
            is_partial: self.partial.is_some(),
            inputs: self.inputs,
            rule_sets: self.rule_sets,
            built_in_duties,
        })
    }
}

impl Duty {
    fn stood(&self, as_of: Day, applied: &BTreeMap<&str, Option<bool>>) -> Result<Stood, Flaw> {
        let standing = word(Standing::parse(&self.standing), "standing", &self.standing)?;
        let date = |text: &Option<String>| text.as_deref().and_then(|text| Dates::parse(text).ok());
        let in_force = InForce { from: date(&self.in_force.from), until: date(&self.in_force.until) };
        let instrument = self.source.instrument.as_deref().and_then(|id| applied.get(id).copied()).flatten();
        Ok(Stood {
            id: DutyId::from(self.id.as_str()),
            title: self.title.clone(),
            binding: word(Binding::parse(&self.binding), "binding", &self.binding)?,
            weight: self.weight.value,
            context: self.context,
            in_scope: in_scope(
                instrument,
                in_force.covers_day(as_of),
                self.held_by.is_empty() && !self.context,
                standing,
            ),
            verdict: word(Verdict::parse(&self.verdict), "verdict", &self.verdict)?,
            standing,
        })
    }
}

/// Whether a duty reached the force, as far as an assessment tells: its instrument and itself were in force, and somebody owed it. Where
/// nobody is known to, only what does not apply is taken to be nobody's.
#[must_use]
pub fn in_scope(instrument: Option<bool>, in_force: Option<bool>, is_unheld: bool, standing: Standing) -> bool {
    let is_nobodys = is_unheld && standing == Standing::NotApplicable;
    instrument != Some(false) && in_force != Some(false) && !is_nobodys
}

fn counts(told: &BTreeMap<String, usize>) -> Result<StandingCounts, Flaw> {
    let mut counts = StandingCounts::default();
    for (name, number) in told {
        let standing = word(Standing::parse(name), "standing", name)?;
        *counts.count_of(standing) = *number;
    }
    Ok(counts)
}

fn word<T>(read: Option<T>, what: &str, text: &str) -> Result<T, Flaw> {
    read.ok_or_else(|| Flaw::whole(format!("`{text}` is no {what} that this program knows")))
}
