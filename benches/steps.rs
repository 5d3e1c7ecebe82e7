//! What each step of an audit of the West Midlands profile costs: load, compile, judge with and without a trace, report.
//!
//! Read the figures as ratios to the whole (`audit_cold`), measured in the same run on the same machine.

#![expect(clippy::expect_used, reason = "what is not there cannot be measured")]

use std::collections::BTreeMap;
use std::path::Path;

use sprcheck::ask::brief::brief;
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::load::{InputTree, Loaded, builtin, files, profile, rule_sets};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::report::{Filter, json, markdown, text};

fn main() {
    divan::main();
}

fn west_midlands() -> InputTree {
    files::profile(Path::new("seeds/west-midlands-2021")).expect("the profile is there")
}

fn as_of() -> Day {
    Dates::parse("2021-01-31").expect("a date").first()
}

#[divan::bench]
fn audit_cold() -> String {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&west_midlands(), &BTreeMap::new()).expect("no problems");
    text(&brief(&Inquiry::open(&case, as_of()), Vec::new(), false), &Filter::default(), false, 80)
}

#[divan::bench]
fn load_rule_set(bencher: divan::Bencher<'_, '_>) {
    let tree = [builtin()];
    bencher.bench(|| rule_sets(&tree, &mut Loaded::default()));
}

#[divan::bench]
fn load_and_compile_rule_set(bencher: divan::Bencher<'_, '_>) {
    let tree = [builtin()];
    bencher.bench(|| Rules::load(&tree, true));
}

#[divan::bench]
fn load_profile(bencher: divan::Bencher<'_, '_>) {
    let law = rule_sets(&[builtin()], &mut Loaded::default());
    let tree = west_midlands();
    bencher
        .bench(|| profile(&tree, &law, &std::collections::BTreeSet::new(), &BTreeMap::new(), &mut Loaded::default()));
}

#[divan::bench]
fn judge_and_assess(bencher: divan::Bencher<'_, '_>) {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&west_midlands(), &BTreeMap::new()).expect("no problems");
    bencher.bench_local(|| case.audit(as_of()));
}

#[divan::bench(args = [true, false])]
fn judge_traced(bencher: divan::Bencher<'_, '_>, traced: bool) {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&west_midlands(), &BTreeMap::new()).expect("no problems");
    bencher.bench_local(|| case.judge(as_of(), traced));
}

#[divan::bench]
fn look_ahead(bencher: divan::Bencher<'_, '_>) {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&west_midlands(), &BTreeMap::new()).expect("no problems");
    let inquiry = Inquiry::open(&case, as_of());
    bencher.bench_local(|| brief(&inquiry, Vec::new(), false));
}

#[divan::bench(args = ["text", "markdown", "json"])]
fn report(bencher: divan::Bencher<'_, '_>, format: &str) {
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold(&west_midlands(), &BTreeMap::new()).expect("no problems");
    let brief = brief(&Inquiry::open(&case, as_of()), Vec::new(), false);
    let filter = Filter::default();
    bencher.bench_local(|| match format {
        "text" => text(&brief, &filter, false, 80),
        "markdown" => markdown(&brief, &filter, false),
        _ => json(&brief.assessment, &filter),
    });
}
