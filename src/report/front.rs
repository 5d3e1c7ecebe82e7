//! The first page of everything that a person reads: the gaps that weigh most, how complete and how fresh it all is, what moved since the
//! last audit, what lapses next. The answer in words stands above it.

use crate::model::assessment::{Coverage, DutyResult};
use crate::model::brief::{Ahead, Brief, DAYS_AHEAD, Falls, Lapse, Moved, Moves, Since, Way};
use crate::model::words::Standing;

use super::block::{Block, Fields, Table};
use super::compose::pair;
use super::forecast::words::bare_cause;
use super::phrases::{self, code, count};
use super::view::{View, group, is_gap};

/// How many duties that moved the first page names.
const MOST_MOVED: usize = 8;
/// How many lapses it names.
const MOST_LAPSES: usize = 8;

/// All of it, in its order.
pub(in crate::report) fn page(brief: &Brief, view: View<'_>) -> Vec<Block> {
    vec![gaps(brief, view), coverage(brief), since(&brief.since), ahead(&brief.ahead)]
}

/// The gaps that weigh most.
pub(in crate::report) fn gaps(brief: &Brief, view: View<'_>) -> Block {
    let found = brief.assessment.summary.standings.of(Standing::Gap);
    let items: Vec<Block> = brief.heaviest.iter().filter_map(|id| brief.duty(id)).map(|duty| gap(duty, view)).collect();
    let body = match (found, items.is_empty()) {
        (0, _) => vec![Block::Text(phrases::no_gap(&brief.assessment).into())],
        (_, true) => vec![Block::Text("Every gap only follows from others that are not of this force.".into())],
        (_, false) => {
            let others = found.saturating_sub(items.len());
            let others = (others > 0)
                .then(|| Block::Text(format!("{} below.", count(others, "other gap is told", "other gaps are told"))));
            items.into_iter().chain(others).collect()
        }
    };
    Block::Section("The gaps that weigh most".into(), body)
}

fn gap(duty: &DutyResult, view: View<'_>) -> Block {
    let groups = group(duty.requirements.iter().filter(|pair| !pair.history && is_gap(pair)));
    let title = format!("{} ({}){}", duty.title, code(&duty.id), phrases::unverified(duty));
    let binding = phrases::word(duty.binding.as_str());
    let breach = if duty.apparent_breach { "; an apparent breach" } else { "" };
    let weighs = format!("{} of 5, {binding}{breach}", duty.weight.value);
    let Some(first) = groups.first() else {
        let fields = Fields::new().with("Why", duty.reason.clone()).with("Weighs", weighs);
        return Block::Item(title, vec![fields.with("Who", phrases::owed_by(duty)).block()]);
    };
    let more = match groups.len() - 1 {
        0 => String::new(),
        others => format!("; {} of it not met, below", count(others, "other part", "other parts")),
    };
    let fields = Fields::new()
        .with("What", format!("{}{more}", pair::heading(first, duty)))
        .with("For", pair::subjects(first))
        .with("Why", first.says(&first.first.reason))
        .with_all("Evidence", pair::grounds(std::slice::from_ref(first), view))
        .with_all("Bar", pair::bars(first, duty))
        .with("Weighs", weighs)
        .with("Who", phrases::owed_by(duty))
        .with("To do", phrases::remedy(&first.says(&first.first.remedy)))
        .with("By", phrases::due(first.first));
    Block::Item(title, vec![fields.block()])
}

/// How complete and how fresh the evidence is.
pub(in crate::report) fn coverage(brief: &Brief) -> Block {
    let it = brief.assessment.summary.coverage;
    Block::Section("How complete and how fresh".into(), vec![Block::List(vec![told(it), facts(it), evidence(it)])])
}

fn told(it: Coverage) -> String {
    format!(
        "Of {} (each subject counted), {} could be told, and {} met and shown by evidence.",
        count(it.pairs, "requirement that arises", "requirements that arise"),
        it.pairs_told,
        count(it.pairs_evidenced, "is", "are")
    )
}

fn facts(it: Coverage) -> String {
    let mut text = format!(
        "{} read and {} sought in vain.",
        count(it.facts_read, "fact was", "facts were"),
        count(it.facts_missing, "was", "were")
    );
    if it.facts_read > 0 {
        let are = |number: usize| count(number, "is", "are");
        text.push_str(&format!(
            " Of those read, {} supported by no evidence that counts, and {} past the time for which such a fact may be relied on.",
            are(it.facts_unsupported),
            are(it.facts_past)
        ));
    }
    text
}

fn evidence(it: Coverage) -> String {
    if it.evidence == 0 {
        return "There is no evidence beside the body's own account of itself, which never supports what it says."
            .into();
    }
    let oldest = it.evidence_oldest_days.map_or_else(String::new, |days| {
        format!("; the oldest of those is at most {} old", count(usize::try_from(days).unwrap_or(0), "day", "days"))
    });
    format!(
        "{} of {} that could support {} current{oldest}.",
        it.evidence_current,
        count(it.evidence, "piece of evidence", "pieces of evidence"),
        if it.evidence_current == 1 { "is" } else { "are" }
    )
}

