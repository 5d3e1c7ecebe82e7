//! What falls if one piece of evidence, one fact or one post went.

use std::collections::BTreeMap;

use crate::model::impact::{
    Because, EvidenceSubject, FactSubject, FromTo, Impact, Move, OwnerSubject, PairMove, Subject, Supposed, Supposition,
};
use crate::model::words::{Outcome, Standing, Support, Verdict};

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, code, count, names};
use super::first;

/// What was found, as blocks.
pub(super) fn blocks(impact: &Impact) -> Vec<Block> {
    let (name, about) = about(impact);
    let mut blocks = vec![Block::Title(format!("{}: what rests on {name}", impact.force)), about];
    blocks.push(Block::Section("In short".into(), answers(impact)));
    let (alike, apart) = alike(&impact.suppositions);
    if let Some(last) = alike.last() {
        let title = if alike.len() > 1 { "If it lapses or is withdrawn".into() } else { heading(last, &impact.of) };
        blocks.push(Block::Section(title, body(last, impact)));
    }
    for supposition in apart {
        blocks.push(Block::Section(heading(supposition, &impact.of), body(supposition, impact)));
    }
    blocks.push(Block::Section("Note".into(), vec![Block::Text(phrases::CLOSING.into())]));
    blocks
}

/// Of evidence of which nothing comes whether it lapses or is withdrawn, these two, told as one; and what is told apart.
fn alike(suppositions: &[Supposition]) -> (&[Supposition], &[Supposition]) {
    let is_nothing = |one: &Supposition| {
        let moved = [&one.falls, &one.untold, &one.weaker, &one.otherwise];
        matches!(one.what, Supposed::Lapses | Supposed::Withdrawn)
            && one.facts.is_empty()
            && moved.into_iter().all(Vec::is_empty)
    };
    let number = suppositions.iter().take_while(|one| is_nothing(one)).count();
    suppositions.split_at(if number == 2 { 2 } else { 0 })
}

fn about(impact: &Impact) -> (String, Block) {
    let read_by = format!("{} of {}", impact.read_by.len(), count(impact.duties, "duty", "duties"));
    let fields = Fields::new().with("As of", impact.as_of.to_string());
    let (name, fields) = match &impact.of {
        Subject::Evidence(it) => (code(&it.id), evidence(it, fields)),
        Subject::Fact(it) => (code(&it.path), fact(it, fields)),
        Subject::Owner(it) => (owner(it), post(it, fields)),
    };
    (name, fields.with("Read by", read_by).block())
}

fn evidence(it: &EvidenceSubject, fields: Fields) -> Fields {
    let dated = it.dated.map_or_else(|| "not dated".to_owned(), |dated| format!("dated {dated}"));
    let state = if it.current { it.state.clone() } else { format!("{}: it supports nothing", it.state) };
    let same = format!("{} too: one document under several ids", names(&it.same_document));
    fields
        .with("Evidence", format!("{}; {}, {dated} ({})", it.title, it.kind_title, code(&it.at)))
        .with("Owner", it.owner.clone())
        .with("State", state)
        .with("Held as", if it.same_document.is_empty() { String::new() } else { same })
        .with("Cited by", count(it.cited_by, "fact", "facts"))
        .with("Supports", count(it.supports, "duty", "duties"))
}

fn fact(it: &FactSubject, fields: Fields) -> Fields {
    let facts = if it.facts > 1 {
        format!("{} beneath it", count(it.facts, "stated fact", "stated facts"))
    } else {
        String::new()
    };
    fields
        .with("Fact", if it.means.is_empty() { code(&it.path) } else { it.means.clone() })
        .with("Stands at", code(&it.at))
        .with("Held by", few(&it.held_by))
        .with("Holds", facts)
}

