//! For each requirement a case in which it is met, one in which it is not, and one in which nothing is stated.

use sprcheck::model::dates::Day;

use super::chance::Chance;
use super::page::Page;
use super::rules::{NAME, shape};
use super::world::{Asking, Of, Requirement, World};

/// The day on which cases are judged: another than that of the audit.
const DAY: (i16, i8, i8) = (2022, 6, 30);

/// What a case states of what a requirement reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stated {
    Nothing,
    /// All of it, the last not as it should be.
    LastWrong,
    AllRight,
}

const CASES: &[(&str, Stated, &str)] = &[
    ("is met when all is as it should be", Stated::AllRight, "met"),
    ("is not met when the last of it is not so", Stated::LastWrong, "not-met"),
    ("is unknown when nothing is stated", Stated::Nothing, "unknown"),
];

pub(crate) fn of(world: &World, duty: &Asking, chance: &mut Chance) -> String {
    let mut page = Page::default();
    page.line(0, "cases:");
    for asked in &duty.requirements {
        let subject = if matches!(asked.of, Of::Each(_)) { Some("unit-01") } else { None };
        for (name, stated, outcome) in CASES {
            page.line(1, format!("- name: {} {name}", asked.id));
            page.line(2, format!("as_of: {}", day()));
            if let Some(subject) = subject {
                page.line(2, format!("subject: {subject}"));
            }
            if let Of::Beside(_, other) = &asked.of {
                page.line(2, format!("duties: {{ {other}: true }}"));
            }
            page.line(2, format!("facts: {}", facts(world, asked, *stated, chance)));
            page.line(2, format!("expect: {{ {}: {outcome} }}", asked.id));
        }
    }
    page.text()
}

fn day() -> String {
    let (year, month, day) = DAY;
    format!("{year:04}-{month:02}-{day:02}")
}

fn facts(world: &World, asked: &Requirement, stated: Stated, chance: &mut Chance) -> String {
    let (year, month, day) = DAY;
    let Some(day) = Day::new(year, month, day) else { return String::new() };
    let last = asked.question.reads.last();
    let is_stated = |name: &&str| stated != Stated::Nothing && asked.question.reads.contains(name);
    let fields = shape(world, &asked.of).fields.iter().filter(|field| is_stated(&field.name));
    let values: Vec<String> = fields
        .map(|field| {
            let is_wrong = stated == Stated::LastWrong && last == Some(&field.name);
            let make = if is_wrong { &field.bad } else { &field.good };
            format!("{}: {}", field.name, make.on(day, chance))
        })
        .collect();
    let values = format!("{{ {} }}", values.join(", "));
    match asked.of {
        Of::Record(record) | Of::Beside(record, _) => {
            let name = world.records.get(record).map_or("", |record| &record.name);
            format!("{{ {NAME}: {{ {name}: {values} }} }}")
        }
        Of::Each(collection) | Of::All(collection) => {
            let name = world.collections.get(collection).map_or("", |of| &of.name);
            let closed = "complete: { members: [unit-01], from: 2015-01-01, cites: [case] }";
            format!("{{ {NAME}: {{ {name}: {{ {closed}, unit-01: {values} }} }} }}")
        }
    }
}
