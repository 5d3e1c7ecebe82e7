//! How the cost of each question grows with facts, duties and evidence, on a force and a rule set that are made up.
//!
//! Read the ratios, not the times: each size is held against the smallest of its series, measured in the same run on the same machine.
//! Where cost grows as the input does, `a duty` stays near 1 as everything grows, and `ratio` stays near 1 as one thing alone grows that
//! the question need not look at.
//!
//! `cargo bench --bench scale` measures; `cargo bench --bench scale -- explain` only questions with that in their name;
//! `cargo bench --bench scale -- write FOLDER FACTS DUTIES EVIDENCE` writes an input for the program itself:
//! `sprcheck audit FOLDER/profile --no-builtin --rules FOLDER/rules --as-of 2025-01-31`.

mod growth;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::{Case, Rules};
use sprcheck::load::builtin;
use sprcheck::model::dates::{Dates, Day, Period, Unit};
use sprcheck::model::words::Standing;
use sprcheck::report;

use growth::{Growth, Size};

const LOAD_PROFILE: &str = "load profile";
const LOAD_RULES: &str = "load rules";

type Fault = Box<dyn std::error::Error>;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const AS_OF: &str = "2025-01-31";
/// A question is asked until so many answers, or so much time, was taken.
const MOST_TURNS: usize = 9;
const ENOUGH: Duration = Duration::from_secs(3);

/// What is asked of a profile that is loaded.
struct Question {
    name: &'static str,
    /// How many seconds the program may take to answer it at the largest size, loading included.
    within: f64,
    /// Returns something of the answer, so that none of it is left out.
    ask: fn(&Case<'_>, Day) -> usize,
}

/// A new question is added here, by its name.
const QUESTIONS: &[Question] = &[
    Question { name: "audit", within: 1.0, ask: audit },
    Question { name: "explain", within: 1.0, ask: explain },
    Question { name: "forecast", within: 10.0, ask: forecast },
    Question { name: "impact", within: 1.0, ask: impact },
    Question { name: "impact --all", within: 10.0, ask: bearing },
    Question { name: "actions", within: 10.0, ask: actions },
    Question { name: "diff", within: 10.0, ask: diff },
];

fn audit(case: &Case<'_>, as_of: Day) -> usize {
    case.audit(as_of).assessment.duties.len()
}

/// What falls if the first piece of evidence went.
fn impact(case: &Case<'_>, as_of: Day) -> usize {
    use sprcheck::ask::impact::{Target, impact};
    let first = case.profile().evidence.keys().next().cloned();
    let inquiry = Inquiry::open(case, as_of);
    let falls = |id| impact(&inquiry, &Target::Evidence(id)).suppositions.iter().map(|one| one.falls.len()).sum();
    first.map_or(0, falls)
}

/// What bears the load.
fn bearing(case: &Case<'_>, as_of: Day) -> usize {
    sprcheck::ask::bearing::bearing(&Inquiry::open(case, as_of)).evidence.len()
}

/// What to do first about every gap.
fn actions(case: &Case<'_>, as_of: Day) -> usize {
    let gaps = BTreeSet::from([Standing::Gap]);
    sprcheck::ask::actions::actions(&Inquiry::open(case, as_of), &gaps, None).actions.len()
}

/// Why every duty changes within a year.
fn diff(case: &Case<'_>, as_of: Day) -> usize {
    let later = as_of.plus(Period { count: 1, unit: Unit::Years }).unwrap_or(as_of);
    sprcheck::ask::diff::diff(&Inquiry::open(case, as_of), None, &Inquiry::open(case, later)).changes.len()
}

/// What falls within a year.
fn forecast(case: &Case<'_>, as_of: Day) -> usize {
    let until = as_of.plus(Period { count: 1, unit: Unit::Years }).unwrap_or(as_of);
    sprcheck::ask::forecast::forecast(&Inquiry::open(case, as_of), until).changes().count()
}

/// The story of a duty that has a gap, with the least that would make it met.
fn explain(case: &Case<'_>, as_of: Day) -> usize {
    let inquiry = Inquiry::open(case, as_of);
    let assessment = inquiry.assessment();
    let Some(gap) = assessment.duties.iter().find(|duty| duty.standing == Standing::Gap) else { return 0 };
    let least = sprcheck::ask::counterfactual::counterfactual(&inquiry, &gap.id);
    report::explain(assessment, &gap.id, least.as_ref(), 80).map_or(0, |story| story.len())
}

const fn size(facts: usize, duties: usize, evidence: usize) -> Size {
    Size { facts, duties, evidence }
}

/// What grows, and how; the first of each is what the others are held against.
const SERIES: &[(&str, &[Size])] = &[
    ("everything grows", &[size(1000, 100, 100), size(3000, 300, 300), size(10_000, 1000, 1000)]),
    ("facts alone grow", &[size(1000, 300, 300), size(3000, 300, 300), size(9000, 300, 300)]),
    ("duties alone grow", &[size(3000, 100, 300), size(3000, 300, 300), size(3000, 900, 300)]),
    ("evidence alone grows", &[size(3000, 300, 100), size(3000, 300, 300), size(3000, 300, 3000)]),
];

fn main() -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    let as_of = Dates::parse(AS_OF)?.first();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [write, folder, facts, duties, evidence] = arguments.as_slice()
        && write == "write"
    {
        let size = size(facts.parse()?, duties.parse()?, evidence.parse()?);
        return Ok(Growth::of(size, as_of).write(Path::new(folder))?);
    }
    let wanted = arguments.first().map_or("", String::as_str);
    for (number, (name, sizes)) in SERIES.iter().enumerate() {
        writeln!(out, "\n{name}")?;
        let mut table = Table::default();
        for size in *sizes {
            measure(&mut table, *size, as_of, wanted)?;
        }
        table.write(&mut out)?;
        // The first series ends with the largest size.
        if number == 0 {
            table.largest(&mut out)?;
        }
    }
    Ok(())
}

