//! What shows in rules: facts and types, conditions that decide nothing, names, figures.

use crate::evaluate::{Outline, Ruling, SlipKind};
use crate::model::law::{Duty, Requirement, Script};
use crate::model::overlay::What;
use crate::model::place::Place;

use super::super::own::{self, keys_of_requirement};
use super::finding::Finding;
use super::ids::Lint;
use super::{Scene, Shown};

pub(super) fn look(duty: &Duty, shown: &Shown<'_>, findings: &mut Vec<Finding>) {
    let Some(outline) = &shown.outline else { return };
    slips(outline, findings);
    for ruling in &outline.rulings {
        let Some(requirement) = duty.requirements.iter().find(|known| known.id == ruling.id) else { continue };
        conditions(ruling, findings);
        subjects(requirement, ruling, findings);
    }
    duplicates(duty, outline, findings);
    names(outline, findings);
    figures(duty, outline, findings);
    opening(shown.part.script, findings);
}

fn slips(outline: &Outline, findings: &mut Vec<Finding>) {
    for slip in &outline.slips {
        let near = |otherwise: &str| {
            slip.near.as_ref().map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
        };
        let (lint, help) = match slip.kind {
            SlipKind::UnknownFact => (
                Lint::UnknownFact,
                near("`sprcheck rules facts` lists every fact; one of your own goes into a file of `policies/facts/`"),
            ),
            SlipKind::Types => (
                Lint::TypesDiffer,
                near("hold each fact against a value of its own type; `sprcheck rules facts` tells the types"),
            ),
            SlipKind::Word => (Lint::UnknownWord, near("take one of the words that the dictionary or the set has")),
            SlipKind::Dotted => (
                Lint::DottedEntry,
                "name it in brackets, `[\"…\"]`: with a dot it fails as soon as some dictionary has a fact of that name".into(),
            ),
            SlipKind::Same => (Lint::SameOnBothSides, "put what is meant on the one side, or take the part out".into()),
        };
        findings.push(Finding::new(lint, slip.place, slip.width, slip.message.clone(), help));
    }
}

fn conditions(ruling: &Ruling, findings: &mut Vec<Finding>) {
    let id = &ruling.id;
    if let Some(when) = &ruling.when {
        if when.always == Some(false) {
            findings.push(Finding::new(
                Lint::NeverApplies,
                when.place,
                1,
                format!("the condition of `{id}` is never true, so the requirement is never judged"),
                "mend the condition: its parts exclude each other, or one of them is always false",
            ));
        } else if !when.varies || when.always == Some(true) {
            findings.push(Finding::new(
                Lint::AlwaysApplies,
                when.place,
                1,
                format!("the condition of `{id}` is the same in every profile"),
                "take the condition out, or let it ask for what decides whether the requirement arises",
            ));
        }
    }
    let says = &ruling.says;
    if !says.rests {
        findings.push(Finding::new(
            Lint::RestsOnNothing,
            says.place,
            1,
            format!("`{id}` reads no fact and no duty, so nothing that a force does can change it"),
            "let the expression read a fact; where none is needed the requirement is none",
        ));
    } else if says.always == Some(false) || ruling.at_odds {
        let message = if ruling.at_odds {
            format!("what `{id}` asks for and the condition under which it asks exclude each other")
        } else {
            format!("what `{id}` asks for excludes itself, so it is never met")
        };
        findings.push(Finding::new(
            Lint::NeverMet,
            says.place,
            1,
            message,
            "mend the part that is the wrong way round",
        ));
    }
}

fn subjects(requirement: &Requirement, ruling: &Ruling, findings: &mut Vec<Finding>) {
    let id = &ruling.id;
    let clauses = [ruling.when.as_ref(), ruling.by.as_ref(), Some(&ruling.says)];
    let read = clauses.iter().flatten().find_map(|clause| clause.subject);
    match (&requirement.for_each, read) {
        (None, Some(place)) => findings.push(
            Finding::new(
                Lint::SubjectWithoutSet,
                place,
                "subject".len(),
                format!("`{id}` is judged once, where there is no subject, so it can never be told"),
                "give the requirement `for_each`, or keep `subject` out of what it reads, names given by `let` included",
            )
            .related(ruling.place, "judged here"),
        ),
        (Some(set), None) => findings.push(Finding::new(
            Lint::SubjectNotRead,
            ruling.place,
            id.as_str().chars().count(),
            format!("`{id}` is judged for each of `{set}` and does not read `subject`, so it judges each alike"),
            "read what belongs to the subject, as in `facts.a.b[subject]`, or take `for_each` out",
        )),
        _ => {}
    }
}

