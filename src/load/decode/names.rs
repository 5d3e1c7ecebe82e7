//! Names and words: how they are written, which of them are known, none of them twice in a list.

use std::collections::BTreeMap;

use crate::model::problem::Code;

use super::super::nearest::quote;
use super::super::yaml::{Node, Spot};
use super::Decoder;

/// The subject that stands for all that an open set may hold besides its known members.
const OTHERS: &str = "others";

/// How many words of a vocabulary a message lists.
const SHOWN: usize = 20;

/// How a name is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `with-hyphens`: instruments, evidence, kinds, subjects, threats, holders.
    Kebab,
    /// `with_underscores`: steps of fact paths, sets, parameters, requirements.
    Snake,
}

impl Case {
    /// Whether a name is written so.
    pub(crate) fn fits(self, name: &str) -> bool {
        let joint = match self {
            Self::Kebab => '-',
            Self::Snake => '_',
        };
        name.len() <= 100
            && (self == Self::Kebab || name.starts_with(|first: char| first.is_ascii_lowercase()))
            && name.split(joint).all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
    }

    /// The name with its words joined as they should be, if that makes it one.
    fn respelt(self, name: &str) -> Option<String> {
        let joint = if self == Self::Kebab { "-" } else { "_" };
        let lower = name.get(..name.len().min(100))?.to_lowercase();
        let words: Vec<&str> =
            lower.split([' ', '-', '_', '/', '&', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
        let better = words.join(joint);
        (better != name && self.fits(&better)).then_some(better)
    }

    fn example(self) -> &'static str {
        match self {
            Self::Kebab => "lower-case words and digits joined by hyphens",
            Self::Snake => "lower-case words and digits joined by underscores, a letter first",
        }
    }
}

impl<'t> Decoder<'t> {
    /// One of the words of a closed vocabulary.
    pub(crate) fn word<T: Copy>(&mut self, node: &'t Node, all: &[T], spell: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(node)?;
        let found = all.iter().copied().find(|word| spell(*word) == text);
        if found.is_none() {
            self.unknown_word(node.spot, text, all.iter().map(|word| spell(*word)));
        }
        found
    }

    /// Reports a word that is not one of those that may stand here.
    pub(crate) fn unknown_word<'n>(&mut self, spot: Spot, word: &str, known: impl IntoIterator<Item = &'n str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let more = if known.len() > SHOWN { ", …" } else { "" };
        let shown: Vec<&str> = known.iter().copied().take(SHOWN).collect();
        let message = format!("{} may not stand here; the words are {}{more}", quote(word), shown.join(", "));
        self.unknown(Code::UnknownWord, spot, message, word, known);
    }

    /// A name that follows a convention.
    pub(crate) fn name(&mut self, node: &'t Node, case: Case) -> Option<&'t str> {
        let text = self.text(node)?;
        self.is_name(text, node.spot, case).then_some(text)
    }

    /// Whether a name follows a convention; reported if not.
    pub(crate) fn is_name(&mut self, name: &str, spot: Spot, case: Case) -> bool {
        let fits = case.fits(name);
        if !fits {
            let message = format!("{} is no such name; it takes {}", quote(name), case.example());
            let problem = self.problem(Code::BadName, spot, message);
            self.report(match case.respelt(name) {
                Some(better) => problem.help(format!("did you mean `{better}`?")),
                None => problem,
            });
        }
        fits
    }

    /// Whether a name can be that of a subject; reported if not.
    pub(crate) fn is_subject(&mut self, name: &str, spot: Spot) -> bool {
        if name == OTHERS {
            self.fault(
                Code::BadName,
                spot,
                format!("`{OTHERS}` stands for what nobody has named; no subject has that name"),
            );
            return false;
        }
        self.is_name(name, spot, Case::Kebab)
    }

    /// Names in a list, none of them twice.
    pub(crate) fn names(&mut self, node: &'t Node, case: Case) -> Vec<(&'t str, Spot)> {
        let items = self.items(node);
        let mut names = Vec::new();
        for item in items {
            if let Some(name) = self.name(item, case) {
                names.push((name, item.spot));
            }
        }
        self.without_repeats(names)
    }

    /// The same words without those that stand there a second time, each of which is reported.
    pub(crate) fn without_repeats(&mut self, words: Vec<(&'t str, Spot)>) -> Vec<(&'t str, Spot)> {
        let mut seen = BTreeMap::new();
        let mut kept = Vec::new();
        for (word, spot) in words {
            if let Some(&first) = seen.get(word) {
                let message = format!("{} stands twice in one list", quote(word));
                let problem = self.problem(Code::DuplicateKey, spot, message).related(self.place(first), "first here");
                self.report(problem);
            } else {
                seen.insert(word, spot);
                kept.push((word, spot));
            }
        }
        kept
    }
}
