//! The profile of a force that is made up: its facts, the evidence for them, and its departures.

use std::collections::{BTreeMap, BTreeSet};

use sprcheck::model::dates::Day;

use super::chance::Chance;
use super::page::Page;
use super::rules::NAME;
use super::shapes::{Field, UNIT, moved};
use super::world::{Collection, Flaw, Of, Record, World};

/// Kinds of evidence and, where the kind goes out of date or ends on a day of its own, how.
const KINDS: &[(&str, Ends)] = &[
    ("appointment-record", Ends::Never),
    ("strategy", Ends::Reviewed(3)),
    ("staffing-record", Ends::Reviewed(1)),
    ("letter", Ends::Never),
    ("agreement", Ends::On),
    ("register", Ends::Reviewed(1)),
    ("minutes", Ends::Never),
    ("training-record", Ends::Reviewed(1)),
    ("certificate", Ends::On),
    ("decision-record", Ends::Never),
    ("communications-log", Ends::Never),
    ("exercise-report", Ends::Never),
    ("board-paper", Ends::Reviewed(1)),
    ("self-assessment", Ends::Reviewed(1)),
];
/// The kinds that are the body's own account.
const TOLD: &[&str] = &["board-paper", "self-assessment"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Never,
    /// So many years after its date.
    Reviewed(i64),
    /// On the day that it names.
    On,
}

struct Writer<'w> {
    world: &'w World,
    as_of: Day,
    chance: Chance,
    by_kind: BTreeMap<&'static str, Vec<String>>,
    page: Page,
}

pub(crate) fn text(world: &World, evidence: usize, as_of: Day) -> String {
    let mut by_kind: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (number, (kind, _)) in KINDS.iter().cycle().take(evidence).enumerate() {
        by_kind.entry(*kind).or_default().push(format!("e-{number:05}"));
    }
    let chance = Chance::new(0x00c0_ffee);
    let mut writer = Writer { world, as_of, chance, by_kind, page: Page::default() };
    writer.head();
    writer.facts();
    writer.evidence(evidence);
    writer.departures();
    writer.page.text()
}

