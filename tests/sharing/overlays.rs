//! What an overlay makes: duties of its own, with every tailored value accounted for, and the base's own as they were.

use sprcheck::model::law::ParameterValue;
use sprcheck::model::words::Binding;

use super::*;

const LEAD: &str = "strict.prevent_strategic_lead";

fn answer(more: &[&str]) -> serde_json::Value {
    let output =
        sprcheck(&[&["audit", WEST_MIDLANDS, "--rules", STRICT, "--format", "json"], &AS_OF[..], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn duty<'a>(answer: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    answer["duties"].as_array().unwrap().iter().find(|duty| duty["id"] == id).unwrap()
}

#[test]
fn an_overlay_makes_duties_of_its_own_and_leaves_the_base_as_it_was() {
    let rules = load(&[("strict", &strict())], &[]);
    assert_eq!(told(&rules), "");
    let law = rules.law();
    let (own, base) = (law.duty(LEAD).unwrap(), law.duty("prevent.strategic_lead").unwrap());
    assert_eq!((own.weight.value, base.weight.value), (5, 4));
    assert_eq!((own.binding, base.binding), (Binding::Recommendation, Binding::Standard));
    assert_eq!(own.requirements.len(), base.requirements.len() + 1);
    assert_ne!(own.parameters["cpd_within"].value, base.parameters["cpd_within"].value);
    assert!(matches!(own.parameters["vetted_within"].value, ParameterValue::Period(_)));
    assert!(base.overlaid.is_none());
    assert!(law.duty("strict.prevent_spocs").is_none(), "it is left out");
    assert!(law.duty("prevent.spocs").is_some());
    assert!(law.duty("strict.prevent_standard_8").is_some(), "what could not be read is taken over as it is");
}

#[test]
fn assurance_of_the_base_is_the_same_with_and_without_an_overlay() {
    let with = answer(&[]);
    let without = sprcheck(&[&["audit", WEST_MIDLANDS, "--format", "json"], &AS_OF[..]].concat());
    let without: serde_json::Value = serde_json::from_slice(&without.stdout).unwrap();
    let of = |answer: &serde_json::Value, set: &str| {
        answer["assurance"].as_array().unwrap().iter().find(|row| row["rule_set"] == set).cloned()
    };
    assert_eq!(of(&with, "sprcheck"), of(&without, "sprcheck"));
    assert!(of(&with, "sprcheck").is_some() && of(&with, "strict").is_some());
    assert_eq!(duty(&with, "prevent.strategic_lead"), duty(&without, "prevent.strategic_lead"));
}

#[test]
fn every_tailored_value_is_told_with_its_place_and_its_reason() {
    let answer = answer(&[]);
    let tailored = &duty(&answer, LEAD)["tailored"];
    assert_eq!(tailored["duty"], "prevent.strategic_lead");
    assert_eq!(tailored["rule_set"], "sprcheck");
    let changes: Vec<(&str, Option<&str>, u64)> = tailored["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            assert_eq!(change["file"], "policies/overlay.yaml");
            assert!(!change["because"].as_str().unwrap().is_empty());
            (change["what"].as_str().unwrap(), change["was"].as_str(), change["line"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        changes,
        [
            ("weight", Some("4"), 6),
            ("binding", Some("standard"), 7),
            ("parameter", Some("12 months"), 9),
            ("added-parameter", None, 12),
            ("requirement", None, 14),
        ]
    );
    let set = answer["rule_sets"].as_array().unwrap().iter().find(|set| set["name"] == "strict").unwrap();
    assert_eq!(set["extends"][0], "sprcheck");
    assert_eq!(set["left_out"][0]["duty"], "prevent.spocs");
    for arguments in [
        &["audit", WEST_MIDLANDS][..],
        &["audit", WEST_MIDLANDS, "--format", "markdown"],
        &["explain", LEAD, WEST_MIDLANDS],
    ] {
        let output = sprcheck(&[arguments, &["--rules", STRICT], &AS_OF[..]].concat());
        let report = text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["6 months, where the base has 12 months", "the role changed twice in a year", "overlay.yaml:9:7"] {
            assert!(report.contains(part), "{arguments:?}: {part}");
        }
    }
}

#[test]
fn an_added_requirement_is_judged_by_its_own_rule_and_nothing_else_is_touched() {
    let answer = answer(&[]);
    let own = duty(&answer, LEAD)["requirements"].as_array().unwrap();
    let base = duty(&answer, "prevent.strategic_lead")["requirements"].as_array().unwrap();
    let vetted = own.iter().find(|pair| pair["id"] == "vetted").unwrap();
    assert_eq!(vetted["outcome"], "unknown");
    assert_eq!(vetted["missing"], serde_json::json!(["strict.lead_vetted"]));
    assert_eq!(vetted["rule"]["file"], "rules/prevent/strategic_lead+vetted.rhai");
    assert_eq!(vetted["thresholds"], serde_json::json!(["vetted_within"]));
    for id in ["in_post", "has_cpd"] {
        let find = |pairs: &[serde_json::Value]| pairs.iter().find(|pair| pair["id"] == id).unwrap()["facts"].clone();
        assert_eq!(find(own), find(base), "{id}");
    }
}

#[test]
fn cases_of_an_overlay_s_duty_stand_under_its_own_id() {
    let rules = load(&[("strict", &strict())], &[]);
    let tree = files::rule_set(Path::new(STRICT)).unwrap();
    let file = tree.case_files().next().unwrap();
    let mut loaded = rules.loaded().clone();
    let cases = load::cases(file, &tree.origin, rules.law(), &mut loaded);
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
    assert_eq!(cases.len(), 3);
    for case in &cases {
        assert_eq!(case.duty.as_str(), LEAD);
    }
}

#[test]
fn a_rule_that_rests_on_another_duty_means_the_overlay_s_own_copy_of_it() {
    let base = Files::from([
        ("policies/ruleset.yaml".into(), manifest("base", "")),
        ("policies/duties.yaml".into(), duties(&["base.one", "base.two"])),
        ("policies/facts/facts.yaml".into(), facts("base")),
        ("rules/base/one.rhai".into(), "require done: facts.base.done <= as_of;\n".into()),
        ("rules/base/two.rhai".into(), "require done: duties[\"base.one\"].met;\n".into()),
    ]);
    let all = extension("ext", "select: ['*']\n");
    let some = extension("ext", "select: [base.two]\n");
    for (overlay, expected) in [(&all, "ext.base_one"), (&some, "base.one")] {
        let rules = load(&[("ext", overlay)], &[("base", &base)]);
        assert_eq!(told(&rules), "");
        assert_eq!(rules.law().duty("ext.base_two").unwrap().means("base.one").as_str(), expected);
        assert!(rules.law().duty("base.one").is_none(), "a base that nobody asked for is not in play");
        assert!(load(&[("ext", overlay), ("base", &base)], &[]).law().duty("base.one").is_some());
    }
}

#[test]
fn an_overlay_that_makes_a_duty_a_must_makes_no_breach() {
    let policy = duties(&["base.one"]).replace("verified: false", "verified: primary, checked: 2021-01-01");
    let base = |binding: &str| {
        Files::from([
            ("policies/ruleset.yaml".into(), manifest("base", "")),
            ("policies/duties.yaml".into(), policy.replace("binding: standard", &format!("binding: {binding}"))),
            ("policies/facts/facts.yaml".into(), facts("base")),
            ("rules/base/one.rhai".into(), "require done: facts.base.done > as_of;\n".into()),
        ])
    };
    let overlay = extension("ext", "duties:\n  base.one:\n    binding: { value: must, because: it should be }\n");
    let breach = |base: &Files, overlay: &Files, id: &str| {
        let rules = load(&[("ext", overlay)], &[("base", base)]);
        assert_eq!(told(&rules), "");
        let profile = "uses: [base]\nforce: { id: west-midlands, name: F, policing_bodies: [{ kind: pcc, from: 2012-11 }] }\nstated_on: 2021-01-10\nmarking: OFFICIAL\nfacts:\n  base: { done: 2020-01-01, cites: [m] }\nevidence:\n  m: { title: M, kind: minutes, dated: 2021-01-05, owner: O, held_at: { custodian: C, reference: R } }\n";
        let file = InputFile { path: "profile.yaml".into(), shown: "profile.yaml".into(), bytes: profile.into() };
        let tree = InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() };
        let case = rules
            .hold(&tree, &BTreeMap::new())
            .map_err(|refusal| snippet::render(&refusal.problems, &refusal.sources))
            .unwrap();
        let as_of = sprcheck::model::dates::Dates::parse("2021-01-31").unwrap().day().unwrap();
        let answer = case.audit(as_of).assessment;
        let duty = answer.duties.iter().find(|duty| duty.id.as_str() == id).unwrap();
        assert_eq!(duty.verdict.as_str(), "not-met", "{}", duty.reason);
        duty.apparent_breach
    };
    assert!(!breach(&base("standard"), &overlay, "ext.base_one"));
    let as_it_is = extension("ext", "select: ['*']\n");
    assert!(breach(&base("must"), &as_it_is, "ext.base_one"), "what the base itself makes a must stays one");
}

#[test]
fn mistakes_in_an_overlay_name_both_places_and_a_way_out() {
    let overlay = |text: &str| {
        let mut files = strict();
        files.insert("policies/overlay.yaml".into(), text.into());
        files.remove("rules/prevent/strategic_lead+vetted.rhai");
        files
    };
    let lead = "duties:\n  prevent.strategic_lead:\n";
    let added = "because: base, states: s, remedy: r, shown_by: [certificate]";
    for (text, parts) in [
        (
            "select: [prevent.strategic_led]".to_owned(),
            ["P052", "did you mean `prevent.strategic_lead`?", "ruleset.yaml:8"],
        ),
        ("select: [prevnt.*]".into(), ["P052", "did you mean `prevent.*`?", "ruleset.yaml:8"]),
        (
            "leave_out: { prevent.spocs: { because: base } }\nselect: [spr.*]".into(),
            ["P057", "nothing selects duty `prevent.spocs`", "overlay.yaml:1:14"],
        ),
        (
            "leave_out: { prevent.spocs: }\nselect: [prevent.*]".into(),
            ["P022", "nothing stands here", "overlay.yaml:1"],
        ),
        (
            format!("{lead}    parameters: {{ cpd_witin: {{ value: 1 months, set_by: s, because: base }} }}"),
            ["P052", "did you mean `cpd_within`?", "prevent-minimum-standards.yaml:21"],
        ),
        (
            format!("{lead}    parameters: {{ cpd_within: {{ value: 6, set_by: s, because: base }} }}"),
            ["P022", "is a period in the base, and a whole number here", "prevent-minimum-standards.yaml:21"],
        ),
        (format!("{lead}    weight: {{ value: 5 }}"), ["P021", "the key `because` is missing", "overlay.yaml:3"]),
        (format!("{lead}    binding: {{ value: must }}"), ["P021", "the key `because` is missing", "overlay.yaml:3"]),
        (format!("{lead}    says: something else"), ["P020", "unknown key `says`", "overlay.yaml:3"]),
        (
            format!("{lead}    adds: {{ requirements: {{ in_post: {{ {added} }} }} }}"),
            ["P051", "has a requirement `in_post` already", "prevent-minimum-standards.yaml:40"],
        ),
        (
            format!("{lead}    adds: {{ requirements: {{ vetted: {{ {added} }} }} }}"),
            ["P041", "`rules/prevent/strategic_lead+vetted.rhai` is not there", "overlay.yaml:3"],
        ),
        (
            format!("{lead}    id: prevent.spocs"),
            ["P051", "would be `prevent.spocs` here", "prevent-minimum-standards.yaml:53"],
        ),
        (
            "duties: { prevent.standard_8: { weight: { value: 1, because: base } } }".into(),
            ["P057", "is `unpublished`, so there is nothing to tailor", "prevent-minimum-standards.yaml:313"],
        ),
        ("{}".into(), ["P021", "takes over no duty", "overlay.yaml:1"]),
    ] {
        let problem = only_problem(&load(&[("strict", &overlay(&text))], &[]));
        for part in parts {
            assert!(problem.contains(part), "{text}\n{part}\n{problem}");
        }
    }
}

#[test]
fn an_overlay_without_a_base_and_a_rule_that_nothing_adds_are_told() {
    let mut files = strict();
    files.insert("policies/ruleset.yaml".into(), manifest("strict", ""));
    let told = told(&load(&[("strict", &files)], &[]));
    assert!(told.contains("P057") && told.contains("this one extends none"), "{told}");
    let mut files = strict();
    files.insert("rules/prevent/strategic_lead+veted.rhai".into(), "require veted: 1 == 1;".into());
    let problem = only_problem(&load(&[("strict", &files)], &[]));
    assert!(
        problem.contains("adds no requirement for the rule `rules/prevent/strategic_lead+veted.rhai`"),
        "{problem}"
    );
}

/// A policy of duties that each require `done`.
pub(crate) fn duties(ids: &[&str]) -> String {
    let head = "instruments:\n  base-act: { title: Act, kind: act, in_force: { from: 2000 }, source: { verified: false } }\nduties:\n";
    let one = |id: &&str| {
        format!(
            "  {id}:\n    title: T\n    says: S\n    source: {{ instrument: base-act, verified: false }}\n    owed_by: [chief-officer]\n    binding: standard\n    weight: {{ value: 1, because: base }}\n    requirements:\n      done: {{ states: s, remedy: r, shown_by: [minutes] }}\n"
        )
    };
    format!("{head}{}", ids.iter().map(one).collect::<String>())
}

pub(crate) fn facts(namespace: &str) -> String {
    format!("facts:\n  {namespace}.done: {{ type: event, means: m, held_by: h }}\n")
}

/// A rule set that extends the one in `../base`.
pub(crate) fn extension(name: &str, overlay: &str) -> Files {
    let extends = "because: base\nextends: [{ path: ../base }]\n";
    Files::from([
        ("policies/ruleset.yaml".into(), manifest(name, extends)),
        ("policies/overlay.yaml".into(), overlay.into()),
    ])
}
