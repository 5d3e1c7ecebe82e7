//! How texts are written: titles, sentences, clauses, and what has still to be written.

use std::collections::BTreeSet;

use crate::load::yaml::{Kind, Node, Tree};
use crate::model::place::Place;

use super::super::own;
use super::Scene;
use super::finding::Finding;
use super::ids::Lint;
use super::policy::spotted;

/// Keys whose text completes a sentence: "not shown: …", "because …", "it means …".
const CLAUSES: &[&str] = &["states", "remedy", "because", "means", "each"];
/// Keys whose text is read by people.
const TEXTS: &[&str] = &[
    "title", "says", "states", "remedy", "because", "means", "each", "held_by", "set_by", "at", "owner", "note",
    "name", "unit", "licence",
];
/// Words that stand for a text which nobody has written yet.
const UNWRITTEN: &[&str] = &["todo", "fixme", "tbc", "tbd", "xxx", "lorem", "placeholder"];
/// The same in several words.
const UNWRITTEN_WORDS: &[&str] = &[
    "to be written",
    "to be decided",
    "to be confirmed",
    "to be determined",
    "to be added",
    "to be agreed later",
    "fill in",
];
/// The longest title.
const LONGEST: usize = 120;

pub(super) fn look(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mut reader = Reader { proper: BTreeSet::new(), findings };
    for (_, tree) in scene.policies.files() {
        if let Some(root) = tree.root() {
            reader.gather(tree, root);
        }
    }
    for (file, tree) in scene.policies.files() {
        let Some(source) = scene.sources.get(file) else { continue };
        // A ledger accounts for provisions: it is read by those who keep it.
        if source.path.starts_with("policies/ledger/") {
            continue;
        }
        if let Some(root) = tree.root() {
            reader.texts(tree, root, &mut Vec::new());
        }
    }
    for duty in scene.duties() {
        for part in own::scripts(duty).iter().filter(|part| part.is_own) {
            for (line, text) in (1_u32..).zip(part.script.text.lines()) {
                if let Some((before, comment)) = text.split_once("//")
                    && is_unwritten(comment)
                {
                    let column = u32::try_from(before.chars().count() + 1).unwrap_or(1);
                    let place = Place { file: part.script.file, line, column };
                    reader.unwritten(place, comment.chars().count() + 2, comment);
                }
            }
        }
    }
}

struct Reader<'f> {
    /// Words that stand with a capital inside a sentence somewhere: names.
    proper: BTreeSet<String>,
    findings: &'f mut Vec<Finding>,
}

impl Reader<'_> {
    /// Gathers the names that texts use.
    fn gather(&mut self, tree: &Tree, node: &Node) {
        match &node.kind {
            Kind::Mapping(entries) => {
                for entry in entries {
                    let value = tree.node(entry.value);
                    if let Some(text) = value.text().filter(|_| &*entry.key != "title" && TEXTS.contains(&&*entry.key))
                    {
                        let mut ends = true;
                        for word in text.split_whitespace() {
                            let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
                            if !ends && is_capital(bare) {
                                self.proper.insert(bare.to_owned());
                            }
                            ends = word.ends_with(['.', ':', '!', '?']);
                        }
                    }
                    self.gather(tree, value);
                }
            }
            Kind::Sequence(items) => items.iter().for_each(|item| self.gather(tree, tree.node(*item))),
            _ => {}
        }
    }

    fn texts<'t>(&mut self, tree: &'t Tree, node: &'t Node, keys: &mut Vec<&'t str>) {
        match &node.kind {
            Kind::Mapping(entries) => {
                for entry in entries {
                    let value = tree.node(entry.value);
                    keys.push(&entry.key);
                    if let Some(text) = value.text().filter(|_| TEXTS.contains(&&*entry.key)) {
                        let at = spotted(tree, value.spot);
                        self.text(keys, text, (at.place, at.width));
                    }
                    self.texts(tree, value, keys);
                    keys.pop();
                }
            }
            Kind::Sequence(items) => items.iter().for_each(|item| self.texts(tree, tree.node(*item), keys)),
            _ => {}
        }
    }

    fn text(&mut self, keys: &[&str], text: &str, at: (Place, usize)) {
        let Some(key) = keys.last() else { return };
        // In a case file and in data of sets the same keys may be anybody's own.
        if is_unwritten(text) {
            self.unwritten(at.0, at.1, text);
            return;
        }
        match (keys.first().copied(), *key) {
            (Some("duties" | "instruments"), "title") => self.title(text, at),
            (Some("duties"), "says") => self.sentence(text, at),
            (Some("duties" | "collections" | "facts" | "leave_out"), key) if CLAUSES.contains(&key) => {
                self.clause(key, text, at)
            }
            _ => {}
        }
    }

    fn unwritten(&mut self, place: Place, width: usize, text: &str) {
        let message = format!("the text `{}` has still to be written", shortened(text));
        self.findings.push(Finding::new(Lint::Placeholder, place, width, message, "write what a reader is to be told"));
    }

    fn title(&mut self, text: &str, (place, width): (Place, usize)) {
        let first = text.chars().next();
        let fault = if text.ends_with('.') {
            "ends with a full stop"
        } else if first.is_some_and(char::is_lowercase) {
            "begins with a small letter"
        } else if text.chars().count() > LONGEST {
            "is longer than a heading can be"
        } else {
            return;
        };
        let help = "write it as a heading: a capital, a few words, no full stop";
        self.findings.push(Finding::new(
            Lint::TitleForm,
            place,
            width,
            format!("the title `{}` {fault}", shortened(text)),
            help,
        ));
    }

    fn sentence(&mut self, text: &str, (place, width): (Place, usize)) {
        let fault = if !text.ends_with(['.', '?', '!', ')', '"', '”']) {
            "does not end with a full stop"
        } else if text.chars().next().is_some_and(char::is_lowercase) {
            "begins with a small letter"
        } else {
            return;
        };
        let help = "say in a whole sentence of your own words what the source asks";
        self.findings.push(Finding::new(Lint::SentenceForm, place, width, format!("what the duty says {fault}"), help));
    }

    fn clause(&mut self, key: &str, text: &str, (place, width): (Place, usize)) {
        let first = text.split_whitespace().next().unwrap_or_default();
        let bare = first.trim_matches(|letter: char| !letter.is_alphanumeric());
        let fault = if text.ends_with('.') && !text.ends_with("etc.") && !text.ends_with("…") {
            "ends with a full stop"
        } else if is_capital(bare) && bare.chars().skip(1).all(char::is_lowercase) && !self.proper.contains(bare) {
            "begins with a capital"
        } else {
            return;
        };
        let reads = match key {
            "states" => "not shown: …",
            "remedy" => "to do: …",
            "because" => "…, because …",
            "each" => "for each, … ",
            _ => "it means …",
        };
        let help = format!("write it so that it goes on from `{}`", reads.trim());
        self.findings.push(Finding::new(Lint::ClauseForm, place, width, format!("`{key}` {fault}"), help));
    }
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_unwritten(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| UNWRITTEN.contains(&word))
        || UNWRITTEN_WORDS.iter().any(|words| lower.contains(words))
        || text.trim().chars().all(|letter| matches!(letter, '.' | '…' | '?' | '-' | '–'))
}

fn shortened(text: &str) -> String {
    let mut short: String = text.trim().chars().take(40).collect();
    if text.trim().chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