fn post(it: &OwnerSubject, fields: Fields) -> Fields {
    let held = if it.facts == 0 {
        "by the dictionary, none of the facts that are stated".to_owned()
    } else {
        format!("by the dictionary, usually {}", count(it.facts, "stated fact", "stated facts"))
    };
    let evidence = count(it.evidence.len(), "piece of evidence", "pieces of evidence");
    fields
        .with_all("Named as", if it.names.len() > 1 { it.names.clone() } else { Vec::new() })
        .with("Answers for", evidence)
        .with("Holds", held)
}

fn owner(it: &OwnerSubject) -> String {
    it.names.first().cloned().unwrap_or_default()
}

/// One sentence for each supposition.
fn answers(impact: &Impact) -> Vec<Block> {
    let answer = |supposition: &Supposition| {
        format!("{}: {}", heading(supposition, &impact.of), answer(supposition, &impact.of))
    };
    vec![Block::List(impact.suppositions.iter().map(answer).collect())]
}

fn heading(supposition: &Supposition, of: &Subject) -> String {
    match (supposition.what, of) {
        (Supposed::Lapses, Subject::Fact(it)) if it.facts > 1 => "If what ages of it lapses".into(),
        (Supposed::Lapses, _) => "If it lapses".into(),
        (Supposed::Withdrawn, Subject::Fact(_)) => "If it had never been stated".into(),
        (Supposed::Withdrawn, _) => "If it is withdrawn".into(),
        (Supposed::WithdrawnWithFacts, _) => "If it is withdrawn with all that it alone states".into(),
        (Supposed::Vacant, _) => "If the post falls vacant and nobody renews anything".into(),
        (Supposed::VacantWithdrawn, _) => "If all its evidence is withdrawn".into(),
    }
}

fn answer(supposition: &Supposition, of: &Subject) -> String {
    let falls = supposition.falls.len();
    let weight = supposition.weight;
    let mut told = if falls == 0 {
        format!("nothing falls{}", why_nothing(supposition, of))
    } else {
        let context = supposition.falls.iter().filter(|one| one.context).count();
        let others = match context {
            0 => String::new(),
            1 => " (1 of them owed by others alone, which weighs nothing)".into(),
            many => format!(" ({many} of them owed by others alone, which weigh nothing)"),
        };
        format!("{}, of weight {weight} together{others}", count(falls, "duty falls", "duties fall"))
    };
    let further = [
        (supposition.untold.len(), "gap can no longer be told", "gaps can no longer be told"),
        (supposition.weaker.len(), "duty stands where it stood, on less", "duties stand where they stood, on less"),
        (supposition.otherwise.len(), "duty comes out otherwise", "duties come out otherwise"),
        (supposition.assurance.len(), "roll-up moves", "roll-ups move"),
    ];
    for (number, one, many) in further {
        if number > 0 {
            told.push_str(&format!("; {}", count(number, one, many)));
        }
    }
    told.push('.');
    told
}

/// Why nothing falls, where that can be told of the whole.
fn why_nothing(supposition: &Supposition, of: &Subject) -> String {
    let nothing_otherwise = supposition.facts.is_empty() && supposition.evidence.is_empty();
    match (of, supposition.what) {
        (Subject::Evidence(it), Supposed::Lapses | Supposed::Withdrawn) if !it.current => {
            format!(", because it never supported anything ({})", it.state)
        }
        (Subject::Evidence(it), Supposed::Lapses | Supposed::Withdrawn) if it.cited_by == 0 => {
            ", because nothing cites it".into()
        }
        (Subject::Fact(_), Supposed::Lapses) if nothing_otherwise && supposition.lapsed_already > 0 => {
            ", because it has lapsed already".into()
        }
        (Subject::Fact(_), Supposed::Lapses) if nothing_otherwise => {
            ", because nothing of it is a state that ages".into()
        }
        (Subject::Owner(_), _) if nothing_otherwise => ", because nothing of it can lapse any more".into(),
        _ if supposition.judged_again == 0 => ", because no rule reads it".into(),
        _ => String::new(),
    }
}

