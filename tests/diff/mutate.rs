//! Profiles made from others: values changed, evidence dropped, dates moved, in the text, so that what a file can say is what is tried.

use std::collections::BTreeMap;
use std::path::Path;

use sprcheck::audit::{Case, Rules};
use sprcheck::load::{self, InputTree, files, held_paths};
use sprcheck::model::dates::{Dates, Day};

/// A small generator of numbers: the same seed, the same numbers.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn word<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.below(words.len())]
    }
}

pub(crate) fn builtin() -> Rules {
    Rules::load(&[load::builtin()], true)
}

pub(crate) fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

/// A profile of the seeds, with the digests of the files beside it.
pub(crate) struct Seed {
    pub(crate) tree: InputTree,
    digests: BTreeMap<String, String>,
}

impl Seed {
    pub(crate) fn read(folder: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(folder);
        let tree = files::profile(&path).unwrap();
        let digests = files::digests(&path, &held_paths(&tree));
        Self { tree, digests }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.tree.files[0].bytes.clone()).unwrap()
    }

    /// The same with another text.
    pub(crate) fn with(&self, text: &str) -> Self {
        let mut tree = self.tree.clone();
        tree.files[0].bytes = text.as_bytes().to_vec();
        Self { tree, digests: self.digests.clone() }
    }

    /// The same with texts replaced, each of which must be there.
    pub(crate) fn edited(&self, changes: &[(&str, &str)]) -> Self {
        let mut text = self.text();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        self.with(&text)
    }

    /// Held against the rules; `None` if there is a mistake in it.
    pub(crate) fn hold<'r>(&self, rules: &'r Rules) -> Option<Case<'r>> {
        rules.hold(&self.tree, &self.digests).ok()
    }

    /// The same, changed so many times at random wherever it stays a profile, and held against the rules.
    pub(crate) fn mutated(&self, rules: &Rules, chance: &mut Chance, times: usize) -> Self {
        let mut seed = self.with(&self.text());
        let mut done = 0;
        for _ in 0..times * 20 {
            let next = seed.with(&mutate(&seed.text(), chance));
            if next.text() != seed.text() && next.hold(rules).is_some() {
                seed = next;
                done += 1;
            }
            if done == times {
                break;
            }
        }
        seed
    }
}

/// Changes one thing.
fn mutate(text: &str, chance: &mut Chance) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let at = chance.below(lines.len());
    let line = lines[at];
    let new = match chance.below(9) {
        0 => moved_date(line, chance),
        1 => line.replacen("true", "false", 1),
        2 => line.replacen("false", "true", 1),
        3 => one_citation_less(line),
        4 => line.replacen(
            "held_at:",
            chance.word(&["withdrawn: 2021-02-01, held_at:", "valid_until: 2021-09-30, held_at:"]),
            1,
        ),
        5 => line.replacen("held_at:", chance.word(&["draft: true, held_at:", "superseded: 2021-07-15, held_at:"]), 1),
        6 => with_another_number(line, chance),
        7 => one_item_less(line),
        // A line of its own, and all that stands under it.
        _ => return without(&lines, at),
    };
    let mut lines = lines;
    lines[at] = &new;
    lines.join("\n") + "\n"
}

/// A date of the line in another year.
fn moved_date(line: &str, chance: &mut Chance) -> String {
    for year in ["2019", "2020", "2021", "2022"] {
        if line.contains(year) {
            return line.replacen(year, chance.word(&["2017", "2019", "2020", "2021", "2022"]), 1);
        }
    }
    line.to_owned()
}

fn with_another_number(line: &str, chance: &mut Chance) -> String {
    let Some((key, value)) = line.split_once(": ") else { return line.to_owned() };
    if value.parse::<u32>().is_err() {
        return line.to_owned();
    }
    format!("{key}: {}", chance.word(&["0", "1", "7", "40", "5000"]))
}

fn one_citation_less(line: &str) -> String {
    let Some((before, after)) = line.split_once("cites: [") else { return line.to_owned() };
    let Some((cites, rest)) = after.split_once(']') else { return line.to_owned() };
    let mut cites: Vec<&str> = cites.split(", ").collect();
    cites.pop();
    format!("{before}cites: [{}]{rest}", cites.join(", "))
}

fn one_item_less(line: &str) -> String {
    let Some((before, after)) = line.split_once("list: [") else { return line.to_owned() };
    let Some((items, rest)) = after.split_once(']') else { return line.to_owned() };
    let items: Vec<&str> = items.split(", ").skip(1).collect();
    format!("{before}list: [{}]{rest}", items.join(", "))
}

fn without(lines: &[&str], at: usize) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let own = depth(lines[at]);
    let under = lines[at + 1..].iter().take_while(|line| depth(line) > own || line.trim().is_empty()).count();
    // Whole sections say too much at once.
    if own < 4 || under > 12 {
        return lines.join("\n") + "\n";
    }
    let kept = lines[..at].iter().chain(&lines[at + 1 + under..]);
    kept.copied().collect::<Vec<_>>().join("\n") + "\n"
}
