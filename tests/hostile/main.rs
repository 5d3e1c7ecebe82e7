//! Hostile rule sets: each is run by the built program in a process of its own, and has to be stopped soon, in little memory, without
//! a word in its own favour and without a trace in what the other duties come to.
//!
//! The attacks are files in `corpus/`, one each; how such a file is written stands in [`attack`]. What needs more than text (links,
//! devices, archives) is built in [`built`].

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "what cannot be unwrapped or is not there fails the test, which tells what each attack cost"
)]

mod archives;
mod attack;
mod built;
mod child;
mod judge;
mod stage;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use attack::Attack;
use judge::{Baseline, Held};

/// How many attacks there are at least: a corpus that shrinks unseen guards nothing.
const AT_LEAST: usize = 90;

/// Judges each attack of the corpus, several at a time; what went wrong, by attack.
fn each(attacks: &[Attack]) -> Vec<(String, Held)> {
    let baseline = Baseline::get();
    let next = AtomicUsize::new(0);
    let held = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(attack) = attacks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = judge::judge(attack, baseline);
                    println!("{:7?} {:4} MiB {}", one.cost.took, one.cost.peak / 1024, attack.name);
                    one.faults.iter().for_each(|fault| println!("        {}: {fault}", attack.name));
                    held.lock().unwrap().push((attack.name.clone(), one));
                }
            });
        }
    });
    let mut held = held.into_inner().unwrap();
    held.sort_by(|a, b| a.0.cmp(&b.0));
    held
}

/// The attacks whose name holds what `HOSTILE` says; all, if it says nothing.
fn chosen() -> Vec<Attack> {
    let only = std::env::var("HOSTILE").unwrap_or_default();
    attack::corpus().into_iter().filter(|attack| attack.name.contains(&only)).collect()
}

fn tell(held: &[(String, Held)]) {
    let slowest = held.iter().max_by_key(|(_, held)| held.cost.took);
    let largest = held.iter().max_by_key(|(_, held)| held.cost.peak);
    for (what, found) in [("slowest", slowest), ("largest", largest)] {
        if let Some((name, held)) = found {
            println!("{what}: {name}, {:?}, {} MiB", held.cost.took, held.cost.peak / 1024);
        }
    }
}

#[test]
fn no_rule_set_of_the_corpus_gets_what_it_is_after() {
    let held = each(&chosen());
    tell(&held);
    let failed = held.iter().filter(|(_, held)| !held.faults.is_empty());
    let faults: String = failed.map(|(name, held)| format!("{name}:\n    {}\n", held.faults.join("\n    "))).collect();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_corpus_is_large_and_each_attack_says_what_it_tries() {
    let attacks = attack::corpus();
    assert!(attacks.len() >= AT_LEAST, "there are {} attacks", attacks.len());
    for attack in &attacks {
        assert!(!attack.why.is_empty(), "{} does not say what it tries", attack.name);
        assert!(!attack.files.is_empty() || !attack.without.is_empty(), "{} changes nothing", attack.name);
    }
    let groups: BTreeSet<&str> = attacks.iter().filter_map(|attack| attack.name.split('-').next()).collect();
    for group in [
        "loops",
        "callbacks",
        "recursion",
        "nesting",
        "growth",
        "patterns",
        "huge",
        "yaml",
        "injection",
        "facts",
        "names",
        "host",
        "control",
        "duties",
        "dilution",
        "kinds",
        "dates",
        "numbers",
        "unicode",
    ] {
        assert!(groups.contains(group), "no attack of the group {group}");
    }
}
