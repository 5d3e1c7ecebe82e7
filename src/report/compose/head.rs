//! The first screen: whose assessment it is, the answer in words, assurance.

use std::collections::BTreeSet;

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, InstrumentInfo, PairResult, RuleSetAssurance};
use crate::model::words::{Outcome, Standing, Support};

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, codes, count};
use super::super::view::{DutyStory, View};

/// How many duties of a kind are named in short.
const MOST_NAMED: usize = 6;
/// How many instruments beside the SPR are named at the head.
const MOST_INSTRUMENTS: usize = 4;

/// The force, the dates, the marking, the rule sets, the law that applied.
pub(in crate::report) fn head(view: View<'_>) -> Vec<Block> {
    let it = view.assessment;
    let inferred = it.stated_on.inferred.as_ref().map_or_else(String::new, |why| format!(" (inferred: {why})"));
    let rule_sets = it.rule_sets.iter().map(|set| {
        let at_fault = match set.problems.len() {
            0 => String::new(),
            mistakes => format!("; has {}, its duties are in error", count(mistakes, "mistake", "mistakes")),
        };
        let bases: Vec<String> = set.extends.iter().map(ToString::to_string).collect();
        let extends =
            if bases.is_empty() { String::new() } else { format!("; extends {}", phrases::list(&bases, "and")) };
        format!("{} {}, of {} ({}){extends}{at_fault}", set.name, set.version, set.owner, phrases::digest(&set.digest))
    });
    let editions = |edition: bool, applied: Option<bool>| {
        let fits = |one: &&InstrumentInfo| {
            (one.kind == "spr-edition") == edition && one.applied == applied && (edition || is_named(one, it))
        };
        it.instruments.iter().filter(fits).map(phrases::instrument).collect::<Vec<_>>()
    };
    let mut also = editions(false, Some(true));
    if also.len() > MOST_INSTRUMENTS {
        also = vec![format!("{} other instruments, told with their dates under Assurance", also.len())];
    }
    let fields = Fields::new()
        .with("As of", it.as_of.to_string())
        .with("Stated on", format!("{}{inferred}", it.stated_on.value))
        .with("Marking", it.marking.to_string())
        .with("Holders", phrases::holders(&it.force.holders))
        .with_all("Rule sets", rule_sets)
        .with_all("SPR", spr(editions(true, Some(true)), &editions(true, None)))
        .with_all("Also applied", also)
        .with_all("Unclear", editions(false, None));
    let title = Block::Title(format!("{}: duties under the Strategic Policing Requirement", it.force.name));
    [title].into_iter().chain(phrases::partial(it).map(Block::Text)).chain([fields.block()]).collect()
}

/// Whether something here is judged by an instrument: whatever else a rule set catalogues, a reader need not know.
fn is_named(instrument: &InstrumentInfo, assessment: &Assessment) -> bool {
    assessment.duties.iter().any(|duty| duty.source.instrument.as_ref() == Some(&instrument.id))
}

fn spr(applied: Vec<String>, unclear: &[String]) -> Vec<String> {
    match (applied.is_empty(), unclear.is_empty()) {
        (false, _) => applied,
        (true, true) => vec!["no edition was in force on that date".to_owned()],
        (true, false) => {
            vec![format!("which edition was in force cannot be told from partial dates: {}", unclear.join("; or "))]
        }
    }
}

/// The answer in words, with the worst gap.
pub(super) fn summary(view: View<'_>) -> Block {
    let mut body = lead(view);
    body.push(standings(view.assessment));
    body.push(named(view));
    body.push(Block::Text(looked_at(view.assessment)));
    Block::Section("In short".into(), body)
}

/// How many duties that apply are satisfied, where the others stand, and that a filter is on.
pub(in crate::report) fn lead(view: View<'_>) -> Vec<Block> {
    let summary = &view.assessment.summary;
    // Of what is withheld it is not told whether it applies.
    let applies =
        |standing: &&Standing| !matches!(standing, Standing::NotApplicable | Standing::NotYetDue | Standing::Withheld);
    let apply: usize = Standing::ALL.iter().filter(applies).map(|standing| summary.standings.of(*standing)).sum();
    let satisfied = summary.standings.satisfied;
    let lead = format!(
        "{satisfied} of {} {} satisfied: met, and shown by evidence.",
        count(apply, "duty that applies", "duties that apply"),
        if satisfied == 1 { "is" } else { "are" }
    );
    let lead = Block::Text(format!("{lead}{}", others(view.assessment)));
    [lead].into_iter().chain(filter(view)).collect()
}

