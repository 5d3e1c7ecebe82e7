//! Holds JUnit XML to its published schema.

use uppsala::{XsdValidator, parse};

/// What of a document the schema does not allow; a document that is not well-formed is one fault.
pub(crate) fn faults(document: &str) -> Vec<String> {
    let schema = parse(include_str!("junit-10.xsd")).unwrap();
    let validator = XsdValidator::from_schema(&schema).unwrap();
    match parse(document) {
        Ok(document) => validator.validate(&document).iter().map(ToString::to_string).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}

#[test]
fn the_schema_of_junit_refuses_what_is_not_junit() {
    let whole = |suite: &str| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>{suite}</testsuites>");
    let suite = |inner: &str| {
        whole(&format!("<testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\">{inner}</testsuite>"))
    };
    for right in [whole(""), suite(""), suite("<testcase name=\"a\"><failure message=\"b\">c</failure></testcase>")] {
        assert_eq!(faults(&right), Vec::<String>::new(), "{right}");
    }
    for wrong in [
        whole("<testcase name=\"a\"/>"),
        whole("<testsuite name=\"a\" tests=\"1\" failures=\"0\"/>"),
        suite("<testcase classname=\"a\"/>"),
        suite("<testcase name=\"a\" line=\"1\"/>"),
        suite("<testcase name=\"a\"><passed/></testcase>"),
        suite("<testcase name=\"a\"><failure><b/></failure></testcase>"),
        suite("text"),
        whole("<testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"soon\"/>"),
        whole("<testsuite>"),
    ] {
        assert!(!faults(&wrong).is_empty(), "{wrong}");
    }
}
