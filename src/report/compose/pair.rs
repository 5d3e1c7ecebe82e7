//! What is told of a duty and of its pairs wherever they are told.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Assessment, At, DutyResult, FactRead, PairResult, Sought};

use crate::model::law::Parameter;
use crate::model::words::Verdict;

use super::super::block::{Block, Fields};
use super::super::phrases::{self, code};
use super::super::view::{DutyStory, Group, View, generally};

/// How many grounds of a group are told in short.
const MOST_GROUNDS: usize = 3;
/// How many facts of a group are shown where not everything is.
const MOST_FACTS: usize = 6;

/// The name of a duty with where it stands: `✗ gap: Title (family.name)`.
pub(in crate::report) fn title(duty: &DutyResult) -> String {
    format!("{}: {} ({}){}", phrases::stands(duty), duty.title, code(&duty.id), phrases::unverified(duty))
}

/// How strongly it binds, what it weighs, what it came to.
pub(in crate::report) fn status(duty: &DutyResult) -> String {
    let support = support(duty);
    let breach = if duty.apparent_breach { "; an apparent breach" } else { "" };
    let context = if duty.context { "; owed by other bodies only, in no roll-up" } else { "" };
    let verdict = phrases::word(duty.verdict.as_str());
    let binding = phrases::word(duty.binding.as_str());
    let tailored = phrases::is_tailored(duty);
    format!("{binding}, weight {} of 5{tailored}, {verdict}{support}{breach}{context}", duty.weight.value)
}

/// What the verdict rests on, to stand behind it; empty where nothing of the duty is met and it does arise.
pub(in crate::report) fn support(duty: &DutyResult) -> String {
    match (duty.verdict, duty.support) {
        (Verdict::Met | Verdict::NotApplicable, Some(support)) => format!(", {support}"),
        (Verdict::PartlyMet | Verdict::InsufficientDetail, Some(support)) => format!("; what is met is {support}"),
        _ => String::new(),
    }
}

/// Where the duty stands in the law and how far that was checked.
pub(in crate::report) fn law(duty: &DutyResult, assessment: &Assessment) -> String {
    let (law, verified) = (phrases::law(&duty.source, assessment), phrases::verified(&duty.source));
    if law.is_empty() { verified } else { format!("{law}; {verified}") }
}

/// The rule set's own thresholds by which a pair is judged, as short as may be.
pub(in crate::report) fn bars(group: &Group<'_>, duty: &DutyResult) -> Vec<String> {
    own(group, duty).map(|(name, parameter)| phrases::bar(name, parameter)).collect()
}

/// The rule set's own thresholds by which a pair is judged, each with its reason.
pub(in crate::report) fn own_thresholds(group: &Group<'_>, duty: &DutyResult) -> Vec<String> {
    own(group, duty).map(|(name, parameter)| phrases::parameter(name, parameter)).collect()
}

fn own<'d>(group: &Group<'_>, duty: &'d DutyResult) -> impl Iterator<Item = (&'d String, &'d Parameter)> {
    duty.parameters.iter().filter(|(name, _)| group.first.thresholds.contains(name))
}

/// The thresholds that the rule set put in.
pub(in crate::report) fn thresholds(duty: &DutyResult) -> impl Iterator<Item = String> {
    duty.parameters.iter().map(|(name, parameter)| phrases::parameter(name, parameter))
}

/// What a group is about: its outcome and what it states.
pub(in crate::report) fn heading(group: &Group<'_>, duty: &DutyResult) -> String {
    let outcome = phrases::outcome(group.first, duty.binding);
    format!("{outcome}: {}", group.says(&group.first.states))
}

/// The subjects of a group.
pub(in crate::report) fn subjects(group: &Group<'_>) -> String {
    match group.pairs.as_slice() {
        // What one pair states mostly names its subject already.
        [one] if one.subject_title.as_ref().is_none_or(|title| one.states.contains(title)) => String::new(),
        _ => phrases::subjects(&group.subjects(), group.first.subject_kind.as_deref()),
    }
}

/// The facts that a group rests on, those alike in a line, each with what it cites and whether that supports it: all, or the first few.
pub(in crate::report) fn cited_facts(group: &Group<'_>, view: View<'_>) -> Vec<String> {
    told(group, view.verbose, |pair, fact| {
        format!("; {}", phrases::citations([(pair, fact)], view.assessment).join("; "))
    })
}

