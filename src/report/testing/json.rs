//! The tests of rule sets as JSON, for programs.

use serde_json::{Value, json as value};

use crate::author::testing::{CaseTested, Coverage, DutyTested, Failure, Mutant, Tested, Tried, What};
use crate::model::place::{Place, Sources};
use crate::report::json::safe;

use super::shares;

/// What testing came to, as JSON with a line break at its end.
#[must_use]
pub fn json(tested: &Tested, sources: &Sources) -> String {
    let writer = Writer { sources };
    let duties: Vec<Value> = tested.duties.iter().map(|duty| writer.duty(duty)).collect();
    let empty: Vec<Value> = tested
        .empty
        .iter()
        .map(|empty| value!({ "place": writer.place(empty.place), "message": empty.message }))
        .collect();
    let mut whole = value!({
        "format": 1,
        "summary": { "cases": tested.cases(), "failed": tested.failed(), "empty": tested.empty.len() },
        "duties": duties,
        "empty": empty,
    });
    let summary = whole.get_mut("summary").and_then(Value::as_object_mut);
    if let Some(summary) = summary {
        if tested.duties.iter().any(|duty| duty.coverage.is_some()) {
            let shares: serde_json::Map<String, Value> = shares(tested)
                .iter()
                .map(|(name, share)| ((*name).to_owned(), value!({ "tried": share.tried, "of": share.of })))
                .collect();
            summary.insert("coverage".into(), Value::Object(shares));
        }
        let tried: Vec<&Tried> = tested.duties.iter().filter_map(|duty| duty.mutants.as_ref()).collect();
        if !tried.is_empty() {
            let made: usize = tried.iter().map(|tried| tried.made).sum();
            let explained: usize = tried.iter().map(|tried| tried.explained.len()).sum();
            let survived = tested.survivors();
            summary.insert("mutants".into(), value!({ "made": made, "explained": explained, "survived": survived }));
        }
    }
    safe(&whole)
}

struct Writer<'s> {
    sources: &'s Sources,
}

impl Writer<'_> {
    fn place(&self, place: Place) -> Value {
        let file = self.sources.get(place.file).map_or("", |file| file.shown.as_str());
        value!({ "file": file, "line": place.line, "column": place.column })
    }

    fn duty(&self, duty: &DutyTested) -> Value {
        let cases: Vec<Value> = duty.cases.iter().map(|case| self.case(case)).collect();
        let mut whole = value!({ "duty": duty.duty.as_str(), "cases": cases });
        if let (Some(map), Some(coverage)) = (whole.as_object_mut(), &duty.coverage) {
            map.insert("coverage".into(), self.coverage(coverage));
        }
        if let (Some(map), Some(tried)) = (whole.as_object_mut(), &duty.mutants) {
            map.insert("mutants".into(), self.tried(tried));
        }
        whole
    }

    fn case(&self, case: &CaseTested) -> Value {
        let expected: serde_json::Map<String, Value> =
            case.expected.iter().map(|(id, expected)| (id.to_string(), value!(expected))).collect();
        let failures: Vec<Value> = case.failures.iter().map(|failure| self.failure(failure)).collect();
        let generated = case.generated.as_ref().map(|made| {
            value!({
                "moved": made.moved,
                "to": made.to.to_string(),
                "limit": made.limit.to_string(),
                "from": made.from.map(|from| from.to_string()),
                "place": self.place(made.place),
            })
        });
        value!({
            "name": case.name,
            "place": self.place(case.place),
            "as_of": case.as_of.to_string(),
            "generated": generated,
            "expected": expected,
            "passed": case.failures.is_empty(),
            "failures": failures,
        })
    }

    fn failure(&self, failure: &Failure) -> Value {
        let trace: Vec<Value> = failure
            .trace
            .iter()
            .map(|line| {
                let values: Vec<Value> = line
                    .values
                    .iter()
                    .map(|(column, values)| value!({ "column": column + 1, "values": values }))
                    .collect();
                value!({ "place": self.place(line.place), "text": line.text, "values": values })
            })
            .collect();
        value!({
            "place": self.place(failure.place),
            "requirement": failure.requirement.as_ref().map(|id| id.as_str()),
            "expected": failure.expected,
            "came": failure.came,
            "message": failure.message,
            "because": failure.because,
            "trace": trace,
        })
    }

    fn coverage(&self, coverage: &Coverage) -> Value {
        let all = coverage.covered.iter().map(|covered| {
            let (kind, name) = match &covered.what {
                What::Requirement(id) => ("requirement", id.as_str()),
                What::Branch(text) => ("branch", text.as_str()),
                What::Fact(path) => ("fact", path.as_str()),
            };
            let ways: serde_json::Map<String, Value> =
                covered.ways.iter().map(|(way, cases)| ((*way).to_owned(), value!(cases))).collect();
            value!({ "kind": kind, "name": name, "place": self.place(covered.place), "cases": ways })
        });
        value!({ "branches_watched": coverage.watched, "covered": all.collect::<Vec<_>>() })
    }

    fn tried(&self, tried: &Tried) -> Value {
        let explained: Vec<Value> = tried
            .explained
            .iter()
            .map(|(mutant, because)| {
                let mut whole = self.mutant(mutant);
                if let Some(map) = whole.as_object_mut() {
                    map.insert("because".into(), value!(because));
                }
                whole
            })
            .collect();
        let unmatched: Vec<Value> =
            tried.unmatched.iter().map(|one| value!({ "place": self.place(one.place), "at": one.at })).collect();
        value!({
            "made": tried.made,
            "survivors": tried.survivors.iter().map(|mutant| self.mutant(mutant)).collect::<Vec<_>>(),
            "explained": explained,
            "unmatched": unmatched,
        })
    }

    fn mutant(&self, mutant: &Mutant) -> Value {
        value!({
            "kind": mutant.family.as_str(),
            "requirement": mutant.requirement.as_ref().map(|id| id.as_str()),
            "place": self.place(mutant.place),
            "text": mutant.text,
        })
    }
}
