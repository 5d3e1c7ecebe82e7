//! A profile as typed data, and the YAML that says it.

use std::collections::BTreeMap;
use std::fmt::Write;

use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::place::Origin;

/// A profile.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) force: String,
    /// Policing bodies, each as its YAML.
    pub(crate) bodies: Vec<String>,
    pub(crate) stated_on: String,
    pub(crate) facts: Node,
    pub(crate) departures: Node,
    pub(crate) evidence: Vec<(String, Evidence)>,
    /// Digests of the files that evidence is held at.
    pub(crate) digests: BTreeMap<String, String>,
}

/// A piece of evidence: each key with its value as YAML.
pub(crate) type Evidence = Vec<(String, String)>;

/// What may stand beside values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) cites: Vec<String>,
    /// Whether an empty list of citations is written, so that those of the record do not count.
    pub(crate) bare: bool,
    pub(crate) stated_on: Option<String>,
    pub(crate) since: Option<String>,
}

/// A place in the tree of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Record {
        beside: Beside,
        children: Vec<(String, Node)>,
    },
    Collection {
        entries: Vec<(String, Node)>,
        complete: Option<Complete>,
    },
    /// `value` as YAML; `qualifiers` are further keys of the mapping, as YAML.
    Value {
        value: String,
        qualifiers: String,
        beside: Beside,
    },
    /// The items as YAML; with `complete` there are no others.
    List {
        items: Vec<String>,
        complete: Option<Complete>,
        beside: Beside,
    },
    /// The thing does not exist.
    Nothing {
        beside: Beside,
    },
    /// A key without anything.
    Null,
    /// A mapping that states nothing.
    Empty(&'static str),
}

/// A closure; of a list the members are its items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Complete {
    pub(crate) members: Vec<String>,
    pub(crate) from: Option<String>,
    pub(crate) beside: Beside,
}

impl Profile {
    /// The profile as a file.
    pub(crate) fn tree(&self) -> InputTree {
        let file =
            InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes: self.yaml().into_bytes() };
        InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() }
    }

    /// The profile as YAML.
    pub(crate) fn yaml(&self) -> String {
        let mut text = format!(
            "uses: [sprcheck]\nforce: {{ id: {}, name: A force, policing_bodies: [{}] }}\nstated_on: {}\n",
            self.force,
            self.bodies.join(", "),
            self.stated_on
        );
        self.facts.write(&mut text, "facts", 0);
        text.push_str("evidence:");
        if self.evidence.is_empty() {
            text.push_str(" {}");
        }
        text.push('\n');
        for (id, evidence) in &self.evidence {
            let keys: Vec<String> = evidence.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            let _ = writeln!(text, "  {id}: {{ {} }}", keys.join(", "));
        }
        self.departures.write(&mut text, "departures", 0);
        text
    }
}

impl Beside {
    /// This, and what it does not say as the other says it.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            cites: if self.cites.is_empty() && !self.bare { other.cites.clone() } else { self.cites },
            bare: self.bare,
            stated_on: self.stated_on.or_else(|| other.stated_on.clone()),
            since: self.since.or_else(|| other.since.clone()),
        }
    }

    /// The keys, each as `key: value`.
    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        if !self.cites.is_empty() || self.bare {
            keys.push(format!("cites: [{}]", self.cites.join(", ")));
        }
        keys.extend(self.stated_on.as_ref().map(|date| format!("stated_on: {date}")));
        keys.extend(self.since.as_ref().map(|date| format!("since: {date}")));
        keys
    }
}

impl Complete {
    fn yaml(&self, members: &[String]) -> String {
        let mut keys = vec![format!("members: [{}]", members.join(", "))];
        keys.extend(self.from.as_ref().map(|date| format!("from: {date}")));
        keys.extend(self.beside.keys());
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Node {
    fn write(&self, text: &mut String, key: &str, depth: usize) {
        let pad = "  ".repeat(depth);
        let _ = match self {
            Self::Record { beside, children } if children.is_empty() && *beside == Beside::default() => {
                writeln!(text, "{pad}{key}: {{}}")
            }
            Self::Record { beside, children } => {
                let _ = writeln!(text, "{pad}{key}:");
                for line in beside.keys() {
                    let _ = writeln!(text, "{pad}  {line}");
                }
                for (key, child) in children {
                    child.write(text, key, depth + 1);
                }
                Ok(())
            }
            Self::Collection { entries, complete } if entries.is_empty() && complete.is_none() => {
                writeln!(text, "{pad}{key}: {{}}")
            }
            Self::Collection { entries, complete } => {
                let _ = writeln!(text, "{pad}{key}:");
                if let Some(complete) = complete {
                    let _ = writeln!(text, "{pad}  complete: {}", complete.yaml(&complete.members));
                }
                for (key, entry) in entries {
                    entry.write(text, key, depth + 1);
                }
                Ok(())
            }
            Self::Value { value, qualifiers, beside } => {
                let mut keys = vec![format!("value: {value}")];
                keys.extend(Some(qualifiers.clone()).filter(|more| !more.is_empty()));
                keys.extend(beside.keys());
                match keys.as_slice() {
                    [_] => writeln!(text, "{pad}{key}: {value}"),
                    keys => writeln!(text, "{pad}{key}: {{ {} }}", keys.join(", ")),
                }
            }
            Self::List { items, complete, beside } => {
                let mut keys = match complete {
                    Some(complete) => vec![format!("complete: {}", complete.yaml(items))],
                    None => vec![format!("list: [{}]", items.join(", "))],
                };
                keys.extend(beside.keys());
                writeln!(text, "{pad}{key}: {{ {} }}", keys.join(", "))
            }
            Self::Nothing { beside } => {
                let mut keys = vec!["none: true".to_owned()];
                keys.extend(beside.keys());
                writeln!(text, "{pad}{key}: {{ {} }}", keys.join(", "))
            }
            Self::Null => writeln!(text, "{pad}{key}:"),
            Self::Empty(mapping) => writeln!(text, "{pad}{key}: {mapping}"),
        };
    }
}

/// Words as a YAML scalar.
pub(crate) fn words(text: &str) -> String {
    let plain = text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == ' ');
    let safe = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && !matches!(text, "none" | "true" | "false" | "null");
    if plain && safe { text.to_owned() } else { format!("'{}'", text.replace('\'', "''").replace('\n', " ")) }
}
