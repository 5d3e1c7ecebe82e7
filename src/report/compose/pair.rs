//! What is told of a duty and of its pairs wherever they are told.

use crate::model::assessment::{Assessment, At, DutyResult, FactRead, PairResult};

use crate::model::words::Verdict;

use super::super::block::{Block, Fields};
use super::super::phrases;
use super::super::view::{Group, View, generally};

/// How many facts of a group are shown where not everything is.
const MOST_FACTS: usize = 6;

/// The name of a duty with where it stands: `✗ gap: Title (family.name)`.
pub(in crate::report) fn title(duty: &DutyResult) -> String {
    format!("{}: {} ({}){}", phrases::standing(duty.standing), duty.title, duty.id, phrases::unverified(duty))
}

/// How strongly it binds, what it weighs, what it came to.
pub(in crate::report) fn status(duty: &DutyResult) -> String {
    let part = matches!(duty.verdict, Verdict::PartlyMet | Verdict::InsufficientDetail | Verdict::Error);
    let support = duty.support.map_or_else(String::new, |support| {
        if part { format!("; what is met is {support}") } else { format!(", {support}") }
    });
    let breach = if duty.apparent_breach { "; an apparent breach" } else { "" };
    let context = if duty.context { "; owed by other bodies only, in no roll-up" } else { "" };
    let verdict = phrases::word(duty.verdict.as_str());
    let binding = phrases::word(duty.binding.as_str());
    format!("{binding}, weight {} of 5, {verdict}{support}{breach}{context}", duty.weight.value)
}

/// Where the duty stands in the law and how far that was checked.
pub(in crate::report) fn law(duty: &DutyResult, assessment: &Assessment) -> String {
    let (law, verified) = (phrases::law(&duty.source, assessment), phrases::verified(&duty.source));
    if law.is_empty() { verified } else { format!("{law}; {verified}") }
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
        // What one pair states names its subject already.
        [_] => String::new(),
        _ => phrases::subjects(&group.subjects(), group.first.subject_kind.as_deref()),
    }
}

/// The facts that a group rests on, those alike in a line: all, or the first few.
pub(in crate::report) fn facts(group: &Group<'_>, view: View<'_>) -> Vec<String> {
    told(group, view, |_, _| String::new())
}

/// The facts that a group rests on, each with what it cites and whether that supports it.
pub(in crate::report) fn cited_facts(group: &Group<'_>, view: View<'_>) -> Vec<String> {
    told(group, view, |pair, fact| format!("; {}", phrases::citations(fact, pair, view.assessment)))
}

fn told(group: &Group<'_>, view: View<'_>, note: impl Fn(&PairResult, &FactRead) -> String) -> Vec<String> {
    // Each of a path, a value and a note, with every place that states it.
    let mut alike: Vec<([String; 3], Vec<&At>)> = Vec::new();
    for (pair, fact) in group.pairs.iter().flat_map(|pair| pair.facts.iter().map(move |fact| (*pair, fact))) {
        let path = if group.pairs.len() > 1 { generally(pair, &fact.path) } else { fact.path.clone() };
        let key = [path, phrases::value(fact, view.verbose), note(pair, fact)];
        match alike.iter_mut().find(|(other, _)| *other == key) {
            Some((_, places)) if places.contains(&&fact.at) => {}
            Some((_, places)) => places.push(&fact.at),
            None => alike.push((key, vec![&fact.at])),
        }
    }
    let rest = alike.len().saturating_sub(MOST_FACTS);
    let most = if view.verbose { alike.len() } else { MOST_FACTS };
    let lines = alike
        .iter()
        .take(most)
        .map(|([path, value, note], places)| format!("{path} = {value} ({}){note}", phrases::places(places)));
    let mut lines: Vec<String> = lines.collect();
    if !view.verbose && rest > 0 {
        lines.push(format!("and {} more, all told with --verbose", phrases::count(rest, "fact", "facts")));
    }
    lines
}

/// The missing facts of groups by who usually holds them, each once: what to ask, and of whom.
pub(in crate::report) fn asks(groups: &[Group<'_>]) -> Vec<String> {
    let mut holders: Vec<(&str, Vec<String>)> = Vec::new();
    for pair in groups.iter().flat_map(|group| &group.pairs) {
        for sought in &pair.sought {
            let asked = generally(pair, &phrases::sought(sought));
            match holders.iter_mut().find(|(holder, _)| *holder == sought.held_by) {
                Some((_, all)) if all.contains(&asked) => {}
                Some((_, all)) => all.push(asked),
                None => holders.push((&sought.held_by, vec![asked])),
            }
        }
    }
    let holder = |name: &str| if name.is_empty() { "whoever holds it".to_owned() } else { name.to_owned() };
    holders.into_iter().map(|(name, asked)| format!("{}: {}", holder(name), asked.join("; "))).collect()
}

/// Everything about one pair or several alike: reason, rule, facts with citations, what is missing.
pub(in crate::report) fn whole(group: &Group<'_>, duty: &DutyResult, view: View<'_>) -> Block {
    let first = group.first;
    let every_fact = group.pairs.iter().flat_map(|pair| pair.facts.iter().map(move |fact| (*pair, fact)));
    let facts = every_fact.map(|(pair, fact): (_, &FactRead)| {
        let cites = phrases::citations(fact, pair, view.assessment);
        let (value, place) = (phrases::value(fact, true), phrases::places(&[&fact.at]));
        format!("{} = {value} ({place}); {cites}; {}", fact.path, phrases::held(fact))
    });
    let missing = group.pairs.iter().flat_map(|pair| &pair.sought).map(|sought| {
        let holder = if sought.held_by.is_empty() { "nobody in particular" } else { &sought.held_by };
        format!(
            "{}; usually held by {holder}; would stand at {}:{}",
            phrases::sought(sought),
            sought.at.file,
            sought.at.line
        )
    });
    let unsought = group.pairs.iter().flat_map(|pair| {
        pair.missing.iter().filter(|path| !pair.sought.iter().any(|sought| sought.path == **path)).cloned()
    });
    let due = first.due.map_or_else(String::new, |_| phrases::due(first));
    let fields = Fields::new()
        .with("For", subjects(group))
        .with("Why", group.says(&first.reason))
        .with("Rule", first.rule.as_ref().map_or_else(String::new, ToString::to_string))
        .with("Policy", first.at.to_string())
        .with_all("Facts", unique(facts))
        .with_all("Missing", unique(missing.chain(unsought)))
        .with("Remedy", phrases::remedy(&group.says(&first.remedy)))
        .with("Shown by", phrases::kinds(&first.shown_by, view.assessment))
        .with("Due", due)
        .with("Look-back", first.look_back.as_ref().map_or_else(String::new, phrases::look_back));
    Block::Item(heading(group, duty), vec![fields.block()])
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
