//! The sheets beside the action plan: the summary, every duty, the evidence, the departures, what was not assessed, the sources.

use crate::model::assessment::{Assessment, DepartureResult, DutyResult, EvidenceResult};
use crate::model::brief::{Brief, Lapse};
use crate::model::words::{Marking, Standing};
use crate::report::block::{Block, Field};
use crate::report::forecast::words::bare_cause;
use crate::report::{front, phrases};

use super::plan::once;
use super::sheet::{Cell, Column, Sheet};

/// The first page in rows: label and what stands beside it.
pub(super) fn summary(brief: &Brief) -> Sheet {
    let it = &brief.assessment;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |topic: &str, what: &str, says: Cell| rows.push(vec![Cell::text(topic), Cell::text(what), says]);
    add("This audit", "Force", Cell::text(&it.force.name));
    add("This audit", "As of", Cell::Date(it.as_of));
    add("This audit", "Facts stated on", Cell::dates(Some(it.stated_on.value)));
    add("This audit", "Marking", Cell::text(it.marking.as_str()));
    if let Some(partial) = it.partial {
        let withheld = phrases::count(partial.withheld, "duty is", "duties are");
        let says = format!("PARTIAL: {withheld} withheld for what they read; this workbook cannot be replayed");
        add("This audit", "Not whole", Cell::text(says));
    }
    for set in &it.rule_sets {
        add("This audit", "Judged by", Cell::text(format!("{} {}, of {}", set.name, set.version, set.owner)));
    }
    for one in it.instruments.iter().filter(|one| one.kind == "spr-edition" && one.applied == Some(true)) {
        add("This audit", "SPR", Cell::text(phrases::instrument(one)));
    }
    for standing in Standing::ALL {
        let number = it.summary.standings.of(*standing);
        if number > 0 || *standing == Standing::Satisfied {
            let says = format!("{} ({})", phrases::standing(*standing), phrases::standing_means(*standing));
            add("Duties by standing", &says, Cell::count(number));
        }
    }
    add("Duties by standing", "with an apparent breach", Cell::count(it.summary.apparent_breaches));
    add("Duties looked at", "all", Cell::count(it.summary.duties));
    add("Duties looked at", "not judged: the text could not be read", Cell::count(it.summary.could_not_be_read));
    add("Duties looked at", "owed by other bodies only, counted nowhere", Cell::count(it.summary.context));
    add("Duties looked at", "in error", Cell::count(it.summary.errors));
    for (topic, block) in
        [("How complete and how fresh", front::coverage(brief)), ("Since the last audit", front::since(&brief.since))]
    {
        for line in lines(&block) {
            add(topic, "", Cell::text(line));
        }
    }
    for lapse in &brief.ahead.lapses {
        add("What lapses next", &lapse.date.to_string(), Cell::text(lapses(lapse)));
    }
    if brief.ahead.lapses.is_empty() {
        let says = format!("Nothing lapses until {} by the passing of time alone.", brief.ahead.until);
        add("What lapses next", "", Cell::text(says));
    }
    add("Note", "", Cell::text(phrases::CLOSING));
    for row in &mut rows {
        if let Some(cell) = row.get_mut(1).filter(|cell| **cell == Cell::text("")) {
            *cell = Cell::text("–");
        }
    }
    Sheet {
        name: "Summary",
        about: format!("{}: duties under the Strategic Policing Requirement, in short.", it.force.name),
        columns: vec![Column::told("Topic", 28), Column::told("What", 50), Column::told("Is", 80)],
        printed: 3,
        rows,
    }
}

fn lapses(lapse: &Lapse) -> String {
    let cause = bare_cause(&lapse.cause, lapse.date);
    format!("{cause}; {}; to act: {}", front::falls(lapse), lapse.cause.owner)
}

/// The texts of a block, a line each.
fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Title(_) => Vec::new(),
        Block::Section(_, body) => body.iter().flat_map(lines).collect(),
        Block::Item(title, body) => std::iter::once(title.clone()).chain(body.iter().flat_map(lines)).collect(),
        Block::Text(text) => vec![text.clone()],
        Block::List(points) => points.clone(),
        Block::Fields(fields) => {
            let line = |field: &Field| format!("{}: {}", field.label, field.values.join("; "));
            fields.iter().map(line).collect()
        }
        Block::Table(table) => table.rows.iter().map(|row| row.join(" · ")).collect(),
    }
}

