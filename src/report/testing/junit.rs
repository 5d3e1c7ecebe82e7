//! The tests of rule sets as JUnit XML, which build servers show: a suite for each duty. A mutant that survived, an explanation of none and
//! what tests nothing are test cases that failed or were skipped.

use std::fmt::Write as _;

use crate::author::testing::{CaseTested, DutyTested, Tested};
use crate::model::place::Sources;

use super::at;
use super::values::hung;

/// What testing came to, as JUnit XML. `fail_on_empty` makes what tests nothing a failure, not something skipped.
#[must_use]
pub fn junit(tested: &Tested, sources: &Sources, fail_on_empty: bool) -> String {
    let mut suites: Vec<Suite> = tested.duties.iter().map(|duty| of_duty(duty, sources)).collect();
    if !tested.empty.is_empty() {
        let mut suite = Suite::new("nothing tested");
        for empty in &tested.empty {
            let place = at(sources, empty.place);
            let body = match fail_on_empty {
                true => Body::Failure(empty.message.clone(), String::new()),
                false => Body::Skipped(empty.message.clone()),
            };
            suite.cases.push((place, body));
        }
        suites.push(suite);
    }
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"sprcheck rules test\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">",
        sum(|suite| suite.cases.len()),
        sum(Suite::failures),
        sum(Suite::skipped)
    );
    for suite in &suites {
        suite.write(&mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

enum Body {
    Passed,
    /// In a line, and at length.
    Failure(String, String),
    Skipped(String),
}

struct Suite {
    name: String,
    cases: Vec<(String, Body)>,
}

impl Suite {
    fn new(name: &str) -> Self {
        Self { name: name.into(), cases: Vec::new() }
    }

    fn failures(&self) -> usize {
        self.cases.iter().filter(|(_, body)| matches!(body, Body::Failure(..))).count()
    }

    fn skipped(&self) -> usize {
        self.cases.iter().filter(|(_, body)| matches!(body, Body::Skipped(_))).count()
    }

    fn write(&self, out: &mut String) {
        let name = escaped(&self.name);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">",
            self.cases.len(),
            self.failures(),
            self.skipped()
        );
        for (case, body) in &self.cases {
            let open = format!("    <testcase classname=\"{name}\" name=\"{}\"", escaped(case));
            let _ = match body {
                Body::Passed => writeln!(out, "{open}/>"),
                Body::Skipped(why) => {
                    writeln!(out, "{open}>\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(why))
                }
                Body::Failure(message, text) => writeln!(
                    out,
                    "{open}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(message),
                    escaped(text)
                ),
            };
        }
        out.push_str("  </testsuite>\n");
    }
}

fn of_duty(duty: &DutyTested, sources: &Sources) -> Suite {
    let mut suite = Suite::new(duty.duty.as_str());
    // Those that expect nothing are told apart from the others.
    for case in duty.cases.iter().filter(|case| !case.expected.is_empty()) {
        suite.cases.push((case.name.clone(), body(case, sources)));
    }
    if let Some(tried) = &duty.mutants {
        for mutant in &tried.survivors {
            let place = at(sources, mutant.place);
            let message = format!("no case notices {}", mutant.text);
            suite.cases.push((format!("mutant at {place}: {}", mutant.text), Body::Failure(message, place)));
        }
        for (mutant, because) in &tried.explained {
            let name = format!("mutant at {}: {}", at(sources, mutant.place), mutant.text);
            suite.cases.push((name, Body::Skipped(because.clone())));
        }
        for unmatched in &tried.unmatched {
            let place = at(sources, unmatched.place);
            let message = format!("no mutant survives as this explains: {}", unmatched.at);
            suite.cases.push((format!("explanation at {place}"), Body::Failure(message, place)));
        }
    }
    suite
}

fn body(case: &CaseTested, sources: &Sources) -> Body {
    let Some(first) = case.failures.first() else { return Body::Passed };
    let mut text = String::new();
    for failure in &case.failures {
        let _ = writeln!(text, "{}: {}", at(sources, failure.place), failure.message);
        for reason in &failure.because {
            let _ = writeln!(text, "  {reason}");
        }
        for line in failure.trace.iter().flat_map(hung) {
            let _ = writeln!(text, "  {}", line.trim_end());
        }
    }
    Body::Failure(first.message.clone(), text)
}

/// Text for XML: what is no character of XML 1.0 becomes visible.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            hidden if crate::report::sanitize::is_hidden(hidden) || matches!(hidden, '\u{fffe}' | '\u{ffff}') => {
                out.extend(hidden.escape_unicode());
            }
            plain => out.push(plain),
        }
    }
    out
}