/// What the facts of groups rest on, without the facts.
pub(in crate::report) fn grounds(groups: &[Group<'_>], view: View<'_>) -> Vec<String> {
    let pairs = groups.iter().flat_map(|group| group.pairs.iter().copied());
    let facts = pairs.flat_map(|pair| pair.facts.iter().map(move |fact| (pair, fact)));
    let mut grounds = phrases::citations(facts, view.assessment);
    if grounds.len() > MOST_GROUNDS {
        let rest = grounds.split_off(MOST_GROUNDS).len();
        grounds.push(format!("and {rest} more"));
    }
    grounds
}

/// Where the first few facts of a group stand, in brackets; empty where it has none.
pub(in crate::report) fn places(group: &Group<'_>) -> String {
    let facts = group.pairs.iter().flat_map(|pair| &pair.facts);
    let facts = facts.filter(|fact| !fact.at.is_withheld());
    let lines: BTreeMap<_, _> = facts.map(|fact| ((&fact.at.file, fact.at.line), &fact.at)).collect();
    let most = if lines.len() > MOST_FACTS + 1 { MOST_FACTS } else { lines.len() };
    let shown: Vec<&At> = lines.values().copied().take(most).collect();
    match (shown.is_empty(), lines.len() - most) {
        (true, _) => String::new(),
        (false, 0) => format!(" ({})", phrases::places(&shown)),
        (false, rest) => format!(" ({} and {rest} lines more)", phrases::places(&shown)),
    }
}

/// That a group rests on facts past their time, which may have changed since; empty if it does not.
pub(in crate::report) fn past_its_time(group: &Group<'_>, view: View<'_>) -> String {
    let facts = group.pairs.iter().flat_map(|pair| &pair.facts);
    let past = facts.filter_map(|fact| fact.holds_until).filter(|last| *last < view.assessment.as_of).min();
    past.map_or_else(String::new, |last| {
        format!("it rests on what was to be relied on until {last} only, and may have changed since")
    })
}

/// What the profile notes of the facts of a group, each once.
pub(in crate::report) fn notes(group: &Group<'_>) -> Vec<String> {
    unique(group.pairs.iter().flat_map(|pair| &pair.facts).filter_map(|fact| fact.note.clone()))
}

fn told(group: &Group<'_>, whole: bool, note: impl Fn(&PairResult, &FactRead) -> String) -> Vec<String> {
    let mut alike: Vec<Alike<'_>> = Vec::new();
    for (pair, fact) in group.pairs.iter().flat_map(|pair| pair.facts.iter().map(move |fact| (*pair, fact))) {
        let path = if group.pairs.len() > 1 { generally(pair, &fact.path) } else { fact.path.clone() };
        let ((path, listed), value, note) = (phrases::entry_of(&path), phrases::value(fact, whole), note(pair, fact));
        let like = |other: &&mut Alike<'_>| {
            other.path == path && other.note == note && (listed && other.listed || other.values.contains(&value))
        };
        match alike.iter_mut().find(like) {
            Some(other) => other.add(value, &fact.at),
            None => {
                alike.push(Alike { path: path.to_owned(), listed, note, values: vec![value], places: vec![&fact.at] })
            }
        }
    }
    let most = if whole { alike.len() } else { MOST_FACTS };
    let rest = alike.len().saturating_sub(most);
    let mut lines: Vec<String> = alike.iter().take(most).map(Alike::line).collect();
    if rest > 0 {
        lines.push(format!("and {} more, all told with --verbose", phrases::count(rest, "fact", "facts")));
    }
    lines
}

/// Facts that are told in one line: the same of several subjects, or the entries of a list.
struct Alike<'a> {
    path: String,
    listed: bool,
    note: String,
    values: Vec<String>,
    places: Vec<&'a At>,
}

impl<'a> Alike<'a> {
    fn add(&mut self, value: String, place: &'a At) {
        if !self.values.contains(&value) {
            self.values.push(value);
        }
        // Entries on one line have columns of their own.
        if !self.places.iter().any(|other| (&other.file, other.line) == (&place.file, place.line)) {
            self.places.push(place);
        }
    }

    fn line(&self) -> String {
        let places = phrases::in_brackets(&phrases::places(&self.places));
        format!("{} = {}{places}{}", code(&self.path), self.values.join("; "), self.note)
    }
}