/// A row for each duty.
pub(super) fn duties(it: &Assessment) -> Sheet {
    let row = |duty: &DutyResult| {
        let stands = if duty.context { "· context".to_owned() } else { phrases::stands(duty) };
        let threats = once(duty.threats.iter().map(|threat| phrases::threat(threat, it)));
        let support = duty.support.map_or("–", |support| support.as_str());
        let breach = if duty.apparent_breach { "yes" } else { "no" };
        vec![
            Cell::text(duty.id.to_string()),
            Cell::text(&duty.title),
            Cell::text(stands),
            Cell::text(phrases::word(duty.verdict.as_str())),
            Cell::text(support),
            Cell::text(&duty.reason),
            Cell::text(breach),
            Cell::text(phrases::word(duty.binding.as_str())),
            Cell::Number(i64::from(duty.weight.value)),
            Cell::text(phrases::owed_by(duty)),
            or_dash(threats),
            Cell::text(&duty.says),
            Cell::text(phrases::law(&duty.source, it)),
            Cell::text(phrases::verified(&duty.source)),
            Cell::text(duty.rule_set.to_string()),
            Cell::text(duty.at.to_string()),
        ]
    };
    Sheet {
        name: "Duties",
        about: "Every duty that was looked at, whatever it came to.".into(),
        columns: [
            ("Duty", 28),
            ("Title", 40),
            ("Standing", 18),
            ("Verdict", 18),
            ("Support", 12),
            ("Why", 50),
            ("Apparent breach", 10),
            ("Binding", 14),
            ("Weight", 8),
            ("Owed by", 24),
            ("Threats", 30),
            ("What the source asks", 50),
            ("Source", 40),
            ("How far that was checked", 30),
            ("Rule set", 16),
            ("Where", 34),
        ]
        .map(|(heading, width)| Column::told(heading, width))
        .to_vec(),
        printed: 11,
        rows: it.duties.iter().map(row).collect(),
    }
}

/// A row for each piece of evidence.
pub(super) fn evidence(it: &Assessment) -> Sheet {
    let row = |evidence: &EvidenceResult| {
        let left = evidence.valid_until.map(|until| it.as_of.days_until(until.last()));
        vec![
            Cell::text(evidence.id.to_string()),
            Cell::text(&evidence.title),
            Cell::text(&evidence.kind_title),
            Cell::text(&evidence.state),
            Cell::dates(evidence.dated),
            evidence.age_days.map_or_else(|| Cell::text("–"), Cell::Number),
            Cell::dates(evidence.valid_until),
            left.map_or_else(|| Cell::text("–"), Cell::Number),
            or_dash(evidence.review_every.map_or_else(String::new, |every| every.to_string())),
            Cell::text(&evidence.owner),
            or_dash(evidence.held_at.clone().unwrap_or_default()),
            Cell::text(marking(evidence.marking, it)),
            or_dash(once(evidence.supports.iter().map(ToString::to_string))),
            or_dash(once(evidence.cited_by.iter().cloned())),
            Cell::text(evidence.at.to_string()),
        ]
    };
    Sheet {
        name: "Evidence",
        about: format!("Every piece of evidence as it was on {}, with when it expires.", it.as_of),
        columns: [
            ("Evidence", 26),
            ("Title", 44),
            ("Kind", 22),
            ("State", 34),
            ("Dated", 12),
            ("Age in days, at most", 10),
            ("Valid until", 12),
            ("Days left", 10),
            ("To be renewed every", 14),
            ("Owner", 28),
            ("Held at", 34),
            ("Marking", 18),
            ("Supports", 40),
            ("Cited by", 40),
            ("Where", 22),
        ]
        .map(|(heading, width)| Column::told(heading, width))
        .to_vec(),
        printed: 12,
        rows: it.evidence.iter().map(row).collect(),
    }
}

