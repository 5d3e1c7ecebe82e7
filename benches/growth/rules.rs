//! The rule set: its manifest, instruments, duties, dictionary, scripts and cases.

use std::collections::{BTreeMap, BTreeSet};

use super::cases;
use super::chance::Chance;
use super::page::Page;
use super::shapes::{Field, Question, Shape, UNIT};
use super::world::{Asking, Of, Requirement, World};

pub(crate) const NAME: &str = "growth";
const INSTRUMENTS: usize = 10;
/// How many records one file of the dictionary describes.
const IN_A_FILE: usize = 400;

/// Every file of the rule set, by path.
pub(crate) fn files(world: &World) -> BTreeMap<String, String> {
    let mut chance = Chance::new(0x0013_0703);
    let mut files = BTreeMap::from([
        ("policies/ruleset.yaml".to_owned(), manifest()),
        ("policies/instruments.yaml".to_owned(), instruments()),
        ("policies/facts/collections.yaml".to_owned(), collections(world)),
    ]);
    for (number, records) in world.records.chunks(IN_A_FILE).enumerate() {
        let mut page = Page::default();
        page.line(0, "facts:");
        for record in records {
            for field in record.shape.fields {
                term(&mut page, &record.name, field, &mut chance);
            }
        }
        files.insert(format!("policies/facts/records-{number:03}.yaml"), page.text());
    }
    let mut families: BTreeMap<&str, Vec<&Asking>> = BTreeMap::new();
    for duty in &world.duties {
        families.entry(&duty.family).or_default().push(duty);
    }
    for (family, duties) in families {
        let mut page = Page::default();
        page.line(0, "duties:");
        for duty in duties {
            policy(&mut page, world, duty, &mut chance);
            if duty.read {
                let path = format!("rules/{family}/{}", duty.name);
                files.insert(format!("{path}.rhai"), script(world, duty));
                files.insert(format!("{path}.cases.yaml"), cases::of(world, duty, &mut chance));
            }
        }
        files.insert(format!("policies/{family}.yaml"), page.text());
    }
    files
}

fn manifest() -> String {
    format!("name: {NAME}\nversion: 1.0.0\nowner: a bench (made up)\nlicence: MIT OR Apache-2.0\n")
}

/// None of them exists, and each says so.
fn instruments() -> String {
    let mut page = Page::default();
    page.line(0, "instruments:");
    for number in 0..INSTRUMENTS {
        page.line(1, format!("growth-{number}:"));
        page.line(2, format!("title: Own checks {number} of a bench (made up)"));
        page.line(2, "kind: own-checks");
        page.line(2, "in_force: { from: 2015-01-01 }");
        page.line(2, "source: { at: made up, verified: false, checked: 2025-01-31 }");
    }
    page.text()
}

fn term(page: &mut Page, holder: &str, field: &Field, chance: &mut Chance) {
    page.line(1, format!("{NAME}.{holder}.{}:", field.name));
    page.line(2, format!("type: {}", field.kind));
    page.line(2, format!("means: what the record of {} says", field.name.replace('_', " ")));
    page.line(2, format!("held_by: records manager {}", chance.between(1, 24)));
    if field.kind == "count" {
        page.line(2, "unit: of them");
    }
    if field.holds {
        page.line(2, format!("holds_for: {} months", chance.one_of(&[6, 12, 12, 24]).unwrap_or(&12)));
    }
}

fn collections(world: &World) -> String {
    let mut page = Page::default();
    let mut chance = Chance::new(0x000a_11ce);
    page.line(0, "collections:");
    for collection in &world.collections {
        page.line(1, format!("{NAME}.{}:", collection.name));
        page.line(2, "each: a unit");
        if collection.events {
            page.line(2, "event: set_up");
        }
        page.line(2, "means: the units of one kind");
        page.line(2, format!("held_by: records manager {}", chance.between(1, 24)));
        page.line(2, "holds_for: 12 months");
    }
    page.line(0, "facts:");
    for collection in &world.collections {
        for field in UNIT.fields {
            term(&mut page, &format!("{}.*", collection.name), field, &mut chance);
        }
    }
    page.text()
}

