//! The profile: its facts, checked against the dictionary.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_yaml::{Mapping, Value as Yaml};

use super::dates::{Dates, Period};
use super::policy::{Law, Term, Type};
use super::profile::{Evidence, Force, StatedOn};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    uses: Vec<String>,
    force: Force,
    stated_on: StatedOn,
    marking: String,
    #[serde(default)]
    facts: Mapping,
    #[serde(default)]
    evidence: BTreeMap<String, Evidence>,
    #[serde(default)]
    departures: Yaml,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// `none`.
    Absent,
    /// A number of which the ends may be open.
    Number(Option<i64>, Option<i64>),
    Text(String),
    Date(Dates),
    List {
        items: Vec<Value>,
        closed: bool,
        from: Option<Dates>,
    },
    Closure {
        members: Vec<String>,
        from: Option<Dates>,
    },
}

#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) path: String,
    pub(crate) value: Value,
    pub(crate) cites: Vec<String>,
    pub(crate) stated_on: Dates,
    pub(crate) since: Option<Dates>,
    pub(crate) holds_for: Option<Period>,
}

pub(crate) struct Profile {
    pub(crate) force: Force,
    pub(crate) stated_on: Dates,
    pub(crate) inferred: Option<String>,
    pub(crate) marking: String,
    pub(crate) facts: BTreeMap<String, Fact>,
    /// By collection: the keys of its entries.
    pub(crate) entries: BTreeMap<String, Vec<String>>,
    pub(crate) evidence: BTreeMap<String, Evidence>,
    pub(crate) digest: String,
}

/// Reads a profile, or tells every mistake in it.
pub(crate) fn load(folder: &Path, law: &Law) -> Result<Profile, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(folder.join("profile.yaml"))?;
    let mut file: File = serde_yaml::from_str(&text)?;
    let (stated_on, inferred) = match file.stated_on {
        StatedOn::Plain(dates) => (dates, None),
        StatedOn::Inferred { value, inferred } => (value, Some(inferred)),
    };
    for evidence in file.evidence.values_mut() {
        if let Some(path) = evidence.held_at.as_ref().and_then(|held_at| held_at.path.as_ref()) {
            evidence.digest_now = std::fs::read(folder.join(path)).ok().map(|bytes| super::digest(&bytes));
        }
    }
    let mut problems: Vec<String> = file
        .evidence
        .iter()
        .filter(|(_, evidence)| !law.kinds.contains_key(&evidence.kind))
        .map(|(id, _)| format!("{id}: unknown kind"))
        .collect();
    let mut reader = Reader {
        law,
        force: &file.force.id,
        evidence: &file.evidence,
        stated_on,
        facts: BTreeMap::new(),
        entries: BTreeMap::new(),
        problems: Vec::new(),
    };
    reader.record(&file.facts, "", "", &Beside::default());
    reader.read(&file.departures, "departures", "departures", &Beside::default());
    let Reader { facts, entries, problems: more, .. } = reader;
    problems.extend(more);
    problems
        .extend(file.uses.iter().filter(|name| *name != "sprcheck").map(|name| format!("unknown rule set `{name}`")));
    if !problems.is_empty() {
        return Err(problems.join("\n").into());
    }
    let digest = super::digest(text.as_bytes());
    Ok(Profile {
        force: file.force,
        stated_on,
        inferred,
        marking: file.marking,
        facts,
        entries,
        evidence: file.evidence,
        digest,
    })
}

/// What stands beside values.
#[derive(Clone, Default)]
struct Beside {
    cites: Vec<String>,
    stated_on: Option<Dates>,
    since: Option<Dates>,
}

impl Beside {
    fn or(self, other: &Self) -> Self {
        Self {
            cites: if self.cites.is_empty() { other.cites.clone() } else { self.cites },
            stated_on: self.stated_on.or(other.stated_on),
            since: self.since.or(other.since),
        }
    }
}