/// What each question took at each size.
#[derive(Default)]
struct Table {
    rows: BTreeMap<&'static str, Vec<(Size, Duration)>>,
    standings: Vec<(Size, String)>,
}

fn measure(table: &mut Table, size: Size, as_of: Day, wanted: &str) -> Result<(), Fault> {
    let growth = Growth::of(size, as_of);
    let trees = [builtin(), growth.rules];
    let load = || Rules::load(&trees, false);
    let rules = load();
    let hold = || rules.hold(&growth.profile, &BTreeMap::new());
    let case = hold().map_err(|refusal| format!("{:?}", refusal.problems.first()))?;
    if let Some(problem) = case.rule_set_problems().next() {
        return Err(format!("{problem:?}").into());
    }
    table.standings.push((size, told(&case, as_of)));
    let mut take = |name: &'static str, time: Duration| table.rows.entry(name).or_default().push((size, time));
    take(LOAD_RULES, least(|| load().law().rule_sets.len()));
    take(LOAD_PROFILE, least(|| hold().map_or(0, |case| case.profile().evidence.len())));
    for question in QUESTIONS.iter().filter(|question| question.name.contains(wanted)) {
        take(question.name, least(|| (question.ask)(&case, as_of)));
    }
    Ok(())
}

/// What there is, and how it stands: a look at whether the input is like a real one.
fn told(case: &Case<'_>, as_of: Day) -> String {
    let assessment = case.audit(as_of).assessment;
    let pairs: usize = assessment.duties.iter().map(|duty| duty.requirements.len()).sum();
    let standings: BTreeMap<&str, usize> = assessment.duties.iter().fold(BTreeMap::new(), |mut counts, duty| {
        *counts.entry(duty.standing.as_str()).or_default() += 1;
        counts
    });
    let standings: Vec<String> = standings.iter().map(|(standing, count)| format!("{count} {standing}")).collect();
    let summary = &assessment.summary;
    format!(
        "{} facts ({} unread), {} departures, {pairs} pairs, {} errors; {}",
        summary.facts_stated,
        summary.facts_unread,
        assessment.departures.len(),
        summary.errors,
        standings.join(", ")
    )
}

/// The least of several turns: what else the machine does only adds.
fn least(mut ask: impl FnMut() -> usize) -> Duration {
    let begun = Instant::now();
    let mut least = Duration::MAX;
    for turn in 0..MOST_TURNS {
        if turn > 0 && begun.elapsed() >= ENOUGH {
            break;
        }
        let start = Instant::now();
        std::hint::black_box(ask());
        least = least.min(start.elapsed());
    }
    least
}

impl Table {
    fn write(&self, out: &mut impl std::io::Write) -> Result<(), Fault> {
        for (size, told) in &self.standings {
            writeln!(out, "  {:>6} facts {:>5} duties {:>5} evidence: {told}", size.facts, size.duties, size.evidence)?;
        }
        writeln!(
            out,
            "  {:<14}{:>7}{:>8}{:>10}{:>13}{:>8}{:>8}",
            "", "facts", "duties", "evidence", "time", "ratio", "a duty"
        )?;
        for (name, row) in &self.rows {
            let Some((first, shortest)) = row.first() else { continue };
            for (size, time) in row {
                let Size { facts, duties, evidence } = size;
                let ratio = time.as_secs_f64() / shortest.as_secs_f64();
                let more = f64::from(u32::try_from(*duties)?) / f64::from(u32::try_from(first.duties)?);
                let (ms, a_duty) = (time.as_secs_f64() * 1000.0, ratio / more);
                writeln!(out, "  {name:<14}{facts:>7}{duties:>8}{evidence:>10}{ms:>10.2} ms{ratio:>8.2}{a_duty:>8.2}")?;
            }
        }
        Ok(())
    }

    /// How long the largest size took, loading included, and whether that is within bounds.
    fn largest(&self, out: &mut impl std::io::Write) -> Result<(), Fault> {
        let last = |name: &str| {
            let time = self.rows.get(name).and_then(|row| row.last());
            time.map_or(Duration::ZERO, |(_, time)| *time).as_secs_f64()
        };
        let load = last(LOAD_RULES) + last(LOAD_PROFILE);
        for Question { name, within, .. } in QUESTIONS.iter().filter(|question| self.rows.contains_key(question.name)) {
            let taken = load + last(name);
            let word = if taken <= *within { "within" } else { "OVER" };
            writeln!(out, "  {name}, loading included: {taken:.2} s, {word} {within} s")?;
        }
        Ok(())
    }
}
