//! The short text for an annual report on how regard was had to the SPR: by threat, each sentence with its evidence.
//!
//! INVARIANT: what is not satisfied is never claimed. A duty is named under "Shown by evidence" only if it stands at `satisfied`, for the
//! threat that is told if it is judged for each.

mod text;

use crate::model::assessment::{AssuranceRow, DutyResult};
use crate::model::ids::SubjectId;
use crate::model::words::{Assurance, Standing};

use super::paper::part::{Line, Paper, Part, Run};
use super::paper::references::References;
use super::paper::themes::{capital, threats};
use super::paper::{is_on_the_spr, wording};
use super::phrases::{self, count};
use super::view::{View, is_not_judged};

pub(super) use text::render;

/// What a satisfied duty is told under.
const SHOWN: &str = "Shown by evidence: ";

/// The whole statement.
pub(super) fn compose(view: View<'_>) -> Paper {
    let it = view.assessment;
    let references = References::of(it);
    let title = format!("{}: statement on the Strategic Policing Requirement", it.force.name);
    let mut parts = vec![Part::Title(title.clone())];
    if let Some(partial) = it.partial {
        let duties = count(partial.withheld, "duty rests", "duties rest");
        parts.push(Part::Plain(Line::of(format!(
            "PARTIAL: {duties} on something of a higher marking and what came of it is withheld. This statement cannot be replayed."
        ))));
    }
    parts.extend(regard(view).into_iter().map(Part::Plain));
    let duties: Vec<&DutyResult> = view.duties().into_iter().filter(|duty| is_on_the_spr(duty, view)).collect();
    let general = Told::of(
        duties.iter().filter(|duty| duty.standing_by_threat.is_empty()).map(|duty| (*duty, None)),
        &references,
    );
    parts.push(Part::Heading(2, "Regard to the SPR in planning and in holding to account".into()));
    parts.extend(or_none(general.lines()).into_iter().map(Part::Plain));
    parts.extend(by_threat(&duties, view, &references));
    parts.push(Part::Heading(2, "Departures".into()));
    parts.extend(departures(view, &references).into_iter().map(Part::Plain));
    parts.push(Part::Plain(Line::gap("what the policing body concludes from this, and what it will do")));
    parts.push(Part::Plain(Line::gap("who approves this statement, and when")));
    parts.push(Part::Plain(Line::of(phrases::CLOSING)));
    let cited = renumber(&mut parts);
    if !cited.is_empty() {
        parts.push(Part::Heading(2, "References".into()));
        parts.extend(references.lines(&cited).into_iter().zip(1..).map(|(line, number)| Part::Reference(number, line)));
    }
    Paper {
        subject: format!("Regard to the Strategic Policing Requirement as of {}", wording::day(it.as_of)),
        force: it.force.name.clone(),
        marking: it.marking.to_string(),
        as_of: it.as_of.to_string(),
        title,
        parts,
    }
}

/// Which edition it is about, whose statement it is, the answer in words.
fn regard(view: View<'_>) -> Vec<Line> {
    let it = view.assessment;
    let date = wording::day(it.as_of);
    let editions: Vec<String> = wording::editions(it).into_iter().map(|one| one.title.clone()).collect();
    let edition = match editions.as_slice() {
        [] => {
            format!("On {date} no edition of the Strategic Policing Requirement (SPR) is known to have been in force.")
        }
        editions => format!("The edition in force on {date} was the {}.", phrases::list(editions, "and the")),
    };
    let later = wording::latest_edition(it).filter(|one| one.applied == Some(false));
    let later = later.map_or_else(String::new, |one| {
        format!(" The {} did not apply on that date, and this statement is not about it.", one.title)
    });
    let bodies: Vec<_> = it.force.holders.iter().filter(|holder| holder.as_str() != "chief-officer").cloned().collect();
    let body = if bodies.is_empty() { "policing body".to_owned() } else { phrases::holders(&bodies).to_lowercase() };
    let unread = match it.summary.could_not_be_read {
        0 => String::new(),
        number => format!(
            " {} could not be read and {} not judged.",
            count(number, "duty", "duties"),
            if number == 1 { "is" } else { "are" }
        ),
    };
    vec![
        Line::of(format!("{edition}{later}")),
        Line::of(format!(
            "As of {date}, of the duties of the {body} and the chief officer of {} under the SPR and the law beside it, {}.{unread}",
            it.force.name,
            wording::counts(it.summary.standings)
        )),
    ]
}

/// What is told of each threat; what is so of all of them is told once.
fn by_threat(duties: &[&DutyResult], view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let rows = threats(view.assessment);
    let each: Vec<(&AssuranceRow, Told)> = rows
        .iter()
        .map(|row| {
            let id = SubjectId::from(row.id.as_str());
            let judged = duties.iter().filter(|duty| duty.standing_by_threat.contains_key(&id));
            (*row, Told::of(judged.map(|duty| (*duty, Some(&id))), references))
        })
        .collect();
    let of_all = |one: &Named| each.len() > 1 && each.iter().all(|(_, told)| told.named.contains(one));
    let mut parts = Vec::new();
    if let Some((_, first)) = each.first() {
        let common = first.only(of_all);
        if !common.named.is_empty() {
            parts.push(Part::Heading(2, "Every national threat".into()));
            parts.extend(common.lines().into_iter().map(Part::Plain));
        }
    }
    for (row, told) in &each {
        parts.push(Part::Heading(2, capital(&row.title)));
        let all = match row.assurance {
            Assurance::Withheld => "What concerns this threat is withheld in part.".to_owned(),
            _ => format!("Of all duties about this threat, {}.", wording::counts_again(row.standings)),
        };
        let own = told.only(|one| !of_all(one)).lines();
        parts.push(Part::Plain(Line::joined([Line::of(all)].into_iter().chain(own), " ")));
    }
    parts
}