fn body(supposition: &Supposition, impact: &Impact) -> Vec<Block> {
    let mut body = vec![what(supposition, impact)];
    if supposition.falls.is_empty() {
        body.insert(0, Block::Text(capital(&answer(supposition, &impact.of))));
    }
    body.extend(moves("Falls", &supposition.falls));
    body.extend(moves("Can no longer be told, which is no improvement", &supposition.untold));
    body.extend(moves("Comes out otherwise", &supposition.otherwise));
    body.extend(weaker(&supposition.weaker));
    body.extend(assurance(supposition));
    body.extend(stands(supposition));
    body
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is otherwise, and what was done to find out.
fn what(supposition: &Supposition, impact: &Impact) -> Block {
    let lapsed = match supposition.what {
        Supposed::Lapses | Supposed::Vacant => "no longer to be relied on",
        _ => "read as if never stated",
    };
    let paths: Vec<String> = supposition.facts.iter().map(code).collect();
    let facts = count(paths.len(), "fact", "facts");
    let facts = if paths.is_empty() { String::new() } else { format!("{facts} {lapsed}: {}", few(&paths)) };
    let gone = if supposition.what == Supposed::Vacant { "not renewed" } else { "withdrawn" };
    let evidence = match (&impact.of, supposition.evidence.as_slice()) {
        (Subject::Owner(_), [_, ..]) => {
            let ids: Vec<String> = supposition.evidence.iter().map(code).collect();
            let number = count(ids.len(), "piece of evidence", "pieces of evidence");
            format!("{number} {gone}: {}", few(&ids))
        }
        _ => String::new(),
    };
    let already = match supposition.lapsed_already {
        0 => String::new(),
        some => format!("{} lapsed already", count(some, "fact had", "facts had")),
    };
    Fields::new()
        .with_all("Supposed", [evidence, facts, already])
        .with("Judged again", format!("{} of {}", supposition.judged_again, count(impact.duties, "duty", "duties")))
        .block()
}

fn moves(title: &'static str, moves: &[Move]) -> Option<Block> {
    let (shown, rest) = first(moves);
    let mut items: Vec<Block> = shown.iter().map(a_move).collect();
    if rest > 0 {
        items.push(Block::Text(format!("and {}, all in the JSON", count(rest, "more duty", "more duties"))));
    }
    (!shown.is_empty()).then(|| Block::Item(format!("{title} ({})", moves.len()), items))
}

fn a_move(it: &Move) -> Block {
    let context = if it.context { "; context: other bodies owe it" } else { "" };
    let closure = "that the list of its subjects is complete is shown less well than before";
    let through = if it.through.is_empty() { String::new() } else { format!("it rests on {}", names(&it.through)) };
    let stood = |standing, verdict: Verdict, support: Option<Support>| {
        let support = support.map_or_else(String::new, |support| format!(", {support}"));
        format!("{} ({}{support})", phrases::standing(standing), phrases::word(verdict.as_str()))
    };
    let fields = Fields::new()
        .with("From", stood(it.standing.from, it.verdict.from, it.support.from))
        .with("To", stood(it.standing.to, it.verdict.to, it.support.to))
        .with("Weighs", format!("{}, {}{context} ({})", it.weight, phrases::word(it.binding.as_str()), code(&it.at)))
        .with("Because", if it.by_closure { closure.to_owned() } else { through })
        .with_all("What", pairs(&it.pairs));
    Block::Item(format!("{} ({})", it.title, code(&it.id)), vec![fields.block()])
}

/// What stands where it stood on less, by where that is and what became of its support.
fn weaker(moves: &[Move]) -> Option<Block> {
    let mut alike: BTreeMap<(Standing, String), Vec<String>> = BTreeMap::new();
    for one in moves {
        let support = |support: Option<Support>| support.map_or("nothing met", Support::as_str);
        let way = if one.support.from == one.support.to {
            format!("{} before and after, with other requirements unknown", support(one.support.from))
        } else {
            format!("{} before, {} after", support(one.support.from), support(one.support.to))
        };
        alike.entry((one.standing.to, way)).or_default().push(code(&one.id));
    }
    let lines = alike.into_iter().map(|((standing, way), ids)| {
        format!("{}, {} ({way}): {}", count(ids.len(), "duty", "duties"), phrases::word(standing.as_str()), few(&ids))
    });
    let title = format!("Stands where it stood, on less ({})", moves.len());
    (!moves.is_empty()).then(|| Block::Item(title, vec![Block::List(lines.collect())]))
}

/// Names with commas, the first few.
fn few(names: &[String]) -> String {
    let (shown, rest) = first(names);
    let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// The pairs that come out otherwise, those of one requirement that go the same way together.
fn pairs(pairs: &[PairMove]) -> Vec<String> {
    let mut told: Vec<((String, String), Vec<String>)> = Vec::new();
    for pair in pairs {
        let way =
            format!("{} → {}", came(pair.outcome.from, pair.support.from), came(pair.outcome.to, pair.support.to));
        let key = (pair.requirement.to_string(), way);
        let subject = pair.subject_title.clone().or_else(|| pair.subject.as_ref().map(ToString::to_string));
        match told.iter_mut().find(|(known, _)| *known == key) {
            Some((_, subjects)) => subjects.extend(subject),
            None => told.push((key, subject.into_iter().collect())),
        }
    }
    let line = |((requirement, way), subjects): ((String, String), Vec<String>)| {
        let subjects = if subjects.is_empty() { String::new() } else { format!(" for {}", few(&subjects)) };
        format!("{}{subjects}: {way}", code(requirement))
    };
    told.into_iter().map(line).collect()
}

fn came(outcome: Option<Outcome>, support: Option<Support>) -> String {
    let outcome = outcome.map_or_else(|| "not listed".into(), |outcome| phrases::word(outcome.as_str()));
    let support = support.map_or_else(String::new, |support| format!(", {support}"));
    format!("{outcome}{support}")
}

fn assurance(supposition: &Supposition) -> Option<Block> {
    let rows = supposition.assurance.iter().map(|row| {
        let FromTo { from, to } = row.assurance;
        let way = format!("{} → {}", phrases::assurance(from), phrases::assurance(to));
        vec![row.title.clone(), format!("{way}: {}", row.reason)]
    });
    let table = Table { columns: vec!["Roll-up", "From and to"], rows: rows.collect() };
    (!table.rows.is_empty())
        .then(|| Block::Item(format!("Roll-ups that move ({})", table.rows.len()), vec![Block::Table(table)]))
}

/// What reads it and stands all the same, by why.
fn stands(supposition: &Supposition) -> Option<Block> {
    let mut by_reason: BTreeMap<(&Because, Option<Standing>), Vec<String>> = BTreeMap::new();
    for one in &supposition.stands {
        let standing = (one.because == Because::NotSatisfiedBefore).then_some(one.standing);
        by_reason.entry((&one.because, standing)).or_default().push(code(&one.id));
    }
    let lines = by_reason.into_iter().map(|((because, standing), ids)| {
        let why = match because {
            Because::NotSatisfiedBefore => {
                let standing = standing.map_or_else(String::new, |standing| phrases::word(standing.as_str()));
                format!("{standing} before, and no worse off")
            }
            Because::ShownToo { by } => format!("what it shows is shown by {} too", names(by)),
            Because::NeverSupported { state } => format!("it never supported them: {state}"),
            Because::OtherKind { kind } => format!("{kind} is not a kind that shows what they ask"),
            Because::NotNeeded => "their rules come to the same without it".into(),
        };
        format!("{}, {why}: {}", count(ids.len(), "duty", "duties"), few(&ids))
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| {
        Block::Item(format!("Reads it and stands as before ({})", supposition.stands.len()), vec![Block::List(lines)])
    })
}
