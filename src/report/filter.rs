//! What a report shows: duties picked by `--only KEY=VALUE[,VALUE]`. Never what it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::model::assessment::{Assessment, DutyResult};
use crate::model::ids::Holder;
use crate::model::nearest::nearest;
use crate::model::words::{Binding, Standing, Support, Verdict};

/// Which duties are shown. Values of one key widen it, a further key narrows it; the empty filter shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    wanted: BTreeMap<Key, BTreeSet<String>>,
}

macro_rules! keys {
    ($($key:ident = $word:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        enum Key { $($key),+ }

        impl Key {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$key, $word)),+];

            fn as_str(self) -> &'static str {
                match self { $(Self::$key => $word),+ }
            }
        }
    };
}

keys! {
    Duty = "duty",
    Standing = "standing",
    Verdict = "verdict",
    Binding = "binding",
    Holder = "holder",
    Threat = "threat",
    Instrument = "instrument",
    Support = "support",
    RuleSet = "rule-set",
}

/// Why an `--only` is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterFault {
    /// It is not of the form `key=value`.
    #[error("`{given}` is not of the form `key=value`; the keys are {}", keys())]
    Shape {
        /// What was given.
        given: String,
    },
    /// No such key.
    #[error("`{given}` is no key of a filter{}; the keys are {}", did_you_mean(.nearest), keys())]
    Key {
        /// What was given.
        given: String,
        /// The nearest key.
        nearest: Option<String>,
    },
    /// No such value for that key.
    #[error("no {key} is called `{given}`{}", did_you_mean(.nearest))]
    Value {
        /// The key.
        key: &'static str,
        /// What was given.
        given: String,
        /// The nearest value.
        nearest: Option<String>,
    },
}

impl Filter {
    /// Reads each `KEY=VALUE[,VALUE]` and checks the words of the closed vocabularies.
    ///
    /// # Errors
    /// The first text that is not of that form, or whose key or word does not exist, with the nearest one that does.
    pub fn parse<I, S>(texts: I) -> Result<Self, FilterFault>
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        let mut filter = Self::default();
        for text in texts {
            let text = text.as_ref();
            let shape = || FilterFault::Shape { given: text.to_owned() };
            let (name, values) = text.split_once('=').ok_or_else(shape)?;
            let key = key(name.trim())?;
            for value in values.split(',').map(str::trim) {
                if value.is_empty() {
                    return Err(shape());
                }
                if let Some(words) = words(key) {
                    known(key, value, words.iter().copied())?;
                }
                filter.wanted.entry(key).or_default().insert(value.to_owned());
            }
        }
        Ok(filter)
    }

    /// Checks the names that only an assessment knows: duties, holders, threats, instruments, rule sets.
    ///
    /// # Errors
    /// The first name that the assessment does not have, with the nearest one that it has.
    pub fn check(&self, assessment: &Assessment) -> Result<(), FilterFault> {
        for (&key, values) in &self.wanted {
            let Some(names) = names(key, assessment) else { continue };
            for value in values {
                if key == Key::Duty && value.ends_with('*') {
                    let families: BTreeSet<String> = names.iter().filter_map(|name| family(name)).collect();
                    known(key, value, families.iter().map(String::as_str))?;
                } else {
                    known(key, value, names.iter().copied())?;
                }
            }
        }
        Ok(())
    }

    /// Whether it may hide anything.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Whether a duty is shown.
    #[must_use]
    pub fn shows(&self, duty: &DutyResult) -> bool {
        self.wanted.iter().all(|(&key, values)| values.iter().any(|value| is_of(duty, key, value)))
    }
}

impl fmt::Display for Filter {
    /// As it was given, keys and values in order: `binding=must, standing=gap or unproven`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (key, values)) in self.wanted.iter().enumerate() {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}={}", key.as_str(), values.join(" or "))?;
        }
        Ok(())
    }
}