/// The marking of something that may have one of its own.
fn marking(own: Option<Marking>, it: &Assessment) -> &'static str {
    own.unwrap_or(it.marking).as_str()
}

/// A row for each departure.
pub(super) fn departures(it: &Assessment) -> Sheet {
    let row = |departure: &DepartureResult| {
        let effect = if departure.in_effect { "→ in effect" } else { "✗ not in effect" };
        vec![
            Cell::text(departure.id.to_string()),
            Cell::text(phrases::departure(departure)),
            Cell::text(effect),
            Cell::text(&departure.state),
            Cell::count(departure.sets_aside),
            or_dash(departure.reason.clone().unwrap_or_default()),
            or_dash(phrases::holders(&departure.decided_by)),
            Cell::dates(departure.decided_on),
            Cell::dates(departure.until),
            or_dash(once(departure.cites.iter().cloned())),
            Cell::text(departure.at.to_string()),
        ]
    };
    Sheet {
        name: "Departures",
        about: "Every recorded decision not to follow something: it explains a gap and does not close it.".into(),
        columns: [
            ("Departure", 24),
            ("From", 44),
            ("Effect", 16),
            ("State", 40),
            ("Sets aside", 10),
            ("Reason", 50),
            ("Decided by", 26),
            ("Decided on", 12),
            ("Until", 12),
            ("Cites", 30),
            ("Where", 22),
        ]
        .map(|(heading, width)| Column::told(heading, width))
        .to_vec(),
        printed: 11,
        rows: it.departures.iter().map(row).collect(),
    }
}

/// A row for everything that was not assessed.
pub(super) fn not_assessed(it: &Assessment) -> Sheet {
    let row = |one: &crate::model::assessment::NotAssessed| {
        let place = one.at.as_ref().map_or_else(String::new, ToString::to_string);
        vec![Cell::text(phrases::word(one.what)), Cell::text(&one.id), Cell::text(&one.reason), or_dash(place)]
    };
    Sheet {
        name: "Not assessed",
        about: "Everything that could not be judged, and why. None of it counts as met.".into(),
        columns: [("What", 12), ("Name", 50), ("Why", 80), ("Where", 34)]
            .map(|(heading, width)| Column::told(heading, width))
            .to_vec(),
        printed: 4,
        rows: it.not_assessed.iter().map(row).collect(),
    }
}

/// A row for each instrument and each file that was read.
pub(super) fn sources(it: &Assessment) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for one in &it.instruments {
        let applied = match one.applied {
            Some(true) => "in force",
            Some(false) => "not in force",
            None => "cannot be told",
        };
        rows.push(vec![
            Cell::text("instrument"),
            Cell::text(&one.title),
            or_dash(phrases::in_force(one.in_force)),
            Cell::text(applied),
            Cell::text(phrases::verified(&one.source)),
            or_dash(one.source.url.clone().unwrap_or_default()),
        ]);
    }
    for set in &it.rule_sets {
        let name = format!("{} {}, of {}", set.name, set.version, set.owner);
        let cells = ["rule set", name.as_str(), "–", "–", "–"].map(Cell::text);
        rows.push(cells.into_iter().chain([or_dash(set.digest.clone())]).collect());
    }
    for file in it.inputs.iter().filter(|file| file.root == "profile") {
        let cells = ["file of the profile", file.path.as_str(), "–", "–", "–"].map(Cell::text);
        rows.push(cells.into_iter().chain([or_dash(file.digest.clone())]).collect());
    }
    Sheet {
        name: "Sources",
        about: "The law by which it was judged, how far each text was checked, and what was read.".into(),
        columns: [
            ("What", 18),
            ("Name", 60),
            ("In force", 30),
            ("On the as-of date", 16),
            ("How far it was checked", 44),
            ("Address or digest", 60),
        ]
        .map(|(heading, width)| Column::told(heading, width))
        .to_vec(),
        printed: 6,
        rows,
    }
}

/// A cell is not left blank: a screen reader would say nothing.
fn or_dash(text: String) -> Cell {
    if text.trim().is_empty() { Cell::text("–") } else { Cell::text(text) }
}
