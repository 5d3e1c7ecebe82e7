//! The tests of rule sets as plain text for a terminal: what failed first, the sum of it last.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::author::testing::{CaseTested, DutyTested, Failure, Tested};
use crate::model::place::Sources;
use crate::report::sanitize::sanitize;

use super::values::hung;
use super::{at, counted, named, shares};

/// What testing came to, as text.
#[must_use]
pub fn text(tested: &Tested, sources: &Sources) -> String {
    let mut page = Page { out: String::new(), sources };
    page.failures(tested);
    page.generated(tested);
    page.coverage(tested);
    page.mutants(tested);
    page.empty(tested);
    page.sum(tested);
    page.out
}

struct Page<'s> {
    out: String,
    sources: &'s Sources,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{}{}", " ".repeat(indent), sanitize(text).trim_end());
    }

    fn heading(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.line(0, text);
    }

    fn failures(&mut self, tested: &Tested) {
        for duty in &tested.duties {
            let failed: Vec<&CaseTested> = duty.cases.iter().filter(|case| !case.failures.is_empty()).collect();
            if failed.is_empty() {
                continue;
            }
            self.heading(&format!(
                "{}: {} of {} failed",
                duty.duty,
                failed.len(),
                counted(duty.cases.len(), "case", "cases")
            ));
            for case in failed {
                self.line(2, &case.name);
                for failure in &case.failures {
                    self.failure(failure);
                }
            }
        }
    }

    fn failure(&mut self, failure: &Failure) {
        self.line(4, &format!("{}: {}", at(self.sources, failure.place), failure.message));
        for reason in &failure.because {
            self.line(6, reason);
        }
        let Some(last) = failure.trace.last() else { return };
        let width = last.place.line.to_string().len();
        self.line(4, &format!("{} judges it:", at(self.sources, last.place).trim_end_matches(":1")));
        for line in &failure.trace {
            for (index, text) in hung(line).iter().enumerate() {
                let number = if index == 0 { line.place.line.to_string() } else { String::new() };
                let _ = writeln!(self.out, "      {number:>width$} | {}", text.trim_end());
            }
        }
    }

    /// What was made from boundaries, each with its date.
    fn generated(&mut self, tested: &Tested) {
        for duty in &tested.duties {
            let made: Vec<&CaseTested> = duty.cases.iter().filter(|case| case.generated.is_some()).collect();
            if made.is_empty() {
                continue;
            }
            self.heading(&format!("{}: {} made from its boundaries", duty.duty, counted(made.len(), "case", "cases")));
            let mut last = None;
            for case in made {
                let Some(generated) = &case.generated else { continue };
                let boundary = (at(self.sources, generated.place), generated.from);
                if last.as_ref() != Some(&boundary) {
                    let from = generated.from.map(|from| format!(", reckoned from {from}")).unwrap_or_default();
                    self.line(2, &format!("{}: `{}` at {}{from}", boundary.0, generated.moved, generated.limit));
                    last = Some(boundary);
                }
                let expected: Vec<String> =
                    case.expected.iter().map(|(id, expected)| format!("{id} {expected}")).collect();
                let failed = if case.failures.is_empty() { "" } else { "  FAILED" };
                self.line(4, &format!("{}  {}{failed}", generated.to, expected.join(", ")));
            }
        }
    }

    fn coverage(&mut self, tested: &Tested) {
        if tested.duties.iter().all(|duty| duty.coverage.is_none()) {
            return;
        }
        self.heading("COVERAGE");
        let shares: Vec<String> =
            shares(tested).iter().map(|(name, share)| format!("{name} {} of {}", share.tried, share.of)).collect();
        self.line(2, &shares.join(", "));
        for duty in &tested.duties {
            let Some(coverage) = &duty.coverage else { continue };
            let gaps: Vec<_> = coverage.covered.iter().filter(|covered| covered.untried().next().is_some()).collect();
            if gaps.is_empty() && coverage.watched {
                continue;
            }
            self.line(2, &duty.duty.to_string());
            if !coverage.watched {
                self.line(4, "the engine takes the rule only as it stands, so its branches were not watched");
            }
            for gap in gaps {
                let ways: Vec<&str> = gap.untried().collect();
                self.line(4, &format!("{}  {}: never {}", at(self.sources, gap.place), named(gap), ways.join(" or ")));
            }
        }
    }

    fn mutants(&mut self, tested: &Tested) {
        let tried: Vec<(&DutyTested, _)> =
            tested.duties.iter().filter_map(|duty| Some((duty, duty.mutants.as_ref()?))).collect();
        if tried.is_empty() {
            return;
        }
        self.heading("MUTANTS");
        let made: usize = tried.iter().map(|(_, tried)| tried.made).sum();
        let explained: usize = tried.iter().map(|(_, tried)| tried.explained.len()).sum();
        let survivors = tested.survivors();
        self.line(
            2,
            &format!(
                "{}: {} noticed, {explained} explained, {survivors} survived",
                counted(made, "mutant", "mutants"),
                made - explained - survivors
            ),
        );
        let mut families: BTreeMap<&str, usize> = BTreeMap::new();
        for mutant in tried.iter().flat_map(|(_, tried)| &tried.survivors) {
            *families.entry(mutant.family.as_str()).or_default() += 1;
        }
        if !families.is_empty() {
            let families: Vec<String> = families.iter().map(|(name, count)| format!("{name} {count}")).collect();
            self.line(2, &format!("survivors by kind: {}", families.join(", ")));
        }
        for (duty, tried) in tried {
            if !tried.survivors.is_empty() {
                self.line(2, &format!("{}: {} of {} survived", duty.duty, tried.survivors.len(), tried.made));
            }
            for mutant in &tried.survivors {
                let place = at(self.sources, mutant.place);
                self.line(4, &format!("{place}  {}", mutant.family.as_str()));
                self.line(6, &mutant.text);
            }
            for unmatched in &tried.unmatched {
                let place = at(self.sources, unmatched.place);
                self.line(
                    2,
                    &format!("{place}: no mutant of `{}` survives as this explains: {}", duty.duty, unmatched.at),
                );
            }
        }
    }

    fn empty(&mut self, tested: &Tested) {
        if tested.empty.is_empty() {
            return;
        }
        self.heading("NOTHING TESTED");
        for empty in &tested.empty {
            self.line(2, &format!("{}: {}", at(self.sources, empty.place), empty.message));
        }
    }

    fn sum(&mut self, tested: &Tested) {
        let (cases, failed) = (tested.cases(), tested.failed());
        let of = format!("{} of {}", counted(cases, "case", "cases"), counted(tested.duties.len(), "duty", "duties"));
        self.heading(&match (cases, failed) {
            (0, _) => "no case was run".to_owned(),
            (_, 0) => format!("{of}: all came out as they say"),
            _ => format!("{of}: {failed} failed"),
        });
    }
}
