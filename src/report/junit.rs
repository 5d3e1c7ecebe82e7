//! JUnit XML, which build servers show: suites of test cases that passed, failed or were skipped. What is tested does not matter here.

use std::fmt::Write as _;

use crate::model::inert::rewritten;

use super::sanitize::is_hidden;

/// What came of a test case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// It passed.
    Passed,
    /// It failed: in a line, and at length.
    Failure(String, String),
    /// It was skipped, and why.
    Skipped(String),
}

/// Test cases under one name.
#[derive(Clone, Debug)]
pub(super) struct Suite {
    /// What they are about.
    pub(super) name: String,
    /// Each by its name.
    pub(super) cases: Vec<(String, Body)>,
}

impl Suite {
    /// A suite without a case yet.
    pub(super) fn new(name: &str) -> Self {
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
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
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

/// The suites as one document, with a line break at its end.
pub(super) fn document(name: &str, suites: &[Suite]) -> String {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        escaped(name),
        sum(|suite| suite.cases.len()),
        sum(Suite::failures)
    );
    for suite in suites {
        suite.write(&mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text for XML: what is no character of XML 1.0 becomes visible, and what a build server would obey is spelt so that it means the same.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            hidden if is_hidden(hidden) || matches!(hidden, '\u{fffe}' | '\u{ffff}') => {
                out.extend(hidden.escape_unicode());
            }
            plain => out.push(plain),
        }
    }
    rewritten(&out, "&#35;", "&#58;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_server_obeys_is_spelt_so_that_it_means_the_same() {
        assert_eq!(escaped("a ##vso[b]\n  ::error::c"), "a &#35;#vso[b]\n  &#58;:error::c");
        assert_eq!(escaped("## a [1] b::c"), "## a [1] b::c");
    }
}
