//! What an audit of the West Midlands profile costs, cold, against hand-written Rust that does the same.
//!
//! Both are run as processes of their own, in turn; what counts is the median of the ratios of neighbours. Before anything is timed,
//! both must come to the same verdict, support and standing of every duty. Nothing is asserted of the time.

mod native;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

type Fault = Box<dyn std::error::Error>;

const NATIVE: &str = "--native";
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
const PAIRS: usize = 30;

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1);
    let mut out = std::io::stdout().lock();
    if arguments.next().as_deref() == Some(NATIVE) {
        let (profile, as_of) = arguments.next().zip(arguments.next()).ok_or("a profile and a date are wanted")?;
        out.write_all(native::audit(Path::new(&profile), &as_of)?.as_bytes())?;
        return Ok(());
    }
    for (profile, as_of) in COMPARED.iter().filter(|(profile, _)| Path::new(profile).is_dir()) {
        let duties = agree(profile, as_of)?;
        writeln!(
            out,
            "{profile} as of {as_of}: both come to the same verdict, support and standing of {duties} duties"
        )?;
    }
    let own = std::env::current_exe()?;
    let tool = || time(Command::new(TOOL).args(["audit", TIMED.0, "--as-of", TIMED.1]));
    let by_hand = || time(Command::new(&own).args([NATIVE, TIMED.0, TIMED.1]));
    let mut pairs = Vec::with_capacity(PAIRS);
    for turn in 0..WARM_UP + PAIRS {
        // Who goes first alternates too.
        let pair = if turn % 2 == 0 {
            let tool = tool()?;
            (tool, by_hand()?)
        } else {
            let by_hand = by_hand()?;
            (tool()?, by_hand)
        };
        if turn >= WARM_UP {
            pairs.push(pair);
        }
    }
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    writeln!(out, "{TOOL}: {:.2} ms", median(pairs.iter().map(|pair| milliseconds(pair.0))))?;
    writeln!(out, "by hand: {:.2} ms", median(pairs.iter().map(|pair| milliseconds(pair.1))))?;
    writeln!(
        out,
        "ratio: {:.2} (medians of {PAIRS} pairs)",
        median(pairs.iter().map(|pair| pair.0.as_secs_f64() / pair.1.as_secs_f64()))
    )?;
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

/// Holds the tool's answer against the one by hand; how many duties there are.
fn agree(profile: &str, as_of: &str) -> Result<usize, Fault> {
    let output = Command::new(TOOL).args(["audit", profile, "--as-of", as_of, "--format", "json"]).output()?;
    let answer: Value = serde_json::from_slice(&output.stdout)?;
    let duties = answer.get("duties").and_then(Value::as_array).ok_or("the tool tells no duties")?;
    let of = |duty: &Value, key: &str| duty.get(key).cloned().unwrap_or(Value::Null);
    let tool: BTreeMap<String, Value> = duties
        .iter()
        .filter_map(|duty| {
            Some((
                duty.get("id")?.as_str()?.to_owned(),
                json!([of(duty, "verdict"), of(duty, "support"), of(duty, "standing")]),
            ))
        })
        .collect();
    let by_hand = native::standings(Path::new(profile), as_of)?;
    for (duty, tool) in &tool {
        let by_hand = by_hand.get(duty).unwrap_or(&Value::Null);
        if tool != by_hand {
            return Err(format!("{profile}: {duty}: the tool says {tool}, by hand it is {by_hand}").into());
        }
    }
    if tool.len() == by_hand.len() { Ok(tool.len()) } else { Err(format!("{profile}: not the same duties").into()) }
}