struct Reader<'a> {
    law: &'a Law,
    force: &'a str,
    evidence: &'a BTreeMap<String, Evidence>,
    stated_on: Dates,
    facts: BTreeMap<String, Fact>,
    entries: BTreeMap<String, Vec<String>>,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, node: &Yaml, pattern: &str, path: &str, beside: &Beside) {
        let law = self.law;
        if node.is_null() {
        } else if let Some(term) = law.facts.get(pattern) {
            self.fact(node, term, path, beside);
        } else if law.collections.contains_key(pattern) {
            self.collection(node, pattern, path);
        } else if !law.records.contains(pattern) {
            self.unknown(path);
        } else if node.as_str() == Some("none") {
            self.absent(pattern, path, beside);
        } else if let Some(mapping) = node.as_mapping() {
            self.record(mapping, pattern, path, beside);
        } else {
            self.problems.push(format!("`{path}` takes a mapping of facts"));
        }
    }

    fn unknown(&mut self, path: &str) {
        let nearest = self.law.facts.keys().max_by(|a, b| strsim::jaro(a, path).total_cmp(&strsim::jaro(b, path)));
        self.problems.push(format!("unknown fact `{path}`; did you mean `{}`?", nearest.map_or("", String::as_str)));
    }

    fn record(&mut self, mapping: &Mapping, pattern: &str, path: &str, outer: &Beside) {
        let beside = self.beside(mapping, path);
        if mapping.get("none").and_then(Yaml::as_bool) == Some(true) {
            return self.absent(pattern, path, &beside.or(outer));
        }
        for (key, node) in mapping {
            match key.as_str() {
                Some("cites" | "stated_on" | "since" | "marking" | "note") => {}
                Some(key) => self.read(node, &join(pattern, key), &join(path, key), &beside),
                None => self.problems.push(format!("`{path}` has a key that is no text")),
            }
        }
    }

    fn collection(&mut self, node: &Yaml, pattern: &str, path: &str) {
        let Some(mapping) = node.as_mapping() else { return self.problems.push(format!("`{path}` takes entries")) };
        let law = self.law;
        let collection = law.collections.get(pattern);
        let set = collection.and_then(|collection| collection.keyed_by.as_ref()).and_then(|set| law.sets.get(set));
        let mut keys = Vec::new();
        for (key, entry) in mapping {
            let Some(key) = key.as_str() else { continue };
            if key == "complete" {
                let holds_for = collection.and_then(|collection| collection.holds_for.clone());
                self.closure(entry, path, holds_for);
                continue;
            }
            if set.is_some_and(|set| !set.admits(self.force, key)) {
                self.problems.push(format!("`{path}` has no member `{key}`"));
            }
            keys.push(key.to_owned());
            self.read(entry, &join(pattern, "*"), &join(path, key), &Beside::default());
        }
        self.entries.insert(path.to_owned(), keys);
    }

    fn closure(&mut self, node: &Yaml, path: &str, holds_for: Option<Period>) {
        let Some(mapping) = node.as_mapping() else { return };
        let beside = self.beside(mapping, path);
        let members = mapping.get("members").and_then(Yaml::as_sequence).into_iter().flatten();
        let members = members.filter_map(|member| member.as_str().map(str::to_owned)).collect();
        let from = mapping.get("from").and_then(written).and_then(|text| Dates::parse(&text));
        self.add(join(path, "complete"), Value::Closure { members, from }, beside, holds_for);
    }

    fn absent(&mut self, pattern: &str, path: &str, beside: &Beside) {
        let prefix = format!("{pattern}.");
        for (full, term) in &self.law.facts {
            if let Some(rest) = full.strip_prefix(&prefix).filter(|rest| !rest.contains('*')) {
                self.add(join(path, rest), Value::Absent, beside.clone(), term.holds_for.clone());
            }
        }
    }

    fn fact(&mut self, node: &Yaml, term: &Term, path: &str, outer: &Beside) {
        let (mut beside, mut plain) = (outer.clone(), node);
        let mapping = node.as_mapping();
        if let Some(mapping) = mapping {
            beside = self.beside(mapping, path).or(outer);
            let known = [
                "value",
                "list",
                "complete",
                "at_least",
                "at_most",
                "about",
                "planned",
                "none",
                "cites",
                "stated_on",
                "since",
                "marking",
                "note",
            ];
            for key in mapping.keys().filter(|key| !key.as_str().is_some_and(|key| known.contains(&key))) {
                self.problems.push(format!("`{path}` has an unknown key {key:?}"));
            }
            if let Some(closed) = mapping.get("complete").and_then(Yaml::as_mapping) {
                beside = self.beside(closed, path).or(&beside);
                let from = closed.get("from").and_then(written).and_then(|text| Dates::parse(&text));
                let items = self.items(closed.get("members"), term, path, &beside);
                return self.add(
                    path.to_owned(),
                    Value::List { items, closed: true, from },
                    beside,
                    term.holds_for.clone(),
                );
            }
            plain = mapping.get("value").or_else(|| mapping.get("list")).unwrap_or(node);
        }
        let flag = |name: &str| mapping.and_then(|mapping| mapping.get(name)).and_then(Yaml::as_bool) == Some(true);
        if flag("none") || plain.as_str() == Some("none") {
            return self.add(path.to_owned(), Value::Absent, beside, term.holds_for.clone());
        }
        let value = if term.type_ == Type::List {
            Some(Value::List { items: self.items(Some(plain), term, path, &beside), closed: false, from: None })
        } else if let Some([low, high]) =
            mapping.and_then(|mapping| mapping.get("about")).and_then(Yaml::as_sequence).map(Vec::as_slice)
        {
            Some(Value::Number(low.as_i64(), high.as_i64()))
        } else {
            self.scalar(plain, term.type_, &term.choices, &beside, flag("planned"))
        };
        match value {
            Some(Value::Number(low, _)) if flag("at_least") => {
                self.add(path.to_owned(), Value::Number(low, None), beside, term.holds_for.clone())
            }
            Some(Value::Number(_, high)) if flag("at_most") => {
                self.add(path.to_owned(), Value::Number(Some(0), high), beside, term.holds_for.clone())
            }
            Some(value) => self.add(path.to_owned(), value, beside, term.holds_for.clone()),
            None => self.problems.push(format!("`{path}` takes {:?}", term.type_)),
        }
    }

    fn items(&mut self, node: Option<&Yaml>, term: &Term, path: &str, beside: &Beside) -> Vec<Value> {
        let of = match term.of.as_deref() {
            Some("event") => Type::Event,
            Some("choice") => Type::Choice,
            _ => Type::Text,
        };
        let Some(nodes) = node.and_then(Yaml::as_sequence) else {
            self.problems.push(format!("`{path}` takes a list"));
            return Vec::new();
        };
        let items: Option<Vec<Value>> =
            nodes.iter().map(|node| self.scalar(node, of, &term.choices, beside, false)).collect();
        items.unwrap_or_else(|| {
            self.problems.push(format!("`{path}` takes a list of {of:?}"));
            Vec::new()
        })
    }

    fn scalar(&self, node: &Yaml, type_: Type, choices: &[String], beside: &Beside, planned: bool) -> Option<Value> {
        match type_ {
            Type::YesNo => node.as_bool().map(|yes| Value::Text(yes.to_string())),
            Type::Count => {
                node.as_i64().filter(|count| *count >= 0).map(|count| Value::Number(Some(count), Some(count)))
            }
            // No rule that is written by hand reckons with these.
            Type::Number => written(node).or_else(|| node.as_f64().map(|number| number.to_string())).map(Value::Text),
            Type::Text => written(node).map(Value::Text),
            Type::Choice => node
                .as_str()
                .filter(|word| choices.iter().any(|choice| choice == word))
                .map(|word| Value::Text(word.to_owned())),
            Type::Limit => Dates::parse(&written(node)?).map(Value::Date),
            Type::Event => {
                let dates = Dates::parse(&written(node)?)?;
                let stated = beside.stated_on.unwrap_or(self.stated_on).last;
                let ahead = planned || dates.first > stated;
                let last = if ahead { dates.last } else { dates.last.min(stated) };
                Some(Value::Date(Dates { first: dates.first, last, planned: ahead.then_some(dates.first) }))
            }
            Type::List => None,
        }
    }

    fn beside(&mut self, mapping: &Mapping, path: &str) -> Beside {
        let date = |key: &str| mapping.get(key).and_then(written).and_then(|text| Dates::parse(&text));
        let cites = mapping.get("cites").and_then(Yaml::as_sequence).into_iter().flatten().filter_map(written);
        let cites: Vec<String> = cites.collect();
        for cite in &cites {
            let id = evidence_id(cite);
            if !self.evidence.contains_key(id) {
                self.problems.push(format!("`{path}` cites unknown evidence `{id}`"));
            }
        }
        Beside { cites, stated_on: date("stated_on"), since: date("since") }
    }

    fn add(&mut self, path: String, value: Value, beside: Beside, holds_for: Option<Period>) {
        let stated_on = beside.stated_on.unwrap_or(self.stated_on);
        let fact = Fact { path: path.clone(), value, cites: beside.cites, stated_on, since: beside.since, holds_for };
        self.facts.insert(path, fact);
    }
}

/// The evidence that a citation names.
pub(crate) fn evidence_id(cite: &str) -> &str {
    cite.split_once('#').map_or(cite, |(id, _)| id)
}

/// A scalar as it stands in the file.
fn written(node: &Yaml) -> Option<String> {
    node.as_str().map(str::to_owned).or_else(|| node.as_i64().map(|number| number.to_string()))
}

pub(crate) fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}