/// The rest of the counts, in words.
fn others(assessment: &Assessment) -> String {
    let standings = assessment.summary.standings;
    let told = [Standing::Departed, Standing::Gap, Standing::Unproven, Standing::Unassessed, Standing::Withheld];
    let told = told.into_iter().filter(|standing| standings.of(*standing) > 0).map(|standing| {
        let number = standings.of(standing);
        match standing {
            Standing::Gap => count(number, "is a gap", "are gaps"),
            _ => format!("{} {}", count(number, "is", "are"), phrases::word(standing.as_str())),
        }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!(" {}.", phrases::list(&told, "and")) }
}

/// That a filter is on, and what it hides.
fn filter(view: View<'_>) -> Option<Block> {
    let (shown, all) = (view.duties().len(), view.assessment.duties.len());
    view.filter.is_on().then(|| {
        let hidden = count(all.saturating_sub(shown), "duty is", "duties are");
        Block::Text(format!(
            "A filter is on ({}): {hidden} not shown below, nor evidence and departures of those alone. All counts and all \
             assurance are of every duty.",
            view.filter
        ))
    })
}

fn standings(assessment: &Assessment) -> Block {
    let rows = standings_meant(assessment).into_iter().map(|(standing, means)| {
        let number = assessment.summary.standings.of(standing);
        let own = own_checks(assessment).filter(|duty| duty.standing == standing && !duty.context).count();
        let own = if own > 0 { format!(" ({})", count(own, "own check", "own checks")) } else { String::new() };
        vec![phrases::standing(standing), format!("{number}{own}"), means]
    });
    Block::Table(Table { columns: vec!["Standing", "Duties", "Which means"], rows: rows.collect() })
}

/// The standings that some duty has, each with what it means here.
pub(in crate::report) fn standings_meant(assessment: &Assessment) -> Vec<(Standing, String)> {
    let rows = Standing::ALL.iter().filter_map(|standing| {
        let number = assessment.summary.standings.of(*standing);
        let breaches = assessment.summary.apparent_breaches;
        let breaches = match standing {
            Standing::Gap if breaches > 0 => format!("; {} an apparent breach", count(breaches, "has", "have")),
            _ => String::new(),
        };
        let past = if *standing == Standing::Gap { gaps_past_their_time(assessment) } else { 0 };
        let past = if past > 0 {
            format!("; {} on what was stated too long ago to rely on", count(past, "rests", "rest"))
        } else {
            String::new()
        };
        let means = format!("{}{breaches}{past}", phrases::standing_means(*standing));
        (number > 0).then_some((*standing, means))
    });
    rows.collect()
}

/// How many gaps there would not be but for facts that are past their time.
fn gaps_past_their_time(assessment: &Assessment) -> usize {
    let is_past =
        |pair: &PairResult| pair.facts.iter().filter_map(|fact| fact.holds_until).any(|last| last < assessment.as_of);
    let rests_on_it = |duty: &&DutyResult| {
        let mut failing = duty
            .requirements
            .iter()
            .filter(|pair| pair.outcome == Outcome::NotMet && pair.set_aside_by.is_none() && !pair.history)
            .peekable();
        failing.peek().is_some() && failing.all(is_past)
    };
    assessment.duties.iter().filter(|duty| duty.standing == Standing::Gap && !duty.context).filter(rests_on_it).count()
}

/// What was looked at, in a sentence.
pub(in crate::report) fn looked_at(assessment: &Assessment) -> String {
    let summary = &assessment.summary;
    let mut text = format!("Looked at: {}", count(summary.duties, "duty", "duties"));
    if summary.could_not_be_read > 0 {
        text.push_str(&format!(
            ", {} of them not judged because the text could not be read",
            summary.could_not_be_read
        ));
    }
    if summary.context > 0 {
        text.push_str(&format!(", {} owed by other bodies only and counted nowhere", summary.context));
    }
    let own = own_checks(assessment).count();
    if own > 0 {
        text.push_str(&format!(", {own} that are own checks of a rule set and no law"));
    }
    if summary.errors > 0 {
        text.push_str(&format!(", {} in error", summary.errors));
    }
    let unread = match summary.facts_unread {
        0 => String::new(),
        unread => format!(", {unread} of which no rule read"),
    };
    text.push_str(&format!(
        "; {}, {} of which current and able to support; {}{unread}.",
        count(summary.evidence, "piece of evidence", "pieces of evidence"),
        summary.evidence_usable,
        count(summary.facts_stated, "fact", "facts"),
    ));
    text
}

/// The duties that no law and no published standard asks for.
pub(in crate::report) fn own_checks(assessment: &Assessment) -> impl Iterator<Item = &DutyResult> {
    let own: BTreeSet<_> = assessment
        .instruments
        .iter()
        .filter(|one| one.kind == "own-checks")
        .map(|one| (&one.rule_set, &one.id))
        .collect();
    assessment.duties.iter().filter(move |duty| {
        duty.source.instrument.as_ref().is_some_and(|instrument| own.contains(&(&duty.rule_set, instrument)))
    })
}

/// Which duties stand where, by id: what a reader asks next. What is so of a part of a duty only is named apart.
fn named(view: View<'_>) -> Block {
    let first = |duties: Vec<&DutyResult>| {
        // One more takes no more room than to say so.
        let most = if view.verbose || duties.len() <= MOST_NAMED + 1 { duties.len() } else { MOST_NAMED };
        let named = codes(duties.iter().take(most).map(|duty| &duty.id));
        match duties.len() - most {
            0 => named,
            rest => format!("{named}, and {rest} more"),
        }
    };
    let ids = |stories: &[DutyStory<'_>], picks: &dyn Fn(&DutyResult) -> bool| {
        first(stories.iter().map(|story| story.duty).filter(|duty| picks(duty)).collect())
    };
    let (unproven, unassessed) = (view.unproven(), view.unassessed());
    let said = [Standing::Unproven, Standing::NotApplicable];
    let in_part =
        |support: Support| move |duty: &DutyResult| !said.contains(&duty.standing) && duty.support == Some(support);
    Fields::new()
        .with("Unproven", ids(&unproven, &|duty| duty.standing == Standing::Unproven))
        .with("Said not to apply", ids(&unproven, &|duty| duty.standing == Standing::NotApplicable))
        .with("Suspect in part", ids(&unproven, &in_part(Support::Suspect)))
        .with("Stale in part", ids(&unproven, &in_part(Support::Stale)))
        .with("Asserted in part", ids(&unproven, &in_part(Support::Asserted)))
        .with("Unassessed", ids(&unassessed, &|duty| duty.standing == Standing::Unassessed))
        .with("Unassessed in part", ids(&unassessed, &|duty| duty.standing != Standing::Unassessed))
        .with("Not judged", first(view.not_judged().concat()))
        .block()
}

/// Assurance of each rule set: by duty-holder, by threat, by instrument.
pub(super) fn assurance(view: View<'_>) -> Vec<Block> {
    let sets = &view.assessment.assurance;
    let heading = |set: &RuleSetAssurance| {
        if sets.len() > 1 { format!("Assurance by {}", set.rule_set) } else { "Assurance".to_owned() }
    };
    sets.iter()
        .map(|set| {
            let tables = [
                table("Duty-holder", by_title(&set.by_holder)),
                table("Threat", by_title(&set.by_threat)),
                table("Instrument", in_force(set, view.assessment)),
            ];
            let not_in_force = not_in_force(set, view.assessment).map(Block::Text);
            Block::Section(heading(set), tables.into_iter().flatten().chain(not_in_force).collect())
        })
        .collect()
}

fn by_title(rows: &[AssuranceRow]) -> Vec<(String, &AssuranceRow)> {
    rows.iter().map(|row| (row.title.clone(), row)).collect()
}

/// The instruments of a rule set that were in force, or may have been, with their dates.
fn in_force<'a>(set: &'a RuleSetAssurance, assessment: &Assessment) -> Vec<(String, &'a AssuranceRow)> {
    let title = |row: &AssuranceRow| match instrument_of(row, set, assessment) {
        Some(instrument) if instrument.applied == Some(false) => None,
        Some(instrument) => Some(phrases::instrument(instrument)),
        None => Some(row.title.clone()),
    };
    set.by_instrument.iter().filter_map(|row| Some((title(row)?, row))).collect()
}