/// Duties, each with where it stands and what it rests on.
struct Told {
    named: Vec<Named>,
    /// How many are not judged, as their text is not to be had.
    unread: usize,
}

/// A duty as a sentence names it.
#[derive(Clone, PartialEq, Eq)]
struct Named {
    standing: Standing,
    /// How it fails, if it is a gap.
    fails: &'static str,
    line: Line,
}

impl Told {
    /// Duties, each as a whole or for one threat alone.
    fn of<'d>(
        duties: impl Iterator<Item = (&'d DutyResult, Option<&'d SubjectId>)>,
        references: &References<'_>,
    ) -> Self {
        let mut told = Self { named: Vec::new(), unread: 0 };
        for (duty, threat) in duties {
            if is_not_judged(duty) {
                told.unread += 1;
                continue;
            }
            let apart = threat.and_then(|threat| duty.standing_by_threat.get(threat));
            let standing = apart.copied().unwrap_or(duty.standing);
            let pairs = || duty.requirements.iter().filter(|pair| threat.is_none() || pair.subject.as_ref() == threat);
            let cited = match standing {
                Standing::Satisfied => references.shown_with_age(pairs()),
                Standing::Unproven | Standing::Gap => references.with_age(pairs()),
                _ => Line::default(),
            };
            let space = if cited.0.is_empty() { "" } else { " " };
            let fails = wording::failure(duty.binding, pairs());
            told.named.push(Named {
                standing,
                fails,
                line: Line::of(format!("{}{space}", quoted(&duty.title))).then(cited),
            });
        }
        told
    }

    fn only(&self, picks: impl Fn(&Named) -> bool) -> Self {
        Self { named: self.named.iter().filter(|one| picks(one)).cloned().collect(), unread: 0 }
    }

    /// A sentence for each standing that some of them have.
    fn lines(&self) -> Vec<Line> {
        let kinds = [
            (Standing::Satisfied, SHOWN),
            (Standing::Unproven, "Said, and not shown: "),
            (Standing::Gap, ""),
            (Standing::Departed, "Departed from, with reasons below: "),
            (Standing::Unassessed, "Not assessed, for want of facts: "),
            (Standing::NotYetDue, "Not yet due: "),
            (Standing::Withheld, "Withheld, whatever came of it: "),
        ];
        let mut lines = Vec::new();
        for (standing, lead) in kinds {
            let of = || self.named.iter().filter(move |one| one.standing == standing);
            if standing == Standing::Gap {
                let fails =
                    |failure: &&str| sentence(&format!("{failure}: "), of().filter(|one| one.fails == *failure));
                lines.extend(wording::FAILURES.iter().filter_map(fails));
            } else {
                lines.extend(sentence(lead, of()));
            }
        }
        if self.unread > 0 {
            let duties = count(self.unread, "duty", "duties");
            lines.push(Line::of(format!("Not judged, because the text is not to be had: {duties}.")));
        }
        lines
    }
}

/// A sentence that names duties after what is so of them; nothing of none.
fn sentence<'n>(lead: &str, named: impl Iterator<Item = &'n Named>) -> Option<Line> {
    let named: Vec<Line> = named.map(|one| one.line.clone()).collect();
    (!named.is_empty()).then(|| Line::of(lead).then(Line::joined(named, "; ")).text("."))
}

/// The title of a duty as it stands within a sentence.
fn quoted(title: &str) -> String {
    format!("“{title}”")
}

fn or_none(lines: Vec<Line>) -> Vec<Line> {
    if lines.is_empty() { vec![Line::of("No duty about the SPR itself was judged.")] } else { lines }
}

fn departures(view: View<'_>, references: &References<'_>) -> Vec<Line> {
    let lines: Vec<Line> = view
        .departures()
        .into_iter()
        .filter(|departure| departure.in_effect)
        .map(|departure| {
            let duty = view.assessment.duties.iter().find(|duty| duty.id == departure.duty);
            let title = duty.map_or_else(|| departure.duty.to_string(), |duty| duty.title.clone());
            let reason = departure.reason.clone().unwrap_or_else(|| "no reason is recorded".to_owned());
            let who = phrases::holders(&departure.decided_by);
            let on = departure.decided_on.map_or_else(String::new, |date| format!(", {}", wording::date(date)));
            let until = departure.until.map_or_else(String::new, |date| format!("; until {}", wording::date(date)));
            let cited = references.cited(&departure.cites);
            let space = if cited.0.is_empty() { "" } else { " " };
            Line::of(format!("Departed in part or whole from {}: {reason} ({who}{on}{until}){space}", quoted(&title)))
                .then(cited)
                .text(".")
        })
        .collect();
    match (lines.is_empty(), view.assessment.partial) {
        (false, _) => lines,
        (true, None) => vec![Line::of("No departure is in effect.")],
        (true, Some(_)) => vec![Line::of("No departure that is in effect is told in this statement.")],
    }
}

/// Numbers the evidence in the order in which the text first refers to it; the numbers that it had before, in that order.
fn renumber(parts: &mut [Part]) -> Vec<usize> {
    let mut cited: Vec<usize> = Vec::new();
    for part in parts {
        let Part::Plain(line) = part else { continue };
        for run in &mut line.0 {
            let Run::Reference(number) = run else { continue };
            let at = cited.iter().position(|other| other == number).unwrap_or_else(|| {
                cited.push(*number);
                cited.len() - 1
            });
            *number = at + 1;
        }
    }
    cited
}