/// The first requirement that judges the same as a later one, or states the same.
fn duplicates(duty: &Duty, outline: &Outline, findings: &mut Vec<Finding>) {
    let set = |ruling: &Ruling| {
        duty.requirements.iter().find(|known| known.id == ruling.id).and_then(|known| known.for_each.clone())
    };
    let says = |ruling: &Ruling| {
        let clauses = [ruling.when.as_ref(), ruling.by.as_ref(), Some(&ruling.says)];
        clauses.map(|clause| clause.map(|clause| clause.spelt.clone()))
    };
    for (index, later) in outline.rulings.iter().enumerate() {
        let earlier = outline.rulings.iter().take(index);
        if let Some(first) = earlier.clone().find(|first| says(first) == says(later) && set(first) == set(later)) {
            findings.push(
                Finding::new(
                    Lint::DuplicateRequirement,
                    later.place,
                    later.id.as_str().chars().count(),
                    format!("`{}` judges the same as `{}`", later.id, first.id),
                    "let it judge something of its own, or take one of the two out",
                )
                .related(first.place, "first here"),
            );
        }
    }
}

/// A requirement that states the same as an earlier one.
pub(super) fn stated_twice(scene: &Scene<'_>, duty: &Duty, findings: &mut Vec<Finding>) {
    for (index, later) in duty.requirements.iter().enumerate() {
        let first = duty.requirements.iter().take(index).find(|first| first.states == later.states);
        if !own::sets(duty, &What::Requirement(later.id.clone())) {
            continue;
        }
        let keys: Vec<&str> = keys_of_requirement(duty, &later.id).into_iter().chain(["states"]).collect();
        if let Some((first, at)) = first.zip(scene.policies.value(later.place.file, &keys)) {
            findings.push(
                Finding::new(
                    Lint::DuplicateRequirement,
                    at.place,
                    at.width,
                    format!("`{}` states the same as `{}`", later.id, first.id),
                    "say what is special to each, so that a reader can tell the two gaps apart",
                )
                .related(first.place, "first here"),
            );
        }
    }
}

fn names(outline: &Outline, findings: &mut Vec<Finding>) {
    for name in outline.names.iter().filter(|name| !name.used) {
        let message = if name.is_function {
            format!("the helper `{}` is never called", name.name)
        } else {
            format!("`{}` is never used", name.name)
        };
        let width = name.name.chars().count();
        findings.push(Finding::new(Lint::UnusedName, name.place, width, message, "use it, or take it out"));
    }
}

/// Numbers that say no more than "none", "one" or "in a hundred".
const PLAIN: &[&str] = &["0", "1", "100"];
fn figures(duty: &Duty, outline: &Outline, findings: &mut Vec<Finding>) {
    let source = format!("{} {}", duty.says, duty.source.note.as_deref().unwrap_or_default());
    for figure in &outline.figures {
        let text = figure.text.as_str();
        if PLAIN.contains(&text) || (figure.is_factor && is_scale(text)) || states(&source, text) {
            continue;
        }
        findings.push(Finding::new(
            Lint::BareThreshold,
            figure.place,
            text.chars().count(),
            format!("`{text}` stands in the rule and not in what the duty says of its source"),
            "if the source states it, let `says` or the source's `note` say so; if not, make it a parameter with `set_by` and `because`",
        ));
    }
}

/// Whether a number only changes the scale of another: a power of ten.
fn is_scale(text: &str) -> bool {
    text.strip_prefix('1').is_some_and(|rest| rest.chars().all(|digit| digit == '0'))
}

/// Whether a text states a number or the year of a date, in digits or in words.
fn states(text: &str, figure: &str) -> bool {
    let digits = figure.split('-').next().unwrap_or(figure);
    let words: Vec<String> = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect();
    let spelt = digits.parse().ok().and_then(in_words);
    words.iter().any(|word| word == digits || Some(word.as_str()) == spelt)
        // A twelvemonth is a year.
        || (digits == "12" && words.iter().any(|word| matches!(word.as_str(), "year" | "years" | "yearly" | "annual" | "annually")))
}

fn in_words(number: usize) -> Option<&'static str> {
    const WORDS: &[&str] = &[
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WORDS.get(number).copied()
}

fn opening(script: &Script, findings: &mut Vec<Finding>) {
    let mut lines = script.text.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines.next().is_some_and(|line| line.starts_with("//")) {
        return;
    }
    findings.push(Finding::new(
        Lint::NoOpeningComment,
        Place { file: script.file, line: 1, column: 1 },
        1,
        "the rule does not open by saying what it judges",
        "begin with a comment: `// Judged: …`",
    ));
}
