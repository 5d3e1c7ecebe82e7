//! The built-in rule set as typed structs: instruments, duties, sets, kinds, dictionary.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::dates::{Dates, Period};

// `BUILTIN`: the paths and texts of the built-in rule set, as the tool embeds them.
include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The files of the duties that are written by hand in `rules.rs`, and the whole vocabulary.
const SLICE: &[&str] = &[
    "policies/evidence-kinds.yaml",
    "policies/facts/",
    "policies/prevent-minimum-standards.yaml",
    "policies/ruleset.yaml",
    "policies/spr-2015.yaml",
    "policies/statute.yaml",
    "policies/subjects/",
    "rules/prevent/",
    "rules/spr/",
    "rules/statute/",
];

/// The paths and texts of the part of the built-in rule set that both sides judge.
pub(crate) fn slice() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILTIN.iter().filter_map(|&(path, text, ..)| {
        if SLICE.iter().any(|start| path.starts_with(start)) {
            return Some((path, text));
        }
        // Of the other policies only the instruments, which stand before the duties: sets and reports refer to them.
        let (instruments, _) = text.split_once("\nduties:").filter(|(before, _)| before.contains("instruments:"))?;
        Some((path, instruments))
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleSet {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) owner: String,
    #[serde(rename = "licence")]
    _licence: String,
}

/// Everything that the files under `policies/` say; each file holds some of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Law {
    pub(crate) instruments: BTreeMap<String, Instrument>,
    pub(crate) duties: BTreeMap<String, Duty>,
    pub(crate) sets: BTreeMap<String, SubjectSet>,
    pub(crate) kinds: BTreeMap<String, Kind>,
    pub(crate) facts: BTreeMap<String, Term>,
    pub(crate) collections: BTreeMap<String, Collection>,
    /// The patterns that lead to facts.
    #[serde(skip)]
    pub(crate) records: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InForce {
    pub(crate) from: Option<Dates>,
    pub(crate) until: Option<Dates>,
}

impl InForce {
    pub(crate) fn covers(self, when: Dates) -> Option<bool> {
        let begun = self.from.map_or(Some(true), |from| from.up_to(when));
        let going_on = self.until.map_or(Some(true), |until| when.up_to(until));
        match (begun, going_on) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) instrument: Option<String>,
    pub(crate) at: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) read_in: Option<String>,
    pub(crate) verified: String,
    pub(crate) checked: Option<Dates>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instrument {
    pub(crate) title: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) in_force: InForce,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Duty {
    pub(crate) title: String,
    #[serde(rename = "says")]
    _says: String,
    pub(crate) source: Source,
    pub(crate) owed_by: Vec<String>,
    pub(crate) binding: Binding,
    #[serde(default)]
    pub(crate) threats: Vec<String>,
    #[serde(default)]
    pub(crate) in_force: InForce,
    pub(crate) weight: Weight,
    pub(crate) status: Option<String>,
    pub(crate) because: Option<String>,
    #[serde(default)]
    pub(crate) parameters: BTreeMap<String, Parameter>,
    #[serde(default)]
    pub(crate) requirements: BTreeMap<String, Requirement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Binding {
    Must,
    DueRegard,
    HaveRegard,
    Expected,
    Standard,
    Recommendation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weight {
    pub(crate) value: u8,
    #[serde(rename = "because")]
    _because: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) value: ParameterValue,
    pub(crate) set_by: String,
    pub(crate) because: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ParameterValue {
    Whole(i64),
    Period(Period),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Requirement {
    pub(crate) states: String,
    pub(crate) remedy: String,
    pub(crate) shown_by: Vec<String>,
    pub(crate) for_each: Option<String>,
    pub(crate) look_back: Option<LookBack>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookBack {
    pub(crate) period: Period,
    #[serde(rename = "set_by")]
    _set_by: String,
    #[serde(rename = "because")]
    _because: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubjectSet {
    #[serde(rename = "title")]
    _title: String,
    pub(crate) event: Option<String>,
    pub(crate) members: BTreeMap<String, Member>,
    #[serde(default)]
    pub(crate) closed: Vec<Closed>,
}

impl SubjectSet {
    /// The members that the law closes the set to for a force on a day.
    pub(crate) fn members_on(&self, force: &str, day: Date) -> Option<&[String]> {
        let on =
            |closed: &&Closed| InForce { from: closed.from, until: closed.until }.covers(Dates::on(day)) == Some(true);
        let of = |closed: &&Closed| closed.force.as_deref().is_none_or(|of| of == force);
        self.closed.iter().filter(of).find(on).map(|closed| closed.members.as_slice())
    }

    /// Whether a key may be a member for a force: any key, where the law does not close the set for it.
    pub(crate) fn admits(&self, force: &str, key: &str) -> bool {
        let mut of =
            self.closed.iter().filter(|closed| closed.force.as_deref().is_none_or(|of| of == force)).peekable();
        of.peek().is_none() || of.any(|closed| closed.members.iter().any(|member| member == key))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) title: String,
    pub(crate) issued: Option<Dates>,
    #[serde(rename = "announced")]
    _announced: Option<Dates>,
    #[serde(rename = "level")]
    _level: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closed {
    force: Option<String>,
    from: Option<Dates>,
    until: Option<Dates>,
    members: Vec<String>,
    #[serde(rename = "source")]
    _source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) narrative: bool,
    pub(crate) review_every: Option<Period>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    #[serde(rename = "type")]
    pub(crate) type_: Type,
    pub(crate) of: Option<String>,
    #[serde(default)]
    pub(crate) choices: Vec<String>,
    #[serde(rename = "unit")]
    _unit: Option<String>,
    #[serde(rename = "means")]
    _means: String,
    pub(crate) held_by: String,
    pub(crate) holds_for: Option<Period>,
    #[serde(rename = "latest_for")]
    _latest_for: Option<Period>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Type {
    YesNo,
    Count,
    Number,
    Text,
    Choice,
    Event,
    Limit,
    List,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Collection {
    #[serde(rename = "each")]
    _each: String,
    pub(crate) event: Option<String>,
    pub(crate) keyed_by: Option<String>,
    #[serde(rename = "means")]
    _means: String,
    pub(crate) held_by: String,
    pub(crate) holds_for: Option<Period>,
}

/// Departures are facts too, in every dictionary.
const DEPARTURES: &str = "
collections:
  departures: { each: a departure, means: a decision not to follow something, held_by: whoever owes the duty }
facts:
  departures.*.duty: { type: text, means: the duty departed from, held_by: whoever owes the duty }
  departures.*.requirements: { type: list, of: text, means: what is departed from, held_by: whoever owes the duty }
  departures.*.subjects: { type: list, of: text, means: for whom, held_by: whoever owes the duty }
  departures.*.decided_by: { type: list, of: text, means: who decided, held_by: whoever owes the duty }
  departures.*.decided_on: { type: event, means: the day of the decision, held_by: whoever owes the duty }
  departures.*.reason: { type: text, means: why, held_by: whoever owes the duty }
  departures.*.until: { type: limit, means: the last day, held_by: whoever owes the duty }
";

/// By path: the digest of a file; last that of the whole rule set, over the paths and digests of all its files.
pub(crate) type Digests = Vec<(String, String)>;

/// Reads the rule set; the digests are those of all its files.
pub(crate) fn load() -> Result<(RuleSet, Law, Digests), Box<dyn std::error::Error>> {
    let mut law: Law = serde_yaml::from_str(DEPARTURES)?;
    let (mut rule_set, mut digests) = (None, Digests::new());
    let mut lines = String::new();
    for (path, text) in slice() {
        let digest = super::digest(text.as_bytes());
        lines.extend([path, "\0", &digest, "\n"]);
        if path.ends_with(".cases.yaml") {
            continue;
        }
        digests.push((path.to_owned(), digest));
        if path == "policies/ruleset.yaml" {
            rule_set = Some(serde_yaml::from_str(text)?);
        } else if path.ends_with(".yaml") {
            let file: Law = serde_yaml::from_str(text).map_err(|error| format!("{path}: {error}"))?;
            law.instruments.extend(file.instruments);
            law.duties.extend(file.duties);
            law.sets.extend(file.sets);
            law.kinds.extend(file.kinds);
            law.facts.extend(file.facts);
            law.collections.extend(file.collections);
        }
    }
    for pattern in law.facts.keys() {
        for (end, _) in pattern.match_indices('.') {
            law.records.insert(pattern.get(..end).unwrap_or_default().to_owned());
        }
    }
    digests.push(("the rule set".to_owned(), super::digest(lines.as_bytes())));
    Ok((rule_set.ok_or("no manifest")?, law, digests))
}