fn policy(page: &mut Page, world: &World, duty: &Asking, chance: &mut Chance) {
    let binding = ["must", "due-regard", "expected", "expected", "standard", "standard", "recommendation"];
    let holder = ["[chief-officer]", "[chief-officer, pcc]", "[pcc]"];
    page.line(1, format!("{}:", duty.id()));
    page.line(2, format!("title: What {} asks", duty.name.replace('_', " ")));
    page.line(2, "says: What a bench asks of a force that is made up.");
    let (instrument, verified) = (chance.below(INSTRUMENTS), chance.one_of(&["primary", "secondary", "false"]));
    let verified = verified.unwrap_or(&"false");
    page.line(
        2,
        format!(
            "source: {{ instrument: growth-{instrument}, at: paragraph {}, url: 'https://growth.example/{instrument}', verified: {verified}, checked: 2025-01-31 }}",
            chance.between(1, 90)
        ),
    );
    page.line(2, format!("owed_by: {}", chance.one_of(&holder).unwrap_or(&"[chief-officer]")));
    page.line(2, format!("binding: {}", chance.one_of(&binding).unwrap_or(&"must")));
    if chance.of_hundred(20) {
        page.line(2, "threats: [terrorism]");
    }
    page.line(2, format!("weight: {{ value: {}, because: drawn by lot }}", chance.between(1, 5)));
    if !duty.read {
        page.line(2, "status: unread");
        page.line(2, "because: its text could not be read");
        return;
    }
    let parameters: BTreeSet<_> = duty.requirements.iter().filter_map(|asked| asked.question.parameter).collect();
    if !parameters.is_empty() {
        page.line(2, "parameters:");
    }
    for (name, value) in parameters {
        page.line(3, format!("{name}: {{ value: {value}, set_by: a bench, because: drawn by lot }}"));
    }
    page.line(2, "requirements:");
    for asked in &duty.requirements {
        requirement(page, world, asked);
    }
}

fn requirement(page: &mut Page, world: &World, asked: &Requirement) {
    let Question { states, remedy, due, .. } = asked.question;
    page.line(3, format!("{}:", asked.id));
    if let Of::Each(collection) = asked.of
        && let Some(collection) = world.collections.get(collection)
    {
        page.line(4, format!("for_each: {NAME}.{}", collection.name));
    }
    page.line(4, format!("states: '{states}'"));
    page.line(4, format!("remedy: '{remedy}'"));
    page.line(4, format!("shown_by: [{}]", shape(world, &asked.of).shown_by.join(", ")));
    if *due {
        page.line(4, "look_back: { period: 3 years, set_by: a bench, because: drawn by lot }");
    }
}

/// The shape of what is asked of.
pub(crate) fn shape(world: &World, of: &Of) -> &'static Shape {
    match of {
        Of::Record(record) | Of::Beside(record, _) => world.records.get(*record).map_or(&UNIT, |record| record.shape),
        Of::Each(_) | Of::All(_) => &UNIT,
    }
}

fn script(world: &World, duty: &Asking) -> String {
    let rule = |asked: &Requirement| {
        let name = match asked.of {
            Of::Record(record) | Of::Beside(record, _) => world.records.get(record).map(|record| &record.name),
            Of::Each(collection) | Of::All(collection) => world.collections.get(collection).map(|of| &of.name),
        };
        let other = if let Of::Beside(_, duty) = &asked.of { duty.as_str() } else { "" };
        let of = format!("facts.{NAME}.{}", name.map_or("", String::as_str));
        let rule = asked.question.rule.replace("{id}", &asked.id).replace("{of}", &of).replace("{duty}", other);
        format!("{rule}\n")
    };
    let rules: String = duty.requirements.iter().map(rule).collect();
    format!("// Judged: what {} asks.\n{rules}", duty.name.replace('_', " "))
}
