//! What an audit of the West Midlands profile costs, cold, against hand-written Rust that does the same.
//!
//! Like for like, both sides judge the same duties, those of the Prevent minimum standards, the SPR of 2015 and the statute, with the
//! whole dictionary and the whole profile, and both read all of it from text. Each runs as a process of its own, in turn, with the
//! allocator that the program has; what counts is the median of the ratios of neighbours. The side with rules is the library as
//! `sprcheck audit` calls it. Before anything is timed, both must come to the same verdict, support and standing of every duty.
//!
//! The program itself is timed beside them, on the whole law that is built into it, of which `build.rs` has scanned the YAML. Nothing is
//! asserted of the time.

mod native;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sprcheck::ask::brief::brief;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree, files, held_paths};
use sprcheck::model::dates::Dates;
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;
use sprcheck::report::{Filter, json, text};

type Fault = Box<dyn std::error::Error>;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BY_HAND: &str = "--by-hand";
const BY_RULES: &str = "--by-rules";
const TOOL: &str = env!("CARGO_BIN_EXE_sprcheck");
const TIMED: (&str, &str) = ("seeds/west-midlands-2021", "2021-01-31");
const COMPARED: &[(&str, &str)] = &[
    TIMED,
    ("seeds/west-midlands-2021", "2013-01-15"),
    ("seeds/west-midlands-2021", "2023-02-20"),
    ("seeds/example-force", "2021-06-30"),
    ("seeds/example-force", "2015-03-20"),
    ("seeds/example-force", "2022-01-31"),
];
const WARM_UP: usize = 5;
const TURNS: usize = 30;

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1);
    let mut out = std::io::stdout().lock();
    if let Some(side @ (BY_HAND | BY_RULES)) = arguments.next().as_deref() {
        let (profile, as_of) = arguments.next().zip(arguments.next()).ok_or("a profile and a date are wanted")?;
        let audit = if side == BY_HAND { native::audit } else { audit_by_rules };
        out.write_all(audit(Path::new(&profile), &as_of)?.as_bytes())?;
        return Ok(());
    }
    let mut duties = 0;
    for (profile, as_of) in COMPARED.iter().filter(|(profile, _)| Path::new(profile).is_dir()) {
        duties = agree(Path::new(profile), as_of)?;
        writeln!(out, "{profile} as of {as_of}: the same verdict, support and standing of {duties} duties")?;
    }
    let own = std::env::current_exe()?;
    let side = |side: &str| {
        let mut command = Command::new(&own);
        command.args([side, TIMED.0, TIMED.1]);
        command
    };
    let mut whole = Command::new(TOOL);
    whole.args(["audit", TIMED.0, "--as-of", TIMED.1]);
    let mut commands = [side(BY_HAND), side(BY_RULES), whole];
    let mut turns: Vec<[f64; 3]> = Vec::with_capacity(TURNS);
    for turn in 0..WARM_UP + TURNS {
        let mut times = [0.0; 3];
        // Who goes first alternates too.
        for step in 0..3 {
            let who = (turn + step) % 3;
            if let (Some(command), Some(slot)) = (commands.get_mut(who), times.get_mut(who)) {
                *slot = time(command)?.as_secs_f64() * 1000.0;
            }
        }
        if turn >= WARM_UP {
            turns.push(times);
        }
    }
    let of = |f: fn(&[f64; 3]) -> f64| median(turns.iter().map(f));
    writeln!(out, "{TURNS} turns, medians:")?;
    writeln!(out, "{duties} duties by hand:       {:.2} ms", of(|[by_hand, ..]| *by_hand))?;
    writeln!(out, "{duties} duties by rules:      {:.2} ms", of(|[_, by_rules, _]| *by_rules))?;
    writeln!(out, "ratio:                   {:.2}", of(|[by_hand, by_rules, _]| by_rules / by_hand))?;
    writeln!(out, "the whole law, sprcheck: {:.2} ms", of(|[.., whole]| *whole))?;
    writeln!(out, "times the {duties} duties:     {:.2}", of(|[_, by_rules, whole]| whole / by_rules))?;
    Ok(())
}

fn time(command: &mut Command) -> Result<Duration, Fault> {
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    let time = start.elapsed();
    if status.success() { Ok(time) } else { Err(format!("{command:?} ended with {status}").into()) }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied().unwrap_or(f64::NAN);
    if values.len() % 2 == 1 {
        upper
    } else {
        (upper + values.get(middle.wrapping_sub(1)).copied().unwrap_or(f64::NAN)) / 2.0
    }
}

/// The files that both sides judge by, as the tool takes them: with a line more than the built-in ones have, so that what is known of
/// those since the build counts for nothing.
fn rules() -> Rules {
    let file = |(path, text): (&str, &str)| InputFile {
        path: path.to_owned(),
        shown: format!("builtin:{path}"),
        bytes: format!("{text}\n").into_bytes(),
    };
    let origin = Origin::RuleSet(RuleSetName::from("sprcheck"));
    Rules::load(&[InputTree { origin, files: native::slice().map(file).collect(), faults: Vec::new() }], true)
}

/// What `sprcheck audit` does, with the duties that both sides judge.
fn audit_by_rules(profile: &Path, as_of: &str) -> Result<String, Fault> {
    report(profile, as_of, |inquiry| text(&brief(inquiry, Vec::new(), false), &Filter::default(), false, 80))
}

fn report(profile: &Path, as_of: &str, form: impl FnOnce(&Inquiry<'_>) -> String) -> Result<String, Fault> {
    let as_of = Dates::parse(as_of)?.first();
    // Nothing is taken apart at the end, as in the program itself.
    let rules = ManuallyDrop::new(rules());
    let tree = files::profile(profile).map_err(|problem| problem.message)?;
    let digests = files::digests(profile, &held_paths(&tree));
    let case = rules.hold(&tree, &digests).map_err(|refusal| format!("{:?}", refusal.problems))?;
    let case = ManuallyDrop::new(case);
    let inquiry = ManuallyDrop::new(Inquiry::open(&case, as_of));
    Ok(form(&inquiry))
}

/// Holds what comes of the rules against what comes by hand; how many duties there are.
fn agree(profile: &Path, as_of: &str) -> Result<usize, Fault> {
    let answer: Value =
        serde_json::from_str(&report(profile, as_of, |inquiry| json(inquiry.assessment(), &Filter::default()))?)?;
    let duties = answer.get("duties").and_then(Value::as_array).ok_or("no duties are told")?;
    let of = |duty: &Value, key: &str| duty.get(key).cloned().unwrap_or(Value::Null);
    let by_rules: BTreeMap<String, Value> = duties
        .iter()
        .filter_map(|duty| {
            let came_to = json!([of(duty, "verdict"), of(duty, "support"), of(duty, "standing")]);
            Some((duty.get("id")?.as_str()?.to_owned(), came_to))
        })
        .collect();
    let by_hand = native::standings(profile, as_of)?;
    for (duty, by_rules) in &by_rules {
        let by_hand = by_hand.get(duty).unwrap_or(&Value::Null);
        if by_rules != by_hand {
            return Err(format!("{profile:?}: {duty}: by rules it is {by_rules}, by hand {by_hand}").into());
        }
    }
    if by_rules.len() == by_hand.len() {
        Ok(by_rules.len())
    } else {
        Err(format!("{profile:?}: not the same duties").into())
    }
}
