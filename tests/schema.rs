//! The JSON that is written and the schema that is published say the same.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod sample;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sprcheck::model::assessment::SCHEMA_VERSION;
use sprcheck::model::words::{Assurance, Binding, Marking, Outcome, Standing, Support, Verdict, Verified};
use sprcheck::report::{self, Filter};

const SCHEMA: &str = include_str!("../docs/schema/assessment.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn written() -> Value {
    serde_json::from_str(&report::json(&sample::assessment(), &Filter::default())).unwrap()
}

/// The same as a partial assessment: without places, digests and inputs.
fn partial() -> Value {
    fn bare(value: &mut Value) {
        for item in value.as_array_mut().into_iter().flatten() {
            bare(item);
        }
        let Some(own) = value.as_object_mut() else { return };
        for key in ["file", "line", "column", "digest", "rule"] {
            own.remove(key);
        }
        own.values_mut().for_each(bare);
    }
    let mut value = written();
    bare(&mut value);
    value["inputs"] = json!([]);
    value["partial"] = json!({ "withheld": 1 });
    value
}

fn faults(value: &Value) -> Vec<String> {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    schema.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

#[test]
fn the_schema_is_one_of_2020_12() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
}

#[test]
fn what_is_written_is_valid() {
    assert_eq!(faults(&written()), Vec::<String>::new());
}

#[test]
fn a_partial_assessment_has_no_place_no_digest_and_no_input() {
    assert_eq!(faults(&partial()), Vec::<String>::new());
    let mut places: Vec<String> =
        ["/duties/0", "/duties/1/requirements/0", "/evidence/0", "/departures/0"].map(Into::into).into();
    let with_facts = |(duty, pair): (usize, usize)| format!("/duties/{duty}/requirements/{pair}/facts/0");
    let pairs = (0..9).flat_map(|duty| (0..9).map(move |pair| (duty, pair)));
    places.push(pairs.map(with_facts).find(|path| partial().pointer(path).is_some()).unwrap());
    for path in places {
        let mut told = partial();
        let own = told.pointer_mut(&path).unwrap().as_object_mut().unwrap();
        own.extend([
            ("file".to_owned(), json!("profile.yaml")),
            ("line".into(), json!(1)),
            ("column".into(), json!(1)),
        ]);
        assert!(!faults(&told).is_empty(), "{path}");
    }
    let mut told = partial();
    told["rule_sets"][0]["digest"] = written()["rule_sets"][0]["digest"].clone();
    assert!(!faults(&told).is_empty());
    let mut told = partial();
    told["inputs"] = written()["inputs"].clone();
    assert!(!faults(&told).is_empty());
    let mut whole = partial();
    whole.as_object_mut().unwrap().remove("partial");
    assert!(!faults(&whole).is_empty(), "only a partial assessment may be without them");
}

#[test]
fn the_text_ends_with_a_line_break() {
    assert!(report::json(&sample::assessment(), &Filter::default()).ends_with("}\n"));
}

#[test]
fn what_is_wrong_is_refused() {
    let wrong = [
        ("/as_of", json!("31 January 2021")),
        ("/schema_version", json!("0.9")),
        ("/marking", json!("SECRET")),
        ("/duties/0/standing", json!("compliant")),
        ("/duties/0/weight/value", json!(6)),
        ("/duties/0/line", json!(0)),
        ("/duties/1/requirements/0/outcome", json!("yes")),
        ("/summary/standings/gap", json!(-1)),
        ("/inputs/0/digest", json!("sha256:0")),
        ("/evidence/0/current", json!("true")),
    ];
    for (path, value) in wrong {
        let mut assessment = written();
        *assessment.pointer_mut(path).unwrap() = value;
        assert!(!faults(&assessment).is_empty(), "{path}");
    }
}

#[test]
fn a_key_too_many_or_too_few_is_refused_wherever_it_is() {
    for path in
        ["", "/tool", "/duties/0", "/duties/1/requirements/0", "/evidence/0", "/summary", "/assurance/0/by_holder/0"]
    {
        let mut more = written();
        more.pointer_mut(path).unwrap().as_object_mut().unwrap().insert("compliance_percentage".into(), json!(97));
        assert!(!faults(&more).is_empty(), "{path}");
    }
    for (path, key) in
        [("", "summary"), ("/duties/0", "verdict"), ("/duties/0", "file"), ("/departures/0", "in_effect")]
    {
        let mut fewer = written();
        fewer.pointer_mut(path).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        assert!(!faults(&fewer).is_empty(), "{path}/{key}");
    }
}

#[test]
fn the_sample_has_every_property_of_the_schema() {
    let (schema, written) = (schema(), written());
    let mut seen = BTreeSet::new();
    walk(&schema, &schema, &written, "", &mut seen);
    walk(&schema, &schema, &partial(), "", &mut seen);
    let defined: BTreeSet<String> = std::iter::once(("", &schema))
        .chain(schema["$defs"].as_object().unwrap().iter().map(|(name, definition)| (name.as_str(), definition)))
        .flat_map(|(name, definition)| {
            let properties = definition["properties"].as_object();
            properties.into_iter().flatten().map(move |(property, _)| format!("{name}/{property}"))
        })
        .collect();
    assert_eq!(defined.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_words_of_the_schema_are_those_of_the_model() {
    let schema = schema();
    let words = |name: &str| {
        let words = schema["$defs"][name]["enum"].as_array().unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words("binding"), spelt(Binding::ALL));
    assert_eq!(words("outcome"), spelt(Outcome::ALL));
    assert_eq!(words("verdict"), spelt(Verdict::ALL));
    assert_eq!(words("support"), spelt(Support::ALL));
    assert_eq!(words("standing"), spelt(Standing::ALL));
    assert_eq!(words("assurance_word"), spelt(Assurance::ALL));
    assert_eq!(words("marking"), spelt(Marking::ALL));
    let verified = schema["$defs"]["source"]["properties"]["verified"]["enum"].as_array().unwrap();
    assert_eq!(verified, &spelt(Verified::ALL).into_iter().map(Value::from).collect::<Vec<_>>());
    assert_eq!(schema["properties"]["schema_version"]["const"], SCHEMA_VERSION);
}

#[test]
fn every_property_is_described() {
    let schema = schema();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        assert!(definition["description"].is_string(), "{name}");
        for (property, of) in definition["properties"].as_object().into_iter().flatten() {
            assert!(of["description"].is_string() || of["$ref"].is_string(), "{name}/{property}");
        }
    }
}

fn spelt<W: Copy + ToString>(words: &[W]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// Notes every property of a definition that stands somewhere in the value.
fn walk(root: &Value, schema: &Value, value: &Value, name: &str, seen: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        walk(root, &root["$defs"][name], value, name, seen);
        return;
    }
    for item in value.as_array().into_iter().flatten() {
        walk(root, &schema["items"], item, name, seen);
    }
    for (key, item) in value.as_object().into_iter().flatten() {
        seen.insert(format!("{name}/{key}"));
        let of = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
        walk(root, of, item, &if of["$ref"].is_string() { name.to_owned() } else { format!("{name}/{key}") }, seen);
    }
}