/// The instruments of a rule set that were not in force; nothing if all were.
pub(in crate::report) fn not_in_force(set: &RuleSetAssurance, assessment: &Assessment) -> Option<String> {
    let titles = set.by_instrument.iter().filter_map(|row| {
        let instrument = instrument_of(row, set, assessment).filter(|instrument| instrument.applied == Some(false))?;
        Some(format!("{} ({})", instrument.title, phrases::in_force(instrument.in_force)))
    });
    let titles: Vec<String> = titles.collect();
    let many = count(titles.len(), "instrument was", "instruments were");
    (!titles.is_empty()).then(|| format!("{many} not in force: {}.", titles.join("; ")))
}

pub(in crate::report) fn instrument_of<'a>(
    row: &AssuranceRow,
    set: &RuleSetAssurance,
    assessment: &'a Assessment,
) -> Option<&'a InstrumentInfo> {
    let catalogued = assessment.instruments.iter().filter(|one| one.id.as_str() == row.id);
    catalogued.min_by_key(|one| one.rule_set != set.rule_set)
}

/// How many duties of a row stand where, and how many could not be read: what its reason need not tell.
fn counts(row: &AssuranceRow) -> String {
    let told = Standing::ALL.iter().filter_map(|standing| match row.standings.of(*standing) {
        0 => None,
        1 => Some(format!("1 {}", phrases::word(standing.as_str()))),
        number if *standing == Standing::Gap => Some(format!("{number} gaps")),
        number => Some(format!("{number} {}", phrases::word(standing.as_str()))),
    });
    let told = told.collect::<Vec<_>>().join(", ");
    let unread = match row.could_not_be_read {
        0 => String::new(),
        number => format!("{number} could not be read"),
    };
    match (told.is_empty(), unread.is_empty()) {
        (true, true) => String::new(),
        (false, false) => format!(" ({told}; {unread})"),
        _ => format!(" ({told}{unread})"),
    }
}

fn table(of: &'static str, rows: Vec<(String, &AssuranceRow)>) -> Option<Block> {
    let cells = |(title, row): &(String, &AssuranceRow)| {
        vec![title.clone(), phrases::assurance(row.assurance), format!("{}{}", row.reason, counts(row))]
    };
    let table = Table { columns: vec![of, "Assurance", "Why"], rows: rows.iter().map(cells).collect() };
    (!rows.is_empty()).then_some(Block::Table(table))
}