/// The missing facts of groups by who usually holds them, each once: what to ask, and of whom.
pub(in crate::report) fn asks(groups: &[Group<'_>]) -> Vec<String> {
    let mut holders: Vec<(&str, Vec<String>)> = Vec::new();
    for pair in groups.iter().flat_map(|group| &group.pairs) {
        for sought in &pair.sought {
            let asked = phrases::sought(&generally(pair, &sought.means), &generally(pair, &sought.path));
            match holders.iter_mut().find(|(holder, _)| *holder == sought.held_by) {
                Some((_, all)) if all.contains(&asked) => {}
                Some((_, all)) => all.push(asked),
                None => holders.push((&sought.held_by, vec![asked])),
            }
        }
    }
    holders.into_iter().map(|(name, asked)| format!("{}: {}", holder(name), asked.join("; "))).collect()
}

fn holder(name: &str) -> &str {
    if name.is_empty() { "whoever holds it" } else { name }
}

/// What to ask of each who usually holds it, whoever can help with most weight first.
pub(in crate::report) fn asks_by_holder(stories: &[DutyStory<'_>]) -> Vec<Block> {
    // Of each holder the weight that they can help with, and what to ask, each question once.
    let mut holders: BTreeMap<&str, (u32, Vec<String>)> = BTreeMap::new();
    for story in stories {
        let mut helped = BTreeSet::new();
        for (pair, sought) in sought(story) {
            let asked = phrases::sought(&generally(pair, &sought.means), &generally(pair, &sought.path));
            let held = holders.entry(&sought.held_by).or_default();
            if helped.insert(&sought.held_by) {
                held.0 += u32::from(story.duty.weight.value);
            }
            if !held.1.contains(&asked) {
                held.1.push(asked);
            }
        }
    }
    let mut holders: Vec<_> = holders.into_iter().collect();
    holders.sort_by_key(|(_, (weight, _))| std::cmp::Reverse(*weight));
    let item =
        |(name, (_, asked)): (&str, (u32, Vec<String>))| Block::Item(holder(name).into(), vec![Block::List(asked)]);
    holders.into_iter().map(item).collect()
}

fn sought<'a>(story: &DutyStory<'a>) -> Vec<(&'a PairResult, &'a Sought)> {
    let pairs = story.groups.iter().flat_map(|group| group.pairs.iter().copied());
    pairs.flat_map(|pair| pair.sought.iter().map(move |sought| (pair, sought))).collect()
}

/// Everything about one pair or several alike: reason, rule, facts with citations, what is missing.
pub(in crate::report) fn whole(group: &Group<'_>, duty: &DutyResult, view: View<'_>) -> Block {
    let first = group.first;
    let facts = told(group, true, |pair, fact| {
        format!("; {}; {}", phrases::citations_in_full(fact, pair, view.assessment), phrases::held(fact))
    });
    let unsought = group.pairs.iter().flat_map(|pair| {
        pair.missing.iter().filter(|path| !pair.sought.iter().any(|sought| sought.path == **path)).map(code)
    });
    let due = first.due.map_or_else(String::new, |_| phrases::due(first));
    let fields = Fields::new()
        .with("For", subjects(group))
        .with("Why", group.says(&first.reason))
        .with("Rule", first.rule.as_ref().map_or_else(String::new, code))
        .with("Policy", phrases::place(&first.at))
        .with("Threshold", phrases::codes(own(group, duty).map(|(name, _)| name)))
        .with_all("Facts", facts)
        .with_all("Note", notes(group))
        .with_all("Missing", unique(missing(group).into_iter().chain(unsought)))
        .with("Remedy", phrases::remedy(&group.says(&first.remedy)))
        .with("Shown by", phrases::kinds(&first.shown_by, view.assessment))
        .with("Due", due)
        .with("Look-back", first.look_back.as_ref().map_or_else(String::new, phrases::look_back));
    Block::Item(heading(group, duty), vec![fields.block()])
}

/// What is missing, those alike in a line with every place where it would stand.
fn missing(group: &Group<'_>) -> Vec<String> {
    let mut alike: Vec<(String, &str, Vec<&At>)> = Vec::new();
    for (pair, sought) in group.pairs.iter().flat_map(|pair| pair.sought.iter().map(move |sought| (*pair, sought))) {
        let told = |text: &str| if group.pairs.len() > 1 { generally(pair, text) } else { text.to_owned() };
        let asked = phrases::sought(&told(&sought.means), &told(&sought.path));
        match alike.iter_mut().find(|(other, holder, _)| *other == asked && *holder == sought.held_by) {
            Some((.., places)) if places.contains(&&sought.at) => {}
            Some((.., places)) => places.push(&sought.at),
            None => alike.push((asked, &sought.held_by, vec![&sought.at])),
        }
    }
    let line = |(asked, holder, places): (String, &str, Vec<&At>)| {
        let holder = if holder.is_empty() { "nobody in particular" } else { holder };
        let places = phrases::places(&places);
        let places = if places.is_empty() { places } else { format!("; would stand at {places}") };
        format!("{asked}; usually held by {holder}{places}")
    };
    alike.into_iter().map(line).collect()
}

fn unique(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut told = Vec::new();
    for line in lines {
        if !told.contains(&line) {
            told.push(line);
        }
    }
    told
}