impl Writer<'_> {
    fn ago(&mut self, least: i64, most: i64) -> String {
        moved(self.as_of, -self.chance.between(least, most))
    }

    fn head(&mut self) {
        self.page.line(0, format!("uses: [{NAME}]"));
        let force =
            "{ id: growthshire, name: Growthshire Police (made up), policing_bodies: [{ kind: pcc, from: 2012-11 }] }";
        self.page.line(0, format!("force: {force}"));
        self.page.line(0, format!("stated_on: {}", moved(self.as_of, -14)));
        self.page.line(0, "marking: OFFICIAL");
    }

    fn facts(&mut self) {
        let world = self.world;
        self.page.line(0, "facts:");
        self.page.line(1, format!("{NAME}:"));
        for record in &world.records {
            self.record(2, record);
        }
        for collection in &world.collections {
            self.collection(collection);
        }
    }

    fn record(&mut self, depth: usize, record: &Record) {
        self.page.line(depth, format!("{}:", record.name));
        let cites = self.cites(record);
        for field in record.shape.fields {
            if record.flaw == Flaw::Missing(field.name) {
                continue;
            }
            let value = self.value(record, field);
            // Now and then a value has citations of its own.
            if !cites.is_empty() && !field.kind.starts_with("list") && self.chance.of_hundred(10) {
                let own = self.cites(record);
                self.page.line(depth + 1, format!("{}: {{ value: {value}, cites: [{own}] }}", field.name));
            } else {
                self.page.line(depth + 1, format!("{}: {value}", field.name));
            }
        }
        if !cites.is_empty() {
            self.page.line(depth + 1, format!("cites: [{cites}]"));
        }
        // States that were stated one after the other, so that they lapse one after the other.
        if record.shape.fields.iter().all(|field| field.holds) && self.chance.of_hundred(70) {
            let day = self.ago(15, 175);
            self.page.line(depth + 1, format!("stated_on: {day}"));
        }
    }

    fn value(&mut self, record: &Record, field: &Field) -> String {
        let make = if record.flaw == Flaw::Wrong(field.name) { &field.bad } else { &field.good };
        make.on(self.as_of, &mut self.chance)
    }

    /// One to three pieces of evidence of kinds that count, or what the flaw leaves of them.
    fn cites(&mut self, record: &Record) -> String {
        let kinds = match record.flaw {
            Flaw::Uncited => return String::new(),
            Flaw::OnlyTold => TOLD,
            _ => record.shape.shown_by,
        };
        let mut cited = BTreeSet::new();
        for _ in 0..self.chance.between(1, 3) {
            let of_kind = self.chance.one_of(kinds).and_then(|kind| self.by_kind.get(kind));
            if let Some(evidence) = of_kind.and_then(|of_kind| self.chance.one_of(of_kind)) {
                cited.insert(format!("{evidence}#{}", self.chance.between(1, 60)));
            }
        }
        cited.into_iter().collect::<Vec<_>>().join(", ")
    }

    fn collection(&mut self, collection: &Collection) {
        self.page.line(2, format!("{}:", collection.name));
        if collection.closed {
            let members: Vec<&str> = collection.entries.iter().map(|entry| entry.name.as_str()).collect();
            let said = Record { shape: &UNIT, name: String::new(), flaw: Flaw::Nothing };
            let cites = self.cites(&said);
            let members = members.join(", ");
            self.page.line(3, format!("complete: {{ members: [{members}], from: 2015-01-01, cites: [{cites}] }}"));
        }
        for entry in &collection.entries {
            self.record(3, entry);
        }
    }

    fn evidence(&mut self, evidence: usize) {
        self.page.line(0, "evidence:");
        for (number, (kind, ends)) in KINDS.iter().cycle().take(evidence).enumerate() {
            self.page.line(1, format!("e-{number:05}:"));
            self.page.line(2, format!("title: Document {number}"));
            self.page.line(2, format!("kind: {kind}"));
            let current = self.chance.of_hundred(95);
            let dated = match ends {
                Ends::Reviewed(years) if current => self.ago(20, years * 365 - 25),
                Ends::Reviewed(years) => self.ago(years * 365 + 10, years * 365 + 400),
                Ends::Never | Ends::On => self.ago(20, 1095),
            };
            self.page.line(2, format!("dated: {dated}"));
            if *ends == Ends::On {
                let days = if current { self.chance.between(10, 1000) } else { self.chance.between(-200, -5) };
                self.page.line(2, format!("valid_until: {}", moved(self.as_of, days)));
            }
            if *ends == Ends::Never && self.chance.of_hundred(10) {
                self.page.line(2, "review_every: 3 years");
            }
            if self.chance.of_hundred(2) {
                let how = ["draft: true".to_owned(), format!("withdrawn: {}", self.ago(5, 15))];
                if let Some(how) = self.chance.one_of(&how) {
                    self.page.line(2, how);
                }
            }
            self.page.line(2, format!("owner: head of department {}", self.chance.between(1, 30)));
            self.page.line(2, format!("held_at: {{ custodian: records office, reference: G-{number} }}"));
        }
    }

    /// Of what falls short, a tenth is departed from; some of those decisions have run out, and a `must` admits none.
    fn departures(&mut self) {
        let world = self.world;
        let mut gaps = Vec::new();
        for duty in world.duties.iter().filter(|duty| duty.read) {
            for asked in &duty.requirements {
                let Of::Record(record) = asked.of else { continue };
                let flaw = world.records.get(record).map(|record| record.flaw);
                if let Some(Flaw::Wrong(field)) = flaw
                    && asked.question.reads.contains(&field)
                    && self.chance.of_hundred(10)
                {
                    gaps.push((duty.id(), &asked.id));
                }
            }
        }
        if gaps.is_empty() {
            return;
        }
        self.page.line(0, "departures:");
        for (number, (duty, requirement)) in gaps.into_iter().enumerate() {
            let decided_on = self.ago(30, 300);
            let until = self.chance.between(-20, 500);
            let decisions = self.by_kind.get("decision-record");
            let decision = decisions.and_then(|of_kind| self.chance.one_of(of_kind)).map_or("", String::as_str);
            self.page.line(1, format!("d-{number}:"));
            self.page.line(2, format!("duty: {duty}"));
            self.page.line(2, format!("requirements: [{requirement}]"));
            self.page.line(2, "decided_by: [chief-officer, pcc]");
            self.page.line(2, format!("decided_on: {decided_on}"));
            self.page.line(2, "reason: the money goes elsewhere this year");
            self.page.line(2, format!("until: {}", moved(self.as_of, until)));
            self.page.line(2, format!("cites: [{decision}]"));
        }
    }
}