fn is_of(duty: &DutyResult, key: Key, value: &str) -> bool {
    match key {
        Key::Duty => match value.strip_suffix('*') {
            Some(family) => duty.id.as_str().starts_with(family),
            None => duty.id.as_str() == value,
        },
        Key::Standing => duty.standing.as_str() == value,
        Key::Verdict => duty.verdict.as_str() == value,
        Key::Binding => duty.binding.as_str() == value,
        Key::Holder => duty.owed_by.iter().any(|holder| holder.as_str() == value),
        Key::Threat => {
            duty.threats.iter().any(|threat| threat.as_str() == value) || duty.standing_by_threat.contains_key(value)
        }
        Key::Instrument => duty.source.instrument.as_ref().is_some_and(|instrument| instrument.as_str() == value),
        Key::Support => duty.support.is_some_and(|support| support.as_str() == value),
        Key::RuleSet => duty.rule_set.as_str() == value,
    }
}

fn key(name: &str) -> Result<Key, FilterFault> {
    Key::ALL.iter().find(|(_, word)| *word == name).map(|(key, _)| *key).ok_or_else(|| FilterFault::Key {
        given: name.to_owned(),
        nearest: nearest(name, Key::ALL.iter().map(|(_, word)| *word)).map(str::to_owned),
    })
}

/// The words that a key takes, if they are closed.
fn words(key: Key) -> Option<Vec<&'static str>> {
    match key {
        Key::Standing => Some(Standing::ALL.iter().map(|word| word.as_str()).collect()),
        Key::Verdict => Some(Verdict::ALL.iter().map(|word| word.as_str()).collect()),
        Key::Binding => Some(Binding::ALL.iter().map(|word| word.as_str()).collect()),
        Key::Support => Some(Support::ALL.iter().map(|word| word.as_str()).collect()),
        Key::Duty | Key::Holder | Key::Threat | Key::Instrument | Key::RuleSet => None,
    }
}

/// The names that an assessment has for a key, if its words are not closed.
fn names(key: Key, assessment: &Assessment) -> Option<BTreeSet<&str>> {
    let duties = assessment.duties.iter();
    match key {
        Key::Duty => Some(duties.map(|duty| duty.id.as_str()).collect()),
        Key::Holder => {
            let owing = duties.flat_map(|duty| duty.owed_by.iter().map(Holder::as_str));
            Some(owing.chain(Holder::POLICING_BODIES).chain([Holder::CHIEF_OFFICER]).collect())
        }
        Key::Threat => {
            let rows = assessment.assurance.iter().flat_map(|set| set.by_threat.iter().map(|row| row.id.as_str()));
            let named = duties.flat_map(|duty| duty.threats.iter().chain(duty.standing_by_threat.keys()));
            Some(rows.chain(named.map(|threat| threat.as_str())).collect())
        }
        Key::Instrument => Some(assessment.instruments.iter().map(|instrument| instrument.id.as_str()).collect()),
        Key::RuleSet => Some(assessment.rule_sets.iter().map(|set| set.name.as_str()).collect()),
        Key::Standing | Key::Verdict | Key::Binding | Key::Support => None,
    }
}

/// The family of a duty as a filter names it: `prevent.*`.
fn family(duty: &str) -> Option<String> {
    duty.split_once('.').map(|(family, _)| format!("{family}.*"))
}

fn known<'n>(key: Key, value: &str, names: impl Iterator<Item = &'n str> + Clone) -> Result<(), FilterFault> {
    if names.clone().any(|name| name == value) {
        return Ok(());
    }
    Err(FilterFault::Value {
        key: key.as_str(),
        given: value.to_owned(),
        nearest: nearest(value, names).map(str::to_owned),
    })
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn keys() -> String {
    Key::ALL.iter().map(|(_, word)| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_or_word_names_the_nearest() {
        let fault = |text| Filter::parse([text]).unwrap_err().to_string();
        assert!(fault("standign=gap").contains("did you mean `standing`?"), "{}", fault("standign=gap"));
        assert_eq!(fault("standing=gaps"), "no standing is called `gaps`; did you mean `gap`?");
        assert_eq!(fault("binding=have_regard"), "no binding is called `have_regard`; did you mean `have-regard`?");
        for text in ["gap", "standing=", "standing=gap,,unproven", ""] {
            assert!(matches!(Filter::parse([text]), Err(FilterFault::Shape { .. })), "{text}");
        }
    }

    #[test]
    fn a_filter_says_what_it_is() {
        let filter = Filter::parse(["standing=unproven,gap", "binding=must"]).unwrap();
        assert_eq!(filter.to_string(), "standing=gap or unproven, binding=must");
        assert!(filter.is_on() && !Filter::default().is_on());
    }
}