/// What moved since the last recorded audit.
pub(in crate::report) fn since(since: &Since) -> Block {
    let (title, body) = match since {
        Since::NoHistory => (
            "Since the last audit".to_owned(),
            vec![Block::Text("No earlier audit is on record; `sprcheck record` keeps this one for the next.".into())],
        ),
        Since::NoEarlier => {
            ("Since the last audit".to_owned(), vec![Block::Text("No audit of an earlier date is on record.".into())])
        }
        Since::Last(moves) => (format!("Since the last audit, as of {}", moves.last.as_of), moved(moves)),
        Since::OneOf(moves, apart) => {
            let named = |digest: &String| phrases::digest(digest);
            let others: Vec<String> = apart.iter().map(named).collect();
            let told = format!(
                "Compared with the record {}. Recorded apart as of the same date, and not compared: {}.",
                named(&moves.last.digest),
                others.join(", ")
            );
            let mut body = vec![Block::Text(told)];
            body.extend(moved(moves));
            (format!("Since the last audit, as of {}", moves.last.as_of), body)
        }
        Since::Withheld => (
            "Since the last audit".to_owned(),
            vec![Block::Text("What moved is withheld: it would tell what is marked higher than this report.".into())],
        ),
    };
    Block::Section(title, body)
}

fn moved(moves: &Moves) -> Vec<Block> {
    let mut blocks = vec![Block::Text(told_moves(moves))];
    if !moves.moved.is_empty() {
        blocks.push(moves_table(moves.moved.iter().take(MOST_MOVED)));
        blocks.extend(and_more(moves.moved.len(), MOST_MOVED, "sprcheck diff"));
    }
    blocks
}

/// How many duties moved which way, in a sentence or two.
pub(in crate::report) fn told_moves(moves: &Moves) -> String {
    let ways = [
        (Way::Worse, "fell", "fell"),
        (Way::Revealed, "could not be told and now shows as a gap", "could not be told and now show as gaps"),
        (Way::Better, "rose", "rose"),
        (Way::Other, "came, went or ceased to arise", "came, went or ceased to arise"),
    ];
    let told = ways.iter().filter_map(|(way, one, many)| {
        let number = moves.moved.iter().filter(|moved| moved.way == *way).count();
        let word = if number == 1 { one } else { many };
        (number > 0).then(|| format!("{} {word}", count(number, "duty", "duties")))
    });
    let mut told: Vec<String> = told.collect();
    told.push(match moves.unchanged {
        1 => "1 duty stands where it stood".into(),
        number => format!("{number} duties stand where they stood"),
    });
    let rules = match (moves.other_rules, moves.moved.is_empty()) {
        (true, false) => " The rules were others then, so a move may be theirs.",
        (true, true) => " The rules were others then.",
        _ => "",
    };
    format!("{}.{rules}", told.join("; "))
}

/// Duties that moved, a row each.
pub(in crate::report) fn moves_table<'m>(moved: impl Iterator<Item = &'m Moved>) -> Block {
    Block::Table(Table { columns: vec!["From", "To", "Duty"], rows: moved.map(move_row).collect() })
}

fn move_row(moved: &Moved) -> Vec<String> {
    let stood = |standing: Option<Standing>| standing.map_or_else(|| "– not there".into(), phrases::standing);
    vec![stood(moved.from), stood(moved.to), format!("{} ({})", moved.title, code(&moved.id))]
}

/// What lapses next.
pub(in crate::report) fn ahead(ahead: &Ahead) -> Block {
    let title = format!("The next {DAYS_AHEAD} days, until {}", ahead.until);
    let body = if ahead.lapses.is_empty() {
        vec![Block::Text("Nothing lapses by the passing of time alone.".into())]
    } else {
        let rows = ahead.lapses.iter().take(MOST_LAPSES).map(lapse_row).collect();
        let mut body = vec![Block::Table(Table { columns: vec!["From", "Who", "What lapses"], rows })];
        body.extend(and_more(ahead.lapses.len(), MOST_LAPSES, "sprcheck forecast"));
        body
    };
    Block::Section(title, body)
}

fn lapse_row(lapse: &Lapse) -> Vec<String> {
    vec![
        lapse.date.to_string(),
        lapse.cause.owner.clone(),
        format!("{}; {}", bare_cause(&lapse.cause, lapse.date), falls(lapse)),
    ]
}

/// What falls with it.
pub(in crate::report) fn falls(lapse: &Lapse) -> String {
    let goes = |falls: &Falls| {
        let (from, to) = (phrases::word(falls.from.as_str()), phrases::word(falls.to.as_str()));
        match falls.from {
            Standing::NotApplicable | Standing::NotYetDue => format!("{} then arises and is {to}", code(&falls.id)),
            _ => format!("{} falls from {from} to {to}", code(&falls.id)),
        }
    };
    match lapse.duties.as_slice() {
        [] => "no duty falls with it".into(),
        [only] => goes(only),
        [first, rest @ ..] => {
            format!("{}, and {} with it", goes(first), count(rest.len(), "other duty", "other duties"))
        }
    }
}

fn and_more(all: usize, shown: usize, command: &str) -> Option<Block> {
    (all > shown).then(|| Block::Text(format!("And {} more; `{command}` has them all.", all - shown)))
}
